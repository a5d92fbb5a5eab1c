"""Checking again that every node and every relation stands on words that are really there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.errors import IntegrityError
from graph.files import sha256
from graph.queries import ask

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph.merge import HeldHashes
    from graph.store.base import Table
    from graph.store.embedded import EmbeddedGraph

_EVERYTHING = 50_000_000
_PLENTY_OF_TIME = 600.0
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that does not hold.

    Attributes:
        document: id of the held document, or of the node or relation that rests on nothing.
        line: line in the canonical text, from 1; None where there is no place.
        start: index of the first character concerned; None where there is no place.
        end: index after the last one.
        what: what is wrong, for a person.
    """

    document: str
    line: int | None
    start: int | None
    end: int | None
    what: str

    def __str__(self) -> str:
        """Return it on one line."""
        place = f": line {self.line}, characters {self.start}-{self.end}" if self.line else ""
        return f"{self.document}{place}: {self.what}"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check looked at, and all that failed.

    Attributes:
        documents: held documents whose original and text were compared with their hashes.
        nodes: nodes that were asked for their quotes.
        relations: relations that were asked for their quotes.
        quotes: quotes that were compared with the text.
        failures: by document and place; empty when everything holds.
    """

    documents: int
    nodes: int
    relations: int
    quotes: int
    failures: tuple[Failure, ...]

    @property
    def passed(self) -> bool:
        """Whether everything holds."""
        return not self.failures

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON can hold it."""
        return {
            "documents": self.documents,
            "nodes": self.nodes,
            "relations": self.relations,
            "quotes": self.quotes,
            "failures": [
                {
                    "document": failure.document,
                    "line": failure.line,
                    "start": failure.start,
                    "end": failure.end,
                    "what": failure.what,
                }
                for failure in self.failures
            ],
        }


def check(store: EmbeddedGraph) -> CheckReport:
    """Compare every held text with its hash and every quote with the text.

    A text's hash tells that it changed, its line digests where; each quote is compared character by
    character as well, so that what no longer stands as quoted is named.

    Raises:
        QueryStoppedError: the graph is too large to check in one go.
    """
    held = store.documents()
    texts: dict[str, str] = {}
    failures: list[Failure] = []
    for document, hashes in held:
        failures += _held_failures(store, document, hashes, texts)
    quotes = {row[0]["id"]: row[0]["properties"] for row in _all(store, "all-quotes").rows}
    by_document: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for quote in quotes.values():
        by_document[quote["document"]].append(quote)
    known = {(document, hashes.text_sha256): hashes for document, hashes in held}
    for document, some in by_document.items():
        for quote in some:
            failures += _quote_failures(document, quote, known, texts)
    nodes = _all(store, "all-nodes")
    relations = _all(store, "all-relations")
    for (node,) in nodes.rows:
        failures += _resting_failures(node["id"], node, quotes)
    for (relation,) in relations.rows:
        name = f"{relation['source']} {relation['kind']} {relation['target']}"
        failures += _resting_failures(name, relation, quotes)
    failures += _count_failures(store, nodes, relations, quotes)
    failures.sort(key=lambda one: (one.document, one.start or 0, one.end or 0, one.what))
    return CheckReport(
        len(held), len(nodes.rows), len(relations.rows), len(quotes), tuple(failures)
    )


def _all(store: EmbeddedGraph, name: str) -> Table:
    return ask(store, name, row_limit=_EVERYTHING, deadline=_PLENTY_OF_TIME)


def _held_failures(
    store: EmbeddedGraph, document: str, hashes: HeldHashes, texts: dict[str, str]
) -> Iterator[Failure]:
    archive = store.archive
    try:
        if sha256(archive.original(hashes.sha256)) != hashes.sha256:
            yield Failure(document, None, None, None, "the archived original has changed")
    except IntegrityError as error:
        yield Failure(document, None, None, None, str(error))
    try:
        text = archive.text(hashes.text_sha256)
        change = archive.change_in_text(hashes.text_sha256)
    except IntegrityError as error:
        yield Failure(document, None, None, None, str(error))
        return
    texts[hashes.text_sha256] = text
    if change is not None:
        now = text[change.start : change.end][:_SHOWN]
        what = f"the archived text has changed here; it now reads {now!r}"
        yield Failure(document, change.line, change.start, change.end, what)


def _quote_failures(
    document: str,
    quote: Mapping[str, Any],
    known: Mapping[tuple[str, str], HeldHashes],
    texts: Mapping[str, str],
) -> Iterator[Failure]:
    start, end = quote["start"], quote["end"]
    hashes = known.get((document, quote["text_sha256"]))
    if hashes is None or hashes.sha256 != quote["sha256"]:
        what = "a quote names a version of the document that is not held"
        yield Failure(document, None, start, end, what)
        return
    text = texts.get(quote["text_sha256"])
    # A text that cannot be read has been reported once already, not once a quote.
    if text is not None and text[start:end] != quote["text"]:
        line = text.count("\n", 0, start) + 1
        what = f"a quote no longer matches the held copy: {quote['text'][:_SHOWN]!r}"
        yield Failure(document, line, start, end, what)


def _resting_failures(
    name: str, thing: Mapping[str, Any], quotes: Mapping[str, Any]
) -> Iterator[Failure]:
    rests_on = thing["properties"].get("quotes") or []
    if not rests_on:
        yield Failure(name, None, None, None, "rests on no quote")
    for quote in rests_on:
        if quote not in quotes:
            yield Failure(name, None, None, None, f"rests on a quote that is not there: {quote}")


def _count_failures(
    store: EmbeddedGraph, nodes: Table, relations: Table, quotes: Mapping[str, Any]
) -> Iterator[Failure]:
    """Compare what the database holds with what was counted when it was built."""
    figures = store.figures()
    for name, found, built in (
        ("nodes", len(nodes.rows), sum(figures["nodes"].values())),
        ("relations", len(relations.rows), sum(figures["relations"].values())),
        ("quotes", len(quotes), figures["quotes"]),
    ):
        if found != built:
            what = f"the database holds {found} {name}, but {built} were built"
            yield Failure("graph", None, None, None, what)
