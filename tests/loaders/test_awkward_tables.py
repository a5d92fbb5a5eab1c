"""Tables as officers draw them: ticks, words of their own, headers apart, numbers in cells."""

from __future__ import annotations

import pytest

from tests.loaders.tabled import HEADER, actions, answers, asked, layout, rows, streams
from tests.loaders.written import ABOVE, LEFT, Grid, heading


def test_tables_under_headings_go_on_with_the_columns_of_the_header_above_them() -> None:
    first = Grid(["1", "Train all staff", "DI Fox", ""], ["2", "Hold a survey", "DI Ray", ""])
    second = Grid(["3", "Publish a guide for staff", "DI Lee", "It is out."])
    title = heading("Northshire plan", 1)
    items = title, Grid(HEADER), heading("Prevent"), first, heading("Protect"), second
    assert streams(*items) == ["Prevent", "Prevent", "Protect"]
    assert [owner.folded() for row in rows(*items) for owner in row.owners] == [
        "DI Fox",
        "DI Ray",
        "DI Lee",
    ]


def test_the_rest_of_a_merged_recommendation_on_the_next_page_belongs_to_each_of_its_actions() -> (
    None
):
    header = ["Recommendation", "Action to take", "Lead agency", "Milestones"]
    page = Grid(
        header,
        ["The force should speak to all parties apart and, where", "Film it", "Police", ""],
        [ABOVE, "Dip sample all", "Police", "A template was agreed with"],
    )
    rest = Grid(
        header,
        ["needed, use an interpreter.", "cases.", "", "Professional Standards."],
        ["Councils should train staff.", "Book a trainer", "Council", ""],
        continues=True,
    )
    film, sample, book = rows(page, rest)
    whole = "The force should speak to all parties apart and, where needed, use an interpreter."
    assert (asked(film), asked(sample)) == (whole, whole)
    assert sample.action.folded() == "Dip sample all cases."
    assert answers(sample) == ["A template was agreed with Professional Standards."]
    assert asked(book) == "Councils should train staff."


def test_a_recommendation_that_goes_on_beside_the_next_action_is_whole_for_both() -> None:
    header = ["Recommendation", "Action", "Lead"]
    page = Grid(header, ["The force should train its", "Write a course.", "DI Fox"])
    rest = Grid(header, ["officers.", "Hold the course.", "DI Ray"], continues=True)
    assert [asked(row) for row in rows(page, rest)] == ["The force should train its officers."] * 2


def test_a_recommendation_that_a_page_break_cuts_inside_a_bracket_is_whole_for_its_actions() -> (
    None
):
    header = ["Item", "Recommendation", "Action", "Lead", "Status"]
    page = Grid(
        header,
        ["1", "Forces should record each breach (in crime, abuse,", "Amend it", "DI Fox", "Open"],
    )
    rest = Grid(
        header,
        ["", "Stalking and assault).", "", "", ""],
        ["2", "", "Sample fifty breaches", "DI Ray", "Open"],
        ["3", "Victims should be told.", "Build a message", "DI Lee", "Open"],
        continues=True,
    )
    whole = "Forces should record each breach (in crime, abuse, Stalking and assault)."
    assert [asked(row) for row in rows(page, rest)] == [whole, whole, "Victims should be told."]


def test_words_of_status_that_the_plan_explains_are_one_under_an_unknown_heading() -> None:
    key = "How to read the weather. Sunny: finished. Cloudy: work is going on. Foggy: not begun."
    table = Grid(
        ["Knot", "What we heard", "Our promise", "Whose desk", "Landing", "Weather"],
        ["K1", "Staff do not know.", "Write a guide", "DI Fox", "by 30 June 2021", "Sunny"],
        ["K2", "Nobody calls back.", "Call all victims", "DI Ray", "by 31 July 2021", "Foggy"],
        ["K3", "Men do not come.", "Hold an evening", "DI Lee", "by 1 May 2021", "Cloudy"],
    )
    found = rows(key, table)
    assert [row.status.folded() if row.status else None for row in found] == [
        "Sunny",
        "Foggy",
        "Cloudy",
    ]


@pytest.mark.parametrize(
    "key",
    [
        ("Getting there means that work is under way.",),
        ("Key: Getting there = work is under way; Landed = it is finished",),
        (Grid(["Getting there", "Work is under way"], ["Landed", "It is finished"]),),
    ],
)
def test_words_of_status_that_the_plan_explains_are_its_status(key: tuple[str | Grid]) -> None:
    table = Grid(
        ["We promised to", "Who", "How it is going", "Where we are"],
        ["Buy four flats", "Housing Team", "Two are bought.", "Getting there"],
        ["Write a guide", "Women's Aid", "It was published.", "Done"],
        ["Pay our members", "Housing Team", "", "Getting there"],
    )
    found = rows(*key, table)
    said = [row.status.folded() if row.status else None for row in found]
    assert said == ["Getting there", "Done", "Getting there"]
    assert [answers(row) for row in found] == [["Two are bought."], ["It was published."], []]


def test_a_number_beside_its_source_says_which_ask_of_it_is_meant() -> None:
    table = Grid(
        ["No", "Source", "Rec no", "Action", "Lead"],
        ["A1", "HMICFRS custody inspection", "4", "Train all staff", "DI Fox"],
        ["A2", "DHR 3", "Recommendation 7", "Hold a survey", "DI Ray"],
    )
    first, second = rows(table)
    assert (first.ref, second.ref) == ("A1", "A2")
    assert [row.cited[0].citations[0].locator for row in (first, second)] == [
        "4",
        "Recommendation 7",
    ]
    assert first.cited[0].citations[0].asks == (("recommendation", "4"),)


@pytest.mark.parametrize("two_lines", [False, True])
def test_a_tick_under_a_status_is_that_status(two_lines: bool) -> None:  # noqa: FBT001
    scale = ["Not started", "In progress", "Complete"]
    table = Grid(
        *([["Ref", "Action", "Status", LEFT, LEFT]] if two_lines else []),
        [*([ABOVE, ABOVE] if two_lines else ["Ref", "Action"]), *scale],
        ["1", "Train all staff", "", "X", ""],
        ["2", "Hold a survey", "", "", "\u2713"],
        ["3", "Publish a guide", "", "", ""],
    )
    said = [row.status.folded() if row.status else None for row in rows(table)]
    assert said == ["In progress", "Complete", None]


def test_numbered_actions_in_one_cell_are_apart_where_their_leads_are_numbered_too() -> None:
    table = Grid(
        ["Recommendation", "Action", "Lead", "Update"],
        [
            "Train staff",
            "1. Write a course\n2. Hold it",
            "1. DI Fox\n2. DI Ray",
            "1. It is out.\n2. Half came.",
        ],
        ["Learn from it", "1. Ask staff\n2. Tell the board", "DI Lee", "We asked all."],
    )
    found = rows(table)
    assert [(row.action.folded(), answers(row)) for row in found] == [
        ("Write a course", ["It is out."]),
        ("Hold it", ["Half came."]),
        ("1. Ask staff 2. Tell the board", ["We asked all."]),
    ]
    assert [asked(row) for row in found] == ["Train staff", "Train staff", "Learn from it"]


@pytest.mark.parametrize(
    "headings",
    [
        ["Item", "Discussion", "Action", "Owner"],
        ["Minute", "Decision", "Action", "By whom"],
        ["Name", "Role", "Email", "Action area"],
    ],
)
def test_minutes_and_lists_of_contacts_are_no_plans(headings: list[str]) -> None:
    assert actions(Grid(headings, ["1", "The budget was set", "Send it to all", "Jo Fox"])) == []


def test_what_we_will_do_is_an_action_and_what_we_did_is_an_answer() -> None:
    (promised,) = rows(Grid(["What you told us", "What we will do"], ["Call us", "Call in a day"]))
    assert (asked(promised), promised.action.folded()) == ("Call us", "Call in a day")
    (kept,) = rows(Grid(["You said", "We did"], ["Please call us", "We call within a day."]))
    assert (kept.action.folded(), answers(kept)) == ("Please call us", ["We call within a day."])


def test_the_paragraph_beside_a_source_is_no_ref_of_the_plan() -> None:
    table = Grid(
        ["Source", "Para", "Action", "Status"],
        ["PEEL 2023", "4.2", "Train all staff", "Open"],
        ["DHR 3", "7", "Hold a course", "Closed"],
    )
    found = rows(table)
    assert [row.ref_at for row in found] == [None, None]
    assert [row.cited[0].citations[0].locator for row in found] == ["4.2", "7"]


def test_what_success_looks_like_answers_nothing() -> None:
    table = Grid(
        ["Priority", "What success looks like", "What we will do", "Who", "By when"],
        ["Victims are safe", "Fewer come back", "Give each a plan", "DCI Fox", "May 2025"],
    )
    (row,) = rows(table)
    assert answers(row) == []
    assert [words.folded() for _, words in row.others] == ["Fewer come back"]


OURS = Grid(
    ["Our promise", "First mover", "Horizon", "What has happened so far", "Pulse"],
    ["Pay for taxis to the refuge", "Welfare Fund Team", "May 2023", "112 journeys.", "Done"],
    ["Put a worker in every district", "Northshire Women's Centre", "June 2023", "", "Moving"],
    ["Count who is turned away", "Data Analyst (Health)", "July 2023", "Second return.", "Moving"],
    ["Review the policy on pets", "Housing Options Service", "May 2023", "", "Resting"],
    ["Draw up a joint bid", "Strategic Housing", "May 2024", "Begun in April.", "Moving"],
    ["Ask landlords to sign the pledge", "Housing Officer", "March 2023", "All have.", "Done"],
)


def test_a_table_whose_headings_nobody_knows_is_read_by_what_its_cells_hold() -> None:
    found = rows("Moving means that work is under way.", OURS)
    assert [row.action.folded() for row in found][:2] == [
        "Pay for taxis to the refuge",
        "Put a worker in every district",
    ]
    assert [owner.folded() for row in found for owner in row.owners][1] == (
        "Northshire Women's Centre"
    )
    assert answers(found[2]) == ["Second return."]
    said = [row.status.folded() if row.status else None for row in found]
    assert said == ["Done", "Moving", "Moving", "Resting", "Moving", "Done"]
    assert all(row.uncertain for row in found)


def test_a_row_of_the_plan_is_no_entry_of_its_key() -> None:
    plan = Grid(
        [*HEADER, "BRAG"],
        ["1", "Train all staff", "DI Fox", "Two sessions completed", "amber|A"],
        ["2", "Hold a survey", "DI Ray", "Not started", "red|R"],
    )
    made = layout(plan)
    assert made
    assert not made.key


def test_a_cell_that_is_a_dated_log_gives_its_last_status_and_is_no_answer() -> None:
    found = rows(
        Grid(
            ["Ref", "Recommendation", "Lead", "Response", "Status history"],
            ["1", "The force should train its staff.", "DI Fox", "All were trained.",
             "14 Mar 2014 Agreed\n2 Oct 2014 Implemented"],
            ["2", "The force should publish a guide.", "DI Ray", "", "10 Jul 2014 Agreed"],
        )
    )  # fmt: skip
    assert [row.status.folded() if row.status else None for row in found] == [
        "Implemented",
        "Agreed",
    ]
    assert [answers(row) for row in found] == [["All were trained."], []]
    assert found[0].others[-1][0] == "Status history"


def test_short_titles_before_the_asks_of_several_rows_are_workstreams() -> None:
    plan = Grid(
        ["Area", "Panel recommendation", "Action", "Action owner", "Target"],
        ["Custody", "Detainees should be told", "Print a leaflet", "Sgt Amis", "May 2021"],
        ["", "", "Display a poster", "Sgt Amis", "May 2021"],
        ["Stalking", "Victims should have a plan", "Write a template", "DI Rooke", "June 2021"],
        ["", "", "Check the plans", "DI Rooke", "July 2021"],
    )
    assert streams(plan) == ["Custody", "Custody", "Stalking", "Stalking"]
