"""The words of one Word paragraph: what a reader of the page sees, and nothing else.

Inserted words are read and deleted ones are not; a field gives its result; hidden words and the
prompts of unfilled forms are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from lxml import etree

from loaders.readers.docx.package import W
from loaders.readers.docx.styles import is_on
from loaders.readers.drafts import folded

if TYPE_CHECKING:
    from collections import Counter

    from loaders.readers.docx.styles import Styles

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_VML = "{urn:schemas-microsoft-com:vml}"

TICKED, UNTICKED = "\u2612", "\u2610"

_PASSED_OVER = frozenset(
    f"{W}{name}"
    for name in ("pPr", "rPr", "sdtPr", "del", "moveFrom", "instrText", "delText", "rt")
)
_SYMBOLS = {
    "F06E": "\u25a0", "F06F": UNTICKED, "F071": UNTICKED, "F072": UNTICKED, "F0A7": "\u25aa",
    "F0A8": UNTICKED, "F0B7": "\u2022", "F0FB": TICKED, "F0FC": "\u2713", "F0FD": TICKED,
    "F0FE": "\u2611", "F0D8": "\u25b8", "F0E0": "\u2192", "F04A": "\u263a", "F06C": "\u25cf",
}  # fmt: skip
"""Characters of the Wingdings and Symbol fonts that plans use, as everyone's fonts have them."""
_BREAKS = {
    f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-",
}  # fmt: skip


class Tag(StrEnum):
    """Elements that are no words themselves, but say something of them."""

    INSERTED = f"{W}ins"
    FIELD = f"{W}fldChar"
    SYMBOL = f"{W}sym"
    FOOTNOTE = f"{W}footnoteReference"
    ENDNOTE = f"{W}endnoteReference"
    PICTURE = f"{_DRAWING}docPr"
    ART = f"{_VML}textpath"


@dataclass(slots=True)
class Paragraph:
    """What was read of one paragraph.

    Attributes:
        text: its words, folded.
        parts: what its tabs part.
        bold: True where all of them are bold.
        boxes: contents of the text boxes that hang on it, to be read after it.
        art: words drawn as shapes, as watermarks are.
        pictures: what its pictures are said to show.
        notes: kind and id of each footnote or endnote that it refers to.
        joined: True where its end was deleted, so that the next paragraph goes on with it.
    """

    text: str = ""
    parts: tuple[str, ...] = ()
    bold: bool = False
    boxes: list[etree._Element] = field(default_factory=list)
    art: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    joined: bool = False


def read_paragraph(
    element: etree._Element, style: str | None, styles: Styles, seen: Counter[str]
) -> Paragraph:
    """Read one `w:p`.

    Args:
        element: the paragraph.
        style: id of its style.
        styles: those of the document.
        seen: counts `inserted`, `deleted` and `hidden` stretches of words.
    """
    reading = _Reading(style, styles, seen)
    walk = etree.iterwalk(element, events=("start",))
    for _, one in walk:
        if not reading.enter(one):
            walk.skip_subtree()
    return reading.done(element)


class _Reading:
    """Goes through a paragraph once."""

    def __init__(self, style: str | None, styles: Styles, seen: Counter[str]) -> None:
        self._style = style
        self._styles = styles
        self._seen = seen
        self._words: list[str] = []
        self._bold: list[bool] = []
        self._run: etree._Element | None = None
        self._fields: list[bool] = []
        """For each field that is open here: True once its result has begun."""
        self._read = Paragraph()

    def enter(self, one: etree._Element) -> bool:
        """Take one element in; False where what is inside it is passed over."""
        tag = one.tag
        if tag in _PASSED_OVER or (tag == f"{_MC}Fallback" and _has_choice(one)):
            self._seen["deleted"] += tag == f"{W}del" and _has_words(one, "delText", "t")
            return False
        if tag == f"{W}r":
            return self._enter_run(one)
        if tag == f"{W}txbxContent":
            self._read.boxes.append(one)
            return False
        if tag == f"{W}sdt":
            # A form's prompt ("Click here to enter text") is no word of the document.
            return one.find(f"{W}sdtPr/{W}showingPlcHdr") is None
        if tag in {f"{W}t", f"{_MATHS}t"}:
            self._say(one.text or "")
        elif tag in _BREAKS:
            self._say(_BREAKS[tag])
        else:
            self._take(one)
        return True

    def _take(self, one: etree._Element) -> None:
        """Note what is no word itself."""
        match one.tag:
            case Tag.INSERTED:
                self._seen["inserted"] += _has_words(one, "t")
            case Tag.FIELD:
                self._field(one)
            case Tag.SYMBOL:
                self._say(_SYMBOLS.get((one.get(f"{W}char") or "").upper(), ""))
            case Tag.FOOTNOTE:
                self._read.notes.append(("footnotes", one.get(f"{W}id", "")))
            case Tag.ENDNOTE:
                self._read.notes.append(("endnotes", one.get(f"{W}id", "")))
            case Tag.PICTURE:
                self._read.pictures.append(folded(one.get("descr") or ""))
            case Tag.ART:
                self._read.art.append(folded(one.get("string") or ""))

    def _enter_run(self, run: etree._Element) -> bool:
        self._run = run
        if not self._styles.is_so(run, "vanish", self._style):
            return True
        self._seen["hidden"] += _has_words(run, "t")
        # A hidden run may still open or close a field.
        for mark in run.iterchildren(f"{W}fldChar"):
            self._field(mark)
        return False

    def _field(self, mark: etree._Element) -> None:
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            self._say(_form(mark))
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _say(self, words: str) -> None:
        if not words or not all(self._fields):
            return
        self._words.append(words)
        if words.isspace() or self._run is None:
            return
        self._bold.append(self._styles.is_so(self._run, "b", self._style))

    def done(self, element: etree._Element) -> Paragraph:
        read = self._read
        words = "".join(self._words)
        read.text = folded(words)
        read.parts = tuple(map(folded, words.split("\t")))
        read.bold = bool(self._bold) and all(self._bold)
        read.joined = element.find(f"{W}pPr/{W}rPr/{W}del") is not None
        return read


def _has_choice(fallback: etree._Element) -> bool:
    """Tell whether a newer form of the same thing stands beside its older one."""
    parent = fallback.getparent()
    return parent is not None and parent.find(f"{_MC}Choice") is not None


def _has_words(element: etree._Element, *names: str) -> bool:
    return any(one.text for one in element.iter(*(f"{W}{name}" for name in names)))


def _form(mark: etree._Element) -> str:
    """Return what an old form field shows: a box, or the choice made in a list."""
    box = mark.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        state = box.find(f"{W}checked")
        state = box.find(f"{W}default") if state is None else state
        return TICKED if state is not None and is_on(state.get(f"{W}val")) else UNTICKED
    choices = mark.find(f"{W}ffData/{W}ddList")
    if choices is None:
        return ""
    entries = [one.get(f"{W}val") or "" for one in choices.iterchildren(f"{W}listEntry")]
    chosen = choices.find(f"{W}result")
    chosen = choices.find(f"{W}default") if chosen is None else chosen
    at = "0" if chosen is None else chosen.get(f"{W}val") or "0"
    return entries[int(at)] if at.isascii() and at.isdigit() and int(at[:4]) < len(entries) else ""
