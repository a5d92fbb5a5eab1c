"""What is taken out of the graph, and comes back the same from every format."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import GoldenThreadError, NotFoundError, WrongUseError
from graph.export import FORMATS, export
from graph.subgraph import neighbourhood, whole
from graph.vocabulary import vocabulary
from tests.graph.invented import PLAN

if TYPE_CHECKING:
    from pathlib import Path

    from graph.store.embedded import EmbeddedGraph

Graph = nx.MultiDiGraph  # type: ignore[type-arg]  # a name that is only spoken here
VALUES = st.one_of(
    st.text(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(st.text(max_size=5), max_size=3),
    st.sampled_from(
        ["a\x00b", "\u202eevil", "json:[1]", "", " x ", "a\r\nb", "\ufffe", "]]>", "\ud800"]
    ),
)
# GEXF and GraphML give some names a meaning of their own; no name of ours is among them (below).
NAMES = st.sampled_from(["kind", "label", "text", "status", "score", "quotes", "locator"])


def same(one: Graph, other: Graph) -> bool:
    def nodes(graph: Graph) -> dict[Any, Any]:
        return dict(graph.nodes(data=True))

    def edges(graph: Graph) -> dict[Any, Any]:
        return {(u, v, k): data for u, v, k, data in graph.edges(keys=True, data=True)}

    return nodes(one) == nodes(other) and edges(one) == edges(other)


@pytest.mark.parametrize("name", FORMATS)
def test_the_whole_graph_comes_back_the_same(store: EmbeddedGraph, name: str) -> None:
    graph = whole(store)
    assert same(FORMATS[name].read(FORMATS[name].write(graph)), graph)


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_the_values_they_come_back_and_xml_is_valid(
    name: str, data: st.DataObject
) -> None:
    graph: Graph = nx.MultiDiGraph()
    ids = data.draw(st.lists(st.text(max_size=6), min_size=2, max_size=4, unique=True))
    for one in ids:
        properties = data.draw(st.dictionaries(NAMES, VALUES))
        graph.add_node(one, **({"label": one, "kind": "Action"} | properties | {"label": one}))
    for number in range(data.draw(st.integers(0, 3))):
        key = f"{ids[0]} {number}"
        properties = data.draw(st.dictionaries(NAMES.filter(lambda n: n != "label"), VALUES))
        graph.add_edge(ids[0], ids[1], key=key, **{"kind": "A", **properties, "id": key})
    content = FORMATS[name].write(graph)
    if name != "json":
        ET.parse(io.BytesIO(content))  # noqa: S314  # our own bytes
    assert same(FORMATS[name].read(content), graph)


def test_no_name_of_the_vocabulary_means_something_else_to_a_format() -> None:
    words = vocabulary()
    taken = {"id", "pid", "start", "end", "parents", "slices", "spells", "viz", "name"}
    for kind in words.nodes.values():
        if kind.name != "Quote":
            assert not (taken - {"name"}) & set(kind.properties)
    for relation in words.relations.values():
        assert not (taken | {"key", "source", "target", "weight", "type", "label"}) & set(
            relation.properties
        )


@pytest.mark.parametrize("hops", [0, 1, 2, 3])
def test_a_neighbourhood_is_what_networkx_says_it_is(store: EmbeddedGraph, hops: int) -> None:
    graph = whole(store)
    for start in (f"{PLAN}/action/1", "care-2018", "harbour/system/tally"):
        expected = nx.ego_graph(graph, start, radius=hops, undirected=True)
        assert same(neighbourhood(store, start, hops), expected)


def test_what_is_taken_out_tells_the_words_it_rests_on(store: EmbeddedGraph) -> None:
    graph = whole(store)
    for _, data in graph.nodes(data=True):
        assert data["quotes"][0]["text"]
    for *_, data in graph.edges(data=True):
        assert {"document", "sha256", "start", "end", "text"} <= set(data["quotes"][0])


def test_a_neighbourhood_has_its_limits(store: EmbeddedGraph) -> None:
    with pytest.raises(WrongUseError, match="between 0 and 6"):
        neighbourhood(store, PLAN, 7)
    with pytest.raises(NotFoundError):
        neighbourhood(store, "nothing", 1)


def test_a_file_is_written_whole_or_not_at_all(store: EmbeddedGraph, tmp_path: Path) -> None:
    graph = neighbourhood(store, PLAN, 1)
    path = tmp_path / "out.graphml"
    export(graph, "graphml", path)
    assert same(FORMATS["graphml"].read(path.read_bytes()), graph)
    assert [one.name for one in tmp_path.iterdir()] == ["out.graphml"]
    with pytest.raises(WrongUseError, match="graphml, gexf, json"):
        export(graph, "docx", path)
    with pytest.raises(GoldenThreadError, match="cannot be written"):
        export(graph, "gexf", tmp_path / "none" / "out.gexf")
