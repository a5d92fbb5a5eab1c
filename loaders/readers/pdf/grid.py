"""A table as it lies on a page: cells with their boxes and words, before they become text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders.readers.pdf.page import around, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from loaders.content import Box
    from loaders.readers.pdf.page import Fill, Line, Word

_MOSTLY = 0.4
"""Of a cell's room: a fill that covers as much colours the cell."""
_LEAST_MARK = 3.0
_MOST_MARK = 60.0
"""Points: sizes of the squares and circles that stand in a cell for red, amber or green."""
_SIGNALS = frozenset({"red", "amber", "green", "blue", "yellow", "purple"})


@dataclass(slots=True, eq=False)
class GridCell:
    """One cell on a page; one that is merged stands at every position it covers."""

    box: Box
    words: list[Word] = field(default_factory=list)
    colour: str | None = None

    def lines(self) -> list[Line]:
        """Return its words in lines."""
        return lines_of(self.words)


@dataclass(slots=True, eq=False)
class Grid:
    """A table on a page.

    Attributes:
        box: around it.
        columns: left edge of each column.
        tops: upper edge of each row.
        rows: from the top; all of the same length.
        whole: as in `loaders.content.Table`.
        ruled: True where lines part its cells.
    """

    box: Box
    columns: list[float]
    tops: list[float]
    rows: list[list[GridCell]]
    whole: bool = True
    ruled: bool = True

    def cells(self) -> Iterable[GridCell]:
        """Return each cell once."""
        return {id(cell): cell for row in self.rows for cell in row}.values()

    def text(self) -> str:
        """Return its words, to tell whether two tables say the same."""
        return " ".join(word.text for cell in self.cells() for word in cell.words)


def coloured(grid: Grid, fills: Sequence[Fill]) -> None:
    """Give each cell the colour of what is painted under it, or of the mark that stands in it."""
    near = [fill for fill in fills if _shared(fill.box, grid.box) > 0]
    for cell in grid.cells():
        cell.colour = _colour(cell, near)


def _colour(cell: GridCell, fills: Sequence[Fill]) -> str | None:
    found: str | None = None
    room = _area(cell.box)
    words = around(cell.words) if cell.words else None
    for fill in fills:
        share = _shared(fill.box, cell.box)
        if not share:
            continue
        behind = words is not None and _shared(fill.box, words) >= 0.8 * _area(words)
        if (
            share >= _MOSTLY * room
            or (behind and fill.colour)
            or (share >= 0.9 * _area(fill.box) and _is_mark(fill))
        ):
            found = fill.colour
    marks = [word.colour for word in cell.words if word.colour in _SIGNALS]
    return marks[0] if marks and found not in _SIGNALS else found


def _is_mark(fill: Fill) -> bool:
    left, top, right, bottom = fill.box
    wide, high = right - left, bottom - top
    return (
        fill.colour in _SIGNALS
        and min(wide, high) >= _LEAST_MARK
        and max(wide, high) <= _MOST_MARK
        and (fill.round or max(wide, high) >= _LEAST_MARK)
    )


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _shared(one: Box, other: Box) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0
