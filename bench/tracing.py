"""Times traces through the store, and the same walk in networkx in memory."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING

from graph.store import open_graph
from graph.subgraph import whole
from graph.trace import trace

if TYPE_CHECKING:
    from collections.abc import Callable

    import networkx as nx

ROUNDS = 5


def walk(graph: nx.MultiDiGraph[str], start: str) -> int:
    """Visit what a thread of an action shows: its links, and those of what it reaches."""
    seen = {start}
    for node in [start, *graph.successors(start)]:
        for _, target, properties in graph.out_edges(node, data=True):
            seen.add(target)
            properties.get("quotes")
    return len(seen)


def timed(run: Callable[[str], object], ids: list[str]) -> list[float]:
    """Run once for each id and round; return the seconds of each."""
    seconds = []
    for _ in range(ROUNDS):
        for one in ids:
            started = time.perf_counter()
            run(one)
            seconds.append(time.perf_counter() - started)
    return seconds


def main() -> None:
    """Print the seconds of each run as JSON."""
    with open_graph(sys.argv[1]) as store:
        graph = whole(store)
        ids = sorted(node for node in graph if "/action/" in node and "/statement/" not in node)
        ids = [node for node in ids if graph.nodes[node].get("kind", "Action") == "Action"]
        trace(store, ids[0])
        through = timed(lambda one: trace(store, one), ids)
    in_memory = timed(lambda one: walk(graph, one), ids)
    print(
        json.dumps(
            {"one trace through the store, warm": through, "the same walk in networkx": in_memory}
        )
    )


if __name__ == "__main__":
    main()
