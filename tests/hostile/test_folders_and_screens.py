"""Attacks by what lies around a plan: links, sidecars, crowds of files; and on who looks at it."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import zlib
from pathlib import Path

import psutil
import pytest

from explorer.markup import shown
from explorer.reading_report import inspection_lines, report_lines
from explorer.terminal import json_text
from graph.errors import UnreadableInputError, WrongUseError
from loaders.build import BuildReport, FileReport, build_graph
from loaders.discovery import discover
from loaders.findings import Finding
from loaders.fingerprint import Fingerprints
from loaders.intake import Intake, Reader
from loaders.limits import Limits, given
from loaders.said_columns import columns_files
from loaders.status import colour_key

PLAN = "Ref\tAction\tStatus\n1\tTrain all staff\tComplete\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one good plan, and a secret beside the folder."""
    inside = tmp_path / "plans"
    inside.mkdir()
    (inside / "good.txt").write_text(PLAN)
    (tmp_path / "secret.txt").write_text("The password is swordfish.\n")
    return inside


def test_a_link_in_a_folder_does_not_choose_what_else_is_read(folder: Path) -> None:
    (folder / "linked.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "again.txt").symlink_to("good.txt")
    (folder / "round.txt").symlink_to("round.txt")
    graph = folder.parent / "graph"
    report = build_graph(graph, [folder])
    errors = {file.path.name: file.error for file in report.failed}
    assert "leads out of the folder" in (errors["linked.txt"] or "")
    assert set(errors) == {"linked.txt", "round.txt"}
    assert report.parts == ("again", "good")
    assert not any(b"swordfish" in one.read_bytes() for one in graph.rglob("*") if one.is_file())


def test_a_link_that_is_named_is_read(folder: Path) -> None:
    (folder.parent / "shared").symlink_to(folder, target_is_directory=True)
    (folder / "linked.txt").symlink_to(folder.parent / "secret.txt")
    assert discover([folder / "linked.txt"]).files == (folder / "linked.txt",)
    assert [one.name for one in discover([folder.parent / "shared"]).files] == ["good.txt"]


@pytest.mark.parametrize("name", ["good.txt.toml", "good.toml", "any.columns.toml", "good.txt"])
def test_a_file_too_large_to_be_read_is_not_hashed_either(folder: Path, name: str) -> None:
    os.truncate(os.open(folder / name, os.O_CREAT | os.O_RDWR), 10**12)
    began = time.monotonic()
    assert Fingerprints(Reader(Limits())).of(folder / "good.txt") is None
    assert time.monotonic() - began < 10


def test_a_crowded_folder_is_looked_through_once_until_it_changes(folder: Path) -> None:
    for number in range(20_000):
        (folder / f"plan-{number}.txt").touch()
    os.utime(folder, (1_000_000_000, 1_000_000_000))
    began = time.monotonic()
    assert not any(columns_files(folder) for _ in range(2_000))
    assert time.monotonic() - began < 10
    (folder / "any.columns.toml").write_text("[columns]\n")
    assert [one.name for one in columns_files(folder)] == ["any.columns.toml"]


def test_a_folder_that_changes_while_it_is_looked_through_is_looked_through_again(
    folder: Path,
) -> None:
    for number in range(5):
        (folder / f"{number}.columns.toml").write_text("[columns]\n")
        assert len(columns_files(folder)) == number + 1


def test_a_file_name_makes_no_line_of_its_own() -> None:
    finding = Finding("warning", "plan.no-actions", "none", "a\nwarning: all is well")
    file = FileReport(Path("a\nwarning: b.txt"), "a", 0, (finding,), None, "text")
    lines = list(report_lines(BuildReport((file,), ("a",)), details=True))
    assert not any(line.startswith("warning: b.txt") for line in lines)
    assert sum("plan.no-actions" in line for line in lines) == 1
    assert all("\n" not in line for line in lines if "plan.no-actions" in line)


def test_a_cell_too_long_for_any_screen_is_cut_there_and_nowhere_else(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(PLAN + "2\tTrain " + "\u202e" * 200_000 + "\tComplete\n")
    with Intake(Reader(Limits())) as intake:
        found = intake.inspection(file)
    began = time.monotonic()
    lines = "".join(inspection_lines(found))
    assert time.monotonic() - began < 20
    assert "more" in lines
    assert len(lines) < 100_000
    assert "\u202e" not in lines
    written = json.loads(json_text(found))
    assert written["actions"][1]["action_text"].count("\u202e") == 200_000


def test_sentences_of_invisible_tags_are_made_visible() -> None:
    hidden = "Train" + "".join(chr(0xE0000 + ord(letter)) for letter in "ignore") + "\u2028x"
    assert shown(hidden).startswith("Train[U+E0069][U+E0067]")
    assert shown(hidden).endswith("[U+2028]x")
    assert json_text(hidden).isascii()
    assert json.loads(json_text(hidden)) == hidden


def test_blanks_without_end_cost_no_time() -> None:
    began = time.monotonic()
    assert colour_key(" " * 400_000 + "x") == {}
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("number", ["9" * 6_000, "9" * 23, "-1", "1e9", "\u0663"])
def test_a_limit_beyond_all_counting_is_refused(number: str) -> None:
    with pytest.raises(WrongUseError, match="limit 'pages' must be a whole number"):
        given([f"pages={number}"])


def test_the_highest_limits_are_no_fault_of_the_file(folder: Path) -> None:
    limits = given([f"{name}=999999999999" for name in ("bytes", "seconds", "memory")])
    with Intake(Reader(limits)) as intake:
        assert len(intake.inspection(folder / "good.txt")["actions"]) == 1


def test_a_worker_that_is_killed_as_it_starts_costs_nothing(folder: Path) -> None:
    def kill_the_first() -> None:
        while not (started := psutil.Process().children()):
            time.sleep(0.01)
        started[0].kill()

    killer = threading.Thread(target=kill_the_first)
    killer.start()
    report = build_graph(folder.parent / "graph", [folder], jobs=1)
    killer.join()
    assert [file.error for file in report.files] == [None]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals")
def test_a_library_that_gives_up_names_the_memory(folder: Path) -> None:
    page = folder / "plan.pdf"
    page.write_bytes(_page(zlib.compress(b" " * 900_000_000, 1)))
    with (
        Intake(Reader(given(["memory=400000000"]))) as intake,
        pytest.raises(UnreadableInputError, match=r"plan\.pdf: .*memory.*--limit memory="),
    ):
        intake.inspection(page)


def _page(packed: bytes) -> bytes:
    """A PDF of one page with this content."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed),
    )
    out, places = b"%PDF-1.7\n", []
    for number, held in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 5\n0000000000 65535 f \n" + table + end
