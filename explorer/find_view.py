"""What the Find page shows: a person's question, the actions that answer it, filters with counts.

The question lives in the address and nowhere else, so that an address can be shared and Back
works. No streamlit here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from explorer import words
from explorer.markup import address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

PAGE_SIZE = 20
LONGEST_QUESTION = 200
"""Characters of a search that are looked at: longer ones are cut, as the page then says."""

FILTERS: Mapping[str, tuple[str, str]] = {
    "plan": ("Plan", "plans"),
    "source": ("Source", "sources"),
    "workstream": ("Workstream", "workstreams"),
    "lead": ("Lead", "leads"),
    "status": ("Status", "statuses"),
}
"""Query parameter to heading, and to the word for several of its values."""

_FIGURE = {"lead": "owner"}
"""Where a filter is called otherwise in the figures of the graph."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asked for, as it stands in the address.

    Attributes:
        search: words to look for; empty for none.
        filters: chosen value by filter name.
        page: page of the results, from 1.
        everything: True when all actions were asked for without words or filters.
    """

    search: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    page: int = 1
    everything: bool = False

    @property
    def empty(self) -> bool:
        """True when nothing was asked."""
        return not (self.search or self.filters or self.everything)

    def address(self, **changes: Any) -> str:
        """Return the address of this question, with attributes changed as given."""
        asked = replace(self, **changes)
        return address(
            "/",
            q=asked.search,
            **asked.filters,
            show="actions" if asked.everything else None,
            page=asked.page if asked.page > 1 else None,
        )


def question(parameters: Mapping[str, str]) -> Question:
    """Read a question from the query parameters of an address, whatever they hold."""
    page = parameters.get("page", "")
    return Question(
        search=" ".join(parameters.get("q", "").split())[:LONGEST_QUESTION],
        filters={
            name: parameters[name][:LONGEST_QUESTION]
            for name in FILTERS
            if parameters.get(name, "").strip()
        },
        page=max(1, int(page)) if page.isdecimal() and len(page) < len("100000") else 1,
        everything=parameters.get("show") == "actions",
    )


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action as the list shows it. `linked` holds ids by filter name."""

    id: str
    ref: str
    text: str
    linked: Mapping[str, tuple[str, ...]]


def action_rows(records: Iterable[Mapping[str, Any]]) -> tuple[ActionRow, ...]:
    """Return the rows of the query `app/list-actions` for the list."""
    return tuple(
        ActionRow(
            id=record["id"],
            ref=str(record["ref"] or ""),
            text=str(record["text"] or ""),
            linked={
                "plan": tuple(record["plans"]),
                # One that is cited both by number and without stands there twice.
                "source": tuple(dict.fromkeys(record["sources"])),
                "workstream": tuple(record["workstreams"]),
                "lead": tuple(record["leads"]),
                "status": (str(record["status"] or "unknown"),),
            },
        )
        for record in records
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: what stands in the address, what a person reads, how many actions."""

    value: str
    label: str
    count: int


def choices(figures: Mapping[str, Any], name: str) -> tuple[Choice, ...]:
    """Return the values of one filter with the counts that were written at build."""
    entries = figures.get("facets", {}).get(_FIGURE.get(name, name), [])
    return tuple(
        Choice(
            entry["id"],
            words.STATUS.get(entry["id"], entry["label"]) if name == "status" else entry["label"],
            entry["count"],
        )
        for entry in entries
    )


def counted_choices(
    every: Mapping[str, Sequence[Choice]], rows: Iterable[ActionRow], asked: Question
) -> dict[str, tuple[Choice, ...]]:
    """Return each filter's values with how many actions each would leave.

    The counts of one filter heed the search and the other filters, not that filter itself. A
    chosen value stays in its list, also with no action left.

    Args:
        every: all values by filter name.
        rows: the actions that the search leaves, before filters.
        asked: the question.
    """
    rows = tuple(rows)
    counted = {}
    for name, values in every.items():
        others = {key: value for key, value in asked.filters.items() if key != name}
        counts = Counter(value for row in filtered(rows, others) for value in set(row.linked[name]))
        counted[name] = tuple(
            replace(choice, count=counts[choice.value])
            for choice in values
            if counts[choice.value] or asked.filters.get(name) == choice.value
        )
    return counted


def filtered(rows: Iterable[ActionRow], filters: Mapping[str, str]) -> tuple[ActionRow, ...]:
    """Return the actions that have every chosen value."""
    return tuple(
        row for row in rows if all(value in row.linked[name] for name, value in filters.items())
    )


def without_unknown(
    asked: Question, every: Mapping[str, Sequence[Choice]]
) -> tuple[Question, tuple[str, ...]]:
    """Drop the filters whose value the graph does not hold.

    Returns:
        The question that is left, and the names of the filters that were dropped.
    """
    known = {
        name: value
        for name, value in asked.filters.items()
        if any(choice.value == value for choice in every[name])
    }
    dropped = tuple(name for name in asked.filters if name not in known)
    return replace(asked, filters=known), dropped


Result = TypeVar("Result")


@dataclass(frozen=True)
class Page(Generic[Result]):
    """One page of results.

    Attributes:
        results: what this page shows.
        number: this page, from 1.
        pages: how many there are, at least 1.
        first: place of its first result, from 1; 0 where there is none.
        last: place of its last result.
        total: all results.
    """

    results: tuple[Result, ...]
    number: int
    pages: int
    first: int
    last: int
    total: int


def paged(results: Sequence[Result], number: int, size: int = PAGE_SIZE) -> Page[Result]:
    """Return page `number` of `results`, or the last page where there are fewer."""
    pages = max(1, -(-len(results) // size))
    number = min(max(1, number), pages)
    start = (number - 1) * size
    part = tuple(results[start : start + size])
    return Page(
        results=part,
        number=number,
        pages=pages,
        first=start + 1 if part else 0,
        last=start + len(part),
        total=len(results),
    )
