"""Facts as JSON: the same facts give the same bytes, and the bytes give the same facts.

The file is an object with `format`, `document`, `quotes` (a list of `[document, start, end, text,
page, cell, box]`, each once, in order of first use), `nodes` and `relations`, whose `quotes` are
indices into that list. Properties are sorted by name; those that are absent are left out.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from graph.errors import GraphFormatError, IntegrityError
from graph.facts import Facts, Node, Origin, Quote, Relation

if TYPE_CHECKING:
    from graph.facts import Properties

FORMAT = 2


def dump(facts: Facts) -> bytes:
    """Return the bytes of `facts`."""
    quotes: dict[Quote, int] = {}

    def number(quote: Quote) -> int:
        return quotes.setdefault(quote, len(quotes))

    def shared(thing: Node | Relation) -> dict[str, Any]:
        origin = thing.origin
        return {
            "quotes": [number(quote) for quote in thing.quotes],
            "origin": [origin.rule, origin.version, origin.certainty],
            "properties": _plain(thing.properties),
        }

    nodes = [
        {"id": node.id, "kind": node.kind, "label": node.label, **shared(node)}
        for node in facts.nodes
    ]
    relations = [
        {
            "kind": relation.kind,
            "source": relation.source,
            "target": relation.target,
            **shared(relation),
        }
        for relation in facts.relations
    ]
    content = {
        "format": FORMAT,
        "document": facts.document,
        "quotes": [[q.document, q.start, q.end, q.text, q.page, q.cell, q.box] for q in quotes],
        "nodes": nodes,
        "relations": relations,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def load(content: bytes, where: str) -> Facts:
    """Return the facts in `content`; `where` names the file in messages.

    Raises:
        GraphFormatError: written by a newer program.
        IntegrityError: not a file of facts.
    """
    try:
        table = json.loads(content)
        if table["format"] > FORMAT:
            raise GraphFormatError(f"{where}: written by a newer Golden Thread; upgrade")
        quotes = [_quote(*row) for row in table["quotes"]]
        nodes = tuple(
            Node(
                entry["id"],
                entry["kind"],
                entry["label"],
                tuple(quotes[i] for i in entry["quotes"]),
                Origin(*entry["origin"]),
                _frozen(entry["properties"]),
            )
            for entry in table["nodes"]
        )
        relations = tuple(
            Relation(
                entry["kind"],
                entry["source"],
                entry["target"],
                tuple(quotes[i] for i in entry["quotes"]),
                Origin(*entry["origin"]),
                _frozen(entry["properties"]),
            )
            for entry in table["relations"]
        )
        return Facts(table["document"], nodes, relations)
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise IntegrityError(
            f"{where}: not a file of facts ({type(error).__name__}); build the document again"
        ) from None


def _quote(  # noqa: PLR0913  (what a quote is made of)
    document: str,
    start: int,
    end: int,
    text: str,
    page: int | None,
    cell: str | None,
    box: list[float] | None,
) -> Quote:
    place = (box[0], box[1], box[2], box[3]) if box else None
    return Quote(document, start, end, text, page, cell, place)


def _plain(properties: Properties) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in sorted(properties.items())
        if value is not None
    }


def _frozen(properties: dict[str, Any]) -> Properties:
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in properties.items()
    }
