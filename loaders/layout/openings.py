"""What opens a record of a list: "Recommendation 4.2 (Police):", "AFI 1 -", "IOPC reference 7"."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

from loaders.layout.acts import list_words
from loaders.passage import Passage, passage

if TYPE_CHECKING:
    from loaders.layout.paragraphs import Paragraph

_NUMBER = r"[A-Z]{0,4}[ -]?\d{1,3}(?:[./]\d{1,3}){0,3}[a-z]?"
_CODE = r"[A-Z]{1,5}[ -]?\d{1,3}(?:[./]\d{1,3}){0,2}[a-z]?"
_REFERENCE = re.compile(
    r"(?:[A-Za-z]+\s+){0,2}ref(?:erence)?\.?(?:\s+(?:no\.?|number))?\s*[:.#]?\s*"
    r"(?P<id>[A-Z0-9][\w/.-]*\d[\w/.-]*)\s*",
    re.IGNORECASE,
)
_NAMED_BY_NUMBER = ("recommendation", "recommendations", "rec", "action", "actions", "task")
"""Words whose number alone is the ref; "AFI 1" and "Cause of concern 2" are refs as they stand."""


class Opening(NamedTuple):
    """How a record opens.

    Attributes:
        kind: `ask` for a numbered recommendation or action, `reference` for an id.
        role: `recommendation` or `action`, as the opening calls it.
        ref: its number or id.
        agency: who is asked, in brackets behind the number, or None.
        words: the ask, where it follows at once, or None.
    """

    kind: str
    role: str
    ref: Passage
    agency: Passage | None
    words: Passage | None


@functools.cache
def _ask() -> re.Pattern[str]:
    openers = list_words()["openers"]
    names = sorted((one for names in openers.values() for one in names), key=len, reverse=True)
    forms = "|".join(re.escape(name).replace(r"\ ", r"[\s-]+") for name in names)
    counted = "|".join(list_words()["numbers"]["words"])
    return re.compile(
        rf"\s*(?:(?P<name>(?i:{forms}))\s*(?:(?i:no|number)\b\.?)?\s*"
        rf"(?P<number>{_NUMBER}|(?i:{counted}))|(?P<code>{_CODE}))(?![\w/])"
        r"\s*(?:\((?P<agency>[^()]{2,80})\))?"
        r"\s*(?P<sign>[:.)\u2013\u2014]|-(?=\s)|\n|$)?\s*",
    )


def opening_of(one: Paragraph) -> Opening | None:
    """Return how a paragraph opens a record, or None where it opens none.

    A line has a sign or its end behind the number; "Recommendation 3 was made in May" is prose.
    """
    text, (start, end) = one.words.text, one.words.spans[0]
    reference = _REFERENCE.fullmatch(text, start, end)
    if reference:
        ref = Passage(text, (reference.span("id"),))
        return Opening("reference", "recommendation", ref, None, None)
    match = _ask().match(text, start, end)
    if match is None:
        return None
    ends = match.end() >= end
    if match.group("sign") is None and not ends and one.kind != "heading":
        return None
    if match.group("code") and not (match.group("sign") or (ends and one.kind == "heading")):
        return None
    rest = passage(text, (match.end(), end), *one.words.spans[1:])
    if rest and _only_names(rest.folded()):
        rest = None
    return Opening("ask", _role(match), _ref(text, match), _agency(text, match), rest)


def _only_names(words: str) -> bool:
    """Return whether words only say what kind of ask it is: "AFI 1 - Area for improvement"."""
    names = {name for names in list_words()["openers"].values() for name in names}
    return words.casefold().strip(" .:-") in names


def _role(match: re.Match[str]) -> str:
    name = " ".join((match.group("name") or "").casefold().split())
    return "action" if name in list_words()["openers"]["action"] else "recommendation"


def _ref(text: str, match: re.Match[str]) -> Passage:
    name = " ".join((match.group("name") or "").casefold().split())
    if match.group("code"):
        return Passage(text, (match.span("code"),))
    if name in _NAMED_BY_NUMBER:
        return Passage(text, (match.span("number"),))
    return Passage(text, ((match.start("name"), match.end("number")),))


def _agency(text: str, match: re.Match[str]) -> Passage | None:
    return Passage(text, (match.span("agency"),)) if match.group("agency") else None
