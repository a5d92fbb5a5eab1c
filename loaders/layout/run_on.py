"""Tables that a transcription ran together: headers, headings and rows inside one long line."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from loaders.findings import Finding, line_of
from loaders.layout.cells import Cells, split_row
from loaders.layout.closings import closed_rows
from loaders.layout.column_findings import guesses
from loaders.layout.columns import Column
from loaders.layout.groups import group_of
from loaders.layout.headers import Header, find_headers
from loaders.layout.refs import Ref, find_refs, first_coded
from loaders.layout.rows import Group, Layout, PlanRow
from loaders.passage import Passage, passage, trimmed
from loaders.status import ends_in_status, status_at_end, status_inside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from loaders.citations import CitationReader

NAME = "run-on/1"

Span = tuple[int, int]

_BEGINS = re.compile(r"^[ \t]*transcript(?:ion)?[ \t]*:[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
"""Document-sharing sites put the titles of other documents first, then this line."""

_KEPT_BESIDE = ("accepted", "evidence", "other", "source", "workstream")
_RUNNING = 3
"""Times that a line stands in the document: three make it a running header or footer."""
_LONGEST_RUNNING = 120
_TAIL = 200
"""Characters at the end of a row in which the heading of the next group may stand."""
_FURNITURE = re.compile(
    r"^[ \t]*(?:page[ \t]+\d+(?:[ \t]+of[ \t]+\d+)?|\d{1,3}[ \t]*\|[ \t]*page"
    r"|official(?:[ \t]*-[ \t]*sensitive)?|not[ \t]+protectively[ \t]+marked|restricted"
    r"|-[ \t]*\d{1,3}[ \t]*-)[ \t]*\r?$"
    r"|\bpage[ \t]+\d+[ \t]+of[ \t]+\d+\b"
    r"|(?:^[ \t]*\d{1,3}[ \t]+)?(?-i:\b(?:NOT PROTECTIVELY MARKED|OFFICIAL(?: ?- ?SENSITIVE)?"
    r"|RESTRICTED)\b)(?:[ \t]*Page[ \t]+\d+(?:[ \t]+of[ \t]+\d+)?)?",
    re.IGNORECASE | re.MULTILINE,
)
_LINE = re.compile(r"[^\r\n]+")
_TITLE_AND_PAGE = re.compile(
    r"^[ \t]*(?P<title>[^\r\n]{5,120}?)[ \t]+page[ \t]+\d{1,3}\b(?:[ \t]+of[ \t]+\d+)?",
    re.IGNORECASE | re.MULTILINE,
)


def read_run_on(text: str, citations: CitationReader) -> Layout | None:
    """Read a document whose tables stand in running text.

    Returns:
        The layout, or None where no header (three known headings in a row, or more) is found.
    """
    begins = [match.end() for match in _BEGINS.finditer(text)]
    start = begins[-1] if begins else 0
    furniture = list(_furniture(text, start))
    bare = _blanked(text, furniture, "\n")
    found = list(find_headers(bare, start, dashes_lead=False))
    if not found:
        return None
    led = sum(1 for header in found if header.group and header.group.owner)
    if led * 2 > len(found):
        found = list(find_headers(bare, start, dashes_lead=True))
    headers = [replace(header, group=_standing_in(text, header.group)) for header in found]
    rows = _Rows(text, headers, furniture, citations)
    return Layout(NAME, tuple(rows.all()), findings=tuple(rows.findings))


def _sections(found: list[Header], end: int) -> Iterator[tuple[Header, int]]:
    """Yield each header with the end of its rows; a header that only repeats ends nothing."""
    current = found[0]
    for header in found[1:]:
        if header.columns == current.columns and header.group is None:
            continue
        yield current, header.start
        current = header
    yield current, end


def _standing_in(text: str, group: Group | None) -> Group | None:
    """Return a group whose words stand in the text itself."""
    parts = (group.name, group.owner) if group else (None, None)
    name, owner = (Passage(text, part.spans) if part else None for part in parts)
    return Group(name, owner) if group else None


def _blanked(text: str, spans: Iterable[Span], first: str = " ") -> str:
    """Return a text of the same length with some of it blanked out, so that offsets stay.

    Args:
        text: the text.
        spans: what is blanked out.
        first: what stands in place of the first character of each.
    """
    signs = list(text)
    for begin, end in spans:
        for at in range(begin, end):
            if not signs[at].isspace():
                signs[at] = first if at == begin else " "
    return "".join(signs)


def _furniture(text: str, start: int) -> Iterator[Span]:
    """Yield page numbers, markings, titles with page numbers, and lines that come again."""
    for found in _FURNITURE.finditer(text, start):
        yield found.span()
    yield from _titles_with_page_numbers(text, start)
    lines = Counter(match.group().strip() for match in _LINE.finditer(text, start))
    for line in _LINE.finditer(text, start):
        if lines[line.group().strip()] >= _RUNNING and len(line.group()) < _LONGEST_RUNNING:
            yield line.span()


def _titles_with_page_numbers(text: str, start: int) -> Iterator[Span]:
    """Yield what opens several lines up to a page number: "Vulnerability Plan 2017 Page 2"."""
    found = list(_TITLE_AND_PAGE.finditer(text, start))
    times = Counter(match.group("title").casefold() for match in found)
    yield from (match.span() for match in found if times[match.group("title").casefold()] > 1)


class _Rows:
    """Reads the rows between headers, over what is no part of them."""

    def __init__(
        self, text: str, found: list[Header], furniture: list[Span], citations: CitationReader
    ) -> None:
        self._text = text
        headers = ((header.start, header.end) for header in found[1:])
        self._junk = sorted(((0, found[0].end), *headers, *furniture))
        self._found = found
        self._blanked = _blanked(text, self._junk)
        self._cited = citations.brackets(self._blanked, found[0].end, len(text))
        self._cited_at = [at.start for at in self._cited]
        self.findings: list[Finding] = []

    def all(self) -> Iterator[PlanRow]:
        """Yield the rows of every section."""
        sections = [
            (section, self._refs(section, end), end)
            for section, end in _sections(self._found, len(self._text))
        ]
        ends = [at for _, refs, end in sections for at in (*(ref.start for ref in refs[1:]), end)]
        seen: list[tuple[Column, ...]] = []
        count = 0
        for section, found, end in sections:
            refs = found
            first = 1 if section.columns[0].role == "ref" else 0
            after = self._settled(section.columns[first:], ends)
            if after not in seen:
                seen.append(after)
                self.findings.extend(guesses(after, line_of(self._text, section.end)))
            row_ends = [*(ref.start for ref in refs[1:]), end]
            if refs and after[-1].role in ("status", "progress"):
                row_ends[-1] = self._closed(refs[-1].end, end, row_ends[:-1])
            if not first:
                refs = [replace(ref, words=(str(count + int(*ref.words)),)) for ref in refs]
                count += len(refs)
            group = self._led(section.end, refs[0].start) if refs else None
            group = group or section.group
            for ref, row_end in zip(refs, row_ends, strict=bool(refs)):
                stop, following = self._heading_behind(ref.end, row_end)
                for words, cells in self._cells(ref, stop, after):
                    row = self._row(words, ref, cells, after, group)
                    if row:
                        yield row
                group = following or group

    def _led(self, start: int, end: int) -> Group | None:
        """Return the group, with who leads it, that all words between two places name, or None."""
        start, end = trimmed(self._blanked, start, end)
        group = group_of(self._blanked, start, end) if start < end else None
        led = group is not None and group.name is not None and group.owner is not None
        return _standing_in(self._text, group) if led else None

    def _heading_behind(self, start: int, end: int) -> tuple[int, Group | None]:
        """Return where a row ends before a heading that stands behind its status, and its group."""
        for status in status_inside().finditer(self._blanked, max(start, end - _TAIL), end):
            group = self._led(status.end(), end)
            if group:
                return status.end(), group
        return end, None

    def _closed(self, start: int, end: int, others: list[int]) -> int:
        """Return where the last row of a section ends: at its status, where all others end so.

        What follows it is a key, a note, "End of document".
        """
        closing = sum(
            1 for other in others if ends_in_status(self._blanked[:other][-_LONGEST_RUNNING:])
        )
        if closing < _RUNNING or closing < len(others) or ends_in_status(self._blanked[start:end]):
            return end
        match = status_inside().search(self._blanked, start, end)
        return match.end() if match else end

    def _refs(self, section: Header, end: int) -> list[Ref]:
        """Return the refs of a section; a finding says so where there are none."""
        refs: list[Ref] = []
        if section.columns[0].role == "ref":
            start = section.end
            first = first_coded(self._blanked, start, min(end, start + _TAIL))
            if first is not None and self._led(start, first):
                start = first  # the heading of a group stands before the first row
            refs = find_refs(self._blanked, start, end, self._cited_at)
        else:
            refs = closed_rows(self._blanked, section.end, end, section.columns)
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
        return refs

    def _settled(self, after: tuple[Column, ...], ends: list[int]) -> tuple[Column, ...]:
        """Take a last column for statuses, where its heading does not say so but rows end so.

        Its heading may say nothing, or stand beside another that is the answer ("Update",
        "Position").
        """
        if any(column.role in ("status", "progress") for column in after) or not after:
            return after
        closing = [
            end for end in ends if status_at_end().search(self._blanked, max(0, end - 60), end)
        ]
        answers = [column.role for column in after].count("response")
        open_heading = after[-1].role == "other" or (after[-1].role == "response" and answers > 1)
        if not open_heading or len(closing) * 2 <= len(ends):
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
