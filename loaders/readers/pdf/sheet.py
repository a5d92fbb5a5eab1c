"""One page on its way to the text: its words, its tables, and the lines between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from loaders.readers.pdf.cutting import cut, in_columns_of, stacked
from loaders.readers.pdf.drawing import drawing_of
from loaders.readers.pdf.grid import coloured
from loaders.readers.pdf.headers import header_over
from loaders.readers.pdf.page import Line, Page, Turn, lines_of
from loaders.readers.pdf.prose import in_reading_order
from loaders.readers.pdf.ruled import bridged, joined, ruled_grids
from loaders.readers.pdf.unruled import is_bands, parted, strip_rules, unruled_grids
from loaders.readers.pdf.words import glyphs_of, quarters_of, seen, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.readers.pdf.grid import Grid
    from loaders.readers.pdf.page import Fill, Word


_WIDE = 2.0
"""Times a font's size: a space that parts the words of a header, such as marking and number."""
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
        taken = [line for at, line in enumerate(self.loose) if at in indices]
        self.furniture = [Line(part) for line in taken for part in line.segments(_WIDE)]
        self.loose = [line for at, line in enumerate(self.loose) if at not in indices]
        self.furniture += lines_of(self.page.marks)

    def let_go(self) -> None:
        """Forget the words, once they are written."""
        self.page.words, self.page.marks, self.page.fills = [], [], []
        self.grids, self.loose, self.furniture = [], [], []

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
    beside = lines_of(_outside(page.words, found))
    strips = {id(grid): rules for grid in found if (rules := strip_rules(grid, beside))}
    page.across += [rule for rules in strips.values() for rule in rules]
    found = [grid for grid in found if id(grid) not in strips]
    grids = [parted(cut(grid)) for grid in found if not is_bands(grid, page.across)]
    for grid in grids:
        coloured(grid, page.fills)
    loose = lines_of(_outside(page.words, grids))
    _mark_bullets(loose, page.fills)
    return Sheet(page, grids, loose)


def _page(held: Any, textpage: Any, number: int) -> Page:
    displayed = Turn(held.get_bbox(), held.get_rotation() // 90 % 4)
    # The drawing is read twice only where the words are turned otherwise than the page.
    drawing = drawing_of(held.raw, displayed)
    glyphs = glyphs_of(textpage, drawing.drawn)
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
    for _left, top, right, bottom in dots:
        middle = (top + bottom) / 2
        for line in lines:
            first = line.words[0]
            if first.top < middle < first.bottom and 0 < first.left - right < _BULLET_GAP:
                line.bulleted = True


def unruled(sheets: Sequence[Sheet]) -> None:
    """Find the unruled tables among the loose lines of pages whose furniture is known."""
    before: list[tuple[float, float]] | None = None
    last: Grid | None = None
    for sheet, after in pairwise(sheets):
        _take_columns(sheet, after)
    for sheet in sheets:
        if last and sheet.grids and not any(_over(line, sheet.grids[0]) for line in sheet.loose):
            sheet.grids[0] = in_columns_of(sheet.grids[0], last)
            coloured(sheet.grids[0], sheet.page.fills)
        found = unruled_grids(sheet.loose, sheet.page.across, before)
        inside = {id(word) for grid in found for cell in grid.cells() for word in cell.words}
        for grid in found:
            coloured(grid, sheet.page.fills)
        sheet.grids += found
        sheet.loose = in_reading_order(
            [line for line in sheet.loose if not any(id(word) in inside for word in line.words)]
        )
        sheet.grids = stacked(sheet.grids)
        _take_header(sheet)
        last = _last(sheet)
        before = _ending(last)


def _take_header(sheet: Sheet) -> None:
    """Make a table of the header that stands above the first table's heading, where one does."""
    first = min(sheet.grids, key=lambda grid: grid.box[1], default=None)
    found = header_over(first, sheet.loose) if first else None
    if found:
        header, lines = found
        sheet.grids.insert(0, header)
        sheet.loose = [line for line in sheet.loose if line not in lines]


def _take_columns(sheet: Sheet, after: Sheet) -> None:
    """Give the table that ends a page the columns of the one that begins the next."""
    if (
        not sheet.grids
        or not after.grids
        or any(_over(line, after.grids[0]) for line in after.loose)
    ):
        return
    at = max(range(len(sheet.grids)), key=lambda at: sheet.grids[at].box[3])
    if not any(line.box[1] > sheet.grids[at].box[3] for line in sheet.loose):
        sheet.grids[at] = in_columns_of(sheet.grids[at], after.grids[0])
        coloured(sheet.grids[at], sheet.page.fills)


def _over(line: Line, grid: Grid) -> bool:
    return line.box[1] < grid.box[1]


def _last(sheet: Sheet) -> Grid | None:
    """Return the table that ends a page, where one does."""
    last = max(sheet.grids, key=lambda grid: grid.box[3], default=None)
    return None if last and any(line.box[1] > last.box[3] for line in sheet.loose) else last


def _ending(last: Grid | None) -> list[tuple[float, float]] | None:
    """Return the columns of a table without lines."""
    if last is None or last.ruled:
        return None
    rights = [*last.columns[1:], last.box[2]]
    return list(zip(last.columns, rights, strict=True))
