"""Verb groups: what each claims by its form ("has been reviewed", "will continue to", "is due to").

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


class VerbGroups(SentenceWords):
    """One sentence, read for the verb groups at its words."""

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

    def _group(self, index: int, start: int) -> tuple[Group | None, int]:
        """Read the verb group at `index`; return it and how many words it takes."""
        word = self.lower[index]
        classes = self.classes
        if word.endswith(("'ve", "ve")) and word in ("ve", "we've", "they've", "i've", "you've"):
            return self._perfect(index)
        if word in classes["have"] and word != "having":
            return self._perfect(index)
        if word in classes["do"] and word.startswith("d"):
            negated = word.endswith("n't") or self._negated(index, index + 1)
            return (Group("context", "gap"), 3) if negated else (None, 1)
        if self._month(index) or self._asks(index):
            return None, 1
        if word in classes["modals"] or word.endswith("'ll"):
            return self._modal(index)
        contracted = word.endswith(("'re", "'m")) or word in ("it's", "that's", "there's")
        if contracted or (word in classes["be"] and self._helps(index)):
            return self._being(index)
        return self._single(index, start), 1

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
        planned = self._intended(index, at)
        if planned is not None:
            return planned
        if following == "being":
            return Group("ongoing", "present.continuing")
        if following in self.forms["trending"]:
            return Group("context", "present.trend")
        if self._counted(index) and self._reached(at):
            return Group("done", "reached.counted")
        if following in self.forms["feeling"]:
            return Group("context", "present.feeling")
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

    def _counted(self, index: int) -> bool:
        """Tell whether a number of things, and no share, is the subject: `Four units are`."""
        first = self._at(0)
        number = first[:1].isdigit() or first in self.classes["numbers"]
        return number and index > 1 and self._at(1) not in ("of", "in", "out", "%", "per", "percent")

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

    def _single(self, index: int, start: int) -> Group | None:
        """Read a verb that stands without a helping one."""
        word = self.lower[index]
        initial = index == start == 0
        if initial and self._orders():
            stage = "ongoing" if word in self.forms["continuing"] else "planned"
            return Group(stage, "imperative", bare=True)
        if word == "to":
            return self._infinitive(index) if index > start else None
        subject = index - 1
        while subject > 0 and self._adverb(subject):
            subject -= 1
        counted = subject == start == 0 and self.lower[0].isdigit() and self._participle(word)
        if initial or counted or self._noun(subject):
            return self._finite(index, initial=initial)
        return None

    def _infinitive(self, index: int) -> Group | None:
        """`Further scoping to be conducted`, `The team to train new trainers`."""
        if self._helps_later(index):
            return None
        before, following = self._at(index - 1), self._at(index + 1)
        if following == "be":
            meant = before in self.forms["continuing"] or before in self.forms["intending"]
            alone = not meant and all(group.bare for group in self.groups)
            return Group("planned", "infinitive") if alone else None
        if self._noun(index - 1) and following in self.lexicon.base and not self.groups:
            return Group("planned", "infinitive", bare=True)
        return None

    def _finite(self, index: int, *, initial: bool) -> Group | None:
        word = self.lower[index]
        forms, lexicon = self.forms, self.lexicon
        if self._in_name(index, initial=initial):
            return None
        marked = None if initial else self._marked(index)
        if marked is not None:
            return marked
        if word in forms["beginning"]:
            dated = self._at(index + 1) in ("in", "on") and self._dated(index + 1)
            return Group("done" if dated else "ongoing", "past.beginning", bare=True)
        if self._participle(word) or word in lexicon.past:
            return None if self._shares(index) else self._past(index, initial=initial)
        gerund = word in lexicon.gerund and word not in self.classes["ing_nouns"]
        if initial:
            opens = gerund and word not in self.classes["prepositions"]
            return Group("ongoing", "present.gerund", bare=True) if opens else None
        if (word in lexicon.third and self._singular(index)) or (
            word in lexicon.base and self._plural(index)
        ):
            return Group("ongoing", "present", bare=True)
        if gerund and self._at(index - 1) != "," and not self.groups:
            return Group("ongoing", "present.gerund", bare=True)
        return None

    def _marked(self, index: int) -> Group | None:
        """Read a verb whose own sense counts more than its form."""
        word, forms = self.lower[index], self.forms
        if word in forms["timed"] and self._dated(index + 1):
            return Group("planned", "present.timed", bare=True)
        if word in ("exist", "exists") and "now" in (self._at(index - 1), self._at(index + 1)):
            return Group("done", "reached.now", bare=True)
        if word in ("remain", "remains") and self._left(index + 1):
            return Group("context", "remaining", bare=True)
        if word in forms["continuing"]:
            return Group("ongoing", "continuing", bare=True)
        if word in forms["intending"] and self._at(index + 1) == "to":
            return Group("planned", "intending", bare=True)
        if word in forms["stating"] and (self._singular(index) or self._plural(index)):
            form = "needing" if word.startswith("need") else "stating"
            return Group("context", form, bare=True)
        return None

    def _in_name(self, index: int, *, initial: bool) -> bool:
        """Tell whether a capital shows that the word belongs to a name, as in `Met CC`."""
        if initial:
            return index + 1 < len(self.words) and self.words[index + 1].isupper()
        return self.words[index][0].isupper() and self._at(index - 1) not in (".", ":", "?")

    def _past(self, index: int, *, initial: bool) -> Group:
        word = self.lower[index]
        forms = self.forms
        if word in forms["reporting"] or (initial and word in forms["opening"]):
            return Group("context", "past.reporting", bare=True)
        if "recently" in (self._at(index - 1), self._at(index + 1)):
            return Group("done", "past.recent")
        if word in forms["unchanged"] and not initial:
            return Group("ongoing", "present", bare=True)
        often = bool(forms["frequencies"].intersection(self.lower))
        if often and word not in forms["resulting"]:
            return Group("ongoing", "present.frequent", bare=True)
        return Group("done", "past", bare=True)

    def _shares(self, index: int) -> bool:
        """Tell whether a participle shares the helping verb of the clause before.

        `Any change has to be authorised and the reason recorded on the log.`
        """
        forms = ("obliged", "future", "due", "modal")
        helped = bool(self.groups) and self.groups[-1].form in forms
        return helped and self._ends_phrase(index + 1)

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

    def _left(self, index: int) -> bool:
        """Tell whether "remains" only says what is left, or what something is."""
        return self._at(index) in ("", ".", "a", "an", "the")

    def _asks(self, index: int) -> bool:
        """Tell whether the helping verb at `index` opens a question, as in `1. Are you safe?`."""
        before, following = self._at(index - 1), self._at(index + 1)
        opens = index == 0 or before in (".", "?", ":", ";") or before.isdigit()
        subject = following in self.classes["pronouns"] or following in self.classes["determiners"]
        capital = self.words[index][0].isupper()
        inverted = subject or before in ("where", "what", "when", "who", "why", "how")
        return "?" in self.lower and inverted and capital == opens

    def _acts_soon(self) -> bool:
        """Tell whether a verb follows the capitals that open the sentence: `Catch Hold helps`."""
        at = 0
        while self.words[at][:1].isupper() and at + 1 < len(self.words):
            at += 1
        return self.lower[at] in self.lexicon.third or self.lower[at] in self.lexicon.past

    def _headline(self) -> bool:
        """Tell whether a participle soon ends a noun phrase: `Question set written and loaded`."""
        for index in range(1, 6):
            if self._at(index) in self.lexicon.stops:
                return False
            known = self._at(index) not in self.classes["adjectival"] | self.forms["unchanged"]
            if known and self._participle(self._at(index)) and self._ends_phrase(index + 1):
                return True
        return False

    def _orders(self) -> bool:
        """Tell whether the sentence opens with an order: `Deliver training to …`."""
        first, second = self._at(0), self._at(1)
        if first not in self.lexicon.base or not second:
            return False
        named = second in self.classes["determiners"]
        title = self.words[0].istitle() and self.words[1][:1].isupper()
        several = second in self.lexicon.third and second not in self.lexicon.nouns_too
        noun = first in self.lexicon.nouns_too and second.endswith("s") and not several
        headline = first in self.lexicon.nouns_too and not named and self._headline()
        several = several or (noun and self._at(2) in self.lexicon.base)
        ended = second in self.lexicon.participle and self._ends_phrase(2)
        if ended or headline or second == "of" or several or (title and self._acts_soon()):
            return False
        if first in self.forms["doubtful"]:
            return named or second in ("and", "with")
        return named or not any(self._helps(ahead) for ahead in range(1, 6))
