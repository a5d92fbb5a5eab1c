"""Parts cells that have no wall between them because neither is shaded, by where words stand."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from loaders.readers.pdf.grid import Grid, GridCell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.readers.pdf.page import Line

_WHITE = 0.6
"""Of a font's size: words on either side of a wall stand at least as far apart."""
_PADDING = 10.0
"""Points from a wall to the words of its cell."""
_CLOSE = 14.0
"""Points from the part of a table that has lines to the part that has none."""
_SAME = 6.0
"""Points: edges nearer than this are one edge."""


def cut(grid: Grid) -> Grid:
    """Return a table with those merged cells parted whose words stand apart in its columns."""
    rights = [*grid.columns[1:], grid.box[2]]
    made: dict[int, dict[int, GridCell]] = {}
    for row in grid.rows:
        for cell in row:
            if id(cell) not in made:
                mine = [at for at, one in enumerate(row) if one is cell]
                made[id(cell)] = _parts(cell, mine, grid.columns, rights)
    rows = [[made[id(cell)][at] for at, cell in enumerate(row)] for row in grid.rows]
    return Grid(grid.box, grid.columns, grid.tops, rows, grid.whole, grid.ruled)


def _parts(
    cell: GridCell, mine: Sequence[int], lefts: Sequence[float], rights: Sequence[float]
) -> dict[int, GridCell]:
    """Return by column the cells that a merged one is parted into."""
    lines = cell.lines()
    clean = [at for at in mine[1:] if _parts_words(lines, lefts[at]) is not None]
    beside = any(_parts_words(lines, lefts[at]) for at in clean)
    edges = clean if beside or _is_narrow(lines, mine, lefts, rights) else []
    if not edges:
        return dict.fromkeys(mine, cell)
    starts = [mine[0], *edges]
    found: dict[int, GridCell] = {}
    for first, after in zip(starts, [*edges, mine[-1] + 1], strict=True):
        piece = GridCell((lefts[first], cell.box[1], rights[after - 1], cell.box[3]))
        found.update(dict.fromkeys([at for at in mine if first <= at < after], piece))
    walls = [lefts[at] for at in edges]
    for word in cell.words:
        found[starts[bisect_right(walls, word.middle[0])]].words.append(word)
    return found


def _parts_words(lines: Sequence[Line], wall: float) -> bool | None:
    """Return whether words stand a wide space apart round a wall; None where they run over it."""
    beside = False
    for line in lines:
        before = [word for word in line.words if word.middle[0] < wall]
        after = [word for word in line.words if word.middle[0] >= wall]
        if before and before[-1].right > wall + 1:
            return None
        if before and after:
            if after[0].left - before[-1].right < _WHITE * line.size:
                return None
            beside = True
    return beside


def _is_narrow(
    lines: Sequence[Line], mine: Sequence[int], lefts: Sequence[float], rights: Sequence[float]
) -> bool:
    """Return whether words keep to one column: they wrap there, or do not begin with the cell."""
    for at in mine if lines else ():
        if all(lefts[at] - 1 <= line.box[0] and line.box[2] <= rights[at] + 1 for line in lines):
            starts = min(line.box[0] for line in lines) - lefts[at]
            return len(lines) > 1 or (at != mine[0] and starts <= _PADDING)
    return False


def in_columns_of(grid: Grid, before: Grid) -> Grid:
    """Return a table in the columns of the one it goes on with, as far as its words allow.

    A page that holds no shaded row shows fewer of a table's walls than the page before.
    """
    same_sides = (
        abs(grid.columns[0] - before.columns[0]) <= _SAME
        and abs(grid.box[2] - before.box[2]) <= _SAME
    )
    if not same_sides or not grid.ruled or len(grid.columns) >= len(before.columns):
        return grid
    if not all(any(abs(x - y) <= _SAME for y in before.columns) for x in grid.columns):
        return grid
    of = [bisect_right(grid.columns, left + _SAME) - 1 for left in before.columns]
    rows = [[row[at] for at in of] for row in grid.rows]
    return cut(Grid(grid.box, before.columns, grid.tops, rows, grid.whole, grid.ruled))


def stacked(grids: Sequence[Grid]) -> list[Grid]:
    """Return the tables of a page, those joined that follow closely with the same columns."""
    found: list[Grid] = []
    for grid in sorted(grids, key=lambda grid: (grid.box[1], grid.box[0])):
        last = found[-1] if found else None
        if last and _follows(last, grid):
            left, top, right, bottom = last.box
            box = min(left, grid.box[0]), top, max(right, grid.box[2]), max(bottom, grid.box[3])
            found[-1] = Grid(
                box,
                grid.columns if grid.ruled else last.columns,
                [*last.tops, *grid.tops],
                [*last.rows, *grid.rows],
                last.whole and grid.whole,
                last.ruled or grid.ruled,
            )
        else:
            found.append(grid)
    return found


def _follows(last: Grid, grid: Grid) -> bool:
    return (
        last.ruled != grid.ruled
        and -_SAME <= grid.box[1] - last.box[3] <= _CLOSE
        and len(last.columns) == len(grid.columns)
        and all(abs(x - y) <= _PADDING for x, y in zip(last.columns, grid.columns, strict=True))
    )
