"""A cell or paragraph that holds several answers is parted by the labels in it."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.layout.labels import labelled
from loaders.passage import Passage


def parted(words: str) -> tuple[str | None, list[tuple[str, str, str]]]:
    """Return the words before the first label, and role, label and words of each piece."""
    found = labelled(Passage(words, ((0, len(words)),)))
    return (
        found.words.folded() if found.words else None,
        [(piece.role, piece.heading, piece.words.folded()) for piece in found.pieces],
    )


@pytest.mark.parametrize("between", ["\n", " ", "; ", " | "])
def test_labels_part_a_cell_whatever_stands_between_them(between: str) -> None:
    cell = between.join(
        (
            "Action Owner: DCI Jo Ward",
            "Target Completion Date: May 2017",
            "Update April 2016: Training was given. It reached two teams: days and nights",
            "Update June 2016: A third team followed",
        )
    )
    assert parted(cell) == (
        None,
        [
            ("owner", "Action Owner", "DCI Jo Ward"),
            ("date", "Target Completion Date", "May 2017"),
            (
                "response",
                "Update April 2016",
                "Training was given. It reached two teams: days and nights",
            ),
            ("response", "Update June 2016", "A third team followed"),
        ],
    )


@pytest.mark.parametrize(
    ("words", "first", "pieces"),
    [
        ("Train staff.\nLead \u2013 Supt Ray", "Train staff.", [("owner", "Lead", "Supt Ray")]),
        ("Train staff. By when: May 2020.", "Train staff.", [("date", "By when", "May 2020")]),
        ("Status - Complete", None, [("status", "Status", "Complete")]),
        ("Accepted: Yes", None, [("accepted", "Accepted", "Yes")]),
        ("Recommendation 4: Train", None, [("recommendation", "Recommendation 4", "Train")]),
        (
            "Lead organisation: Northshire Police",
            None,
            [("owner", "Lead organisation", "Northshire Police")],
        ),
    ],
)
def test_labels_are_known_headings_with_a_colon_or_a_dash(
    words: str, first: str | None, pieces: list[tuple[str, str, str]]
) -> None:
    assert parted(words) == (first, pieces)


@pytest.mark.parametrize(
    "words",
    [
        "We will do the following: train staff",
        "The plan has one Action: to train staff",
        "Complete: the review was published",
        "Officers meet at 10:30 in each station. See https://example.org/lead",
        "Our response to the review was as follows: nothing",
        "There were three priorities: safety, choice and voice",
    ],
)
def test_a_sentence_that_holds_a_colon_has_no_label(words: str) -> None:
    assert parted(words) == (words, [])


@given(st.text("Lead: ByUpdate.\n-\u2022", max_size=60))
def test_pieces_never_overlap_and_stand_in_order(words: str) -> None:
    found = labelled(Passage(words, ((0, len(words)),)))
    parts = [*([found.words] if found.words else []), *(piece.words for piece in found.pieces)]
    spans = [span for part in parts for span in part.spans]
    assert spans == sorted(spans)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))
