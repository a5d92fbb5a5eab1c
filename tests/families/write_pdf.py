"""Writes a plan as a PDF: ruled or unruled tables, repeated headers, rows split over pages."""

import io
from html import escape
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as PdfTable

from tests.families.blocks import COLOURS, Block, Cell, Row, Table, Text
from tests.families.blocks import PageBreak as NewPage

SIZES = {"title": 18.0, "heading1": 14.0, "heading2": 12.0, "heading3": 11.0, "small": 8.0}
INDENT = {"bullet": 14, "number": 18}


def write(blocks: list[Block], page: dict[str, Any]) -> bytes:
    """The document's bytes, laid out twice so that the footer can say `Page 1 of 6`.

    `page`: landscape, font, size, header, footer, marking, page_numbers, title, margin.
    """
    _, pages = _build(blocks, page, total=0)
    data, _ = _build(blocks, page, total=pages)
    return data


def _build(blocks: list[Block], page: dict[str, Any], total: int) -> tuple[bytes, int]:
    out = io.BytesIO()
    margin = page.get("margin", 18) * mm
    document = SimpleDocTemplate(
        out,
        pagesize=landscape(A4) if page.get("landscape") else A4,
        leftMargin=margin,
        rightMargin=margin,
        topMargin=22 * mm,
        bottomMargin=20 * mm,
        title=page.get("title", ""),
        author=page.get("author", "Policy team"),
        invariant=1,
    )

    def furniture(canvas: Canvas, _: SimpleDocTemplate) -> None:
        _furniture(canvas, page, total)

    story = _story(blocks, page, document.width)
    document.build(story, onFirstPage=furniture, onLaterPages=furniture)
    return out.getvalue(), document.page


def _furniture(canvas: Canvas, page: dict[str, Any], total: int) -> None:
    """What stands on every page: marking, running header, running footer, page number."""
    width, height = canvas._pagesize  # noqa: SLF001 the canvas has no other name for it
    canvas.saveState()
    canvas.setFont(page.get("font", "Helvetica"), 8)
    marking = page.get("marking", "")
    canvas.drawCentredString(width / 2, height - 10 * mm, marking)
    canvas.drawString(18 * mm, height - 15 * mm, page.get("header", ""))
    canvas.drawCentredString(width / 2, 7 * mm, marking)
    canvas.drawString(18 * mm, 12 * mm, page.get("footer", ""))
    if page.get("page_numbers"):
        number = page["page_numbers"].format(page=canvas.getPageNumber(), total=total)
        canvas.drawRightString(width - 18 * mm, 12 * mm, number)
    canvas.restoreState()


def _style(page: dict[str, Any], kind: str, size: float | None = None) -> ParagraphStyle:
    font = page.get("font", "Helvetica")
    bold = {"Times-Roman": "Times-Bold"}.get(font, f"{font}-Bold")
    points = size or SIZES.get(kind, page.get("size", 10.0))
    heading = kind in {"title", "heading1", "heading2", "heading3", "header", "theme"}
    return ParagraphStyle(
        kind,
        fontName=bold if heading else font,
        fontSize=points,
        leading=points * 1.2,
        spaceBefore=points * 0.6 if kind.startswith("heading") else 0,
        spaceAfter=points * 0.5,
        leftIndent=INDENT.get(kind, 0),
    )


def _story(blocks: list[Block], page: dict[str, Any], room: float) -> list[Flowable]:
    story: list[Flowable] = []
    count = 0
    for block in blocks:
        if isinstance(block, Table):
            story += [_table(block, page, room), Spacer(1, 8)]
        elif isinstance(block, NewPage):
            story.append(PageBreak())
        elif isinstance(block, Text):
            count = count + 1 if block.style == "number" else count
            story.append(_text(block, page, count))
    return story


def _text(block: Text, page: dict[str, Any], count: int) -> Paragraph:
    style = _style(page, block.style)
    text = escape(block.text, quote=False).replace("\n", "<br/>")
    if block.style == "bullet":
        return Paragraph(text, style, bulletText="•")
    if block.style == "number":
        return Paragraph(text, style, bulletText=f"{count}.")
    if block.style == "label":
        term, _, value = text.partition(":")
        return Paragraph(f"<b>{term}:</b>{value}", style)
    return Paragraph(text, style)


def _table(table: Table, page: dict[str, Any], room: float) -> PdfTable:
    """`options`: ruled, split (a row may go over to the next page), repeat, size, pad."""
    options = table.options
    size = options.get("size", page.get("size", 9.0))
    data = [[_paragraph(cell, row, page, size) for cell in row.cells] for row in table.rows]
    widths = [room * width / sum(table.widths) for width in table.widths]
    headers = sum(1 for row in table.rows if row.kind == "header")
    pad = options.get("pad", 3)
    commands: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), pad),
        ("BOTTOMPADDING", (0, 0), (-1, -1), pad),
    ]
    for line, row in enumerate(table.rows):
        commands += _row_commands(line, row, ruled=options.get("ruled", True))
    if options.get("underline"):
        commands.append(("LINEBELOW", (0, headers - 1), (-1, headers - 1), 0.8, colors.black))
    return PdfTable(
        data,
        colWidths=widths,
        repeatRows=headers if options.get("repeat", True) else 0,
        splitInRow=1 if options.get("split") else 0,
        style=commands,
        hAlign="LEFT",
    )


def _paragraph(cell: Cell | None, row: Row, page: dict[str, Any], size: float) -> Any:
    if cell is None:
        return ""
    style = _style(page, row.kind, size)
    style.spaceAfter = 0
    return Paragraph(escape(cell.text, quote=False).replace("\n", "<br/>"), style)


def _row_commands(line: int, row: Row, *, ruled: bool) -> list[tuple[Any, ...]]:
    """Lines round each cell (a merged cell has none inside it), spans of theme rows, colours."""
    commands: list[tuple[Any, ...]] = []
    for index, cell in enumerate(row.cells):
        if cell is None:
            continue
        start, end = (index, line), (index + cell.colspan - 1, line + cell.rowspan - 1)
        if ruled:
            commands.append(("BOX", start, end, 0.5, colors.black))
        if cell.colspan > 1:
            commands.append(("SPAN", start, (end[0], line)))
        if ruled and row.kind != "body":
            commands.append(("BACKGROUND", start, end, colors.HexColor("#D9E2F3")))
        if cell.fill:
            commands.append(("BACKGROUND", start, end, colors.HexColor("#" + COLOURS[cell.fill])))
    return commands
