"""What a phrase must be made of to cite a source, and which kind of source its words name."""

from __future__ import annotations

import functools
import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from loaders.register import words_of

_PATTERNS = Path(__file__).resolve().parent / "patterns" / "citations.toml"

WORD = re.compile(
    r"(?:[A-Z]\.){2,}|[A-Z]{2,}(?=[A-Z][a-z])|[A-Z]{2,}s?(?![a-z])|[A-Z]?[a-z]+(?:['\u2019][a-z]+)?|[A-Z]"
    r"|\d+(?:\.\d+)*[a-z]?(?![a-z])|\d+"
)
_AND = re.compile(r"\s*(?:;|/|,|&|\band\b)\s*")


_SENTENCE_OPENERS = frozenset({"a", "the", "in", "on", "for", "from", "with", "by", "its", "their"})


@dataclass(frozen=True, slots=True)
class Patterns:
    """What `patterns/citations.toml` says, ready to be matched."""

    version: int
    anchors: dict[str, list[tuple[tuple[str, ...], str]]]
    bodies: dict[str, str]
    words: frozenset[str]
    clause: frozenset[str]
    local_words: frozenset[str]
    local_alone: frozenset[tuple[str, ...]]
    locators: dict[str, str]
    nothing: frozenset[str]
    cues: tuple[str, ...]
    title_kinds: frozenset[str]
    title_anchors: frozenset[str]
    locator: re.Pattern[str]


@functools.cache
def patterns() -> Patterns:
    """Return the words that citations are made of; read once."""
    data: dict[str, Any] = tomllib.loads(_PATTERNS.read_text(encoding="utf-8"))
    by_first_word: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for kind in data["kind"]:
        for anchor in kind["anchors"]:
            words = tuple(words_of(anchor))
            by_first_word[words[0]].append((words, kind["name"]))
    locators = {phrase: kind for kind, phrases in data["locators"].items() for phrase in phrases}
    longest_first = sorted(locators, key=len, reverse=True)
    names = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first)
    number = r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,4}[a-z]?(?![\da-z/])"
    return Patterns(
        version=data["version"],
        anchors=by_first_word,
        bodies={kind["name"]: kind["body"] for kind in data["kind"] if "body" in kind},
        words=frozenset(word for phrase in data["words"]["citation"] for word in words_of(phrase)),
        clause=frozenset(data["words"]["clause"]),
        local_words=frozenset(data["local"]["words"]),
        local_alone=frozenset(tuple(words_of(phrase)) for phrase in data["local"]["alone"]),
        locators=locators,
        nothing=frozenset(data["words"]["nothing"]),
        cues=tuple(data["whole"]["cues"]),
        title_kinds=frozenset(data["whole"]["title_kinds"]),
        title_anchors=frozenset(data["whole"]["title_anchors"]),
        locator=re.compile(
            rf"(?<![a-z])(?P<name>{names})\.?\s*(?:no|number|#|:)?\.?\s*"
            rf"(?P<numbers>{number}(?:(?:\s*,\s*|\s*&\s*|\s+and\s+){number})*)"
            # "National Vulnerability Action Plan 2.3.1": a number in parts needs no word before it.
            r"|(?:(?<=plan\s)|(?<=nvap\s))(?P<bare>[0-9]{1,2}(?:\.[0-9]{1,2}){1,4})$"
            # "DHR 4 R3": a letter for the word.
            r"|(?<![\w.])(?-i:R)(?P<lettered>[0-9]{1,3}(?:\.[0-9]{1,3})?)(?![\w.])"
            # "IOPC learning recommendation 2017/091834": an id, which is no number of an ask.
            r"|(?<![\w/])(?P<id>(?:19|20)[0-9]{2}/[0-9]{4,7})(?![\w/])"
            # "IOPC rec 2018/44": a shorter one, where a word before it says that it is one.
            r"|(?:(?<=rec\s)|(?<=rec\.\s)|(?<=recommendation\s)|(?<=ref\s)|(?<=reference\s)|(?<=no\s)"
            r"|(?<=no\.\s)|(?<=case\s))(?P<serial>(?:19|20)[0-9]{2}/[0-9]{1,3})(?![\w/])",
            re.IGNORECASE,
        ),
    )


def anchors_in(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Return `(start, end, kind)` of each anchor in a phrase, in reading order."""
    matches = list(WORD.finditer(text, start, end))
    plain = [(part, match) for match in matches for part in parts_of(match.group())]
    words = tuple(part for part, _ in plain)
    return [
        (plain[at][1].start(), plain[at + len(anchor) - 1][1].end(), kind)
        for at, word in enumerate(words)
        for anchor, kind in patterns().anchors.get(word, ())
        if words[at : at + len(anchor)] == anchor
    ]


@functools.lru_cache(maxsize=4096)
def parts_of(word: str) -> tuple[str, ...]:
    """Return the words that one word holds; the same few come again and again."""
    return tuple(words_of(word))


def kind_of(anchors: list[tuple[int, int, str]]) -> str | None:
    """Return the kind that anchors make: a PEEL inspection, or else the kind of the first of them.

    What has a kind of its own outranks what has none: "Home Office VAWG Strategy" is of kind VAWG.
    """
    if any(kind == "PEEL" for _, _, kind in anchors):
        return "PEEL"
    known = [anchor for anchor in anchors if anchor[2] != "OTHER"]
    return min(known or anchors)[2] if anchors else None


def pieces(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Part a phrase that cites several sources; each piece has an anchor, and so a kind."""
    cuts = [start, *(match.end() for match in _AND.finditer(text, start, end)), end]
    pieces: list[tuple[int, int, str | None]] = []
    for piece_start, piece_end in pairwise(cuts):
        anchors = anchors_in(text, piece_start, piece_end)
        kind = kind_of(anchors)
        if pieces and (
            kind is None
            or pieces[-1][2] is None
            or _goes_on(text, pieces[-1], (piece_start, piece_end, kind))
        ):
            before = pieces.pop()
            joined = kind_of(anchors_in(text, before[0], piece_end))
            pieces.append((before[0], piece_end, joined))
        else:
            pieces.append((piece_start, piece_end, kind))
    return [
        (piece_start, _without_joint(text, piece_start, piece_end), kind)
        for piece_start, piece_end, kind in pieces
        if kind is not None
    ]


def _goes_on(
    text: str, before: tuple[int, int, str | None], piece: tuple[int, int, str | None]
) -> bool:
    """Return whether "and" joins two who speak in one document: "Joint HMICFRS and HMCPSI report".

    Two documents are cited where a semicolon or comma parts them, or where the first has a number
    or a year of its own. A slash without blanks joins where it is said what both made ("CQC/HMICFRS
    JTAI").
    """
    words = text[before[0] : before[1]]
    if re.search(r"\d", words):
        return False
    if re.search(r"[A-Za-z]/$", words):
        named = anchors_in(text, piece[0], piece[1])
        return bool(named) and bool(text[min(named)[1] : piece[1]].strip())
    return piece[2] == "OTHER" and not words.rstrip().endswith((";", ",", " /"))


def _without_joint(text: str, start: int, end: int) -> int:
    """Return the end of a piece without the sign or "and" that joined it to the next."""
    joint = list(_AND.finditer(text, start, end))
    return (
        joint[-1].start() if joint and joint[-1].end() == end and joint[-1].start() > start else end
    )


def only_citation_words(phrase: str, names: tuple[str, ...], *, whole: bool = True) -> bool:
    """Return whether a phrase has an anchor, and otherwise only what citations are made of.

    `whole` says that both brackets stand, so that a title in other words may be trusted.
    """
    if not anchors_in(phrase, 0, len(phrase)):
        return False
    anchors = anchors_in(phrase, 0, len(phrase))
    plain = [
        part
        for word in WORD.finditer(phrase)
        if word.group()[0].islower()
        for part in words_of(word.group())
    ]
    before = words_of(patterns().locator.sub(" ", phrase[: min(anchors)[0]]))
    if whole and set(before) <= {"of", "from", "in", "the"} and kind_of(anchors) != "OTHER":
        # It opens with who or what is cited: then the rest may be the words of a title.
        numbered = patterns().locator.search(phrase) is not None
        return numbered or not patterns().clause & set(plain)
    if kind_of(anchors) == "OTHER" and _joins_on(phrase) and not patterns().locator.search(phrase):
        return False
    anchored = {part for start, end, _ in anchors for part in words_of(phrase[start:end])}
    known = patterns().words | anchored | {word for name in names for word in words_of(name)}
    return all(part in known for part in plain)


def _joins_on(phrase: str) -> bool:
    """Return whether a phrase begins as part of a sentence does: "with the OPCC", "to the PCC"."""
    return words_of(phrase)[:1] in (
        [word] for word in ("with", "to", "by", "at", "for", "and", "into", "as")
    )


def opens_a_sentence(word: str) -> bool:
    """Return whether a word begins what follows a citation: "The", "Staff", but not "Strategy"."""
    plain = word.casefold()
    opener = plain in _SENTENCE_OPENERS or plain not in patterns().words
    return word[0].isupper() and opener and not anchors_in(word, 0, len(word))
