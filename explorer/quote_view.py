"""A quote in its document: the words around it, and whether it still matches the held copy."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.thread_read import QuoteRef

REACH = 360
"""Characters of the held text shown on each side of a quote, before rounding to whole words."""

_LONGEST_WORD = 40


class Check(Enum):
    """What came of comparing a quote with the held copy of its document."""

    MATCHES = "The quote matches the held copy"
    DIFFERS = "The quote does not match the held copy"
    TEXT_CHANGED = "The held copy has changed since the document was read"
    DAMAGED = "The held copy of this document is damaged, so the quote could not be checked"
    NOT_HELD = "No copy of this document is held, so the quote could not be checked"


@dataclass(frozen=True, slots=True)
class QuoteInContext:
    """One quote with the held text around it.

    Attributes:
        quote: the quote itself.
        check: what came of comparing it with the held copy, made anew for this view.
        before: held text before the quote, or empty.
        words: the held text where the quote stands, also when it differs from the quote; the
            quote's own words where no copy is held.
        after: held text after the quote, or empty.
        cut_before: True when the document goes on before `before`.
        cut_after: True when the document goes on after `after`.
        line: line of the held text that the quote begins on, from 1; None without a copy.
    """

    quote: QuoteRef
    check: Check
    before: str
    words: str
    after: str
    cut_before: bool
    cut_after: bool
    line: int | None


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 form, as hexadecimal text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def in_context(
    quote: QuoteRef, text: str | None, *, expected_hash: str | None = None, reach: int = REACH
) -> QuoteInContext:
    """Set a quote in the held text of its document and check it there.

    Args:
        quote: the quote; its indices are `str` indices into `text`.
        text: the held canonical text, or None where no copy is held.
        expected_hash: SHA-256 that the graph gives for the canonical text, where it gives one.
        reach: characters to show on each side.
    """
    if text is None:
        return QuoteInContext(
            quote, Check.NOT_HELD, "", quote.quote, "", cut_before=False, cut_after=False, line=None
        )
    start, end = quote.start, quote.end
    within = 0 <= start <= end <= len(text)
    if not within or text[start:end] != quote.quote:
        check = Check.DIFFERS
    elif expected_hash is not None and text_hash(text) != expected_hash:
        check = Check.TEXT_CHANGED
    else:
        check = Check.MATCHES
    start = min(max(start, 0), len(text))
    end = min(max(end, start), len(text))
    first = _word_start(text, max(0, start - reach), start)
    last = _word_end(text, min(len(text), end + reach), end)
    return QuoteInContext(
        quote=quote,
        check=check,
        before=text[first:start],
        words=text[start:end],
        after=text[end:last],
        cut_before=first > 0,
        cut_after=last < len(text),
        line=text.count("\n", 0, start) + 1,
    )


def _word_start(text: str, position: int, limit: int) -> int:
    """Return the first index from `position` on that begins a word, so that none is cut in two."""
    if position == 0:
        return 0
    for index in range(position, min(limit, position + _LONGEST_WORD)):
        if text[index - 1].isspace():
            return index
    return position


def _word_end(text: str, position: int, limit: int) -> int:
    """Return the last index up to `position` that ends a word."""
    if position == len(text):
        return position
    for index in range(position, max(limit, position - _LONGEST_WORD), -1):
        if text[index].isspace():
            return index
    return position
