"""A citation is told from the other brackets of an action, and reaches the source that it means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.citations import CitationReader
from loaders.passage import passage
from loaders.register import read_register

MPS = CitationReader(
    read_register(), "mps", ("Metropolitan Police Service", "MPS", "the Met"), "2016-03"
)
KENT = CitationReader(read_register(), "kent-police", ("Kent Police", "Kent"), "2018-05")


def read(words: str, reader: CitationReader = MPS) -> list[tuple[str, str, str | None, str | None]]:
    """Return kind, words, locator and source of what is cited."""
    return [
        (one.kind, one.words, one.locator, one.source)
        for at in reader.brackets(words, 0, len(words))
        for one in at.citations
    ]


def test_a_number_reaches_the_ask_and_the_edition() -> None:
    words = "Deliver training (Action 87 Government VAWG strategy 2016-2020)"
    assert read(words) == [
        ("VAWG", "Action 87 Government VAWG strategy 2016-2020", "Action 87", "vawg-2016")
    ]


def test_a_strategy_without_its_years_is_not_taken_for_an_edition() -> None:
    assert read("Raise awareness (VAWG strategy action 4)") == [
        ("VAWG", "VAWG strategy action 4", "action 4", None)
    ]


@pytest.mark.parametrize(
    "bracket",
    [
        "(CCC)",
        "(positive action or arrest policy for DA)",
        "(where children are believed to be at risk of harm)",
        "(statements, 999 call recording, house to house)",
        "(DVDS)",
        "(whether present or not)",
        "(police and CPS)",
        "(with the OPCC)",
        "(to the PCC)",
        "(Superintendent rank or above)",
        "(16 Days of Action)",
        "(as per the strategy)",
        "(with Home Office and Police)",
        "(2009)",
    ],
)
def test_brackets_that_cite_nothing_belong_to_the_action(bracket: str) -> None:
    assert read(f"Staff take action {bracket} in every case") == []


def test_an_abbreviation_of_the_words_before_it_is_no_citation() -> None:
    assert read("Learn from Domestic Homicide Reviews (DHRs) in London") == []


@pytest.mark.parametrize(
    ("words", "cited"),
    [
        ("tackle revenge porn VAWG Strategy 2016-2020) The team", "VAWG Strategy 2016-2020"),
        ("tackle abuse (VAWG Strategy 2016-2020 The team will", "VAWG Strategy 2016-2020"),
        ("all abuse Action 6 VAWG Strategy 2016-2020) The", "Action 6 VAWG Strategy 2016-2020"),
    ],
)
def test_a_lost_bracket_does_not_lose_the_citation(words: str, cited: str) -> None:
    assert [one[1] for one in read(words)] == [cited]


@pytest.mark.parametrize(
    "words",
    [
        "(VAWGStrategy2016-2020)",
        "(vawg  strategy 2016\u20132020)",
        "(V.A.W.G. Strategy 2016-2020.)",
    ],
)
def test_case_spaces_and_stops_do_not_matter(words: str) -> None:
    assert [(one[0], one[3]) for one in read(words)] == [("VAWG", "vawg-2016")]


def test_the_publishers_own_name_is_a_local_origin() -> None:
    assert [one[0] for one in read("Review technology (MPS)")] == ["LOCAL"]
    assert [one[0] for one in read("Review technology (Kent Police)", KENT)] == ["LOCAL"]
    assert read("Review technology (MPS)", KENT) == []


def test_another_forces_inspection_is_not_taken_for_the_one_that_is_known() -> None:
    words = "(MPS specific HMIC recommendation)"
    assert [one[3] for one in read(words)] == ["hmic-mps-2014"]
    assert [one[3] for one in read(words, KENT)] == [None]


def test_a_later_plan_does_not_mean_the_inspection_of_2015() -> None:
    later = CitationReader(read_register(), "mps", ("MPS",), "2019-03")
    words = "(HMIC PEEL Inspection Recommendation)"
    assert [one[3] for one in read(words)] == ["hmic-peel-vulnerability-mps-2015"]
    assert [one[3] for one in read(words, later)] == [None]


def test_two_sources_in_one_bracket_are_two() -> None:
    words = "(HMIC Recommendation 4; VAWG Strategy 2016-2020 Action 12)"
    assert [(one[0], one[2]) for one in read(words)] == [
        ("HMIC", "Recommendation 4"),
        ("VAWG", "Action 12"),
    ]


@pytest.mark.parametrize(
    ("words", "kind", "locator"),
    [
        ("Recruit advisers (see also DHR 4, rec 2)", "DHR", "rec 2"),
        ("Audit discharges (Recommendation 3 of the SCR)", "OTHER", "Recommendation 3"),
        ("Improve file quality (Operation Soteria, Pillar 4)", "OTHER", None),
        ("The force should (as recommended by HMICFRS) publish data", "HMICFRS", None),
        ("Deliver the plan (JTAI 2023, AFI 2)", "OTHER", "AFI 2"),
    ],
)
def test_a_bracket_may_lead_up_to_its_source(words: str, kind: str, locator: str | None) -> None:
    assert [(one[0], one[2]) for one in read(words, KENT)] == [(kind, locator)]


def test_bodies_apart_are_two_sources() -> None:
    cell = "IPCC/HMIC"
    cited = KENT.cell(cell, 0, len(cell))
    assert cited
    assert [one.kind for one in cited.citations] == ["IOPC", "HMIC"]


def test_several_numbers_are_several_asks() -> None:
    words = "(Recommendations 3 and 4, HMICFRS 2019)"
    at = MPS.brackets(words, 0, len(words))[0]
    assert at.citations[0].asks == (("recommendation", "3"), ("recommendation", "4"))


@given(st.text(alphabet="()HMICVAWGSTRategy 0123456789.,;/and\n", max_size=300))
def test_any_text_is_read_and_every_offset_is_exact(text: str) -> None:
    for at in MPS.brackets(text, 0, len(text)):
        assert 0 <= at.start <= at.quote_start <= at.quote_end <= at.end <= len(text)
        for one in at.citations:
            assert text[one.start : one.end] == one.words


@pytest.mark.parametrize(
    ("cell", "kind", "locator"),
    [
        ("IOPC rec 2018/44", "IOPC", "2018/44"),
        ("IOPC report 2018/19", "IOPC", None),
        ("DHR 4 \u2013 R3", "DHR", "R3"),
        ("HMICFRS PEEL 2021/22 \u2013 AFI 3", "PEEL", "AFI 3"),
        ("HMIC Everyone's Business (2014) Rec 4", "HMIC", "Rec 4"),
        ("IOPC learning recommendation 2017/091834", "IOPC", "2017/091834"),
        ("HMICFRS 2019 \u2013 Both sides of the coin, rec 8", "HMICFRS", "rec 8"),
        ("CQC/HMICFRS JTAI", "HMICFRS", None),
        ("NHS England IRIS", "OTHER", None),
        ("SCR 'Child J' recommendation 3", "OTHER", "recommendation 3"),
        ("Op Soteria", "OTHER", None),
        ("OPCC VAWG Commission", "VAWG", None),
        ("Home Office VAWG Strategy 2021, Action 12", "VAWG", "Action 12"),
        ("NVAP 3.2", "NAP", "3.2"),
        ("HMCPSI/HMICFRS Rape Inspection, Recommendation 9", "HMICFRS", "Recommendation 9"),
        ("Westmere self-assessment", "OTHER", None),
    ],
)
def test_a_source_column_names_a_source_and_its_ask(
    cell: str, kind: str, locator: str | None
) -> None:
    cited = KENT.cell(cell, 0, len(cell))
    assert cited
    assert [(one.kind, one.locator) for one in cited.citations] == [(kind, locator)]


@pytest.mark.parametrize("cell", ["N/A", "-", "TBC", "none", "Not known", "None identified"])
def test_a_source_column_that_says_there_is_none_cites_nothing(cell: str) -> None:
    assert KENT.cell(cell, 0, len(cell)) is None


def test_a_cell_may_open_with_what_it_answers() -> None:
    words = "HMICFRS Recommendation 4: the force should review its policy"
    cell = passage(words, (0, len(words)))
    assert cell
    assert [one.locator for at in KENT.in_passage(cell) for one in at.citations] == [
        "Recommendation 4"
    ]
