"""A status is what a status cell says in words or by a colour; a sentence makes none."""

from __future__ import annotations

import pytest

from loaders.months import month_of
from loaders.reading import due_month
from loaders.status import colour_key, status_at_end, status_in_cell, status_of, status_of_colour


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


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Now fully embedded", "complete"),
        ("Some slippage", "ongoing"),
        ("Action not yet complete", "unknown"),
        ("Not on track", "overdue"),
        ("75%", "ongoing"),
        ("100%", "complete"),
        ("\u2714", "complete"),
        ("G", "ongoing"),
        ("On-track", "ongoing"),
        ("[status]being-progressed[/status]", "ongoing"),
        ("No longer required", "unknown"),
        ("Complete/embedded", "complete"),
        ("Green - complete", "complete"),
        ("RAG rating: AMBER", "ongoing"),
        ("Not yet commenced", "not started"),
        ("To be progressed", "not started"),
        ("No work has started", "not started"),
        ("Planned for Q4", "not started"),
        ("Slightly behind target", "overdue"),
        ("Launched May 2022", "complete"),
        ("Published; training in progress", "ongoing"),
        ("Recommended for closure", "ongoing"),
        ("C", "complete"),
        (
            "The policy was completed by the team in May and is now being rolled out everywhere",
            "unknown",
        ),
    ],
)
def test_a_status_cell_is_also_read_by_a_word_in_it(words: str, status: str) -> None:
    assert status_in_cell(words) == status


@pytest.mark.parametrize(
    ("legend", "key"),
    [
        ("B \u2013 Complete; G \u2013 On track; R \u2013 Off track", "complete ongoing overdue"),
        ("Blue\tClosed\nGreen\tOn target to deliver\nRed\tNot started", "complete ongoing not"),
        ("Complete (blue), on track (green), overdue (red)", "complete ongoing overdue"),
    ],
)
def test_a_key_is_read_in_the_forms_that_plans_give_it(legend: str, key: str) -> None:
    found = colour_key(legend)
    meanings = [status_of_colour(name, found) for name in ("blue", "green", "red")]
    assert [meaning.split()[0] for meaning in meanings] == key.split()


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
        ("Q3 2024/25", "2024-12"),
        ("2023-24 Q4", "2024-03"),
        ("end of 2023/24", "2024-03"),
        ("03/2024", "2024-03"),
        ("31-03-2024", "2024-03"),
        ("Jan\u2013Mar 2024", "2024-03"),
        ("Mar 24 revised to Jun 24", "2024-06"),
        ("June 2018 (revised from March 2018)", "2018-06"),
        ("Mar\u201923", "2023-03"),
        ("09/18", "2018-09"),
        ("9-2018", "2018-09"),
        ("28 \u2013 06 \u2013 2019", "2019-06"),
        ("Q3 FY24/25", "2024-12"),
        ("Q4 (2021-22)", "2022-03"),
        ("end of 23/24", "2024-03"),
        ("December (2024)", "2024-12"),
        ("w/c 3 June 2019", "2019-06"),
        ("a) 30/04/2021 b) 31/10/2021", "2021-10"),
        ("Original: Mar 2020 Revised: Sep 2020", "2020-09"),
        ("11/12", None),
        ("24/7", None),
        ("FY 2022/23", None),
        ("Action Plan 2011-12", None),
        ("By Autumn 2022", None),
        ("within three months", None),
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
