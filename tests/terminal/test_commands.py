"""The commands, run as a person or a program runs them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from loaders.build import PLANS

ROOT = Path(__file__).resolve().parents[2]
ACTION = "mps-da-2016/action/22"


def golden_thread(graph: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the product and wait for it."""
    return subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "--graph", str(graph), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def answer(graph: Path, *arguments: str) -> Any:
    """Run a command that prints JSON, and return what it printed."""
    done = golden_thread(graph, *arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a graph of the two plans."""
    location = tmp_path_factory.mktemp("graph") / "thread"
    done = golden_thread(location, "build")
    assert done.returncode == 0, done.stderr
    return location


def test_trace_reaches_source_lead_and_evidence(graph: Path) -> None:
    thread = answer(graph, "trace", ACTION, "--json")
    nodes = {node["id"]: node for node in thread["nodes"]}
    assert {"vawg-2016/action/87", "vawg-2016", "body/hm-government"} <= set(nodes)
    assert "mps/owner/det-supt-iqbal-singh" in nodes
    evidence = [
        nodes[step["to"]]["properties"]
        for step in thread["steps"]
        if step["relation"] == "EVIDENCED_BY"
    ]
    assert [one["stage"] for one in evidence] == ["done"]
    assert "circa 18,000 officers" in evidence[0]["text"]


def test_every_step_of_a_trace_quotes_a_held_document(graph: Path) -> None:
    thread = answer(graph, "trace", ACTION, "--json")
    held = {file.name: (PLANS / file.name).read_bytes().decode() for file in PLANS.glob("*.txt")}
    text = held["mps-domestic-abuse-action-plan-2016.txt"]
    for step in thread["steps"]:
        assert step["direction"] in ("back", "forward")
        assert step["quotes"]
        for quote in step["quotes"]:
            assert len(quote["sha256"]) == 64
            assert quote["rule"]
            if quote["document"] == "mps-da-2016":
                assert text[quote["start"] : quote["end"]] == quote["quote"]


def test_a_trace_in_words_says_what_is_evidence_and_what_is_promised(graph: Path) -> None:
    shown = golden_thread(graph, "trace", "mps-da-2016/action/54").stdout
    assert "No evidence found" in shown
    assert "Commitment" in shown


def test_find_gives_ids_to_trace(graph: Path) -> None:
    hits = answer(graph, "find", "coercive", "control", "training", "--json")
    assert {"id", "kind", "label", "document", "snippet"} == set(hits[0])
    assert any(hit["id"] == "mps-da-2016/action/23" for hit in hits)


def test_saved_queries_are_listed_and_run(graph: Path) -> None:
    listed = {one["name"] for one in answer(graph, "query", "--json")}
    assert {
        "actions-by-source-and-status",
        "complete-without-evidence",
        "only-promised",
        "actions-of-workstream",
        "policy-use",
    } <= listed
    promised = answer(graph, "query", "only-promised", "--format", "json")
    assert promised["columns"][0] == "id"
    assert "mps-da-2016/action/54" in [row[0] for row in promised["rows"]]
    assert promised["receipt"]["rows"] == len(promised["rows"])


def test_a_missing_parameter_is_named(graph: Path) -> None:
    done = golden_thread(graph, "query", "actions-of-workstream")
    assert done.returncode == 2
    assert 'parameter "workstream"' in done.stderr


@pytest.mark.parametrize("form", ["csv", "jsonl", "table"])
def test_an_answer_comes_in_other_forms(graph: Path, form: str) -> None:
    query = "MATCH (a:Action) RETURN a.status AS status, count(*) AS actions ORDER BY status"
    done = golden_thread(graph, "query", "--cypher", query, "--format", form)
    assert done.returncode == 0
    assert "complete" in done.stdout
    assert "actions" in done.stdout


def test_a_query_that_would_change_the_graph_is_refused(graph: Path) -> None:
    done = golden_thread(graph, "query", "--cypher", "MATCH (n:Action) SET n.status = 'complete'")
    assert done.returncode == 2
    assert one_line(done.stderr)


@pytest.mark.parametrize("form", ["graphml", "gexf", "json"])
def test_an_export_is_read_back_by_networkx(graph: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"out.{form}"
    done = golden_thread(
        graph, "export", "--around", ACTION, "--hops", "2", "--format", form, "-o", str(out)
    )
    assert done.returncode == 0, done.stderr
    if form == "json":
        back = nx.node_link_graph(json.loads(out.read_text(encoding="utf-8")), edges="edges")
    else:
        back = (nx.read_graphml if form == "graphml" else nx.read_gexf)(out)
    assert ACTION in back
    assert "vawg-2016/action/87" in back


def test_check_finds_nothing_wrong_and_one_changed_character(graph: Path, tmp_path: Path) -> None:
    report = answer(graph, "check", "--json")
    assert (report["failures"], report["quotes"] > 500) == ([], True)
    copy = tmp_path / "copy"
    shutil.copytree(graph, copy)
    archived = next(
        file for file in copy.rglob("*.txt") if "circa 18,000" in file.read_text(encoding="utf-8")
    )
    words = archived.read_bytes().decode()
    archived.write_bytes(words.replace("circa 18,000", "circa 19,000").encode())
    done = golden_thread(copy, "check")
    assert done.returncode == 1
    assert "circa 19,000" in done.stdout
    assert "mps-da-2016" in done.stdout


def test_two_builds_give_the_same_bytes_whatever_the_order(graph: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    files = sorted(PLANS.glob("*.txt"), reverse=True)
    for file in files:
        assert golden_thread(other, "build", str(file)).returncode == 0
    for node in (ACTION, "mps-da-2016/action/42", "london-dv-2006/action/10", "vawg-2016"):
        here = golden_thread(graph, "trace", node, "--json").stdout
        there = golden_thread(other, "trace", node, "--json").stdout
        assert here == there


def test_a_document_can_be_taken_out(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    assert golden_thread(graph, "build").returncode == 0
    assert golden_thread(graph, "remove", "london-dv-2006").returncode == 0
    assert golden_thread(graph, "trace", "london-dv-2006/action/1").returncode == 2
    assert golden_thread(graph, "trace", ACTION).returncode == 0
    assert golden_thread(graph, "remove", "london-dv-2006").returncode == 2


def one_line(message: str) -> bool:
    """Return whether a message is one line that names the program."""
    return message.startswith("golden-thread: ") and message.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["trace", "no-such/action/1"],
        ["trace", "\u202e'; DROP"],
        ["inspect", "no-such-file.txt"],
        ["inspect", "."],
        ["query", "no-such-query"],
        ["query", "only-promised", "--param", "nonsense"],
        ["query", "--cypher", "MATCH (a:Action RETURN a"],
        ["export", "--format", "graphml", "-o", "x.graphml"],
        ["export", "--around", "no-such", "--format", "gexf", "-o", "x.gexf"],
        ["build", "no-such-folder"],
        ["serve", "--port", "99999"],
        ["fly"],
    ],
    ids=" ".join,
)
def test_wrong_use_is_said_in_one_line(graph: Path, arguments: list[str]) -> None:
    done = golden_thread(graph, *arguments)
    assert done.returncode == 2
    assert one_line(done.stderr), done.stderr


def test_without_a_graph_the_remedy_is_named(tmp_path: Path) -> None:
    done = golden_thread(tmp_path / "none", "trace", ACTION)
    assert done.returncode == 2
    assert "golden-thread build" in done.stderr


def test_a_bad_file_stops_nothing_else(tmp_path: Path) -> None:
    plans = tmp_path / "plans"
    plans.mkdir()
    table = "Ref\tAction\tResponse\n1\tTrain all staff\tAll staff have been trained.\n"
    (plans / "a-good-2020.txt").write_text(table)
    (plans / "b-empty.txt").write_text("")
    (plans / "c-binary.txt").write_bytes(b"\x00\x01\x02")
    (plans / "d-narrative.txt").write_text("We will do better.\n")
    (plans / "e-same.txt").write_text(table)
    (plans / "e-same.txt.toml").write_text('id = "a-good-2020"\n')
    graph = tmp_path / "graph"
    done = golden_thread(graph, "build", str(plans))
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert len(lines) == 3
    assert all(line.startswith("golden-thread: ") for line in lines)
    assert "sidecar" in lines[2]
    assert golden_thread(graph, "trace", "a-good-2020/action/1").returncode == 0
    assert golden_thread(graph, "trace", "d-narrative").returncode == 0


def test_nothing_that_can_be_read_is_wrong_input(tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"")
    done = golden_thread(tmp_path / "graph", "build", str(bad))
    assert done.returncode == 2
    assert one_line(done.stderr)


@pytest.mark.parametrize(
    "command",
    ["build", "remove", "inspect", "trace", "find", "query", "export", "check", "serve"],
)
def test_every_command_has_help_and_stands_in_the_readme(command: str) -> None:
    done = golden_thread(Path("none"), command, "--help")
    assert done.returncode == 0
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"`{command}" in readme


def test_a_source_that_plans_cite_keeps_its_id(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text("Ref\tAction\tResponse\n87\tTrain staff\tAll staff have been trained.\n")
    (tmp_path / "plan.txt.toml").write_text('id = "vawg-2016"\n')
    done = golden_thread(tmp_path / "graph", "build", str(plan))
    assert done.returncode == 2
    assert "'vawg-2016'" in done.stderr
