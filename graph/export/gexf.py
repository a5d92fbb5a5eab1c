"""GEXF 1.2, for Gephi. Values as `plain.py` tells."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import networkx as nx

from graph.export.plain import plain, restored

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def write(graph: MultiDiGraph[str]) -> bytes:
    """Return a graph as GEXF, UTF-8."""
    out = io.BytesIO()
    nx.write_gexf(plain(graph), out, version="1.2draft")
    return out.getvalue()


def read(content: bytes) -> MultiDiGraph[str]:
    """Return the graph that `write` was given."""
    return restored(nx.read_gexf(io.BytesIO(content)))
