"""Owners: bodies by name, teams and posts by the words that head their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from loaders.language.acting import Acting
from loaders.language.found import Found, read_rule, word_sets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.language.found import Rule
    from loaders.language.lexicon import Lexicon
    from loaders.language.phrases import Phrases, Words

SORTS = ("collective", "capital", "post")


class Owners:
    """Finds who is named in running text."""

    def __init__(
        self,
        lexicon: Lexicon,
        phrases: Phrases,
        source: dict[str, Any],
    ) -> None:
        """Take the tables of `patterns/owners.toml`.

        Args:
            lexicon: the word classes.
            phrases: tells how far a name reaches.
            source: the tables.
        """
        self.lexicon = lexicon
        self.phrases = phrases
        self.acting = Acting(lexicon, source["acting"])
        self.sets = {sort: word_sets(source[sort]) for sort in SORTS}
        self.rules = {name: read_rule(source[name]) for name in (*SORTS, "publisher", "region")}
        self.going_on = frozenset(source["acting"]["going_on"].split())
        self.led_by = frozenset(source["region"]["led_by"].split())
        self.all_heads = frozenset().union(*(sets["heads"] for sets in self.sets.values()))
        self.numbers = lexicon.classes["numbers"]
        self.heads: dict[str, tuple[str, ...]] = {}
        for sort, sets in self.sets.items():
            for word in sets["heads"] | sets.get("lower_heads", frozenset()):
                self.heads[word] = (*self.heads.get(word, ()), sort)

    # --- by name ---------------------------------------------------------------------------------

    def body(self, words: Words, first: int, end: int, rule: Rule) -> Iterator[Found]:
        """Read a body's name (tokens `first` to `end`): an owner where it acts."""
        start = words.starts[first]
        longer = first > 0 and not words.begins[first] and not words.begins[first - 1]
        if longer and end - first == 1 and words.text[first].istitle():
            before = words.text[first - 1]
            if before.istitle() and before.lower() not in self.lexicon.stops:
                return  # the end of a longer name: "Information Commissioner"
        if self.acting.only_plural(words, end):
            yield Found(start, words.ends[end], "OWNER", rule)
        elif self.acting.acts(words, first, end):
            yield Found(start, words.ends[end - 1], "OWNER", rule)
        elif words.text[first].isupper() and end < len(words.text) and words.text[end].istitle():
            yield from self._region(words, first, end)

    def publisher(self, words: Words, first: int, end: int) -> Iterator[Found]:
        """Read one of the publisher's own names: an owner where it acts."""
        if self.acting.acts(words, first, end):
            yield Found(words.starts[first], words.ends[end - 1], "OWNER", self.rules["publisher"])

    def forum(self, words: Words, first: int, end: int, rule: Rule) -> Iterator[Found]:
        """Read a standing forum's name: an owner unless it is part of a longer name."""
        if not self.acting.qualifies(words, end):
            yield Found(words.starts[first], words.ends[end - 1], "OWNER", rule)

    def _region(self, words: Words, first: int, end: int) -> Iterator[Found]:
        """Read a body's office in a place: `CPS London`, `SLT of CPS London`."""
        led = words.at(first - 1) == "of" and words.at(first - 2) in self.led_by
        acts = words.lower[end] not in self.heads and self.acting.acts(words, first, end + 1)
        if led or acts:
            start = words.starts[first - 2 if led else first]
            yield Found(start, words.ends[end], "OWNER", self.rules["region"], "likely")

    # --- by the head of the name ----------------------------------------------------------------

    def headed(self, words: Words, head: int) -> Iterator[Found]:
        """Read the names that the token at `head` heads."""
        for sort in self.heads.get(words.lower[head], ()):
            if not self._cased(words, head, sort):
                continue
            begin = self._begin(words, head, sort)
            if begin == head and sort == "collective":
                yield from self._bare(words, head)
            if begin < head and self._plausible(words, begin, head, sort):
                end = head + 1
                if words.acronym_follows(end):
                    end += 3
                certainty = "certain" if words.text[head][0].isupper() else "likely"
                start, stop = words.starts[begin], words.ends[end - 1]
                yield Found(start, stop, "OWNER", self.rules[sort], certainty)

    def _bare(self, words: Words, head: int) -> Iterator[Found]:
        """Read `the Board`, `The Partnership`: its capital says that a certain one is meant."""
        single = words.text[head].istitle() and words.at(head - 1) == "the"
        if single and not self.acting.qualifies(words, head + 1):
            rule = self.rules["collective"]
            yield Found(words.starts[head], words.ends[head], "OWNER", rule, "uncertain")

    def _cased(self, words: Words, head: int, sort: str) -> bool:
        """Tell whether the head has the capital that its sort of name asks for."""
        capital = words.text[head][0].isupper()
        if sort == "capital":
            return capital
        if sort == "post" and not capital:
            return words.lower[head] in self.sets["post"]["lower_heads"] or self._acts(words, head)
        return True

    def _acts(self, words: Words, head: int) -> bool:
        """Tell whether a verb follows the head: `A stalking coordinator reviews each one`."""
        last = head + 1 == len(words.text) or words.begins[head + 1]
        return not last and self.acting.begins_act(words.at(head + 1))

    def _begin(self, words: Words, head: int, sort: str) -> int:
        """Return the first token of the name; `head` itself where there is none."""
        sets = self.sets[sort]
        begin = self.phrases.begin(words, head, joins="titles", heads=self.all_heads)
        if sort == "collective" and words.at(begin - 1) in ("and", "&"):
            topic = words.at(begin - 2) in self.phrases.topics and words.text[begin].islower()
            if topic:  # "domestic abuse and sexual misconduct team"
                begin = self.phrases.begin(words, head, joins="topics", heads=self.all_heads)
        inner = words.lower[begin:head]
        empty = sets.get("not_after", frozenset())
        if all(word in empty or not word.isalnum() for word in inner):
            return head
        if sort == "capital":
            while begin < head and not words.text[begin][0].isupper():
                begin += 1
        if sort == "post" and words.text[head][0].islower():
            titled = any(word[0].isupper() for word in words.text[begin:head])
            somebody = words.at(begin - 1) in ("a", "an") and not words.begins[begin]
            known = (titled or inner[-1] in sets["lower_after"]) and not somebody
            agent = words.at(begin - 1) in ("a", "an", "the") and words.at(begin - 2) == "by"
            first = begin - (words.at(begin - 1) in ("a", "an", "the"))
            opens = first == 0 or words.begins[first]
            acting = opens and words.at(head + 1) != "to" and self._acts(words, head)
            return begin if known or agent or acting else head
        return begin

    def _plausible(self, words: Words, begin: int, head: int, sort: str) -> bool:
        """Leave out several of a kind that are only spoken of, and names that go on."""
        last = head + 1 == len(words.text) or words.begins[head + 1]
        following = "" if last else words.text[head + 1]
        if following in self.going_on:
            return False
        if following.lower() in self.heads and sort != "post":
            collective = following.lower() in self.sets["collective"]["heads"]
            return following.islower() or not collective
        number = words.at(begin - 1).isdigit() or words.at(begin - 1) in self.numbers
        if number and not words.begins[begin]:
            return False
        if sort == "capital" and following[:1].isalpha() and self.acting.qualifies(words, head + 1):
            return False
        plural = words.lower[head].endswith("s") and words.lower[head] != "services"
        if not plural:
            return True
        generic = sort == "collective" and "".join(words.text[begin : head + 1]).islower()
        spoken = generic and words.at(begin - 1) in ("to", "with")
        return not spoken and self.acting.several_act(words, begin, head)
