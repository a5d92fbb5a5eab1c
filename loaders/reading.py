"""One document read through: its rows, what their words say, and what there is to say about it."""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from loaders.citations import CitationReader, CitedAt, rule_version
from loaders.content import Block, Table
from loaders.document import Document, read_document
from loaders.findings import Finding, line_of
from loaders.language import Language, Mention, Sentence
from loaders.layout import read_layout
from loaders.layout.groups import organisation_names
from loaders.layout.owner_cells import owners_in
from loaders.months import month_of
from loaders.preamble import Answered, answered, numbered_in
from loaders.register import Register, read_register
from loaders.said_columns import NOTHING_SAID, SaidColumns, said_columns
from loaders.status import VERSION as STATUS_VERSION
from loaders.status import colour_key, status_in_cell, status_of_colour

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from loaders.content import Content
    from loaders.layout.rows import Layout, PlanRow, ReadColumn
    from loaders.limits import Limits
    from loaders.passage import Passage

_HABIT = 2
"""Times: an organisation named once is not thereby the publisher."""

_ANY_PLACE = ("Safer", "Safe", "Greater", "North", "South", "East", "West", "Mid", "The")
"""First words of names that are no name by themselves: "Safer Estmoor Partnership"."""

_LONGEST_REF = 60
"""Characters of a ref that go into an id: far more than a ref has."""

_Owners = dict[tuple[tuple[int, int], ...], tuple[Mention, ...]]
"""What each heading names, by the place of its pieces."""


@dataclass(frozen=True, slots=True)
class ReadAction:
    """One action with everything that was read about it.

    Attributes:
        id: id in the graph, for example `mps-da-2016/action/22`.
        ordinal: place in the plan, from 1.
        row: its cells.
        sentences: the sentences of its answer, in reading order, each with a stage.
        mentions: what its words name, in reading order; the citation and the heading included.
        status: complete, ongoing, not started, overdue or unknown.
        stated: month that the status cell names (`YYYY-MM`), or None.
        due: month by which it is due, or None.
    """

    id: str
    ordinal: int
    row: PlanRow
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    status: str
    stated: str | None
    due: str | None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What there is to say about how the row was read."""
        return self.row.findings


@dataclass(frozen=True, slots=True)
class PlanReading:
    """One document, read through.

    Attributes:
        document: the file and what is known about it.
        register: the sources that its citations were looked up in.
        publisher: id of the publisher, which scopes what the plan names; None where unknown.
        layout: name and version of the layout's rules, or None where no table was found.
        title_source: where the title names the strategy that the plan answers.
        answers: the one source that the title or the introduction says the whole plan answers.
        actions: in reading order.
        findings: what there is to say about the document as a whole.
        columns: what the columns of its tables were taken to hold.
    """

    document: Document
    register: Register
    publisher: str | None
    layout: str | None
    title_source: Passage | None
    answers: Answered | None
    actions: tuple[ReadAction, ...]
    findings: tuple[Finding, ...]
    _owners: _Owners
    columns: tuple[ReadColumn, ...] = ()

    def owners_in(self, cell: Passage) -> tuple[Mention, ...]:
        """Return the people, posts, teams and organisations that a group's heading names."""
        return self._owners.get(cell.spans, ())


@functools.cache
def language() -> Language:
    """Return the process's one language pipeline, made when first asked for."""
    return Language()


def read_plan(
    path: Path, *, limits: Limits | None = None, columns: str | None = None
) -> PlanReading:
    """Read a plan from a file.

    A document without actions is no error: a finding says why none were found.

    Args:
        path: the file.
        limits: how much it may hold.
        columns: what the user says of its columns (see `loaders.said_columns`).

    Raises:
        WrongUseError: what is said of the columns is not understood.
        UnreadableInputError: the file, its sidecar or the register cannot be read.
    """
    said = said_columns(path, columns)
    return read_through(read_document(path, limits), read_register(), said)


def read_through(
    document: Document, register: Register, said: SaidColumns = NOTHING_SAID
) -> PlanReading:
    """Read the rows of a document, and what their words say."""
    publisher = register.publisher_id(document.publisher)
    names = publisher_names(document, register)
    citations = CitationReader(register, publisher, names, document.date)
    layout = read_layout(document.content, citations, said)
    title_source = _title_source(layout)
    answers = None
    if layout and layout.rows and title_source is None:
        answers = answered(document, citations, layout.rows)
        layout = replace(layout, rows=tuple(numbered_in(answers, row) for row in layout.rows))
    owners = _read_owners(layout, names) if layout else {}
    actions = tuple(_actions(document, layout, owners, names)) if layout else ()
    return PlanReading(
        document=document,
        register=register,
        publisher=publisher,
        layout=layout.name if layout else None,
        title_source=title_source,
        answers=answers,
        actions=actions,
        findings=(*_findings(document, register, layout, actions), *_answers_finding(answers)),
        _owners=owners,
        columns=layout.columns if layout else (),
    )


def publisher_names(document: Document, register: Register) -> tuple[str, ...]:
    """Return the names by which a plan calls its own publisher.

    Where nobody says who that is, the organisation that the title or the page headers name, or
    else the one that the text names most often, and the first part of its name, are taken for it:
    enough to tell a local origin, not enough to say who issued the plan.
    """
    if document.publisher is None:
        name = _named_at_head(document) or _named_most(organisation_names(document.text), _HABIT)
        if name is None:
            return document.publisher_names
        first = () if name.split()[0] in _ANY_PLACE else (name.split()[0],)
        return (name, *first, *document.publisher_names)
    body = register.body_named(document.publisher)
    known = (body.name, *body.short_names) if body else ()
    return tuple(dict.fromkeys((document.publisher, *document.publisher_names, *known)))


def _named_at_head(document: Document) -> str | None:
    """Return the organisation that the title names, or else the page headers and headings do."""
    heads = [
        document.text[slice(*span)]
        for block in document.content.flow
        if isinstance(block, Block) and block.kind in ("heading", "furniture")
        for span in block.spans
    ]
    for words in ([document.title], heads):
        name = _named_most([one for line in words for one in organisation_names(line)], 1)
        if name:
            return name
    return None


def _named_most(names: list[str], least: int) -> str | None:
    named = Counter(names)
    name = max(named, key=lambda one: (named[one], one), default=None)
    return name if name and named[name] >= least else None


def _title_source(layout: Layout | None) -> Passage | None:
    """Return the title where it names the strategy whose asks the plan lists."""
    if layout is None or layout.title_source is None:
        return None
    answers = any(row.answers_priority for row in layout.rows)
    return layout.title_source if answers else None


def _read_owners(layout: Layout, names: tuple[str, ...]) -> _Owners:
    """Read each heading once; it stands over many rows."""
    headings = {
        row.group.owner.spans: row.group.owner
        for row in layout.rows
        if row.group and row.group.owner
    }
    return {
        spans: language().read_heading(cell, publisher_names=names)
        for spans, cell in headings.items()
    }


def _actions(
    document: Document, layout: Layout, owners: _Owners, names: tuple[str, ...]
) -> Iterator[ReadAction]:
    key = {**layout.key, **colour_key(document.text)}
    refs: Counter[str] = Counter()
    headed: set[tuple[tuple[int, int], ...]] = set()
    for ordinal, listed in enumerate(layout.rows, start=1):
        row = listed
        part = re.sub(r"[^a-z0-9.]+", "-", row.ref.casefold())[:_LONGEST_REF].strip("-.")
        part = part or str(ordinal)
        refs[part] += 1
        again = ""
        if refs[part] > 1:
            again = f"~{refs[part]}"
            row = replace(row, findings=(*row.findings, _same_ref(document, row, part + again)))
        sentences: list[Sentence] = []
        mentions: list[Mention] = []
        heading = row.group.owner if row.group else None
        if heading and heading.spans not in headed:
            # What a heading names stands with the first action under it.
            headed.add(heading.spans)
            mentions += owners[heading.spans]
        mentions += (_owner_mention(owner) for cell in row.owners for owner in owners_in(cell))
        mentions += language().read_action(row.action, publisher_names=names)
        if row.recommendation and row.recommendation != row.action:
            mentions += language().read_action(row.recommendation, publisher_names=names)
        mentions += (
            mention for cited in row.cited for mention in _citation_mentions(document.text, cited)
        )
        for cell in row.response:
            said, named = language().read_response(cell, publisher_names=names)
            sentences += said
            mentions += named
        mentions += _stated_dates(row)
        status = status_in_cell(row.status.folded(), key) if row.status else "unknown"
        if row.colour and not row.status:
            status = status_of_colour(row.colour.name, key)
        stated = month_of(row.status.folded()) if row.status else None
        yield ReadAction(
            id=f"{document.id}/action/{part}{again}",
            ordinal=ordinal,
            row=row,
            sentences=tuple(sentences),
            mentions=tuple(mentions),
            status=status,
            stated=stated,
            due=(_month_in(row.due) if row.due else None)
            or due_month(stated, status, document.date),
        )


def _month_in(cell: Passage) -> str | None:
    """Return the month that a cell names, also where a narrow column breaks its date in two."""
    words = "\n".join(cell.text[slice(*span)] for span in cell.spans)
    return month_of(cell.folded()) or month_of(re.sub(r"(?<=[\d/])\s*\n\s*(?=[\d/])", "", words))


def due_month(stated: str | None, status: str, date: str | None) -> str | None:
    """Return the month of a status cell where it is a due date: after the document's own date.

    A date beside "Complete" tells when it was done, whatever the document's date.
    """
    if stated is None or date is None or status == "complete":
        return None
    return stated if stated[: len(date)] > date[: len(stated)] else None


def _same_ref(document: Document, row: PlanRow, part: str) -> Finding:
    return Finding(
        "info",
        "row.same-ref",
        f"the ref stands more than once in the plan; this action's id ends in {part}",
        f"ref {row.ref}, {line_of(document.text, row.action.start)}",
    )


def _owner_mention(owner: Passage) -> Mention:
    """Return who an owner's cell names; where a page break parts the name, its first piece."""
    start, end = owner.spans[0]
    quote = owner.text[start:end]
    return Mention(start, end, quote, "OWNER", "heading", "owner.cell", 2, "certain")


def _citation_mentions(text: str, cited: CitedAt) -> Iterator[Mention]:
    for citation in cited.citations:
        end = citation.end
        while end > citation.start and text[end - 1] in ".,; ":
            end -= 1
        yield Mention(
            citation.start,
            end,
            text[citation.start : end],
            "SOURCE",
            "citation",
            "citation.bracket" if cited.certain else "citation.half-bracket",
            rule_version(),
            "certain" if cited.certain else "likely",
        )


def _stated_dates(row: PlanRow) -> Iterator[Mention]:
    """Yield the date that fills a status cell or a target-date cell."""
    for cell in (row.status, row.due):
        if cell and month_of(cell.folded()):
            start, end = cell.start, cell.end
            quote = cell.text[start:end]
            yield Mention(
                start, end, quote, "DATE", "response", "status.date", STATUS_VERSION, "certain"
            )


def _answers_finding(answers: Answered | None) -> Iterator[Finding]:
    if answers:
        yield Finding(
            "info",
            "plan.answers-source",
            "the title or the introduction names one source for the whole plan, "
            f"{' '.join(answers.citation.words.split())!r}: actions that cite nothing are taken to "
            "come from there",
            "whole document",
        )


def _findings(
    document: Document, register: Register, layout: Layout | None, actions: tuple[ReadAction, ...]
) -> Iterator[Finding]:
    yield from document.findings
    known = register.sources.get(document.id)
    if known:
        yield Finding(
            "warning",
            "document.register-id",
            f"the id is that of {known.label!r} in the register of sources, so this file is taken "
            f"for it; where it is not, give it its own id in a sidecar {document.path.name}.toml",
            "whole document",
        )
    if layout is None:
        yield Finding(
            "warning",
            "plan.no-actions",
            f"no actions were found: {_looked_through(document.content)}; a narrative has none, "
            "and where a table does list actions, --columns can say what its columns hold",
            "whole document",
        )
        return
    yield from layout.findings
    if document.publisher is None:
        yield Finding(
            "info",
            "plan.no-publisher",
            f"who issued the plan is not known; a sidecar {document.path.name}.toml can say",
            "whole document",
        )
    for action in actions:
        status = action.row.status
        if status and action.status == "unknown" and action.stated is None:
            yield Finding(
                "info",
                "status.unknown-words",
                "the words of the status cell are kept, and make no status that is known",
                f"ref {action.row.ref}, {line_of(document.text, status.start)}",
            )


def _looked_through(content: Content) -> str:
    """Return what was looked through for actions, in words."""
    tables = sum(1 for one in content.flow if isinstance(one, Table))
    blocks = Counter(one.kind for one in content.flow if isinstance(one, Block))
    headings, items = blocks["heading"], blocks["item"]
    in_tables = f"of its {tables} tables none lists actions" if tables else "it holds no table"
    return (
        f"{in_tables}, and there are no numbered recommendations or lists of actions in its "
        f"{headings} headings, {items} list items and {blocks['line']} paragraphs or lines"
    )
