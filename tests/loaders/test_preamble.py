"""A title or an introduction that names one source tells where a whole plan comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from loaders.inspection import inspection
from loaders.plan import plan_facts
from loaders.reading import publisher_names, read_plan

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.reading import PlanReading

TABLE = (
    "Ref\tAction\tLead\tStatus\n"
    "1\tReview the domestic abuse policy and publish it\tHead of Crime\tComplete\n"
    "2\tTrain all call handlers in assessing risk (PEEL 2018/19 AFI 2)\tDCI Jo Ward\tOngoing\n"
)


def plan(folder: Path, head: str, table: str = TABLE) -> PlanReading:
    """Read a plan with these lines over its table."""
    path = folder / "plan.txt"
    path.write_text(f"{head}\n\n{table}", encoding="utf-8")
    return read_plan(path)


@pytest.mark.parametrize(
    ("head", "kind", "words"),
    [
        ("Westmere Police\nAction plan in response to DHR Adult A", "DHR", "DHR Adult A"),
        ("Serious Case Review Child J: Action Plan", "OTHER", "Serious Case Review Child J"),
        ("HMICFRS PEEL 2021/22 \u2013 Improvement Plan", "PEEL", "HMICFRS PEEL 2021/22"),
        (
            "Domestic abuse plan\nThis plan responds to the HMICFRS report 'Both sides' (2020).",
            "HMICFRS",
            "HMICFRS report 'Both sides' (2020)",
        ),
        (
            "Action plan\nThe plan sets out recommendations from PEEL 2021/22 and what we did.",
            "PEEL",
            "PEEL 2021/22",
        ),
        ("DHR Adult A\nAction plan for the DHR Adult A", "DHR", "DHR Adult A"),
    ],
)
def test_one_source_named_for_the_whole_plan_is_known(
    tmp_path: Path, head: str, kind: str, words: str
) -> None:
    answers = plan(tmp_path, head).answers
    assert answers
    assert (answers.citation.kind, answers.quote.text) == (kind, words)


@pytest.mark.parametrize(
    "head",
    [
        "Westmere VAWG Action Plan 2021-24",
        "Westmere Police\nOur response to domestic abuse",
        "DHR Adult A and DHR Adult B: combined action plan",
        "This plan brings together recommendations from HMICFRS 2019 and from DHR Adult B.",
        "We work with partners in response to violence against women and girls.",
        "This plan takes in learning from Domestic Homicide Reviews.",
        "Action plan\n\nSimilar documents\nResponse to DHR Adult A",
    ],
)
def test_a_subject_or_several_sources_are_no_origin_of_a_whole_plan(
    tmp_path: Path, head: str
) -> None:
    assert plan(tmp_path, head).answers is None


def test_headings_over_some_actions_speak_for_no_others(tmp_path: Path) -> None:
    table = TABLE.replace("\n2", "\nSCR Child J\t\t\t\n2")
    assert plan(tmp_path, "Response to DHR Adult A", table).answers is None


def test_only_what_cites_nothing_comes_from_there_and_sources_stay_what_is_cited(
    tmp_path: Path,
) -> None:
    reading = plan(tmp_path, "Westmere Police: response to DHR Adult A")
    origins = [one for one in plan_facts(reading).relations if one.kind == "ORIGINATES_FROM"]
    assert [(one.source[-1], one.properties["basis"], one.origin.certainty) for one in origins] == [
        ("1", "title", "likely"),
        ("2", "cited", "certain"),
    ]
    assert [len(action["sources"]) for action in inspection(reading)["actions"]] == [0, 1]
    named = next(one for one in plan_facts(reading).nodes if one.id == origins[0].target)
    assert named.properties["identified"] is False


def test_a_recommendation_kept_apart_is_stated_in_the_source_of_the_title(tmp_path: Path) -> None:
    table = (
        "Ref\tRecommendation\tAction\tLead\tStatus\n"
        "1\tThe force should review its policy.\tReview the policy\tHead of Crime\tComplete\n"
        "2\tThe force should train its staff.\tTrain call handlers\tDCI Jo Ward\tOngoing\n"
    )
    facts = plan_facts(plan(tmp_path, "Response to DHR Adult A", table))
    stated = [one for one in facts.relations if one.kind == "STATED_IN"]
    assert {one.target.rsplit("/", 1)[1] for one in stated} == {"dhr-adult-a"}
    assert {one.quotes[0].text for one in stated} == {"DHR Adult A"}


def test_the_organisation_of_the_title_outranks_the_one_that_the_text_names_most(
    tmp_path: Path,
) -> None:
    table = TABLE.replace("publish it", "publish it with Norvale Council, as Norvale Council asks")
    reading = plan(tmp_path, "Westmere Police domestic abuse plan", table)
    assert publisher_names(reading.document, reading.register) == ("Westmere Police", "Westmere")
