"""Finds the tables whose cells are parted by position only: columns first, then rows."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from loaders.readers.pdf.grid import Grid, GridCell
from loaders.readers.pdf.page import Line, Rule, around, lines_of
from loaders.readers.pdf.rows import level_tops, row_tops
from loaders.readers.pdf.zones import PARTED, inked, zone_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from loaders.content import Box
    from loaders.readers.pdf.page import Word
    from loaders.readers.pdf.zones import Interval, Zone

_MARKER = re.compile(r"[^\w\s]{1,2}|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\uf0b7|o", re.IGNORECASE)
_LEADERS = re.compile(r"\.{4,}|(?:\. ){4,}|\u2026{2,}")
_RULED = 2
"""Lines across inside a table, with that under its header: they part its rows."""
_HEADER_AND_BODY = 2
"""Rows between lines: a table of no more may have further rows that no line parts."""
_LEAST_LINES = 2
_HEADED = 3
"""Columns from which on a table needs no other sign that it is one."""


def unruled_grids(
    lines: Sequence[Line], rules: Sequence[Rule], before: Sequence[Interval] | None
) -> list[Grid]:
    """Return the tables among lines that no ruled table holds, from the top.

    Args:
        lines: from the top, without furniture.
        rules: lines that run across.
        before: columns of the unruled table that ends the page before, where one does.
    """
    grids = []
    at = 0
    while at < len(lines):
        zone, after = zone_from(lines, at, before if at == 0 else None, rules)
        if zone is None:
            at += 1
            continue
        grid = _table(zone, rules)
        if grid is None:
            at = after
            continue
        grids.append(grid)
        at = after
    return grids


def _table(zone: Zone, rules: Sequence[Rule]) -> Grid | None:
    """Return the table that lines in columns make, None where they are something else."""
    inside = [line for at, line in enumerate(zone.lines) if at not in zone.across]
    columns = _settled(zone, inside)
    several = sum(len(line.segments(PARTED)) > 1 for line in inside)
    if len(columns) < 2 or (several < _LEAST_LINES and not zone.known):  # noqa: PLR2004 columns
        return None
    if sum(bool(_LEADERS.search(line.text)) for line in inside) * 2 > len(inside):
        return None
    held = _by_column(inside, columns)
    if not zone.known and not _is_table(inside, held, rules):
        return None
    box = around([word for line in zone.lines for word in line.words])
    wide = [
        rule.at
        for rule in rules
        if rule.end - rule.start >= 0.8 * (box[2] - box[0]) and rule.start < box[0] + 20
    ]
    return _grid(zone, columns, inside, wide, box)


def _settled(zone: Zone, inside: Sequence[Line]) -> list[Interval]:
    """Return the columns, those without a heading joined to the one on their left."""
    if zone.known:
        return zone.columns
    head = _head(inside)
    if inside[0].bold or len(head) > 1 or not inside[1:] or not _is_entry(inside[0]):
        heads = [part for line in head for part in inked(line, PARTED)]
    else:
        heads = [*zone.columns]  # it begins with a row, not with headings
    marks = [_is_marks(column, inside) for column in zone.columns]
    found: list[Interval] = []
    for at, (left, right) in enumerate(zone.columns):
        headed = any(one < right and left < other for one, other in heads)
        if found and (not headed or (marks[at - 1] and at > 1)):
            found[-1] = found[-1][0], right
        else:
            found.append((left, right))
    return found


def _is_entry(line: Line) -> bool:
    """Return whether a line has a number or begins in small letters, as no headings do."""
    words = line.words
    return any(any(map(str.isdigit, word.text)) for word in words) or words[0].text[:1].islower()


def _is_marks(column: Interval, lines: Sequence[Line]) -> bool:
    """Return whether nothing but bullets or numbers of a list stand in a column."""
    left, right = column
    words = [
        word.text
        for line in lines
        for word in line.words
        if left - 1 <= word.left and word.right <= right + 1
    ]
    return bool(words) and all(_MARKER.fullmatch(word) for word in words)


def _head(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that head the columns: the first one, and what is bold as it under it."""
    first = lines[0]
    head = [first]
    for line in lines[1:6]:
        close = line.box[1] - head[-1].box[3] <= first.size
        if not close or not (first.bold and line.bold):
            break
        head.append(line)
    return head


def _by_column(lines: Iterable[Line], columns: Sequence[Interval]) -> list[list[Word]]:
    held: list[list[Word]] = [[] for _ in columns]
    lefts = [left - 1 for left, _ in columns]
    for line in lines:
        for word in line.words:
            held[max(0, bisect_right(lefts, word.left) - 1)].append(word)
    return held


def _is_table(lines: Sequence[Line], held: Sequence[Sequence[Word]], rules: Sequence[Rule]) -> bool:
    """Tell a table from a list with hanging indents, a form's labels, and columns of prose."""
    first = [word.text for word in held[0]]
    if all(_MARKER.fullmatch(word) for word in first):
        return False
    head = lines[0]
    parts = head.segments(PARTED)
    if len(parts) < 2:  # noqa: PLR2004  two is two
        return len(held) >= _HEADED
    stands_out = (head.bold and not lines[-1].bold) or any(
        head.box[3] - 1 <= rule.at <= lines[1].box[1] + 1 for rule in rules
    )
    if stands_out:
        return True
    return len(held) >= _HEADED and not _is_prose(lines, held)


def _is_prose(lines: Sequence[Line], held: Sequence[Sequence[Word]]) -> bool:
    """Return whether columns are those of a brochure: as wide as each other, and full."""
    boxes = [around(words) for words in held]
    widths = [box[2] - box[0] for box in boxes]
    if min(widths) < 0.75 * max(widths):
        return False
    ink = sum(word.right - word.left for words in held for word in words)
    return ink > 0.7 * sum(widths) * len(lines)


def _grid(
    zone: Zone, columns: Sequence[Interval], inside: Sequence[Line], rules: list[float], box: Box
) -> Grid:
    """Return the rows of a table, parted piece by piece between the lines that run across it."""
    lefts = [left - 1 for left, _ in columns]
    edges = [box[0], *lefts[1:], box[2]]
    rows: list[list[GridCell]] = []
    tops: list[float] = []
    sure = True
    piece: list[Line] = []

    inner = [rule for rule in rules if zone.lines[0].box[3] - 2 < rule < zone.lines[-1].box[1] + 2]
    ruled = len(inner) >= _RULED
    head = {id(line) for line in _head(inside)} if inside[0].bold else set()

    def settle() -> None:
        nonlocal sure
        if not piece:
            return
        held = _by_column(piece, columns)
        ends = [piece[0].box[1], piece[-1].box[3]]
        within = [rule for rule in rules if ends[0] < rule < ends[1]]
        starts, certain = row_tops(held, within, ruled=ruled)
        sure = sure and certain
        made = _rows(held, starts, edges, ends[1])
        rows.extend(made)
        tops.extend(starts)
        piece.clear()

    for at, line in enumerate(zone.lines):
        if at in zone.across:
            settle()
            last_across = at - 1 in zone.across and bool(rows)
            if last_across:
                rows[-1][0].words.extend(line.words)
                rows[-1][0].box = around(rows[-1][0].words)
            else:
                rows.append([GridCell(line.box, list(line.words))] * len(columns))
                tops.append(line.box[1])
        else:
            if piece and id(piece[-1]) in head and id(line) not in head:
                settle()
            piece.append(line)
    settle()
    return Grid(box, [left for left, _ in columns], tops, rows, whole=sure, ruled=False)


def _rows(
    held: Sequence[Sequence[Word]], starts: Sequence[float], edges: Sequence[float], end: float
) -> list[list[GridCell]]:
    ends = [*starts[1:], end]
    rows = [
        [GridCell((left, top, right, bottom)) for left, right in pairwise(edges)]
        for top, bottom in zip(starts, ends, strict=True)
    ]
    for column, words in enumerate(held):
        for word in words:
            row = bisect_right(starts, word.middle[1]) - 1
            rows[max(0, row)][column].words.append(word)
    return rows


def is_bands(grid: Grid, rules: Sequence[Rule]) -> bool:
    """Return whether a table of one column is the bands behind a table without lines."""
    if len(grid.columns) > 1:
        return False
    lines = lines_of([word for cell in grid.cells() for word in cell.words])
    zone, after = zone_from(lines, 0, None, rules)
    if zone is None or after < len(lines):
        return False
    return len(_settled(zone, [line for at, line in enumerate(lines) if at not in zone.across])) > 1


def strip_rules(grid: Grid, lines: Sequence[Line]) -> list[Rule]:
    """Return lines across a table of which only one column is painted, as colours of a status are.

    Args:
        grid: a table made of lines and fills.
        lines: the lines of the page that stand in no table.

    Returns:
        A line at each edge of its cells, as long as the rows whose words stand beside them; none
        where the table is complete in itself.
    """
    if len(grid.columns) > 1:
        return []
    left, top, right, bottom = grid.box
    beside = [line for line in lines if top <= (line.box[1] + line.box[3]) / 2 <= bottom]
    edges = [*grid.tops, bottom]
    met = {bisect_right(edges, (line.box[1] + line.box[3]) / 2) for line in beside}
    if len(met) * 2 <= len(grid.rows):
        return []
    start = min(left, *(line.box[0] for line in beside))
    end = max(right, *(line.box[2] for line in beside))
    cells = [row[0].box for row in grid.rows]
    return [Rule(y, start, end) for y in sorted({y for box in cells for y in (box[1], box[3])})]


def parted(grid: Grid) -> Grid:
    """Return a ruled table, its rows parted where lines part its header and its columns only."""
    if len(grid.rows) > _HEADER_AND_BODY:
        return grid
    tops: list[float] = []
    rows: list[list[GridCell]] = []
    for top, row in zip(grid.tops, grid.rows, strict=True):
        starts = level_tops([cell.words for cell in row])
        if len(starts) < 2 or len({id(cell) for cell in row}) < len(row):  # noqa: PLR2004  two is two
            tops.append(top)
            rows.append(row)
            continue
        edges = [*(cell.box[0] for cell in row), row[-1].box[2]]
        made = _rows([cell.words for cell in row], starts, edges, row[0].box[3])
        tops.extend(starts)
        rows.extend(made)
    return Grid(grid.box, grid.columns, tops, rows)
