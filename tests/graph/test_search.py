"""Search finds what a person means, whatever is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.search import find
from tests.graph.invented import PLAN

if TYPE_CHECKING:
    from graph.store.embedded import EmbeddedGraph


def ids(store: EmbeddedGraph, words: str) -> list[str]:
    return [hit.id for hit in find(store, words)]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("train officers", f"{PLAN}/action/1"),
        ("training of officers", f"{PLAN}/action/1"),
        ("TALLY", "harbour/system/tally"),
        ("ada brook", "harbour/owner/insp-ada-brook"),
        ("review of care", "care-2018"),
        ("safe talk", "harbour/training/safe-talk"),
        ("call taker", f"{PLAN}/action/11"),
        (f"{PLAN}/action/10", f"{PLAN}/action/10"),
        ("care-2018", "care-2018"),
        ("publis", f"{PLAN}/action/2/statement/1"),
    ],
)
def test_what_was_meant_comes_first(store: EmbeddedGraph, words: str, first: str) -> None:
    assert ids(store, words)[0] == first


def test_a_hit_tells_its_document_and_shows_the_words(store: EmbeddedGraph) -> None:
    (hit, *_) = find(store, "publish")
    assert hit.to_json() == {
        "id": f"{PLAN}/action/2/statement/1",
        "kind": "Statement",
        "label": "We will publish the “Care Policy” by March 2020.",
        "document": PLAN,
        "snippet": "We will publish the “Care Policy” by March 2020.",
    }


@pytest.mark.parametrize("words", ["", "   ", "\n", "!!!", "zzzzzz", "\x00", "___", "\u202e"])
def test_what_is_not_there_is_not_found(store: EmbeddedGraph, words: str) -> None:
    assert find(store, words) == []


@pytest.mark.parametrize(
    "words",
    [
        'train"',
        "train AND",
        "OR",
        "NOT train",
        "train OR (",
        "train)",
        "[a TO b]",
        "{a TO *}",
        "label:train",
        "*",
        "?",
        "*train",
        "train~2",
        "train^9",
        "/tra.*/",
        "\\",
        "train \\",
        "+train -officers",
        "&& ||",
        "train's",
        "\u2019",
        "$words",
        "' RETURN 1",
        "a" * 100_000,
        "train " * 5_000,
        "\ud800",
        "😀",
        "ß İ \u0131",
        "日本語",
        "`",
        "{{}}",
        "%s",
        "<b>",
    ],
)
def test_operators_and_odd_words_are_just_words(store: EmbeddedGraph, words: str) -> None:
    find(store, words)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.text(max_size=60))
def test_no_text_at_all_is_an_error(store: EmbeddedGraph, words: str) -> None:
    assert len(find(store, words, limit=3)) <= 3


def test_the_same_words_give_the_same_order(store: EmbeddedGraph) -> None:
    assert ids(store, "care officers training") == ids(store, "care officers training")
