"""Writes a plan as a Word document: tables with merged cells, headings, real and typed lists."""

import io
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Pt
from docx.table import _Cell as WordCell
from docx.table import _Row as WordRow

from tests.families.blocks import COLOURS, Block, Cell, PageBreak, Table, Text
from tests.families.zips import MADE, without_clock

STYLES = {
    "title": "Title",
    "heading1": "Heading 1",
    "heading2": "Heading 2",
    "heading3": "Heading 3",
    "paragraph": "Normal",
    "bullet": "List Bullet",
    "number": "List Number",
    "small": "Caption",
}


def write(blocks: list[Block], page: dict[str, Any]) -> bytes:
    """The document's bytes. `page`: header, footer, landscape, author."""
    word = Document()
    word.core_properties.author = page.get("author", "Policy team")
    word.core_properties.created = MADE
    word.core_properties.modified = MADE
    word.styles["Normal"].font.name = "Arial"
    word.styles["Normal"].font.size = Pt(10)
    _page(word.sections[0], page)
    for block in blocks:
        if isinstance(block, Text):
            _text(word, block)
        elif isinstance(block, Table):
            _table(word, block)
        elif isinstance(block, PageBreak):
            word.add_page_break()
    out = io.BytesIO()
    word.save(out)
    return without_clock(out.getvalue())


def _page(section: Section, page: dict[str, Any]) -> None:
    if page.get("landscape"):
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    else:
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.header.paragraphs[0].text = page.get("header", "")
    footer = section.footer.paragraphs[0]
    footer.add_run(page.get("footer", ""))
    if page.get("page_numbers"):
        footer.add_run(" Page ")
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        footer._p.append(field)  # noqa: SLF001 python-docx has no call for a field


def _text(word: WordDocument, block: Text) -> None:
    if block.style == "label":
        term, _, value = block.text.partition(":")
        paragraph = word.add_paragraph()
        paragraph.add_run(term + ":").bold = True
        paragraph.add_run(value)
        return
    word.add_paragraph(block.text, style=STYLES[block.style])


def _table(word: WordDocument, table: Table) -> None:
    grid = word.add_table(len(table.rows), len(table.widths))
    grid.style = table.options.get("style", "Table Grid")
    grid.autofit = False
    section = word.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    for line, row in enumerate(table.rows):
        target = grid.rows[line]
        for index, cell in enumerate(row.cells):
            width = int(room * table.widths[index] / sum(table.widths))
            target.cells[index].width = width
            if cell:
                _fill_cell(target.cells[index], cell, bold=row.kind != "body")
        if row.kind == "header":
            _repeat(target)
    for line, row in enumerate(table.rows):
        for index, cell in enumerate(row.cells):
            if cell and (cell.rowspan > 1 or cell.colspan > 1):
                corner = grid.cell(line + cell.rowspan - 1, index + cell.colspan - 1)
                _tidy(grid.cell(line, index).merge(corner))
    word.add_paragraph()


def _fill_cell(target: WordCell, cell: Cell, *, bold: bool) -> None:
    """One paragraph a line; lines that open with a bullet become items of a real list."""
    for number, line in enumerate(cell.text.split("\n")):
        paragraph = target.paragraphs[0] if number == 0 else target.add_paragraph()
        if line.startswith("• "):
            paragraph.style = "List Bullet"
        paragraph.add_run(line.removeprefix("• ")).bold = bold
    if cell.fill:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:color"), "auto")
        shade.set(qn("w:fill"), COLOURS[cell.fill])
        target._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 no call for shading


def _tidy(merged: WordCell) -> None:
    """Merging keeps an empty paragraph of every cell that was merged; Word's own does not."""
    for paragraph in merged.paragraphs[1:]:
        if not paragraph.text:
            paragraph._p.getparent().remove(paragraph._p)  # noqa: SLF001


def _repeat(row: WordRow) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 no call for repeated headers
