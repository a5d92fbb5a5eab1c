"""Tells a file's format by its content; its name only settles what the content leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import UnreadableInputError

if TYPE_CHECKING:
    from pathlib import Path

_SIGNATURES = {
    b"PK\x03\x04": "an Office document or ZIP archive",
    b"\xd0\xcf\x11\xe0": "an older Office document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a compressed file",
    b"\x7fELF": "a program",
}
"""First bytes of what is often given by mistake, so that the message can name it."""


def format_of(path: Path, original: bytes) -> str:
    """Return the module of `loaders.readers` that reads a file.

    Args:
        path: for the message, and for what the content leaves open.
        original: the file's bytes.

    Raises:
        UnreadableInputError: a format that is not read; the message names it and the remedy.
    """
    if b"%PDF-" in original[:1024]:
        return "pdf"
    for signature, what in _SIGNATURES.items():
        if original.startswith(signature):
            raise UnreadableInputError(
                f"{path}: is {what}, which is not read yet; save it as plain text (UTF-8)"
            )
    return "text"
