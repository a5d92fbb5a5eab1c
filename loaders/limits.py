"""How much a file may hold: what comes in from outside is bounded before it is read."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from graph.errors import UnreadableInputError, WrongUseError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_MIB = 1024 * 1024
_MOST_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits; each can be set with `--limit NAME=NUMBER`.

    Attributes:
        bytes: size on disk.
        unpacked: bytes that a packed file (Word, Excel) may unpack to.
        pages: of a PDF.
        cells: in all tables together.
        rows: of all tables together, and lines of a text.
        characters: of one cell of a sheet.
        seconds: for reading one file.
        memory: bytes of memory for reading one file.
    """

    bytes: int = 50 * _MIB
    unpacked: int = 300 * _MIB
    pages: int = 1_000
    cells: int = 500_000
    rows: int = 50_000
    characters: int = 1_000_000
    seconds: int = 60
    memory: int = 1024 * _MIB

    def check(self, path: Path, name: str, number: int, what: str) -> None:
        """Refuse a file that has more than it may.

        Args:
            path: the file, for the message.
            name: name of the limit.
            number: how much there is.
            what: what is counted, for the message: "pages", "bytes on disk".

        Raises:
            UnreadableInputError: `number` is over the limit; the message says how to raise it.
        """
        limit = getattr(self, name)
        if number > limit:
            raise UnreadableInputError(
                f"{path}: has {number:,} {what}, more than the {limit:,} allowed; split it, or "
                f"allow more with --limit {name}={number}"
            )


def given(settings: Iterable[str]) -> Limits:
    """Return the limits with those changed that `NAME=NUMBER` texts name.

    Raises:
        WrongUseError: a name is not known, or what follows is not a whole number above zero.
    """
    limits = Limits()
    names = [one.name for one in fields(Limits)]
    for setting in settings:
        name, _, number = setting.partition("=")
        if name not in names:
            raise WrongUseError(f"limit {name!r} is not known; there are {', '.join(names)}")
        # The length first: Python makes no number of thousands of digits.
        digits = number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS
        if not digits or not int(number):
            raise WrongUseError(
                f"limit {name!r} must be a whole number above zero, as in {name}=1000, of "
                f"at most {_MOST_DIGITS} digits"
            )
        limits = replace(limits, **{name: int(number)})
    return limits
