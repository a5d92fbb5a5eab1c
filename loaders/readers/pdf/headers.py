"""Finds a header that stands apart from its table: above the heading of the first group."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from loaders.readers.pdf.grid import Grid, GridCell
from loaders.readers.pdf.page import around
from loaders.readers.pdf.zones import PARTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.readers.pdf.page import Line, Word

_FEWEST = 4
"""Columns: the words of a line stand over fewer by chance."""
_NEARLY = 2.0
"""Points: a heading begins no further from where its column does."""
_STEP = 0.6
"""Of a font's size: white between two lines of one header."""
_LONGEST = 8
"""Words: a cell that is longer is no heading."""


def header_over(grid: Grid, loose: Sequence[Line]) -> tuple[Grid, list[Line]] | None:
    """Return the header that lines above a table make, as a table of one row, and those lines.

    Its words stand over the table's columns, over each of them one heading at least.

    Args:
        grid: the table.
        loose: the page's lines outside tables, from the top.
    """
    if len(grid.columns) < _FEWEST:
        return None
    above = [line for line in loose if line.box[3] <= grid.box[1] + _NEARLY]
    for at, line in enumerate(above):
        cells = _in_columns(line, grid)
        if cells is None or not all(cells):
            continue
        taken = [line]
        for below in above[at + 1 :]:
            more = _in_columns(below, grid)
            near = below.box[1] - taken[-1].box[3] <= _STEP * line.size
            if more is None or not near or (below.bold, below.size) != (line.bold, line.size):
                break
            cells = [held + added for held, added in zip(cells, more, strict=True)]
            taken.append(below)
        return _row(grid, cells), taken
    return None


def _in_columns(line: Line, grid: Grid) -> list[list[Word]] | None:
    """Return the words of a line by column, None where one runs over into the next."""
    held: list[list[Word]] = [[] for _ in grid.columns]
    for word in line.words:
        held[max(0, bisect_right(grid.columns, word.left + _NEARLY) - 1)].append(word)
    if any(len(words) > _LONGEST for words in held):
        return None
    parts = line.segments(PARTED)
    starts = {part[0].left for part in parts}
    for left, words in zip(grid.columns, held, strict=True):
        if words and abs(words[0].left - left) > _NEARLY and words[0].left not in starts:
            return None
    return held


def _row(grid: Grid, cells: Sequence[list[Word]]) -> Grid:
    _, top, _, bottom = around([word for words in cells for word in words])
    rights = [*grid.columns[1:], grid.box[2]]
    row = [
        GridCell((left, top, right, bottom), words)
        for left, right, words in zip(grid.columns, rights, cells, strict=True)
    ]
    box = (grid.box[0], top, grid.box[2], bottom)
    return Grid(box, list(grid.columns), [top], [row], whole=grid.whole, ruled=grid.ruled)
