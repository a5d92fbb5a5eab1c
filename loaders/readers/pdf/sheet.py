"""One page on its way to the text: its words, its tables, and the lines between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from loaders.readers.pdf.drawing import drawing_of
from loaders.readers.pdf.grid import coloured
from loaders.readers.pdf.page import Page, Turn, lines_of
from loaders.readers.pdf.prose import in_reading_order
from loaders.readers.pdf.ruled import bridged, joined, ruled_grids
from loaders.readers.pdf.unruled import is_bands, parted, unruled_grids
from loaders.readers.pdf.words import glyphs_of, quarters_of, seen, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.readers.pdf.grid import Grid
    from loaders.readers.pdf.page import Fill, Line, Word


_BULLET = 7.0
_BULLET_GAP = 24.0
"""Points: the size of a bullet, and how far from its words it may stand."""


@dataclass(slots=True)
class Sheet:
    """A page with what was made of it so far.

    Attributes:
        page: what stands on it.
        grids: its tables.
        loose: its lines outside tables, from the top.
        furniture: its headers and footers, once they are known.
    """

    page: Page
    grids: list[Grid]
    loose: list[Line]
    furniture: list[Line] = field(default_factory=list)

    def take_furniture(self, indices: set[int]) -> None:
        """Take these of its loose lines as headers and footers, and what lies askew over it."""
        self.furniture = [line for at, line in enumerate(self.loose) if at in indices]
        self.loose = [line for at, line in enumerate(self.loose) if at not in indices]
        self.furniture += lines_of(self.page.marks)

    def words(self) -> int:
        """Return how many words stand on it, headers and footers aside."""
        loose = sum(len(line.words) for line in self.loose)
        return loose + sum(len(cell.words) for grid in self.grids for cell in grid.cells())

    def unknown(self) -> float:
        """Return the share of its characters that have no meaning, as of a font without a map."""
        text = "".join(word.text for word in self.page.words)
        strange = sum("\ue000" <= letter <= "\uefff" or letter == "\ufffd" for letter in text)
        return strange / len(text) if text else 0.0


def sheet_of(document: Any, index: int) -> Sheet:
    """Read a page of PDFium's document and its ruled tables; the page is let go of.

    Args:
        document: PDFium's document.
        index: of the page, from 0.
    """
    held = document[index]
    try:
        textpage = held.get_textpage()
        try:
            page = _page(held, textpage, index + 1)
        finally:
            textpage.close()
    finally:
        held.close()
    page.across, page.down = joined(page.across), joined(page.down)
    found = ruled_grids(page.across, page.down, page.words)
    across, down = bridged(found, lines_of(_outside(page.words, found)), page.fills)
    if down:
        page.across, page.down = joined([*page.across, *across]), joined([*page.down, *down])
        found = ruled_grids(page.across, page.down, page.words)
    grids = [parted(grid) for grid in found if not is_bands(grid, page.across)]
    for grid in grids:
        coloured(grid, page.fills)
    loose = lines_of(_outside(page.words, grids))
    _mark_bullets(loose, page.fills)
    return Sheet(page, grids, loose)


def _page(held: Any, textpage: Any, number: int) -> Page:
    displayed = Turn(held.get_bbox(), held.get_rotation() // 90 % 4)
    # The drawing is read twice only where the words are turned otherwise than the page.
    drawing = drawing_of(held.raw, displayed)
    glyphs = glyphs_of(held.raw, textpage, drawing.drawn)
    quarters = quarters_of(glyphs)
    reads = displayed if quarters is None else Turn(displayed.box, quarters)
    if reads != displayed:
        drawing = drawing_of(held.raw, reads)
    found = seen(glyphs, reads, drawing.fills, drawing.pictures)
    words, marks = words_of(found.glyphs, reads, drawing.down)
    width, height = reads.size
    covered = sum(
        max(0.0, min(right, width) - max(left, 0)) * max(0.0, min(bottom, height) - max(top, 0))
        for left, top, right, bottom in drawing.pictures
    )
    return Page(
        number,
        width,
        height,
        words,
        drawing.across,
        drawing.down,
        drawing.fills,
        reads,
        displayed,
        min(1.0, covered / (width * height)) if width and height else 0.0,
        marks,
        found.hidden,
    )


def _outside(words: Sequence[Word], grids: Sequence[Grid]) -> list[Word]:
    inside = {id(word) for grid in grids for cell in grid.cells() for word in cell.words}
    return [word for word in words if id(word) not in inside]


def _mark_bullets(lines: Sequence[Line], fills: Sequence[Fill]) -> None:
    """Note which lines begin with a bullet that is drawn and not written."""
    dots = [fill.box for fill in fills if fill.box[2] - fill.box[0] <= _BULLET]
    for left, top, right, bottom in dots:
        middle = (top + bottom) / 2
        for line in lines:
            first = line.words[0]
            if first.top < middle < first.bottom and 0 < first.left - right < _BULLET_GAP:
                line.bulleted = True


def unruled(sheets: Sequence[Sheet]) -> None:
    """Find the unruled tables among the loose lines of pages whose furniture is known."""
    before: list[tuple[float, float]] | None = None
    for sheet in sheets:
        found = unruled_grids(sheet.loose, sheet.page.across, before)
        inside = {id(word) for grid in found for cell in grid.cells() for word in cell.words}
        for grid in found:
            coloured(grid, sheet.page.fills)
        sheet.grids += found
        sheet.loose = in_reading_order(
            [line for line in sheet.loose if not any(id(word) in inside for word in line.words)]
        )
        before = _ending(sheet)


def _ending(sheet: Sheet) -> list[tuple[float, float]] | None:
    """Return the columns of the unruled table that ends a page, where one does."""
    if not sheet.grids:
        return None
    last = max(sheet.grids, key=lambda grid: grid.box[3])
    if last.ruled or any(line.box[1] > last.box[3] for line in sheet.loose):
        return None
    rights = [*last.columns[1:], last.box[2]]
    return list(zip(last.columns, rights, strict=True))
