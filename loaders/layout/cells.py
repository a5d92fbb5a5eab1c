"""Parts the words of one row of run-on text into the cells that its columns call for.

The signs that tell where a cell ends: a citation closes the action, a person or a status fills a
cell of its own, a status or a date closes the row. Where no sign stands between two cells, the
first sentence is taken for the first of them, and a finding says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders.layout.acts import asks
from loaders.layout.groups import owner_between, person
from loaders.months import DATE
from loaders.passage import Passage, passage, trimmed
from loaders.status import status_at_end, status_inside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.citations import CitedAt
    from loaders.layout.columns import Column

Span = tuple[int, int]

_NARROW = ("status", "progress", "date")
_ASKING = ("recommendation", "action")
_LONGEST_STATUS = 60
"""Characters at the end of a row in which its status and date stand."""
_SHORTEST_WORD = 3
"""Characters: a citation that begins a cell closes nothing."""
_SHORTEST_SENTENCE = 3
"""Words: what is shorter is an abbreviation or a number with a full stop."""
_LONGEST_ABBREVIATION = 12
_LOOKED_AT = 200
"""Characters: three words are no longer."""
_SENTENCE_END = re.compile(
    r"[.!?][\"'\u2019\u201d)]?\s+(?=[A-Z\d\"'\u2018\u201c])|(?<=[a-z])[.!?](?=[A-Z][a-z])"
    r"|(?<=\))\s+(?=[A-Z\d])"
    r"|(?<=[a-z)])\s+(?=(?:The|This|These|We|All|There|It|In|Our|A|An|Following|Work|Officers|Staff)\s)"
)
_SUB_REF = re.compile(r"\s*[A-Z]{1,6}[ -]?\d{1,3}(?:\.\d+)?(?=\s+[A-Z])")
_INNER_REF = re.compile(
    r"(?<=[a-z.,)])\s+(?P<letters>[A-Z]{1,6})[ -]?\d{1,3}(?:\.\d+)?(?=\s+[A-Z])"
)
_AGAIN = 3
_NEW_SENTENCE = re.compile(
    r"(?<![\w'\u2019-])(?P<before>[a-z]{3,})\s+"
    r"(?=[A-Z][a-z]+\s+(?:[a-z]|[A-Z]{2})|[A-Z][\w-]+\s+(?:in|is|are|was|were|has|have)\s)"
)
"""A capital amid other words, where no full stop ends the action: "at weekends Runs every"."""
_JOINING = frozenset(
    re.findall(
        r"\w+",
        "the and for with from into onto over under all any each every its their our this that "
        "these those via per both other between across within using about against towards new "
        "called named local national regional annual joint",
    )
)
"""Words before a name in the middle of a sentence."""
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


def split_row(text: str, span: Span, columns: Sequence[Column], cited: Sequence[CitedAt]) -> Cells:
    """Part a row.

    Args:
        text: canonical text, with what is no part of a row blanked out.
        span: from after the row's ref to where the next row or heading begins.
        columns: the columns after the ref, in the table's order.
        cited: citations that stand in `span`, in reading order.
    """
    # A column named Progress holds an answer that may close with a status.
    roles = [
        role
        for column in columns
        for role in (("response", "status") if column.role == "progress" else (column.role,))
    ]
    parting = _Parting(text, cited)
    parting.part(*parting.narrow_at_end(*trimmed(text, *span), roles))
    return parting.made


class _Parting:
    """The cells of one row as they are found."""

    def __init__(self, text: str, cited: Sequence[CitedAt]) -> None:
        self._text = text
        self._cited = cited
        self.made = Cells()

    def narrow_at_end(self, start: int, end: int, roles: list[str]) -> tuple[int, int, list[str]]:
        """Take statuses and dates off the end of a row; return what is left of it."""
        left = list(roles)
        while left and left[-1] in _NARROW:
            role = left.pop()
            match = status_at_end().search(self._text, max(start, end - _LONGEST_STATUS), end)
            if match is None:
                continue
            dated = bool(re.fullmatch(DATE, match.group("cell"), re.IGNORECASE))
            if dated != (role == "date") and (role == "date" or left[-1:] == ["date"]):
                continue
            self.made.spans[role] = match.span("cell")
            end = trimmed(self._text, start, match.start("cell"))[1]
        return start, end, left

    def part(self, start: int, end: int, roles: list[str]) -> None:
        """Part what is left of a row into the cells that these roles call for."""
        start, end = trimmed(self._text, start, end)
        if not roles or start >= end:
            return
        if len(roles) == 1:
            self._keep(start, end, roles[0])
            return
        narrow = next((at for at, role in enumerate(roles) if role in (*_NARROW, "owner")), None)
        if narrow is None:
            self._part_texts(start, end, roles)
            return
        before, after = roles[:narrow], roles[narrow + 1 :]
        place = self._narrow(start, end, roles[narrow], alone=len(before) == 1)
        if place is None:
            self.part(start, end, before + after)
            return
        self.made.spans[roles[narrow]] = place
        self.part(start, place[0], before)
        self.part(place[1], end, after)

    def _narrow(self, start: int, end: int, role: str, *, alone: bool) -> Span | None:
        """Return the first place in a row that fills a narrow cell: a person, a status, a date.

        `alone` says that one text cell stands before it, so that its citation closes that cell.
        """
        if role == "owner":
            people = person().finditer(self._text, start, end)
            match = next((one for one in people if not self._is_cited(one.start())), None)
            place = self._name(match) if match else owner_between(self._text, start, end)
            return place if place and (not alone or self._follows(start, place[0])) else None
        pattern = re.compile(DATE, re.IGNORECASE) if role == "date" else status_inside()
        match = pattern.search(self._text, start, end)
        return match.span() if match else None

    def _is_cited(self, at: int) -> bool:
        """Return whether a place is inside a citation: "(Review of Mr W, recommendation 6)"."""
        return any(cited.start <= at < cited.end for cited in self._cited)

    def _name(self, match: re.Match[str]) -> Span:
        """Return the place of a ranked name without a verb that follows it: "DCI Ward Deliver"."""
        words = match.group().rsplit(maxsplit=1)
        after = self._text[match.end() :].lstrip()[:1]
        ranked = len(words) > 1 and person().fullmatch(words[0])
        if ranked and after.islower() and asks(f"{words[1]} {self._text[match.end() :][:60]}"):
            return match.start(), match.start() + len(words[0])
        return match.span()

    def _follows(self, start: int, owner: int) -> bool:
        """Return whether an owner stands where its cell would: right after a citation, if any."""
        cited = [at for at in self._cited if start <= at.start and at.end <= owner]
        return not cited or len(self._text[cited[-1].end : owner].split()) == 0

    def _part_texts(self, start: int, end: int, roles: list[str]) -> None:
        """Part several text cells that follow on each other: the first, then the rest."""
        code = self._sub_ref(start, end) if tuple(roles[:2]) == _ASKING else None
        first_end, next_start = code or self._first_cell(start, end, roles[0])
        self._keep(start, first_end, roles[0])
        sub_ref = _SUB_REF.match(self._text, next_start, end) if roles[1] == "action" else None
        if sub_ref:
            self.made.sub_ref = " ".join(sub_ref.group().split())
            next_start = sub_ref.end()
        self.part(next_start, end, roles[1:])

    def _sub_ref(self, start: int, end: int) -> Span | None:
        """Return where the action's own ref ("NO 8") parts it from its recommendation, twice.

        Its letters come again and again in such a plan.
        """
        for match in _INNER_REF.finditer(self._text, start + _SHORTEST_WORD, end):
            again = re.compile(rf"\s{re.escape(match.group('letters'))}[ -]?\d{{1,3}}\s+[A-Z]")
            if len(again.findall(self._text)) >= _AGAIN:
                return match.start(), match.start()
        return None

    def _first_cell(self, start: int, end: int, role: str) -> Span:
        """Return where the first of several text cells ends, and where the next begins."""
        if role in _ASKING:
            closing = [at for at in self._cited if start + _SHORTEST_WORD <= at.start < end]
            if closing:
                return closing[0].start, self._take_citations(closing)
        self.made.uncertain = True
        sentence = self._first_sentence(start, end)
        run = next(
            (
                match.end()
                for match in _NEW_SENTENCE.finditer(self._text, start, sentence)
                if match.group("before").casefold() not in _JOINING
                and len(self._text[start : match.end()].split()) >= _SHORTEST_SENTENCE
            ),
            sentence,
        )
        return run, run

    def _first_sentence(self, start: int, end: int) -> int:
        """Return where the words after the first sentence begin."""
        for match in _SENTENCE_END.finditer(self._text, start, end):
            stop = match.start() + 1
            near = self._text[max(start, stop - _LONGEST_ABBREVIATION) : stop]
            head = self._text[start : min(stop, start + _LOOKED_AT)]
            if not _ABBREVIATED.search(near) and len(head.split()) >= _SHORTEST_SENTENCE:
                return match.end()
        return end

    def _take_citations(self, closing: list[CitedAt]) -> int:
        """Take the citations that close a cell, one or several in a row; return where they end."""
        last = closing[0]
        self.made.cited.append(last)
        for following in closing[1:]:
            if self._text[last.end : following.start].strip(" ,;&.\n"):
                break
            self.made.cited.append(following)
            last = following
        # The full stop of the sentence that the citation closes.
        return last.end + (self._text[last.end : last.end + 2] == ". ")

    def _keep(self, start: int, end: int, role: str) -> None:
        """Keep one cell, and leave a citation that closes it out of an action's words."""
        start, end = trimmed(self._text, start, end)
        if role in _ASKING:
            taken = {at.start for at in self.made.cited}
            inside = [
                at
                for at in self._cited
                if start <= at.start and at.end <= end and at.start not in taken
            ]
            self.made.cited.extend(inside)
            for at in reversed(inside):
                if not self._text[at.end : end].strip(" ."):
                    start, end = trimmed(self._text, start, at.start)
        if start < end:
            self.made.spans[role] = (start, end)


def without_citations(cell: Passage, cited: Sequence[CitedAt]) -> Passage:
    """Return a cell without the brackets that close it; a cell of nothing else stays as it is."""
    spans = list(cell.spans)
    for at in reversed(cited):
        begin, end = spans[-1]
        closes = begin < at.end <= end and not cell.text[at.end : end].strip(" .,;")
        if closes and spans[0][0] < at.start:
            spans = [(begin, min(end, at.start)) for begin, end in spans if begin < at.start]
    return passage(cell.text, *spans) or cell
