"""What a rule finds in the folded words of a passage, and which finding wins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from loaders.months import MONTHS
from loaders.ranks import rank

MONTH = "(?:" + "|".join(name.capitalize() for name in sorted(MONTHS, key=len, reverse=True)) + ")"


@dataclass(frozen=True, slots=True)
class Rule:
    """Name and version of a rule."""

    name: str
    version: int


@dataclass(frozen=True, slots=True)
class Found:
    """One mention by its place in the folded words of a passage."""

    start: int
    end: int
    kind: str
    rule: Rule
    certainty: str = "certain"


@dataclass(frozen=True, slots=True)
class Form:
    """A rule that is a regular expression; its last matched named group is the mention.

    `needs`: pieces of words of which one stands in whatever it matches, to spare the search.
    """

    kind: str
    rule: Rule
    pattern: re.Pattern[str]
    certainty: str
    needs: tuple[str, ...] = ()


def read_rule(source: dict[str, Any]) -> Rule:
    """Return the rule that a table of patterns names."""
    return Rule(source["rule"], source["version"])


def read_forms(sources: list[dict[str, Any]], kind: str = "") -> list[Form]:
    """Return the rules of `[[form]]` tables; `kind` where they do not say their own.

    `{month}` and `{rank}` in a pattern stand for the name of a month and for a rank.
    """
    return [
        Form(
            source.get("kind", kind),
            read_rule(source),
            re.compile(source["pattern"].replace("{month}", MONTH).replace("{rank}", rank())),
            source.get("certainty", "certain"),
            tuple(source.get("needs", ())),
        )
        for source in sources
    ]


def word_sets(source: dict[str, Any]) -> dict[str, frozenset[str]]:
    """Return the word lists of a table of patterns as sets."""
    return {
        name: frozenset(words.split())
        for name, words in source.items()
        if isinstance(words, str) and name != "rule"
    }


def longest(found: list[Found]) -> list[Found]:
    """Keep the longest of those that overlap, in reading order."""
    kept: list[Found] = []
    taken = bytearray(max((one.end for one in found), default=0))
    for one in sorted(found, key=_reach):
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\x01" * (one.end - one.start)
            kept.append(one)
    return sorted(kept, key=lambda item: item.start)


def _reach(item: Found) -> tuple[int, bool, int, str]:
    """Longest first; a review's panel is rather a source than an owner."""
    return (item.start - item.end, item.kind != "SOURCE", item.start, item.kind)
