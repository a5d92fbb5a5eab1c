"""What a person asks stands in the address; filters count what they would leave."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.find_page import welcome
from explorer.find_view import (
    FILTERS,
    LONGEST_QUESTION,
    ActionRow,
    Choice,
    Question,
    action_rows,
    choices,
    counted_choices,
    filtered,
    paged,
    question,
    without_unknown,
)

ROWS = action_rows(
    {
        "id": f"plan/action/{number}",
        "ref": str(number),
        "text": "words",
        "status": "complete" if number % 2 else "ongoing",
        "plans": ["plan"],
        "sources": ["strategy"] if number < 4 else ["review"],
        "workstreams": ["training"],
        "leads": [],
    }
    for number in range(1, 7)
)
EVERY = {
    "plan": (Choice("plan", "The plan", 6),),
    "source": (Choice("review", "A review", 3), Choice("strategy", "The strategy", 3)),
    "workstream": (Choice("training", "Training", 6),),
    "lead": (),
    "status": (Choice("complete", "Complete", 3), Choice("ongoing", "Ongoing", 3)),
}


@given(
    st.builds(
        Question,
        search=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40).map(
            lambda text: " ".join(text.split())
        ),
        filters=st.dictionaries(
            st.sampled_from(list(FILTERS)),
            st.text(
                alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40
            ).filter(str.strip),
        ),
        page=st.integers(1, 9_999),
        everything=st.booleans(),
    )
)
def test_an_address_asks_the_same_question_again(asked: Question) -> None:
    parameters = dict(parse_qsl(urlsplit(asked.address()).query, keep_blank_values=True))
    assert question(parameters) == asked


@pytest.mark.parametrize("page", ["", "0", "-1", "two", "1.5", "99999999999999999999", "²"])
def test_a_page_that_is_none_is_the_first(page: str) -> None:
    assert question({"page": page}).page == 1


def test_an_enormous_search_is_cut() -> None:
    assert len(question({"q": "word " * 10_000}).search) <= LONGEST_QUESTION


def test_nothing_is_asked_by_an_empty_address() -> None:
    assert question({}).empty
    assert question({"q": "  ", "status": ""}).empty
    assert not question({"show": "actions"}).empty


def test_filters_leave_the_actions_that_have_every_value() -> None:
    left = filtered(ROWS, {"source": "strategy", "status": "complete"})
    assert [row.ref for row in left] == ["1", "3"]


def test_counts_heed_the_other_filters_but_not_their_own() -> None:
    counted = counted_choices(EVERY, ROWS, Question(filters={"source": "strategy"}))
    assert {one.value: one.count for one in counted["status"]} == {"complete": 2, "ongoing": 1}
    assert {one.value: one.count for one in counted["source"]} == {"strategy": 3, "review": 3}


def test_a_chosen_value_stays_in_its_list_with_nothing_left() -> None:
    asked = Question(filters={"source": "strategy", "status": "ongoing"})
    counted = counted_choices(EVERY, ROWS[:1], asked)
    assert counted["status"] == (Choice("complete", "Complete", 1), Choice("ongoing", "Ongoing", 0))


@given(st.dictionaries(st.sampled_from(["source", "status"]), st.sampled_from(["strategy", "x"])))
def test_a_count_is_the_number_of_actions_that_choosing_it_leaves(filters: dict[str, str]) -> None:
    asked = Question(filters=filters)
    for name, values in counted_choices(EVERY, ROWS, asked).items():
        for choice in values:
            assert choice.count == len(filtered(ROWS, {**filters, name: choice.value}))


def test_a_value_that_the_graph_does_not_hold_is_dropped_and_named() -> None:
    asked = Question(filters={"status": "complete", "lead": "<script>"})
    assert without_unknown(asked, EVERY) == (Question(filters={"status": "complete"}), ("lead",))


def test_figures_of_the_build_give_the_first_counts() -> None:
    figures = {
        "facets": {
            "owner": [{"id": "force/owner/x", "label": "Supt. X", "count": 2}],
            "status": [{"id": "unknown", "label": "unknown", "count": 1}],
        }
    }
    assert choices(figures, "lead") == (Choice("force/owner/x", "Supt. X", 2),)
    assert choices(figures, "status") == (Choice("unknown", "The document does not say", 1),)
    assert choices(figures, "plan") == ()


@given(st.lists(st.integers(), max_size=50), st.integers(-3, 30), st.integers(1, 9))
def test_pages_show_every_result_once(results: list[int], number: int, size: int) -> None:
    count = paged(results, 1, size).pages
    pages = [paged(results, one, size) for one in range(1, count + 1)]
    assert [result for page in pages for result in page.results] == results
    asked = paged(results, number, size)
    assert asked in pages
    assert asked.last - asked.first + 1 == len(asked.results) or not results


def test_a_row_without_status_is_one_whose_document_does_not_say() -> None:
    record = dict.fromkeys(("plans", "sources", "workstreams", "leads"), ())
    (row,) = action_rows([{"id": "x", "ref": None, "text": None, "status": None, **record}])
    assert row == ActionRow(
        "x",
        "",
        "",
        {"plan": (), "source": (), "workstream": (), "lead": (), "status": ("unknown",)},
    )


def test_every_plan_is_listed_also_without_actions() -> None:
    document = {"label": "A", "title": "A strategy", "role": "plan", "actions": 0}
    actions = {"total": 0, "with_evidence": 0, "only_promised": 0}
    page = welcome(
        {
            "documents": [
                {**document, "id": "a", "publisher": "Northshire Police", "date": "2021-04"},
                {**document, "id": "b", "title": "What it cites", "role": "source"},
            ],
            "actions": actions,
            "quotes": 0,
        }
    )
    for words in ("Northshire Police, April 2021", "no actions were found", "copy: not stated"):
        assert words in page
    assert "What it cites" not in page
