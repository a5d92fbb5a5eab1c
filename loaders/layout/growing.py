"""Rows as they grow: what a line of a table adds to the row before it, and what begins another."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders.layout.columns import patterns
from loaders.passage import trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.content import Cell
    from loaders.layout.asked import Asked
    from loaders.layout.columns import Column
    from loaders.layout.grid import Line
    from loaders.layout.rows import Group
    from loaders.layout.sections import Section

Span = tuple[int, int]

_BULLET = re.compile(r"[\s\u2022\u25cf\u25aa\uf0b7\uf0a7*\u2013-]")
_RUN_OVER = 2
"""Words of a status or a date that may run over into a line of their own."""
_FINISHED = tuple(".!?:;)]\"'\u2019\u201d")


@dataclass(slots=True)
class GrownRow:
    """A row as it grows over continuation lines.

    Attributes:
        at: index of its first character.
        group: the heading that it stands under.
        columns: what its columns hold.
        cells: by column, its passages; each a list of pieces.
        asked: the recommendation of the heading that it stands under.
        coloured: the cells as the format gives them, for their fills.
        table: ordinal of its table.
        sheet: name of its sheet.
        numbered: True where each ask begins with its own number.
        whole: see `loaders.content.Table`.
    """

    at: int
    group: Group | None
    columns: tuple[Column, ...]
    cells: dict[int, list[list[Span]]] = field(default_factory=dict)
    asked: Asked | None = None
    coloured: dict[int, Cell] = field(default_factory=dict)
    table: int = 0
    sheet: str | None = None
    numbered: bool = False
    whole: bool = True


def new_row(text: str, section: Section, held: dict[int, Cell], cells: Sequence[Cell]) -> GrownRow:
    """Return the row that a line begins.

    Args:
        text: the canonical text.
        section: what the line stands under.
        held: its cells with words, by position, a merged one once.
        cells: all its cells.
    """
    at = min(span[0] for cell in held.values() for span in cell.spans)
    row = GrownRow(at, section.group, section.columns, asked=section.asked)
    row.table, row.sheet, row.whole = section.table, section.sheet, section.whole
    for position, cell in held.items():
        put(text, row, position, list(cell.spans), cut=True)
    row.coloured = dict(enumerate(cells[: len(section.columns)]))
    return row


def put(text: str, row: GrownRow, position: int, spans: list[Span], *, cut: bool) -> None:
    """Add to a cell: to its last passage where a sentence runs on, else anew.

    Args:
        text: the canonical text.
        row: the row that grows.
        position: of the cell; what stands behind the last column belongs to it.
        spans: the words.
        cut: whether the line is the rest of one that a line end or a page break cut.
    """
    position = min(position, len(row.columns) - 1)
    passages = row.cells.setdefault(position, [])
    role = row.columns[position].role
    if passages and _runs_on(text, passages[-1][-1], spans[0], role, cut=cut, whole=row.whole):
        passages[-1].extend(spans)
    else:
        passages.append(spans)


def _runs_on(  # noqa: PLR0913 - two pieces of a cell, and what parts them
    text: str, before: Span, span: Span, role: str, *, cut: bool, whole: bool
) -> bool:
    if role not in ("response", "evidence", "progress"):
        return cut or role in ("recommendation", "action", "ref")
    first = text[slice(*span)].lstrip()[:1]
    return cut and _unfinished(text, before) and (whole or first.islower())


def _unfinished(text: str, span: Span) -> bool:
    """Return whether a piece of a cell ends without a sign that ends a sentence."""
    return not text[slice(*trimmed(text, *span))].endswith(_FINISHED)


def is_rest_of(text: str, before: Sequence[Span], rest: Sequence[Span]) -> bool:
    """Return whether words at the top of a page are the rest of those that the page before cut.

    A sentence goes on in lower case, or whatever it goes on with behind a comma or inside an open
    bracket: "(Recommendation 7," and then "HMICFRS report)."

    Args:
        text: the canonical text.
        before: the pieces of the passage that may have been cut.
        rest: the pieces of what may go on with it.
    """
    if not _unfinished(text, before[-1]):
        return False
    said = " ".join(text[slice(*span)] for span in before).rstrip()
    words = " ".join(text[slice(*span)] for span in rest).lstrip()
    inside = said.rfind("(") > said.rfind(")") and ")" in words.partition("(")[0]
    return words[:1].islower() or said.endswith(",") or inside


def sharing(rows: Sequence[GrownRow], position: int) -> Iterator[GrownRow]:
    """Yield the last of some rows, and those before it that share a merged cell with it."""
    yield rows[-1]
    cell = rows[-1].coloured.get(position)
    for row in reversed(rows[:-1]):
        if cell is None or row.coloured.get(position) is not cell:
            return
        yield row


def take_over(
    text: str, rows: Sequence[GrownRow], made: GrownRow, last: Sequence[Cell], *, cut: bool
) -> None:
    """Give a new row the whole of a recommendation that a page break cut.

    The rest of it may stand beside the next action, or be merged over this one and the row before.

    Args:
        text: the canonical text.
        rows: those before it.
        made: the new row.
        last: the cells of the line before.
        cut: whether a page break stands before it.
    """
    for position, cell in made.coloured.items():
        held, before = made.cells.get(position), rows[-1].cells.get(position)
        if made.columns[position].role != "recommendation" or not (held and before):
            continue
        rest = cut and is_rest_of(text, before[-1], held[0])
        if rest:
            for row in sharing(rows, position):
                row.cells[position] = [[*row.cells[position][0], *held[0]]]
        if rest or (position < len(last) and last[position] is cell):
            made.cells[position] = [list(piece) for piece in rows[-1].cells[position]]


def growing(sections: Sequence[Section], *, cut: bool) -> list[GrownRow]:
    """Return the rows that a line may go on with: behind a page break, also of another section."""
    if sections[-1].rows or not cut:
        return sections[-1].rows
    return next((one.rows for one in reversed(sections) if one.rows), [])


def is_cut_rest(text: str, before: GrownRow | None, line: Line, *, cut: bool) -> bool:
    """Return whether a line's only cell is the rest of what a page break cut in the row before."""
    only = line.only()
    if before is None or only is None or not cut:
        return False
    position, cell, _ = only
    passages = before.cells.get(position)
    if not passages or line.width_of(cell) > 1:
        return False
    return is_rest_of(text, passages[-1], cell.spans)


def asks_nothing(section: Section, line: Line) -> bool:
    """Return whether the columns of an ask say "None" or "n/a"."""
    nothing = patterns()["rows"]["nothing"]
    asks = [line.words[at] for at in section.asking() if at < len(line.words) and line.words[at]]
    return bool(asks) and all(words.casefold().strip(". ") in nothing for words in asks)


def joins(text: str, section: Section, before: GrownRow, line: Line, *, cut: bool) -> bool:
    """Return whether a line of whole rows goes on with the row before it all the same.

    It does where its ask is the same merged cell, where it has neither ref nor ask, and where a
    page break cut the row: its first sentence is unfinished, or it begins in lower case.
    """
    roles = section.roles()
    width = min(len(line.cells), len(roles))
    asking = [at for at in section.asking() if at < width]
    merged = {
        at
        for at, old in enumerate(section.last[:width])
        if line.words[at] and line.cells[at] is old
    }
    if merged & set(asking):
        return True
    own = [at for at in range(width) if line.words[at] and at not in merged]
    asks = [at for at in own if at in asking]
    # A recommendation that nobody has answered yet stands alone.
    asks = asks or [at for at in own if roles[at] == "recommendation"]
    refs = [at for at in own if roles[at] == "ref"]
    if not asks:
        return not refs
    if not cut or refs:
        return False
    piece = before.cells.get(asks[0])
    unfinished = piece is not None and _unfinished(text, piece[-1][-1])
    return line.words[asks[0]][:1].islower() or (unfinished and "ref" in roles)


def goes_on(text: str, section: Section, line: Line) -> bool:
    """Return whether a line of a table whose rows run over lines goes on with the row before it."""
    roles = section.roles()
    held = {at for at, _, _ in line.filled()}
    if "ref" in roles:
        return roles.index("ref") not in held
    leading = next(at for at, role in enumerate(roles) if role in ("recommendation", "action"))
    if leading not in held:
        own = {roles[at] for at in held if at < len(roles)}
        return not ("action" in own and own & {"owner", "date", "status"})
    cell = line.cells[leading]
    words = text[cell.spans[0][0] : cell.spans[-1][1]]
    before = section.rows[-1].cells.get(leading)
    unfinished = before is not None and _unfinished(text, before[-1][-1])
    return bool(_BULLET.match(words)) or (words[:1].islower() and unfinished)


def may_go_on(row: GrownRow, words: str) -> bool:
    """Return whether words may be the rest of a row's last cell."""
    narrow = row.columns[max(row.cells)].role in ("status", "date", "ref")
    return not narrow or words[:1].islower() or len(words.split()) <= _RUN_OVER
