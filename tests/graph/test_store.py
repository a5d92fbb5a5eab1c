"""What any store of the graph does, seen from outside."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from graph.errors import (
    GraphBusyError,
    GraphFormatError,
    GraphMissingError,
    IntegrityError,
    NotFoundError,
    WrongUseError,
)
from graph.facts import Facts, Node, Origin, Quote
from graph.store import open_graph, open_writer
from graph.store.base import HeldText, Part
from tests.graph.invented import OTHER, PLAN, TEXT, other_plan, plan

if TYPE_CHECKING:
    from pathlib import Path

    from graph.store.embedded import EmbeddedGraph

ACTIONS = "MATCH (a:Action) RETURN a.id AS id ORDER BY id"


def built(place: Path, *parts: Part) -> Path:
    with open_writer(place) as writer:
        for part in parts:
            writer.put(part)
        writer.commit()
    return place


def actions(place: Path) -> list[str]:
    with open_graph(place) as opened:
        return [row[0] for row in opened.run(ACTIONS).rows]


def test_what_was_written_is_read(store: EmbeddedGraph) -> None:
    rows = store.run(
        "MATCH (a:Action {id: $id})-[r:EVIDENCED_BY]->(s:Statement)"
        " RETURN a.status AS status, s.text AS words, r.basis AS basis, r.quotes AS quotes",
        {"id": f"{PLAN}/action/1"},
    ).records()
    start = TEXT.index("We trained")
    words = "We trained 400 officers in “Safe Talk”."
    assert rows == [
        {
            "status": "complete",
            "words": words,
            "basis": "self-reported",
            "quotes": [f"{PLAN}/quote/{start}-{start + len(words)}"],
        }
    ]


def test_every_node_tells_its_rule_and_stands_on_quotes_that_are_nodes(
    store: EmbeddedGraph,
) -> None:
    table = store.run(
        "MATCH (a:Action {id: $id}) WITH * UNWIND a.quotes AS one MATCH (q:Quote {id: one})"
        " RETURN q.text AS words, q.start AS start, q.end AS end, a.rule AS rule,"
        " a.rule_version AS version, a.certainty AS certainty",
        {"id": f"{PLAN}/action/2"},
    )
    start = TEXT.index("Write a care policy")
    assert table.records() == [
        {
            "words": "Write a care policy",
            "start": start,
            "end": start + len("Write a care policy"),
            "rule": "test.action",
            "version": 2,
            "certainty": "certain",
        }
    ]


def test_absent_properties_are_not_stored(store: EmbeddedGraph) -> None:
    table = store.run(
        "MATCH (a:Action {id: $id}) RETURN keys(a) AS names", {"id": f"{PLAN}/action/11"}
    )
    assert "status" not in table.rows[0][0]


def test_cells_are_plain_values(store: EmbeddedGraph) -> None:
    table = store.run(
        "MATCH p = (a:Action {id: $id})-[r:PART_OF]->(w:Workstream)"
        " RETURN a, r, p, date('2016-03-08') AS day, [1, 'two', null] AS list, {a: 1.5} AS map",
        {"id": f"{PLAN}/action/1"},
    )
    (row,) = table.records()
    assert json.loads(json.dumps(row)) == row
    assert row["a"]["id"] == f"{PLAN}/action/1"
    assert (row["a"]["kind"], row["a"]["label"]) == ("Action", "Train all officers")
    assert row["r"]["kind"] == "PART_OF"
    assert (row["r"]["source"], row["r"]["target"]) == (
        f"{PLAN}/action/1",
        f"{PLAN}/workstream/training",
    )
    assert [node["kind"] for node in row["p"]["nodes"]] == ["Action", "Workstream"]
    assert (row["day"], row["list"], row["map"]) == ("2016-03-08", [1, "two", None], {"a": 1.5})


def test_columns_are_known_when_there_are_no_rows(store: EmbeddedGraph) -> None:
    table = store.run("MATCH (a:Action {id: 'none'}) RETURN a.id AS id, a.text, 1 AS one")
    assert (table.columns, table.rows, table.cut) == (("id", "a.text", "one"), (), False)


@pytest.mark.parametrize(("limit", "cut"), [(4, True), (5, False), (6, False)])
def test_an_answer_says_when_it_was_cut(store: EmbeddedGraph, limit: int, *, cut: bool) -> None:
    table = store.run(ACTIONS, row_limit=limit)
    assert (len(table.rows), table.cut) == (min(limit, 5), cut)


def test_odd_characters_come_back_as_they_went_in(tmp_path: Path) -> None:
    odd = "a\x00b\u202ec\U0001f600d\u2028e\tf\"g'h\\i{j}é\ufffe\x1b"
    quote = (Quote("odd", 0, len(odd), odd),)
    node = Node("odd", "Document", odd, quote, Origin("test"), {"title": odd})
    number = Node("odd/action/1", "Action", "One", quote, Origin("test"), {"ordinal": 2**62})
    part = Part(
        "odd", "", Facts("odd", (node, number), ()), (HeldText("odd", b"x", odd, "text/1"),)
    )
    with open_graph(built(tmp_path / "g", part)) as opened:
        (found,) = opened.run("MATCH (d:Document {id: 'odd'}) RETURN d").rows[0]
        assert (found["label"], found["properties"]["title"]) == (odd, odd)
        assert opened.run("RETURN $odd AS odd", {"odd": odd}).rows == ((odd,),)
        assert opened.run("MATCH (a:Action) RETURN a.ordinal AS n").rows == ((2**62,),)
        assert opened.held_text("odd") == odd


def test_the_archived_text_is_at_hand(store: EmbeddedGraph) -> None:
    assert store.held_text(PLAN) == TEXT
    with pytest.raises(NotFoundError, match="'nothing'"):
        store.held_text("nothing")


def test_figures_ask_the_engine_nothing(folder: Path) -> None:
    with open_graph(folder) as opened:
        assert opened.figures()["nodes"]["Action"] == 5


def test_a_plan_is_added_replaced_and_taken_out(tmp_path: Path) -> None:
    place = built(tmp_path / "g", plan(), other_plan())
    changed = plan()
    kept = [node for node in changed.facts.nodes if not node.id.startswith(f"{PLAN}/action/10")]
    links = [
        one for one in changed.facts.relations if not one.source.startswith(f"{PLAN}/action/10")
    ]
    fewer = replace(changed, facts=Facts(PLAN, tuple(kept), tuple(links)))
    with open_writer(place) as writer:
        assert writer.parts() == (PLAN, OTHER)
        writer.put(fewer)
        writer.remove(OTHER)
        with pytest.raises(NotFoundError, match=f"'{OTHER}'.*{PLAN}"):
            writer.remove(OTHER)
        writer.commit()
    assert actions(place) == [f"{PLAN}/action/1", f"{PLAN}/action/11", f"{PLAN}/action/2"]


def test_readers_keep_the_graph_that_they_opened(tmp_path: Path) -> None:
    place = built(tmp_path / "g", plan())
    with open_graph(place) as early:
        for part in (other_plan(), other_plan(register="# 2\n" + other_plan().held[1].text)):
            built(place, part)
        assert len(early.run(ACTIONS).rows) == 4
        assert early.held_text(PLAN) == TEXT
    assert len(actions(place)) == 5


def test_without_commit_nothing_has_changed(tmp_path: Path) -> None:
    place = built(tmp_path / "g", plan())
    with open_writer(place) as writer:
        writer.remove(PLAN)
    with open_writer(place) as writer:
        assert writer.parts() == (PLAN,)


def test_the_same_plans_make_no_new_generation(tmp_path: Path) -> None:
    place = built(tmp_path / "g", plan())
    before = (place / "current.json").read_bytes()
    built(place, plan())
    with open_writer(place, fresh=True) as writer:
        writer.put(replace(plan(), source="elsewhere.txt"))
        writer.commit()
    assert (place / "current.json").read_bytes() == before


def test_the_data_version_changes_with_the_data_and_not_with_the_order(tmp_path: Path) -> None:
    one = built(tmp_path / "one", plan(), other_plan())
    two = built(tmp_path / "two", other_plan(), plan())
    three = built(tmp_path / "three", plan())
    versions = []
    for place in (one, two, three):
        with open_graph(place) as opened:
            versions.append(opened.data_version)
    assert versions[0] == versions[1] != versions[2]


def test_starting_afresh_drops_every_plan(tmp_path: Path) -> None:
    place = built(tmp_path / "g", plan())
    with open_writer(place, fresh=True) as writer:
        assert writer.parts() == ()
        writer.put(other_plan())
        writer.commit()
    assert actions(place) == [f"{OTHER}/action/1"]


def test_no_more_than_two_generations_and_their_texts_are_kept(tmp_path: Path) -> None:
    place = built(tmp_path / "g", plan())
    for number in range(2):
        with open_writer(place, fresh=True) as writer:
            writer.put(other_plan(register=f"# {number}\n{other_plan().held[1].text}"))
            writer.commit()
    assert len(list((place / "generations").iterdir())) == 2
    texts = [path.read_text("utf-8") for path in (place / "texts").glob("*.txt")]
    assert TEXT not in texts
    assert len(texts) == 3


def test_only_one_program_writes_at_a_time(tmp_path: Path) -> None:
    place = tmp_path / "g"
    with open_writer(place), pytest.raises(GraphBusyError, match="another program"):
        open_writer(place).__enter__()


def test_changes_outside_the_door_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUseError, match="open_writer"):
        open_writer(tmp_path / "g").put(plan())


def test_facts_that_do_not_stand_in_the_text_do_not_get_in(tmp_path: Path) -> None:
    part = plan()
    moved = tuple(replace(one, text=" " + one.text) for one in part.held)
    with open_writer(tmp_path / "g") as writer:
        with pytest.raises(IntegrityError, match="does not stand in the text"):
            writer.put(replace(part, held=moved))
        with pytest.raises(IntegrityError, match="not held"):
            writer.put(replace(part, held=part.held[:1]))


def test_where_there_is_no_graph_the_remedy_is_named(tmp_path: Path) -> None:
    with pytest.raises(GraphMissingError, match="golden-thread build"):
        open_graph(tmp_path / "none")


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(GraphMissingError, match=r"letter\.txt"):
        open_writer(tmp_path).__enter__()
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_graph_of_a_newer_program_is_refused_but_can_be_built_afresh(tmp_path: Path) -> None:
    place = built(tmp_path / "g", plan())
    pointer = place / "current.json"
    pointer.write_text(json.dumps(json.loads(pointer.read_text()) | {"format": 99}))
    with pytest.raises(GraphFormatError, match="newer"):
        open_graph(place)
    with pytest.raises(GraphFormatError, match="newer"):
        open_writer(place).__enter__()
    with open_writer(place, fresh=True) as writer:
        writer.put(other_plan())
        writer.commit()
    assert actions(place) == [f"{OTHER}/action/1"]


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"format": 1}', '{"format": 1, "generation": "x"}']
)
def test_a_damaged_pointer_is_said_on_one_line(tmp_path: Path, content: str) -> None:
    (tmp_path / "generations").mkdir()
    (tmp_path / "current.json").write_text(content)
    with pytest.raises((IntegrityError, GraphFormatError)) as caught:
        open_graph(tmp_path)
    assert "--fresh" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("place", ["neo4j://localhost", "bolt+s://a.example:7687", "http://x"])
def test_addresses_that_cannot_be_used_yet_are_said(place: str) -> None:
    with pytest.raises(WrongUseError, match=re.escape(place)):
        open_graph(place)
    with pytest.raises(WrongUseError):
        open_writer(place)


def test_an_empty_graph_can_be_built_and_read(tmp_path: Path) -> None:
    assert actions(built(tmp_path / "g")) == []
