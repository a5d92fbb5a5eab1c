"""Actions are read out of tables, however these are drawn, and out of no table that lists none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.layout import read_layout
from tests.loaders.tabled import HEADER, READER, actions, answers, asked, layout, rows, streams
from tests.loaders.written import ABOVE, LEFT, Grid, content, heading

PLAN = Grid(
    HEADER,
    ["1", "Train all staff", "DI Fox", "Twelve were trained."],
    ["2", "Hold a survey", "DI Ray", "It was sent in May."],
)


# Headers


def test_titles_above_a_header_and_instructions_below_it_are_no_rows() -> None:
    sheet = Grid(
        ["Northshire action plan", LEFT, LEFT, LEFT],
        ["Updated by the board", "", "", ""],
        HEADER,
        ["", "What will be done?", "Who?", "Please describe progress"],
        ["1", "Train all staff", "DI Fox", ""],
    )
    assert actions(sheet) == [("1", "Train all staff")]


@pytest.mark.parametrize("blank", [ABOVE, ""])
def test_a_heading_over_others_gives_them_its_role(blank: str) -> None:
    table = Grid(
        ["Ref", "Action", "Lead", "Progress", LEFT],
        [blank, blank, blank, "Q1", "Q2"],
        ["1", "Train all staff", "DI Fox", "A course was booked.", "It was held."],
    )
    (row,) = rows(table)
    assert answers(row) == ["A course was booked.", "It was held."]


def test_a_heading_that_a_narrow_column_breaks_is_still_known() -> None:
    (row,) = rows(
        Grid(["Ref", "Action", "Lead", "Sta\ntus"], ["1", "Train all staff", "DI Fox", "Ongoing"])
    )
    assert row.status
    assert row.status.folded() == "Ongoing"


def test_headings_with_explanations_are_known() -> None:
    table = Grid(
        [
            "Action (what will be done, by whom, and what difference will it make to victims?)",
            "Lead\n(name and rank)",
            "Progress: please describe what has been done since the board last met",
        ],
        ["Train all staff", "DI Fox", "Twelve were trained."],
    )
    (row,) = rows(table)
    assert row.action.folded() == "Train all staff"
    assert answers(row) == ["Twelve were trained."]


# Rows


def test_a_row_that_a_page_break_cuts_is_one() -> None:
    cut = Grid(HEADER, ["1", "Train all staff in the new", "DI Fox", "We have begun"])
    rest = Grid(HEADER, ["", "form", "", "and will end in May."], ["2", "Hold a survey", "", ""])
    rest.continues = True
    first, second = rows(cut, rest)
    assert first.action.folded() == "Train all staff in the new form"
    assert answers(first) == ["We have begun and will end in May."]
    assert second.ref == "2"


def test_a_cut_row_without_refs_is_known_by_its_unfinished_words() -> None:
    cut = Grid(["Action", "Lead"], ["Train all staff in the use of the", "DI Fox"])
    rest = Grid(["Action", "Lead"], ["new form.", ""], ["Hold a survey.", "DI Ray"], continues=True)
    assert [words for _, words in actions(cut, rest)] == [
        "Train all staff in the use of the new form.",
        "Hold a survey.",
    ]


def test_one_recommendation_merged_over_several_actions_is_that_of_each() -> None:
    table = Grid(
        ["Rec No", "Recommendation", "Action", "Lead", "Update"],
        ["4", "Staff should be trained", "Write a course", "DI Fox", "Written."],
        [ABOVE, ABOVE, "Hold the course", "DI Ray", "Held."],
        ["5", "Victims should be heard", "Call victims", "DI Lo", "Called."],
    )
    assert [asked(row) for row in rows(table)] == [
        "Staff should be trained",
        "Staff should be trained",
        "Victims should be heard",
    ]
    assert [ref for ref, _ in actions(table)] == ["4", "4", "5"]


def test_a_blank_recommendation_means_the_one_above() -> None:
    table = Grid(
        ["Recommendation", "Action", "Lead agency", "Target date"],
        ["Staff should be trained", "Write a course", "Police", "May 2018"],
        ["", "Hold the course", "Council", "June 2018"],
    )
    assert [asked(row) for row in rows(table)] == ["Staff should be trained"] * 2


def test_several_updates_beside_one_merged_action_are_all_its_answer() -> None:
    table = Grid(
        HEADER,
        ["1", "Train all staff", "DI Fox", "May: a course was booked."],
        [ABOVE, ABOVE, ABOVE, "June: it was held."],
        ["2", "Hold a survey", "DI Ray", "Sent."],
        ["", "", "", "Forty have answered."],
    )
    first, second = rows(table)
    assert answers(first) == ["May: a course was booked.", "June: it was held."]
    assert [owner.folded() for owner in first.owners] == ["DI Fox"]
    assert answers(second) == ["Sent.", "Forty have answered."]


def test_totals_blank_rows_and_calls_to_add_rows_are_no_actions() -> None:
    table = Grid(
        HEADER,
        ["1", "Train all staff", "DI Fox", ""],
        ["2", "", "", ""],
        ["", "n/a", "", ""],
        ["Total", "1", "", ""],
        ["Add rows as needed", "", "", ""],
    )
    assert actions(table) == [("1", "Train all staff")]


def test_a_number_that_opens_each_ask_is_its_ref() -> None:
    table = Grid(
        ["Recommendation", "Action", "Lead agency", "Target date"],
        ["1. Staff should be trained", "Write a course", "Police", "May 2018"],
        ["", "Hold the course", "Council", "June 2018"],
        ["2. Victims should be heard", "Call victims", "Police", "May 2018"],
    )
    assert [(row.ref, asked(row)) for row in rows(table)] == [
        ("1", "Staff should be trained"),
        ("1", "Staff should be trained"),
        ("2", "Victims should be heard"),
    ]


# What stands over rows


def test_rows_that_fill_the_width_name_the_workstream() -> None:
    table = Grid(
        HEADER,
        ["Theme 1 - Prevention", LEFT, LEFT, LEFT],
        ["1", "Train all staff", "DI Fox", ""],
        ["Partnership", "", "", ""],
        ["2", "Hold a survey", "DI Ray", ""],
    )
    assert streams(table) == ["Theme 1 - Prevention", "Partnership"]


def test_a_row_with_a_shorter_ref_and_a_title_is_a_heading() -> None:
    table = Grid(
        HEADER,
        ["1", "Prevention", "", ""],
        ["1.1", "Train all staff", "DI Fox", ""],
        ["2", "Support", "", ""],
        ["2.1", "Hold a survey", "DI Ray", ""],
    )
    assert streams(table) == ["Prevention", "Support"]


def test_agencies_over_rows_part_the_plan() -> None:
    table = Grid(
        HEADER,
        ["Northshire Police", LEFT, LEFT, LEFT],
        ["1", "Train all staff", "DI Fox", ""],
        ["Northshire Council", LEFT, LEFT, LEFT],
        ["2", "Hold a survey", "Head of Housing", ""],
    )
    assert streams(table) == ["Northshire Police", "Northshire Council"]


@pytest.mark.parametrize(
    "over",
    [
        ["Recommendation 3: Staff should be trained", LEFT, LEFT, LEFT],
        ["Recommendation 3", "Staff should be trained", LEFT, LEFT],
    ],
)
def test_a_recommendation_over_rows_is_that_of_each(over: list[str]) -> None:
    header = ["Action", "Lead", "Due", "Status"]
    table = Grid(
        over,
        header,
        ["Write a course", "DI Fox", "May 2018", "Complete"],
        ["Hold the course", "DI Ray", "June 2018", "Ongoing"],
    )
    for row in rows(table):
        assert (row.ref, asked(row)) == ("3", "Staff should be trained")


def test_a_page_may_open_with_its_recommendation() -> None:
    header = ["Service", "Action", "Evidence", "Lead", "Target Date"]
    first = Grid(header, ["All wards", "Write a form", "The form", "Matron", "May 2018"])
    second = Grid(header, ["Community", "Call families", "Minutes", "Nurse", "May 2018"])
    found = rows(
        heading("Trust action plan", 1),
        heading("Page 2: Diagnosis"),
        heading("Recommendation 1 Diagnosis 17.6.", 3),
        "The Trust should review each diagnosis.",
        first,
        heading("Page 3: Families"),
        heading("Recommendation 2 Families 17.9.", 3),
        "Families should be heard.",
        second,
    )
    assert [(row.ref, asked(row)) for row in found] == [
        ("1", "The Trust should review each diagnosis."),
        ("2", "Families should be heard."),
    ]


def test_headings_over_several_tables_name_workstreams_but_one_alone_does_not() -> None:
    other = Grid(HEADER, ["3", "Buy phones", "DI Lo", ""])
    several = (heading("Our plan", 1), heading("Prevention"), PLAN, heading("Support"), other)
    assert streams(*several) == ["Prevention", "Prevention", "Support"]
    assert streams(heading("Our plan", 1), heading("Where we stand"), PLAN) == [None, None]


def test_sheets_with_names_of_their_own_are_workstreams() -> None:
    def sheet(name: str) -> Grid:
        return Grid(HEADER, ["1", f"Train staff to {name}", "DI Fox", ""], name=name)

    assert streams(
        heading("Prevent", 1), sheet("Prevent"), heading("Pursue", 1), sheet("Pursue")
    ) == ["Prevent", "Pursue"]
    assert streams(
        heading("Sheet1", 1), sheet("Sheet1"), heading("Closed actions", 1), sheet("Closed actions")
    ) == [None, None]


# Several tables


NO_PLANS = {
    "versions": (
        ["Version", "Date", "Author", "Reason for change", "Status"],
        ["0.1", "May 2018", "J Smith", "First draft for the board", "Draft"],
        ["1.0", "June 2018", "J Smith", "Comments of the board", "Final"],
    ),
    "terms": (["Term", "Meaning"], ["DHR", "Domestic Homicide Review"]),
    "members": (
        ["Name", "Organisation", "Role", "Email"],
        ["Jo Fox", "Northshire Police", "Chair", "jo@northshire.example"],
    ),
    "risks": (
        ["Risk", "Likelihood", "Impact", "Mitigating action", "Owner"],
        ["Staff leave", "3", "4", "Recruit early", "Head of People"],
    ),
    "figures": (
        ["Priority", "Number of offences", "Change"],
        ["Burglary", "120", "-5%"],
        ["Robbery", "20", "-1%"],
    ),
    "counts": (
        ["Theme", "Number of actions", "Complete", "Ongoing"],
        ["Prevention", "12", "7", "5"],
        ["Support", "9", "4", "5"],
    ),
    "budget": (["Budget", "2018", "2019"], ["Staff", "£10,000", "£12,000"]),
    "prose": (
        ["Type of abuse", "What it looks like"],
        ["Coercive control", "The person must report and should not see friends"],
        ["Economic", "Being kept from money and from work"],
    ),
    "duties": (
        ["Stage", "What to do", "Who"],
        ["1", "Complete the form", "Attending officer"],
        ["2", "Refer the case", "Supervisor"],
        ["3", "Review the case", "Detective Inspector"],
    ),
    "meetings": (
        ["Meeting", "Chair", "Frequency", "Purpose"],
        ["Gold group", "ACC Fox", "Monthly", "To oversee delivery of the plan"],
        ["Silver group", "Supt Low", "Quarterly", "To review performance"],
    ),
    "measures": (
        ["Strategic objective", "What success looks like", "Measures"],
        ["Prevent abuse", "Fewer victims", "Crime rates"],
        ["Support victims", "More trust", "A survey"],
    ),
    "choices": (
        ["Status", "Owner", "Priority"],
        ["Complete", "DI Fox", "High"],
        ["Ongoing", "DI Ray", "Low"],
    ),
    "contents": (["Section", "Page"], ["Introduction", "3"], ["Action plan", "5"]),
    "colours": (["Green", "Complete"], ["Amber", "In progress"], ["Red", "Overdue"]),
}


@pytest.mark.parametrize("name", NO_PLANS)
def test_a_table_that_lists_no_actions_is_left_out_and_named(name: str) -> None:
    found = layout(Grid(*NO_PLANS[name]), PLAN)
    assert found
    assert [row.ref for row in found.rows] == ["1", "2"]
    assert [finding.code for finding in found.findings] == ["table.apart"]
    assert rows(Grid(*NO_PLANS[name])) == ()


def test_the_words_over_a_table_can_say_that_it_lists_no_actions() -> None:
    register = Grid(["Ref", "Action", "Owner"], ["1", "Recruit more staff", "Head of People"])
    assert len(rows(heading("Risk register"), register, heading("Action plan"), PLAN)) == 2


def test_recommendations_listed_before_their_plan_are_not_counted_twice() -> None:
    listed = Grid(["No", "Recommendation"], ["1", "Staff should be trained by May"])
    plan = Grid(
        ["Recommendation", "Action", "Lead", "Update"],
        ["Staff should be trained by May", "Write a course", "DI Fox", "Written."],
    )
    assert [words for _, words in actions(listed, plan)] == ["Write a course"]
    assert [words for _, words in actions(listed)] == ["Staff should be trained by May"]


def test_an_action_on_a_summary_and_in_the_detail_is_one() -> None:
    summary = Grid(["Ref", "Action", "RAG"], ["1", "Train all staff", "Green"], name="Summary")
    detail = Grid(
        ["Ref", "Action", "Lead", "Update"],
        ["1", "Train all staff", "DI Fox", "Twelve were trained."],
        name="Detail",
    )
    found = layout(summary, detail)
    assert found
    (row,) = found.rows
    assert row.status
    assert (row.status.folded(), answers(row)) == ("Green", ["Twelve were trained."])
    assert "row.listed-twice" in [finding.code for finding in found.findings]


def test_sheets_of_agencies_may_ask_the_same() -> None:
    def sheet(name: str) -> Grid:
        return Grid(HEADER, ["1", "Train all staff", "DI Fox", ""], name=name)

    assert len(rows(sheet("Police"), sheet("Housing"))) == 2
    assert len(rows(sheet("Live actions"), sheet("Summary"))) == 1


def test_tables_with_different_columns_are_all_read() -> None:
    other = Grid(["Recommendation", "Response"], ["Victims should be heard", "They are called."])
    assert [row.action.folded() for row in rows(PLAN, other)][-1] == "Victims should be heard"


# Tables that stand upright


def test_a_table_for_each_action_has_its_headings_down_the_side() -> None:
    def form(number: int, action: str) -> Grid:
        return Grid(
            [f"Recommendation {number}", "Staff should be trained"],
            ["Action", action],
            ["Lead", "DI Fox"],
            ["Target date", "May 2018"],
            ["Update", "Begun."],
        )

    found = rows(form(1, "Write a course"), form(2, "Hold the course"))
    assert [(row.ref, row.action.folded()) for row in found] == [
        ("1", "Write a course"),
        ("2", "Hold the course"),
    ]
    assert all(row.due and row.due.folded() == "May 2018" for row in found)


def test_a_form_may_hold_two_headings_in_a_line() -> None:
    form = Grid(
        ["Ref", "7", "Lead", "DI Fox"],
        ["Action", "Write a course", LEFT, LEFT],
        ["Due", "May 2018", "Status", "Complete"],
    )
    (row,) = rows(form)
    assert (row.ref, row.action.folded()) == ("7", "Write a course")
    assert [owner.folded() for owner in row.owners] == ["DI Fox"]


# Colours and labels


def test_a_colour_tells_the_status_where_no_words_do() -> None:
    table = Grid(
        ["Ref", "Action", "Lead", "RAG"],
        ["1", "Train all staff", "DI Fox", "green|"],
        ["2", "Hold a survey", "DI Fox", "red|Complete"],
    )
    first, second = rows(table)
    assert first.colour
    assert first.colour.name == "green"
    assert second.colour is None
    assert second.status


def test_the_one_column_whose_fills_vary_stands_for_a_status() -> None:
    table = Grid(
        ["grey|Ref", "grey|Action", "grey|Lead"],
        ["green|1", "Train all staff", "DI Fox"],
        ["amber|2", "Hold a survey", "DI Ray"],
    )
    assert [row.colour.name for row in rows(table) if row.colour] == ["green", "amber"]


def test_a_coloured_key_says_what_colours_mean() -> None:
    found = layout(Grid(["green|", "Complete"], ["amber|", "Overdue"]), PLAN)
    assert found
    assert found.key == {"green": "complete", "amber": "overdue"}


def test_answers_in_one_cell_are_parted_by_their_labels() -> None:
    table = Grid(
        ["Recommendation", "Completion Date and Owner", "Progress"],
        [
            "Staff should be trained",
            "Action Owner: DCI Jo Ward\nTarget Completion Date: May 2017",
            "Update April 2017: Twelve were trained.",
        ],
    )
    (row,) = rows(table)
    assert [owner.folded() for owner in row.owners] == ["DCI Jo Ward"]
    assert row.due
    assert row.due.folded() == "May 2017"
    assert answers(row) == ["Update April 2017: Twelve were trained."]


def test_a_column_of_leads_and_dates_gives_both() -> None:
    table = Grid(
        ["Action", "Lead and timescale", "Update"],
        ["Write a course", "DI Fox - May 2018", "Written."],
    )
    (row,) = rows(table)
    assert [owner.folded() for owner in row.owners] == ["DI Fox"]
    assert row.due
    assert row.due.folded() == "May 2018"


def test_a_status_on_the_first_line_of_a_cell_is_parted_from_the_rest() -> None:
    (row,) = rows(
        Grid(["Ref", "Action", "Status"], ["1", "Train all staff", "Ongoing\nTwelve were trained."])
    )
    assert row.status
    assert (row.status.folded(), answers(row)) == ("Ongoing", ["Twelve were trained."])


WORDS = st.text(alphabet="aB1. -:|\n", max_size=12)


@given(
    cells=st.lists(st.lists(WORDS, min_size=4, max_size=4), max_size=8),
    whole=st.booleans(),
    continues=st.booleans(),
)
def test_any_cells_are_read_and_rows_stand_in_the_text(
    cells: list[list[str]], *, whole: bool, continues: bool
) -> None:
    grid = Grid(HEADER, *cells, whole=whole)
    more = Grid(*(cells or [HEADER]), whole=whole, continues=continues)
    written = content("Our plan", grid, more)
    found = read_layout(written, READER)
    for row in found.rows if found else ():
        for start, end in (
            *row.action.spans,
            *(span for cell in row.response for span in cell.spans),
        ):
            assert 0 <= start < end <= len(written.text)
