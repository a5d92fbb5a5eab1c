"""Killing the build at any moment leaves the last whole graph, and the next build succeeds."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import psutil
import pytest

from graph.check import check
from graph.store import open_graph, open_writer
from tests.graph.invented import other_plan, plan
from tests.graph.processes import wait_for_end

if TYPE_CHECKING:
    from pathlib import Path

BUILD = (
    "import sys; from graph.store import open_writer; from tests.graph.invented import *\n"
    "turn = 0\n"
    "while True:\n"
    "    turn += 1\n"
    "    with open_writer(sys.argv[1]) as writer:\n"
    "        writer.put(plan())\n"
    "        writer.put(other_plan(register='# %d' % turn + other_plan().held[1].text))\n"
    "        writer.commit()\n"
)


def start_building(place: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", BUILD, str(place)])


@pytest.mark.parametrize("victim", ["the program", "the process that writes for it"])
def test_a_killed_build_changes_nothing(tmp_path: Path, victim: str) -> None:
    place = tmp_path / "g"
    with open_writer(place) as writer:
        writer.put(plan())
        writer.commit()
    # Not seeded: each run tries other moments.
    for _ in range(3):
        with start_building(place) as build:
            time.sleep(random.uniform(0.2, 2.5))  # noqa: S311  # no secret
            assert build.poll() is None, "the build ended by itself"
            children = psutil.Process(build.pid).children()
            if victim == "the program":
                build.kill()
            else:
                for child in children:
                    child.kill()
                # It ends with an error of its own; between two builds there is nobody to kill.
                time.sleep(0.2)
                build.kill()
            build.wait()
        for child in children:
            wait_for_end(child)
        with open_graph(place) as opened:
            assert len(opened.run("MATCH (a:Action) RETURN a.id AS id").rows) in {4, 5}
            assert check(opened).passed
    with open_writer(place) as writer:
        writer.put(plan())
        writer.put(other_plan())
        writer.commit()
    with open_graph(place) as opened:
        assert len(opened.run("MATCH (a:Action) RETURN a.id AS id").rows) == 5
    # What the killed ones left half-made is gone.
    assert len(list((place / "generations").iterdir())) <= 2
    assert not list(place.rglob(".tmp-*"))
