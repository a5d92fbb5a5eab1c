"""Turns the cells of a table's row, whatever the table was made of, into a row of the plan."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from loaders.citations import CitedAt
from loaders.findings import Finding, line_of
from loaders.layout.asked import leading_number
from loaders.layout.cells import without_citations
from loaders.layout.columns import IGNORED, names_both, plain
from loaders.layout.labels import Piece, labelled
from loaders.layout.logs import Entry, latest, log_in
from loaders.layout.rows import Colour, Group, PlanRow
from loaders.months import DATE, month_of
from loaders.passage import Passage, passage
from loaders.status import colour_key, status_at_end, status_in_front, status_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from loaders.citations import CitationReader
    from loaders.content import Content
    from loaders.layout.columns import Column
    from loaders.layout.growing import GrownRow

Span = tuple[int, int]

_REMARK = 5
"""Words: a status with a short remark ("Closed - no longer required") is one cell."""
_LONGEST_STATUS = 120
"""Characters at the end of an answer in which its status and date stand."""
_FEW = 3
"""Words: what is longer in a status cell is a sentence."""


_PARTED = (
    "recommendation",
    "action",
    "response",
    "progress",
    "evidence",
    "date",
    "owner",
    "status",
)
"""Columns whose cells may hold several answers, each with its label."""
_LOGGED = frozenset({"response", "progress", "status", "evidence", "other"})
"""Columns whose cells may be dated logs: each says how far it has come, and the last counts."""
_DATES = re.compile(rf"(?:by\s+|end\s+(?:of\s+)?)*(?:{DATE})", re.IGNORECASE)
_ASK_NUMBER = re.compile(r"(?<![\w/])\d{1,3}(?:\.\d{1,2})*[a-z]?(?![\w/])")
_SEPARATORS = ' \t\r\n,;|"'
"""What parts two cells in a text."""
_BETWEEN = " \t\r\n,;:/()-\u2013\u2014|"
_BY = frozenset(("by", "due", "to be completed by", "target"))
_STOP = re.compile(r"\s*(?:[.:;,!\n]|\s[-\u2013\u2014](?=\s))\s*")
"""What parts a status from what explains it."""
_DATED = re.compile(r"(?:19|20)\d\d|\d/\d\d")
_LABELS = frozenset(
    {"owner", "date", "status", "source", "response", "action", "evidence", "accepted"}
)


@dataclass(frozen=True, slots=True)
class _Above:
    """What a row takes over from the one above it where it leaves it blank."""

    asked: Passage | None = None
    ref: Passage | None = None
    columns: tuple[Column, ...] = ()
    table: int = 0


def plan_rows(
    content: Content,
    grown: Sequence[GrownRow],
    citations: CitationReader,
    own: Mapping[str, str] | None = None,
) -> Iterator[PlanRow]:
    """Turn grown rows into rows of the plan; a row that leaves its ask out shares the one above.

    Args:
        content: what was read of the file.
        grown: the rows of its tables.
        citations: finds what the plan cites.
        own: what the plan's own words of status mean.
    """
    above = _Above()
    strand: Group | None = None
    coloured = _colour_columns(grown)
    white = "white" in colour_key(content.text)
    for ordinal, row in enumerate(grown, start=1):
        if row.table != above.table and row.columns != above.columns:
            above = _Above()
        made, ref = _Row(content, row, citations, own or {}).made(ordinal, above)
        above = _Above(made.recommendation or above.asked, ref or above.ref, row.columns, row.table)
        if any(column.role == "workstream" for column in row.columns):
            # A blank in a column of workstreams means the one above.
            strand = made.group if made.group != row.group else strand
            made = replace(made, group=strand or row.group)
        colour = _colour(content.text, row, coloured.get(row.columns), white=white)
        yield replace(made, colour=colour) if colour and not made.status else made


_RAG = frozenset({"red", "amber", "green"})


def _colour_columns(grown: Sequence[GrownRow]) -> dict[tuple[Column, ...], int]:
    """Return, by columns, the one whose fills tell how far actions have come.

    That is the column of statuses; or else the one whose fills vary over red, amber and green.
    """
    found: dict[tuple[Column, ...], int] = {}
    fills: dict[tuple[Column, ...], dict[int, set[str]]] = {}
    for row in grown:
        held = fills.setdefault(row.columns, {})
        for at, cell in row.coloured.items():
            if cell.colour:
                held.setdefault(at, set()).add(cell.colour)
    for known, held in fills.items():
        named = [at for at, column in enumerate(known) if column.role == "status" and at in held]
        narrow = [at for at, column in enumerate(known) if column.role == "progress" and at in held]
        varied = [at for at in sorted(held) if len(held[at] & _RAG) > 1]
        # Where whole rows are filled, any column will do; the last one is the nearest to a status.
        best = next(iter((*named, *narrow, *varied[-1:])), None)
        if best is not None:
            found[known] = best
    return found


def _colour(text: str, row: GrownRow, at: int | None, *, white: bool) -> Colour | None:
    cell = row.coloured.get(at) if at is not None else None
    if cell is None or not (cell.colour or white):
        return None
    return Colour(cell.colour or "white", passage(text, *cell.spans), cell.place)


class _Row:
    """The cells of one grown row, by what they hold."""

    def __init__(
        self, content: Content, row: GrownRow, citations: CitationReader, own: Mapping[str, str]
    ) -> None:
        self._content = content
        self._text = content.text
        self._row = row
        self._citations = citations
        self._own = own
        self._held: dict[str, list[Passage]] = {}
        self._log: tuple[Entry, ...] = ()
        self._others: list[tuple[str, Passage]] = []
        for at, passages in sorted(row.cells.items()):
            column = row.columns[at]
            cells = [cell for pieces in passages if (cell := passage(self._text, *pieces))]
            for cell in cells:
                self._take(column, cell)

    def _take(self, column: Column, cell: Passage) -> None:
        """Keep a cell under its role, parted by the labels that stand in it."""
        if column.role == IGNORED:
            return
        if column.role in ("owner", "date") and names_both(column.heading):
            dates = list(_DATES.finditer(cell.text, cell.start, cell.end))
            parted_by_label = ":" in cell.folded()
            if dates and not parted_by_label and len(cell.spans) == 1:
                self._owner_and_date(cell, dates[-1].span())
                return
        log = log_in(cell, column.heading) if column.role in _LOGGED else ()
        if log:
            self._log += log
            self._others.append((column.heading, cell))
            return
        if column.role in _PARTED and not column.by_cells:
            parted = labelled(cell)
            if any(piece.role in _LABELS and piece.role != column.role for piece in parted.pieces):
                if parted.words:
                    self._keep(column.role, column.heading, parted.words)
                for piece in parted.pieces:
                    self._keep(piece.role, piece.heading, self._whole(cell, piece))
                return
        self._keep(column.role, column.heading, cell)

    def _owner_and_date(self, cell: Passage, date: Span) -> None:
        """Part a cell of a column "Lead and timescale": the date, and who leads around it."""
        made = passage(cell.text, date)
        for begin, stop in ((cell.start, date[0]), (date[1], cell.end)):
            words = cell.text[begin:stop]
            start = begin + len(words) - len(words.lstrip(_BETWEEN))
            owner = passage(cell.text, (start, start + len(words.strip(_BETWEEN))))
            if owner and owner.folded().casefold() not in _BY:
                self._keep("owner", "", owner)
        if made:
            self._keep("date", "", made)

    def _whole(self, cell: Passage, piece: Piece) -> Passage:
        """Return the words under a label, with the label where it dates them: "Update May 2017".

        A status is followed by what explains it, whose last full stop is no sign of a label's.
        """
        words = piece.words
        start, end = words.spans[0][0], words.spans[-1][1]
        if piece.role == "status" and cell.text[end : end + 1] in (".", "!") and end < cell.end:
            end += 1
        if piece.role in ("response", "evidence") and _DATED.search(piece.heading):
            label = r"\s+".join(re.escape(word) for word in piece.heading.split())
            found = list(re.finditer(label, cell.text[cell.start : start]))
            start = cell.start + found[-1].start() if found else start
        if len(words.spans) == 1:
            return Passage(words.text, ((start, end),))
        first, *middle, last = words.spans
        return Passage(words.text, ((start, first[1]), *middle, (last[0], end)))

    def _keep(self, role: str, heading: str, cell: Passage) -> None:
        if role in ("other", "evidence", "accepted"):
            self._others.append((heading, cell))
        if role not in ("other", "evidence"):
            self._held.setdefault(role, []).append(cell)

    def made(self, ordinal: int, above: _Above) -> tuple[PlanRow, Passage | None]:
        """Return the row, and its own ref where it has one.

        Args:
            ordinal: its place in the plan, from 1, which is its ref where it has none.
            above: what stands above it.
        """
        held, row = self._held, self._row
        roles = {column.role for column in row.columns}
        action, asked = _joined(held.get("action")), _joined(held.get("recommendation"))
        ref = _joined(held.get("ref"))
        if row.numbered:
            asked, number = self._unnumbered(asked)
            action, own = self._unnumbered(action)
            ref = own or number
        answers_priority = "action" not in roles
        shared = asked is None and row.asked is None and "recommendation" in roles
        if row.asked and asked is None:
            asked = row.asked.words
        elif not answers_priority and shared:
            asked = above.asked
            if ref is None and ("ref" in roles or row.numbered):
                ref = above.ref if above.columns == row.columns else None
        if row.asked:
            ref = ref or row.asked.number
        status, response = _status(held, self._own)
        status = status or latest(list(self._log), None)
        body = action or asked
        findings: list[Finding] = []
        if body is None:
            body = self._first_words(response, status)
            findings.append(self._no_action())
        located = _joined(held.get("locator"))
        sources = held.get("source", [])
        cited = tuple(_cited(self._text, body, asked, sources, located, self._citations))
        made = PlanRow(
            ref=ref.folded() if ref else str(ordinal),
            ref_at=ref,
            action=without_citations(body, cited),
            recommendation=without_citations(asked, cited) if asked else None,
            answers_priority=answers_priority and asked is not None,
            cited=cited,
            owners=tuple(held.get("owner", ())),
            group=_group(held.get("workstream"), row.group),
            response=response,
            status=status,
            due=_joined(held.get("date")),
            accepted=_joined(held.get("accepted")),
            uncertain=any(column.by_cells for column in row.columns),
            others=tuple(self._others),
            findings=tuple(findings),
        )
        return made, ref

    def _unnumbered(self, cell: Passage | None) -> tuple[Passage | None, Passage | None]:
        """Part the number that opens an ask from its words."""
        found = leading_number(self._text, *cell.spans[0]) if cell else None
        if cell is None or found is None:
            return cell, None
        number, rest = found
        return passage(self._text, rest, *cell.spans[1:]), passage(self._text, number)

    def _first_words(self, response: tuple[Passage, ...], status: Passage | None) -> Passage:
        """Return the first cell of a row that asks nothing; a row has one that holds words."""
        return next(
            cell
            for cells in (
                response,
                self._held.get("ref", []),
                [self._others[0][1]] if self._others else [],
                [status] if status else [],
                *self._held.values(),
            )
            for cell in cells
        )

    def _no_action(self) -> Finding:
        at = self._row.at
        return Finding(
            "warning",
            "row.no-action",
            "the row has no words in its action column; its first words stand in",
            str(self._content.places.of(at, at + 1)) or line_of(self._text, at),
        )


def _status(
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
        if status is None and bare and in_status_column and len(words.split()) <= _REMARK:
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


def _group(workstream: list[Passage] | None, heading: Group | None) -> Group | None:
    """Return the row's own workstream where its cell names one, else that of the heading."""
    return Group(workstream[0], None) if workstream else heading


def _joined(cells: list[Passage] | None) -> Passage | None:
    if not cells:
        return None
    return Passage(cells[0].text, tuple(span for cell in cells for span in cell.spans))


def _cited(  # noqa: PLR0913 - the cells that may cite
    text: str,
    action: Passage,
    asked: Passage | None,
    sources: list[Passage],
    located: Passage | None,
    citations: CitationReader,
) -> Iterator[CitedAt]:
    seen: set[int] = set()
    for cell in (asked, action):
        for found in citations.in_passage(cell) if cell else ():
            if found.start not in seen:
                seen.add(found.start)
                yield found
    for cell in sources:
        found_in_cell = citations.cell(text, cell.start, cell.end)
        if found_in_cell:
            yield _located(text, found_in_cell, located, citations) if located else found_in_cell


def _located(text: str, cited: CitedAt, at: Passage, citations: CitationReader) -> CitedAt:
    """Return what a source's cell cites with the number of the cell beside it."""
    if len(cited.citations) != 1:
        return cited
    (citation,) = cited.citations
    beside = not text[min(cited.end, at.end) : max(cited.start, at.start)].strip(_SEPARATORS)
    start, end = min(cited.start, at.start), max(cited.end, at.end)
    number = _ASK_NUMBER.search(at.folded())
    whole = citations.cell(text, at.start, at.end)
    named = whole.citations[0] if whole else None
    made = replace(citation, locator=at.folded())
    if named and named.asks:
        made = replace(made, asks=named.asks)
    elif number:
        made = replace(made, asks=(("recommendation", number.group()),))
    if not beside:
        return replace(cited, citations=(made,))
    made = replace(made, start=start, end=end, words=text[start:end])
    return CitedAt(start, end, start, end, (made,))
