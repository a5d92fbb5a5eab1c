"""One room for each format, and the choice between them by a file's content.

Every reader is a module of this package with one function, `read(path, original, limits)`, which
gives the file's `Content`. What a reader needs is imported with it, so that reading a text never
waits for the libraries of another format.
"""

from __future__ import annotations

import importlib
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from graph.errors import UnreadableInputError
from loaders.readers.sniffing import format_of, misnamed

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.content import Content
    from loaders.limits import Limits


class Reader(Protocol):
    """What each module of this package is."""

    def read(self, path: Path, original: bytes, limits: Limits) -> Content:
        """Return what stands in a file.

        Args:
            path: the file's name, for messages; it is not opened again.
            original: its bytes.
            limits: how much it may hold.

        Raises:
            UnreadableInputError: not what it seems, broken, locked, or over a limit.
        """


def read_bytes(path: Path, limits: Limits) -> bytes:
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
        limits.check(path, "bytes", size, "bytes on disk")
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableInputError(f"{path}: cannot be read ({reason}); check the path") from error
    if not data.strip():
        raise UnreadableInputError(f"{path}: is empty; give a file that holds a plan")
    return data


def read_content(path: Path, original: bytes, limits: Limits) -> Content:
    """Read a file with the reader that its content calls for.

    Raises:
        UnreadableInputError: no format that is read, or the reader refuses it.
    """
    name = format_of(path, original, limits)
    reader: Reader = importlib.import_module(f"loaders.readers.{name}")
    content = reader.read(path, original, limits)
    return replace(content, findings=(*misnamed(path, name), *content.findings))
