"""What a sheet of cells holds, whatever the file: titles and notes as lines, the rest as tables.

A sheet has no more structure than its cells: the title is a cell above the table, the key two
columns below it. What stands alone in its row before the table, or after it and apart from it, is
a line; everything between is the table, with the headings of groups that stand in it.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from loaders.content import Block, Cell, Table
from loaders.markings import marking_in, strictest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from loaders.content import Place, Span
    from loaders.limits import Limits

_EMPTY = Cell()
_TABLE = 3
"""Columns from which on a row is taken for one of the table, not for a name and its value."""
_LONGEST_MARKING = 80


class SheetRow(NamedTuple):
    """A row that holds words.

    Attributes:
        number: as the sheet counts, from 1; where it skips, rows were empty or hidden.
        cells: by column; a cell that was merged stands under each column that it covers.
        apart: True where an empty row stands before it.
    """

    number: int
    cells: dict[int, Cell]
    apart: bool = False

    @property
    def worded(self) -> int:
        """How many cells hold words."""
        return len({id(cell) for cell in self.cells.values() if cell.spans})

    @property
    def columns(self) -> int:
        """How many columns the cells with words cover."""
        return sum(bool(cell.spans) for cell in self.cells.values())

    @property
    def spans(self) -> tuple[Span, ...]:
        """All pieces of its cells, each once, in reading order."""
        cells = dict.fromkeys(self.cells[column] for column in sorted(self.cells))
        return tuple(span for cell in cells for span in cell.spans)


def flow_of(
    path: Path, text: str, rows: Sequence[SheetRow], limits: Limits, name: str | None = None
) -> list[Block | Table]:
    """Tell lines and tables of a sheet apart.

    A row that holds only a protective marking is furniture, wherever it stands.

    Args:
        path: the file, for messages.
        text: the canonical text that the cells' spans index into.
        rows: those that hold words, from the top.
        limits: `cells` bounds the tables' size, empty cells and all.
        name: the sheet's.

    Raises:
        UnreadableInputError: over the limit.
    """
    rest: list[SheetRow] = []
    flow: list[Block | Table] = []
    for row in rows:
        if row.worded < _TABLE and _marking(text, row.spans):
            flow.append(Block(row.spans, "furniture", place=_place(row)))
        else:
            rest.append(row)
    first, last = _table(rest)
    flow += _loose(path, rest[:first], limits, name)
    if first < last:
        flow.append(_grid(path, rest[first:last], limits, name))
    flow += _loose(path, rest[last:], limits, name)
    return sorted(flow, key=_start)


def has_title(flow: Sequence[Block | Table]) -> bool:
    """Tell whether a line stands above the first table, which then is the title."""
    first = next((one for one in flow if isinstance(one, Table) or one.kind == "line"), None)
    return isinstance(first, Block)


def title_of_name(path: Path) -> str:
    """Return a file's name as a title: a sheet that bears none is known by it."""
    return " ".join(re.split(r"[\s_-]+", path.stem)).strip() or path.name


def marking_of(text: str, flow: Sequence[Block | Table]) -> Span | None:
    """Return where the strictest protective marking stands that has a row of its own, or None."""
    furniture = (one for one in flow if isinstance(one, Block) and one.kind == "furniture")
    return strictest(text, (met for one in furniture if (met := _marking(text, one.spans))))


def _marking(text: str, spans: tuple[Span, ...]) -> Span | None:
    """Return where the marking stands in cells that hold nothing else; the first may name it."""
    (start, end), named = spans[-1], " ".join(text[slice(*span)] for span in spans[:-1])
    if end - start > _LONGEST_MARKING or len(named) > _LONGEST_MARKING:
        return None
    words = f"{named} {text[start:end]}"
    met = marking_in(words, 0, len(words))
    before = len(named) + 1 - start
    return (met[0] - before, met[1] - before) if met and met[0] > len(named) else None


def _start(one: Block | Table) -> int:
    if isinstance(one, Block):
        return one.spans[0][0]
    return next(cell.spans[0][0] for row in one.rows for cell in row if cell.spans)


def _table(rows: list[SheetRow]) -> tuple[int, int]:
    """Return where the table begins and ends among the rows; the same where there is none."""
    widest = max((row.worded for row in rows), default=0)
    if widest <= 1:
        return len(rows), len(rows)
    needed = min(_TABLE, widest)
    first = next(at for at, row in enumerate(rows) if row.worded > 1 and row.columns >= needed)
    last = len(rows)
    while True:
        # What stands last, apart from the table, and is narrower: notes, a key.
        begins = next((at for at in range(last - 1, first, -1) if rows[at].apart), None)
        if begins is None:
            return first, last
        narrow = max(row.worded for row in rows[begins:last])
        if narrow > 1 and not (narrow < _TABLE < widest):
            return first, last
        last = begins


def _loose(
    path: Path, rows: list[SheetRow], limits: Limits, name: str | None
) -> Iterator[Block | Table]:
    """Give rows outside the table: one cell is a line, names with their values are a table."""
    for alone, run in groupby(rows, key=lambda row: row.worded == 1):
        if alone:
            yield from (Block(row.spans, place=_place(row)) for row in run)
        else:
            yield _grid(path, list(run), limits, name)


def _grid(path: Path, rows: list[SheetRow], limits: Limits, name: str | None) -> Table:
    """Give rows as a table; columns in which no cell begins are left out."""
    used: set[int] = set()
    for row in rows:
        seen: set[int] = set()
        for column in sorted(row.cells):
            cell = row.cells[column]
            if id(cell) not in seen and (cell.spans or cell.colour):
                used.add(column)
            seen.add(id(cell))
    columns = sorted(used)
    limits.check(path, "cells", len(rows) * len(columns), "cells")
    return Table(
        tuple(tuple(row.cells.get(column, _EMPTY) for column in columns) for row in rows), name
    )


def _place(row: SheetRow) -> Place:
    return next(cell.place for _, cell in sorted(row.cells.items(), key=_column) if cell.spans)


def _column(item: tuple[int, Cell]) -> int:
    return item[0]
