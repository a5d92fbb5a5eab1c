"""The facts of the two plans: where each action comes from, who leads it, and what shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.vocabulary import validate
from loaders.plan import plan_part
from loaders.reading import read_plan
from tests.gold import measure

if TYPE_CHECKING:
    from graph.facts import Facts, Node, Relation


def facts_of(document: str) -> Facts:
    """Return the facts of a gold document."""
    return plan_part(read_plan(measure.PLANS / measure.FILES[document])).facts


@pytest.fixture(scope="module")
def mps() -> Facts:
    return facts_of("mps2016")


@pytest.fixture(scope="module")
def london() -> Facts:
    return facts_of("london2006")


def node(facts: Facts, node_id: str) -> Node:
    """Return the node with this id."""
    return next(one for one in facts.nodes if one.id == node_id)


def links(facts: Facts, source: str, kind: str) -> list[Relation]:
    """Return the relations of a kind that start at a node."""
    return [one for one in facts.relations if one.source == source and one.kind == kind]


def targets(facts: Facts, source: str, kind: str) -> list[str]:
    """Return where the relations of a kind lead from a node."""
    return [one.target for one in links(facts, source, kind)]


@pytest.mark.parametrize("document", measure.FILES)
def test_facts_keep_to_the_vocabulary(document: str) -> None:
    validate(facts_of(document))


@pytest.mark.parametrize("document", measure.FILES)
def test_every_quote_gives_the_words_of_a_text_that_is_held(document: str) -> None:
    part = plan_part(read_plan(measure.PLANS / measure.FILES[document]))
    texts = {held.document: held.text for held in part.held}
    for thing in (*part.facts.nodes, *part.facts.relations):
        assert thing.quotes
        for quote in thing.quotes:
            assert texts[quote.document][quote.start : quote.end] == quote.text


def test_action_22_answers_action_87_of_the_strategy(mps: Facts) -> None:
    assert targets(mps, "mps-da-2016/action/22", "ORIGINATES_FROM") == ["vawg-2016/action/87"]
    assert targets(mps, "vawg-2016/action/87", "STATED_IN") == ["vawg-2016"]
    assert targets(mps, "vawg-2016", "ISSUED_BY") == ["body/hm-government"]
    assert node(mps, "vawg-2016/action/87").properties["wording"] == "plan"


def test_action_22_is_led_through_its_workstream(mps: Facts) -> None:
    stream = targets(mps, "mps-da-2016/action/22", "PART_OF")
    assert stream == ["mps-da-2016/workstream/training"]
    assert targets(mps, stream[0], "LED_BY") == ["mps/owner/det-supt-iqbal-singh"]
    owned = links(mps, "mps-da-2016/action/22", "OWNED_BY")[0]
    assert (owned.target, owned.properties["basis"]) == (
        "mps/owner/det-supt-iqbal-singh",
        "workstream",
    )
    owner = node(mps, "mps/owner/det-supt-iqbal-singh")
    assert (owner.properties["rank"], owner.properties["name"]) == ("Det. Supt.", "Iqbal Singh")


def test_the_evidence_of_action_22_is_the_words_that_report_it(mps: Facts) -> None:
    evidence = [node(mps, one) for one in targets(mps, "mps-da-2016/action/22", "EVIDENCED_BY")]
    assert any("circa 18,000 officers" in str(one.properties["text"]) for one in evidence)
    assert {one.properties["stage"] for one in evidence} == {"done"}


def test_a_review_that_is_not_named_is_a_document_as_cited(mps: Facts) -> None:
    cited = targets(mps, "mps-da-2016/action/42", "ORIGINATES_FROM")[0]
    assert node(mps, cited).properties["identified"] is False
    assert "DHR" in node(mps, cited).label


def test_no_unconfirmed_document_counts_as_known(mps: Facts) -> None:
    unknown = {one.id for one in mps.nodes if one.properties.get("identified") is False}
    national = [
        one
        for one in mps.relations
        if one.kind == "ORIGINATES_FROM" and one.target.endswith("national-action-plan-for-forces")
    ]
    assert len(national) == 24
    assert {one.target for one in national} <= unknown


@pytest.mark.parametrize(
    ("action", "source"),
    [("10", "hmic-mps-2014"), ("44", "hmic-peel-vulnerability-mps-2015"), ("30", "mps-da-2016")],
)
def test_where_other_actions_come_from(mps: Facts, action: str, source: str) -> None:
    assert targets(mps, f"mps-da-2016/action/{action}", "ORIGINATES_FROM") == [source]


def test_an_action_that_is_only_promised_has_no_evidence(mps: Facts) -> None:
    for action in ("6", "32", "54", "59"):
        node_id = f"mps-da-2016/action/{action}"
        assert targets(mps, node_id, "EVIDENCED_BY") == []
        assert targets(mps, node_id, "PROMISED_IN")


def test_the_stage_of_a_statement_decides_its_relation(mps: Facts, london: Facts) -> None:
    allowed = {
        "EVIDENCED_BY": {"done", "ongoing", "finding"},
        "PROMISED_IN": {"planned"},
        "EXPLAINED_IN": {"context"},
    }
    for facts in (mps, london):
        for one in facts.relations:
            if one.kind in allowed:
                assert node(facts, one.target).properties["stage"] in allowed[one.kind]


def test_what_an_inspectorate_found_is_marked_as_quoted(mps: Facts) -> None:
    bases = {one.properties["basis"] for one in links(mps, "mps-da-2016/action/15", "EVIDENCED_BY")}
    assert "inspectorate, quoted" in bases


def test_answers_given_word_for_word_are_linked(mps: Facts) -> None:
    pairs = {
        (one.source.rsplit("/", 1)[1], one.target.rsplit("/", 1)[1])
        for one in mps.relations
        if one.kind == "SAME_WORDS_AS"
    }
    assert {
        ("10", "25"),
        ("15", "19"),
        ("15", "20"),
        ("19", "20"),
        ("29", "30"),
        ("33", "34"),
    } <= pairs
    assert ("17", "18") not in pairs  # one answer at one place, merged by a page break


def test_a_priority_of_2006_is_stated_in_the_strategy_of_the_title(london: Facts) -> None:
    ask = targets(london, "london-dv-2006/action/10", "ORIGINATES_FROM")[0]
    assert ask == "london-dv-2006/recommendation/10"
    assert targets(london, ask, "STATED_IN") == ["london-dv-strategy-2005"]
    assert targets(london, "london-dv-strategy-2005", "ISSUED_BY") == ["body/gla"]
    action, asked = node(london, "london-dv-2006/action/10"), node(london, ask)
    assert action.properties["text"] == asked.properties["text"]


def test_ids_do_not_depend_on_the_order_of_loading(mps: Facts) -> None:
    assert facts_of("mps2016") == mps
