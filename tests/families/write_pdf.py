"""Writes a plan as a PDF: ruled or unruled tables, repeated headers, rows split over pages."""

import io
from html import escape
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer

from tests.families.blocks import Block, Table, Text
from tests.families.blocks import PageBreak as NewPage
from tests.families.pdf_table import PlanTable, lay_out

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

    story = _story(blocks, page, document.width - 12)  # the frame keeps 6 points on each side
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


def _table(table: Table, page: dict[str, Any], room: float) -> PlanTable:
    """`options` has `size`, else the page's; the rest is what a PlanTable takes."""
    size = table.options.get("size", page.get("size", 9.0))
    styles = {kind: _style(page, kind, size) for kind in ("header", "theme", "body")}
    for style in styles.values():
        style.spaceAfter = 0
    return lay_out(table, styles, room)
