"""The paragraphs of a document outside its tables, whatever its format calls a line.

A Word file and a web page know their headings, items and paragraphs. A plain text has only lines:
there a line that was broken because the next word did not fit goes on in the one below, a number
or a bullet begins an item, and a short line that stands alone is a heading.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from loaders.content import Block, Table
from loaders.layout.groups import looks_like_heading
from loaders.layout.labels import Piece, label_role
from loaders.passage import Passage, passage, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.content import Content

Span = tuple[int, int]

_MARKER = re.compile(
    r"\s*(?P<marker>[\u2022\u25cf\u25aa\u25cb\u25e6\uf0b7\uf0a7\u2023\u27a2*\u2013\u2014-]"
    r"|\(?(?P<number>[A-Z]{0,5}[-/]?\d{1,3}(?:\.\d{1,3}){0,3}[a-z]?)(?:[.):]|(?=\s))"
    r"|\(?(?P<letter>[a-z]|[ivx]{1,4})[.)]"
    r"|(?P<capital>[A-H])[.)])[ \t\xa0]+(?=\S)"
)
"""A bullet, a number ("1.", "2.1", "A3", "(4)"), or a letter, before the words of an item."""
_BARE_NUMBER = re.compile(r"\d{1,3}[a-z]?")
_CODED = re.compile(r"[A-Z]{1,5}[-/]?\d{1,3}")
_RULE = re.compile(r"[\s_=*.\u2013\u2014-]*")
_PAGE = re.compile(r"\s*(?:page\s+)?\d{1,4}(?:\s+of\s+\d+)?\s*", re.IGNORECASE)
_STOPPED = (".", ":", ";", "?", "!")
_WIDEST = 160
"""Characters: a line that is longer was never broken to fit a page."""
_SHORTEST_FULL = 45
"""Characters: lines of a text that was broken to fit are longer."""
_SHARE_OF_HEADING = 0.6
"""Of a page's width: a line with words right below it is no heading where it is longer."""
_RUNNING = 3
_LONGEST_RUNNING = 120
_LEAST = 2

BULLET = "\u2022"


@dataclass(slots=True)
class Paragraph:
    """Words that stand together.

    Attributes:
        words: without the marker.
        kind: `heading`, `item`, `line`; `row` is a row of a table of labels and answers, `break` a
            table of anything else.
        level: of a heading or an item, from 1; 0 where it is not known.
        marker: number, letter or bullet of an item, without brackets and stops.
        marker_at: where the marker stands, None where the format keeps it apart from the words.
        stated: True where the format itself says that it is a heading or an item.
        piece: of a row, what it says.
    """

    words: Passage
    kind: Literal["heading", "item", "line", "row", "break"]
    level: int = 0
    marker: str | None = None
    marker_at: Passage | None = None
    stated: bool = False
    piece: Piece | None = None

    @property
    def numbered(self) -> bool:
        """Whether it is an item with a number."""
        return self.marker is not None and any(letter.isdigit() for letter in self.marker)


def paragraphs(content: Content) -> list[Paragraph]:
    """Return the paragraphs of a document in reading order, without what repeats on its pages."""
    return list(_Making(content).all())


def marked(text: str, start: int, end: int) -> tuple[str, Span, int] | None:
    """Return the marker that words begin with, its place, and where the words after it begin."""
    match = _MARKER.match(text, start, end)
    if match is None:
        return None
    at = trimmed(text, *match.span("marker"))
    bare = match.group("marker").strip("().:")
    number = match.group("number")
    if number:
        stopped = match.group("marker") != number
        if _BARE_NUMBER.fullmatch(number) and not stopped and not text[match.end()].isupper():
            return None  # a count of something
        if re.match(r"[A-Z]", number) and not _CODED.match(number):
            return None
        return number, at, match.end()
    if match.group("letter") or match.group("capital"):
        return bare, at, match.end()
    return BULLET, at, match.end()


class _Making:
    def __init__(self, content: Content) -> None:
        self._text = content.text
        self._flow = content.flow
        # Other formats know their paragraphs; a text has lines, and a page what repeats on it.
        self._of_lines = content.reader.startswith("text/")
        lines = Counter(
            self._words(one) for one in content.flow if isinstance(one, Block) and one.spans
        )
        self._running = {
            line
            for line, times in lines.items()
            if times >= _RUNNING and len(line) < _LONGEST_RUNNING and not label_role_of_line(line)
            if self._of_lines and " " in line
        }
        widths = [
            self._width(one)
            for one in content.flow
            if isinstance(one, Block) and one.kind == "line" and one.spans
        ]
        widest = max(widths, default=0)
        self._width_of_page = widest if _SHORTEST_FULL <= widest <= _WIDEST else 0

    def all(self) -> Iterator[Paragraph]:
        before: Block | None = None
        made: Paragraph | None = None
        for one in self._flow:
            if isinstance(one, Table):
                if made:
                    yield made
                made, before = None, None
                yield from self._table(one)
                continue
            if not one.spans or one.kind == "furniture" or self._is_furniture(one):
                continue
            if made and before and self._goes_on(before, made, one):
                made.words = Passage(self._text, made.words.spans + one.spans)
            else:
                if made:
                    yield made
                made = self._paragraph(one, before)
            before = one
        if made:
            yield made

    def _words(self, block: Block) -> str:
        return " ".join(self._text[slice(*span)].strip() for span in block.spans)

    def _width(self, block: Block) -> int:
        """Return a line's length from the margin, its indent included."""
        begin = self._text.rfind("\n", 0, block.spans[0][0]) + 1
        return len(self._text[begin : block.spans[-1][1]].rstrip())

    def _is_furniture(self, block: Block) -> bool:
        words = self._words(block)
        return bool(
            _RULE.fullmatch(words)
            or _PAGE.fullmatch(words)
            or (words in self._running and block.kind == "line")
        )

    def _goes_on(self, before: Block, made: Paragraph, block: Block) -> bool:
        """Return whether a line of a text is the rest of the paragraph above it."""
        if not self._of_lines:
            return False
        start, end = trimmed(self._text, block.spans[0][0], block.spans[-1][1])
        between = self._text[before.spans[-1][1] : start]
        if between.count("\n") != 1 or marked(self._text, start, end):
            return False
        words = self._text[start:end]
        if label_role_of_line(words):
            return False
        first = words.split(None, 1)[0]
        said = made.words.text[made.words.start : made.words.end].rstrip()
        indented = len(between.rsplit("\n", 1)[-1]) > self._indent(before)
        if made.kind == "item" and indented:
            return True
        width = self._width_of_page
        if not width:
            return first[0].islower() and not said.endswith(_STOPPED)
        full = self._width(before) + 1 + len(first) > width
        return full or (first[0].islower() and not said.endswith(_STOPPED))

    def _indent(self, block: Block) -> int:
        start = trimmed(self._text, *block.spans[0])[0]
        return start - (self._text.rfind("\n", 0, start) + 1)

    def _paragraph(self, block: Block, before: Block | None) -> Paragraph:
        words = Passage(self._text, block.spans)
        words = passage(self._text, *block.spans) or words
        if block.kind == "heading":
            return Paragraph(words, "heading", block.level, stated=True)
        if block.kind == "item" and block.marker:
            marker = block.marker.strip("().: ")
            known = marker if any(letter.isalnum() for letter in marker) else BULLET
            return Paragraph(words, "item", block.level or 1, known or BULLET, stated=True)
        found = marked(self._text, words.start, words.spans[0][1])
        if found:
            marker, at, begin = found
            rest = passage(self._text, (begin, words.spans[0][1]), *words.spans[1:])
            if rest:
                level = block.level or 1
                place = Passage(self._text, (at,))
                return Paragraph(rest, "item", level, marker, place, stated=block.kind == "item")
        if block.kind == "item":
            return Paragraph(words, "item", block.level or 1, BULLET, stated=True)
        if self._alone(before, words):
            return Paragraph(words, "heading")
        return Paragraph(words, "line")

    def _alone(self, before: Block | None, words: Passage) -> bool:
        """Return whether a line of a text is a heading: short, with an empty line above it."""
        said = words.folded()
        if not looks_like_heading(said) or ":" in said or label_role_of_line(said):
            return False
        if any(isinstance(one, Block) and one.kind == "heading" for one in self._flow):
            return False
        start = words.start
        above = self._text[before.spans[-1][1] : start] if before else "\n\n"
        below = re.match(r"[ \t\r]*\n[ \t\r]*(?:\n|[=_-]{3})", self._text[words.end :])
        if below is None and len(said) > _SHARE_OF_HEADING * (self._width_of_page or _WIDEST):
            return False  # the first line of a paragraph
        return above.count("\n") >= _LEAST or said.isupper() or below is not None

    def _table(self, table: Table) -> Iterator[Paragraph]:
        """Yield the rows of a table that names what each answer is in its first column."""
        rows = [[cell for cell in row if cell.spans] for row in table.rows]
        pairs = [row for row in rows if len(row) == _LEAST]
        roles = [label_role(self._said(row[0].spans).rstrip(":")) for row in pairs]
        if not pairs or sum(1 for role in roles if role) * 2 <= len(rows):
            spans = tuple(span for row in rows for cell in row for span in cell.spans)
            if spans:
                yield Paragraph(Passage(self._text, spans), "break")
            return
        for (label, answer), role in zip(pairs, roles, strict=True):
            heading = self._said(label.spans).rstrip(": ")
            words = passage(self._text, *answer.spans)
            if words:
                yield Paragraph(words, "row", piece=Piece(role or "other", heading, words))

    def _said(self, spans: tuple[Span, ...]) -> str:
        return Passage(self._text, spans).folded()


def label_role_of_line(words: str) -> str | None:
    """Return the role of the label that a line begins with or is, or None."""
    head, sign, _ = words.partition(":")
    return label_role(head.strip()) if sign and head.strip() else None
