"""Subgraphs as files that other tools read, one file a format, each with the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import GoldenThreadError, WrongUseError
from graph.export import gexf, graphml, node_link
from graph.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import networkx as nx


@dataclass(frozen=True, slots=True)
class Format:
    """A format.

    Attributes:
        name: as given after `--format`.
        suffix: how its files' names end.
        write: a graph to bytes.
        read: such bytes back to the same graph.
    """

    name: str
    suffix: str
    write: Callable[[nx.MultiDiGraph[str]], bytes]
    read: Callable[[bytes], nx.MultiDiGraph[str]]


FORMATS = {
    one.name: one
    for one in (
        Format("graphml", ".graphml", graphml.write, graphml.read),
        Format("gexf", ".gexf", gexf.write, gexf.read),
        Format("json", ".json", node_link.write, node_link.read),
    )
}


def export(graph: nx.MultiDiGraph[str], name: str, path: Path) -> None:
    """Write a graph to a file, whole or not at all.

    Args:
        graph: see `graph.subgraph`.
        name: of the format, for example `graphml`.
        path: the file; replaced when it is there.

    Raises:
        WrongUseError: there is no such format, or the path is a device or the like.
        GoldenThreadError: the file cannot be written.
    """
    chosen = FORMATS.get(name)
    if chosen is None:
        raise WrongUseError(f"no format is called {name!r}; there are: {', '.join(FORMATS)}")
    try:
        if path.exists() and not path.is_file():
            raise WrongUseError(f"{path}: is not an ordinary file; name a file to write")
        write_atomically(path, chosen.write(graph))
    except OSError as error:
        raise GoldenThreadError(f"{path}: cannot be written ({error.strerror})") from None
