"""What is read from the two plans is what two people read in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.gold import measure

if TYPE_CHECKING:
    from tests.conftest import Report


@pytest.fixture(scope="module")
def rows() -> dict[str, measure.Tally]:
    return measure.row_tallies()


def test_the_table_of_precision_and_recall_is_printed(
    rows: dict[str, measure.Tally], report: Report
) -> None:
    lines = measure.table(rows, measure.stage_tally(), measure.mention_tallies())
    assert lines[0] == measure.ON_WHAT
    report.say("precision and recall", lines)


@pytest.mark.parametrize(
    "field",
    ["row", "action", "source", "kind", "locator", "owner", "workstream", "progress", "response"],
)
def test_every_row_is_read_exactly(rows: dict[str, measure.Tally], field: str) -> None:
    assert rows[field].wrong == []
    assert rows[field].missed == []


def test_all_seventy_four_rows_are_found(rows: dict[str, measure.Tally]) -> None:
    assert rows["row"].right == 74


def test_stages_of_sentences_reach_their_floor() -> None:
    tally = measure.stage_tally()
    assert tally.recall >= measure.STAGE_FLOOR, "\n".join(tally.wrong)


@pytest.mark.parametrize("kind", measure.FLOORS)
def test_mentions_reach_their_floor(kind: str) -> None:
    tally = measure.mention_tallies()[kind]
    assert tally.f1 >= measure.FLOORS[kind], "\n".join(
        [*(f"wrong: {one}" for one in tally.wrong), *(f"missed: {one}" for one in tally.missed)]
    )


@pytest.mark.parametrize("document", measure.FILES)
def test_every_offset_gives_its_quote(document: str) -> None:
    text = (measure.PLANS / measure.FILES[document]).read_bytes().decode("utf-8")
    found = measure.read(document)
    for action in found["actions"]:
        for one in (*action["statements"], *action["mentions"], *action["sources"]):
            assert text[one["start"] : one["end"]] == one["quote"]
