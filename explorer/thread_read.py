"""A thread as `trace --json` prints it, read into what the pages use. No streamlit here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class QuoteRef:
    """The words that a step rests on, as a thread gives them.

    Attributes:
        document: id of the held document.
        sha256: hash that the document had when it was read, as hexadecimal text.
        start: index of the first character in the held text, from 0.
        end: index after the last character.
        quote: the words.
        rule: name of the rule that made the step.
        rule_version: that rule's version.
        certainty: the rule's certainty.
        page: page number from 1, where the format has pages.
        cell: place in a table or sheet, where there is one.
        box: left, top, right and bottom on the page in points, where there is a page.
    """

    document: str
    sha256: str
    start: int
    end: int
    quote: str
    rule: str
    rule_version: int
    certainty: str
    page: int | None = None
    cell: str | None = None
    box: Sequence[float] | None = field(default=None, compare=False, hash=False)


@dataclass(frozen=True, slots=True)
class ThreadNode:
    """One node of a thread, as `trace --json` gives it."""

    id: str
    kind: str
    label: str
    properties: Mapping[str, Any] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        """Return a property as text, or None where it is absent or empty."""
        value = self.properties.get(name)
        return str(value) if value not in (None, "") else None


@dataclass(frozen=True, slots=True)
class Link:
    """One step of the thread, read from its source to its target.

    Attributes:
        relation: its kind in the vocabulary.
        source: node that it starts at.
        target: node that it ends at.
        remark: what it rests on where that is not plain, for example `through the workstream`.
        quotes: the words that it rests on.
    """

    relation: str
    source: ThreadNode
    target: ThreadNode
    remark: str | None
    quotes: tuple[QuoteRef, ...]

    @property
    def key(self) -> tuple[str, str, str]:
        """What identifies the step in its thread."""
        return (self.relation, self.source.id, self.target.id)


def read_thread(
    thread: Mapping[str, Any],
) -> tuple[ThreadNode, dict[str, ThreadNode], tuple[Link, ...]]:
    """Return focus, nodes by id and steps of a thread.

    Args:
        thread: the object that `trace --json` prints; a step's `properties` tell its `basis`.
    """
    nodes = {
        entry["id"]: ThreadNode(
            entry["id"], entry["kind"], entry["label"], entry.get("properties") or {}
        )
        for entry in thread["nodes"]
    }
    focus = nodes.get(thread["id"]) or ThreadNode(thread["id"], thread["kind"], thread["label"])
    nodes[focus.id] = focus
    links = tuple(
        Link(
            relation=step["relation"],
            source=nodes[step["from"]],
            target=nodes[step["to"]],
            remark=_remark(step),
            quotes=tuple(QuoteRef(**quote) for quote in step["quotes"]),
        )
        for step in thread["steps"]
    )
    return focus, nodes, links


def _remark(step: Mapping[str, Any]) -> str | None:
    """Return what a step rests on, where a reader would otherwise take it for more."""
    basis = (step.get("properties") or {}).get("basis")
    if step["relation"] == "ORIGINATES_FROM" and basis in ("title", "local"):
        return {
            "title": "known from the document's title, not from a citation in its text",
            "local": "a local origin: the organisation set this itself",
        }[basis]
    if step["relation"] == "OWNED_BY" and basis in ("workstream", "heading"):
        return f"through the {basis}"
    if basis == "register":
        return "from the register of sources"
    return None
