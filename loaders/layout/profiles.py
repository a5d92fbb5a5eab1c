"""What a column holds, judged by its cells: where headings are unknown, missing or misleading."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from loaders.layout.columns import patterns, plain
from loaders.layout.groups import is_named, names_owner, person
from loaders.months import DATE, month_of
from loaders.status import status_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from loaders.citations import CitationReader

_WORDS = Path(__file__).resolve().parent.parent / "patterns" / "words.toml"

_CODED = re.compile(r"[A-Za-z]{0,8}[ ./-]?\d{1,4}(?:[./-]\d{1,4}){0,3}[a-z]?[.)]?")
_DATED = re.compile(DATE, re.IGNORECASE)
_VAGUE_DATE = re.compile(
    r"(?:immediate(?:ly)?|tbc|tbd|to be (?:agreed|confirmed)"
    r"|(?:by\s+)?(?:spring|summer|autumn|winter|end|q[1-4]|early|mid|late)\b.*\d{2}"
    r"|within\s+\w+\s+(?:days|weeks|months))",
    re.IGNORECASE,
)
_OUGHT = re.compile(
    r"\b(?:should|must|shall|needs? to|ought to|is to|are to|recommends?)\b", re.IGNORECASE
)
_TOLD = re.compile(
    r"\b(?:has|have|had|was|were|been|is now|are now|is being|are being|will be|remains?)\b"
    r"|\b\w{3,}ed\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"[\s\u00a3$\u20ac%\d.,+()-]+(?:k|m|bn|pp)?")
_BROKEN = re.compile(r"(?<=[\d/])\s*\n\s*(?=[\d/])")
"""Where a narrow column breaks a date in two."""
_YES_NO = frozenset({"yes", "no", "y", "n"})
_LEADING = re.compile(r"^[\s\W\d]+")
_LONG = 8
"""Words: a cell that is longer names nobody and is no status."""
_SENTENCE = 3
"""Words: an answer has as many on average."""
_MARK = 2
"""Words of a mark on a plan's own scale: "Moving", "Not begun"."""
NEARLY_ALL, MOST, HALF, FEW = 0.8, 0.6, 0.5, 0.3
"""Shares of a column's cells from which on they tell what it holds: refs are all alike, names and
dates mostly, sentences half of the time."""
_MOST_LOOKED_AT = 400
"""Cells of a column: more say the same."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What the cells of one column have in common; each share is of the cells that hold words.

    Attributes:
        filled: cells that hold words.
        share: filled cells of all.
        words: the average number of words.
        distinct: share of different ones.
        coded: short codes and numbers, as refs are.
        dated: dates.
        status: words of status.
        asks: openings such as "To develop", "Review".
        ought: sentences with should or must.
        told: longer sentences that tell what happened.
        owner: names of people, posts, teams and bodies.
        named: words with capitals throughout, as names are, whatever they name.
        cites: known kinds of sources.
        figure: amounts and counts.
    """

    filled: int
    share: float
    words: float
    distinct: float
    coded: float
    dated: float
    status: float
    asks: float
    ought: float
    told: float
    owner: float
    named: float
    cites: float
    figure: float


@functools.cache
def _verbs() -> frozenset[str]:
    data = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return frozenset(data["verbs"].split()) | frozenset(data["irregular"])


def opens_as_ask(words: str) -> bool:
    """Return whether words begin as a task does: "To develop a plan", "Review all cases"."""
    said = _LEADING.sub("", words).split(maxsplit=2)
    if len(said) <= 1:
        return False
    first = said[0].casefold().strip(",.:;")
    if first == "to":
        return said[1].casefold().strip(",.:;") in _verbs()
    return first in _verbs()


def is_date(words: str) -> bool:
    """Return whether a cell gives a date and little else."""
    if len(words.split()) > _LONG:
        return False
    words = _BROKEN.sub("", words)
    return month_of(words) is not None or _VAGUE_DATE.match(words) is not None


def is_status(words: str, own: Mapping[str, str] | None = None) -> bool:
    """Return whether a cell gives a status and little else.

    Args:
        words: the cell.
        own: what the plan's own words of status mean.
    """
    if words.strip().casefold() in _YES_NO or len(words.split()) > _LONG:
        return False
    return status_of(words, own) != "unknown"


def is_owner(words: str) -> bool:
    """Return whether a cell names who leads and little else."""
    if len(words.split()) > 2 * _LONG or _FIGURE.fullmatch(words) or is_date(words):
        return False
    pieces = [piece.strip() for piece in re.split(r"[/;\n,&]| and ", words) if piece.strip()]
    initials = re.compile(r"[A-Z]{2,8}s?")
    return bool(pieces) and all(
        names_owner(piece) or person().match(piece) or initials.fullmatch(piece) for piece in pieces
    )


def _is_named(words: str) -> bool:
    """Return whether a cell holds names: capitals in all words that tell, brackets or not."""
    bare = re.sub(r"[()]", " ", words)
    return all(is_named(piece.strip()) for piece in re.split(r"[/;,&]", bare) if piece.strip())


def is_code(words: str) -> bool:
    """Return whether a cell holds a ref: a number, a code."""
    return _CODED.fullmatch(words.strip()) is not None and _DATED.fullmatch(words.strip()) is None


def profile(
    cells: Sequence[str],
    citations: CitationReader | None = None,
    own: Mapping[str, str] | None = None,
) -> Profile:
    """Return what the cells of a column have in common.

    Args:
        cells: the words of each, empty ones included.
        citations: finds known sources; left out where nobody asks for them.
        own: what the plan's own words of status mean.
    """
    looked = cells[:_MOST_LOOKED_AT]
    held = [words for words in looked if words.strip()]
    count = max(1, len(held))

    def share(told: Sequence[bool]) -> float:
        return sum(told) / count

    lengths = [len(words.split()) for words in held]
    return Profile(
        filled=len(held),
        share=len(held) / max(1, len(looked)),
        words=sum(lengths) / count,
        distinct=len({plain(words) for words in held}) / count,
        coded=share([is_code(words) for words in held]),
        dated=share([is_date(words) for words in held]),
        status=share([is_status(words, own) for words in held]),
        asks=share([opens_as_ask(words) for words in held]),
        ought=share([_OUGHT.search(words) is not None for words in held]),
        told=share(
            [
                length >= _LONG // 2 and _TOLD.search(words) is not None
                for words, length in zip(held, lengths, strict=True)
            ]
        ),
        owner=share([is_owner(words) for words in held]),
        named=share([_is_named(words) for words in held]),
        cites=share([_cites(words, citations) for words in held]) if citations else 0.0,
        figure=share([_FIGURE.fullmatch(words) is not None for words in held]),
    )


def _cites(words: str, citations: CitationReader) -> bool:
    if len(words.split()) > 2 * _LONG:
        return False
    cited = citations.cell(words, 0, len(words))
    return cited is not None and any(one.kind != "OTHER" for one in cited.citations)


def narrow_role(held: Profile) -> str | None:
    """Return the role of a column of short cells, or None."""
    if not held.filled:
        return None
    if held.coded >= NEARLY_ALL and held.distinct >= MOST:
        return "ref"
    if held.dated >= MOST and held.dated >= held.status:
        return "date"
    if held.status >= MOST:
        return "status"
    if held.cites >= MOST and held.words <= 2 * _LONG:
        return "source"
    if held.owner >= MOST or (held.owner >= FEW and held.named >= NEARLY_ALL):
        return "owner"
    return None


def wide_role(held: Profile) -> str | None:
    """Return the role of a column of sentences, or None."""
    if not held.filled or held.words < _LONG / 2:
        return None
    if held.ought >= HALF:
        return "recommendation"
    if held.asks >= HALF:
        return "action"
    if held.told >= HALF:
        return "response"
    return None


def proposed(
    named: Sequence[str | None],
    held: Sequence[Profile],
    likely: Sequence[str | None],
    *,
    headed: bool,
) -> list[str | None] | None:
    """Propose a role for each column of a table, or None where it lists no actions.

    A table lists actions where one column asks, in half of its cells at least, and others say by
    when, how far or where from: a list of duties, of people or of figures does not.

    Args:
        named: the role that a column's heading gives, where it gives one.
        held: what the columns hold.
        likely: the role that a word in a column's heading tells ("What has happened so far").
        headed: whether the table has headings, whatever they say.
    """
    roles, wide = _narrow(named, held)
    for role in ("recommendation", "action"):
        first = next(iter(wide.get(role, ())), None)
        if first is not None and role not in roles:
            roles[first] = role
    if "response" not in roles:
        asking = [at for at, role in enumerate(roles) if role in ("recommendation", "action")]
        told = [at for at in wide.get("response", ()) if not asking or at > asking[0]]
        if told:
            roles[max(told, key=lambda at: held[at].words)] = "response"
    if not {"recommendation", "action"} & set(roles):
        return None
    _told_by_a_word(roles, held, likely)
    if headed and "status" not in roles:
        marks = (at for at, one in enumerate(held) if roles[at] is None and _marks(one))
        at = next(marks, None)
        if at is not None:
            roles[at] = "status"
    support = {"date", "status", "progress", "response", "source", "owner"} & set(roles)
    telling = support & {"date", "status", "progress", "response"}
    several = len(support) > 1
    enough = bool(telling) and (several or (headed and "ref" in roles))
    return roles if enough else None


def _told_by_a_word(
    roles: list[str | None], held: Sequence[Profile], likely: Sequence[str | None]
) -> None:
    """Give columns that their cells leave open the role that a word in the heading tells."""
    for at, role in enumerate(likely):
        one = held[at]
        fits = {
            "response": one.words >= _SENTENCE,
            "owner": one.named >= HALF or one.owner >= FEW,
            "date": one.dated >= FEW,
            "status": _marks(one) or one.status >= FEW,
        }
        if role and roles[at] is None and role not in roles and one.filled and fits.get(role):
            roles[at] = role


def _marks(held: Profile) -> bool:
    """Return whether cells are the marks of a scale: the same few words, some of them a status."""
    return held.status > 0 and held.words <= _MARK and held.distinct <= HALF


def _narrow(
    named: Sequence[str | None], held: Sequence[Profile]
) -> tuple[list[str | None], dict[str, list[int]]]:
    """Return the roles of columns with short cells, and the other columns by what they may be."""
    roles: list[str | None] = list(named)
    wide: dict[str, list[int]] = {}
    for at, one in enumerate(held):
        if roles[at] or not one.filled:
            continue
        role = narrow_role(one)
        if role == "ref" and ("ref" in roles or at > 1):
            role = None
        if role == "date" and "date" in roles:
            role = "progress"
        if role:
            roles[at] = role
        else:
            wide.setdefault(wide_role(one) or "", []).append(at)
    return roles, wide


def degrees(cells: Sequence[str]) -> bool:
    """Return whether the cells of a column only give degrees: High, Medium, Low."""
    words = patterns()["degrees"]["words"]
    held = [plain(cell) for cell in cells if cell.strip()]
    return bool(held) and all(one in words or one.isdigit() for one in held)
