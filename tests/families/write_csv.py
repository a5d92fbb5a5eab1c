"""Writes a plan as separated values: any delimiter, any encoding, titles above the header."""

import csv
import io
from typing import Any

from tests.families.blocks import Block, Table, Text


def write(blocks: list[Block], page: dict[str, Any]) -> bytes:
    """The file's bytes. `page`: delimiter, encoding, byte_order_mark, quote_all, line_end."""
    out = io.StringIO(newline="")
    writer = csv.writer(
        out,
        delimiter=page.get("delimiter", ","),
        quoting=csv.QUOTE_ALL if page.get("quote_all") else csv.QUOTE_MINIMAL,
        lineterminator=page.get("line_end", "\r\n"),
    )
    for block in blocks:
        if isinstance(block, Text):
            writer.writerow([block.text])
        elif isinstance(block, Table):
            for row in block.rows:
                writer.writerow([cell.text if cell else "" for cell in row.cells])
    mark = "\ufeff" if page.get("byte_order_mark") else ""
    return (mark + out.getvalue()).encode(page.get("encoding", "utf-8"))
