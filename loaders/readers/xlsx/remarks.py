"""What there is to say of a workbook: what was left out, and what cannot be trusted."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from loaders.findings import Finding
from loaders.readers.office_xml import local, parsed, relations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from loaders.readers.office_xml import Relation
    from loaders.readers.packed import Packed
    from loaders.readers.xlsx.sheet import RawSheet

_NAMED = 5
"""Cells, rows or columns that a finding names."""
_SHAPE_WORDS = 80
"""Characters of a text box that a finding quotes."""


def about_book(packed: Packed, related: Sequence[Relation]) -> Iterator[Finding]:
    """Say what the workbook holds that is never run or followed."""
    if any(name.lower().endswith("vbaproject.bin") for name in packed.names):
        yield Finding("info", "workbook.macros", "has macros, which are never run", "workbook")
    if any(one.kind in ("externalLink", "externalLinkPath") for one in related):
        yield Finding(
            "info",
            "workbook.links",
            "has links to other files, which are never followed; values are those last saved",
            "workbook",
        )


def hidden_sheets(names: Sequence[str]) -> Finding:
    """Say which sheets are left out."""
    return Finding(
        "info",
        "sheet.hidden",
        f"hidden sheets are left out: {_some(names)}; unhide and save to have them read",
        names[0],
    )


def about_sheet(packed: Packed, name: str, part: str, raw: RawSheet) -> Iterator[Finding]:
    """Say what was left out of a sheet, and which of its cells cannot be trusted."""
    parts = [one for one in relations(packed, part) if not one.outside and one.target in packed]
    if raw.hidden_rows:
        filtered = raw.filtered or any(
            any(local(inner.tag) == "filterColumn" for inner in parsed(packed, one.target).iter())
            for one in parts
            if one.kind == "table"
        )
        rows = _some(_ranges(raw.hidden_rows))
        yield Finding(
            "warning" if filtered else "info",
            "sheet.filtered" if filtered else "sheet.hidden-rows",
            f"rows hidden by a filter are left out: {rows}; clear the filter and save to have them "
            "read"
            if filtered
            else f"hidden rows are left out: {rows}; unhide and save to have them read",
            name,
        )
    columns = sorted(
        {
            column
            for number, cells in raw.rows.items()
            if number not in raw.hidden_rows
            for column, cell in cells.items()
            if cell.words and raw.hidden_columns[column]
        }
    )
    if columns:
        letters = _some([get_column_letter(column) for column in columns])
        yield Finding(
            "info",
            "sheet.hidden-columns",
            f"hidden columns are left out: {letters}; unhide and save to have them read",
            name,
        )
    if raw.not_calculated:
        yield Finding(
            "warning",
            "cell.not-calculated",
            f"formulas without a saved value are read as empty: {_cells(raw.not_calculated)}; "
            "open and save the workbook with Excel",
            name,
        )
    if raw.wrong:
        yield Finding("warning", "cell.error", f"cells show an error: {_cells(raw.wrong)}", name)
    yield from _beside(packed, name, parts)


def _beside(packed: Packed, name: str, parts: Iterable[Relation]) -> Iterator[Finding]:
    """Say what stands on a sheet but in none of its cells."""
    for one in parts:
        if one.kind == "comments":
            notes = [
                note.get("ref", "")
                for note in parsed(packed, one.target).iter()
                if local(note.tag) == "comment"
            ]
            if notes:
                message = f"notes on cells are left out: {_some(notes)}"
                yield Finding("info", "sheet.notes", message, name)
        elif one.kind == "drawing":
            drawing = parsed(packed, one.target)
            words = " ".join(
                inner.text for inner in drawing.iter() if local(inner.tag) == "t" and inner.text
            )
            if words.strip():
                short = " ".join(words.split())[:_SHAPE_WORDS]
                message = f"words in text boxes are left out: {short}"
                yield Finding("info", "sheet.text-boxes", message, name)


def _cells(places: Sequence[tuple[int, int]]) -> str:
    named = [f"{get_column_letter(column)}{row}" for row, column in places[: _NAMED + 1]]
    return _some(named, len(places))


def _ranges(numbers: Iterable[int]) -> list[str]:
    """Return numbers as they are named: `5 to 9`, `12`."""
    runs = groupby(enumerate(sorted(numbers)), key=lambda one: one[1] - one[0])
    met = [[number for _, number in run] for _, run in runs]
    return [str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in met]


def _some(names: Sequence[str], total: int | None = None) -> str:
    """Return the first names, and how many more there are."""
    more = (total or len(names)) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
