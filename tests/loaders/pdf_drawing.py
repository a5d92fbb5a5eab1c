"""Draws small PDFs for tests, in points from the top left corner of a page."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Sequence

UPRIGHT = (595.0, 842.0)
LANDSCAPE = (842.0, 595.0)


class Drawn:
    """A PDF as it is drawn, page by page."""

    def __init__(self, size: tuple[float, float] = UPRIGHT, **options: Any) -> None:
        """Begin the first page; options go to reportlab's canvas."""
        self._out = BytesIO()
        self.canvas = Canvas(self._out, pagesize=size, invariant=1, **options)
        self.height = size[1]

    def text(self, x: float, y: float, words: str, *, size: float = 10, bold: bool = False) -> None:
        """Write words with their base line `y` below the top; each line feed is a new line."""
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        for number, line in enumerate(words.split("\n")):
            self.canvas.drawString(x, self.height - y - number * size * 1.2, line)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a line."""
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: str | None = None) -> None:
        """Draw the outline of a box, or fill it with a colour such as `#FFC000`."""
        if fill:
            self.canvas.setFillColor(fill)
        self.canvas.rect(
            x0, self.height - y1, x1 - x0, y1 - y0, stroke=0 if fill else 1, fill=1 if fill else 0
        )
        self.canvas.setFillColor("#000000")

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """Draw the lines of a table."""
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)

    def rows(  # noqa: PLR0913 each of them is what a test is about
        self,
        xs: Sequence[float],
        y: float,
        rows: Sequence[Sequence[str]],
        *,
        size: float = 10,
        pad: float = 4,
        bold_first: bool = True,
    ) -> list[float]:
        """Write the rows of a table; return the edges of its rows, from the top."""
        edges = [y]
        for number, row in enumerate(rows):
            for x, words in zip(xs, row, strict=False):
                if words:
                    base = edges[-1] + pad + size * 0.8
                    self.text(x + 3, base, words, size=size, bold=bold_first and not number)
            lines = max(words.count("\n") + 1 for words in row)
            edges.append(edges[-1] + lines * size * 1.2 + 2 * pad)
        return edges

    def new_page(self) -> None:
        """Begin a new page."""
        self.canvas.showPage()

    def bytes(self) -> bytes:
        """Return the finished file."""
        self.canvas.showPage()
        self.canvas.save()
        return self._out.getvalue()
