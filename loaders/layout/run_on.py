"""Tables that a transcription ran together: headers, headings and rows inside one long line."""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.findings import Finding, line_of
from loaders.layout.cells import Cells, split_row
from loaders.layout.columns import Column, columns, headings, role_of
from loaders.layout.groups import group_of, names_owner
from loaders.layout.refs import Ref, find_refs
from loaders.layout.rows import Group, Layout, PlanRow
from loaders.passage import passage, trimmed
from loaders.status import status_inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.citations import CitationReader, CitedAt

NAME = "run-on/1"

Span = tuple[int, int]

_BEGINS = re.compile(r"^[ \t]*transcript(?:ion)?[ \t]*:[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
"""Document-sharing sites put the titles of other documents first, then this line."""

_FURNITURE = re.compile(
    r"^[ \t]*(?:page[ \t]+\d+(?:[ \t]+of[ \t]+\d+)?|\d{1,3}[ \t]*\|[ \t]*page|official(?:[ \t]*-[ \t]*sensitive)?"
    r"|not[ \t]+protectively[ \t]+marked|restricted|-[ \t]*\d{1,3}[ \t]*-)[ \t]*\r?$"
    r"|\bpage[ \t]+\d+[ \t]+of[ \t]+\d+\b",
    re.IGNORECASE | re.MULTILINE,
)
_LINE = re.compile(r"[^\r\n]+")
_CAPITAL_RUN = re.compile(
    r"(?:(?:[A-Z][\w/&'\u2019-]*|&|\d+[:.]?)(?:\s+(?:and|of|for|the|in|to|with|on)(?=\s+[A-Z]))?\s*)+$"
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
    blanked = _blanked(text, start, found)
    cited = citations.brackets(blanked, found[0].end, len(text))
    rows: list[PlanRow] = []
    for section, end, junk in _sections(found, len(text)):
        rows.extend(_section_rows(text, blanked, section, end, cited, junk))
    return Layout(NAME, tuple(_numbered(rows)))


@functools.cache
def _one_heading() -> str:
    """Return a pattern for one known heading; each word begins with a capital."""
    forms = sorted(headings(), key=len, reverse=True)
    return "|".join(_heading_form(form) for form in forms)


def _heading_form(form: str) -> str:
    parts = re.split(r"(\W+)", form)
    return "".join(
        f"{part[0].upper()}(?i:{re.escape(part[1:])})"
        if part[:1].isalpha()
        else rf"\s*{re.escape(part.strip())}\s*"
        if part.strip()
        else r"[\s-]+"
        for part in parts
        if part
    )


@functools.cache
def _header_pattern() -> re.Pattern[str]:
    """Return a pattern for three or more known headings that follow on each other."""
    one = _one_heading()
    return re.compile(rf"(?<![\w-])(?:{one})[.:]?(?:\s+(?:{one})[.:]?(?!\w)){{2,9}}(?=\s|$)")


@functools.cache
def _heading_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{_one_heading()})[.:]?(?=\s|$)")


def _headings_in(words: str) -> list[str]:
    """Part a header into its headings, "Action Owner" into two where no other names the action."""
    found = [match.group() for match in _heading_pattern().finditer(words)]
    if any(role_of(item) == "action" for item in found):
        return found
    for at, item in enumerate(found):
        first, _, rest = item.partition(" ")
        if role_of(item) == "owner" and role_of(first) == "action" and rest:
            return [*found[:at], first, rest, *found[at + 1 :]]
    return found


def _headers(text: str, start: int, *, dashes_lead: bool) -> Iterator[_Header]:
    previous = start
    for match in _header_pattern().finditer(text, start):
        found = columns(_headings_in(match.group()))
        if found is None:
            continue
        at, group = _group_before(text, previous, match.start(), start)
        if group and group.name and dashes_lead:
            group = group_of(text, at, trimmed(text, at, match.start())[1], dashes_lead=True)
        yield _Header(at, match.end(), found, group)
        previous = match.end()


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
    whole = group_of(text, begin, end) if begin == trimmed(text, line, header)[0] else None
    if whole and (line > floor or begin == floor) and len(text[begin:end].split()) <= 14:
        return begin, whole
    return _group_at_end(text, begin, end, header, body)


def _group_at_end(
    text: str, begin: int, end: int, header: int, body: int
) -> tuple[int, Group | None]:
    """Find a heading at the end of a line that also holds the end of a row."""
    dashes = list(re.finditer(r"\s[-\u2013\u2014]\s", text[begin:end]))
    for dash in reversed(dashes):
        owner = trimmed(text, begin + dash.end(), end)
        if not names_owner(text[slice(*owner)]):
            continue
        name_end = begin + dash.start()
        name = _name_start(text, begin, name_end, body)
        if name is not None:
            return name, Group(passage(text, (name, name_end)), passage(text, owner))
    name = _name_start(text, begin, end, body)
    if name is not None and (_closed(text, begin, name) or _attested(text, name, end, body)):
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
        if _attested(text, at, end, body):
            return at
    return start


def _closed(text: str, begin: int, at: int) -> bool:
    """Return whether what stands before `at` is a sentence that has ended, or nothing."""
    before = text[begin:at].rstrip()
    return not before or before[-1] in ".!?:;)\"'\u2019\u201d"


def _attested(text: str, start: int, end: int, body: int) -> bool:
    """Return whether the document names a group so elsewhere: as a group, or in a list of them."""
    name = re.escape(text[start:end].strip()).replace(r"\ ", r"\s+")
    pattern = rf"(?:[;:,\u2022]\s*{name}\s*[;,.]|\b{name}\s+(?:working\s+group|group|work\s?stream|strand|theme)\b)"
    return re.search(pattern, text[body:], re.IGNORECASE) is not None


def _blanked(text: str, start: int, found: list[_Header]) -> str:
    """Return the text at its full length, with all that is no part of a row as blanks."""
    lines = Counter(match.group().strip() for match in _LINE.finditer(text, start))
    spans = [(0, found[0].end), *((header.start, header.end) for header in found)]
    spans += [match.span() for match in _FURNITURE.finditer(text, start)]
    spans += [
        match.span()
        for match in _LINE.finditer(text, start)
        if lines[match.group().strip()] > 2 and len(match.group()) < 120
    ]
    blanked = list(text)
    for begin, end in spans:
        for at in range(begin, end):
            if not blanked[at].isspace():
                blanked[at] = " "
    return "".join(blanked)


def _sections(found: list[_Header], end: int) -> Iterator[tuple[_Header, int, list[Span]]]:
    """Join headers that only repeat: rows run on over them, and their place is no part of a row."""
    current = found[0]
    junk: list[Span] = []
    for header in found[1:]:
        if header.columns == current.columns and header.group is None:
            junk.append((header.start, header.end))
            continue
        yield current, header.start, junk
        current, junk = header, []
    yield current, end, junk


def _section_rows(
    text: str,
    blanked: str,
    section: _Header,
    end: int,
    cited: list[CitedAt],
    junk: list[Span],
) -> Iterator[PlanRow]:
    """Yield the rows of one section; what is blanked inside a row leaves a gap in its passages."""
    inner = section.columns
    refs: list[Ref] = []
    if inner[0].role == "ref":
        inner = inner[1:]
        refs = find_refs(blanked, section.end, end, [at.start for at in cited])
    starts = [ref.start for ref in refs] + [end]
    for ref, row_end in zip(refs, starts[1:], strict=True):
        here = [at for at in cited if ref.end <= at.start < row_end]
        for words, cells in _cells(blanked, ref, row_end, inner, here):
            row = _row(text, blanked, words, ref, cells, section, inner)
            if row:
                yield row
    _ = junk


def _cells(
    blanked: str, ref: Ref, end: int, inner: tuple[Column, ...], cited: list[CitedAt]
) -> Iterator[tuple[str, Cells]]:
    """Yield the cells of each ref; merged refs share the answer, each with its own action."""
    count = len(ref.words)
    if count == 1 or len(cited) < count:
        cells = split_row(blanked, ref.end, end, inner, cited)
        for words in ref.words:
            yield words, cells
        return
    start = ref.end
    for words, own in zip(ref.words[:-1], cited[: count - 1], strict=True):
        yield words, _shared(blanked, (start, own), cited[count - 1 :], end, inner)
        start = own.end
    yield ref.words[-1], split_row(blanked, start, end, inner, cited[count - 1 :])


def _shared(
    blanked: str,
    own: tuple[int, CitedAt],
    last: list[CitedAt],
    end: int,
    inner: tuple[Column, ...],
) -> Cells:
    """Return the cells of a merged ref: its own action and citation, and the answer of the last."""
    start, cited = own
    answer = split_row(blanked, last[0].start - 4, end, inner, last)
    answer.spans[inner[0].role] = trimmed(blanked, start, cited.start)
    answer.cited = [cited]
    return answer


def _row(
    text: str,
    blanked: str,
    words: str,
    ref: Ref,
    cells: Cells,
    section: _Header,
    inner: tuple[Column, ...],
) -> PlanRow | None:
    held = {
        role: made
        for role, span in cells.spans.items()
        if (made := passage(text, *_pieces(blanked, span)))
    }
    asked, action = held.get("recommendation"), held.get("action")
    body = action or asked
    if body is None:
        return None
    where = f"ref {words}, {line_of(text, ref.start)}"
    findings = list(_remarks(ref, cells, where))
    if cells.sub_ref:
        words = f"{words} {cells.sub_ref}"
    answered = "action" not in {column.role for column in inner}
    return PlanRow(
        ref=words,
        ref_at=passage(text, (ref.start, ref.end)),
        action=body,
        recommendation=asked,
        answers_priority=answered and asked is not None,
        cited=tuple(cells.cited),
        owners=(held["owner"],) if "owner" in held else (),
        group=section.group,
        response=(held["response"],) if "response" in held else (),
        status=held.get("status"),
        due=held.get("date"),
        others=tuple(
            (column.heading, held[column.role])
            for column in inner
            if column.role in held and column.role in ("evidence", "other", "source", "workstream")
        ),
        findings=tuple(findings),
    )


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


def _pieces(blanked: str, span: Span) -> Iterator[Span]:
    """Part a span where a running header or a repeated header was blanked out inside it."""
    begin, end = span
    for gap in re.finditer(r"(?<=\S)[ ]{3,}(?=\S)|\s*\n[ ]{6,}\n\s*", blanked[begin:end]):
        yield begin, span[0] + gap.start()
        begin = span[0] + gap.end()
    yield begin, end


def _numbered(rows: list[PlanRow]) -> Iterator[PlanRow]:
    yield from rows
