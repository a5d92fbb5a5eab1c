"""Reads plans out of tables, whatever format they stand in: one walk over tables and blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.content import Block, Table
from loaders.findings import Finding, line_of
from loaders.layout.asked import asked_in
from loaders.layout.colour_keys import meanings
from loaders.layout.column_findings import not_found, tables_apart, understood
from loaders.layout.columns import (
    ASKING,
    IGNORED,
    Column,
    ticked_columns,
)
from loaders.layout.forms import Record, records
from loaders.layout.grid import Line, lines_of, sheet_of, ticks_told
from loaders.layout.growing import (
    asks_nothing,
    goes_on,
    growing,
    is_cut_rest,
    joins,
    may_go_on,
    new_row,
    put,
    sharing,
    take_over,
)
from loaders.layout.header_rows import header_at, is_instruction, looks_like_headings
from loaders.layout.headless import (
    fits,
    is_foreign_line,
    said_of,
    says_apart,
    shown_by,
    with_action,
)
from loaders.layout.numbered_cells import parted_by_numbers
from loaders.layout.repeats import told_once
from loaders.layout.rows import Layout
from loaders.layout.sections import Section, heading_in_table, heading_of_part, is_no_row
from loaders.layout.settling import settled
from loaders.layout.standing_over import StandingOver, settle_headings, settle_organisations
from loaders.layout.status_words import own_statuses
from loaders.layout.table_rows import plan_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.citations import CitationReader
    from loaders.content import Cell, Content
    from loaders.layout.growing import GrownRow
    from loaders.passage import Passage
    from loaders.said_columns import SaidColumns

NAME = "table/1"

"""Tables that are named when they are left out."""
_LONGEST_NAME = 60


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
    settle_organisations(walk.sections)
    if not walk.standing.by_lines:
        settle_headings(walk.sections)
    own = own_statuses(content, walk.sections)
    kept, findings = settled(content, walk.sections, said, own)
    if not kept:
        return None
    grown = [row for section in kept for row in parted_by_numbers(content.text, section.rows)]
    rows, twice = told_once(list(plan_rows(content, grown, citations, own)), grown)
    key = walk.key if len(walk.key) > 1 else {}
    said_of_all = (*walk.findings(), *findings, *twice)
    return Layout(NAME, rows, walk.title, said_of_all, {**own, **key}, understood(kept, said))


class _Walk:
    """Goes through a document once and sorts it into titles, headings, headers and rows."""

    def __init__(
        self, content: Content, citations: CitationReader, said: SaidColumns | None
    ) -> None:
        self._content = content
        self._text = content.text
        self._citations = citations
        self._said = said or None
        self._tables = 0
        self._broken = True
        self._closed = False
        self._apart: list[str] = []
        self._lost: list[Finding] = []
        self.standing = StandingOver(content)
        self.sections: list[Section] = []
        self.key: dict[str, str] = {}
        self.title: Passage | None = None

    def take(self, one: Block | Table) -> None:
        """Take the next table or block."""
        if isinstance(one, Block):
            self.standing.take(one)
            return
        lines = lines_of(self._text, one)
        begun = bool(self.sections)
        if all(len({id(cell) for cell in line.cells}) == 1 for line in lines):
            for line in lines:
                self.standing.take(Block(line.cells[0].spans, place=line.cells[0].place))
        else:
            self._table(one, lines)
        if not begun:
            self._read_key(one, lines)

    def _read_key(self, table: Table, lines: list[Line]) -> None:
        """Read the key that stands before the plan: in a table of its own or above its header.

        What a row of the plan says beside its colour is no key.
        """
        headers = (
            at for at in range(len(lines)) if header_at(lines, at, self._said, whole=table.whole)
        )
        over = next(headers, 0) if self.sections else len(lines)
        for colour, status in meanings(lines[:over]):
            self.key.setdefault(colour, status)

    def findings(self) -> list[Finding]:
        """Return what there is to say: lines that were lost, tables that were left out."""
        return [*self._lost, *not_found(self.sections, self._said), *tables_apart(self._apart)]

    def _where(self, at: int) -> str:
        """Return the place of a character as a finding names it."""
        return str(self._content.places.of(at, at + 1)) or line_of(self._text, at)

    # Tables

    def _table(self, table: Table, lines: list[Line]) -> None:
        if not table.whole:
            self._read(table, lines, 0)
            return
        if self._is_apart(table, lines):
            self._leave_out(table, lines)
            return
        made = records(lines, self._said)
        if made:
            self._form(table, made)
            return
        headers = (at for at in range(len(lines)) if header_at(lines, at, self._said, whole=True))
        first = next(headers, None)
        if first is not None and not (table.continues and self.sections):
            self.standing.keep_lines(lines[:first])
            self._read(table, lines, first)
        elif first is not None or self._goes_on_over(table, lines):
            self._read(table, lines, 0)
        elif found := self._same_columns(lines):
            self._tables += 1
            self._header(found, table, lines, 0)
            for at in range(len(lines)):
                self._whole_row(lines, at, cut=False)
        else:
            self._unknown(table, lines)

    def _goes_on_over(self, table: Table, lines: list[Line]) -> bool:
        """Return whether a table without a header goes on with the one before it."""
        if not self.sections or not self.sections[-1].whole or self._broken:
            return False
        same = max(len(line.cells) for line in lines) == len(self.sections[-1].columns)
        return same and (table.continues or not self.standing.loose)

    def _same_columns(self, lines: list[Line]) -> tuple[Column, ...] | None:
        """Return the columns of the table before, be it a header alone, for one under a heading."""
        before = self.sections[-1] if self.sections else None
        if before is None or not before.whole or not self.standing.headed():
            return None
        return before.columns if fits(lines, before.columns) else None

    def _read(self, table: Table, lines: list[Line], at: int) -> None:
        """Read the lines of a table from one on: headers, headings and rows."""
        cut = table.continues
        if not cut and (table.whole or not self.standing.by_lines):
            self._tables += 1
        while at < len(lines):
            header = header_at(lines, at, self._said, whole=table.whole)
            if header:
                self._header(header.columns, table, lines[at:], header.lines)
                at += header.lines
                told = lines[at - 1]
                ticked = ticked_columns(told.words)
                if ticked:
                    below = (ticks_told(line, told.cells, ticked) for line in lines[at:])
                    lines = [*lines[:at], *below]
                while at < len(lines) and is_instruction(lines[at]):
                    at += 1
                continue
            if not self.sections:
                self.standing.keep_lines([lines[at]])
            elif self.sections[-1].whole:
                self._whole_row(lines, at, cut=cut)
                cut = False
            elif is_foreign_line(lines[at]):
                self._leave_out(table, lines[at:])
                self._closed = True
            elif not self._closed:
                self._part_row(lines[at])
            at += 1

    def _header(
        self, found: tuple[Column, ...], table: Table, lines: Sequence[Line], headed: int
    ) -> None:
        """Open the section under a header: the first lines of some, as many as are `headed`."""
        line, found = lines[0], with_action(found, lines[headed:], self.sections, self._said)
        section = self.sections[-1] if self.sections else None
        sheet = sheet_of(table, line)
        again = section is not None and section.columns == found and section.whole == table.whole
        if section and again and section.whole:
            if table.continues or (not self.standing.loose and sheet == section.sheet):
                return
        elif section and again and not self.standing.headed():
            self._append_loose(section)
            return
        over = self.standing.over(self.sections, table.name)
        group = over.group
        if section and again and group is None and not section.whole:
            group = section.group
        made = Section(found, group, over.asked, whole=table.whole, table=self._tables)
        made.sheet, made.headed, made.where = sheet, over.headed, self._where(line.start)
        made.places = tuple(
            self._where(one.spans[0][0]) if one.spans else str(one.place) for one in line.cells
        )
        self._open(made)

    def _open(self, section: Section) -> None:
        """Begin a section; what stood over it has been read."""
        if not self.sections:
            self.title = self.standing.title()
        self.standing.loose = []
        self._broken = self._closed = False
        self.sections.append(section)

    # Tables that list no actions

    def _is_apart(self, table: Table, lines: list[Line]) -> bool:
        """Return whether the words over a table say that it lists no actions."""
        only = lines[0].only()
        over = [self.standing.words(block) for block in self.standing.loose[-1:]]
        return says_apart(table.name or "", only[2] if only else "", *over)

    def _leave_out(self, table: Table, lines: list[Line]) -> None:
        loose = self.standing.loose
        over = table.name or (self.standing.words(loose[-1]) if loose else "")
        name = " ".join((over or " | ".join(filter(None, lines[0].words))).split())[:_LONGEST_NAME]
        self._apart.append(f"{name!r}, {self._where(lines[0].start)}")
        self.standing.loose = []
        self._broken = True

    def _unknown(self, table: Table, lines: list[Line]) -> None:
        """Read a table without a known header: as a person says, or by what its cells hold."""
        first = 0
        found = said_of(lines, self._said) if self._said else None
        headed = found is not None and looks_like_headings(lines, 0)
        if found is None:
            while first < len(lines) - 1 and lines[first].only():
                first += 1
            shown = shown_by(lines[first:], self._citations)
            if shown is None:
                self._leave_out(table, lines)
                return
            found, headed = shown
        self.standing.keep_lines(lines[:first])
        self._tables += 1
        self._header(found, table, lines[first:], int(headed))
        first += headed
        while first < len(lines) and is_instruction(lines[first]):
            first += 1
        for at in range(first, len(lines)):
            self._whole_row(lines, at, cut=False)

    # Rows

    def _form(self, table: Table, made: Sequence[Record]) -> None:
        """Read a table whose headings stand down its first column."""
        over = self.standing.over(self.sections, table.name)
        self._tables += 1
        for record in made:
            found = record.columns(self._said)
            cells = [cell for _, cell in record.pairs]
            held = {at: cell for at, cell in enumerate(cells) if cell.spans}
            if not any(found[at].role in ASKING for at in held):
                continue
            asked = over.asked
            for title in record.title:
                asked = asked_in(self._text, title.spans) or asked
            section = Section(found, over.group, asked, table=self._tables, headed=over.headed)
            section.where = self._where(next(iter(held.values())).spans[0][0])
            section.rows.append(new_row(self._text, section, held, cells))
            self._open(section)
        self.standing.loose = []
        self._broken = True

    def _whole_row(self, lines: Sequence[Line], at: int, *, cut: bool) -> None:
        """Read a line of a table whose lines are whole rows.

        Args:
            lines: the lines of the table.
            at: the line's index.
            cut: whether a page break may have cut the row that it belongs to.
        """
        section = self.sections[-1]
        line = lines[at]
        self.standing.loose = []
        if is_no_row(line) or asks_nothing(section, line):
            return
        rows = growing(self.sections, cut=cut)
        before = rows[-1] if rows and rows[-1].columns == section.columns else None
        rest = is_cut_rest(self._text, before, line, cut=cut)
        heading = None if rest else heading_in_table(self._text, section, lines, at)
        if heading:
            self.sections.append(heading)
            return
        filled = {position: cell for position, cell, _ in line.filled()}
        roles = section.roles()
        held = {roles[min(position, len(roles) - 1)] for position in filled}
        if held <= {"ref", IGNORED}:
            return  # a row that nobody has filled in
        if before is not None and (rest or joins(self._text, section, before, line, cut=cut)):
            self._join(rows, section, filled, cut=cut)
        elif held & set(ASKING) or ("ref" in held and held - {"ref", "other", IGNORED}):
            made = new_row(self._text, section, filled, line.cells)
            if before is not None:
                take_over(self._text, rows, made, section.last, cut=cut)
            section.rows.append(made)
        else:
            return
        section.last = line.cells

    def _join(
        self, rows: Sequence[GrownRow], section: Section, filled: dict[int, Cell], *, cut: bool
    ) -> None:
        """Give the cells of a line to the last of some rows, and to those that share a cell."""
        seen = {id(cell) for cell in section.last}
        for position, cell in filled.items():
            if id(cell) not in seen:
                for row in sharing(rows, position) if cut else rows[-1:]:
                    put(self._text, row, position, list(cell.spans), cut=cut)

    def _part_row(self, line: Line) -> None:
        """Read a line of a table whose rows may run over several lines."""
        section = self.sections[-1]
        if self.standing.loose:
            group = self.standing.only_headings()
            if group:
                section = section.under(group, None)
                section.inside, section.headed = False, True
                self._open(section)
            else:
                self._append_loose(section)
        heading = heading_of_part(self._text, section, line)
        if heading:
            self.sections.append(section.under(heading, None))
            return
        held = {at: cell for at, cell, _ in line.filled()}
        if not section.rows or not goes_on(self._text, section, line):
            section.rows.append(new_row(self._text, section, held, line.cells))
            return
        for at, cell in held.items():
            for span in cell.spans:
                put(self._text, section.rows[-1], at, [span], cut=True)

    def _append_loose(self, section: Section) -> None:
        """Give lines without cells to the last cell of the row before them.

        A status or a date ends in its own line, unless a word or two of it run over.
        """
        for block in self.standing.loose:
            row = section.rows[-1] if section.rows else None
            words = self.standing.words(block).strip()
            if row and row.cells and self.standing.by_lines and may_go_on(row, words):
                for span in block.spans:
                    put(self._text, row, max(row.cells), [span], cut=True)
            else:
                lost = "a line between tables was not read as part of a row"
                where = self._where(block.spans[0][0])
                self._lost.append(Finding("info", "table.loose-line", lost, where))
        self.standing.loose = []
