"""Tables that stand upright: the headings down the first column, one action to a table or more."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders.layout.columns import ASKING, Column, columns, is_foreign, plain, role_of
from loaders.layout.grid import runs
from loaders.layout.header_rows import any_role
from loaders.layout.labels import label_role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.content import Cell
    from loaders.layout.grid import Line
    from loaders.said_columns import SaidColumns

_FEWEST = 3
"""Headings: fewer make no form."""
_LOOKED_AT = 60
"""Lines: what these say of a table, the rest says too."""
_PAIR = 2
"""Cells of a line that holds a heading with its value."""
_PAIRED = 4
"""Cells of a line that holds two headings with a value each."""


@dataclass(slots=True)
class Record:
    """One action of a form: what stands beside each heading.

    Attributes:
        pairs: heading and the cell beside it, in reading order.
        title: cells that may name its recommendation: the line over it that fills the whole width,
            or the heading of what is asked ("Recommendation 4").
    """

    pairs: list[tuple[str, Cell]] = field(default_factory=list)
    title: list[Cell] = field(default_factory=list)

    def columns(self, said: SaidColumns | None) -> tuple[Column, ...]:
        """Return what the headings say, as if they stood over columns."""
        found = [heading for heading, _ in self.pairs]
        settled = columns(found, said=said)
        if settled:
            return settled
        return tuple(
            Column(
                " ".join(heading.split()),
                _role(heading, said) or "other",
                _sure(heading, said),
            )
            for heading in found
        )


def records(lines: Sequence[Line], said: SaidColumns | None) -> list[Record]:
    """Return the actions of a table whose first column holds the headings; none where it is none.

    A line may hold two pairs ("Lead", its value, "Due", its value), and a table of several columns
    beside the headings holds one action in each.
    """
    labelled = [line for line in lines if len(runs(line.cells)) > 1]
    first = [line.words[0] for line in labelled[:_LOOKED_AT]]
    if len(labelled) < _FEWEST or not _upright(first, said):
        return []
    if columns(lines[0].words, said=said) and len(lines[0].words) > _PAIR:
        return []
    widths = {len(runs(line.cells)) for line in labelled}
    if max(widths) > _PAIR and not _paired(labelled, said):
        return list(_across(labelled)) if len(widths) == 1 else []
    return list(_down(lines))


def _role(heading: str, said: SaidColumns | None) -> str | None:
    own = said.roles.get(plain(heading)) if said else None
    return own or any_role(heading) or label_role(heading)


def _sure(heading: str, said: SaidColumns | None) -> bool:
    own = said.roles.get(plain(heading)) if said else None
    return bool(own or role_of(heading) or label_role(heading))


def _upright(labels: Sequence[str], said: SaidColumns | None) -> bool:
    """Return whether labels are mostly headings, one of which says what is asked."""
    held = [label for label in labels if label]
    roles = [_role(label, said) for label in held]
    known = {role for role in roles if role}
    return (
        len(known) >= _FEWEST
        and bool(known & set(ASKING))
        and sum(1 for role in roles if role) * 10 >= len(held) * 7
        and sum(_sure(label, said) for label in held) * 2 >= len(held)
        and not any(is_foreign(label) for label in held)
    )


def _paired(lines: Sequence[Line], said: SaidColumns | None) -> bool:
    """Return whether the lines with more cells hold a second heading with its value."""
    wide = [line for line in lines if len(runs(line.cells)) >= _PAIRED]
    second = [line.words[runs(line.cells)[2][0]] for line in wide]
    return (
        bool(wide)
        and all(len(runs(line.cells)) % 2 == 0 for line in lines)
        and (sum(1 for heading in second if _role(heading, said)) * 10 >= len(second) * 7)
    )


def _down(lines: Sequence[Line]) -> Iterator[Record]:
    """Yield the records of a form; a heading that asks, or was the first, begins another."""
    record = Record()
    for line in lines:
        places = [run[0] for run in runs(line.cells)]
        if len(places) == 1:
            if record.pairs:
                yield record
                record = Record()
            record.title.extend(cell for _, cell, _ in line.filled())
            continue
        for label, value in zip(places[::2], places[1::2], strict=False):
            heading = line.words[label]
            if not heading and record.pairs:
                heading = record.pairs[-1][0]
            seen = [_bare(known) for known, _ in record.pairs]
            if seen and _bare(heading) == seen[0]:
                yield record
                record = Record()
            if label_role(heading) == "recommendation" and role_of(heading) is None:
                record.title.append(line.cells[label])
            record.pairs.append((heading, line.cells[value]))
    if record.pairs:
        yield record


def _bare(heading: str) -> str:
    """Return a heading's words without its number: "Recommendation 4"."""
    return " ".join(re.sub(r"\d+", " ", plain(heading)).split())


def _across(lines: Sequence[Line]) -> Iterator[Record]:
    """Yield one record for each column beside the headings."""
    for at in range(1, max(len(line.cells) for line in lines)):
        pairs = [(line.words[0], line.cells[at]) for line in lines if at < len(line.cells)]
        if any(cell.spans for _, cell in pairs):
            yield Record(pairs)
