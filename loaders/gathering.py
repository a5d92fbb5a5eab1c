"""Gathers the nodes and relations of one document; what is met again gains quotes and stays one."""

from __future__ import annotations

from collections import defaultdict
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
        # Apart until the end: one source can be cited by every row of a plan.
        self._quotes: dict[str | tuple[str, str, str], dict[Quote, None]] = defaultdict(dict)

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
        if node_id not in self._nodes:
            self._nodes[node_id] = Node(node_id, kind, label, (), origin, properties)
        self._quotes[node_id].update(dict.fromkeys(quotes))
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
        if key not in self._relations:
            self._relations[key] = Relation(kind, source, target, (), origin, properties or {})
        self._quotes[key].update(dict.fromkeys(quotes))

    def label(self, node_id: str) -> str:
        """Return the label of a node that was added."""
        return self._nodes[node_id].label

    def facts(self) -> Facts:
        """Return everything gathered."""
        nodes = (replace(one, quotes=tuple(self._quotes[key])) for key, one in self._nodes.items())
        relations = (
            replace(one, quotes=tuple(self._quotes[key])) for key, one in self._relations.items()
        )
        return Facts(self._document, tuple(nodes), tuple(relations))
