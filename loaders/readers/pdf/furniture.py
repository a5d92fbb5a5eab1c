"""Tells running headers, footers and page numbers from what a document says."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from loaders.markings import marking_in_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.readers.pdf.page import Line, Page

_MARGIN = 0.14
"""Of a page's height: headers and footers stand no further in than this."""
_EDGE = 0.09
"""Of a page's height: page numbers and markings alone stand here, also where nothing repeats."""
_SAME_PLACE = 4.0
_SHARE = 0.34
"""Of all pages: what stands there on as many is furniture; the first and blank ones may differ."""
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:\W*page\W*)?\W*\d{1,4}\W*(?:(?:of|/)\W*\d{1,4}\W*)?|page\s+[ivxl]+", re.IGNORECASE
)
_NEXT_LINES = 8
_WIDE = 3.0
"""Times a font's size: a space between the words of a footer and its number."""


def furniture_of(pages: Sequence[tuple[Page, list[Line]]]) -> list[set[int]]:
    """Return for each page the indices of its lines that are furniture.

    Args:
        pages: each page with its lines outside ruled tables, from the top.
    """
    seen: dict[tuple[str, bool], list[tuple[int, int, float]]] = defaultdict(list)
    for number, (page, lines) in enumerate(pages):
        for at, line in enumerate(lines):
            high = line.box[3] <= _MARGIN * page.height
            low = line.box[1] >= (1 - _MARGIN) * page.height
            if (high or low) and not _heads_a_table(lines, at):
                offset = line.box[1] if high else page.height - line.box[3]
                seen[_alike(line.text), high].append((number, at, offset))
    found: list[set[int]] = [set() for _ in pages]
    least = max(2, round(_SHARE * len(pages)))
    for places in seen.values():
        for number, at, offset in places:
            there = {n for n, _, other in places if abs(other - offset) <= _SAME_PLACE}
            if len(there) >= least:
                found[number].add(at)
    outermost: list[set[int]] = []
    for mine, (page, lines) in zip(found, pages, strict=True):
        mine.update(
            at
            for at, line in enumerate(lines)
            if _at_edge(line, page)
            and (_stands_alone(line.text, len(pages)) or _ends_with_number(line, page.number))
        )
        outermost.append(_close_up(mine, lines, page))
    return outermost


def _close_up(mine: set[int], lines: Sequence[Line], page: Page) -> set[int]:
    """Return what of a page's furniture lies outermost, with all that lies further out.

    What stands further in than a line of the document belongs to the document.
    """
    tops = {at for at in mine if lines[at].box[1] < page.height / 2}
    outer = {
        at
        for found in (tops, mine - tops)
        for at in found
        if _beyond(lines, at, page.height) <= found or _at_edge(lines[at], page)
    }
    for at in list(outer):
        if _at_edge(lines[at], page):
            outer |= _beyond(lines, at, page.height)
    return outer


def _beyond(lines: Sequence[Line], at: int, height: float) -> set[int]:
    """Return which lines stand nearer to the edge of the page than one of its margin."""
    _, top, _, bottom = lines[at].box
    if top < height / 2:
        return {i for i, line in enumerate(lines) if line.box[3] <= top + 1}
    return {i for i, line in enumerate(lines) if line.box[1] >= bottom - 1}


def _alike(text: str) -> str:
    """Return words without what changes from page to page: numbers and case."""
    return _DIGITS.sub("#", text).casefold()


def _at_edge(line: Line, page: Page) -> bool:
    return line.box[3] <= _EDGE * page.height or line.box[1] >= (1 - _EDGE) * page.height


def _stands_alone(text: str, pages: int) -> bool:
    """Return whether a line at a page's edge is a page number or a protective marking."""
    words = text.strip()
    numbered = bool(_PAGE_NUMBER.fullmatch(words)) and (pages > 1 or "page" in words.casefold())
    marked = marking_in_lines(words)
    return numbered or (marked is not None and marked[1] - marked[0] >= 0.6 * len(words))


def _ends_with_number(line: Line, page: int) -> bool:
    """Return whether a line closes, a wide space apart, with the number of its own page."""
    parts = line.segments(_WIDE)
    last = " ".join(word.text for word in parts[-1])
    return len(parts) == 2 and _PAGE_NUMBER.fullmatch(last) is not None and str(page) in last  # noqa: PLR2004  two is two


def _heads_a_table(lines: Sequence[Line], at: int) -> bool:
    """Return whether other lines stand in the columns that this one begins, as under a header."""
    begins = [part[0].left for part in lines[at].segments(0.6)][1:]
    under: Counter[float] = Counter()
    for line in lines[at + 1 : at + 1 + _NEXT_LINES]:
        for part in line.segments(0.6):
            for left in begins:
                if abs(part[0].left - left) <= 2:  # noqa: PLR2004 points
                    under[left] += 1
    return any(times > 1 for times in under.values()) or len(under) > 1
