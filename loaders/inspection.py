"""What is read from one document, as `golden-thread inspect --json` prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from loaders.families import family, format_words
from loaders.layout.owner_cells import owners_in
from loaders.sources import cited_document_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from loaders.document import Document
    from loaders.layout.rows import PlanRow
    from loaders.passage import Passage
    from loaders.reading import PlanReading, ReadAction


def inspection(reading: PlanReading) -> dict[str, Any]:
    """Return everything that was read, ready for JSON; the design names its keys.

    Texts are the document's own characters with white space folded; `start` and `end` index the
    canonical text, so `text[start:end] == quote`.
    """
    document = reading.document
    return {
        "document": {
            "id": document.id,
            "title": document.title,
            "publisher": document.publisher,
            "date": document.date,
            "sha256": document.sha256,
            "reader": document.content.reader,
            "pages": document.content.pages,
            "format": format_words(document.content.reader),
            "family": family(document.content.reader, reading.layout),
            "layout": reading.layout,
            "marking": _marking(document),
            "copy_status": document.sidecar.get("copy_status") if document.sidecar else None,
        },
        "columns": [
            {"heading": column.heading, "role": column.role, "how": column.how}
            for column in reading.columns
        ],
        "actions": [_action(reading, action) for action in reading.actions],
        "findings": [finding.to_json() for finding in reading.findings],
    }


def report(reading: PlanReading) -> dict[str, Any]:
    """Return what the report of a build says of a document, ready for JSON."""
    rows = (finding for action in reading.actions for finding in action.findings)
    return {
        "family": family(reading.document.content.reader, reading.layout),
        "actions": len(reading.actions),
        "findings": [finding.to_json() for finding in (*reading.findings, *rows)],
    }


def _marking(document: Document) -> str | None:
    at = document.content.marking
    return " ".join(document.text[slice(*at)].split()) if at else None


def _action(reading: PlanReading, action: ReadAction) -> dict[str, Any]:
    row = action.row
    group = row.group
    named = {kind: _named(action, kind) for kind in ("POLICY", "TRAINING")}
    return {
        "ref": row.ref,
        "id": action.id,
        "recommendation_text": _words(row.recommendation),
        "action_text": row.action.folded(),
        "workstream": _words(group.name) if group else None,
        "owners": list(_owners(action)),
        "sources": list(_sources(reading, action)),
        "response_text": " ".join(cell.folded() for cell in row.response),
        "status_words": status_words(row),
        "status": action.status,
        "due": action.due,
        "policies": named["POLICY"],
        "training": named["TRAINING"],
        "other": others(row),
        "statements": [
            {
                "start": sentence.start,
                "end": sentence.end,
                "quote": sentence.quote,
                "stage": sentence.stage,
                "rule": sentence.rule,
            }
            for sentence in action.sentences
        ],
        "mentions": [
            {
                "start": mention.start,
                "end": mention.end,
                "quote": mention.quote,
                "kind": mention.kind,
                "field": mention.field,
                "rule": mention.rule,
            }
            for mention in action.mentions
        ],
        "findings": [finding.to_json() for finding in action.findings],
    }


def status_words(row: PlanRow) -> str | None:
    """Return the words of the status cell, or else the name of its colour, or None."""
    if row.status is None and row.colour:
        return row.colour.name.capitalize()
    return _words(row.status)


def others(row: PlanRow) -> dict[str, str]:
    """Return what stands in columns of no role that the program knows, by heading."""
    held: dict[str, str] = {}
    for heading, cell in row.others:
        held[heading] = " ".join(filter(None, (held.get(heading), cell.folded())))
    return held


def _words(cell: Passage | None) -> str | None:
    return cell.folded() if cell else None


def _owners(action: ReadAction) -> Iterator[str]:
    """Yield who leads, in the document's words; a row's own cell outranks the heading above it."""
    row = action.row
    heading = (row.group.owner,) if row.group and row.group.owner else ()
    for cell in row.owners or heading:
        yield from (owner.folded() for owner in owners_in(cell))


def _sources(reading: PlanReading, action: ReadAction) -> Iterator[dict[str, Any]]:
    for cited in action.row.cited:
        alone = len(cited.citations) == 1
        for citation in cited.citations:
            start = cited.quote_start if alone else citation.start
            end = cited.quote_end if alone else citation.end
            yield {
                "kind": citation.kind,
                "locator": citation.locator,
                "document": cited_document_id(reading, citation),
                "quote": reading.document.text[start:end],
                "start": start,
                "end": end,
            }


def _named(action: ReadAction, kind: str) -> list[str]:
    words: Iterable[str] = (
        " ".join(mention.quote.split()) for mention in action.mentions if mention.kind == kind
    )
    return list(dict.fromkeys(words))
