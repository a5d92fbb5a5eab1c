"""Writes a plan as plain text: lists, register entries, run-on lines, columns of fixed width."""

import textwrap
from itertools import zip_longest
from typing import Any

from tests.families.blocks import Block, PageBreak, Row, Table, Text


def write(blocks: list[Block], page: dict[str, Any]) -> bytes:
    """The file's bytes. `page`: width (0: lines are not wrapped), encoding, tight."""
    lines: list[str] = []
    count = 0
    for block in blocks:
        if isinstance(block, Text):
            count = count + 1 if block.style == "number" else count
            lines += _text(block, page.get("width", 0), count)
            if not page.get("tight") or block.style.startswith(("title", "heading")):
                lines.append("")
        elif isinstance(block, Table):
            lines += [*_table(block), ""]
        elif isinstance(block, PageBreak):
            lines += ["", ""]
    text = "\n".join(line.rstrip() for line in lines).rstrip() + "\n"
    return text.encode(page.get("encoding", "utf-8"))


def _text(block: Text, width: int, count: int) -> list[str]:
    opening = {"bullet": "- ", "number": f"{count}. "}.get(block.style, "")
    lines: list[str] = []
    for line in (opening + block.text).split("\n"):
        lines += textwrap.wrap(line, width) if width and line else [line]
    return lines


def _table(table: Table) -> list[str]:
    """Columns of `widths` characters; `options`: gap (lines between rows), every, footer.

    `every` rows the page ends: the footer, a blank line and the header again.
    """
    widths = [int(width) for width in table.widths]
    headers = [row for row in table.rows if row.kind == "header"]
    lines = [line for row in headers for line in _row(row, widths)]
    if table.options.get("underline"):
        lines.append("-" * (sum(widths) - 1))
    top = list(lines)
    count = 0
    for row in table.rows[len(headers) :]:
        if count and count % table.options.get("every", 10**6) == 0:
            lines += ["", table.options.get("footer", ""), "", *top]
        lines += _row(row, widths) + [""] * table.options.get("gap", 1)
        count += row.kind == "body"
    return lines


def _row(row: Row, widths: list[int]) -> list[str]:
    if row.kind == "theme":
        return [row.cells[0].text if row.cells[0] else ""]
    columns = [
        textwrap.wrap(cell.text if cell else "", width - 2) or [""]
        for cell, width in zip(row.cells, widths, strict=True)
    ]
    return [
        "".join(part.ljust(width) for part, width in zip(parts, widths, strict=True))
        for parts in zip_longest(*columns, fillvalue="")
    ]
