"""Owners in a group's heading or in an owner's cell, where every word is part of some name."""

from __future__ import annotations

import re

from loaders.language.found import Found, Rule
from loaders.ranks import rank_or_title

LONGEST = 500
"""Characters of the longest heading or owner's cell; anything longer is running text."""

DASH = re.compile(r" [-–—] ")
PARTS = re.compile(r"\s*(?:[/;,&\n|]|\band\b)\s*")
RANKED = re.compile(rf"{rank_or_title()} [A-Z]")
PERSON_AND_OFFICE = re.compile(
    r"((?:[A-Z][\w'’-]+ ){2,3}?)"
    r"(?=(?:Directorate|Department|Head|Director|Office|Division) (?:of|for) "
    r"|(?:Corporate|Professional|Legal|Human|Occupational|Organisational|Criminal) [A-Z]\w+$)"
)
COLLECTIVE = re.compile(
    r"\b(?:[Tt]eam|[Uu]nit|[Bb]oard|[Pp]anel|[Hh]ub|[Cc]ommittee|[Dd]irectorate|[Ff]orum|[Bb]ureau)$"
)
OFFICE = re.compile(
    r"^(?:(?:Deputy|Assistant|Associate) )?(?:Head|Director|Directorate|Department) (?:of|for) "
)
DATED = re.compile(r"\b(?:by|from|target|due)\b|\d{4}|^\W*\d+\W*$", re.IGNORECASE)
BODY = re.compile(r"^(?:[A-Z]{2,7}s?|Met|Police|Probation|Health|Council|Education|Housing)$")


def find_owners(text: str, publisher_names: tuple[str, ...]) -> list[Found]:
    """Return the owners that `text` (white space folded) names, in order.

    `Group - Owner`: what stands before the dash is an owner only where it is a team, a unit or the
    like ("Central CSU Policy Team - DCI Sam Faulkner").

    What is longer than `LONGEST` is no heading and names none.

    Args:
        text: the heading, or the words of an owner's cell.
        publisher_names: the names by which the document calls its own publisher.
    """
    if len(text) > LONGEST:
        return []
    publisher = frozenset(name.removeprefix("the ") for name in publisher_names)
    bounds = [0, *(end for dash in DASH.finditer(text) for end in dash.span()), len(text)]
    sides = list(zip(bounds[::2], bounds[1::2], strict=True))
    found: list[Found] = []
    for number, (start, end) in enumerate(sides):
        last = number == len(sides) - 1
        if last or COLLECTIVE.search(text[start:end]) or RANKED.match(text[start:end]):
            found += _owners(text, start, end, publisher)
    return found


def _owners(text: str, start: int, end: int, publisher: frozenset[str]) -> list[Found]:
    owners = []
    for first, last in _split(text, start, end, publisher):
        office = PERSON_AND_OFFICE.match(text, first, last)
        if office and not RANKED.match(text, first, last):
            owners.append(_found(text, first, first + len(office[1].rstrip()), "heading.person"))
            owners.append(_found(text, first + len(office[1]), last, "heading.office"))
        elif (
            last > first
            and any(map(str.isalpha, text[first:last]))
            and not DATED.search(text[first:last])
        ):
            owners.append(_found(text, first, last, "heading.owner"))
    return owners


def _found(text: str, start: int, end: int, rule: str) -> Found:
    while start < end and (text[start].isspace() or text[start] in "-–(:"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "-–.:"):
        end -= 1
    if text[start:end].lower().startswith("the "):
        start += 4
    return Found(
        start, end, "OWNER", Rule(rule, 1), "certain" if rule != "heading.person" else "likely"
    )


def _split(text: str, start: int, end: int, publisher: frozenset[str]) -> list[tuple[int, int]]:
    """Part the words where a separator stands between two owners, not inside one name."""
    pieces = []
    begin = start
    for separator in PARTS.finditer(text, start, end):
        mark = separator[0].strip()
        left, right = text[begin : separator.start()], text[separator.end() : end]
        if not left or not right:
            continue
        if mark in ("and", "&", "/", ",") and not _apart(left, right, mark, publisher):
            continue
        pieces.append((begin, separator.start()))
        begin = separator.end()
    return [*pieces, (begin, end)]


def _apart(left: str, right: str, mark: str, publisher: frozenset[str]) -> bool:
    following = PARTS.split(right)[0]
    if mark in ("and", "&"):
        return (
            bool(RANKED.match(right))
            or following in publisher
            or left in publisher
            or bool(BODY.match(following) and BODY.match(left))
            or bool(COLLECTIVE.search(left) and COLLECTIVE.search(right))
        )
    if mark == "/" and not (BODY.match(left) or " " in left):
        return not RANKED.match(f"{left}/{right}") or len(left) > 1
    # "Directorate of Media, Communications and Events" is one office.
    return not (
        mark == ","
        and OFFICE.match(left)
        and not (RANKED.match(right) or OFFICE.match(right) or len(following.split()) > 1)
    )
