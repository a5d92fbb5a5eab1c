"""Finding things by words, whatever a person types."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.natural import natural
from graph.queries import ask

if TYPE_CHECKING:
    from graph.store.base import GraphStore

LIMIT = 20
_WORDS_USED = 12
_LONGEST_WORD = 40
_CANDIDATES = 100
_SNIPPET = 160
_STEM = 4
_WORD = re.compile(r"\w+")
_REF = re.compile(r"(?=.*[0-9]).{1,60}")
_ID = re.compile(r"[\w./~-]{1,300}")
# Where words match equally well, what a reader most likely wants comes first.
_ORDER = (
    "Action",
    "Recommendation",
    "Document",
    "Policy",
    "TrainingProduct",
    "System",
    "Workstream",
    "Body",
    "Owner",
    "Statement",
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found.

    Attributes:
        id: to trace it by.
        kind: of node.
        label: what a person reads.
        document: id of the document whose words it rests on.
        snippet: the words around the first match, white space folded.
    """

    id: str
    kind: str
    label: str
    document: str
    snippet: str

    def to_json(self) -> dict[str, str]:
        """Return the hit as `find WORDS --json` prints it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "label": self.label,
            "document": self.document,
            "snippet": self.snippet,
        }


def find(store: GraphStore, words: str, limit: int = LIMIT) -> list[Hit]:
    """Return what speaks of `words`, best first.

    Any text will do: only its letters and digits count, the first dozen words of it. A thing whose
    id, ref or name is exactly `words` comes first, then one whose ref begins so; then things come
    by how many of the words they hold, in the name before in the text.

    Raises:
        QueryStoppedError: over its time or memory.
    """
    wanted = words.strip()
    found: dict[str, dict[str, Any]] = {}
    if _ID.fullmatch(wanted):
        for (node,) in ask(store, "node", id=wanted).rows:
            found[node["id"]] = node
    if _REF.fullmatch(wanted):
        for (node,) in ask(store, "with-ref", ref=wanted.lower(), limit=_CANDIDATES).rows:
            found.setdefault(node["id"], node)
    terms = _terms(wanted)
    if terms:
        # Lower-case words are no operators of the search language; the star finds beginnings.
        query = " ".join(f"{term} {term}*" for term in terms)
        for node, _ in ask(store, "find", words=query, limit=max(limit, _CANDIDATES)).rows:
            found.setdefault(node["id"], node)
    ranked = sorted(found.values(), key=lambda node: _rank(node, wanted, terms))
    return [_hit(node, terms) for node in ranked[:limit]]


def _terms(words: str) -> list[str]:
    folded = (term.lower() for term in _WORD.findall(words))
    # An underscore counts as a letter in a pattern, never in a word that people search for.
    parted = (term[:_LONGEST_WORD] for run in folded for term in run.split("_") if term)
    return list(dict.fromkeys(parted))[:_WORDS_USED]


def _rank(node: dict[str, Any], wanted: str, terms: list[str]) -> tuple[Any, ...]:
    label = _WORD.findall(node["label"].lower())
    text = _WORD.findall(str(node["properties"].get("text", "")).lower())
    ref = str(node["properties"].get("ref", "")).lower()
    in_label = sum(_holds(label, term) for term in terms)
    in_all = sum(_holds(label, term) or _holds(text, term) for term in terms)
    return (
        node["id"] != wanted,
        ref != wanted.lower(),
        node["label"].casefold() != wanted.casefold(),
        not ref.startswith(f"{wanted.lower()} "),
        -in_all,
        -in_label,
        _ORDER.index(node["kind"]),
        len(label),
        natural(node["id"]),
    )


def _holds(words: list[str], term: str) -> bool:
    """Tell whether a word begins like `term`, or both begin alike but for an English ending."""
    stem = term[: max(_STEM, len(term) - 3)]
    return any(
        word.startswith(stem) or (len(word) >= _STEM and term.startswith(word)) for word in words
    )


def _hit(node: dict[str, Any], terms: list[str]) -> Hit:
    properties = node["properties"]
    quotes = properties.get("quotes") or [""]
    document = node["id"] if node["kind"] == "Document" else quotes[0].rpartition("/quote/")[0]
    return Hit(
        node["id"],
        node["kind"],
        node["label"],
        document,
        _snippet(str(properties.get("text") or node["label"]), terms),
    )


def _snippet(text: str, terms: list[str]) -> str:
    folded = " ".join(text.split())
    if len(folded) <= _SNIPPET:
        return folded
    for match in _WORD.finditer(folded):
        if any(_holds([match.group().lower()], term) for term in terms):
            start = max(0, min(match.start() - _SNIPPET // 3, len(folded) - _SNIPPET))
            break
    else:
        start = 0
    end = start + _SNIPPET
    before = "…" if start else ""
    after = "…" if end < len(folded) else ""
    return f"{before}{folded[start:end].strip()}{after}"
