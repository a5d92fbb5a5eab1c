"""Parts the words of a table's columns into rows where no line parts them."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.readers.pdf.page import lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.readers.pdf.page import Line, Word

_LOOSER = 1.08
_LOOSER_BY = 0.4
"""A step from line to line that is wider than the usual one by this factor and by these points
begins a new row or paragraph."""
_LEVEL = 0.4
"""Of a font's size: lines of different cells nearer than this begin together."""
_FULL = 0.85
"""Share of a table's lines that have words in the first column: then each line is a row."""
_REF = re.compile(r"[A-Z]{0,7}[ .-]?\d+(?:[./-]\d+)*[a-z]?[.)]?")
_WIDEST_LEADING = 1.5
"""Times a font's size: lines further apart than this are not lines of one paragraph."""


def row_tops(
    columns: Sequence[Sequence[Word]], rules: Sequence[float], *, ruled: bool
) -> tuple[list[float], bool]:
    """Return where the rows of a table begin, from the top of each, and whether that is sure.

    A row begins where a line across says so; where every column that goes on begins anew after a
    wider step; or, in a table without such steps, where the first column has words.

    Args:
        columns: the words of each column.
        rules: where lines run across the whole table.
        ruled: whether its rows have lines between them.
    """
    lines = [lines_of(words) for words in columns]
    tops = sorted(line.box[1] for column in lines for line in column)
    if not tops:
        return [], True
    steps = _steps(lines)
    inner = _between(rules, lines)
    if ruled:
        return _apart([*inner, tops[0], *steps.level], steps.near), True
    found = _apart([*steps.any, *inner, tops[0]], steps.near)
    if len(found) > 1 + len(inner):
        return found, True
    starts, sure = _by_first_column(lines, tops, found, steps.near)
    starts = _apart([*starts, *inner], steps.near)
    return starts, sure or len(starts) == 1


def _apart(tops: Sequence[float], near: float) -> list[float]:
    """Return heights from the top, those on a level once."""
    found: list[float] = []
    for top in sorted(tops):
        if not found or top - found[-1] > near:
            found.append(top)
    return found


def level_tops(columns: Sequence[Sequence[Word]]) -> list[float]:
    """Return where rows begin inside a cell's height: first column and others begin on a level."""
    lines = [lines_of(words) for words in columns]
    tops = sorted(line.box[1] for column in lines for line in column)
    return sorted({tops[0], *_steps(lines).level}) if tops else []


def _between(rules: Sequence[float], lines: Sequence[Sequence[Line]]) -> list[float]:
    """Return the tops of the lines that follow on rules; letters may reach a little over a rule."""
    boxes = sorted((line.box[1], line.box[3]) for column in lines for line in column)
    found = (next((top for top, low in boxes if (top + low) / 2 > rule), None) for rule in rules)
    return sorted({top for top in found if top is not None and top > boxes[0][0]})


@dataclass(frozen=True, slots=True)
class _Steps:
    """Where every column that goes on begins anew.

    Attributes:
        any: where the first column begins, or two others do.
        level: where the first column begins and another with it.
        near: points within which lines are on a level.
    """

    any: list[float]
    level: list[float]
    near: float


def _steps(lines: Sequence[Sequence[Line]]) -> _Steps:
    tops = sorted(line.box[1] for column in lines for line in column)
    near = _LEVEL * max(line.size for column in lines for line in column)
    wide = _usual_step(lines) * _LOOSER + _LOOSER_BY
    begins = [_begins(column, wide) for column in lines]
    found: list[float] = []
    level: list[float] = []
    last = tops[0]
    for top in tops:
        if top - last <= near or _crossed(lines, begins, top, near):
            continue
        here = [_begun(column, mine, top, near) for column, mine in zip(lines, begins, strict=True)]
        if here[0] or sum(here) > 1:
            found.append(top)
            last = top
        if here[0] and sum(here) > 1:
            level.append(top)
    return _Steps(found, level, near)


def _usual_step(lines: Sequence[Sequence[Line]]) -> float:
    """Return the usual step from a line to the next one of the same cell, in points."""
    steps = sorted(
        after.box[3] - before.box[3]
        for column in lines
        for before, after in itertools.pairwise(column)
        if after.box[3] - before.box[3] <= _WIDEST_LEADING * before.size
    )
    if not steps:
        sizes = [line.size for column in lines for line in column]
        return max(sizes) * 1.2
    return steps[len(steps) // 10]


def _begins(column: Sequence[Line], wide: float) -> list[bool]:
    """Return for each line of a column whether it begins a paragraph."""
    return [at == 0 or line.box[3] - column[at - 1].box[3] > wide for at, line in enumerate(column)]


def _begun(column: Sequence[Line], begins: Sequence[bool], top: float, near: float) -> bool:
    return any(
        mine and abs(line.box[1] - top) <= near for line, mine in zip(column, begins, strict=True)
    )


def _crossed(
    lines: Sequence[Sequence[Line]], begins: Sequence[Sequence[bool]], top: float, near: float
) -> bool:
    """Return whether a paragraph of some column goes on over a height."""
    for column, mine in zip(lines, begins, strict=True):
        following = next((at for at, line in enumerate(column) if line.box[1] >= top - near), None)
        if following is not None and not mine[following]:
            return True
    return False


def _by_first_column(
    lines: Sequence[Sequence[Line]], tops: list[float], found: list[float], near: float
) -> tuple[list[float], bool]:
    """Return where rows begin that stand as close as the lines of a cell do.

    A row begins with a ref in the first column, or with words in most of the columns.
    """
    levels = _apart(tops, near)
    if not lines[0] or len(levels) < 2:  # noqa: PLR2004 a single line is a single row
        return found, True
    filled = sum(bool(column) for column in lines)
    starts = [levels[0]]
    for line in lines[0]:
        top = line.box[1]
        beside = sum(any(abs(one.box[1] - top) <= near for one in column) for column in lines)
        if top - starts[-1] > near and (_REF.fullmatch(line.text) or beside >= _FULL * filled):
            starts.append(top)
    return starts, len(starts) >= _FULL * len(levels)
