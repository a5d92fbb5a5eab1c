"""Parts the words of a cell or a paragraph by the labels that stand in it.

"Action Owner: DCI Jo Ward / Target Completion Date: May 2017 / Update April 2017: ..." is one cell
that holds three. A label is a heading that is known, with a colon or a dash after it, where a
label can stand: at the beginning of a line, of the cell, or of a sentence, or after another label's
words. A sentence that merely holds a colon has none.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from loaders.layout.columns import headings, likely_role_of, plain
from loaders.months import DATE
from loaders.passage import Passage, passage
from loaders.status import status_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATTERNS = Path(__file__).resolve().parent.parent / "patterns" / "labels.toml"

_SIGN = re.compile(r"\s*:(?!//)|(?<=[\w)])\s*[\u2013\u2014](?=\s)|(?<=[\w)])\s+-(?=\s)")
"""What ends a label: a colon, or a dash with a blank behind it."""
_WORD = re.compile(r"\S+")
_LONGEST = 9
"""Words of the longest label."""
_WINDOW = 120
"""Characters before a sign in which its label begins."""
_LONGEST_GUESS = 4
"""Words of a label that is not a known one, but told by a word in it."""
_NUMBERED = re.compile(
    r"\s+(?:no\.?\s*)?[A-Z]{0,6}[ -]?\d{1,3}(?:\.\d{1,2}){0,2}[a-h]?$", re.IGNORECASE
)
_BRACKET = re.compile(r"\s*\([^()]*\)$")
_LAST_DATE = re.compile(rf"[\s,(\u2013-]+(?:{DATE}|(?:19|20)\d\d)\s*\)?$", re.IGNORECASE)
_BROKEN = re.compile(r"[.!?;,]\s|\n")
"""What stands in no label told by a word in it: the end of a sentence, or of a line."""
_BULLETS = " \t\r\n\u2022\u25cf\u25aa\uf0b7\uf0a7*\u2013\u2014-|/"
_ENDS = (".", "!", "?", ";", ")", "|", "\u2019", '"', "\u201d")
_SHORT = ("owner", "date", "status", "accepted")
_GUESSED = frozenset({"owner", "date", "status", "response"})


class Piece(NamedTuple):
    """What stands under one label.

    Attributes:
        role: that of a column (`loaders.layout.columns`), or `accepted`.
        heading: the label as written, white space folded, without its sign.
        words: what stands under it.
    """

    role: str
    heading: str
    words: Passage


@dataclass(frozen=True, slots=True)
class Labelled:
    """A passage, parted by its labels.

    Attributes:
        words: what stands before the first label, or None where nothing does.
        pieces: what stands under each label that has words, in reading order.
    """

    words: Passage | None
    pieces: tuple[Piece, ...] = ()

    def under(self, role: str) -> tuple[Passage, ...]:
        """Return what stands under the labels of one role."""
        return tuple(piece.words for piece in self.pieces if piece.role == role)


class _Label(NamedTuple):
    start: int
    end: int  # after its sign
    role: str
    heading: str


@functools.cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_PATTERNS.read_text(encoding="utf-8"))


@functools.cache
def _known() -> dict[str, str]:
    never = set(_data()["never"]["labels"])
    own = {plain(words): role for role, known in _data()["roles"].items() for words in known}
    columns = {words: role for words, role in headings().items() if words not in never}
    return {**columns, **own}


def label_role(heading: str) -> str | None:
    """Return the role of a label that is known, or None.

    A number or a date in it changes nothing: "Recommendation 4", "Update (April 2016)".
    """
    bare = _BRACKET.sub("", _LAST_DATE.sub("", _BRACKET.sub("", heading)))
    forms = (heading, bare, _NUMBERED.sub("", bare), re.sub(r"\bs\b", "", plain(bare)))
    return next((role for form in forms if (role := _known().get(plain(form)))), None)


def labelled(cell: Passage) -> Labelled:
    """Part a passage into the words before its first label, and the pieces under its labels."""
    labels = list(_labels(cell))
    if not labels:
        return Labelled(cell)
    ends = [*(label.start for label in labels[1:]), cell.end]
    pieces = [
        Piece(label.role, label.heading, words)
        for label, end in zip(labels, ends, strict=True)
        if (words := _between(cell, label.end, end, label.role))
    ]
    return Labelled(_between(cell, cell.start, labels[0].start), tuple(pieces))


def label_at(cell: Passage) -> Piece | None:
    """Return the label that a passage begins with, with all that follows it, or None."""
    label = next(iter(_labels(cell)), None)
    if label is None or _between(cell, cell.start, label.start):
        return None
    words = _between(cell, label.end, cell.end, label.role)
    return Piece(label.role, label.heading, words) if words else None


def _between(cell: Passage, start: int, end: int, role: str = "") -> Passage | None:
    """Return what of a passage stands between two places, without bullets and signs around it.

    A name, a date or a status needs no full stop.
    """
    signs = _BULLETS + (";,." if role in _SHORT else ";")
    pieces = []
    for begin, stop in cell.spans:
        low, high = max(begin, start), min(stop, end)
        if low < high:
            pieces.append((low, high))
    while pieces and not cell.text[slice(*pieces[-1])].strip(_BULLETS):
        pieces.pop()
    if not pieces:
        return None
    first, last = pieces[-1]
    while last > first and cell.text[last - 1] in signs:
        last -= 1
    pieces[-1] = (first, last)
    return passage(cell.text, *pieces)


def _labels(cell: Passage) -> Iterator[_Label]:
    """Yield the labels of a passage, in reading order."""
    met = False
    for begin, end in cell.spans:
        at = begin
        for sign in _SIGN.finditer(cell.text, begin, end):
            if sign.start() < at:
                continue
            found = _before(cell.text, at, sign, begin, met=met)
            if found:
                yield found
                met = True
                at = found.end


def _before(text: str, floor: int, sign: re.Match[str], begin: int, *, met: bool) -> _Label | None:
    """Return the label that ends at a sign: the longest that is known and can begin there."""
    window = max(floor, sign.start() - _WINDOW)
    words = list(_WORD.finditer(text, window, sign.start()))[-_LONGEST:]
    dash = ":" not in sign.group()
    for at, word in enumerate(words):
        start = word.start()
        while start < sign.start() and text[start] in "\u2022\u25cf\u25aa*(|":
            start += 1
        if not text[start : start + 1].isupper():
            continue
        heading = " ".join(text[start : sign.start()].split())
        count = len(words) - at
        opens = _opens(text, start, begin)
        whole = _BROKEN.search(text, start, sign.start()) is None
        role = _role(heading, guess=opens and whole and not dash and count <= _LONGEST_GUESS)
        known = role is not None and label_role(heading) is not None
        inside = known and not dash and (met or count > 1) and _titled(heading)
        if role is None and met and opens and whole and not dash and _is_short_name(heading):
            role = "other"  # among labels, so is this
        if role and (opens or inside):
            return _Label(start, sign.end(), role, heading)
    return None


def _role(heading: str, *, guess: bool) -> str | None:
    """Return the role of what may be a label, by a word in it where no label is known."""
    if status_of(heading) != "unknown":
        return None
    role = label_role(heading)
    if role or not guess or heading.endswith((".", ",", ";")):
        return role
    likely = likely_role_of(re.sub(DATE, " ", heading, flags=re.IGNORECASE))
    return likely if likely in _GUESSED and _names_only(heading) else None


_VERBS = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|should|must|can|may|we|they|it|this|these|those|the|all|to)\b",
    re.IGNORECASE,
)


def _names_only(heading: str) -> bool:
    """Return whether words are those of a heading: no verb, no article, nothing pointed at."""
    return _VERBS.search(heading) is None


def _is_short_name(heading: str) -> bool:
    return len(heading.split()) <= _LONGEST_GUESS and _names_only(heading) and _titled(heading)


def _titled(heading: str) -> bool:
    """Return whether the longer words of a label begin with capitals, as inside a line they do."""
    words = [word for word in re.findall(r"[A-Za-z]+", heading) if len(word) > len("when")]
    return all(word[0].isupper() for word in words)


def _opens(text: str, start: int, begin: int) -> bool:
    """Return whether a label can begin here: at a line, a piece, a bullet, or a sentence."""
    before = text[begin:start]
    bare = before.rstrip(_BULLETS)
    if not bare.strip(_BULLETS) or "\n" in before[len(bare) :]:
        return True
    return bare.endswith(_ENDS) and len(bare) < len(before)
