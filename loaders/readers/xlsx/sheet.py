"""One sheet of a workbook as its XML gives it, streamed: what is empty costs nothing.

A sheet may declare a million rows or name every cell of them; only cells that hold words are kept,
and cells that are only coloured where they stand in a column and a row that have words. Source of
the format: ECMA-376 part 1, 18.3.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from graph.errors import UnreadableInputError
from loaders.readers.office_xml import streamed
from loaders.readers.xlsx.formats import shown
from loaders.readers.xlsx.styles import Style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from loaders.limits import Limits
    from loaders.readers.packed import Packed

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_COLUMNS = 16_384
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n?")
_EMPTY_ROWS = re.compile(
    rb'(?:<row\s(?:[^<>]*?\s)?r="([0-9]{1,7})"[^<>]*?(?:/>|>(?:<c\s[^<>]*/>)*+</row>)\s*+)++'
)
_LONGEST_RUN = 4 * 1024 * 1024
"""Bytes that are looked at together; what a row has more than that is read as it stands."""
_PLAIN = Style()
_MARGINS = ("oddHeader", "oddFooter", "firstHeader", "firstFooter", "evenHeader", "evenFooter")


class RawCell(NamedTuple):
    """A cell with words, or with a colour and none."""

    words: str
    colour: str | None


Merge = tuple[int, int, int, int]
"""First row and column, last row and column."""


@dataclass(slots=True)
class RawSheet:
    """What a sheet holds.

    Attributes:
        rows: by row and column (from 1), also what is hidden.
        hidden_rows: rows that are hidden and hold words.
        hidden_columns: for each column, 1 where it is hidden.
        filtered: True where a filter is set, which hides rows.
        merges: areas of merged cells.
        margins: headers and footers of the printed page, with their codes.
        not_calculated: cells with a formula and no saved value.
        wrong: cells with an error.
    """

    rows: dict[int, dict[int, RawCell]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: bytearray = field(default_factory=lambda: bytearray(_COLUMNS + 2))
    filtered: bool = False
    merges: list[Merge] = field(default_factory=list)
    margins: dict[str, str] = field(default_factory=dict)
    not_calculated: list[tuple[int, int]] = field(default_factory=list)
    wrong: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Counted:
    """What all sheets together hold so far, to hold it against the limits."""

    cells: int = 0
    rows: int = 0
    characters: int = 0


@dataclass(slots=True)
class Workbook:
    """What the cells of all sheets refer to.

    Attributes:
        packed: the file.
        limits: how much it may hold.
        texts: the texts that cells name by number.
        styles: the styles that cells name by number.
        since_1904: True where days count from 1 January 1904.
        counted: what the sheets hold so far.
    """

    packed: Packed
    limits: Limits
    texts: Sequence[str] = ()
    styles: Sequence[Style] = ()
    since_1904: bool = False
    counted: Counted = field(default_factory=Counted)


def clean(words: str) -> str:
    """Return a cell's words without what only the file's format needs, and without white space."""
    if "_x" in words:
        words = _ESCAPED.sub(lambda met: chr(int(met[1], 16)), words)
    words = _CONTROL.sub("", _LINE_END.sub("\n", words))
    return words.replace("\t", " ").strip()


def texts_of(packed: Packed, name: str, limits: Limits) -> list[str]:
    """Return the texts that the cells of a workbook share, in their order.

    Raises:
        UnreadableInputError: damaged, or more of them than cells are allowed.
    """
    texts: list[str] = []
    pieces: list[str] = []
    wanted = spoken = False

    def start_words(_: dict[str, str]) -> None:
        nonlocal wanted
        wanted = not spoken

    def end_words() -> None:
        nonlocal wanted
        wanted = False

    def start_spoken(_: dict[str, str]) -> None:
        nonlocal spoken
        spoken = True  # how East Asian words are spoken

    def end_spoken() -> None:
        nonlocal spoken
        spoken = False

    def end_text() -> None:
        texts.append(clean("".join(pieces)))
        pieces.clear()
        if len(texts) > limits.cells:
            limits.check(packed.path, "cells", len(texts), "or more texts of cells")

    def words(given: str) -> None:
        if wanted:
            pieces.append(given)

    start = {"t": start_words, "rPh": start_spoken}
    streamed(packed, name, start, {"t": end_words, "rPh": end_spoken, "si": end_text}, words)
    return texts


def sheet_of(book: Workbook, name: str) -> RawSheet:
    """Read a sheet.

    Args:
        book: what its cells refer to.
        name: the sheet's part.

    Raises:
        UnreadableInputError: damaged, or over a limit.
    """
    reading = _Reading(book)
    worded = _without_empty_rows(book.packed.pieces(name))
    streamed(book.packed, name, reading.starts, reading.ends, reading.words, pieces=worded)
    return reading.sheet


def _without_empty_rows(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Leave out runs of rows without anything in their cells, which may be a million.

    The last of each run stays, without its cells, so that a row that follows without a number of
    its own is still counted from it.
    """
    rest = b""
    for piece in pieces:
        rest += piece
        cut = rest.rfind(b"<row") if len(rest) < _LONGEST_RUN else len(rest)
        if cut > 0:
            yield _EMPTY_ROWS.sub(rb'<row r="\1"/>', rest[:cut])
            rest = rest[cut:]
    yield _EMPTY_ROWS.sub(rb'<row r="\1"/>', rest)


class _Reading:
    """Follows the elements of a sheet."""

    def __init__(self, book: Workbook) -> None:
        self.sheet = RawSheet()
        self._book = book
        self._row = 0
        self._column = 0
        self._hidden = False
        self._cells: dict[int, RawCell] = {}
        self._fills: dict[int, str] = {}
        self._worded: set[int] = set()
        self._kind = ""
        self._style = _PLAIN
        self._formula = self._inline = self._spoken = self._wanted = False
        self._pieces: list[str] = []
        self.starts: dict[str, Callable[[dict[str, str]], None]] = {
            "c": self._start_cell,
            "v": self._start_value,
            "t": self._start_words,
            "f": self._start_formula,
            "is": self._start_inline,
            "rPh": self._start_spoken,
            "row": self._start_row,
            "col": self._start_columns,
            "mergeCell": self._start_merge,
            "filterColumn": self._start_filter,
            **dict.fromkeys(_MARGINS, self._start_margin),
        }
        self.ends: dict[str, Callable[[], None]] = {
            "c": self._end_cell,
            "v": self._end_words,
            "t": self._end_words,
            "is": self._end_inline,
            "rPh": self._end_spoken,
            "row": self._end_row,
            **{margin: partial(self._end_margin, margin) for margin in _MARGINS},
        }

    def words(self, given: str) -> None:
        if self._wanted:
            self._pieces.append(given)

    def _start_value(self, _: dict[str, str]) -> None:
        self._wanted = True

    def _start_words(self, _: dict[str, str]) -> None:
        self._wanted = self._inline and not self._spoken

    def _end_words(self) -> None:
        self._wanted = False

    def _start_formula(self, _: dict[str, str]) -> None:
        self._formula = True

    def _start_inline(self, _: dict[str, str]) -> None:
        self._inline = True

    def _end_inline(self) -> None:
        self._inline = False

    def _start_spoken(self, _: dict[str, str]) -> None:
        self._spoken = True

    def _end_spoken(self) -> None:
        self._spoken = False

    def _start_filter(self, _: dict[str, str]) -> None:
        self.sheet.filtered = True

    def _start_margin(self, _: dict[str, str]) -> None:
        self._wanted = True
        self._pieces = []

    def _end_margin(self, margin: str) -> None:
        self._wanted = False
        self.sheet.margins[margin] = clean("".join(self._pieces))

    def _start_row(self, given: dict[str, str]) -> None:
        number = given.get("r", "")
        self._row = int(number) if _small(number) else self._row + 1
        self._hidden = given.get("hidden") in ("1", "true")
        self._column = 0

    def _start_columns(self, given: dict[str, str]) -> None:
        first, last = given.get("min", ""), given.get("max", "")
        if given.get("hidden") in ("1", "true") and _small(first) and _small(last):
            begin, end = min(int(first), _COLUMNS), min(int(last), _COLUMNS)
            self.sheet.hidden_columns[begin : end + 1] = b"\x01" * max(end + 1 - begin, 0)

    def _start_cell(self, given: dict[str, str]) -> None:
        place = _place(given.get("r", ""))
        self._column = place[1] if place else self._column + 1
        self._kind = given.get("t", "n")
        style = given.get("s", "")
        styles = self._book.styles
        self._style = styles[int(style)] if _small(style) and int(style) < len(styles) else _PLAIN
        self._formula = False
        self._pieces = []

    def _end_cell(self) -> None:
        raw = "".join(self._pieces)
        if not raw and not self._formula:
            if self._style.colour:
                self._fills[self._column] = self._style.colour
            return
        words = self._shown(raw)
        if not raw and self._kind != "str":
            self.sheet.not_calculated.append((self._row, self._column))
        if self._kind == "e":
            self.sheet.wrong.append((self._row, self._column))
        if words:
            limits, path = self._book.limits, self._book.packed.path
            limits.check(path, "characters", len(words), f"characters in a cell of row {self._row}")
            self._cells[self._column] = RawCell(words, self._style.colour)
            self._count(cells=1, characters=len(words))
        elif self._style.colour:
            self._fills[self._column] = self._style.colour

    def _end_row(self) -> None:
        if self._cells:
            self._worded |= self._cells.keys()
            filled = self._fills.keys() & self._worded
            self._cells |= {at: RawCell("", self._fills[at]) for at in filled - self._cells.keys()}
            self._count(cells=len(filled), rows=1)
            self.sheet.rows.setdefault(self._row, {}).update(self._cells)
            if self._hidden:
                self.sheet.hidden_rows.add(self._row)
            self._cells = {}
        self._fills.clear()

    def _count(self, *, cells: int = 0, rows: int = 0, characters: int = 0) -> None:
        counted, path = self._book.counted, self._book.packed.path
        counted.cells += cells
        counted.rows += rows
        counted.characters += characters
        limits = self._book.limits
        limits.check(path, "cells", counted.cells, "or more cells")
        limits.check(path, "rows", counted.rows, "or more rows")
        # One text may stand in any number of cells, so it counts each time.
        limits.check(path, "unpacked", counted.characters, "or more characters in its cells")

    def _start_merge(self, given: dict[str, str]) -> None:
        first, _, last = given.get("ref", "").partition(":")
        begin, end = _place(first), _place(last)
        if begin and end and begin <= end:
            self.sheet.merges.append((*begin, *end))
            limits = self._book.limits
            limits.check(
                self._book.packed.path, "cells", len(self.sheet.merges), "or more merged cells"
            )

    def _shown(self, raw: str) -> str:
        """Return a cell's words as it shows them."""
        if self._kind == "s":
            texts = self._book.texts
            if _small(raw) and int(raw) < len(texts):
                return texts[int(raw)]
            raise UnreadableInputError(
                f"{self._book.packed.path}: is damaged (a cell of row {self._row} names a text "
                "that is not in the file); open and save it with Excel"
            )
        if self._kind == "b":
            return "TRUE" if raw.strip() in ("1", "true") else "FALSE"
        if self._kind == "n":
            try:
                value = float(raw)
            except ValueError:
                return clean(raw)
            if math.isfinite(value):
                return shown(value, self._style.form, since_1904=self._book.since_1904)
        if self._kind == "d":
            return raw.removesuffix("Z").removesuffix("T00:00:00").replace("T", " ").strip()
        return clean(raw)


def _small(digits: str) -> bool:
    return digits.isascii() and digits.isdigit() and len(digits) < 8  # noqa: PLR2004 a row has seven


def _place(reference: str) -> tuple[int, int] | None:
    """Return row and column of `C4`."""
    met = _REFERENCE.fullmatch(reference)
    if met is None:
        return None
    column = 0
    for letter in met[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return (int(met[2]), column) if column <= _COLUMNS else None
