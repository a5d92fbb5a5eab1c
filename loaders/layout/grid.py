"""A table as its layout sees it: lines of cells, and which positions a merged cell covers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from loaders.content import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.content import Table

_TICKS = frozenset("xy1*\u2713\u2714\u2705\u2611\u2612\u2717\u2718\u00d7\u00fc\u00fe\u25cf") | {
    "yes"
}
"""What stands in the one column of several that holds; Wingdings has letters for ticks."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table.

    Attributes:
        cells: by position; a merged cell is the same object at each position that it covers.
        words: what each cell says, trimmed, its pieces on lines of their own.
    """

    cells: tuple[Cell, ...]
    words: tuple[str, ...]

    def filled(self) -> Iterator[tuple[int, Cell, str]]:
        """Yield position, cell and words of each cell that holds words, a merged one once."""
        seen: set[int] = set()
        for at, (cell, words) in enumerate(zip(self.cells, self.words, strict=True)):
            if words and id(cell) not in seen:
                seen.add(id(cell))
                yield at, cell, words

    def width_of(self, cell: Cell) -> int:
        """Return how many positions a cell covers."""
        return sum(1 for other in self.cells if other is cell)

    def only(self) -> tuple[int, Cell, str] | None:
        """Return the one cell of the line that holds words, or None where there are more."""
        filled = list(self.filled())
        return filled[0] if len(filled) == 1 else None

    @property
    def start(self) -> int:
        """Index of the line's first character in the canonical text."""
        return min(span[0] for _, cell, _ in self.filled() for span in cell.spans)


def lines_of(text: str, table: Table) -> list[Line]:
    """Return the lines of a table that hold words."""
    lines = []
    for row in table.rows:
        words = tuple(words_of(text, cell) for cell in row)
        if any(words):
            lines.append(Line(row, words))
    return lines


def ticks_told(line: Line, header: Sequence[Cell], ticked: Sequence[int]) -> Line:
    """Return a line whose ticks are told: under "In progress", a tick is the heading's words.

    Args:
        line: of the table.
        header: the cells of the header.
        ticked: places of the columns that are headed by statuses.
    """
    cells, words = list(line.cells), list(line.words)
    for at in ticked:
        if at < len(cells) and at < len(header) and words[at].casefold() in _TICKS:
            told = header[at]
            cells[at] = Cell(told.spans, cells[at].place, cells[at].colour)
    return Line(tuple(cells), tuple(words))


def words_of(text: str, cell: Cell) -> str:
    """Return what a cell says, its pieces on lines of their own."""
    if len(cell.spans) == 1:
        return text[slice(*cell.spans[0])].strip()
    return "\n".join(filter(None, (text[slice(*span)].strip() for span in cell.spans)))


def runs(cells: Sequence[Cell]) -> list[list[int]]:
    """Return the positions of a line, those that one merged cell covers together."""
    return [list(run) for _, run in groupby(range(len(cells)), key=lambda at: id(cells[at]))]


def sheet_of(table: Table, line: Line) -> str | None:
    """Return the name of the sheet that a table is, None for a table of another kind."""
    place = next((cell.place.cell for _, cell, _ in line.filled() if cell.place.cell), "")
    return table.name if "!" in place else None
