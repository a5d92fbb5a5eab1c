"""Dated status logs: "[on]27th March 2014 [status]complete[/status]", "27 March 2014: Complete"."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path
from typing import NamedTuple

from loaders.months import DATE, month_of
from loaders.passage import Passage, passage
from loaders.status import status_in_cell, status_of

_PATTERNS = Path(__file__).resolve().parent.parent / "patterns" / "registers.toml"

_MARKED = re.compile(
    r"\[on\]\s*(?P<date>[^\[\]]{4,40}?)\s*(?:\[/on\]\s*)?\[status\]\s*(?P<status>[^\[\]]{2,60}?)"
    r"\s*\[/status\]",
    re.IGNORECASE,
)
_LEAD = r"(?:(?:on|as\s+at|as\s+of|updated?|from|since|date)\b\s*:?\s*)?"
_DATE_FIRST = re.compile(
    rf"{_LEAD}(?P<date>{DATE})\s*[:\u2013\u2014|,)-]?\s*(?:status\s*:\s*)?(?P<status>[^;|\n]{{3,60}})",
    re.IGNORECASE,
)
_STATUS_FIRST = re.compile(
    r"(?:status\s*(?:changed\s+to|set\s+to)?\s*:?\s*)?(?P<status>[^;|\n(]{3,60}?)\s*"
    rf"(?:[:\u2013\u2014|,(-]|\bon\b|\bas\s+of\b|\bas\s+at\b|\bsince\b)\s*(?P<date>{DATE})\s*\)?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[;\n|]|,\s(?=\d)")
_LABEL = re.compile(r"\s*(?P<label>[A-Za-z ]{3,30}):\s*")
_DAY = re.compile(r"\d{1,2}")
_MOST_WORDS = 6
"""Words of a status in a log."""
_LONGEST_CLOSING = 16
"""Words of the sentence that closes an entry."""


class Entry(NamedTuple):
    """One entry of a log.

    Attributes:
        date: ISO month and day, which sorts.
        status: its words.
    """

    date: str
    status: Passage


@functools.cache
def register_words(part: str) -> frozenset[str]:
    """Return a word list of `registers.toml`, without case and hyphens."""
    data = tomllib.loads(_PATTERNS.read_text(encoding="utf-8"))
    return frozenset(_plain(word) for (held) in data[part].values() for word in held)


def entries(words: Passage) -> tuple[Entry, ...]:
    """Return the entries of words that are nothing but a dated log; none where they are not."""
    text = words.text
    marked = [match for begin, end in words.spans for match in _MARKED.finditer(text, begin, end)]
    if marked:
        return tuple(entry for match in marked if (entry := _entry(text, match)))
    if len(words.spans) > 1:
        return _in_cells(words)
    found: list[Entry] = []
    label = _LABEL.match(text, words.start, words.end)
    begin = (
        label.end()
        if label and _plain(label.group("label")) in register_words("history")
        else words.start
    )
    for cut in (
        *(match.span() for match in _BETWEEN.finditer(text, *words.spans[0])),
        (words.end, words.end),
    ):
        piece = passage(text, (begin, cut[0]))
        begin = cut[1]
        if piece is None:
            continue
        made = _single(piece)
        if made is None:
            return ()
        found.append(made)
    return tuple(found)


def log_in(cell: Passage, heading: str = "") -> tuple[Entry, ...]:
    """Return the entries of a cell that is nothing but a log; none where it is not.

    One entry alone is a log only under a heading that says so: elsewhere "Closed May 2017" is a
    status with its date.

    Args:
        cell: its words; each piece or line of it is an entry.
        heading: of its column, or its label.
    """
    found: list[Entry] = []
    for span in cell.spans:
        made = entries(Passage(cell.text, (span,)))
        if not made:
            return ()
        found.extend(made)
    named = _plain(heading).split()[-1:]
    return tuple(found) if len(found) > 1 or named in (["history"], ["log"], ["timeline"]) else ()


def _single(piece: Passage) -> Entry | None:
    end = piece.end - (piece.text[piece.end - 1] == ".")
    for form in (_DATE_FIRST, _STATUS_FIRST):
        match = form.fullmatch(piece.text, piece.start, end)
        said = match.group("status") if match else ""
        # "Our response: Published since May" is an answer.
        if match and ":" not in said and is_log_status(said) and not _issues(said):
            return _entry(piece.text, match)
    return None


def _in_cells(words: Passage) -> tuple[Entry, ...]:
    """Return the entry of a table's row that holds a date and a status."""
    pieces = [words.text[slice(*span)].strip() for span in words.spans]
    dated = [at for at, piece in enumerate(pieces) if re.fullmatch(DATE, piece, re.IGNORECASE)]
    told = [at for at, piece in enumerate(pieces) if at not in dated and is_log_status(piece)]
    if len(dated) != 1 or not told:
        return ()
    return (Entry(_ordered(pieces[dated[0]]), Passage(words.text, (words.spans[told[0]],))),)


def _entry(text: str, match: re.Match[str]) -> Entry | None:
    status = passage(text, match.span("status"))
    return Entry(_ordered(match.group("date")), status) if status else None


def _ordered(date: str) -> str:
    day = _DAY.match(date.strip())
    return f"{month_of(date) or ''}-{int(day.group()) if day else 0:02}"


def is_log_status(words: str) -> bool:
    """Return whether words can be the status of a log."""
    plain = _plain(words)
    if not plain or len(plain.split()) > _MOST_WORDS:
        return False
    return plain in register_words("statuses") or status_in_cell(words) != "unknown"


def is_issue(words: str) -> bool:
    """Return whether a line says who issued a report, and when: "HMICFRS. Published on 2 May 2017".

    That is no entry of a log, though it has a date.
    """
    match = _STATUS_FIRST.fullmatch(words.strip().rstrip("."))
    return match is not None and _issues(match.group("status"))


def _issues(words: str) -> bool:
    *before, last = _plain(words).split() or [""]
    return bool(before) and ":" not in words and last in register_words("issued")


def closing(words: Passage) -> Passage | None:
    """Return the status of a sentence such as "This recommendation has been superseded.", or None.

    Only one that speaks of the entry itself has one.
    """
    said = words.folded()
    if len(said.split()) > _LONGEST_CLOSING:
        return None
    match = _closing().match(words.text, words.start, words.spans[0][1])
    return passage(words.text, match.span("status")) if match else None


@functools.cache
def _closing() -> re.Pattern[str]:
    subjects = "|".join(sorted(register_words("closing"), key=len, reverse=True))
    return re.compile(
        rf"\s*(?:this|the)\s+(?:{subjects})\s+(?:is|was|has|remains)(?:\s+(?:now|been|still|marked\s+as))*"
        r"\s+(?P<status>[^.;,]{3,60})",
        re.IGNORECASE,
    )


def latest(found: tuple[Entry, ...] | list[Entry], closed: Passage | None) -> Passage | None:
    """Return the status of the last entry by date, or that of the closing sentence.

    The sentence says how things stand; it decides where the log has not come as far.
    """
    last = max(enumerate(found), key=lambda at: (at[1].date, at[0]))[1].status if found else None
    if closed is None or last is None:
        return last or closed
    told = status_of(closed.folded())
    said = told != "unknown" or _plain(closed.folded()) in register_words("statuses")
    return closed if said and told != status_of(last.folded()) else last


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[-\u2010\u2011]", " ", words).casefold().split()).strip(".:;,! ")
