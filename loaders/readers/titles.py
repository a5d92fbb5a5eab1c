"""Tells whether the title that a file's properties give is the document's own."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]{3,}")
_MADE_BY = re.compile(r"microsoft (?:word|excel|powerpoint) - ", re.IGNORECASE)
_FILE = re.compile(r".*\.(?:docx?|docm|dotx?|rtf|odt|pdf|html?)", re.IGNORECASE)
_OPENING = 4_000
"""Characters of a text in which its title stands, page headers included."""
_LONGEST = 200


def as_title(given: str | None, text: str) -> str | None:
    """Return a title of a file's properties if the document bears it, else None.

    Properties outlive what they were written for: a template's title, or the last document's,
    stays when the words are replaced. So most of a title's words must open the text.

    Args:
        given: what the properties say.
        text: the canonical text.
    """
    title = " ".join((given or "").split())
    if not title or len(title) > _LONGEST or _MADE_BY.match(title) or _FILE.fullmatch(title):
        return None
    words = {word.casefold() for word in _WORD.findall(title)}
    opening = {word.casefold() for word in _WORD.findall(text[:_OPENING])}
    return title if words and 3 * len(words & opening) >= 2 * len(words) else None
