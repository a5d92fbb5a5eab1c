"""Several numbered actions in one cell: they are rows of their own where the numbers match."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from loaders.layout.asked import leading_number
from loaders.passage import trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.layout.growing import GrownRow

Span = tuple[int, int]

_NUMBER = re.compile(
    r"(?:(?:^|(?<=[.;]\s))[ \t]*)\(?(?P<number>[1-9]|1\d|[a-h])[.):](?=\s+\S)", re.MULTILINE
)
_FEWEST = 2


def parted_by_numbers(text: str, rows: Sequence[GrownRow]) -> Iterator[GrownRow]:
    """Yield rows, each that answers several numbered actions as often as it has actions.

    "1. Write a policy 2. Train staff" beside "1. DI Fox 2. DI Ray" are two actions: the numbers of
    the actions stand in another cell too. What is not numbered holds for each. Numbered steps
    beside one lead and one answer are one action.

    Args:
        text: the canonical text.
        rows: as they have grown.
    """
    for row in rows:
        yield from _parted(text, row)


def _parted(text: str, row: GrownRow) -> Iterator[GrownRow]:
    asking = [at for at in row.cells if row.columns[at].role == "action"]
    pieces = {at: _pieces(text, passages) for at, passages in row.cells.items()}
    asked = pieces[asking[0]] if len(asking) == 1 else []
    matching = [
        at
        for at, found in pieces.items()
        if len(found) == len(asked) and at not in asking and row.columns[at].role not in _ALONE
    ]
    if len(asked) < _FEWEST or not matching:
        yield row
        return
    for number in range(len(asked)):
        cells = {
            at: [pieces[at][number]] if at in (*asking, *matching) else passages
            for at, passages in row.cells.items()
        }
        yield replace(row, cells=cells, numbered=False)


_ALONE = frozenset({"ref", "recommendation", "workstream"})


def _pieces(text: str, passages: Sequence[Sequence[Span]]) -> list[list[Span]]:
    """Return the numbered pieces of a cell without their numbers; none where it does not count.

    The numbers begin the cell and go up one by one.
    """
    spans = [span for passage in passages for span in passage]
    found: list[list[Span]] = []
    expected = ""
    for start, end in spans:
        begin = start
        for match in _NUMBER.finditer(text[start:end]):
            number = match.group("number")
            if number not in ((expected,) if expected else ("1", "a")):
                continue
            rest = trimmed(text, begin, start + match.start())
            if found and rest[0] < rest[1]:
                found[-1].append(rest)
            elif not found and rest[0] < rest[1]:
                return []
            found.append([])
            expected = str(int(number) + 1) if number.isdigit() else chr(ord(number) + 1)
            begin = start + match.end()
        rest = trimmed(text, begin, end)
        if not found:
            return []
        if rest[0] < rest[1]:
            found[-1].append(rest)
    return found if all(found) else []


def numbered(text: str, rows: Sequence[GrownRow], at: int) -> bool:
    """Return whether each cell of a column begins with a number of its own, which is then its ref.

    Args:
        text: the canonical text.
        rows: under the same headings.
        at: the column.
    """
    held = [row.cells[at][0][0] for row in rows if row.cells.get(at)]
    found = [leading_number(text, *span) for span in held]
    numbers = [text[slice(*one[0])] for one in found if one]
    own = len(set(numbers)) * 2 > len(numbers)
    return own and len(numbers) * 10 >= len(held) * 8 and len(numbers) >= min(2, len(rows))
