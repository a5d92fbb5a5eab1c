"""Tells which of several dates says by when."""

from __future__ import annotations

import re

from loaders.layout.columns import patterns, plain

DONE_RANK, LAST_RANK = 2, 3


def date_rank(heading: str) -> int:
    """Return how far a heading of dates says by when: 0 most, 3 not at all."""
    words = plain(heading)
    kinds = patterns()["dates"]

    def holds(kind: str) -> bool:
        return any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", words) for one in kinds[kind])

    if holds("target"):
        return 0
    if holds("never"):
        return LAST_RANK
    return DONE_RANK if holds("done") else 1


def is_revised(heading: str) -> bool:
    """Return whether a column holds the date that has replaced the first: "Revised due date"."""
    words = plain(heading).split()
    return date_rank(heading) == 0 and any(one in words for one in patterns()["dates"]["revised"])
