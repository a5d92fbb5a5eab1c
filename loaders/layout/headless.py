"""Columns of tables whose headings nobody knows: as a person says, or as their cells show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders.layout.columns import (
    ASKING,
    Column,
    is_foreign,
    likely_role_of,
    patterns,
    plain,
    role_of,
)
from loaders.layout.header_rows import looks_like_headings
from loaders.layout.profiles import profile, proposed, wide_role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.citations import CitationReader
    from loaders.layout.grid import Line
    from loaders.layout.sections import Section
    from loaders.said_columns import SaidColumns

_CAPTION = re.compile(
    r"(?:table|appendix|annex|figure|section|part)\s+[\w.]{1,5}\s*[:.\u2013-]?\s*|[\d.]+\s+",
    re.IGNORECASE,
)
_FEWEST_ROWS = 3
"""Rows: fewer, without a header, are no table of actions."""
_FEWEST_COLUMNS = 2


def said_of(lines: Sequence[Line], said: SaidColumns) -> tuple[Column, ...] | None:
    """Return the columns as a person says them, by heading or by place, or None.

    Args:
        lines: all lines of the table.
        said: what the person says.
    """
    width = max(len(line.cells) for line in lines)
    headings = lines[0].words if looks_like_headings(lines, 0) else ("",) * width
    roles = [said.role(words, at) for at, words in enumerate(headings)]
    if not set(ASKING) & set(roles):
        return None
    return tuple(
        Column(" ".join(words.split()), role or role_of(words) or "other", sure=bool(role))
        for words, role in zip(headings, roles, strict=True)
    )


def shown_by(
    lines: Sequence[Line], citations: CitationReader
) -> tuple[tuple[Column, ...], bool] | None:
    """Return columns by what the cells hold, and whether the first line holds headings.

    Args:
        lines: the lines of the table from its header, or else its first row, on.
        citations: finds what the plan cites.

    Returns:
        None where the table lists no actions.
    """
    width = len(lines[0].cells)
    headed = looks_like_headings(lines, 0)
    body = [line for line in lines[headed:] if not line.only() and len(line.cells) == width]
    if len(body) < _FEWEST_ROWS - headed or width < _FEWEST_COLUMNS:
        return None
    headings = lines[0].words if headed else ("",) * width
    named = [role_of(words) if words else None for words in headings]
    held = [profile([line.words[at] for line in body], citations) for at in range(width)]
    likely = [likely_role_of(words) if words else None for words in headings]
    roles = proposed(named, held, likely, headed=headed)
    if roles is None:
        return None
    made = tuple(
        Column(" ".join(words.split()), role or "other", name is not None, name is None)
        for words, role, name in zip(headings, roles, named, strict=True)
    )
    return made, headed


def with_action(
    found: tuple[Column, ...],
    below: Sequence[Line],
    sections: Sequence[Section],
    said: SaidColumns | None,
) -> tuple[Column, ...]:
    """Return columns of which a person named some, with the one that holds the actions.

    Who says which column holds the recommendations says nothing against the actions.

    Args:
        found: the columns.
        below: the lines below their headings.
        sections: those before; under the same headings again, their columns hold.
        said: what a person says; where that is nothing, the columns stay as they are.
    """
    if not said:
        return found
    before = sections[-1].columns if sections else ()
    if any(one.heading for one in found) and [one.heading for one in before] == [
        one.heading for one in found
    ]:
        return before
    roles = [column.role for column in found]
    if "action" in roles or "recommendation" not in roles:
        return found
    for at, column in enumerate(found):
        cells = [line.words[at] for line in below if at < len(line.words)]
        free = not column.sure and column.role in ("other", "response")
        if free and wide_role(profile(cells)) == "action":
            action = Column(column.heading, "action", sure=False, by_cells=True)
            return (*found[:at], action, *found[at + 1 :])
    return found


def fits(lines: Sequence[Line], found: Sequence[Column]) -> bool:
    """Return whether a table without a header can have the columns of the one before it.

    Args:
        lines: all lines of the table.
        found: those columns.
    """
    if max(len(line.cells) for line in lines) != len(found) or looks_like_headings(lines, 0):
        return False
    asking = [at for at, column in enumerate(found) if column.role in ASKING]
    rows = [line for line in lines if line.only() is None and len(line.words) == len(found)]
    worded = [line for line in rows if any(" " in line.words[at] for at in asking)]
    return bool(worded) and len(worded) * 3 >= len(rows) * 2


def is_foreign_line(line: Line) -> bool:
    """Return whether a line holds the headings of another kind of table: "Term", "Meaning"."""
    filled = [words for _, _, words in line.filled()]
    return len(filled) > 1 and sum(map(is_foreign, filled)) * 2 > len(filled)


def says_apart(*titles: str) -> bool:
    """Return whether one of the titles over a table says that it lists no actions."""
    known = patterns()["apart"]["titles"]
    bare = [_CAPTION.sub("", one.strip(), count=1) for one in titles]
    return any(plain(one) in known for one in (*titles, *bare))
