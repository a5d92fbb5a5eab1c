"""Group headings: which workstream the rows below stand under, and who leads it."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from loaders.layout.rows import Group
from loaders.passage import passage
from loaders.ranks import rank_or_title

if TYPE_CHECKING:
    from collections.abc import Sequence

_PATTERNS = Path(__file__).resolve().parent.parent / "patterns" / "owner_forms.toml"

_NAME = r"[A-Z][\w'\u2019-]*+"
_SURNAME = (
    r"(?:(?:Mc|Mac|O['\u2019]|De|Van|St\.?\s)?[A-Z][a-z]+(?:['\u2019-][A-Z]?[a-z]+)?)(?![\w])"
)
_FORENAME = rf"(?:[A-Z]\.?(?=\s)|{_SURNAME})"
_NAMED = re.compile(
    rf"{_NAME}\.?(?:\s*+[/,&]\s*+{_NAME}\.?"
    rf"|\s++(?:{_NAME}\.?|(?:and|of|for|the|de|van|von)(?=\s|$|[/,&]))|{_NAME}\.?)*"
)
"""Capitalised words with signs or small words between, written so as to match in one way only."""
_LONGEST = 400
"""Characters: the longest heading and the longest owner together."""
_LONGEST_HEADING = 12
"""Words: longer lines are prose."""
_LONGEST_OWNER = 14
"""Words: a name with a long department."""

_DASH = re.compile(r"\s[-\u2013\u2014]+\s")
_LEAD = re.compile(
    r"(?:[(,;\u2013-]\s*)?\b(?:Leads?(?:\s+[Oo]fficer)?|Owners?|Chair)\s*[:\u2013-]\s*"
    r"|(?:[(,;\u2013-]\s*)?\b(?:[Ll]ed|[Cc]haired|[Oo]wned)\s+by\s*:?\s*"
)
"""What stands between a group's name and its owner: a dash, or a word that says who leads."""

_LABEL = re.compile(
    r"^(?:work\s*stream|strand|theme|section|part|working\s+group)\s*:\s*", re.IGNORECASE
)
_ONLY_LABEL = re.compile(
    r"\s*(?:work\s*stream|strand|theme|section|part|priority|objective|pillar|aim)\s+\w+\s*",
    re.IGNORECASE,
)
_LISTING = re.compile(r"([;:,.\u2022])")
_CALLED = re.compile(
    r"(?<=\s)(?:working\s+group|group|work\s?stream|strand|theme)\b", re.IGNORECASE
)
_TITLE_WORDS = re.compile(
    r"\b(?:action\s+plan|strategy|recommendations|report|tracker|version|updated|published|page|register"
    r"|appendix|annex|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)


@functools.cache
def owner_forms() -> dict[str, list[str]]:
    """Return the words by which owners are told, as `patterns/owner_forms.toml` lists them."""
    return tomllib.loads(_PATTERNS.read_text(encoding="utf-8"))


@functools.cache
def person() -> re.Pattern[str]:
    """Return a pattern for a rank with a name: "Det. Supt. Iqbal Singh"."""
    return re.compile(rf"(?<![\w/]){rank_or_title()}\s+{_FORENAME}(?:\s+{_SURNAME})?")


@functools.cache
def _ending(key: str) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in owner_forms()[key])
    return re.compile(rf"(?:^|\s)(?:{names})$", re.IGNORECASE)


def is_organisation(words: str) -> bool:
    """Return whether a heading is the name of an organisation, by its last word."""
    return bool(_ending("organisations").search(words.strip()))


def is_body(words: str) -> bool:
    """Return whether words name an organisation that stands by itself, not a team of one."""
    return bool(_ending("bodies").search(words.strip()))


@functools.cache
def _named_bodies() -> re.Pattern[str]:
    endings = "|".join(
        re.escape(name) for name in sorted(owner_forms()["own_bodies"], key=len, reverse=True)
    )
    return re.compile(rf"(?<!\w)(?:[A-Z][a-z]+\s){{1,3}}(?:{endings})(?!\w)")


def organisation_names(text: str) -> list[str]:
    """Return the forces, councils and partnerships that a text names, as often as it does."""
    return [" ".join(match.group().split()) for match in _named_bodies().finditer(text)]


@functools.cache
def _owner_between() -> re.Pattern[str]:
    endings = "|".join(
        re.escape(name)
        for name in sorted(
            {*owner_forms()["posts"], *owner_forms()["organisations"]}, key=len, reverse=True
        )
    )
    opener = r"(?:The|This|These|A|An|It|We|All|In|No|There|Our)\s"
    word = rf"(?:(?!{opener})[A-Z][\w'\u2019-]*|of|and|for|the|&|/)"
    head = rf"(?:(?:Deputy|Assistant)\s+)?(?:Head|Director)s?\s+(?:of|for)(?:\s+{word}){{1,5}}"
    return re.compile(
        rf"(?<=[.)!?]\s)(?P<owner>{head}|[A-Z](?:[\w'\u2019-]*\s+(?:{word}\s+){{0,9}})?(?:{endings})s?(?![\w-])(?:\s*(?:/|and|&)\s*(?:{word}\s+){{0,5}}(?:{endings})(?!\w))?)(?=\s+[\dA-Z])"
    )


def owner_between(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a post, a team or an organisation fills a cell between two sentences."""
    match = _owner_between().search(text, start, end)
    return match.span("owner") if match else None


def names_owner(words: str) -> bool:
    """Return whether words name a person, a post, a team or an organisation, and nothing else.

    A person may be followed by a department: "Kate Cole Directorate of Media".
    """
    words = words.strip()
    if not is_named(words) and not person().match(words):
        return False
    short = len(words.split()) in (2, 3) and words.replace(" ", "").isalpha()
    return short or bool(
        person().match(words)
        or _part("posts").search(words)
        or _part("organisations").search(words)
    )


def is_named(words: str) -> bool:
    """Return whether words are a short run of capitalised words, as names and departments are."""
    short = len(words) <= _LONGEST and len(words.split()) <= _LONGEST_OWNER
    return short and _NAMED.fullmatch(words) is not None


@functools.cache
def _part(key: str) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in owner_forms()[key])
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE)


def group_of(text: str, start: int, end: int, *, dashes_lead: bool = False) -> Group | None:
    """Read a heading such as "Training - Det. Supt. Iqbal Singh" or "Theme 2: Prevention".

    Args:
        text: the canonical text.
        start: index of the heading's first character.
        end: index after its last one.
        dashes_lead: True where the other headings of the document show that what follows a dash
            is an owner; then any run of capitalised words after one is.

    Returns:
        Its parts, or None where the words are a title rather than the heading of a group.
    """
    if end - start > _LONGEST:
        return None
    words = text[start:end]
    for parting in (*reversed(list(_DASH.finditer(words))), *_LEAD.finditer(words)):
        owner = words[parting.end() :].rstrip().removesuffix(")").strip()
        lead = _LEAD.match(owner)
        owner = owner[lead.end() :] if lead else owner
        trusted = (
            dashes_lead and is_named(owner) and not _ONLY_LABEL.fullmatch(words[: parting.start()])
        )
        if parting.start() and (trusted or names_owner(owner)):
            at = start + words.rindex(owner)
            return Group(
                passage(text, _unlabelled(text, start, start + parting.start())),
                passage(text, (at, at + len(owner))),
            )
    if is_organisation(words) and not _TITLE_WORDS.search(words):
        return Group(None, passage(text, (start, end)))
    if _TITLE_WORDS.search(words) or not looks_like_heading(words):
        return None
    return Group(passage(text, _unlabelled(text, start, end)), None)


def _unlabelled(text: str, start: int, end: int) -> tuple[int, int]:
    label = _LABEL.match(text[start:end])
    return (start + label.end(), end) if label else (start, end)


def looks_like_heading(words: str) -> bool:
    """Return whether a line is short, begins with a capital and does not end as a sentence."""
    return (
        len(words.split()) <= _LONGEST_HEADING
        and words[:1].isalnum()
        and not words[:1].islower()
        and not words.rstrip().endswith((".", ",", ";"))
    )


def is_labelled(words: str) -> bool:
    """Return whether a heading says what it is: "Theme 1: Data", "Priority 3"."""
    return re.match(rf"{_ONLY_LABEL.pattern}(?:[:.\u2013-]|$)", words, re.IGNORECASE) is not None


def attested(text: str, name: str, body: int) -> bool:
    """Return whether a document names a group so: as a group, or in a list of them.

    Args:
        text: the canonical text.
        name: the words in question.
        body: index in the text from which on it is looked for.
    """
    return _plain(name) in _names_of_groups(text, body)


@functools.lru_cache(maxsize=1)
def _names_of_groups(text: str, body: int) -> frozenset[str]:
    """Return what a document lists between commas, and the words before "working group"."""
    parts = _LISTING.split(text[body:])
    listed = {
        _plain(parts[at])
        for at in range(2, len(parts) - 1, 2)
        if parts[at - 1] != "." and parts[at + 1] not in (":", "\u2022")
        if len(parts[at]) <= _LONGEST
    }
    for called in _CALLED.finditer(text, body):
        words = _plain(text[max(body, called.start() - _LONGEST) : called.start()]).split()
        listed.update(" ".join(words[-count:]) for count in range(1, _LONGEST_HEADING + 1))
    return frozenset(listed)


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def merged(headings: Sequence[Group | None]) -> Group | None:
    """Return one group from the headings over a table, the nearest last; later parts outrank."""
    name = next((group.name for group in reversed(headings) if group and group.name), None)
    owner = next((group.owner for group in reversed(headings) if group and group.owner), None)
    return Group(name, owner) if name or owner else None
