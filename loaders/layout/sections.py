"""Runs of rows under one header and one heading, and what tells a row from the rest of a table."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders.layout.asked import Asked, asked_in, is_sentence
from loaders.layout.columns import ASKING, patterns, plain
from loaders.layout.groups import group_of, is_labelled
from loaders.layout.profiles import is_code, opens_as_ask
from loaders.layout.rows import Group
from loaders.passage import passage, trimmed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.content import Cell
    from loaders.layout.columns import Column
    from loaders.layout.grid import Line
    from loaders.layout.growing import GrownRow

Span = tuple[int, int]

_FEWEST_OF_A_TABLE = 2
_TITLE = 8
"""Words of a heading in one cell of a row that is otherwise empty."""
_NOTE = 40
"""Words: a line over the whole width that is longer is a note."""
_NOTES = re.compile(r"(?:notes?|n\.?b\.?|please|key)\b|\*", re.IGNORECASE)
_LABELLED = re.compile(
    r"(?:work\s*stream|strand|theme|section|part|priority|objective|pillar|aim|goal|outcome|chapter)"
    r"\s+\w{1,4}\s*[:.\u2013-]\s*(?=\S)",
    re.IGNORECASE,
)


_NAME = re.compile(
    r"(?:[A-Z][\w'\u2019&-]*|of|and|for|the|&)(?:\s+(?:[A-Z][\w'\u2019&-]*|of|and|for|the|&))+"
)
"""The name of an organisation: two words at least, and capitals in all that tell."""


@dataclass(slots=True)
class Section:
    """Rows that stand under one header and one heading.

    Attributes:
        columns: what the header says.
        group: the workstream, or who leads, that the heading names.
        asked: the recommendation that the heading gives.
        whole: see `loaders.content.Table`.
        table: ordinal of the table, from 0; a table that continues another has its ordinal.
        sheet: name of the sheet, where the format has sheets.
        headed: True where the group comes from a heading outside the table.
        inside: True where the heading is a line of the table.
        where: place of its header, as findings name it.
        rows: as they grow.
        last: cells of the line before, by which merged ones are known.
    """

    columns: tuple[Column, ...]
    group: Group | None = None
    asked: Asked | None = None
    whole: bool = True
    table: int = 0
    sheet: str | None = None
    headed: bool = False
    inside: bool = False
    where: str = "whole document"
    rows: list[GrownRow] = field(default_factory=list)
    last: tuple[Cell, ...] = ()

    def under(self, group: Group | None, asked: Asked | None) -> Section:
        """Return an empty section with the same columns under another heading."""
        made = Section(self.columns, group, asked, whole=self.whole, table=self.table)
        made.sheet, made.where, made.inside = self.sheet, self.where, True
        return made

    def roles(self) -> list[str]:
        """Return the role of each column."""
        return [column.role for column in self.columns]

    def asking(self) -> list[int]:
        """Return the columns that say what is to be done, or else what is asked for."""
        roles = self.roles()
        actions = [at for at, role in enumerate(roles) if role == "action"]
        return actions or [at for at, role in enumerate(roles) if role in ASKING]


@functools.cache
def _left_out() -> re.Pattern[str]:
    words = patterns()["rows"]["left_out"]
    return re.compile(
        rf"[(\[\s]*(?:{'|'.join(re.escape(one) for one in words)})(?!\w)", re.IGNORECASE
    )


def is_no_row(line: Line) -> bool:
    """Return whether a line is a total, a call to add rows, or says nothing."""
    nothing = patterns()["rows"]["nothing"]
    filled = [words for _, _, words in line.filled()]
    if all(words.casefold() in nothing for words in filled):
        return True
    first = filled[0]
    return _left_out().match(first) is not None and len(first.split()) <= _TITLE


def named_group(text: str, start: int, end: int) -> Group:
    """Return the group that a heading inside a table names; whatever it says, it is one.

    What follows the dash of "Theme 2 - Victim services" is the theme's name and no owner.
    """
    start, end = trimmed(text, start, end)
    label = _LABELLED.match(text, start, end)
    found = group_of(text, label.end() if label else start, end)
    if found and found.name is None and not _NAME.fullmatch(text[start:end]):
        return Group(passage(text, (start, end)), None)  # "3. Partnership" names no body
    if label and found:
        name_end = found.name.end if found.name else end
        owner = found.owner if found.name else None
        return Group(passage(text, (start, name_end)), owner)
    return found or Group(passage(text, (start, end)), None)


def heading_in_table(text: str, section: Section, lines: Sequence[Line], at: int) -> Section | None:
    """Return the section that a line of a table opens, or None where it is a row.

    A line whose only words fill one cell over most of the width is a heading: of a workstream, or
    the recommendation that the actions below it answer. So is a title in the first cell of a line
    that is otherwise empty, and "2 Prevention" over "2.1".
    """
    line = lines[at]
    only = line.only()
    below = lines[at + 1] if at + 1 < len(lines) else None
    if only is None:
        return _asked_beside(text, section, line) or _numbered_heading(text, section, line, below)
    position, cell, words = only
    width = line.width_of(cell)
    if width > 1 and width * 2 >= len(line.cells):
        return _over_the_width(text, section, cell, words)
    return _in_one_cell(text, section, position, cell, words, below)


def heading_of_part(text: str, section: Section, line: Line) -> Group | None:
    """Return the group that a line with nothing but its first cell names."""
    only = line.only()
    if only is None or only[0] or len(section.columns) <= _FEWEST_OF_A_TABLE:
        return None
    _, cell, words = only
    in_ref = section.columns[0].role == "ref" and len(words.split()) > 1
    if in_ref or is_labelled(words) or words.isupper():
        return group_of(text, *trimmed(text, cell.spans[0][0], cell.spans[-1][1]))
    return None


def _over_the_width(text: str, section: Section, cell: Cell, words: str) -> Section | None:
    roles = section.roles()
    asked = asked_in(text, cell.spans)
    if asked and "recommendation" not in roles:
        return section.under(section.group, asked)
    if _NOTES.match(words) and (len(words.split()) > _TITLE or words.endswith(":")):
        return section.under(section.group, section.asked)
    if is_sentence(words) and "action" in roles and "recommendation" not in roles:
        whole = passage(text, *cell.spans)
        number = section.asked.number if section.asked and not section.rows else None
        return section.under(section.group, Asked(number, whole))
    if len(words.split()) > _NOTE:
        return section.under(section.group, section.asked)
    return section.under(named_group(text, cell.spans[0][0], cell.spans[-1][1]), None)


def _in_one_cell(  # noqa: PLR0913 - the cell, where it stands, and what is around it
    text: str, section: Section, position: int, cell: Cell, words: str, below: Line | None
) -> Section | None:
    if len(section.columns) <= _FEWEST_OF_A_TABLE or position >= len(section.columns):
        return None
    role = section.columns[position].role
    asking = section.asking()
    place = (cell.spans[0][0], cell.spans[-1][1])
    asked = asked_in(text, cell.spans)
    if asked and "recommendation" not in section.roles() and position <= asking[0]:
        return section.under(section.group, asked)
    if role == "recommendation" and below is not None and asking != [position]:
        after = below.words[position] if position < len(below.words) else ""
        own = any(at < len(below.words) and below.words[at] for at in asking)
        if not after and own:
            return section.under(section.group, Asked(None, passage(text, *cell.spans)))
    if position > asking[0] or (role in ("response", "status", "owner", "date") and position):
        return None
    if role == "ref" and not is_code(words) and len(words.split()) > 1:
        return section.under(named_group(text, *place), None)
    if is_labelled(words) or (words.isupper() and not is_code(words)):
        return section.under(named_group(text, *place), None)
    titled = (
        len(words.split()) <= _TITLE
        and words[:1].isupper()
        and not words.endswith((".", ";", ",", ":"))
        and not opens_as_ask(words)
        and not is_code(words)
        and len(section.columns) > _FEWEST_OF_A_TABLE + 1
    )
    if titled and below is not None and below.only() is None:
        return section.under(named_group(text, *place), None)
    return None


def _asked_beside(text: str, section: Section, line: Line) -> Section | None:
    """Return the section that "Recommendation 2 | The force should ..." opens over other rows."""
    filled = list(line.filled())
    if len(filled) != 2 or "recommendation" in section.roles():  # noqa: PLR2004 - label and words
        return None
    (_, label, _), (_, cell, _) = filled
    asked = asked_in(text, label.spans)
    if asked is None or asked.words or len(section.columns) <= _FEWEST_OF_A_TABLE:
        return None
    return section.under(section.group, Asked(asked.number, passage(text, *cell.spans)))


def _numbered_heading(
    text: str, section: Section, line: Line, below: Line | None
) -> Section | None:
    """Return the section that "2 | Prevention" opens over a row whose ref is "2.1"."""
    filled = list(line.filled())
    if len(filled) != 2 or below is None or not below.words:  # noqa: PLR2004 - ref and title
        return None
    (first, _, ref), (second, cell, words) = filled
    roles = section.roles()
    if first >= len(roles) or roles[first] != "ref" or second > section.asking()[-1]:
        return None
    under = below.words[first] if first < len(below.words) else ""
    deeper = plain(under).startswith(plain(ref).rstrip(".") + " ")
    if not deeper or not is_code(ref) or opens_as_ask(words):
        return None
    return section.under(named_group(text, cell.spans[0][0], cell.spans[-1][1]), None)
