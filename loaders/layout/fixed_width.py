"""Tables of a plain text whose columns are parted by blanks alone, wrapped cells side by side."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from loaders.content import Block, Cell, Table
from loaders.layout.columns import columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.content import Content, Span

_LINE = re.compile(r"[^\r\n]+|\r?\n(?=\r?\n)")
_CHUNK = re.compile(r"\S+(?:[ \t]\S+)*")
_RULE = re.compile(r"[\s=_+|\u2500-]+")
_FEWEST = 3
"""Columns: with two, any line with a gap would be a row."""
_SLACK = 2
"""Characters by which a cell may stand beside its column's beginning."""
_LOOKED_AHEAD = 12
"""Lines below a header in which refs without a heading are looked for."""


@dataclass(slots=True)
class _Columns:
    """Where the columns of a table begin, counted in characters from a line's beginning."""

    starts: list[int]
    rows: list[list[list[Span]]] = field(default_factory=list)
    parted: bool = True  # an empty line stood before


def with_tables(content: Content) -> Content | None:
    """Return a plain text with the tables that its lines draw, or None where they draw none.

    A line of headings with gaps of two blanks or more between them is a header; what stands under
    it in the same columns is the table, up to a line that keeps to none of them.
    """
    flow = list(_flow(content.text))
    return replace(content, flow=tuple(flow)) if any(isinstance(x, Table) for x in flow) else None


def _flow(text: str) -> Iterator[Block | Table]:
    lines = [match.span() for match in _LINE.finditer(text)]
    table: _Columns | None = None
    for at, (start, end) in enumerate(lines):
        if not text[start:end].strip():
            if table:
                table.parted = True
            continue
        if _RULE.fullmatch(text, start, end):
            continue
        header = _header(text, lines, at)
        if header:
            if table:
                yield _made(table)
            table = _Columns(header)
            _add(text, start, end, table)
            table.parted = True
            continue
        if table and _add(text, start, end, table):
            continue
        if table:
            yield _made(table)
            table = None
        yield Block(((start, end),))
    if table:
        yield _made(table)


def _header(text: str, lines: Sequence[Span], at: int) -> list[int] | None:
    """Return where the columns begin that a line of headings opens, or None where it is none."""
    start, end = lines[at]
    chunks = [match.span() for match in _CHUNK.finditer(text, start, end)]
    if len(chunks) < _FEWEST or not columns([text[slice(*chunk)] for chunk in chunks]):
        return None
    starts = [begin - start for begin, _ in chunks]
    ahead = lines[at + 1 : at + 1 + _LOOKED_AHEAD]
    before = [text[begin : begin + starts[0] - 1].strip() for begin, _ in ahead]
    if starts[0] > _SLACK and any(re.fullmatch(r"[\w.]{1,6}", words) for words in before):
        starts.insert(0, 0)
    return starts


def _add(text: str, start: int, end: int, table: _Columns) -> bool:
    """Add a line to a table; return False where it does not keep to its columns.

    A line with words in the first column, or after an empty line, begins a row.
    """
    cells = _cells(text, start, end, table.starts)
    if cells is None:
        return False
    first = 0 in cells
    if not table.rows or (first and (table.parted or _is_ref_column(text, table))):
        table.rows.append([[] for _ in table.starts])
    for at, span in cells.items():
        table.rows[-1][at].append(span)
    table.parted = False
    return True


def _is_ref_column(text: str, table: _Columns) -> bool:
    """Return whether the first column holds refs, one a row: each of its cells is a short one."""
    return all(
        len(text[slice(*span)]) <= max(_SLACK, table.starts[1] - 1)
        and " " not in text[slice(*span)]
        for row in table.rows
        for span in row[0]
    )


def _cells(text: str, start: int, end: int, starts: list[int]) -> dict[int, Span] | None:
    """Return the pieces of a line by column, or None where it does not keep to the columns."""
    found: dict[int, Span] = {}
    for chunk in _CHUNK.finditer(text, start, end):
        for begin, stop in _parted(text, start, *chunk.span(), starts):
            column = max(0, bisect_right(starts, begin - start + _SLACK) - 1)
            after = starts[column + 1] if column + 1 < len(starts) else None
            crosses = after is not None and stop - start >= after
            if column in found or crosses or begin - start < starts[column] - _SLACK:
                return None
            found[column] = (begin, stop)
    return found or None


def _parted(text: str, line: int, begin: int, stop: int, starts: list[int]) -> Iterator[Span]:
    """Part a chunk where one blank alone stands between two full columns."""
    for column in starts:
        at = line + column
        if begin < at < stop and text[at - 1].isspace():
            yield begin, at - 1
            begin = at
    yield begin, stop


def _made(table: _Columns) -> Table:
    return Table(tuple(tuple(Cell(tuple(cell)) for cell in row) for row in table.rows))
