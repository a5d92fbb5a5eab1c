"""What a person says of a plan's columns, where its headings do not say it themselves.

Said on the command line (`Paragraph=ref, Text=recommendation`), in `<file>.columns.toml` beside the
file, or in any `*.columns.toml` of the same folder that names files like it, so that next month's
tracker needs nothing:

    files = ["tracker-*.xlsx"]

    [columns]
    Paragraph = "ref"
    "Text of finding" = "recommendation"
    "column 5" = "ignore"
"""

from __future__ import annotations

import re
import time
import tomllib
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from graph.errors import UnreadableInputError, WrongUseError
from loaders.layout.columns import IGNORED, ROLES, plain, role_of
from loaders.limits import Limits
from loaders.readers import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

SUFFIX = ".columns.toml"

_BY_NUMBER = re.compile(r"(?:column|col)\s+(?P<number>[0-9]{1,3})", re.IGNORECASE)
_BY_LETTER = re.compile(r"(?:(?:column|col)\s+)?(?P<letter>[A-Z]{1,2})")
_LONGEST = 300
"""Characters of a heading; longer ones are no headings."""
_MOST = 200
"""Columns, or patterns of file names, in one file."""
_LETTERS = 26
_SETTLED = 3_000_000_000
"""Nanoseconds after which a folder's time of change tells of each change: the coarsest clock's."""

_looked: dict[Path, tuple[int, tuple[Path, ...]]] = {}
"""By folder, when it last changed and the columns files in it."""


@dataclass(frozen=True, slots=True)
class SaidColumns:
    """What a person says of the columns of one file.

    Attributes:
        roles: role by a heading's plain words (`loaders.layout.columns.plain`).
        places: role by a column's place, from 0, for columns without a heading that is named.
        files: the files that this was read from.
    """

    roles: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[int, str] = field(default_factory=dict)
    files: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        """Return whether anything is said."""
        return bool(self.roles or self.places)

    def role(self, heading: str, at: int) -> str | None:
        """Return the role that is said for a column, or None.

        Args:
            heading: its heading as written; empty where it has none.
            at: its place in the table, from 0.
        """
        return self.roles.get(plain(heading)) or self.places.get(at)


NOTHING_SAID = SaidColumns()


def said_columns(path: Path, given: str | None = None) -> SaidColumns:
    """Return what is said of a file's columns: as given, beside the file, and by name pattern.

    What is given outranks `<file>.columns.toml`, and that outranks a pattern.

    Args:
        path: the plan's file.
        given: what `--columns` says, for example `Paragraph=ref, Text=recommendation`.

    Raises:
        WrongUseError: `given` has no `=`, or names a role that is not known.
        UnreadableInputError: a columns file is not TOML, or says what is not understood.
    """
    roles: dict[str, str] = {}
    places: dict[int, str] = {}
    files = list(_files_for(path))
    for beside, said in files:
        # TOML's own order within a file; the nearest file comes last.
        _say(roles, places, said.items(), str(beside), UnreadableInputError)
    if given:
        _say(roles, places, _parsed(given), "--columns", WrongUseError)
    return SaidColumns(roles, places, tuple(beside for beside, _ in files))


def columns_files(folder: Path) -> tuple[Path, ...]:
    """Return all columns files of a folder, in the order of their names.

    Every plan asks, so a folder of thousands is looked through again only once it has changed.

    Raises:
        OSError: it cannot be looked into.
    """
    changed = folder.stat().st_mtime_ns
    before = _looked.get(folder)
    if before and before[0] == changed:
        return before[1]
    found = tuple(sorted(one for one in folder.glob(f"*{SUFFIX}") if one.is_file()))
    if time.time_ns() - changed > _SETTLED:
        _looked[folder] = changed, found
    return found


def _say(
    roles: dict[str, str],
    places: dict[int, str],
    said: Iterable[tuple[str, object]],
    where: str,
    error: type[UnreadableInputError | WrongUseError],
) -> None:
    for heading, words in said:
        role = _role(words)
        if role is None:
            known = ", ".join((*ROLES, IGNORED))
            raise error(f"{where}: role {str(words)[:40]!r} is not known; there are {known}")
        if not plain(heading) or len(heading) > _LONGEST:
            raise error(f"{where}: {heading[:40]!r} is no heading of a column; give one before =")
        number, letter = _BY_NUMBER.fullmatch(heading), _BY_LETTER.fullmatch(heading)
        if number and int(number["number"]):
            places[int(number["number"]) - 1] = role
            continue
        if letter:
            places[_place_of(letter["letter"])] = role
        # A letter may also be what a heading says: "ID".
        roles[plain(heading)] = role


def _place_of(letters: str) -> int:
    """Return the place, from 0, of a column named as in a sheet: A, B, ... Z, AA."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1


def _role(words: object) -> str | None:
    """Return the role that is meant: its name, or any heading that is known to have it."""
    if not isinstance(words, str):
        return None
    name = plain(words)
    return name if name in (*ROLES, IGNORED) else role_of(words)


def _parsed(given: str) -> Iterator[tuple[str, str]]:
    """Yield each heading with what it is said to hold; a heading may hold commas itself."""
    before = ""
    for piece in re.split(r"[,;\n]", given):
        before = f"{before},{piece}" if before else piece
        if "=" in piece:
            heading, _, words = before.rpartition("=")
            yield heading.strip(), words.strip()
            before = ""
    if before.strip():
        raise WrongUseError(
            f"--columns: {before.strip()[:40]!r} names no role; write it as in "
            "Paragraph=ref, Text=recommendation"
        )


def _files_for(path: Path) -> Iterator[tuple[Path, Mapping[str, object]]]:
    """Yield the columns files that speak of a file, the nearest last."""
    own = {path.with_name(name + SUFFIX) for name in (path.name, path.stem)}
    try:
        beside = columns_files(path.parent)
    except OSError:
        return
    for candidate in beside:
        if candidate not in own:
            patterns, said = _read(candidate)
            if any(fnmatchcase(path.name.casefold(), one.casefold()) for one in patterns):
                yield candidate, said
    for candidate in beside:
        if candidate in own:
            yield candidate, _read(candidate)[1]


def _read(beside: Path) -> tuple[list[str], Mapping[str, object]]:
    """Return the patterns of file names in a columns file, and what it says of columns.

    Raises:
        UnreadableInputError: not TOML in UTF-8, or not of this form.
    """
    try:
        values = tomllib.loads(read_bytes(beside, Limits()).decode("utf-8"))
    except RecursionError:
        raise UnreadableInputError(
            f"{beside}: its brackets are nested too deeply to be read; correct it"
        ) from None
    except ValueError as error:
        raise UnreadableInputError(
            f"{beside}: is not TOML in UTF-8 ({error}); correct that place"
        ) from error
    files, said = values.get("files", []), values.get("columns")
    patterns = [files] if isinstance(files, str) else files
    if not isinstance(patterns, list) or not all(isinstance(one, str) for one in patterns):
        raise UnreadableInputError(f"{beside}: key 'files' must be a list of file names")
    if not isinstance(said, dict):
        raise UnreadableInputError(
            f'{beside}: has no table [columns]; write one with lines such as Paragraph = "ref"'
        )
    if max(len(patterns), len(said)) > _MOST:
        raise UnreadableInputError(f"{beside}: names more than {_MOST} columns or files; give less")
    return patterns, said
