"""Names of which no word tells that they are somebody's: runs of capitals that act.

`Harbour Homes has amended`, `awarded to Brightwater Families`, `Legal to advise`: neither a list of
bodies nor the head of the name helps, only the place in the clause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from loaders.language.found import Found, read_rule, word_sets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.language.acting import Acting
    from loaders.language.lexicon import Lexicon
    from loaders.language.phrases import Words

ACRONYM = range(2, 7)
"""Letters of an acronym that may stand for a body."""
LONGEST = 8
"""Tokens of the longest such name."""
MARKS = "'’-.+&"
"""What may stand inside a word of a name."""
ABSTRACT = ("ing", "ment", "tion", "ship", "ity", "ics", "egy", "ism", "ness")
"""Endings of subjects: two of them joined are one department, `Leadership and Learning`."""


class Actors:
    """Finds capitalised runs that act, or by whom or to whom something is done."""

    def __init__(
        self, lexicon: Lexicon, acting: Acting, source: dict[str, Any], things: frozenset[str]
    ) -> None:
        """Take `[actor]` of `patterns/owners.toml`.

        Args:
            lexicon: the word classes.
            acting: tells who acts.
            source: the table.
            things: last words (lower case) of names of things, and acronyms known as such.
        """
        self.lexicon = lexicon
        self.acting = acting
        self.rule = read_rule(source)
        self.sets = word_sets(source)
        self.things = things | self.sets["things"]
        self.timed = lexicon.classes["months"] | lexicon.classes["seasons"]

    def find(self, words: Words, known: frozenset[str]) -> Iterator[Found]:
        """Return the names of a passage that act, and those joined to one that does.

        `known`: names that another rule judges.
        """
        runs = list(self._runs(words))
        acting = [self._acts(words, first, end) for first, end in runs]
        order = list(zip(range(len(runs) - 1), range(1, len(runs)), strict=True))
        for one, other in (*order, *((right, left) for left, right in reversed(order))):
            left, right = runs[min(one, other)], runs[max(one, other)]
            acting[other] = acting[other] or (acting[one] and self._listed(words, left, right))
        for (first, end), acts in zip(runs, acting, strict=True):
            if acts and " ".join(words.text[first:end]) not in known:
                start, stop = words.starts[first], words.ends[end - 1]
                yield Found(start, stop, "OWNER", self.rule, "uncertain")

    # --- the run of capitals ---------------------------------------------------------------------

    def _runs(self, words: Words) -> Iterator[tuple[int, int]]:
        index = 0
        while index < len(words.text):
            end = self._end(words, index)
            if end > index and not self._thing(words, index, end):
                yield index, end
            index = max(end, index + 1)

    def _end(self, words: Words, first: int) -> int:
        """Return the end of the run that begins at `first`, or `first` where none does."""
        if not self._capital(words, first):
            return first
        end = first + 1
        while end < len(words.text) and end - first < LONGEST:
            if words.begins[end]:
                break
            if self._capital(words, end):
                end += 1
                continue
            link = self._link(words, end)
            if not link:
                break
            end += link + 1
        return end

    def _capital(self, words: Words, index: int) -> bool:
        text, word = words.text[index], words.lower[index]
        if not text[0].isupper() or len(text) == 1:
            return False
        letters = text.isalpha() or all(letter.isalpha() or letter in MARKS for letter in text)
        shown = text.isupper() and word != "it"
        return letters and word not in self.timed and (shown or word not in self.lexicon.stops)

    def _link(self, words: Words, at: int) -> int:
        """Return how many tokens at `at` join two capitals to one name."""
        for count in (1, 2):
            following = at + count
            if following >= len(words.text) or any(words.begins[at : following + 1]):
                return 0
            between = tuple(words.lower[at:following])
            sides = (words.lower[at - 1], words.lower[following])
            if between in (("and",), ("&",)) and all(one.endswith(ABSTRACT) for one in sides):
                return count
            if not self._capital(words, following):
                continue
            if between in (("of",), ("for",), ("of", "the")):
                return count
            if between in (("'s",), ("’s",), ("s",), ("+",)):
                return count
            if between in (("-",), ("/",)) and words.glued(at) and words.glued(following):
                return count
        return 0

    def _thing(self, words: Words, first: int, end: int) -> bool:
        """Tell whether the run is the name of a thing, a label or the order that opens a clause."""
        last = words.lower[end - 1]
        stem = last.removesuffix("s")
        joined = "and" in words.lower[first:end]
        if joined:
            return False
        if {last, stem, words.text[end - 1]} & self.things or words.lower[first] in self.things:
            return True
        which = words.lower[first] in self.lexicon.classes["leading"] | {"new"}
        which = which and last.endswith("s")
        which = which or words.lower[first] in self.lexicon.classes["numbers"]
        return which or (words.at(end).isdigit() and not words.begins[end])

    # --- the clause ------------------------------------------------------------------------------

    def _acts(self, words: Words, first: int, end: int) -> bool:
        """Tell whether the run from `first` to `end` (exclusive) is somebody who acts."""
        if self._agent(words, first, end):
            return True
        opening = first == 0 or words.begins[first]
        article = words.at(first - 1) == "the" and not opening
        if not (opening or article or self._opens_clause(words, first)):
            return False
        single = end - first == 1
        acronym = single and words.text[first].isupper() and len(words.text[first]) in ACRONYM
        if single and opening and not acronym:
            ordinary = self._ordinary(words, first) or words.at(end) == "to"
            return not ordinary and self._does(words, end, firm=True)
        return self._does(words, end, firm=single and not acronym and not article)

    def _opens_clause(self, words: Words, first: int) -> bool:
        before = words.at(first - 1)
        return before in (",", ";", ":", "and", "but", "that", "which", "while", "as", "until", "&")

    def _ordinary(self, words: Words, index: int) -> bool:
        """Tell whether the capital at `index` may only be that of the sentence's first word."""
        word = words.lower[index]
        lexicon = self.lexicon
        several = word.endswith("s") and not word.endswith("ss")
        known = word in lexicon.base or word in lexicon.gerund or word in lexicon.nouns_too
        return several or known or word.endswith(("ly", "ing"))

    def _does(self, words: Words, at: int, *, firm: bool) -> bool:
        """Tell whether a verb of somebody's stands at `at`; `firm`: nothing else will do.

        A name of one person or body takes `provides`; a single first word of a sentence must take
        what only a body takes (`Legal say`, `Procurement will chase`).
        """
        at = self._adverbs(words, at)
        if at >= len(words.text) or words.begins[at] or not words.text[at].islower():
            return False
        lexicon, word, second = self.lexicon, words.lower[at], words.at(at + 1)
        after = self._adverbs(words, at + 1)
        verb = words.at(after)
        if word in ("will", "would", "can", "could", "should", "must", "may"):
            return verb not in self.sets["lifeless"] and verb not in lexicon.stops
        if word == "to":
            return second in lexicon.base and second not in self.sets["lifeless"]
        if word in ("is", "are", "was", "were"):
            doing = verb.endswith("ing") and verb not in lexicon.classes["ing_nouns"]
            return doing and not firm and verb not in self.sets["moving"]
        if word in ("has", "have"):
            return self._has(words, after, firm=firm)
        if word in self.sets["animate"]:
            return True
        if firm:
            return word in lexicon.base and word not in lexicon.nouns_too
        known = word in lexicon.third or word in lexicon.past or word in lexicon.base
        known = known and word not in lexicon.nouns_too
        held = second in lexicon.classes["determiners"] or second[:1].isdigit()
        unknown = word.endswith(("ed", "s")) and word not in lexicon.stops and held
        lifeless = word in self.sets["lifeless"] or word.removesuffix("s") in self.sets["lifeless"]
        noun = word.endswith("s") and not (held or second in lexicon.classes["prepositions"])
        return (known or unknown) and not (lifeless or noun)

    def _has(self, words: Words, at: int, *, firm: bool) -> bool:
        """Tell whether what follows `has` is done by somebody."""
        lexicon, verb, following = self.lexicon, words.at(at), words.at(at + 1)
        if verb == "been":
            return following in self.sets["charged"] or (not firm and following.endswith("ing"))
        done = verb in lexicon.participle or verb.endswith("ed")
        if firm:
            done = done and following in lexicon.classes["determiners"] | {"to", "that"}
        return done and verb not in self.sets["lifeless"] and verb not in self.sets["moving"]

    def _adverbs(self, words: Words, at: int) -> int:
        while words.at(at) in self.lexicon.classes["adverbs"] or words.at(at) in ("both", "since"):
            at += 1
        return at + words.at(at).endswith("ly")

    def _agent(self, words: Words, first: int, end: int) -> bool:
        """Tell whether something is done by, with, for or to the run."""
        at = first - 1
        while at > 0 and words.at(at) in ("the", "our", "both"):
            at -= 1
        if at < 0 or any(words.begins[at + 1 : first + 1]) or self.acting.qualifies(words, end):
            return False
        before, earlier = words.at(at), words.at(at - 1)
        if before == "by":
            return not words.begins[at]
        if before in ("with", "alongside"):
            joined = earlier in self.sets["joint"] or earlier.endswith(("ed", "ing"))
            return before == "alongside" or joined or earlier in self.lexicon.participle
        if before == "from":
            return earlier in self.sets["given"]
        return before == "to" and earlier in self.sets["handed"]

    def _listed(self, words: Words, left: tuple[int, int], right: tuple[int, int]) -> bool:
        """Tell whether only `and` or a comma stands between two runs."""
        between = words.lower[left[1] : right[0]]
        whole = not any(words.begins[left[1] : right[0] + 1])
        return whole and tuple(between) in ((",",), ("and",), ("&",), ("and", "the"), (",", "the"))
