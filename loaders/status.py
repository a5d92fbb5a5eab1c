"""Status words and colours: what a status cell says."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loaders.months import DATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_PATTERNS = Path(__file__).resolve().parent / "patterns" / "statuses.toml"

VERSION = 3
"""Version of the rules that read statuses and dates."""

_LAST_WORD = re.compile(r"[\w-]+\Z")
_LONGEST_WORD = 40
_LONGEST_CELL = 12
"""Words: what is longer in a status cell is a sentence."""
_SHARE = re.compile(r"(?<![\d.])(100|\d{1,2})\s*%")
_TAG = re.compile(r"\[/?\w+\]")
_PIECES = re.compile(r"[.;:,()\u2013\u2014]|\s[-/]\s|\n")
_AROUND = ".:;*,!? \ufe0f\u2022\u25cf\u25cb\u25a0\u25aa\u2b24"
"""Signs around a status that say nothing: stops, and the dots beside a colour's name."""
_QUALIFIER = r"(?:(?:By|Due|From|End(?:\s+of)?|Mid|Early|Late)[\s-]+)"
_PREPOSITIONS = (
    *("for", "on", "in", "by", "of", "until", "since", "from", "to", "at", "the", "and"),
    *("between", "during", "after", "before"),
)
_NO_PREPOSITION = "".join(rf"(?<!\b{word}\s)" for word in _PREPOSITIONS)


_NO_DAY = r"(?<!\b\d\s)(?<!\b\d\d\s)"
"""A month after the number of a day is no date of its own."""


@functools.cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_PATTERNS.read_text(encoding="utf-8"))


@functools.cache
def _statuses() -> dict[str, str]:
    """Return the status of each phrase that can stand anywhere a status can."""
    return {phrase: status for status, held in _data()["statuses"].items() for phrase in held}


@functools.cache
def _meanings() -> dict[str, str]:
    """Return the status of each phrase, without hyphens."""
    return {_plain(phrase): status for phrase, status in _statuses().items()}


@functools.cache
def _in_cells() -> dict[str, str]:
    """Return the status of what counts only where it fills a cell: a tick, a colour, its letter."""
    held = {
        _plain(phrase): status
        for status, phrases in _data()["cell_only"].items()
        for phrase in phrases
    }
    return {**held, **{name: status_of_colour(name, {}) for name in colour_names()}}


@functools.cache
def colour_names() -> tuple[str, ...]:
    """Return the words that name a colour, their letters included."""
    colours = _data()["colours"]
    plain = [name for name, meaning in colours.items() if isinstance(meaning, str)]
    return (*plain, *colours["names"], *colours["letters"])


def status_of_colour(name: str, key: Mapping[str, str]) -> str:
    """Return the status that a colour stands for, unknown where it stands for none.

    Args:
        name: of the colour, in any spelling, or its letter.
        key: what the document's own key says its colours mean; it outranks the usual meaning.
    """
    colours = _data()["colours"]
    plain = name.casefold()
    whole = colours["letters"].get(plain, colours["names"].get(plain, plain))
    said = key.get(whole) or key.get(plain) or key.get(whole[:1])
    if said:
        return said
    meaning = colours.get(whole, "unknown")
    return meaning if isinstance(meaning, str) else "unknown"


@functools.cache
def _key_pattern() -> re.Pattern[str]:
    colour = "|".join(sorted(colour_names(), key=len, reverse=True))
    between = r"\s*(?:=|:|\u2013|\u2014|-|\t|\bmeans\b|\bis\b)\s*"
    stop = rf"(?=\s{{2,}}|[,;.\n\t)=]|\s+(?:{colour}){between}|$)"
    return re.compile(
        rf"(?<![\w-])(?P<colour>{colour})(?:\s+\(\w\))?{between}(?P<meaning>[^,;.\n\t)=]{{3,80}}?){stop}"
        rf"|(?P<meaning_2>[^,;.:\n\t()=]{{3,60}}?)\s{{0,9}}\((?P<colour_2>{colour})\)"
    )


def colour_key(text: str) -> dict[str, str]:
    """Return what a document's own key says its colours mean: `green` to `complete`, and so on.

    A key names two colours or more; what it says outranks the common meaning of a colour.
    """
    found: dict[str, str] = {}
    for match in _key_pattern().finditer(text.lower()):
        colour = match.group("colour") or match.group("colour_2")
        meaning = (match.group("meaning") or match.group("meaning_2")).strip()
        status = status_of(meaning)
        if status == "unknown" and len(meaning.split()) <= _LONGEST_CELL:
            status = _by_sign(_plain(meaning))
        if status != "unknown":
            found.setdefault(colour, status)
    return found if len(found) > 1 else {}


def status_of(words: str, key: Mapping[str, str] | None = None) -> str:
    """Return complete, ongoing, not started, overdue, or unknown for words that may be a status.

    Only words that stand alone count, as the whole cell or between its stops: "Complete - see
    update" is complete, and "will be complete by May" says nothing.

    Args:
        words: the cell.
        key: what the document's own key says its colours mean.
    """
    undated = re.sub(DATE, " ", words, flags=re.IGNORECASE)
    whole = _plain(words)
    if key and whole in key and whole not in colour_names():
        return key[whole]
    if whole in colour_names():
        return status_of_colour(whole, key or {})
    parts = [*_PIECES.split(undated), *undated.split("/")]
    pieces = [whole, _plain(undated), *map(_plain, parts)]
    said = [_meanings()[phrase] for phrase in pieces if phrase in _meanings()]
    # "Open - overdue" is overdue; "Complete - overdue for review" is not.
    known = "overdue" if "overdue" in said and said[0] != "complete" else next(iter(said), None)
    named = (piece for piece in pieces if len(piece) > 1 and piece in colour_names())
    return (
        known
        or next((status_of_colour(piece, key or {}) for piece in named), None)
        or _in_cells().get(whole, "unknown")
    )


def meaning_of(words: str) -> str:
    """Return the status that the explanation of a key gives: "work is under way", or unknown."""
    status = status_of(words)
    return status if status != "unknown" else _by_sign(_plain(words))


def status_in_cell(words: str, key: Mapping[str, str] | None = None) -> str:
    """Return the status that a cell of a status column gives.

    As `status_of`; and a short cell is also read by a word in it ("Now fully embedded"), a
    percentage by how much of the work it says is done.
    """
    status = status_of(words, key)
    if status != "unknown":
        return status
    share = _SHARE.search(words)
    if share:
        return {0: "not started", 100: "complete"}.get(int(share.group(1)), "ongoing")
    plain = _plain(_TAG.sub(" ", words))
    return _by_sign(plain) if len(plain.split()) <= _LONGEST_CELL else "unknown"


@functools.lru_cache(maxsize=4096)
def _by_sign(words: str) -> str:
    """Return the status that a word in a short phrase tells, or unknown."""
    for sign in _data()["sign"]:
        opens = any(f"{words} ".startswith(f"{phrase} ") for phrase in sign.get("opens", []))
        if (opens or _holds(words, sign["words"])) and not _holds(words, sign.get("unless", [])):
            return str(sign["status"])
    return "unknown"


def _holds(words: str, phrases: Iterable[str]) -> bool:
    return any(f" {phrase} " in f" {words} " for phrase in phrases)


def _plain(words: str) -> str:
    """Return words without case, hyphens and the signs around them."""
    return " ".join(re.sub(r"[-\u2010\u2011]", " ", words).casefold().split()).strip(_AROUND)


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
    return frozenset(last.group() for phrase in _closing() if (last := _LAST_WORD.search(phrase)))


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
    forms = "|".join(_capital(phrase) for phrase in sorted(_closing(), key=len, reverse=True))
    return f"(?:{forms})(?![\\w-])"


def _closing() -> tuple[str, ...]:
    """Return what can stand as a status in running text: the phrases, and colours by name."""
    return (*_statuses(), *(name for name in colour_names() if len(name) > 1))


def _capital(phrase: str) -> str:
    first, rest = re.escape(phrase[0].upper()), re.escape(phrase[1:]).replace(r"\ ", r"[\s-]+")
    return f"{first}(?i:{rest})"
