"""One command finds whatever no longer stands as it was quoted."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from graph.check import check
from graph.store import open_graph
from tests.graph.invented import PLAN, TEXT

if TYPE_CHECKING:
    from pathlib import Path

    from graph.check import CheckReport
    from graph.store.embedded import EmbeddedGraph


@pytest.fixture(scope="module")
def copy(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the graph that tests may damage and must mend."""
    place = tmp_path_factory.mktemp("check") / "copy"
    shutil.copytree(folder, place)
    return place


def checked(place: Path, path: Path, content: bytes) -> CheckReport:
    """Check the graph with `content` in the place of a file of its archive."""
    before = path.read_bytes()
    path.write_bytes(content)
    try:
        with open_graph(place) as opened:
            return check(opened)
    finally:
        path.write_bytes(before)


def text_file(place: Path) -> Path:
    return next(path for path in (place / "texts").glob("*.txt") if path.read_text("utf-8") == TEXT)


def test_a_whole_graph_passes(store: EmbeddedGraph) -> None:
    report = check(store)
    assert report.passed
    assert (report.documents, report.nodes, report.relations) == (3, 22, 27)
    assert report.quotes > 20
    assert json.loads(json.dumps(report.to_json()))["failures"] == []


def test_one_changed_character_under_quotes_is_placed_and_the_quotes_are_named(copy: Path) -> None:
    at = TEXT.index("400 officers")
    report = checked(copy, text_file(copy), (TEXT[:at] + "5" + TEXT[at + 1 :]).encode())
    assert not report.passed
    line = TEXT.count("\n", 0, at) + 1
    assert all(failure.document == PLAN for failure in report.failures)
    place = next(one for one in report.failures if "has changed here" in one.what)
    assert place.line == line
    assert place.start is not None
    assert place.end is not None
    assert place.start <= at < place.end <= place.start + 64
    quotes = [one for one in report.failures if "no longer matches" in one.what]
    assert quotes
    assert all(one.line == line for one in quotes)
    assert f"line {line}, characters" in str(place)


def test_one_changed_character_under_no_quote_is_placed_as_well(copy: Path) -> None:
    at = TEXT.index(". Training workstream")
    report = checked(copy, text_file(copy), (TEXT[:at] + "," + TEXT[at + 1 :]).encode())
    (failure,) = report.failures
    assert (failure.document, failure.line) == (PLAN, 2)
    assert failure.start is not None
    assert failure.end is not None
    assert failure.start <= at < failure.end


def test_a_changed_or_lost_original_is_found(copy: Path) -> None:
    path = next(
        path for path in (copy / "originals").iterdir() if path.read_bytes() == TEXT.encode()
    )
    (failure,) = checked(copy, path, TEXT.encode() + b" ").failures
    assert (failure.document, failure.what) == (PLAN, "the archived original has changed")


def test_a_text_that_is_no_longer_text_is_found(copy: Path) -> None:
    (failure,) = checked(copy, text_file(copy), b"\xff\xfe" + TEXT.encode()).failures
    assert failure.document == PLAN
    assert "UTF-8" in failure.what
    assert "\n" not in str(failure)
