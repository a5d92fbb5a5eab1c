"""The saved questions and their answers on the invented plans."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from graph import queries
from graph.errors import NotFoundError, QueryRefusedError, UnreadableInputError, WrongUseError
from graph.query_file import read
from tests.graph.invented import OTHER, PLAN

if TYPE_CHECKING:
    from pathlib import Path

    from graph.store.embedded import EmbeddedGraph

NAMES = [query.name for query in queries.library()]
OWN = sorted(f"app/{path.stem}" for path in (queries.FOLDER / "app").glob("*.cypher"))
SAMPLE: dict[str, Any] = {
    "workstream": "training",
    "policy": "care",
    "action": f"{PLAN}/action/1",
}


def ids(answer: queries.Answer, column: str = "id") -> list[Any]:
    return [record[column] for record in answer.records()]


@pytest.mark.parametrize("name", NAMES)
def test_every_saved_query_gives_the_columns_that_its_header_names(
    store: EmbeddedGraph, name: str
) -> None:
    query = queries.load(name)
    given = {one.name: SAMPLE[one.name] for one in query.parameters if one.required}
    answer = queries.run(store, name, given)
    assert answer.columns == query.columns
    assert answer.rows
    assert query.question.endswith("?")
    assert query.who


@pytest.mark.parametrize("name", [*NAMES, *OWN])
def test_every_query_is_written_so_that_it_means_the_same_on_every_store(name: str) -> None:
    body = "\n".join(
        line for line in queries.load(name).cypher.splitlines() if not line.startswith("//")
    )
    assert "elementId" not in body
    assert "exists(" not in body.lower()
    assert "apoc." not in body.lower()
    assert ".quotes AS" not in body or "WITH *" in body
    assert " IN r.quotes" not in body


def test_actions_by_source_and_status(store: EmbeddedGraph) -> None:
    rows = queries.run(store, "actions-by-source-and-status", {"plan": PLAN}).records()
    assert [
        (row["source_id"], row["identified"], row["status"], row["actions"]) for row in rows
    ] == [
        ("care-2018", True, "complete", 1),
        ("care-2018", True, "unknown", 1),
        (PLAN, True, "ongoing", 1),
        (f"{PLAN}/cited/an-unnamed-review", False, "complete", 1),
    ]


def test_complete_without_a_sentence_that_says_what_was_done(store: EmbeddedGraph) -> None:
    assert ids(queries.run(store, "complete-without-evidence")) == [f"{PLAN}/action/10"]


def test_only_promised(store: EmbeddedGraph) -> None:
    assert ids(queries.run(store, "only-promised")) == [f"{PLAN}/action/2"]


@pytest.mark.parametrize("name", ["training", "TRAINING", f"{PLAN}/workstream/training"])
def test_actions_of_a_workstream(store: EmbeddedGraph, name: str) -> None:
    answer = queries.run(store, "actions-of-workstream", {"workstream": name})
    assert ids(answer) == [f"{PLAN}/action/1", f"{PLAN}/action/11"]


def test_what_a_policy_is_used_for(store: EmbeddedGraph) -> None:
    rows = queries.run(store, "policy-use", {"policy": "care policy"}).records()
    assert [(row["action_id"], row["stage"]) for row in rows] == [
        (f"{PLAN}/action/1", "context"),
        (f"{PLAN}/action/2", "planned"),
    ]


def test_actions_without_an_identified_source(store: EmbeddedGraph) -> None:
    answer = queries.run(store, "actions-without-identified-source")
    assert ids(answer) == [f"{PLAN}/action/10"]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, ["1", "2", "10", "11", "1"]),
        ({"plan": OTHER}, ["1"]),
        ({"status": "complete"}, ["1", "10"]),
        ({"status": "unknown"}, ["11", "1"]),
        ({"workstream": f"{PLAN}/workstream/training"}, ["1", "11"]),
        ({"owner": "harbour/owner/insp-ada-brook"}, ["1"]),
        ({"source": "care-2018"}, ["1", "11", "1"]),
        ({"source": PLAN}, ["2"]),
        ({"source": "care-2018", "status": "complete", "plan": PLAN}, ["1"]),
        ({"owner": "nobody"}, []),
    ],
)
def test_actions_are_filtered_and_listed_in_the_order_of_the_plan(
    store: EmbeddedGraph, chosen: dict[str, str], expected: list[str]
) -> None:
    none = dict.fromkeys(("plan", "status", "workstream", "owner", "source"), "")
    rows = queries.ask(store, "actions", **(none | chosen)).records()
    assert [row["ref"] for row in rows] == expected


def test_the_numbers_beside_the_filters_are_those_of_the_filtered_lists(
    store: EmbeddedGraph,
) -> None:
    none = dict.fromkeys(("plan", "status", "workstream", "owner", "source"), "")
    for facet, values in store.figures()["facets"].items():
        for value in values:
            rows = queries.ask(store, "actions", **(none | {facet: value["id"]})).rows
            assert len(rows) == value["count"], (facet, value)


def test_an_answer_says_what_was_asked_of_which_data(store: EmbeddedGraph) -> None:
    answer = queries.run(store, "policy-use", {"policy": "care"}, row_limit=1)
    query = queries.load("policy-use")
    assert answer.receipt == {
        "query": "policy-use",
        "text_sha256": query.text_hash,
        "parameters": {"policy": "care"},
        "data_version": store.data_version,
        "rows": 1,
        "cut": True,
        "markings": {},
    }
    assert json.loads(json.dumps(answer.to_json()))["columns"] == list(query.columns)


def test_the_list_of_queries_tells_their_parameters() -> None:
    (entry,) = [one.to_json() for one in queries.library() if one.name == "policy-use"]
    assert list(entry) == ["name", "title", "question", "parameters", "columns"]
    assert entry["parameters"] == [
        {"name": "policy", "type": "text", "default": "", "choices": None}
    ]


def test_a_missing_parameter_is_named_before_anything_runs(store: EmbeddedGraph) -> None:
    with pytest.raises(WrongUseError, match='parameter "workstream" is missing'):
        queries.run(store, "actions-of-workstream")
    with pytest.raises(WrongUseError, match='no parameter "colour"'):
        queries.run(store, "policy-use", {"policy": "x", "colour": "red"})


def test_an_unknown_query_is_answered_with_close_names(store: EmbeddedGraph) -> None:
    with pytest.raises(NotFoundError, match="only-promised"):
        queries.run(store, "only-promises")
    for name in ("../README", "app/../only-promised", "", "/etc/passwd"):
        with pytest.raises(NotFoundError):
            queries.load(name)


def test_a_persons_own_query_runs_read_only(store: EmbeddedGraph) -> None:
    answer = queries.run_own(store, "MATCH (a:Action) RETURN count(a) AS n", {})
    assert (answer.columns, answer.rows) == (("n",), ((5,),))
    with pytest.raises(QueryRefusedError):
        queries.run_own(store, "CREATE (a:Action)")


HEADER = """// title = "Typed"
// [parameters.text]
// type = "text"
// choices = ["a", "b"]
// default = "a"
// [parameters.integer]
// type = "integer"
// default = 3
// [parameters.number]
// type = "number"
// default = 1.5
// [parameters.boolean]
// type = "boolean"
// default = false
// [parameters.date]
// type = "date"
// default = ""
// [parameters.list]
// type = "list"
// default = []
RETURN $text AS text
"""


def test_parameters_come_from_text_as_their_type(tmp_path: Path) -> None:
    (tmp_path / "typed.cypher").write_text(HEADER)
    query = read(tmp_path / "typed.cypher", "typed")
    assert query.values({}) == {
        "text": "a",
        "integer": 3,
        "number": 1.5,
        "boolean": False,
        "date": "",
        "list": [],
    }
    given = {
        "text": "b",
        "integer": " 12 ",
        "number": "2",
        "boolean": "Yes",
        "date": "2016-03",
        "list": "x, y,,z",
    }
    assert query.values(given) == {
        "text": "b",
        "integer": 12,
        "number": 2.0,
        "boolean": True,
        "date": "2016-03",
        "list": ["x", "y", "z"],
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", "c"),
        ("text", 1),
        ("integer", "1.5"),
        ("integer", "9" * 30),
        ("number", "nan"),
        ("number", "x"),
        ("boolean", "perhaps"),
        ("date", "March"),
        ("list", 7),
    ],
)
def test_a_value_of_the_wrong_type_names_its_parameter(
    tmp_path: Path, name: str, value: object
) -> None:
    (tmp_path / "typed.cypher").write_text(HEADER)
    with pytest.raises(WrongUseError, match=f'parameter "{name}"'):
        read(tmp_path / "typed.cypher", "typed").values({name: value})


@pytest.mark.parametrize(
    "header",
    [
        "",
        "// title = ",
        "// title = 3",
        '// title = "x"\n// colour = "red"',
        '// title = "x"\n// [parameters.a]\n// type = "colour"',
        '// title = "x"\n// [parameters.a]',
        '// title = "x"\n// parameters = 3',
        '// title = "x"\n// [parameters.a]\n// type = "integer"\n// default = "x"',
    ],
)
def test_a_file_without_a_right_header_is_refused_by_name(tmp_path: Path, header: str) -> None:
    path = tmp_path / "bad.cypher"
    path.write_text(f"{header}\nRETURN 1 AS one\n")
    with pytest.raises(UnreadableInputError, match=r"bad\.cypher"):
        queries.load("bad", tmp_path)
