"""Verbs with a helping one: what each claims ("has been reviewed", "will continue to").

The ladders below try one form after the other; the words that they know lie in
`patterns/stages.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.language.sentence import SentenceWords

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping, Sequence

    from loaders.language.lexicon import Lexicon


@dataclass(slots=True)
class Group:
    """One verb group.

    Attributes:
        stage: what it claims.
        form: name of the form.
        bare: a single word that might be a noun or an adjective after all.
        clause: number of the clause that it stands in.
        subordinate: it hangs on another clause.
    """

    stage: str
    form: str
    bare: bool = False
    clause: int = 0
    subordinate: bool = False


class HelpedVerbs(SentenceWords):
    """One sentence, read for its verbs after "has", "will" and "is"."""

    def __init__(
        self,
        sentence: str,
        lexicon: Lexicon,
        forms: Mapping[str, frozenset[str]],
        states: Sequence[tuple[re.Pattern[str], str, str]],
    ) -> None:
        """Split `sentence`; `states`: pattern, stage and rule of what may follow "is"."""
        super().__init__(sentence, lexicon, forms)
        self.states = states
        self.groups: list[Group] = []

    def _perfect(self, index: int) -> tuple[Group, int]:
        """`has reviewed`, `has been reviewed`, `has a policy`."""
        at = self._skip(index + 1)
        word = self._at(at)
        used = at - index + 1
        if self._negated(index, at) or word in ("no", "yet"):
            return Group("context", "gap"), used
        if word == "to":
            # "had to be cancelled" tells how things went, "has to be signed" what is the rule.
            past = self.lower[index] == "had"
            return Group("context", "past.obliged") if past else Group("ongoing", "obliged"), used
        if word == "been":
            return self._been(index, at)
        if word in self.forms["continuing"] or word in self.forms["beginning"]:
            return Group("ongoing", "perfect.beginning"), used
        if word in self.forms["telling"]:
            return Group("context", "perfect.telling"), used
        if self._participle(word) or word == "had":
            intended = self.lower[index] == "had" and word in self.forms["meant"]
            return (
                Group("context", "past.intended") if intended else Group("done", "perfect")
            ), used
        if self.lower[index] == "had":
            return Group("context", "past.state"), 1
        if "now" in (self._at(index - 1), self._at(index + 1)):
            return Group("done", "reached.now"), 1
        return Group("ongoing", "present.have"), 1

    def _been(self, index: int, been: int) -> tuple[Group, int]:
        """`has been reviewed`, `has been working`, `had been vacant`."""
        at = self._skip(been + 1)
        following = self._at(at)
        used = at - index + 1
        if self._at(index - 1) == "there":
            return Group("context", "exists.past"), used
        if following in self.forms["failing"] or following in ("waiting", "awaiting"):
            return Group("context", "gap"), used
        if following.endswith("ing"):
            told = following not in self.lexicon.gerund and self._ends_phrase(at + 1)
            if told:  # "has been disappointing"
                return Group("context", "perfect.state"), used
            return Group("ongoing", "perfect.continuing"), used
        if self._described(at):
            return Group("context", "perfect.state"), used - 1
        return Group("done", "perfect.passive"), used

    def _described(self, index: int) -> bool:
        """Tell whether "has been" is followed by how something was: `always force policy`."""
        word = self._at(index)
        reached = self._participle(word) or word in self.forms["resulting"]
        placed = word in self.classes["prepositions"] or word in ("available", "able", "part")
        return not (reached or placed or word.endswith("n"))

    def _modal(self, index: int) -> tuple[Group, int]:
        """`will review`, `must review`, `should review`."""
        word = self.lower[index]
        at = self._skip(index + 1)
        used = at - index + 1
        if self._negated(index, at - 1) or word in ("wo", "ca"):
            return Group("context", "gap"), used
        if word in ("will", "shall", "ll") or word.endswith("'ll"):
            if self._at(at) in self.forms["continuing"]:
                return Group("ongoing", "future.continuing"), used
            if self._conditional(index):
                return Group("ongoing", "future.conditional"), used
            return Group("planned", "future"), used
        if word in ("should", "may") and self._dated(at):
            return Group("planned", "modal.dated"), used
        if word == "must":
            return Group("ongoing", "obliged"), used
        if word == "can":
            return Group("ongoing", "able"), used
        return Group("context", "modal"), used

    def _conditional(self, index: int) -> bool:
        """Tell whether the sentence says what is done whenever something happens."""
        before = self.lower[:index]
        return self.lower[0] in ("if", "whenever", "where") and ("," in before or "then" in before)

    def _being(self, index: int) -> tuple[Group, int]:
        """`is reviewing`, `was reviewed`, `is in place`, `there is`."""
        past = self.lower[index] in ("was", "were", "wasn't", "weren't")
        at = self._skip(index + 1)
        following = self._at(at)
        used = at - index + 1
        denied = following in ("unable", "no", "unclear", "unknown", "unavailable", "awaited")
        if denied or self._negated(index, at - 1):
            return Group("context", "gap"), used
        if self._at(index - 1) == "there":
            return self._existing(index, at, past=past), used
        if not past:
            return self._present(index, at), used
        if following in self.forms["resulting"]:
            return Group("done", "past.state"), used
        if self._participle(following) and following not in self.forms["thinking"]:
            if following in self.forms["failing"]:
                return Group("context", "gap"), used
            return Group("done", "past.passive"), used
        return Group("context", "past.state"), used

    def _existing(self, index: int, at: int, *, past: bool) -> Group:
        rest = " ".join(self.lower[at : at + 12])
        number = self._at(at)[:1].isdigit() and not self.forms["contrasting"].isdisjoint(self.lower)
        if past or number or self._at(at) in ("none", "few", "only"):
            return Group("context", "past.state")
        if "now" in self.lower[index + 1 : at + 1]:
            return Group("done", "exists.now")
        for pattern, stage, _rule in self.states:
            if stage == "context" and pattern.search(rest):
                return Group("context", "exists.need")
        return Group("ongoing", "exists")

    def _present(self, index: int, at: int) -> Group:
        """Read what follows "is" or "are"."""
        following = self._at(at)
        between = self.lower[index + 1 : at]
        frequent = bool(self.forms["frequencies"].intersection(between)) or self._frequent(at)
        told = self._intended(index, at) or self._told(index, at)
        if told is not None:
            return told
        if following in self.forms["ended"] and not frequent:
            return Group("done", "reached")
        rest = " ".join(self.lower[at : at + 8])
        lasting = following.endswith("ing") or following in ("in", "under", "on", "subject")
        if "now" in between and not frequent and (not lasting or rest.startswith("in place")):
            return Group("done", "reached.now")
        for pattern, stage, rule in self.states:
            if pattern.search(rest):
                return Group(stage, rule.removeprefix("stage."))
        if following.endswith("ing") and self._doing(following):
            return Group("ongoing", "present.continuing")
        compound = following not in self.lexicon.stops and self._participle(self._at(at + 1))
        if self._participle(following) or (compound and self._ends_phrase(at + 2)):
            return Group("ongoing", "present.passive")  # "is checked", "is dip sampled by"
        return self._placed(index, following)

    def _told(self, index: int, at: int) -> Group | None:
        """Read what the word after "is" tells by itself."""
        following = self._at(at)
        if following == "being":
            return Group("ongoing", "present.continuing")
        if following in self.forms["trending"]:
            return Group("context", "present.trend")
        if self._counted(index) and self._reached(at):
            return Group("done", "reached.counted")
        if following in self.forms["feeling"]:
            return Group("context", "present.feeling")
        return None

    def _counted(self, index: int) -> bool:
        """Tell whether a number of things, and no share, is the subject: `Four units are`."""
        first = self._at(0)
        number = first[:1].isdigit() or first in self.classes["numbers"]
        return (
            number and index > 1 and self._at(1) not in ("of", "in", "out", "%", "per", "percent")
        )

    def _reached(self, at: int) -> bool:
        """Tell whether the words at `at` say that something came to be: `in place`, `open`."""
        pair = (self._at(at), self._at(at + 1))
        placed = pair[0] == "in" and pair[1] in ("place", "post", "force", "use", "every", "all")
        return placed or pair[0] in self.forms["resulting"] or pair[0] in ("open", "ready")

    def _placed(self, index: int, following: str) -> Group:
        """Read where something is: `is with the printer`; an average is nowhere."""
        told = not self.forms["measured"].isdisjoint(self.lower[:index])
        if following in ("with", "in", "on", "at", "under", "within") and not told:
            return Group("ongoing", "present.place")
        return Group("context", "present.state")

    def _doing(self, word: str) -> bool:
        return word in self.lexicon.gerund or word not in self.classes["ing_nouns"] | {"during"}

    def _intended(self, index: int, at: int) -> Group | None:
        """`is to be`, `is due to`, `is planning to`."""
        following = self._at(at)
        soon = "to" in self.lower[at + 1 : at + 3]
        if following == "expected" and soon and "officers" in self.lower[:index]:
            return Group("ongoing", "obliged")
        if following == "to" or (following in self.forms["awaited"] and soon):
            return Group("planned", "due")
        if following in self.forms["awaited"] and following not in ("set", "likely"):
            return Group("planned", "due")
        intending = following.endswith("ing") and following in self.forms["intending"]
        if following == "going" and self._at(at + 2) not in self.lexicon.base:
            return None  # "are going to an outside provider"
        if intending and (self._at(at + 1) in ("to", "for") or following == "planning"):
            return Group("planned", "intending")
        return None
