"""Finds tables in plain text whose columns are kept apart by blanks.

A header line has three headings or more, parted by two blanks at least. What stands below belongs
to the table as long as a strip of blanks remains between every two headings: that strip is where
one column ends and the next begins. The lines of one row are joined again: a ref, an empty line or
a line of dashes begins the next row, or else that a word stands where the line above had room.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders.content import Block, Cell, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Span = tuple[int, int]

_SEGMENT = re.compile(r"\S+(?: \S+)*")
"""Words parted by single blanks."""
_RULE = re.compile(
    r"[\s=_+\u2013\u2014\u2500-]*[=_+\u2013\u2014\u2500-]{3}[\s=_+\u2013\u2014\u2500-]*"
)
_PAGE = re.compile(
    r"\s*(?:.{0,80}\bpage\s+\d+(?:\s+of\s+\d+)?.{0,40}|-?\s*\d{1,3}\s*-?)\s*", re.IGNORECASE
)
_REF = re.compile(r"[(\[]?[A-Za-z]{0,8}[ ./-]?\d[\w./-]{0,8}[)\]]?[.:]?|[A-Za-z][.)]|[ivx]+[.)]?")
_CODED = 0.8
"""Of the filled cells of a first column: so many are refs where it is one of refs."""
_FEWEST = 3
"""Columns: two are too easily anything else."""
_LEAST = 2
"""Lines with several cells, and columns where a line of dashes stands under the header."""
_WIDEST = 48
"""Characters of a heading."""
_MOST_WORDS = 7
"""Words of a heading."""
_TITLE = 110
"""Characters of a line over the whole width that parts a table."""
_ASTRAY = 2
"""Lines running that fit no column: more end the table."""
_HIGH = 8
"""Lines: where most blocks between empty lines are higher, the empty lines part no rows."""
_ABOVE = 3
"""Lines of a header above the one that has a heading for most columns."""
_RUNNING = 3
"""Times: a line that stands so often, and is no header, is a running one."""


@dataclass(slots=True)
class _Line:
    """One line: where it stands, and its words by their place in the line.

    Attributes:
        start: index of its first character in the text.
        words: the line, upright strokes between cells blanked.
        parted: True where an empty line or a line of dashes stands above it.
        segments: start and end of words parted by two blanks or more, counted in the line.
    """

    start: int
    words: str
    parted: bool
    segments: tuple[Span, ...] = ()
    rule: bool = False

    @property
    def span(self) -> Span:
        return self.start, self.start + len(self.words)


@dataclass(slots=True)
class _Row:
    """The lines of one row, by column; a title stands over the whole width."""

    cells: dict[int, list[Span]] = field(default_factory=dict)
    title: bool = False


def flow_of(text: str, spans: Sequence[Span]) -> Iterator[Block | Table]:
    """Yield the tables and the other lines of a stretch of text that holds no tabs.

    Args:
        text: the canonical text.
        spans: its lines that are not empty, in reading order.
    """
    lines = list(_lines(text, spans))
    counted = Counter(line.words.strip() for line in lines)
    before: tuple[str, ...] | None = None
    at = 0
    while at < len(lines):
        found = _Finding(text, lines, at, counted).table()
        if found is None:
            line = lines[at]
            if not _is_furniture(line, counted) and not line.rule:
                before = None
            yield Block((spans[at],))
            at += 1
            continue
        yield from (Block((spans[one],)) for one in range(at, found.first))
        continues = before == found.headings and found.first == at
        yield Table(found.rows, whole=True, continues=continues)
        before = found.headings
        at = found.end


def _lines(text: str, spans: Sequence[Span]) -> Iterator[_Line]:
    last = 0
    ruled = False
    for start, end in spans:
        words = text[start:end].replace("\f", " ").replace("\xa0", " ")
        if words.count("|") >= _LEAST:
            words = words.replace("|", " ")
        empty = text[last:start].count("\n") > 1 or text[last:start].count("\r") > 1
        rule = _RULE.fullmatch(words) is not None
        if rule:
            words = words.replace("+", " ")
        segments = tuple(match.span() for match in _SEGMENT.finditer(words))
        yield _Line(start, words, empty or ruled or not last, segments, rule)
        ruled = rule or not segments
        last = end


def _is_furniture(line: _Line, counted: Counter[str]) -> bool:
    words = line.words.strip()
    return _PAGE.fullmatch(words) is not None or not words or counted[words] >= _RUNNING


@dataclass(slots=True)
class _Found:
    """A table, with the indices of its first line and of the line after it."""

    rows: tuple[tuple[Cell, ...], ...]
    headings: tuple[str, ...]
    first: int
    end: int


class _Finding:
    """Looks for a table whose header has its fullest line at one place."""

    def __init__(self, text: str, lines: Sequence[_Line], at: int, counted: Counter[str]) -> None:
        self._text = text
        self._lines = lines
        self._at = at
        self._counted = counted
        self._taken = [False]
        self._members: list[int] = []
        self._titles: set[int] = set()

    def table(self) -> _Found | None:
        """Return the table, or None where none begins here."""
        lines, at = self._lines, self._at
        ruled = at + 1 < len(lines) and lines[at + 1].rule
        heads = lines[at + 1].segments if ruled else ()
        if len(heads) < _FEWEST:
            heads = lines[at].segments
        if len(heads) < (_LEAST if ruled else _FEWEST) or not self._may_head(lines[at]):
            return None
        self._gaps = [(left[1], right[0]) for left, right in zip(heads, heads[1:], strict=False)]
        end = self._gather(at)
        body = [one for one in self._members if one > at and one not in self._titles]
        starts = self._boundaries(body)
        self._titles.update(
            one for one in body if self._at_left(one) and self._crosses(one, starts)
        )
        body = [one for one in body if one not in self._titles]
        several = [one for one in body if len(self._cells(lines[one], starts)) > 1]
        if len(several) < _LEAST:
            return None
        labels = [
            self._text[slice(*cell)]
            for one in body
            if (cell := self._cells(lines[one], starts).get(0))
        ]
        if len(starts) < _FEWEST and any(label.endswith(":") for label in labels):
            return None
        rows = self._rows(starts)
        header = rows[0]
        headings = tuple(
            " ".join(
                " ".join(self._text[slice(*span)] for span in header.cells.get(column, ())).split()
            )
            for column in range(len(starts))
        )
        made = tuple(self._made(row, len(starts)) for row in rows)
        return _Found(made, headings, at, end)

    def _may_head(self, line: _Line) -> bool:
        """Return whether a line could be a header: short words that begin with a capital."""
        if line.rule or _PAGE.fullmatch(line.words):
            return False
        for start, end in line.segments:
            words = line.words[start:end]
            if len(words) > _WIDEST or len(words.split()) > _MOST_WORDS or words.endswith(":"):
                return False
            if words[-1] in ".;," and " " in words:
                return False
            if not (words.lstrip("(")[:1].isalpha() or words[:1] == "#"):
                return False
        capitals = sum(
            1
            for start, _ in line.segments
            if line.words[start] in "#(" or line.words[start].isupper()
        )
        return capitals * 2 > len(line.segments)

    # Lines

    def _gather(self, at: int) -> int:
        """Take the lines below a header that leave a strip of blanks between all columns."""
        lines = self._lines
        header = _plain(lines[at])
        astray: list[int] = []
        self._members = [at]
        self._occupy(lines[at])
        end = at + 1
        for one in range(at + 1, len(lines)):
            line = lines[one]
            if _plain(line) == header:
                break
            if line.rule or not line.segments or _is_furniture(line, self._counted):
                if not line.rule or not astray:
                    continue
            if self._fits(line) and not (astray and len(line.segments) == 1 and not line.parted):
                if astray and not self._titled(astray):
                    break
                self._titles.update(astray)
                self._members.extend([*astray, one])
                astray = []
                self._occupy(line)
                end = one + 1
            else:
                astray.append(one)
                if len(astray) > _ASTRAY:
                    break
        while self._members and self._is_last_title(self._members[-1]):
            end = self._members.pop()
        self._taken = [False]
        for one in self._members:
            if one not in self._titles and not self._at_left(one):
                self._occupy(lines[one])
        return end

    def _at_left(self, one: int) -> bool:
        """Return whether a line below the header stands alone at the left."""
        line = self._lines[one]
        if one <= self._at or len(line.segments) != 1 or not self.alone(one):
            return False
        return not line.segments[0][0] and line.words.strip()[:1].isalpha()

    def _is_last_title(self, one: int) -> bool:
        """Return whether a line under the last row is none of its own."""
        return one in self._titles or self._at_left(one)

    def _titled(self, astray: list[int]) -> bool:
        """Return whether lines that fit no column are a heading between rows, or run over one."""
        return all(
            len(self._lines[one].words.strip()) <= _TITLE
            and (
                not self._lines[one].words.rstrip().endswith(".")
                or len(self._lines[one].segments) > 1
            )
            for one in astray
        )

    def _fits(self, line: _Line) -> bool:
        for low, high in self._gaps:
            if all(
                self._is_taken(place) or line.words[place : place + 1].strip()
                for place in range(low, high)
            ):
                return False
        return True

    def _is_taken(self, place: int) -> bool:
        return place < len(self._taken) and self._taken[place]

    def _occupy(self, line: _Line) -> None:
        missing = len(line.words) - len(self._taken)
        self._taken.extend([False] * max(0, missing))
        for start, end in line.segments:
            for place in range(start, end):
                if line.words[place] != " ":
                    self._taken[place] = True

    # Columns

    def _boundaries(self, body: Sequence[int]) -> list[int]:
        """Return where each column begins, counted in the line."""
        found = {0}
        for low, high in self._gaps:
            place = high
            while self._is_taken(place - 1):
                place -= 1
            found.add(place)
        for place, wide in self._strips():
            if wide >= _LEAST and self._parts(place, wide, sorted(found), body):
                found.add(place)
        return sorted(found)

    def _strips(self) -> Iterator[tuple[int, int]]:
        """Yield the end and the width of each strip that no line takes."""
        wide = 0
        for place, taken in enumerate(self._taken):
            if taken and wide and wide < place:
                yield place, wide
            wide = 0 if taken else wide + 1

    def _parts(self, place: int, wide: int, found: list[int], body: Sequence[int]) -> bool:
        """Return whether a strip parts two columns that have one heading, or none."""
        low = max((one for one in found if one <= place), default=0)
        high = min((one for one in found if one > place), default=len(self._taken))
        if low > place - wide:
            return False
        both = [
            one
            for one in body
            if self._lines[one].words[low : place - wide].strip()
            and self._lines[one].words[place:high].strip()
        ]
        return len(both) >= _LEAST

    def _crosses(self, one: int, starts: Sequence[int]) -> bool:
        return any(start and self._lines[one].words[start - 1 : start].strip() for start in starts)

    def _cells(self, line: _Line, starts: Sequence[int]) -> dict[int, Span]:
        """Return the pieces of a line by column; a word belongs to the column it begins in."""
        cells: dict[int, Span] = {}
        for match in re.finditer(r"\S+", line.words):
            column = max(at for at, start in enumerate(starts) if start <= match.start())
            begin = cells[column][0] if column in cells else line.start + match.start()
            cells[column] = (begin, line.start + match.end())
        return cells

    # Rows

    def _rows(self, starts: Sequence[int]) -> list[_Row]:
        """Join the lines of each row; the first is the header."""
        lines = self._lines
        body = [one for one in self._members if one != self._at]
        parts = {one: self._cells(lines[one], starts) for one in (self._at, *body)}
        rows = [_Row({column: [span] for column, span in parts[self._at].items()})]
        opens = _Opening(self, starts, parts, [one for one in body if one not in self._titles])
        last = self._at
        under = True
        for one in body:
            line = lines[one]
            under = under and not line.parted and 0 not in parts[one] and one not in self._titles
            if one in self._titles or opens.stands_alone(one):
                rows.append(_Row({0: [line.span]}, title=True))
                under = False
            elif not under and (rows[-1].title or len(rows) == 1 or opens.row(one, last)):
                rows.append(_Row({column: [span] for column, span in parts[one].items()}))
            else:
                for column, span in parts[one].items():
                    rows[-1].cells.setdefault(column, []).append(span)
            last = one
        return rows

    def parted(self, one: int, last: int) -> bool:
        """Return whether an empty line, a rule or the end of a page stands between two lines."""
        return any(self._lines[at].parted for at in range(last + 1, one + 1))

    def alone(self, one: int) -> bool:
        """Return whether empty lines stand above and below a line."""
        after = one + 1
        return self._lines[one].parted and (after >= len(self._lines) or self._lines[after].parted)

    def _made(self, row: _Row, columns: int) -> tuple[Cell, ...]:
        if row.title:
            return (Cell(tuple(row.cells[0])),) * columns
        return tuple(Cell(tuple(row.cells.get(column, ()))) for column in range(columns))


class _Opening:
    """Tells which lines of a table begin a row."""

    def __init__(
        self,
        finding: _Finding,
        starts: Sequence[int],
        parts: dict[int, dict[int, Span]],
        body: Sequence[int],
    ) -> None:
        self._finding = finding
        self._parts = parts
        self._columns = len(starts)
        first = [finding._text[slice(*parts[one][0])] for one in body if 0 in parts[one]]
        coded = [words for words in first if _REF.fullmatch(words)]
        self._by_refs = bool(first) and len(coded) >= len(first) * _CODED
        blocks: list[int] = []
        last = -1
        for one in body:
            if not blocks or finding.parted(one, last):
                blocks.append(0)
            blocks[-1] += 1
            last = one
        self._by_blanks = len(blocks) > 1 and sorted(blocks)[len(blocks) // 2] <= _HIGH
        self._by_blanks = self._by_blanks and len(blocks) * _HIGH >= len(body)
        self._widths = [
            max(
                (
                    parts[one][column][1] - parts[one][column][0]
                    for one in body
                    if column in parts[one]
                ),
                default=0,
            )
            for column in range(self._columns)
        ]
        self._held: set[int] = set()
        self._previous: set[int] = set()

    def stands_alone(self, one: int) -> bool:
        """Return whether a line is a heading that fits in a column of refs."""
        cells = self._parts[one]
        if not self._by_refs or set(cells) != {0} or not self._finding.alone(one):
            return False
        return _REF.fullmatch(self._finding._text[slice(*cells[0])]) is None

    def row(self, one: int, last: int) -> bool:
        """Return whether a line begins a row, given the line before it."""
        cells = self._parts[one]
        opened = self._is_opening(one, last, cells)
        self._held = set(cells) if opened else self._held | set(cells)
        return opened

    def _is_opening(self, one: int, last: int, cells: dict[int, Span]) -> bool:
        parted = self._finding.parted(one, last)
        several = len(cells) * 2 >= self._columns and len(cells) > 1
        if self._by_refs:
            return 0 in cells or (parted and several)
        if self._by_blanks:
            return parted and (0 in cells or several)
        above = self._parts[last]
        if 0 in cells and 0 not in above:
            return True
        if 0 not in cells:
            return False
        return any(
            self._had_room(column, above[column], span) if column in above else column in self._held
            for column, span in cells.items()
        )

    def _had_room(self, column: int, above: Span, span: Span) -> bool:
        """Return whether the first word of a piece would have fitted on the line above."""
        word = self._finding._text[slice(*span)].split(None, 1)[0]
        return above[1] - above[0] + 1 + len(word) <= self._widths[column]


def _plain(line: _Line) -> str:
    return " ".join(line.words.split()).casefold()
