"""A passage: the words of one cell, and where each piece of them stands."""

from __future__ import annotations

from dataclasses import dataclass

from graph.facts import Quote


@dataclass(frozen=True, slots=True)
class Passage:
    """The words of one cell, in one or more pieces of a document's canonical text.

    A cell that runs over a page break, a repeated header or continuation rows has several pieces.

    Attributes:
        text: the whole canonical text of the document, shared and never copied.
        spans: `(start, end)` of each piece in reading order, as `str` indices into `text`.
    """

    text: str
    spans: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """Index of the first character."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Index after the last character."""
        return self.spans[-1][1]

    def folded(self) -> str:
        """Return the words with every run of white space, and every gap, as one blank."""
        return " ".join(" ".join(self.text[start:end] for start, end in self.spans).split())

    def quotes(self, document: str) -> tuple[Quote, ...]:
        """Return one quote for each piece, as words of `document` (its id)."""
        return tuple(
            Quote(document, start, end, self.text[start:end]) for start, end in self.spans
        )


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return `start, end` without the white space at either side; equal when nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def passage(text: str, *spans: tuple[int, int]) -> Passage | None:
    """Return a passage of the pieces that hold words, trimmed, or None where none does."""
    pieces = tuple(
        (start, end) for start, end in (trimmed(text, *span) for span in spans) if start < end
    )
    return Passage(text, pieces) if pieces else None
