"""What a reader makes of a file: its canonical text, and what stands where in it.

Whatever the format, one text holds every word that was read, in reading order; everything else
points into it with `str` indices (start included, end excluded). Readers write it so that the words
of one cell or one paragraph stand together, cells are parted by a tab, rows and paragraphs by a
line feed, and larger pieces by an empty line; a plain text keeps its own characters.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from loaders.findings import Finding

Span = tuple[int, int]
"""Start and end in the canonical text."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom on a page, in points (1/72 inch) from its top left corner."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand, as their format counts.

    Attributes:
        page: page number from 1.
        box: on that page.
        cell: `Sheet!C4` in a workbook, `table 2, row 3, column 1` (each from 1) elsewhere.
    """

    page: int | None = None
    box: Box | None = None
    cell: str | None = None

    def __str__(self) -> str:
        """Return the place as a finding names it, empty where nothing is known."""
        page = f"page {self.page}" if self.page else ""
        return ", ".join(filter(None, (page, self.cell)))


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table.

    A merged cell is one object that stands at every position it covers.

    Attributes:
        spans: its pieces in the canonical text, in reading order; none where it is empty.
        place: where it stands.
        colour: name of its fill (`red`, `amber`, `green`, `blue`, `grey`, `black`, `purple`,
            `yellow`), None where it has none, or white.
    """

    spans: tuple[Span, ...] = ()
    place: Place = NOWHERE
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table, or a sheet: rows of cells, all of the same length where the format knows columns.

    Attributes:
        rows: from the top; hidden and empty rows are left out.
        name: the sheet's name or the table's caption.
        whole: True where each row of the table is a row of the plan; False where a row of the plan
            may run over several (lines of a text, an unruled page).
        continues: True where it goes on with the table before it, over a page break, so that its
            first row may be the rest of a row that the page break cut.
    """

    rows: tuple[tuple[Cell, ...], ...]
    name: str | None = None
    whole: bool = True
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Words outside tables: a heading, a list item, or a paragraph (in a plain text, a line).

    Attributes:
        spans: its pieces in the canonical text, in reading order.
        kind: `heading`, `item` or `line`; `furniture` is what repeats on every page or belongs to
            a site and not to the document: page headers, page numbers, navigation. It stands in
            the text so that it can be quoted, and layouts pass over it.
        level: of a heading from 1 (0: not known); of an item from 1 by its indent.
        marker: number or bullet of an item whose format keeps it apart from the words. A number
            of Word or a web page stands in the text all the same, a blank before the first span,
            so that it can be quoted; a bullet does not.
        place: where it stands.
    """

    spans: tuple[Span, ...]
    kind: Literal["heading", "item", "line", "furniture"] = "line"
    level: int = 0
    marker: str | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Places:
    """Where each stretch of the canonical text stands.

    Attributes:
        stretches: `(start, end, place)`, ascending and apart: a word of a page, a cell of a sheet.
    """

    stretches: tuple[tuple[int, int, Place], ...] = ()
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep the starts apart, for finding."""
        object.__setattr__(self, "_starts", tuple(start for start, _, _ in self.stretches))

    def of(self, start: int, end: int) -> Place:
        """Return where `text[start:end]` stands: its first page, the box there, its first cell."""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_left(self._starts, end)
        met = [place for _, to, place in self.stretches[first:last] if to > start]
        if not met:
            return NOWHERE
        page = met[0].page
        boxes = [place.box for place in met if place.box and place.page == page]
        cell = next((place.cell for place in met if place.cell), None)
        return Place(page, _around(boxes) if boxes else None, cell)


def _around(boxes: list[Box]) -> Box:
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that was read from one file.

    Attributes:
        text: the canonical text.
        reader: name and version of the reader, for example `pdf/1`.
        flow: tables and blocks in reading order.
        pages: how many pages it has, where the format has pages.
        places: where each stretch of the text stands.
        marking: where the protective marking stands, or None.
        title: the title that the file's own properties give, or None.
        findings: what the reader has to say.
    """

    text: str
    reader: str
    flow: tuple[Block | Table, ...] = ()
    pages: int | None = None
    places: Places = Places()
    marking: Span | None = None
    title: str | None = None
    findings: tuple[Finding, ...] = ()
