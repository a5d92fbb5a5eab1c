"""Dates as plans write them, and the month that each names.

A due date is kept to its month, which is as exact as most plans are. What names no month (a season,
a year, "within three months", "November annually") gives none: the words are kept, nothing is
guessed. The end of a year or of a quarter is its last month.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
"""The number of each month by its names, whole and short, in lower case."""
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_FULL = r"(?:19|20)\d\d"
_YEAR = rf"(?:{_FULL}|['\u2018\u2019]?\d\d)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
DATE = (
    rf"(?:{_DAY}[\s-]+(?:of\s+)?)?(?:{_MONTH})\.?[\s,-]*{_YEAR}(?!\d)"
    r"|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})(?!\d)"
    rf"|\d{{1,2}}-\d{{1,2}}-{_FULL}(?!\d)"
    rf"|{_FULL}-\d{{2}}(?:-\d{{2}})?(?!\d)"
)
"""A date that names a month and a year, as plans write it: May-16, 31 December 2016, 31/12/2016."""

ISO_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
"""A year, month or day as the graph, sidecars and the register write it."""

_NAMED = re.compile(
    rf"(?<![a-z])(?P<month>{_MONTH})\.?"
    rf"(?:[\s,(/-]*(?P<year>{_YEAR})(?!\d)(?!\s?(?:st|nd|rd|th)\b)|\s+{_DAY},?\s+(?P<year_2>{_FULL})(?!\d))",
    re.IGNORECASE,
)
_FIGURES = re.compile(
    rf"(?<![\d/.-])(?:\d{{1,2}}[/.](?P<month>\d{{1,2}})[/.](?P<year>\d{{4}}|\d{{2}})"
    rf"|\d{{1,2}}\s?[-\u2013]\s?(?P<month_2>\d{{1,2}})\s?[-\u2013]\s?(?P<year_2>{_FULL})"
    r"|\d{1,2}-(?P<month_5>\d{1,2})-(?P<year_5>\d{2})"
    rf"|(?P<year_3>{_FULL})[-/.](?P<month_3>0[1-9]|1[0-2])(?P<day>[-/.]\d{{2}})?"
    rf"|(?P<month_4>\d{{1,2}})[/.-](?P<year_4>{_FULL}))(?![\d/])"
)
_SHORT = re.compile(r"\D*(?<![\w.])(?P<month>0?[1-9]|1[0-2])/(?P<year>\d\d)\D*")
"""A month and a year in two figures each ("09/18"): a date only where no other figure stands."""
_SPANS = (12, 52)
"""What "3/12" and "6/52" are counted in: months and weeks, not years."""
_FINANCIAL = rf"(?P<first>{_FULL}|\d\d)\s*[-/\u2013]\s*(?:20)?(?P<second>\d\d)(?!\d)"
_QUARTER = re.compile(
    rf"\b(?:q|(?:quarter|qtr)\s+)(?P<quarter>[1-4])\s*,?\s*(?:of\s+)?\(?(?:fy\s*)?{_FINANCIAL}"
    rf"|(?<![\d/.-]){_FINANCIAL.replace('first', 'first_2').replace('second', 'second_2')}"
    r"\s*,?\s*(?:q|(?:quarter|qtr)\s+)(?P<quarter_2>[1-4])\b",
    re.IGNORECASE,
)
_END_OF = re.compile(
    rf"\bend\s+(?:of\s+)?(?:the\s+)?(?:financial\s+year\s+|fy\s*)?(?:{_FINANCIAL}|(?P<year>{_FULL})\b)",
    re.IGNORECASE,
)
_REPLACED = re.compile(
    r"(?:\b(?:revised|moved|changed|extended|slipped)\s+from|\boriginally|\borig(?:inal(?:\s+\w+)?|\.)?:?|\bold(?:\s+\w+)?:?"
    r"|\bpreviously|\bwas)\s*$",
    re.IGNORECASE,
)
"""What stands before a date that another has replaced."""
_BEFORE = 30
_DECEMBER = 12
_MARCH = 3


def month_of(words: str) -> str | None:
    """Return the last month that the words name, as `YYYY-MM`, or None.

    Days stand before months, as in the United Kingdom; two-figure years are of this century.
    Quarters are of the financial year, April to March, and named only together with it ("Q3
    2024/25"). A date that was replaced ("revised from March 2018") does not count.
    """
    found = [
        (_REPLACED.search(words, max(0, at - _BEFORE), at) is None, at, f"{year:04}-{month:02}")
        for at, year, month in _months_in(words)
        if 1 <= month <= _DECEMBER
    ]
    return max(found)[2] if found else None


def _months_in(words: str) -> Iterator[tuple[int, int, int]]:
    """Yield where a month is named, its year and its number."""
    for match in _NAMED.finditer(words):
        # A pattern that is deaf to case also takes the Turkish letters for i.
        number = MONTHS.get(match.group("month").casefold(), 0)
        yield match.start(), _full_year(match.group("year_2") or match.group("year")), number
    for match in _FIGURES.finditer(words):
        held = match.groupdict()
        year = next(held[name] for name in held if name.startswith("year") and held[name])
        month = next(held[name] for name in held if name.startswith("month") and held[name])
        if held["month_3"] and not held["day"] and int(month) == (int(year) + 1) % 100:
            continue  # "2011-12" is a financial year
        yield match.start(), _full_year(year), int(month)
    short = _SHORT.fullmatch(words)
    if short:
        month, year = int(short.group("month")), int(short.group("year"))
        span = year in _SPANS and not short.group("month").startswith("0")
        if not span and year != month + 1:  # "11/12" is a year
            yield short.start("month"), _full_year(short.group("year")), month
    for match in _QUARTER.finditer(words):
        quarter = int(match.group("quarter") or match.group("quarter_2"))
        first = _full_year(match.group("first") or match.group("first_2"))
        last_month = _MARCH + 3 * quarter
        yield match.start(), first + (last_month > _DECEMBER), (last_month - 1) % _DECEMBER + 1
    for match in _END_OF.finditer(words):
        if match.group("year"):
            yield match.start(), int(match.group("year")), _DECEMBER
        elif int(match.group("second")) == (int(match.group("first")) + 1) % 100:
            yield match.start(), _full_year(match.group("first")) + 1, _MARCH


def _full_year(words: str) -> int:
    figures = words.lstrip("'\u2018\u2019")
    return int(figures) if len(figures) == len("2016") else 2000 + int(figures)
