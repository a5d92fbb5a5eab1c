"""What every layout gives: the rows of a plan, with the place of each cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from loaders.citations import CitedAt
    from loaders.content import Place
    from loaders.findings import Finding
    from loaders.passage import Passage


@dataclass(frozen=True, slots=True)
class Group:
    """The heading that rows stand under.

    Attributes:
        name: the workstream's name, or None where the heading only names an owner.
        owner: who leads it, as the heading says, or None.
    """

    name: Passage | None
    owner: Passage | None


@dataclass(frozen=True, slots=True)
class Colour:
    """The fill of a cell that tells how far an action has come.

    Attributes:
        name: `red`, `amber`, `green` and so on, or `white` where a key gives white a meaning.
        words: what the cell says, or None where it is only coloured.
        place: where the cell stands.
    """

    name: str
    words: Passage | None
    place: Place


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One action, in the cells that the plan gives it.

    Attributes:
        ref: the ref as written, or the row's ordinal where the plan gives none.
        ref_at: where the ref stands, or None where the plan gives none.
        action: what is to be done, in the plan's words.
        recommendation: what was asked, where the plan keeps it apart; it may be the action's own
            passage in a table of priorities and answers.
        answers_priority: True in a table of priorities and answers, where the ask is the action.
        cited: what the row cites.
        owners: owner cells of the row itself.
        group: the heading that the row stands under.
        response: answer cells in reading order.
        status: the cell with status words, or with the date that stands in its place.
        due: the target-date cell.
        accepted: the cell that says whether the ask is accepted.
        colour: the fill that tells how far it has come, where the words of `status` do not.
        uncertain: True where a column's role was judged by what its cells hold.
        others: cells whose column is not one of these, by heading.
        findings: what there is to say about how this row was read.
    """

    ref: str
    ref_at: Passage | None
    action: Passage
    recommendation: Passage | None = None
    answers_priority: bool = False
    cited: tuple[CitedAt, ...] = ()
    owners: tuple[Passage, ...] = ()
    group: Group | None = None
    response: tuple[Passage, ...] = ()
    status: Passage | None = None
    due: Passage | None = None
    accepted: Passage | None = None
    colour: Colour | None = None
    uncertain: bool = False
    others: tuple[tuple[str, Passage], ...] = field(default_factory=tuple)
    findings: tuple[Finding, ...] = ()


How = Literal["known", "guessed", "said"]
"""How the role of a column is known."""


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """What a column of a table was taken to hold.

    Attributes:
        heading: as written; empty where it has none.
        role: what its cells were read as, or None where they are only kept.
        how: `known` by its heading, `guessed` from its neighbours or its cells, `said` by a person.
    """

    heading: str
    role: str | None
    how: How = "known"


@dataclass(frozen=True, slots=True)
class Layout:
    """What one way of reading a document found in it.

    Attributes:
        name: name and version of the layout's rules, for example `table/1`.
        rows: in reading order.
        title_source: where the title names the strategy that the plan answers, its place.
        findings: what there is to say about the document as a whole.
        key: what coloured cells of a key say that colours mean.
        columns: of its tables, as they were understood; each heading once.
    """

    name: str
    rows: tuple[PlanRow, ...]
    title_source: Passage | None = None
    findings: tuple[Finding, ...] = ()
    key: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[ReadColumn, ...] = ()
