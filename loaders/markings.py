"""Protective markings: what a document says of who may see it.

Sources: the Government Security Classifications (OFFICIAL and upwards) and the Government
Protective Marking Scheme that they replaced in April 2014 (NOT PROTECTIVELY MARKED, PROTECT,
RESTRICTED and upwards). The words are data, in `patterns/markings.toml`.
"""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_PATTERNS = Path(__file__).resolve().parent / "patterns" / "markings.toml"

Span = tuple[int, int]

_LINE = re.compile(r"[^\r\n\t]+")
_LONGEST = 160
"""Characters: a line that is longer is no marking."""
_APART = r"[\s:;,.|/\u2013\u2014-]*"


def marking_in(text: str, start: int, end: int) -> Span | None:
    """Return where the marking stands in a line, a cell or a page header that holds nothing else.

    "OFFICIAL", "Protective marking: RESTRICTED (POLICE)" and "OFFICIAL - Page 3 of 9" hold one;
    "official figures" does not.

    Args:
        text: what it stands in.
        start: where the line begins.
        end: where it ends.
    """
    if end - start > _LONGEST:
        return None
    found = _alone().fullmatch(text, start, end)
    if found is None:
        return None
    bare = found.group("marking").casefold() in _data()["headings_too"]
    return None if bare and not found.group("introduced") else found.span("marking")


def marking_in_lines(text: str) -> Span | None:
    """Return where the strictest marking stands, alone on a line or in a cell, or None.

    Without one, a marking in capitals that stands twice or more amid other words counts.
    """
    lines = [marking_in(text, *line.span()) for line in _LINE.finditer(text)]
    found = [span for span in lines if span]
    if not found:
        # Where the lines of pages were run together it stands amid other words, again and again.
        inside = [match.span("marking") for match in _inside().finditer(text)]
        found = inside if len(inside) > 1 else []
    return strictest(text, found)


def strictest(text: str, spans: Iterable[Span]) -> Span | None:
    """Return the strictest of some markings, the first of equals; None where there are none."""
    return min(spans, key=lambda span: _rank(text[slice(*span)]), default=None)


def _rank(marking: str) -> int:
    """Return how strict a marking is: 0 is the strictest."""
    words = " ".join(re.split(r"[\W_]+", marking.casefold()))
    names = [name.replace("-", " ") for name in _data()["marking"]]
    return next(at for at, name in enumerate(names) if words.startswith(name))


@functools.cache
def _data() -> dict[str, list[str]]:
    return tomllib.loads(_PATTERNS.read_text(encoding="utf-8"))


@functools.cache
def _alone() -> re.Pattern[str]:
    """Return a pattern for a line that is nothing but a marking and what may stand beside it."""
    data = _data()
    name = _one_of(data["marking"])
    descriptor = rf"(?:{_APART}[\[(]?(?:{_one_of(data['descriptors'])})[\])]?)"
    beside = rf"(?:{_one_of(data['beside'])})"
    return re.compile(
        rf"{_APART}(?:(?P<introduced>{_one_of(data['introductions'])}){_APART}|{beside}{_APART})*"
        rf"(?P<marking>(?:{name})(?![\w]){descriptor}*)"
        rf"(?:{_APART}{beside})*{_APART}",
        re.IGNORECASE,
    )


@functools.cache
def _inside() -> re.Pattern[str]:
    """Return a pattern for a marking in capitals amid other words."""
    names = [name.upper() for name in _data()["marking"] if name not in _data()["headings_too"]]
    return re.compile(rf"(?<![\w-])(?P<marking>{_one_of(names)})(?![\w-])")


def _one_of(phrases: list[str]) -> str:
    longest_first = sorted(phrases, key=len, reverse=True)
    return "|".join(_form(phrase) for phrase in longest_first)


def _form(phrase: str) -> str:
    """Return a pattern for a phrase: blanks and hyphens in any number, `{n}` a number."""
    words = re.split(r"[\s-]+", phrase.strip(" -"))
    return r"[\s\u2013-]*".join(
        re.escape(word).replace(re.escape("{n}"), r"[\dxivl]+(?:\.\d+)*") for word in words
    )
