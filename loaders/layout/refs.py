"""Finds the refs that begin the rows of run-on text, among all the numbers that stand in it.

No single sign is trusted. Each number that could be a ref is weighed by what stands before and
after it, each pair of refs by how far apart they are and by what lies between, and the chain of
refs with the greatest weight is taken. So refs may skip, be coded or be merged, and a numbered
list, a count of officers or a year inside an answer is not taken for one.
"""

from __future__ import annotations

import bisect
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.status import ends_in_status

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBERS = r"(?P<numbers>\d{1,3}(?:\.\d{1,2}){0,2})(?P<letter>[a-h])?(?P<stop>[.)])?(?=\s)"
_NOT_INSIDE = r"(?<![\w.,/\u00a3$%'\u2019-])"
_PLAIN = re.compile(rf"{_NOT_INSIDE}(?P<prefix>(?!)x(?P<gap>))?{_NUMBERS}")
_CODED = re.compile(
    rf"{_NOT_INSIDE}(?P<prefix>[A-Z]{{1,8}}(?P<gap>[ -]?)(?:/(?:\d{{2,4}}/)?)?){_NUMBERS}"
)
_NOT_A_REF_AFTER = frozenset(
    re.findall(
        r"\w+",
        "the of to and or at least most than over under nearly about around circa some "
        "approximately within every between by for all these those our with from on in up per "
        "section sections action actions recommendation recommendations item items number "
        "strand phase stage level paragraph page chapter annex appendix part band group form "
        "tier year day days operation version objective priority january february march april "
        "may june july august september october november december jan feb mar apr jun jul aug "
        "sept sep oct nov dec",
    )
)
_NOT_A_REF_BEHIND = tuple(",:;\u00a3(&/-")
_LAST_WORD = re.compile(r"\w+\Z")
_MONTH_NEXT = re.compile(
    r"\s+(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+\d",
    re.IGNORECASE,
)
_OPENS_ROW = re.compile(r"\s+[\"'\u2018\u201c(]?[A-Z]")
_SENTENCE_ENDED = re.compile(r"[.!?)\"'\u2019\u201d]\s*$")

_LONGEST_WORD = 20
_FEW_LEFT_OUT = 3
_SHORTEST_ROW = 25
"""Characters: less is no action with an answer."""
_TELLING_LETTERS = 3
_REACH = 80
"""How many candidates back a chain may look: far more than stand between two rows."""


@dataclass(frozen=True, slots=True)
class Ref:
    """One ref, or several that a page break has merged.

    Attributes:
        words: each ref as written, for example `("17", "18")`.
        start: index of its first character.
        end: index after its last one, its full stop included.
    """

    words: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    words: str
    start: int
    end: int
    prefix: str
    numbers: tuple[int, ...]
    weight: float


def find_refs(text: str, start: int, end: int, cited_at: Sequence[int]) -> list[Ref]:
    """Return the refs of the rows between `start` and `end`, in reading order.

    Args:
        text: canonical text, with what is no part of a row blanked out.
        start: index after a header, where the first row begins.
        end: index after the last row.
        cited_at: indices of the citations of the whole document, ascending. Where most rows of a
            plan cite their source, a row without one is doubtful.
    """
    at = _skip_blanks(text, start, end)
    first = _PLAIN.match(text, at, end) or _CODED.match(text, at, end)
    if first is None:
        return []
    form = _form(first)
    found = [
        _candidate(text, match, start)
        for match in first.re.finditer(text, at, end)
        if _form(match) == form
    ]
    chain = _best_chain(text, found, cited_at, end)
    return _merged(text, chain)


def first_coded(text: str, start: int, end: int) -> int | None:
    """Return where the first coded ref stands before a row's first words, or None."""
    found = (match for match in _CODED.finditer(text, start, end))
    return next((match.start() for match in found if _OPENS_ROW.match(text, match.end())), None)


def _skip_blanks(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _form(match: re.Match[str]) -> tuple[str | None, int, bool]:
    """Return what refs of one table share: how a prefix is joined, how many parts, a full stop."""
    gap = match.group("gap") if match.group("prefix") else None
    return (gap, match.group("numbers").count("."), match.group("stop") is not None)


def _candidate(text: str, match: re.Match[str], section: int) -> _Candidate:
    before = text[max(section, match.start() - 60) : match.start()]
    after = text[match.end() : match.end() + 24]
    weight = 0.0
    if not before.strip():
        weight += 6
    elif re.search(r"\n\s*$", before) or ends_in_status(before):
        weight += 3
    elif _SENTENCE_ENDED.search(before):
        weight += 1
    elif _counts(before):
        weight -= 5
    weight += 2 if _OPENS_ROW.match(after) else -3
    if _MONTH_NEXT.match(after):
        weight -= 5
    if match.group("prefix"):
        # The more letters a code has, the less it is anything else.
        weight += min(len(match.group("prefix").strip(" -")), _TELLING_LETTERS) * 2 - 1
    prefix = (match.group("prefix") or "").rstrip(" -")
    numbers = tuple(int(part) for part in match.group("numbers").split("."))
    letter = match.group("letter")
    if letter:
        numbers = (*numbers, ord(letter) - ord("a") + 1)
    words = text[match.start() : match.end() - len(match.group("stop") or "")]
    return _Candidate(words, match.start(), match.end(), prefix, numbers, weight)


def _counts(before: str) -> bool:
    """Return whether the words before a number make it a count, a date, or part of a name."""
    bare = before.rstrip()
    word = _LAST_WORD.search(bare[-_LONGEST_WORD:])
    known = word is not None and word.group().casefold() in _NOT_A_REF_AFTER
    return known or bare.endswith(_NOT_A_REF_BEHIND)


def _best_chain(
    text: str, found: list[_Candidate], cited_at: Sequence[int], end: int
) -> list[_Candidate]:
    """Return the heaviest chain that begins with the first candidate."""
    if not found:
        return []
    cites = _rows_cite(found, cited_at, end)
    best: list[tuple[float, int | None]] = [(found[0].weight, None)]
    for at in range(1, len(found)):
        options = [
            (best[before][0] + _step(text, found[before], found[at], cited_at, cites=cites), before)
            for before in range(max(0, at - _REACH), at)
            if best[before][0] > -math.inf
        ]
        score, before = max(options, default=(-math.inf, 0), key=lambda option: option[0])
        best.append((score + found[at].weight, before))
    closing = [
        score + _content(found[at].end, end, cited_at, cites=cites)
        for at, (score, _) in enumerate(best)
    ]
    last: int | None = max(range(len(found)), key=lambda index: (closing[index], index))
    chain: list[_Candidate] = []
    while last is not None:
        chain.append(found[last])
        last = best[last][1]
    return chain[::-1]


def _rows_cite(found: list[_Candidate], cited_at: Sequence[int], end: int) -> bool:
    """Return whether the rows of this section cite their sources, as far as can be told early."""
    inside = bisect.bisect(cited_at, end) - bisect.bisect(cited_at, found[0].start)
    likely = sum(1 for candidate in found if candidate.weight > 0)
    return inside > 0 and inside * 2 >= min(likely, 6)


def _step(
    text: str, one: _Candidate, two: _Candidate, cited_at: Sequence[int], *, cites: bool
) -> float:
    if not text[one.end : two.start].strip():
        # Two refs side by side: merged by a page break, and then they follow on each other.
        follows = one.prefix == two.prefix and _apart(one, two) == 1
        return 3 - min(one.weight, 0) if follows else -math.inf
    apart = _apart(one, two)
    if apart is None:
        return -math.inf
    if apart == 1:
        weight = 4.0
    elif apart <= _FEW_LEFT_OUT:
        weight = 1.0
    else:
        weight = -math.log2(apart)
    return weight + _content(one.end, two.start, cited_at, cites=cites)


def _content(start: int, end: int, cited_at: Sequence[int], *, cites: bool) -> float:
    """Return how much the words between two refs look like one row."""
    cited = bisect.bisect(cited_at, end) - bisect.bisect(cited_at, start)
    weight = 0.0
    if cites:
        weight += -5 if cited == 0 else 2 - 2 * (cited - 1)
    if end - start < _SHORTEST_ROW:
        weight -= 6
    return weight


def _apart(one: _Candidate, two: _Candidate) -> int | None:
    """Return how many refs two follows one by, or None where it does not follow."""
    if one.prefix != two.prefix:
        return 2
    if one.prefix and two.numbers == one.numbers:
        return 2  # the same coded recommendation again, with its next action
    if two.numbers <= one.numbers:
        return None
    shared = next(
        (at for at, (a, b) in enumerate(zip(one.numbers, two.numbers, strict=False)) if a != b),
        min(len(one.numbers), len(two.numbers)),
    )
    if shared >= len(one.numbers):
        return two.numbers[shared]
    return two.numbers[shared] - one.numbers[shared]


def _merged(text: str, chain: list[_Candidate]) -> list[Ref]:
    refs: list[Ref] = []
    for candidate in chain:
        if refs and not text[refs[-1].end : candidate.start].strip():
            before = refs.pop()
            refs.append(Ref((*before.words, candidate.words), before.start, candidate.end))
        else:
            refs.append(Ref((candidate.words,), candidate.start, candidate.end))
    return refs
