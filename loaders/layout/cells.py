"""Parts the words of one row of run-on text into the cells that its columns call for.

The signs that tell where a cell ends: a citation closes the action, a person or a status fills a
cell of its own, a status or a date closes the row. Where no sign stands between two cells, the first
sentence is taken for the first of them, and a finding says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders.layout.groups import owner_between, person
from loaders.passage import Passage, passage, trimmed
from loaders.status import DATE, status_at_end, status_inside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.citations import CitedAt
    from loaders.layout.columns import Column

Span = tuple[int, int]

_NARROW = ("status", "progress", "date")
_TEXT = ("recommendation", "action", "response", "evidence", "other", "source", "workstream")
_SENTENCE_END = re.compile(
    r"[.!?][\"'\u2019\u201d)]?\s+(?=[A-Z\d\"'\u2018\u201c])|(?<=[a-z])[.!?](?=[A-Z][a-z])"
    r"|(?<=[a-z)])\s+(?=(?:The|This|These|We|All|There|It|In|Our|A|An|Following|Work|Officers|Staff)\s)"
)
_SUB_REF = re.compile(r"\s*[A-Z]{1,6}[ -]?\d{1,3}(?:\.\d+)?(?=\s+[A-Z])")
_ABBREVIATED = re.compile(
    r"\b(?:e\.g|i\.e|etc|Det|Supt|Ch|Insp|Sgt|Dr|Mr|Mrs|Ms|St|No|vs|approx)\.$"
)


@dataclass(slots=True)
class Cells:
    """The cells of one row.

    Attributes:
        spans: by column role, the place of the cell.
        cited: the citations that close the action.
        sub_ref: the action's own ref, where it has one beside its recommendation's ("NO 8").
        uncertain: True when two cells were parted at a sentence end for want of a better sign.
    """

    spans: dict[str, Span] = field(default_factory=dict)
    cited: list[CitedAt] = field(default_factory=list)
    uncertain: bool = False
    sub_ref: str | None = None


def split_row(
    text: str, start: int, end: int, columns: Sequence[Column], cited: Sequence[CitedAt]
) -> Cells:
    """Part a row.

    Args:
        text: canonical text, with what is no part of a row blanked out.
        start: index after the row's ref.
        end: index where the next row or heading begins.
        columns: the columns after the ref, in the table's order.
        cited: citations that stand between `start` and `end`, in reading order.
    """
    made = Cells()
    # A column named Progress holds an answer that may close with a status.
    roles = [
        role
        for column in columns
        for role in (("response", "status") if column.role == "progress" else (column.role,))
    ]
    start, end = trimmed(text, start, end)
    end = _narrow_at_end(text, start, end, roles, made)
    _part(text, start, end, roles, cited, made)
    return made


def _narrow_at_end(text: str, start: int, end: int, roles: list[str], made: Cells) -> int:
    """Take statuses and dates off the end of a row; return where the rest ends."""
    while roles and roles[-1] in _NARROW:
        role = roles.pop()
        tail = max(start, end - 60)
        match = status_at_end().search(text, tail, end)
        if match is None:
            continue
        dated = bool(re.fullmatch(DATE, match.group("cell"), re.IGNORECASE))
        if role == "date" and not dated:
            continue
        if role != "date" and dated and roles and roles[-1] == "date":
            continue
        made.spans[role] = match.span("cell")
        start_of_cell = match.start("cell")
        end = trimmed(text, start, start_of_cell)[1]
    return end


def _part(
    text: str, start: int, end: int, roles: list[str], cited: Sequence[CitedAt], made: Cells
) -> None:
    start, end = trimmed(text, start, end)
    if not roles or start >= end:
        return
    if len(roles) == 1:
        _keep(text, start, end, roles[0], cited, made)
        return
    narrow = next((at for at, role in enumerate(roles) if role in (*_NARROW, "owner")), None)
    if narrow is not None:
        place = _narrow(text, start, end, roles[narrow])
        before, after = roles[:narrow], roles[narrow + 1 :]
        if place is None:
            _part(text, start, end, before + after, cited, made)
            return
        made.spans[roles[narrow]] = place
        _part(text, start, place[0], before, cited, made)
        _part(text, place[1], end, after, cited, made)
        return
    cut, after = _first_cell_end(text, start, end, roles[0], cited, made)
    _keep(text, start, cut, roles[0], cited, made)
    sub_ref = _SUB_REF.match(text, after, end) if roles[1] == "action" else None
    if sub_ref:
        made.sub_ref = " ".join(sub_ref.group().split())
        after = sub_ref.end()
    _part(text, after, end, roles[1:], cited, made)


def _narrow(text: str, start: int, end: int, role: str) -> Span | None:
    """Return the first place in a row that fills a narrow cell: a person, a status, a date."""
    if role == "owner":
        match = person().search(text, start, end)
        return match.span() if match else owner_between(text, start, end)
    pattern = re.compile(DATE, re.IGNORECASE) if role == "date" else status_inside()
    match = pattern.search(text, start, end)
    return match.span() if match else None


def _first_cell_end(
    text: str, start: int, end: int, role: str, cited: Sequence[CitedAt], made: Cells
) -> Span:
    """Return where the first of several text cells ends, and where the next begins."""
    if role in ("action", "recommendation"):
        closing = [at for at in cited if start + 3 <= at.start < end]
        if closing:
            last = closing[0]
            made.cited.append(last)
            for following in closing[1:]:
                if text[last.end : following.start].strip(" ,;&.\n"):
                    break
                made.cited.append(following)
                last = following
            return closing[0].start, last.end
    made.uncertain = True
    for match in _SENTENCE_END.finditer(text, start, end):
        head = text[start : match.start() + 1]
        if not _ABBREVIATED.search(head) and len(head.split()) > 2:
            return match.end(), match.end()
    return end, end


def without_citations(cell: Passage, cited: Sequence[CitedAt]) -> Passage:
    """Return a cell without the brackets that close it; a cell of nothing else stays as it is."""
    spans = list(cell.spans)
    for at in reversed(cited):
        start, end = trimmed(cell.text, *spans[-1])
        if start < at.start and at.end <= end and not cell.text[at.end : end].strip(" .,;"):
            spans[-1] = trimmed(cell.text, start, at.start)
    return passage(cell.text, *spans) or cell


def _keep(
    text: str, start: int, end: int, role: str, cited: Sequence[CitedAt], made: Cells
) -> None:
    """Keep one cell, and leave a citation that closes it out of an action's words."""
    start, end = trimmed(text, start, end)
    if role in ("action", "recommendation"):
        inside = [
            at for at in cited if start <= at.start and at.end <= end and at not in made.cited
        ]
        made.cited.extend(inside)
        for at in reversed(inside):
            if not text[at.end : end].strip(" ."):
                start, end = trimmed(text, start, at.start)
    if start < end:
        made.spans[role] = (start, end)
