"""Shows a number of a workbook as its number format does: dates, percentages, refs like 1.10.

Where a format hides what matters, or leaves it open, the words say it in full: a date without its
year, and one that writes the month's number before the day, are given as ISO dates. What a format
leaves to the computer's region is shown as in the United Kingdom. Source of the formats: ECMA-376
part 1, 18.8.30 and 18.8.31.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache
from typing import NamedTuple

from openpyxl.styles.numbers import BUILTIN_FORMATS

_REGIONAL = {14: "dd/mm/yyyy", 22: "dd/mm/yyyy hh:mm"}
_FOREIGN_DATES = {*range(27, 37), *range(50, 59)}
"""Built-in formats that are dates in East Asian editions of Excel, and nothing in others."""
_SYSTEM_DATE = re.compile(r"\[\$-F800\]", re.IGNORECASE)

_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"?
    | \\(?P<escaped>.)
    | [_*].                              # room as wide as a character, or filled with it
    | \[\$(?P<currency>[^\]-]*)[^\]]*\]
    | \[(?P<elapsed>h+|m+|s+)\]
    | \[(?P<condition>[<>=][^\]]*)\]
    | \[[^\]]*\]                         # a colour
    | (?P<general>general)
    | (?P<noon>am/pm|a/p)
    | (?P<date>y+|m+|d+|h+|s+(?:\.0+)?)
    | (?P<exponent>e[+-])
    | (?P<digit>[0\#?])
    | (?P<sign>[.,%/@])
    | (?P<literal>.)
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
# Written out, because `strftime` would follow the computer's language.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LONGEST_FORMAT = 255
_LAST_DAY = 2_958_466
"""Serial number of the day after 31 December 9999."""
_DAY = 86_400
"""Seconds."""
_PHANTOM_DAY = 60
"""Serial number that Excel gives to 29 February 1900, a day that never was."""
_WHOLE = 1e15
_DIGITS = 11
"""Digits that a cell shows of a fraction when no format says how many."""


class Format(NamedTuple):
    """A number format.

    Attributes:
        code: as the workbook writes it.
        iso: True where it is a date whose order nobody knows.
    """

    code: str = "General"
    iso: bool = False


def format_of(number: int, own: dict[int, str]) -> Format:
    """Return the number format of an id; `own` are those that the workbook defines."""
    if number in own:
        return Format(own[number][:_LONGEST_FORMAT])
    if number in _REGIONAL:
        return Format(_REGIONAL[number])
    return Format(BUILTIN_FORMATS.get(number, "General"), iso=number in _FOREIGN_DATES)


def shown(value: float, form: Format, *, since_1904: bool = False) -> str:
    """Return a number as its format shows it.

    Args:
        value: the number, for a date its serial number.
        form: the format.
        since_1904: True where the workbook counts days from 1 January 1904.
    """
    sections = _sections(form.code)
    section = sections[0]
    if len(sections) > 1 and value < 0:
        section, value = sections[1], -value
    elif len(sections) > 2 and value == 0:  # noqa: PLR2004 above zero; below it; zero
        section = sections[2]
    kinds = {kind for kind, _ in section}
    if form.iso or "date" in kinds or "elapsed" in kinds:
        return _date(value, section, form, since_1904=since_1904)
    if "condition" in kinds or "general" in kinds:
        return general(value)
    if "digit" not in kinds:
        words = "".join(words for kind, words in section if kind == "literal")
        return general(value) if ("sign", "@") in section else words
    return _number(value, section)


def general(value: float) -> str:
    """Return a number as a cell shows it that has no format."""
    if value == int(value) and abs(value) < _WHOLE:
        return str(int(value))
    return f"{value:.{_DIGITS}G}"


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Split a format at its semicolons, each part into pairs of kind and characters."""
    if _SYSTEM_DATE.search(code):
        code = "dd mmmm yyyy"
    sections: list[list[tuple[str, str]]] = [[]]
    for token in _TOKEN.finditer(code):
        kind = token.lastgroup
        if kind is None:
            continue
        words = token[kind]
        if kind == "literal" and words == ";":
            sections.append([])
        elif kind in ("quoted", "escaped", "currency"):
            sections[-1].append(("literal", words))
        else:
            sections[-1].append((kind, words.lower() if kind != "literal" else words))
    return tuple(map(tuple, sections))


def _date(
    value: float, section: tuple[tuple[str, str], ...], form: Format, *, since_1904: bool
) -> str:
    days = value + (1462 if since_1904 else 1 if value < _PHANTOM_DAY else 0)
    # The last half second of 9999 would be rounded up into a year that no date has.
    if not (value >= 0 and round(days * _DAY) < _LAST_DAY * _DAY):
        return general(value)
    letters = [words[0] for kind, words in section if kind == "date"]
    if any(kind == "elapsed" for kind, _ in section):
        return _elapsed(value, section)
    moment = datetime(1899, 12, 30) + timedelta(seconds=round(days * _DAY))  # noqa: DTZ001 a workbook knows no zone
    months = [at for at in range(len(letters)) if _is_month(letters, at)]
    days_at = [at for at, letter in enumerate(letters) if letter == "d"]
    dated = bool(months or days_at)
    numeric = any(kind == "date" and words in ("m", "mm") for kind, words in section)
    american = (
        dated
        and numeric
        and months
        and days_at
        and months[0] < days_at[0]
        and ("y" in letters and letters.index("y") > months[0])
    )
    if form.iso or american or (dated and "y" not in letters):
        plain = moment.date().isoformat()
        return f"{plain} {moment:%H:%M}" if moment.hour or moment.minute else plain
    if dated and not (moment.hour or moment.minute or moment.second):
        section = _without_time(section)  # midnight is no time, but a day's number without one
    half_day = any(kind == "noon" for kind, _ in section)
    out: list[str] = []
    at = 0
    for kind, words in section:
        if kind == "date":
            out.append(_part(moment, words, month=at in months, half_day=half_day))
            at += 1
        elif kind == "noon":
            out.append("AM" if moment.hour < 12 else "PM")  # noqa: PLR2004 noon
        else:
            out.append(words)
    return "".join(out).strip()


def _without_time(section: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Return a format's date, where its time stands after it."""
    at = next(
        (at for at, one in enumerate(section) if one[0] == "date" and one[1][0] in "hs"), None
    )
    return (
        section if at is None or not any(one[0] == "date" for one in section[:at]) else section[:at]
    )


def _is_month(letters: list[str], at: int) -> bool:
    """Tell months from minutes, which stand after hours or before seconds."""
    before = letters[at - 1] if at else ""
    after = letters[at + 1] if at + 1 < len(letters) else ""
    return letters[at] == "m" and before != "h" and after != "s"


def _part(moment: datetime, words: str, *, month: bool, half_day: bool) -> str:
    """Return one part of a date: `words` is its letters, as often as the format repeats them."""
    letter, count = words[0], len(words)
    if letter == "y":
        return f"{moment:%Y}" if count > 2 else f"{moment:%y}"  # noqa: PLR2004 yy or yyyy
    if letter == "m" and month:
        name = _MONTHS[moment.month - 1]
        names = {3: name[:3], 4: name, 5: name[0]}
        return names.get(count, f"{moment.month:0{min(count, 2)}}")
    if letter == "d":
        name = _DAYS[moment.weekday()]
        names = {3: name[:3], 4: name}
        return names.get(count, f"{moment.day:0{min(count, 2)}}")
    hour = (moment.hour % 12 or 12) if half_day else moment.hour
    number = {"h": hour, "m": moment.minute, "s": moment.second}[letter]
    return f"{number:02}" if count > 1 else str(number)


def _elapsed(value: float, section: tuple[tuple[str, str], ...]) -> str:
    """Return a stretch of time: the first unit counts all of it, the others what is left."""
    left = round(value * 86_400)
    out = []
    for kind, words in section:
        if kind in ("elapsed", "date") and words[0] in "hms":
            unit = {"h": 3600, "m": 60, "s": 1}[words[0]]
            number, left = divmod(left, unit)
            out.append(f"{number:0{min(len(words), 2)}}")
        else:
            out.append(words)
    return "".join(out).strip()


def _number(value: float, section: tuple[tuple[str, str], ...]) -> str:
    signs = [words for kind, words in section if kind == "sign"]
    if "/" in signs and any(kind == "digit" and words == "?" for kind, words in section):
        return general(value)  # a fraction such as 2 1/2
    places = [at for at, (kind, _) in enumerate(section) if kind == "digit"]
    point = next((at for at, one in enumerate(section) if one == ("sign", ".")), None)
    power = next((at for at, (kind, _) in enumerate(section) if kind == "exponent"), None)
    if power is not None:
        decimals = sum(point is not None and point < at < power for at in places)
        return f"{value:.{decimals}E}"
    whole = [at for at in places if point is None or at < point]
    tail = [section[at][1] for at in places if point is not None and at > point]
    commas = [at for at, one in enumerate(section) if one == ("sign", ",")]
    thousands = sum(at > places[-1] for at in commas)
    grouped = any(whole and whole[0] < at < whole[-1] for at in commas)
    with localcontext(prec=700):
        exact = Decimal(repr(value)) * 100 ** signs.count("%") / Decimal(1000) ** thousands
        rounded = exact.quantize(Decimal(1).scaleb(-len(tail)), ROUND_HALF_UP)
        digits, _, fraction = f"{abs(rounded):f}".partition(".")
    while fraction and tail and tail[-1] != "0" and fraction.endswith("0"):
        fraction = fraction[:-1]
        tail.pop()
    out: list[str] = ["-"] if rounded < 0 else []
    for at, (kind, words) in enumerate(section):
        if kind == "digit" and at == places[0]:
            out.append(_whole(digits, section[: point if point is not None else None], grouped))
        elif at == point:
            out.append(f".{fraction}" if fraction or tail else "")
        elif kind == "literal" and not (whole and whole[0] < at < whole[-1]):
            out.append(words)
        elif (kind, words) == ("sign", "%"):
            out.append("%")
    return "".join(out).strip()


def _whole(digits: str, section: tuple[tuple[str, str], ...], grouped: bool) -> str:  # noqa: FBT001 one of its own
    """Fill digits into the places before the point, from the right; the first takes the rest."""
    at = [index for index, (kind, _) in enumerate(section) if kind == "digit"]
    left = digits.lstrip("0")
    out: list[str] = []
    for index in range(at[-1], at[0] - 1, -1) if at else ():
        kind, words = section[index]
        if kind == "digit":
            taken = left if index == at[0] else left[-1:]
            left = left[: len(left) - len(taken)]
            out.append(taken or ("0" if words == "0" else ""))
        elif kind == "literal":
            out.append(words)
    filled = "".join(reversed(out))
    if grouped and filled.isdigit():
        zeros = len(filled) - len(filled.lstrip("0"))
        return f"{int(filled):,}" if not zeros or len(filled) == 1 else filled
    return filled
