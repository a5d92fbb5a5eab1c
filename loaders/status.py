"""Status words and dates: what a status cell says, and which month it names."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_PATTERNS = Path(__file__).resolve().parent / "patterns" / "statuses.toml"

VERSION = 1
"""Version of the rules that read statuses and dates."""

_MONTHS = {
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
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:(?:19|20)\d\d|'?\d\d)"
DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?[\s-]+(?:of\s+)?)?(?:{_MONTH})\.?[\s,-]*{_YEAR}(?!\d)"
    r"|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})(?!\d)"
    r"|(?:19|20)\d\d-\d{2}(?:-\d{2})?(?!\d)"
)
"""A date that names a month and a year, as plans write it: May-16, 31 December 2016, 31/12/2016."""

_MONTH_YEAR = re.compile(
    rf"(?<![a-z])(?P<month>{_MONTH})\.?[\s,-]*(?P<year>{_YEAR})(?!\d)", re.IGNORECASE
)
_DAY_MONTH_YEAR = re.compile(r"\b\d{1,2}[/.](?P<month>\d{1,2})[/.](?P<year>\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d{2})(?:-\d{2})?(?!\d)")
_END_OF = re.compile(r"\bend\s+(?:of\s+)?(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
_DECEMBER = 12
_LAST_WORD = re.compile(r"[\w-]+\Z")
_LONGEST_WORD = 40
_PIECES = re.compile(r"[.;:,()\u2013\u2014]|\s[-/]\s|\n")
_QUALIFIER = r"(?:(?:By|Due|From|End(?:\s+of)?|Mid|Early|Late)[\s-]+)"
_PREPOSITIONS = (
    *("for", "on", "in", "by", "of", "until", "since", "from", "to", "at", "the", "and"),
    *("between", "during", "after", "before"),
)
_NO_PREPOSITION = "".join(rf"(?<!\b{word}\s)" for word in _PREPOSITIONS)


_NO_DAY = r"(?<!\b\d\s)(?<!\b\d\d\s)"
"""A month after the number of a day is no date of its own."""


@functools.cache
def _statuses() -> dict[str, str]:
    data = tomllib.loads(_PATTERNS.read_text(encoding="utf-8"))
    return {phrase: status for status, phrases in data["statuses"].items() for phrase in phrases}


_COLOURS = "blue|green|amber|red|black|grey|gray|white|yellow|purple|[bgarwyp]"
_KEY = re.compile(
    rf"\b(?P<colour>{_COLOURS})\s*(?:=|:|\u2013|-|\bmeans\b|\bis\b)\s*(?P<meaning>[^,;.\n\t)=]{{3,40}}?)(?=\s{{2,}}|[,;.\n\t)]|\s+\S+\s*=|$)"
)


def colour_key(text: str) -> dict[str, str]:
    """Return what a document's own key says its colours mean: `green` to `complete`, and so on.

    A key names two colours or more; what it says outranks the common meaning of a colour.
    """
    found = {
        match.group("colour"): status_of(match.group("meaning"))
        for match in _KEY.finditer(text.lower())
    }
    known = {colour: status for colour, status in found.items() if status != "unknown"}
    return known if len(known) > 1 else {}


def status_of(words: str, key: Mapping[str, str] | None = None) -> str:
    """Return complete, ongoing, not started, overdue, or unknown for the words of a status cell.

    Only words that stand alone count, as the whole cell or between its stops: "Complete - see
    update" is complete, and "will be complete by May" says nothing.

    Args:
        words: the cell.
        key: what the document's own key says its colours mean.
    """
    undated = re.sub(DATE, " ", words, flags=re.IGNORECASE)
    pieces = [words, undated, *_PIECES.split(undated)]
    plain = [" ".join(piece.casefold().split()).strip(".:-* ") for piece in pieces]
    meanings = {**_statuses(), **(key or {})}
    return next((meanings[phrase] for phrase in plain if phrase in meanings), "unknown")


def month_of(words: str) -> str | None:
    """Return the last month that the words name, as `YYYY-MM`, or None.

    Two-figure years are of this century. "End 2016" is its December.
    """
    found = [
        (match.start(), _month_number(match.group("month")), match.group("year"))
        for pattern in (_MONTH_YEAR, _DAY_MONTH_YEAR, _ISO)
        for match in pattern.finditer(words)
    ]
    found += [(match.start(), _DECEMBER, match.group("year")) for match in _END_OF.finditer(words)]
    months = [
        (at, f"{_full_year(year)}-{month:02}")
        for at, month, year in found
        if 1 <= month <= _DECEMBER
    ]
    return max(months)[1] if months else None


def _month_number(words: str) -> int:
    """Return a month's number, 0 for what only looks like one.

    A pattern that is deaf to case also takes the Turkish letters for i.
    """
    return int(words) if words.isdigit() else _MONTHS.get(words.casefold(), 0)


def _full_year(words: str) -> str:
    figures = words.lstrip("'")
    # Through a number, so that figures of another script become ours.
    return f"{int(figures):04}" if len(figures) == len("2016") else f"20{int(figures):02}"


@functools.cache
def status_at_end() -> re.Pattern[str]:
    """Return a pattern for a status or a date that ends a row of run-on text.

    There a status is a cell of its own, so it begins with a capital and follows other words; in a
    sentence the same word is in lower case ("Sections 1 and 3 are complete"), and a date that ends
    a sentence follows a preposition ("planned for 25 November 2018").
    """
    date = rf"{_NO_PREPOSITION}{_NO_DAY}{_QUALIFIER}?(?i:{DATE})"
    return re.compile(rf"(?<![\w-])(?P<cell>{_done()}|{date})\s*(?:[.]\s*)?$")


def ends_in_status(words: str) -> bool:
    """Return whether words end with a status or a date, as the row before a ref does."""
    # Few words do: looking at the last one alone spares a search at each number of a text.
    last = _LAST_WORD.search(words.rstrip(". \t\r\n")[-_LONGEST_WORD:])
    can = last is not None and (
        last.group()[-2:].isdigit() or last.group().casefold() in _last_words()
    )
    return can and status_at_end().search(words) is not None


@functools.cache
def _last_words() -> frozenset[str]:
    return frozenset(last.group() for phrase in _statuses() if (last := _LAST_WORD.search(phrase)))


@functools.cache
def status_inside() -> re.Pattern[str]:
    """Return a pattern for a status that fills a cell in the middle of a row of run-on text."""
    return re.compile(rf"(?<![\w-])(?P<cell>{_done()}|(?i:{DATE}))(?=\s+[A-Z0-9])")


@functools.cache
def status_in_front() -> re.Pattern[str]:
    """Return a pattern for a status that opens a cell and is followed by what explains it.

    "Complete. The review was published" and "Ongoing - two of five done" have one; "Complete the
    review" has none.
    """
    return re.compile(rf"\s*(?P<cell>{_done()}\.?)(?:(?<=\.)|\s*[:;,\u2013\u2014]|\s+-|$)\s*")


def _done() -> str:
    """Return a pattern for a status with the date it may be given: "Completed June 2021"."""
    return rf"{_phrases()}(?:\s+(?:on\s+|in\s+)?(?i:{DATE}))?"


def _phrases() -> str:
    forms = "|".join(_capital(phrase) for phrase in sorted(_statuses(), key=len, reverse=True))
    return f"(?:{forms})(?![\\w-])"


def _capital(phrase: str) -> str:
    first, rest = re.escape(phrase[0].upper()), re.escape(phrase[1:]).replace(r"\ ", r"\s+")
    return f"{first}(?i:{rest})"
