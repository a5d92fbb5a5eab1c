"""Parts of the graph, or all of it, as networkx graphs.

A node's key is its id; its attributes are `kind`, `label`, the stored properties and `quotes`. A
relation's key and its attribute `id` are its source, kind and target with blanks between; the
others are `kind`, the stored properties and `quotes`. `quotes` is a list of maps (`id`, `document`,
`sha256`, `text_sha256`, `start`, `end`, `text`, and `page`, `cell`, `box` and the document's
protective `marking` where there are any), so that what is taken out of the graph still tells which
words it rests on. Quotes are no nodes here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx

from graph.errors import QueryStoppedError, WrongUseError
from graph.marked import marked
from graph.natural import natural
from graph.queries import ask
from graph.trace import look_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.store.base import GraphStore, Table
    from graph.trace import Step, Thread, ThreadNode, Words

MOST_HOPS = 6
_ROWS = 200_000
_EVERYTHING = 50_000_000
_PLENTY_OF_TIME = 600.0
_QUOTES_AT_ONCE = 10_000


def neighbourhood(store: GraphStore, start: str, hops: int) -> nx.MultiDiGraph[str]:
    """Return what is within `hops` steps of a node, whichever way the relations point.

    All relations between the nodes in reach are part of it.

    Raises:
        WrongUseError: `hops` is not between 0 and six.
        NotFoundError: nothing has this id.
        QueryStoppedError: it is too much to take out in one go.
    """
    if not 0 <= hops <= MOST_HOPS:
        raise WrongUseError(f"the number of steps is to be between 0 and {MOST_HOPS}: {hops}")
    nodes = {start: look_up(store, start)}
    relations: dict[tuple[str, str, str], dict[str, Any]] = {}
    ring = [start]
    for step in range(hops + 1):
        if not ring:
            break
        table = _whole_table(store, "around", _ROWS, ids=ring)
        ring = []
        for relation, node in table.rows:
            # One look beyond the last step finds the relations among the nodes that it reached.
            if node["id"] not in nodes:
                if step == hops:
                    continue
                nodes[node["id"]] = node
                ring.append(node["id"])
            relations[relation["source"], relation["kind"], relation["target"]] = relation
    return _graph(store, nodes.values(), relations.values())


def whole(store: GraphStore) -> nx.MultiDiGraph[str]:
    """Return the whole graph.

    Raises:
        QueryStoppedError: it is too much to take out in one go.
    """
    nodes = [node for (node,) in _whole_table(store, "all-nodes", _EVERYTHING).rows]
    relations = [one for (one,) in _whole_table(store, "all-relations", _EVERYTHING).rows]
    return _graph(store, nodes, relations)


def quoted_documents(graph: nx.MultiDiGraph[str]) -> set[str]:
    """Return the ids of the documents whose words a subgraph rests on."""
    things = [
        *(properties for _, properties in graph.nodes(data=True)),
        *(properties for *_, properties in graph.edges(data=True)),
    ]
    return {quote["document"] for properties in things for quote in properties["quotes"]}


def of_thread(thread: Thread) -> nx.MultiDiGraph[str]:
    """Return a thread as a graph; relations also carry their `direction`."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in thread.nodes:
        graph.add_node(
            node.id, kind=node.kind, label=node.label, **node.properties, quotes=_listed(node)
        )
    for step in thread.steps:
        key = f"{step.source} {step.relation} {step.target}"
        graph.add_edge(
            step.source,
            step.target,
            key=key,
            id=key,
            kind=step.relation,
            direction=step.direction,
            **step.properties,
            quotes=_listed(step),
        )
    return graph


def _whole_table(store: GraphStore, name: str, rows: int, **values: Any) -> Table:
    table = ask(store, name, deadline=_PLENTY_OF_TIME, row_limit=rows, **values)
    if table.cut:
        raise QueryStoppedError("this is too much to take out in one go; take fewer steps")
    return table


def _graph(
    store: GraphStore, nodes: Iterable[Mapping[str, Any]], relations: Iterable[Mapping[str, Any]]
) -> nx.MultiDiGraph[str]:
    ordered = sorted(nodes, key=lambda node: natural(node["id"]))
    links = sorted(
        relations, key=lambda one: (natural(one["source"]), one["kind"], natural(one["target"]))
    )
    quotes = _quotes(store, [*ordered, *links])
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in ordered:
        graph.add_node(
            node["id"], kind=node["kind"], label=node["label"], **_properties(node, quotes)
        )
    for relation in links:
        key = f"{relation['source']} {relation['kind']} {relation['target']}"
        graph.add_edge(
            relation["source"],
            relation["target"],
            key=key,
            id=key,
            kind=relation["kind"],
            **_properties(relation, quotes),
        )
    return graph


def _quotes(store: GraphStore, things: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    ids = list(dict.fromkeys(one for thing in things for one in thing["properties"]["quotes"]))
    found: dict[str, dict[str, Any]] = {}
    for first in range(0, len(ids), _QUOTES_AT_ONCE):
        some = ids[first : first + _QUOTES_AT_ONCE]
        for (quote,) in _whole_table(store, "quotes", len(some), ids=some).rows:
            found[quote["id"]] = {"id": quote["id"], **quote["properties"]}
    markings = {one.document: one.marking for one in marked(store)}
    for words in found.values():
        if words["document"] in markings:
            words["marking"] = markings[words["document"]]
    return found


def _properties(
    thing: Mapping[str, Any], quotes: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    properties = dict(thing["properties"])
    properties["quotes"] = [dict(quotes[one]) for one in properties["quotes"] if one in quotes]
    return properties


def _listed(thing: ThreadNode | Step) -> list[dict[str, Any]]:
    return [_flat(words) for words in thing.words]


def _flat(words: Words) -> dict[str, Any]:
    found = {
        "document": words.document,
        "sha256": words.sha256,
        "start": words.start,
        "end": words.end,
        "text": words.text,
        "page": words.page,
        "cell": words.cell,
        "box": list(words.box) if words.box else None,
    }
    return {name: value for name, value in found.items() if value is not None}
