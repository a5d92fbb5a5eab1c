"""Node-link JSON as networkx and D3 know it: lists and maps stand as they are, ASCII only."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def write(graph: MultiDiGraph[str]) -> bytes:
    """Return a graph as node-link JSON; invisible characters are escaped."""
    return json.dumps(nx.node_link_data(graph, edges="edges"), indent=1).encode("ascii")


def read(content: bytes) -> MultiDiGraph[str]:
    """Return the graph that `write` was given."""
    graph = nx.node_link_graph(json.loads(content), edges="edges", directed=True, multigraph=True)
    return nx.MultiDiGraph(graph)
