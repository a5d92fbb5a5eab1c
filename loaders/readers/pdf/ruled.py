"""Finds the tables whose cells are parted by lines, thin boxes, or the edges of filled ones."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from loaders.readers.pdf.grid import Grid, GridCell
from loaders.readers.pdf.page import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from loaders.content import Box
    from loaders.readers.pdf.page import Fill, Line, Word

_SNAP = 3.0
"""Points: lines nearer than this are one, as is what ends so near to another line."""
_SHORTEST = 6.0
"""Points: what is shorter parts no cells."""
_WALL = 0.5
"""Of a cell's side: a line along as much of it parts the cell from the next."""
_NARROWEST = 8.0
"""Points: a column or row without words that is narrower lies between two lines, not two cells."""
_LEAST_COLUMNS = 3
"""Columns of a shaded row: fewer could be a box beside a text."""
_FRAME = 3
"""Cells: a table of no more than these round another table is a frame."""
_MOST_SPOTS = 50_000
_MOST_LINES = 3_000
"""Lines on a page: a drawing has more, a table never."""

Spot = tuple[int, int]
Span = tuple[float, float]


def joined(rules: Iterable[Rule]) -> list[Rule]:
    """Return lines that lie together as one, and pieces that touch as one piece."""
    ordered = sorted(rules, key=lambda rule: rule.at)
    groups: list[list[Rule]] = []
    for rule in ordered:
        if groups and rule.at - groups[-1][-1].at <= _SNAP:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    found: list[Rule] = []
    for group in groups:
        at = sum(rule.at for rule in group) / len(group)
        start, end = None, 0.0
        for rule in sorted(group, key=lambda rule: rule.start):
            if start is None:
                start, end = rule.start, rule.end
            elif rule.start - end <= _SNAP:
                end = max(end, rule.end)
            else:
                found.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        if start is not None:
            found.append(Rule(at, start, end))
    return [rule for rule in found if rule.end - rule.start >= _SHORTEST]


def ruled_grids(across: Sequence[Rule], down: Sequence[Rule], words: Sequence[Word]) -> list[Grid]:
    """Return the tables that lines make, from the top; each word goes to one cell at most.

    Args:
        across: lines that run across, joined.
        down: lines that run down, joined.
        words: all words of the page.
    """
    if len(across) + len(down) > _MOST_LINES:
        return []
    grids = [grid for part in _parts(across, down) if (grid := _grid(*part))]
    several = [grid for grid in grids if len(list(grid.cells())) > 1]
    kept = [grid for grid in several if not any(_inner(grid, other) for other in several)]
    made = [_tidied(grid) for grid in kept if _filled(grid, words)]
    return sorted(
        (grid for grid in made if grid.rows and len(list(grid.cells())) > 1),
        key=lambda grid: (grid.box[1], grid.box[0]),
    )


def bridged(
    grids: Sequence[Grid], loose: Sequence[Line], fills: Sequence[Fill]
) -> tuple[list[Rule], list[Rule]]:
    """Return the lines, across and down, that a table lacks round the rows that are not shaded.

    Where every other row is shaded, cell by cell, the words of the rows between stand in the same
    columns, and none of them runs over from one column to the next, but on a band as wide as the
    table, which names a theme.

    Args:
        grids: the tables of a page, from the top.
        loose: the lines of the page that stand in no table.
        fills: what is painted on the page.
    """
    across: list[Rule] = []
    down: list[Rule] = []
    for chain in _chains(grids):
        xs = [*chain[0].columns, chain[0].box[2]]
        beside = [line for line in loose if line.box[0] < xs[-1] and line.box[2] > xs[0]]
        wide = [fill.box for fill in fills if _as_wide(fill.box, xs)]
        spans: list[Span] = []
        bands: list[Span] = []
        for above, below in pairwise(chain):
            top, bottom = above.box[3], below.box[1]
            between = sorted(
                {(box[1], box[3]) for box in wide if top - 1 <= box[1] and box[3] <= bottom + 1}
            )
            edges = [top, *(y for band in between for y in band), bottom]
            pieces = [(edges[at], edges[at + 1]) for at in range(0, len(edges), 2)]
            rows = [piece for piece in pieces if _between(beside, *piece)]
            if (rows or between) and all(_in_columns(_between(beside, *row), xs) for row in rows):
                spans += rows
                bands += between
        if not spans and not bands:
            continue
        first, last = chain[0].box[1], chain[-1].box[3]
        over = _adjoining([line for line in beside[::-1] if line.box[3] <= first + 1], first)
        under = _adjoining([line for line in beside if line.box[1] >= last - 1], last)
        if _in_columns(over, xs):
            spans.append((over[-1].box[1], first))
        if _in_columns(under, xs):
            spans.append((last, under[-1].box[3]))
        down += [Rule(x, top, bottom) for x in xs for top, bottom in spans]
        down += [Rule(x, top, bottom) for x in (xs[0], xs[-1]) for top, bottom in bands]
        across += [Rule(y, xs[0], xs[-1]) for span in (*spans, *bands) for y in span]
    return across, down


def _as_wide(box: Box, xs: Sequence[float]) -> bool:
    """Return whether a box begins and ends where a table does."""
    return abs(box[0] - xs[0]) <= _SNAP and abs(box[2] - xs[-1]) <= _SNAP


def _chains(grids: Sequence[Grid]) -> Iterable[list[Grid]]:
    """Return the tables that stand under each other with the same columns."""
    chains: list[list[Grid]] = []
    for grid in grids:
        if len(grid.columns) < _LEAST_COLUMNS:
            continue
        chain = next((chain for chain in chains if _alike(chain[-1], grid)), None)
        if chain is None:
            chains.append([grid])
        else:
            chain.append(grid)
    return [chain for chain in chains if len(chain) > 1]


def _alike(one: Grid, other: Grid) -> bool:
    return len(one.columns) == len(other.columns) and all(
        abs(x - y) <= _SNAP for x, y in zip(one.columns, other.columns, strict=True)
    )


def _between(lines: Sequence[Line], top: float, bottom: float) -> list[Line]:
    return [line for line in lines if line.box[1] >= top - 1 and line.box[3] <= bottom + 1]


def _adjoining(lines: Sequence[Line], edge: float) -> list[Line]:
    """Return the lines that follow closely on an edge, and on each other."""
    found: list[Line] = []
    for line in lines:
        _, top, _, bottom = line.box
        if min(abs(top - edge), abs(bottom - edge)) > line.size:
            break
        found.append(line)
        edge = bottom if top >= edge - 1 else top
    return found


def _in_columns(lines: Sequence[Line], xs: Sequence[float]) -> bool:
    """Return whether lines have words in several columns and none that runs over an edge."""
    spots = {
        (bisect_right(xs, word.left + 1), bisect_right(xs, word.right - 1))
        for line in lines
        for word in line.words
    }
    return len(spots) > 1 and all(first == last for first, last in spots)


def _parts(across: Sequence[Rule], down: Sequence[Rule]) -> Iterable[tuple[list[Rule], list[Rule]]]:
    """Yield the lines that touch each other, directly or through others."""
    sets = _Sets(len(across) + len(down))
    for i, line in enumerate(across):
        for j, wall in enumerate(down, start=len(across)):
            if (
                line.start - _SNAP <= wall.at <= line.end + _SNAP
                and wall.start - _SNAP <= line.at <= wall.end + _SNAP
            ):
                sets.join(i, j)
    parts: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, line in enumerate(across):
        parts[sets.root(i)][0].append(line)
    for j, wall in enumerate(down, start=len(across)):
        parts[sets.root(j)][1].append(wall)
    return parts.values()


def _grid(across: list[Rule], down: list[Rule]) -> Grid | None:
    """Return the cells between lines that touch; open sides are closed at the lines' ends."""
    if not across or not down:
        return None
    xs = _edges(
        [wall.at for wall in down], [line.start for line in across], [line.end for line in across]
    )
    ys = _edges(
        [line.at for line in across], [wall.start for wall in down], [wall.end for wall in down]
    )
    if len(xs) < 2 or len(ys) < 2:  # noqa: PLR2004 two sides
        return None
    wide, high = len(xs) - 1, len(ys) - 1
    if wide * high > _MOST_SPOTS:
        return None
    rows: list[list[GridCell | None]] = [[None] * wide for _ in range(high)]
    for spots in _regions(wide, high, _covered(down, xs, ys), _covered(across, ys, xs)):
        for piece in _oblong(spots):
            _place(rows, piece, xs, ys)
    whole = [[cell for cell in row if cell is not None] for row in rows]
    return Grid((xs[0], ys[0], xs[-1], ys[-1]), xs[:-1], ys[:-1], whole)


def _regions(wide: int, high: int, walls: set[Spot], floors: set[Spot]) -> Iterable[list[Spot]]:
    """Return the spots of each cell: those that no wall and no floor parts."""
    sets = _Sets(wide * high)
    spots = [(row, column) for row in range(high) for column in range(wide)]
    for here, (row, column) in enumerate(spots):
        if column + 1 < wide and (column + 1, row) not in walls:
            sets.join(here + 1, here)
        if row + 1 < high and (row + 1, column) not in floors:
            sets.join(here + wide, here)
    regions: dict[int, list[Spot]] = defaultdict(list)
    for here, spot in enumerate(spots):
        regions[sets.root(here)].append(spot)
    return regions.values()


class _Sets:
    """Things by number, joined to sets."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def root(self, at: int) -> int:
        """Return the thing that stands for the set of another."""
        above = self._above
        while above[at] != at:
            above[at] = above[above[at]]
            at = above[at]
        return at

    def join(self, one: int, other: int) -> None:
        """Join the sets of two things."""
        self._above[self.root(one)] = self.root(other)


def _edges(lines: list[float], starts: list[float], ends: list[float]) -> list[float]:
    """Return where lines lie, and where those across them begin and end beyond the outermost."""
    found = sorted(set(lines))
    least, most = min(starts), max(ends)
    if least < found[0] - 2 * _SNAP:
        found.insert(0, least)
    if most > found[-1] + 2 * _SNAP:
        found.append(most)
    return found


def _covered(rules: list[Rule], ats: list[float], others: list[float]) -> set[Spot]:
    """Return which sides of cells have a line: index of the line's place, index along it."""
    runs: dict[Spot, float] = defaultdict(float)
    index = {at: number for number, at in enumerate(ats)}
    for rule in rules:
        first = max(0, bisect_right(others, rule.start) - 1)
        for along in range(first, len(others) - 1):
            if others[along] >= rule.end:
                break
            share = min(rule.end, others[along + 1]) - max(rule.start, others[along])
            runs[index[rule.at], along] += share
    return {
        spot
        for spot, length in runs.items()
        if length >= _WALL * (others[spot[1] + 1] - others[spot[1]])
    }


def _oblong(spots: list[Spot]) -> Iterable[list[Spot]]:
    """Return the spots of a cell as they are, or row by row where they are no rectangle."""
    rows = {row for row, _ in spots}
    columns = {column for _, column in spots}
    if len(spots) == (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1):
        return [spots]
    pieces: list[list[Spot]] = []
    for row, column in sorted(spots):
        if pieces and pieces[-1][-1] == (row, column - 1):
            pieces[-1].append((row, column))
        else:
            pieces.append([(row, column)])
    return pieces


def _place(
    rows: list[list[GridCell | None]], spots: list[Spot], xs: list[float], ys: list[float]
) -> None:
    top, left = min(spots)
    bottom, right = max(spots)
    cell = GridCell((xs[left], ys[top], xs[right + 1], ys[bottom + 1]))
    for row, column in spots:
        rows[row][column] = cell


def _filled(grid: Grid, words: Sequence[Word]) -> bool:
    """Put words into the cells that their middles lie in; return whether there are any."""
    left, top, right, bottom = grid.box
    xs = [*grid.columns, right]
    found = False
    for word in words:
        x, y = word.middle
        if left <= x <= right and top <= y <= bottom:
            row = max(0, bisect_right(grid.tops, y) - 1)
            column = min(len(xs) - 2, max(0, bisect_right(xs, x) - 1))
            grid.rows[row][column].words.append(word)
            found = True
    return found


def _tidied(grid: Grid) -> Grid:
    """Leave out rows without words, and the slivers between double lines."""
    rights = [*grid.columns[1:], grid.box[2]]
    keep = [
        at
        for at, (left, right) in enumerate(zip(grid.columns, rights, strict=True))
        if right - left >= _NARROWEST or any(_fits(row[at], left, right) for row in grid.rows)
    ]
    tops: list[float] = []
    rows: list[list[GridCell]] = []
    for top, row in zip(grid.tops, grid.rows, strict=True):
        # A row that holds nothing but cells of the row above is a sliver of merged ones.
        above = {id(cell) for cell in rows[-1]} if rows else set()
        kept = [row[at] for at in keep]
        if any(cell.words for cell in kept) and not all(id(cell) in above for cell in kept):
            rows.append(kept)
            tops.append(top)
    return Grid(grid.box, [grid.columns[at] for at in keep], tops, rows)


def _fits(cell: GridCell, left: float, right: float) -> bool:
    """Return whether a cell with words belongs to one column alone."""
    return bool(cell.words) and cell.box[0] >= left - 1 and cell.box[2] <= right + 1


def _inner(grid: Grid, other: Grid) -> bool:
    """Return whether a table is left to another: it lies in a cell of it, or frames it."""
    if grid is other:
        return False
    if _within(other.box, grid.box):
        return _frames(grid, other)
    return _within(grid.box, other.box) and not _frames(other, grid)


def _frames(outer: Grid, inner: Grid) -> bool:
    few = len(list(outer.cells()))
    return few <= _FRAME < len(list(inner.cells()))


def _within(inner: Box, outer: Box) -> bool:
    return (
        inner[0] >= outer[0] - _SNAP
        and inner[1] >= outer[1] - _SNAP
        and inner[2] <= outer[2] + _SNAP
        and inner[3] <= outer[3] + _SNAP
    )
