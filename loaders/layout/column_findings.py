"""What a person should know about how the columns of a table were understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.findings import Finding
from loaders.layout.columns import plain
from loaders.layout.rows import How, ReadColumn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from loaders.layout.columns import Column
    from loaders.layout.sections import Section
    from loaders.said_columns import SaidColumns

_LETTERS = 2
_MOST_NAMED = 20
"""Headings that are named."""
_IN_WORDS = {
    "owner": "the lead",
    "date": "the target date",
    "response": "the answer",
    "status": "the status",
    "progress": "answer and status",
    "ref": "the ref",
    "source": "the source",
    "locator": "the number in the source",
    "action": "the action",
    "recommendation": "what is asked for",
}


def guesses(found: Iterable[Column], where: str) -> Iterator[Finding]:
    """Yield what a person should know about columns whose headings are not known ones."""
    for number, column in enumerate(found, 1):
        name = f"column {column.heading!r}" if column.heading else "a column without a heading"
        # Without a heading it is its place that it can be named by.
        example = "" if column.heading else f', as in --columns "column {number}=response"'
        if column.role == "other" and not column.sure:
            yield Finding(
                "warning",
                "column.unknown",
                f"{name} is not understood; its words are kept beside the action under its own "
                f"heading; --columns can say what it holds{example}",
                where,
            )
        elif column.by_cells:
            yield Finding(
                "info",
                "column.guessed",
                f"{name} was read as {_IN_WORDS.get(column.role, column.role)} by what its cells "
                f"hold; --columns can say otherwise{example}",
                where,
            )
        elif not column.sure:
            yield Finding(
                "info",
                "column.guessed",
                f"{name} is not a known heading; it was read as "
                f"{_IN_WORDS.get(column.role, column.role)}",
                where,
            )


def not_found(sections: Sequence[Section], said: SaidColumns | None) -> list[Finding]:
    """Say which headings a person named that no table has; a letter may name a place."""
    held = {plain(column.heading) for section in sections for column in section.columns}
    named = said.roles if said else ()
    missing = [words for words in named if words not in held and len(words) > _LETTERS]
    message = "no table has a column {!r}, which was said to be read; check how it is written"
    return [
        Finding("info", "columns.not-found", message.format(words), "whole document")
        for words in missing[:_MOST_NAMED]
    ]


def understood(sections: Sequence[Section], said: SaidColumns | None) -> tuple[ReadColumn, ...]:
    """Return what the columns of all tables were taken to hold, each once, as they first come."""
    found: dict[ReadColumn, None] = {}
    for section in sections:
        for at, column in enumerate(section.columns):
            told = said.role(column.heading, at) if said else None
            guessed = column.by_cells or not column.sure
            how: How = "said" if told else "guessed" if guessed else "known"
            heading = " ".join(column.heading.split())
            found[ReadColumn(heading, None if column.role == "other" else column.role, how)] = None
    return tuple(found)
