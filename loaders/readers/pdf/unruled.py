"""Finds the tables whose cells are parted by position only: columns first, then rows."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from loaders.readers.pdf.grid import Grid, GridCell
from loaders.readers.pdf.page import Line, around, lines_of
from loaders.readers.pdf.rows import level_tops, row_tops

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from loaders.content import Box
    from loaders.readers.pdf.page import Rule, Word

_PARTED = 0.6
"""Of a font's size: a gap in a line that may part columns; a blank is about half as wide."""
_RIVER = 0.4
"""Of a font's size: the least width of the white that runs down between two columns."""
_EXACTLY = 1.0
"""Points: a word that begins so near to where a column does stands in that column."""
_NEARLY = 2.0
"""Points: columns of two pages lie no further from each other."""
_LOOKED_AT = 8
"""Lines at the top of a page that show whether a table goes on there."""
_FURTHEST = 4.5
"""Times a font's size: a step between lines that ends a table."""
_MARKER = re.compile(r"[^\w\s]{1,2}|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\uf0b7|o", re.IGNORECASE)
_LEADERS = re.compile(r"\.{4,}|(?:\. ){4,}|\u2026{2,}")
_LARGER = 1.1
_SPANNING = 2
"""Lines on end that may run across a table's columns, as the name of a theme does."""
_LEAST_LINES = 2
_HEADER_AND_BODY = 2
"""Rows between lines: a table of no more may have further rows that no line parts."""
_RULED = 2
"""Lines across inside a table, with that under its header: they part its rows."""
_HEADED = 3
"""Columns from which on a table needs no other sign that it is one."""

Interval = tuple[float, float]


@dataclass(slots=True)
class Zone:
    """Lines that stand in columns.

    Attributes:
        lines: from the top.
        columns: left and right end of what stands in each column.
        across: indices of the lines that run across columns.
        known: True where the columns are those of a table on the page before.
    """

    lines: list[Line]
    columns: list[Interval]
    across: set[int] = field(default_factory=set)
    known: bool = False


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
        zone, after = _zone(lines, at, before if at == 0 else None, rules)
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


def _zone(
    lines: Sequence[Line], at: int, before: Sequence[Interval] | None, rules: Sequence[Rule]
) -> tuple[Zone | None, int]:
    """Return the lines from `at` on that stand in columns, and the index of the line after them."""
    first = lines[at]
    if before and _goes_on(lines, before):
        zone = Zone([first], [*before], known=True)
    elif len(first.segments(_PARTED)) > 1:
        zone = Zone([first], _ink(first, _RIVER))
    else:
        return None, at + 1
    following = at + 1
    while following < len(lines):
        line = lines[following]
        step = line.box[1] - zone.lines[-1].box[3]
        if step > _FURTHEST * line.size and not _ruled_between(zone, line, rules):
            break
        merged = _merged(zone.columns, line)
        if merged is not None:
            zone.columns = merged
            zone.lines.append(line)
            following += 1
            continue
        spans = _spanning(lines, following, zone)
        if not spans:
            break
        for _ in range(spans):
            zone.across.add(len(zone.lines))
            zone.lines.append(lines[following])
            following += 1
    return zone, following


def _goes_on(lines: Sequence[Line], columns: Sequence[Interval]) -> bool:
    """Return whether lines go on in the columns of the table before, and not as a heading would."""
    first = lines[0]
    if _in_columns(first, columns):
        parts = len(first.segments(_PARTED)) > 1
        inside = first.words[0].left > columns[0][0] + _EXACTLY
        return parts or inside or (not first.bold and _followed(lines, columns))
    return False


def _followed(lines: Sequence[Line], columns: Sequence[Interval]) -> bool:
    """Return whether one of the lines after the first stands in several of the columns."""
    for line in lines[1:_LOOKED_AT]:
        if not _in_columns(line, columns):
            return False
        if len(line.segments(_PARTED)) > 1:
            return True
    return False


def _in_columns(line: Line, columns: Sequence[Interval]) -> bool:
    """Return whether each piece of a line begins and ends in a column, the first where it begins."""
    rooms = _rooms(columns)
    cuts = _cut_at_columns(line, columns)
    return all(
        any(start - _NEARLY <= left and right <= end + _NEARLY for start, end in rooms)
        for left, right in cuts
    ) and any(abs(cuts[0][0] - start) <= _NEARLY for start, _ in columns)


def _rooms(columns: Sequence[Interval]) -> list[Interval]:
    """Return the columns, each as wide as to where the next begins."""
    ends = [left for left, _ in columns[1:]]
    return [(left, max(right, end)) for (left, right), end in zip(columns, [*ends, 10_000.0], strict=True)]


def _ink(line: Line, gap: float) -> list[Interval]:
    return [(part[0].left, max(word.right for word in part)) for part in line.segments(gap)]


def _merged(columns: Sequence[Interval], line: Line) -> list[Interval] | None:
    """Return the columns with a line's words added, None where it runs over from one to another."""
    river = _RIVER * line.size
    found = list(columns)
    for left, right in _cut_at_columns(line, columns):
        met = [one for one in found if one[0] - river < right and left < one[1] + river]
        if len(met) > 1:
            met = [one for one in found if one[0] < right and left < one[1]]
        if len(met) > 1:
            return None
        if met:
            found.remove(met[0])
            left, right = min(left, met[0][0]), max(right, met[0][1])  # noqa: PLW2901 it grows
        found.append((left, right))
    found.sort()
    return found


def _cut_at_columns(line: Line, columns: Sequence[Interval]) -> list[Interval]:
    """Return what is inked of a line, parted also where a word begins exactly as a column does.

    A cell that is filled to its end leaves no more than a blank before the next one.
    """
    found: list[Interval] = []
    for part in line.segments(_PARTED):
        left, right = part[0].left, part[0].right
        for word in part[1:]:
            if any(abs(word.left - start) <= _EXACTLY and right < start for start, _ in columns):
                found.append((left, right))
                left = word.left
            right = max(right, word.right)
        found.append((left, right))
    return found


def _ruled_between(zone: Zone, line: Line, rules: Sequence[Rule]) -> bool:
    top, bottom = zone.lines[-1].box[3], line.box[1]
    return any(top - 1 <= rule.at <= bottom + 1 for rule in rules)


def _spanning(lines: Sequence[Line], at: int, zone: Zone) -> int:
    """Return how many lines from `at` on name a theme inside the table; 0 where it ends there."""
    header = zone.lines[0].text
    for count in range(1, _SPANNING + 1):
        line = lines[at + count - 1]
        if len(line.segments(_PARTED)) > 1 or line.size > _LARGER * zone.lines[-1].size:
            return 0
        following = lines[at + count] if at + count < len(lines) else None
        if following is None or following.text == header:
            return 0
        if _merged(zone.columns, following) is not None:
            parts = len(following.segments(_PARTED))
            near = following.box[1] - line.box[3] <= _FURTHEST * line.size
            return count if parts > 1 and near and not following.bold else 0
    return 0


def _table(zone: Zone, rules: Sequence[Rule]) -> Grid | None:
    """Return the table that lines in columns make, None where they are something else."""
    inside = [line for at, line in enumerate(zone.lines) if at not in zone.across]
    columns = _settled(zone, inside)
    several = sum(len(line.segments(_PARTED)) > 1 for line in inside)
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
        if rule.end - rule.start >= 0.8 * (box[2] - box[0])  # noqa: PLR2004 all of it, nearly
        and rule.start < box[0] + 20  # noqa: PLR2004
    ]
    return _grid(zone, columns, inside, wide, box)


def _settled(zone: Zone, inside: Sequence[Line]) -> list[Interval]:
    """Return the columns, those without a heading joined to the one on their left."""
    if zone.known:
        return zone.columns
    head = _head(inside)
    if inside[0].bold or len(head) > 1 or not inside[1:] or not _is_entry(inside[0]):
        heads = [part for line in head for part in _ink(line, _PARTED)]
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
    words = [word.text for line in lines for word in line.words if left - 1 <= word.left and word.right <= right + 1]
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
    parts = head.segments(_PARTED)
    if len(parts) < 2:  # noqa: PLR2004
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
    if min(widths) < 0.75 * max(widths):  # noqa: PLR2004 of one width, more or less
        return False
    ink = sum(word.right - word.left for words in held for word in words)
    return ink > 0.7 * sum(widths) * len(lines)  # noqa: PLR2004 lines filled to their end


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
    """Return whether a table of one column is the bands behind a table whose columns have no lines."""
    if len(grid.columns) > 1:
        return False
    lines = lines_of([word for cell in grid.cells() for word in cell.words])
    zone, after = _zone(lines, 0, None, rules)
    if zone is None or after < len(lines):
        return False
    return len(_settled(zone, [line for at, line in enumerate(lines) if at not in zone.across])) > 1


def parted(grid: Grid) -> Grid:
    """Return a ruled table, its rows parted where lines part its header and its columns only."""
    if len(grid.rows) > _HEADER_AND_BODY:
        return grid
    tops: list[float] = []
    rows: list[list[GridCell]] = []
    for top, row in zip(grid.tops, grid.rows, strict=True):
        starts = level_tops([cell.words for cell in row])
        if len(starts) < 2 or len({id(cell) for cell in row}) < len(row):  # noqa: PLR2004
            tops.append(top)
            rows.append(row)
            continue
        edges = [*(cell.box[0] for cell in row), row[-1].box[2]]
        made = _rows([cell.words for cell in row], starts, edges, row[0].box[3])
        tops.extend(starts)
        rows.extend(made)
    return Grid(grid.box, grid.columns, tops, rows)
