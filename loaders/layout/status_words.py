"""A plan's own words for how far things have come: "Getting there", as its key explains them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from loaders.content import Block
from loaders.layout.columns import plain
from loaders.layout.grid import lines_of, words_of
from loaders.status import meaning_of, status_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from loaders.content import Content
    from loaders.layout.sections import Section

_LONGEST = 5
"""Words of a status that a plan invents."""
_KEY_COLUMNS, _KEY_LINES = 3, 12
"""A key is a small table."""
_TELLING = frozenset({"status", "progress", "response", "evidence", "other"})
_SHARE = 3
"""A scale has no more than a third as many steps as rows, or five."""
_STEPS = 5
_PARTED = re.compile(r"\s*(?:[.:;!\n]|\s[-\u2013\u2014]\s|,)\s*")
_EXPLAINS = (
    r"[\"'\u2019\u201d)]*\s*(?:=|:|\u2013|\u2014|\s-\s"
    r"|\b(?:means?|is\s+(?:used\s+)?(?:where|when|for)|tells|says|shows|indicates|stands\s+for)\b"
    r"(?:\s+that)?)\s*(?P<meaning>[^.;\n\t=]{3,120})"
)


def own_statuses(content: Content, sections: Sequence[Section]) -> dict[str, str]:
    """Return the status of each phrase of the plan's own, in plain words.

    A phrase counts where it fills or opens cells of its column and the plan's key says what it
    means: in a line, or in a small table of its own.

    Args:
        content: what was read of the file.
        sections: rows under their headers, before their columns are settled.
    """
    wanted = {words for section in sections for words in _openings(content.text, section)}
    if not wanted:
        return {}
    read = {row.at for section in sections for row in section.rows}
    said = list(_explanations(content, read))
    found: dict[str, str] = {}
    for words in sorted(wanted):
        pattern = re.compile(
            rf"(?<![\w-]){re.escape(words).replace(chr(92) + ' ', chr(92) + 's+')}{_EXPLAINS}",
            re.IGNORECASE,
        )
        for line in said:
            match = pattern.search(line)
            status = meaning_of(match.group("meaning")) if match else "unknown"
            if status != "unknown":
                found[plain(words)] = status
                break
    return found


def _openings(text: str, section: Section) -> Iterator[str]:
    """Yield the short phrases that fill or open several cells of a column and have no status."""
    for at, column in enumerate(section.columns):
        if column.role not in _TELLING:
            continue
        cells = [
            text[slice(*row.cells[at][0][0])].strip() for row in section.rows if row.cells.get(at)
        ]
        counted: Counter[str] = Counter()
        for words in cells:
            opening = _PARTED.split(words, maxsplit=1)[0]
            if opening and len(opening.split()) <= _LONGEST:
                counted[opening] += 1
        if len(counted) > max(_STEPS, len(cells) // _SHARE):
            continue
        yield from (words for words in counted if status_of(words) == "unknown")


def _explanations(content: Content, read: Collection[int]) -> Iterator[str]:
    """Yield the lines outside tables, and those of small tables as if they were lines.

    Args:
        content: what was read of the file.
        read: where rows of the plan begin, whose tables are no keys.
    """
    for one in content.flow:
        if isinstance(one, Block):
            yield " ".join(content.text[slice(*span)] for span in one.spans)
        elif len(one.rows) <= _KEY_LINES and len(one.rows[0]) <= _KEY_COLUMNS:
            lines = lines_of(content.text, one)
            if any(line.start in read for line in lines):
                continue
            for line in lines:
                words = [words_of(content.text, cell) for _, cell, _ in line.filled()]
                yield ": ".join(words)
