"""From the words of a citation to the source that it means, with the number of what is asked."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loaders.passage import trimmed
from loaders.register import Register, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.passage import Passage

_PATTERNS = Path(__file__).resolve().parent / "patterns" / "citations.toml"
_MAX_BRACKET = 250
"""Characters: the longest citations seen are under 120; a longer bracket is prose."""

_WORD = re.compile(
    r"(?:[A-Z]\.){2,}|[A-Z]{2,}(?=[A-Z][a-z])|[A-Z]{2,}s?(?![a-z])|[A-Z]?[a-z]+(?:['\u2019][a-z]+)?|[A-Z]"
    r"|\d+(?:\.\d+)*[a-z]?(?![a-z])|\d+"
)
_BRACKET = re.compile(r"[()]")
_SENTENCE_OPENERS = frozenset({"a", "the", "in", "on", "for", "from", "with", "by", "its", "their"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_AND = re.compile(r"\s*(?:;|/|,|&|\band\b)\s*")


@dataclass(frozen=True, slots=True)
class Citation:
    """One source that a plan cites.

    Attributes:
        start: index of the first character of its words in the canonical text.
        end: index after the last one; brackets are outside.
        words: the words.
        kind: PEEL, VAWG, DHR, NAP, HMICFRS, HMIC, IOPC, LOCAL or OTHER.
        locator: the words that say which ask is meant ("Action 87"), or None.
        asks: `(type, number)` of each ask that the locator names, for example `("action", "87")`.
        source: the register's id of the document, where it is certain.
        body: the register's id of who issues such documents, where the words make that certain.
    """

    start: int
    end: int
    words: str
    kind: str
    locator: str | None
    asks: tuple[tuple[str, str], ...]
    source: str | None
    body: str | None


@dataclass(frozen=True, slots=True)
class CitedAt:
    """The place of one bracket of citations: brackets included, where they are there.

    Attributes:
        start: index of the opening bracket, or of the first word where the bracket is lost.
        end: index after the closing bracket, or after the last word.
        quote_start: index of the first character between the brackets.
        quote_end: index after the last character between the brackets.
        citations: what is cited, in reading order.
        certain: False when a bracket was lost and the extent is a judgement.
    """

    start: int
    end: int
    quote_start: int
    quote_end: int
    citations: tuple[Citation, ...]
    certain: bool = True


@dataclass(frozen=True, slots=True)
class _Patterns:
    version: int
    anchors: tuple[tuple[tuple[str, ...], str], ...]
    bodies: dict[str, str]
    words: frozenset[str]
    clause: frozenset[str]
    local_words: frozenset[str]
    local_alone: frozenset[tuple[str, ...]]
    locators: dict[str, str]
    locator: re.Pattern[str]


@functools.cache
def _patterns() -> _Patterns:
    data: dict[str, Any] = tomllib.loads(_PATTERNS.read_text(encoding="utf-8"))
    anchors = [
        (tuple(words_of(anchor)), kind["name"])
        for kind in data["kind"]
        for anchor in kind["anchors"]
    ]
    locators = {phrase: kind for kind, phrases in data["locators"].items() for phrase in phrases}
    longest_first = sorted(locators, key=len, reverse=True)
    names = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first)
    number = r"\d{1,4}(?:\.\d+)*[a-z]?(?![\da-z/])"
    return _Patterns(
        version=data["version"],
        anchors=tuple(anchors),
        bodies={kind["name"]: kind["body"] for kind in data["kind"] if "body" in kind},
        words=frozenset(word for phrase in data["words"]["citation"] for word in words_of(phrase)),
        clause=frozenset(data["words"]["clause"]),
        local_words=frozenset(data["local"]["words"]),
        local_alone=frozenset(tuple(words_of(phrase)) for phrase in data["local"]["alone"]),
        locators=locators,
        locator=re.compile(
            rf"(?<![a-z])(?P<name>{names})\.?\s*(?:no|number|#|:)?\.?\s*"
            rf"(?P<numbers>{number}(?:(?:\s*,\s*|\s*&\s*|\s+and\s+){number})*)"
            # "National Vulnerability Action Plan 2.3.1": a number in parts needs no word before it.
            r"|(?<=plan\s)(?P<bare>\d{1,2}(?:\.\d{1,2})+)$",
            re.IGNORECASE,
        ),
    )


def rule_version() -> int:
    """Return the version of the rules that find citations."""
    return _patterns().version


@dataclass(frozen=True, slots=True)
class CitationReader:
    """Finds citations in one plan's text.

    Attributes:
        register: the sources that are known.
        publisher: id of the plan's publisher, or None.
        publisher_names: names and short names by which the plan calls its publisher.
        date: ISO date of the plan, or None.
    """

    register: Register
    publisher: str | None = None
    publisher_names: tuple[str, ...] = ()
    date: str | None = None

    def brackets(self, text: str, start: int, end: int) -> list[CitedAt]:
        """Return every bracket between `start` and `end` that cites a source, in reading order.

        A bracket whose other half was lost is found too, as far as its words allow.
        """
        found: list[CitedAt] = []
        opened: int | None = None
        for match in _BRACKET.finditer(text, start, end):
            at = match.start()
            if match.group() == "(":
                if opened is not None:
                    found.extend(self._lost_closing(text, opened, at))
                opened = at
            elif opened is not None:
                found.extend(self._whole(text, opened, at))
                opened = None
            else:
                found.extend(self._lost_opening(text, max(start, at - _MAX_BRACKET), at))
        if opened is not None:
            found.extend(self._lost_closing(text, opened, end))
        return found

    def in_passage(self, cell: Passage) -> list[CitedAt]:
        """Return every bracket in a cell that cites a source, also one over several pieces."""
        offset = cell.start
        words = list(cell.text[offset : cell.end])
        for (_, gap_start), (gap_end, _) in pairwise(cell.spans):
            words[gap_start - offset : gap_end - offset] = " " * (gap_end - gap_start)
        return [
            replace(
                at,
                start=at.start + offset,
                end=at.end + offset,
                quote_start=at.quote_start + offset,
                quote_end=at.quote_end + offset,
                citations=tuple(
                    replace(one, start=one.start + offset, end=one.end + offset)
                    for one in at.citations
                ),
            )
            for at in self.brackets("".join(words), 0, len(words))
        ]

    def cell(self, text: str, start: int, end: int) -> CitedAt | None:
        """Return what a cell of a Source column cites, or None where it is empty."""
        start, end = trimmed(text, start, end)
        if start >= end:
            return None
        made = self._citations(text, start, end) or (self._citation(text, start, end, "OTHER"),)
        return CitedAt(start, end, start, end, made)

    def phrase(self, words: str) -> str | None:
        """Return the register's id of the source that a phrase, such as a title, means."""
        source = self.register.resolve(words, self.publisher, self.date)
        return source.id if source else None

    def _whole(self, text: str, opened: int, closed: int) -> Iterator[CitedAt]:
        start, end = trimmed(text, opened + 1, closed)
        if end - start > _MAX_BRACKET or start >= end or _is_gloss(text, opened, start, end):
            return
        citations = self._citations(text, start, end)
        if citations:
            yield CitedAt(opened, closed + 1, start, end, citations)

    def _lost_opening(self, text: str, start: int, closed: int) -> Iterator[CitedAt]:
        """Read back from a closing bracket that has no opening one.

        The citation begins at its first anchor, or at what leads up to it: a numbered ask, or
        words such as "Government" or "National".
        """
        words = list(_WORD.finditer(text, start, closed))
        first = next(
            (at for at in range(len(words)) if self._is_citation(text, words[at].start(), closed)),
            None,
        )
        if first is None:
            return
        anchored = self._anchor_starts(text, words[first].start(), closed)
        while first < len(words) and words[first].start() < min(anchored):
            if _leads_up(text[words[first].start() : min(anchored)]):
                break
            first += 1
        begin = words[first].start()
        yield CitedAt(
            begin, closed + 1, begin, closed, self._citations(text, begin, closed), certain=False
        )

    def _lost_closing(self, text: str, opened: int, limit: int) -> Iterator[CitedAt]:
        """Read on from an opening bracket that has no closing one, as far as it is a citation."""
        limit = min(limit, opened + _MAX_BRACKET)
        words = list(_WORD.finditer(text, opened + 1, limit))
        last: int | None = None
        for word in words:
            if self._is_citation(text, opened + 1, word.end()):
                if last is not None and _opens_a_sentence(word.group()):
                    break
                last = word.end()
            elif last is not None:
                break
        if last is not None:
            start, end = trimmed(text, opened + 1, last)
            yield CitedAt(opened, end, start, end, self._citations(text, start, end), certain=False)

    def _is_citation(self, text: str, start: int, end: int) -> bool:
        return bool(self._citations(text, start, end))

    def _citations(self, text: str, start: int, end: int) -> tuple[Citation, ...]:
        """Return what a phrase cites; nothing where it is no citation at all."""
        local = self._local(text, start, end)
        if local:
            return (local,)
        if not _only_citation_words(text[start:end], self.publisher_names):
            return ()
        return tuple(
            self._citation(text, *trimmed(text, piece_start, piece_end), kind)
            for piece_start, piece_end, kind in _pieces(text, start, end)
        )

    def _local(self, text: str, start: int, end: int) -> Citation | None:
        words = tuple(words_of(text[start:end]))
        names = {tuple(words_of(name.removeprefix("the "))) for name in self.publisher_names}
        own = words in _patterns().local_alone
        for name in names:
            if name and _without(words, name) is not None:
                rest = _without(words, name) or ()
                own = own or all(word in _patterns().local_words for word in rest)
        if not own:
            return None
        made = text[start:end]
        return Citation(start, end, made, "LOCAL", None, (), None, None)

    def _citation(self, text: str, start: int, end: int, kind: str) -> Citation:
        words = text[start:end]
        locators = [
            match
            for match in _patterns().locator.finditer(words)
            if not _YEAR.fullmatch(match.group("numbers") or match.group("bare"))
        ]
        asks = tuple(ask for match in locators for ask in _asks(match))
        source = self.register.resolve(words, self.publisher, self.date)
        return Citation(
            start,
            end,
            words,
            kind,
            " ".join(locators[0].group().split()) if locators else None,
            asks,
            source.id if source else None,
            _patterns().bodies.get(kind),
        )

    def _anchor_starts(self, text: str, start: int, end: int) -> list[int]:
        return [at for at, _, _ in _anchors(text, start, end)]


def _asks(locator: re.Match[str]) -> Iterator[tuple[str, str]]:
    """Yield the type and number of each ask that a locator names."""
    if locator.group("bare"):
        yield "action", locator.group("bare")
        return
    kind = _patterns().locators[" ".join(locator.group("name").casefold().split())]
    for number in re.findall(r"\d+(?:\.\d+)*[a-z]?", locator.group("numbers")):
        yield kind, number


def _opens_a_sentence(word: str) -> bool:
    """Return whether a word begins what follows a citation: "The", "Staff", but not "Strategy"."""
    plain = word.casefold()
    opener = plain in _SENTENCE_OPENERS or plain not in _patterns().words
    return word[0].isupper() and opener and not _anchors(word, 0, len(word))


def _leads_up(words: str) -> bool:
    """Return whether words before an anchor belong to the citation: "Action 6", "Government"."""
    rest = _patterns().locator.sub(" ", words)
    allowed = {"government", "hm", "from", "national", "specific", "of", "the", "in"}
    plain = words_of(rest)
    return (
        set(plain) <= allowed and bool(words.strip()) and plain[:1] not in (["of"], ["in"], ["the"])
    )


def _anchors(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Return `(start, end, kind)` of each anchor in a phrase; kinds stand in order of rank."""
    matches = list(_WORD.finditer(text, start, end))
    plain = [(part, match) for match in matches for part in words_of(match.group())]
    words = [part for part, _ in plain]
    found: list[tuple[int, int, str]] = []
    for anchor, kind in _patterns().anchors:
        length = len(anchor)
        found.extend(
            (plain[at][1].start(), plain[at + length - 1][1].end(), kind)
            for at in range(len(words) - length + 1)
            if tuple(words[at : at + length]) == anchor
        )
    return found


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Part a phrase that cites several sources; each piece has an anchor, and so a kind."""
    cuts = [start, *(match.end() for match in _AND.finditer(text, start, end)), end]
    pieces: list[tuple[int, int, str | None]] = []
    for piece_start, piece_end in pairwise(cuts):
        anchors = _anchors(text, piece_start, piece_end)
        kind = _kind(anchors)
        if pieces and (kind is None or pieces[-1][2] is None or _goes_on(text, pieces[-1], kind)):
            before = pieces.pop()
            joined = _kind(_anchors(text, before[0], piece_end))
            pieces.append((before[0], piece_end, before[2] or kind or joined))
        else:
            pieces.append((piece_start, piece_end, kind))
    return [
        (piece_start, _without_joint(text, piece_start, piece_end), kind)
        for piece_start, piece_end, kind in pieces
        if kind is not None
    ]


def _kind(anchors: list[tuple[int, int, str]]) -> str | None:
    """Return the kind that anchors make: a PEEL inspection, or whoever is named first."""
    if any(kind == "PEEL" for _, _, kind in anchors):
        return "PEEL"
    return min(anchors)[2] if anchors else None


def _goes_on(text: str, before: tuple[int, int, str | None], kind: str) -> bool:
    """Return whether "and" joins two who speak in one document: "Joint HMICFRS and HMCPSI report".

    Two documents are cited where a semicolon or comma parts them, or where the first has a number
    or a year of its own.
    """
    words = text[before[0] : before[1]]
    parted = words.rstrip().endswith((";", ","))
    return kind == "OTHER" and not parted and not re.search(r"\d", words)


def _without_joint(text: str, start: int, end: int) -> int:
    """Return the end of a piece without the sign or "and" that joined it to the next."""
    joint = list(_AND.finditer(text, start, end))
    return (
        joint[-1].start() if joint and joint[-1].end() == end and joint[-1].start() > start else end
    )


def _only_citation_words(phrase: str, names: tuple[str, ...]) -> bool:
    """Return whether a phrase has an anchor, and otherwise only what citations are made of."""
    if not _anchors(phrase, 0, len(phrase)):
        return False
    anchors = _anchors(phrase, 0, len(phrase))
    plain = [
        part
        for word in _WORD.finditer(phrase)
        if word.group()[0].islower()
        for part in words_of(word.group())
    ]
    before = words_of(_patterns().locator.sub(" ", phrase[: min(anchors)[0]]))
    if set(before) <= {"of", "from", "in", "the"} and _kind(anchors) != "OTHER":
        # It opens with who or what is cited: then the rest may be the words of a title.
        numbered = _patterns().locator.search(phrase) is not None
        return numbered or not _patterns().clause & set(plain)
    anchored = {part for start, end, _ in anchors for part in words_of(phrase[start:end])}
    known = _patterns().words | anchored | {word for name in names for word in words_of(name)}
    return all(part in known for part in plain)


def _is_gloss(text: str, opened: int, start: int, end: int) -> bool:
    """Return whether a bracket only abbreviates the words before it: "...Reviews (DHRs)"."""
    letters = re.fullmatch(r"([A-Z]{2,8})s?", text[start:end])
    if letters is None:
        return False
    before = re.findall(r"[A-Za-z]+", text[max(0, opened - 120) : opened])
    initials = "".join(word[0] for word in before).casefold()
    significant = "".join(word[0] for word in before if len(word) > len("and")).casefold()
    wanted = letters.group(1).casefold()
    return initials.endswith(wanted) or significant.endswith(wanted)


def _without(words: tuple[str, ...], name: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the words around a name that stands in them whole, or None where it does not."""
    for at in range(len(words) - len(name) + 1):
        if words[at : at + len(name)] == name:
            return words[:at] + words[at + len(name) :]
    return None
