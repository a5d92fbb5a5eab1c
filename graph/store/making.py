"""Making a generation out of the archive. Runs in a worker process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.archive import Archive
from graph.figures import figures
from graph.files import sync_tree
from graph.merge import merge
from graph.store.arcadedb import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.store.generations import Generation


def make(generation: Generation, progress: Callable[[str, int, int], None]) -> None:
    """Merge the facts that a begun generation lists, write its database and its figures.

    Raises:
        IntegrityError: the archive is damaged, or two parts contradict each other.
        GoldenThreadError: the engine does not start or refuses the data.
    """
    parts = generation.listing().parts
    archive = Archive(generation.graph)
    graph = merge((archive.facts(part.facts), part.held) for part in parts)
    load(generation.database, graph, progress)
    generation.write_figures(figures(graph))
    sync_tree(generation.folder)
