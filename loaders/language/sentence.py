"""The words of one sentence, and what each can be there.

There is no tagger: a word that is a verb or a noun is taken for a verb where a subject stands
before it and nothing else in its clause is one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from loaders.language.lexicon import Lexicon

WORDS = re.compile(r"\w+(?:[-'’/&]\w+)*|['’]s\b|[^\w\s]")
REACH = 4
"""How many adverbs may stand inside a verb group ("has now been fully reviewed")."""
LONGEST = 400
"""Words of a sentence that are read: what makes a claim stands near the beginning."""

SELDOM_PARTICIPLES = frozenset(("need", "indeed", "exceed", "proceed", "speed", "feed", "succeed"))
NOT_ADVERBS = frozenset(("only", "supply", "apply", "reply", "comply", "family", "rely"))
ALWAYS_NOUNS = frozenset(
    [
        "i",
        "we",
        "you",
        "they",
        "he",
        "she",
        "it",
        "this",
        "these",
        "which",
        "who",
        "that",
        "all",
        "staff",
    ]
)


class SentenceWords:
    """One sentence, split into words."""

    def __init__(
        self, sentence: str, lexicon: Lexicon, forms: Mapping[str, frozenset[str]]
    ) -> None:
        """Split `sentence` (white space folded, brackets left out).

        Args:
            sentence: the words.
            lexicon: the forms of verbs and the closed classes.
            forms: the word lists of `[form]` in `patterns/stages.toml`.
        """
        self.lexicon = lexicon
        self.classes = lexicon.classes
        self.forms = forms
        self.words: list[str] = WORDS.findall(sentence)[:LONGEST]
        self.lower = [word.lower().replace("’", "'") for word in self.words]
        self._helpers = (
            self.classes["modals"]
            | self.classes["have"]
            | (self.classes["be"] - {"being", "been", "be", "'s"})
        )

    def _at(self, index: int) -> str:
        return self.lower[index] if 0 <= index < len(self.lower) else ""

    def _helps(self, index: int) -> bool:
        return self._at(index) in self._helpers

    def _helps_later(self, index: int) -> bool:
        """Tell whether a helping verb follows in the same clause."""
        for ahead in range(index, len(self.lower)):
            if self.lower[ahead] in (",", ";", "and", "which", "that", "who"):
                return False
            if self._helps(ahead):
                return True
        return False

    def _month(self, index: int) -> bool:
        """Tell whether the word is May, the month."""
        following = self._at(index + 1)
        return self.words[index] == "May" and (
            index > 0 or following.isdigit() or following in ("-", "–")
        )

    def _skip(self, index: int) -> int:
        """Return the first word from `index` on that is no adverb."""
        limit = index + REACH
        while index < limit and self._adverb(index):
            index += 1
        return index

    def _adverb(self, index: int) -> bool:
        word = self._at(index)
        return (
            word in self.classes["adverbs"]
            or (word == "since" and self._at(index - 1) in self.classes["have"])
            or word in self.forms["frequencies"]
            or (word.endswith("ly") and word not in NOT_ADVERBS)
        )

    def _negated(self, first: int, last: int) -> bool:
        """Tell whether a word of denial stands from `first` to `last`."""
        return any(
            word in ("not", "never", "yet", "cannot", "n't") or word.endswith("n't")
            for word in self.lower[first : last + 1]
        )

    def _participle(self, word: str) -> bool:
        if word in self.lexicon.participle or word.endswith("'d"):
            return True
        return len(word) > len("need") and word.endswith("ed") and word not in SELDOM_PARTICIPLES

    def _frequent(self, at: int) -> bool:
        ahead = self.lower[at : at + 12]
        return any(word in self.forms["frequencies"] or word in ("every", "each") for word in ahead)

    def _noun(self, index: int) -> bool:
        """Tell whether the word at `index` could end a subject."""
        word = self._at(index)
        if word in ALWAYS_NOUNS or word == "'s":
            return True
        if word.isdigit():  # "Module 3 starts", "an audit in June 2023 found"
            before = self._at(index - 1)
            return before[:1].isalpha() and (before == "in" or before not in self.lexicon.stops)
        return word[-1:].isalnum() and word not in self.lexicon.stops

    def _before(self, index: int) -> int:
        """Return the word before `index` that is no adverb."""
        at = index - 1
        while at > 0 and self._adverb(at):
            at -= 1
        return at

    def _plural(self, index: int) -> bool:
        """Tell whether what stands before `index` takes `review` rather than `reviews`."""
        at = self._before(index)
        word = self._at(at)
        if word in ("we", "they", "these", "you", "who", "which", "all"):
            return True
        if word in self.classes["adjectival"] or word == "this" or not word:
            return False
        if self._at(at - 1) in ("and", "&") and self.words[at][0].isupper():
            return self._open(index + 1)
        several = word.endswith("s") and not word.endswith("ss")
        acronym = sum(map(str.isupper, self.words[at])) > 1
        return (several or acronym or word in self.forms["collective"]) and self._open(index + 1)

    def _singular(self, index: int) -> bool:
        word = self._at(self._before(index))
        return word not in ("we", "they", "these", "you") and self._open(index + 1)

    def _open(self, index: int) -> bool:
        """Tell whether an object can stand at `index`."""
        word = self._at(index)
        # "repeat calls fell": a past that is no participle is the verb of what stands before.
        told = word in self.lexicon.past and word not in self.lexicon.participle
        return not (self._helps(index) or told or word in self.classes["be"] or word in (".", ","))

    def _ends_phrase(self, index: int) -> bool:
        """Tell whether no object can stand at `index`."""
        word = self._at(index)
        closed = word in self.classes["prepositions"] or word in self.classes["conjunctions"]
        return not word[:1].isalnum() or closed

    def _dated(self, index: int) -> bool:
        """Tell whether a date follows soon: `on 9 January`, `in spring 2024`, `next month`."""
        for at in range(index, min(index + 6, len(self.lower))):
            word = self.lower[at]
            year = len(word) == len("2024") and word[:2] in ("19", "20") and word.isdigit()
            if year or word in self.classes["months"] or word in self.classes["seasons"]:
                return True
            if word in ("next", "later") and at + 1 < len(self.lower):
                return True
            if word in (",", ";", "and"):
                return False
        return False
