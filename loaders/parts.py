"""A plan's part as a message, from the process that read it to the one that stores it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph import facts_file
from graph.store.base import HeldText, Part

if TYPE_CHECKING:
    from collections.abc import Mapping


def packed(part: Part) -> tuple[dict[str, Any], list[bytes]]:
    """Return a part as a message and the bytes that go with it (see `graph.frames`)."""
    head = {
        "document": part.document,
        "source": part.source,
        "held": [[held.document, held.reader] for held in part.held],
    }
    texts = [piece for held in part.held for piece in (held.original, held.text.encode("utf-8"))]
    return head, [facts_file.dump(part.facts), *texts]


def unpacked(
    message: Mapping[str, Any], *, key: str | None = None, report: Mapping[str, Any] | None = None
) -> Part:
    """Return the part that was packed, with what is to be kept beside it.

    Raises:
        IntegrityError: its facts are not facts.
    """
    facts, *texts = message["attached"]
    held = tuple(
        HeldText(document, texts[2 * at], texts[2 * at + 1].decode("utf-8"), reader)
        for at, (document, reader) in enumerate(message["held"])
    )
    return Part(
        document=message["document"],
        source=message["source"],
        facts=facts_file.load(facts, message["source"]),
        held=held,
        key=key,
        report=report or {},
    )
