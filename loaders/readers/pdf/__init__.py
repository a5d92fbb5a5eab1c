"""Reads PDF: words with page and box, tables ruled and unruled, headings, furniture, cell colours.

PDFium gives the characters and what is drawn; nothing is rendered, no script is run, and nothing
outside the file is opened. Each page is let go of before the next one is read.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from graph.errors import UnreadableInputError
from loaders.content import Block, Content, Table
from loaders.findings import Finding
from loaders.markings import marking_in_lines
from loaders.readers.pdf.furniture import furniture_of
from loaders.readers.pdf.opening import open_pdf, repairs, title_of
from loaders.readers.pdf.prose import Piece, pieces_of, style_of
from loaders.readers.pdf.sheet import Sheet, sheet_of, unruled
from loaders.readers.pdf.writing import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from loaders.limits import Limits
    from loaders.readers.pdf.grid import Grid
    from loaders.readers.pdf.prose import Style

READER = "pdf/1"

_SCANNED = 0.5
"""Of a page: pictures that cover as much hold its words, where it has hardly any."""
_HARDLY_ANY = 6
"""Words outside headers and footers."""
_UNKNOWN = 0.3
"""Share of characters without a meaning from which on a document's words are no words."""
_SAME_COLUMN = 6.0
"""Points: columns nearer than this are one column over a page break."""
_MOST_NAMED = 12
"""Pages that a finding names one by one."""


def read(path: Path, original: bytes, limits: Limits) -> Content:
    """Read a PDF.

    Raises:
        UnreadableInputError: locked, cut short, damaged, empty, scanned, or over a limit.
    """
    document = open_pdf(path, original, limits)
    try:
        title = title_of(document)
        sheets, findings = _sheets(path, document, limits)
        pages = len(document)
    finally:
        document.close()
    findings += repairs(original)
    findings += _furnished(path, sheets)
    writer = _written(sheets)
    _check_limits(path, writer, limits)
    text = writer.text
    return Content(
        text,
        READER,
        tuple(writer.flow),
        pages=pages,
        places=writer.places,
        marking=_marking(text, writer.flow),
        title=title,
        findings=tuple(findings),
    )


def _sheets(
    path: Path, document: pdfium.PdfDocument, limits: Limits
) -> tuple[list[Sheet], list[Finding]]:
    sheets: list[Sheet] = []
    broken: list[int] = []
    cells = rows = 0
    for index in range(len(document)):
        try:
            sheet = sheet_of(document, index)
        except pdfium.PdfiumError:
            broken.append(index + 1)
            continue
        sheets.append(sheet)
        cells += sum(len(row) for grid in sheet.grids for row in grid.rows)
        rows += sum(len(grid.rows) for grid in sheet.grids)
        limits.check(path, "cells", cells, "cells")
        limits.check(path, "rows", rows, "rows")
    if not sheets:
        raise UnreadableInputError(
            f"{path}: is a PDF none of whose pages can be read; print it to a new PDF"
        )
    findings = []
    if broken:
        findings.append(
            Finding(
                "error",
                "pdf.broken-page",
                f"{_these(broken)} cannot be read; print the file to a new PDF, or get it again",
                _these(broken),
            )
        )
    return sheets, findings


def _furnished(path: Path, sheets: list[Sheet]) -> Iterator[Finding]:
    """Take headers and footers from all pages, and say what was not read of the rest."""
    taken = furniture_of([(sheet.page, sheet.loose) for sheet in sheets])
    for sheet, mine in zip(sheets, taken, strict=True):
        sheet.take_furniture(mine)
    yield from _unread(path, sheets)


def _written(sheets: list[Sheet]) -> Writer:
    unruled(sheets)
    style = style_of(
        (sheet.page for sheet in sheets), (line for sheet in sheets for line in sheet.loose)
    )
    writer = Writer()
    before: Grid | Piece | None = None
    for sheet in sheets:
        before = _write(writer, sheet, style, before)
        sheet.let_go()
    return writer


def _check_limits(path: Path, writer: Writer, limits: Limits) -> None:
    tables = [one for one in writer.flow if isinstance(one, Table)]
    limits.check(path, "cells", sum(len(row) for table in tables for row in table.rows), "cells")
    limits.check(path, "rows", sum(len(table.rows) for table in tables), "rows")


def _write(
    writer: Writer, sheet: Sheet, style: Style, before: Grid | Piece | None
) -> Grid | Piece | None:
    """Write one page; return what ended it, furniture aside."""
    page = sheet.page
    for line in sheet.furniture:
        if line.box[1] < page.height / 2:
            writer.piece(page, Piece("furniture", [line]))
    first = True
    last = before
    for part in _in_order(sheet, style):
        if isinstance(part, Piece):
            if first and isinstance(before, Piece) and _cut(before, part):
                writer.go_on(page, part)
            else:
                writer.piece(page, part)
        else:
            same = first and not isinstance(before, Piece) and before is not None
            writer.grid(page, part, continues=same and _same_columns(before, part))
        first = False
        last = part
    for line in sheet.furniture:
        if line.box[1] >= page.height / 2:
            writer.piece(page, Piece("furniture", [line]))
    return last


def _in_order(sheet: Sheet, style: Style) -> Iterator[Grid | Piece]:
    """Yield the tables of a page and what stands between them, from the top."""
    grids = sorted(sheet.grids, key=lambda grid: (grid.box[1], grid.box[0]))
    lines = list(sheet.loose)
    for grid in grids:
        above = [line for line in lines if line.box[1] < grid.box[1]]
        lines = [line for line in lines if line.box[1] >= grid.box[1]]
        yield from pieces_of(above, style)
        yield grid
    yield from pieces_of(lines, style)


def _cut(before: Piece, piece: Piece) -> bool:
    """Return whether a paragraph goes on over a page break: no end, then small letters."""
    return (
        before.kind in ("line", "item")
        and piece.kind == "line"
        and not before.text.endswith((".", "!", "?", ":", ";"))
        and piece.text[:1].islower()
    )


def _same_columns(before: Grid | Piece | None, grid: Grid) -> bool:
    if before is None or isinstance(before, Piece):
        return False
    return len(before.columns) == len(grid.columns) and all(
        abs(one - other) <= _SAME_COLUMN
        for one, other in zip(before.columns, grid.columns, strict=True)
    )


def _unread(path: Path, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """Yield what was not read, page by page; refuse a document without any words.

    Raises:
        UnreadableInputError: no page has words.
    """
    words = sum(len(sheet.page.words) for sheet in sheets)
    scanned = [
        sheet.page.number
        for sheet in sheets
        if sheet.page.pictured >= _SCANNED and sheet.words() < _HARDLY_ANY
    ]
    if not words or len(scanned) == len(sheets):
        if scanned or any(sheet.page.pictured for sheet in sheets):
            raise UnreadableInputError(
                f"{path}: is scanned, its pages are pictures without a text layer; run "
                "ocrmypdf on it and give the result"
            )
        raise UnreadableInputError(f"{path}: is a PDF without words; give one that holds a plan")
    if scanned:
        yield Finding(
            "warning",
            "pdf.scanned-page",
            f"{_these(scanned)} {'is a picture' if len(scanned) == 1 else 'are pictures'} without "
            "a text layer and could not be read; run ocrmypdf on the file and read the result",
            _these(scanned),
        )
    hidden = [sheet.page.number for sheet in sheets if sheet.page.hidden]
    if hidden:
        count = sum(sheet.page.hidden for sheet in sheets)
        yield Finding(
            "info",
            "pdf.hidden",
            f"{count:,} characters that no reader of the page sees were left out",
            _these(hidden),
        )
    garbled = [sheet.page.number for sheet in sheets if sheet.unknown() > _UNKNOWN]
    if garbled:
        yield Finding(
            "warning",
            "pdf.no-meaning",
            "the file does not say which letters its shapes are; run ocrmypdf --force-ocr on it "
            "and read the result",
            _these(garbled),
        )


def _marking(text: str, flow: Sequence[Block | Table]) -> tuple[int, int] | None:
    """Return the first protective marking in the furniture, else the first on a line of its own."""
    blocks = [one for one in flow if isinstance(one, Block)]
    furniture = (one for one in blocks if one.kind == "furniture")
    others = (one for one in blocks if one.kind != "furniture")
    for block in itertools.chain(furniture, others):
        for start, end in block.spans:
            found = marking_in_lines(text[start:end])
            if found:
                return start + found[0], start + found[1]
    return None


def _these(pages: Sequence[int]) -> str:
    """Return pages as a finding names them: `page 3`, `pages 3, 5-7`."""
    if len(pages) == 1:
        return f"page {pages[0]}"
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    named = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs[:_MOST_NAMED]]
    more = " and more" if len(runs) > _MOST_NAMED else ""
    return f"pages {', '.join(named)}{more}"
