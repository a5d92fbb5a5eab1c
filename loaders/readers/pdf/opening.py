"""Opens a PDF, or says in one line why it cannot be read; it never asks for a password."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from graph.errors import UnreadableInputError

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.limits import Limits

_END = b"%%EOF"
_OBJECT = re.compile(rb"\d+\s+\d+\s+obj\b")
_FILE_NAME = re.compile(
    r"\s*(?:microsoft \w+ - .*|untitled.*|.*\.(?:docx?|pdf|xlsx?|pptx?|odt|rtf|indd|html?)|document\d*)\s*",
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
            f"{path}: is a PDF whose end is missing; copy or download the whole file again"
        )
    try:
        document = pdfium.PdfDocument(original)
    except pdfium.PdfiumError as error:
        raise _refused(path, getattr(error, "err_code", None)) from error
    count = len(document)
    try:
        limits.check(path, "pages", count, "pages")
        if not count:
            raise UnreadableInputError(f"{path}: is a PDF without pages; give one that holds a plan")
    except UnreadableInputError:
        document.close()
        raise
    return document


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
