"""What Word's styles say of a paragraph or a run: heading, list, bold, hidden.

A style says what its base does not say otherwise (ECMA-376 part 1, section 17.7); here only what
changes how a document is read is followed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.readers.docx.package import W

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_DEEPEST = 20
"""Styles based on one another; a chain in a ring ends here too."""
_HEADING = re.compile(r"heading ([1-9])")
_CONTENTS = re.compile(r"toc \d|toc heading|table of figures|contents heading")
_OFF = frozenset(("0", "false", "off", "none"))
_NO_OUTLINE = 9


@dataclass(frozen=True, slots=True)
class Listed:
    """A list and a level of it (from 0), as a paragraph or its style names them."""

    list_id: str
    level: int | None


class Styles:
    """The styles of a document."""

    def __init__(self, root: etree._Element | None) -> None:
        """Read `styles.xml` (None: there are none)."""
        self._by_id: dict[str, etree._Element] = {}
        self._default: str | None = None
        self._toggles: dict[tuple[str | None, str], bool | None] = {}
        for style in root.iterchildren(f"{W}style") if root is not None else ():
            key = style.get(f"{W}styleId", "")
            self._by_id[key] = style
            if style.get(f"{W}type") == "paragraph" and is_on(style.get(f"{W}default", "0")):
                self._default = key

    def of(self, paragraph: etree._Element) -> str | None:
        """Return the id of a paragraph's style."""
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        return self._default if named is None else named.get(f"{W}val")

    def outline(self, paragraph: etree._Element, style: str | None) -> int:
        """Return the level of a heading from 1, 0 for what is none.

        The paragraph's own outline level outranks its style's name and outline level.
        """
        own = paragraph.find(f"{W}pPr/{W}outlineLvl")
        if own is not None:
            return _outline(own)
        for one in self._chain(style):
            name = _name(one)
            heading = _HEADING.fullmatch(name)
            if heading or name == "title":
                return int(heading[1]) if heading else 1
            outline = one.find(f"{W}pPr/{W}outlineLvl")
            if outline is not None:
                return _outline(outline)
        return 0

    def is_contents(self, style: str | None) -> bool:
        """Tell whether paragraphs of a style stand in a table of contents."""
        return any(_CONTENTS.fullmatch(_name(one)) for one in self._chain(style))

    def listed(self, paragraph: etree._Element, style: str | None) -> tuple[Listed, str] | None:
        """Return the list that a paragraph belongs to and the style that says so (empty: itself).

        None where it belongs to none, or is taken out of its style's list (list 0).
        """
        own = _listed(paragraph.find(f"{W}pPr/{W}numPr"))
        if own and own.list_id == "0":
            return None
        if own and own.list_id:
            return own, ""
        for one in self._chain(style):
            found = _listed(one.find(f"{W}pPr/{W}numPr"))
            if found and found.list_id:
                level = own.level if own and own.level is not None else found.level
                styled = Listed(found.list_id, level), one.get(f"{W}styleId", "")
                return None if found.list_id == "0" else styled
        return None

    def toggle(self, style: str | None, name: str) -> bool | None:
        """Return whether a style switches a property of its runs (`b`, `vanish`), None: silent."""
        key = (style, name)
        if key not in self._toggles:
            found = (one.find(f"{W}rPr/{W}{name}") for one in self._chain(style))
            first = next((one for one in found if one is not None), None)
            self._toggles[key] = None if first is None else is_on(first.get(f"{W}val"))
        return self._toggles[key]

    def is_so(self, run: etree._Element, name: str, style: str | None) -> bool:
        """Tell whether a run is bold, hidden and so on, by itself or by its styles.

        Args:
            run: the run.
            name: element of the property: `b`, `vanish`.
            style: style of its paragraph.
        """
        properties = run.find(f"{W}rPr")
        if properties is not None:
            own = properties.find(f"{W}{name}")
            if own is not None:
                return is_on(own.get(f"{W}val"))
            named = properties.find(f"{W}rStyle")
            said = None if named is None else self.toggle(named.get(f"{W}val"), name)
            if said is not None:
                return said
        return bool(self.toggle(style, name))

    def _chain(self, style: str | None) -> Iterator[etree._Element]:
        for _ in range(_DEEPEST):
            one = self._by_id.get(style) if style is not None else None
            if one is None:
                return
            yield one
            base = one.find(f"{W}basedOn")
            style = None if base is None else base.get(f"{W}val")


def is_on(value: str | None) -> bool:
    """Tell what an on/off value says; its element alone, without a value, means on."""
    return value is None or value.casefold() not in _OFF


def _name(style: etree._Element) -> str:
    name = style.find(f"{W}name")
    return "" if name is None else (name.get(f"{W}val") or "").casefold()


def _outline(element: etree._Element) -> int:
    value = element.get(f"{W}val") or ""
    level = int(value) if value.isascii() and value.isdigit() and len(value) == 1 else _NO_OUTLINE
    return 0 if level == _NO_OUTLINE else level + 1


def _listed(element: etree._Element | None) -> Listed | None:
    if element is None:
        return None
    list_id, level = element.find(f"{W}numId"), element.find(f"{W}ilvl")
    at = "" if level is None else level.get(f"{W}val") or ""
    return Listed(
        "" if list_id is None else list_id.get(f"{W}val") or "",
        int(at) if at.isascii() and at.isdigit() and len(at) == 1 else None,
    )
