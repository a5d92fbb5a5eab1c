"""The invented plan as a graph, for every test of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from explorer.reading import Reading
from graph.store import open_graph
from tests.explorer import invented_plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def location(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a graph that holds the invented plan. It is not to be changed."""
    folder = tmp_path_factory.mktemp("invented") / "graph"
    invented_plan.build(folder)
    return folder


@pytest.fixture(scope="session")
def reading(location: Path) -> Iterator[Reading]:
    """Return the invented plan, open for reading."""
    opened = Reading(open_graph(location, workers=1))
    yield opened
    opened.close()
