"""One room for each format, and the choice between them by a file's content.

Every reader is a module of this package with one function, `read(path, original, limits)`, which
gives the file's `Content`. What a reader needs is imported with it, so that reading a text never
waits for the libraries of another format.
"""

from __future__ import annotations

import importlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from graph.errors import UnreadableInputError
from loaders.findings import Finding, line_of
from loaders.readers.sniffing import format_of, misnamed

if TYPE_CHECKING:
    from collections.abc import Iterator
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
    findings = (*misnamed(path, name), *content.findings, *_unseen(content))
    return replace(content, findings=findings)


_UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200b-\u200f\u2060-\u2064\U000e0000-\U000e007f]")
"""Characters that turn the direction of writing, or take no room: not seen, but read."""


def _unseen(content: Content) -> Iterator[Finding]:
    """Warn of characters that a reader of the page does not see; they are kept as they are."""
    first = _UNSEEN.search(content.text)
    if first:
        at = first.start()
        number = len(_UNSEEN.findall(content.text))
        yield Finding(
            "warning",
            "text.unseen-characters",
            f"{number:,} characters of the text turn the direction of writing or cannot be seen; "
            "they are kept, and shown as codes",
            str(content.places.of(at, at + 1)) or line_of(content.text, at),
        )
