"""Reads Excel workbooks: each sheet that can be seen, as a person sees it.

Words and numbers are given as their cells show them; hidden sheets, rows and columns are left out
and named in a finding. Formulas give the value that was saved with them; macros, links to other
files and pictures are passed over. Source of the format: ECMA-376 part 1, 18.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from graph.errors import UnreadableInputError
from loaders.content import Block, Cell, Content, Place, Places, Table
from loaders.readers.office_xml import local, parsed, relations
from loaders.readers.packed import open_packed
from loaders.readers.sheet import SheetRow, flow_of, has_title, marking_of, title_of_name
from loaders.readers.titles import as_title
from loaders.readers.xlsx.remarks import about_book, about_sheet, hidden_sheets
from loaders.readers.xlsx.sheet import Workbook, clean, sheet_of, texts_of
from loaders.readers.xlsx.styles import styles_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from loaders.content import Span
    from loaders.limits import Limits
    from loaders.readers.office_xml import Relation
    from loaders.readers.packed import Packed
    from loaders.readers.xlsx.sheet import RawSheet

READER = "xlsx/1"

_BARE_NAME = re.compile(r"(?!\d)(?![A-Z]{1,3}\d+$|R\d*C?\d*$|C\d*$)[\w.]+", re.IGNORECASE)
"""A sheet's name that needs no quotation marks in a reference."""
_MARGIN_CODE = re.compile(r'&(?:&|"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d+|[A-Za-z])')
_PAGE_ONLY = re.compile(r"(?:page|of|\W|\d)*", re.IGNORECASE)
_NAMED = 2
"""Level of the heading that a sheet's name makes: the title of the workbook is above it."""
_SHEET_NAME = re.compile(r"(?:sheet|table|tab)? ?\d*", re.IGNORECASE)


def read(path: Path, original: bytes, limits: Limits) -> Content:
    """Read a workbook: the sheets that can be seen, in their order.

    Raises:
        UnreadableInputError: no workbook, damaged, without a word, or over a limit.
    """
    packed = open_packed(path, original, limits)
    whole = relations(packed)
    main = next((one.target for one in whole if one.kind == "officeDocument"), "xl/workbook.xml")
    root, related = parsed(packed, main), relations(packed, main)
    parts = {one.kind: one.target for one in related if not one.outside}
    book = Workbook(packed, limits)
    if parts.get("sharedStrings", "") in packed:
        book.texts = texts_of(packed, parts["sharedStrings"], limits)
    book.styles = styles_of(packed, parts.get("styles"), parts.get("theme"))
    book.since_1904 = any(
        local(one.tag) == "workbookPr" and one.get("date1904") in ("1", "true") for one in root
    )
    writing = _Writing(path, limits)
    findings = list(about_book(packed, related))
    hidden: list[str] = []
    seen: set[str] = set()
    listed = list(_sheets(root, related))
    several = sum(state == "visible" for _, state, _ in listed) > 1
    for name, state, part in listed:
        if part in seen or part not in packed:
            raise UnreadableInputError(
                f"{path}: is damaged (sheet {name!r} is missing); open and save it with Excel"
            )
        seen.add(part)
        if state == "visible":
            raw = sheet_of(book, part)
            writing.sheet(name, raw, headed=several)
            findings += about_sheet(packed, name, part, raw)
        else:
            hidden.append(name)
    if not seen:
        raise UnreadableInputError(
            f"{path}: is damaged (it names no sheet); open and save it with Excel"
        )
    if hidden:
        findings.append(hidden_sheets(hidden))
    text = "".join(writing.pieces).rstrip("\n")
    if not writing.sheets:
        also = f"; hidden sheets: {', '.join(hidden)}" if hidden else ""
        raise UnreadableInputError(
            f"{path}: has no words in the sheets that can be seen{also}; give a workbook that "
            "holds a plan, or unhide it and save it"
        )
    flow: list[Block | Table] = []
    for sheet in writing.sheets:
        flow += sheet.headers
        flow += flow_of(path, text, sheet.rows, limits, sheet.name)
        flow += sheet.footers
    return Content(
        text,
        READER,
        tuple(flow),
        places=Places(tuple(writing.stretches)),
        marking=marking_of(text, flow),
        title=None if has_title(flow) else _title(packed, whole, text, writing.sheets[0].name),
        findings=tuple(findings),
    )


def _sheets(root: Element, related: list[Relation]) -> Iterator[tuple[str, str, str]]:
    """Give name, state and part of each sheet; charts on a sheet of their own are none."""
    parts = {one.id: one.target for one in related if one.kind == "worksheet"}
    sheets = (one for group in root if local(group.tag) == "sheets" for one in group)
    for sheet in sheets:
        id_given = next((sheet.attrib[key] for key in sheet.attrib if local(key) == "id"), "")
        if id_given in parts:
            name = clean(sheet.get("name", ""))
            yield name, sheet.get("state", "visible"), parts[id_given]


@dataclass(slots=True)
class _Written:
    """A sheet in the canonical text."""

    name: str
    headers: list[Block]
    rows: list[SheetRow]
    footers: list[Block]


@dataclass(slots=True)
class _Writing:
    """The canonical text as it grows, and what stands where in it."""

    path: Path
    limits: Limits
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    sheets: list[_Written] = field(default_factory=list)
    stretches: list[tuple[int, int, Place]] = field(default_factory=list)
    margins: set[str] = field(default_factory=set)

    def sheet(self, name: str, raw: RawSheet, *, headed: bool) -> None:
        """Write what can be seen of a sheet, under its name where it is one of several."""
        prefix = f"{_quoted(name)}!"
        headers = self._margins(raw, "Header")
        named: list[Block] = []
        if headed and any(words for row in raw.rows.values() for words, _ in row.values()):
            place = Place(cell=f"{prefix}A1")
            named.append(Block((self._write(name),), "heading", _NAMED, place=place))
            self._write("\n")
        rows: list[SheetRow] = []
        made: dict[int, Cell] = {}
        known = sorted(raw.rows)
        for number, cells in _visible(raw, self.path, self.limits):
            if not any(id(one) not in made and one.words for one in cells.values()):
                continue  # it holds only the rest of merged cells
            before = known[bisect_left(known, number) - 1] if number > known[0] else number - 1
            apart = before < number - 1
            if apart and rows:
                self._write("\n")
            fresh = [one for one in dict.fromkeys(cells.values()) if id(one) not in made]
            separator = ""
            for one in fresh:
                spans: tuple[Span, ...] = ()
                place = Place(cell=f"{prefix}{get_column_letter(one.column)}{one.row}")
                if one.words:
                    self._write(separator)
                    separator = "\t"
                    spans = (self._write(one.words),)
                    self.stretches.append((*spans[0], place))
                made[id(one)] = Cell(spans, place, one.colour)
            self._write("\n")
            row = {column: made[id(one)] for column, one in cells.items()}
            rows.append(SheetRow(number, row, apart))
        footers = self._margins(raw, "Footer")
        if rows or headers or footers:
            self._write("\n")
            self.sheets.append(_Written(name, [*headers, *named], rows, footers))

    def _write(self, words: str) -> Span:
        start = self.length
        self.pieces.append(words)
        self.length += len(words)
        return start, self.length

    def _margins(self, raw: RawSheet, kind: str) -> list[Block]:
        """Write the headers or footers of the printed pages; what several sheets have, once."""
        blocks = []
        given = [codes for name, codes in sorted(raw.margins.items()) if name.endswith(kind)]
        for words in (one.strip() for codes in given for one in _margin_words(codes)):
            if words and words not in self.margins and not _PAGE_ONLY.fullmatch(words):
                self.margins.add(words)
                blocks.append(Block((self._write(words),), "furniture"))
                self._write("\n")
        return blocks


@dataclass(frozen=True, slots=True, eq=False)
class _Placed:
    """A cell at its own place; the same object wherever it was merged to."""

    row: int
    column: int
    words: str
    colour: str | None


def _visible(raw: RawSheet, path: Path, limits: Limits) -> Iterator[tuple[int, dict[int, _Placed]]]:
    """Give the rows that can be seen, by column, with merged cells at each place they cover."""
    numbers = sorted(raw.rows)
    grid = {
        number: {at: _Placed(number, at, *cell) for at, cell in raw.rows[number].items()}
        for number in numbers
    }
    widest = max((max(cells) for cells in grid.values()), default=0)
    covered = 0
    for top, left, bottom, right in raw.merges:
        merged = grid.get(top, {}).get(left)
        if merged is None:
            continue
        for number in numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)]:
            columns = range(left, min(right, widest) + 1)
            covered += len(columns)
            limits.check(path, "cells", covered, "or more cells under merged ones")
            grid[number].update(dict.fromkeys(columns, merged))
    for number in numbers:
        if number not in raw.hidden_rows:
            cells = sorted(grid[number].items())
            yield number, {at: one for at, one in cells if not raw.hidden_columns[at]}


def _quoted(name: str) -> str:
    """Return a sheet's name as Excel writes it in a reference."""
    return name if _BARE_NAME.fullmatch(name) else "'" + name.replace("'", "''") + "'"


def _margin_words(codes: str) -> list[str]:
    """Return the left, middle and right words of a page header without their codes."""
    marked = _MARGIN_CODE.sub(
        lambda met: "&" if met[0] == "&&" else "\x00" if met[0][1] in "LCR" else "", codes
    )
    return marked.split("\x00")


def _title(packed: Packed, whole: list[Relation], text: str, sheet: str) -> str:
    """Return the title of the file's properties, or else the name of its first sheet or its own."""
    part = next((one.target for one in whole if one.kind == "core-properties"), "")
    given = None
    if part in packed:
        given = next((one.text for one in parsed(packed, part) if local(one.tag) == "title"), None)
    named = title_of_name(packed.path) if _SHEET_NAME.fullmatch(sheet) else sheet
    return as_title(given, text) or named
