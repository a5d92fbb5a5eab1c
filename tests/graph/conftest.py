"""One built graph for all tests that only read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.store import open_graph, open_writer
from tests.graph.invented import other_plan, plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.store.embedded import EmbeddedGraph


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of two invented plans; tests only read it."""
    place = tmp_path_factory.mktemp("graph") / "both"
    with open_writer(place) as writer:
        writer.put(plan())
        writer.put(other_plan())
        writer.commit()
    return place


@pytest.fixture(scope="session")
def store(folder: Path) -> Iterator[EmbeddedGraph]:
    """That graph, open, with two warm workers."""
    with open_graph(folder, workers=2) as opened:
        yield opened
