"""Walks a web page: headings, list items, lines and tables, in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from loaders.readers.docx.numbering import written
from loaders.readers.drafts import BULLET, DraftCell, DraftTable, Words, folded, looks_like_heading
from loaders.readers.html.site import (
    NEVER_WORDS,
    holds_notes,
    part_of_table,
    stands_apart,
    without_asides,
)
from loaders.readers.html.tables import is_data, table_of
from loaders.readers.site_lines import is_site_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from loaders.readers.html.site import Site

_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
        "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre",
        "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    )
)  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)} | {"summary": 6}
"""What opens and closes a part of the page heads it, below all other headings."""
_BOLD = frozenset(("b", "strong", "th"))
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)", re.IGNORECASE)
_FORMS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_BLANKS = re.compile(r"\s+")
_CONTROLS = frozenset(("button", "label"))
_MOST = 100_000


@dataclass(slots=True)
class _List:
    """A list that is open: the form of its numbers (None: bullets) and the next one."""

    form: str | None
    count: int
    step: int


class Walk:
    """Goes through an element once.

    Attributes:
        pieces: what was read, in order.
        pictures: what pictures and icons are said to show.
        colours: fills met inside, in order.
    """

    def __init__(
        self, site: Site, count_cells: Callable[[int], None], *, in_cell: bool = False
    ) -> None:
        """Begin.

        Args:
            site: of the page.
            count_cells: told of every table's cells before they are read.
            in_cell: True where tables are only words of something larger.
        """
        self._site = site
        self._count_cells = count_cells
        self._in_cell = in_cell
        self._words: list[str] = []
        self._bold = 0
        self._all_bold = True
        self._preformatted = 0
        self._heading = 0
        self._lists: list[_List] = []
        self._marker: str | None = None
        self._term: str | None = None
        self._in_term = False
        self.pieces: list[Words | DraftTable] = []
        self.pictures: list[str] = []
        self.colours: list[str] = []

    def over(self, element: etree._Element) -> Walk:
        """Read an element with all that is in it; what is hidden or the site's is passed over."""
        walk = etree.iterwalk(element, events=("start", "end"))
        passed: etree._Element | None = None
        for event, one in walk:
            if event == "start":
                if one is not element and not self._enter(one):
                    walk.skip_subtree()
                    passed = one
                else:
                    self._open(one)
                    self._say(one.text)
                continue
            if one is passed:
                passed = None
            else:
                self._close(one)
            if one is not element:
                self._say(one.tail)
        self._flush()
        self._settle_term()
        return self

    def _enter(self, one: etree._Element) -> bool:
        """Tell whether an element's inside is walked; a table is read here as a whole."""
        tag = one.tag
        if not isinstance(tag, str) or tag in NEVER_WORDS or self._site.is_hidden(one):
            return False
        if tag == "svg" or (tag == "img" and one.get("alt")):
            self._picture(one)
            return False
        if tag == "br":
            self._words.append("\n")
            return False
        if _is_footnote_mark(one) or (self._heading and self._site.is_hint(one)):
            return False
        if self._in_cell:
            named = self._site.colour(one)
            if named:
                self.colours.append(named)
            if not len(one) and not one.text:
                self._picture(one)
            return True
        if tag in _CONTROLS and not self._heading:
            return False
        if part_of_table(one) == "table" and is_data(one):
            self._flush()
            self._settle_term()
            self.pieces.append(self._table(one))
            return False
        return not self._site.is_site(one)

    def _open(self, one: etree._Element) -> None:
        tag = one.tag
        if tag in _BLOCKS or _heading(one) or part_of_table(one):
            self._flush()
        elif stands_apart(one):
            self._words.append(" ")
        self._heading = self._heading or _heading(one)
        self._bold += _is_bold(one)
        self._preformatted += tag == "pre"
        if tag in {"ol", "ul"}:
            self._lists.append(_list(one))
        elif tag == "li" and self._lists:
            self._marker = _marker(self._lists[-1], one)
        elif tag == "dt":
            self._settle_term()
            self._in_term = True

    def _close(self, one: etree._Element) -> None:
        tag = one.tag
        if tag in _BLOCKS or _heading(one) or part_of_table(one):
            self._flush()
        elif stands_apart(one):
            self._words.append(" ")
        if _heading(one):
            self._heading = 0
        self._bold -= _is_bold(one)
        self._preformatted -= tag == "pre"
        if tag in {"ol", "ul"}:
            self._lists.pop()
        elif tag == "li":
            self._marker = None
        elif tag == "dt":
            self._in_term = False
        elif tag in {"dd", "dl"}:
            self._settle_term()

    def _say(self, text: str | None) -> None:
        if not text:
            return
        self._words.append(text if self._preformatted else _BLANKS.sub(" ", text))
        if not text.isspace():
            self._all_bold = self._all_bold and self._bold > 0

    def _flush(self) -> None:
        """End the paragraph that is being read."""
        if not self._words:
            return
        text = folded(without_asides("".join(self._words)))
        bold, self._all_bold = self._all_bold, True
        self._words = []
        if not text or (not self._in_cell and is_site_line(text)):
            return
        if self._in_term:
            self._term = text if self._term is None else f"{self._term} {text}"
            return
        if self._term is not None:
            # A term and what is said of it are one line, as labelled lines are elsewhere.
            text = f"{_label(self._term)} {text}"
            self._term = None
            bold = False
        marker, self._marker = self._marker, None
        if self._heading:
            self.pieces.append(Words(text, "heading", self._heading, marker))
        elif marker:
            self.pieces.append(Words(text, "item", len(self._lists), marker))
        elif bold and not self._in_cell and looks_like_heading(text):
            self.pieces.append(Words(text, "heading"))
        else:
            self.pieces.append(Words(text))

    def _settle_term(self) -> None:
        """Write a term that nothing was said of."""
        if self._term is not None and not self._in_term:
            self.pieces.append(Words(_label(self._term)))
            self._term = None

    def _picture(self, one: etree._Element) -> None:
        named = next((title.text for title in one.iter("title")), None)
        said = one.get("alt") or one.get("aria-label") or named or one.get("title")
        if said and said.strip():
            self.pictures.append(folded(said))

    def _table(self, table: etree._Element) -> DraftTable:
        return table_of(table, self._site, self._cell, self._count_cells)

    def _cell(self, element: etree._Element) -> DraftCell:
        walk = Walk(self._site, self._count_cells, in_cell=True).over(element)
        lines = [
            f"{one.marker} {one.text}" if one.marker and one.marker != BULLET else one.text
            for one in walk.pieces
            if isinstance(one, Words)
        ]
        # A picture's words count where it stands for words: a red light alone in a status cell.
        text = "\n".join(lines) or " ".join(dict.fromkeys(walk.pictures))
        colour = self._site.colour(element)
        return DraftCell(text, colour or next(iter(walk.colours), None))


def _is_footnote_mark(one: etree._Element) -> bool:
    return one.tag == "sup" and any("#" in (link.get("href") or "") for link in one.iter("a"))


def _label(term: str) -> str:
    return term if term.endswith((":", "?")) else f"{term}:"


def _heading(one: etree._Element) -> int:
    if one.get("role") == "heading":
        level = one.get("aria-level") or ""
        return int(level) if level in {"1", "2", "3", "4", "5", "6"} else 2
    return _HEADINGS.get(one.tag, 0)


def _is_bold(one: etree._Element) -> bool:
    return one.tag in _BOLD or _BOLD_STYLE.search(one.get("style") or "") is not None


def _list(one: etree._Element) -> _List:
    if one.tag == "ul" or holds_notes(one):
        return _List(None, 0, 0)
    items = sum(1 for _ in one.iterchildren("li"))
    backwards = one.get("reversed") is not None
    start = _whole(one.get("start"), items if backwards else 1)
    return _List(_FORMS.get(one.get("type") or "1", "decimal"), start, -1 if backwards else 1)


def _marker(within: _List, item: etree._Element) -> str | None:
    if within.form is None:
        return None if holds_notes(item) else BULLET
    count = _whole(item.get("value"), within.count)
    within.count = count + within.step
    return f"{written(count, within.form)}."


def _whole(text: str | None, otherwise: int) -> int:
    text = (text or "").strip()
    return (
        int(text)
        if text.isascii() and text.isdigit() and len(text) < len(str(_MOST))
        else otherwise
    )
