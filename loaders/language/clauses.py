"""The clauses of a sentence, and the verb groups in each.

Main clauses are told from subordinate ones by their joining words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.language.groups import VerbGroups
from loaders.language.helped import Group

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping, Sequence

    from loaders.language.lexicon import Lexicon

SUBJECT = 7
"""How many words a subject may have to be seen as that of a new clause."""


class Clauses(VerbGroups):
    """One sentence with all its verb groups, in order."""

    def __init__(
        self,
        sentence: str,
        lexicon: Lexicon,
        forms: Mapping[str, frozenset[str]],
        states: Sequence[tuple[re.Pattern[str], str, str]],
    ) -> None:
        """Read `sentence` (white space folded, brackets left out)."""
        super().__init__(sentence, lexicon, forms, states)
        self._read()

    def _read(self) -> None:
        clause = 0
        subordinate = False
        scoped = False  # "ensure …" rules all that follows up to the next whole clause
        leading = False  # a subordinate clause that opens the sentence ends at its comma
        start = 0
        index = 0
        while index < len(self.lower):
            if self._resets(index, leading=leading, scoped=scoped):
                clause += 1
                subordinate = leading = scoped = False
                start = index + 1
            elif self._subordinates(index):
                subordinate = True
                leading = leading or index == 0
            if self.lower[index] in ",;:" and not subordinate:
                start = index + 1
            group, used = self._group(index, start)
            if group is not None:
                group.clause, group.subordinate = clause, subordinate
                self.groups.append(group)
            last = self._at(index + used - 1)
            if self.lower[index].startswith("ensur") or last.startswith("ensur"):
                subordinate = scoped = True
            index += used
        if all(group.subordinate for group in self.groups):
            self._unknown_verb()

    def _unknown_verb(self) -> None:
        """Read a verb that the lexicon does not know by its ending and what stands around it.

        `MARAC hears 35 cases`, `Teams and Probation share a plan`: a noun before it, and an article
        or a number after it; `They queried the bill`: a past wherever no other verb stands.
        """
        if self._at(0) in self.classes["prepositions"] or self._at(0) in self.lexicon.base:
            return
        for index in range(1, len(self.lower) - 1):
            word, following = self.lower[index], self._at(index + 1)
            if word in self.classes["subordinators"]:
                return
            if self.words[index][0].isupper() or not self._noun(index):
                continue
            if self._unknown_past(index):
                self.groups.append(Group("done", "past.unknown", bare=True))
                return
            held = following in self.classes["determiners"] or following.isdigit()
            singular = word.endswith("s") and not word.endswith(("ss", "us", "is"))
            before = self._at(index - 1)
            several = self._plural(index) or self._at(index - 2) in ("and", "&")
            agrees = not before.endswith("s") if singular else several
            if held and agrees and self._noun(index - 1) and len(word) > len("its"):
                self.groups.append(Group("ongoing", "present.unknown", bare=True))
                return

    def _unknown_past(self, index: int) -> bool:
        """Tell whether the word can only be a past: `saw`, or `queried` before its object."""
        word, before = self.lower[index], self._at(index - 1)
        if before in self.classes["determiners"] or before in self.classes["prepositions"]:
            return False
        told = word in self.lexicon.past and word not in self.lexicon.participle
        return told or (word.endswith("ed") and self._at(index + 1) in self.classes["determiners"])

    def _resets(self, index: int, *, leading: bool, scoped: bool) -> bool:
        """Tell whether a new main clause begins after the joining word at `index`."""
        word = self.lower[index]
        following = self._at(index + 1)
        if word in (";", "then", "–", "—") or (word == "," and leading):
            return True
        if word not in (",", "and", "but", "or", "&"):
            return False
        if self._in_title(index):
            return False
        if scoped:
            return following in ("this", "it", "they", "we", "these", "the")
        if following == "that" or following in self.classes["subordinators"]:
            return False
        opener = (
            following in self.classes["determiners"]
            or following in self.classes["pronouns"]
            or following.partition("'")[0] in ("it", "we", "they", "that", "there")
            or following in ("further", "now")
        )
        if word == ",":
            article = following in ("a", "an", "the", "all")
            return (opener and not article) or self._subject(index + 1)
        adverb = following in self.classes["adverbs"] and self._helps(index + 2)
        return (
            word == "but" or opener or adverb or self._helps(index + 1) or self._subject(index + 1)
        )

    def _in_title(self, index: int) -> bool:
        """Tell whether `and` joins two capitals of one name: `Police and Crime`."""
        sides = (self.words[index - 1][:1], self._at(index + 1) and self.words[index + 1][:1])
        return self.lower[index] in ("and", "&") and index > 1 and all(map(str.isupper, sides))

    def _subject(self, index: int) -> bool:
        """Tell whether a short subject and then a helping verb stand at `index`."""
        if not self.groups:
            return False
        for ahead in range(index, min(index + SUBJECT, len(self.lower))):
            word = self.lower[ahead]
            if self._helps(ahead):
                return ahead > index
            closed = word in self.classes["prepositions"] or word in self.classes["conjunctions"]
            if closed or not word[0].isalnum():
                return False
        return False

    def _subordinates(self, index: int) -> bool:
        """Tell whether the word at `index` opens a subordinate clause or an infinitive."""
        word = self.lower[index]
        following = self._at(index + 1)
        if word == "that":
            return index > 0 and following not in self.classes["be"]
        if word == "as":
            return following in ("soon", "they", "we", "it", "the")
        if word == "to":
            return index > 0 and following in self.lexicon.base
        if word == "since":
            dated = following[:1].isdigit() or following in self.classes["months"]
            return not dated and following not in ("the", "then", "its")
        if word in ("before", "after", "until", "so", "once"):
            return following in self.classes["pronouns"] or following in self.classes["determiners"]
        return word in self.classes["subordinators"]
