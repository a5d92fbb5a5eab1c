"""Ranks and titles before a name, as `patterns/ranks.toml` lists them, ready to be matched."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path
from typing import Any

_PATTERNS = Path(__file__).resolve().parent / "patterns" / "ranks.toml"

_LONGEST_SHORT = 5
"""Letters of an abbreviated rank ("Supt"), which may end in a full stop."""


@functools.cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_PATTERNS.read_text(encoding="utf-8"))


@functools.cache
def rank() -> str:
    """Return a pattern (no groups) for a rank, also of one who acts in it: "T/DCI", "Acting Supt".

    Full stops and the blanks between its words are optional.
    """
    return rf"(?:{_data()['acting']})?{_one_of(_data()['ranks'])}"


@functools.cache
def rank_or_title() -> str:
    """Return a pattern (no groups) for a rank, or a title such as Dr or Cllr."""
    return rf"(?:{_data()['acting']})?{_one_of([*_data()['ranks'], *_data()['titles']])}"


def abbreviations() -> list[str]:
    """Return the abbreviations whose full stop ends no sentence."""
    return list(_data()["abbreviations"].split())


def _one_of(forms: list[str]) -> str:
    longest_first = sorted(forms, key=len, reverse=True)
    return rf"(?:{'|'.join(map(_dotted, longest_first))})"


def _dotted(form: str) -> str:
    """Return a pattern for a form with the full stops that it may be written with: "D.S."."""
    if form.isalpha() and form.isupper():
        return r"\.?".join(form) + r"(?!\w)\.?"
    blank = r"\.?\s*" if form.startswith("Det ") else r"\.?\s+"
    # After a whole word ("Inspector.") a full stop ends the sentence.
    stop = r"\.?" if len(form.rsplit(maxsplit=1)[-1]) <= _LONGEST_SHORT else ""
    return re.escape(form).replace(r"\ ", blank) + r"(?!\w)" + stop
