"""How far a name reaches to the left and to the right of the word that heads it.

There is no tagger: the closed classes, the verb forms and the capitals of `Lexicon` decide, and the
codebook's conventions are kept: no leading article, no word that only says which or when.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.language.marks import PLACES, STARTS, TEXTS

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from loaders.language.lexicon import Lexicon

LINKS = ("of", "in", "from", "at")
"""Prepositions inside titles: `Domestic Abuse in the Workplace policy`."""

LY_ADJECTIVES = frozenset(
    ("family", "early", "elderly", "daily", "weekly", "monthly", "quarterly", "yearly")
)

LONGEST = 14
"""Tokens that a name may run to either side of its head."""


class Words:
    """The tokens of one passage as plain lists, made once."""

    __slots__ = ("begins", "ends", "lower", "starts", "text")

    def __init__(self, doc: Doc) -> None:
        """Take the tokens of `doc`; its sentence starts must be set."""
        self.text: list[str] = doc.user_data[TEXTS]
        self.lower = [word.lower() for word in self.text]
        self.starts: list[int] = doc.user_data[PLACES]
        self.ends = [start + len(word) for start, word in zip(self.starts, self.text, strict=True)]
        self.begins = [start > 0 for start in doc.user_data[STARTS]]

    def glued(self, index: int) -> bool:
        """Tell whether the token at `index` follows the one before without a blank."""
        return index > 0 and self.ends[index - 1] == self.starts[index]

    def acronym_follows(self, index: int) -> bool:
        """Tell whether a bracketed acronym stands at `index`: `(MASH)`."""
        return (
            index + 2 < len(self.text)
            and self.text[index] == "("
            and self.text[index + 1].isupper()
            and self.text[index + 2] == ")"
        )

    def at(self, index: int) -> str:
        """Return the token in lower case, or nothing outside the passage."""
        return self.lower[index] if 0 <= index < len(self.lower) else ""


class Phrases:
    """Finds where a name begins and ends."""

    def __init__(self, lexicon: Lexicon, topics: frozenset[str]) -> None:
        """Take the word classes and the last words of subjects (`stalking`, `abuse`)."""
        self.lexicon = lexicon
        self.topics = topics
        self.leading = lexicon.classes["leading"]
        self.stops = lexicon.stops
        self.verbs = lexicon.base | lexicon.third
        self.nouns_too = lexicon.nouns_too
        self.doing = lexicon.past | lexicon.participle

    # --- to the left ------------------------------------------------------------------------------

    def begin(
        self,
        words: Words,
        head: int,
        *,
        joins: str,
        heads: frozenset[str],
        walls: frozenset[str] = frozenset(),
    ) -> int:
        """Return the first token of the name that `head` heads.

        Args:
            words: the passage.
            head: index of the head's token.
            joins: what `and` and `or` may join: "titles" (capitalised words), "topics" (subjects,
                and anything bounded by an article or a bracket).
            heads: words that end another name of the same kind, before `and`.
            walls: words that end another name wherever they stand.
        """
        at = head
        while at > 0 and head - at < LONGEST and not words.begins[at]:
            step = self._step(words, at, joins=joins, heads=heads, walls=walls)
            if step == at:
                break
            at = step
        return self._trimmed(words, at, head)

    def _step(
        self, words: Words, at: int, *, joins: str, heads: frozenset[str], walls: frozenset[str]
    ) -> int:
        """Return the token that the name also takes in before `at`, or `at` itself."""
        before = at - 1
        text, word = words.text[before], words.lower[before]
        if text in "-–" and before > 0:
            tight = words.glued(at) and words.glued(before)
            loose = words.text[at].islower() and words.text[before - 1].islower()
            half = text == "-" and (words.glued(at) or words.glued(before))
            return before - 1 if tight or loose or half else at
        if text in "/+" and before > 0 and words.glued(before):
            return before - 1
        if word in ("'s", "’s", "'", "’") and before > 0 and words.glued(before):
            return before - 1 if words.text[before - 1][0].isalnum() else at
        if word in (*LINKS, "the") and joins == "topics" and not words.glued(before):
            return self._titled(words, before, at)
        if words.glued(before) and words.at(before - 1) == "-":
            return before  # "move-on": a preposition there is none
        if word == "s" and before > 0 and words.text[before - 1].istitle():
            return before - 1  # a lost apostrophe: "Children s Services"
        if text == ")":
            return self._bracket(words, before, at)
        if word in ("and", "or", "&", ","):
            return self._joined(words, before, at, joins=joins, heads=heads)
        if text.endswith("-") and text[:-1].isalpha():
            return before
        return before if self._modifies(words, before, walls) else at

    def _modifies(self, words: Words, index: int, heads: frozenset[str]) -> bool:
        """Tell whether the word at `index` can stand in a name before its head."""
        text, word = words.text[index], words.lower[index]
        if not text[0].isalpha() or word in self.stops:
            # "IN" in capitals is still the preposition; "IT" is not the pronoun.
            return text == "IT"
        if word in heads and not words.text[index].isupper():
            return False
        first = words.begins[index]
        if text[0].isupper() and not first:
            return True
        classes = self.lexicon.classes
        if word in classes["numbers"]:
            return False
        if word.endswith("ing"):
            opened = words.at(index - 1) in ("a", "an", "the")
            joined = words.glued(index) and words.text[index - 1] == "-"  # anti-bullying
            return opened or joined or word in classes["ing_nouns"]
        if word in self.doing or word.endswith("ed"):
            acted = words.at(index - 1) in classes["have"] or words.at(index - 1) in classes["be"]
            return word in classes["adjectival"] and not acted
        if word in self.verbs:
            if word not in self.nouns_too:
                return False
            return self._heads_subject(words, index) if first else not self._acts(words, index)
        return not (word.endswith("ly") and word not in LY_ADJECTIVES)

    def _heads_subject(self, words: Words, index: int) -> bool:
        """Tell whether a verb follows soon: `Recruit training pack completed`, no order then."""
        ahead = words.lower[index + 2 : index + 5]
        return any(word in self.doing or word in self.lexicon.classes["be"] for word in ahead)

    def _acts(self, words: Words, index: int) -> bool:
        """Tell whether the verb-or-noun at `index` is a verb there."""
        before = words.at(index - 1)
        classes = self.lexicon.classes
        return (
            before == "to"
            or before in classes["modals"]
            or before in classes["pronouns"]
            or before in classes["adverbs"]
            or (before.endswith("s") and not before.endswith("ss") and len(before) > len("its"))
        )

    def _titled(self, words: Words, before: int, at: int) -> int:
        """Take in `College of` and `Abuse in the` where capitals show one title."""
        of = before - (words.lower[before] == "the")
        left = of - 1
        if words.at(of) not in LINKS or left < 1 or words.begins[left] or words.begins[of]:
            return at
        capitals = words.text[left].istitle() and words.text[at].istitle()
        return left if capitals and words.lower[left] not in self.lexicon.base else at

    def _bracket(self, words: Words, closing: int, at: int) -> int:
        """Take in a short bracket that stands inside a name: `CAD (LIN PAD) computer`."""
        for opening in range(closing - 1, max(closing - 6, 0), -1):
            if words.text[opening] == "(":
                return opening - 1 if words.text[opening - 1][0].isupper() else at
        return at

    def _joined(
        self, words: Words, conjunction: int, at: int, *, joins: str, heads: frozenset[str]
    ) -> int:
        """Take in what a conjunction joins to the name, where both sides are of one sort."""
        left = conjunction - 1
        if left < 0:
            return at
        before, after = words.text[left], words.text[at]
        title = before[0].isupper() and after[0].isupper() and words.lower[left] not in heads
        if joins == "titles":
            plain = not before.isupper() or not after.isupper()
            return left if title and plain and words.text[conjunction] != "," else at
        if words.lower[left] in heads and words.lower[at] in heads:
            return left
        if before == ")" and after[0].isupper():
            return self._bracket(words, left, conjunction)
        listed = words.text[conjunction] == "," and (title or words.lower[left] in self.topics)
        if listed or (words.lower[left] in self.topics and words.text[conjunction] != ","):
            return left
        return left if words.text[conjunction] != "," and self._bounded(words, left) else at

    def _bounded(self, words: Words, left: int) -> bool:
        """Tell whether an article or a bracket opens the few plain words up to `left`."""
        for index in range(left, max(left - 3, -1), -1):
            word = words.lower[index]
            if word in ("the", "(", "a") and index < left:
                return True
            if not word[0].isalpha() or word in self.stops or words.text[index].isupper():
                return False
        return False

    def _trimmed(self, words: Words, at: int, head: int) -> int:
        """Leave out what only says which or when at the front of a name."""
        while (
            at < head
            and words.at(at + 1) != "party"  # "third party protocol"
            and (
                (words.lower[at] in self.leading and (words.text[at].islower() or words.begins[at]))
                or words.lower[at] in self.stops
                or (words.lower[at].endswith("wide") and (words.glued(at) or at < head - 1))
                or words.at(at + 1) == "wide"  # "county wide"
                or not words.text[at][0].isalnum()
            )
            and words.text[at] != "IT"
        ):
            at += 1
        return at

    # --- to the right -----------------------------------------------------------------------------

    def complement(
        self, words: Words, after: int, prepositions: frozenset[str], *, subject: bool
    ) -> int:
        """Return the end (token index, exclusive) of `on domestic violence` from `after` on.

        Returns `after` itself where no complement stands there. `subject`: the name opens its
        sentence, so a verb after the last item is that of the whole name.
        """
        preposition = words.at(after)
        if preposition not in prepositions or (after < len(words.begins) and words.begins[after]):
            return after
        at = after + 1
        if preposition in ("on", "about") and words.at(at) in ("the", "a", "an"):
            at += 1
        if preposition == "in" and not self._subject(words, at):
            return after
        end = self._item(words, at)
        if end == at:
            return after
        return self._list(words, end, subject=subject)

    def _subject(self, words: Words, index: int) -> bool:
        """Tell whether `in` is followed by a subject rather than by a place or a time."""
        for ahead in range(index, min(index + 4, len(words.lower))):
            word = words.lower[ahead]
            if word in self.topics or (
                ahead == index and words.text[ahead].isupper() and len(word) > 1
            ):
                return True
            if word in self.stops or not word[0].isalpha():
                return False
        return False

    def _item(self, words: Words, at: int) -> int:
        """Return the end of one noun phrase that begins at `at`."""
        begin = at
        while (
            at < len(words.lower) and at - begin < LONGEST and (at == begin or not words.begins[at])
        ):
            text, word = words.text[at], words.lower[at]
            if word in ("all", "new") and at == begin:
                at += 1
                continue
            if (
                text in "-/" and words.glued(at) and words.glued(at + 1)
                if at + 1 < len(words.text)
                else False
            ):
                at += 2
                continue
            if text == "(" and at > begin and words.at(at + 2) == ")":
                at += 3
                continue
            if word == "of" and at > begin and words.at(at + 1) not in self.stops:
                at += 1
                continue
            if word == "best" or text == "IT":
                at += 1
                continue
            if (
                not text[0].isalpha()
                or word in self.stops
                or word in self.lexicon.classes["months"]
            ):
                break
            if at > begin and self._verbal(words, at):
                break
            at += 1
        return at if at > begin and words.at(at - 1) not in ("all", "of", "new") else begin

    def _verbal(self, words: Words, at: int) -> bool:
        word = words.lower[at]
        if word.endswith("ly") and word not in LY_ADJECTIVES:
            return True
        if word in self.lexicon.classes["ing_nouns"] or word in self.topics:
            return False
        if word in self.lexicon.classes["adjectival"]:
            following = words.at(at + 1)
            return not following[:1].isalpha() or following in self.stops
        if word in self.doing or word in self.lexicon.gerund:
            return True
        return word in self.verbs and word not in self.nouns_too

    def _list(self, words: Words, end: int, *, subject: bool) -> int:
        """Go on over `, supervisors and coaches` while each item is one."""
        kept = end
        at = end
        for _ in range(LONGEST):
            if at < len(words.begins) and words.begins[at]:
                break
            comma = words.at(at) == ","
            start = at + 1 if comma else at
            last = words.at(start) in ("and", "or", "&", "including")
            if not comma and not last:
                break
            start += last
            if words.at(start) in self.stops or (
                self.lexicon.is_finite(words.at(start)) and words.at(start) not in self.nouns_too
            ):
                break
            item = self._item(words, start)
            if item == start or (not subject and self._clause(words, item)):
                break
            at = item
            if last:
                kept = item
                if words.at(at) != "," or words.at(at + 1) != "including":
                    break
        return kept

    def _clause(self, words: Words, index: int) -> bool:
        """Tell whether a finite verb follows: then the last item began a clause."""
        word = words.at(index)
        classes = self.lexicon.classes
        return word in classes["modals"] or word in classes["have"] or word in classes["be"]
