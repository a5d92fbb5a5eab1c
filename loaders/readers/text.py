"""Reads plain text: the canonical text is the file's own, line ends and all.

UTF-8 is taken as it is, UTF-16 where a byte-order mark says so, or the pattern of its zero bytes
(and then a finding says so). Anything else that is text is read as Windows-1252, the usual encoding
of older office files here, and a finding says so.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from graph.errors import UnreadableInputError
from loaders.content import Block, Cell, Content, Table
from loaders.findings import Finding, line_of
from loaders.markings import marking_in_lines
from loaders.readers.fixed_width import flow_of
from loaders.readers.site_lines import is_site_line, tells_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from loaders.limits import Limits

READER = "text/1"

_LINE = re.compile(r"[^\r\n]+")
_MOST_CELLS = 100
"""Cells of a line; what stands after the last of them belongs to it."""

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ANY_MARK = tuple(mark for mark, _ in _MARKS)
SAMPLE = 64 * 1024
"""Bytes by which a text is judged."""
_MANY_ZEROS = 0.7
_FEW_ZEROS = 0.02
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
_MOST_CONTROL = 0.02
"""Share of a text: one that holds more control characters than this is none."""
_UNMARKED = Finding(
    "info",
    "text.encoding",
    "read as UTF-16, as its zero bytes show, though no byte-order mark says so",
    "line 1",
)


def read(path: Path, original: bytes, limits: Limits) -> Content:
    """Read a plain text: lines with tabs are rows of a table, all others stand alone.

    Raises:
        UnreadableInputError: not text at all, without a word, or over a limit.
    """
    text, findings = decode(path, original)
    limits.check(path, "rows", max(text.count("\n"), text.count("\r")) + 1, "lines")
    limits.check(path, "cells", text.count("\t"), "cells between tabs")
    return content_of(text, findings)


def content_of(text: str, findings: tuple[Finding, ...] = ()) -> Content:
    """Return what stands in a text that was decoded."""
    marking = marking_in_lines(text)
    flow = list(_flow(text))
    if any(tells_site(_words(text, one)) for one in flow):
        # A page that was copied from a site: what the site says on each of its pages is no plan's.
        flow = [
            replace(one, kind="furniture")
            if isinstance(one, Block) and is_site_line(_words(text, one))
            else one
            for one in flow
        ]
    return Content(text, READER, tuple(flow), marking=marking, findings=findings)


def _words(text: str, one: Block | Table) -> str:
    return text[slice(*one.spans[0])] if isinstance(one, Block) else ""


def _flow(text: str) -> Iterator[Block | Table]:
    for tabbed, run in groupby(_LINE.finditer(text), key=lambda line: "\t" in line.group()):
        lines = [line.span() for line in run]
        if tabbed:
            yield Table(tuple(tuple(_cells(text, *line)) for line in lines), whole=False)
        else:
            yield from flow_of(text, lines)


def _cells(text: str, start: int, end: int) -> Iterator[Cell]:
    at = start
    for _ in range(_MOST_CELLS - 1):
        tab = text.find("\t", at, end)
        if tab < 0:
            break
        yield Cell(((at, tab),))
        at = tab + 1
    if at < end:
        yield Cell(((at, end),))


def decode(path: Path, data: bytes) -> tuple[str, tuple[Finding, ...]]:
    """Return the canonical text of a plain-text file, and what there is to say about its encoding.

    Raises:
        UnreadableInputError: not text at all, or without a word.
    """
    text, findings = _decoded(path, data)
    if not text.lstrip("\ufeff").strip():
        raise UnreadableInputError(f"{path}: is empty; give a file that holds a plan")
    if "\x00" in text:
        raise UnreadableInputError(
            f"{path}: is not text (character {text.index(chr(0))} is zero); give a plain-text file"
        )
    odd = _CONTROL.search(text)
    if odd and len(_CONTROL.findall(text)) > len(text) * _MOST_CONTROL:
        raise UnreadableInputError(
            f"{path}: is not text (it is full of control characters, the first on "
            f"{line_of(text, odd.start())}); give the plan as text, PDF, Word or Excel"
        )
    return text, findings


def sample(data: bytes) -> str:
    """Return the first words of what may be a text, for telling what it is."""
    start = data[:SAMPLE]
    encoding = _encoding(start)
    if encoding is None:
        try:
            # What the cut left of a last character is no reason to doubt.
            return codecs.getincrementaldecoder("utf-8")().decode(start)
        except UnicodeDecodeError:
            encoding = "cp1252"
    return start.decode(encoding, "replace")


def _encoding(data: bytes) -> str | None:
    """Return the encoding that a byte-order mark or the zeros of a text show for certain.

    In the UTF-16 of a European language nearly every second byte is zero, and hardly any other.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    start = data[: SAMPLE & ~1]
    even, odd = start[0::2].count(0), start[1::2].count(0)
    half = len(start) // 2
    if half and odd > half * _MANY_ZEROS and even <= half * _FEW_ZEROS:
        return "utf-16-le"
    if half and even > half * _MANY_ZEROS and odd <= half * _FEW_ZEROS:
        return "utf-16-be"
    return None


def _decoded(path: Path, data: bytes) -> tuple[str, tuple[Finding, ...]]:
    encoding = _encoding(data)
    if encoding:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            raise UnreadableInputError(
                f"{path}: byte {error.start} is not {encoding[:6].upper()}, though the file says "
                "so; save it as UTF-8"
            ) from error
        return text, () if data.startswith(_ANY_MARK) else (_UNMARKED,)
    if b"\x00" in data:
        raise UnreadableInputError(
            f"{path}: is not text (byte {data.index(0)} is zero); give a plain-text file"
        )
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        return _windows_1252(path, data, error.start)


def _windows_1252(path: Path, data: bytes, first_bad: int) -> tuple[str, tuple[Finding, ...]]:
    line = data.count(b"\n", 0, first_bad) + 1
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UnreadableInputError(
            f"{path}: line {line} is neither UTF-8 nor Windows-1252 text; save the file as UTF-8"
        ) from error
    remark = Finding(
        "warning",
        "text.encoding",
        "not UTF-8, so it was read as Windows-1252; check accents and quotation marks, "
        "or save the file as UTF-8",
        f"line {line}",
    )
    return text, (remark,)
