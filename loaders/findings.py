"""What a loader has to say about what it read: errors, warnings and remarks, each with a place."""

from __future__ import annotations

import functools
import re
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a person should know about how a document was read.

    Attributes:
        level: `error` (something was not read), `warning` (read, but look at it), `info`.
        code: short stable name, for example `row.merged-refs`.
        message: one sentence, with the remedy where there is one.
        where: place in the document: a line, a ref, a table.
    """

    level: Level
    code: str
    message: str
    where: str

    def to_json(self) -> dict[str, str]:
        """Return the finding as `inspect --json` prints it."""
        return {
            "level": self.level,
            "code": self.code,
            "message": self.message,
            "where": self.where,
        }


def line_of(text: str, index: int) -> str:
    """Return `line N` (from 1) for a character's index in the canonical text."""
    return f"line {bisect_left(_line_ends(text), index) + 1}"


@functools.lru_cache(maxsize=2)
def _line_ends(text: str) -> array[int]:
    # Found once a text: a plan of many rows has many places to tell.
    return array("L", (match.start() for match in re.finditer(r"\n", text)))
