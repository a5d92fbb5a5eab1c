"""Tables as the terminal draws them: cells that are words and nothing else, cut where too long."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, Any

from rich.box import ASCII, HEAVY_HEAD, Box
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from explorer.markup import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_CELL = 3_000
"""Characters that a cell of a table on the screen holds: two screens of words."""


def holds_unicode() -> bool:
    """Return whether the output can hold every character."""
    return (getattr(sys.stdout, "encoding", None) or "utf-8").lower().startswith("utf")


def cells(*values: Any) -> list[Text]:
    """Return cells whose words are shown as they are: no markup, no control characters.

    What is too long for any screen is cut, and says so: every other format gives it whole.
    """
    return [Text(shown(_cut(_words(value)))) for value in values]


def _words(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _cut(words: str) -> str:
    left = len(words) - _LONGEST_CELL
    return words if left <= 0 else f"{words[:_LONGEST_CELL]} … ({left:,} more characters)"


def table_of(*headings: str) -> Table:
    """Return an empty table with these headings, whose cells are folded where they are too wide."""
    columns = [Column(Text(shown(heading)), overflow="fold") for heading in headings]
    return Table(*columns, box=box())


def box() -> Box:
    """Return the lines that the output can draw."""
    return HEAVY_HEAD if holds_unicode() else ASCII


def drawn(table: Table) -> Iterator[str]:
    """Yield a table as text, as wide as the terminal."""
    written = io.StringIO()
    Console(file=written, width=Console().width, highlight=False).print(table)
    yield from written.getvalue().splitlines()
