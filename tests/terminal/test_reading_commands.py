"""What `build` and `inspect` say of files, and what of a file never comes out raw."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from explorer.reading_report import finding_lines
from tests.terminal.test_commands import answer, golden_thread, one_line

DECEIVING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
PLAN = (
    "OFFICIAL\nNorthshire Action Plan 2021\n"
    "Paragraph\tAction\tWorkings\tUpdate\tStatus\n"
    "1\tTrain all staff \u202edesrever\tnone\tAll staff have been trained.\x1b[2J\tComplete\n"
    "2\tWrite a policy\u2066 on stalking\tnone\tWe will write it in May.\tOngoing\n"
)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Return a plan with characters that a screen would obey."""
    file = tmp_path / "northshire-2021.txt"
    file.write_text(PLAN, encoding="utf-8")
    return file


def test_inspect_tells_all_in_words_and_obeys_no_character_of_the_file(plan: Path) -> None:
    done = golden_thread(Path("none"), "inspect", str(plan))
    assert done.returncode == 0, done.stderr
    for words in (
        "Northshire Action Plan 2021  (northshire-2021)",
        "Date: 2021",
        "Family: text, table",
        "Protective marking: OFFICIAL",
        "Publisher: not stated",
        "\u201cUpdate\u201d: ",
        "2 actions",
        "[U+202E]",
        "[plan.no-publisher]",
    ):
        assert words in done.stdout
    assert not DECEIVING.search(done.stdout)


def test_inspect_prints_the_same_for_programs(plan: Path) -> None:
    done = golden_thread(Path("none"), "inspect", str(plan), "--json")
    assert not DECEIVING.search(done.stdout)
    found = json.loads(done.stdout)
    assert found["document"]["marking"] == "OFFICIAL"
    assert found["document"]["family"] == "text, table"
    assert "\u202e" in found["actions"][0]["action_text"]
    assert {column["how"] for column in found["columns"]} <= {"known", "guessed", "said"}


def test_what_columns_hold_can_be_said(plan: Path) -> None:
    said = "Paragraph=ref, Workings=response"
    found = answer(Path("none"), "inspect", str(plan), "--columns", said, "--json")
    roles = {one["heading"]: (one["role"], one["how"]) for one in found["columns"]}
    assert roles["Workings"] == ("response", "said")
    assert "none" in found["actions"][0]["response_text"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--limit", "seconds=soon"],
        ["--limit", "colour=3"],
        ["--limit", "rows=2"],
        ["--columns", "Paragraph=nonsense"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("command", ["inspect", "build"])
def test_a_wrong_option_or_a_limit_is_said_in_one_line(
    plan: Path, tmp_path: Path, command: str, arguments: list[str]
) -> None:
    done = golden_thread(tmp_path / "graph", command, str(plan), *arguments)
    assert done.returncode == 2
    assert one_line(done.stderr), done.stderr


def test_build_ends_with_a_table_and_nothing_that_comes_out_is_raw(
    plan: Path, tmp_path: Path
) -> None:
    graph = tmp_path / "graph"
    (plan.parent / "broken.pdf").write_bytes(b"%PDF-1.4")
    (plan.parent / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    done = golden_thread(graph, "build", str(plan.parent), "--jobs", "1")
    assert done.returncode == 1
    assert one_line(done.stderr)
    assert "broken.pdf: " in done.stderr
    for words in (
        "Family",
        "text, table",
        "not loaded",
        "Passed over photo.jpg",
        "ocrmypdf",
        "1 file was not loaded:",
    ):
        assert words in done.stdout
    again = golden_thread(graph, "build", str(plan))
    assert again.returncode == 0
    assert "unchanged" in again.stdout

    for form in ("graphml", "gexf", "json"):
        out = tmp_path / f"out.{form}"
        golden_thread(graph, "export", "--all", "--format", form, "-o", str(out))
        assert "desrever" in out.read_text(encoding="utf-8")
        assert not DECEIVING.search(out.read_text(encoding="utf-8"))
    query = "MATCH (a:Action) RETURN a.text AS text"
    for form in ("csv", "json", "jsonl", "table"):
        told = golden_thread(graph, "query", "--cypher", query, "--format", form).stdout
        assert "desrever" in told
        assert not DECEIVING.search(told)


def test_a_folder_built_again_tells_what_is_new_gone_and_no_longer_said(
    plan: Path, tmp_path: Path
) -> None:
    graph, folder = tmp_path / "graph", plan.parent / "plans"
    folder.mkdir()
    for name in (
        "eastshire-2020",
        "westshire-2020",
        "a-name-that-is-far-too-long-for-a-table-2020",
    ):
        (folder / f"{name}.txt").write_text(
            "Ref\tAction\tWorkings\tResponse\n"
            "A/1\tTrain staff\tnone\tAll staff have been trained.\n"
            "A/2\tTrain more\tnone\tWe will train them.\n"
        )
    (folder / "minutes.doc").write_text("words")
    (folder / "Plan v1.2").write_text("Ref\tAction\tResponse\n1\tTrain staff\tDone.\n")
    first = golden_thread(graph, "build", str(folder)).stdout
    assert "minutes.doc: an older Word document (.doc) is not read; save it as .docx" in first
    assert "Plan v1.2" in first
    assert re.search(r"a-name-that\S+\u2026\S+-2020\.txt", first)

    east = folder / "eastshire-2020.txt"
    said = ("--columns", "Workings=evidence")
    assert golden_thread(graph, "build", str(east), *said).returncode == 0
    (folder / "westshire-2020.txt").unlink()
    again = golden_thread(graph, "build", str(folder)).stdout
    assert "eastshire-2020.txt: was read with --columns before" in again
    assert "2 of 3 files were unchanged" in again
    assert "Plan v1.2" not in again.partition("unchanged")[0]
    assert "no longer there: westshire-2020 (" in again
    assert "The graph holds 4 plans." in again
    every = golden_thread(graph, "--verbose", "build", str(folder)).stdout
    assert "Plan v1.2" in every
    assert "--columns before" not in every
    hits = answer(graph, "find", "a/1", "--json")
    assert {hit["id"].rpartition("/")[2] for hit in hits[:3]} == {"a-1"}


def test_findings_that_say_the_same_are_said_once_with_their_first_places() -> None:
    findings = [
        {"level": "warning", "code": "row.x", "message": "odd", "where": f"line {number}"}
        for number in range(1, 13)
    ]
    (line,) = finding_lines(findings)
    assert line == "warning: odd (12 times, first at line 1; line 2; line 3) [row.x]"
