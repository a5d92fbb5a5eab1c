"""A plan's own key to its colours, where it is drawn: a filled cell beside what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.layout.columns import plain
from loaders.status import colour_names, status_in_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.layout.grid import Line


def meanings(lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
    """Yield colours with the status that a table says each stands for.

    The words may stand in the filled cell, beside it, or in a line with only one fill.
    """
    for line in lines:
        fills = {cell.colour for cell in line.cells if cell.colour}
        for at, cell, words in line.filled():
            before = line.cells[at - 1] if at else None
            beside = before.colour if before is not None and not line.words[at - 1] else None
            colour = cell.colour or beside or (next(iter(fills)) if len(fills) == 1 else None)
            if colour is None or plain(words) in colour_names():
                continue
            status = status_in_cell(words)
            if status != "unknown":
                yield colour, status
