"""Counts Word's automatic numbers, which stand in no text: "3", "1.2", "(a)", "Recommendation 4".

A paragraph names a list and a level; the list's definition says how each level counts and what is
written round it (ECMA-376 part 1, section 17.9).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.readers.docx.package import W
from loaders.readers.drafts import BULLET, folded

if TYPE_CHECKING:
    from lxml import etree

_LEVELS = 9
_LETTERS = 26
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST = 100_000
_MOST_LETTERS = 780
_MOST_ROMAN = 3999
"""Past these (Word's own ends) a number is written as a decimal."""
_LONGEST = 100
"""Characters of what is written round a number."""
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}
_TEENS = (11, 12, 13)


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts.

    Attributes:
        start: its first number.
        form: `decimal`, `lowerLetter`, `bullet`, …
        text: what is written, `%1` standing for the number of level 1.
        restart: after which level (from 1) it begins anew; 0 never, None after any above it.
        legal: True where all numbers in it are written as decimals.
        style: id of the paragraph style that stands for this level.
    """

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(frozen=True, slots=True)
class _List:
    definition: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(frozen=True, slots=True)
class Number:
    """What Word shows before a paragraph.

    Attributes:
        marker: the number or bullet.
        level: from 1.
    """

    marker: str
    level: int


class Numbering:
    """The lists of a document; counts as paragraphs come, in reading order."""

    def __init__(self, root: etree._Element | None) -> None:
        """Read the lists that `numbering.xml` defines (None: there are none)."""
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is None:
            return
        definitions = {
            one.get(f"{W}abstractNumId", ""): one for one in root.iterchildren(f"{W}abstractNum")
        }
        by_style = {
            style.get(f"{W}val"): key
            for key, one in definitions.items()
            if (style := one.find(f"{W}styleLink")) is not None
        }
        for num in root.iterchildren(f"{W}num"):
            key = _value(num, "abstractNumId") or ""
            if key not in definitions:
                continue
            link = _value(definitions[key], "numStyleLink")
            key = by_style.get(link, key) if link else key
            levels = dict(map(_level, definitions[key].iterchildren(f"{W}lvl")))
            starts = {}
            for override in num.iterchildren(f"{W}lvlOverride"):
                at = _whole(override.get(f"{W}ilvl"), 0)
                levels |= dict(map(_level, override.iterchildren(f"{W}lvl")))
                start = _value(override, "startOverride")
                if start is not None:
                    starts[at] = _whole(start, 1)
            self._lists[num.get(f"{W}numId", "")] = _List(key, levels, starts)

    def level_of_style(self, list_id: str, style: str) -> int:
        """Return the level (from 0) of a list that a paragraph style stands for, else 0."""
        one = self._lists.get(list_id)
        levels = one.levels.items() if one else ()
        return next((at for at, level in levels if level.style == style), 0)

    def next(self, list_id: str, at: int) -> Number | None:
        """Count one paragraph.

        Args:
            list_id: `numId` of its list.
            at: its level, from 0.

        Returns:
            What Word shows before it, None where the list shows nothing or is not defined.
        """
        one = self._lists.get(list_id)
        at = min(max(at, 0), _LEVELS - 1)
        if one is None or at not in one.levels:
            return None
        counts = self._counts.setdefault(one.definition, [None] * _LEVELS)
        if at in one.starts and (list_id, at) not in self._begun:
            counts[at] = None
        start = one.starts.get(at, one.levels[at].start)
        self._begun.add((list_id, at))
        before = counts[at]
        counts[at] = start if before is None else before + 1
        for deeper in range(at + 1, _LEVELS):
            restart = one.levels[deeper].restart if deeper in one.levels else None
            if restart is None or (restart > 0 and at < restart):
                counts[deeper] = None
        marker = _marker(one, at, counts)
        return Number(marker, at + 1) if marker else None


def _marker(one: _List, at: int, counts: list[int | None]) -> str:
    level = one.levels[at]
    if level.form == "bullet":
        return BULLET
    text = level.text
    for index in range(_LEVELS):
        if f"%{index + 1}" not in text:
            continue
        shown = one.levels.get(index, Level())
        count = counts[index]
        if count is None:
            count = one.starts.get(index, shown.start)
        form = "decimal" if level.legal and index != at else shown.form
        text = text.replace(f"%{index + 1}", written(count, "decimal" if level.legal else form))
    return folded(text)


def written(number: int, form: str) -> str:
    """Return a number in one of Word's forms; decimal where the form is not known.

    Args:
        number: from 0.
        form: a value of ST_NumberFormat.
    """
    if form == "none":
        return ""
    if form in {"lowerLetter", "upperLetter"} and 0 < number <= _MOST_LETTERS:
        # Word writes a to z, then aa to zz.
        letter = chr(ord("a") + (number - 1) % _LETTERS) * ((number - 1) // _LETTERS + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"} and 0 < number <= _MOST_ROMAN:
        numeral = _roman(number)
        return numeral.upper() if form == "upperRoman" else numeral
    if form == "decimalZero":
        return f"{number:02}"
    if form == "ordinal":
        ending = "th" if number % 100 in _TEENS else _ORDINALS.get(number % 10, "th")
        return f"{number}{ending}"
    return str(number)


def _roman(number: int) -> str:
    numeral = ""
    for value, letters in _ROMAN:
        numeral += letters * (number // value)
        number %= value
    return numeral


def _level(element: etree._Element) -> tuple[int, Level]:
    return _whole(element.get(f"{W}ilvl"), 0), Level(
        start=_whole(_value(element, "start"), 1),
        form=_value(element, "numFmt") or "decimal",
        text=(_value(element, "lvlText") or "")[:_LONGEST],
        restart=None if (restart := _value(element, "lvlRestart")) is None else _whole(restart, 0),
        legal=element.find(f"{W}isLgl") is not None,
        style=_value(element, "pStyle"),
    )


def _value(element: etree._Element, name: str) -> str | None:
    child = element.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def _whole(text: str | None, otherwise: int) -> int:
    """Return a number that a file gives; `otherwise` where it is none."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > len(str(_LARGEST)):
        return otherwise
    return int(text)
