"""Which documents carry a protective marking: it is shown on whatever draws on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from graph.store.base import GraphStore


@dataclass(frozen=True, slots=True)
class Marked:
    """A document with a protective marking.

    Attributes:
        document: its id.
        label: what a person calls it.
        marking: the marking's words.
    """

    document: str
    label: str
    marking: str


def marked(store: GraphStore, documents: Collection[str] | None = None) -> tuple[Marked, ...]:
    """Return the marked ones among some documents, or of the whole graph, by id."""
    return among(store.figures()["documents"], documents)


def among(
    held: Iterable[Mapping[str, Any]], documents: Collection[str] | None = None
) -> tuple[Marked, ...]:
    """Return the marked ones among the documents that the figures of a graph list."""
    return tuple(
        Marked(one["id"], one["label"], one["marking"])
        for one in held
        if one.get("marking") and (documents is None or one["id"] in documents)
    )


def drawn_on(thread: Mapping[str, Any]) -> set[str]:
    """Return the ids of the documents that a thread, as `trace --json` gives it, draws on."""
    quoted = {quote["document"] for step in thread["steps"] for quote in step["quotes"]}
    return quoted | {node["id"] for node in thread["nodes"]}
