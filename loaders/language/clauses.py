"""The verb groups of a sentence: what each claims by its form, and in which clause it stands.

Main clauses are told from subordinate ones by their joining words, verb groups by their form
("has been reviewed", "will continue to", "is due to"). There is no tagger: a word that is a verb or
a noun is taken for a verb where a subject stands before it and nothing else in its clause is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from loaders.language.lexicon import Lexicon

WORDS = re.compile(r"\w+(?:[-'’/&]\w+)*|['’]s\b|[^\w\s]")
REACH = 4
"""How many adverbs may stand inside a verb group ("has now been fully reviewed")."""
SUBJECT = 7
"""How many words a subject may have to be seen as that of a new clause."""
SENTENCE = 400
"""Words of a sentence that are read: what makes a claim stands near the beginning."""

SELDOM_PARTICIPLES = frozenset(("need", "indeed", "exceed", "proceed", "speed", "feed", "succeed"))
NOT_ADVERBS = frozenset(("only", "supply", "apply", "reply", "comply", "family", "rely"))
WHOLE_SUBJECTS = frozenset(("i", "we", "you", "they", "he", "she", "it", "this", "these", "which"))
ALWAYS_NOUNS = WHOLE_SUBJECTS | {"who", "that", "all", "staff"}


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


class Clauses:
    """One sentence, split into words and read for its verb groups."""

    def __init__(
        self,
        sentence: str,
        lexicon: Lexicon,
        words: Mapping[str, frozenset[str]],
        states: Sequence[tuple[re.Pattern[str], str, str]],
    ) -> None:
        """Read `sentence` (white space folded, brackets left out).

        Args:
            sentence: the words.
            lexicon: the forms of verbs and the closed classes.
            words: the word lists of `[form]` in `patterns/stages.toml`.
            states: pattern, stage and rule of what may follow "is".
        """
        self.lexicon = lexicon
        self.classes = lexicon.classes
        self.forms = words
        self.states = states
        self.words = WORDS.findall(sentence)[:SENTENCE]
        self.lower = [word.lower().replace("’", "'") for word in self.words]
        self.groups: list[Group] = []
        self._helper_words = (
            self.classes["modals"]
            | self.classes["have"]
            | (self.classes["be"] - {"being", "been", "be", "'s"})
        )
        self._read()

    # --- clauses --------------------------------------------------------------------------------

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

    def _resets(self, index: int, *, leading: bool, scoped: bool) -> bool:
        """Tell whether a new main clause begins after the joining word at `index`."""
        word = self.lower[index]
        following = self._at(index + 1)
        if word in (";", "then", "–", "—") or (word == "," and leading):
            return True
        if word not in (",", "and", "but", "or", "&"):
            return False
        if scoped:
            return following in ("this", "it", "they", "we", "these", "the")
        if following == "that" or following in self.classes["subordinators"]:
            return False
        opener = (
            following in self.classes["determiners"]
            or following in self.classes["pronouns"]
            or following in ("further", "now")
        )
        if word == ",":
            article = following in ("a", "an", "the", "all")
            return (opener and not article) or self._subject(index + 1)
        adverb = following in self.classes["adverbs"] and self._helps(index + 2)
        return (
            word == "but" or opener or adverb or self._helps(index + 1) or self._subject(index + 1)
        )

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

    def _at(self, index: int) -> str:
        return self.lower[index] if 0 <= index < len(self.lower) else ""

    def _helps(self, index: int) -> bool:
        return self._at(index) in self._helper_words

    # --- groups with a helping verb -----------------------------------------------------------------

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
        if self._month(index):
            return None, 1
        if word in classes["modals"] or word.endswith("'ll"):
            return self._modal(index)
        contracted = word.endswith(("'re", "'m")) or word in ("it's", "that's", "there's")
        if contracted or (word in classes["be"] and self._helps(index)):
            return self._being(index)
        return self._single(index, start), 1

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

    def _perfect(self, index: int) -> tuple[Group, int]:
        """`has reviewed`, `has been reviewed`, `has a policy`."""
        at = self._skip(index + 1)
        word = self._at(at)
        used = at - index + 1
        if self._negated(index, at) or word in ("no", "yet"):
            return Group("context", "gap"), used
        if word == "to":
            return Group("ongoing", "obliged"), used
        if word == "been":
            done = self._skip(at + 1)
            following = self._at(done)
            used = done - index + 1
            if following in self.forms["failing"]:
                return Group("context", "gap"), used
            if following.endswith("ing"):
                return Group("ongoing", "perfect.continuing"), used
            return Group("done", "perfect.passive"), used
        if word in self.forms["continuing"] or word in self.forms["beginning"]:
            return Group("ongoing", "perfect.beginning"), used
        if self._participle(word):
            intended = self.lower[index] == "had" and word in self.forms["meant"]
            return (
                Group("context", "past.intended") if intended else Group("done", "perfect")
            ), used
        if self.lower[index] == "had":
            return Group("context", "past.state"), 1
        return Group("ongoing", "present.have"), 1

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
        if past:
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
        if following in self.forms["feeling"]:
            return Group("context", "present.feeling")
        if following in self.forms["resulting"] and not frequent:
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
        if self._participle(following):
            return Group("ongoing", "present.passive")
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
        if following.endswith("ing") and following in self.forms["intending"]:
            if self._at(at + 1) == "to" or following in ("planning", "preparing"):
                return Group("planned", "intending")
        return None

    def _frequent(self, at: int) -> bool:
        ahead = self.lower[at : at + 12]
        return any(word in self.forms["frequencies"] or word in ("every", "each") for word in ahead)

    # --- single words -----------------------------------------------------------------------------

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
        if initial or self._noun(subject):
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
        if not initial:
            if word in forms["continuing"]:
                return Group("ongoing", "continuing", bare=True)
            if word in forms["intending"] and self._at(index + 1) == "to":
                return Group("planned", "intending", bare=True)
            if word in forms["stating"] and (self._singular(index) or self._plural(index)):
                return Group("context", "stating", bare=True)
        if word in forms["beginning"]:
            return Group("ongoing", "past.beginning", bare=True)
        if self._participle(word) or word in lexicon.past:
            return self._past(index, initial=initial)
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

    def _in_name(self, index: int, *, initial: bool) -> bool:
        """Tell whether a capital shows that the word belongs to a name, as in `Met CC`."""
        if initial:
            return index + 1 < len(self.words) and self.words[index + 1].isupper()
        return self.lower[index].endswith("ing") and self.words[index][0].isupper()

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

    def _helps_later(self, index: int) -> bool:
        """Tell whether a helping verb follows in the same clause."""
        for ahead in range(index, len(self.lower)):
            if self.lower[ahead] in (",", ";", "and", "which", "that", "who"):
                return False
            if self._helps(ahead):
                return True
        return False

    def _orders(self) -> bool:
        """Tell whether the sentence opens with an order: `Deliver training to …`."""
        first, second = self._at(0), self._at(1)
        if first not in self.lexicon.base or not second:
            return False
        named = second in self.classes["determiners"]
        if first in self.forms["doubtful"]:
            return named or second in ("and", "with")
        return named or not any(self._helps(ahead) for ahead in range(1, 6))

    def _noun(self, index: int) -> bool:
        """Tell whether the word at `index` could end a subject."""
        word = self._at(index)
        if word in ALWAYS_NOUNS or word == "'s":
            return True
        return word[-1:].isalnum() and word not in self.lexicon.stops and not word.isdigit()

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
        several = word.endswith("s") and not word.endswith("ss")
        acronym = sum(map(str.isupper, self.words[at])) > 1
        return (several or acronym or word in self.forms["collective"]) and self._open(index + 1)

    def _singular(self, index: int) -> bool:
        word = self._at(self._before(index))
        return word not in ("we", "they", "these", "you") and self._open(index + 1)

    def _open(self, index: int) -> bool:
        """Tell whether an object can stand at `index`."""
        word = self._at(index)
        return not (self._helps(index) or word in self.classes["be"] or word in (".", ","))
