"""Rows are found by their form: refs that skip or merge, owners in headings, cells over pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.citations import CitationReader
from loaders.layout import read_layout
from loaders.layout.columns import columns
from loaders.readers.text import content_of
from loaders.register import read_register

if TYPE_CHECKING:
    from loaders.layout.rows import PlanRow

READER = CitationReader(
    read_register(), "northshire-police", ("Northshire Police", "NP"), "2018-01"
)


def rows(text: str) -> tuple[PlanRow, ...]:
    """Return the rows of a document."""
    layout = read_layout(content_of(text), READER)
    return layout.rows if layout else ()


def cells(row: PlanRow) -> tuple[str, str, str, str]:
    """Return ref, action, answer and status of a row."""
    answer = " ".join(cell.folded() for cell in row.response)
    return row.ref, row.action.folded(), answer, row.status.folded() if row.status else ""


def roles(*headings: str) -> list[str]:
    """Return the roles of the columns under these headings."""
    return [column.role for column in columns(list(headings)) or ()]


RUN_ON = """Similar documents
Southshire Action Plan Ref. Action Response Progress 1 Nothing of ours

Transcription:

Training - Supt. Ada Cole Ref. Action Response Progress 1 Train all call takers (NP) \
Some 14 Team leaders were trained. 1. Days 2. Nights were covered. COMPLETE 4 Train recruits \
(HMICFRS Recommendation 2) Work goes on in the Prevention team Mar-18

Prevention - DCI Bo Ray Ref. Action Response Progress 5 6 Visit victims(NP) Call victims (NP) \
The unit visits and calls.
"""


def test_run_on_text_is_parted_into_its_rows() -> None:
    assert [cells(row) for row in rows(RUN_ON)] == [
        (
            "1",
            "Train all call takers",
            "Some 14 Team leaders were trained. 1. Days 2. Nights were covered.",
            "COMPLETE",
        ),
        ("4", "Train recruits", "Work goes on in the Prevention team", "Mar-18"),
        ("5", "Visit victims", "The unit visits and calls.", ""),
        ("6", "Call victims", "The unit visits and calls.", ""),
    ]


def test_a_heading_in_the_line_gives_workstream_and_owner() -> None:
    groups = [row.group for row in rows(RUN_ON)]
    assert [group.name.folded() for group in groups if group and group.name] == [
        "Training",
        "Training",
        "Prevention",
        "Prevention",
    ]
    owners = [group.owner.folded() for group in groups if group and group.owner]
    assert owners[0] == "Supt. Ada Cole"


def test_merged_refs_are_said_to_be_so() -> None:
    merged = [row for row in rows(RUN_ON) if row.ref in ("5", "6")]
    assert all(row.findings[0].code == "row.merged-refs" for row in merged)


TABBED = (
    "Northshire Safer Partnership\nAction plan 2018\n\n"
    "Ref\tAction\tLead\tTarget Date\tProgress\n"
    "1\tTrain staff (HMICFRS\t\t\t\n"
    "\tRecommendation 3)\tA/DI Jo Fox / CPS\tSep-18\tComplete. All were\n"
    "\nPage 2\n\nRef\tAction\tLead\tTarget Date\tProgress\n\t\t\t\ttrained in May.\n"
    "3\tHold a survey\t\t\tNot started\n"
)


def test_a_tabbed_row_runs_on_over_continuation_lines_and_pages() -> None:
    first, second = rows(TABBED)
    assert cells(first) == ("1", "Train staff", "All were trained in May.", "Complete")
    assert [cell.folded() for cell in first.owners] == ["A/DI Jo Fox / CPS"]
    assert [cell.folded() for cell in (first.due,) if cell] == ["Sep-18"]
    assert cells(second) == ("3", "Hold a survey", "", "Not started")


def test_a_citation_over_two_lines_is_still_one() -> None:
    first = rows(TABBED)[0]
    assert [one.locator for at in first.cited for one in at.citations] == ["Recommendation 3"]


def test_beside_a_priority_alone_the_action_column_is_the_answer() -> None:
    assert roles("Priority", "Action") == ["recommendation", "response"]
    assert roles("Recommendation", "Action", "Owner")[:2] == ["recommendation", "action"]


@pytest.mark.parametrize(
    ("headings", "progress"),
    [
        (["Ref", "Action", "Response", "Progress"], "status"),
        (["Ref", "Action", "Progress", "RAG"], "response"),
        (["Ref", "Action", "Progress"], "progress"),
    ],
)
def test_what_progress_holds_depends_on_its_neighbours(headings: list[str], progress: str) -> None:
    assert roles(*headings)[headings.index("Progress")] == progress


def test_a_narrative_has_no_rows() -> None:
    assert rows("Our aims\n\nWe will act. The action plan has a lead and a status.\n") == ()


@given(st.text(alphabet="12 .RefActionResponseProgress\n\t()COMPLETE-", max_size=400))
def test_any_text_is_read_and_rows_stand_in_it(text: str) -> None:
    whole = f"Ref Action Response Progress {text}"
    for row in rows(whole):
        for start, end in row.action.spans:
            assert 0 <= start < end <= len(whole)


@given(st.lists(st.text(alphabet="abc XY.-1(", min_size=1, max_size=20), min_size=1, max_size=8))
def test_no_word_of_a_tabbed_row_is_lost(words: list[str]) -> None:
    lines = [f"{at}\tDo {word}\tSaid {word}" for at, word in enumerate(words, start=1)]
    text = "\n".join(["Ref\tAction\tResponse", *lines])
    for row, word in zip(rows(text), words, strict=True):
        assert row.action.folded() == " ".join(f"Do {word}".split())


FIXED = """Plan of the forum

Protect

      Action                          Lead             Timescale    Delivery
31    Introduce notices in all        Home Office      March 2015   Pilot evaluation
      forces after the pilot                                        published
32    Extend the disclosure scheme    Home Office;     May 2015
                                      Police

Provide

      Action                          Lead             Timescale    Delivery
34    Fund 144 advisers               Home Office      June 2015    Funding confirmed
"""


def test_columns_that_blanks_alone_part_are_a_table() -> None:
    found = rows(FIXED)
    assert [cells(row) for row in found] == [
        (
            "31",
            "Introduce notices in all forces after the pilot",
            "Pilot evaluation published",
            "",
        ),
        ("32", "Extend the disclosure scheme", "", ""),
        ("34", "Fund 144 advisers", "Funding confirmed", ""),
    ]
    assert [owner.folded() for owner in found[1].owners] == ["Home Office; Police"]
    names = [row.group.name.folded() for row in found if row.group and row.group.name]
    assert names == ["Protect", "Protect", "Provide"]


@given(st.text(alphabet="Ab1 .\n", max_size=300))
def test_lines_with_gaps_are_read_or_left_alone(text: str) -> None:
    whole = f"No.  Action       Lead      Target\n{text}"
    for row in rows(whole):
        for start, end in row.action.spans:
            assert whole[start:end].strip()


def test_a_glossary_after_the_plan_is_no_part_of_it() -> None:
    text = f"{TABBED}\nAbbreviations\n\nTerm\tMeaning\nCPS\tCrown Prosecution Service\n"
    assert [row.ref for row in rows(text)] == ["1", "3"]
