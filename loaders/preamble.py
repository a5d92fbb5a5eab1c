"""What a plan answers as a whole, as its title or the lines before its first action say.

"Response to DHR Adult A", "This plan responds to the HMICFRS report ...": where exactly one source
is named so, what cites nothing of its own comes from there. The words that announce a source are
data, in `patterns/citations.toml`.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.facts import Quote
from loaders.anchors import anchors_in, patterns
from loaders.content import Block
from loaders.passage import trimmed
from loaders.register import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from loaders.citations import Citation, CitationReader
    from loaders.content import Span
    from loaders.document import Document
    from loaders.layout.rows import PlanRow

_NUMBER = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})?[a-z]?")
_REACH = 8000
"""Characters before the first action in which an introduction stands."""
_TITLE_LINES = 6
"""Lines with which a document begins, which may be its title."""
_LONGEST_TITLE = 160
_WRAPPED = 60
"""Characters: a longer line may go on in the next."""
_STOP = re.compile(
    r"[.;](?=\s|$)|\t|\n|,(?=\s[a-z])|\s[\u2013-]\s(?=[A-Z])"
    r"|\b(?:which|that|was|were|is|are|has|have|dated|published)\b"
    r"|\band\s+(?:what|how|why|our|its|their|will|to|sets|shows|has|is|the\s+[a-z])"
)
"""Where the name of a source ends in a sentence."""
_ARTICLE = re.compile(r"(?:the|a|an|our|its|all|of|from|in)\s+", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:reviews|DHRs|SARs|SCRs|reports|inspections|strategies)\b", re.IGNORECASE
)
"""More documents than one."""
_DOCUMENT = re.compile(
    r"\b(?:strategy|plan|framework|report|update|refresh|review)\b", re.IGNORECASE
)
"""What makes the name of a subject that of a document about it."""
_SENTENCE = re.compile(r"[.;](?:\s|$)|\b(?:is|are|was|were|has|have|will)\b")
_CLUTTER = re.compile(r"^(?:Similar|Related)\s+documents\b", re.IGNORECASE | re.MULTILINE)
_CLUTTER_ENDS = re.compile(r"\bTranscription\b")


@dataclass(frozen=True, slots=True)
class Answered:
    """The one source that a plan as a whole answers.

    Attributes:
        citation: what is named, and where in the text that the quote is of.
        quote: its words, in the plan or in the plan's sidecar.
    """

    citation: Citation
    quote: Quote


def answered(
    document: Document, reader: CitationReader, rows: Sequence[PlanRow]
) -> Answered | None:
    """Return the source that a plan answers as a whole, or None where not exactly one is named.

    A heading over some of the actions speaks for no others; where one names another source, the
    plan as a whole answers none.

    Args:
        document: the plan.
        reader: finds citations in it.
        rows: its actions, one at least.
    """
    text = document.text
    first = min(span[0] for span in _cells(rows[0]))
    groups = {span for row in rows if row.group and row.group.name for span in row.group.name.spans}
    found = [
        Answered(citation, document.quote(citation.start, citation.end))
        for start, end, title in _lines(document, first)
        if not _within(start, end, groups)
        for citation in _named(text, start, end, reader, title=title)
    ]
    sidecar = document.sidecar
    line = sidecar and re.search(
        r"^[ \t]*title[ \t]*=[ \t]*[\"'](.*)[\"']", sidecar.text, re.MULTILINE
    )
    if sidecar and line:
        found += [
            Answered(
                citation,
                Quote(f"{document.id}/sidecar", citation.start, citation.end, citation.words),
            )
            for citation in _named(sidecar.text, *line.span(1), reader, title=True)
        ]
    kept: list[Answered] = []
    for one in sorted(found, key=lambda one: -len(_told(one.citation)[1])):
        if not any(_same(one.citation, other.citation) for other in kept):
            kept.append(one)
    if len(kept) != 1:
        return None
    others = (
        citation
        for span in (*groups, *_between_rows(text, first, rows))
        for citation in _named(text, *span, reader, title=True)
    )
    return kept[0] if all(_same(kept[0].citation, other) for other in others) else None


def numbered_in(answers: Answered | None, row: PlanRow) -> PlanRow:
    """Return a row whose source is only a number ("Rec 4") with the source that the plan names."""
    if answers is None:
        return row
    named = answers.citation
    cited = tuple(
        replace(at, citations=tuple(_numbered(one, named) for one in at.citations))
        for at in row.cited
    )
    return replace(row, cited=cited)


def _numbered(citation: Citation, named: Citation) -> Citation:
    bare = _NUMBER.fullmatch(citation.words.strip())
    words = " ".join(citation.words.split())
    only = citation.locator is not None and words.strip(" .") == citation.locator
    if citation.kind != "OTHER" or citation.source or not (bare or only):
        return citation
    return replace(
        citation,
        words=named.words,
        kind=named.kind,
        locator=citation.locator or citation.words,
        asks=citation.asks or (("recommendation", citation.words.strip()),),
        source=named.source,
        body=named.body,
    )


def _cells(row: PlanRow) -> list[Span]:
    """Return where the cells of a row stand."""
    single = (row.ref_at, row.action, row.recommendation, row.status, row.due)
    several = (*row.owners, *row.response, *(cell for _, cell in row.others))
    return [span for cell in (*single, *several) if cell for span in cell.spans]


def _within(start: int, end: int, spans: Iterable[Span]) -> bool:
    return any(begin < end and start < stop for begin, stop in spans)


def _between_rows(text: str, first: int, rows: Sequence[PlanRow]) -> Iterator[Span]:
    """Yield the short lines after the first action that are no part of a row."""
    taken = sorted(span for row in rows for span in _cells(row))
    starts = [start for start, _ in taken]
    for match in re.finditer(r"^[^\n]*\w[^\n]*$", text[first:], re.MULTILINE):
        start, end = trimmed(text, first + match.start(), first + match.end())
        near = taken[max(0, bisect_right(starts, start) - 1) : bisect_right(starts, end)]
        short = end - start <= _LONGEST_TITLE and "\t" not in text[start:end]
        if short and not _within(start, end, near) and not _SENTENCE.search(text, start, end):
            yield start, end


def _lines(document: Document, first: int) -> Iterator[tuple[int, int, bool]]:
    """Yield each line before the first action, and whether it may be part of the title."""
    text = document.text
    clutter = _CLUTTER.search(text, 0, first)
    transcribed = _CLUTTER_ENDS.search(text, clutter.end(), first) if clutter else None
    left_out = (clutter.start(), transcribed.end() if transcribed else first) if clutter else (0, 0)
    blocks = [one for one in document.content.flow if isinstance(one, Block)]
    furniture = {span for one in blocks if one.kind == "furniture" for span in one.spans}
    titles = 0
    for match in re.finditer(r"^[^\n]*\w[^\n]*$", text[:first], re.MULTILINE):
        start, end = trimmed(text, *match.span())
        if "\t" in text[start:end]:  # cells of a table
            continue
        inside = left_out[0] <= start < left_out[1]
        if inside or any(begin <= start and end <= stop for begin, stop in furniture):
            continue
        short = end - start <= _LONGEST_TITLE and not _SENTENCE.search(text, start, end)
        if titles < _TITLE_LINES or first - start <= _REACH:
            yield start, end, short and titles < _TITLE_LINES
        titles += 1


def _named(
    text: str, start: int, end: int, reader: CitationReader, *, title: bool
) -> Iterator[Citation]:
    """Yield what a line says that the plan answers."""
    goes_on = end - start >= _WRAPPED and text[end + 1 : end + 2].islower()
    upto = text.find("\n", end + 1) if goes_on else end
    upto = len(text) if upto < 0 else upto
    begins = [(cue.end(), upto) for cue in _cues().finditer(text, start, end)]
    if title and not begins:
        opening = _opening(text, start, end, reader.publisher_names)
        begins = [(opening, end)] if opening is not None else []
    for begin, limit in begins:
        at = begin
        while article := _ARTICLE.match(text, at, limit):
            at = article.end()
        stop = _plan_words().search(text, at, limit)
        close = stop.start() if stop else limit
        # A line's end inside the words is where a long line was wrapped.
        flat = text[:close].replace("\n", " ") if goes_on else text
        ends = _STOP.search(flat, at, close)
        for citation in reader.named(text, at, ends.start() if ends else close):
            several = _SEVERAL.search(citation.words)
            topic = citation.kind == "VAWG" and not _DOCUMENT.search(citation.words)
            if citation.kind != "LOCAL" and not (citation.asks or several or topic):
                yield citation


def _opening(text: str, start: int, end: int, names: tuple[str, ...]) -> int | None:
    """Return where a title that is a source's own name begins: "DHR Adult A: action plan"."""
    own = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    skipped = re.compile(rf"\s*(?:(?:{own})\W+)?" if own else r"\s*", re.IGNORECASE)
    match = skipped.match(text, start, end)
    begin = match.end() if match else start
    anchors = anchors_in(text, begin, end)
    kinds = patterns().title_kinds
    named = [
        at
        for at, to, kind in anchors
        if kind in kinds or " ".join(words_of(text[at:to])) in patterns().title_anchors
    ]
    return begin if begin in named else None


@functools.cache
def _cues() -> re.Pattern[str]:
    cues = "|".join(cue.replace(" ", r"\s+") for cue in patterns().cues)
    return re.compile(rf"\b(?:{cues})\s+", re.IGNORECASE)


@functools.cache
def _plan_words() -> re.Pattern[str]:
    """Return a pattern for what a title says after the source: that this is a plan about it."""
    return re.compile(
        r"[\s:,\u2013-]*\b(?:(?:multi-agency|single\s+agency|combined)\s+)?"
        r"(?:(?:action|improvement|implementation|delivery)\s+plan|tracker|progress\s+update)\b",
        re.IGNORECASE,
    )


def _told(citation: Citation) -> tuple[str, frozenset[str]]:
    """Return who is cited, and the words that tell one document from another."""
    words = citation.words
    anchored = {
        part
        for start, end, _ in anchors_in(words, 0, len(words))
        for part in words_of(words[start:end])
    }
    letters = {letter.group() for letter in re.finditer(r"\b[A-Z]\b", words)}  # "DHR Adult A"
    kind = "HMIC" if citation.kind in ("PEEL", "HMICFRS") else citation.kind
    return kind, frozenset(words_of(words)) - anchored - patterns().words | letters


def _same(one: Citation, other: Citation) -> bool:
    """Return whether two phrases may name one document: the one says no more than the other."""
    if one.source and other.source:
        return one.source == other.source
    (kind, words), (other_kind, other_words) = _told(one), _told(other)
    return kind == other_kind and (words <= other_words or other_words <= words)
