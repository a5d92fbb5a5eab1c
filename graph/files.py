"""Writing a file so that whoever is killed when, it is there whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

TEMPORARY = ".tmp-"
"""How the names of files begin that are not whole yet; what is left of them may be deleted."""


def sha256(content: bytes) -> str:
    """Return the SHA-256 of `content` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` to `path` in one step, and onto the disk.

    Raises:
        OSError: the folder is missing, full or not writable.
    """
    temporary = path.with_name(f"{TEMPORARY}{secrets.token_hex(4)}-{path.name}"[:200])
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Bring a folder's list of names onto the disk, where the system can."""
    # Windows cannot open a folder; there the rename itself is what is relied on.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sync_tree(folder: Path) -> None:
    """Bring every file under `folder` onto the disk."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
    sync_folder(folder)


def clear_temporaries(folder: Path) -> None:
    """Delete what killed writers left half-written in `folder`."""
    for path in folder.glob(f"{TEMPORARY}{'[0-9a-f]' * 8}-*"):
        with contextlib.suppress(OSError):
            path.unlink()
