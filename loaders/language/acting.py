"""Whether a body that is named acts, or is only spoken of.

"The MPS has reviewed" names an owner; "across the MPS", "the MPS response" and "files submitted to
the CPS" do not. What stands before and after the name tells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from loaders.language.found import word_sets

if TYPE_CHECKING:
    from loaders.language.lexicon import Lexicon
    from loaders.language.phrases import Words

AHEAD = 9
"""How many words after a listed name its verb may stand."""

POSSESSIVE = ("'s", "’s")


class Acting:
    """Tells who acts in a passage."""

    def __init__(self, lexicon: Lexicon, source: dict[str, Any]) -> None:
        """Take the word lists of `[acting]` in `patterns/owners.toml`."""
        self.lexicon = lexicon
        self.sets = word_sets(source)

    def qualifies(self, words: Words, end: int) -> bool:
        """Tell whether the name before `end` stands before a noun: `the MPS response`."""
        if end >= len(words.text) or words.begins[end]:
            return False
        text, word = words.text[end], words.lower[end]
        if not text[0].isalpha():
            return text in (*POSSESSIVE, "/", "-")
        lexicon = self.lexicon
        if word in lexicon.stops or word.endswith("ly"):
            return False
        if word in lexicon.gerund:
            return word in lexicon.classes["ing_nouns"]
        return word in self.sets["nouns"] or not (lexicon.is_finite(word) and text[0].islower())

    def acts(self, words: Words, first: int, end: int) -> bool:
        """Tell whether the body from token `first` to `end` (exclusive) acts."""
        if self.qualifies(words, end) or words.text[end - 1] in POSSESSIVE:
            return False
        at = self._before_articles(words, first)
        before = "" if at < 0 or words.begins[at + 1] else words.lower[at]
        after = words.at(end) if end < len(words.begins) and not words.begins[end] else ""
        agent = before in self.sets["agents"] or (before == "from" and after in ("", ".", ","))
        pair = before == "and" and "between" in words.lower[max(at - 8, 0) : at]
        if agent or pair:
            return True
        if before == "from" or before in self.sets["places"]:
            return False
        if self.begins_act(after):
            return True
        joined = after in ("and", "&", ",") or before in ("and", "&", ",", "or")
        return (joined and self.verb_ahead(words, end)) or self._office(words, first, end)

    def several_act(self, words: Words, begin: int, head: int) -> bool:
        """Tell whether a plural is somebody: `our Working Groups`, `Area Commanders meet`."""
        at = self._before_articles(words, begin)
        before = words.at(at)
        own = words.at(begin - 1) in ("our", "its", "their")
        one = before == "of" and words.at(at - 1) == "one"
        agent = before in self.sets["agents"] or before in ("from", "to")
        if own or one or agent:
            return True
        listed = words.at(head + 1) in ("and", "&") and self.verb_ahead(words, head + 1)
        if listed or head + 1 >= len(words.text) or words.begins[head + 1]:
            return listed
        after = words.lower[head + 1]
        acts = self.lexicon.is_finite(after) or after in self.lexicon.classes["adverbs"]
        return acts and before not in self.sets["places"]

    def only_plural(self, words: Words, end: int) -> bool:
        """Tell whether an apostrophe only makes the plural: `BOCU's held to account`."""
        after = words.at(end + 1)
        return words.at(end) in (*POSSESSIVE, "s") and (
            after in self.lexicon.past or after in self.lexicon.classes["modals"]
        )

    def begins_act(self, after: str) -> bool:
        """Tell whether `after`, the word that follows a name, begins what it does."""
        classes = self.lexicon.classes
        return (
            self.lexicon.is_finite(after)
            or after == "to"
            or after in self.lexicon.gerund
            or after.endswith("ly")
            or after in classes["adverbs"]
        )

    def verb_ahead(self, words: Words, end: int) -> bool:
        """Tell whether the list that the name stands in is the subject of a verb."""
        for index in range(end, min(end + AHEAD, len(words.text))):
            word = words.lower[index]
            if words.begins[index] or word in (".", ";", "for", "to", "in"):
                return False
            finite = self.lexicon.is_finite(word) and words.text[index].islower()
            if finite and word not in ("police", "staff"):
                return True
        return False

    def _office(self, words: Words, first: int, end: int) -> bool:
        """A capitalised office is an actor after any verb: `agreed with the Chief Constable`."""
        several = end - first > 1 and words.text[first].istitle()
        return several and words.at(end - 1) in self.sets["offices"]

    def _before_articles(self, words: Words, first: int) -> int:
        """Return the token before the name and its article."""
        at = first - 1
        determiners = self.lexicon.classes["determiners"]
        while at >= 0 and not words.begins[at + 1] and words.lower[at] in determiners:
            at -= 1
        return at
