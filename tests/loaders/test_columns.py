"""What columns hold: by heading, by their cells, and by what a person says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import UnreadableInputError, WrongUseError
from loaders.citations import CitationReader
from loaders.document import read_document
from loaders.layout import read_layout
from loaders.layout.column_findings import guesses
from loaders.layout.columns import Column, columns
from loaders.limits import Limits
from loaders.plan import plan_facts
from loaders.readers import read_content
from loaders.reading import read_through
from loaders.register import read_register
from loaders.said_columns import SaidColumns, said_columns
from tests.loaders.written import ABOVE, Grid, content

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.layout.rows import Layout

READER = CitationReader(read_register(), "northshire-police", ("Northshire Police",), "2018-01")
UNKNOWN = Grid(
    ["Passage", "Wording", "Holder", "Position at quarter end", "Shade"],
    ["4.1", "The force should train call takers", "DI Fox", "Twelve have been trained", "Amber"],
    ["4.2", "The force must review bail", "Head of Custody", "It was reviewed in June", "Green"],
    ["4.7", "The force should hear victims", "DCI Bo Ray", "Nothing has been done", "Red"],
)


def read(*items: str | Grid, said: SaidColumns | None = None) -> Layout | None:
    """Return the layout of a written document."""
    return read_layout(content(*items), READER, said)


def words(layout: Layout | None) -> list[tuple[str, str, list[str], str | None, str | None]]:
    """Return ref, action, owners, target date and status of each row."""
    return [
        (
            row.ref,
            row.action.folded(),
            [owner.folded() for owner in row.owners],
            row.due.folded() if row.due else None,
            row.status.folded() if row.status else None,
        )
        for row in (layout.rows if layout else ())
    ]


# By what the cells hold


def test_unknown_headings_are_judged_by_the_cells_under_them() -> None:
    layout = read(UNKNOWN)
    assert words(layout)[0] == (
        "4.1",
        "The force should train call takers",
        ["DI Fox"],
        None,
        "Amber",
    )
    assert layout
    assert {finding.code for finding in layout.findings} == {"column.guessed"}
    assert all(row.uncertain for row in layout.rows)


def test_a_plan_without_a_header_is_proposed() -> None:
    layout = read(
        Grid(
            ["1", "Develop a course for all staff", "DI Fox", "May 2018", "Complete"],
            ["2", "Review the policy on bail", "DI Ray", "June 2018", "Ongoing"],
            ["3", "Ensure that victims are called", "PC Low", "July 2018", "Not started"],
        )
    )
    assert words(layout)[2] == (
        "3",
        "Ensure that victims are called",
        ["PC Low"],
        "July 2018",
        "Not started",
    )


def test_of_several_dates_the_target_is_the_date_by_when() -> None:
    layout = read(
        Grid(
            ["Ref", "Action", "Date raised", "Date completed", "Target date", "Status"],
            ["1", "Train all staff", "1 May 2018", "2 June 2018", "1 June 2018", "Complete"],
        )
    )
    assert words(layout) == [("1", "Train all staff", [], "1 June 2018", "Complete")]
    assert layout
    assert [name for name, _ in layout.rows[0].others] == ["Date raised", "Date completed"]


def test_a_priority_that_is_high_or_low_asks_nothing() -> None:
    layout = read(
        Grid(
            ["Ref", "Action", "Priority", "Owner", "Status"],
            ["1", "Train all staff", "High", "DI Fox", "Open"],
            ["2", "Hold a survey", "Low", "DI Ray", "Closed"],
        )
    )
    assert layout
    assert [row.recommendation for row in layout.rows] == [None, None]


def test_short_aims_that_come_again_are_workstreams() -> None:
    layout = read(
        Grid(
            ["Ref", "Aim", "Action", "Lead"],
            ["1", "Prevention", "Train all staff", "DI Fox"],
            ["2", "Prevention", "Hold a survey", "DI Ray"],
            ["3", "Support", "Open a refuge", "DI Lo"],
        )
    )
    assert layout
    names = [row.group.name.folded() for row in layout.rows if row.group and row.group.name]
    assert names == ["Prevention", "Prevention", "Support"]


def test_of_two_columns_of_refs_the_actions_own_is_taken() -> None:
    layout = read(
        Grid(
            ["Rec No", "Recommendation", "Action No", "Action", "Lead"],
            ["1", "Staff should be trained", "1.1", "Write a course", "DI Fox"],
            ["1", "Staff should be trained", "1.2", "Hold the course", "DI Ray"],
        )
    )
    assert [one[0] for one in words(layout)] == ["1.1", "1.2"]


def test_what_is_not_understood_is_kept_and_said() -> None:
    layout = read(
        Grid(
            ["Ref", "Action", "Lead", "Update", "Zone"],
            ["1", "Train all staff", "DI Fox", "Begun.", "Amber valley"],
        )
    )
    assert layout
    assert [(name, cell.folded()) for name, cell in layout.rows[0].others] == [
        ("Zone", "Amber valley")
    ]
    assert [finding.code for finding in layout.findings] == ["column.unknown"]


def test_measures_of_success_are_no_answers() -> None:
    found = columns(["What we will do", "Who", "By when", "How we will know"])
    assert found
    assert [column.role for column in found] == ["action", "owner", "date", "other"]


# What a person says


def test_what_is_said_of_columns_outranks_their_headings() -> None:
    said = SaidColumns(
        {"passage": "ref", "wording": "action", "holder": "other", "shade": "ignore"}
    )
    layout = read(UNKNOWN, said=said)
    assert words(layout)[0] == ("4.1", "The force should train call takers", [], None, None)
    assert layout
    assert ("Holder", "DI Fox") in [(name, cell.folded()) for name, cell in layout.rows[0].others]


def test_a_heading_that_no_table_has_is_said_to_be_missing() -> None:
    layout = read(UNKNOWN, said=SaidColumns({"wordng": "action"}))
    assert layout
    missing = [one for one in layout.findings if one.code == "columns.not-found"]
    assert [one.level for one in missing] == ["warning"]


def test_what_is_said_of_a_column_gives_the_place_of_its_own_heading(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(
        "Ref,Action,Lead,Update,Zone\n1,Train all staff,DI Fox,Begun.,Amber valley\n", "utf-8"
    )
    layout = read_layout(read_content(path, path.read_bytes(), Limits()), READER)
    assert layout
    assert [one.where for one in layout.findings if one.code == "column.unknown"] == [
        "row 1, column 5"
    ]


def test_a_column_without_a_heading_is_named_by_its_number_and_so_is_the_remedy() -> None:
    told = [one.message for one in guesses([Column("", "owner", sure=False, by_cells=True)], "")]
    assert told[0].startswith("column 1, without a heading, was read as the lead")
    assert '--columns "column 1=..."' in told[0]


def test_naming_the_column_of_recommendations_takes_nothing_from_that_of_actions() -> None:
    table = Grid(
        ["What we want to see", "So we promised to", "Holding the pen", "How it is going"],
        ["Nobody waits for a bed", "Buy four flats", "Housing Team", "Two are bought."],
        [ABOVE, "Write an agreement", "Community Safety Team", "Five have signed."],
        ["Survivors shape what we do", "Pay the members", "Corporate Services", ""],
    )
    said = SaidColumns({"what we want to see": "recommendation", "how it is going": "progress"})
    found = words(read(table, said=said))
    assert [one[1] for one in found] == ["Buy four flats", "Write an agreement", "Pay the members"]


def test_columns_without_headings_are_said_by_their_place() -> None:
    table = Grid(["1", "Train staff", "DI Fox"], ["2", "Call victims", "DI Ray"])
    assert read(table) is None
    said = SaidColumns({}, {0: "ref", 1: "action", 2: "owner"})
    assert words(read(table, said=said))[1] == ("2", "Call victims", ["DI Ray"], None, None)


def test_columns_are_said_in_one_line(tmp_path: Path) -> None:
    said = said_columns(
        tmp_path / "plan.csv", "Lead, if any=owner; Text = recommendation, C=status"
    )
    assert said.role("LEAD, IF ANY", 7) == "owner"
    assert said.role("Text", 0) == "recommendation"
    assert said.role("anything", 2) == "status"
    assert said.role("anything", 3) is None


def test_a_role_may_be_said_by_a_heading_that_has_it(tmp_path: Path) -> None:
    assert said_columns(tmp_path / "plan.csv", "When=target date").role("When", 0) == "date"


def test_files_beside_a_plan_speak_of_it_by_name_or_by_pattern(tmp_path: Path) -> None:
    (tmp_path / "trackers.columns.toml").write_text(
        'files = ["tracker-*.csv"]\n'
        '[columns]\nText = "action"\nWho = "owner"\n"column 5" = "ignore"\n'
    )
    (tmp_path / "tracker-may.csv.columns.toml").write_text('[columns]\nText = "recommendation"\n')
    may = said_columns(tmp_path / "tracker-may.csv")
    assert (may.role("Text", 0), may.role("Who", 1)) == ("recommendation", "owner")
    june = said_columns(tmp_path / "Tracker-June.csv")
    assert (june.role("Text", 0), june.role("", 4)) == ("action", "ignore")
    assert not said_columns(tmp_path / "minutes.csv")


@pytest.mark.parametrize("given", ["Text=nonsense", "Text", "=ref"])
def test_what_is_said_wrongly_is_refused(tmp_path: Path, given: str) -> None:
    with pytest.raises(WrongUseError, match="--columns"):
        said_columns(tmp_path / "plan.csv", given)


@pytest.mark.parametrize(
    "text",
    [
        "[columns",
        'Text = "ref"',
        '[columns]\nText = "nonsense"',
        "files = 3\n[columns]\n",
        "a = [" * 9999,
    ],
)
def test_a_columns_file_that_is_not_understood_is_refused(tmp_path: Path, text: str) -> None:
    beside = tmp_path / "plan.csv.columns.toml"
    beside.write_text(text)
    with pytest.raises(UnreadableInputError, match=r"plan\.csv\.columns\.toml"):
        said_columns(tmp_path / "plan.csv")


# In the graph


def test_what_is_kept_beside_an_action_is_its_property(tmp_path: Path) -> None:
    plan = tmp_path / "plan-2018.txt"
    plan.write_text(
        "Ref\tAction\tLead\tUpdate\tZone\n1\tTrain all staff\tDI Fox\tBegun.\tAmber valley\n"
    )
    facts = plan_facts(read_through(read_document(plan), read_register()))
    (action,) = [node for node in facts.nodes if node.kind == "Action"]
    assert action.properties["other"] == ("Zone: Amber valley",)
    assert action.origin.certainty == "certain"


def test_an_action_under_judged_columns_is_uncertain_in_the_graph(tmp_path: Path) -> None:
    plan = tmp_path / "plan-2018.csv"
    plan.write_text("\n".join(",".join(row) for row in UNKNOWN.rows) + "\n")
    facts = plan_facts(read_through(read_document(plan), read_register()))
    origins = [node.origin.certainty for node in facts.nodes if node.kind == "Action"]
    assert origins == ["uncertain"] * 3
