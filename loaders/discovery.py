"""Which files of a folder are plans to be read, and which others lie among them."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import UnreadableInputError, WrongUseError
from loaders.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SUFFIXES = (
    *(".txt", ".tsv", ".csv", ".pdf", ".docx"),
    *(".xlsx", ".xlsm", ".html", ".htm"),
)
"""How the names end of files in a folder that are read; a file that is named is read whatever."""

_PICTURE = ("a picture", "make a PDF with text of it (for example with ocrmypdf)")
_AS_TEXT = "save it as Word (.docx), PDF or plain text"
_AS_SHEET = "save it as an Excel workbook (.xlsx) or CSV"
NOT_READ: Mapping[str, tuple[str, str]] = {
    ".doc": ("an older Word document", "save it as .docx"),
    ".xls": ("an older Excel workbook", "save it as .xlsx"),
    ".xlsb": ("a binary Excel workbook", "save it as .xlsx"),
    ".ppt": ("an older presentation", "save it as PDF"),
    ".pptx": ("a presentation", "save it as PDF"),
    ".odt": ("an OpenDocument text", "save it as .docx"),
    ".ods": ("an OpenDocument spreadsheet", "save it as .xlsx"),
    ".odp": ("an OpenDocument presentation", "save it as PDF"),
    ".rtf": ("a rich-text file", _AS_TEXT),
    ".wpd": ("a WordPerfect document", _AS_TEXT),
    ".pages": ("a document of Pages", "export it as PDF or Word"),
    ".numbers": ("a document of Numbers", "export it as Excel or CSV"),
    ".mdb": ("a database", _AS_SHEET),
    ".accdb": ("a database", _AS_SHEET),
    ".msg": ("a mail of Outlook", "save what is attached to it"),
    ".eml": ("a mail", "open it and save or print it as PDF"),
    ".mht": ("a web page saved as an archive", "save it as a complete web page (.html) or PDF"),
    ".mhtml": ("a web page saved as an archive", "save it as a complete web page (.html) or PDF"),
    ".url": ("a link to a page", "open it and save the page itself"),
    ".zip": ("an archive", "unpack it and name the plan's own file"),
    ".7z": ("an archive", "unpack it and name the plan's own file"),
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".gif", ".tif", ".tiff", ".bmp", ".heic"), _PICTURE),
}
"""What files are called, by the end of their names, that may hold a plan and yet are not read, and
the remedy. `inspect` says the same by their content (`loaders.readers.sniffing`)."""

_SUFFIX = re.compile(r"\.(?=[0-9]*[a-z])[a-z0-9]{1,10}")
"""What says what a file is; in "Action plan v1.2" nothing does."""
_TELLING = 4096
"""Bytes that tell a text from what is none."""
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
        others: files that were passed over, by the end of their names; "" is for none.
        closed: folders that may not be looked into, and links that lead out of the folder named,
            with what to say of each.
    """

    files: tuple[Path, ...]
    others: Mapping[str, tuple[Path, ...]]
    closed: Mapping[Path, str]


def discover(paths: Iterable[Path]) -> Found:
    """Return the files to read: those named, and the plans in the folders named.

    In a folder the end of a name tells what is a plan; where a name has none, the content does.
    Hidden files, links to folders and folders that hold a graph are passed over.

    Raises:
        WrongUseError: a path does not exist, or a folder holds no plan.
    """
    files: dict[Path, Path] = {}
    others: dict[str, list[Path]] = {}
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
    passed = {suffix: tuple(sorted(others[suffix])) for suffix in sorted(others)}
    return Found(tuple(files.values()), passed, closed)


def _inside(folder: Path, others: dict[str, list[Path]], closed: dict[Path, str]) -> list[Path]:
    found: list[Path] = []

    def cannot(error: OSError) -> None:
        why = error.strerror or type(error).__name__
        closed[Path(error.filename)] = f"cannot be looked into ({why}); check who may open it"

    within = os.path.realpath(folder)
    # Links to folders are not followed, so none leads round in a circle.
    for place, folders, names in os.walk(folder, onerror=cannot):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and not _is_graph(Path(place, name))
        )
        for name in sorted(names):
            file = Path(place, name)
            suffix = _suffix(name)
            if name.startswith((".", _LOCKED)) or suffix == _BESIDE:
                continue
            if suffix in SUFFIXES and _leads_out(file, within):
                # Who sent the folder does not choose what else of this machine is read.
                closed[file] = (
                    "is a link that leads out of the folder, so it was not followed; "
                    "name the file itself to have it read"
                )
            elif suffix in SUFFIXES or (
                not suffix and not _leads_out(file, within) and _is_read(file)
            ):
                found.append(file)
            else:
                others.setdefault(suffix, []).append(file)
    return sorted(found)


def _suffix(name: str) -> str:
    suffix = Path(name).suffix.lower()
    return suffix if _SUFFIX.fullmatch(suffix) else ""


def _leads_out(file: Path, folder: str) -> bool:
    return file.is_symlink() and not Path(os.path.realpath(file)).is_relative_to(folder)


def _is_read(file: Path) -> bool:
    """Tell by its content whether a file holds a format that is read."""
    from loaders.readers import read_bytes  # noqa: PLC0415  (seldom needed, and not at once there)
    from loaders.readers.sniffing import format_of  # noqa: PLC0415  (the same)

    limits = Limits()
    try:
        content = read_bytes(file, limits)
        kind = format_of(file, content, limits)
    except UnreadableInputError:
        return False
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    return kind not in ("text", "separated") or wide or b"\x00" not in content[:_TELLING]


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
