"""Joins the lines of each row of a table whose cells were wrapped to fixed widths.

A ref begins a row; where there are none an empty line or a line of dashes does; and where there
are none of these either, a word that stands below although it had room on the line above.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from loaders.readers.fixed_lines import may_head

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from loaders.readers.fixed_lines import Line

Span = tuple[int, int]

_REF = re.compile(r"[(\[]?[A-Za-z]{0,8}[ ./-]?\d[\w./-]{0,8}[)\]]?[.:]?|[A-Za-z][.)]|[ivx]+[.)]?")
_CODED = 0.8
"""Of the filled cells of a first column: so many are refs where it is one of refs."""
_HIGH = 8
"""Lines: where most blocks between empty lines are higher, the empty lines part no rows."""
_SIGNS = 2
"""Columns that begin anew, where the first column is blank."""
_TITLE = 6
"""Words of a title that stands in the first column."""
_HEADING = 3
"""Words of a piece of a heading that runs over two lines."""


@dataclass(slots=True)
class Row:
    """The pieces of one row by column; a title stands over the whole width, its piece at 0."""

    cells: dict[int, list[Span]] = field(default_factory=dict)
    title: bool = False

    def add(self, cells: dict[int, Span]) -> None:
        """Add the pieces of a line."""
        for column, span in cells.items():
            self.cells.setdefault(column, []).append(span)


class Joining:
    """Joins lines to rows."""

    def __init__(  # noqa: PLR0913 each is one thing that is known of the table
        self,
        text: str,
        lines: Sequence[Line],
        header: Sequence[int],
        body: Sequence[int],
        titles: Collection[int],
        starts: Sequence[int],
    ) -> None:
        """Keep what is known of a table.

        Args:
            text: the canonical text.
            lines: the lines of the text.
            header: indices of the header's lines.
            body: indices of the lines under it that belong to the table.
            titles: those of them that stand over the whole width.
            starts: where each column begins, counted in the line.
        """
        self._text = text
        self._lines = lines
        self._header = header
        self._body = body
        self._titles = titles
        self._columns = len(starts)
        self._parts = {one: lines[one].cells(starts) for one in (*header, *body)}
        told = [one for one in body if one not in titles]
        first = [self._said(one, 0) for one in told if 0 in self._parts[one]]
        coded = [words for words in first if _REF.fullmatch(words)]
        self._by_refs = bool(first) and len(coded) >= len(first) * _CODED
        blocks = [1]
        for last, one in pairwise(told):
            if self._parted(one, last):
                blocks.append(0)
            blocks[-1] += 1
        self._by_blanks = len(blocks) > 1 and sorted(blocks)[len(blocks) // 2] <= _HIGH
        self._widths = [
            max(
                (span[1] - span[0] for one in told if (span := self._parts[one].get(at))), default=0
            )
            for at in range(self._columns)
        ]
        self._held: set[int] = set()

    def rows(self) -> list[Row]:
        """Return the rows, the header first."""
        header = Row()
        for one in self._header:
            header.add(self._parts[one])
        rows = [header]
        last = self._header[-1]
        under = True
        for one in self._body:
            cells = self._parts[one]
            under = under and one == last + 1 and self._continues_header(one)
            if one in self._titles or self._stands_alone(one):
                rows.append(Row({0: [self._lines[one].span]}, title=True))
                self._held = set()
            elif under or (not rows[-1].title and len(rows) > 1 and not self._opens(one, last)):
                rows[-1].add(cells)
                self._held |= set(cells)
            else:
                rows.append(Row())
                rows[-1].add(cells)
                self._held = set(cells)
            last = one
        if not self._by_refs:
            for row in rows[1:]:
                row.title = row.title or self._is_title(row)
        return rows

    def _said(self, one: int, column: int) -> str:
        return self._text[slice(*self._parts[one][column])]

    def _continues_header(self, one: int) -> bool:
        line = self._lines[one]
        if line.parted or 0 in self._parts[one]:
            return False
        return all(
            len(words) <= _HEADING and not words[-1].endswith(".")
            for column in self._parts[one]
            for words in [self._said(one, column).split()]
        )

    def _parted(self, one: int, last: int) -> bool:
        """Return whether an empty line or a line of dashes stands between two lines."""
        return any(self._lines[at].parted for at in range(last + 1, one + 1))

    def _stands_alone(self, one: int) -> bool:
        """Return whether a line is a heading that fits in a column of refs."""
        after = one + 1
        alone = self._lines[one].parted and (after >= len(self._lines) or self._lines[after].parted)
        if not alone or not self._by_refs or set(self._parts[one]) != {0}:
            return False
        return _REF.fullmatch(self._said(one, 0)) is None

    def _is_title(self, row: Row) -> bool:
        """Return whether a row with nothing but a few words in its first column is a title."""
        if set(row.cells) != {0} or len(row.cells[0]) > 1:
            return False
        words = self._text[slice(*row.cells[0][0])]
        return len(words.split()) <= _TITLE and words[:1].isupper() and not words.endswith(".")

    def _opens(self, one: int, last: int) -> bool:
        """Return whether a line begins a row, given the line before it."""
        cells, above = self._parts[one], self._parts[last]
        parted = self._parted(one, last)
        several = len(cells) * 2 >= self._columns and len(cells) > 1
        if self._by_refs:
            return 0 in cells or (parted and several)
        if self._by_blanks:
            return parted and (0 in cells or several)
        if 0 in cells and 0 not in above:
            return True
        anew = [
            column
            for column, span in cells.items()
            if (
                self._had_room(column, above[column], span)
                if column in above
                else column in self._held
            )
        ]
        return bool(anew) if 0 in cells else len(anew) >= _SIGNS

    def _had_room(self, column: int, above: Span, span: Span) -> bool:
        """Return whether the first word of a piece would have fitted on the line above."""
        word = self._text[slice(*span)].split(None, 1)[0]
        return above[1] - above[0] + 1 + len(word) <= self._widths[column]


def heads_more(over: Line, under: Line, heads: Sequence[Span]) -> bool:
    """Return whether a line goes on upwards from a header's: "Lead" over "officer".

    Args:
        over: the line above.
        under: the header's line.
        heads: start and end of each heading in that.
    """
    if under.parted or not may_head(over):
        return False
    if len(over.segments) == 1 and over.segments[0][0] <= heads[0][0]:
        return False  # a title
    begins = [start for start, _ in heads]
    return all(
        any(start < head_end + 1 and end > head_start - 1 for head_start, head_end in heads)
        and sum(1 for begin in begins if start < begin < end - 1) <= (start not in begins)
        for start, end in over.segments
    )
