"""Tables whose cells are parted by tabs: one line a row, headers repeated at page breaks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders.findings import Finding, line_of
from loaders.layout.columns import Column, columns
from loaders.layout.groups import group_of, is_labelled, is_organisation, looks_like_heading, merged
from loaders.layout.rows import Group, Layout
from loaders.layout.table_rows import GrownRow, plan_rows
from loaders.passage import Passage, passage, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.citations import CitationReader

NAME = "tabbed/1"

_LINE = re.compile(r"[^\r\n]+")
_FURNITURE = re.compile(
    r"\s*(?:[^\t]{0,60}\bpage\s+\d+(?:\s+of\s+\d+)?|\d{1,3}|official(?:\s*-\s*sensitive)?"
    r"|not\s+protectively\s+marked|restricted|continued.*)\s*",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[\s\u2022\u25cf\u25aa\uf0b7\uf0a7*\u2013-]")
_FINISHED = tuple(".!?:;)]\"'\u2019\u201d")
_MOST_CELLS = 100
"""Cells of a line; what stands after the last of them belongs to it."""

_FEWEST_OF_A_TABLE = 2
_RUNNING = 3
"""Times: a line that stands so often is a running header or footer."""

Span = tuple[int, int]


@dataclass(slots=True)
class _Table:
    """What has been seen of the table that is being read."""

    columns: tuple[Column, ...]
    group: Group | None
    rows: list[GrownRow] = field(default_factory=list)
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
    grown = [row for table in walk.tables for row in table.rows]
    rows = tuple(plan_rows(text, grown, citations))
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
            row = GrownRow(min(spans.values())[0], table.group, table.columns)
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

    def _put(self, row: GrownRow, column: int, span: Span) -> None:
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
        return self._unfinished(before) and first.islower()

    def _unfinished(self, span: Span) -> bool:
        """Return whether a piece of a cell ends without a sign that ends a sentence."""
        return not self._text[slice(*trimmed(self._text, *span))].endswith(_FINISHED)

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
        unfinished = before is not None and self._unfinished(before[-1][-1])
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
    at = start
    for _ in range(_MOST_CELLS - 1):
        tab = text.find("\t", at, end)
        if tab < 0:
            break
        yield at, tab
        at = tab + 1
    if at < end:
        yield at, end
