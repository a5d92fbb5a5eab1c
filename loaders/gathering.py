"""Gathers the nodes and relations of one document; what is met again gains quotes and stays one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.facts import Facts, Node, Origin, Properties, Quote, Relation

if TYPE_CHECKING:
    from collections.abc import Sequence


class Gathering:
    """The facts of one document as they grow, in reading order."""

    def __init__(self, document: str) -> None:
        """Begin with nothing; `document` is the document's id."""
        self._document = document
        self._nodes: dict[str, Node] = {}
        self._relations: dict[tuple[str, str, str], Relation] = {}

    def node(  # noqa: PLR0913  (what a node is made of)
        self,
        node_id: str,
        kind: str,
        label: str,
        quotes: Sequence[Quote],
        origin: Origin,
        properties: Properties,
    ) -> str:
        """Add a node, or further quotes to one that is there already; return its id.

        What was said first about a node stays: label, rule and properties.
        """
        before = self._nodes.get(node_id)
        made = before or Node(node_id, kind, label, (), origin, properties)
        self._nodes[node_id] = replace(made, quotes=tuple(dict.fromkeys((*made.quotes, *quotes))))
        return node_id

    def relation(  # noqa: PLR0913  (what a relation is made of)
        self,
        kind: str,
        source: str,
        target: str,
        quotes: Sequence[Quote],
        origin: Origin,
        properties: Properties | None = None,
    ) -> None:
        """Add a relation, or further quotes to one that is there already."""
        key = (kind, source, target)
        made = self._relations.get(key) or Relation(
            kind, source, target, (), origin, properties or {}
        )
        self._relations[key] = replace(made, quotes=tuple(dict.fromkeys((*made.quotes, *quotes))))

    def label(self, node_id: str) -> str:
        """Return the label of a node that was added."""
        return self._nodes[node_id].label

    def facts(self) -> Facts:
        """Return everything gathered."""
        return Facts(self._document, tuple(self._nodes.values()), tuple(self._relations.values()))
