"""The same action on a summary and in the detail: it is one, with what both say of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from loaders.findings import Finding
from loaders.layout.columns import names_a_list, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.layout.growing import GrownRow
    from loaders.layout.rows import PlanRow

_FEWEST_WORDS = 3
"""Words: a shorter action is the same by chance."""

_Key = tuple[str | None, str]


def told_once(
    rows: Sequence[PlanRow], grown: Sequence[GrownRow]
) -> tuple[tuple[PlanRow, ...], list[Finding]]:
    """Return the rows of a plan without those that another table lists again.

    An action is the same where its words are, its ref does not differ, and the two stand on
    different sheets, or in tables with different columns. What the fuller one leaves out, the
    other adds; the place in the plan is that of the first.

    Args:
        rows: in reading order.
        grown: the row that each of them was made of.
    """
    kept: list[PlanRow | None] = []
    places: dict[str, list[int]] = {}
    findings: list[Finding] = []
    for at, (row, source) in enumerate(zip(rows, grown, strict=True)):
        words = plain(row.action.folded())
        before = next(
            (
                earlier
                for earlier in places.get(words, ())
                if _apart(grown[earlier], source) and _alike(rows[earlier], row)
            ),
            None,
        )
        other = kept[before] if before is not None else None
        if before is None or other is None or len(words.split()) < _FEWEST_WORDS:
            places.setdefault(words, []).append(at)
            kept.append(row)
            continue
        kept[before] = _merged(other, row)
        kept.append(None)
        if len(findings) < 1:
            findings.append(
                Finding(
                    "info",
                    "row.listed-twice",
                    "actions that a summary and a detailed table both list were read as one",
                    f"ref {row.ref}",
                )
            )
    return tuple(row for row in kept if row is not None), findings


def _apart(one: GrownRow, other: GrownRow) -> bool:
    """Return whether one of two rows may be a summary's: its sheet or its columns are others.

    Sheets of agencies, with the same columns, may well ask the same of each.
    """
    if one.table == other.table or one.columns != other.columns:
        return one.table != other.table
    sheets = {one.sheet or "", other.sheet or ""}
    return len(sheets) > 1 and any(names_a_list(sheet) for sheet in sheets)


def _alike(one: PlanRow, other: PlanRow) -> bool:
    names = {row.group.name.folded() for row in (one, other) if row.group and row.group.name}
    if len(names) > 1:
        return False
    if one.ref_at is None or other.ref_at is None:
        return True
    return plain(one.ref) == plain(other.ref)


def _weight(row: PlanRow) -> int:
    return sum(
        map(
            bool,
            (
                row.recommendation,
                row.owners,
                row.response,
                row.status,
                row.due,
                row.others,
                row.cited,
            ),
        )
    )


def _merged(one: PlanRow, other: PlanRow) -> PlanRow:
    """Return the fuller of two rows, with what it leaves out taken from the other."""
    full, thin = (one, other) if _weight(one) >= _weight(other) else (other, one)
    return replace(
        full,
        ref=full.ref if full.ref_at else thin.ref,
        ref_at=full.ref_at or thin.ref_at,
        recommendation=full.recommendation or thin.recommendation,
        cited=full.cited or thin.cited,
        owners=full.owners or thin.owners,
        group=full.group or thin.group,
        response=full.response or thin.response,
        status=full.status or thin.status,
        colour=full.colour or (None if full.status else thin.colour),
        due=full.due or thin.due,
        others=full.others + tuple(one for one in thin.others if one not in full.others),
    )
