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
    r"\d{1,3}(?:\.\d{1,2})? ?(?:%|per ?cent\b)(?: of the time)?"
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
        whole = 0  # where the last share ended: `9 of the 21`
        for index, word in enumerate(words.lower):
            if not (word == "one" or self._number(word)) or word in self.sets["called"]:
                continue
            begin, after = self._begin(words, index), self._share(words, index)
            shared = after > index + 1
            if word == "one" and not shared:
                continue
            # "7 in 10" is a share of whatever follows, "1 in 10 books" and "9 of the 21 posts" not.
            rate = shared and words.at(index + 1) != "of" and word not in ("1", "one")
            end = after if rate else self._noun_end(words, after)
            end = self._extended(words, index, after, end)
            counts = end > index + 1 or self._about(words, begin, index)
            counts = counts or self._ranges(words, index)
            part = index < whole
            whole = max(whole, after if shared else 0)
            if (
                counts
                and not part
                and not self._label(words, index, begin)
                and not self._other(words, begin, end)
            ):
                yield Found(words.starts[begin], words.ends[end - 1], "QUANTITY", self.rule)

    def _extended(self, words: Words, index: int, after: int, end: int) -> int:
        """Take in how often, for whom, or that it is all: `a week`, `per detective`, `in total`."""
        if end == after:  # "31 a week", but "ten calls each month" are two
            end = self._often(words, end)
        if words.at(end) == "per" and words.at(end + 1).isalpha() and end > index + 1:
            often = words.at(end + 1) in self.sets["often"] | {"cent", "annum"}
            end += 0 if often else 2  # "23 live cases per detective"
        if words.at(end) == "a" and end > after:
            end = self._often(words, end)  # "about 450 incidents a week"
        if words.at(end) == "in" and words.at(end + 1) in ("total", "all") and end == after:
            end += 2
        if words.at(after) in ("more", "others") and end == after:
            end += 1  # "Three more would …"
        return end

    def _number(self, word: str) -> bool:
        """Tell whether the word is a number; 0700 is a time."""
        if word in self.sets["number_words"]:
            return True
        digits = word[:1].isdigit() and NUMBER.fullmatch(word)
        return bool(digits) and (word[0] != "0" or len(word) == 1)

    def _share(self, words: Words, index: int) -> int:
        """Return the token after the number, or after the whole of `9 of the 21`, `1 in 10`."""
        at = index + 1
        at += words.at(at) == "out" and words.at(at + 1) == "of"
        if words.at(at) not in ("of", "in"):
            return index + 1
        inside = at + 1 + (words.at(at + 1) in ("the", "our", "all"))
        whole = inside < len(words.begins) and not words.begins[inside]
        sides = (words.lower[index], words.at(inside))
        dated = any(side.isdigit() and len(side) == len("2016") for side in sides)
        year = words.at(at) == "in" and dated
        first = self._number(words.lower[index]) or words.lower[index] == "one"
        counted = first and whole and not year and self._number(words.at(inside))
        return inside + 1 if counted else index + 1

    def _about(self, words: Words, begin: int, index: int) -> bool:
        """Tell whether a number alone is counted: `over 200`, but `under 18` is an age."""
        aged = words.at(begin) in ("under", "over") and len(words.at(index)) < len("100")
        return begin < index and not aged

    def _often(self, words: Words, end: int) -> int:
        """Take in `a week`, `per month`; `a year ago` is a date."""
        each = words.at(end) in ("a", "per", "each", "every")
        dated = words.at(end) == "a" and words.at(end + 2) in self.sets["dated"]
        return end + 2 if each and not dated and words.at(end + 1) in self.sets["often"] else end

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
        marked = words.at(index + 1) in (".", ")", "-", "–", "/", ":")
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
            closed = word in lexicon.stops and word != "non" and word not in self.sets["between"]
            if words.begins[at] or closed or not text[0].isalpha():
                break
            if self._plural(word):
                end = at + 1 + (words.at(at + 1) in self.sets["people"])  # police staff
                members = words.at(end) == "of" and words.at(end + 1) in self.sets["people"]
                return end + 2 if members else self._and_staff(words, end)
            gerund = word in lexicon.gerund and word not in lexicon.classes["ing_nouns"]
            if gerund and not self._plural(words.at(at + 1)):
                break
        return start

    def _plural(self, word: str) -> bool:
        several = word.endswith("s") and not word.endswith(("ss", "us", "is"))
        return several or word in self.sets["people"]

    def _and_staff(self, words: Words, end: int) -> int:
        """Take in `and staff`, `and bar staff`: people counted together."""
        if words.at(end) in ("and", "&"):
            for at in (end + 1, end + 2):
                if words.at(at) in self.sets["people"]:
                    return at + 1
                if not words.at(at).isalpha():
                    break
        return end
