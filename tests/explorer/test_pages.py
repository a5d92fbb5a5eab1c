"""The pages as Streamlit runs them, and what they say when something is not there."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import psutil
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from explorer.reading import Readings
from graph.errors import GraphMissingError
from graph.facts import Facts
from graph.store import open_writer
from graph.store.base import Part
from tests.explorer import invented_plan as plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PATIENCE = 60


def _find() -> None:
    from explorer.pages import find, with_graph  # noqa: PLC0415  (runs as a script of its own)

    with_graph(find.draw)()


def _trace() -> None:
    from explorer.pages import trace, with_graph  # noqa: PLC0415  (runs as a script of its own)

    with_graph(trace.draw)()


def words(page: AppTest) -> str:
    """Return the markup of a page that ran without an exception."""
    assert not page.exception, page.exception
    return "\n".join(element.proto.body for element in page.get("html"))


@pytest.fixture(scope="module", autouse=True)
def open_graphs() -> Iterator[None]:
    """Let go of the graphs that the pages have opened; Streamlit keeps them between runs."""
    yield
    st.cache_resource.clear()


@pytest.fixture
def at(location: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pages read the invented plan."""
    monkeypatch.setenv("GOLDEN_THREAD_GRAPH", str(location))


def find(**parameters: str) -> AppTest:
    page = AppTest.from_function(_find, default_timeout=_PATIENCE)
    for name, value in parameters.items():
        page.query_params[name] = value
    return page.run()


def trace(node: str) -> AppTest:
    page = AppTest.from_function(_trace, default_timeout=_PATIENCE)
    page.query_params["id"] = node
    return page.run()


@pytest.mark.usefixtures("at")
def test_the_controls_write_the_question_into_the_address() -> None:
    page = find()
    page.text_input(key="find-search").set_value("leaflet").run()
    assert page.query_params["q"] == "leaflet"
    page.selectbox(key="find-status").select("ongoing").run()
    assert page.query_params["status"] == "ongoing"
    assert "Publish a leaflet for victims." in words(page)


@pytest.mark.usefixtures("at")
def test_the_controls_show_the_question_of_the_address() -> None:
    page = find(q="leaflet", status="ongoing")
    assert page.text_input(key="find-search").value == "leaflet"
    assert page.selectbox(key="find-status").value == "ongoing"


@pytest.mark.usefixtures("at")
def test_filters_say_how_many_actions_each_value_has() -> None:
    options = find().selectbox(key="find-status").options
    assert "Ongoing (2)" in options
    assert "The document does not say (2)" in options


@pytest.mark.usefixtures("at")
@pytest.mark.parametrize("node", [plan.action(1), plan.PLAN, plan.LEAD, plan.COURSE])
def test_every_kind_of_node_has_a_page(node: str) -> None:
    assert "<h1>" in words(trace(node))


def test_without_a_graph_the_page_says_how_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOLDEN_THREAD_GRAPH", str(tmp_path / "nothing"))
    said = words(find())
    assert "There is no graph here yet" in said
    assert "golden-thread build" in said


def test_a_graph_of_a_newer_program_is_said(
    location: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = tmp_path / "graph"
    shutil.copytree(location, newer)
    (pointer,) = newer.glob("current.json")
    pointer.write_text(json.dumps({**json.loads(pointer.read_text()), "format": 10_000}))
    monkeypatch.setenv("GOLDEN_THREAD_GRAPH", str(newer))
    assert "needs a newer version" in words(trace(plan.action(1)))


def test_a_damaged_graph_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "current.json").write_text("{")
    monkeypatch.setenv("GOLDEN_THREAD_GRAPH", str(tmp_path))
    assert "cannot be shown just now" in words(find(show="actions"))


def test_a_dead_worker_is_survived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan.build(tmp_path / "graph")
    monkeypatch.setenv("GOLDEN_THREAD_GRAPH", str(tmp_path / "graph"))
    others = psutil.Process().children()
    assert "Action 1" in words(trace(plan.action(1)))
    for worker in set(psutil.Process().children()) - set(others):
        worker.kill()
    assert "<h1>" in words(trace(plan.action(2)))
    assert "<h1>Action 2</h1>" in words(trace(plan.action(2)))


def test_a_graph_that_was_built_again_is_read_without_a_restart(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    readings = Readings(str(graph))
    with pytest.raises(GraphMissingError):
        readings.now()
    plan.build(graph)
    before = readings.now()
    assert before is readings.now()
    with open_writer(graph) as writer:
        writer.put(Part("empty", "invented", Facts("empty", (), ()), ()))
        writer.commit()
    after = readings.now()
    assert after is not before
    assert after.data_version != before.data_version
    # A page that was being made from the old data can still be finished.
    assert before.thread(plan.action(1))["id"] == plan.action(1)
    readings.close()
