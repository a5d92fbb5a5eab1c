"""Finds tables in plain text whose columns are kept apart by blanks.

A header line has three headings or more, parted by two blanks at least. What stands below belongs
to the table as long as a strip of blanks remains between every two headings: that strip is where
one column ends and the next begins.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from loaders.content import Block, Cell, Table
from loaders.readers.fixed_lines import is_furniture, lines_of, may_head
from loaders.readers.fixed_rows import Joining, heads_more

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.readers.fixed_lines import Line
    from loaders.readers.fixed_rows import Row

Span = tuple[int, int]

_FEWEST = 3
"""Columns: two are too easily anything else."""
_LEAST = 2
"""Lines with several cells, blanks between columns, columns over a line of dashes."""
_TITLE = 110
"""Characters of a line over the whole width that parts a table."""
_ASTRAY = 2
"""Lines running that fit no column: more end the table."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A table with the words of its header, and the indices of its first line and of the next.

    `furniture` are the lines between that are no part of it.
    """

    rows: tuple[tuple[Cell, ...], ...]
    headings: str
    first: int
    end: int
    furniture: tuple[int, ...]


def flow_of(text: str, spans: Sequence[Span]) -> Iterator[Block | Table]:
    """Yield the tables and the other lines of a stretch of text that holds no tabs.

    Args:
        text: the canonical text.
        spans: its lines that are not empty, in reading order.
    """
    lines = list(lines_of(text, spans))
    counted = Counter(line.plain for line in lines)
    before: str | None = None
    known: set[str] = set()
    done = at = 0
    while at < len(lines):
        found = _Finding(text, lines, range(done, at), counted).table(known)
        if found is None:
            at += 1
            continue
        between = range(done, found.first)
        if not all(is_furniture(lines[one], counted) for one in between):
            before = None
        yield from (Block((spans[one],)) for one in between)
        yield Table(found.rows, continues=before == found.headings)
        yield from (Block((spans[one],), "furniture") for one in found.furniture)
        before = found.headings
        known.add(before)
        done = at = found.end
    yield from (Block((span,)) for span in spans[done:])


class _Finding:
    """Looks for a table whose header has its fullest line at one place."""

    def __init__(
        self, text: str, lines: Sequence[Line], over: range, counted: Counter[str]
    ) -> None:
        self._text = text
        self._lines = lines
        self._floor = over.start
        self._at = over.stop
        self._least = _LEAST
        self._counted = counted
        self._taken: list[bool] = []
        self._gaps: list[Span] = []
        self._heads: tuple[Span, ...] = ()
        self._header: list[int] = []
        self._body: list[int] = []
        self._titles: set[int] = set()
        self._skipped: list[int] = []

    def table(self, known: set[str]) -> _Found | None:
        """Return the table, or None where none begins here.

        Args:
            known: headers of tables found before; where one of them comes again, one row will do.
        """
        lines, at = self._lines, self._at
        ruled = at + 1 < len(lines) and lines[at + 1].rule
        heads = lines[at + 1].segments if ruled else ()
        if len(heads) < _FEWEST:
            heads = lines[at].segments
        if len(heads) < (_LEAST if ruled else _FEWEST) or not may_head(lines[at]):
            return None
        self._heads = heads
        self._gaps = [(left[1], right[0]) for left, right in pairwise(heads)]
        first = at
        while first > self._floor and heads_more(lines[first - 1], lines[first], heads):
            first -= 1
        self._header = list(range(first, at + 1))
        headings = " ".join(lines[one].plain for one in self._header)
        self._least = 1 if headings in known else _LEAST
        end = self._gather()
        starts = self._boundaries()
        several = [one for one in self._told() if len(lines[one].cells(starts)) > 1]
        if len(several) < self._least or (len(starts) < _FEWEST and self._has_labels(starts)):
            return None
        joining = Joining(self._text, lines, self._header, self._body, self._titles, starts)
        rows = joining.rows()
        made = tuple(_cells(row, len(starts)) for row in rows)
        furniture = tuple(one for one in self._skipped if one < end)
        return _Found(made, headings, first, end, furniture)

    def _told(self) -> list[int]:
        return [one for one in self._body if one not in self._titles]

    def _has_labels(self, starts: Sequence[int]) -> bool:
        """Return whether a first column holds labels: "Lead:"."""
        firsts = (self._lines[one].cells(starts).get(0) for one in self._told())
        return any(self._text[slice(*cell)].endswith(":") for cell in firsts if cell)

    # Lines

    def _gather(self) -> int:
        """Take the lines below a header that leave a strip of blanks between all columns."""
        lines = self._lines
        again = {lines[one].plain for one in self._header}
        astray: list[int] = []
        for one in self._header:
            self._occupy(lines[one])
        end = self._at + 1
        for one in range(end, len(lines)):
            line = lines[one]
            if line.plain in again:
                break
            if line.rule or not line.segments:
                continue
            if is_furniture(line, self._counted) and (self._alone(one) or not self._fits(line)):
                self._skipped.append(one)
                continue
            follows = bool(astray) and len(line.segments) == 1 and not line.parted
            if self._fits(line) and not follows:
                if not all(self._may_part(lines[other]) for other in astray):
                    break
                self._titles.update(astray)
                self._body.extend((*astray, one))
                astray = []
                self._occupy(line)
                end = one + 1
            else:
                astray.append(one)
                if len(astray) > _ASTRAY:
                    break
        return self._trimmed(end, astray)

    def _trimmed(self, end: int, astray: list[int]) -> int:
        """Leave out what stands under the last row; what remains says which places are taken."""
        while self._body and self._is_no_row(self._body[-1], astray):
            astray.insert(0, self._body[-1])
            end = self._body.pop()
        self._titles.update(one for one in self._body if self._is_title(one))
        self._taken = []
        for one in (*self._header, *self._told()):
            self._occupy(self._lines[one])
        return end

    def _may_part(self, line: Line) -> bool:
        """Return whether a line that fits no column is a title, or a row that runs over one."""
        words = line.words.strip()
        return len(line.segments) > 1 or (len(words) <= _TITLE and not words.endswith("."))

    def _is_title(self, one: int) -> bool:
        """Return whether a line is one run of words from the left over the second heading."""
        line = self._lines[one]
        if one in self._titles:
            return True
        (start, end), *more = line.segments
        if more or start > self._heads[0][0] or not line.words[start].isalpha():
            return False
        return end > self._heads[1][0] or (self._alone(one) and start < self._heads[0][0])

    def _alone(self, one: int) -> bool:
        after = one + 1
        below = after >= len(self._lines) or self._lines[after].parted
        return self._lines[one].parted and below

    def _is_no_row(self, one: int, astray: Sequence[int]) -> bool:
        """Return whether a line under the last row is none of its own: a title, or "Notes"."""
        line = self._lines[one]
        if self._is_title(one):
            return True
        left = len(line.segments) == 1 and line.segments[0][0] <= self._heads[0][0]
        if not left or not line.parted or not line.words.strip()[:1].isalpha():
            return False
        return self._alone(one) or bool(astray and astray[0] == one + 1)

    def _fits(self, line: Line) -> bool:
        """Return whether a line leaves blanks between all columns."""
        return all(
            any(
                not self._is_taken(place) and not line.words[place : place + 1].strip()
                for place in range(low, high)
            )
            for low, high in self._gaps
        )

    def _is_taken(self, place: int) -> bool:
        return 0 <= place < len(self._taken) and self._taken[place]

    def _occupy(self, line: Line) -> None:
        self._taken.extend([False] * (len(line.words) - len(self._taken)))
        for place, letter in enumerate(line.words):
            if not letter.isspace():
                self._taken[place] = True

    # Columns

    def _boundaries(self) -> list[int]:
        """Return where each column begins, counted in the line."""
        found = {0}
        for low, high in self._gaps:
            place = high
            while place > low + 1 and self._is_taken(place - 1):
                place -= 1
            found.add(place)
        wide = 0
        for place, taken in enumerate(self._taken):
            if taken and _LEAST <= wide < place and self._parts(place, wide, found):
                found.add(place)
            wide = 0 if taken else wide + 1
        return sorted(found)

    def _parts(self, place: int, wide: int, found: set[int]) -> bool:
        """Return whether a strip parts two columns that have one heading, or none."""
        low = max(one for one in found if one <= place)
        high = min((one for one in found if one > place), default=len(self._taken))
        if low > place - wide:
            return False
        both = [
            one
            for one in self._told()
            if self._lines[one].words[low : place - wide].strip()
            and self._lines[one].words[place:high].strip()
        ]
        return len(both) >= self._least


def _cells(row: Row, columns: int) -> tuple[Cell, ...]:
    if row.title:
        return (Cell(tuple(row.cells[0])),) * columns
    return tuple(Cell(tuple(row.cells.get(column, ()))) for column in range(columns))
