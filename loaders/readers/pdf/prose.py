"""Makes headings, paragraphs and list items of the lines that stand outside tables."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from loaders.readers.pdf.page import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from loaders.readers.pdf.page import Page

Kind = Literal["heading", "item", "line", "furniture"]

_MARKER = re.compile(
    r"(?:[\u2022\u25cf\u25e6\u25aa\u25a0\u2043\u2219\u00b7\u27a2\u2713\u2714\u2013\u2014*-]"
    r"|[\uf000-\uf0ff]|o(?=\s)|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)](?=\s))\s*",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[A-Z][\w/&'\u2019-]*(?: [\w/&'\u2019-]+){0,4}:(?: |$)")
"""What a line of a form begins with: `Target Completion Date: 31 March`."""
_LARGER = 1.12
_LONGEST_HEADING = 22
"""Words: a bold line of more is an emphasised sentence."""
_PARAGRAPH = 1.3
"""Times the usual step between lines: what is further apart is another paragraph."""
_INDENT = 4.0
"""Points by which the first line of a paragraph, or a deeper list, stands in."""
_SHORT = 0.75
"""Of the room between the margins: a line with a full stop that ends before it ends a paragraph."""
_MOST_LEVELS = 6
_SAME_COLUMN = 40.0
"""Points: lines that begin so near to each other stand in one column of text."""
_GUTTER = 0.7
"""Of a font's size: the least white between two columns of text."""
_LEAST_COLUMN = 8
"""Lines that stand beside others before a page is read as columns."""
_CROSSING = 0.2
"""Share of lines, titles for example, that may run over both columns."""


@dataclass(slots=True)
class Piece:
    """A heading, a list item or a paragraph on one page."""

    kind: Kind
    lines: list[Line]
    level: int = 0

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return the box around its lines."""
        boxes = [line.box for line in self.lines]
        return (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )

    @property
    def text(self) -> str:
        """Return its words."""
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Style:
    """How a document sets its text: the size of most of it, and the sizes of its headings."""

    size: float
    headings: tuple[tuple[float, bool], ...]

    def level(self, line: Line) -> int:
        """Return the level of a heading, from 1; 0 where the line is none."""
        key = _key(line)
        return self.headings.index(key) + 1 if key in self.headings else 0


def style_of(pages: Iterable[Page], loose: Iterable[Line]) -> Style:
    """Return how a document is set.

    Args:
        pages: all pages, for the size of most characters.
        loose: all lines outside tables, for its headings.
    """
    sizes: Counter[float] = Counter()
    for page in pages:
        for word in page.words:
            sizes[word.size] += len(word.text)
    lines = list(loose)
    prose: Counter[float] = Counter()
    for line in lines:
        if not line.bold:
            prose[line.size] += len(line.text)
    both = prose or sizes
    size = both.most_common(1)[0][0] if both else 10.0
    found = {_key(line) for line in lines if _may_head(line, size)}
    ordered = sorted(found, reverse=True)[:_MOST_LEVELS]
    return Style(size, tuple(ordered))


def _key(line: Line) -> tuple[float, bool]:
    return round(line.size * 2) / 2, line.bold


def _may_head(line: Line, size: float) -> bool:
    words = line.text
    if not any(map(str.isalpha, words)) or len(words.split()) > _LONGEST_HEADING:
        return False
    return line.size >= _LARGER * size or (line.bold and line.size >= 0.9 * size)


def pieces_of(lines: Sequence[Line], style: Style) -> list[Piece]:
    """Join lines that go on with each other; each piece is one heading, item or paragraph."""
    if not lines:
        return []
    pieces: list[Piece] = []
    for line in lines:
        kind, level = _kind(line, style)
        last = pieces[-1] if pieces else None
        if last and last.kind == "heading" and _key(last.lines[-1]) == _key(line):
            kind, level = "heading", last.level  # its last words may be a mere year
        if last and _goes_on(last, line, kind, _room(lines, line)):
            last.lines.append(line)
        else:
            pieces.append(Piece(kind, [line], level))
    _indent(pieces)
    return pieces


def _room(lines: Sequence[Line], line: Line) -> tuple[float, float]:
    """Return left and right end of the column of text that a line stands in."""
    left = line.box[0]
    rights = [other.box[2] for other in lines if abs(other.box[0] - left) <= _SAME_COLUMN]
    return left, max(rights)


def _kind(line: Line, style: Style) -> tuple[Kind, int]:
    level = style.level(line) if _may_head(line, style.size) else 0
    if level:
        return "heading", level
    item = line.bulleted or _MARKER.match(line.text)
    return ("item", 1) if item else ("line", 0)


def _goes_on(last: Piece, line: Line, kind: Kind, room: tuple[float, float]) -> bool:
    before = last.lines[-1]
    step = line.box[3] - before.box[3]
    labelled = _LABEL.match(line.text) and (line.words[0].bold or not before.bold)
    if (
        kind == "item"
        or labelled
        or step > _PARAGRAPH * 1.2 * max(line.size, before.size)
        or step <= 0
    ):
        return False
    if (last.kind == "heading") != (kind == "heading"):
        return False
    if kind == "heading":
        return _key(before) == _key(line) and step <= _PARAGRAPH * 1.2 * line.size
    if len(last.lines) > 1:
        usual = last.lines[1].box[3] - last.lines[0].box[3]
        if step > 1.15 * usual + 0.5:
            return False
    wide = room[1] - room[0]
    ended = before.text.endswith((".", "!", "?", ":", ";"))
    if ended and before.box[2] < room[0] + _SHORT * wide:
        return False
    if last.kind == "item":
        return line.box[0] > last.lines[0].box[0] + 1 or line.box[0] >= last.lines[-1].box[0] - 1
    return line.box[0] <= last.lines[-1].box[0] + _INDENT


def _indent(pieces: Sequence[Piece]) -> None:
    """Give items their level: how far in they stand among those of their page."""
    steps: list[float] = []
    for left in sorted(piece.box[0] for piece in pieces if piece.kind == "item"):
        if not steps or left - steps[-1] > _INDENT:
            steps.append(left)
    for piece in pieces:
        if piece.kind == "item":
            piece.level = sum(step <= piece.box[0] + 1 for step in steps)


def in_reading_order(lines: list[Line]) -> list[Line]:
    """Return the lines of a page as they read: one column of a brochure's text after the other."""
    gutter = _gutter(lines)
    if gutter is None:
        return lines
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        before = [word for word in line.words if word.right <= gutter + 1]
        after = [word for word in line.words if word.left >= gutter - 1]
        if len(before) + len(after) < len(line.words):
            ordered += [*left, *right, line]
            left, right = [], []
            continue
        if before:
            left.append(Line(before, line.bulleted))
        if after:
            right.append(Line(after, line.bulleted and not before))
    return [*ordered, *left, *right]


def _gutter(lines: Sequence[Line]) -> float | None:
    """Return the middle of the white between two columns of text, None where there is none."""
    if len(lines) < _LEAST_COLUMN:
        return None
    left = min(line.box[0] for line in lines)
    right = max(line.box[2] for line in lines)
    size = lines[len(lines) // 2].size
    steps = [left + share / 100 * (right - left) for share in range(30, 71)]
    best: float | None = None
    least = _CROSSING * len(lines)
    for at in steps:
        room = at - _GUTTER * size / 2, at + _GUTTER * size / 2
        crossing = sum(
            any(word.left < room[1] and word.right > room[0] for word in line.words)
            for line in lines
        )
        beside = sum(line.box[0] < room[0] and line.box[2] > room[1] for line in lines)
        beside -= crossing
        if crossing < least and beside >= max(_LEAST_COLUMN, len(lines) / 3):
            best, least = at, crossing
    return best
