"""Parts an owner's cell into those whom it names: people, posts, teams and organisations.

A sign between two names ("/", ",", "and", a line's end) parts them only where what stands on each
side can be a name by itself: "Health and Wellbeing Board" is one, "Jo Ward, Head of Safeguarding"
is one person, "LBB / Met" and "Kent Police and Medway Council" are two.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from loaders.layout.groups import owner_forms, person
from loaders.passage import passage
from loaders.ranks import rank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.passage import Passage

Span = tuple[int, int]

_LONGEST = 600
"""Characters: a longer cell is prose, and is kept whole."""
_HARD = re.compile(
    r"[;|\u2022\u25cf\u25aa\uf0b7\uf0a7]"
    r"|(?:^|(?<=\n))[ \t]*(?:[-\u2013\u2014]\s|\(?(?:\d{1,2}|[a-z]|i{2,3}|iv|vi{0,3})[.)]\s)"
)
"""What always parts: a semicolon, a bullet, or the dash or number that opens a line."""
_CONTACT = re.compile(
    r"[(\[<]?\s*(?:\b(?:e-?mail|telephone|tel|phone|mobile|mob|contact)\b\.?\s*(?:no\.?)?\s*:?\s*)?"
    r"(?:[\w.+-]{1,64}@[\w.-]+\w|(?:\+44\s?|\(?0)\d[\d ()]{7,14}\d)"
    r"(?:\s*,?\s*\bext(?:ension|n)?\b\.?\s*:?\s*\d{1,6})?\s*[)\]>]?",
    re.IGNORECASE,
)
"""An email address or a telephone number, which is no part of a name."""
_SOFT = re.compile(
    r"\s*(?P<mark>\n|/|,|\+|&|(?<=\s)and(?:\sthe(?=\s[A-Z]))?(?=\s)|(?<=\s)[-\u2013\u2014](?=\s))\s*"
)
_BETWEEN = -1
"""The place of what stands between two pieces of a cell, and so nowhere in it."""
_EDGES = " \t\n.,;:/&+-\u2013\u2014\u2022"
_ABBREVIATION = re.compile(r"[A-Z][A-Z&/]{1,7}s?")
_NAME = re.compile(
    r"(?:[A-Z]\.?\s)?[A-Z][a-z'\u2019-]+(?:\s[A-Z][a-z'\u2019-]+){1,2}"
    r"|(?:[A-Z]\.?\s?){1,2}\s[A-Z][a-z'\u2019-]+"
)
_ENTRY = re.compile(r"[A-Z][\w '\u2019&-]{1,40}:\s")
"""What opens a line that tells of somebody else: "Council: Head of Housing"."""
_DASH = re.compile(r"\s[-\u2013\u2014]\s")
_SMALL = ("of", "and", "for", "the", "&", "to", "in", "at", "with", "on")
_SLASHED = re.compile(r"\b(?:[A-Z]|Det|Ch|Temp)/(?=[A-Z])")
"""A slash inside a rank: T/DI, D/Supt."""


def owners_in(cell: Passage) -> tuple[Passage, ...]:
    """Return each that a cell names, in reading order; none for "TBC", "N/A" or a dash.

    Args:
        cell: an owner's cell as it stands in the document.
    """
    words, places = _unfolded(cell)
    if len(words) > _LONGEST:
        return (cell,)
    named = [
        part for part in _parts(words) if part[0] < part[1] and not _nobody(words[slice(*part)])
    ]
    if not named:  # an address alone is all that tells who it is
        named = [match.span() for match in _CONTACT.finditer(words)]
    made = (passage(cell.text, *_pieces(places, *part)) for part in named)
    return tuple(one for one in made if one)


def _unfolded(cell: Passage) -> tuple[str, list[int]]:
    """Return the words of a cell with its line ends kept, and the place of each character."""
    signs: list[str] = []
    places: list[int] = []
    for begin, end in cell.spans:
        if signs:
            signs.append("\n")
            places.append(_BETWEEN)
        for run in re.finditer(r"\s+|\S+", cell.text[begin:end]):
            if run.group().isspace():
                signs.append("\n" if "\n" in run.group() else " ")
                places.append(begin + run.start())
            else:
                signs.extend(run.group())
                places.extend(range(begin + run.start(), begin + run.end()))
    return "".join(signs), places


def _pieces(places: list[int], start: int, end: int) -> list[Span]:
    """Return the pieces of the document under `words[start:end]`."""
    pieces: list[Span] = []
    begin = start
    for at in (*(at for at in range(start, end) if places[at] == _BETWEEN), end):
        pieces.append((places[begin], places[at - 1] + 1))
        begin = at + 1
    return pieces


def _parts(words: str) -> Iterator[Span]:
    """Yield the start and end of each name in the words of a cell."""
    bare = _without_brackets(words)
    begin = 0
    hard = sorted((*_HARD.finditer(bare), *_CONTACT.finditer(words)), key=re.Match.start)
    for sign in (*hard, None):
        stop = sign.start() if sign else len(words)
        for labelled in _by_labels(bare, begin, stop):
            yield from _by_signs(words, bare, *labelled)
        begin = max(begin, sign.end()) if sign else stop


def _without_brackets(words: str) -> str:
    """Return the words with the signs in brackets and in ranks blanked out: they part nothing."""
    words = re.sub(r"\([^()]*\)", lambda inside: "x" * len(inside.group()), words)
    return _SLASHED.sub(lambda inside: inside.group().replace("/", "x"), words)


def _by_labels(words: str, start: int, end: int) -> Iterator[Span]:
    """Part where words say what part each has: "Lead: X Support: Y", "X supported by Y"."""
    begin = start
    for label in _labels().finditer(words, start, end):
        yield begin, label.start()
        begin = label.end()
    yield begin, end


@functools.cache
def _labels() -> re.Pattern[str]:
    forms = owner_forms()
    labels = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in forms["cell_labels"])
    kinds = "|".join(map(re.escape, forms["label_heads"]))
    joining = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in forms["cell_joining"])
    return re.compile(
        rf"(?:^|(?<=\s))(?:(?:{labels})\s*:\s*|(?:{joining})\s+)"
        rf"|(?:^|(?<=[\n;,.])) *(?:\w+ )?(?:{kinds})s?\s*:\s*"
        rf"|(?:^|(?<=\n)) *(?:{labels})\s[-\u2013]\s"
        rf"|\s[-\u2013]\s(?:{labels}|deputy|chair)(?=\s*(?:$|[\n;,]))",
        re.IGNORECASE,
    )


def _by_signs(words: str, bare: str, start: int, end: int) -> Iterator[Span]:
    """Part at signs between names; `bare` is the words without what stands in brackets."""
    begin = start
    for sign in _SOFT.finditer(bare, start, end):
        left, right = words[begin : sign.start()].strip(_EDGES), words[sign.end() : end]
        following_sign = _SOFT.search(bare, sign.end(), end)
        upto = following_sign.start() if following_sign else end
        following = words[sign.end() : upto].strip(_EDGES)
        if sign.group("mark") == "\n" and _rank_runs_on(left.rpartition("\n")[2], following):
            continue
        if left and following and _apart(left, following, right.strip(_EDGES), sign.group("mark")):
            yield _trimmed(words, begin, sign.start())
            begin = sign.end()
    yield _trimmed(words, begin, end)


def _apart(left: str, following: str, right: str, mark: str) -> bool:  # noqa: C901 by sign
    """Return whether a sign stands between two names.

    Args:
        left: the words before it, back to the last sign that parted.
        following: the words after it, up to the next sign.
        right: all words after it.
        mark: the sign.
    """
    if mark == "\n" and _rank_runs_on(left.rpartition("\n")[2], following):
        return False
    if mark == "\n" and re.fullmatch(rank(), left.rpartition("\n")[2]):
        return False  # "Chief Supt" over the name
    if _is_person(following) or (mark != "\n" and _is_person(right.replace("\n", " "))):
        return True
    if mark == "/":  # "MARAC Chair/Coordinator" is one
        return following[:1].isupper() and not _bare_post(following)
    if mark in "-\u2013\u2014":  # "Westmere Council - Housing Team" is one
        return all(_ends_in("bodies", side) for side in (left, following))
    joins = mark == "&" or mark.startswith("and")
    if (
        following.split(maxsplit=1)[0].casefold() in _SMALL
        or left.rsplit(maxsplit=1)[-1].casefold() in _SMALL
    ):
        return False
    if (joins and _known(left) and _known(right)) or (_is_name(left) and _is_name(following)):
        return True
    if joins and _one_name(left, right):
        return False
    if mark == "\n" and _is_person(left) and " " in left and _heads(_until_line_end(right)):
        return True  # on a line of its own, another post
    if _is_person(left) or _is_name(left):
        # After a person comes the post or the department, unless it is another organisation.
        return mark not in (",", "\n") and _stands_alone(following)
    if mark == "\n":
        return _apart_by_line(left, _until_line_end(right))
    if mark == ",":
        unbroken = right.partition(",")[0].replace("\n", " ").strip(_EDGES)
        return any(_apart_by_comma(left, one) for one in (following, unbroken))
    return _stands_alone(left) and _stands_alone(right if joins and mark != "&" else following)


def _rank_runs_on(line: str, following: str) -> bool:
    """Return whether a line end parts the words of one rank: "Det Chief" over "Inspector"."""
    ranks = re.finditer(rank(), f"{line} {following}", re.IGNORECASE)
    return any(one.start() < len(line) < one.end() - 1 for one in ranks)


def _apart_by_line(left: str, after: str) -> bool:
    if _ENTRY.match(after):
        return True
    line = _DASH.split(left.rpartition("\n")[2])[0]  # "Service Manager - Early Help"
    after = _DASH.split(after)[0]
    portfolio = _ends_in("posts", line) and _ends_in("departments", after)
    # "HR / Business Partner" is broken to fit its column.
    portfolio = portfolio or (" " not in line and _ends_in("posts", after) and not _is_body(after))
    if after.casefold() in owner_forms()["kinds"]:  # "Westmere Hospitals", then "NHS Trust"
        return False
    whole = _closed(line) and _stands_alone(line) and _stands_alone(after)
    return whole and not portfolio and not _bare_post(after)


def _apart_by_comma(left: str, following: str) -> bool:
    """Return whether a comma parts two names; after a post comes its organisation."""
    post = _heads(left) or (_ends_in("posts", left) and not _is_body(left))
    another = _is_post(left) and _is_post(following)
    return _stands_alone(left) and _stands_alone(following) and (another or not post)


def _until_line_end(words: str) -> str:
    return words.partition("\n")[0].strip(_EDGES)


def _bare_post(words: str) -> bool:
    """Return whether words are a post's last word alone, which ends a name and makes none."""
    return " " not in words and _ends_in("posts", words) and not _is_body(words)


def _is_post(words: str) -> bool:
    """Return whether words are a post; a rank may be followed by the post of the same person."""
    ranked = re.search(rf"(?:^|\s){rank()}$", words, re.IGNORECASE)
    post = " " in words and _ends_in("posts", words) and not _is_body(words)
    return (post or _heads(words)) and not ranked


def _known(words: str) -> bool:
    """Return whether words are known as an organisation: "Victim Support", "OPCC"."""
    alone = _ABBREVIATION.fullmatch(words) or words.casefold() in owner_forms()["generic"]
    return bool(alone) or _ends_in("bodies", words)


def _one_name(left: str, right: str) -> bool:
    """Return whether the words around an "and" are known as parts of one name."""
    joined = f"{left} and {right}".casefold()
    return any(name in joined for name in owner_forms()["joined"])


def _is_person(words: str) -> bool:
    return person().match(words) is not None


def _is_name(words: str) -> bool:
    """Return whether words are those of a person without a rank: "Ann Lee"."""
    words = _unbracketed(words)
    return bool(_NAME.fullmatch(words)) and not _is_body(words) and not _ends_in("posts", words)


def _is_body(words: str) -> bool:
    """Return whether words can name an organisation or a part of one."""
    words = _unbracketed(words)
    if words.casefold() in owner_forms()["generic"] or _ABBREVIATION.fullmatch(words):
        return True
    return " " in words and any(
        _ends_in(key, words) for key in ("organisations", "bodies", "departments")
    )


def _stands_alone(words: str) -> bool:
    """Return whether words can be the whole name of a post, a team or an organisation."""
    words = _unbracketed(words)
    return words[:1].isupper() and (_is_body(words) or _ends_in("posts", words) or _heads(words))


def _unbracketed(words: str) -> str:
    return re.sub(r"\s*\([^()]*\)$", "", words)


def _closed(words: str) -> bool:
    """Return whether a line ends as a name does: "Head of Public" goes on in the next."""
    return _is_body(words) or _is_person(words) or _ends_in("posts", words)


def _heads(words: str) -> bool:
    return (
        re.match(r"(?:\w+\s){0,2}(?:Head|Director|Chair|Lead)s?\s+(?:of|for)\s+\w", words)
        is not None
    )


@functools.cache
def _endings(key: str) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in owner_forms()[key])
    return re.compile(rf"(?:^|[\s-])(?:{names})s?$", re.IGNORECASE)


def _ends_in(key: str, words: str) -> bool:
    return _endings(key).search(words) is not None


def _nobody(words: str) -> bool:
    plain = " ".join((_unbracketed(words) or words).casefold().split()).strip(_EDGES + "()[]?*")
    return not plain or plain in owner_forms()["nobody"] or not any(map(str.isalpha, plain))


@functools.cache
def _part_played() -> re.Pattern[str]:
    """Return a pattern for a bracket that only says what part somebody has: "(lead)"."""
    forms = owner_forms()
    labels = "|".join(re.escape(one) for one in (*forms["cell_labels"], *forms["label_heads"]))
    return re.compile(rf"\s*\((?:{labels})\)$", re.IGNORECASE)


def _trimmed(words: str, start: int, end: int) -> Span:
    while start < end and words[start] in _EDGES:
        start += 1
    while end > start and words[end - 1] in _EDGES:
        end -= 1
    played = _part_played().search(words[start:end])
    return start, start + played.start() if played else end
