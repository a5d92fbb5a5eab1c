"""Tables that a transcription ran together: headers, headings and rows inside one long line."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.findings import Finding, line_of
from loaders.layout.cells import Cells, split_row
from loaders.layout.columns import Column, columns, headings, likely_role_of, part_header, role_of
from loaders.layout.groups import attested, group_of, names_owner
from loaders.layout.refs import Ref, find_refs
from loaders.layout.rows import Group, Layout, PlanRow
from loaders.passage import passage, trimmed
from loaders.status import status_at_end, status_inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.citations import CitationReader

NAME = "run-on/1"

Span = tuple[int, int]

_BEGINS = re.compile(r"^[ \t]*transcript(?:ion)?[ \t]*:[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
"""Document-sharing sites put the titles of other documents first, then this line."""

_KEPT_BESIDE = ("evidence", "other", "source", "workstream")
_RUNNING = 3
"""Times that a line stands in the document: three make it a running header or footer."""
_LONGEST_RUNNING = 120
_LONGEST_HEADING = 14
"""Words."""
_LONGEST_GROUP = 400
"""Characters at the end of a line in which the heading of a group stands."""

_FURNITURE = re.compile(
    r"^[ \t]*(?:page[ \t]+\d+(?:[ \t]+of[ \t]+\d+)?|\d{1,3}[ \t]*\|[ \t]*page"
    r"|official(?:[ \t]*-[ \t]*sensitive)?|not[ \t]+protectively[ \t]+marked|restricted"
    r"|-[ \t]*\d{1,3}[ \t]*-)[ \t]*\r?$"
    r"|\bpage[ \t]+\d+[ \t]+of[ \t]+\d+\b"
    r"|(?-i:\b(?:NOT PROTECTIVELY MARKED|OFFICIAL(?: ?- ?SENSITIVE)?|RESTRICTED)"
    r"(?=[ \t]*(?:\r?$|Page[ \t]+\d)))",
    re.IGNORECASE | re.MULTILINE,
)
_LINE = re.compile(r"[^\r\n]+")
_CAPITAL_RUN = re.compile(
    # Possessive, so that a run of capitals can be parted in one way only.
    r"(?:(?:[A-Z][\w/&'\u2019-]*+|&)(?:\s++(?:and|of|for|the|in|to|with|on)(?=\s+[A-Z]))?\s*+)++$"
)
_LABEL = re.compile(
    r"(?:Theme|Strand|Priority|Workstream|Work\s+Stream|Objective|Section|Part|Pillar)\s+\w+\s*[:.\u2013-]?\s*$"
)


@dataclass(frozen=True, slots=True)
class _Header:
    """A row of headings inside the text, with the heading of the group before it."""

    start: int  # where the group's heading begins, or the header itself
    end: int
    columns: tuple[Column, ...]
    group: Group | None


def read_run_on(text: str, citations: CitationReader) -> Layout | None:
    """Read a document whose tables stand in running text.

    Returns:
        The layout, or None where no header (three known headings in a row, or more) is found.
    """
    begins = [match.end() for match in _BEGINS.finditer(text)]
    start = begins[-1] if begins else 0
    found = list(_headers(text, start, dashes_lead=False))
    if not found:
        return None
    led = sum(1 for header in found if header.group and header.group.owner)
    if led * 2 > len(found):
        found = list(_headers(text, start, dashes_lead=True))
    rows = _Rows(text, start, found, citations)
    return Layout(NAME, tuple(rows.all()), findings=tuple(rows.findings))


@functools.cache
def _one_heading() -> str:
    """Return a pattern for one known heading; each word begins with a capital."""
    forms = sorted(headings(), key=len, reverse=True)
    return "|".join(_heading_form(form) for form in forms)


def _heading_form(form: str) -> str:
    parts = [part for part in re.split(r"(\W+)", form) if part]
    pattern = ""
    for at, part in enumerate(parts):
        if part[0].isalpha():
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


_REF_HEADING = (
    r"(?:Action\s+Ref\s+Number|(?:Ref(?:erence)?|No|Number|Item|ID)\b\.?(?:\s+[Nn]o\b\.?)?|#)"
)
_REF = r"[A-Z]{0,8}[ -]?\d{1,3}(?:\.\d{1,2}){0,2}[a-h]?[.)]?"
_OPENING = re.compile(
    rf"(?<!\w)(?P<header>{_REF_HEADING}(?:\s+[A-Za-z][A-Za-z/&()'\u2019-]*){{2,14}}?)"
    rf"(?=\s+{_REF}(?:\s+{_REF})?\s+[A-Z\"'\u2018\u201c])"
)
"""A heading for refs, other words, then a ref and the words of a first row."""


def _header_spans(text: str, start: int) -> list[Span]:
    """Return where headers stand: three known headings in a row, or words that come before rows.

    A header nobody has seen is told by its place: the same words between a heading for refs and the
    first ref, again and again.
    """
    known = [match.span() for match in _header_pattern().finditer(text, start)]
    opening = [match.span("header") for match in _OPENING.finditer(text, start)]
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


def _headers(text: str, start: int, *, dashes_lead: bool) -> Iterator[_Header]:
    previous = start
    for begin, end in _header_spans(text, start):
        found = columns(_headings_in(text[begin:end]))
        if found is None:
            continue
        at, group = _group_before(text, previous, begin, start)
        if group and group.name and dashes_lead:
            group = group_of(text, at, trimmed(text, at, begin)[1], dashes_lead=True)
        yield _Header(at, end, found, group)
        previous = end


def _group_before(text: str, floor: int, header: int, body: int) -> tuple[int, Group | None]:
    """Return where the heading before a header begins, and what it says.

    A heading is a line of its own, or the end of a line whose rest belongs to the row before.
    """
    line = max(text.rfind("\n", 0, header) + 1, floor)
    begin, end = trimmed(text, line, header)
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
    if name is not None and (_closed(text, begin, name) or attested(text, text[name:end], body)):
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


def _sections(found: list[_Header], end: int) -> Iterator[tuple[_Header, int]]:
    """Yield each header with the end of its rows; a header that only repeats ends nothing."""
    current = found[0]
    for header in found[1:]:
        if header.columns == current.columns and header.group is None:
            continue
        yield current, header.start
        current = header
    yield current, end


class _Rows:
    """Reads the rows between headers, over what is no part of them."""

    def __init__(
        self, text: str, start: int, found: list[_Header], citations: CitationReader
    ) -> None:
        self._text = text
        self._found = found
        self._junk = sorted(self._no_part_of_a_row(start))
        # At its full length, so that offsets stay what they are.
        blanked = list(text)
        for begin, end in self._junk:
            for at in range(begin, end):
                if not blanked[at].isspace():
                    blanked[at] = " "
        self._blanked = "".join(blanked)
        self._cited = citations.brackets(self._blanked, found[0].end, len(text))
        self._cited_at = [at.start for at in self._cited]
        self.findings: list[Finding] = []

    def _no_part_of_a_row(self, start: int) -> Iterator[Span]:
        """Yield what stands before the tables, headers, headings, page numbers, running lines."""
        yield 0, self._found[0].end
        for header in self._found[1:]:
            yield header.start, header.end
        for furniture in _FURNITURE.finditer(self._text, start):
            yield furniture.span()
        lines = Counter(match.group().strip() for match in _LINE.finditer(self._text, start))
        for line in _LINE.finditer(self._text, start):
            if lines[line.group().strip()] >= _RUNNING and len(line.group()) < _LONGEST_RUNNING:
                yield line.span()

    def all(self) -> Iterator[PlanRow]:
        """Yield the rows of every section."""
        for section, end in _sections(self._found, len(self._text)):
            columns_after, refs = section.columns, list[Ref]()
            if columns_after[0].role == "ref":
                columns_after = columns_after[1:]
                refs = find_refs(self._blanked, section.end, end, self._cited_at)
            if not refs and self._blanked[section.end : end].strip():
                self.findings.append(
                    Finding(
                        "error",
                        "section.no-refs",
                        "rows without refs cannot be told apart in running text; "
                        "a table with tabs can be read without refs",
                        line_of(self._text, section.end),
                    )
                )
            ends = [*(ref.start for ref in refs[1:]), end]
            columns_after = self._settled(columns_after, ends)
            for ref, row_end in zip(refs, ends, strict=bool(refs)):
                for words, cells in self._cells(ref, row_end, columns_after):
                    row = self._row(words, ref, cells, columns_after, section.group)
                    if row:
                        yield row

    def _settled(self, after: tuple[Column, ...], ends: list[int]) -> tuple[Column, ...]:
        """Take a last column whose heading says nothing for statuses, where rows end in them."""
        if any(column.role in ("status", "progress") for column in after) or not after:
            return after
        closing = [
            end for end in ends if status_at_end().search(self._blanked, max(0, end - 60), end)
        ]
        if after[-1].role != "other" or len(closing) * 2 <= len(ends):
            return after
        return (*after[:-1], Column(after[-1].heading, "status"))

    def _cells(self, ref: Ref, end: int, after: tuple[Column, ...]) -> Iterator[tuple[str, Cells]]:
        """Yield the cells of each ref; merged refs share the answer, each with its own action."""
        cited = self._cited[slice(*(bisect_left(self._cited_at, at) for at in (ref.end, end)))]
        earlier = len(ref.words) - 1
        if not earlier or len(cited) <= earlier:
            for words in ref.words:
                yield words, split_row(self._blanked, (ref.end, end), after, cited)
            return
        start = ref.end
        for words, own in zip(ref.words, cited[:earlier], strict=False):
            rest = cited[earlier:]
            shared = split_row(self._blanked, (cited[earlier - 1].end, end), after, rest)
            shared.spans[after[0].role] = trimmed(self._blanked, start, own.start)
            shared.cited = [own]
            yield words, shared
            start = own.end
        yield ref.words[-1], split_row(self._blanked, (start, end), after, cited[earlier:])

    def _row(
        self,
        words: str,
        ref: Ref,
        cells: Cells,
        after: tuple[Column, ...],
        group: Group | None,
    ) -> PlanRow | None:
        """Turn the cells of a ref into a row of the plan; None where there is nothing to do."""
        held = {
            role: made
            for role, span in cells.spans.items()
            if (made := passage(self._text, *self._pieces(span)))
        }
        asked, action = held.get("recommendation"), held.get("action")
        body = action or asked
        if body is None:
            return None
        return PlanRow(
            ref=f"{words} {cells.sub_ref}" if cells.sub_ref else words,
            ref_at=passage(self._text, (ref.start, ref.end)),
            action=body,
            recommendation=asked,
            answers_priority=asked is not None and all(one.role != "action" for one in after),
            cited=tuple(cells.cited),
            owners=(held["owner"],) if "owner" in held else (),
            group=group,
            response=(held["response"],) if "response" in held else (),
            status=held.get("status"),
            due=held.get("date"),
            others=tuple(
                (column.heading, held[column.role])
                for column in after
                if column.role in _KEPT_BESIDE and column.role in held
            ),
            findings=tuple(_remarks(ref, cells, f"ref {words}, {line_of(self._text, ref.start)}")),
        )

    def _pieces(self, span: Span) -> Iterator[Span]:
        """Part a span where something that is no part of the row stands inside it."""
        begin, end = span
        first = bisect_right(self._junk, (begin, len(self._text)))
        last = bisect_left(self._junk, (end, 0))
        for junk_begin, junk_end in self._junk[first:last]:
            if begin < junk_begin:
                yield begin, junk_begin
                begin = min(junk_end, end)
        yield begin, end


def _remarks(ref: Ref, cells: Cells, where: str) -> Iterator[Finding]:
    if len(ref.words) > 1:
        together = " and ".join(ref.words)
        yield Finding(
            "warning",
            "row.merged-refs",
            f"refs {together} stand together before one answer, which is given to each of them",
            where,
        )
    if cells.uncertain:
        yield Finding(
            "warning",
            "row.boundary",
            "nothing marks where one cell ends and the next begins; they were parted at the end "
            "of the first sentence",
            where,
        )
    for at in cells.cited:
        if not at.certain:
            yield Finding(
                "info",
                "citation.bracket",
                "a bracket of the citation is missing; its extent was judged by its words",
                where,
            )
