"""The archive: originals, canonical texts and facts, each in a file named by its SHA-256.

Beside each text lie short digests of its pieces (a piece is at most 64 characters of one line), so
that a change can be placed even where no quote covers it.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph import facts_file
from graph.errors import IntegrityError
from graph.files import clear_temporaries, sha256, write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from graph.facts import Facts

_PIECE = 64
_HASH = re.compile(r"[0-9a-f]{64}")
_DIGEST_BYTES = 4


@dataclass(frozen=True, slots=True)
class Change:
    """Where an archived text no longer is what it was.

    Attributes:
        line: line of the first difference, from 1.
        start: index of the first character that may differ, in the text as it is now.
        end: index after the last one.
    """

    line: int
    start: int
    end: int


class Archive:
    """The archive in one folder. Nothing in it is ever changed, only added or pruned."""

    def __init__(self, folder: Path) -> None:
        """Point at `folder`; it need not exist before the first `put`."""
        self._originals = folder / "originals"
        self._texts = folder / "texts"
        self._facts = folder / "facts"

    def put_original(self, content: bytes) -> str:
        """Keep a file's bytes; return their SHA-256."""
        name = sha256(content)
        _keep(self._originals / name, content)
        return name

    def put_text(self, text: str) -> str:
        """Keep a canonical text as UTF-8, line ends untouched; return the SHA-256 of that.

        Raises:
            IntegrityError: the text holds half a surrogate pair, which has no UTF-8.
        """
        try:
            content = text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise IntegrityError(
                f"character {error.start} of the text is half a surrogate pair; mend the reader"
            ) from None
        name = sha256(content)
        _keep(self._texts / f"{name}.pieces", _digests(text).encode("ascii"))
        _keep(self._texts / f"{name}.txt", content)
        return name

    def put_facts(self, facts: Facts) -> str:
        """Keep facts; return the SHA-256 of their file."""
        content = facts_file.dump(facts)
        name = sha256(content)
        _keep(self._facts / f"{name}.json", content)
        return name

    def original(self, name: str) -> bytes:
        """Return the bytes of an original as they are now, whatever has become of them.

        Raises:
            IntegrityError: the file is gone or unreadable.
        """
        return _content(self._originals / name)

    def text(self, name: str) -> str:
        """Return a canonical text as it is now, whatever has become of it.

        Raises:
            IntegrityError: the file is gone, unreadable or no longer UTF-8.
        """
        path = self._texts / f"{name}.txt"
        try:
            return _content(path).decode("utf-8")
        except UnicodeDecodeError as error:
            raise IntegrityError(
                f"{path}: byte {error.start} is no longer UTF-8; restore the archive"
            ) from None

    def facts(self, name: str) -> Facts:
        """Return facts.

        Raises:
            IntegrityError: the file is gone or no longer what it was.
        """
        path = self._facts / f"{name}.json"
        content = _content(path)
        if sha256(content) != name:
            raise IntegrityError(f"{path}: changed since it was written; build again with --fresh")
        return facts_file.load(content, str(path))

    def text_is_intact(self, name: str) -> bool:
        """Tell whether a canonical text still has the SHA-256 that names it."""
        return sha256(_content(self._texts / f"{name}.txt")) == name

    def is_intact(
        self, *, originals: Iterable[str], texts: Iterable[str], facts: Iterable[str]
    ) -> bool:
        """Tell whether all of these still have the SHA-256 that names them."""
        named = [
            *((self._originals / name, name) for name in originals),
            *((self._texts / f"{name}.txt", name) for name in texts),
            *((self._facts / f"{name}.json", name) for name in facts),
        ]
        try:
            return all(sha256(_content(path)) == name for path, name in named)
        except IntegrityError:
            return False

    def change_in_text(self, name: str) -> Change | None:
        """Return where a canonical text has changed, None where it has not.

        The range covers the pieces between the last unchanged one before and the first unchanged
        one after: for one changed character that is at most 64 characters, within its line.

        Raises:
            IntegrityError: the file is gone, unreadable or no longer UTF-8.
        """
        if self.text_is_intact(name):
            return None
        text = self.text(name)
        try:
            before = _content(self._texts / f"{name}.pieces").decode("ascii").split()
        except (IntegrityError, UnicodeDecodeError):
            return Change(1, 0, len(text))
        pieces = _pieces(text)
        now = _digests(text).split()
        shorter = min(len(before), len(now))
        same = 0
        while same < shorter and before[same] == now[same]:
            same += 1
        tail = 0
        while tail < shorter - same and before[-1 - tail] == now[-1 - tail]:
            tail += 1
        start = sum(len(piece) for piece in pieces[:same])
        end = len(text) - sum(len(piece) for piece in pieces[len(pieces) - tail :])
        return Change(text.count("\n", 0, start) + 1, start, end)

    def prune(self, keep: AbstractSet[str]) -> None:
        """Delete every file named by a SHA-256 that is not in `keep`, and half-written ones."""
        for folder in (self._originals, self._texts, self._facts):
            clear_temporaries(folder)
            for path in folder.glob("*"):
                name = path.name.partition(".")[0]
                if name not in keep and _HASH.fullmatch(name):
                    # On Windows a file that someone reads cannot be deleted: the next build tries.
                    with contextlib.suppress(OSError):
                        path.unlink()


def _keep(path: Path, content: bytes) -> None:
    try:
        if path.read_bytes() == content:
            return
    except OSError:
        path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, content)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise IntegrityError(
            f"{path}: cannot be read ({error.strerror}); restore the archive or build again"
        ) from None


def _pieces(text: str) -> list[str]:
    # Split at line feeds only: the other line ends that str.splitlines knows stand inside texts.
    lines = text.split("\n")
    whole = [f"{line}\n" for line in lines[:-1]] + [line for line in lines[-1:] if line]
    return [line[i : i + _PIECE] for line in whole for i in range(0, len(line), _PIECE)]


def _digests(text: str) -> str:
    return "\n".join(
        hashlib.blake2b(piece.encode("utf-8"), digest_size=_DIGEST_BYTES).hexdigest()
        for piece in _pieces(text)
    )
