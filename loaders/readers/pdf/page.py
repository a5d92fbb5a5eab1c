"""What stands on one page: words, ruling lines and fills, in points from its top left corner."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.content import Box


@dataclass(slots=True)
class Word:
    """Characters without white space between them.

    Attributes:
        text: its characters.
        left, top, right, bottom: its box, as wide as its letters advance and as high as its font.
        size: of its font, in points.
        bold: True in a bold font.
        turned: True where it reads upwards or downwards on a page that reads across.
        colour: name of the colour of a mark such as a bullet or a square, else None.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool = False
    turned: bool = False
    colour: str | None = None

    @property
    def middle(self) -> tuple[float, float]:
        """Return the point in its middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, across or down, or an edge of a filled box.

    Attributes:
        at: where it lies: from the top where it runs across, from the left where it runs down.
        start, end: where it begins and ends on the other axis.
    """

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled shape: its box, the name of its colour (None: white), and its place in painting."""

    box: Box
    colour: str | None
    drawn: int
    round: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """How a page is turned, from its own axes (up and to the right) to those of a reader.

    Attributes:
        box: left, bottom, right and top of what is shown, on the page's own axes.
        quarters: quarter turns clockwise.
    """

    box: tuple[float, float, float, float]
    quarters: int

    @property
    def size(self) -> tuple[float, float]:
        """Return width and height as displayed."""
        left, bottom, right, top = self.box
        wide, high = right - left, top - bottom
        return (high, wide) if self.quarters % 2 else (wide, high)

    def shown(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Return a box given on the page's own axes as it is displayed."""
        left, bottom, right, top = self.box
        if self.quarters == 0:
            return x0 - left, top - y1, x1 - left, top - y0
        if self.quarters == 1:
            return y0 - bottom, x0 - left, y1 - bottom, x1 - left
        if self.quarters == 2:  # noqa: PLR2004 quarter turns
            return right - x1, y0 - bottom, right - x0, y1 - bottom
        return top - y1, right - x1, top - y0, right - x0

    def own(self, box: Box) -> tuple[float, float, float, float]:
        """Return a displayed box on the page's own axes: the way back from `shown`."""
        left, bottom, right, top = self.box
        x0, y0, x1, y1 = box
        if self.quarters == 0:
            return x0 + left, top - y1, x1 + left, top - y0
        if self.quarters == 1:
            return y0 + left, x0 + bottom, y1 + left, x1 + bottom
        if self.quarters == 2:  # noqa: PLR2004 quarter turns
            return right - x1, y0 + bottom, right - x0, y1 + bottom
        return right - y1, top - x1, right - y0, top - x0


@dataclass(slots=True)
class Page:
    """One page, read and let go of.

    Attributes:
        number: from 1.
        width, height: as its words read.
        words: in the order in which they were drawn.
        across, down: its ruling lines.
        fills: in the order in which they were painted.
        reads: how its words are turned; its boxes are those of a reader of the words.
        displayed: how a viewer turns it.
        pictured: how much of it pictures cover, from 0 to 1.
        marks: words that lie askew over the page, such as a watermark.
        hidden: number of characters left out because nobody sees them.
    """

    number: int
    width: float
    height: float
    words: list[Word]
    across: list[Rule]
    down: list[Rule]
    fills: list[Fill]
    reads: Turn
    displayed: Turn
    pictured: float = 0.0
    marks: list[Word] = field(default_factory=list)
    hidden: int = 0

    def box_shown(self, box: Box) -> Box:
        """Return a box as a viewer displays it, to a tenth of a point."""
        if self.reads != self.displayed:
            box = self.displayed.shown(*self.reads.own(box))
        left, top, right, bottom = box
        return _tenths(left), _tenths(top), _tenths(right), _tenths(bottom)


@functools.lru_cache(maxsize=32_768)
def _kept(tenths: int) -> float:
    # A long document has hundreds of thousands of boxes, and few thousand different numbers.
    return tenths / 10


def _tenths(points: float) -> float:
    return _kept(round(points * 10))


@dataclass(slots=True)
class Line:
    """Words that stand on one base line, from the left.

    Attributes:
        words: from the left.
        bulleted: True where a bullet is drawn before them.
    """

    words: list[Word]
    bulleted: bool = False
    _box: Box | None = field(default=None, init=False, repr=False)

    @property
    def box(self) -> Box:
        """Return the box around its words; once it was asked for, the words stay as they are."""
        if self._box is None:
            self._box = around(self.words)
        return self._box

    @property
    def text(self) -> str:
        """Return its words with blanks between them."""
        return " ".join(word.text for word in self.words)

    @property
    def size(self) -> float:
        """Return the size of most of its characters."""
        return max(self.words, key=lambda word: len(word.text)).size

    @property
    def bold(self) -> bool:
        """Return whether all its words with letters are bold."""
        lettered = [word for word in self.words if any(map(str.isalnum, word.text))]
        return bool(lettered) and all(word.bold for word in lettered)

    def segments(self, gap: float) -> list[list[Word]]:
        """Return its words parted wherever the space is wider than `gap` times their size."""
        parts: list[list[Word]] = []
        for word in self.words:
            before = parts[-1][-1] if parts else None
            if before is None or word.left - before.right > gap * max(word.size, before.size):
                parts.append([word])
            else:
                parts[-1].append(word)
        return parts


_SAME_LINE = 0.35
"""Of a font's size: base lines nearer than this are one line."""


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Return words in lines from the top; those that stand upright, each line from the left."""
    lines: list[Line] = []
    for word in sorted(words, key=lambda word: (word.bottom, word.left)):
        if word.turned:
            continue
        last = lines[-1].words[0] if lines else None
        near = last and word.bottom - last.bottom <= _SAME_LINE * min(word.size, last.size)
        if near:
            lines[-1].words.append(word)
        else:
            lines.append(Line([word]))
    for line in lines:
        line.words.sort(key=lambda word: word.left)
    return lines + _turned_lines([word for word in words if word.turned])


def _turned_lines(words: Sequence[Word]) -> list[Line]:
    """Return words that stand upright on end in the order in which they were drawn."""
    lines: list[Line] = []
    for word in words:
        last = lines[-1].words[-1] if lines else None
        if last and abs(last.left - word.left) <= _SAME_LINE * word.size:
            lines[-1].words.append(word)
        else:
            lines.append(Line([word]))
    return lines


def around(words: Sequence[Word]) -> Box:
    """Return the box around words."""
    return (
        min(word.left for word in words),
        min(word.top for word in words),
        max(word.right for word in words),
        max(word.bottom for word in words),
    )
