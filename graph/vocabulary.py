"""The words of the graph, read from `vocabulary.toml`, and the check that facts keep to them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import IntegrityError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph.facts import Facts, Node, Properties, Quote, Relation

RESERVED = frozenset({"id", "label", "quotes", "rule", "rule_version", "certainty"})
"""What the store itself writes on every node or relation; no property may take these names."""

CERTAINTIES = frozenset({"certain", "likely", "uncertain"})

QUOTE = "Quote"

_FILE = Path(__file__).with_name("vocabulary.toml")
_SHOWN = 3
_INTEGER_BOUND = 2**63


@dataclass(frozen=True, slots=True)
class NodeKind:
    """A kind of node.

    Attributes:
        name: the label in Cypher, for example `Action`.
        plural: what a reader calls several of them.
        properties: the names that its nodes may carry.
        search: the properties that full-text search looks through, `label` included.
        stemmed: True where search folds English word endings; names of people are not folded.
    """

    name: str
    plural: str
    properties: tuple[str, ...]
    search: tuple[str, ...]
    stemmed: bool

    @property
    def search_index(self) -> str:
        """Name of the full-text index, the same on every store."""
        return f"{self.name}[{','.join(self.search)}]"


@dataclass(frozen=True, slots=True)
class RelationKind:
    """A kind of relation.

    Attributes:
        name: the type in Cypher, for example `LISTED_IN`.
        sources: node kinds that it may start at.
        targets: node kinds that it may end at.
        forward: how it reads from source to target.
        back: how it reads from target to source.
        toward: `back` when following it leads towards why something was asked for, `forward` when
            it leads towards the proof of it.
        properties: the names that its relations may carry.
    """

    name: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    forward: str
    back: str
    toward: str
    properties: tuple[str, ...]

    @property
    def symmetric(self) -> bool:
        """True when it reads the same both ways."""
        return self.forward == self.back


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All kinds, in the order of the file. Treat the maps as read-only."""

    nodes: Mapping[str, NodeKind]
    relations: Mapping[str, RelationKind]

    def node(self, kind: str) -> NodeKind:
        """Return a kind of node.

        Raises:
            NotFoundError: the vocabulary has no such kind.
        """
        try:
            return self.nodes[kind]
        except KeyError:
            raise NotFoundError(
                f"no kind of node is called {kind!r}; there are {', '.join(self.nodes)}"
            ) from None

    def relation(self, kind: str) -> RelationKind:
        """Return a kind of relation.

        Raises:
            NotFoundError: the vocabulary has no such kind.
        """
        try:
            return self.relations[kind]
        except KeyError:
            raise NotFoundError(
                f"no relation is called {kind!r}; there are {', '.join(self.relations)}"
            ) from None


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary of this program."""
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    nodes = {
        name: NodeKind(
            name=name,
            plural=entry["plural"],
            properties=tuple(entry["properties"]),
            search=tuple(entry.get("search", ())),
            stemmed=bool(entry.get("stemmed", True)),
        )
        for name, entry in table["nodes"].items()
    }
    relations = {
        name: RelationKind(
            name=name,
            sources=tuple(entry["source"]),
            targets=tuple(entry["target"]),
            forward=entry["forward"],
            back=entry["back"],
            toward=entry["toward"],
            properties=tuple(entry.get("properties", ())),
        )
        for name, entry in table["relations"].items()
    }
    return Vocabulary(nodes, relations)


def violations(facts: Facts) -> Iterator[str]:
    """Yield one line for each thing in `facts` that the graph cannot hold, in reading order."""
    kinds: dict[str, str] = {}
    for node in facts.nodes:
        if node.id in kinds:
            yield f"node {node.id!r} is given twice"
        kinds[node.id] = node.kind
        yield from _node_violations(node)
    seen: set[tuple[str, str, str]] = set()
    for relation in facts.relations:
        key = (relation.kind, relation.source, relation.target)
        if key in seen:
            yield f"relation {relation.source!r} {relation.kind} {relation.target!r} is given twice"
        seen.add(key)
        yield from _relation_violations(relation, kinds)


def validate(facts: Facts) -> None:
    """Check that `facts` keep to the vocabulary and that each of them rests on quotes.

    Raises:
        IntegrityError: they do not; the message names the first few violations and counts the rest.
    """
    found = list(violations(facts))
    if found:
        more = f" (and {len(found) - _SHOWN} more)" if len(found) > _SHOWN else ""
        raise IntegrityError(f"facts of {facts.document}: {'; '.join(found[:_SHOWN])}{more}")


def _node_violations(node: Node) -> Iterator[str]:
    where = f"node {node.id!r}"
    if not node.id or not node.label:
        yield f"{where} has no id or no label"
    yield from _text_violations(where, node.id, node.label)
    kind = vocabulary().nodes.get(node.kind)
    if kind is None or node.kind == QUOTE:
        yield f"{where} is of a kind that the vocabulary does not list: {node.kind!r}"
        return
    yield from _shared_violations(where, node, kind.properties)


def _relation_violations(relation: Relation, kinds: Mapping[str, str]) -> Iterator[str]:
    where = f"relation {relation.source!r} {relation.kind} {relation.target!r}"
    kind = vocabulary().relations.get(relation.kind)
    if kind is None:
        yield f"{where} is of a kind that the vocabulary does not list"
        return
    for end, allowed, name in (
        (relation.source, kind.sources, "start"),
        (relation.target, kind.targets, "end"),
    ):
        if end not in kinds:
            yield f"{where}: the node at its {name} is not among the facts"
        elif kinds[end] not in allowed:
            yield f"{where} cannot {name} at a node of kind {kinds[end]}"
    yield from _shared_violations(where, relation, kind.properties)


def _shared_violations(
    where: str, thing: Node | Relation, allowed: tuple[str, ...]
) -> Iterator[str]:
    for name, value in thing.properties.items():
        if name not in allowed or name in RESERVED:
            yield f"{where} has a property that the vocabulary does not list: {name!r}"
        elif not _holdable(value):
            yield f"{where}: property {name!r} is neither a scalar nor a flat list of one type"
    if not thing.quotes:
        yield f"{where} rests on no quote"
    for quote in thing.quotes:
        yield from _quote_violations(where, quote)
    if thing.origin.certainty not in CERTAINTIES:
        yield f"{where}: certainty {thing.origin.certainty!r} is none of {sorted(CERTAINTIES)}"
    if not thing.origin.rule:
        yield f"{where} does not say which rule made it"


def _quote_violations(where: str, quote: Quote) -> Iterator[str]:
    place = f"{where}: quote {quote.document} {quote.start}-{quote.end}"
    if not 0 <= quote.start < quote.end:
        yield f"{place} has no extent"
    elif quote.end - quote.start != len(quote.text):
        yield f"{place} is {quote.end - quote.start} characters, its text is {len(quote.text)}"
    yield from _text_violations(place, quote.document, quote.text)


def _text_violations(where: str, *texts: str) -> Iterator[str]:
    if not all(_encodable(text) for text in texts):
        yield f"{where} holds half of a surrogate pair, which is no character"


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _holdable(value: Properties | object) -> bool:
    """Tell whether both stores can hold a property value as it is."""
    if value is None:
        return True
    if isinstance(value, tuple):
        # Neo4j holds lists of one type only.
        return all(_scalar(item) for item in value) and len({type(item) for item in value}) <= 1
    return _scalar(value)


def _scalar(value: object) -> bool:
    if isinstance(value, str):
        return _encodable(value)
    if isinstance(value, bool):
        return True
    if isinstance(value, int):
        return -_INTEGER_BOUND <= value < _INTEGER_BOUND
    # Only finite numbers: NaN is not equal to itself and no JSON holds it.
    return isinstance(value, float) and value - value == 0.0
