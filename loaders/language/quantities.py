"""Quantities: a number with what it counts, a share, a sum of money."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from loaders.language.found import Found, read_rule, word_sets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.language.lexicon import Lexicon
    from loaders.language.phrases import Words

ALONE = re.compile(
    r"(?:(?:over|under|circa|around|nearly|about|at least|approximately|up to) )?"
    r"\d{1,3}(?:\.\d{1,2})? ?%(?: of the time)?"
    r"|£ ?\d[\d,]{0,12}(?:\.\d{1,2})?(?:k|m|bn| million| billion)?\b"
)
NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,6}")
NOUN_PHRASE = 6
"""Words after a number in which the noun that it counts must stand."""


class Quantities:
    """Finds quantities."""

    def __init__(self, lexicon: Lexicon, source: dict[str, Any]) -> None:
        """Take `[quantity]` of `patterns/dates.toml`."""
        self.lexicon = lexicon
        self.rule = read_rule(source)
        self.sets = word_sets(source)
        self.about = [tuple(phrase.split()) for phrase in source["about_phrases"]]

    def find(self, text: str, words: Words) -> Iterator[Found]:
        """Return the quantities of a passage."""
        for match in ALONE.finditer(text):
            yield Found(match.start(), match.end(), "QUANTITY", self.rule)
        for index, word in enumerate(words.lower):
            digits = word[0].isdigit() and NUMBER.fullmatch(word)
            if not (digits or word in self.sets["number_words"]) or word in self.sets["called"]:
                continue
            begin = self._begin(words, index)
            end = self._noun_end(words, index + 1)
            counts = end > index + 1 or begin < index or self._ranges(words, index)
            if (
                counts
                and not self._label(words, index, begin)
                and not self._other(words, begin, end)
            ):
                yield Found(words.starts[begin], words.ends[end - 1], "QUANTITY", self.rule)

    def _ranges(self, words: Words, index: int) -> bool:
        """Tell whether it is the first of two numbers: `from 40 to 52 detectives`."""
        following = words.at(index + 2)
        return (
            words.at(index - 1) == "from"
            and words.at(index + 1) == "to"
            and following[:1].isdigit()
            and len(following) <= len("1,000")
        )

    def _other(self, words: Words, begin: int, end: int) -> bool:
        """Tell whether it is a known number of things (`the 32 boroughs`), or a span of time."""
        if words.at(begin - 1) in self.sets["definite"]:
            return True
        return words.at(end - 1) in self.sets["periods"] and words.at(end) != "old"

    def _label(self, words: Words, index: int, begin: int) -> bool:
        """Tell whether the number is a label: `Action 87`, `1.`, `2 -`, `Strand 1`."""
        marked = words.at(index + 1) in (".", ")", "-", "–", "/", ":")  # noqa: RUF001 - documents write it
        if marked and words.lower[index][0].isdigit():
            return begin == index
        if index == 0 or words.begins[index]:
            return False
        before = words.text[index - 1]
        named = before[0].isupper() and not words.begins[index - 1]
        return named or before.lower() in self.sets["labelled"]

    def _begin(self, words: Words, index: int) -> int:
        """Return the first token: `at least`, `circa` and the like belong to the quantity."""
        for phrase in self.about:
            begin = index - len(phrase)
            if begin >= 0 and tuple(words.lower[begin:index]) == phrase:
                return begin
        return index

    def _noun_end(self, words: Words, start: int) -> int:
        """Return the end of what is counted: adjectives and then its first plural noun."""
        lexicon = self.lexicon
        for at in range(start, min(start + NOUN_PHRASE, len(words.text))):
            text, word = words.text[at], words.lower[at]
            if text in ("/", "-") and words.glued(at):
                continue
            closed = word in lexicon.stops and word != "non"
            if words.begins[at] or closed or not text[0].isalpha():
                break
            plural = word.endswith("s") and not word.endswith(("ss", "us", "is"))
            if plural or word in self.sets["people"]:
                members = words.at(at + 1) == "of" and words.at(at + 2) in self.sets["people"]
                return at + 3 if members else at + 1
            if word in lexicon.gerund and word not in lexicon.classes["ing_nouns"]:
                break
        return start
