"""What a table's columns hold, from their headings and from what stands beside them."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

_PATTERNS = Path(__file__).resolve().parent.parent / "patterns" / "columns.toml"

_LONGEST = 10
"""Words: what is longer is no heading."""
_FEWEST = 2
"""Columns: a table has two."""
ANSWERS = ("response", "status", "progress", "date", "owner", "evidence")


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        heading: its heading as written.
        role: ref, recommendation, action, source, workstream, owner, date, response, status,
            progress (statuses or dates in a narrow column), evidence, or other.
    """

    heading: str
    role: str


@functools.cache
def headings() -> dict[str, str]:
    """Return the role of each known heading, by its plain words."""
    data = tomllib.loads(_PATTERNS.read_text(encoding="utf-8"))
    return {plain(words): role for role, known in data["roles"].items() for words in known}


def plain(heading: str) -> str:
    """Return a heading's words without case, signs and surplus blanks; `#` is kept."""
    return " ".join(re.sub(r"[^\w#/&]+", " ", heading.casefold()).split())


def role_of(heading: str) -> str | None:
    """Return the role that a heading has on its own, or None where it is not known.

    "Update April 2017" is an update: a month after known words does not change them.
    """
    words = plain(heading)
    undated = re.sub(r"\s+(?:[a-z]+\s+)?(?:19|20)\d\d$", "", words)
    role = headings().get(words) or headings().get(undated)
    if role or len(words.split()) > _LONGEST:
        return role
    # "Key milestones achieved in enacting recommendation" opens with a heading that is known.
    opening = [known for known in headings() if " " in known and words.startswith(f"{known} ")]
    return headings()[max(opening, key=len)] if opening else None


def columns(found: list[str]) -> tuple[Column, ...] | None:
    """Return the columns under a row of headings, or None where it is no header row.

    A header row has at least two headings, most of them known, and one of them says what is asked
    for or what is to be done. The same heading plays different parts beside different neighbours:
    beside "Priority" alone, "Action" is the answer; beside "Response", "Progress" is a status, and
    beside "Status" it is the answer; and "Outcome" is one where no other column answers.
    """
    roles = [role_of(heading) for heading in found]
    known = [role for role in roles if role]
    if len(found) < _FEWEST or len(known) * 2 <= len(found):
        return None
    if not {"recommendation", "action"} & set(known):
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
    return tuple(
        Column(" ".join(heading.split()), role)
        for heading, role in zip(found, settled, strict=True)
    )
