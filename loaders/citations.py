"""From the words of a citation to the source that it means, with the number of what is asked."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from loaders.anchors import (
    WORD,
    anchors_in,
    only_citation_words,
    opens_a_sentence,
    parts_of,
    patterns,
    pieces,
)
from loaders.passage import trimmed
from loaders.register import Register, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.passage import Passage

_MAX_BRACKET = 250
"""Characters: the longest citations seen are under 120; a longer bracket is prose."""

_MOST_WORDS = 40
"""Words: the same, where the beginning or the end of a citation has to be searched for."""

_BRACKET = re.compile(r"[()\[\]]")
_OPENING = re.compile(r"[^:\n]{4,100}?(?=:\s|\s[\u2013\u2014-]\s)")
"""What stands before a colon or a dash at the beginning of a cell."""
_LISTED = re.compile(r";")
_FEWEST = 2
_YEAR = re.compile(r"(?:19|20)\d\d")


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


def rule_version() -> int:
    """Return the version of the rules that find citations."""
    return patterns().version


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

    def brackets(
        self, text: str, start: int, end: int, *, ends_cell: bool = False
    ) -> list[CitedAt]:
        """Return every bracket between `start` and `end` that cites a source, in reading order.

        A bracket whose other half was lost is found too, as far as its words allow.
        """
        found: list[CitedAt] = []
        opened: int | None = None
        floor = start
        for match in _BRACKET.finditer(text, start, end):
            at = match.start()
            if match.group() in "([":
                if opened is not None:
                    found.extend(self._lost_closing(text, opened, at))
                opened = at
            elif opened is not None:
                found.extend(self._whole(text, opened, at))
                opened = None
            else:
                # What stands before another such bracket belongs to that one.
                found.extend(self._lost_opening(text, max(floor, at - _MAX_BRACKET), at))
                floor = at + 1
        if opened is not None:
            # The end of a cell closes what was left open in it.
            whole = list(self._whole(text, opened, end)) if ends_cell else []
            found.extend(whole or self._lost_closing(text, opened, end))
        return found

    def in_passage(self, cell: Passage) -> list[CitedAt]:
        """Return everything in a cell that cites a source, also over several of its pieces.

        That is each bracket, and what opens the cell: "HMICFRS Recommendation 4: The force ...".
        """
        offset = cell.start
        words = list(cell.text[offset : cell.end])
        for (_, gap_start), (gap_end, _) in pairwise(cell.spans):
            words[gap_start - offset : gap_end - offset] = " " * (gap_end - gap_start)
        bare = "".join(words)
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
            for at in (*self._opening(bare), *self.brackets(bare, 0, len(bare), ends_cell=True))
        ]

    def _opening(self, words: str) -> Iterator[CitedAt]:
        """Yield the numbered ask that the words of a cell open with."""
        match = _OPENING.match(words)
        if match and "(" not in match.group() and patterns().locator.search(match.group()):
            start, end = trimmed(words, *match.span())
            citations = self._citations(words, start, end)
            if citations:
                yield CitedAt(start, end, start, end, citations)

    def cell(self, text: str, start: int, end: int) -> CitedAt | None:
        """Return what a cell of a Source column cites, or None where it is empty."""
        start, end = trimmed(text, start, end)
        if " ".join(text[start:end].casefold().split()).strip(" .") in ("", *patterns().nothing):
            return None
        made = self._citations(text, start, end) or (self._citation(text, start, end, "OTHER"),)
        return CitedAt(start, end, start, end, made)

    def named(self, text: str, start: int, end: int) -> tuple[Citation, ...]:
        """Return what a phrase cites by itself, nothing where it is no citation."""
        start, end = trimmed(text, start, end)
        return self._citations(text, start, end) if start < end else ()

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
            yield CitedAt(opened, min(closed + 1, len(text)), start, end, citations)

    def _lost_opening(self, text: str, start: int, closed: int) -> Iterator[CitedAt]:
        """Read back from a closing bracket that has no opening one.

        The citation begins at its first anchor, or at what leads up to it: a numbered ask, or
        words such as "Government" or "National".
        """
        words = list(WORD.finditer(text, start, closed))
        strange = self._strange(text, words)
        words = words[max(strange, default=-1) + 1 :][-_MOST_WORDS:]
        if not words or not self._can_cite(text, words[0].start(), closed):
            return
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
        words = list(WORD.finditer(text, opened + 1, limit))
        words = words[: next(iter(self._strange(text, words)), None)][:_MOST_WORDS]
        if not words or not self._can_cite(text, opened + 1, words[-1].end()):
            return
        last: int | None = None
        for word in words:
            if self._is_citation(text, opened + 1, word.end()):
                if last is not None and opens_a_sentence(word.group()):
                    break
                last = word.end()
            elif last is not None:
                break
        if last is not None:
            start, end = trimmed(text, opened + 1, last)
            yield CitedAt(opened, end, start, end, self._citations(text, start, end), certain=False)

    def _strange(self, text: str, words: list[re.Match[str]]) -> list[int]:
        """Return which of some words can stand in no citation, whatever stands around them."""
        if not words:
            return []
        start, end = words[0].start(), words[-1].end()
        known = patterns().words | patterns().local_words
        known = known.union(
            *patterns().local_alone,
            *_plain_names(self.publisher_names),
            *(words_of(text[at:to]) for at, to, _ in anchors_in(text, start, end)),
        )
        return [
            at
            for at, word in enumerate(words)
            if word.group()[0].islower() and not known.issuperset(parts_of(word.group()))
        ]

    def _can_cite(self, text: str, start: int, end: int) -> bool:
        """Return whether a phrase holds an anchor, or a word that tells a local origin."""
        if anchors_in(text, start, end):
            return True
        names = {name for name in _plain_names(self.publisher_names) if name}
        plain = words_of(text[start:end])
        firsts = {words[0] for words in (*patterns().local_alone, *names) if words}
        return not firsts.isdisjoint(plain)

    def _is_citation(self, text: str, start: int, end: int) -> bool:
        if self._local(text, start, end):
            return True
        return only_citation_words(text[start:end], self.publisher_names, whole=False) and bool(
            pieces(text, start, end)
        )

    def _citations(
        self, text: str, start: int, end: int, *, whole: bool = True
    ) -> tuple[Citation, ...]:
        """Return what a phrase cites; nothing where it is no citation at all."""
        several = self._with_local(text, start, end)
        if several:
            return several
        local = self._local(text, start, end)
        if local:
            return (local,)
        if not only_citation_words(text[start:end], self.publisher_names, whole=whole):
            return ()
        return tuple(
            self._citation(text, *trimmed(text, piece_start, piece_end), kind)
            for piece_start, piece_end, kind in pieces(text, start, end)
        )

    def _with_local(self, text: str, start: int, end: int) -> tuple[Citation, ...]:
        """Return what a list cites of which one entry is local: "PEEL 2022; Local"."""
        cuts = [start, *(match.end() for match in _LISTED.finditer(text, start, end)), end]
        entries = [trimmed(text, at, to) for at, to in pairwise(cuts)]
        bare = [trimmed(text, at, to - (text[to - 1] == ";")) for at, to in entries if at < to]
        if len(bare) < _FEWEST or not any(self._local(text, *entry) for entry in bare):
            return ()
        return tuple(one for entry in bare for one in self._citations(text, *entry))

    def _local(self, text: str, start: int, end: int) -> Citation | None:
        words = tuple(words_of(text[start:end]))
        own = words in patterns().local_alone
        for name in _plain_names(self.publisher_names):
            if name and _without(words, name) is not None:
                rest = _without(words, name) or ()
                own = own or all(word in patterns().local_words for word in rest)
        if not own:
            return None
        made = text[start:end]
        return Citation(start, end, made, "LOCAL", None, (), None, None)

    def _citation(self, text: str, start: int, end: int, kind: str) -> Citation:
        words = text[start:end]
        locators = [
            match
            for match in patterns().locator.finditer(words)
            if not _YEAR.fullmatch(match.group("numbers") or "")
            and not _is_span_of_years(match.group("serial") or "")
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
            patterns().bodies.get(kind),
        )

    def _anchor_starts(self, text: str, start: int, end: int) -> list[int]:
        return [at for at, _, _ in anchors_in(text, start, end)]


def _is_span_of_years(words: str) -> bool:
    """Return whether digits around a slash are a year and the next: "2021/22"."""
    first, _, second = words.partition("/")
    return bool(second) and int(second) == (int(first) + 1) % 100


@functools.lru_cache(maxsize=64)
def _plain_names(names: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """Return the words of each name by which a plan calls its own publisher."""
    return frozenset(tuple(words_of(name.removeprefix("the "))) for name in names)


def _asks(locator: re.Match[str]) -> Iterator[tuple[str, str]]:
    """Yield the type and number of each ask that a locator names."""
    if locator.group("bare"):
        yield "action", locator.group("bare")
    if locator.group("lettered"):
        yield "recommendation", locator.group("lettered")
    if not locator.group("numbers"):
        return
    kind = patterns().locators.get(" ".join(locator.group("name").casefold().split()))
    # None where a letter only looks like ours: a pattern that is deaf to case takes Turkish ones.
    for number in re.findall(r"[0-9]+(?:\.[0-9]+)*[a-z]?", locator.group("numbers")):
        if kind:
            yield kind, number


def _leads_up(words: str) -> bool:
    """Return whether words before an anchor belong to the citation: "Action 6", "Government"."""
    rest = patterns().locator.sub(" ", words)
    allowed = {"government", "hm", "from", "national", "specific", "of", "the", "in"}
    plain = words_of(rest)
    return (
        set(plain) <= allowed and bool(words.strip()) and plain[:1] not in (["of"], ["in"], ["the"])
    )


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
