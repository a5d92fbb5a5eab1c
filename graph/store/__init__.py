"""The graph's stores, opened by where they are."""

from __future__ import annotations

from pathlib import Path

from graph.errors import WrongUseError
from graph.store.embedded import EmbeddedGraph, EmbeddedWriter

_SERVERS = ("neo4j", "bolt")


def open_graph(location: str | Path, *, workers: int = 1) -> EmbeddedGraph:
    """Open a graph for reading.

    Args:
        location: a folder.
        workers: how many queries can run at once; two or more start at once and warm up, a single
            one starts with the first query.

    Raises:
        WrongUseError: the address is of a kind that this version does not know.
        GraphMissingError: there is no graph there yet.
        GraphFormatError: it was made by a newer program.
        IntegrityError: it is damaged.
    """
    return EmbeddedGraph(folder_of(location), workers=workers)


def open_writer(
    location: str | Path, *, fresh: bool = False, patience: float = 0.0
) -> EmbeddedWriter:
    """Return the door for changes to a graph; the lock is taken on entering it.

    Args:
        location: a folder; made when it is not there.
        fresh: start with no plans, also over a graph that can no longer be read.
        patience: seconds to wait for another writer to end.

    Raises:
        WrongUseError: the address is of a kind that this version does not know.
    """
    return EmbeddedWriter(folder_of(location), fresh=fresh, patience=patience)


def folder_of(location: str | Path) -> Path:
    """Return the folder of a graph.

    Raises:
        WrongUseError: the address is of a kind that this version does not know.
    """
    scheme, colon, _ = str(location).partition("://")
    if not str(location).strip():
        raise WrongUseError("the graph's place is empty; name a folder with --graph FOLDER")
    if not colon:
        return Path(location).expanduser().absolute()
    if scheme.partition("+")[0] in _SERVERS:
        raise WrongUseError(f"{location}: this version cannot use a Neo4j yet; name a folder")
    raise WrongUseError(f"{location}: a graph is a folder, or a Neo4j at neo4j://… or bolt://…")
