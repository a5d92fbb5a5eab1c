"""What a person should know about how the columns of a table were understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from loaders.layout.columns import Column

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
    for column in found:
        name = f"column {column.heading!r}" if column.heading else "a column without a heading"
        if column.role == "other" and not column.sure:
            yield Finding(
                "warning",
                "column.unknown",
                f"{name} is not understood; its words are kept beside the action under its own "
                "heading; --columns can say what it holds",
                where,
            )
        elif column.by_cells:
            yield Finding(
                "info",
                "column.guessed",
                f"{name} was read as {_IN_WORDS.get(column.role, column.role)} by what its cells "
                "hold; --columns can say otherwise",
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
