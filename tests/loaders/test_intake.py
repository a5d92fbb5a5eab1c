"""Files are read in processes of their own: bounded, several at once, only when they changed."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from graph.check import check
from graph.errors import UnreadableInputError, WrongUseError
from graph.processes import ROOT
from graph.store import open_graph, open_writer
from graph.store.generations import opened
from loaders.build import BuildReport, build_graph
from loaders.discovery import discover
from loaders.fingerprint import Fingerprints
from loaders.inspection import inspection
from loaders.intake import Intake, Reader
from loaders.limits import Limits, given
from loaders.reading import read_plan
from tests.graph.processes import wait_for_end

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEAD = "Ref\tAction\tResponse\tStatus\n"
ROW = "{}\tTrain all staff\tAll staff have been trained. We will review it in June.\tComplete\n"


def plan(path: Path, rows: int = 2) -> Path:
    """Write a plan of as many rows."""
    path.write_text(HEAD + "".join(ROW.format(ref) for ref in range(1, rows + 1)))
    return path


def three_plans(place: Path) -> Path:
    """Return a folder of three plans."""
    folder = place / "plans"
    folder.mkdir()
    for name in ("ashdale-2019", "brackenshire-2020", "calderwick-2021"):
        plan(folder / f"{name}.txt")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of three plans."""
    return three_plans(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, BuildReport]:
    """Build a graph of three such plans, from another folder."""
    place = tmp_path_factory.mktemp("built")
    return place / "graph", build_graph(place / "graph", [three_plans(place)], jobs=1)


@pytest.fixture
def graph(tmp_path: Path, built: tuple[Path, BuildReport]) -> Path:
    """Return a graph of three such plans, to be changed."""
    return shutil.copytree(built[0], tmp_path / "graph")


def workers(of: psutil.Process | None = None) -> list[psutil.Process]:
    """Return the reading workers that a process, this one unless said, has started."""
    found = []
    for child in (of or psutil.Process()).children(recursive=True):
        with contextlib.suppress(psutil.Error):
            if "loaders.worker" in child.cmdline():
                found.append(child)
    return found


def first_worker(of: psutil.Process | None = None) -> psutil.Process:
    """Wait until a worker is there and reads; return it."""
    while True:
        for worker in workers(of):
            with contextlib.suppress(psutil.Error):
                # Past its start: a reader that has begun has its libraries loaded.
                if worker.cpu_times().user > 3:  # seconds
                    return worker
        time.sleep(0.05)


def state(report: BuildReport) -> dict[str, str]:
    """Return what became of each file, by its name."""
    return {
        file.path.name: "failed" if file.error else "unchanged" if file.unchanged else "read"
        for file in report.files
    }


def test_a_worker_reads_what_the_program_itself_would_read(folder: Path) -> None:
    file = folder / "ashdale-2019.txt"
    with Intake(Reader(Limits())) as intake:
        assert intake.inspection(file) == json.loads(json.dumps(inspection(read_plan(file))))
    assert not workers()


def test_a_file_that_takes_too_long_is_ended_and_the_limit_is_named(tmp_path: Path) -> None:
    file = plan(tmp_path / "long.txt", 40_000)
    with (
        Intake(Reader(given(["seconds=1"]))) as intake,
        pytest.raises(UnreadableInputError, match=r"long\.txt: .* 1 seconds .*--limit seconds=60"),
    ):
        intake.inspection(file)
    assert not workers()


def test_a_file_that_needs_too_much_memory_is_ended_and_the_limit_is_named(tmp_path: Path) -> None:
    file = plan(tmp_path / "large.txt", 40_000)
    with (
        Intake(Reader(given(["memory=1000000"]))) as intake,
        pytest.raises(
            UnreadableInputError, match=r"large\.txt: .*memory.*--limit memory=1073741824"
        ),
    ):
        intake.inspection(file)


def test_a_file_over_a_count_is_refused_with_its_limit(folder: Path) -> None:
    with (
        Intake(Reader(given(["rows=2"]))) as intake,
        pytest.raises(UnreadableInputError, match="--limit rows="),
    ):
        intake.inspection(folder / "ashdale-2019.txt")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals")
def test_a_crash_costs_one_file_and_the_next_is_read(tmp_path: Path, folder: Path) -> None:
    file = plan(tmp_path / "crashes.txt", 40_000)
    with Intake(Reader(Limits())) as intake:
        crash = threading.Thread(target=lambda: first_worker().send_signal(signal.SIGSEGV))
        crash.start()
        with pytest.raises(UnreadableInputError, match=r"crashes\.txt: .*SIGSEGV"):
            intake.inspection(file)
        crash.join()
        assert len(intake.inspection(folder / "ashdale-2019.txt")["actions"]) == 2


def test_a_worker_that_dies_between_two_files_costs_neither(folder: Path) -> None:
    files = sorted(folder.iterdir())
    with Intake(Reader(Limits())) as intake:
        intake.inspection(files[0])
        (worker,) = workers()
        worker.kill()
        wait_for_end(worker)
        assert len(intake.inspection(files[1])["actions"]) == 2


def test_what_is_said_of_columns_and_makes_no_sense_is_no_files_fault(
    tmp_path: Path, folder: Path
) -> None:
    with pytest.raises(WrongUseError, match="--columns"):
        build_graph(tmp_path / "graph", [folder], columns="Action=nonsense")
    assert not workers()


def test_only_what_changed_is_read_again(
    graph: Path, built: tuple[Path, BuildReport], folder: Path
) -> None:
    assert set(state(built[1]).values()) == {"read"}
    before = opened(graph).name
    assert set(state(build_graph(graph, [folder])).values()) == {"unchanged"}
    assert opened(graph).name == before

    plan(folder / "ashdale-2019.txt", 3)
    (folder / "brackenshire-2020.txt.toml").write_text('title = "Our plan"\n')
    again = build_graph(graph, [folder])
    assert state(again) == {
        "ashdale-2019.txt": "read",
        "brackenshire-2020.txt": "read",
        "calderwick-2021.txt": "unchanged",
    }
    assert [file.actions for file in again.files] == [3, 2, 2]


def test_whatever_a_reading_rests_on_counts_as_a_change(folder: Path) -> None:
    file = folder / "ashdale-2019.txt"
    known = {Fingerprints(Reader(Limits())).of(file)}
    assert Fingerprints(Reader(Limits())).of(file) in known
    for reader in (Reader(given(["rows=99"])), Reader(Limits(), "Action=action")):
        known.add(Fingerprints(reader).of(file))
    (folder / "any.columns.toml").write_text('files = ["ash*"]\n[columns]\nStatus = "status"\n')
    known.add(Fingerprints(Reader(Limits())).of(file))
    known.add(Fingerprints(Reader(Limits())).of(file.rename(folder / "ashdale-2020.txt")))
    assert len(known) == 5
    assert None not in known


def test_a_new_start_reads_everything(graph: Path, folder: Path) -> None:
    report = build_graph(graph, [folder / "ashdale-2019.txt"], fresh=True)
    assert state(report) == {"ashdale-2019.txt": "read"}
    assert report.parts == ("ashdale-2019",)


def test_a_damaged_archive_is_mended_by_reading_again(graph: Path, folder: Path) -> None:
    with open_graph(graph) as store:
        damaged = dict(store.documents())["ashdale-2019"].text_sha256
    (graph / "texts" / f"{damaged}.txt").write_text("gone")
    assert state(build_graph(graph, [folder]))["ashdale-2019.txt"] == "read"
    with open_graph(graph) as store:
        assert check(store).passed


def contents(graph: Path) -> tuple[Any, ...]:
    """Return all that a graph is made of: its listing, its counts and its archive."""
    generation = opened(graph)
    names = ("listing.json", "figures.json")
    made = [(generation.folder / name).read_bytes() for name in names]
    kept = sorted(
        (file.name, file.read_bytes())
        for part in ("originals", "texts", "facts")
        for file in (graph / part).iterdir()
    )
    return generation.listing(), made, kept


def test_the_graph_is_the_same_however_many_read_and_in_whatever_order(
    tmp_path: Path, folder: Path
) -> None:
    plan(folder / "dunmere-2022.txt", 100)  # takes longer than those after it
    for name in ("estmoor-2023", "fenwold-2024"):
        plan(folder / f"{name}.txt")
    alone, together, backwards = (tmp_path / name for name in ("a", "b", "c"))
    build_graph(alone, [folder], jobs=1)
    build_graph(together, [folder], jobs=3)
    build_graph(backwards, sorted(folder.iterdir(), reverse=True), jobs=2)
    assert contents(alone) == contents(together) == contents(backwards)


def test_a_bad_file_between_good_ones_stops_neither(tmp_path: Path, folder: Path) -> None:
    plan(folder / "b-long.txt", 40_000)
    (folder / "c-broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    report = build_graph(tmp_path / "graph", [folder], limits=given(["seconds=3"]), jobs=2)
    assert [name for name, what in state(report).items() if what == "failed"] == [
        "b-long.txt",
        "c-broken.pdf",
    ]
    assert report.parts == ("ashdale-2019", "brackenshire-2020", "calderwick-2021")
    assert not workers()


def test_nobody_is_kept_from_the_graph_while_files_are_read(graph: Path, folder: Path) -> None:
    plan(folder / "ashdale-2019.txt", 5)

    def tell(_done: int, _total: int, _name: str) -> None:
        # Somebody takes out, in the meantime, what this build need not read.
        with open_writer(graph) as writer:
            if "brackenshire-2020" in writer.parts() and not told:
                writer.remove("brackenshire-2020")
                writer.commit()
        told.append(_name)

    told: list[str] = []
    report = build_graph(graph, [folder], tell=tell)
    assert told == ["ashdale-2019.txt", "brackenshire-2020.txt"]
    assert len(report.parts) == 3
    with open_graph(graph) as store:
        assert check(store).passed
        assert store.run("MATCH (a:Action) RETURN count(a) AS n").rows == ((9,),)


def build_command(graph: Path, *plans: Path) -> subprocess.Popen[str]:
    # Tests that a shell runs in the background are deaf to Ctrl-C, and so would the command be.
    hearing = (
        "import runpy, signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
        f"sys.argv[0] = {str(ROOT / 'cli.py')!r}; runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    return subprocess.Popen(
        [sys.executable, "-c", hearing, "--graph", str(graph), "build", *map(str, plans)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@pytest.fixture
def building(graph: Path, folder: Path) -> Iterator[tuple[Path, subprocess.Popen[str]]]:
    """Begin to build a graph again with plans that take long."""
    for name in ("long-1.txt", "long-2.txt"):
        plan(folder / name, 40_000)
    with build_command(graph, folder) as build:
        yield graph, build
        build.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups")
def test_ctrl_c_leaves_no_worker_and_the_graph_that_was(
    building: tuple[Path, subprocess.Popen[str]],
) -> None:
    graph, build = building
    before = opened(graph).name
    worker = first_worker(psutil.Process(build.pid))
    # As a terminal does: to everyone in the group.
    os.killpg(build.pid, signal.SIGINT)
    _, said = build.communicate(timeout=60)
    assert build.returncode == 1
    assert said.strip() == "golden-thread: interrupted; nothing was changed"
    wait_for_end(worker)
    assert opened(graph).name == before
    assert not list(graph.rglob(".tmp-*"))


def test_workers_end_with_a_build_that_is_killed(
    building: tuple[Path, subprocess.Popen[str]],
) -> None:
    graph, build = building
    worker = first_worker(psutil.Process(build.pid))
    build.kill()
    build.wait()
    wait_for_end(worker)
    with open_graph(graph) as store:
        assert check(store).passed


@pytest.mark.skipif(sys.platform == "win32", reason="Windows bounds no file sizes")
def test_a_disk_without_room_changes_nothing(graph: Path, folder: Path) -> None:
    before = opened(graph).name
    plan(folder / "ashdale-2019.txt", 200)
    # Files of 16 KiB and no more: what was read finds no room to wait in.
    command = 'ulimit -f 16; exec "$0" "$@"'
    done = subprocess.run(
        ["/bin/bash", "-c", command, sys.executable, "cli.py", "--graph", graph, "build", folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "the last whole graph can still be read" in done.stderr
    assert opened(graph).name == before
    assert not workers()


def test_a_folder_gives_its_plans_and_says_what_else_is_there(tmp_path: Path) -> None:
    for name in (
        *("b.TXT", "a.csv", "inner/c.pdf", "inner/d.Docx", "e.htm"),
        *("a.csv.toml", "all.columns.toml", ".hidden.txt", "~$d.docx", ".git/f.txt"),
        *("old.doc", "photo.png", "photo2.png", "Plan v1.2", "scan"),
        *("graph/generations/x.txt", "graph/lock", "graph/texts/y.txt"),
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("words")
    (tmp_path / "scan").write_bytes(b"\x89PNG")
    (tmp_path / "inner" / "round").symlink_to(tmp_path, target_is_directory=True)
    found = discover([tmp_path, tmp_path / "e.htm"])
    assert [file.relative_to(tmp_path).as_posix() for file in found.files] == [
        # What nothing in its name tells is told by its content.
        *("Plan v1.2", "a.csv", "b.TXT", "e.htm", "inner/c.pdf", "inner/d.Docx"),
    ]
    assert {suffix: [file.name for file in files] for suffix, files in found.others.items()} == {
        "": ["scan"],
        ".doc": ["old.doc"],
        ".png": ["photo.png", "photo2.png"],
    }
    with pytest.raises(WrongUseError, match="no plan"):
        discover([tmp_path / "graph"])
