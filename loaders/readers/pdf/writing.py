"""Writes the canonical text of a PDF, and notes where on its pages each word stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.content import Block, Cell, Place, Places, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from loaders.content import Span
    from loaders.readers.pdf.grid import Grid, GridCell
    from loaders.readers.pdf.page import Line, Page, Word
    from loaders.readers.pdf.prose import Piece


class Writer:
    """Grows the text and its flow, page after page."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._parts: list[str] = []
        self._length = 0
        self._stretches: list[tuple[int, int, Place]] = []
        self._tables = 0
        self.flow: list[Block | Table] = []

    @property
    def text(self) -> str:
        """The canonical text so far."""
        return "".join(self._parts)

    @property
    def places(self) -> Places:
        """Where its words stand."""
        return Places(tuple(self._stretches))

    def piece(self, page: Page, piece: Piece) -> None:
        """Write a heading, an item, a paragraph, or furniture."""
        self._apart(1 if piece.kind in ("item", "furniture") else 2)
        span = self._lines(page, piece.lines, None)
        place = Place(page.number, page.box_shown(piece.box))
        self.flow.append(Block((span,), piece.kind, piece.level, None, place))

    def go_on(self, page: Page, piece: Piece) -> None:
        """Write the rest of the last paragraph that is not furniture, cut by a page break."""
        self._apart(1)
        span = self._lines(page, piece.lines, None)
        for at in range(len(self.flow) - 1, -1, -1):
            block = self.flow[at]
            if isinstance(block, Block) and block.kind != "furniture":
                spans = (*block.spans, span)
                self.flow[at] = Block(spans, block.kind, block.level, None, block.place)
                return

    def grid(self, page: Page, grid: Grid, *, continues: bool) -> None:
        """Write a table: its cells parted by tabs, its rows by line feeds."""
        self._apart(2)
        self._tables += 1
        made: dict[int, Cell] = {}
        rows: list[tuple[Cell, ...]] = []
        for number, row in enumerate(grid.rows, start=1):
            if number > 1:
                self._add("\n")
            cells: list[Cell] = []
            for column, cell in enumerate(row, start=1):
                if id(cell) not in made:
                    if column > 1 and cells:
                        self._add("\t")
                    name = f"table {self._tables}, row {number}, column {column}"
                    made[id(cell)] = self._cell(page, cell, name)
                cells.append(made[id(cell)])
            rows.append(tuple(cells))
        self.flow.append(Table(tuple(rows), None, grid.whole, continues))

    def _cell(self, page: Page, cell: GridCell, name: str) -> Cell:
        place = Place(page.number, page.box_shown(cell.box), name)
        lines = cell.lines()
        if not lines:
            return Cell((), place, cell.colour)
        return Cell((self._lines(page, lines, name),), place, cell.colour)

    def _lines(self, page: Page, lines: Iterable[Line], cell: str | None) -> Span:
        start = self._length
        for number, line in enumerate(lines):
            if number:
                self._add("\n")
            self._words(page, line.words, cell)
        return start, self._length

    def _words(self, page: Page, words: Sequence[Word], cell: str | None) -> None:
        for number, word in enumerate(words):
            if number:
                self._add(" ")
            start = self._length
            self._add(word.text)
            box = page.box_shown((word.left, word.top, word.right, word.bottom))
            self._stretches.append((start, self._length, Place(page.number, box, cell)))

    def _apart(self, feeds: int) -> None:
        if self._length:
            self._add("\n" * feeds)

    def _add(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)
