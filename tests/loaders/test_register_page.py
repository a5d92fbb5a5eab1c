"""A register's page gives each recommendation with its id, its source and its latest status."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from loaders.citations import CitationReader
from loaders.content import Block
from loaders.layout.logs import closing, entries, latest
from loaders.layout.register_page import read_register_page
from loaders.passage import Passage
from loaders.readers.text import content_of
from loaders.register import read_register
from tests.loaders.written import Grid, content, heading

if TYPE_CHECKING:
    from loaders.content import Content
    from loaders.layout.rows import PlanRow

READER = CitationReader(read_register())


def rows(page: Content) -> tuple[PlanRow, ...]:
    """Return the rows of a page."""
    layout = read_register_page(page, READER)
    return layout.rows if layout else ()


def told(row: PlanRow) -> tuple[str, str, str]:
    """Return ref, ask and status of a row."""
    return row.ref, row.action.folded(), row.status.folded() if row.status else ""


def words(text: str) -> Passage:
    return Passage(text, ((0, len(text)),))


@pytest.mark.parametrize(
    ("log", "status"),
    [
        ("[on]27th March 2014 [status]awaiting-review[/status]", "awaiting-review"),
        ("27 March 2014: Awaiting review; 1 May 2015: Complete", "Complete"),
        ("1 May 2015: Complete; 27 March 2014: Awaiting review", "Complete"),
        ("In progress (3 May 2021)", "In progress"),
        ("Status changed to Complete on 3 May 2021", "Complete"),
        ("Status history: 03/05/2021 - Not started | 14/06/2021 - In progress", "In progress"),
        ("5 February 2019: Superseded", "Superseded"),
    ],
)
def test_the_latest_entry_of_a_log_is_the_status(log: str, status: str) -> None:
    found = latest(entries(words(log)), None)
    assert found is not None
    assert found.folded() == status


@pytest.mark.parametrize(
    "sentence",
    [
        "The review was complete on 3 May 2021, and its findings were sent to all forces at once.",
        "On 3 May 2021 the panel met.",
        "Target date: 3 May 2021",
    ],
)
def test_a_sentence_with_a_date_is_no_log(sentence: str) -> None:
    assert not entries(words(sentence))
    assert closing(words(sentence)) is None


def test_the_closing_sentence_decides_where_the_log_has_not_come_as_far() -> None:
    log = entries(words("10 February 2020: Awaiting review"))
    closed = closing(words("This recommendation has been superseded."))
    found = latest(log, closed)
    assert found is not None
    assert found.folded() == "superseded"


def test_ids_in_brackets_end_the_asks_of_a_pasted_page() -> None:
    text = """Skip to content | Home | Contact

Recommendations made to Northshire Police

From: PEEL: Police effectiveness 2016

By May 2017 the force should review its policy on bail and tell victims of
changes. (2187)
[on]14th March 2017 [status]awaiting-review[/status] [on]6th June 2017 [status]complete[/status]
This recommendation is complete.

The force should train its call takers. (2188)
[on]14th March 2017 [status]awaiting-review[/status]

Cookies | Accessibility
"""
    found = rows(content_of(text))
    assert [told(row) for row in found] == [
        (
            "2187",
            "By May 2017 the force should review its policy on bail and tell victims of changes.",
            "complete",
        ),
        ("2188", "The force should train its call takers.", "awaiting-review"),
    ]
    assert [one.kind for row in found for at in row.cited for one in at.citations] == ["PEEL"] * 2
    assert [row.due.folded() if row.due else None for row in found] == ["May 2017", None]
    assert found[0].response[-1].folded() == "This recommendation is complete."


def test_headings_may_give_the_ids_and_tables_the_logs() -> None:
    page = content(
        heading("Recommendations for Northshire Police", 1),
        heading("PEEL 2021/22", 2),
        heading("Recommendation 2400", 3),
        "The force should answer calls within ten seconds.",
        Grid(("Date", "Status"), ("1 Feb 2022", "Awaiting review"), ("1 Mar 2023", "Overdue")),
        heading("Recommendation 2401", 3),
        "The force should record crimes within a day.",
        "Lead: DCI Ada Cole",
        Grid(("Date", "Status"), ("1 March 2023", "Complete"), ("1 Feb 2022", "Awaiting review")),
    )
    found = rows(page)
    assert [told(row) for row in found] == [
        ("2400", "The force should answer calls within ten seconds.", "Overdue"),
        ("2401", "The force should record crimes within a day.", "Complete"),
    ]
    assert [owner.folded() for owner in found[1].owners] == ["DCI Ada Cole"]


def test_a_page_without_logs_is_none() -> None:
    assert not rows(content("The force should train its call takers. (2188)", "It has done so."))


COPIED = """Skip to content
Home > Forces > Northshire Police

Northshire Police

Custody in 2016
HMICFRS. Published on 2 March 2017

Recommendation 3 (2318)
The force should train its staff.
[on]2nd March 2017 [status]not-started[/status]

Living in cells
HMICFRS and HMCPSI. Published on 5 July 2017

Recommendation 6 (2321)
The force should count its cells.
[on]5th July 2017 [status]complete[/status]

Back to top
"""


def test_who_issued_a_report_and_when_is_no_entry_of_a_log() -> None:
    found = rows(content_of(COPIED))
    assert [told(row)[2] for row in found] == ["not-started", "complete"]
    answers = [[one.folded() for one in row.response] for row in found]
    assert all("Published" not in answer for one in answers for answer in one)


def test_the_number_under_a_report_is_that_of_its_recommendation() -> None:
    cited = [one for row in rows(content_of(COPIED)) for at in row.cited for one in at.citations]
    assert [(one.words, one.asks) for one in cited] == [
        ("Custody in 2016", (("recommendation", "3"),)),
        ("Living in cells", (("recommendation", "6"),)),
    ]


def test_what_a_site_says_on_every_page_is_no_part_of_a_copied_one() -> None:
    said = content_of(COPIED)
    furniture = [
        COPIED[slice(*one.spans[0])]
        for one in said.flow
        if isinstance(one, Block) and one.kind == "furniture"
    ]
    assert furniture == ["Skip to content", "Home > Forces > Northshire Police", "Back to top"]
    assert [row.owners for row in rows(said)] == [(), ()]


def test_a_plan_may_say_search_where_no_site_does() -> None:
    flow = content_of("Search\nStop and search is reviewed each month.\n").flow
    assert [one.kind for one in flow if isinstance(one, Block)] == ["line", "line"]


def test_a_log_is_no_answer_beside_one_and_is_kept() -> None:
    page = content(
        heading("Inspection register", 1),
        heading("PEEL 2020", 2),
        heading("Recommendation", 3),
        "The force should assess referrals within two days. (1874)",
        "Response: A triage team was set up.",
        "12 March 2021 awaiting-review",
        "11 October 2021 complete",
        heading("Area for improvement", 3),
        "The force should record crimes within a day. (1876)",
        "12 March 2021 awaiting-review",
    )
    found = rows(page)
    assert [told(row)[2] for row in found] == ["complete", "awaiting-review"]
    assert [[cell.folded() for cell in row.response] for row in found] == [
        ["A triage team was set up."],
        [],
    ]
    assert [cell.folded() for _, cell in found[1].others] == ["12 March 2021 awaiting-review"]
    assert [row.group for row in found] == [None, None]
    assert [one.kind for row in found for at in row.cited for one in at.citations] == ["PEEL"] * 2


def test_labels_and_codes_open_entries() -> None:
    labelled = content(
        heading("Recommendations tracker", 1),
        "Updated on 4 December 2019.",
        "Reference: CC-12/1",
        "Recommendation: The force should publish its complaints data.",
        "Our response: Published since May 2019.",
        "Status history: 3 Jan 2019: Accepted",
        "9 May 2019: Closed",
        "Reference: CC-12/2",
        "Recommendation: The force should keep a record.",
        "Status history: 3 Jan 2019: Accepted",
        "1 Dec 2019: Overdue",
    )
    coded = content(
        heading("Learning recommendations", 1),
        heading("IOPC-2020-07", 3),
        "Review the policy on strip searches.",
        "20 July 2020 Complete",
        heading("IOPC-2020-09", 3),
        "Train custody sergeants.",
        "5 Oct 2020 In progress",
    )
    assert [told(row) for row in (*rows(labelled), *rows(coded))] == [
        ("CC-12/1", "The force should publish its complaints data.", "Closed"),
        ("CC-12/2", "The force should keep a record.", "Overdue"),
        ("IOPC-2020-07", "Review the policy on strip searches.", "Complete"),
        ("IOPC-2020-09", "Train custody sergeants.", "In progress"),
    ]
    assert [cell.folded() for cell in rows(labelled)[0].response] == ["Published since May 2019."]
