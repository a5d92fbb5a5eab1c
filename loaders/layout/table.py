"""Reads plans out of tables, whatever format they stand in: one walk over tables and blocks."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from loaders.content import Block, Table
from loaders.findings import Finding, line_of
from loaders.layout.asked import Asked, after_page, asked_in, completed
from loaders.layout.columns import Column, patterns, plain, role_of
from loaders.layout.forms import Record, records
from loaders.layout.grid import Line, lines_of
from loaders.layout.groups import group_of, is_labelled, is_organisation, looks_like_heading, merged
from loaders.layout.header_rows import (
    HeaderRows,
    header_at,
    is_instruction,
    looks_like_headings,
)
from loaders.layout.profiles import profile, proposed
from loaders.layout.rows import Group, Layout
from loaders.layout.repeats import told_once
from loaders.layout.sections import Section, heading_in_table, is_no_row, named_group
from loaders.layout.settling import settled
from loaders.layout.table_rows import GrownRow, plan_rows
from loaders.passage import Passage, passage, trimmed
from loaders.status import colour_names, status_in_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.citations import CitationReader
    from loaders.content import Cell, Content
    from loaders.said_columns import SaidColumns

NAME = "table/1"

_FURNITURE = re.compile(
    r"\s*(?:[^\t]{0,60}\bpage\s+\d+(?:\s+of\s+\d+)?|\d{1,3}|official(?:\s*-\s*sensitive)?"
    r"|not\s+protectively\s+marked|restricted|continued.*)\s*",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[\s\u2022\u25cf\u25aa\uf0b7\uf0a7*\u2013-]")
_FINISHED = tuple(".!?:;)]\"'\u2019\u201d")
_FEWEST_OF_A_TABLE = 2
_RUNNING = 3
"""Times: a line that stands so often is a running header or footer."""
_NEAR = 3
"""Lines above a header in which its heading stands."""
_ROWS_PROPOSED = 3
"""Rows: fewer, without a header, are no table of actions."""
_MOST_NAMED = 20
"""Tables that are named when they are left out."""
_CAPTION = re.compile(
    r"(?:table|appendix|annex|figure|section|part)\s+[\w.]{1,5}\s*[:.\u2013-]?\s*|[\d.]+\s+",
    re.IGNORECASE,
)

_COUNTED = re.compile(r"\d{1,2}[.)]\s|[A-Z][.)]\s")

Span = tuple[int, int]


def read_table(
    content: Content, citations: CitationReader, said: SaidColumns | None = None
) -> Layout | None:
    """Read a document whose actions stand in tables.

    Args:
        content: what was read of the file.
        citations: finds what the plan cites.
        said: what a person says of the columns.

    Returns:
        The layout, or None where no table lists actions.
    """
    walk = _Walk(content, citations, said)
    for one in content.flow:
        walk.take(one)
    walk.end()
    _settle_organisations(walk.sections)
    if not walk.by_lines:
        _settle_headings(walk.sections)
    kept, findings = settled(content, walk.sections, said)
    if not kept:
        return None
    grown = [row for one in kept for row in one.rows]
    rows, twice = told_once(list(plan_rows(content, grown, citations)), grown)
    key = walk.key if len(walk.key) > 1 else {}
    return Layout(NAME, rows, walk.title, (*walk.findings, *findings, *twice), key)


def _settle_organisations(sections: list[Section]) -> None:
    """Decide what an organisation's name over a table means.

    Over several tables, different organisations part the plan as workstreams do. One alone over
    the only heading leads the actions. One in the title of a plan that has headings of its own is
    who publishes it, and no owner.
    """
    headed = [section for section in sections if section.group]
    alone = {
        section.group.owner.folded()
        for section in headed
        if section.group and section.group.owner and not section.group.name
    }
    named = any(section.group and section.group.name for section in headed)
    for section in headed:
        group = section.group
        if group is None or group.owner is None or not is_organisation(group.owner.folded()):
            continue
        above = group.name is not None and group.owner.end <= group.name.start
        parts = len(alone) > 1 or (section.inside and section.whole and named)
        if group.name is None and parts:
            section.group = Group(group.owner, None)
        elif above or (group.name is None and named):
            section.group = Group(group.name, None) if group.name else None
        for row in section.rows:
            row.group = section.group


def _settle_headings(sections: list[Section]) -> None:
    """Take a heading over the only table for a title; over several, different ones part the plan."""
    headed = [section for section in sections if section.headed and section.rows and section.group]
    names = {
        section.group.name.folded() for section in headed if section.group and section.group.name
    }
    for section in headed:
        group = section.group
        if group and group.name and len(names) < _FEWEST_OF_A_TABLE:
            if is_labelled(group.name.folded()) or group.owner:
                continue
            section.group = None
            for row in section.rows:
                row.group = None


class _Walk:
    """Goes through a document once and sorts it into titles, headings, headers and rows."""

    def __init__(
        self, content: Content, citations: CitationReader, said: SaidColumns | None
    ) -> None:
        self._content = content
        self._text = content.text
        self._citations = citations
        self._said = said or None
        self._loose: list[Block] = []
        blocks = [one for one in content.flow if isinstance(one, Block)]
        lines = Counter(self._words(one).strip() for one in blocks)
        # A line without cells that comes again and again is a running header or footer.
        self._running = {line for line, times in lines.items() if times >= _RUNNING}
        self._has_headings = any(one.kind == "heading" for one in blocks)
        self.by_lines = content.reader.startswith("text/")
        self._tables = 0
        self._broken = True
        self._apart: list[str] = []
        self.sections: list[Section] = []
        self.findings: list[Finding] = []
        self.title: Passage | None = None
        self._first: Block | None = None
        self.key: dict[str, str] = {}

    def take(self, one: Block | Table) -> None:
        """Take the next table or block."""
        if isinstance(one, Table):
            lines = lines_of(self._text, one)
            if not self.sections:
                self._legend(lines)
            if lines and all(len({id(cell) for cell in line.cells}) == 1 for line in lines):
                for line in lines:
                    self._block(Block(tuple(line.cells[0].spans), place=line.cells[0].place))
            elif lines:
                self._table(one, lines)
        elif one.kind != "furniture":
            self._block(one)

    def _legend(self, lines: Sequence[Line]) -> None:
        """Learn what colours mean from cells that are filled, or stand beside a filled one.

        A key stands before the plan, in a table of its own or above its header.
        """
        for line in lines:
            fills = {cell.colour for cell in line.cells if cell.colour}
            for at, cell, words in line.filled():
                before = line.cells[at - 1] if at else None
                beside = before.colour if before is not None and not line.words[at - 1] else None
                colour = cell.colour or beside or (next(iter(fills)) if len(fills) == 1 else None)
                status = status_in_cell(words) if colour else "unknown"
                if colour and status != "unknown" and plain(words) not in colour_names():
                    self.key.setdefault(colour, status)

    def end(self) -> None:
        """Say which tables were left out."""
        for name in self._apart[:_MOST_NAMED]:
            self.findings.append(
                Finding("info", "table.apart", "the table lists no actions and was left out", name)
            )
        more = len(self._apart) - _MOST_NAMED
        if more > 0:
            self.findings.append(
                Finding(
                    "info",
                    "table.apart",
                    f"{more} more tables list no actions and were left out",
                    "whole document",
                )
            )

    def _words(self, block: Block) -> str:
        return "\n".join(self._text[slice(*span)] for span in block.spans)

    def _block(self, block: Block) -> None:
        words = self._words(block)
        if not words.strip() or (block.spans and block.spans[0] == self._content.marking):
            return
        if block.kind == "line" and _FURNITURE.fullmatch(words):
            return
        if words.strip() in self._running and not self._has_headings:
            return
        self._first = self._first or block
        self._loose.append(block)

    def _where(self, at: int) -> str:
        """Return the place of a character as a finding names it."""
        return str(self._content.places.of(at, at + 1)) or line_of(self._text, at)

    # Tables

    def _table(self, table: Table, lines: list[Line]) -> None:
        if not table.whole:
            self._run(table, lines, 0)
            return
        if self._is_apart(table, lines):
            self._leave_out(table, lines)
            return
        made = records(lines, self._said)
        if made:
            self._form(table.name, made)
            return
        first = next(
            (
                at
                for at in range(len(lines))
                if header_at(lines, at, self._said, whole=True) is not None
            ),
            None,
        )
        if first is not None:
            if not table.continues or not self.sections:
                for line in lines[:first]:
                    self._loose_line(line)
                self._run(table, lines, first)
            else:
                self._run(table, lines, 0)
        elif self._goes_on_over(table, lines):
            self._run(table, lines, 0)
        else:
            self._unknown(table, lines)

    def _goes_on_over(self, table: Table, lines: list[Line]) -> bool:
        """Return whether a table without a header goes on with the one before it."""
        if not self.sections or not self.sections[-1].whole or self._broken:
            return False
        same = max(len(line.cells) for line in lines) == len(self.sections[-1].columns)
        return same and (table.continues or not self._loose)

    def _run(self, table: Table, lines: list[Line], first: int) -> None:
        """Read the lines of a table from one on: headers, headings and rows."""
        at = first
        cut = table.continues
        if not cut and (table.whole or not self.by_lines):
            self._tables += 1
        while at < len(lines):
            header = header_at(lines, at, self._said, whole=table.whole)
            if header:
                self._header(header, table, lines[at])
                at += header.lines
                while at < len(lines) and is_instruction(lines[at]):
                    at += 1
                continue
            if not self.sections:
                self._loose_line(lines[at])
            elif self.sections[-1].whole:
                self._whole_row(lines, at, cut=cut)
                cut = False
            else:
                self._part_row(lines[at])
            at += 1

    def _loose_line(self, line: Line) -> None:
        spans = tuple(span for _, cell, _ in line.filled() for span in cell.spans)
        self._first = self._first or Block(spans)
        self._loose.append(Block(spans))

    def _header(self, header: HeaderRows, table: Table, line: Line) -> None:
        found = header.columns
        section = self.sections[-1] if self.sections else None
        again = section is not None and section.columns == found and section.whole == table.whole
        if section and again and section.whole:
            if table.continues or (not self._loose and self._sheet(table, line) == section.sheet):
                return
        elif section and again and not self._headed(self._loose):
            self._append_loose(section)
            return
        group, asked, headed = self._over(table.name)
        if section and again and group is None and not section.whole:
            group = section.group
        if not self.sections and self._first:
            self.title = passage(self._text, *self._first.spans)
        self._loose = []
        self._broken = False
        self.sections.append(
            Section(
                found,
                group,
                asked,
                whole=table.whole,
                table=self._tables,
                sheet=self._sheet(table, line),
                headed=headed,
                where=self._where(line.start),
            )
        )

    def _sheet(self, table: Table, line: Line) -> str | None:
        """Return the name of the sheet that a table is, None for a table of another kind."""
        place = next((cell.place.cell for _, cell, _ in line.filled() if cell.place.cell), "")
        return table.name if "!" in place else None

    # What stands over a table

    def _headed(self, loose: list[Block]) -> bool:
        return any(self._group_of(block) for block in loose)

    def _group_of(self, block: Block) -> Group | None:
        start, end = after_page(self._text, *self._extent(block))
        if self.by_lines:
            return group_of(self._text, start, end)
        words = self._text[start:end]
        common = patterns()["sheets"]["common"]
        if all(word in common for word in re.sub(r"\d+", " ", plain(words)).split()):
            return None  # "Sheet1", "Action plan", "2024"
        found = group_of(self._text, start, end)
        return named_group(self._text, start, end) if found else None

    def _extent(self, block: Block) -> Span:
        return trimmed(self._text, block.spans[0][0], block.spans[-1][1])

    def _over(self, name: str | None) -> tuple[Group | None, Asked | None, bool]:
        """Return what the lines above a header name: a group, a recommendation.

        The document's title is no group, but where it is the name of the table's sheet.

        The last value says whether the group comes from outside the table.
        """
        asked: Asked | None = None
        over = self._loose
        for at in range(len(over) - 1, -1, -1):
            found = asked_in(self._text, over[at].spans)
            if found and not self.by_lines:
                asked = completed(self._text, found, [one.spans for one in over[at + 1 :]])
                over = over[:at]
                break
        if self._has_headings:
            lines = [
                one
                for one in over
                if one.kind == "heading" and not (one is self._first and self._is_title(one, name))
            ]
            if not lines and self.sections and not any(one.kind == "heading" for one in over):
                before = self.sections[-1]
                group = next((one.group for one in reversed(self.sections) if one.headed), None)
                return (group if before.headed else None), asked, before.headed
        else:
            lines = over if self.sections or self._first not in over else over[1:]
            lines = lines[-_NEAR:]
        group = merged([self._group_of(one) for one in lines])
        return group, asked, group is not None

    def _is_title(self, first: Block, name: str | None) -> bool:
        """Return whether a document's first heading is its title: no sheet's name, no "Theme 1"."""
        words = self._words(first).strip()
        return words != name and not is_labelled(words) and not _COUNTED.match(words)

    # Tables that list no actions

    def _is_apart(self, table: Table, lines: list[Line]) -> bool:
        """Return whether the words over a table say that it lists no actions."""
        titles = patterns()["apart"]["titles"]
        over = [table.name or ""]
        if self._loose:
            over.append(self._words(self._loose[-1]))
        only = lines[0].only()
        if only:
            over.append(only[2])
        plainly = [plain(_CAPTION.sub("", one.strip(), count=1)) for one in over]
        return any(one in titles for one in (*plainly, *map(plain, over)))

    def _leave_out(self, table: Table, lines: list[Line]) -> None:
        over = table.name or (self._words(self._loose[-1]) if self._loose else "")
        name = " ".join((over or " | ".join(filter(None, lines[0].words))).split())[:60]
        self._apart.append(f"{name!r}, {self._where(lines[0].start)}")
        self._loose = []
        self._broken = True

    def _unknown(self, table: Table, lines: list[Line]) -> None:
        """Read a table without a known header: as a person says, or by what its cells hold."""
        found = self._said_places(lines)
        first = 0
        if found:
            first = 1 if looks_like_headings(lines, 0) else 0
        else:
            while first < len(lines) - 1 and lines[first].only():
                first += 1
            proposal = self._proposed(lines, first)
            if proposal is None:
                self._leave_out(table, lines)
                return
            found, headed = proposal
            for line in lines[:first]:
                self._loose_line(line)
            first += 1 if headed else 0
        words = lines[first - 1].words if first else ()
        self._tables += 1
        self._header(HeaderRows(found, 1, words), table, lines[min(first, len(lines) - 1)])
        while first < len(lines) and is_instruction(lines[first]):
            first += 1
        for at in range(first, len(lines)):
            self._whole_row(lines, at, cut=False)

    def _said_places(self, lines: list[Line]) -> tuple[Column, ...] | None:
        if not self._said:
            return None
        width = max(len(line.cells) for line in lines)
        headings = lines[0].words if looks_like_headings(lines, 0) else ("",) * width
        roles = [self._said.role(words, at) for at, words in enumerate(headings)]
        if not {"recommendation", "action"} & set(roles):
            return None
        return tuple(
            Column(" ".join(words.split()), role or role_of(words) or "other", sure=bool(role))
            for words, role in zip(headings, roles, strict=True)
        )

    def _proposed(self, lines: list[Line], first: int) -> tuple[tuple[Column, ...], bool] | None:
        """Return columns by what the cells hold, and whether the first line holds headings."""
        width = len(lines[first].cells)
        headed = looks_like_headings(lines, first)
        body = [line for line in lines[first + headed :] if not line.only()]
        body = [line for line in body if len(line.cells) == width]
        if len(body) < _ROWS_PROPOSED - headed or width < _FEWEST_OF_A_TABLE:
            return None
        headings = lines[first].words if headed else ("",) * width
        named = [role_of(words) if words else None for words in headings]
        held = [profile([line.words[at] for line in body], self._citations) for at in range(width)]
        roles = proposed(named, held, headed=headed)
        if roles is None:
            return None
        made = tuple(
            Column(" ".join(words.split()), role or "other", name is not None, name is None)
            for words, role, name in zip(headings, roles, named, strict=True)
        )
        return made, headed

    # Rows

    def _form(self, name: str | None, made: Sequence[Record]) -> None:
        """Read a table whose headings stand down its first column."""
        group, asked, headed = self._over(name)
        if not self.sections and self._first:
            self.title = passage(self._text, *self._first.spans)
        self._loose = []
        self._broken = True
        self._tables += 1
        for record in made:
            found = record.columns(self._said)
            own = asked
            for title in record.title:
                own = asked_in(self._text, title.spans) or own
            at = next((cell.spans[0][0] for _, cell in record.pairs if cell.spans), 0)
            section = Section(found, group, own, table=self._tables, headed=headed)
            section.where = self._where(at)
            cells = [cell for _, cell in record.pairs]
            held = {at: cell for at, cell in enumerate(cells) if cell.spans}
            asks = [column for column, cell in zip(found, cells, strict=True) if cell.spans]
            if any(one.role in ("recommendation", "action") for one in asks):
                section.rows.append(self._new_row(section, held, cells))
                self.sections.append(section)

    def _new_row(self, section: Section, held: dict[int, Cell], cells: Sequence[Cell]) -> GrownRow:
        at = min(span[0] for cell in held.values() for span in cell.spans)
        row = GrownRow(at, section.group, section.columns, asked=section.asked)
        row.table, row.sheet = section.table, section.sheet
        for position, cell in held.items():
            self._put(row, min(position, len(section.columns) - 1), list(cell.spans), cut=True)
        row.coloured = {
            position: cell for position, cell in enumerate(cells[: len(section.columns)])
        }
        return row

    def _whole_row(self, lines: Sequence[Line], at: int, *, cut: bool) -> None:
        """Read a line of a table whose lines are whole rows."""
        section = self.sections[-1]
        line = lines[at]
        self._loose = []
        if is_no_row(line):
            return
        if self._asks_nothing(section, line):
            return
        heading = heading_in_table(self._text, section, lines, at)
        if heading:
            self.sections.append(heading)
            return
        filled = {position: cell for position, cell, _ in line.filled()}
        roles = section.roles()
        held = {roles[min(position, len(roles) - 1)] for position in filled}
        if held <= {"ref", "ignore"}:
            return  # a row that nobody has filled in
        before = section.rows[-1] if section.rows else None
        if before is None and cut:
            before = next((one.rows[-1] for one in reversed(self.sections) if one.rows), None)
        if before is not None and before.columns != section.columns:
            before = None
        if before is not None and self._joins(section, before, line, cut=cut):
            seen = {id(cell) for cell in section.last}
            for position, cell in filled.items():
                if id(cell) not in seen:
                    self._put(before, min(position, len(roles) - 1), list(cell.spans), cut=cut)
            section.last = line.cells
            return
        if not held & {"recommendation", "action"} and not self._carried(held):
            return
        section.rows.append(self._new_row(section, filled, line.cells))
        section.last = line.cells

    def _asks_nothing(self, section: Section, line: Line) -> bool:
        """Return whether the columns of an ask say "None" or "n/a"."""
        nothing = patterns()["rows"]["nothing"]
        asks = [
            line.words[at] for at in section.asking() if at < len(line.words) and line.words[at]
        ]
        return bool(asks) and all(words.casefold().strip(". ") in nothing for words in asks)

    def _carried(self, held: set[str]) -> bool:
        """Return whether a row without words of an ask is one all the same: it has its own ref."""
        return "ref" in held and bool(held - {"ref", "other", "ignore"})

    def _joins(self, section: Section, before: GrownRow, line: Line, *, cut: bool) -> bool:
        """Return whether a line goes on with the row before it.

        It does where its ask is the same merged cell, where it has neither ref nor ask, and where
        a page break cut the row: its first sentence is unfinished, or it begins in lower case.
        """
        roles = section.roles()
        width = min(len(line.cells), len(roles))
        asking = [at for at in section.asking() if at < width]
        old = section.last
        for at in asking:
            if line.words[at] and at < len(old) and line.cells[at] is old[at]:
                return True
        asks = [at for at in asking if line.words[at]]
        if "action" in roles and not asks:
            # A recommendation that nobody has answered yet stands alone.
            asks = [
                at
                for at in range(width)
                if roles[at] == "recommendation"
                and line.words[at]
                and not (at < len(old) and line.cells[at] is old[at])
            ]
        refs = [
            at
            for at in range(width)
            if roles[at] == "ref"
            and line.words[at]
            and not (at < len(old) and line.cells[at] is old[at])
        ]
        if not asks:
            return not refs
        if not cut or refs:
            return False
        words = line.words[asks[0]]
        piece = before.cells.get(asks[0])
        unfinished = piece is not None and self._unfinished(piece[-1][-1])
        return words[:1].islower() or (
            unfinished
            and bool(roles.count("ref"))
            and "ref" not in {roles[at] for at in range(width) if line.words[at]}
        )

    def _part_row(self, line: Line) -> None:
        """Read a line of a table whose rows may run over several lines."""
        section = self.sections[-1]
        if self._loose:
            named = [self._group_of(block) for block in self._loose]
            if merged(named) and all(
                looks_like_heading(self._text[slice(*self._extent(block))]) for block in self._loose
            ):
                section = section.under(merged(named), None)
                section.headed = True
                self.sections.append(section)
                self._loose = []
            else:
                self._append_loose(section)
        spans = {at: cell for at, cell, _ in line.filled()}
        heading = self._heading_row(section, line)
        if heading:
            self.sections.append(section.under(heading, None))
            return
        row = section.rows[-1] if section.rows and self._goes_on(section, line) else None
        if row is None:
            section.rows.append(self._new_row(section, spans, line.cells))
            return
        for at, cell in spans.items():
            for span in cell.spans:
                self._put(row, min(at, len(section.columns) - 1), [span], cut=True)

    def _heading_row(self, section: Section, line: Line) -> Group | None:
        """Return the group that a line with nothing but its first cell names."""
        only = line.only()
        if only is None or only[0] or len(section.columns) <= _FEWEST_OF_A_TABLE:
            return None
        words = only[2]
        place = trimmed(self._text, only[1].spans[0][0], only[1].spans[-1][1])
        in_ref = section.columns[0].role == "ref" and len(words.split()) > 1
        if in_ref or is_labelled(words) or words.isupper():
            return group_of(self._text, *place)
        return None

    def _put(self, row: GrownRow, column: int, spans: list[Span], *, cut: bool) -> None:
        """Add to a cell: to its last passage where a sentence runs on, else anew."""
        passages = row.cells.setdefault(column, [])
        role = row.columns[column].role
        if passages and self._runs_on(passages[-1][-1], spans[0], role, cut=cut):
            passages[-1].extend(spans)
        else:
            passages.append(spans)

    def _runs_on(self, before: Span, span: Span, role: str, *, cut: bool) -> bool:
        if role not in ("response", "evidence", "progress"):
            return cut or role in ("recommendation", "action", "ref")
        first = self._text[slice(*span)].lstrip()[:1]
        return cut and self._unfinished(before) and first.islower()

    def _unfinished(self, span: Span) -> bool:
        """Return whether a piece of a cell ends without a sign that ends a sentence."""
        return not self._text[slice(*trimmed(self._text, *span))].endswith(_FINISHED)

    def _goes_on(self, section: Section, line: Line) -> bool:
        """Return whether a line goes on with the row before it."""
        roles = section.roles()
        spans = {at for at, _, _ in line.filled()}
        if "ref" in roles:
            return roles.index("ref") not in spans
        leading = next(at for at, role in enumerate(roles) if role in ("recommendation", "action"))
        if leading not in spans:
            own = {roles[at] for at in spans if at < len(roles)}
            return not ("action" in own and own & {"owner", "date", "status"})
        words = self._text[line.cells[leading].spans[0][0] : line.cells[leading].spans[-1][1]]
        before = section.rows[-1].cells.get(leading)
        unfinished = before is not None and self._unfinished(before[-1][-1])
        return bool(_BULLET.match(words)) or (words[:1].islower() and unfinished)

    def _append_loose(self, section: Section) -> None:
        """Give lines without cells to the last cell of the row before them."""
        for block in self._loose:
            if section.rows and section.rows[-1].cells and self.by_lines:
                row = section.rows[-1]
                for span in block.spans:
                    self._put(row, max(row.cells), [span], cut=True)
            else:
                self.findings.append(
                    Finding(
                        "info",
                        "table.loose-line",
                        "a line between tables was not read as part of a row",
                        self._where(block.spans[0][0]),
                    )
                )
        self._loose = []
