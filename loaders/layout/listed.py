"""Actions in lists: numbered recommendations, headings with items, records of labelled lines."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from loaders.layout.acts import acting_heading, asks, closed, plan_title, says_nothing
from loaders.layout.asked import Asked, after_page, leading_number
from loaders.layout.groups import group_of
from loaders.layout.labels import label_at, label_role
from loaders.layout.labels import labelled as labels_of
from loaders.layout.openings import Opening, opening_of
from loaders.layout.paragraphs import BULLET, paragraphs
from loaders.layout.records import Record
from loaders.layout.rows import Group, Layout
from loaders.layout.table_rows import plan_rows
from loaders.passage import Passage, passage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.citations import CitationReader
    from loaders.content import Content
    from loaders.layout.paragraphs import Paragraph

NAME = "listed/1"

_FEWEST = 2
"""Records: one alone is a heading, or an example."""
_HALF = 2
_SOME = 0.3
_MOSTLY = 0.6
"""Of the items of a list: so many say that something is to be done where the list is of actions."""
_LONGEST_TITLE = 8
"""Words of what names an ask without being it."""
_RECORD_ROLES = ("ref", "recommendation", "action")
_SHORT_ROLES = ("owner", "date", "status")


def read_listed(content: Content, citations: CitationReader) -> Layout | None:
    """Read a document whose actions stand in lists.

    The surest signs are tried first: ids and numbered asks, labelled lines that come again and
    again, headings with labelled lines below them, and then items under headings that say that
    actions follow.

    Returns:
        The layout, or None where no list is one of actions.
    """
    walk = _Walk(content, citations)
    for records in (
        walk.by_openings("reference"),
        walk.by_openings("ask"),
        walk.by_labels(),
        walk.by_headings(),
        walk.by_items(),
    ):
        kept = [record for record in records if record.asks]
        if len(kept) >= _FEWEST or any(record.told > 1 for record in kept):
            rows = [record.row(ordinal) for ordinal, record in enumerate(kept)]
            return Layout(NAME, tuple(plan_rows(content, rows, citations)))
    return None


class _Run(NamedTuple):
    """The items between two headings, with what stands among them."""

    body: list[Paragraph]
    main: list[Paragraph]
    group: Group | None
    acting: bool
    likely: bool  # where the other lists of the document are of actions


class _Walk:
    """Goes through the paragraphs of a document, once for each way in which a list may be made."""

    def __init__(self, content: Content, citations: CitationReader) -> None:
        self._citations = citations
        self._text = content.text
        self._all = list(_with_numbered_headings(paragraphs(content)))
        self._opened = [_opening(one) for one in self._all]
        title = content.title or next((one.words.folded() for one in self._all), "")
        self._planned = plan_title(title)

    # --- numbered asks and ids ------------------------------------------------------------------

    def by_openings(self, kind: str) -> list[Record]:
        """Return the records that numbered asks (or ids) open."""
        starts = [at for at, found in enumerate(self._opened) if found and found.kind == kind]
        if not starts:
            return []
        made: list[Record] = []
        for at, stop in zip(starts, [*starts[1:], len(self._all)], strict=True):
            found = self._opened[at]
            if found:
                made.extend(self._opened_record(found, at, stop))
        return _without_summary(made)

    def _opened_record(self, found: Opening, at: int, stop: int) -> Iterator[Record]:
        opener = self._all[at]
        body = list(self._body(opener, at + 1, stop))
        group = self._group(at)
        items = [one for one in body if one.kind == "item"]
        labelled = sum(1 for one in body if _tells(one))
        first_item = next((i for i, one in enumerate(body) if one.kind == "item"), len(body))
        over_actions = (
            items
            and found.words is not None
            and not any(_is_labelled(one) for one in body[:first_item])
            and (labelled >= len(items) or _acting(_main(items)))
        )
        if over_actions:
            asked = Asked(None, found.words)
            yield from self._items(body, group, asked)
            return
        record = Record(opener.words.start, group)
        record.add("ref", found.ref)
        record.add("owner", found.agency)
        if found.words and not _only_title(found.words, body):
            record.add(found.role, found.words)
        for one in body:
            record.paragraph(one)
        self._source(record, at)
        yield record

    def _body(self, opener: Paragraph, start: int, stop: int) -> Iterator[Paragraph]:
        """Yield what belongs to a record: up to the next one, or a heading that ends it."""
        for at, one in enumerate(self._all[start:stop], start=start):
            if one.kind == "break":
                return
            words = one.words.folded()
            if one.kind == "heading" and not label_role(words.rstrip(": ")):
                above = opener.kind != "heading" or (0 < one.level <= opener.level)
                # The next record's own heading stands right above it.
                over_next = not one.level and at + 1 < len(self._all) and self._opened[at + 1]
                if above or over_next or acting_heading(words) is False:
                    return
            if one.numbered and acting_heading(words) is False and not asks(words):
                return  # "4 Conclusion", in a text whose headings are numbered
            yield one

    # --- labelled lines -------------------------------------------------------------------------

    def by_labels(self) -> list[Record]:
        """Return the records of labelled lines: each begins with the label that comes first."""
        labels = [
            label_at(one.words) if one.kind in ("line", "item") else None for one in self._all
        ]
        named = [label.heading.casefold() for label in labels if label]
        times = Counter(named)
        first = next(
            (
                label.heading.casefold()
                for label in labels
                if label and label.role in _RECORD_ROLES and times[label.heading.casefold()] > 1
            ),
            None,
        )
        if first is None:
            return []
        made: list[Record] = []
        for at, (one, label) in enumerate(zip(self._all, labels, strict=True)):
            if label and label.heading.casefold() == first:
                made.append(Record(one.words.start, self._group(at)))
                self._source(made[-1], at)
            if made and one.kind not in ("break", "heading"):
                made[-1].paragraph(one)
        return made

    # --- headings with labelled lines below ------------------------------------------------------

    def by_headings(self) -> list[Record]:
        """Return the records that headings open: below each stand labelled lines."""
        starts = [
            at
            for at, one in enumerate(self._all[:-1])
            if one.kind == "heading" and _is_labelled(self._all[at + 1])
        ]
        if len(starts) < _FEWEST:
            return []
        made: list[Record] = []
        for at, stop in zip(starts, [*starts[1:], len(self._all)], strict=True):
            one = self._all[at]
            record = Record(one.words.start, self._group(at))
            number = leading_number(self._text, *one.words.spans[0])
            words = passage(self._text, number[1], *one.words.spans[1:]) if number else one.words
            record.add("ref", Passage(self._text, (number[0],)) if number else None)
            record.add("action", words)
            for below in self._body(one, at + 1, stop):
                record.paragraph(below)
            if sum(1 for role in _SHORT_ROLES if record.has(role)) > 0:
                made.append(record)
        return made

    # --- items under headings ---------------------------------------------------------------------

    def by_items(self) -> list[Record]:
        """Return the records of lists under headings that say that actions follow.

        Where most lists of a document are of actions, so are the others that are numbered as they
        are.
        """
        runs = list(self._runs())
        sure = [run for run in runs if run.acting]
        if sum(len(run.main) for run in sure) * _HALF > sum(len(run.main) for run in runs):
            style = sure[0].main[0].marker != BULLET
            sure = [
                run
                for run in runs
                if run.acting or (run.likely and (run.main[0].marker != BULLET) == style)
            ]
        return [record for run in sure for record in self._items(run.body, run.group, None)]

    def _runs(self) -> Iterator[_Run]:
        """Yield each stretch of items between headings, but those under which no actions stand."""
        acting: bool | None = None
        levels: list[tuple[int, bool | None]] = []
        for heads, places in groupby(range(len(self._all)), key=self._heads):
            run = list(places)
            if heads:
                for at in run:
                    one = self._all[at]
                    own = acting_heading(one.words.folded())
                    if not one.level:
                        # A text does not tell how deep a heading is: actions go on under "Police".
                        acting = acting or None if own is None else own
                        continue
                    levels = [entry for entry in levels if entry[0] < one.level]
                    above = levels[-1][1] if levels else None
                    acting = above if own is None else own
                    levels.append((one.level, acting))
                continue
            body = [self._all[at] for at in run]
            main = _main([one for one in body if one.kind == "item"])
            if main and acting is not False:
                led = acting or self._led(body) or self._planned
                sure = sum(1 for one in main if closed(one.words, self._citations).sure)
                told = sum(1 for one in body if _tells(one))
                signs = max(sure, told, sum(1 for one in main if asks(one.words.folded())))
                enough = max(sure, told) >= len(main) * _MOSTLY
                acts = enough or (led and _acting(main))
                yield _Run(body, main, self._group(run[0]), acts, signs >= len(main) * _SOME)

    def _heads(self, at: int) -> bool:
        one = self._all[at]
        return one.kind in ("heading", "break") and not label_role(one.words.folded())

    def _led(self, body: Sequence[Paragraph]) -> bool:
        """Return whether the line that opens a list says that actions follow: "We will:"."""
        first = next((at for at, one in enumerate(body) if one.kind == "item"), 0)
        words = body[first - 1].words.folded() if first else ""
        return words.endswith(":") and acting_heading(words) is True

    def _items(
        self, body: Sequence[Paragraph], group: Group | None, asked: Asked | None
    ) -> Iterator[Record]:
        """Yield a record for each main item of a list; the others say more of the one above."""
        main = {id(one) for one in _main([one for one in body if one.kind == "item"])}
        record: Record | None = None
        for one in body:
            if id(one) in main:
                if record:
                    yield record
                record = Record(one.words.start, group, asked)
                if one.marker_at and one.numbered:
                    record.add("ref", one.marker_at)
                parted = closed(one.words, self._citations)
                record.paragraph(_with_words(one, parted.words))
                for part in parted.parts:
                    record.add(part.role, part.words)
            elif record:
                record.paragraph(one)
        if record:
            yield record

    # --- what stands above ------------------------------------------------------------------------

    def _above(self, at: int) -> Iterator[Paragraph]:
        """Yield the headings over a paragraph, the nearest first; the document's title is none."""
        own = self._all[at]
        level = own.level if own.kind == "heading" and own.level else 100
        for before in range(at - 1, 0, -1):
            one = self._all[before]
            if one.kind != "heading" or (one.level and one.level >= level):
                continue
            level = one.level or level
            if not self._opened[before] and not label_role(one.words.folded().rstrip(": ")):
                yield one

    def _group(self, at: int) -> Group | None:
        """Return the workstream, or who leads, that the nearest heading names."""
        for one in self._above(at):
            words = one.words.folded()
            if says_nothing(words) or self._cites(one.words):
                continue
            start, end = after_page(self._text, *one.words.spans[0])
            return group_of(self._text, start, end)
        return None

    def _cites(self, words: Passage) -> bool:
        found = self._citations.cell(words.text, words.start, words.end)
        return found is not None and any(
            one.kind not in ("OTHER", "LOCAL") for one in found.citations
        )

    def _source(self, record: Record, at: int) -> None:
        """Take the nearest heading for the source of a record, where it is nothing else."""
        nearest = next(self._above(at), None)
        if nearest and not record.has("source") and self._cites(nearest.words):
            record.add("source", nearest.words)


def _with_numbered_headings(found: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Yield paragraphs, "9 Recommendations" over "9.1 That ..." as the heading that it is."""
    over: set[str] = set()
    made: list[Paragraph] = []
    for one in reversed(found):
        marker = one.marker if one.kind == "item" and one.numbered else None
        words = one.words.folded()
        if marker and marker in over and len(words.split()) <= _LONGEST_TITLE and words[-1] != ".":
            level = marker.count(".") + 1
            made.append(replace(one, kind="heading", level=level))
        else:
            made.append(one)
        if marker and "." in marker:
            over.add(marker.rpartition(".")[0])
    yield from reversed(made)


def _opening(one: Paragraph) -> Opening | None:
    return opening_of(one) if one.kind in ("heading", "line") else None


def _is_labelled(one: Paragraph) -> bool:
    """Return whether a paragraph says who leads, by when or how far, under a label."""
    if one.piece:
        return one.piece.role in _SHORT_ROLES
    label = label_at(one.words)
    return label is not None and label.role in _SHORT_ROLES


def _tells(one: Paragraph) -> bool:
    """Return whether a paragraph says anywhere who leads, by when or how far."""
    if one.piece:
        return one.piece.role in _SHORT_ROLES
    return any(piece.role in _SHORT_ROLES for piece in labels_of(one.words).pieces)


def _only_title(words: Passage, body: Sequence[Paragraph]) -> bool:
    """Return whether what follows a number only names it, and the ask stands below."""
    said = words.folded()
    if asks(said) or len(said.split()) > _LONGEST_TITLE:
        return False
    below = next((one for one in body if not _is_labelled(one)), None)
    labelled = any(
        piece.role in ("action", "recommendation")
        for one in body
        for piece in ((one.piece,) if one.piece else labels_of(one.words).pieces)
    )
    return labelled or (below is not None and asks(below.words.folded()))


def _acting(items: Sequence[Paragraph]) -> bool:
    """Return whether most items say that something is to be done."""
    return sum(1 for one in items if asks(one.words.folded())) >= len(items) * _MOSTLY


def _main(items: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the items that are a list's own: at the top, and numbered where some are."""
    top = min((one.level for one in items), default=0)
    own = [one for one in items if one.level == top]
    numbered = [one for one in own if one.marker != BULLET]
    return numbered or own


def _with_words(one: Paragraph, words: Passage) -> Paragraph:
    return replace(one, words=words)


def _without_summary(records: list[Record]) -> list[Record]:
    """Leave out what a summary said before: of two records of one ask the fuller one stays."""
    best: dict[str, Record] = {}
    for record in records:
        asked = " ".join(
            words.folded() for role, _, words in record.pieces if role == "recommendation"
        )
        key = asked.casefold() or f"#{record.at}"
        if key not in best or record.told > best[key].told:
            best[key] = record
    kept = {id(record) for record in best.values()}
    return [record for record in records if id(record) in kept]
