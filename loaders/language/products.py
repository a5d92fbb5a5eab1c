"""Training, policies and information systems, by the words that head their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from loaders.language.found import Found, Rule, read_rule, word_sets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.language.lexicon import Lexicon
    from loaders.language.phrases import Phrases, Words

KINDS = ("TRAINING", "POLICY", "SYSTEM")


@dataclass(frozen=True, slots=True)
class Product:
    """The form rule of one kind of product.

    Attributes:
        kind: TRAINING, POLICY or SYSTEM.
        rule: name and version.
        heads: words that head a name.
        then: heads that may follow the first ("training package").
        complements: prepositions of what belongs to the name ("policy on …").
        complemented: heads that take such a complement; all of them where empty.
        not_after: words before the head that make it another thing ("support package").
        alone: heads that need nothing before them ("intranet").
        kept: words that say which, but make a name where nothing else does ("further training").
        bare: heads that are meant where they stand alone with an article ("the policy").
        choosy: heads of too many meanings, read only after one of `chosen` ("safety plan").
        chosen: the words that choosy heads ask for.
        titled: choosy heads that any capitalised name may stand before ("IRIS programme").
    """

    kind: str
    rule: Rule
    heads: frozenset[str]
    then: frozenset[str]
    complements: frozenset[str]
    complemented: frozenset[str]
    not_after: frozenset[str]
    alone: frozenset[str]
    kept: frozenset[str]
    bare: frozenset[str]
    choosy: frozenset[str]
    chosen: frozenset[str]
    titled: frozenset[str]


class Products:
    """Finds the products that a passage names."""

    def __init__(self, lexicon: Lexicon, phrases: Phrases, source: dict[str, Any]) -> None:
        """Take the tables of `patterns/products.toml`."""
        self.lexicon = lexicon
        self.phrases = phrases
        self.heads: dict[str, Product] = {}
        for kind in KINDS:
            product = Product(kind=kind, rule=read_rule(source[kind]), **word_sets(source[kind]))
            self.heads |= dict.fromkeys(product.heads, product)
        going_on = word_sets(source["going_on"])
        self.nouns, self.not_nouns = going_on["nouns"], going_on["not_nouns"]

    def headed(self, words: Words, head: int) -> Iterator[Found]:
        """Read the product that the token at `head` heads, if it heads one."""
        product = self.heads.get(words.lower[head])
        if product is None or self._second(words, head, product):
            return
        begin = self._begin(words, head, product)
        end = self._end(words, head, product)
        if product.kind != "SYSTEM" and self._goes_on(words, end):
            return
        if words.acronym_follows(end):
            end += 3
        reach = self._reach(words, begin, head, end, product)
        inner = [
            word
            for word in words.lower[begin:head]
            if word.isalnum() and word not in product.heads and word not in ("and", "or", "e")
        ]
        if inner and inner[-1] in product.not_after:
            return
        if self._meant_otherwise(words, begin, head):
            return
        code = words.lower[head] == "code" and end > head + 1
        if not self._chosen(words, head, inner, product):
            inner = []
        if not inner and not code and words.lower[head] in product.choosy | {"code"}:
            reach = end
        named = bool(inner) or code or words.lower[head] in product.alone
        if not named and words.at(begin - 1) in product.kept:
            begin, named = begin - 1, True
        compound = end == head + 2 and words.lower[head + 1] in product.then
        pointed = words.at(begin - 1) in ("this", "that", "such")
        bare = not named and self._alone(words, head, product)
        if named or compound or bare or (reach > end and not pointed):
            yield Found(words.starts[begin], words.ends[reach - 1], product.kind, product.rule)

    def _meant_otherwise(self, words: Words, begin: int, head: int) -> bool:
        """Tell whether the head is a verb, is named by its number, or is only counted."""
        following = words.at(head + 1)
        verb = following in ("part", "a", "an", "the") and self._doubtful(words, head)
        numbered = words.lower[head] == "form" and following[:1].isdigit()
        return verb or numbered or self._learnt(words, head) or self._counted(words, begin, head)

    def _learnt(self, words: Words, index: int) -> bool:
        """Tell whether it is any learning but e-learning (three tokens), which is no product."""
        return words.at(index) == "learning" and words.at(index - 2) != "e"

    def _chosen(self, words: Words, head: int, inner: list[str], product: Product) -> bool:
        """Tell whether a head of many meanings stands after a word that tells which."""
        if words.lower[head] not in product.choosy or not inner:
            return True
        named = words.text[head - 1][0].isupper() and not words.begins[head - 1]
        titled = named and words.lower[head] in product.titled
        return titled or inner[-1] in product.chosen

    def _doubtful(self, words: Words, head: int) -> bool:
        """Tell whether the head could be a verb in its place."""
        return words.lower[head] in self.lexicon.base and words.at(head - 1).endswith("s")

    def _counted(self, words: Words, begin: int, head: int) -> bool:
        """Tell whether a number stands before several: `11 further courses` is a quantity."""
        at = begin - 1
        while words.at(at) in self.phrases.leading:
            at -= 1
        number = words.at(at).isdigit() or words.at(at) in self.lexicon.classes["numbers"]
        return number and not words.begins[at + 1] and words.lower[head].endswith("s")

    def _alone(self, words: Words, head: int, product: Product) -> bool:
        """Tell whether the head alone names something: `The policy was`, `drafting guidance`."""
        if words.lower[head] not in product.bare or self._goes_on(words, head + 1):
            return False
        before, following = words.at(head - 1), words.at(head + 1)
        if following in ("of", "that", "which", "to"):
            return before in ("a", "an") and following != "of"
        lexicon = self.lexicon
        if words.begins[head]:
            denied = words.at(head + 2) in ("not", "no")
            helping = lexicon.classes["be"] | lexicon.classes["have"]
            acted = following in helping and not denied
            started = following in lexicon.third and following not in lexicon.nouns_too
            return acted or started or following in lexicon.participle
        several = before in lexicon.base | lexicon.gerund and not words.begins[head - 1]
        mass = words.lower[head] == "guidance"
        return before in ("a", "an", "the") or (mass and several)

    def _second(self, words: Words, head: int, product: Product) -> bool:
        """Tell whether the name is read from the head before: `training package`."""
        follows = head > 0 and not words.begins[head] and words.lower[head - 1] in product.heads
        follows = follows and not self._learnt(words, head - 1)
        return follows and words.lower[head] in product.then

    def _begin(self, words: Words, head: int, product: Product) -> int:
        system = product.kind == "SYSTEM"
        walls = product.heads if system else frozenset()
        begin = self.phrases.begin(words, head, joins="topics", heads=product.heads, walls=walls)
        if words.lower[begin] in ("day", "hour", "week") and words.at(begin - 1).isalnum():
            return begin - 1  # one day training
        # A new flag is that flag; a new policy is another one.
        return begin + (system and begin < head and words.lower[begin] == "new")

    def _end(self, words: Words, head: int, product: Product) -> int:
        """Return the end of the head and what is joined to it without a preposition."""
        end = head + 1
        while words.at(end) in product.then and not words.begins[end]:
            end += 1
        if product.kind != "POLICY":
            return end
        if words.at(end) in ("and", "&") and words.at(end + 1) in product.heads:
            return end + 2  # policies and guidance
        if words.lower[head] == "code":
            named = words.at(end) == "of" and words.at(end + 1) in ("practice", "ethics", "conduct")
            return end + 2 if named else end
        if words.at(end) in ("q", "q&a", "q&as", "faqs") and not words.begins[end]:
            end += 1
            while words.at(end) in ("and", "&", "a", "'s", "’s", "as"):
                end += 1
        return end

    def _reach(self, words: Words, begin: int, head: int, end: int, product: Product) -> int:
        """Return the end of the name with its complements: `policy on stalking for staff`."""
        if product.complemented and words.lower[head] not in product.complemented:
            return end
        subject = words.begins[begin] or (begin > 0 and words.begins[begin - 1])
        for _ in range(2):
            end = self.phrases.complement(words, end, product.complements, subject=subject)
        return end

    def _goes_on(self, words: Words, end: int) -> bool:
        """Tell whether a noun follows that makes the head part of another name."""
        if end >= len(words.text) or words.begins[end]:
            return False
        text, word = words.text[end], words.lower[end]
        if not text[0].isalpha():
            return text == "-" and words.glued(end)
        lexicon = self.lexicon
        closed = word in lexicon.stops or word.endswith("ly") or word in self.not_nouns
        if closed or (text.istitle() and words.text[end - 1].islower()):
            return False  # a capital after a small letter: the next item of a list without marks
        if word in self.nouns:
            return True
        doing = word in lexicon.past or word in lexicon.participle or word in lexicon.third
        gerund = word in lexicon.gerund and word not in lexicon.classes["ing_nouns"]
        return not (doing or gerund)
