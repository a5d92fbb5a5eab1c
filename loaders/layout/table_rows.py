"""Turns the cells of a table's row, whatever the table was made of, into a row of the plan."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from loaders.findings import Finding, line_of
from loaders.layout.asked import leading_number
from loaders.layout.cells import without_citations
from loaders.layout.cited_cells import cited_in
from loaders.layout.columns import IGNORED, names_both
from loaders.layout.labels import Piece, labelled
from loaders.layout.logs import Entry, latest, log_in
from loaders.layout.rows import Colour, Group, PlanRow
from loaders.layout.status_cells import status_and_answers
from loaders.months import DATE
from loaders.passage import Passage, passage
from loaders.status import colour_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from loaders.citations import CitationReader
    from loaders.content import Content
    from loaders.layout.columns import Column
    from loaders.layout.growing import GrownRow

Span = tuple[int, int]


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
_BETWEEN = " \t\r\n,;:/()-\u2013\u2014|"
_BY = frozenset(("by", "due", "to be completed by", "target"))
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
        status, response = status_and_answers(held, self._own)
        status = status or latest(list(self._log), None)
        body = action or asked
        findings: list[Finding] = []
        if body is None:
            body = self._first_words(response, status)
            findings.append(self._no_action())
        located = _joined(held.get("locator"))
        sources = held.get("source", [])
        cited = tuple(cited_in(self._text, body, asked, sources, located, self._citations))
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


def _group(workstream: list[Passage] | None, heading: Group | None) -> Group | None:
    """Return the row's own workstream where its cell names one, else that of the heading."""
    return Group(workstream[0], None) if workstream else heading


def _joined(cells: list[Passage] | None) -> Passage | None:
    if not cells:
        return None
    return Passage(cells[0].text, tuple(span for cell in cells for span in cell.spans))
