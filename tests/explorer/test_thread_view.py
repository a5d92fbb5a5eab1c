"""A thread is grouped the way a reader asks, absent parts are said, and no step is lost."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest

from explorer import thread_page
from explorer.node_view import heading, written_date
from explorer.quote_page import Quotes
from explorer.thread_read import ThreadNode, read_thread
from explorer.thread_view import Section, ThreadView, view
from graph.marked import among, drawn_on
from tests.explorer import invented_plan as plan

if TYPE_CHECKING:
    from explorer.reading import Reading

EVERY_NODE = [node.id for node in plan.PART.facts.nodes]


def of(reading: Reading, node: str) -> ThreadView:
    return view(reading.thread(node))


def section(told: ThreadView, key: str) -> Section:
    (found,) = [one for one in (*told.line, *told.rest) if one.key == key]
    return found


def ids(found: Section) -> list[str]:
    return [item.node.id for item in found.items]


def page(reading: Reading, node: str) -> str:
    told = of(reading, node)
    quotes = Quotes(reading.held_text, told.documents)
    written = thread_page.body(told, quotes)
    marked = thread_page.markings(
        among(reading.figures()["documents"], drawn_on(reading.thread(node)))
    )
    return thread_page.opening(told) + marked + quotes.summary() + written


def test_the_line_runs_from_source_to_evidence(reading: Reading) -> None:
    told = of(reading, plan.action(1))
    assert [one.heading for one in told.line] == [
        "Source",
        "Recommendation",
        "Action",
        "Lead",
        "Evidence",
    ]
    assert ids(section(told, "source")) == [plan.STRATEGY]
    assert ids(section(told, "recommendation")) == [plan.RECOMMENDATION]
    assert ids(section(told, "lead")) == [plan.LEAD]
    assert ids(section(told, "evidence")) == [plan.statement(1, number) for number in (1, 2, 3)]
    assert ids(section(told, "background")) == [plan.statement(1, 4)]
    assert ids(section(told, "training")) == [plan.COURSE]


def test_a_source_says_who_issued_it(reading: Reading) -> None:
    (item,) = section(of(reading, plan.action(1)), "source").items
    assert plan.COUNCIL in {link.target.id for link in item.links}


def test_each_sentence_says_what_it_is_worth(reading: Reading) -> None:
    told = of(reading, plan.action(1))
    assert [item.tags for item in section(told, "evidence").items] == [
        ("Reported done",),
        ("Reported under way",),
        ("Inspectorate's conclusion (as quoted)",),
    ]
    assert section(told, "evidence").remarks == ("Reported by the force itself.",)


def test_a_promise_is_never_shown_as_evidence(reading: Reading) -> None:
    told = of(reading, plan.action(2))
    evidence = section(told, "evidence")
    assert evidence.items == ()
    assert evidence.remarks == ("No evidence found: what the document gives is a commitment.",)
    assert ids(section(told, "promised")) == [plan.statement(2, 1)]


def test_a_source_without_a_number_is_said(reading: Reading) -> None:
    (remark,) = section(of(reading, plan.action(2)), "recommendation").remarks
    assert remark.startswith("Number not stated")


def test_a_source_that_is_not_identified_is_said(reading: Reading) -> None:
    (item,) = section(of(reading, plan.action(3)), "source").items
    assert item.node.id == plan.CITED
    assert item.tags == ("Source as cited: not identified",)


def test_a_local_origin_is_told_from_a_missing_number(reading: Reading) -> None:
    told = of(reading, plan.action(4))
    (remark,) = section(told, "recommendation").remarks
    assert "local origin" in remark
    assert section(told, "evidence").remarks == (
        "No evidence found: the document gives no answer to this action.",
    )


def test_background_alone_is_no_evidence(reading: Reading) -> None:
    told = of(reading, plan.action(5))
    assert section(told, "evidence").remarks == (
        "No evidence found: what the document gives is background.",
    )
    assert section(told, "lead").remarks[0].startswith("No link found")


def test_an_unknown_status_is_the_documents_silence(reading: Reading) -> None:
    assert ("Status as stated", "The document does not say") in of(reading, plan.action(4)).facts


def test_a_leads_page_shows_what_he_or_she_leads_and_nothing_more(reading: Reading) -> None:
    told = of(reading, plan.LEAD)
    linked = {item.node.kind for one in told.rest for item in one.items}
    assert linked == {"Action", "Workstream"}
    assert told.remark is not None
    assert "nothing more" in told.remark


def test_the_page_of_one_sentence_claims_no_absence_of_others(reading: Reading) -> None:
    told = of(reading, plan.statement(1, 4))
    assert "evidence" not in {one.key for one in told.line}
    assert ids(section(told, "action")) == [plan.action(1)]
    assert "No evidence found" not in page(reading, plan.statement(1, 4))


def test_a_plans_page_lists_its_actions(reading: Reading) -> None:
    (listed,) = [one for one in of(reading, plan.PLAN).rest if one.key.startswith("listed-in")]
    assert listed.heading == "Lists: 5 actions"


@pytest.mark.parametrize("node", EVERY_NODE)
def test_no_step_that_touches_the_page_is_lost(reading: Reading, node: str) -> None:
    thread = reading.thread(node)
    _, _, links = read_thread(thread)
    told = view(thread)
    kept = {
        link.key
        for one in (*told.line, *told.rest)
        for item in one.items
        for link in (*item.links, *item.further)
    }
    touching = {link.key for link in links if node in (link.source.id, link.target.id)}
    assert touching <= kept
    if told.focus.kind == "Action":
        assert kept == {link.key for link in links}


@pytest.mark.parametrize("node", EVERY_NODE)
def test_every_page_is_written_with_quotes_that_match(reading: Reading, node: str) -> None:
    written = page(reading, node)
    assert written.count("<h1>") == 1
    assert "does not match" not in written
    assert "could not be matched with the held copy" not in written


@pytest.mark.parametrize("node", EVERY_NODE)
def test_headings_never_skip_a_level(reading: Reading, node: str) -> None:
    levels = [int(part[0]) for part in page(reading, node).split("<h")[1:] if part[0].isdigit()]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_a_hostile_action_is_text_on_its_page(reading: Reading) -> None:
    written = page(reading, plan.action(3))
    assert "<img" not in written
    assert "<script" not in written
    assert "&lt;img src=x" in written
    assert "\u202e" not in written


def test_the_protective_marking_of_what_is_drawn_on_is_shown(reading: Reading) -> None:
    assert "<strong>OFFICIAL</strong>" in page(reading, plan.action(1))
    # Also where only the quotes come from the marked plan.
    assert "<strong>OFFICIAL</strong>" in page(reading, plan.STRATEGY)


def test_long_lists_say_how_many_more_there_are() -> None:
    actions = [
        {"id": f"a/{number}", "kind": "Action", "label": str(number), "properties": {}}
        for number in range(thread_page.MOST_ITEMS + 7)
    ]
    document = {"id": "d", "kind": "Document", "label": "D", "properties": {}}
    told = view(
        {
            "id": "d",
            "kind": "Document",
            "label": "D",
            "nodes": [document, *actions],
            "steps": [
                {"relation": "LISTED_IN", "from": one["id"], "to": "d", "quotes": []}
                for one in actions
            ],
        }
    )
    assert "And 7 more" in thread_page.body(told, Quotes({}.get, {}))


def test_a_thread_of_one_node_says_that_nothing_is_linked() -> None:
    told = view({"id": "b", "kind": "Body", "label": "B", "nodes": [], "steps": []})
    assert "No link found" in thread_page.body(told, Quotes({}.get, {}))


@pytest.mark.parametrize(
    ("node", "said"),
    [
        (ThreadNode("a", "Action", "22", {"ref": "22"}), "Action 22"),
        (ThreadNode("a", "Action", "x", {}), "Action"),
        (ThreadNode("r", "Recommendation", "x", {"number": "87", "type": "action"}), "Action 87"),
        (ThreadNode("r", "Recommendation", "x", {"number": "4"}), "Recommendation 4"),
        (ThreadNode("p", "Policy", "The policy", {}), "The policy"),
        (ThreadNode("p", "Policy", "", {}), "p"),
    ],
)
def test_a_heading_names_the_thing(node: ThreadNode, said: str) -> None:
    assert heading(node) == said


@pytest.mark.parametrize(
    ("iso", "written"),
    [
        ("2016", "2016"),
        ("2016-03", "March 2016"),
        ("2016-03-08", "8 March 2016"),
        ("2016-13", "2016-13"),
        ("soon", "soon"),
    ],
)
def test_dates_are_written_out(iso: str, written: str) -> None:
    assert written_date(iso) == written


def test_whose_words_a_recommendation_is_in_depends_on_the_document_that_states_it() -> None:
    def told(stated_in: dict[str, Any], other: list[str]) -> ThreadView:
        quote = {
            "document": "plan",
            "sha256": "",
            "start": 0,
            "end": 1,
            "quote": "x",
            "rule": "r",
            "rule_version": 1,
            "certainty": "certain",
        }
        ask = {"id": "ask", "kind": "Recommendation", "label": "Ask"}
        action = {"id": "act", "kind": "Action", "label": "Act", "properties": {"other": other}}
        document = {"kind": "Document", "label": "Plan", **stated_in}
        step = {"direction": "back", "quotes": [quote], "properties": {}}
        return view(
            {
                **action,
                "nodes": [action, {**ask, "properties": {"wording": "plan"}}, document],
                "steps": [
                    {**step, "relation": "ORIGINATES_FROM", "from": "act", "to": "ask"},
                    {**step, "relation": "STATED_IN", "from": "ask", "to": stated_in["id"]},
                ],
            }
        )

    own = told({"id": "plan"}, ["Assurance: audited: yes"])
    (item,) = section(own, "recommendation").items
    assert item.tags == ("In the plan's own words",)
    assert own.row == (("Assurance", "audited: yes"),)
    assert "the row's other columns" in section(own, "evidence").remarks[0]
    cited = told({"id": "strategy"}, [])
    (item,) = section(cited, "recommendation").items
    assert item.tags == ("In the plan's words: source not loaded",)
    assert "gives no answer" in section(cited, "evidence").remarks[0]
