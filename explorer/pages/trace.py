"""The Trace page: one node's thread as text, and the diagram beside it."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any

import streamlit as st

from explorer import canvas, diagram, frame, thread_page
from explorer.markup import Markup, address, join, shown, tag
from explorer.quote_page import Quotes
from explorer.thread_read import read_thread
from explorer.thread_view import ThreadView, view
from graph.errors import NotFoundError
from graph.marked import among, drawn_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from explorer.reading import Reading

LONGEST_ID = 300
"""Characters; no id that the loaders make is as long."""

_NEAR = 5
_CANVAS = "thread-diagram"


def draw(reading: Reading) -> None:
    """Draw the page for the `id` in the address."""
    asked = list(dict.fromkeys(one.strip() for one in st.query_params.get_all("id")))
    asked = [one for one in asked if one]
    if not asked:
        frame.title("Trace")
        frame.notice(
            "Nothing chosen to trace",
            "This address names no action, recommendation or document. Find one first.",
        )
        return
    node = asked[0]
    if len(node) > LONGEST_ID:
        _unknown(reading, node)
        return
    try:
        thread = reading.thread(node)
    except NotFoundError:
        _unknown(reading, node)
        return
    told = view(thread)
    frame.title(f"{told.heading} | Trace")
    if len(asked) > 1:
        frame.show(
            tag(
                "p",
                f"This address names {len(asked)} things. This page shows the first.",
                class_="gt-remark",
            )
        )
    _thread(reading, told, thread)


def _thread(reading: Reading, told: ThreadView, thread: Mapping[str, Any]) -> None:
    quotes = Quotes(reading.held_text, told.documents)
    body = thread_page.body(told, quotes)
    if thread.get("cut"):
        frame.show(tag("p", "This thread has more steps than one page shows.", class_="gt-remark"))
    text, beside = st.columns([5, 4], gap="large")
    with text:
        frame.show(
            tag(
                "article",
                thread_page.opening(told),
                thread_page.markings(among(reading.figures()["documents"], drawn_on(thread))),
                quotes.summary(),
                body,
                id="content",
            )
        )
    with beside:
        _diagram(told, thread)


def _diagram(told: ThreadView, thread: Mapping[str, Any]) -> None:
    focus, nodes, links = read_thread(thread)
    drawn = diagram.draw(focus, nodes.values(), links)
    frame.show(
        join(
            tag("h2", "Diagram", class_="gt-diagram-title", id="diagram"),
            tag(
                "p",
                "The same thread as a picture: what asked for it on the left, "
                "what shows it on the right.",
                class_="gt-quiet",
            ),
        )
    )
    canvas.show(
        drawn,
        name=f"Diagram of the thread of {shown(told.heading)}, {len(drawn.nodes)} items",
        key=_CANVAS,
        chosen=_follow,
    )
    if drawn.left_out:
        frame.show(
            tag(
                "p",
                f"{drawn.left_out:,} more items of this thread are not in the diagram; "
                "the text has them.",
                class_="gt-quiet",
            )
        )


def _follow() -> None:
    """Go to the node that was chosen in the diagram."""
    chosen = st.session_state[_CANVAS].get("chosen")
    if isinstance(chosen, str) and chosen:
        st.query_params["id"] = chosen


def _unknown(reading: Reading, node: str) -> None:
    frame.title("Not found")
    seen = shown(node if len(node) <= LONGEST_ID else f"{node[:80]} …")
    near = _near(reading, node[:LONGEST_ID])
    frame.notice(
        "Nothing has this id",
        tag("p", "The graph holds nothing called ", tag("code", seen), "."),
        _suggestions(near),
    )


def _suggestions(near: list[str]) -> Markup:
    if not near:
        return Markup("")
    links = (tag("li", tag("a", one, href=address("/trace", id=one))) for one in near)
    return join(tag("p", "Did you mean one of these?"), tag("ul", links))


def _near(reading: Reading, node: str) -> list[str]:
    """Return ids of actions and documents that look like `node`, the nearest first."""
    known = [row.id for row in reading.actions()]
    known += [entry["id"] for entry in reading.figures()["documents"]]
    near = difflib.get_close_matches(node, known, n=_NEAR, cutoff=0.6)
    if near:
        return near
    words = " ".join(re.findall(r"[^\W_]+", node))[:LONGEST_ID]
    return [hit.id for hit in reading.find(words)[:_NEAR]] if words else []
