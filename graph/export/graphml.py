"""GraphML, for yEd, Gephi, Cytoscape, igraph. Values as `plain.py` tells."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import networkx as nx

from graph.export.plain import plain, restored

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def write(graph: MultiDiGraph[str]) -> bytes:
    """Return a graph as GraphML, UTF-8."""
    out = io.BytesIO()
    # Not `write_graphml`: that one takes another library where it is installed.
    nx.write_graphml_xml(plain(graph), out)
    return out.getvalue()


def read(content: bytes) -> MultiDiGraph[str]:
    """Return the graph that `write` was given."""
    return restored(nx.read_graphml(io.BytesIO(content), force_multigraph=True))
