"""Tables whose cells are parted by tabs: one line a row, headers repeated at page breaks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders.findings import Finding, line_of
from loaders.layout.cells import without_citations
from loaders.layout.columns import Column, columns
from loaders.layout.groups import group_of, is_labelled, is_organisation, looks_like_heading, merged
from loaders.layout.rows import Group, Layout, PlanRow
from loaders.passage import Passage, passage, trimmed
from loaders.status import month_of, status_at_end, status_in_front, status_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.citations import CitationReader, CitedAt

NAME = "tabbed/1"

_LINE = re.compile(r"[^\r\n]+")
_FURNITURE = re.compile(
    r"\s*(?:page\s+\d+(?:\s+of\s+\d+)?|\d{1,3}|official(?:\s*-\s*sensitive)?"
    r"|not\s+protectively\s+marked|restricted|continued.*)\s*",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[\s\u2022\u25cf\u25aa\uf0b7\uf0a7*\u2013-]")
_UNFINISHED = re.compile(r"[^.!?:;)\]\"'\u2019\u201d]\s*$")

_FEWEST_OF_A_TABLE = 2
_RUNNING = 3
"""Times: a line that stands so often is a running header or footer."""
_FEW = 3
"""Words: what is longer in a status cell is a sentence."""

Span = tuple[int, int]


@dataclass(slots=True)
class _Row:
    """A row as it grows over continuation lines: by column, its cells; each a list of pieces."""

    at: int
    group: Group | None
    columns: tuple[Column, ...]
    cells: dict[int, list[list[Span]]] = field(default_factory=dict)


@dataclass(slots=True)
class _Table:
    """What has been seen of the table that is being read."""

    columns: tuple[Column, ...]
    group: Group | None
    rows: list[_Row] = field(default_factory=list)
    broken: bool = False  # a page break stands between the last row and the next


def read_tabbed(text: str, citations: CitationReader) -> Layout | None:
    """Read a document whose tables are parted by tabs.

    A line whose cells are known headings begins a table, or repeats its header. A row whose first
    cell (or ref) is empty, or begins like a list item, goes on with the row before it. Lines
    without a tab above a header are headings.

    Returns:
        The layout, or None where no line is a header row.
    """
    walk = _Walk(text)
    for match in _LINE.finditer(text):
        walk.line(*match.span())
    if not walk.tables:
        return None
    _settle_organisations(walk.tables)
    rows = tuple(_rows(text, walk.tables, citations))
    return Layout(NAME, rows, walk.title, tuple(walk.findings))


def _settle_organisations(tables: list[_Table]) -> None:
    """Decide what an organisation's name over a table means.

    Over several tables, different organisations part the plan as workstreams do. One alone over
    the only heading leads the actions. One in the title of a plan that has headings of its own is
    who publishes it, and no owner.
    """
    headed = [table for table in tables if table.group]
    alone = {
        table.group.owner.folded()
        for table in headed
        if table.group and table.group.owner and not table.group.name
    }
    named = any(table.group and table.group.name for table in headed)
    for table in headed:
        group = table.group
        if group is None or group.owner is None or not is_organisation(group.owner.folded()):
            continue
        above = group.name is not None and group.owner.end <= group.name.start
        if group.name is None and len(alone) > 1:
            table.group = Group(group.owner, None)
        elif above or (group.name is None and named):
            table.group = Group(group.name, None) if group.name else None
        for row in table.rows:
            row.group = table.group


class _Walk:
    """Goes through the lines once and sorts them into titles, headings, headers and rows."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._loose: list[Span] = []
        lines = Counter(match.group().strip() for match in _LINE.finditer(text))
        # A line without cells that comes again and again is a running header or footer.
        self._running = {
            line for line, times in lines.items() if times >= _RUNNING and "\t" not in line
        }
        self.tables: list[_Table] = []
        self.findings: list[Finding] = []
        self.title: Passage | None = None

    def line(self, start: int, end: int) -> None:
        words = self._text[start:end]
        if not words.strip():
            return
        if "\t" not in words:
            if not _FURNITURE.fullmatch(words) and words.strip() not in self._running:
                self._loose.append((start, end))
            return
        cells = list(_cells(self._text, start, end))
        found = columns([self._text[slice(*cell)].strip() for cell in cells])
        if found:
            self._header(found)
        elif self.tables:
            self._row(cells)
        else:
            self._loose.append((start, end))

    def _header(self, found: tuple[Column, ...]) -> None:
        table = self.tables[-1] if self.tables else None
        again = table is not None and table.columns == found
        if table and again and not self._headed(self._loose):
            table.broken = True
            self._append_loose(table)
            return
        group = self._group() if self._loose else None
        if table and again and group is None:
            group = table.group
        if table is None and self._loose:
            self.title = passage(self._text, self._loose[0])
        self._loose = []
        self.tables.append(_Table(found, group))

    def _headed(self, loose: list[Span]) -> bool:
        return any(group_of(self._text, *trimmed(self._text, *span)) for span in loose)

    def _group(self) -> Group | None:
        """Return the group named by the lines above a header; the document's title is none."""
        lines = self._loose if self.tables else self._loose[1:]
        return merged([group_of(self._text, *trimmed(self._text, *span)) for span in lines[-3:]])

    def _row(self, cells: list[Span]) -> None:
        table = self.tables[-1]
        if self._loose:
            named = [group_of(self._text, *trimmed(self._text, *span)) for span in self._loose]
            if merged(named) and all(
                looks_like_heading(self._text[slice(*trimmed(self._text, *span))])
                for span in self._loose
            ):
                table = _Table(table.columns, merged(named))
                self.tables.append(table)
                self._loose = []
            else:
                self._append_loose(table)
        spans = {
            at: cell
            for at, cell in enumerate(cells)
            if trimmed(self._text, *cell)[0] < trimmed(self._text, *cell)[1]
        }
        if not spans:
            return
        heading = self._heading_row(table, spans)
        if heading:
            self.tables.append(_Table(table.columns, heading))
            return
        row = table.rows[-1] if table.rows and self._goes_on(table, spans) else None
        if row is None:
            row = _Row(min(spans.values())[0], table.group, table.columns)
            table.rows.append(row)
        for at, span in spans.items():
            self._put(row, min(at, len(table.columns) - 1), span)
        table.broken = False

    def _heading_row(self, table: _Table, spans: dict[int, Span]) -> Group | None:
        """Return the group that a row with nothing but its first cell names."""
        if set(spans) != {0} or len(table.columns) <= _FEWEST_OF_A_TABLE:
            return None
        place = trimmed(self._text, *spans[0])
        words = self._text[slice(*place)]
        in_ref = table.columns[0].role == "ref" and len(words.split()) > 1
        if in_ref or is_labelled(words) or words.isupper():
            return group_of(self._text, *place)
        return None

    def _put(self, row: _Row, column: int, span: Span) -> None:
        """Add a piece to a cell: to its last passage where a sentence runs on, else anew."""
        passages = row.cells.setdefault(column, [])
        if passages and self._runs_on(passages[-1][-1], span, row.columns[column].role):
            passages[-1].append(span)
        else:
            passages.append([span])

    def _runs_on(self, before: Span, span: Span, role: str) -> bool:
        if role not in ("response", "evidence", "progress"):
            return True
        first = self._text[slice(*span)].lstrip()[:1]
        return bool(_UNFINISHED.search(self._text[slice(*before)])) and first.islower()

    def _goes_on(self, table: _Table, spans: dict[int, Span]) -> bool:
        """Return whether a line goes on with the row before it."""
        roles = [column.role for column in table.columns]
        if "ref" in roles:
            return roles.index("ref") not in spans
        leading = next(at for at, role in enumerate(roles) if role in ("recommendation", "action"))
        if leading not in spans:
            own = {roles[at] for at in spans if at < len(roles)}
            return not ("action" in own and own & {"owner", "date", "status"})
        words = self._text[slice(*spans[leading])]
        before = table.rows[-1].cells.get(leading)
        unfinished = bool(before and _UNFINISHED.search(self._text[slice(*before[-1][-1])]))
        return bool(_BULLET.match(words)) or (words[:1].islower() and unfinished)

    def _append_loose(self, table: _Table) -> None:
        """Give lines without a tab to the last cell of the row before them."""
        for span in self._loose:
            if table.rows and table.rows[-1].cells:
                row = table.rows[-1]
                self._put(row, max(row.cells), span)
            else:
                self.findings.append(
                    Finding(
                        "info",
                        "table.loose-line",
                        "a line between tables was not read as part of a row",
                        line_of(self._text, span[0]),
                    )
                )
        self._loose = []


def _cells(text: str, start: int, end: int) -> Iterator[Span]:
    for match in re.finditer(r"[^\t]*(?:\t|$)", text[start:end]):
        cell = match.group()
        if cell or match.start() < end - start:
            yield start + match.start(), start + match.end() - cell.endswith("\t")


def _rows(text: str, tables: list[_Table], citations: CitationReader) -> Iterator[PlanRow]:
    ordinal = 0
    above: Passage | None = None
    for table in tables:
        for row in table.rows:
            ordinal += 1
            made = _row(text, row, ordinal, citations, above)
            above = made.recommendation or above
            yield made


def _row(
    text: str, row: _Row, ordinal: int, citations: CitationReader, above: Passage | None
) -> PlanRow:
    """Turn the cells of a grown row into a row of the plan.

    `above` is the recommendation of the row before, for rows that leave theirs out.
    """
    held: dict[str, list[Passage]] = {}
    others: list[tuple[str, Passage]] = []
    for at, passages in sorted(row.cells.items()):
        column = row.columns[at]
        cells = [cell for pieces in passages if (cell := passage(text, *pieces))]
        if column.role in ("other", "evidence"):
            others.extend((column.heading, cell) for cell in cells)
        else:
            held.setdefault(column.role, []).extend(cells)
    roles = {column.role for column in row.columns}
    asked = _joined(held.get("recommendation"))
    action = _joined(held.get("action"))
    answers_priority = "action" not in roles
    if not answers_priority and asked is None and "recommendation" in roles:
        asked = above
    status, response = _status(held)
    body = action or asked
    findings: list[Finding] = []
    ref_at = _joined(held.get("ref"))
    if body is None:
        # A row begins with a cell that holds words, so there is one.
        body = next(
            cell
            for cells in (
                response,
                held.get("ref", []),
                [others[0][1]] if others else [],
                [status] if status else [],
                *held.values(),
            )
            for cell in cells
        )
        findings.append(
            Finding(
                "warning",
                "row.no-action",
                "the row has no words in its action column; its first words stand in",
                line_of(text, row.at),
            )
        )
    cited = tuple(_cited(text, body, asked, held.get("source", []), citations))
    return PlanRow(
        ref=ref_at.folded() if ref_at else str(ordinal),
        ref_at=ref_at,
        action=without_citations(body, cited),
        recommendation=without_citations(asked, cited) if asked else None,
        answers_priority=answers_priority and asked is not None,
        cited=cited,
        owners=tuple(held.get("owner", ())),
        group=_group(held.get("workstream"), row.group),
        response=response,
        status=status,
        due=_joined(held.get("date")),
        others=tuple(others),
        findings=tuple(findings),
    )


def _status(held: dict[str, list[Passage]]) -> tuple[Passage | None, tuple[Passage, ...]]:
    """Return the status words and the answer of a row.

    A column named Progress may hold either; and a cell of any of these columns may open with a
    status that the rest explains.
    """
    answering = ("status", "progress", "response")
    cells = sorted(
        (cell for role in answering for cell in held.get(role, ())), key=lambda cell: cell.spans
    )
    closing = not held.get("status")
    answers: list[Passage] = []
    status: Passage | None = None
    for cell in cells:
        words = cell.folded()
        short = len(words.split()) <= _FEW
        bare = status_of(words) != "unknown" or (short and month_of(words))
        narrow = short and cell in held.get("status", ())
        front = status_in_front().match(cell.text, *cell.spans[0])
        if status is None and front and front.end() < cell.end:
            status = passage(cell.text, front.span("cell"))
            rest = passage(cell.text, (front.end(), cell.spans[0][1]), *cell.spans[1:])
            answers.extend([rest] if rest else [])
        elif status is None and closing and (at := _status_last(cell)):
            status = passage(cell.text, at)
            rest = passage(cell.text, *cell.spans[:-1], (cell.spans[-1][0], at[0]))
            answers.extend([rest] if rest else [])
        elif status is None and (narrow or bare):
            status = cell
        else:
            answers.append(cell)
    return status, tuple(answers)


def _status_last(cell: Passage) -> Span | None:
    """Return the status that follows the last sentence of an answer: "... in time. Ongoing"."""
    match = status_at_end().search(cell.text, *cell.spans[-1])
    if match is None or status_of(match.group("cell")) == "unknown":
        return None
    before = cell.text[cell.spans[-1][0] : match.start("cell")].rstrip()
    own_line = not before and len(cell.spans) > 1
    return (
        match.span("cell") if own_line or before.endswith((".", "!", "?", " -", "\u2013")) else None
    )


def _group(workstream: list[Passage] | None, heading: Group | None) -> Group | None:
    """Return the row's own workstream where its cell names one, else that of the heading."""
    return Group(workstream[0], None) if workstream else heading


def _joined(cells: list[Passage] | None) -> Passage | None:
    if not cells:
        return None
    return Passage(cells[0].text, tuple(span for cell in cells for span in cell.spans))


def _cited(
    text: str,
    action: Passage,
    asked: Passage | None,
    sources: list[Passage],
    citations: CitationReader,
) -> Iterator[CitedAt]:
    seen: set[int] = set()
    for cell in (asked, action):
        for found in citations.in_passage(cell) if cell else ():
            if found.start not in seen:
                seen.add(found.start)
                yield found
    for cell in sources:
        found_in_cell = citations.cell(text, cell.start, cell.end)
        if found_in_cell:
            yield found_in_cell
