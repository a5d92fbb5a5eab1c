"""Verb groups: which one stands at a word, and what a verb without a helping one claims.

The ladders below try one form after the other; the words that they know lie in
`patterns/stages.toml`.
"""

from __future__ import annotations

from loaders.language.helped import Group, HelpedVerbs


class VerbGroups(HelpedVerbs):
    """One sentence, read for the verb groups at its words."""

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
        named = self.words[index + 1][:1].isupper() if following else False  # "Power to Change"
        verb = following in self.lexicon.base and not named
        if self._noun(index - 1) and verb and not self.groups:
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
        present = word in self.lexicon.third or (word in self.lexicon.base and self._plural(index))
        present = present and word not in self.lexicon.nouns_too
        present = present and word not in self.lexicon.nouns_too
        if present and not self._frequent(index) and self._dated(index + 1):
            # "The next cohort joins in September": what has a date is still to come.
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
