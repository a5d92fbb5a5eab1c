"""Opens a PDF, or says in one line why it cannot be read; it never asks for a password."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from graph.errors import UnreadableInputError
from loaders.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from loaders.limits import Limits

_END = b"%%EOF"
_OBJECT = re.compile(rb"\d+\s+\d+\s+obj\b")
_START = re.compile(rb"startxref\s+(\d{1,12})")
_LIST = re.compile(rb"\s*(?:xref|\d+\s+\d+\s+obj)\b")
_TAIL = 4096
"""Bytes at the end of a file in which it tells where its list of parts is."""
_FILE_NAME = re.compile(
    r"\s*(?:microsoft \w+ - .*|untitled.*|document\d*"
    r"|.*\.(?:docx?|pdf|xlsx?|pptx?|odt|rtf|indd|html?))\s*",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\ufeff]+")


def open_pdf(path: Path, original: bytes, limits: Limits) -> Any:
    """Return PDFium's document; the caller closes it.

    Raises:
        UnreadableInputError: locked, cut short, damaged, without pages, or with too many.
    """
    if _is_cut(original):
        raise UnreadableInputError(
            f"{path}: is a PDF that is cut short, its end is missing; "
            "copy or download the whole file again"
        )
    try:
        document = pdfium.PdfDocument(original)
    except pdfium.PdfiumError as error:
        raise _refused(path, getattr(error, "err_code", None)) from error
    try:
        _check_pages(path, len(document), limits)
    except UnreadableInputError:
        document.close()
        raise
    return document


def _check_pages(path: Path, count: int, limits: Limits) -> None:
    limits.check(path, "pages", count, "pages")
    if not count:
        raise UnreadableInputError(f"{path}: is a PDF without pages; give one that holds a plan")


def repairs(original: bytes) -> Iterator[Finding]:
    """Say so where a PDF's own list of its parts is wrong, and PDFium had to find them itself."""
    start = max(0, original.find(b"%PDF-"))
    told = _START.findall(original[-_TAIL:])
    at = start + int(told[-1]) if told else -1
    if at < 0 or not _LIST.match(original, at):
        yield Finding(
            "warning",
            "pdf.repaired",
            "the file is damaged and was repaired while it was read; check that nothing is missing",
            "the whole file",
        )


def _is_cut(original: bytes) -> bool:
    """Return whether the end of a PDF is missing: what says where its parts are stands last."""
    end = original.rfind(_END)
    return end < 0 or bool(_OBJECT.search(original, end))


def _refused(path: Path, code: int | None) -> UnreadableInputError:
    if code == raw.FPDF_ERR_PASSWORD:
        return UnreadableInputError(
            f"{path}: is a PDF locked with a password; open it and save a copy without one"
        )
    if code == raw.FPDF_ERR_SECURITY:
        return UnreadableInputError(
            f"{path}: is a PDF encrypted in a way that is not read; save a copy without protection"
        )
    return UnreadableInputError(
        f"{path}: is a damaged PDF; open it in a viewer and print it to a new PDF, or get it again"
    )


def title_of(document: Any) -> str | None:
    """Return the title that a document's properties give; none where it is a file's name."""
    try:
        title = document.get_metadata_value("Title")
    except (pdfium.PdfiumError, UnicodeDecodeError):
        return None
    words = " ".join(_CONTROL.sub(" ", title or "").split())
    return words if words and not _FILE_NAME.fullmatch(words) else None
