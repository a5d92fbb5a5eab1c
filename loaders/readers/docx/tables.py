"""The grid of a Word table: which cell stands in which column of which row.

Word draws each row by itself on a grid of fine columns (ECMA-376 part 1, section 17.4). Where a
boundary was dragged in some rows only, cells that stand below each other for any reader lie on
different grid columns; so rows with all the table's cells are read cell by cell, and the others are
laid against them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from loaders.readers.docx.package import W
from loaders.readers.docx.styles import is_on
from loaders.readers.drafts import DraftCell, DraftTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

_WIDEST = 63
"""Columns: Word's own most."""
_INSIDE = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")
)
"""Elements that stand round rows, cells and paragraphs without meaning anything for a reader."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell of a row.

    Attributes:
        element: its `w:tc`.
        start: its first column, from 0.
        end: the column after its last.
        goes_on: True where it is the rest of the cell above (`vMerge`).
    """

    element: etree._Element
    start: int
    end: int
    goes_on: bool


Row = tuple[int, list[Placed]]
"""Number of the row in the table, from 1, and its cells."""


def children(container: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Give the children of a kind, through whatever only wraps them, in order."""
    wanted = {f"{W}{name}" for name in names}
    for child in container.iterchildren():
        if child.tag in wanted:
            yield child
        elif child.tag in _INSIDE and child.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
            yield from children(child, *names)


def rows_of(table: etree._Element, seen: Counter[str]) -> list[Row]:
    """Return the rows of a table that are shown, with the columns that each cell covers.

    Args:
        table: a `w:tbl`.
        seen: counts rows that are `deleted` or `hidden`.
    """
    rows = []
    for number, row in enumerate(children(table, "tr"), 1):
        if row.find(f"{W}trPr/{W}del") is not None:
            seen["deleted"] += 1
        elif (mark := row.find(f"{W}trPr/{W}hidden")) is not None and is_on(mark.get(f"{W}val")):
            seen["hidden"] += 1
        else:
            rows.append((number, _on_the_grid(row)))
    return _aligned(rows, _boundaries(table))


def drafted(rows: list[Row], cell: Callable[[etree._Element], DraftCell]) -> DraftTable:
    """Return a table of cells, those merged downwards made one.

    Args:
        rows: as `rows_of` gives them.
        cell: reads one `w:tc`.
    """
    table = DraftTable()
    above: list[DraftCell | None] = []
    for number, placed in rows:
        width = max((one.end for one in placed), default=0)
        line: list[DraftCell | None] = [None] * width
        for one in placed:
            made = cell(one.element)
            over = above[one.start] if one.goes_on and one.start < len(above) else None
            if over is not None:
                # Words in the rest of a merged cell are rare, but Word shows them with the cell's.
                over.text = "\n".join(filter(None, (over.text, made.text)))
                made = over
            line[one.start : one.end] = [made] * (one.end - one.start)
        table.rows.append((number, line))
        above = line
    return table


def _on_the_grid(row: etree._Element) -> list[Placed]:
    at = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
    placed = []
    for cell in children(row, "tc"):
        properties = cell.find(f"{W}tcPr")
        span, merge = None, None
        if properties is not None:
            span, merge = properties.find(f"{W}gridSpan"), properties.find(f"{W}vMerge")
        end = at + max(1, _number(span, 1))
        goes_on = merge is not None and merge.get(f"{W}val", "continue") == "continue"
        placed.append(Placed(cell, at, end, goes_on))
        at = end
    return placed


def _aligned(rows: list[Row], edges: list[int]) -> list[Row]:
    """Lay rows that have all the table's cells below each other, and the others against them."""
    most = max((len(placed) for _, placed in rows), default=0)
    several = [placed for _, placed in rows if len(placed) > 1]
    full = [placed for placed in several if len(placed) == most and not placed[0].start]
    if 2 * len(full) <= len(several):
        return rows
    usual, _ = Counter(tuple(one.end for one in placed) for placed in full).most_common(1)[0]
    ends = [_edge(edges, end) for end in usual]
    return [(number, _laid(placed, ends, edges)) for number, placed in rows]


def _laid(placed: list[Placed], ends: list[int], edges: list[int]) -> list[Placed]:
    """Return the cells of a row on the columns that `ends` (right edges) part."""
    if len(placed) == len(ends) and not placed[0].start:
        return [Placed(one.element, at, at + 1, one.goes_on) for at, one in enumerate(placed)]
    laid: list[Placed] = []
    for index, one in enumerate(placed):
        before = laid[-1].end if laid else _nearest([0, *ends], _edge(edges, one.start))
        left = len(placed) - index - 1
        end = max(before + 1, _nearest([0, *ends], _edge(edges, one.end)))
        end = max(before + 1, min(end, len(ends) - left))
        laid.append(Placed(one.element, before, end, one.goes_on))
    return laid


def _nearest(edges: list[int], position: int) -> int:
    """Return the index of the edge (ascending) that lies nearest to a position."""
    at = bisect_left(edges, position)
    if at == len(edges) or (at and position - edges[at - 1] <= edges[at] - position):
        return at - 1
    return at


def _edge(edges: list[int], column: int) -> int:
    """Return where a grid column begins; past the grid that is declared, each is as wide as any."""
    if column < len(edges):
        return edges[column]
    return edges[-1] + (column - len(edges) + 1) * max(1, edges[-1] // max(1, len(edges) - 1))


def _boundaries(table: etree._Element) -> list[int]:
    """Return the left edges of the grid's columns and the last one's right edge."""
    widths = (
        max(1, _number(column, 1, f"{W}w", 100_000))
        for column in table.iterfind(f"{W}tblGrid/{W}gridCol")
    )
    return list(accumulate(widths, initial=0))


def _number(
    element: etree._Element | None, otherwise: int, name: str = f"{W}val", most: int = _WIDEST
) -> int:
    value = "" if element is None else element.get(name) or ""
    fits = value.isascii() and value.isdigit() and len(value) <= len(str(most))
    return min(int(value), most) if fits else otherwise
