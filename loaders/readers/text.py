"""Reads plain text: the canonical text is the file's own, line ends and all.

UTF-8 is taken as it is, UTF-16 where a byte-order mark says so. Anything else that is text is read
as Windows-1252, the usual encoding of older office files here, and a finding says so.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from graph.errors import UnreadableInputError
from loaders.findings import Finding

if TYPE_CHECKING:
    from pathlib import Path

READER = "text/1"

MAX_BYTES = 20 * 1024 * 1024
"""A plan of 600 pages is about 2 MB of text; ten times that is no plan."""

_SIGNATURES = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "an Office document or ZIP archive",
    b"\xd0\xcf\x11\xe0": "an older Office document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a compressed file",
    b"\x7fELF": "a program",
}
"""First bytes of what is often given by mistake, so that the message can name it."""


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        UnreadableInputError: not there, not a file, empty, too large, or not allowed to be read.
    """
    try:
        if path.is_dir():
            raise UnreadableInputError(f"{path}: is a directory; name a file in it")
        size = path.stat().st_size
        if not path.is_file():
            raise UnreadableInputError(f"{path}: is not an ordinary file; name a plan's file")
        if size > MAX_BYTES:
            raise UnreadableInputError(
                f"{path}: {size:,} bytes is more than the {MAX_BYTES:,} that one text file may "
                "have; split it"
            )
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableInputError(f"{path}: cannot be read ({reason}); check the path") from error
    if not data.strip():
        raise UnreadableInputError(f"{path}: is empty; give a file that holds a plan")
    return data


def decode(path: Path, data: bytes) -> tuple[str, tuple[Finding, ...]]:
    """Return the canonical text of a plain-text file, and what there is to say about its encoding.

    Raises:
        UnreadableInputError: not text at all, or without a word.
    """
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            raise UnreadableInputError(
                f"{path}: is {what}, which is not read yet; save it as plain text (UTF-8)"
            )
    text, findings = _decoded(path, data)
    if not text.lstrip("\ufeff").strip():
        raise UnreadableInputError(f"{path}: is empty; give a file that holds a plan")
    if "\x00" in text:
        raise UnreadableInputError(
            f"{path}: is not text (character {text.index(chr(0))} is zero); give a plain-text file"
        )
    return text, findings


def _decoded(path: Path, data: bytes) -> tuple[str, tuple[Finding, ...]]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16"), ()
        except UnicodeDecodeError as error:
            raise UnreadableInputError(
                f"{path}: byte {error.start} is not UTF-16, though the file says so; "
                "save it as UTF-8"
            ) from error
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
