"""Run-on text without refs is read where statuses part its rows for certain, and else refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.citations import CitationReader
from loaders.layout.run_on import read_run_on
from loaders.register import read_register

if TYPE_CHECKING:
    from loaders.layout.rows import Layout

READER = CitationReader(read_register(), "northshire-police", ("Northshire Police", "NP"))

TRAINING = (
    "Training - Supt Ada Cole Action Response Status Train all call takers (HMIC Recommendation 4)."
    " Some 14 leaders were trained. Complete Review the policy on arrest (NP) It was reviewed in"
    " May 2016. Officers must give reasons. Ongoing Visit repeat victims within a week (NP) The"
    " unit visits them. In progress\n"
)
PREVENTION = (
    "Prevention - DCI Bo Ray Action Response Status Run a campaign before Christmas (NP) Posters"
    " were printed. Complete Tell schools of each incident (NP) They are told by nine. Complete"
    " Offer each perpetrator a programme (NP) It is not funded. Not started\n"
)


def read(text: str) -> Layout:
    layout = read_run_on(text, READER)
    assert layout is not None
    return layout


def test_a_status_behind_a_finished_sentence_closes_a_row() -> None:
    found = read(f"Plan\n\n{TRAINING}\n{PREVENTION}").rows
    assert [row.ref for row in found] == ["1", "2", "3", "4", "5", "6"]
    assert [row.action.folded() for row in found][:3] == [
        "Train all call takers",
        "Review the policy on arrest",
        "Visit repeat victims within a week",
    ]
    assert [row.status.folded() if row.status else None for row in found] == [
        *("Complete", "Ongoing", "In progress", "Complete", "Complete", "Not started")
    ]
    assert found[0].response[0].folded() == "Some 14 leaders were trained."
    assert all(row.ref_at is None for row in found)


def test_rows_of_which_one_has_no_status_are_not_guessed_at() -> None:
    found = read(TRAINING.replace(" In progress", ""))
    assert not found.rows
    assert [finding.code for finding in found.findings] == ["section.no-refs"]
