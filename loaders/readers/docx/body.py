"""Walks the body of a Word document: headings, list items, lines and tables, in reading order."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from loaders.colours import colour_of_hex
from loaders.readers.docx.numbering import Number, Numbering
from loaders.readers.docx.package import Package, R, W
from loaders.readers.docx.styles import Styles
from loaders.readers.docx.tables import children, drafted, rows_of
from loaders.readers.docx.text import read_paragraph
from loaders.readers.drafts import BULLET, DraftCell, DraftTable, Words, looks_like_heading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml import etree

    from loaders.limits import Limits
    from loaders.readers.docx.text import Paragraph

_FEWEST_PARTS = 3
_FEWEST_LINES = 3
"""Parts and lines of a table that is made with tabs."""
_MOST_PARTS = 100
_LONGEST_HEADING = 200
"""Characters of a paragraph with a heading's style; a longer one was only made to look like one."""
_HIGHLIGHTS = {
    "red": "red", "darkRed": "red", "yellow": "yellow", "darkYellow": "amber", "green": "green",
    "darkGreen": "green", "blue": "blue", "darkBlue": "blue",
}  # fmt: skip
_MADE_UP = re.compile(r".*(?:generated|\.(?:png|jpe?g|gif|emf|wmf))", re.IGNORECASE)
"""What programs write for a picture that nobody has described."""


class Body:
    """Reads the parts of one document; lists are counted on as parts are read.

    Attributes:
        seen: how many stretches were `inserted`, `deleted`, `hidden`, or `embedded` as files.
    """

    def __init__(self, path: Path, package: Package, limits: Limits) -> None:
        """Take the document's styles and lists.

        Raises:
            UnreadableInputError: a part of the package is damaged.
        """
        self._path = path
        self._package = package
        self._limits = limits
        self._styles = Styles(package.related("styles"))
        self._numbering = Numbering(package.related("numbering"))
        self._cells = 0
        self._notes: list[tuple[str, str]] = []
        self.seen: Counter[str] = Counter()

    def flow(
        self, container: etree._Element, *, in_cell: bool = False
    ) -> Iterator[Words | DraftTable]:
        """Give the words and tables of a body, a cell, a text box or a page header.

        Args:
            container: what holds paragraphs and tables.
            in_cell: True where tables are only words of something larger.

        Raises:
            UnreadableInputError: over a limit.
        """
        carried = ""
        tabbed: list[tuple[Words, tuple[str, ...]]] = []
        for child in children(container, "p", "tbl", "altChunk"):
            if child.tag == f"{W}tbl":
                yield from _columns(tabbed)
                yield from self._table(child, in_cell=in_cell)
                continue
            if child.tag == f"{W}altChunk":
                self.seen["embedded"] += 1
                continue
            style = self._styles.of(child)
            read = read_paragraph(child, style, self._styles, self.seen)
            self._notes += read.notes
            if read.joined:
                carried = f"{carried} {read.text}".strip()
            else:
                read.text = f"{carried} {read.text}".strip()
                carried = ""
                words = self._words(child, style, read)
                if words.kind == "line" and not in_cell and any(read.parts[1:]):
                    tabbed.append((words, read.parts))
                elif words.text or words.marker:
                    yield from _columns(tabbed)
                    yield words
            for art in read.art:
                yield Words(art, "furniture")
            if in_cell and not read.text:
                yield from (Words(one) for one in read.pictures if not _MADE_UP.fullmatch(one))
            for box in read.boxes:
                yield from self.flow(box, in_cell=in_cell)
        yield from _columns(tabbed)
        yield Words(carried)

    def notes(self) -> Iterator[Words]:
        """Give the footnotes and endnotes that the body refers to, in that order."""
        parts = {
            kind: {note.get(f"{W}id", ""): note for note in root.iterchildren()}
            for kind in ("footnotes", "endnotes")
            if (root := self._package.related(kind)) is not None
        }
        for kind, key in dict.fromkeys(self._notes):
            note = parts.get(kind, {}).get(key)
            if note is not None:
                yield from (Words(one.text) for one in self._only_words(note))

    def edges(self, body: etree._Element) -> tuple[list[Words], list[Words]]:
        """Return the words of the page headers and of the page footers, each once."""
        edges = []
        for name in ("headerReference", "footerReference"):
            said: dict[str, Words] = {}
            ids = dict.fromkeys(one.get(f"{R}id", "") for one in body.iter(f"{W}{name}"))
            for key in ids:
                relation = self._package.relation(key)
                root = None
                if relation and not relation.outside:
                    root = self._package.part(relation.target)
                for one in self._only_words(root) if root is not None else ():
                    said.setdefault(one.text, Words(one.text, "furniture"))
            edges.append(list(said.values()))
        return edges[0], edges[1]

    def _only_words(self, container: etree._Element) -> Iterator[Words]:
        pieces = self.flow(container, in_cell=True)
        return (one for one in pieces if isinstance(one, Words) and one.text)

    def _words(self, paragraph: etree._Element, style: str | None, read: Paragraph) -> Words:
        number = self._number(paragraph, style)
        marker = number.marker if number else None
        if self._styles.is_contents(style):
            return Words(read.text, "furniture")
        level = self._styles.outline(paragraph, style)
        if level and len(read.text) <= _LONGEST_HEADING:
            return Words(read.text, "heading", level, marker)
        if number:
            return Words(read.text, "item", number.level, marker)
        if read.bold and looks_like_heading(read.text):
            return Words(read.text, "heading")
        return Words(read.text)

    def _number(self, paragraph: etree._Element, style: str | None) -> Number | None:
        found = self._styles.listed(paragraph, style)
        if found is None:
            return None
        listed, by_style = found
        level = listed.level
        if level is None:
            level = self._numbering.level_of_style(listed.list_id, by_style)
        return self._numbering.next(listed.list_id, level)

    def _table(self, table: etree._Element, *, in_cell: bool) -> Iterator[Words | DraftTable]:
        if in_cell or _is_frame(table):
            for cell in chain.from_iterable(children(row, "tc") for row in children(table, "tr")):
                yield from self.flow(cell, in_cell=in_cell)
            return
        rows = rows_of(table, self.seen)
        width = max((placed[-1].end for _, placed in rows if placed), default=0)
        self._cells += width * len(rows)
        self._limits.check(self._path, "cells", self._cells, "cells in tables")
        yield drafted(rows, self._cell)

    def _cell(self, cell: etree._Element) -> DraftCell:
        lines = []
        for words in self.flow(cell, in_cell=True):
            if isinstance(words, DraftTable):
                continue
            # An automatic number is part of what a cell says: often it is the row's ref.
            number = words.marker if words.marker != BULLET else None
            lines.append(" ".join(filter(None, (number, words.text))))
        return DraftCell("\n".join(filter(None, lines)), _colour(cell))


def _columns(
    tabbed: list[tuple[Words, tuple[str, ...]]],
) -> Iterator[Words | DraftTable]:
    """Give lines with tabs as the table that they make if most have three parts or more.

    Two parts are no table: a number and its words, or a label and what it labels.
    """
    lines, parts = [words for words, _ in tabbed], [parts for _, parts in tabbed]
    tabbed.clear()
    wide = sum(len(one) >= _FEWEST_PARTS for one in parts)
    if wide < _FEWEST_LINES or 2 * wide <= len(parts):
        yield from lines
        return
    rows = [list(map(DraftCell, one[:_MOST_PARTS])) for one in parts]
    yield DraftTable([(at, [*row]) for at, row in enumerate(rows, 1)], whole=False)


def _is_frame(table: etree._Element) -> bool:
    """Tell whether a table only frames what stands in it: one cell, or mostly other tables."""
    cells = sum(1 for row in children(table, "tr") for _ in children(row, "tc"))
    if cells <= 1:
        return True
    inner = [one for one in table.iterfind(f".//{W}tbl") if _is_real(one)]
    nested = sum(_length(one) for one in inner if not _is_inside(one, inner))
    return 2 * nested > _length(table)


def _is_real(table: etree._Element) -> bool:
    rows = [sum(1 for _ in children(row, "tc")) for row in children(table, "tr")]
    return len(rows) > 1 and max(rows) > 1


def _is_inside(table: etree._Element, others: list[etree._Element]) -> bool:
    return any(above in others for above in table.iterancestors(f"{W}tbl"))


def _length(element: etree._Element) -> int:
    return sum(len(one.text or "") for one in element.iter(f"{W}t"))


def _colour(cell: etree._Element) -> str | None:
    """Return the colour of a cell's shading, or the one that all its words are highlighted in."""
    shading = cell.find(f"{W}tcPr/{W}shd")
    if shading is not None:
        solid = shading.get(f"{W}val") == "solid"
        named = colour_of_hex(shading.get(f"{W}color" if solid else f"{W}fill") or "")
        if named:
            return named
    marks = {
        None if mark is None else mark.get(f"{W}val")
        for run in cell.iter(f"{W}r")
        if run.find(f"{W}t") is not None
        for mark in (run.find(f"{W}rPr/{W}highlight"),)
    }
    return _HIGHLIGHTS.get(marks.pop() or "") if len(marks) == 1 else None
