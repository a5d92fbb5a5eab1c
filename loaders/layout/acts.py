"""What makes a list one of actions: its headings, the form of its items, and what closes them."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from loaders.language.lexicon import Lexicon, load_lexicon
from loaders.layout.groups import names_owner, owner_forms
from loaders.layout.labels import labelled
from loaders.months import month_of
from loaders.passage import Passage, passage, trimmed
from loaders.status import status_of

if TYPE_CHECKING:
    from loaders.citations import CitationReader
    from loaders.layout.labels import Piece

_PATTERNS = Path(__file__).resolve().parent.parent / "patterns" / "lists.toml"

_WORD = re.compile(r"[A-Za-z][A-Za-z'\u2019-]*")
_MUST = re.compile(
    r"\b(?:should|must|shall|needs?\s+to|(?:is|are)\s+to|ought\s+to|to\s+be\s+[a-z]+(?:ed|en|t|n))\b",
    re.IGNORECASE,
)
_WILL = re.compile(r"^(?P<who>[^.;:]{1,80}?)\s(?:will|'ll)\b")
_NOBODY = re.compile(r"^(?:this|that|these|those|it|there|which|they)\b", re.IGNORECASE)
_HEAD = 240
"""Characters in which an ask says that it is one."""
_CLOSING = re.compile(r"[(\[](?P<inside>[^()\[\]]{2,140})[)\]]\s*[.;]?\s*$")
_PARTING = re.compile(r"\s*[,;|]\s*|\s+[\u2013\u2014-]\s+")
_DASHES = re.compile(r"\s[\u2013\u2014-]\s")
_NO_NAME = re.compile(r"[A-Z]{2,8}s?")
_CAPITALS = re.compile(
    r"[A-Z][\w'\u2019.&/-]*(?:\s+(?:(?:and|of|for|the|&)\s+)*[A-Z][\w'\u2019.&/-]*)*"
)
_LONGEST_NAME = 8


class Part(NamedTuple):
    """One thing that closes an action: who, by when, how far."""

    role: str
    words: Passage


@dataclass(frozen=True, slots=True)
class Closed:
    """An action's words, parted from what closes them.

    Attributes:
        words: the action.
        parts: owner, date, status, or other, as the roles of columns.
        sure: True where a date or a status is among them.
    """

    words: Passage
    parts: tuple[Part, ...] = ()
    sure: bool = False


@functools.cache
def list_words() -> dict[str, dict[str, list[str]]]:
    """Return the word lists of `lists.toml`."""
    return tomllib.loads(_PATTERNS.read_text(encoding="utf-8"))


@functools.cache
def _pattern(part: str) -> re.Pattern[str]:
    words = sorted(list_words()[part]["words"], key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


@functools.cache
def _lexicon() -> Lexicon:
    return load_lexicon()


def acting_heading(words: str) -> bool | None:
    """Return True where actions stand under a heading, False where none do, None where open."""
    plain = words.replace("\u2019", "'")
    if _pattern("stopping").search(plain):
        return False
    return True if _pattern("acting").search(plain) else None


def plan_title(words: str) -> bool:
    """Return whether a title makes the whole document a plan of actions."""
    return _pattern("titles").search(words) is not None


def says_nothing(heading: str) -> bool:
    """Return whether a heading names no workstream: "Our actions", "Recommendations"."""
    bare = re.sub(r"^[\dA-Z]{0,3}[.)\d]*\s+|[:.]$", "", heading.strip())
    return bare.casefold() in set(list_words()["plain"]["words"])


def asks(words: str) -> bool:
    """Return whether words tell somebody to do something: "Review the policy", "X should ..."."""
    words = words.strip(" \"'\u2018\u201c")
    head = re.split(r"(?<=[.!?])\s", words[:_HEAD], maxsplit=1)[0]
    that = words.startswith("That ")  # "That the Board publishes its policy."
    return that or _imperative(words) or bool(_MUST.search(head)) or _promises(head)


def _promises(head: str) -> bool:
    will = _WILL.match(head)
    return will is not None and not _NOBODY.match(will.group("who"))


def _imperative(words: str) -> bool:
    found = [match.group().casefold() for match in _WORD.finditer(words[:_HEAD])][:3]
    if not found or not words[:1].isalpha():
        return False
    lexicon = _lexicon()
    if found[0] == "to" or (found[0].endswith("ly") and len(found) > 1):
        found = found[1:]
    first, after = found[0], found[1] if len(found) > 1 else ""
    first = first.removeprefix("re-") if first not in lexicon.base else first
    if first not in lexicon.base:
        return False
    if first in lexicon.nouns_too or first in lexicon.classes["ing_nouns"]:
        classes = lexicon.classes
        follows = (classes["prepositions"] - {"all", "how", "what", "whether"}) | classes["be"]
        return after != "" and after not in follows | classes["modals"] | classes["have"]
    return True


def closed(cell: Passage, citations: CitationReader) -> Closed:
    """Part an item's words from who does it and by when: "... (Police, July 2024)".

    What closes an item stands in its last bracket, or behind dashes. A citation is none.
    """
    text = cell.text
    begin, end = cell.spans[-1]
    bracket = _CLOSING.search(text, begin, end)
    if bracket and not citations.brackets(text, bracket.start(), bracket.end(), ends_cell=True):
        parts = _parts(text, *bracket.span("inside"))
        words = passage(text, *cell.spans[:-1], (begin, bracket.start()))
        if words and parts:
            return Closed(words, parts, _sure(parts))
    dashes = list(_DASHES.finditer(text, begin, end))
    for dash in dashes[-2:]:
        parts = _parts(text, dash.end(), end)
        words = passage(text, *cell.spans[:-1], (begin, dash.start()))
        if words and parts and _sure(parts):
            return Closed(words, parts, sure=True)
    return Closed(cell)


def _sure(parts: tuple[Part, ...]) -> bool:
    return any(part.role in ("date", "status") for part in parts)


def _parts(text: str, start: int, end: int) -> tuple[Part, ...]:
    """Return who, by when and how far of words parted by commas; nothing where none of it is."""
    whole = passage(text, (start, end))
    if whole is None:
        return ()
    named = labelled(whole)
    if named.pieces and named.words is None:
        return tuple(part for piece in named.pieces for part in _of_label(piece))
    made = _unlabelled(text, start, end)
    kinds = {part.role for part in made}
    return tuple(made) if kinds & {"owner", "date", "status"} and _most_known(made) else ()


def _of_label(piece: Piece) -> list[Part]:
    """Return what stands under a label; behind a lead may stand a date: "Lead: X; by May 2024"."""
    if piece.role != "owner" or len(piece.words.spans) > 1:
        return [Part(piece.role, piece.words)]
    parts = _unlabelled(piece.words.text, piece.words.start, piece.words.end)
    beside = [part for part in parts if part.role in ("date", "status")]
    if not beside or parts[0] in beside:
        return [Part(piece.role, piece.words)]
    owner = passage(piece.words.text, (piece.words.start, beside[0].words.start))
    named = [Part("owner", _without_sign(owner))] if owner else []
    return [*named, *beside]


def _without_sign(words: Passage) -> Passage:
    start, end = words.spans[0]
    while end > start and words.text[end - 1] in " ,;|":
        end -= 1
    return Passage(words.text, ((start, end),))


def _unlabelled(text: str, start: int, end: int) -> list[Part]:
    """Part words at commas and the like, each by what it is."""
    made: list[Part] = []
    at = start
    for match in [*_PARTING.finditer(text, start, end), None]:
        stop = match.start() if match else end
        low, high = trimmed(text, at, stop)
        while high > low and text[high - 1] in ".;":
            high -= 1
        at = match.end() if match else end
        if low < high:
            made.append(Part(_role(text[low:high]), Passage(text, ((low, high),))))
    return made


def _most_known(made: list[Part]) -> bool:
    return sum(1 for part in made if part.role != "other") * 2 >= len(made)


def _role(words: str) -> str:
    if status_of(words) != "unknown":
        return "status"
    if month_of(words):
        return "date"
    if len(words.split()) > _LONGEST_NAME or _NO_NAME.fullmatch(words):
        return "other"
    if names_owner(words) or _CAPITALS.fullmatch(words):
        return "owner"
    if words.casefold() in owner_forms()["generic"]:
        return "owner"
    return "other"
