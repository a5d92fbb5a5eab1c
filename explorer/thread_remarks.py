"""What a Trace page says where something is missing, or is less than it seems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from explorer.thread_read import Link, ThreadNode


def source_remarks(actions: list[ThreadNode], origins: list[Link]) -> tuple[str, ...]:
    """Return what to say where an action cites nothing."""
    if actions and not origins:
        return (f"{words.NO_LINK}. No citation of a source was found for this action.",)
    return ()


def recommendation_remarks(
    origins: list[Link], asked: Mapping[str, ThreadNode], listed: list[Link]
) -> tuple[str, ...]:
    """Return what to say of the asks that an action answers, or does not name."""
    own = {link.target.id for link in listed}
    remarks = []
    direct = [link.target for link in origins if link.target.kind == "Document"]
    if any(node.id in own for node in direct):
        remarks.append(
            "None: the document gives a local origin, so no outside recommendation is cited."
        )
    if any(node.id not in own for node in direct):
        remarks.append(
            f"{words.NUMBER_NOT_STATED}: the document names the source, "
            "not which of its recommendations."
        )
    if not direct and not asked:
        remarks.append(f"{words.NO_LINK}.")
    return tuple(remarks)


def evidence_remarks(
    evidence: list[Link], promised: list[Link], explained: list[Link], *, row: bool
) -> tuple[str, ...]:
    """Return what to say of the evidence, and of what stands in its place."""
    if evidence:
        reported = any(link.target.text("stage") != "finding" for link in evidence)
        return ("Reported by the force itself.",) if reported else ()
    if promised:
        return ("No evidence found: what the document gives is a commitment.",)
    if explained:
        return ("No evidence found: what the document gives is background.",)
    if row:
        return ("No evidence found in an answer column; see the row's other columns, below.",)
    return ("No evidence found: the document gives no answer to this action.",)
