"""A quote is shown in the words around it, and checked against the held copy each time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.quote_page import Quotes
from explorer.quote_view import Check, in_context, text_hash
from explorer.thread_read import QuoteRef

TEXT = "First line.\nThe force trained every officer in May.\nLast line."


def quoted(words: str, text: str = TEXT, shift: int = 0) -> QuoteRef:
    start = text.index(words) + shift
    return QuoteRef("plan", "", start, start + len(words), words, "a.rule", 3, "certain")


@given(st.text(min_size=1), st.data())
def test_the_words_around_a_quote_are_the_documents_own(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    reach = data.draw(st.integers(0, 20))
    quote = QuoteRef("plan", "", start, end, text[start:end], "a.rule", 1, "certain")
    context = in_context(quote, text, reach=reach)
    assert context.check is Check.MATCHES
    assert context.words == quote.quote
    assert context.before + context.words + context.after in text
    assert text[:start].endswith(context.before)
    assert text[end:].startswith(context.after)
    assert context.cut_before == (context.before != text[:start])
    assert context.cut_after == (context.after != text[end:])


def test_no_word_is_cut_in_two_at_the_edges() -> None:
    context = in_context(quoted("trained"), TEXT, reach=7)
    assert (context.before, context.words, context.after) == ("force ", "trained", " every")


def test_the_line_is_counted_from_one() -> None:
    assert in_context(quoted("First"), TEXT).line == 1
    assert in_context(quoted("trained"), TEXT).line == 2


def test_words_that_moved_do_not_match() -> None:
    context = in_context(quoted("trained", shift=1), TEXT)
    assert context.check is Check.DIFFERS
    assert context.words == "rained "


@pytest.mark.parametrize(("start", "end"), [(-3, 4), (5, 2), (10, 10_000), (9_000, 9_007)])
def test_a_place_outside_the_text_does_not_match_and_breaks_nothing(start: int, end: int) -> None:
    quote = QuoteRef("plan", "", start, end, "trained", "a.rule", 1, "certain")
    assert in_context(quote, TEXT).check is Check.DIFFERS


def test_a_changed_copy_is_told_from_a_wrong_quote() -> None:
    quote = quoted("trained")
    assert in_context(quote, TEXT, expected_hash=text_hash(TEXT)).check is Check.MATCHES
    assert in_context(quote, TEXT, expected_hash=text_hash("")).check is Check.TEXT_CHANGED


def test_without_a_held_copy_the_quote_is_shown_and_called_unchecked() -> None:
    context = in_context(quoted("trained"), None)
    assert context.check is Check.NOT_HELD
    assert context.words == "trained"


def test_a_page_says_that_all_its_quotes_match() -> None:
    quotes = Quotes({"plan": TEXT}.get, {})
    opened = quotes.disclosure(quoted("trained"))
    assert "<mark>trained</mark>" in opened
    assert "The quote matches the held copy." in opened
    assert "a.rule, version 3" in opened
    assert "The one quote on this page matches the held copy" in quotes.summary()


def test_a_page_counts_the_quotes_that_do_not_match() -> None:
    quotes = Quotes({"plan": TEXT}.get, {})
    quotes.disclosure(quoted("trained"))
    wrong = quotes.disclosure(quoted("officer", shift=2))
    assert "The quote does not match the held copy." in wrong
    assert "At that place the held copy says:" in wrong
    assert "1 of 2 quotes on this page could not be matched" in quotes.summary()


def test_measured_precision_stands_beside_a_rules_certainty() -> None:
    quotes = Quotes({"plan": TEXT}.get, {}, {"a.rule": "0.97"})
    assert "certain; measured precision 0.97" in quotes.disclosure(quoted("trained"))
