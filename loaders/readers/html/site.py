"""Tells what of a saved page is shown, what belongs to the site, and what is the document.

The tags, roles and names are data, in `patterns/pages.toml`.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections import Counter
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from loaders.colours import colour_name, colour_of_hex

if TYPE_CHECKING:
    from collections.abc import Iterable

_PATTERNS = Path(__file__).resolve().parents[2] / "patterns" / "pages.toml"

NEVER_WORDS = frozenset(
    (
        "script", "style", "template", "noscript", "head", "title", "meta", "link", "iframe",
        "object", "embed", "applet", "audio", "video", "canvas", "select", "datalist", "textarea",
        "input", "progress", "meter", "map",
    )
)  # fmt: skip
"""Elements whose inside is not text of the page."""

_NAME_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_RULE = re.compile(r"([^{}]{1,500})\{([^{}]{0,2000})\}")
_CLASS = re.compile(r"(?:[a-z]{1,10})?\.([\w-]{1,80})", re.IGNORECASE)
_MEDIA = re.compile(
    r"@media[^{}@]{0,300}\{(?:[^{}]{0,500}\{[^{}]{0,2000}\}){0,1000}[^{}]{0,500}\}", re.IGNORECASE
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_NOT_SHOWN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_FILL = re.compile(r"(?:^|;)\s*background(?:-color)?\s*:([^;]{1,200})", re.IGNORECASE)
_HEX = re.compile(r"#[0-9a-f]{3,6}\b", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})", re.IGNORECASE)
_NAMED = {
    "red": "red", "darkred": "red", "crimson": "red", "firebrick": "red", "tomato": "red",
    "orangered": "red", "indianred": "red", "lightcoral": "red", "salmon": "red",
    "orange": "amber", "darkorange": "amber", "gold": "amber", "goldenrod": "amber",
    "yellow": "yellow", "lightyellow": "yellow", "khaki": "yellow",
    "green": "green", "lime": "green", "limegreen": "green", "lightgreen": "green",
    "darkgreen": "green", "forestgreen": "green", "seagreen": "green", "palegreen": "green",
    "blue": "blue", "lightblue": "blue", "navy": "blue", "royalblue": "blue", "steelblue": "blue",
    "grey": "grey", "gray": "grey", "lightgrey": "grey", "lightgray": "grey", "silver": "grey",
    "purple": "purple", "black": "black",
}  # fmt: skip
"""CSS colour names that plans use, as `loaders.colours` names them."""
_LONGEST_STYLE = 500_000
_FEWEST_ROWS = 3
_MOST, _MUCH = 0.5, 0.25
"""Of a page's words: what holds more is not the site's, whatever it is called. Where only a class
says so, less will do."""
_SIDEBAR = 400
"""Characters of words that a site's own menus and sidebars may hold on the shortest of pages."""
_NOTES_WITHIN = 3
"""Elements between a footnote and what holds all of them."""
_LEAST_SHARE = 0.25
"""Of a page's words: a `main` that holds fewer is only part of the document."""

_data = functools.cache(lambda: tomllib.loads(_PATTERNS.read_text(encoding="utf-8")))


class Site:
    """A page's own rules: what it hides and colours, and where its document stands.

    Attributes:
        content: the element that holds the document.
        left_out: how many elements were taken for the site's own.
        hidden: how many hidden elements with words were passed over.
        hides_table: True where a table worth the name was among them.
    """

    def __init__(self, root: etree._Element) -> None:
        """Read the page's own styles and find its document."""
        self._colours: dict[str, str] = {}
        self._unseen = set(_data()["hidden"]["names"])
        self._read_styles(root)
        body = next(root.iter("body"), root)
        self._most = _holding(body, _MOST)
        self._much = _holding(body, _MUCH, _SIDEBAR)
        self._document = _holding_document(body)
        self.left_out = 0
        self.hidden = 0
        self.hides_table = False
        self.content = self._content(body)

    def is_hidden(self, element: etree._Element) -> bool:
        """Tell whether a page never shows an element."""
        hidden = element.get("hidden")
        classes = (element.get("class") or "").split()
        unseen = (
            # Accordions hide what a search in the page still finds: it belongs to the document.
            (hidden is not None and hidden.casefold() != "until-found")
            or _NOT_SHOWN.search(element.get("style") or "") is not None
            or any(name in self._unseen for name in classes)
            # A dialog that is open when the page is saved hides all the rest from screen readers.
            or (element.get("aria-hidden") == "true" and element not in self._document)
        )
        if unseen:
            self.hidden += any(not text.isspace() for text in element.itertext())
            self.hides_table = self.hides_table or element in self._document
        return unseen

    def is_hint(self, element: etree._Element) -> bool:
        """Tell whether an element in a heading only says what its control does: "Show this".

        It stands in a button or a link beside words of its own, and is an icon's name or what only
        screen readers say.
        """
        if element.tag not in ("span", "i", "em", "small", "b"):
            return False
        if not any(word in _words_of_names(element) for word in _data()["hints"]["words"]):
            return False
        control = next(element.iterancestors("button", "a", "summary"), None)
        return control is not None and len(_said(control)) > len(_said(element))

    def is_site(self, element: etree._Element) -> bool:
        """Tell whether an element is navigation, a banner, a footer and so on."""
        data = _data()["furniture"]
        role = (element.get("role") or "").casefold()
        words = _words_of_names(element) if element.tag not in _NEVER_SITE else frozenset()
        always = (
            element.tag in data["tags"]
            or role in data["roles"]
            or any(word in words for word in data["words"])
        )
        often = not always and (element.tag in data["often_tags"] or role in data["often_roles"])
        named = not always and not often and any(word in words for word in data["often_words"])
        if not (always or often or named):
            return False
        # Names are only names: "has-cookies" may stand on what holds the whole page.
        if element in (self._much if named else self._most):
            return False
        if not always and element in self._document:
            return False
        self.left_out += 1
        return True

    def colour(self, element: etree._Element) -> str | None:
        """Return the colour that an element is filled with, None where it has none."""
        if not element.attrib:
            return None
        style = _FILL.search(element.get("style") or "")
        named = _colour(style[1]) if style else None
        named = named or _colour(element.get("bgcolor") or "")
        names = (element.get("class") or "").split()
        return named or next(filter(None, map(self._colour_of_class, names)), None)

    def _colour_of_class(self, name: str) -> str | None:
        if name in self._colours:
            return self._colours[name]
        words = _words(name)
        data = _data()["colours"]
        named = [word for word in words if word in _colour_words()]
        others = [word for word in words if word not in _colour_words()]
        if len(named) != 1 or any(word in data["not_beside"] for word in others):
            return None
        cued = not others or any(word in data["cues"] for word in others)
        return _colour_words()[named[0]] if cued else None

    def _read_styles(self, root: etree._Element) -> None:
        """Take what the page's own style sheets hide and colour by class, on every screen."""
        sheets = "".join(one.text or "" for one in root.iter("style"))[:_LONGEST_STYLE].replace(
            "<!--", ""
        )
        sheets = _MEDIA.sub("", _COMMENT.sub("", sheets))
        for selectors, rules in _RULE.findall(sheets):
            fill = _FILL.search(rules)
            named = _colour(fill[1]) if fill else None
            unseen = _NOT_SHOWN.search(rules) is not None
            for selector in selectors.split(",") if named or unseen else ():
                only = _CLASS.fullmatch(selector.strip())
                if only and named:
                    self._colours[only[1]] = named
                if only and unseen:
                    self._unseen.add(only[1])

    def _content(self, body: etree._Element) -> etree._Element:
        """Return the element that holds the document: the page's main part, or all of its body."""
        candidates = [one for one in body.iter() if one.tag == "main" or one.get("role") == "main"]
        said = bool(candidates)
        if not candidates:
            ids = _data()["main"]["ids"]
            named = {(one.get("id") or "").casefold(): one for one in body.iter("div", "section")}
            candidates = [named[key] for key in ids if key in named][:1]
        if not candidates:
            candidates = list(body.iter("article"))
        tables = sum(1 for _ in body.iter("table"))
        headed = next(body.iter("h1"), None) is not None
        for one in candidates:
            if headed and not said and next(one.iter("h1"), None) is None:
                continue  # the page's own heading stands above it
            if sum(1 for _ in one.iter("table")) == tables and (
                tables or _length(one) >= _LEAST_SHARE * _length(body)
            ):
                return one
        return body


def without_asides(text: str) -> str:
    """Return words without what a site adds to its links: "(opens in a new tab)"."""
    return _asides().sub("", text)


def holds_notes(element: etree._Element) -> bool:
    """Tell whether an element is of a page's footnotes: they are no list of the document."""
    around = (element, *islice(element.iterancestors(), _NOTES_WITHIN))
    return any(
        one.get("role") in {"doc-endnotes", "doc-footnote"}
        or any(word in _data()["notes"]["words"] for word in _words(one.get("class") or ""))
        for one in around
    )


def stands_apart(element: etree._Element) -> bool:
    """Tell whether an inline element is a tag or label, with a gap round it on the screen."""
    return any(word in _data()["apart"]["words"] for word in _words(element.get("class") or ""))


def part_of_table(element: etree._Element) -> str | None:
    """Return `table`, `row` or `cell` where an element is one, by its tag, role, style or class."""
    tag, role = element.tag, (element.get("role") or "").casefold()
    if tag in _PARTS:
        return None if role in {"presentation", "none"} and tag == "table" else _PARTS[tag]
    if role in _ROLES:
        return _ROLES[role]
    if tag not in {"div", "span", "li", "ul", "section", "p", "dl", "dd", "dt"}:
        return None
    display = _DISPLAY.search(element.get("style") or "")
    if display:
        return _DISPLAYED.get(display[1].casefold())
    names = (element.get("class") or "").casefold().split()
    tables = _data()["tables"]
    return next((part for part in tables if any(name in tables[part] for name in names)), None)


_PARTS = {"table": "table", "tr": "row", "td": "cell", "th": "cell"}
_ROLES = {
    "table": "table", "grid": "table", "treegrid": "table", "row": "row", "cell": "cell",
    "gridcell": "cell", "columnheader": "cell", "rowheader": "cell",
}  # fmt: skip
_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*(table(?:-row|-cell)?)\s*(?:;|$)", re.IGNORECASE)
_DISPLAYED = {"table": "table", "table-row": "row", "table-cell": "cell"}
_NEVER_SITE = frozenset(
    ("html", "body", "main", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "h1", "h2")
)


def _holding(body: etree._Element, share: float, least: int = 0) -> set[etree._Element]:
    """Return the elements in which more than a share of a page's words stands, its `main` too."""
    least = max(least, int(share * _length(body)))
    holding = {up for main in body.iter("main") for up in (main, *main.iterancestors())}
    lengths = [0]
    for event, one in etree.iterwalk(body, events=("start", "end")):
        if event == "start":
            lengths.append(_words_in(one.text) if one.tag not in NEVER_WORDS else 0)
            continue
        length = lengths.pop()
        if length > least:
            holding.add(one)
        lengths[-1] += length + _words_in(one.tail)
    return holding


def _holding_document(body: etree._Element) -> set[etree._Element]:
    """Return the elements in which the page's own heading or a table worth the name stands."""
    rows = Counter(next(row.iterancestors("table"), None) for row in body.iter("tr"))
    tables = (table for table, count in rows.items() if count >= _FEWEST_ROWS)
    holding: set[etree._Element] = set()
    for one in chain(body.iter("h1", "main"), tables):
        up = one
        while up is not None and up not in holding:
            holding.add(up)
            up = up.getparent()
    return holding


def _length(element: etree._Element) -> int:
    """Return how many characters of words stand in an element, scripts and styles left out."""
    texts = (one.text for one in element.iter() if one.tag not in NEVER_WORDS)
    tails = (one.tail for one in element.iterdescendants())
    return sum(map(_words_in, chain(texts, tails)))


def _words_in(text: str | None) -> int:
    return len(text.strip()) if text else 0


def _words(names: str) -> list[str]:
    return [word.casefold() for word in _NAME_WORD.findall(names)]


def _said(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _words_of_names(element: etree._Element) -> frozenset[str]:
    """Return the words in an element's classes and id, and each class and id as one word."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    whole = (re.sub(r"[^a-z]", "", name) for name in names.casefold().split())
    return frozenset((*_words(names), *whole))


@functools.cache
def _colour_words() -> dict[str, str]:
    data = _data()["colours"]
    names = (name for name in data if name not in {"cues", "not_beside"})
    return {word: name for name in names for word in data[name]}


@functools.cache
def _asides() -> re.Pattern[str]:
    return re.compile("|".join(_data()["furniture"]["asides"]), re.IGNORECASE)


def _colour(value: str) -> str | None:
    """Return the name of a colour as CSS writes it."""
    value = value.strip()
    code = _HEX.search(value)
    if code:
        return colour_of_hex(code[0])
    channels = _RGB.search(value)
    if channels:
        red, green, blue = (min(int(one), 255) / 255 for one in channels.groups())
        return colour_name(red, green, blue)
    words: Iterable[str] = value.casefold().split()
    named = next((_NAMED[word] for word in words if word in _NAMED), None)
    return named or colour_of_hex(value)
