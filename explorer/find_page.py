"""The markup of the Find page: figures, results and the way through them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explorer import words
from explorer.markup import Markup, address, join, shortened, tag
from explorer.node_view import written_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from explorer.find_view import ActionRow, Page, Question
    from graph.search import Hit

_SHOWN_TEXT = 320
_SHOWN_NAMES = 2


def welcome(figures: Mapping[str, Any]) -> Markup:
    """Return what stands on the start page before anything is asked: figures and documents."""
    counts = figures["actions"]
    plans = [
        entry for entry in figures["documents"] if entry.get("role") == "plan" or entry["actions"]
    ]
    return tag(
        "section",
        tag("h2", "What is loaded"),
        definitions_in_a_row(
            [
                ("Plans", f"{len(plans):,}"),
                ("Actions", f"{counts['total']:,}"),
                ("with evidence", f"{counts['with_evidence']:,} of {counts['total']:,}"),
                ("only promised", f"{counts['only_promised']:,} of {counts['total']:,}"),
                ("Quotes, each checkable", f"{figures['quotes']:,}"),
            ]
        ),
        tag("h2", "Plans"),
        tag("ul", (_plan(entry) for entry in plans), class_="gt-results"),
        class_="gt-welcome",
    )


def definitions_in_a_row(entries: Iterable[tuple[str, str]]) -> Markup:
    """Return figures side by side, each with what it counts."""
    cells = (tag("div", tag("dt", term), tag("dd", figure)) for term, figure in entries)
    return tag("dl", cells, class_="gt-figures")


def _plan(entry: Mapping[str, Any]) -> Markup:
    actions = (
        words.counted(entry["actions"], "action") if entry["actions"] else "no actions were found"
    )
    facts = [
        actions,
        f"copy: {entry.get('copy_status') or words.NOT_STATED}",
        f"licence: {entry.get('licence') or words.NOT_STATED}",
    ]
    linked = (
        join(" · ", tag("a", "List its actions", href=address("/", plan=entry["id"])))
        if entry["actions"]
        else None
    )
    origin = [entry.get("publisher"), written_date(entry.get("date") or "")]
    by = ", ".join(fact for fact in origin if fact)
    return tag(
        "li",
        tag(
            "p",
            tag("a", entry["title"] or entry["label"], href=address("/trace", id=entry["id"])),
            tag("span", f" {by}", class_="gt-origin") if by else None,
            class_="gt-name",
        ),
        tag("p", " · ".join(facts), linked, class_="gt-quiet"),
        tag("p", tag("strong", entry["marking"])) if entry.get("marking") else None,
    )


def actions(page: Page[ActionRow], names: Mapping[str, Mapping[str, str]]) -> Markup:
    """Return one page of actions as a list.

    Args:
        page: the actions.
        names: label by value, by filter name.
    """
    return tag(
        "ol",
        (_action(row, names) for row in page.results),
        class_="gt-results",
        start=str(max(page.first, 1)),
    )


def _action(row: ActionRow, names: Mapping[str, Mapping[str, str]]) -> Markup:
    def named(name: str) -> str:
        labels = [names[name].get(value, value) for value in row.linked[name]]
        more = len(labels) - _SHOWN_NAMES
        return "; ".join(labels[:_SHOWN_NAMES]) + (f" and {more} more" if more > 0 else "")

    entries = [
        ("Plan", named("plan")),
        ("Source", named("source") or words.NO_LINK),
        ("Workstream", named("workstream")),
        ("Lead", named("lead") or words.NO_LINK),
        ("Status", named("status")),
    ]
    return tag(
        "li",
        tag(
            "p",
            tag("a", f"Action {row.ref}".strip(), href=address("/trace", id=row.id)),
            class_="gt-name",
        ),
        tag("p", shortened(row.text, _SHOWN_TEXT), class_="gt-text"),
        tag(
            "dl",
            (tag("div", tag("dt", term), tag("dd", said)) for term, said in entries if said),
            class_="gt-inline",
        ),
    )


def hits(
    page: Page[Hit], rows: Mapping[str, ActionRow], names: Mapping[str, Mapping[str, str]]
) -> Markup:
    """Return one page of what a search found, of any kind.

    Args:
        page: the hits.
        rows: actions by id, which are listed as in a list of actions.
        names: label by value, by filter name.
    """
    return tag(
        "ol",
        (
            _action(rows[hit.id], names) if hit.id in rows else _hit(hit, names["plan"])
            for hit in page.results
        ),
        class_="gt-results",
        start=str(max(page.first, 1)),
    )


def _hit(hit: Hit, plans: Mapping[str, str]) -> Markup:
    kind = words.sentence(words.KIND.get(hit.kind, hit.kind))
    name = shortened(hit.label or hit.id, _SHOWN_TEXT)
    snippet = shortened(hit.snippet or "", _SHOWN_TEXT)
    document = plans.get(hit.document, hit.document) if hit.document else None
    return tag(
        "li",
        tag(
            "p",
            tag("a", name, href=address("/trace", id=hit.id)),
            " ",
            tag("span", kind, class_="gt-tag"),
            class_="gt-name",
        ),
        tag("p", snippet, class_="gt-text") if snippet and snippet != name else None,
        tag("p", document, class_="gt-quiet") if document and document != name else None,
    )


def count_line(page: Page[Any], one: str) -> Markup:
    """Return the sentence that says how much was found, spoken when it changes."""
    if page.total == 0:
        said = "Nothing found."
    elif page.pages == 1:
        said = f"{words.counted(page.total, one)}."
    else:
        said = f"{words.counted(page.total, one)}. Showing {page.first:,} to {page.last:,}."
    return tag("p", tag("strong", said), role="status", class_="gt-count")


def pages(asked: Question, page: Page[Any]) -> Markup:
    """Return the links to the pages before and after, or nothing where there is one page."""
    if page.pages == 1:
        return Markup("")
    before = tag("a", "Previous page", href=asked.address(page=page.number - 1), rel="prev")
    after = tag("a", "Next page", href=asked.address(page=page.number + 1), rel="next")
    return tag(
        "nav",
        before if page.number > 1 else None,
        tag("span", f"Page {page.number} of {page.pages}"),
        after if page.number < page.pages else None,
        aria_label="Pages of results",
        class_="gt-pages",
    )


def nothing(asked: Question) -> Markup:
    """Return what helps when nothing was found."""
    advice = [
        tag("li", "Check the spelling, or use fewer or more general words.")
        if asked.search
        else None,
        tag(
            "li",
            tag(
                "a", "Keep the words and remove the filters", href=asked.address(filters={}, page=1)
            ),
        )
        if asked.filters and asked.search
        else None,
        tag("li", tag("a", "List all actions", href=address("/", show="actions"))),
    ]
    return join(
        tag("p", "No link found for this search and these filters. You could:"),
        tag("ul", advice, class_="gt-advice"),
    )
