"""Writes content by hand, as a reader gives it: tables of merged and coloured cells, and lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.content import Block, Cell, Content, Place, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

LEFT, ABOVE = "<", "^"
"""In a written table: the same cell as the one to the left, as the one above."""


def heading(words: str, level: int = 2) -> tuple[str, int]:
    """Return a heading to be written."""
    return words, level


class Grid:
    """A table to be written: rows of words, `LEFT` and `ABOVE` for cells that are merged.

    A colour stands before a bar: `green|Complete`.
    """

    def __init__(
        self,
        *rows: Sequence[str],
        name: str | None = None,
        continues: bool = False,
        whole: bool = True,
    ) -> None:
        """Keep what is to be written; see `loaders.content.Table`."""
        self.rows = rows
        self.name = name
        self.continues = continues
        self.whole = whole


def content(*items: str | tuple[str, int] | Grid) -> Content:
    """Return the content of a document that holds these lines, headings and tables."""
    text = ""
    flow: list[Block | Table] = []
    tables = 0
    for item in items:
        if isinstance(item, Grid):
            tables += 1
            text, table = _table(text, item, tables)
            flow.append(table)
            continue
        words, level = item if isinstance(item, tuple) else (item, 0)
        span = (len(text), len(text) + len(words))
        text += words + "\n"
        flow.append(Block((span,), "heading" if level else "line", level))
    return Content(text, "written/1", tuple(flow))


def _table(text: str, grid: Grid, number: int) -> tuple[str, Table]:
    made: list[list[Cell]] = []
    for at, row in enumerate(grid.rows):
        cells: list[Cell] = []
        for column, words in enumerate(row):
            if words == LEFT:
                cells.append(cells[-1])
            elif words == ABOVE:
                cells.append(made[-1][column])
            else:
                colour, _, said = words.rpartition("|")
                place = (
                    f"{grid.name}!{column}{at}" if grid.name else f"table {number}, row {at + 1}"
                )
                spans = ((len(text), len(text) + len(said)),) if said else ()
                text += said + "\t"
                cells.append(Cell(spans, Place(cell=place), colour or None))
        text = text.rstrip("\t") + "\n"
        made.append(cells)
    rows = tuple(tuple(row) for row in made)
    return text, Table(rows, grid.name, grid.whole, grid.continues)
