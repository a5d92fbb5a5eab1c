"""Pages of a register: recommendations, each with its id and a dated log of how far it has come."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from loaders.content import Block
from loaders.layout.acts import asks, list_words
from loaders.layout.groups import group_of, looks_like_heading
from loaders.layout.labels import label_at, label_role
from loaders.layout.logs import Entry, closing, entries, is_issue, latest, register_words
from loaders.layout.openings import opening_of
from loaders.layout.paragraphs import Paragraph
from loaders.layout.records import Record
from loaders.layout.rows import Group, Layout
from loaders.layout.table_rows import plan_rows
from loaders.months import DATE
from loaders.passage import Passage, passage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.citations import CitationReader
    from loaders.content import Content
    from loaders.layout.labels import Piece
    from loaders.layout.rows import PlanRow

NAME = "register-page/1"

_FEWEST = 2
_ID = re.compile(
    r"\s*[(\[](?:ref(?:erence)?\.?\s*:?\s*|id\s*:?\s*|no\.?\s*)?"
    r"(?P<id>\d{2,6}|[A-Z]{1,8}[-/ ]?\d{1,5}(?:[./-]\d{1,4})*)[)\]]\s*\.?\s*$",
    re.IGNORECASE,
)
_BARE_ID = re.compile(
    r"\s*(?P<name>[A-Za-z]+(?:\s+[A-Za-z]+){0,3}?)\s*"
    r"(?:(?:no\.?|number|ref(?:erence)?|id)\s*)?[:#]?\s*(?P<id>[A-Z]{0,8}[-/]?\d{2,6})\s*[:.]?\s*",
    re.IGNORECASE,
)
_CODED = re.compile(r"\s*(?=\S*\d)(?P<id>[A-Z][A-Z0-9]*(?:[-/.][A-Z0-9]+)*)\s*")
"""A heading that is nothing but a code: "IOPC-2020-07"; the years of "PEEL 2021/22" stand apart."""
_NUMBERED = re.compile(r"\s*\d{1,6}[.)]\s+(?=\S)")
_FROM = re.compile(r"\s*(?P<label>[A-Za-z ]{4,30})\s*:\s*(?P<name>\S.*)", re.DOTALL)
_BY = re.compile(rf"\s*by\s+(?:the\s+end\s+of\s+|end\s+)?(?P<date>{DATE})", re.IGNORECASE)
_LOG = "Status history"
"""What a log is called beside its action."""
_LONGEST_TITLE = 16
"""Words of a report's title."""


@dataclass(slots=True)
class _Entry:
    """A recommendation of the register, as it grows."""

    record: Record
    log: list[Entry] = field(default_factory=list)
    closed: Passage | None = None
    logged: list[Passage] = field(default_factory=list)
    answers: list[Passage] = field(default_factory=list)

    def settled(self, row: PlanRow) -> PlanRow:
        """Return the row with the status and the answer that log and closing sentence give.

        The log itself only says when the status changed, and is no answer.
        """
        told, answered = row.status, row.response
        if not self.record.has("status"):
            told = latest(self.log, self.closed) or row.status
            if row.status and told != row.status:
                answered = (*answered, row.status)  # the log tells; it was an answer
        answers = sorted((*answered, *self.answers), key=lambda words: words.spans)
        others = (*row.others, *((_LOG, words) for words in self.logged))
        return replace(row, status=told, response=tuple(answers), others=others)


def read_register_page(content: Content, citations: CitationReader) -> Layout | None:
    """Read a page of a register whose entries have dated status logs.

    Returns:
        The layout, or None where fewer than two entries have a log.
    """
    page = _Page(content, citations)
    for words, kind in _lines(content):
        page.take(words, kind)
    found = [one for one in page.entries if one.record.asks]
    logged = [one for one in found if one.log or one.closed]
    if len([one for one in logged if one.log]) < _FEWEST or len(logged) * 2 < len(found):
        return None
    grown = [one.record.row(ordinal) for ordinal, one in enumerate(found)]
    rows = zip(found, plan_rows(content, grown, citations), strict=True)
    return Layout(NAME, tuple(one.settled(row) for one, row in rows))


def _lines(content: Content) -> Iterator[tuple[Passage, str]]:
    """Yield the words of each block or table row; lines of a text that run on are joined."""
    of_lines = content.reader.startswith("text/")
    open_words: Passage | None = None
    for one in content.flow:
        if not isinstance(one, Block):
            for row in one.rows:
                spans = dict.fromkeys(span for cell in row for span in cell.spans)
                words = passage(content.text, *spans)
                if words:
                    yield words, "row"
            continue
        words = passage(content.text, *one.spans)
        if words is None or one.kind == "furniture":
            continue
        if not of_lines:
            yield words, one.kind
            continue
        if open_words and _goes_on(open_words, words):
            open_words = Passage(content.text, (*open_words.spans, *words.spans))
            continue
        if open_words:
            yield open_words, "line"
        open_words = words
    if open_words:
        yield open_words, "line"


def _goes_on(above: Passage, words: Passage) -> bool:
    """Return whether a line of a text runs on from the one above: neither is more than words."""
    if above.text.count("\n", above.end, words.start) != 1 or _ID.search(above.folded()):
        return False
    own = words.folded()
    special = (entries(above), closing(above), entries(words), closing(words), label_at(words))
    if any(special) or _from(words) or own.startswith("[on]"):
        return False
    return not above.folded().endswith((".", ":", ";")) or own[:1].islower()


def _from(words: Passage) -> Passage | None:
    """Return the report's name in a line such as "From: PEEL 2016", or None."""
    match = _FROM.fullmatch(words.text, words.start, words.spans[0][1])
    if match is None or match.group("label").casefold().strip() not in register_words("from"):
        return None
    return passage(words.text, match.span("name"), *words.spans[1:])


def _bare_id(words: Passage) -> Passage | None:
    """Return the id of a line that holds nothing else: "Recommendation 2321", "R14/01", or None."""
    coded = _CODED.fullmatch(words.text, words.start, words.end)
    if coded:
        return Passage(words.text, (coded.span("id"),))
    match = _BARE_ID.fullmatch(words.text, words.start, words.end)
    if match is None:
        return None
    if match.group("name").casefold() not in _openers() | {"id", "record", "number", "reference"}:
        return None
    return Passage(words.text, (match.span("id"),))


@functools.cache
def _openers() -> frozenset[str]:
    """Return what an ask can be called: "Recommendation", "Area for improvement"."""
    return frozenset(name for names in list_words()["openers"].values() for name in names)


class _Page:
    """Goes through a page and gathers the entries."""

    def __init__(self, content: Content, citations: CitationReader) -> None:
        self._text = content.text
        self._citations = citations
        self._source: Passage | None = None
        self._group: Group | None = None
        self._waiting: list[Passage] = []
        self._open: _Entry | None = None
        self._begun = False
        self._with_ids = sum(1 for words, _ in _lines(content) if _ID.search(words.folded())) > 1
        self.entries: list[_Entry] = []

    def take(self, words: Passage, kind: str) -> None:
        """Take the next line, item, heading or row."""
        found = entries(words)
        closed = closing(words)
        if found or closed:
            entry = self._entry()
            if entry:
                entry.log.extend(found)
                entry.closed = closed or entry.closed
                (entry.answers if closed else entry.logged).append(words)
            return
        if self._is_history(words) or self._names_issuer(words):
            return
        source = _from(words)
        if source and not (self._waiting or (self._open and not self._open.log)):
            self._above(source, named=True)
        elif kind == "heading" and self._open and label_at(words):
            self._words(words, "line")
        elif kind == "heading" or (kind == "line" and self._is_heading(words)):
            self._heading(words)
        elif kind == "row":
            self._row(words)
        else:
            self._words(words, kind)

    def _names_issuer(self, words: Passage) -> bool:
        """Take who issued a report and when; the words above it are then the report's name."""
        label = label_at(words)
        answers = label is not None and label.role != "source"
        if answers or not is_issue(self._text[slice(*words.spans[-1])]):
            return False
        name = passage(self._text, *words.spans[:-1])
        if name is None and self._waiting:
            name = self._waiting.pop()
        if name:
            self._above(name, named=True)
        return True

    def _words(self, words: Passage, kind: str) -> None:
        label = label_at(words)
        if label and self._labelled(label):
            return
        opened = opening_of(Paragraph(words, "line"))
        if opened or (label and not self._waiting):
            self._end()
            if opened and opened.words is None:
                self._begin(None, opened.ref, numbered=True)
            else:
                self._begin(
                    opened.words if opened else label and label.words,
                    opened.ref if opened else None,
                    numbered=opened is not None,
                )
            return
        begin, end = words.spans[-1]
        identified = _ID.search(words.text, begin, end)
        if identified:
            ask = passage(words.text, *words.spans[:-1], (begin, identified.start()))
            self._identified(ask, Passage(words.text, (identified.span("id"),)))
            return
        bare = _bare_id(words)
        if bare and (self._waiting or not self._open):
            if self._waiting:
                self._identified(None, bare)
            else:
                self._begin(None, bare)
            return
        if self._open and not self._open.record.asks:
            self._open.record.add("recommendation", words)
            self._due(self._open.record, words)
        elif self._open and kind == "item" and not self._open.log and not self._with_ids:
            self._open.record.add("recommendation", words)
        else:
            self._waiting.append(words)

    def _labelled(self, label: Piece) -> bool:
        """Take what stands under a label; False where it is an ask that opens an entry.

        A ref opens one too, unless it stands below the ask.
        """
        record = self._open.record if self._open else None
        below = any(asks(one.folded()) for one in self._waiting)
        if (
            label.role == "ref"
            and not below
            and (record is None or record.has("ref") or not record.asks)
        ):
            self._end()
            self._begin(None, label.words)
        elif label.role in ("recommendation", "action"):
            if record is None or record.asks:
                return False
            record.add(label.role, label.words)
            self._due(record, label.words)
        else:
            entry = self._entry()
            if entry:
                entry.record.add(label.role, label.words, label.heading)
        return True

    def _row(self, words: Passage) -> None:
        """Take a row of a table: label and answer, or nothing that is known."""
        if len(words.spans) != _FEWEST:
            return
        heading = self._text[slice(*words.spans[0])].strip().rstrip(":")
        role = label_role(heading)
        answer = passage(self._text, words.spans[1])
        entry = self._entry() if role else None
        if entry and role:
            entry.record.add(role, answer, heading)

    def _identified(self, ask: Passage | None, ref: Passage) -> None:
        """Begin the entry whose ask ends with an id; what leads up to it belongs to it."""
        before = self._waiting
        first = len(before)
        if ask is None and before:
            first -= 1
        while first and before[first - 1].folded().endswith(":"):
            first -= 1
        lead = before[first:]
        self._waiting = before[:first]
        self._end()
        pieces = [span for one in (*lead, *((ask,) if ask else ())) for span in one.spans]
        if pieces and (number := _NUMBERED.match(self._text, *pieces[0])):
            pieces[0] = (number.end(), pieces[0][1])
        self._begin(passage(self._text, *pieces), ref)

    def _begin(self, ask: Passage | None, ref: Passage | None, *, numbered: bool = False) -> None:
        """Begin an entry; `numbered` says that its ref is the number of the report above it."""
        at = ask or ref
        if at is None:
            return
        record = Record(at.start, self._group)
        record.add("ref", ref)
        record.add("source", self._source)
        if self._source and numbered and ref and ref.folded().isdigit():
            # "Area for improvement 1" is another ask than the report's first recommendation.
            record.add("locator", ref)
        if ask:
            record.add("recommendation", ask)
            self._due(record, ask)
        self._open = _Entry(record)
        self.entries.append(self._open)

    def _due(self, record: Record, ask: Passage) -> None:
        """Take the date that an ask opens with: "By September 2014, every force should"."""
        match = _BY.match(self._text, ask.start, ask.spans[0][1])
        if match and not record.has("date"):
            record.add("date", Passage(self._text, (match.span("date"),)))

    def _entry(self) -> _Entry | None:
        """Return the entry that a log or a label belongs to: of the words above it."""
        if self._waiting and not self._with_ids:
            first = next(
                (at for at, one in enumerate(self._waiting) if asks(one.folded())),
                len(self._waiting) - 1,
            )
            lead, self._waiting = self._waiting[first:], self._waiting[:first]
            self._end()
            self._begin(passage(self._text, *(span for one in lead for span in one.spans)), None)
        return self._open

    def _end(self) -> None:
        """Give what stands between two entries to the first: it says more of it."""
        if self._open and self._open.log:
            self._open.answers.extend(self._waiting)
        self._waiting = []
        self._open = None

    # What stands above

    def _is_history(self, words: Passage) -> bool:
        plain = re.sub(r"\W+", " ", words.folded().casefold()).strip()
        known = register_words("history")
        return plain in known or all(part in known for part in plain.split())

    def _is_heading(self, words: Passage) -> bool:
        """Return whether a line of a text is a heading: short, and nothing goes on below it."""
        said = words.folded()
        below = self._text[words.end :].split("\n", 2)
        alone = len(below) > 1 and not below[1].strip()
        return alone and looks_like_heading(said) and not asks(said) and ":" not in said[:4]

    def _heading(self, words: Passage) -> None:
        if words.folded().casefold().rstrip(": ") in _openers():
            self._end()  # what kind of ask the next one is
            return
        opened = opening_of(Paragraph(words, "heading"))
        bare = opened.ref if opened else _bare_id(words)
        self._end()
        if bare:
            self._begin(opened.words if opened else None, bare, numbered=opened is not None)
            return
        self._above(words, named=False)

    def _above(self, words: Passage, *, named: bool) -> None:
        """Keep what stands over the entries: the report that they come from, or a group."""
        self._end()
        if not self._begun and not named:
            self._begun = True  # the title of the page
            if not self._names_report(words):
                return
        self._begun = True
        if named or self._names_report(words):
            self._source, self._group = words, None
        else:
            self._source = None
            self._group = group_of(self._text, words.start, words.end)

    def _names_report(self, words: Passage) -> bool:
        said = words.folded()
        if len(said.split()) > _LONGEST_TITLE:
            return False
        found = self._citations.cell(words.text, words.start, words.end)
        if found and any(one.kind != "OTHER" or one.source for one in found.citations):
            return True
        return not register_words("reports").isdisjoint(re.findall(r"[\w-]+", said.casefold()))
