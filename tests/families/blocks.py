"""The pieces that every writer lays out: headings, paragraphs, list items, tables, pages, sheets.

`expand` turns a plan's layout into these pieces; the writers know nothing of answers or gold.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.families.content import Plan, choices, fields, first


@dataclass(frozen=True)
class Text:
    """A heading, paragraph, list item or labelled line.

    Styles: title, heading1, heading2, heading3, paragraph, bullet, number (the list numbers
    itself), label (`Term: value`), small.
    """

    style: str
    text: str


@dataclass(frozen=True)
class Cell:
    """One cell of a table, with the space it takes and how it is coloured."""

    text: str = ""
    rowspan: int = 1
    colspan: int = 1
    fill: str = ""
    note: str = ""
    value: date | None = None
    date_format: str = ""


@dataclass(frozen=True)
class Row:
    """A row of a table; a position covered by a merged cell holds None."""

    cells: list[Cell | None]
    kind: str = "body"  # header, theme, body


@dataclass(frozen=True)
class Table:
    """A table with its header rows first; `options` are what the format's writer offers."""

    rows: list[Row]
    widths: list[float]
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PageBreak:
    """The rest begins on a new page."""


@dataclass(frozen=True)
class Sheet:
    """The rest stands on a new sheet of the workbook."""

    title: str
    hidden: bool = False


Block = Text | Table | PageBreak | Sheet


class _Texts(dict[str, str]):
    """A field that an action lacks is written as nothing."""

    def __missing__(self, key: str) -> str:
        return ""


def fill_in(template: str, action: dict[str, Any]) -> str:
    """The template with an action's texts in it; a label without a value stays, as in forms."""
    text = template.format_map(_Texts(fields(action)))
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


def expand(plan: Plan) -> list[Block]:
    """Lay the plan's answers out as its layout says."""
    blocks: list[Block] = []
    for raw in plan.blocks:
        kind = raw["kind"]
        if kind == "page":
            blocks.append(PageBreak())
        elif kind == "sheet":
            blocks.append(Sheet(raw["text"], raw.get("hidden", False)))
        elif kind == "table":
            blocks.append(_table(raw, select(plan.actions, raw)))
        elif kind == "grid":
            blocks.append(_grid(raw))
        elif kind == "entries":
            blocks.extend(_entries(raw, select(plan.actions, raw)))
        else:
            blocks.append(Text(kind, raw["text"].strip()))
    return blocks


def select(actions: list[dict[str, Any]], raw: dict[str, Any]) -> list[dict[str, Any]]:
    """The actions that a block shows: `actions = [first, last]`, counted from 1; else all."""
    if "actions" not in raw:
        return actions
    start, end = raw["actions"]
    return actions[start - 1 : end]


def _entries(raw: dict[str, Any], actions: list[dict[str, Any]]) -> Iterator[Text]:
    """Each action as a run of texts; a piece marked `once` is not said again for the next."""
    said: dict[int, str] = {}
    joined: list[str] = []
    for action in actions:
        for index, piece in enumerate(raw["pieces"]):
            text = fill_in(piece["text"], action)
            if not text or (piece.get("once") and said.get(index) == text):
                continue
            said[index] = text
            joined.append(text)
            if "joined" not in raw:
                yield Text(piece["style"], text)
    if "joined" in raw:
        yield Text("paragraph", raw["joined"].join(joined))


def _grid(raw: dict[str, Any]) -> Table:
    """A table whose words are given as they stand: a key, a legend, rows that are no actions."""
    rows = [Row([Cell(text, fill=_fill_of(text, raw)) for text in line]) for line in raw["rows"]]
    if raw.get("header", False):
        rows[0] = Row(rows[0].cells, "header")
    return Table(rows, raw.get("widths", [1.0] * len(raw["rows"][0])), raw.get("options", {}))


def _fill_of(text: str, raw: dict[str, Any]) -> str:
    return text.lower() if raw.get("colours") and text.lower() in COLOURS else ""


def _table(raw: dict[str, Any], actions: list[dict[str, Any]]) -> Table:
    columns = raw["columns"]
    rows = _header(raw, columns)
    theme = None
    run: list[dict[str, Any]] = []
    for action in actions:
        if raw.get("themes") and first(action.get("workstream")) != theme:
            rows += _body(columns, run)
            run = []
            theme = first(action.get("workstream"))
            covered: list[Cell | None] = [None] * (len(columns) - 1)
            rows.append(Row([Cell(theme, colspan=len(columns)), *covered], "theme"))
        run.append(action)
    rows += _body(columns, run)
    return Table(rows, [column.get("width", 1.0) for column in columns], raw.get("options", {}))


def _header(raw: dict[str, Any], columns: list[dict[str, Any]]) -> list[Row]:
    rows = []
    if "groups" in raw:
        cells: list[Cell | None] = []
        for text, width in raw["groups"]:
            cells += [Cell(text, colspan=width), *[None] * (width - 1)]
        rows.append(Row(cells, "header"))
    if raw.get("header", True):
        rows.append(Row([Cell(column["head"]) for column in columns], "header"))
    if "instructions" in raw:
        rows.append(Row([Cell(text) for text in raw["instructions"]], "theme"))
    return rows


def _body(columns: list[dict[str, Any]], actions: list[dict[str, Any]]) -> list[Row]:
    """The rows of one run of actions, with equal neighbours merged or left blank where asked."""
    grid: list[list[Cell | None]] = [
        [_cell(column, action) for column in columns] for action in actions
    ]
    for index, column in enumerate(columns):
        if column.get("merge"):
            _merge(grid, index, spanned=column["merge"] == "span")
    return [Row(cells) for cells in grid]


def _merge(grid: list[list[Cell | None]], index: int, *, spanned: bool) -> None:
    top = 0
    for number in range(1, len(grid) + 1):
        kept = grid[top][index]
        here = grid[number][index] if number < len(grid) else None
        if kept and here and here.text == kept.text != "":
            grid[number][index] = None if spanned else Cell()
            continue
        if spanned and kept:
            grid[top][index] = Cell(kept.text, rowspan=number - top, fill=kept.fill)
        top = number


def _cell(column: dict[str, Any], action: dict[str, Any]) -> Cell:
    due = action.get("write", {}).get("due")
    is_date = "date" in column and isinstance(due, date)
    return Cell(
        fill_in(column["cell"], action),
        fill=fill_in(column.get("fill", ""), action),
        note=fill_in(column.get("note", ""), action),
        value=due if is_date else None,
        date_format=column.get("date", ""),
    )


COLOURS = {
    "red": "E06666",
    "amber": "F6B26B",
    "yellow": "FFE599",
    "green": "93C47D",
    "blue": "6FA8DC",
    "grey": "CCCCCC",
    "white": "FFFFFF",
    "black": "333333",
}


def all_text(blocks: list[Block]) -> str:
    """Every word of the document in order, white space folded."""
    words: list[str] = []
    for block in blocks:
        if isinstance(block, Text):
            words.append(block.text)
        elif isinstance(block, Table):
            words += [cell.text for row in block.rows for cell in row.cells if cell]
    return " ".join(" ".join(words).split())


def unwritten(plan: Plan) -> list[str]:
    """Answers that the document does not show, so that a slip in a layout cannot pass."""
    text = all_text(expand(plan))
    missing = []
    for number, action in enumerate(plan.gold()["actions"], 1):
        answers = [action[name] for name in SHOWN]
        answers += action["owners"]
        answers += [source["quote"] for source in action["sources"]]
        missing += [
            f"{plan.name} action {number}: {answer!r}"
            for answer in answers
            if not any(" ".join(str(choice or "").split()) in text for choice in choices(answer))
        ]
    return missing


SHOWN = ("ref", "action_text", "recommendation_text", "workstream", "response_text", "status_words")
