"""Reads a generated plan of 200 mixed pages beside pdfplumber: rows, time and memory.

`python bench/pdf.py [PAGES]` makes the plan (ruled tables whose rows run over pages, prose, tables
without lines, upright and landscape), reads it with the product and, page by page, with
pdfplumber's own table extraction, and prints what each found and took. Each reading is a fresh
process; pdfplumber lets go of every page, as its manual advises.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGES = 200
_WORDS = re.findall(
    r"\w+",
    "the force will review its policy on domestic abuse with partners and report to the board "
    "every quarter so that victims are heard officers are trained and the outcome is published",
)

Rows = dict[int, list[list[str]]]
"""By page, from 1: the rows of its tables."""


def _words(start: int, count: int) -> str:
    text = " ".join(_WORDS[(start + step * 7) % len(_WORDS)] for step in range(count))
    return text.capitalize() + "."


def make(pages: int) -> bytes:
    """Return a plan of about as many pages."""
    from reportlab.lib import colors  # noqa: PLC0415 the readings' own processes need none of it
    from reportlab.lib.pagesizes import A4, landscape  # noqa: PLC0415  each measured process imports its own
    from reportlab.lib.styles import getSampleStyleSheet  # noqa: PLC0415  each measured process imports its own
    from reportlab.platypus import (  # noqa: PLC0415  each measured process imports its own
        BaseDocTemplate,
        Frame,
        NextPageTemplate,
        PageBreak,
        PageTemplate,
        Paragraph,
        Table,
    )

    out = BytesIO()
    document = BaseDocTemplate(out, title="Invented plan", invariant=1)
    styles = getSampleStyleSheet()

    def furniture(canvas: Any, _: Any) -> None:
        wide, high = canvas._pagesize  # noqa: SLF001 the canvas has no other name for it
        canvas.setFont("Helvetica", 8)
        canvas.drawCentredString(wide / 2, high - 24, "OFFICIAL")
        canvas.drawString(50, 24, "Invented plan")
        canvas.drawRightString(wide - 50, 24, f"Page {canvas.getPageNumber()}")

    for name, (wide, high) in {"upright": A4, "landscape": landscape(A4)}.items():
        frame = Frame(50, 50, wide - 100, high - 100)
        document.addPageTemplates(PageTemplate(name, [frame], furniture, pagesize=(wide, high)))

    def table(first: int, rows: int, wide: float, *, ruled: bool) -> Table:
        head = ["Ref", "Action", "Lead", "Progress", "Due"]
        cells = [
            [
                str(first + row),
                _words(first + row, 18 + row % 9),
                f"Supt {_WORDS[row % 20].title()}",
                _words(first + 3 * row, 10 + row % 25),
                f"{1 + row % 12:02}/2024",
            ]
            for row in range(rows)
        ]
        body = [[Paragraph(text, styles["BodyText"]) for text in row] for row in [head, *cells]]
        lines = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)] if ruled else []
        return Table(
            body,
            colWidths=[share * wide for share in (0.08, 0.34, 0.16, 0.3, 0.12)],
            repeatRows=1,
            style=[("VALIGN", (0, 0), (-1, -1), "TOP"), *lines],
        )

    story: list[Any] = []
    for part in range(max(1, pages // 10)):
        story.append(Paragraph(f"Strand {part + 1}", styles["Heading1"]))
        story.append(table(part * 100, 40, A4[0] - 100, ruled=True))
        story.append(PageBreak())
        story += [Paragraph(_words(part + at, 120), styles["BodyText"]) for at in range(16)]
        story += [NextPageTemplate("landscape"), PageBreak()]
        story.append(table(part * 100 + 50, 22, A4[1] - 100, ruled=True))
        story += [NextPageTemplate("upright"), PageBreak()]
        story.append(table(part * 100 + 80, 12, A4[0] - 100, ruled=False))
        story.append(PageBreak())
    document.build(story)
    return out.getvalue()


def _plain(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "").strip()


def product(path: Path) -> Rows:
    """Return the rows that the product reads from each page."""
    from loaders.content import Table  # noqa: PLC0415 only this process needs it
    from loaders.limits import Limits  # noqa: PLC0415  each measured process imports its own
    from loaders.readers.pdf import read  # noqa: PLC0415  each measured process imports its own

    content = read(path, path.read_bytes(), Limits())
    rows: Rows = {}
    for table in content.flow:
        if isinstance(table, Table):
            page = table.rows[0][0].place.page or 0
            for row in table.rows:
                texts = [
                    _plain("".join(content.text[slice(*span)] for span in cell.spans))
                    for cell in row
                ]
                rows.setdefault(page, []).append(texts)
    return rows


def reference(path: Path) -> Rows:
    """Return the rows that pdfplumber's own table extraction gives for each page."""
    import pdfplumber  # noqa: PLC0415 only this process needs it

    rows: Rows = {}
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            for table in page.extract_tables():
                rows.setdefault(page.page_number, []).extend(
                    [_plain(cell) for cell in row] for row in table
                )
            page.close()
    return rows


def _fresh(name: str, path: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, __file__, name, str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return dict(json.loads(done.stdout))


def _measured(name: str, path: Path) -> None:
    """Print as JSON what one reading found and took, in seconds and MiB."""
    readings = {"product": product, "pdfplumber": reference}
    start = time.perf_counter()
    rows = readings[name](path)
    took = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"rows": rows, "seconds": took, "peak": peak}))


def main() -> None:
    """Print the comparison."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.pdf"
        path.write_bytes(make(pages))
        ours, theirs = _fresh("product", path), _fresh("pdfplumber", path)
        tenth = Path(folder) / "tenth.pdf"
        tenth.write_bytes(make(pages // 10))
        small = _fresh("product", tenth)
    both = {
        page: Counter(map(tuple, rows)) == Counter(map(tuple, ours["rows"].get(page, [])))
        for page, rows in theirs["rows"].items()
    }
    if not all(both.values()):
        print("pages whose rows differ:", [page for page, same in both.items() if not same])
    more = {page: rows for page, rows in ours["rows"].items() if page not in theirs["rows"]}
    print(f"pages with ruled tables: {len(both)}, rows the same on {sum(both.values())}")
    print(f"rows there: {sum(map(len, theirs['rows'].values()))} (pdfplumber)")
    print(f"rows on {len(more)} pages without lines: {sum(map(len, more.values()))}, pdfplumber 0")
    ratio = ours["seconds"] / theirs["seconds"]
    print(f"seconds: {ours['seconds']:.2f}, pdfplumber {theirs['seconds']:.2f}, ratio {ratio:.2f}")
    print(
        f"peak MiB: {ours['peak']:.0f}, a tenth of the pages {small['peak']:.0f}, "
        f"pdfplumber {theirs['peak']:.0f}"
    )


if __name__ == "__main__":
    if len(sys.argv) > 2:  # noqa: PLR2004 a reading and its file
        _measured(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
