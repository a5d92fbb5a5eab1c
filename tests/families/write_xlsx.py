"""Writes a plan as an Excel workbook: titles over the header, merged cells, fills, real dates."""

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.families.blocks import COLOURS, Block, Cell, Row, Sheet, Table, Text
from tests.families.zips import MADE, without_clock

THIN = Side(style="thin", color="999999")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def write(blocks: list[Block], page: dict[str, Any]) -> bytes:
    """The workbook's bytes. `page`: sheet (name of the first), author, footer."""
    book = Workbook()
    book.properties.creator = page.get("author", "Policy team")
    book.properties.created = MADE.replace(tzinfo=None)
    sheet = book.worksheets[0]
    sheet.title = page.get("sheet", "Sheet1")
    line = 1
    for number, block in enumerate(blocks):
        if isinstance(block, Sheet):
            sheet = book.worksheets[0] if number == 0 else book.create_sheet()
            sheet.title = block.title
            sheet.sheet_state = "hidden" if block.hidden else "visible"
            line = 1
        elif isinstance(block, Text):
            _text(sheet, line, block, page)
            line += 1
        elif isinstance(block, Table):
            line = _table(sheet, line, block) + 1
    for each in book.worksheets:
        each.oddFooter.center.text = page.get("footer")
    out = io.BytesIO()
    book.save(out)
    return without_clock(out.getvalue())


def _text(sheet: Worksheet, line: int, block: Text, page: dict[str, Any]) -> None:
    cell = sheet.cell(line, 1, block.text)
    if block.style in {"title", "heading1", "heading2"}:
        cell.font = Font(bold=True, size=14 if block.style == "title" else 12)
        width = page.get("title_width", 1)
        if width > 1:
            sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=width)


def _table(sheet: Worksheet, line: int, table: Table) -> int:
    """Write the table from this line on; returns the line after it."""
    left = table.options.get("left", 1)
    for index, width in enumerate(table.widths):
        letter = get_column_letter(left + index)
        sheet.column_dimensions[letter].width = max(6.0, width * 8)
    for row in table.rows:
        for index, cell in enumerate(row.cells):
            if cell:
                _cell(sheet, line, left + index, row, cell)
        line += 1
    if table.options.get("filter"):
        top = line - len(table.rows)
        start = sheet.cell(top, left).coordinate
        end = sheet.cell(line - 1, left + len(table.widths) - 1).coordinate
        sheet.auto_filter.ref = f"{start}:{end}"
        sheet.freeze_panes = sheet.cell(top + 1, left)
    return line


def _cell(sheet: Worksheet, line: int, column: int, row: Row, cell: Cell) -> None:
    target = sheet.cell(line, column, cell.value or cell.text or None)
    target.border = BOX
    target.alignment = Alignment(wrap_text=True, vertical="top")
    target.font = Font(bold=row.kind != "body")
    if row.kind == "header":
        target.fill = PatternFill("solid", start_color="1F4E79")
        target.font = Font(bold=True, color="FFFFFF")
    if cell.fill:
        target.fill = PatternFill("solid", start_color=COLOURS[cell.fill])
    if cell.value:
        target.number_format = cell.date_format
    if cell.note:
        target.comment = Comment(cell.note, "Performance team")
    if cell.rowspan > 1 or cell.colspan > 1:
        sheet.merge_cells(
            start_row=line,
            end_row=line + cell.rowspan - 1,
            start_column=column,
            end_column=column + cell.colspan - 1,
        )
