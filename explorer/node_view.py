"""What the pages say of one node by itself: its heading, its words, what is stated of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from explorer.thread_read import ThreadNode

_LONG_TEXT = {"Action", "Recommendation", "Statement"}

_FACTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "Recommendation": (
        ("number", "Number"),
        ("type", "Kind of recommendation"),
        ("response", "Response"),
    ),
    "Document": (
        ("date", "Date"),
        ("edition", "Edition"),
        ("cited_as", "Cited as"),
        ("address", "Published at"),
        ("marking", "Protective marking"),
        ("copy_status", "Copy held"),
        ("licence", "Licence"),
        ("reader", "Read by"),
        ("sha256", "SHA-256 of the file"),
        ("text_sha256", "SHA-256 of the text"),
    ),
    "Owner": (("rank", "Rank"), ("post", "Post")),
    "Body": (("short_name", "Short name"),),
}


def heading(node: ThreadNode) -> str:
    """Return the node's label, led by its kind unless the label says it or is a sentence."""
    kind = words.sentence(words.KIND.get(node.kind, node.kind))
    if node.kind == "Action" and node.text("ref"):
        return f"Action {node.text('ref')}"
    if node.kind == "Recommendation" and node.text("number"):
        return f"{words.sentence(node.text('type') or 'recommendation')} {node.text('number')}"
    if node.kind in _LONG_TEXT:
        return kind
    return node.label or node.id


def full_text(node: ThreadNode) -> str | None:
    """Return the node's own long text, for the kinds whose heading is not that text."""
    return node.text("text") if node.kind in _LONG_TEXT else None


def page_remark(node: ThreadNode) -> str | None:
    """Return the sentence that must stand under the node's own heading, or None."""
    if node.kind == "Owner":
        return "This page shows what the document says this lead is responsible for, nothing more."
    if node.kind == "Statement":
        return "One sentence of an answer. The action's own page has the others."
    if not_identified(node):
        return f"{words.NOT_IDENTIFIED}. What the plan cites could not be matched to a known title."
    return None


def row(node: ThreadNode) -> tuple[tuple[str, str], ...]:
    """Return what else stands in an action's row of the document: heading and words."""
    other = node.properties.get("other") or ()
    parted = (str(one).partition(": ") for one in ([other] if isinstance(other, str) else other))
    return tuple((heading, said) for heading, _, said in parted if said)


def not_identified(node: ThreadNode) -> bool:
    """Return whether this is a source as cited that the register does not know for certain."""
    return node.kind == "Document" and node.properties.get("identified") is False


def facts(node: ThreadNode) -> tuple[tuple[str, str], ...]:
    """Return what the document states of the node: term and words, in reading order."""
    if node.kind == "Action":
        status = node.text("status") or "unknown"
        said = words.STATUS.get(status, status)
        stated = node.text("status_words")
        if stated and status != "unknown" and stated.casefold() != said.casefold():
            said = f"{said} (the document's words: “{stated}”)"
        stated_facts = [("Status as stated", said)]
        if node.text("due"):
            stated_facts.append(("Due", _date(node, "due")))
        if node.text("stated_date") and node.text("stated_date") != node.text("due"):
            stated_facts.append(("Date stated", _date(node, "stated_date")))
        return tuple(stated_facts)
    if node.kind == "Statement":
        return (("What it is worth", words.sentence(stage(node))),)
    return tuple(
        (term, written_date(value) if name == "date" else value)
        for name, term in _FACTS.get(node.kind, ())
        if (value := node.text(name)) is not None
    )


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def written_date(iso: str) -> str:
    """Return an ISO date of any precision as it is written: `2016-03` as `March 2016`.

    What is no such date comes back unchanged.
    """
    year, _, rest = iso.partition("-")
    month, _, day = rest.partition("-")
    if not (year.isdecimal() and month.isdecimal() and 1 <= int(month) <= len(_MONTHS)):
        return iso
    name = f"{_MONTHS[int(month) - 1]} {year}"
    return f"{int(day)} {name}" if day.isdecimal() else name


def _date(node: ThreadNode, name: str) -> str:
    return written_date(node.text(name) or "")


def stage(node: ThreadNode) -> str:
    """Return what a statement is worth, in the words of the screen."""
    stated = node.text("stage") or ""
    return words.STAGE.get(stated, stated or words.NOT_SAID)


def tags(node: ThreadNode) -> tuple[str, ...]:
    """Return what a reader must know of the node at a glance."""
    if node.kind == "Statement":
        return (words.sentence(stage(node)),)
    if not_identified(node):
        return (words.NOT_IDENTIFIED,)
    return ()
