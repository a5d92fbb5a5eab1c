"""Who and what a passage names: owners, sources, policies, training, systems, dates, quantities."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from spacy.matcher import PhraseMatcher

from loaders.language.lexicon import Lexicon, read_patterns
from loaders.language.phrases import Phrases, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language as Pipeline
    from spacy.tokens import Doc

MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
PERCENT = re.compile(
    r"(?:(?:over|under|circa|around|nearly|about|at least|approximately|up to) )?\d{1,3}(?:\.\d{1,2})? ?%(?: of the time)?"
)
MONEY = re.compile(r"£ ?\d[\d,]{0,12}(?:\.\d{1,2})?(?:k|m|bn| million| billion)?\b")
NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,6}")
DURATION = re.compile(r"(?:seconds|minutes|hours)$")
PRODUCTS = ("TRAINING", "POLICY", "SYSTEM")


@dataclass(frozen=True, slots=True)
class Found:
    """One mention by its place in the folded words of a passage."""

    start: int
    end: int
    kind: str
    rule: str
    version: int
    certainty: str = "certain"


@dataclass(frozen=True, slots=True)
class Product:
    """The form rule of one kind of product."""

    rule: str
    version: int
    heads: frozenset[str]
    then: frozenset[str]
    complements: frozenset[str]
    not_after: frozenset[str]


class Mentions:
    """Finds mentions by names, by heads of names and by expressions."""

    def __init__(self, nlp: Pipeline, lexicon: Lexicon) -> None:
        """Read the patterns and prepare the matchers; nothing is compiled twice."""
        self.nlp = nlp
        self.lexicon = lexicon
        names, owners = read_patterns("names"), read_patterns("owners")
        products, dates = read_patterns("products"), read_patterns("dates")
        self.phrases = Phrases(lexicon, frozenset(names["topics"]["words"].split()))
        self.names = names
        self.matcher = PhraseMatcher(nlp.vocab)
        for group in ("bodies", "forums", "systems", "policies"):
            self.matcher.add(group, list(nlp.tokenizer.pipe(names[group]["exact"])))
        self.owners = {name: _word_sets(owners[name]) for name in ("collective", "capital", "post")}
        self.owner_versions = {name: owners[name] for name in self.owners}
        self.products = {kind: _product(products[kind]) for kind in PRODUCTS}
        self.heads = self._heads()
        self.owner_heads = frozenset().union(*(sets["heads"] for sets in self.owners.values()))
        self.forms = [
            *_forms(owners["form"], "OWNER"),
            *_forms(products["form"], ""),
            *_forms(read_patterns("sources")["form"], "SOURCE"),
            *_forms(dates["form"], "DATE"),
        ]
        self.quantity = dates["quantity"]
        self.number_words = frozenset(self.quantity["number_words"].split())
        self.about = frozenset(self.quantity["about"].split())
        self.people = frozenset(self.quantity["people"].split())
        self.publisher = lru_cache(maxsize=64)(self._publisher)

    def _heads(self) -> dict[str, tuple[str, ...]]:
        heads: dict[str, list[str]] = {}
        for name, sets in self.owners.items():
            for word in sets["heads"] | sets.get("lower_heads", frozenset()):
                heads.setdefault(word, []).append(name)
        for kind, product in self.products.items():
            for word in product.heads:
                heads.setdefault(word, []).append(kind)
        return {word: tuple(kinds) for word, kinds in heads.items()}

    def _publisher(self, names: tuple[str, ...]) -> PhraseMatcher:
        matcher = PhraseMatcher(self.nlp.vocab)
        matcher.add("publisher", list(self.nlp.tokenizer.pipe(names)))
        return matcher

    def find(self, doc: Doc, publisher_names: tuple[str, ...]) -> list[Found]:
        """Return the mentions of one passage in order; none overlaps another.

        Args:
            doc: the passage, its sentence starts set.
            publisher_names: the names by which the document calls its own publisher.
        """
        words = Words(doc)
        found = [
            *self._by_form(doc.text),
            *self._by_name(doc, words, publisher_names),
            *self._by_head(words),
            *self._counted(doc.text, words),
        ]
        return longest(found)

    # --- expressions and names ---------------------------------------------------------------------

    def _by_form(self, text: str) -> Iterator[Found]:
        for kind, rule, version, pattern in self.forms:
            for match in pattern.finditer(text):
                group: str | int = match.lastgroup or 0
                start, end = match.span(group)
                if end > start:
                    yield Found(start, end, kind, rule, version)

    def _by_name(self, doc: Doc, words: Words, publisher: tuple[str, ...]) -> Iterator[Found]:
        matches = self.matcher(doc)
        if publisher:
            matches += self.publisher(publisher)(doc)
        strings = self.nlp.vocab.strings
        for key, first, end in matches:
            group = strings[key]
            start, stop = words.starts[first], words.ends[end - 1]
            source = self.names.get(group, {})
            if group == "publisher":
                if self._acting(words, first, end):
                    yield Found(start, stop, "OWNER", "owner.publisher", 1)
            elif group == "bodies":
                if self._several(words, end):
                    yield Found(start, words.ends[end], "OWNER", source["rule"], source["version"])
                elif self._acting(words, first, end):
                    yield Found(start, stop, "OWNER", source["rule"], source["version"])
                elif words.text[first].isupper() and end < len(words.text):
                    yield from self._region(words, first, end)
            elif group == "forums":
                if not self._qualifies(words, end):
                    yield Found(start, stop, "OWNER", source["rule"], source["version"])
            elif group == "policies":
                yield Found(start, stop, "POLICY", source["rule"], source["version"])
            elif words.at(first - 1) not in source["not_after"].split():
                yield Found(start, stop, "SYSTEM", source["rule"], source["version"])

    def _several(self, words: Words, end: int) -> bool:
        """Tell whether an apostrophe only makes the plural: `BOCU's held to account`."""
        after = words.at(end + 1)
        return words.at(end) in ("'s", "’s", "s") and (
            after in self.lexicon.past or after in self.lexicon.classes["modals"]
        )

    def _region(self, words: Words, first: int, end: int) -> Iterator[Found]:
        """A body's office in a place: `CPS London`, `SLT of CPS London`."""
        place = words.text[end]
        if not (
            place.istitle()
            and words.lower[end] not in self.heads
            and self._acting(words, first, end + 1)
        ):
            place = ""
        led = words.at(first - 1) == "of" and words.at(first - 2) in (
            "slt",
            "smt",
            "director",
            "head",
        )
        if place or (led and words.text[end].istitle()):
            start = words.starts[first - 2 if led else first]
            yield Found(start, words.ends[end], "OWNER", "owner.region", 1, "likely")

    def _qualifies(self, words: Words, end: int) -> bool:
        """Tell whether the name before `end` stands before a noun: `the MPS response`."""
        if end >= len(words.text) or words.begins[end]:
            return False
        text, word = words.text[end], words.lower[end]
        if not text[0].isalpha():
            return text in ("'s", "’s", "/", "-")
        lexicon = self.lexicon
        if word in lexicon.stops or word.endswith("ly"):
            return False
        if word in lexicon.gerund:
            return word in lexicon.classes["ing_nouns"]
        if word in (
            "response",
            "approach",
            "support",
            "staff",
            "contact",
            "force",
            "form",
            "process",
            "policy",
            "crime",
            "custody",
        ):
            return True
        return not (lexicon.is_finite(word) and text[0].islower())

    def _acting(self, words: Words, first: int, end: int) -> bool:
        """Tell whether the body from `first` to `end` acts, rather than being spoken of."""
        if self._qualifies(words, end):
            return False
        if words.text[end - 1] in ("'s", "’s"):
            return False
        at = first - 1
        while (
            at >= 0
            and not words.begins[at + 1]
            and words.at(at) in ("the", "our", "each", "every", "all")
        ):
            at -= 1
        before = "" if at < 0 or words.begins[at + 1] else words.at(at)
        after = words.at(end) if end < len(words.begins) and not words.begins[end] else ""
        if before in ("by", "with", "through", "via", "from", "between"):
            return before != "from" or after in ("", ".", ",")
        if before == "and" and "between" in words.lower[max(at - 8, 0) : at]:
            return True
        if before in (
            "within",
            "across",
            "throughout",
            "in",
            "into",
            "of",
            "for",
            "to",
            "on",
            "upon",
            "at",
            "outside",
            "about",
            "under",
            "as",
            "than",
            "until",
            "inside",
            "-",
            "–",
            "(",
            "/",
            "operation",
        ):
            return False
        if after in self.lexicon.classes["have"] or after in self.lexicon.classes["modals"]:
            return True
        joined = after in ("and", "&", ",") or before in ("and", "&", ",", "or")
        acts = (
            self.lexicon.is_finite(after)
            or after == "to"
            or after in self.lexicon.gerund
            or after.endswith("ly")
            or after in self.lexicon.classes["adverbs"]
        )
        return acts or (joined and self._verb_ahead(words, end)) or self._officer(words, first, end)

    def _officer(self, words: Words, first: int, end: int) -> bool:
        """A capitalised office is an actor after any verb: `agreed with the Chief Constable`."""
        return (
            end - first > 1
            and words.text[first].istitle()
            and words.at(end - 1) in ("constable", "executive", "commissioner")
        )

    def _verb_ahead(self, words: Words, end: int) -> bool:
        """Tell whether the list that the name stands in is the subject of a verb."""
        for index in range(end, min(end + 9, len(words.text))):
            word = words.lower[index]
            if words.begins[index] or word in (".", ";", "for", "to", "in"):
                return False
            if (
                self.lexicon.is_finite(word)
                and words.text[index].islower()
                and word not in ("police", "staff")
            ):
                return True
        return False

    # --- names by their heads -----------------------------------------------------------------------

    def _by_head(self, words: Words) -> Iterator[Found]:
        heads = self.heads
        for index, word in enumerate(words.lower):
            kinds = heads.get(word)
            if kinds is None:
                continue
            for kind in kinds:
                found = (
                    self._product(words, index, kind)
                    if kind in self.products
                    else self._owner(words, index, kind)
                )
                if found is not None:
                    yield found
        yield from self._acronyms(words)

    def _owner(self, words: Words, head: int, sort: str) -> Found | None:
        sets = self.owners[sort]
        text = words.text[head]
        capital = text[0].isupper()
        if sort == "capital" and (not capital or (text.isupper() and len(text) > 3)):
            return None
        lower_post = sort == "post" and not capital
        if lower_post and words.lower[head] not in sets["lower_heads"]:
            return None
        begin = self.phrases.begin(words, head, joins="titles", heads=self.owner_heads)
        end = head + 1
        inner = words.lower[begin:head]
        if not inner or all(
            word in sets.get("not_after", ()) or not word.isalnum() for word in inner
        ):
            return None
        if sort == "capital":
            while begin < head and not words.text[begin][0].isupper():
                begin += 1
        if lower_post and not self._lower_post(words, begin, head):
            return None
        if begin == head or not self._plausible(words, begin, head, sort):
            return None
        if words.at(end) == "(" and words.at(end + 2) == ")" and words.text[end + 1].isupper():
            end += 3
        rule = self.owner_versions[sort]
        return Found(
            words.starts[begin],
            words.ends[end - 1],
            "OWNER",
            rule["rule"],
            rule["version"],
            "certain" if capital else "likely",
        )

    def _lower_post(self, words: Words, begin: int, head: int) -> bool:
        after = self.owners["post"]["lower_after"]
        return words.lower[head - 1] in after or any(
            word[0].isupper() for word in words.text[begin:head]
        )

    def _plausible(self, words: Words, begin: int, head: int, sort: str) -> bool:
        """Leave out several of a kind that are only spoken of, and names that go on."""
        word = words.lower[head]
        following = (
            words.text[head + 1]
            if head + 1 < len(words.text) and not words.begins[head + 1]
            else ""
        )
        if (
            following
            and following[0].isalpha()
            and following.lower() in self.heads
            and sort != "post"
        ):
            return (
                following.lower() not in self.owners["collective"]["heads"] or following.islower()
            )
        if words.at(begin - 1).isdigit() and not words.begins[begin]:
            return False
        if following in ("meeting", "meetings", "member", "members", "level", "discussion"):
            return False
        if sort == "capital" and self._qualifies(words, head + 1) and following[:1].isalpha():
            return False
        plural = word.endswith("s") and word not in ("services",)
        if not plural:
            return True
        return self._several_act(words, begin, head)

    def _several_act(self, words: Words, begin: int, head: int) -> bool:
        at = begin - 1
        while at >= 0 and words.at(at) in self.lexicon.classes["determiners"]:
            at -= 1
        before = words.at(at)
        own = words.at(begin - 1) in ("our", "its", "their")
        if (
            own
            or before in ("by", "with", "through", "via", "from", "between", "to")
            or (before == "of" and words.at(at - 1) == "one")
        ):
            return True
        if words.at(head + 1) in ("and", "&") and self._verb_ahead(words, head + 1):
            return True
        if (
            head + 1 >= len(words.text)
            or words.begins[head + 1]
            or before in ("of", "for", "in", "upon", "on", "across", "within")
        ):
            return False
        after = words.lower[head + 1]
        return self.lexicon.is_finite(after) or after in self.lexicon.classes["adverbs"]

    def _acronyms(self, words: Words) -> Iterator[Found]:
        """An unknown acronym that acts must be somebody: `DMC will work with …`."""
        for index, text in enumerate(words.text[:-1]):
            if not (text.isupper() and 2 < len(text) < 7 and text.isalpha()):
                continue
            if self.matcher_knows(text) or text.lower() in self.phrases.topics | self.lexicon.stops:
                continue
            before = "" if words.begins[index] else words.at(index - 1)
            if before not in ("", "the", "and") or self._qualifies(words, index + 1):
                continue
            after, second = words.lower[index + 1], words.at(index + 2)
            if words.begins[index + 1] or not words.text[index + 1].islower():
                continue
            helped = after in ("will", "has", "have", "should", "must")
            passive = second in ("be", "been", "also", "not", "a", "an")
            if (helped and not passive) or (
                after in self.lexicon.base | self.lexicon.third and second not in (".", "of", "")
            ):
                yield Found(
                    words.starts[index], words.ends[index], "OWNER", "owner.acronym", 1, "uncertain"
                )

    def matcher_knows(self, text: str) -> bool:
        """Tell whether `text` is a name of the field that is no body."""
        return text in self._other_names

    @property
    def _other_names(self) -> frozenset[str]:
        return frozenset(self.names["systems"]["exact"]) | frozenset(
            self.names["policies"]["exact"]
        )

    # --- products ------------------------------------------------------------------------------------

    def _product(self, words: Words, head: int, kind: str) -> Found | None:
        product = self.products[kind]
        if (
            words.lower[head - 1] in product.heads
            and head > 0
            and not words.begins[head]
            and words.lower[head] in product.then
        ):
            return None  # "training package": read from its first head
        walls = product.heads if kind == "SYSTEM" else frozenset()
        begin = self.phrases.begin(words, head, joins="topics", heads=product.heads, walls=walls)
        if kind == "SYSTEM" and words.lower[begin] == "new" and begin < head:
            begin += 1
        end = head + 1
        while words.at(end) in product.then and not words.begins[end]:
            end += 1
        compound = end > head + 1
        if (
            words.at(end) in ("and", "&")
            and words.at(end + 1) in product.heads
            and kind == "POLICY"
        ):
            end += 2
        if kind == "POLICY":
            end = self._code(words, head, end)
            if words.at(end) in ("q", "q&a", "q&as", "faqs") and not words.begins[end]:
                end = self._questions(words, end)
        if kind != "SYSTEM" and self._goes_on(words, end):
            return None
        if words.at(end) == "(" and words.at(end + 2) == ")" and words.text[end + 1].isupper():
            end += 3
        subject = words.begins[begin] or words.begins[begin - 1]
        reach = end
        for _ in range(2):  # "training on stalking for supervisors"
            reach = self.phrases.complement(words, reach, product.complements, subject=subject)
        if kind == "SYSTEM" and words.lower[head] not in ("tool", "tools"):
            reach = end
        inner = [
            word
            for word in words.lower[begin:head]
            if word.isalnum() and word not in product.heads and word not in ("and", "or")
        ]
        named = any(word not in product.not_after for word in inner)
        if inner and (not named or inner[-1] in product.not_after):
            return None
        if not named and kind == "TRAINING" and words.at(begin - 1) in ("further", "additional"):
            begin, named = begin - 1, True
        if (
            not named
            and not compound
            and (reach == end or not self._opens(words, begin, reach))
            and not self._bare(words, head, kind)
        ):
            return None
        return Found(
            words.starts[begin], words.ends[reach - 1], kind, product.rule, product.version
        )

    def _bare(self, words: Words, head: int, kind: str) -> bool:
        return words.lower[head] in ("sops", "intranet") or (
            kind == "POLICY" and words.lower[head] == "code" and words.at(head + 1) == "of"
        )

    def _opens(self, words: Words, begin: int, reach: int) -> bool:
        """A bare head with a complement: `training in coercive control`."""
        return reach - begin > 1 and words.at(begin - 1) not in ("this", "that", "such")

    def _code(self, words: Words, head: int, end: int) -> int:
        """Code of Practice (for …)."""
        if (
            words.lower[head] == "code"
            and words.at(head + 1) == "of"
            and words.at(head + 2) in ("practice", "ethics", "conduct")
        ):
            return head + 3
        return end

    def _questions(self, words: Words, end: int) -> int:
        last = end + 1
        while words.at(last) in ("and", "&", "a", "'s", "’s", "as"):
            last += 1
        return last

    def _goes_on(self, words: Words, end: int) -> bool:
        """Tell whether a noun follows that makes the head part of another name."""
        if end >= len(words.text) or words.begins[end]:
            return False
        text, word = words.text[end], words.lower[end]
        if not text[0].isalpha() or word in self.lexicon.stops or word.endswith("ly"):
            return text in ("-",) and words.glued(end)
        if text.istitle() and words.text[end - 1].islower():
            return False  # the next item of a list that lost its marks
        if word in ("available", "current", "wide", "where", "linked", "specific", "relating"):
            return False
        if (
            word in self.lexicon.past
            or word in self.lexicon.participle
            or word in self.lexicon.third
        ):
            return word in ("changes", "needs", "records", "reviews", "levels", "leads", "updates")
        if word in self.lexicon.gerund and word not in self.lexicon.classes["ing_nouns"]:
            return False
        return True

    # --- quantities ------------------------------------------------------------------------------------

    def _counted(self, text: str, words: Words) -> Iterator[Found]:
        rule, version = self.quantity["rule"], self.quantity["version"]
        for pattern in (PERCENT, MONEY):
            for match in pattern.finditer(text):
                yield Found(match.start(), match.end(), "QUANTITY", rule, version)
        for index, word in enumerate(words.lower):
            if not (word[0].isdigit() and NUMBER.fullmatch(word)) and word not in self.number_words:
                continue
            if word in ("999", "101") or self._numbering(words, index):
                continue
            begin = self._about(words, index)
            end = self._noun_end(words, index + 1)
            if end == index + 1 and begin == index:
                continue
            if words.at(begin - 1) in (
                "the",
                "these",
                "those",
                "first",
                "last",
                "previous",
                "next",
                "every",
            ):
                continue
            if (
                end > index + 1
                and words.at(end - 1) in ("days", "weeks", "months", "years")
                and words.at(end) != "old"
            ):
                continue
            if words.at(end - 1) == "years" and words.at(end) != "old":
                continue
            yield Found(words.starts[begin], words.ends[end - 1], "QUANTITY", rule, version)

    def _numbering(self, words: Words, index: int) -> bool:
        """Tell whether the number is a label: `Action 87`, `1.`, `2 -`, `Strand 1`."""
        after = words.at(index + 1)
        if after in (".", ")", "-", "–", "/", ":") and words.lower[index][0].isdigit():
            quantified = self._about(words, index) != index
            return not quantified
        before = words.text[index - 1] if index else ""
        if words.begins[index]:
            return False
        return (
            (before[:1].isupper()
            and not words.begins[index - 1])
            or before.lower()
            in (
                "section",
                "sections",
                "strand",
                "action",
                "actions",
                "phase",
                "part",
                "no",
                "recommendation",
                "recommendations",
                "item",
                "items",
                "level",
                "stage",
                "tier",
                "/",
                "-",
                "£",
                "band",
                "grade",
                "page",
            )
        )

    def _about(self, words: Words, index: int) -> int:
        at = index
        for phrase in (
            ("more", "than"),
            ("at", "least"),
            ("up", "to"),
            ("fewer", "than"),
            ("less", "than"),
        ):
            if (words.at(at - 2), words.at(at - 1)) == phrase:
                return at - 2
        if words.at(at - 1) in self.about:
            at -= 1
            if words.at(at - 1) in ("just", "well"):
                at -= 1
        return at

    def _noun_end(self, words: Words, start: int) -> int:
        """Return the end of what is counted: adjectives and then its first plural noun."""
        for at in range(start, min(start + 6, len(words.text))):
            text, word = words.text[at], words.lower[at]
            if words.begins[at]:
                break
            if text in ("/", "-") and words.glued(at):
                continue
            if not text[0].isalpha() or (word in self.lexicon.stops and word != "non"):
                break
            plural = word.endswith("s") and not word.endswith(("ss", "us", "is"))
            if plural or word in self.people:
                if words.at(at + 1) == "of" and word in ("members", "pieces", "items", "sets"):
                    return (
                        self._noun_end(words, at + 2) if words.at(at + 2) in self.people else at + 1
                    )
                return at + 1
            if word in self.lexicon.gerund and word not in self.lexicon.classes["ing_nouns"]:
                break
        return start


def _reach(item: Found) -> tuple[int, bool, int, str]:
    """Longest first; a review's panel is rather a source than an owner."""
    return (item.start - item.end, item.kind != "SOURCE", item.start, item.kind)


def longest(found: list[Found]) -> list[Found]:
    """Keep the longest of those that overlap, in reading order."""
    kept: list[Found] = []
    for one in sorted(found, key=_reach):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda item: item.start)


def _word_sets(source: dict[str, Any]) -> dict[str, frozenset[str]]:
    return {
        name: frozenset(words.split())
        for name, words in source.items()
        if isinstance(words, str) and name != "rule"
    }


def _product(source: dict[str, Any]) -> Product:
    sets = _word_sets(source)
    return Product(
        rule=source["rule"],
        version=source["version"],
        heads=sets["heads"],
        then=sets["then"],
        complements=sets["complements"],
        not_after=sets["not_after"],
    )


def _forms(source: list[dict[str, Any]], kind: str) -> list[tuple[str, str, int, re.Pattern[str]]]:
    return [
        (
            kind or rule["kind"],
            rule["rule"],
            rule["version"],
            re.compile(rule["pattern"].replace("{month}", MONTH)),
        )
        for rule in source
    ]
