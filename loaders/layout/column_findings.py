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


def guesses(found: Iterable[Column], where: str, places: Sequence[str] = ()) -> Iterator[Finding]:
    """Yield what a person should know about columns whose headings are not known ones.

    Args:
        found: the columns, as they stand in the table.
        where: place of the table's header.
        places: place of each column's own heading, where it is known.
    """
    for at, column in enumerate(found):
        place = (places[at] if at < len(places) else "") or where
        name = (
            f"column {column.heading!r}"
            if column.heading
            else f"column {at + 1}, without a heading,"
        )
        said = "--columns" if column.heading else f'--columns "column {at + 1}=..."'
        role = _IN_WORDS.get(column.role, column.role)
        if column.role == "other" and not column.sure:
            kept = (
                "beside the action under its own heading" if column.heading else "beside the action"
            )
            yield Finding(
                "warning",
                "column.unknown",
                f"{name} is not understood; its words are kept {kept}; "
                f"{said} can say what it holds",
                place,
            )
        elif column.by_cells:
            yield Finding(
                "info",
                "column.guessed",
                f"{name} was read as {role} by what its cells hold; {said} can say otherwise",
                place,
            )
        elif not column.sure:
            yield Finding(
                "info",
                "column.guessed",
                f"{name} is not a known heading; it was read as {role}",
                place,
            )


def not_found(sections: Sequence[Section], said: SaidColumns | None) -> list[Finding]:
    """Say which headings a person named that no table has; a letter may name a place."""
    held = {plain(column.heading) for section in sections for column in section.columns}
    named = said.roles if said else ()
    missing = [words for words in named if words not in held and len(words) > _LETTERS]
    message = "no table has a column {!r}, which was said to be read; check how it is written"
    return [
        Finding("warning", "columns.not-found", message.format(words), "whole document")
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


def table_apart(section: Section) -> Finding:
    """Say that the table of a section lists no actions."""
    headings = " | ".join(column.heading for column in section.columns)[:60]
    left_out = f"the table {headings!r} lists no actions and was left out"
    return Finding("info", "table.apart", left_out, section.where)


def tables_apart(names: Sequence[str]) -> list[Finding]:
    """Say which tables without a header that is known list no actions."""
    left_out = "the table lists no actions and was left out"
    said = [Finding("info", "table.apart", left_out, name) for name in names[:_MOST_NAMED]]
    more = len(names) - _MOST_NAMED
    if more > 0:
        rest = f"{more} more tables list no actions and were left out"
        said.append(Finding("info", "table.apart", rest, "whole document"))
    return said
