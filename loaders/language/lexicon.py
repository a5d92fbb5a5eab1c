"""What a word can be: verb forms and the closed classes, read from `patterns/words.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from loaders.months import MONTHS

VOWELS = frozenset("aeiou")
DOUBLING = frozenset(("plan", "commit", "map", "tag", "log", "refer", "stop", "submit", "fit"))
"""Regular verbs that double their last letter (planned, referring)."""


@cache
def read_patterns(name: str) -> dict[str, Any]:
    """Return one file of patterns, `loaders/patterns/<name>.toml`."""
    return tomllib.loads((files("loaders") / "patterns" / f"{name}.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word classes, all in lower case. A word may be in several of them.

    Attributes:
        base: verbs as in "to review".
        third: verbs as in "she reviews".
        past: verbs as in "she reviewed", "she wrote".
        participle: verbs as in "has reviewed", "has written".
        gerund: verbs as in "reviewing".
        classes: every other class by its name in `words.toml`.
        nouns_too: verbs that are as often nouns, with their -s forms.
        stops: words that no name runs over.
    """

    base: frozenset[str]
    third: frozenset[str]
    past: frozenset[str]
    participle: frozenset[str]
    gerund: frozenset[str]
    classes: dict[str, frozenset[str]]
    nouns_too: frozenset[str]
    stops: frozenset[str]

    def is_finite(self, word: str) -> bool:
        """Tell whether `word` (lower case) can head a clause."""
        return (
            word in self.classes["modals"]
            or word in self.classes["be"]
            or word in self.classes["have"]
            or word in self.classes["do"]
            or word in self.base
            or word in self.third
            or word in self.past
        )


def load_lexicon() -> Lexicon:
    """Return the lexicon, with the forms of its verbs made."""
    source = read_patterns("words")
    irregular: dict[str, list[str]] = source["irregular"]
    bases = set(source["verbs"].split()) | set(irregular)
    past = {irregular[verb][0] if verb in irregular else _past(verb) for verb in bases}
    done = {irregular[verb][1] if verb in irregular else _past(verb) for verb in bases}
    classes = {name: frozenset(words.split()) for name, words in source["closed"].items()}
    classes["months"] = frozenset(MONTHS)
    stops = frozenset().union(
        *(
            classes[name]
            for name in (
                "determiners",
                "prepositions",
                "conjunctions",
                "pronouns",
                "modals",
                "be",
                "have",
                "do",
                "adverbs",
            )
        )
    )
    return Lexicon(
        base=frozenset(bases),
        third=frozenset(_third(verb) for verb in bases),
        past=frozenset(past),
        participle=frozenset(done),
        gerund=frozenset(_gerund(verb) for verb in bases),
        classes=classes,
        nouns_too=classes["noun_verbs"] | {_third(word) for word in classes["noun_verbs"]},
        stops=stops - {"'s"},
    )


def _third(verb: str) -> str:
    if verb.endswith(("s", "x", "ch", "sh", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return verb[:-1] + "ies"
    return verb + "s"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return verb[:-1] + "ied"
    return _doubled(verb) + "ed"


def _gerund(verb: str) -> str:
    if verb.endswith("e") and not verb.endswith(("ee", "ye")):
        return verb[:-1] + "ing"
    return _doubled(verb) + "ing"


def _doubled(verb: str) -> str:
    return (
        verb + verb[-1]
        if verb in DOUBLING or verb in {"run", "set", "put", "get", "win", "sit", "begin"}
        else verb
    )
