"""Finds the headers of tables in running text, and the heading of the group before each.

A header is three known headings in a row; or the same words, again and again, between a heading
for refs and the first ref.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.layout.columns import Column, columns, headings, likely_role_of, part_header, role_of
from loaders.layout.groups import attested, group_of, names_owner
from loaders.layout.rows import Group
from loaders.passage import passage, trimmed
from loaders.status import ends_in_status, status_inside

if TYPE_CHECKING:
    from collections.abc import Iterator

Span = tuple[int, int]

_CAPITAL_RUN = re.compile(
    # Possessive, so that a run of capitals can be parted in one way only.
    r"(?:(?:[A-Z][\w/&'\u2019-]*+|&)(?:\s++(?:and|of|for|the|in|to|with|on)(?=\s+[A-Z]))?\s*+)++$"
)
_STATUS = 60
"""Characters before a heading in which the status of the row above it stands."""
_LONGEST_GROUP = 400
"""Characters at the end of a line in which the heading of a group stands."""
_LABEL = re.compile(
    r"(?:Theme|Strand|Priority|Workstream|Work\s+Stream|Objective|Section|Part|Pillar)\s+\w+\s*[:.\u2013-]?\s*$"
)


_LONGEST_HEADING = 14
"""Words."""


@dataclass(frozen=True, slots=True)
class Header:
    """A row of headings inside the text, with the heading of the group before it."""

    start: int  # where the group's heading begins, or the header itself
    end: int
    columns: tuple[Column, ...]
    group: Group | None


@functools.cache
def _one_heading() -> str:
    """Return a pattern for one known heading; its first word begins with a capital."""
    forms = sorted(headings(), key=len, reverse=True)
    return "|".join(_heading_form(form) for form in forms)


def _heading_form(form: str) -> str:
    parts = [part for part in re.split(r"(\W+)", form) if part]
    pattern = ""
    for at, part in enumerate(parts):
        if part[0].isalpha() and at:
            pattern += f"(?i:{re.escape(part)})"
        elif part[0].isalpha():
            pattern += f"{part[0].upper()}(?i:{re.escape(part[1:])})"
        elif part.strip():
            # White space at either end is what stands between headings, none of this one's.
            pattern += r"\s*" * (at > 0)
            pattern += re.escape(part.strip()) + r"\s*" * (at < len(parts) - 1)
        else:
            pattern += r"[\s-]+"
    return pattern


@functools.cache
def _header_pattern() -> re.Pattern[str]:
    """Return a pattern for three or more known headings that follow on each other."""
    one = _one_heading()
    return re.compile(rf"(?<![\w-])(?:{one})[.:]?(?:\s+(?:{one})[.:]?(?!\w)){{2,9}}(?=\s|$)")


_REF = r"[A-Z]{0,8}[ -]?(?:/(?:\d{2,4}/)?)?\d{1,3}(?:\.\d{1,2}){0,2}[a-h]?[.)]?"


@functools.cache
def _opening_pattern() -> re.Pattern[str]:
    """Return a pattern for a heading for refs, other words, then a ref and a row's first words."""
    refs = sorted((form for form, role in headings().items() if role == "ref"), key=len)
    heading = "|".join(_heading_form(form) for form in reversed(refs) if form != "#")
    return re.compile(
        rf"(?<!\w)(?P<header>(?:{heading}|#)\.?(?:\s+[A-Za-z][A-Za-z/&()'\u2019-]*){{2,14}}?)"
        rf"(?=\s+{_REF}(?:\s+{_REF})?\s+[A-Z\"'\u2018\u201c])"
    )


def _header_spans(text: str, start: int) -> list[Span]:
    """Return where headers stand: three known headings in a row, or words that come before rows.

    A header nobody has seen is told by its place: the same words between a heading for refs and the
    first ref, again and again.
    """
    known = [match.span() for match in _header_pattern().finditer(text, start)]
    opening = [match.span("header") for match in _opening_pattern().finditer(text, start)]
    times = Counter(" ".join(text[slice(*span)].split()) for span in opening)
    again = [span for span in opening if times[" ".join(text[slice(*span)].split())] > 1]
    # What covers more of the text has seen more of each header.
    return max(known, again, key=lambda spans: sum(end - begin for begin, end in spans))


def _headings_in(words: str) -> list[str]:
    """Part a header into its headings, "Action Owner" into two where no other names the action."""
    found = part_header(words)
    if any((role_of(item) or likely_role_of(item)) == "action" for item in found):
        return found
    for at, item in enumerate(found):
        first, _, rest = item.partition(" ")
        if role_of(item) == "owner" and role_of(first) == "action" and rest:
            return [*found[:at], first, rest, *found[at + 1 :]]
    return found


def find_headers(text: str, start: int, *, dashes_lead: bool) -> Iterator[Header]:
    """Yield the headers of a document in reading order, each with the group that it opens.

    Args:
        text: canonical text.
        start: index where the document's own text begins.
        dashes_lead: True where headings name an owner after a dash; see `group_of`.
    """
    previous = start
    for begin, end in _header_spans(text, start):
        found = columns(_headings_in(text[begin:end]))
        if found is None:
            continue
        at, group = _group_before(text, previous, begin, start)
        if group and group.name and dashes_lead:
            group = group_of(text, at, trimmed(text, at, begin)[1], dashes_lead=True)
        yield Header(at, end, found, group)
        previous = end


def _group_before(text: str, floor: int, header: int, body: int) -> tuple[int, Group | None]:
    """Return where the heading before a header begins, and what it says.

    A heading is a line of its own, or the end of a line whose rest belongs to the row before.
    """
    line = max(text.rfind("\n", 0, header) + 1, floor)
    begin, end = trimmed(text, line, header)
    if text[begin:end].strip().isdigit():
        return begin, None  # the page's number
    if begin >= end:
        above_end = trimmed(text, floor, line)[1]
        above = max(text.rfind("\n", 0, above_end) + 1, floor)
        begin, end = trimmed(text, above, above_end)
        whole = group_of(text, begin, end) if begin < end else None
        return (begin, whole) if whole else (header, None)
    whole = group_of(text, begin, end)
    short = len(text[begin:end].split()) <= _LONGEST_HEADING
    if whole and short and (line > floor or begin == floor):
        return begin, whole
    return _group_at_end(text, begin, end, header, body)


def _group_at_end(
    text: str, begin: int, end: int, header: int, body: int
) -> tuple[int, Group | None]:
    """Find a heading at the end of a line that also holds the end of a row."""
    window = max(begin, end - _LONGEST_GROUP)
    dashes = list(re.finditer(r"\s[-\u2013\u2014]\s", text[window:end]))
    for dash in reversed(dashes):
        owner = trimmed(text, window + dash.end(), end)
        if not names_owner(text[slice(*owner)]):
            continue
        name_end = window + dash.start()
        name = _name_start(text, begin, name_end, body)
        if name is not None:
            return name, Group(passage(text, (name, name_end)), passage(text, owner))
    name = _name_start(text, begin, end, body)
    closed = name is not None and (
        _closed(text, begin, name) or ends_in_status(text[max(begin, name - _STATUS) : name])
    )
    if name is not None and (closed or attested(text, text[name:end], body)):
        return name, group_of(text, name, end)
    return header, None


def _name_start(text: str, begin: int, end: int, body: int) -> int | None:
    """Return where a group's name begins: the run of capitalised words that ends at `end`.

    Where the run follows on a lower-case word it may have swallowed the last word of the row
    before ("... across London Technology"). Then the longest part of it that the document names
    elsewhere as a group, or in a list of them, is the name.
    """
    window = max(begin, end - 120)
    run = _CAPITAL_RUN.search(text, window, end)
    if run is None:
        return None
    start = run.start()
    status = status_inside().match(text, start, end)
    if status and text[status.end() : end].strip():
        # The status of the row before, and only then the heading: "Complete Investigation".
        return trimmed(text, status.end(), end)[0]
    label = _LABEL.search(text, window, start)
    if label:
        return label.start()
    if _closed(text, begin, start):
        return start
    words = list(re.finditer(r"\S+", text[start:end]))
    for word in words:
        at = start + word.start()
        if attested(text, text[at:end], body):
            return at
    return start


def _closed(text: str, begin: int, at: int) -> bool:
    """Return whether what stands before `at` is a sentence that has ended, or nothing."""
    before = text[begin:at].rstrip()
    return not before or before[-1] in ".!?:;)\"'\u2019\u201d"
