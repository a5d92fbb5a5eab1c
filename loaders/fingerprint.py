"""What tells that a file need not be read again: nothing that its reading rests on has changed."""

from __future__ import annotations

import functools
import hashlib
import json
import platform
from dataclasses import asdict
from importlib import metadata
from typing import TYPE_CHECKING

from graph.processes import ROOT
from loaders.limits import Limits
from loaders.register import REGISTER_FILE
from loaders.said_columns import columns_files

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.intake import Reader

_OWN = ("loaders", "graph")
"""Our packages that reading rests on."""
_OWN_SUFFIXES = (".py", ".toml")
_LIBRARIES = (
    *("defusedxml", "lxml", "openpyxl"),
    *("pypdfium2", "spacy"),
)


class Fingerprints:
    """Fingerprints of files, for one program and one way of reading."""

    def __init__(self, reader: Reader) -> None:
        """Take note of the program and of how files are to be read."""
        self._common = [_program(), _content(REGISTER_FILE), asdict(reader)]
        # Beyond these nothing is read, so nothing needs to be known.
        self._most = reader.limits.bytes
        self._most_beside = Limits().bytes

    def of(self, path: Path) -> str | None:
        """Return the fingerprint of a file and of all that stands beside it for its reading.

        None where there is nothing to compare: the file cannot be read, or is too large to be.
        """
        try:
            if not path.is_file() or path.stat().st_size > self._most:
                return None
            beside = [
                path.with_name(path.name + ".toml"),
                path.with_suffix(".toml"),
                # Any of these may speak of the file, by a pattern of names.
                *columns_files(path.parent),
            ]
            beside = [one for one in beside if one.is_file()]
            if any(one.stat().st_size > self._most_beside for one in beside):
                return None
            known = [[one.name, _content(one)] for one in beside]
            content = [*self._common, path.name, _content(path), known]
        except OSError:
            return None
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode("ascii")).hexdigest()


@functools.cache
def _program() -> str:
    """Return a hash of everything of the program that reading rests on."""
    whole = hashlib.sha256(platform.python_version().encode())
    for package in _OWN:
        for path in sorted((ROOT / package).rglob("*")):
            if path.suffix in _OWN_SUFFIXES:
                whole.update(f"{path.relative_to(ROOT).as_posix()} {_content(path)}\n".encode())
    for library in _LIBRARIES:
        whole.update(f"{library} {metadata.version(library)}\n".encode())
    return whole.hexdigest()


def _content(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
