"""Headings over rows that are no workstream: "Recommendation 3: The force should ..."."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.layout.columns import patterns
from loaders.passage import Passage, passage, trimmed

if TYPE_CHECKING:
    from collections.abc import Sequence

Span = tuple[int, int]

_LONGEST_TITLE = 9
"""Words: what is longer after a number is the recommendation and not its short name."""
_OUGHT = re.compile(r"\b(?:should|must|shall|needs? to|ought to|will|is to|are to)\b")
_PAGE = re.compile(r"\s*page\s+\d+\s*[:\u2013-]\s*", re.IGNORECASE)
"""Opens each page of some plans: "Page 3: Discharge"."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A recommendation that stands over the actions that answer it.

    Attributes:
        number: where its number stands, or None.
        words: what is asked, or None where only a number stands over the actions.
    """

    number: Passage | None
    words: Passage | None


@functools.cache
def _label() -> re.Pattern[str]:
    labels = sorted(patterns()["asked"]["labels"], key=len, reverse=True)
    names = "|".join(re.escape(one).replace(r"\ ", r"[\s-]+") for one in labels)
    return re.compile(
        rf"\s*(?:{names})\s*(?:no\.?|number|ref\.?)?\s*"
        r"(?P<number>[A-Z]{0,6}[ -]?\d{1,3}(?:\.\d{1,2}){0,2}[a-h]?)(?![\w/])"
        r"(?:\s*[:.)\u2013\u2014-]+\s*|\s*\Z|\s*(?=\n)|\s+(?=(?-i:[A-Z\"'\u2018\u201c(])))",
        re.IGNORECASE,
    )


def is_numbered_ask(words: str) -> bool:
    """Return whether words are the label of one recommendation: "Recommendation 4"."""
    return _label().match(words) is not None


def after_page(text: str, start: int, end: int) -> Span:
    """Return the place of a line's words without the "Page 3:" that opens it."""
    page = _PAGE.match(text, start, end)
    return (page.end(), end) if page else (start, end)


def asked_in(text: str, spans: Sequence[Span]) -> Asked | None:
    """Return the recommendation that a heading names, or None where it names none."""
    label = _label().match(text, *spans[0]) if spans else None
    if label is None:
        return None
    rest = passage(text, (label.end(), spans[0][1]), *spans[1:])
    return Asked(passage(text, label.span("number")), rest)


def completed(text: str, asked: Asked, below: Sequence[Sequence[Span]]) -> Asked:
    """Return a recommendation with the words that stand under its heading, where they do.

    "Recommendation 1 Diagnosis 17.6." is only its name; the sentence below it is what is asked.
    """
    name = asked.words
    if name is not None and (len(name.folded().split()) > _LONGEST_TITLE or _ought(name)):
        return asked
    for spans in below:
        words = passage(text, *spans)
        if words and (_ought(words) or len(words.folded().split()) > _LONGEST_TITLE):
            return Asked(asked.number, words)
    return asked


def _ought(words: Passage) -> bool:
    return _OUGHT.search(words.folded()) is not None


def is_sentence(words: str) -> bool:
    """Return whether a line over the whole width is itself what is asked, and no title."""
    return bool(_OUGHT.search(words)) and len(words.split()) > _LONGEST_TITLE // 2


def leading_number(text: str, start: int, end: int) -> tuple[Span, Span] | None:
    """Return where the number that opens a cell stands, and the words after it, or None."""
    start, end = trimmed(text, start, end)
    label = _label().match(text, start, end) or _NUMBER.match(text, start, end)
    if label is None or not trimmed(text, label.end(), end)[0] < end:
        return None
    return label.span("number"), trimmed(text, label.end(), end)


_NUMBER = re.compile(
    r"(?P<number>[A-Z]{0,4}\d{1,3}(?:\.\d{1,2}){0,2}[a-h]?)(?:[.):]\s*|\s+)(?=[A-Z\"'\u2018\u201c(])"
)
