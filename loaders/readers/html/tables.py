"""The grid of a table on a web page: merged cells, and tables that only arrange a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from loaders.readers.drafts import DraftCell, DraftTable, folded
from loaders.readers.html.site import part_of_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from loaders.readers.html.site import Site

_WIDEST = 100
"""Columns that one cell may cover: more are declared only by mistake, or by malice."""
_LONGEST_NUMBER = 5
"""Digits: a cell covers at most 65,534 rows (HTML Standard)."""
_SIGNALS = frozenset(("red", "amber", "yellow", "green"))


def is_data(table: etree._Element) -> bool:
    """Tell whether a table holds data: it is no frame round one cell, or round other tables.

    A table with more than half of its words in real tables inside it only arranges them.
    """
    rows = [list(_cells(row)) for row in _rows(table)]
    if sum(map(len, rows)) <= 1:
        return False
    inner = [one for one in table.iterdescendants("table") if _is_real(one)]
    outermost = [one for one in inner if not any(up in inner for up in one.iterancestors("table"))]
    return 2 * sum(map(_length, outermost)) <= _length(table)


def table_of(
    table: etree._Element,
    site: Site,
    cell: Callable[[etree._Element], DraftCell],
    count_cells: Callable[[int], None],
) -> DraftTable:
    """Return a table with merged cells at every position that they cover.

    Hidden rows and cells are left out; they still take up the rows that a merged cell covers.

    Args:
        table: the element.
        site: of the page.
        cell: reads one cell.
        count_cells: told of the cells of each row before they are read.
    """
    caption = next(table.iterchildren("caption"), None)
    name = (
        None
        if caption is None
        else folded(" ".join(map(str, caption.itertext())).replace("\n", " "))
    )
    drafted = DraftTable(name=name or table.get("aria-label"))
    rows = list(_rows(table))
    going: dict[int, tuple[DraftCell, int]] = {}
    shown = 0
    for index, row in enumerate(rows):
        line: list[DraftCell | None] = []
        below: dict[int, tuple[DraftCell, int]] = {}
        elements = [one for one in _cells(row) if not site.is_hidden(one)]
        count_cells(max(len(elements), len(going)))
        for element in elements:
            _go_on(line, going, below)
            made = cell(element)
            row_colour = site.colour(row)
            if made.colour is None and row_colour in _SIGNALS:
                made.colour = row_colour
            across = min(max(_span(element, "colspan"), 1), _WIDEST)
            down = _span(element, "rowspan") or len(rows)
            down = min(down, len(rows) - index)
            for _ in range(across):
                if down > 1:
                    below[len(line)] = made, down - 1
                line.append(made)
        _go_on(line, going, below, to_the_end=True)
        going = below
        if not site.is_hidden(row):
            shown += 1
            drafted.rows.append((shown, line))
    return drafted


def _go_on(
    line: list[DraftCell | None],
    going: dict[int, tuple[DraftCell, int]],
    below: dict[int, tuple[DraftCell, int]],
    *,
    to_the_end: bool = False,
) -> None:
    """Put the cells that come down from rows above into the next columns of a row."""
    while going and (len(line) in going or to_the_end):
        made = going.pop(len(line), None)
        if made is None:
            line.append(None)
            continue
        if made[1] > 1:
            below[len(line)] = made[0], made[1] - 1
        line.append(made[0])


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    return _parts(table, "row")


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    return _parts(row, "cell")


def _parts(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Give the rows of a table, or the cells of a row, and none of the tables inside it."""
    walk = etree.iterwalk(element, events=("start",))
    for _, one in walk:
        if one is element:
            continue
        part = part_of_table(one) if isinstance(one.tag, str) else None
        if part == wanted:
            yield one
        if part in {wanted, "table", "cell"} or one.tag == "table":
            walk.skip_subtree()


def _is_real(table: etree._Element) -> bool:
    rows = [sum(1 for _ in _cells(row)) for row in _rows(table)]
    return len(rows) > 1 and max(rows) > 1


def _span(element: etree._Element, name: str) -> int:
    value = (element.get(name) or element.get(f"aria-{name}") or "1").strip()
    return (
        int(value) if value.isascii() and value.isdigit() and len(value) <= _LONGEST_NUMBER else 1
    )


def _length(element: etree._Element) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def row_count(root: etree._Element) -> int:
    """Return how many rows all tables of a page have."""
    return sum(1 for one in root.iter() if isinstance(one.tag, str) and part_of_table(one) == "row")
