"""Columns of tables whose headings nobody knows: as a person says, or as their cells show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.layout.columns import ASKING, Column, likely_role_of, role_of
from loaders.layout.header_rows import looks_like_headings
from loaders.layout.profiles import profile, proposed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.citations import CitationReader
    from loaders.layout.grid import Line
    from loaders.said_columns import SaidColumns

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
