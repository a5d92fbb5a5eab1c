"""The thread of one thing: back to why it was asked for, forward to what shows that it was done."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from graph.errors import NotFoundError
from graph.natural import natural
from graph.queries import ask
from graph.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.store.base import GraphStore

STEP_LIMIT = 1_000
"""Steps that a thread shows at most; `Thread.cut` says when there were more."""

_LONGEST_ID = 500
_OTHER_WAY = {"back": "forward", "forward": "back"}


_OF_EACH_QUOTE = ("rule", "rule_version", "certainty")
"""What stands with each quote of a step already."""


@dataclass(frozen=True, slots=True)
class Words:
    """The exact words of a held document that a node or a step rests on.

    Attributes:
        document: id of the document.
        sha256: of the document's original file.
        start: index of the first character in the canonical text.
        end: index after the last character.
        text: the words.
        page: page number from 1, where the format has pages.
        cell: place in a table or sheet, where there is one.
        box: left, top, right and bottom on the page in points, where the format has pages.
    """

    document: str
    sha256: str
    start: int
    end: int
    text: str
    page: int | None = None
    cell: str | None = None
    box: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class ThreadNode:
    """One thing on the thread; `properties` as stored, its quotes as `words`."""

    id: str
    kind: str
    label: str
    properties: Mapping[str, Any]
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One relation on the thread.

    Attributes:
        relation: its kind.
        direction: `back` when, seen from the start of the thread, it leads towards why something
            was asked for; `forward` when towards the proof.
        source: id of the node that the relation starts at.
        target: id of the node that it ends at.
        distance: steps from the start of the thread to the nearer end.
        properties: as stored, with `rule`, `rule_version` and `certainty`.
        words: what it rests on.
    """

    relation: str
    direction: str
    source: str
    target: str
    distance: int
    properties: Mapping[str, Any]
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """The thread of one thing.

    Attributes:
        id: of the thing that it starts from.
        kind: of that.
        label: of that.
        nodes: that thing first, then in the order in which the steps reach them.
        steps: back before forward, near before far, then as a person would list them.
        cut: True when it has more steps than are shown.
    """

    id: str
    kind: str
    label: str
    nodes: tuple[ThreadNode, ...]
    steps: tuple[Step, ...]
    cut: bool

    def to_json(self) -> dict[str, Any]:
        """Return the thread as `trace ID --json` prints it; `cut` is there only when it is."""
        return {
            "id": self.id,
            "kind": self.kind,
            "label": self.label,
            "nodes": [
                {
                    "id": node.id,
                    "kind": node.kind,
                    "label": node.label,
                    "properties": dict(node.properties),
                }
                for node in self.nodes
            ],
            "steps": [
                {
                    "relation": step.relation,
                    "direction": step.direction,
                    "from": step.source,
                    "to": step.target,
                    "quotes": [_quote_json(words, step) for words in step.words],
                    "properties": {
                        name: value
                        for name, value in step.properties.items()
                        if name not in _OF_EACH_QUOTE
                    },
                }
                for step in self.steps
            ],
            **({"cut": True} if self.cut else {}),
        }


def trace(store: GraphStore, start: str) -> Thread:
    """Return the thread of the thing with the id `start`.

    Raises:
        NotFoundError: nothing has this id; the message names close ones and suggests `find`.
        QueryStoppedError: over its time or memory.
    """
    first = look_up(store, start)
    # One row more than are shown tells, branch by branch, that something was left out.
    table = ask(
        store,
        f"thread-{first['kind'].lower()}",
        row_limit=STEP_LIMIT,
        id=start,
        limit=STEP_LIMIT + 1,
    )
    nodes = {start: first}
    relations: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in table.records():
        nodes[row["node"]["id"]] = row["node"]
        relation = row["relation"]
        relations[relation["kind"], relation["source"], relation["target"]] = relation
    # A cut can part a relation from the node between it and the start.
    whole = [
        relation
        for relation in relations.values()
        if relation["source"] in nodes and relation["target"] in nodes
    ]
    distances = _distances(start, whole)
    words = _Quotes(store, [*nodes.values(), *whole])
    steps = _steps([one for one in whole if one["source"] in distances], distances, words)
    reached = dict.fromkeys([start, *(end for step in steps for end in (step.source, step.target))])
    return Thread(
        id=start,
        kind=first["kind"],
        label=first["label"],
        nodes=tuple(_thread_node(nodes[one], words) for one in reached),
        steps=steps,
        cut=table.cut,
    )


def look_up(store: GraphStore, one: str) -> dict[str, Any]:
    """Return the node with the id `one` as a map of `id`, `kind`, `label` and `properties`.

    Raises:
        NotFoundError: nothing has this id; the message names close ones and suggests `find`.
    """
    if len(one) <= _LONGEST_ID:
        for (node,) in ask(store, "node", id=one).rows:
            found: dict[str, Any] = node
            return found
    close = _close_ids(store, one) if len(one) <= _LONGEST_ID else []
    hint = f"; close to it: {', '.join(close)}" if close else ""
    raise NotFoundError(
        f"nothing in this graph has the id {one[:80]!r}{hint}; look it up with: golden-thread find"
    )


def _close_ids(store: GraphStore, one: str) -> list[str]:
    beginning = one.rpartition("/")[0]
    near = []
    if beginning:
        near = [row[0] for row in ask(store, "near", beginning=f"{beginning}/").rows]
    if not near:
        near = [document["id"] for document in store.figures().get("documents", ())]
    return get_close_matches(one, near, n=3, cutoff=0.5)


class _Quotes:
    """The quotes of nodes and relations, fetched in one question."""

    def __init__(self, store: GraphStore, things: Iterable[Mapping[str, Any]]) -> None:
        ids = dict.fromkeys(quote for one in things for quote in one["properties"]["quotes"])
        rows = ask(store, "quotes", row_limit=len(ids), ids=list(ids)).rows if ids else ()
        self._quotes = {quote["id"]: quote["properties"] for (quote,) in rows}

    def of(self, thing: Mapping[str, Any]) -> tuple[Words, ...]:
        found = (self._quotes.get(quote) for quote in thing["properties"]["quotes"])
        return tuple(
            sorted(
                (
                    Words(
                        document=quote["document"],
                        sha256=quote["sha256"],
                        start=quote["start"],
                        end=quote["end"],
                        text=quote["text"],
                        page=quote.get("page"),
                        cell=quote.get("cell"),
                        box=tuple(quote["box"]) if quote.get("box") else None,
                    )
                    for quote in found
                    if quote is not None
                ),
                key=lambda words: (words.document, words.sha256, words.start, words.end),
            )
        )


def _distances(start: str, relations: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Return how many steps each node is from `start`, whichever way the relations point."""
    neighbours: dict[str, list[str]] = {}
    for relation in relations:
        neighbours.setdefault(relation["source"], []).append(relation["target"])
        neighbours.setdefault(relation["target"], []).append(relation["source"])
    found = {start: 0}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for other in neighbours.get(here, ()):
            if other not in found:
                found[other] = found[here] + 1
                waiting.append(other)
    return found


def _steps(
    relations: Iterable[Mapping[str, Any]], distances: Mapping[str, int], words: _Quotes
) -> tuple[Step, ...]:
    kinds = vocabulary().relations
    order = {kind: index for index, kind in enumerate(kinds)}
    steps = []
    for relation in relations:
        kind = kinds[relation["kind"]]
        source, target = relation["source"], relation["target"]
        along = distances[source] <= distances[target] or kind.symmetric
        steps.append(
            Step(
                relation=kind.name,
                direction=kind.toward if along else _OTHER_WAY[kind.toward],
                source=source,
                target=target,
                distance=min(distances[source], distances[target]),
                properties=_without_quotes(relation["properties"]),
                words=words.of(relation),
            )
        )
    steps.sort(
        key=lambda step: (
            step.direction != "back",
            step.distance,
            order[step.relation],
            natural(step.source),
            natural(step.target),
        )
    )
    return tuple(steps)


def _thread_node(node: Mapping[str, Any], words: _Quotes) -> ThreadNode:
    return ThreadNode(
        node["id"],
        node["kind"],
        node["label"],
        _without_quotes(node["properties"]),
        words.of(node),
    )


def _without_quotes(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if name != "quotes"}


def _quote_json(words: Words, step: Step) -> dict[str, Any]:
    box = list(words.box) if words.box else None
    place = {"page": words.page, "cell": words.cell, "box": box}
    return {
        "document": words.document,
        "sha256": words.sha256,
        "start": words.start,
        "end": words.end,
        "quote": words.text,
        **{name: value for name, value in place.items() if value is not None},
        "rule": step.properties["rule"],
        "rule_version": step.properties["rule_version"],
        "certainty": step.properties["certainty"],
    }
