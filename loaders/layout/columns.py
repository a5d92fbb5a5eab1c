"""What a table's columns hold, from their headings and from what stands beside them."""

from __future__ import annotations

import functools
import math
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loaders.status import status_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.said_columns import SaidColumns

_PATTERNS = Path(__file__).resolve().parent.parent / "patterns" / "columns.toml"

_WIDEST = 6
"""Words of the widest heading in run-on text."""
_LONGEST = 10
"""Words: what is longer is no heading."""
_LONGEST_HEADING = 200
"""Characters: the same."""
_FEWEST = 2
"""Columns: a table has two."""
_ENOUGH = 3
"""Headings that must be known before an unknown one is taken for the action's."""
ROLES = (
    *("ref", "recommendation", "action", "source", "locator", "workstream", "owner", "date"),
    *("response", "status", "progress", "evidence", "accepted", "other"),
)
"""What a column can hold."""
IGNORED = "ignore"
"""What a person may say of a column that is to be left out."""
ASKING = ("recommendation", "action")
ANSWERS = ("response", "status", "progress", "date", "owner", "evidence")

_UNKNOWN = ""
_PROMISED = re.compile(r"\b(?:will|going to|plan to|promise)\b", re.IGNORECASE)
"""In a heading: what is still to be done, and so no answer."""
_PERIOD = re.compile(r"(?:q[1-4]|quarter [1-4])(?: (?:19|20)\d\d(?:/\d\d)?)?")

_SHORT = 3
"""Words: what is longer and ends as a sentence does is one; "Report rec. no." is a heading."""
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_BOTH = re.compile(r"\band\b|[&/,+]|\n", re.IGNORECASE)
_EXPLAINED = re.compile(r"\n|:\s|\s[-\u2013\u2014]\s|\s(?=i\.?e\.?\s|e\.?g\.?\s|[Pp]lease\s)|\?\s")
"""What parts a heading from what explains it: "Scope of recommendation i.e. local or regional"."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        heading: its heading as written.
        role: one of `ROLES` (progress: statuses or dates in a narrow column), or `ignore`.
        sure: False where the heading is not a known one and the role is a guess.
        by_cells: True where the role was judged by what the cells hold.
    """

    heading: str
    role: str
    sure: bool = True
    by_cells: bool = False


@functools.cache
def patterns() -> dict[str, Any]:
    """Return the data of `patterns/columns.toml`."""
    return tomllib.loads(_PATTERNS.read_text(encoding="utf-8"))


@functools.cache
def headings() -> dict[str, str]:
    """Return the role of each known heading, by its plain words."""
    return {plain(words): role for role, known in patterns()["roles"].items() for words in known}


@functools.cache
def _in_cells() -> dict[str, str]:
    """Return the role of each heading that is known in a cell of its own."""
    more = {plain(words): role for role, known in patterns()["in_cells"].items() for words in known}
    return {**more, **headings()}


def headings_of(role: str) -> frozenset[str]:
    """Return the known headings of one role, in plain words."""
    return frozenset(words for words, known in _in_cells().items() if known == role)


@functools.cache
def _signs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (sign["role"], re.compile(rf"\b(?:{'|'.join(map(re.escape, sign['words']))})(?!\w)"))
        for sign in patterns()["sign"]
    )


@functools.cache
def _openings() -> dict[str, list[str]]:
    """Return the known headings of several words, the longest first, by their first word."""
    found: dict[str, list[str]] = {}
    for words in sorted(_in_cells(), key=len, reverse=True):
        if " " in words:
            found.setdefault(words.split()[0], []).append(words)
    return found


@functools.cache
def _without_blanks() -> dict[str, str]:
    return {
        words.replace(" ", ""): role for words, role in _in_cells().items() if len(words) >= _ENOUGH
    }


def plain(heading: str) -> str:
    """Return a heading's words without case, signs and surplus blanks; `#` is kept."""
    return " ".join(re.sub(r"[^\w#/&]+", " ", heading.casefold()).split())


def names_a_list(words: str) -> bool:
    """Return whether a title tells a kind of list, no theme: "Sheet1", "Action plan", "2024"."""
    common = patterns()["sheets"]["common"]
    return all(word in common for word in re.sub(r"\d+", " ", plain(words)).split())


@functools.lru_cache(maxsize=4096)
def role_of(heading: str) -> str | None:
    """Return the role that a heading is known to have, or None.

    "Update April 2017" is an update: a month after known words does not change them. "Key
    milestones achieved in enacting recommendation" opens with a heading that is known. "Action
    (what will be done?)" is explained in a bracket. A narrow column may break a word: "RA G".
    """
    if len(heading) > _LONGEST_HEADING:
        return None
    role = _known(heading)
    if role:
        return role
    bare = _ASIDE.sub(" ", heading)
    head = _EXPLAINED.split(bare.strip(), maxsplit=1)[0]
    return (
        _known(bare)
        or _known(head)
        or ("\n" in heading and _without_blanks().get(plain(heading).replace(" ", "")))
        or None
    )


def _known(heading: str) -> str | None:
    words = plain(heading)
    undated = re.sub(r"\s+(?:[a-z]+\s+)?(?:19|20)\d\d$", "", words)
    role = _in_cells().get(words) or _in_cells().get(undated)
    if role or len(words.split()) > _LONGEST:
        return role
    likely = _openings().get(words.partition(" ")[0], ())
    opening = next((known for known in likely if words.startswith(f"{known} ")), None)
    return _in_cells()[opening] if opening else None


@functools.lru_cache(maxsize=4096)
def likely_role_of(heading: str) -> str | None:
    """Return the role that a heading has by a word in it ("Force action"), or None."""
    return next(iter(_likely_roles(heading)), None)


@functools.lru_cache(maxsize=4096)
def _likely_roles(heading: str) -> tuple[str, ...]:
    """Return every role that a heading may have by a word in it, the likeliest first."""
    if len(heading) > _LONGEST_HEADING:
        return ()
    words = plain(_ASIDE.sub(" ", heading))
    if len(words.split()) > _LONGEST:
        return ()
    aside = _ASIDE.search(heading)
    inside = role_of(aside.group().strip("()[]")) if aside else None
    if inside:
        return (inside,)  # "Why (source)"
    if _PERIOD.fullmatch(words):
        return ("response",)  # what was done in that quarter
    return tuple(role for role, sign in _signs() if sign.search(words))


@functools.lru_cache(maxsize=256)
def names_both(heading: str) -> bool:
    """Return whether a heading names the lead and the date: "Completion date and owner"."""
    words = plain(heading)
    signs = dict(_signs())
    return bool(signs["owner"].search(words) and signs["date"].search(words)) and bool(
        _BOTH.search(heading)
    )


def columns(
    found: Sequence[str], over: Sequence[str] | None = None, said: SaidColumns | None = None
) -> tuple[Column, ...] | None:
    """Return the columns under a row of headings, or None where it is no header row.

    A header row has at least two headings, most of them known or told by a word in them, and one
    of them says what is asked for or what is to be done. The same heading plays different parts
    beside different neighbours: beside "Priority" alone, "Action" is the answer; beside "Response",
    "Progress" is a status, and beside "Status" it is the answer; and "Outcome" is one where no
    other column answers.

    Args:
        found: the headings as written.
        over: for each, the heading that stands over it and others ("Progress" over "Q1"), or "".
        said: what a person says of them, which outranks everything.
    """
    if len(found) < _FEWEST or _in_prose(found):
        return None
    over = over or [""] * len(found)
    stated = [said.role(heading, at) if said else None for at, heading in enumerate(found)]
    ticked = ticked_columns(found)
    sure = [
        told
        or ("status" if at in ticked else role_of(heading))
        or (role_of(above) if above else None)
        for at, (told, heading, above) in enumerate(zip(stated, found, over, strict=True))
    ]
    roles = [
        role or _free(_likely_roles(heading) or (_likely_roles(above) if above else ()), sure)
        for role, heading, above in zip(sure, found, over, strict=True)
    ]
    if len([role for role in roles if role]) >= _ENOUGH and not set(ASKING) & set(roles):
        # All else is known, so the first heading that is not names what is to be done: "We will".
        roles = ["action" if at == _first_unknown(roles) else role for at, role in enumerate(roles)]
    known = [role for role in roles if role]
    named = [heading for heading in found if heading.strip()]
    by_person = any(role in ASKING for role in stated)
    certain = {role for role in sure if role}
    answered = certain & set(ASKING) and certain & set(ANSWERS)
    enough = len(known) * 2 > len(named) or by_person
    enough = enough or (bool(answered) and len(certain) >= _ENOUGH)
    if not enough or not any(sure):
        return None
    if not set(ASKING) & set(known) or (_of_no_plan(found) and not by_person):
        return None
    measures = patterns()["asked"]["measures"]
    plainly = [
        "other"
        if role in ("evidence", "response", None)
        and plain(heading) not in headings_of("response")
        and any(one in plain(heading).split() for one in measures)
        else role
        for role, heading in zip(roles, found, strict=True)
    ]
    settled = _settled(
        [
            role or (_UNKNOWN if words.strip() else "other")
            for role, words in zip(plainly, found, strict=True)
        ],
        stated,
        found,
    )
    return tuple(
        Column(
            " ".join(f"{above} {heading}".split()),
            role,
            told is not None or role_of(heading) is not None or role_of(above) is not None,
        )
        for heading, above, role, told in zip(found, over, settled, stated, strict=True)
    )


def ticked_columns(found: Sequence[str]) -> tuple[int, ...]:
    """Return the places of headings that are statuses, two at least: a tick below tells which."""
    statuses = [at for at, heading in enumerate(found) if status_of(heading) != "unknown"]
    return tuple(statuses) if len(statuses) >= _FEWEST else ()


def _answered_by_action(roles: Sequence[str], found: Sequence[str]) -> bool:
    """Return whether "Action" answers the ask beside it; "What we will do" answers nothing yet."""
    promised = any(
        role == "action" and _PROMISED.search(heading)
        for role, heading in zip(roles, found, strict=True)
    )
    return {"recommendation", "action"} <= set(roles) and not (
        set(ANSWERS) & set(roles) or promised
    )


def _settled(roles: list[str], stated: Sequence[str | None], found: Sequence[str]) -> list[str]:
    """Settle the roles that depend on what stands beside them; what a person says stays."""
    settled = list(roles)
    known = set(roles)

    def change(role: str, to: str) -> None:
        at = next((at for at, one in enumerate(settled) if one == role and not stated[at]), None)
        if at is not None:
            settled[at] = to

    if _answered_by_action(roles, found):
        change("action", "response")
    last = max((at for at, role in enumerate(settled) if role == "action"), default=0)
    between = settled[settled.index("action") : last] if last and not stated[last] else []
    if {"owner", "date"} & set(between) and not {"response", "progress", "evidence"} & known:
        settled[last] = "response"  # "Delivery" behind the lead says what was delivered
    if "progress" in known:
        role = "status" if "response" in known else "response" if "status" in known else "progress"
        change("progress", role)
    asking = min(at for at, role in enumerate(settled) if role in ASKING)
    if "evidence" in settled[:asking] and "recommendation" not in known:
        change("evidence", "recommendation")  # what is to come of the action beside it
        known = set(settled)
    if "evidence" in known and not {"response", "progress"} & known:
        change("evidence", "response")
    for at, role in enumerate(settled):
        if role == "date" and "date" in settled[:at] and not stated[at]:
            settled[at] = "progress"  # the date when it was done, or what came of it
    _answer_behind(settled, asking)
    return ["other" if role == _UNKNOWN else role for role in settled]


def _answer_behind(settled: list[str], asking: int) -> None:
    """Take what stands behind the ask for the answer, where all else is known."""
    if {"response", "progress", "evidence"} & set(settled):
        return
    behind = (at for at, role in enumerate(settled) if role == _UNKNOWN and at > asking)
    at = next(behind, None)
    if at is not None:
        settled[at] = "response"


@functools.cache
def _foreign() -> re.Pattern[str]:
    words = patterns()["apart"]["headings"]
    return re.compile(rf"(?:{'|'.join(re.escape(plain(one)) for one in words)})")


def is_foreign(heading: str) -> bool:
    """Return whether a heading stands over no plan: "Version", "Likelihood", "Telephone"."""
    return _foreign().fullmatch(plain(heading)) is not None


def _of_no_plan(found: Sequence[str]) -> bool:
    """Return whether headings are those of minutes, or of a register of risks or contacts."""
    if any(plain(heading) in patterns()["apart"]["minutes"] for heading in found):
        return True
    foreign = sum(1 for heading in found if is_foreign(heading))
    asks = any(_in_cells().get(plain(heading)) in ASKING for heading in found)
    if not asks:
        return foreign > 0
    named = [heading for heading in found if role_of(heading) != "ref"]
    return foreign * 2 >= len(found) or (foreign > 1 and is_foreign(named[0]))


def _first_unknown(roles: list[str | None]) -> int | None:
    return next((at for at, role in enumerate(roles) if role is None), None)


def _free(likely: Sequence[str], sure: list[str | None]) -> str | None:
    """Return the likeliest role that no known heading has: "Scope of recommendation" has none."""
    free = (role for role in likely if role not in sure or role in ("response", "date"))
    return next(free, None)


def _in_prose(found: Sequence[str]) -> bool:
    """Return whether cells are those of a row rather than headings: sentences, or numbers."""
    return any(
        (heading.rstrip().endswith((".", ";", ",")) and len(heading.split()) > _SHORT)
        or re.fullmatch(r"\s*[\d.]+\s*", heading)
        or (len(heading.split()) > _LONGEST and role_of(heading) is None)
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
