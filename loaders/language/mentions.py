"""Who and what a passage names: owners, sources, policies, training, systems, dates, quantities."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from spacy.matcher import PhraseMatcher

from loaders.language.actors import Actors
from loaders.language.found import Found, longest, read_forms, read_rule
from loaders.language.lexicon import read_patterns
from loaders.language.owners import Owners
from loaders.language.phrases import Phrases, Words
from loaders.language.products import Products
from loaders.language.quantities import Quantities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

    from loaders.language.lexicon import Lexicon

NAMES = ("bodies", "forums", "systems", "policies")
PUBLISHER = "publisher"


class Mentions:
    """Finds mentions by names, by heads of names and by expressions."""

    def __init__(self, tokenizer: Any, lexicon: Lexicon) -> None:
        """Read the patterns and prepare the matchers; nothing is compiled twice.

        Args:
            tokenizer: the pipeline's; spaCy gives it no type of its own.
            lexicon: the word classes.
        """
        names, products = read_patterns("names"), read_patterns("products")
        owners, dates = read_patterns("owners"), read_patterns("dates")
        self._tokenizer = tokenizer
        self._matcher = PhraseMatcher(tokenizer.vocab)
        for group in NAMES:
            self._matcher.add(group, list(tokenizer.pipe(names[group]["exact"])))
        self._rules = {group: read_rule(names[group]) for group in NAMES}
        self._not_systems = frozenset(names["systems"]["not_after"].split())
        phrases = Phrases(lexicon, frozenset(names["topics"]["words"].split()))
        self._owners = Owners(lexicon, phrases, owners)
        self._products = Products(lexicon, phrases, products)
        things = frozenset(names["systems"]["exact"]) | frozenset(names["policies"]["exact"])
        things |= phrases.topics | frozenset(self._products.heads)
        self._known = frozenset(name for name in names["bodies"]["exact"] if " " not in name)
        self._actors = Actors(lexicon, self._owners.acting, owners["actor"], things)
        self._quantities = Quantities(lexicon, dates["quantity"])
        self._forms = [
            *read_forms(owners["form"], "OWNER"),
            *read_forms(products["form"]),
            *read_forms(read_patterns("sources")["form"], "SOURCE"),
            *read_forms(dates["form"], "DATE"),
        ]
        # A run reads documents of few publishers, one after the other.
        self._publisher = lru_cache(maxsize=16)(self._publisher_matcher)

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
            *self._quantities.find(doc.text, words),
            *self._actors.find(words, self._known | frozenset(publisher_names)),
        ]
        for index in range(len(words.text)):
            found += self._owners.headed(words, index)
            found += self._products.headed(words, index)
        return longest(found)

    def _by_form(self, text: str) -> Iterator[Found]:
        for form in self._forms:
            if form.needs and not any(piece in text for piece in form.needs):
                continue
            for match in form.pattern.finditer(text):
                start, end = match.span(match.lastgroup or 0)
                yield Found(start, end, form.kind, form.rule, form.certainty)

    def _by_name(self, doc: Doc, words: Words, publisher: tuple[str, ...]) -> Iterator[Found]:
        matches = self._matcher(doc)
        if publisher:
            matches += self._publisher(publisher)(doc)
        for key, first, end in matches:
            group = doc.vocab.strings[key]
            if group == PUBLISHER:
                yield from self._owners.publisher(words, first, end)
                continue
            rule = self._rules[group]
            start, stop = words.starts[first], words.ends[end - 1]
            if group == "bodies":
                yield from self._owners.body(words, first, end, rule)
            elif group == "forums":
                yield from self._owners.forum(words, first, end, rule)
            elif group == "policies":
                yield Found(start, stop, "POLICY", rule)
            elif words.at(first - 1) not in self._not_systems:
                yield Found(start, stop, "SYSTEM", rule)

    def _publisher_matcher(self, names: tuple[str, ...]) -> PhraseMatcher:
        matcher = PhraseMatcher(self._tokenizer.vocab)
        # No mention begins with an article: "the Met" is read as "Met".
        bare = {name.strip().removeprefix("the ").removeprefix("The ") for name in names}
        matcher.add(PUBLISHER, list(self._tokenizer.pipe(sorted(bare - {""}))))
        return matcher
