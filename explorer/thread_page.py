"""The markup of a Trace page's text: headings in order, lists, and each step's quotes."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from explorer import words
from explorer.markup import Markup, address, join, shortened, tag
from explorer.node_view import heading
from explorer.quote_page import Quotes, definitions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from explorer.thread_read import Link, ThreadNode
    from explorer.thread_view import Item, Section, ThreadView
    from graph.marked import Marked

MOST_ITEMS = 100
"""Items written out under one heading; beyond that the page says how many more there are."""

MOST_FURTHER = 8
"""Steps that lead on from one item, beyond which the item's own page has them."""

_NAME_LENGTH = 70


def trace_link(node: ThreadNode, *, text: str | None = None) -> Markup:
    """Return a link to a node's own Trace page."""
    return tag("a", text or node.label or node.id, href=address("/trace", id=node.id))


def opening(view: ThreadView) -> Markup:
    """Return the page's heading, the node's own words and what the document states of it."""
    over = None if view.heading.startswith(view.kind) else view.kind
    where = _where(view)
    return tag(
        "header",
        tag("p", over, class_="gt-kind") if over else None,
        tag("h1", view.heading),
        tag("p", where, class_="gt-quiet") if where else None,
        tag("p", view.text, class_="gt-lede") if view.text else None,
        tag("p", view.remark, class_="gt-remark") if view.remark else None,
        definitions(list(view.facts)) if view.facts else None,
        class_="gt-opening",
    )


def _where(view: ThreadView) -> Markup | None:
    """Return the documents that list or state the node itself."""
    found = {
        link.target.id: link.target
        for section in view.line
        for item in section.items
        for link in item.links
        if link.source.id == view.focus.id and link.relation in ("LISTED_IN", "STATED_IN")
    }
    if not found:
        return None
    names = [trace_link(node) for node in found.values()]
    return join("in ", names[0], *(join("; ", name) for name in names[1:]))


def markings(found: Sequence[Marked]) -> Markup:
    """Return the protective markings of the documents that a page draws on, or nothing."""
    if not found:
        return Markup("")
    return tag(
        "aside",
        tag("p", "Protective marking of what this page draws on:"),
        tag("ul", (tag("li", tag("strong", one.marking), ": ", one.label) for one in found)),
        class_="gt-marking",
        aria_label="Protective marking",
    )


def body(view: ThreadView, quotes: Quotes) -> Markup:
    """Return the thread as text. `quotes` checks and counts what is written."""
    line = tag(
        "ol",
        (tag("li", _section(section, quotes, view.focus)) for section in view.line),
        class_="gt-line",
    )
    return join(
        tag("h2", "The thread, from source to evidence", id="thread") if view.line else None,
        line if view.line else None,
        join(tag("h2", words.ROW, id="row"), definitions(list(view.row))) if view.row else None,
        tag("h2", "Also in this thread") if view.line and view.rest else None,
        tag("h2", "What is linked") if view.rest and not view.line else None,
        (_section(section, quotes, view.focus) for section in view.rest),
        None
        if view.line or view.rest
        else tag("p", f"{words.NO_LINK}. Nothing in the graph is linked to this."),
    )


def _section(section: Section, quotes: Quotes, focus: ThreadNode) -> Markup:
    shown = section.items[:MOST_ITEMS]
    beyond = len(section.items) - len(shown)
    name = f"section-{section.key}"
    return tag(
        "section",
        tag("h3", section.heading, id=name),
        (tag("p", remark, class_="gt-remark") for remark in section.remarks),
        tag("ul", (_item(item, quotes, focus) for item in shown), class_="gt-items")
        if shown
        else None,
        tag("p", f"And {beyond:,} more, not shown here.", class_="gt-quiet") if beyond else None,
        aria_labelledby=name,
        class_=f"gt-section gt-{section.key}",
    )


def _item(item: Item, quotes: Quotes, focus: ThreadNode) -> Markup:
    own = item.node.id == focus.id
    tags = (join(" ", tag("span", label, class_="gt-tag")) for label in item.tags)
    title = None if own or item.node.kind == "Statement" else tag("strong", _named(item.node))
    # The words that the list already shows are not repeated to open them in their document.
    shown = item.text or (focus.text("text") if own else None)
    return tag(
        "li",
        tag("p", title, tags, class_="gt-name") if title or item.tags else None,
        tag("p", item.text, class_="gt-text") if item.text and not own else None,
        _links(item.links, item.node, quotes, focus, shown),
        _further(item, focus),
    )


def _links(
    links: tuple[Link, ...], here: ThreadNode, quotes: Quotes, focus: ThreadNode, shown: str | None
) -> Iterator[Markup]:
    """Yield the steps of an item, those that rest on the same words together."""
    for resting_on, group in groupby(links, key=lambda link: link.quotes):
        yield tag(
            "div",
            (
                tag("p", _sentence(link, (here.id, focus.id)), class_="gt-step")
                for link in group
                # The heading already says what a sentence is to the page's own action.
                if link.target.kind != "Statement" or link.source.id != focus.id
            ),
            (quotes.disclosure(quote, shown) for quote in resting_on),
            None
            if resting_on
            else tag("p", "No words of a document are held for this step.", class_="gt-quiet"),
            class_="gt-link",
        )


def _sentence(link: Link, plain: tuple[str, ...]) -> Markup:
    """Return a step as a sentence; the nodes whose ids are in `plain` are not links."""
    ends = [
        join(_name(node)) if node.id in plain else _named(node)
        for node in (link.source, link.target)
    ]
    remark = f" ({link.remark})" if link.remark else None
    return join(ends[0], f" {words.reads(link.relation, forward=True)} ", ends[1], remark)


def _named(node: ThreadNode) -> Markup:
    return trace_link(node, text=_name(node))


def _name(node: ThreadNode) -> str:
    if node.kind == "Statement":
        return f"“{shortened(node.text('text') or node.label, _NAME_LENGTH)}”"
    if node.kind == "Workstream":
        return f"{node.label or node.id} (workstream)"
    return heading(node)


def _further(item: Item, focus: ThreadNode) -> Markup | None:
    """Return the steps that lead on from an item, as plain sentences without their quotes."""
    if not item.further:
        return None
    shown = item.further[:MOST_FURTHER]
    beyond = len(item.further) - len(shown)
    return tag(
        "ul",
        (tag("li", _sentence(link, (item.node.id, focus.id))) for link in shown),
        tag("li", f"and {beyond:,} more, on its own page") if beyond else None,
        class_="gt-further",
    )
