"""What `build` and `inspect` say of files, and what of a file never comes out raw."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

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
