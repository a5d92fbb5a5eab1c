"""The figures of a graph: counted once when it is built, so that showing them asks no engine."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from graph.natural import natural
from graph.vocabulary import QUOTE, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.merge import Graph

_UNSTATED = "unknown"


def figures(graph: Graph) -> dict[str, Any]:
    """Return the counts and the filter values of a graph, as JSON can hold them.

    Keys: `nodes` and `relations` (count by kind, quotes apart), `quotes`, `statuses` and `stages`
    (count by value), `actions` (how many have a source, one that is identified, evidence, only a
    promise), `documents` (each with what a list of documents shows and its number of actions), and
    `facets`: for `plan`, `source`, `workstream`, `owner` and `status` a list of `{id, label,
    count}`, the count being of actions, in the order in which a person would list them.
    """
    words = vocabulary()
    actions = graph.nodes.get("Action", {})
    links = _Links(graph)
    statuses = Counter(action.get("status", _UNSTATED) for action in actions.values())
    stages = Counter(
        node.get("stage", _UNSTATED) for node in graph.nodes.get("Statement", {}).values()
    )
    documents = graph.nodes.get("Document", {})
    bodies = graph.nodes.get("Body", {})
    issuers = {
        source: bodies[target]["label"]
        for kind, source, target in sorted(graph.relations)
        if kind == "ISSUED_BY" and target in bodies
    }
    listed = Counter(document for ids in links.plans.values() for document in ids)
    return {
        "nodes": {kind: len(graph.nodes.get(kind, {})) for kind in words.nodes if kind != QUOTE},
        "relations": {
            kind: sum(1 for key in graph.relations if key[0] == kind) for kind in words.relations
        },
        "quotes": len(graph.nodes.get(QUOTE, {})),
        "statuses": dict(sorted(statuses.items())),
        "stages": dict(sorted(stages.items())),
        "actions": {
            "total": len(actions),
            "with_source": len(links.sources),
            "with_identified_source": sum(
                1
                for ids in links.sources.values()
                if any(documents.get(one, {}).get("identified", True) for one in ids)
            ),
            "with_evidence": len(links.evidenced),
            "only_promised": len(links.promised - links.evidenced),
        },
        "documents": [
            {
                **{
                    name: node.get(name)
                    for name in (
                        "id",
                        "label",
                        "title",
                        "date",
                        "identified",
                        "marking",
                        "copy_status",
                        "licence",
                        "role",
                    )
                },
                "publisher": issuers.get(node["id"]),
                "actions": listed[node["id"]],
            }
            for node in sorted(documents.values(), key=lambda node: natural(node["id"]))
        ],
        "facets": {
            "plan": _facet(graph, links.plans.values()),
            "source": _facet(graph, links.sources.values()),
            "workstream": _facet(graph, links.workstreams.values()),
            "owner": _facet(graph, links.owners.values()),
            "status": [
                {"id": status, "label": status, "count": count}
                for status, count in sorted(statuses.items())
            ],
        },
    }


class _Links:
    """What each action is linked to, by action id."""

    def __init__(self, graph: Graph) -> None:
        stated_in = {
            source: target for kind, source, target in graph.relations if kind == "STATED_IN"
        }
        self.plans: dict[str, set[str]] = {}
        self.sources: dict[str, set[str]] = {}
        self.workstreams: dict[str, set[str]] = {}
        self.owners: dict[str, set[str]] = {}
        self.evidenced: set[str] = set()
        self.promised: set[str] = set()
        for kind, source, target in graph.relations:
            if kind == "LISTED_IN":
                self.plans.setdefault(source, set()).add(target)
            elif kind == "ORIGINATES_FROM":
                # A recommendation counts for the document that states it.
                self.sources.setdefault(source, set()).add(stated_in.get(target, target))
            elif kind == "PART_OF":
                self.workstreams.setdefault(source, set()).add(target)
            elif kind == "OWNED_BY":
                self.owners.setdefault(source, set()).add(target)
            elif kind == "EVIDENCED_BY":
                self.evidenced.add(source)
            elif kind == "PROMISED_IN":
                self.promised.add(source)


def _facet(graph: Graph, linked: Iterable[set[str]]) -> list[dict[str, Any]]:
    counts = Counter(one for ids in linked for one in ids)
    labels = {
        node["id"]: node["label"]
        for kind, nodes in graph.nodes.items()
        if kind != QUOTE
        for node in nodes.values()
        if node["id"] in counts
    }
    return [
        {"id": one, "label": labels[one], "count": counts[one]}
        for one in sorted(counts, key=lambda one: (labels[one].casefold(), natural(one)))
    ]
