"""Turns the cells of a table's row, whatever the table was made of, into a row of the plan."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from loaders.findings import Finding, line_of
from loaders.layout.cells import without_citations
from loaders.layout.rows import Group, PlanRow
from loaders.months import month_of
from loaders.passage import Passage, passage
from loaders.status import status_at_end, status_in_front, status_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from loaders.citations import CitationReader, CitedAt
    from loaders.layout.columns import Column

Span = tuple[int, int]

_REMARK = 5
"""Words: a status with a short remark ("Closed - no longer required") is one cell."""
_LONGEST_STATUS = 120
"""Characters at the end of an answer in which its status and date stand."""
_FEW = 3
"""Words: what is longer in a status cell is a sentence."""


@dataclass(slots=True)
class GrownRow:
    """A row as it grows over continuation lines: by column, its cells; each a list of pieces."""

    at: int
    group: Group | None
    columns: tuple[Column, ...]
    cells: dict[int, list[list[Span]]] = field(default_factory=dict)


def plan_rows(text: str, grown: Iterable[GrownRow], citations: CitationReader) -> Iterator[PlanRow]:
    """Turn grown rows into rows of the plan; a row that leaves its ask out shares the one above."""
    above: Passage | None = None
    strand: Group | None = None
    for ordinal, row in enumerate(grown, start=1):
        made = _row(text, row, ordinal, citations, above)
        above = made.recommendation or above
        if any(column.role == "workstream" for column in row.columns):
            # A blank in a column of workstreams means the one above.
            strand = made.group if made.group != row.group else strand
            made = replace(made, group=strand)
        yield made


def _row(
    text: str, row: GrownRow, ordinal: int, citations: CitationReader, above: Passage | None
) -> PlanRow:
    """Turn the cells of a grown row into a row of the plan.

    `above` is the recommendation of the row before, for rows that leave theirs out.
    """
    held: dict[str, list[Passage]] = {}
    others: list[tuple[str, Passage]] = []
    for at, passages in sorted(row.cells.items()):
        column = row.columns[at]
        cells = [cell for pieces in passages if (cell := passage(text, *pieces))]
        if column.role in ("other", "evidence"):
            others.extend((column.heading, cell) for cell in cells)
        else:
            held.setdefault(column.role, []).extend(cells)
    roles = {column.role for column in row.columns}
    asked = _joined(held.get("recommendation"))
    action = _joined(held.get("action"))
    answers_priority = "action" not in roles
    if not answers_priority and asked is None and "recommendation" in roles:
        asked = above
    status, response = _status(held)
    body = action or asked
    findings: list[Finding] = []
    ref_at = _joined(held.get("ref"))
    if body is None:
        # A row begins with a cell that holds words, so there is one.
        body = next(
            cell
            for cells in (
                response,
                held.get("ref", []),
                [others[0][1]] if others else [],
                [status] if status else [],
                *held.values(),
            )
            for cell in cells
        )
        findings.append(
            Finding(
                "warning",
                "row.no-action",
                "the row has no words in its action column; its first words stand in",
                line_of(text, row.at),
            )
        )
    cited = tuple(_cited(text, body, asked, held.get("source", []), citations))
    return PlanRow(
        ref=ref_at.folded() if ref_at else str(ordinal),
        ref_at=ref_at,
        action=without_citations(body, cited),
        recommendation=without_citations(asked, cited) if asked else None,
        answers_priority=answers_priority and asked is not None,
        cited=cited,
        owners=tuple(held.get("owner", ())),
        group=_group(held.get("workstream"), row.group),
        response=response,
        status=status,
        due=_joined(held.get("date")),
        others=tuple(others),
        findings=tuple(findings),
    )


def _status(held: dict[str, list[Passage]]) -> tuple[Passage | None, tuple[Passage, ...]]:
    """Return the status words and the answer of a row.

    A column named Progress may hold either; and a cell of any of these columns may open with a
    status that the rest explains.
    """
    answering = ("status", "progress", "response")
    cells = sorted(
        (cell for role in answering for cell in held.get(role, ())), key=lambda cell: cell.spans
    )
    closing = not held.get("status")
    answers: list[Passage] = []
    status: Passage | None = None
    for cell in cells:
        words = cell.folded()
        short = len(words.split()) <= _FEW
        bare = status_of(words) != "unknown" or (short and month_of(words))
        in_status_column = cell in held.get("status", ())
        narrow = short and in_status_column
        front = status_in_front().match(cell.text, *cell.spans[0])
        if status is None and bare and in_status_column and len(words.split()) <= _REMARK:
            status = cell
        elif status is None and front and front.end() < cell.end:
            status = passage(cell.text, front.span("cell"))
            rest = passage(cell.text, (front.end(), cell.spans[0][1]), *cell.spans[1:])
            answers.extend([rest] if rest else [])
        elif status is None and closing and (at := _status_last(cell)):
            status = passage(cell.text, at)
            rest = passage(cell.text, *cell.spans[:-1], (cell.spans[-1][0], at[0]))
            answers.extend([rest] if rest else [])
        elif status is None and (narrow or bare):
            status = cell
        else:
            answers.append(cell)
    return status, tuple(answers)


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


def _cited(
    text: str,
    action: Passage,
    asked: Passage | None,
    sources: list[Passage],
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
            yield found_in_cell
