"""What a sentence claims: done, ongoing, planned, an assessor's finding, or context.

The codebook (`tests/gold/README.md`): the words count and nothing else; in a mixed sentence the
strongest claim of its main clauses does. Main clauses are told from subordinate ones by their
joining words; verb groups by their form. The words and expressions lie in `patterns/stages.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from loaders.language.lexicon import Lexicon, read_patterns

BRACKETS = re.compile(r"\([^()]{0,300}\)")
WORDS = re.compile(r"[\w]+(?:[-'’/&][\w]+)*|['’]s\b|[,;:–—-]|[^\w\s]")
STRENGTH = {"done": 4, "finding": 4, "ongoing": 3, "planned": 2, "context": 1}
REACH = 4
"""How many words may stand inside a verb group ("has now been fully reviewed")."""


class Claim(NamedTuple):
    """What one rule reads in a sentence."""

    stage: str
    rule: str
    version: int
    certainty: str


@dataclass(slots=True)
class Group:
    """One verb group: what it claims, and how it stands in its sentence."""

    stage: str
    form: str
    bare: bool  # a single word that might be a noun or an adjective after all
    clause: int
    subordinate: bool


class Stages:
    """Reads the stage of a sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Compile the rules; `lexicon` tells the forms of verbs."""
        source = read_patterns("stages")
        self.lexicon = lexicon
        self.phrases = [_compiled(rule) for rule in source["phrase"]]
        self.states = [_compiled(rule) for rule in source["state"]]
        form = source["form"]
        self.version: int = form["version"]
        self.words = {
            name: frozenset(words.split())
            for name, words in form.items()
            if isinstance(words, str)
        }

    def read(self, sentence: str) -> Claim:
        """Return what `sentence` (white space folded) claims."""
        bare = BRACKETS.sub(" ", sentence).strip(" \t'\"‘’“”•▪●-–")
        for pattern, claim in self.phrases:
            if pattern.search(bare):
                return claim
        return Reading(self, bare).claim()


def _compiled(rule: dict[str, str | int]) -> tuple[re.Pattern[str], Claim]:
    flags = 0 if str(rule["name"]).startswith("finding") else re.IGNORECASE
    name = f"stage.{rule['name']}"
    return (
        re.compile(str(rule["pattern"]), flags),
        Claim(str(rule["stage"]), name, int(rule["version"]), "certain"),
    )


class Reading:
    """One sentence, read for its verb groups."""

    def __init__(self, rules: Stages, sentence: str) -> None:
        """Split the sentence into words."""
        self.rules = rules
        self.lexicon = rules.lexicon
        self.classes = rules.lexicon.classes
        self.sentence = sentence
        self.words = WORDS.findall(sentence)
        self.lower = [word.lower().replace("’", "'") for word in self.words]
        self.groups: list[Group] = []

    def claim(self) -> Claim:
        """Return the strongest claim of the main clauses."""
        self._find_groups()
        chosen = self._chosen()
        if chosen is None or (chosen.bare and chosen.form == "infinitive"):
            state = self._without_verb()
            if chosen is None or state.stage == "ongoing":
                return state
        if chosen is None:
            return self._without_verb()
        certainty = "likely" if chosen.bare else "certain"
        if chosen.subordinate or chosen.form.startswith("unclear"):
            certainty = "uncertain"
        return Claim(chosen.stage, f"stage.{chosen.form}", self.rules.version, certainty)

    def _chosen(self) -> Group | None:
        main = [group for group in self.groups if not group.subordinate] or self.groups
        with_helpers = {group.clause for group in main if not group.bare}
        first = {group.clause: group for group in reversed(main) if group.bare}
        kept = [
            group
            for group in main
            if not group.bare or (group.clause not in with_helpers and first[group.clause] is group)
        ]
        return max(kept, key=lambda group: STRENGTH[group.stage], default=None)

    # --- clauses and groups ---------------------------------------------------------------------

    def _find_groups(self) -> None:
        clause = 0
        subordinate = False
        scoped = False  # "ensure …" rules all that follows up to the next whole clause
        leading = False  # a subordinate clause that opened the sentence ends at its comma
        index = 0
        start = 0
        while index < len(self.lower):
            word = self.lower[index]
            if self._resets(index, leading=leading, scoped=scoped):
                clause += 1
                subordinate = leading = scoped = False
                start = index + 1
            elif self._subordinates(index):
                subordinate = True
                leading = leading or index == 0
            if word in ",;:" and not subordinate:
                start = index + 1
            group, used = self._group(index, start)
            if group is not None:
                group.clause, group.subordinate = clause, subordinate
                self.groups.append(group)
            if "ensure" in self._at(index)[:6] or "ensure" in self._at(index + used - 1)[:6]:
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
        opener = (
            following in self.classes["determiners"]
            or following in self.classes["pronouns"]
            or following in ("there", "further", "now")
        )
        if scoped:
            return following in ("this", "it", "they", "we", "these", "the")
        if following == "that" or following in self.classes["subordinators"]:
            return False
        if word == ",":
            return opener and following not in ("a", "an", "the", "all") or self._subject(index + 1)
        return (
            opener
            or self._helper(following)
            or (following in self.classes["adverbs"] and self._helper(self._at(index + 2)))
            or self._subject(index + 1)
            or (word == "but")
        )

    def _subject(self, index: int) -> bool:
        """Tell whether a short subject and then a helping verb stand at `index`."""
        for ahead in range(index, min(index + 7, len(self.lower))):
            word = self.lower[ahead]
            if self._helper(word):
                return ahead > index and self._whole_clause(index)
            if word in self.classes["prepositions"] or not word[0].isalnum():
                return False
            if word in self.classes["conjunctions"]:
                return False
        return False

    def _whole_clause(self, index: int) -> bool:
        """Tell whether the clause before `index` already has its verb."""
        return any(True for _ in self.groups) and index > 0

    def _subordinates(self, index: int) -> bool:
        word = self.lower[index]
        if word == "that":
            return index > 0 and self._at(index + 1) not in self.classes["be"]
        if word == "as":
            return self._at(index + 1) in ("soon", "they", "we", "it", "the")
        if word == "to":
            # "to ensure service levels are maintained": the infinitive rules what follows; but
            # "plan to", "due to be" are groups of their own, read where they begin.
            return index > 0 and self._at(index + 1) in self.lexicon.base
        if word == "to" and index == 0:
            return self._at(1) != "be"
        if word == "since":
            return not self._at(index + 1)[:1].isdigit() and self._at(index + 1) not in (
                self.classes["months"] | {"the", "then", "its"}
            )
        if word in ("before", "after", "until", "so", "once"):
            return self._at(index + 1) in self.classes["pronouns"] | self.classes["determiners"]
        return word in self.classes["subordinators"]

    def _at(self, index: int) -> str:
        return self.lower[index] if 0 <= index < len(self.lower) else ""

    def _helper(self, word: str) -> bool:
        classes = self.classes
        return (
            word in classes["modals"]
            or word in classes["have"]
            or (word in classes["be"] and word not in ("being", "been", "be", "'s"))
        )

    def _skip(self, index: int) -> int:
        """Return the first word from `index` on that is no adverb."""
        limit = index + REACH
        while index < limit and (
            self._at(index) in self.classes["adverbs"]
            or self._at(index) in self.rules.words["frequencies"]
            or (self._at(index).endswith("ly") and self._at(index) not in ("only", "supply", "apply"))
        ):
            index += 1
        return index

    def _group(self, index: int, start: int) -> tuple[Group | None, int]:
        """Read the verb group at `index`; return it and how many words it takes."""
        word = self.lower[index]
        classes = self.classes
        if word in ("ve", "'ve") or (word.endswith("'ve")):
            return self._perfect(index)
        if word in ("have", "has", "had", "haven't", "hasn't"):
            return self._perfect(index)
        if word in classes["do"] and word.startswith("d"):
            if self._negated(index, index + 1):
                return self._made("context", "gap"), 3
            return None, 1
        if self._month(index):
            return None, 1
        if word in classes["modals"] or word.endswith("'ll"):
            return self._modal(index)
        if word in classes["be"] and word not in ("be", "been", "being", "'s") or (
            word.endswith(("'re", "'m")) or word in ("it's", "that's", "there's")
        ):
            return self._being(index)
        return self._single(index, start), 1

    def _made(self, stage: str, form: str, *, bare: bool = False) -> Group:
        return Group(stage, form, bare, 0, subordinate=False)

    def _negated(self, first: int, last: int) -> bool:
        return any(self._at(i) in ("not", "n't", "never", "yet", "cannot") for i in range(first, last + 1)) or any(
            self._at(i).endswith("n't") for i in range(first, last + 1)
        )

    def _participle(self, word: str) -> bool:
        return word in self.lexicon.participle or (
            word.endswith("ed") and len(word) > 4 and word not in ("need", "indeed", "exceed", "proceed")  # noqa: PLR2004
        ) or word.endswith(("'d", "-led"))

    def _month(self, index: int) -> bool:
        """Tell whether the word is May, the month."""
        return self.words[index] == "May" and (
            index > 0 or self._at(index + 1).isdigit() or self._at(index + 1) in ("-", "–")
        )

    def _perfect(self, index: int) -> tuple[Group, int]:
        at = self._skip(index + 1)
        word = self._at(at)
        if self._negated(index, at) or word in ("no", "yet"):
            return self._made("context", "gap"), at - index + 1
        if word == "to":
            return self._made("ongoing", "obliged"), at - index + 1
        if word == "been":
            following = self._skip(at + 1)
            if self._at(following).endswith("ing") and self._at(following) not in ("being",):
                return self._made("ongoing", "perfect.continuing"), following - index + 1
            return self._made("done", "perfect.passive"), following - index + 1
        if word in self.rules.words["continuing"] or word in self.rules.words["beginning"]:
            return self._made("ongoing", "perfect.beginning"), at - index + 1
        if self._participle(word):
            return self._made("done", "perfect"), at - index + 1
        if self.lower[index] == "had":
            return self._made("context", "past.state"), 1
        return self._made("ongoing", "present.have"), 1

    def _modal(self, index: int) -> tuple[Group, int]:
        word = self.lower[index]
        at = self._skip(index + 1)
        used = at - index + 1
        if self._negated(index, at - 1) or word == "cannot" or word in ("won", "won't"):
            return self._made("context", "gap"), used
        if word in ("will", "shall", "ll") or word.endswith("'ll"):
            if self._at(at) in self.rules.words["continuing"]:
                return self._made("ongoing", "future.continuing"), used
            if self.lower[0] in ("if", "whenever", "where") and "," in self.lower[:index] + ["," * ("then" in self.lower[:index])]:
                return self._made("ongoing", "future.conditional"), used
            return self._made("planned", "future"), used
        if word == "must":
            return self._made("ongoing", "obliged"), used
        if word == "can":
            return self._made("ongoing", "able"), used
        return self._made("context", "modal"), used

    def _being(self, index: int) -> tuple[Group, int]:
        word = self.lower[index]
        past = word in ("was", "were", "wasn't", "weren't")
        at = self._skip(index + 1)
        following = self._at(at)
        used = at - index + 1
        if self._negated(index, at - 1) or following in ("unable", "no", "unclear", "unknown", "unavailable", "awaited"):
            return self._made("context", "gap"), used
        if self._at(index - 1) == "there":
            return self._existing(index, at, past=past), used
        if past:
            if following in ("being",):
                return self._made("context", "past.state"), used
            if self._participle(following) and following not in ("needed", "wanted", "felt", "thought", "known", "estimated", "predicted"):
                return self._made("done", "past.passive"), used
            if following in self.rules.words["resulting"]:
                return self._made("done", "past.state"), used
            return self._made("context", "past.state", bare=False), used
        return self._present(index, at), used

    def _existing(self, index: int, at: int, *, past: bool) -> Group:
        rest = " ".join(self.lower[at : at + 12])
        if past:
            return self._made("context", "past.state")
        if "now" in self.lower[index + 1 : at + 1]:
            return self._made("done", "exists.now")
        for pattern, claim in self.rules.states:
            if claim.stage == "context" and pattern.search(rest):
                return self._made("context", "exists.need")
        return self._made("ongoing", "unclear.exists")

    def _present(self, index: int, at: int) -> Group:
        following = self._at(at)
        words = self.rules.words
        between = self.lower[index + 1 : at]
        frequent = any(word in words["frequencies"] for word in between) or self._frequent(at)
        if following == "to" or (following in words["awaited"] and "to" in self.lower[at + 1 : at + 3]):
            if following == "expected" and "officers" in self.lower[:index]:
                return self._made("ongoing", "obliged")
            return self._made("planned", "due")
        if following in words["awaited"] and following not in ("set", "likely"):
            return self._made("planned", "due")
        if following in words["intending"] and following.endswith("ing") and (
            self._at(at + 1) == "to" or following in ("planning", "preparing")
        ):
            return self._made("planned", "intending")
        if following == "being":
            return self._made("ongoing", "present.continuing")
        if following in words["resulting"] and not frequent:
            return self._made("done", "reached")
        rest = " ".join(self.lower[at : at + 8])
        if "now" in between and not frequent and (rest.startswith("in place") or "in " not in rest[:3]) and not following.endswith("ing") and "under" not in rest[:5]:
            return self._made("done", "reached.now")
        for pattern, claim in self.rules.states:
            if pattern.search(rest) and (claim.stage == "context" or pattern.match(rest) or "being" not in rest):
                return self._made(claim.stage, claim.rule.removeprefix("stage."))
        if following.endswith("ing") and following not in self.classes["ing_nouns"] | {"during"}:
            return self._made("ongoing", "present.continuing")
        if following.endswith("ing") and following in self.lexicon.gerund:
            return self._made("ongoing", "present.continuing")
        if self._participle(following):
            return self._made("ongoing", "present.passive")
        return self._made("context", "present.state")

    def _frequent(self, at: int) -> bool:
        ahead = self.lower[at : at + 12]
        return any(word in self.rules.words["frequencies"] or word in ("every", "each") for word in ahead)

    # --- single words ------------------------------------------------------------------------------

    def _single(self, index: int, start: int) -> Group | None:
        """Read a verb that stands without a helping one."""
        word = self.lower[index]
        before = self._at(index - 1)
        initial = index == start and start == 0
        if initial and self._orders():
            stage = "ongoing" if word in self.rules.words["continuing"] else "planned"
            return self._made(stage, "imperative", bare=True)
        if word == "to" and index > start and self._at(index + 1) == "be":
            if self._later(index) or before in self.rules.words["continuing"] | self.rules.words["intending"]:
                return None
            return self._made("planned", "infinitive") if all(g.bare for g in self.groups) else None
        if word == "to" and index > start and self._noun(before, index - 1) and self._at(index + 1) in self.lexicon.base:
            return self._made("planned", "infinitive", bare=True) if not self.groups and not self._later(index) else None
        skipped = index - 1
        while skipped > 0 and (self._at(skipped) in self.classes["adverbs"] or self._at(skipped).endswith("ly")):
            skipped -= 1
        if not self._noun(self._at(skipped), skipped) and not initial:
            return None
        return self._finite(index, initial=initial)

    def _finite(self, index: int, *, initial: bool) -> Group | None:
        word = self.lower[index]
        if word[-3:] == "ing" and self.words[index][0].isupper() and not initial:
            return None  # part of a name: the Protecting Vulnerable People model
        if initial and index + 1 < len(self.words) and self.words[index + 1].isupper():
            return None  # a name again: Met CC
        words = self.rules.words
        lexicon = self.lexicon
        if not initial and word in words["continuing"]:
            return self._made("ongoing", "continuing", bare=True)
        if not initial and word in words["intending"] and self._at(index + 1) == "to":
            return self._made("planned", "intending", bare=True)
        if not initial and word in words["stating"] and (self._singular(index) or self._plural(index)):
            return self._made("context", "need", bare=True)
        if self._participle(word) or word in lexicon.past:
            if word in words["reporting"] or (initial and word in ("based", "given", "compared", "linked", "included", "located", "put", "set", "read")):
                return self._made("context", "past.reporting", bare=True)
            if "recently" in (self._at(index - 1), self._at(index + 1)):
                return self._made("done", "past.recent")
            if word in lexicon.base and not initial and word in ("set", "put", "read", "run", "come"):
                return self._made("ongoing", "present", bare=True)
            stage = "ongoing" if self._often() and word not in words["resulting"] else "done"
            return self._made(stage, "past" if stage == "done" else "present.frequent", bare=True)
        if initial:
            if word in lexicon.gerund and word not in self.classes["ing_nouns"] | self.classes["prepositions"]:
                return self._made("ongoing", "present.gerund", bare=True)
            return None
        if word in lexicon.third and self._singular(index) or (word in lexicon.base and self._plural(index)):
            return self._made("ongoing", "present", bare=True)
        if word in lexicon.gerund and word not in self.classes["ing_nouns"] and not self._at(index - 1) == ",":
            return self._made("ongoing", "present.gerund", bare=True) if not self.groups else None
        return None

    def _later(self, index: int) -> bool:
        """Tell whether a helping verb follows in the same clause."""
        for word in self.lower[index:]:
            if word in (",", ";", "and", "which", "that", "who"):
                return False
            if self._helper(word):
                return True
        return False

    def _often(self) -> bool:
        return any(word in self.rules.words["frequencies"] for word in self.lower)

    def _orders(self) -> bool:
        """Tell whether the sentence opens with an order: `Deliver training to …`."""
        first, second = self._at(0), self._at(1)
        if first not in self.lexicon.base or not second:
            return False
        if first in ("work", "staff", "support", "contact", "contract", "research", "record", "track", "report", "access", "state", "audit", "survey", "need", "form", "welcome", "trial", "pilot", "target", "recruit"):
            return second in self.classes["determiners"] or second in ("and", "with")
        return not any(self._helper(word) for word in self.lower[1:6]) or second in self.classes["determiners"]

    def _noun(self, word: str, index: int) -> bool:
        """Tell whether `word` could end a subject."""
        if index < 0 or not word:
            return False
        if word in ("we", "i", "you", "they", "he", "she", "it", "this", "these", "which", "who", "that", "all", "staff"):
            return True
        return word[-1].isalnum() and word not in self.lexicon.stops and not word.isdigit() or word == "'s"

    def _plural(self, index: int) -> bool:
        """Tell whether what stands before `index` takes `review` rather than `reviews`."""
        at = index - 1
        while at > 0 and (self._at(at) in self.classes["adverbs"] or self._at(at).endswith("ly")):
            at -= 1
        word = self._at(at)
        if word in ("we", "they", "these", "you", "who", "which", "staff", "police", "all"):
            return True
        if word in self.classes["adjectival"] or word in ("this",):
            return False
        original = self.words[at]
        # Bodies and teams take either number: "MetCC utilise", "the unit review".
        collective = word in ("team", "unit", "group", "board", "panel", "council", "force", "service", "learning", "department", "partnership", "trust", "police", "hub", "committee")
        return (word.endswith("s") and not word.endswith("ss") or collective or sum(map(str.isupper, original)) > 1) and self._object(index + 1)

    def _singular(self, index: int) -> bool:
        at = index - 1
        while at > 0 and (self._at(at) in self.classes["adverbs"] or self._at(at).endswith("ly")):
            at -= 1
        word = self._at(at)
        return not (word in ("we", "they", "these", "you")) and (self._object(index + 1) or self._at(index + 1) == "")

    def _object(self, index: int) -> bool:
        """Tell whether the word at `index` can follow a verb."""
        word = self._at(index)
        return word not in self.classes["be"] and word not in self.classes["modals"] and word not in (".", ",")

    # --- no verb at all ------------------------------------------------------------------------------

    def _without_verb(self) -> Claim:
        text = " ".join(self.lower)
        version = self.rules.version
        if re.search(r"\bavailable\b", text) and not text.startswith("information"):
            return Claim("done", "stage.headline.reached", version, "likely")
        for pattern, claim in self.rules.states:
            if pattern.search(text):
                return Claim(claim.stage, claim.rule, claim.version, "likely")
        if self._often():
            return Claim("ongoing", "stage.headline.frequent", version, "likely")
        last = [word for word in self.lower if word[0].isalnum()][-1:]
        if (last and last[0] in self.rules.words["resulting"]) or re.search(
            r"\b(?:completed?|available|delivered|published|launched)\b", text
        ):
            return Claim("done", "stage.headline.reached", version, "likely")
        if re.search(r"^measurable\b", text):
            return Claim("ongoing", "stage.headline.able", version, "uncertain")
        return Claim("context", "stage.none", version, "uncertain")
