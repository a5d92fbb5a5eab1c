"""Takes the words from a page: its characters with their boxes, joined where nothing parts them."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from loaders.colours import colour_name
from loaders.readers.pdf.page import Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from loaders.content import Box
    from loaders.readers.pdf.page import Fill, Rule, Turn

_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_INVISIBLE = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_BOLD_BY_STROKE = pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE
_ASKEW = 8
"""Degrees from upright at which words lie across the page."""
_LINE_END_HYPHEN = ("\x02", "\ufffe")
"""What PDFium gives for a hyphen that ends a line."""
_PARTED = 0.3
"""Of a font's size: a gap between letters that parts words."""
_TWICE = 0.13
"""Of a font's size: the same letter drawn again so near is drawn bold, not written twice."""
_HIGH, _LOW, _PRIVATE = 0xD800, 0xDC00, 0xE000
"""Where the halves of pairs begin in Unicode, and where they end."""
_BUCKET = 4.0
"""Points: words are looked up by the square they stand in."""
_WHITE = 242
_MARKS = frozenset("\u25cf\u25a0\u25fc\u2b24\u25aa\u2022\u25c6\u2b1b\u26ab\u25fe\uf06e\uf06c")


@dataclass(slots=True)
class _Style:
    """What all characters of one text object share; its angle is the turn that levels it."""

    bold: bool
    invisible: bool
    white: bool
    angle: float
    drawn: int
    colour: str | None


@dataclass(slots=True)
class Glyph:
    """One character, on the page's own axes until it is placed."""

    text: str
    box: tuple[float, float, float, float]
    style: _Style | None
    owner: int
    size: float = 0.0


def address(thing: Any) -> int:
    """Return where PDFium keeps a thing, to know it again; 0 for none."""
    return ctypes.addressof(thing.contents) if thing else 0


def glyphs_of(textpage: Any, drawn: dict[int, int]) -> list[Glyph]:
    """Return the characters of a page in the order of its text; white space has no style.

    Args:
        textpage: PDFium's text of a page.
        drawn: by address of a text object, its place in painting.
    """
    raw = textpage.raw
    styles: dict[int, _Style] = {}
    fonts: dict[int, bool] = {}
    rect = pdfium.FS_RECTF()
    pointer = ctypes.byref(rect)
    found: list[Glyph] = []
    high = 0
    # The three calls that are made for each character.
    unicode_of = pdfium.FPDFText_GetUnicode
    object_of = pdfium.FPDFText_GetTextObject
    box_of = pdfium.FPDFText_GetLooseCharBox
    for index in range(pdfium.FPDFText_CountChars(raw)):
        code = unicode_of(raw, index)
        if _HIGH <= code < _LOW:  # the first half of a pair
            high = code
            continue
        if high and _LOW <= code < _PRIVATE:
            code = 0x10000 + ((high - _HIGH) << 10) + (code - _LOW)
        high = 0
        text = chr(code)
        if text in _LINE_END_HYPHEN:
            text, code = "-", 0x2D
        if text.isspace():
            if found and found[-1].style:
                found.append(_blank())
            continue
        if _is_control(code):
            continue
        thing = object_of(raw, index)
        owner = address(thing)
        style = styles.get(owner)
        if style is None:
            style = styles[owner] = _style(raw, index, thing, fonts, drawn.get(owner, 0))
        box_of(raw, index, pointer)
        found.append(Glyph(text, (rect.left, rect.bottom, rect.right, rect.top), style, owner))
    return found


def _blank() -> Glyph:
    return Glyph(" ", (0.0, 0.0, 0.0, 0.0), None, 0)


def _is_control(code: int) -> bool:
    return code < ord(" ") or ord("\x7f") <= code < ord("\xa0") or _HIGH <= code < _PRIVATE


def _style(raw: Any, index: int, thing: Any, fonts: dict[int, bool], drawn: int) -> _Style:
    mode = pdfium.FPDFTextObj_GetTextRenderMode(thing) if thing else 0
    channels = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFText_GetFillColor(raw, index, *channels)
    red, green, blue, alpha = (channel.value for channel in channels)
    name = colour_name(red / 255, green / 255, blue / 255)
    return _Style(
        bold=mode == _BOLD_BY_STROKE or _is_bold(thing, fonts),
        invisible=mode in _INVISIBLE or alpha == 0,
        white=min(red, green, blue) >= _WHITE and mode != _BOLD_BY_STROKE,
        angle=-math.degrees(pdfium.FPDFText_GetCharAngle(raw, index)) % 360,
        drawn=drawn,
        colour=None if name in ("black", "grey") else name,
    )


def _is_bold(thing: Any, fonts: dict[int, bool]) -> bool:
    font = pdfium.FPDFTextObj_GetFont(thing) if thing else None
    if not font:
        return False
    key = address(font)
    if key not in fonts:
        buffer = ctypes.create_string_buffer(200)
        pdfium.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
        fonts[key] = bool(_BOLD.search(buffer.value.decode("latin-1")))
    return fonts[key]


def quarters_of(glyphs: Iterable[Glyph]) -> int | None:
    """Return the quarter turns that make most characters of a page upright; None without any."""
    angles = Counter(round(glyph.style.angle / 90) % 4 for glyph in glyphs if glyph.style)
    return angles.most_common(1)[0][0] if angles else None


@dataclass(slots=True)
class Seen:
    """The characters of a page that a reader sees, placed as they read."""

    glyphs: list[Glyph]
    hidden: int


def seen(
    glyphs: Sequence[Glyph], turn: Turn, fills: Sequence[Fill], grounds: Sequence[Box]
) -> Seen:
    """Leave out what nobody sees: off the page, invisible, white on white, painted over in black.

    A page of nothing but invisible words is a scan with its text layer: those words are read.

    Args:
        glyphs: characters, on the page's own axes.
        turn: how they read.
        fills: painted shapes, as they read.
        grounds: boxes of pictures and shadings, as they read.
    """
    width, height = turn.size
    layer = all(glyph.style.invisible for glyph in glyphs if glyph.style)
    dark = [fill for fill in fills if fill.colour == "black"]
    backs = [*grounds, *(fill.box for fill in fills if fill.colour)]
    kept: list[Glyph] = []
    hidden = 0
    for glyph in glyphs:
        style = glyph.style
        if style is None:
            kept.append(glyph)
            continue
        left, top, right, bottom = box = turn.shown(*glyph.box)
        upright = round(style.angle / 90) % 2 == turn.quarters % 2
        size = bottom - top if upright else right - left
        x, y = (left + right) / 2, (top + bottom) / 2
        lost = not (0 <= x <= width and 0 <= y <= height) or (style.invisible and not layer)
        if not lost and style.white:
            lost = not any(inside(x, y, back) for back in backs)
        if not lost and dark:
            lost = any(fill.drawn > style.drawn and inside(x, y, fill.box) for fill in dark)
        if lost:
            hidden += 1
            kept.append(_blank())
            continue
        glyph.box, glyph.size = box, size
        kept.append(glyph)
    return Seen(kept, hidden)


def inside(x: float, y: float, box: Box) -> bool:
    """Return whether a point lies in a box."""
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def words_of(
    glyphs: Iterable[Glyph], turn: Turn, walls: Sequence[Rule]
) -> tuple[list[Word], list[Word]]:
    """Join characters to words.

    Args:
        glyphs: characters as they read.
        turn: how the page reads.
        walls: lines that run down: where one stands between two texts, no word goes through.

    Returns:
        The words that read across or down, and those that lie askew.
    """
    straight: list[Word] = []
    askew: list[Word] = []
    before: dict[tuple[str, int, int], Word] = {}
    for run in _runs(glyphs, turn, walls):
        style = run[0].style
        if style is None:
            continue
        off = (style.angle - turn.quarters * 90) % 90
        word = _word(run, turn)
        if _again(before, word):
            continue
        (askew if _ASKEW < off < 90 - _ASKEW else straight).append(word)
    return straight, askew


def _again(before: dict[tuple[str, int, int], Word], word: Word) -> bool:
    """Return whether a word was drawn at its place already, as bold; else note it."""
    near = _TWICE * word.size
    for x in {int((word.left - near) // _BUCKET), int((word.left + near) // _BUCKET)}:
        for y in {int((word.bottom - near) // _BUCKET), int((word.bottom + near) // _BUCKET)}:
            other = before.get((word.text, x, y))
            if (
                other
                and abs(word.left - other.left) <= near
                and abs(word.bottom - other.bottom) <= near
            ):
                other.bold = True
                return True
    before[word.text, int(word.left // _BUCKET), int(word.bottom // _BUCKET)] = word
    return False


def _word(run: Sequence[Glyph], turn: Turn) -> Word:
    tallest = max(run, key=lambda glyph: glyph.size)
    style = tallest.style
    text = "".join(glyph.text for glyph in run)
    turned = style is not None and round(style.angle / 90) % 4 != turn.quarters
    boxes = [glyph.box for glyph in run]
    top, bottom = tallest.box[1], tallest.box[3]
    if turned:
        top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
    return Word(
        text,
        min(box[0] for box in boxes),
        top,
        max(box[2] for box in boxes),
        bottom,
        round(tallest.size, 1),
        style is not None and style.bold,
        turned,
        style.colour if style and set(text) <= _MARKS else None,
    )


def _runs(glyphs: Iterable[Glyph], turn: Turn, walls: Sequence[Rule]) -> Iterator[list[Glyph]]:
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and (glyph.style is None or _parted(run[-1], glyph, turn, walls)):
            yield run
            run = []
        if glyph.style is not None and not (run and _same(run[-1], glyph)):
            run.append(glyph)
    if run:
        yield run


def _same(before: Glyph, glyph: Glyph) -> bool:
    """Return whether a letter is the one before it, drawn once more."""
    return (
        before.owner != glyph.owner
        and before.text == glyph.text
        and abs(before.box[0] - glyph.box[0]) <= _TWICE * glyph.size
    )


def _parted(before: Glyph, glyph: Glyph, turn: Turn, walls: Sequence[Rule]) -> bool:
    """Return whether a word ends between two characters that follow on each other."""
    if before.style is None or glyph.style is None:
        return True
    if before.style.angle != glyph.style.angle:
        return True
    if round(glyph.style.angle / 90) % 4 != turn.quarters:
        return False  # askew or on end: parted by its blanks alone
    left, top, right, bottom = glyph.box
    size = max(before.size, glyph.size)
    shared = min(bottom, before.box[3]) - max(top, before.box[1])
    if shared < min(before.size, glyph.size) / 2:
        return True
    if left - before.box[2] > _PARTED * size or left < before.box[0] - _TWICE * size:
        return True
    if before.owner == glyph.owner:
        return False
    y = (top + bottom) / 2
    return any(before.box[0] < wall.at < right and wall.start <= y <= wall.end for wall in walls)
