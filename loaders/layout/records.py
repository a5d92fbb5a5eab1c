"""What one action of a list says, as it is gathered from the paragraphs under its heading.

A record becomes a row of a table with the columns that it happens to have, so that everything that
is known of cells (citations, statuses that open an answer, labels inside them) holds for lists too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders.layout.columns import Column
from loaders.layout.growing import GrownRow
from loaders.layout.labels import label_role, labelled
from loaders.layout.logs import closing, entries, latest
from loaders.passage import Passage, passage

if TYPE_CHECKING:
    from loaders.layout.asked import Asked
    from loaders.layout.labels import Piece
    from loaders.layout.logs import Entry
    from loaders.layout.paragraphs import Paragraph
    from loaders.layout.rows import Group

_ORDER = (
    *("ref", "source", "locator", "recommendation", "action", "workstream", "owner", "date"),
    *("response", "progress", "status", "evidence", "accepted", "other"),
)
_GOES_ON = ("recommendation", "action", "response", "progress", "evidence")
"""What may run over several paragraphs under one label."""
_BRACKETED = re.compile(r"\s*[(\[](?P<inside>.*:.*)[)\]]\s*\.?\s*", re.DOTALL)
_LOG = "Status log"
_NOTHING = re.compile(r"\W*")


@dataclass(slots=True)
class Record:
    """One action of a list, as it grows.

    Attributes:
        at: index of its first character.
        group: the heading that it stands under.
        asked: the recommendation that stands over it and its like.
        pieces: role, heading and words of each thing that it says, in reading order.
    """

    at: int
    group: Group | None = None
    asked: Asked | None = None
    pieces: list[tuple[str, str, Passage]] = field(default_factory=list)
    _log: list[Entry] = field(default_factory=list)
    _closed: Passage | None = None  # "This recommendation is complete."
    _open: str | None = None  # the role that unlabelled words go on with
    _title: tuple[str, str] | None = None  # role and words of a label that stands on its own

    def has(self, role: str) -> bool:
        """Return whether something of a role was said."""
        return any(one == role for one, _, _ in self.pieces)

    @property
    def asks(self) -> bool:
        """Whether it says what is to be done."""
        return self.has("recommendation") or self.has("action")

    @property
    def told(self) -> int:
        """How many different things are said beside the ask: lead, date, status, answer."""
        return len({one for one, _, _ in self.pieces} - {"recommendation", "action", "ref"})

    def add(self, role: str, words: Passage | None, heading: str = "") -> None:
        """Add what is said under a role."""
        if words is not None and not _NOTHING.fullmatch(words.folded()):
            self.pieces.append((role, heading, words))

    def paragraph(self, one: Paragraph) -> None:
        """Add a paragraph: what its labels say, or else the ask, and then the answer."""
        if one.piece:
            self._piece(one.piece)
            return
        words = one.words
        logged, closed = entries(words), closing(words)
        if (logged or closed) and self.asks:
            # A dated log of statuses tells how far an ask has come, and is no answer.
            self._log.extend(logged)
            self._closed = closed or self._closed
            self.add("other", words, _LOG)
            self._title = None
            return
        role = label_role(words.folded().rstrip(": "))
        if role and (one.kind == "heading" or words.folded().endswith(":")):
            self._title = (role, words.folded().rstrip(": "))
            self._open = None
            return
        inside = _BRACKETED.fullmatch(words.text, words.start, words.end)
        parted = labelled(_inside(words, inside.span("inside")) if inside else words)
        if parted.pieces:
            self._words(parted.words)
            self._title = None
            for piece in parted.pieces:
                self._piece(piece)
            return
        self._words(words)

    def _piece(self, piece: Piece) -> None:
        self.add(piece.role, piece.words, piece.heading)
        self._open = piece.role if piece.role in _GOES_ON else None

    def _words(self, words: Passage | None) -> None:
        """Add words without a label."""
        if words is None:
            return
        if self._title:
            role, heading = self._title
            self._title = None
            self.add(role, words, heading)
            self._open = role if role in _GOES_ON else None
        elif self._open:
            self.add(self._open, words)
        elif not self.asks:
            self.add("recommendation", words)
        else:
            self.add("response", words)

    def row(self, ordinal: int) -> GrownRow:
        """Return the record as a row of a table of its own.

        Args:
            ordinal: of the table.
        """
        told = latest(self._log, self._closed) if self._log or self._closed else None
        if told and not self.has("status"):
            self.add("status", told)
        said = [(role if role in _ORDER else "other", heading) for role, heading, _ in self.pieces]
        if not self.has("action"):
            # What is asked is what is to be done.
            said = [("action" if role == "recommendation" else role, name) for role, name in said]
        columns: list[Column] = []
        cells: dict[int, list[list[tuple[int, int]]]] = {}
        for (role, heading), (_, _, words) in zip(said, self.pieces, strict=True):
            known = next((at for at, one in enumerate(columns) if _same(one, role, heading)), None)
            if known is None:
                known = len(columns)
                columns.append(Column(heading or role, role))
            cells.setdefault(known, []).append(list(words.spans))
        return GrownRow(self.at, self.group, tuple(columns), cells, asked=self.asked, table=ordinal)


def _same(column: Column, role: str, heading: str) -> bool:
    return column.role == role and (role != "other" or column.heading == heading)


def _inside(words: Passage, span: tuple[int, int]) -> Passage:
    return passage(words.text, span) or words
