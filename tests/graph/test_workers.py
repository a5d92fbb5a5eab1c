"""Queries run in processes of their own: read-only, timed, replaced, and never left behind."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import psutil
import pytest

from graph.errors import GoldenThreadError, QueryRefusedError, QueryStoppedError
from graph.processes import ROOT
from graph.store import open_graph, pool
from tests.graph.processes import wait_for_end

if TYPE_CHECKING:
    from pathlib import Path

    from graph.store.embedded import EmbeddedGraph

RUNAWAY = (
    "RETURN reduce(s = 0, x IN range(1, 1000000) |"
    " s + reduce(t = 0, y IN range(1, 1000000) | t + y)) AS z"
)
COUNT = "MATCH (n) RETURN count(n) AS n"

WRITES = [
    "CREATE (a:Action {id: 'x'})",
    "MERGE (a:Action {id: 'x'})",
    "MATCH (a:Action) SET a.status = 'complete'",
    "MATCH (a:Action) SET a:Policy",
    "MATCH (a:Action) REMOVE a.status",
    "MATCH (a:Action) DETACH DELETE a",
    "MATCH (a:Action)-[r]->() DELETE r",
    "MATCH (a:Action) FOREACH (x IN [1] | SET a.status = 'complete')",
    "MATCH (a:Action) CALL (a) { SET a.status = 'complete' }",
    "MATCH (a:Action) CALL (a) { DETACH DELETE a } IN TRANSACTIONS",
    "RETURN 1 AS a UNION CREATE (b:Action) RETURN 1 AS a",
    "CREATE INDEX x FOR (a:Action) ON (a.ref)",
    "DROP INDEX x",
    "CREATE CONSTRAINT x FOR (a:Action) REQUIRE a.ref IS UNIQUE",
    "CREATE USER someone SET PASSWORD 'long-enough'",
    "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
    "LOAD CSV FROM 'http://127.0.0.1:9/x' AS line RETURN line",
    "LOAD CSV WITH HEADERS FROM 'file:/etc/passwd' AS line RETURN line",
    "CALL apoc.load.json('file:///etc/hostname') YIELD value RETURN value",
    "EXPLAIN CREATE (a:Action) RETURN a; CREATE (b:Action)",
    "SELECT FROM Action",
    "DELETE FROM Action",
    "not a query at all",
    "",
    "RETURN 'half \ud83d'",
]


@pytest.mark.parametrize("attack", WRITES)
def test_a_query_that_would_do_more_than_read_is_refused_on_one_line(
    store: EmbeddedGraph, attack: str
) -> None:
    before = store.run(COUNT).rows
    with pytest.raises(QueryRefusedError) as caught:
        store.run(attack)
    assert "\n" not in str(caught.value)
    assert "com.arcadedb" not in str(caught.value).partition(" ")[0]
    assert store.run(COUNT).rows == before


@pytest.mark.parametrize("value", [object(), {1, 2}, float("nan"), "half \ud83d"])
def test_a_parameter_that_is_no_plain_value_is_refused(store: EmbeddedGraph, value: object) -> None:
    with pytest.raises(QueryRefusedError):
        store.run("RETURN $value AS value", {"value": value})


def test_a_missing_parameter_is_named(store: EmbeddedGraph) -> None:
    with pytest.raises(QueryRefusedError, match="who"):
        store.run("MATCH (a:Action {id: $who}) RETURN a.id AS id")


def test_a_runaway_is_ended_at_its_deadline_while_another_query_answers(
    store: EmbeddedGraph,
) -> None:
    ended: list[Exception] = []

    def run_away() -> None:
        try:
            store.run(RUNAWAY, deadline=2.0)
        except QueryStoppedError as error:
            ended.append(error)

    thread = threading.Thread(target=run_away)
    thread.start()
    while thread.is_alive():
        assert store.run("MATCH (a:Action) RETURN count(a) AS n").rows == ((5,),)
        time.sleep(0.05)
    thread.join()
    assert "longer than 2 seconds" in str(ended[0])
    # The worker that was ended has been replaced: two queries can run at once again.
    assert store.run(COUNT).rows == store.run(COUNT).rows


@pytest.mark.parametrize(
    "bomb",
    [
        "RETURN reduce(s = 'x', i IN range(1, 40) | s + s) AS s",
        "UNWIND range(1, 3000000) AS x RETURN collect(toString(x) + 'padding') AS all",
        "RETURN range(1, 1000000000) AS all",
    ],
)
def test_a_query_over_its_memory_is_ended_and_the_next_one_answers(folder: Path, bomb: str) -> None:
    with open_graph(folder) as opened:
        with pytest.raises(QueryStoppedError, match="memory"):
            opened.run(bomb, deadline=60.0)
        assert opened.run("RETURN 1 AS one").rows == ((1,),)


def command(process: psutil.Process) -> list[str]:
    """Return the command line of a process; nothing of one that has ended."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_a_worker_that_was_killed_from_outside_is_replaced(folder: Path) -> None:
    with open_graph(folder) as opened:
        opened.run("RETURN 1 AS one")
        for child in psutil.Process().children(recursive=True):
            if str(folder) in " ".join(command(child)):
                child.kill()
                child.wait()
        # It may have died before or with the question; in either case the one after is answered.
        try:
            opened.run("RETURN 1 AS one")
        except QueryStoppedError as error:
            assert "try again" in str(error)  # noqa: PT017  # either course is right
        assert opened.run("RETURN 1 AS one").rows == ((1,),)


def test_a_closed_graph_answers_no_more_and_leaves_no_process(folder: Path) -> None:
    with open_graph(folder) as opened:
        opened.run("RETURN 1 AS one")
        (child,) = [
            one
            for one in psutil.Process().children()
            if "query" in command(one)
            and one.create_time() > time.time() - 30
            and "--warm" not in command(one)
        ]
    assert not child.is_running()
    with pytest.raises(GoldenThreadError, match="closed"):
        opened.run("RETURN 1 AS one")


def test_a_worker_ends_when_the_program_that_started_it_is_killed(folder: Path) -> None:
    program = (
        "import sys, psutil; from graph.store import open_graph\n"
        "opened = open_graph(sys.argv[1]); opened.run('RETURN 1 AS one')\n"
        "print(psutil.Process().children()[0].pid, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout
        worker = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    wait_for_end(worker)


def test_a_database_that_does_not_open_is_said_on_one_line(tmp_path: Path) -> None:
    workers = pool.Pool(tmp_path / "nothing", 1)
    try:
        request = {"cypher": "RETURN 1 AS one", "parameters": {}, "row_limit": 1}
        with pytest.raises(GoldenThreadError, match="does not open") as caught:
            workers.ask(request, 5.0)
        assert "\n" not in str(caught.value)
    finally:
        workers.close()


def test_reading_leaves_no_files_in_the_current_folder(folder: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from graph.store import open_graph\n"
        "with open_graph(sys.argv[1]) as opened: print(opened.run('RETURN 1 AS one').rows)"
    )
    environment = {"PYTHONPATH": str(ROOT), "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, str(folder)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "((1,),)"
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []
