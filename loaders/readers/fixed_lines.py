"""The lines of a plain text, as tables of fixed width need them: words by their place in a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence

Span = tuple[int, int]

_SEGMENT = re.compile(r"\S+(?: \S+)*")
"""Words parted by single blanks."""
_SIGNS = r"[\s=_+\u2013\u2014\u2500-]*"
_RULE = re.compile(rf"{_SIGNS}[=_+\u2013\u2014\u2500-]{{3}}{_SIGNS}")
_PAGE = re.compile(
    r"\s*(?:.{0,80}\bpage\s+\d+(?:\s+of\s+\d+)?.{0,40}|-?\s*\d{1,3}\s*-?)\s*", re.IGNORECASE
)
_STROKES = 2
"""Upright strokes in a line: so many part its cells."""
_RUNNING = 3
"""Times: a line that stands so often, and is no header, is a running one."""
_WIDEST = 48
"""Characters of a heading."""
_MOST_WORDS = 7
"""Words of a heading."""


@dataclass(slots=True)
class Line:
    """One line.

    Attributes:
        start: index of its first character in the text.
        words: the line, upright strokes between cells blanked.
        parted: True where an empty line or a line of dashes stands above it.
        segments: start and end of words parted by two blanks or more, counted in the line.
        rule: True for a line of dashes.
    """

    start: int
    words: str
    parted: bool
    segments: tuple[Span, ...] = ()
    rule: bool = False

    @property
    def span(self) -> Span:
        """Where it stands in the text."""
        return self.start, self.start + len(self.words)

    @property
    def plain(self) -> str:
        """Its words alone, by which a line that comes again is known."""
        return " ".join(self.words.split()).casefold()

    @property
    def is_page(self) -> bool:
        """Whether it is a page number, alone or behind a title."""
        return _PAGE.fullmatch(self.plain) is not None

    def cells(self, starts: Sequence[int]) -> dict[int, Span]:
        """Return its pieces by column; a word belongs to the column that it begins in.

        Args:
            starts: where each column begins, counted in the line.
        """
        cells: dict[int, Span] = {}
        for match in re.finditer(r"\S+", self.words):
            column = max(at for at, start in enumerate(starts) if start <= match.start())
            begin = cells[column][0] if column in cells else self.start + match.start()
            cells[column] = (begin, self.start + match.end())
        return cells


def lines_of(text: str, spans: Sequence[Span]) -> Iterator[Line]:
    """Yield the lines at some places of a text, without tabs and not empty, in reading order."""
    last = 0
    ruled = True
    for start, end in spans:
        words = text[start:end].replace("\f", " ").replace("\xa0", " ")
        if words.count("|") >= _STROKES:
            words = words.replace("|", " ")
        between = text[last:start]
        empty = between.count("\n") > 1 or between.count("\r") > 1
        rule = _RULE.fullmatch(words) is not None
        if rule:
            words = words.replace("+", " ")
        segments = tuple(match.span() for match in _SEGMENT.finditer(words))
        yield Line(start, words, empty or ruled, segments, rule)
        ruled = rule or not segments
        last = end


def is_furniture(line: Line, counted: Counter[str]) -> bool:
    """Return whether a line is a page number or a running one, or holds no words."""
    return line.is_page or not line.segments or counted[line.plain] >= _RUNNING


def may_head(line: Line) -> bool:
    """Return whether a line could hold headings: short words, most of them with a capital."""
    if line.rule or line.is_page or not line.segments:
        return False
    capitals = 0
    for start, end in line.segments:
        words = line.words[start:end]
        if len(words) > _WIDEST or len(words.split()) > _MOST_WORDS:
            return False
        if words.endswith(":") or (words[-1] in ".;," and " " in words):
            return False
        if not (words.lstrip("(")[:1].isalpha() or words[0] == "#"):
            return False
        capitals += words[0] in "#(" or words[0].isupper()
    return capitals * 2 > len(line.segments)
