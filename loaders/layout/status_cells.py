"""Parts the status of a row from its answer, whichever of its cells they stand in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders.layout.columns import plain
from loaders.months import month_of
from loaders.passage import Passage, passage
from loaders.status import status_at_end, status_in_front, status_of

if TYPE_CHECKING:
    from collections.abc import Mapping

Span = tuple[int, int]

_REMARK = 5
"""Words: a status with a short remark ("Closed - no longer required") is one cell."""
_LONGEST_STATUS = 120
"""Characters at the end of an answer in which its status and date stand."""
_FEW = 3
"""Words: what is longer in a status cell is a sentence."""
_STOP = re.compile(r"\s*(?:[.:;,!\n]|\s[-\u2013\u2014](?=\s))\s*")
"""What parts a status from what explains it."""


def status_and_answers(
    held: dict[str, list[Passage]], key: Mapping[str, str]
) -> tuple[Passage | None, tuple[Passage, ...]]:
    """Return the status words and the answer of a row.

    A column named Progress may hold either; and a cell of any of these columns may open with a
    status that the rest explains.
    """
    answering = ("status", "progress", "response")
    cells = sorted(
        (cell for role in answering for cell in held.get(role, ())), key=lambda cell: cell.spans
    )
    own = held.get("status", ())
    told = next((cell for cell in own if _says_status(cell, key)), None)
    answers: list[Passage] = []
    status: Passage | None = None
    for cell in cells:
        words = cell.folded()
        short = len(words.split()) <= _FEW
        bare = status_of(words, key) != "unknown" or (short and month_of(words))
        in_status_column = cell in own
        narrow = short and in_status_column
        opening = _status_first(cell, key)
        narrow_column = in_status_column or cell in held.get("progress", ())
        if status is None and bare and narrow_column and len(words.split()) <= _REMARK:
            status = _unstopped(cell)
        elif status is None and opening and (told is None or cell is told):
            status, rest = opening
            answers.append(rest)
        elif status is None and not own and (at := _status_last(cell)):
            status = passage(cell.text, at)
            rest_before = passage(cell.text, *cell.spans[:-1], (cell.spans[-1][0], at[0]))
            answers.extend([rest_before] if rest_before else [])
        elif status is None and (narrow or (bare and told is None)):
            status = _unstopped(cell)
        else:
            answers.append(cell)
    return status, tuple(answers)


def _unstopped(cell: Passage) -> Passage:
    """Return a status without the full stop that closes its cell."""
    *before, (start, end) = cell.spans
    if cell.text[end - 1] == "." and end - start > 1:
        return Passage(cell.text, (*before, (start, end - 1)))
    return cell


def _says_status(cell: Passage, key: Mapping[str, str]) -> bool:
    """Return whether a cell of a status column gives one, alone or before what explains it."""
    words = cell.folded()
    return (status_of(words, key) != "unknown" and len(words.split()) <= _REMARK) or _status_first(
        cell, key
    ) is not None


def _status_first(cell: Passage, key: Mapping[str, str]) -> tuple[Passage, Passage] | None:
    """Part a cell that opens with a status from what explains it, or return None.

    "Complete. The review was published", or the status on a line of its own above the rest.
    """
    begin, end = cell.spans[0]
    front = status_in_front().match(cell.text, begin, end)
    at, after = (front.span("cell"), front.end()) if front else ((0, 0), 0)
    if front is None or after >= cell.end:
        stop = _STOP.search(cell.text, begin, end)
        if stop and plain(cell.text[begin : stop.start()]) in key:
            return _parted_at(cell, stop.start(), stop.end())
        line = cell.text.find("\n", begin, end)
        line = end if line < 0 else line
        words = cell.text[begin:line]
        if line >= cell.end or len(words.split()) > _REMARK or status_of(words, key) == "unknown":
            return None
        at, after = (begin, line), line
    status = passage(cell.text, (at[0], at[1] - (cell.text[at[1] - 1 : at[1]] == ".")))
    rest = passage(cell.text, (after, end), *cell.spans[1:])
    return (status, rest) if status and rest else None


def _parted_at(cell: Passage, stop: int, after: int) -> tuple[Passage, Passage] | None:
    begin, end = cell.spans[0]
    status, rest = (
        passage(cell.text, (begin, stop)),
        passage(cell.text, (after, end), *cell.spans[1:]),
    )
    return (status, rest) if status and rest else None


def _status_last(cell: Passage) -> Span | None:
    """Return the status that follows the last sentence of an answer: "... in time. Ongoing"."""
    begin, end = cell.spans[-1]
    match = status_at_end().search(cell.text, max(begin, end - _LONGEST_STATUS), end)
    if match is None or status_of(match.group("cell")) == "unknown":
        return None
    before = cell.text[cell.spans[-1][0] : match.start("cell")].rstrip()
    own_line = not before and len(cell.spans) > 1
    return (
        match.span("cell") if own_line or before.endswith((".", "!", "?", " -", "\u2013")) else None
    )
