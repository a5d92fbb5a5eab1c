"""Finds the header of a table: one line or two, with titles above it and instructions below."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.layout.asked import is_numbered_ask
from loaders.layout.columns import Column, columns, likely_role_of, patterns, role_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.layout.grid import Line
    from loaders.said_columns import SaidColumns

_FEWEST = 2
"""Columns."""
_SHORT = 6
"""Words of a heading under another one."""
_LONGEST = 120
"""Characters of a cell in a row that may be a header: what is longer is no heading."""
_FEW_LETTERS = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class HeaderRows:
    """The header of a table.

    Attributes:
        columns: what it says of the columns.
        lines: how many lines it takes.
        words: the headings by which a repeated header is known.
    """

    columns: tuple[Column, ...]
    lines: int
    words: tuple[str, ...]


def header_at(
    lines: Sequence[Line], at: int, said: SaidColumns | None, *, whole: bool
) -> HeaderRows | None:
    """Return the header that begins at a line, or None where none does.

    Args:
        lines: the lines of the table.
        at: index of the line, from 0.
        said: what a person says of the columns.
        whole: whether each line of the table is a whole row; see `loaders.content.Table`.
    """
    line = lines[at]
    if not _may_be(line) or line.only():
        return None
    alone = columns(line.words, said=said)
    below = lines[at + 1] if at + 1 < len(lines) else None
    if below is not None and _may_be(below) and len(below.cells) == len(line.cells):
        both = _two_lines(line, below, said) if whole else _wrapped(line, below, said)
        if both and (whole or alone is None or _known(both) >= _known(alone)):
            return HeaderRows(both, 2, (*line.words, *below.words))
    return HeaderRows(alone, 1, line.words) if alone else None


def _may_be(line: Line) -> bool:
    """Return whether a line holds nothing that is too long for a heading."""
    return all(len(words) <= _LONGEST or role_of(words) for words in line.words)


def _known(found: tuple[Column, ...]) -> int:
    return sum(1 for column in found if column.sure and column.heading)


def _two_lines(over: Line, under: Line, said: SaidColumns | None) -> tuple[Column, ...] | None:
    """Return the columns of a header whose cells part into others below: "Progress" over "Q1"."""
    parted = {
        at
        for at, cell in enumerate(over.cells)
        if over.words[at] and over.width_of(cell) > 1 and over.width_of(cell) < len(over.cells)
    }
    if not parted or not any(under.words[at] for at in parted):
        return None
    if any(len(words.split()) > _SHORT or is_numbered_ask(words) for words in over.words):
        return None
    own = [
        at
        for at, cell in enumerate(under.cells)
        if under.words[at] and cell is not over.cells[at] and at not in parted
    ]
    short = all(len(words.split()) <= _SHORT for words in under.words)
    if own and columns(under.words, said=said) is None:
        # A row of the plan, not a line of the header, has words under the other headings too.
        return None
    if not short and own:
        return None
    found: list[str] = []
    above: list[str] = []
    for at, words in enumerate(under.words):
        found.append(words or over.words[at])
        above.append(over.words[at] if at in parted and words else "")
    return columns(found, above, said) or columns(under.words, said=said)


def _wrapped(over: Line, under: Line, said: SaidColumns | None) -> tuple[Column, ...] | None:
    """Return the columns of a header whose words run over two lines: "Target" over "date"."""
    if all(under.words) or not all(len(words.split()) <= _SHORT for words in under.words):
        return None
    found = [" ".join(filter(None, pair)) for pair in zip(over.words, under.words, strict=True)]
    joined = [at for at, words in enumerate(under.words) if words]
    if not all(role_of(found[at]) for at in joined):
        return None
    if any(role_of(under.words[at]) and not over.words[at] for at in joined[:1]):
        return None
    return columns(found, said=said)


@functools.cache
def _instructs() -> re.Pattern[str]:
    words = patterns()["rows"]["instructions"]
    return re.compile(
        rf"[(\[\s]*(?:{'|'.join(re.escape(one) for one in words)})(?!\w)", re.IGNORECASE
    )


def is_instruction(line: Line) -> bool:
    """Return whether the line under a header tells how to fill the table in, cell for cell.

    "What will be done?" and "(dd/mm/yy)" do; an action that begins with "Provide" does not, since
    most other cells of its row hold something else.
    """
    filled = [words for _, _, words in line.filled()]
    telling = [
        words
        for words in filled
        if (_instructs().match(words) and not words.endswith("."))
        or words.endswith("?")
        or (words[:1] in "([" and words[-1:] in ")]")
        or re.match(r"[(\[\s]*(?:please|e\.g\.|i\.e\.)", words, re.IGNORECASE)
    ]
    return bool(filled) and len(telling) * 3 >= len(filled) * 2


def looks_like_headings(lines: Sequence[Line], at: int) -> bool:
    """Return whether a line could be a header that nobody knows: short capitalised words in all.

    What stands under it must look different, so a line of a list of names is none.
    """
    line = lines[at]
    if not all(line.words) or len(line.words) < _FEWEST or len(set(line.words)) < len(line.words):
        return False
    for words in line.words:
        first = words.lstrip("(")[:1]
        headed = first.isupper() or first == "#"
        if not headed or len(words.split()) > _SHORT or words.endswith((".", ";", ",")):
            return False
        if not _FEW_LETTERS.search(words) and words not in ("#", "No"):
            return False
    return True


def any_role(heading: str) -> str | None:
    """Return the role that a heading has, known or told by a word in it."""
    return role_of(heading) or likely_role_of(heading)
