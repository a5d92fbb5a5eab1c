"""The thread of one thing, back and forward, the same every time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from graph.errors import NotFoundError
from graph.subgraph import of_thread, whole
from graph.trace import trace
from tests.graph.invented import OTHER, PLAN, TEXT

if TYPE_CHECKING:
    from graph.store.embedded import EmbeddedGraph

FIRST = f"{PLAN}/action/1"


def links(store: EmbeddedGraph, start: str, direction: str) -> list[tuple[str, str, str]]:
    return [
        (step.source, step.relation, step.target)
        for step in trace(store, start).steps
        if step.direction == direction
    ]


def test_the_thread_of_an_action_goes_back_to_its_source_and_its_issuer(
    store: EmbeddedGraph,
) -> None:
    assert links(store, FIRST, "back") == [
        (FIRST, "LISTED_IN", PLAN),
        (FIRST, "ORIGINATES_FROM", "care-2018/recommendation/7"),
        (FIRST, "PART_OF", f"{PLAN}/workstream/training"),
        (FIRST, "OWNED_BY", "harbour/owner/insp-ada-brook"),
        ("care-2018/recommendation/7", "STATED_IN", "care-2018"),
        (PLAN, "ISSUED_BY", "harbour-force"),
        (f"{PLAN}/workstream/training", "LED_BY", "harbour/owner/insp-ada-brook"),
        ("care-2018", "ISSUED_BY", "office-for-care"),
    ]


def test_it_goes_forward_to_evidence_and_what_that_mentions(store: EmbeddedGraph) -> None:
    assert links(store, FIRST, "forward") == [
        (FIRST, "EVIDENCED_BY", f"{FIRST}/statement/1"),
        (FIRST, "EXPLAINED_IN", f"{FIRST}/statement/2"),
        (FIRST, "SAME_WORDS_AS", f"{PLAN}/action/11"),
        (f"{FIRST}/statement/1", "MENTIONS", "harbour/training/safe-talk"),
        (f"{FIRST}/statement/2", "MENTIONS", "harbour/policy/care-policy"),
    ]


def test_an_action_that_is_only_promised_shows_no_evidence(store: EmbeddedGraph) -> None:
    kinds = {step.relation for step in trace(store, f"{PLAN}/action/2").steps}
    assert "PROMISED_IN" in kinds
    assert "EVIDENCED_BY" not in kinds


def test_seen_from_a_source_the_actions_and_their_evidence_lie_ahead(store: EmbeddedGraph) -> None:
    assert links(store, "care-2018", "back") == [("care-2018", "ISSUED_BY", "office-for-care")]
    assert links(store, "care-2018", "forward") == [
        (f"{OTHER}/action/1", "ORIGINATES_FROM", "care-2018"),
        ("care-2018/recommendation/7", "STATED_IN", "care-2018"),
        (FIRST, "ORIGINATES_FROM", "care-2018/recommendation/7"),
        (f"{PLAN}/action/11", "ORIGINATES_FROM", "care-2018/recommendation/7"),
        (FIRST, "EVIDENCED_BY", f"{FIRST}/statement/1"),
        (f"{PLAN}/action/11", "EVIDENCED_BY", f"{PLAN}/action/11/statement/1"),
    ]


def test_every_step_of_every_thread_is_in_the_graph_and_hangs_together(
    store: EmbeddedGraph,
) -> None:
    graph = whole(store)
    for start in graph:
        thread = trace(store, start)
        part = of_thread(thread)
        assert thread.nodes[0].id == start
        assert nx.is_weakly_connected(part)
        assert all(graph.has_edge(*edge) for edge in part.edges(keys=True))
        assert all(node.words for node in thread.nodes)
        assert all(step.words for step in thread.steps)
        reach = nx.single_source_shortest_path_length(part.to_undirected(as_view=True), start)
        assert all(
            step.distance == min(reach[step.source], reach[step.target]) for step in thread.steps
        )


def test_all_that_an_action_leads_to_along_the_arrows_is_on_its_thread(
    store: EmbeddedGraph,
) -> None:
    graph = whole(store)
    for start, kind in graph.nodes(data="kind"):
        if kind == "Action":
            # The answers of another action with the same words belong to that one's thread.
            others = [one for one, other in graph.nodes(data="kind") if other == "Action"]
            alone = graph.subgraph(set(graph) - set(others) | {start})
            reached = {start} | nx.descendants(alone, start)
            on_thread = {node.id for node in trace(store, start).nodes}
            assert on_thread - set(others) | {start} == reached


def test_the_json_of_a_thread_is_as_the_contract_says(store: EmbeddedGraph) -> None:
    content = json.loads(json.dumps(trace(store, FIRST).to_json()))
    assert list(content) == ["id", "kind", "label", "nodes", "steps"]
    assert (content["id"], content["kind"], content["label"]) == (
        FIRST,
        "Action",
        "Train all officers",
    )
    assert content["nodes"][0]["properties"] == {
        "certainty": "certain",
        "ordinal": 1,
        "ref": "1",
        "rule": "test.action",
        "rule_version": 2,
        "status": "complete",
        "text": "Train all officers",
    }
    evidence = next(step for step in content["steps"] if step["relation"] == "EVIDENCED_BY")
    assert list(evidence) == ["relation", "direction", "from", "to", "quotes", "properties"]
    (quote,) = evidence["quotes"]
    assert list(quote) == [
        "document",
        "sha256",
        "start",
        "end",
        "quote",
        "rule",
        "rule_version",
        "certainty",
    ]
    assert TEXT[quote["start"] : quote["end"]] == quote["quote"]
    assert (quote["rule"], quote["rule_version"], quote["certainty"]) == (
        "test.evidenced_by",
        1,
        "likely",
    )


def test_a_thread_is_the_same_every_time(store: EmbeddedGraph) -> None:
    assert trace(store, FIRST).to_json() == trace(store, FIRST).to_json()


def test_a_thread_that_is_too_long_says_that_it_was_cut(
    store: EmbeddedGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "cut" not in trace(store, "care-2018").to_json()
    monkeypatch.setattr("graph.trace.STEP_LIMIT", 3)
    thread = trace(store, "care-2018")
    assert thread.cut
    assert thread.to_json()["cut"] is True
    assert len(thread.steps) <= 3


def test_an_unknown_id_is_answered_with_close_ones(store: EmbeddedGraph) -> None:
    with pytest.raises(NotFoundError, match=rf"{PLAN}/action/1.*find"):
        trace(store, f"{PLAN}/action/111")
    with pytest.raises(NotFoundError, match="harbour-2019"):
        trace(store, "harbor-2019")


@pytest.mark.parametrize("start", ["", "'", "\x00", "a" * 100_000, "\u202e", f"{PLAN}/action/1'"])
def test_odd_ids_are_simply_not_found(store: EmbeddedGraph, start: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        trace(store, start)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 500


def test_a_quote_is_no_start_of_a_thread(store: EmbeddedGraph) -> None:
    with pytest.raises(NotFoundError):
        trace(store, f"{PLAN}/quote/0-30")
