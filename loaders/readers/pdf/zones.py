"""Finds the lines of a page that stand in columns, before it is known what they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.readers.pdf.page import Line, Rule

PARTED = 0.6
"""Of a font's size: a gap in a line that may part columns; a blank is about half as wide."""
_BLANK = 0.35
"""Of a font's size: a gap between words of a line that is wider than a blank."""
_RIVER = 0.4
"""Of a font's size: the least width of the white that runs down between two columns."""
_EXACTLY = 1.0
"""Points: a word that begins so near to where a column does stands in that column."""
_NEARLY = 2.0
"""Points: columns of two pages lie no further from each other."""
_LOOKED_AT = 8
"""Lines at the top of a page that show whether a table goes on there."""
_FURTHEST = 4.5
"""Times a font's size: a step between lines that ends a table; twice that inside tall rows."""
_LARGER = 1.1
_SPANNING = 2
"""Lines on end that may run across a table's columns, as the name of a theme does."""

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


def zone_from(
    lines: Sequence[Line], at: int, before: Sequence[Interval] | None, rules: Sequence[Rule]
) -> tuple[Zone | None, int]:
    """Return the lines from `at` on that stand in columns, and the index of the line after them."""
    first = lines[at]
    if before and _goes_on(lines, before):
        zone = Zone([first], [*before], known=True)
    elif len(first.segments(PARTED)) > 1:
        zone = Zone([first], inked(first, _RIVER))
    else:
        return None, at + 1
    following = at + 1
    while following < len(lines):
        line = lines[following]
        step = line.box[1] - zone.lines[-1].box[3]
        reach = _FURTHEST * (2 if _begins_columns(line, zone.columns) else 1)
        if step > reach * line.size and not _ruled_between(zone, line, rules):
            break
        merged = None if _is_sentence_below(zone, line) else _merged(zone.columns, line)
        if _is_larger(line, zone):
            break
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
    while _is_heading_after(zone):
        zone.lines.pop()
        following -= 1
    return zone, following


def _is_sentence_below(zone: Zone, line: Line) -> bool:
    """Return whether a line is a sentence under a table that meets a column by chance.

    It stands apart from the line before, and no white in it is wider than a blank; the cells of a
    row are not all filled to their ends.
    """
    step = line.box[1] - zone.lines[-1].box[3]
    if step <= line.size or len(line.segments(PARTED)) > 1:
        return False
    cuts = _cut_at_columns(line, zone.columns)
    begins = abs(cuts[0][0] - zone.columns[0][0]) <= _NEARLY
    return begins and 1 < len(cuts) < len(zone.columns)


def _is_larger(line: Line, zone: Zone) -> bool:
    """Return whether a line is set as a heading of what comes after a table."""
    single = len(line.segments(PARTED)) == 1
    return single and line.size > _LARGER * zone.lines[-1].size


def _is_heading_after(zone: Zone) -> bool:
    """Return whether the last line of a zone is the heading of what comes after it."""
    last = zone.lines[-1]
    alone = len(zone.lines) > 1 and len(last.segments(PARTED)) == 1
    return (
        alone and last.bold and not zone.lines[-2].bold and len(zone.lines) - 1 not in zone.across
    )


def _goes_on(lines: Sequence[Line], columns: Sequence[Interval]) -> bool:
    """Return whether lines go on in the columns of the table before, and not as a heading would."""
    first = lines[0]
    if _in_columns(first, columns):
        parts = len(first.segments(PARTED)) > 1
        inside = first.words[0].left > columns[0][0] + _EXACTLY
        return parts or inside or (not first.bold and _followed(lines, columns))
    return False


def _followed(lines: Sequence[Line], columns: Sequence[Interval]) -> bool:
    """Return whether one of the lines after the first stands in several of the columns."""
    for line in lines[1:_LOOKED_AT]:
        if not _in_columns(line, columns):
            return False
        if len(line.segments(PARTED)) > 1:
            return True
    return False


def _in_columns(line: Line, columns: Sequence[Interval]) -> bool:
    """Return whether each piece of a line keeps to a column, the first from where it begins."""
    rooms = _rooms(columns)
    cuts = _cut_at_columns(line, columns)
    return all(
        any(start - _NEARLY <= left and right <= end + _NEARLY for start, end in rooms)
        for left, right in cuts
    ) and any(abs(cuts[0][0] - start) <= _NEARLY for start, _ in columns)


def _rooms(columns: Sequence[Interval]) -> list[Interval]:
    """Return the columns, each as wide as to where the next begins."""
    ends = [left for left, _ in columns[1:]]
    return [
        (left, max(right, end))
        for (left, right), end in zip(columns, [*ends, 10_000.0], strict=True)
    ]


def inked(line: Line, gap: float) -> list[Interval]:
    """Return where the words of a line begin and end, parted at white over `gap` of their size."""
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
    for part in line.segments(PARTED):
        left, right = part[0].left, part[0].right
        for word in part[1:]:
            near = _EXACTLY if word.left - right > _BLANK * word.size else _EXACTLY / 4
            if any(abs(word.left - start) <= near and right < start for start, _ in columns):
                found.append((left, right))
                left = word.left
            right = max(right, word.right)
        found.append((left, right))
    return found


def _begins_columns(line: Line, columns: Sequence[Interval]) -> bool:
    """Return whether several columns begin exactly where words of a line do, as in a tall row."""
    lefts = [left for left, _ in _cut_at_columns(line, columns)]
    met = [start for start, _ in columns if any(abs(start - left) <= _EXACTLY for left in lefts)]
    return len(met) > 2  # noqa: PLR2004 a list has two


def _ruled_between(zone: Zone, line: Line, rules: Sequence[Rule]) -> bool:
    top, bottom = zone.lines[-1].box[3], line.box[1]
    return any(top - 1 <= rule.at <= bottom + 1 for rule in rules)


def _spanning(lines: Sequence[Line], at: int, zone: Zone) -> int:
    """Return how many lines from `at` on name a theme inside the table; 0 where it ends there."""
    header = zone.lines[0].text
    for count in range(1, _SPANNING + 1):
        line = lines[at + count - 1]
        if len(line.segments(PARTED)) > 1 or line.size > _LARGER * zone.lines[-1].size:
            return 0
        following = lines[at + count] if at + count < len(lines) else None
        if following is None or following.text == header:
            return 0
        if _merged(zone.columns, following) is not None:
            parts = len(following.segments(PARTED))
            near = following.box[1] - line.box[3] <= _FURTHEST * line.size
            return count if parts > 1 and near and not following.bold else 0
    return 0
