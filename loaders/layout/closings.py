"""Finds the rows of run-on text that have no refs, by the status that closes each of them.

A status is a sure sign only where it can be nothing else: it stands behind a finished sentence, a
bracket or a date, the next row begins with a capital, and no row is left without one. Anything
less is no sign, and the rows stay unread.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from loaders.layout.refs import Ref
from loaders.months import DATE
from loaders.passage import trimmed
from loaders.status import status_inside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.layout.columns import Column

_FEWEST = 3
"""Rows."""
_SHORTEST = 5
"""Words of a row: an action and its status."""
_LOOKED_BACK = 40
_FINISHED = re.compile(rf"(?:[.!?)\"'\u2019\u201d]|(?<![\w-])(?:{DATE}))\s*$", re.IGNORECASE)
_DATED = re.compile(DATE, re.IGNORECASE)


def closed_rows(text: str, start: int, end: int, columns: Sequence[Column]) -> list[Ref]:
    """Return where rows without refs begin, each as a ref without width, or nothing.

    Args:
        text: canonical text, with what is no part of a row blanked out.
        start: after the header.
        end: where the next header or heading begins.
        columns: the columns, of which the last must hold statuses.
    """
    start, end = trimmed(text, start, end)
    if not columns or columns[-1].role not in ("status", "progress") or start >= end:
        return []
    begins = [start]
    for match in status_inside().finditer(f"{text[:end]} A", start):
        if _DATED.fullmatch(match.group("cell")):
            continue
        if not _FINISHED.search(text, max(start, match.start() - _LOOKED_BACK), match.start()):
            continue
        begins.append(trimmed(text, match.end(), end)[0])
    rows = list(pairwise(begins))
    whole = begins[-1] >= end
    long = all(len(text[low:high].split()) >= _SHORTEST for low, high in rows)
    if not whole or not long or len(rows) < _FEWEST:
        return []
    return [Ref((str(at),), low, low) for at, (low, _) in enumerate(rows, start=1)]
