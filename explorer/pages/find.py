"""The Find page: a search box, filters, and the actions or other things that answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from explorer import find_page, find_view, frame
from explorer.find_view import FILTERS
from explorer.markup import join, shown, tag
from explorer.reading import MOST_HITS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from explorer.find_view import Choice, Page, Question
    from explorer.markup import Markup
    from explorer.reading import Reading

_SEARCH = "find-search"


def draw(reading: Reading) -> None:
    """Draw the page for the question in the address."""
    figures = reading.figures()
    every = {name: find_view.choices(figures, name) for name in FILTERS}
    asked, dropped = find_view.without_unknown(find_view.question(st.query_params.to_dict()), every)
    frame.title(asked.search or "Find")
    frame.show(
        tag(
            "div",
            tag("h1", "Find an action and trace it"),
            tag(
                "p",
                "Follow any action back to what asked for it and forward to the evidence, "
                "with the exact words each link rests on.",
                class_="gt-lede",
            )
            if asked.empty
            else None,
            id="content",
        )
    )
    if asked.empty:
        _controls(asked, every)
        _dropped(dropped)
        frame.show(find_page.welcome(figures))
        return
    rows = reading.actions()
    hits = reading.find(asked.search) if asked.search else ()
    if asked.search:
        place = {hit.id: index for index, hit in enumerate(hits)}
        rows = tuple(sorted((row for row in rows if row.id in place), key=lambda r: place[r.id]))
    _controls(asked, find_view.counted_choices(every, rows, asked))
    _dropped(dropped)
    names = {name: {one.value: one.label for one in every[name]} for name in FILTERS}
    if asked.search and not asked.filters:
        found = find_view.paged(hits, asked.page)
        _results(
            asked,
            found,
            find_page.hits(found, {row.id: row for row in rows}, names),
            cut=len(hits) >= MOST_HITS,
        )
    else:
        left = find_view.paged(find_view.filtered(rows, asked.filters), asked.page)
        _results(asked, left, find_page.actions(left, names), cut=len(hits) >= MOST_HITS)


def _results(asked: Question, found: Page[Any], listed: Markup, *, cut: bool) -> None:
    frame.show(
        tag(
            "section",
            tag("h2", "Results"),
            find_page.count_line(
                found, "action" if asked.filters or not asked.search else "result"
            ),
            tag(
                "p", f"Only the best {MOST_HITS} results are listed. Use more words to narrow them."
            )
            if cut
            else None,
            listed if found.total else find_page.nothing(asked),
            find_page.pages(asked, found),
        )
    )


def _controls(asked: Question, every: Mapping[str, Sequence[Choice]]) -> None:
    """Draw the search box and the filters; the address is what they show and what they change."""
    st.session_state[_SEARCH] = asked.search
    st.text_input(
        "Search the words of actions, answers, sources, policies and leads",
        key=_SEARCH,
        max_chars=find_view.LONGEST_QUESTION,
        on_change=_ask,
    )
    for column, (name, (heading, several)) in zip(
        st.columns(len(FILTERS)), FILTERS.items(), strict=True
    ):
        labels = {one.value: f"{shown(one.label)} ({one.count})" for one in every[name]}
        labels[""] = f"All {several}"
        key = _key(name)
        st.session_state[key] = asked.filters.get(name, "")
        with column:
            st.selectbox(
                heading,
                ["", *(one.value for one in every[name])],
                format_func=labels.__getitem__,
                key=key,
                on_change=_ask,
            )


def _key(name: str) -> str:
    return f"find-{name}"


def _ask() -> None:
    """Write what the controls show into the address."""
    state = st.session_state
    asked = {"q": state[_SEARCH], **{name: state[_key(name)] for name in FILTERS}}
    st.query_params.from_dict({name: value for name, value in asked.items() if value})


def _dropped(names: Sequence[str]) -> None:
    if names:
        headings = ", ".join(FILTERS[name][0].lower() for name in names)
        frame.show(
            tag(
                "p",
                join(
                    f"The address asked for a {headings} that the graph does not hold. ",
                    "It was left out.",
                ),
                class_="gt-remark",
            )
        )
