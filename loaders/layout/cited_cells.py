"""What a row cites: in its words, in the cell of its source, and in the number beside it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from loaders.citations import CitedAt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.citations import CitationReader
    from loaders.passage import Passage

_ASK_NUMBER = re.compile(r"(?<![\w/])\d{1,3}(?:\.\d{1,2})*[a-z]?(?![\w/])")
_SEPARATORS = ' \t\r\n,;|"'
"""What parts two cells in a text."""


def cited_in(  # noqa: PLR0913 - the cells that may cite
    text: str,
    action: Passage,
    asked: Passage | None,
    sources: list[Passage],
    located: Passage | None,
    citations: CitationReader,
) -> Iterator[CitedAt]:
    """Yield what a row cites.

    Args:
        text: the canonical text.
        action: what is to be done.
        asked: what was asked, where the plan keeps it apart.
        sources: cells of a column of sources.
        located: the cell that tells where in the source the ask stands.
        citations: finds what the plan cites.
    """
    seen: set[int] = set()
    for cell in (asked, action):
        for found in citations.in_passage(cell) if cell else ():
            if found.start not in seen:
                seen.add(found.start)
                yield found
    for cell in sources:
        found_in_cell = citations.cell(text, cell.start, cell.end)
        if found_in_cell:
            yield _located(text, found_in_cell, located, citations) if located else found_in_cell


def _located(text: str, cited: CitedAt, at: Passage, citations: CitationReader) -> CitedAt:
    """Return what a source's cell cites with the number of the cell beside it."""
    if len(cited.citations) != 1:
        return cited
    (citation,) = cited.citations
    beside = not text[min(cited.end, at.end) : max(cited.start, at.start)].strip(_SEPARATORS)
    start, end = min(cited.start, at.start), max(cited.end, at.end)
    number = _ASK_NUMBER.search(at.folded())
    whole = citations.cell(text, at.start, at.end)
    named = whole.citations[0] if whole else None
    made = replace(citation, locator=at.folded())
    if named and named.asks:
        made = replace(made, asks=named.asks)
    elif number:
        made = replace(made, asks=(("recommendation", number.group()),))
    if not beside:
        return replace(cited, citations=(made,))
    made = replace(made, start=start, end=end, words=text[start:end])
    return CitedAt(start, end, start, end, (made,))
