"""A passage: the words of one cell of a plan, and where each of them stands in the document."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from dataclasses import dataclass

UNEVEN = re.compile(r"\s{2,}|[^\S ]")
"""White space that folding changes: more than one character, or anything but a blank."""
_BROKEN_WORD = re.compile(r"\w[-/]\s*\n\s*\w")
"""A word that the end of a line broke behind its own hyphen or stroke: "sub-", "group"."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The pieces of one cell, in reading order.

    Attributes:
        text: the whole canonical text of the document.
        spans: start and end (`str` indices, end exclusive) of each piece; more than one when the
            cell runs over a page break, a repeated header or continuation rows.
    """

    text: str
    spans: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """Index of the first character."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Index after the last character."""
        return self.spans[-1][1]

    def folded(self) -> str:
        """Return the pieces joined, with every run of white space folded to one blank."""
        return fold(self).text


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded words of a passage, and the way back to the document.

    Attributes:
        text: the folded words.
        gaps: for each piece after the first, the index in `text` at which it begins.
        starts: indices in `text`, ascending, at which an unbroken stretch begins.
        places: for each of `starts`, its index in the document.
    """

    text: str
    gaps: tuple[int, ...]
    starts: tuple[int, ...]
    places: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where `text[start:end]` (not empty) stands in the document."""
        return self._at(start), self._at(end - 1) + 1

    def _at(self, index: int) -> int:
        stretch = bisect_right(self.starts, index) - 1
        return self.places[stretch] + index - self.starts[stretch]


@functools.lru_cache(maxsize=256)
def fold(passage: Passage) -> Folded:
    """Fold the white space of a passage; pieces without words are left out.

    What stands in one row is asked for again and again, so the last ones are kept.
    """
    words: list[str] = []
    gaps: list[int] = []
    starts: list[int] = []
    places: list[int] = []
    length = last = 0
    for begin, end in passage.spans:
        at = begin
        first = True
        for stretch in _stretches(passage.text, begin, end):
            at, words_here = stretch
            if words:
                broken = _BROKEN_WORD.fullmatch(passage.text, max(0, last - 2), at + 1)
                joint = "" if broken or (first and _doubles(passage.text, last, at)) else " "
                length += len(joint)
                words.append(joint)
                if first:
                    gaps.append(length)
            first = False
            starts.append(length)
            places.append(at)
            words.append(words_here)
            length += len(words_here)
            last = at + len(words_here)
    return Folded("".join(words), tuple(gaps), tuple(starts), tuple(places))


def _doubles(text: str, last: int, at: int) -> bool:
    """Tell whether a piece goes on after the second half of a doubled quotation mark.

    Nothing was between the halves.
    """
    return at == last + 1 and text[last - 1 : at] == '""'


def _stretches(text: str, begin: int, end: int) -> list[tuple[int, str]]:
    """Split a piece where folding changes it; each stretch with its place in the document."""
    found = []
    at = begin
    for uneven in UNEVEN.finditer(text, begin, end):
        found.append((at, text[at : uneven.start()]))
        at = uneven.end()
    found.append((at, text[at:end]))
    kept = []
    for place, words in found:
        bare = words.strip()
        if bare:
            kept.append((place + words.index(bare[0]), bare))
    return kept


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return `start, end` without the white space at either side; equal when nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def passage(text: str, *spans: tuple[int, int]) -> Passage | None:
    """Return a passage of the pieces that hold words, trimmed, or None where none does."""
    pieces = tuple(
        (start, end) for start, end in (trimmed(text, *span) for span in spans) if start < end
    )
    return Passage(text, pieces) if pieces else None
