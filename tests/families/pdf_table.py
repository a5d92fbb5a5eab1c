"""Tables in a PDF: lines, colours, merged cells, and rows that go over to the next page."""

from html import escape
from typing import Any

from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph
from reportlab.platypus import Table as PdfTable

from tests.families.blocks import COLOURS, Cell, Row, Table

SIDE = 3  # points between a cell's words and its sides
FEWEST = 2  # lines of a row that may stand alone at the foot of a page

Line = tuple[Row, list[Any]]  # a row and its paragraphs


class PlanTable(Flowable):
    """A table that repeats its header on each page.

    `options`: ruled, underline (a line below the header), split (a row may be cut by the end of
    the page, as Word does; else it moves whole), repeat, pad.
    """

    def __init__(self, lines: list[Line], widths: list[float], options: dict[str, Any]) -> None:
        """Take the rows with their paragraphs already made."""
        super().__init__()
        self.lines = lines
        self.widths = widths
        self.options = options
        self.pad = options.get("pad", 3)

    @property
    def header(self) -> list[Line]:
        """The rows that are said again on every page."""
        return [line for line in self.lines if line[0].kind == "header"]

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Lay the table out; its size."""
        self.table = PdfTable(
            [paragraphs for _, paragraphs in self.lines],
            colWidths=self.widths,
            style=self._commands(),
        )
        self.width, self.height = self.table.wrap(width, height)
        return self.width, self.height

    def draw(self) -> None:
        """Put the table on the page."""
        self.table.drawOn(self.canv, 0, 0)

    def split(self, width: float, height: float) -> list[Flowable]:
        """What fits on this page, and the rest below a repeated header."""
        del width
        header = self.header
        body = self.lines[len(header) :]
        room = height - sum(self._height(line) for line in header)
        fitting: list[Line] = []
        while body and self._height(body[0]) <= room:
            room -= self._height(body[0])
            fitting.append(body.pop(0))
        if body and self.options.get("split"):
            halves = self._cut(body[0], room - 2 * self.pad)
            if halves:
                fitting.append(halves[0])
                body[0] = halves[1]
        if not fitting or not body:
            return []
        again = header if self.options.get("repeat", True) else []
        return [self._part(header + fitting), self._part(again + body)]

    def _part(self, lines: list[Line]) -> "PlanTable":
        return PlanTable(lines, self.widths, self.options)

    def _height(self, line: Line) -> float:
        row, paragraphs = line
        return 2 * self.pad + max(
            (
                paragraph.wrap(self._room(row, index), 10**6)[1]
                for index, paragraph in enumerate(paragraphs)
                if paragraph
            ),
            default=0.0,
        )

    def _room(self, row: Row, index: int) -> float:
        cell = row.cells[index]
        span = cell.colspan if cell else 1
        return sum(self.widths[index : index + span]) - 2 * SIDE

    def _cut(self, line: Line, room: float) -> tuple[Line, Line] | None:
        """The row in two: the first with as many lines of each cell as there is room for."""
        row, paragraphs = line
        if room < FEWEST * 14 or row.kind != "body":
            return None
        above, below = [], []
        for index, paragraph in enumerate(paragraphs):
            parts = paragraph.split(self._room(row, index), room) if paragraph else []
            above.append(parts[0] if parts else "")
            below.append(parts[1] if len(parts) > 1 else "")
        over = Row([None if cell is None else Cell(fill=cell.fill) for cell in row.cells])
        return (row, above), (over, below)

    def _commands(self) -> list[tuple[Any, ...]]:
        commands: list[tuple[Any, ...]] = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), SIDE),
            ("RIGHTPADDING", (0, 0), (-1, -1), SIDE),
            ("TOPPADDING", (0, 0), (-1, -1), self.pad),
            ("BOTTOMPADDING", (0, 0), (-1, -1), self.pad),
        ]
        ruled = self.options.get("ruled", True)
        for number, (row, _) in enumerate(self.lines):
            commands += _row_commands(number, row, ruled=ruled)
        last = len(self.header) - 1
        if ruled:
            commands.append(("LINEBELOW", (0, -1), (-1, -1), 0.5, colors.black))
        if self.options.get("underline"):
            commands.append(("LINEBELOW", (0, last), (-1, last), 0.8, colors.black))
        return commands


def _row_commands(number: int, row: Row, *, ruled: bool) -> list[tuple[Any, ...]]:
    """A cell's lines are at its sides and top, so that one merged downwards has none inside."""
    commands: list[tuple[Any, ...]] = []
    end = -1  # the last column that the cell to the left covers
    for index, cell in enumerate(row.cells):
        if cell:
            end = index + cell.colspan - 1
        elif index <= end:
            continue
        start, stop = (index, number), (max(index, end), number)
        if ruled:
            commands.append(("LINEBEFORE", start, start, 0.5, colors.black))
            commands.append(("LINEAFTER", stop, stop, 0.5, colors.black))
        if not cell:
            continue
        if ruled:
            commands.append(("LINEABOVE", start, stop, 0.5, colors.black))
        if cell.colspan > 1:
            commands.append(("SPAN", start, stop))
        if ruled and row.kind != "body":
            commands.append(("BACKGROUND", start, stop, colors.HexColor("#D9E2F3")))
        if cell.fill:
            commands.append(("BACKGROUND", start, stop, colors.HexColor("#" + COLOURS[cell.fill])))
    return commands


def lay_out(table: Table, styles: dict[str, ParagraphStyle], room: float) -> PlanTable:
    """The table with its columns shared out over the room; `styles` by kind of row."""
    lines: list[Line] = []
    for row in table.rows:
        words = [
            Paragraph(escape(cell.text, quote=False).replace("\n", "<br/>"), styles[row.kind])
            if cell
            else ""
            for cell in row.cells
        ]
        lines.append((row, words))
    widths = [room * width / sum(table.widths) for width in table.widths]
    return PlanTable(lines, widths, table.options)
