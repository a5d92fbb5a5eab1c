"""One graph out of the facts of all parts, the same whatever order they were loaded in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.errors import IntegrityError
from graph.vocabulary import QUOTE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.facts import Facts, Node, Quote, Relation

RelationKey = tuple[str, str, str]
"""Kind, source id, target id."""


@dataclass(frozen=True, slots=True)
class HeldHashes:
    """Under which hashes the archive keeps a held document.

    Attributes:
        sha256: of the original file.
        text_sha256: of the canonical text, as UTF-8.
        reader: what made the text of the original.
    """

    sha256: str
    text_sha256: str
    reader: str


@dataclass(slots=True)
class Graph:
    """Nodes and relations as a store holds them: flat properties, quotes by id.

    Attributes:
        nodes: by kind, then by id; the properties include `id`, `label` and what the store adds.
            Quotes are nodes of kind `Quote`.
        relations: by kind, source and target.
    """

    nodes: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    relations: dict[RelationKey, dict[str, Any]] = field(default_factory=dict)


def merge(parts: Iterable[tuple[Facts, Mapping[str, HeldHashes]]]) -> Graph:
    """Merge parts, each with the hashes of the documents that it quotes, by document id.

    Parts are taken in the order of their document ids. Where two state the same node or relation,
    the first one's label, rule and properties stand, what it leaves open is filled from the next,
    and the quotes are united.

    Raises:
        IntegrityError: one id is used for two kinds of node, or a quote's document is not held.
    """
    ordered = sorted(parts, key=lambda part: part[0].document)
    ids = _QuoteIds(held for _, held in ordered)
    graph = Graph()
    kinds: dict[str, tuple[str, str]] = {}
    for facts, held in ordered:
        for node in facts.nodes:
            kind, stated_in = kinds.setdefault(node.id, (node.kind, facts.document))
            if kind != node.kind:
                raise IntegrityError(
                    f"{node.id!r} is a {kind} in {stated_in} and a {node.kind} in "
                    f"{facts.document}; give one of them another id in its sidecar"
                )
            entry = graph.nodes.setdefault(kind, {}).setdefault(node.id, {})
            _unite(entry, {"id": node.id, "label": node.label}, node, ids.of(node.quotes, held))
            _add_quotes(graph, node.quotes, held, ids)
        for relation in facts.relations:
            key = (relation.kind, relation.source, relation.target)
            entry = graph.relations.setdefault(key, {})
            _unite(entry, {}, relation, ids.of(relation.quotes, held))
            _add_quotes(graph, relation.quotes, held, ids)
    return graph


class _QuoteIds:
    """Ids of quotes; where two versions of one document are held, its text's hash tells them apart.

    That happens when a document that two plans quote (the register of sources) has changed and only
    one of the plans was built again.
    """

    def __init__(self, held: Iterable[Mapping[str, HeldHashes]]) -> None:
        versions: dict[str, set[str]] = {}
        for part in held:
            for document, hashes in part.items():
                versions.setdefault(document, set()).add(hashes.text_sha256)
        self._several = {document for document, texts in versions.items() if len(texts) > 1}

    def one(self, quote: Quote, held: Mapping[str, HeldHashes]) -> str:
        if quote.document in self._several:
            return f"{quote.id}~{held[quote.document].text_sha256[:8]}"
        return quote.id

    def of(self, quotes: Iterable[Quote], held: Mapping[str, HeldHashes]) -> list[str]:
        return [self.one(quote, held) for quote in quotes]


def _unite(
    entry: dict[str, Any], names: dict[str, str], thing: Node | Relation, quotes: list[str]
) -> None:
    if not entry:
        origin = thing.origin
        entry.update(names)
        entry["quotes"] = []
        entry["rule"] = origin.rule
        entry["rule_version"] = origin.version
        entry["certainty"] = origin.certainty
    for name, value in sorted(thing.properties.items()):
        if value is not None:
            entry.setdefault(name, list(value) if isinstance(value, tuple) else value)
    entry["quotes"] = list(dict.fromkeys([*entry["quotes"], *quotes]))


def _add_quotes(
    graph: Graph, quotes: Iterable[Quote], held: Mapping[str, HeldHashes], ids: _QuoteIds
) -> None:
    nodes = graph.nodes.setdefault(QUOTE, {})
    for quote in quotes:
        try:
            hashes = held[quote.document]
        except KeyError:
            raise IntegrityError(f"{quote.id}: this document's text is not held") from None
        name = ids.one(quote, held)
        entry = nodes.setdefault(
            name,
            {
                "id": name,
                "label": quote.text,
                "document": quote.document,
                "start": quote.start,
                "end": quote.end,
                "text": quote.text,
                "sha256": hashes.sha256,
                "text_sha256": hashes.text_sha256,
            },
        )
        for place, value in (("page", quote.page), ("cell", quote.cell), ("box", quote.box)):
            if value is not None:
                entry.setdefault(place, list(value) if isinstance(value, tuple) else value)
