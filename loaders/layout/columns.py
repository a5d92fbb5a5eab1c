"""What a table's columns hold, from their headings and from what stands beside them."""

from __future__ import annotations

import functools
import math
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loaders.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PATTERNS = Path(__file__).resolve().parent.parent / "patterns" / "columns.toml"

_WIDEST = 6
"""Words of the widest heading in run-on text."""
_LONGEST = 10
"""Words: what is longer is no heading."""
_LONGEST_HEADING = 200
"""Characters: the same."""
_FEWEST = 2
"""Columns: a table has two."""
_IN_WORDS = {
    "owner": "the lead",
    "date": "the target date",
    "response": "the answer",
    "status": "the status",
    "progress": "answer and status",
    "ref": "the ref",
    "source": "the source",
    "action": "the action",
    "recommendation": "what is asked for",
}
_ENOUGH = 3
"""Headings that must be known before an unknown one is taken for the action's."""
ROLES = (
    *("ref", "recommendation", "action", "source", "workstream", "owner", "date", "response"),
    *("status", "progress", "evidence", "other"),
)
"""What a column can hold."""
IGNORED = "ignore"
"""What a person may say of a column that is to be left out."""
ASKING = ("recommendation", "action")
ANSWERS = ("response", "status", "progress", "date", "owner", "evidence")


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        heading: its heading as written.
        role: ref, recommendation, action, source, workstream, owner, date, response, status,
            progress (statuses or dates in a narrow column), evidence, or other.
        sure: False where the heading is not a known one and the role is a guess.
    """

    heading: str
    role: str
    sure: bool = True


@functools.cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_PATTERNS.read_text(encoding="utf-8"))


@functools.cache
def headings() -> dict[str, str]:
    """Return the role of each known heading, by its plain words."""
    return {plain(words): role for role, known in _data()["roles"].items() for words in known}


@functools.cache
def _signs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (sign["role"], re.compile(rf"\b(?:{'|'.join(map(re.escape, sign['words']))})(?!\w)"))
        for sign in _data()["sign"]
    )


def plain(heading: str) -> str:
    """Return a heading's words without case, signs and surplus blanks; `#` is kept."""
    return " ".join(re.sub(r"[^\w#/&]+", " ", heading.casefold()).split())


@functools.lru_cache(maxsize=4096)
def role_of(heading: str) -> str | None:
    """Return the role that a heading is known to have, or None.

    "Update April 2017" is an update: a month after known words does not change them. "Key
    milestones achieved in enacting recommendation" opens with a heading that is known.
    """
    if len(heading) > _LONGEST_HEADING:
        return None
    words = plain(heading)
    undated = re.sub(r"\s+(?:[a-z]+\s+)?(?:19|20)\d\d$", "", words)
    role = headings().get(words) or headings().get(undated)
    if role or len(words.split()) > _LONGEST:
        return role
    opening = [known for known in headings() if " " in known and words.startswith(f"{known} ")]
    return headings()[max(opening, key=len)] if opening else None


@functools.lru_cache(maxsize=4096)
def likely_role_of(heading: str) -> str | None:
    """Return the role that a heading has by a word in it ("Force action"), or None."""
    if len(heading) > _LONGEST_HEADING:
        return None
    words = plain(heading)
    if len(words.split()) > _LONGEST:
        return None
    return next((role for role, sign in _signs() if sign.search(words)), None)


def columns(found: list[str]) -> tuple[Column, ...] | None:
    """Return the columns under a row of headings, or None where it is no header row.

    A header row has at least two headings, most of them known or told by a word in them, and one
    of them says what is asked for or what is to be done. The same heading plays different parts
    beside different neighbours: beside "Priority" alone, "Action" is the answer; beside "Response",
    "Progress" is a status, and beside "Status" it is the answer; and "Outcome" is one where no
    other column answers.
    """
    sure = [role_of(heading) for heading in found]
    roles = [
        role or _free(likely_role_of(heading), sure)
        for role, heading in zip(sure, found, strict=True)
    ]
    if len([role for role in roles if role]) >= _ENOUGH and not set(ASKING) & set(roles):
        # All else is known, so the first heading that is not names what is to be done: "We will".
        roles = ["action" if at == _first_unknown(roles) else role for at, role in enumerate(roles)]
    known = [role for role in roles if role]
    if len(found) < _FEWEST or len(known) * 2 <= len(found) or not any(sure):
        return None
    if not set(ASKING) & set(known) or _in_prose(found):
        return None
    settled = [role or "other" for role in roles]
    if "recommendation" in known and "action" in known and not set(ANSWERS) & set(known):
        settled[settled.index("action")] = "response"
    if "progress" in known:
        role = "status" if "response" in known else "response" if "status" in known else "progress"
        settled[settled.index("progress")] = role
    if "evidence" in known and not {"response", "progress"} & set(known):
        settled[settled.index("evidence")] = "response"
    for at, role in enumerate(settled):
        if role == "date" and "date" in settled[:at]:
            settled[at] = "progress"  # the date when it was done, or what came of it
    if not {"response", "progress", "evidence"} & set(settled) and "other" in settled:
        settled[settled.index("other")] = "response"  # all else is known: it holds the answer
    return tuple(
        Column(" ".join(heading.split()), role, role_of(heading) is not None)
        for heading, role in zip(found, settled, strict=True)
    )


def guesses(found: Iterable[Column], where: str) -> Iterator[Finding]:
    """Yield what a person should know about columns whose headings are not known ones."""
    for column in found:
        if column.role == "other":
            yield Finding(
                "warning",
                "column.unknown",
                f"column {column.heading!r} is not understood and was not used",
                where,
            )
        elif not column.sure:
            yield Finding(
                "info",
                "column.guessed",
                f"column {column.heading!r} is not a known heading; it was read as "
                f"{_IN_WORDS.get(column.role, column.role)}",
                where,
            )


def _first_unknown(roles: list[str | None]) -> int | None:
    return next((at for at, role in enumerate(roles) if role is None), None)


def _free(likely: str | None, sure: list[str | None]) -> str | None:
    """Return a likely role, unless a known heading has it: "Scope of recommendation" is none."""
    return None if likely in sure and likely not in ("response", "date") else likely


def _in_prose(found: list[str]) -> bool:
    """Return whether cells are those of a row rather than headings: sentences, or numbers."""
    return any(
        (heading.rstrip().endswith((".", ";", ",")) and len(heading.split()) > 1)
        or re.fullmatch(r"\s*[\d.]+\s*", heading)
        or len(heading.split()) > _LONGEST
        for heading in found
    )


def _weight(heading: str, words: int) -> float:
    """Return how likely words are one heading: known ones weigh by their length, others little."""
    if plain(heading) in headings():
        return 3.0 * words - 0.5
    if role_of(heading) or likely_role_of(heading):
        return 1.0 + 0.5 * words
    return -1.0 * words - 0.5


def part_header(words: str) -> list[str]:
    """Part the words of a run-on header into its headings, the likeliest way.

    Each heading begins with a capital. "Area for Action Current Position Status" gives three: what
    is known weighs most, then what a word in it tells, and unknown words weigh against.
    """
    parts = words.split()
    best: list[tuple[float, list[str]]] = [(0.0, [])]
    for end in range(1, len(parts) + 1):
        options: list[tuple[float, list[str]]] = []
        for start in range(max(0, end - _WIDEST), end):
            if not (parts[start][0].isupper() or parts[start][0] == "#"):
                continue
            heading = " ".join(parts[start:end])
            weight = _weight(heading, end - start)
            options.append((best[start][0] + weight, [*best[start][1], heading]))
        best.append(max(options, default=(-math.inf, []), key=lambda option: option[0]))
    return best[-1][1]
