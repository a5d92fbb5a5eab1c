"""Reads separated values: CSV as Excel and databases write it, with any of the usual delimiters.

The canonical text is the file's own, so that a quote of it can be found in the file; a cell's span
lies inside its quotation marks. Where a cell holds a doubled quotation mark, its pieces leave out
the second. Source of the format: RFC 4180, and what Excel and Python's `csv` make of what is not
in it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from loaders.content import Cell, Content, Place, Places
from loaders.findings import Finding
from loaders.passage import trimmed
from loaders.readers.sheet import SheetRow, flow_of, has_title, marking_of, title_of_name
from loaders.readers.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from loaders.content import Span
    from loaders.limits import Limits

READER = "separated/1"

_DELIMITERS = ",;\t|"
_SUFFIXES = (".csv", ".tsv", ".tab")
_STATED = re.compile(r"\ufeff?sep=(?P<delimiter>[,;\t|])\r?\n?", re.IGNORECASE)
"""The line by which Excel is told the delimiter."""
_SAMPLE = 64 * 1024
_RECORDS = 200
"""Characters and records by which the delimiter is told."""
_WIDE = 8
"""Columns: more of them do not make a delimiter likelier."""
_NAMED = 5
"""Rows that a finding names."""
_MOST_DOUBLED = 1_000
"""Doubled quotation marks of a cell; in one that holds more they stay doubled."""


class _Dialect(NamedTuple):
    """How values are separated.

    Attributes:
        delimiter: the character between them.
        width: how many most records hold.
        share: of the records, those that hold so many.
        records: how many were looked at.
        quoted: values in quotation marks that hold a delimiter or a line feed.
    """

    delimiter: str
    width: int
    share: float
    records: int
    quoted: int


def is_separated(path: Path, words: str, *, whole: bool) -> bool:
    """Tell whether a text holds separated values.

    A name that says so needs little more. Without one, most records must be of one width, and
    have what a text does not have: quotation marks round what holds a delimiter, or many columns
    without any exception. Lines with tabs are a text's own way to write tables.

    Args:
        path: the file's name.
        words: the first of its text.
        whole: True where that is all of it.
    """
    if _STATED.match(words):
        return True
    named = path.suffix.lower() in _SUFFIXES
    for one in _dialects(words, whole=whole):
        if named and one.share * one.records >= min(2, one.records):
            return True
        if named or one.records < 3 or one.width < 3 or one.share < 0.8:  # noqa: PLR2004 see above
            continue
        if one.quoted or (one.delimiter != "\t" and one.width > 3 and one.share == 1):  # noqa: PLR2004 see above
            return True
    return False


def read(path: Path, original: bytes, limits: Limits) -> Content:
    """Read separated values: each record is a row, the first ones may be titles.

    Raises:
        UnreadableInputError: not text, without a word, or over a limit.
    """
    text, findings = decode(path, original)
    stated = _STATED.match(text)
    start = stated.end() if stated else int(text.startswith("\ufeff"))
    sample = text[start : start + _SAMPLE]
    dialects = _dialects(sample, whole=start + len(sample) == len(text))
    delimiter = stated["delimiter"] if stated else dialects[0].delimiter if dialects else ","
    rows: list[SheetRow] = []
    widths: dict[int, int] = {}
    count, before = 0, 0
    for number, fields in _records(text, delimiter, start):
        cells = {
            column: Cell(pieces, Place(cell=f"row {number}, column {column}"))
            for column, field in enumerate(fields, start=1)
            if (pieces := _worded(text, field))
        }
        if not cells:
            continue
        longest = max(cell.spans[-1][1] - cell.spans[0][0] for cell in cells.values())
        limits.check(path, "characters", longest, f"characters in a cell of row {number}")
        count += len(cells)
        if count > limits.cells:
            most = text.count(delimiter) + text.count("\n")
            limits.check(path, "cells", max(count, most), "cells")
        rows.append(SheetRow(number, cells, apart=number > before + 1))
        if len(rows) > limits.rows:
            limits.check(path, "rows", max(len(rows), text.count("\n")), "rows")
        widths[number] = len(fields)
        before = number
    cells_met = (cell for row in rows for cell in row.cells.values())
    flow = flow_of(path, text, rows, limits)
    return Content(
        text,
        READER,
        tuple(flow),
        places=Places(tuple((*span, cell.place) for cell in cells_met for span in cell.spans)),
        marking=marking_of(text, flow),
        title=None if has_title(flow) else title_of_name(path),
        findings=(*findings, *_too_wide(widths)),
    )


def _too_wide(widths: dict[int, int]) -> Iterator[Finding]:
    """Name the rows that have more cells than most.

    Args:
        widths: by the row's number, how many cells it has.
    """
    several = Counter(width for width in widths.values() if width > 1)
    usual = max((width for width, rows in several.items() if rows > 1), default=None)
    wide = [number for number, width in widths.items() if usual and width > usual]
    if wide:
        named = ", ".join(map(str, wide[:_NAMED])) + (" and others" if wide[_NAMED:] else "")
        yield Finding(
            "warning",
            "row.too-wide",
            f"rows with more cells than the {usual} of the others: {named}; "
            "a cell that holds the delimiter must stand in quotation marks",
            f"row {wide[0]}",
        )


def _dialects(words: str, *, whole: bool) -> list[_Dialect]:
    """Return how the values of a text may be separated, the likeliest first.

    Where its first words are not the `whole` of it, the last record may be cut and does not count.
    """
    met = []
    for delimiter in _DELIMITERS:
        records = [
            fields
            for _, fields in islice(_records(words, delimiter, 0), _RECORDS)
            if any(_worded(words, field) for field in fields)
        ]
        if not whole and 1 < len(records) < _RECORDS:
            records.pop()
        widths = Counter(map(len, records))
        wide = [(count, width) for width, count in widths.items() if width > 1]
        if not wide:
            continue
        count, width = max(wide, key=lambda one: (one[0] * one[1], one[1]))
        quoted = sum(
            field.quoted and any(one in words[field.start : field.end] for one in f"{delimiter}\n")
            for fields in records
            for field in fields
        )
        met.append(_Dialect(delimiter, width, count / len(records), len(records), quoted))
    return sorted(met, key=lambda one: -one.share * one.share * min(one.width, _WIDE))


class _Field(NamedTuple):
    """A value: where it stands, inside its quotation marks, and what follows on the second."""

    start: int
    end: int
    quoted: bool = False
    after: Span | None = None


@lru_cache(maxsize=len(_DELIMITERS))
def _bare(delimiter: str) -> re.Pattern[str]:
    return re.compile(rf"[^{re.escape(delimiter)}\r\n]*+")


@lru_cache(maxsize=len(_DELIMITERS))
def _blank(delimiter: str) -> re.Pattern[str]:
    return re.compile(rf"(?:[ {re.escape(delimiter)}]*+(?:\r\n|\n|\r))++")


_LINE_END = re.compile(r"\r\n|\n|\r")
_OPENS = re.compile(r' *+"')
_MARKS = re.compile(r'"++')


def _records(text: str, delimiter: str, start: int) -> Iterator[tuple[int, list[_Field]]]:
    """Give each record that is not blank, with its number from 1; blank ones are counted."""
    bare, blank = _bare(delimiter), _blank(delimiter)
    at, number = start, 0
    while at < len(text):
        if empty := blank.match(text, at):
            number += sum(1 for _ in _LINE_END.finditer(text, at, empty.end()))
            at = empty.end()
            continue
        number += 1
        fields = []
        while True:
            field = _quoted(text, at, bare) or _Field(at, _end(bare, text, at))
            fields.append(field)
            at = field.after[1] if field.after else field.end
            if text[at : at + 1] != delimiter:
                break
            at += 1
        yield number, fields
        if line_end := _LINE_END.match(text, at):
            at = line_end.end()


def _quoted(text: str, at: int, bare: re.Pattern[str]) -> _Field | None:
    """Return the value in quotation marks that begins here, None where none does, or never ends."""
    opening = _OPENS.match(text, at)
    if opening is None:
        return None
    for marks in _MARKS.finditer(text, opening.end()):
        # Of an even number each two are one of the words; an odd number ends with the closing one.
        if (marks.end() - marks.start()) % 2:
            closing = marks.end()
            after = closing, _end(bare, text, closing)
            return _Field(opening.end(), closing - 1, quoted=True, after=after)
    return None


def _end(bare: re.Pattern[str], text: str, at: int) -> int:
    met = bare.match(text, at)
    return met.end() if met else at


def _worded(text: str, field: _Field) -> tuple[Span, ...]:
    """Return the pieces of a value that hold words, without the second of doubled marks."""
    pieces = [(field.start, field.end)]
    if field.quoted and 0 < text.count('""', field.start, field.end) <= _MOST_DOUBLED:
        words = text[field.start : field.end]
        doubled = [field.start + met.start() for met in re.finditer('""', words)]
        ends = (*(at + 1 for at in doubled), field.end)
        pieces = list(zip((field.start, *(at + 2 for at in doubled)), ends, strict=True))
    if field.after:
        pieces.append(field.after)
    spans = (trimmed(text, *piece) for piece in pieces)
    return tuple(span for span in spans if span[0] < span[1])
