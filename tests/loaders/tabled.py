"""Reads tables written by hand, and names what stands in their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.citations import CitationReader
from loaders.layout import read_layout
from loaders.register import read_register
from tests.loaders.written import Grid, content

if TYPE_CHECKING:
    from loaders.layout.rows import Layout, PlanRow

READER = CitationReader(read_register(), "northshire-police", ("Northshire Police",), "2018-01")
HEADER = ["Ref", "Action", "Lead", "Update"]


def layout(*items: str | tuple[str, int] | Grid) -> Layout | None:
    """Return the layout of a written document."""
    return read_layout(content(*items), READER)


def rows(*items: str | tuple[str, int] | Grid) -> tuple[PlanRow, ...]:
    """Return the rows of a written document."""
    found = layout(*items)
    return found.rows if found else ()


def actions(*items: str | tuple[str, int] | Grid) -> list[tuple[str, str]]:
    """Return ref and action of each row."""
    return [(row.ref, row.action.folded()) for row in rows(*items)]


def asked(row: PlanRow) -> str | None:
    """Return the recommendation of a row."""
    return row.recommendation.folded() if row.recommendation else None


def streams(*items: str | tuple[str, int] | Grid) -> list[str | None]:
    """Return the workstream of each row."""
    return [
        row.group.name.folded() if row.group and row.group.name else None for row in rows(*items)
    ]


def answers(row: PlanRow) -> list[str]:
    """Return the answers of a row."""
    return [cell.folded() for cell in row.response]
