"""Writes the canonical text of documents that flow: what was read, in order, becomes `Content`.

Readers of Word files and web pages draft headings, paragraphs and tables; here the words get their
place in the text. A merged cell is written once and stands at every position that it covers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from loaders.content import Block, Cell, Content, Place, Places, Table
from loaders.markings import marking_in, strictest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loaders.content import Span
    from loaders.findings import Finding

Kind = Literal["heading", "item", "line", "furniture"]

BULLET = "\u2022"

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\ufff9-\ufffb]")
"""Controls, and characters that have no width and join or part nothing that a reader can see.
Bidi controls are no part of it: they change what is seen, so they are kept, to be shown escaped."""
_BLANKS = re.compile(r"[^\S\n]+")
_WORD = re.compile(r"\S+")
_ROUND_ENDS = re.compile(r" ?\n[ \n]*")
_MOST_WORDS = 12
"""Words of a bold paragraph that is a heading."""
_BESIDE = 6
"""Words of a marking that has other words beside it in a page header."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words outside tables.

    Attributes:
        text: as `folded` gives it.
        kind: as in `Block`.
        level: as in `Block`.
        marker: its number or bullet. A number is written before the words, so that it can be
            quoted, and the block's span begins after it.
    """

    text: str
    kind: Kind = "line"
    level: int = 0
    marker: str | None = None


@dataclass(eq=False, slots=True)
class DraftCell:
    """A cell; the same object stands at every position that it covers."""

    text: str = ""
    colour: str | None = None


DraftRow = tuple[int, list[DraftCell | None]]
"""Number of a row, from 1 as a person counts, and its cells, None where there is none."""


@dataclass(slots=True)
class DraftTable:
    """A table.

    Attributes:
        rows: from the top.
        name: its caption.
        whole: as in `Table`.
    """

    rows: list[DraftRow] = field(default_factory=list)
    name: str | None = None
    whole: bool = True


def folded(text: str) -> str:
    """Return words with white space folded: blanks to one, line ends to one line feed."""
    clean = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))
    return _ROUND_ENDS.sub("\n", _BLANKS.sub(" ", clean)).strip()


def looks_like_heading(text: str) -> bool:
    """Tell whether a paragraph that is all bold is a heading: short, and no sentence or label."""
    numbered = any(character.isdigit() for character in text)
    return (
        0 < len(text.split()) <= _MOST_WORDS
        and not text.endswith((".", ";", ","))
        and (numbered or not text.endswith(":"))
    )


def lines_of(words: Words) -> list[Words]:
    """Part a paragraph at its line ends; a heading stays one, and only the first is an item."""
    if words.kind == "heading":
        return [Words(words.text.replace("\n", " "), "heading", words.level, words.marker)]
    first, *rest = words.text.split("\n")
    kind: Kind = "furniture" if words.kind == "furniture" else "line"
    return [
        Words(first, words.kind, words.level, words.marker),
        *(Words(one, kind) for one in rest),
    ]


def tidy(table: DraftTable) -> DraftTable:
    """Give all rows the same length, and drop rows and columns that add nothing.

    A row without words is left out. So is a column whose cells all only go on from the
    column before: it is left of boundaries that were drawn between other rows' cells, or of a
    `colspan` that is wider than the table.
    """
    width = max((len(cells) for _, cells in table.rows), default=0)
    rows = [
        (number, [*cells, *[None] * (width - len(cells))])
        for number, cells in table.rows
        if any(cell and cell.text for cell in cells)
    ]
    kept = [
        column
        for column in range(width)
        if any(
            cells[column] is not None and (column == 0 or cells[column] is not cells[column - 1])
            for _, cells in rows
        )
    ]
    tidied = [(number, [cells[at] for at in kept]) for number, cells in rows]
    return DraftTable(tidied, table.name, table.whole)


def content_of(
    pieces: Iterable[Words | DraftTable],
    reader: str,
    findings: Iterable[Finding] = (),
) -> Content:
    """Write the canonical text and say what stands where in it.

    Args:
        pieces: in reading order.
        reader: name and version of the reader.
        findings: what the reader has to say.
    """
    writer = _Writer()
    for piece in pieces:
        if isinstance(piece, DraftTable):
            writer.table(tidy(piece))
        else:
            for line in lines_of(piece):
                writer.words(line)
    return writer.content(reader, tuple(findings))


class _Writer:
    def __init__(self) -> None:
        self._text: list[str] = []
        self._at = 0
        self._tables = 0
        self._after_table = False
        self._stretches: list[tuple[int, int, Place]] = []
        self._markings: list[Span] = []
        self._flow: list[Block | Table] = []

    def words(self, words: Words) -> None:
        if not words.text:
            return
        self._part(apart=words.kind == "heading" or self._after_table)
        self._after_table = False
        if words.marker and words.marker != BULLET:
            self._write(f"{words.marker} ")
        span = self._write(words.text)
        # A marking among the words is furniture: it says who may see the document, not what it is.
        kind: Kind = words.kind
        if words.marker is None and marking_in(words.text, 0, len(words.text)):
            kind = "furniture"
        level = words.level if kind == words.kind else 0
        self._flow.append(Block((span,), kind, level, words.marker))

    def table(self, table: DraftTable) -> None:
        marked, rows = self._markings_apart(table)
        for text in marked:
            self.words(Words(text, "furniture"))
        if not rows:
            return
        self._tables += 1
        if table.name:
            self.words(Words(table.name, "heading"))
        self._part(apart=True)
        self._after_table = True
        made: dict[int, Cell] = {}
        written = []
        for line, (number, drafts) in enumerate(rows):
            if line:
                self._write("\n")
            written.append(tuple(self._row(number, drafts, made)))
        self._flow.append(Table(tuple(written), table.name, table.whole))

    @staticmethod
    def _markings_apart(table: DraftTable) -> tuple[list[str], list[DraftRow]]:
        """Take rows that hold nothing but a protective marking out of a table."""
        marked, rows = [], []
        for number, drafts in table.rows:
            said = {id(cell): cell.text for cell in drafts if cell and cell.text}
            text = next(iter(said.values()))
            if len(said) == 1 and marking_in(text, 0, len(text)):
                marked.append(text)
            else:
                rows.append((number, drafts))
        return marked, rows

    def _row(
        self, number: int, drafts: list[DraftCell | None], made: dict[int, Cell]
    ) -> Iterable[Cell]:
        before = None
        for column, draft in enumerate(drafts, 1):
            if column > 1 and (draft is None or draft is not before):
                self._write("\t")
            before = draft
            if draft is None:
                yield Cell()
                continue
            if id(draft) not in made:
                place = Place(cell=f"table {self._tables}, row {number}, column {column}")
                span = self._write(draft.text)
                if draft.text:
                    self._stretches.append((*span, place))
                made[id(draft)] = Cell((span,) if draft.text else (), place, draft.colour)
            yield made[id(draft)]

    def _part(self, *, apart: bool) -> None:
        if self._at:
            self._write("\n\n" if apart else "\n")

    def _write(self, text: str) -> Span:
        start = self._at
        self._text.append(text)
        self._at += len(text)
        return start, self._at

    def content(self, reader: str, findings: tuple[Finding, ...]) -> Content:
        text = "".join(self._text)
        return Content(
            text,
            reader,
            tuple(self._flow),
            places=Places(tuple(self._stretches)),
            marking=self._marking(text),
            findings=findings,
        )

    def _marking(self, text: str) -> Span | None:
        """Return the strictest marking that stands alone or at a page's edge."""
        blocks = [block for block in self._flow if isinstance(block, Block)]
        alone = (marking_in(text, *block.spans[0]) for block in blocks)
        edges = (block.spans[0] for block in blocks if block.kind == "furniture")
        beside = (_at_an_end(text, *span) for span in edges)
        return strictest(text, (span for span in (*alone, *beside) if span))


def _at_an_end(text: str, start: int, end: int) -> Span | None:
    """Return a marking in capitals that opens or closes a page header with other words in it."""
    words = [(start + word.start(), start + word.end()) for word in _WORD.finditer(text[start:end])]
    opening = ((start, to) for _, to in words[:_BESIDE])
    closing = ((at, end) for at, _ in words[-_BESIDE:])
    found = (
        marking_in(text, *span) for span in (*opening, *closing) if text[slice(*span)].isupper()
    )
    return max((span for span in found if span), key=lambda span: span[1] - span[0], default=None)
