"""Which files of a folder are plans to be read, and which others lie among them."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import WrongUseError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SUFFIXES = (
    *(".txt", ".tsv", ".csv", ".pdf", ".docx"),
    *(".xlsx", ".xlsm", ".html", ".htm"),
)
"""How the names end of files in a folder that are read; a file that is named is read whatever."""

_BESIDE = ".toml"
"""How the names end of what is said about plans: sidecars and columns files."""
_LOCKED = "~$"
"""How Office begins the name of the file that says that another is open."""
_GRAPH = ("generations", "lock")
"""What a graph's folder holds: texts of plans that were read already."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found.

    Attributes:
        files: to be read: as named, and by folder in the order of their names; each once.
        others: how many files were passed over, by the end of their names.
        closed: folders that may not be looked into, and links that lead out of the folder named,
            with what to say of each.
    """

    files: tuple[Path, ...]
    others: Mapping[str, int]
    closed: Mapping[Path, str]


def discover(paths: Iterable[Path]) -> Found:
    """Return the files to read: those named, and the plans in the folders named.

    Hidden files, links to folders and folders that hold a graph are passed over.

    Raises:
        WrongUseError: a path does not exist, or a folder holds no plan.
    """
    files: dict[Path, Path] = {}
    others: Counter[str] = Counter()
    closed: dict[Path, str] = {}
    for path in paths:
        if not _exists(path):
            raise WrongUseError(f"{path}: does not exist; name a plan's file or a folder of plans")
        inside = [path]
        if path.is_dir():
            inside = [] if _is_graph(path) else _inside(path, others, closed)
            if not inside and path not in closed:
                raise WrongUseError(f"{path}: holds no plan; these are read: {', '.join(SUFFIXES)}")
        for file in inside:
            files.setdefault(file.absolute(), file)
    return Found(tuple(files.values()), dict(sorted(others.items())), closed)


def _inside(folder: Path, others: Counter[str], closed: dict[Path, str]) -> list[Path]:
    found: list[Path] = []

    def cannot(error: OSError) -> None:
        why = error.strerror or type(error).__name__
        closed[Path(error.filename)] = f"cannot be looked into ({why})"

    within = os.path.realpath(folder)
    # Links to folders are not followed, so none leads round in a circle.
    for place, folders, names in os.walk(folder, onerror=cannot):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and not _is_graph(Path(place, name))
        )
        for name in sorted(names):
            suffix = Path(name).suffix.lower()
            if name.startswith((".", _LOCKED)) or suffix == _BESIDE:
                continue
            path = Path(place, name)
            if suffix in SUFFIXES and path.is_symlink() and not _leads_within(path, within):
                # Who sent the folder does not choose what else of this machine is read.
                closed[path] = (
                    "is a link that leads out of the folder, so it was not followed; "
                    "name the file itself to have it read"
                )
            elif suffix in SUFFIXES:
                found.append(path)
            else:
                others[suffix] += 1
    return sorted(found)


def _leads_within(link: Path, folder: str) -> bool:
    return Path(os.path.realpath(link)).is_relative_to(folder)


def _is_graph(folder: Path) -> bool:
    try:
        return all((folder / name).exists() for name in _GRAPH)
    except OSError:
        return False


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        # Too long for a name, or behind a folder that may not be searched.
        return False
