"""A status is what a status cell says in words or by a colour; a sentence makes none."""

from __future__ import annotations

import pytest

from loaders.reading import due_month
from loaders.status import colour_key, month_of, status_at_end, status_of


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("COMPLETE", "complete"),
        ("Completed March 2017", "complete"),
        ("Ongoing - two of five done", "ongoing"),
        ("Amber", "ongoing"),
        ("Not yet started", "not started"),
        ("Overdue: awaiting funds", "overdue"),
        ("will be complete by May", "unknown"),
        ("The work is not complete", "unknown"),
        ("May-16", "unknown"),
    ],
)
def test_status_words(words: str, status: str) -> None:
    assert status_of(words) == status


def test_the_documents_own_key_outranks_the_common_meaning_of_a_colour() -> None:
    key = colour_key("Key: Green = complete, Amber = in progress, Black = overdue")
    assert (status_of("Green", key), status_of("Black", key)) == ("complete", "overdue")
    assert status_of("Green") == "ongoing"
    assert colour_key("The red file is in the green room") == {}


@pytest.mark.parametrize(
    ("words", "month"),
    [
        ("May-16", "2016-05"),
        ("31 December 2016", "2016-12"),
        ("Sept 2018", "2018-09"),
        ("30/06/2024", "2024-06"),
        ("end 2006", "2006-12"),
        ("2021-10-04", "2021-10"),
        ("November annually", None),
        ("45/13/2020", None),
    ],
)
def test_months(words: str, month: str | None) -> None:
    assert month_of(words) == month


@pytest.mark.parametrize(
    ("stated", "status", "date", "due"),
    [
        ("2016-05", "unknown", "2016-03", "2016-05"),
        ("2016-02", "unknown", "2016-03", None),
        ("2017-05", "complete", "2016-03", None),
        ("2016-05", "unknown", None, None),
        ("2016-05", "unknown", "2016", None),
        ("2017-05", "unknown", "2016", "2017-05"),
    ],
)
def test_a_stated_month_is_due_only_after_the_document(
    stated: str, status: str, date: str | None, due: str | None
) -> None:
    assert due_month(stated, status, date) == due


def test_a_date_that_ends_a_sentence_is_no_cell() -> None:
    assert status_at_end().search("The next is planned for 25 November 2018") is None
    found = status_at_end().search("The unit will report. Jun-16")
    assert found is not None
    assert found.group("cell") == "Jun-16"
