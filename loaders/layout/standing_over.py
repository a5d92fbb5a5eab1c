"""What stands over a table: headings that name a workstream, a lead, or what is asked for."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from loaders.content import Block
from loaders.layout.asked import Asked, after_page, asked_in, completed
from loaders.layout.columns import names_a_list
from loaders.layout.groups import group_of, is_labelled, is_organisation, looks_like_heading, merged
from loaders.layout.rows import Group
from loaders.layout.sections import named_group
from loaders.passage import Passage, passage, trimmed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.content import Content, Span
    from loaders.layout.grid import Line
    from loaders.layout.sections import Section

_FURNITURE = re.compile(
    r"\s*(?:[^\t]{0,60}\bpage\s+\d+(?:\s+of\s+\d+)?|\d{1,3}|official(?:\s*-\s*sensitive)?"
    r"|not\s+protectively\s+marked|restricted|continued.*)\s*",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\d{1,2}[.)]\s|[A-Z][.)]\s")
_RUNNING = 3
"""Times: a line that stands so often is a running header or footer."""
_NEAR = 3
"""Lines above a header in which its heading stands."""


class Over(NamedTuple):
    """What the lines over a header name.

    Attributes:
        group: a workstream, or who leads.
        asked: the recommendation that the table answers.
        headed: whether the group comes from outside the table.
    """

    group: Group | None
    asked: Asked | None
    headed: bool


class StandingOver:
    """The lines since the last table, and what they mean for the next one.

    Attributes:
        loose: those lines.
        by_lines: True in a plain text, whose lines say less than the blocks of other formats.
    """

    def __init__(self, content: Content) -> None:
        """Begin at the top of a document."""
        self._text = content.text
        self._marking = content.marking
        blocks = [one for one in content.flow if isinstance(one, Block)]
        lines = Counter(self.words(one).strip() for one in blocks)
        # A line without cells that comes again and again is a running header or footer.
        self._running = {line for line, times in lines.items() if times >= _RUNNING}
        self._has_headings = any(one.kind == "heading" for one in blocks)
        self._first: Block | None = None
        self.by_lines = content.reader.startswith("text/")
        self.loose: list[Block] = []

    def words(self, block: Block) -> str:
        """Return the words of a block, its pieces on lines of their own."""
        return "\n".join(self._text[slice(*span)] for span in block.spans)

    def take(self, block: Block) -> None:
        """Take the next line, unless it is furniture."""
        words = self.words(block)
        if not words.strip() or block.kind == "furniture" or block.spans[0] == self._marking:
            return
        if block.kind == "line" and _FURNITURE.fullmatch(words):
            return
        if words.strip() in self._running and not self._has_headings:
            return
        self.keep(block)

    def keep(self, block: Block) -> None:
        """Keep a line, or the cells of a line above a header."""
        self._first = self._first or block
        self.loose.append(block)

    def keep_lines(self, lines: Sequence[Line]) -> None:
        """Keep lines above a header for what they say of the table."""
        for line in lines:
            self.keep(Block(tuple(span for _, cell, _ in line.filled() for span in cell.spans)))

    def title(self) -> Passage | None:
        """Return the document's first line."""
        return passage(self._text, *self._first.spans) if self._first else None

    def headed(self) -> bool:
        """Return whether one of the lines is the heading of a group."""
        return any(self._group_of(block) for block in self.loose)

    def only_headings(self) -> Group | None:
        """Return the group that the lines name, where all of them look like headings."""
        found = merged([self._group_of(block) for block in self.loose])
        headings = all(
            looks_like_heading(self._text[slice(*self._extent(block))]) for block in self.loose
        )
        return found if headings else None

    def over(self, sections: list[Section], name: str | None) -> Over:
        """Return what the lines above a header name.

        The document's title is no group, but where it is the name of the table's sheet.

        Args:
            sections: those before it.
            name: the table's own name.
        """
        asked: Asked | None = None
        lines = self.loose
        for at in range(len(lines) - 1, -1, -1):
            found = asked_in(self._text, lines[at].spans)
            if found and not self.by_lines:
                asked = completed(self._text, found, [one.spans for one in lines[at + 1 :]])
                lines = lines[:at]
                break
        if self._has_headings:
            headings = [one for one in lines if one.kind == "heading"]
            if not headings and sections:
                before = sections[-1].headed
                group = next((one.group for one in reversed(sections) if one.headed), None)
                return Over(group if before else None, asked, before)
            lines = [
                one for one in headings if not (one is self._first and self._is_title(one, name))
            ]
        else:
            titled = not sections and self._first in lines
            lines = lines[1:] if titled else lines
            lines = lines[-_NEAR:]
        group = merged([self._group_of(one) for one in lines])
        return Over(group, asked, group is not None)

    def _is_title(self, first: Block, name: str | None) -> bool:
        """Return whether a document's first heading is its title: no sheet's name, no "Theme 1"."""
        words = self.words(first).strip()
        return words != name and not is_labelled(words) and not _COUNTED.match(words)

    def _group_of(self, block: Block) -> Group | None:
        start, end = after_page(self._text, *self._extent(block))
        if self.by_lines:
            return group_of(self._text, start, end)
        if names_a_list(self._text[start:end]):
            return None
        found = group_of(self._text, start, end)
        return named_group(self._text, start, end) if found else None

    def _extent(self, block: Block) -> Span:
        return trimmed(self._text, block.spans[0][0], block.spans[-1][1])


def settle_organisations(sections: list[Section]) -> None:
    """Decide what an organisation's name over a table means.

    Over several tables, different organisations part the plan as workstreams do. One alone over
    the only heading leads the actions. One in the title of a plan that has headings of its own is
    who publishes it, and no owner.
    """
    headed = [section for section in sections if section.group]
    alone = {
        section.group.owner.folded()
        for section in headed
        if section.group and section.group.owner and not section.group.name
    }
    named = any(section.group and section.group.name for section in headed)
    for section in headed:
        group = section.group
        if group is None or group.owner is None or not is_organisation(group.owner.folded()):
            continue
        above = group.name is not None and group.owner.end <= group.name.start
        parts = len(alone) > 1 or (section.inside and section.whole and named)
        if group.name is None and parts:
            section.group = Group(group.owner, None)
        elif above or (group.name is None and named):
            section.group = Group(group.name, None) if group.name else None
        for row in section.rows:
            row.group = section.group


def settle_headings(sections: list[Section]) -> None:
    """Take a heading over the only table for a title; over several, different ones part a plan."""
    headed = [section for section in sections if section.headed and section.rows]
    names = {one.group.name.folded() for one in headed if one.group and one.group.name}
    for section in headed:
        name = section.group.name if section.group else None
        owner = section.group.owner if section.group else None
        if name and not owner and len(names) == 1 and not is_labelled(name.folded()):
            section.group = None
            for row in section.rows:
                row.group = None
