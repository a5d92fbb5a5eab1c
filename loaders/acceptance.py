"""Whether an ask was accepted: what a body that was asked answers."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path

_PATTERNS = Path(__file__).resolve().parent / "patterns" / "accepted.toml"


@functools.cache
def _answers() -> tuple[tuple[str, str], ...]:
    """Return phrase and answer, the longest phrase first."""
    data: dict[str, list[str]] = tomllib.loads(_PATTERNS.read_text(encoding="utf-8"))
    pairs = [(phrase, answer) for answer, phrases in data.items() for phrase in phrases]
    return tuple(sorted(pairs, key=lambda pair: len(pair[0]), reverse=True))


def acceptance_of(words: str) -> str | None:
    """Return accepted, partly or rejected for the words of such a cell, or None.

    The cell opens with its answer; what explains it may follow.
    """
    plain = " ".join(words.casefold().replace("\u2013", "-").split()).lstrip("(['\" ")
    return next((answer for phrase, answer in _answers() if _opens(plain, phrase)), None)


def _opens(words: str, phrase: str) -> bool:
    return words.startswith(phrase) and not words[len(phrase) : len(phrase) + 1].isalnum()
