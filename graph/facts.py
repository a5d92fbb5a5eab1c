"""The three nouns of the graph: quotes, nodes and relations; and the facts of one document.

Facts are what a loader makes of one document. They are frozen, ordered and free of any store, so
that the same document gives the same bytes each time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

Scalar = str | int | float | bool
"""What one property can hold besides a flat list: Neo4j holds nothing else."""

Properties = Mapping[str, Scalar | tuple[Scalar, ...] | None]
"""Property name to value. `None` stands for absent; no store ever holds it."""


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """The exact words of a held document that something rests on.

    Attributes:
        document: id of the held document that the words stand in.
        start: index of the first character in the canonical text (`str` index, from 0).
        end: index after the last character.
        text: the words; `canonical_text[start:end] == text`.
        page: page number from 1, where the format has pages.
        cell: place in a table or sheet, as that format names it, where there is one.
        box: left, top, right and bottom on the page, in points from its top left corner.
    """

    document: str
    start: int
    end: int
    text: str
    page: int | None = None
    cell: str | None = None
    box: tuple[float, float, float, float] | None = None

    @property
    def id(self) -> str:
        """Readable id: the same words at the same place are one quote."""
        return f"{self.document}/quote/{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Origin:
    """Which rule made a node or a relation, and how far it can be relied on.

    Attributes:
        rule: name of the rule, for example `citation.bracketed`.
        version: that rule's version, from 1.
        certainty: `certain` (the words say it in so many), `likely` (a form that rarely
            misleads) or `uncertain` (a guess that a person should look at).
    """

    rule: str
    version: int = 1
    certainty: str = "certain"


@dataclass(frozen=True, slots=True)
class Node:
    """One thing that documents speak of.

    Attributes:
        id: readable and stable, for example `mps-da-2016/action/22`.
        kind: a node kind of the vocabulary.
        label: what a person reads.
        quotes: the words that it rests on, as given by the document that states it.
        origin: the rule that made it.
        properties: scalars or flat lists by name, as the vocabulary lists them.
    """

    id: str
    kind: str
    label: str
    quotes: tuple[Quote, ...]
    origin: Origin
    properties: Properties = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Relation:
    """One link between two nodes. `(kind, source, target)` identifies it.

    Attributes:
        kind: a relation of the vocabulary, for example `ORIGINATES_FROM`.
        source: id of the node that it starts at.
        target: id of the node that it ends at.
        quotes: the words that it rests on.
        origin: the rule that made it.
        properties: scalars or flat lists by name, as the vocabulary lists them.
    """

    kind: str
    source: str
    target: str
    quotes: tuple[Quote, ...]
    origin: Origin
    properties: Properties = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that one document states, ready for the graph.

    Attributes:
        document: id of the document.
        nodes: in reading order; ids are unique.
        relations: in reading order; `(kind, source, target)` is unique.
    """

    document: str
    nodes: tuple[Node, ...]
    relations: tuple[Relation, ...]


def slug(words: str) -> str:
    """Return the readable id part for `words`: lower-case ASCII letters and digits, hyphenated.

    Accents are dropped; every other run of characters becomes one hyphen. Words without a letter
    or digit give `unnamed`.
    """
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode("ascii").lower()
    # An apostrophe joins what it parts: DI's -> dis, not di-s.
    parted = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    return parted or "unnamed"
