"""Settles what columns hold by all their cells together, and which tables list actions at all."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from loaders.layout.column_findings import guesses, table_apart
from loaders.layout.columns import ASKING, Column, likely_role_of, patterns, plain, role_of
from loaders.layout.date_columns import DONE_RANK, LAST_RANK, date_rank, is_revised
from loaders.layout.groups import is_labelled
from loaders.layout.numbered_cells import numbered
from loaders.layout.profiles import (
    FEW,
    HALF,
    MOST,
    NEARLY_ALL,
    Profile,
    degrees,
    narrow_role,
    profile,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from loaders.content import Content
    from loaders.findings import Finding
    from loaders.layout.growing import GrownRow
    from loaders.layout.sections import Section
    from loaders.said_columns import SaidColumns

_ANSWERING = frozenset({"owner", "status", "response", "progress", "date", "evidence"})
_NO_WORDS = re.compile(r"(?=[^\d]*\d)[A-Z\d\W_]{1,12}[a-z]?|[\W_]+")
"""A code or a figure: no words that ask for something."""
_EACH = 0.9
"""Share of different cells from which on each row has its own."""
_FEW_WORDS = 4  # of a bare status
_SHORT = 6
"""Words of the name of a theme."""
_PROSE = 15
"""Words: an owner's cell is shorter."""
_LONG = 8
"""Words: what is asked for is longer than the name of a theme."""


def settled(
    content: Content,
    sections: Sequence[Section],
    said: SaidColumns | None,
    own: Mapping[str, str],
) -> tuple[list[Section], list[Finding]]:
    """Return the sections that list actions, their columns settled, and what there is to say.

    Rows under the same headings are judged together, wherever their tables stand.

    Args:
        content: what was read of the file.
        sections: rows under their headers.
        said: what a person says of the columns.
        own: what the plan's own words of status mean.
    """
    findings: list[Finding] = []
    families: dict[tuple[Column, ...], list[Section]] = {}
    for section in sections:
        families.setdefault(section.columns, []).append(section)
    kept: list[Section] = []
    bare: list[list[Section]] = []
    for found, members in families.items():
        rows = [row for section in members for row in section.rows]
        if not rows:
            continue
        family = _Family(content.text, found, rows, said, own)
        if not family.lists_actions():
            findings.append(table_apart(members[0]))
            continue
        family.settle()
        for section in members:
            section.columns = family.columns
        findings.extend(guesses(family.columns, members[0].where, members[0].places))
        (bare.append(members) if family.is_bare() else kept.extend(members))
    if kept:
        findings.extend(table_apart(members[0]) for members in bare)
    else:
        kept = [section for members in bare for section in members]
    order = {id(section): at for at, section in enumerate(sections)}
    kept.sort(key=lambda section: order[id(section)])
    return kept, findings


class _Family:
    """The rows under the same headings."""

    def __init__(
        self,
        text: str,
        found: tuple[Column, ...],
        rows: list[GrownRow],
        said: SaidColumns | None,
        own: Mapping[str, str],
    ) -> None:
        self._text = text
        self._own = own
        self.columns = found
        self._rows = rows
        self._roles = [column.role for column in found]
        self._said = [
            said.role(column.heading, at) is not None if said else False
            for at, column in enumerate(found)
        ]
        self._by_cells = [column.by_cells for column in found]
        self._sure = [column.sure for column in found]

    def _cells(self, at: int) -> list[str]:
        return [
            "\n".join(
                self._text[slice(*span)].strip()
                for pieces in row.cells.get(at, ())
                for span in pieces
            )
            for row in self._rows
        ]

    @functools.cached_property
    def _profiles(self) -> list[Profile]:
        return [profile(self._cells(at), own=self._own) for at in range(len(self.columns))]

    def _at(self, *roles: str) -> list[int]:
        return [at for at, role in enumerate(self._roles) if role in roles]

    def _set(self, at: int, role: str, *, by_cells: bool = False) -> None:
        if not self._said[at]:
            self._roles[at] = role
            self._by_cells[at] = by_cells
            self._sure[at] = self._sure[at] or (role == "other" and not by_cells)

    def lists_actions(self) -> bool:
        """Return whether the rows ask for something: words, not figures, refs or statuses."""
        asking = self._at("action") or self._at("recommendation")
        if not asking:
            return False
        if any(self._said):
            return True
        cells = [words for at in self._at(*ASKING) for words in self._cells(at) if words]
        worded = [words for words in cells if not _NO_WORDS.fullmatch(words)]
        if len(worded) * 2 < len(cells) or all(degrees(self._cells(at)) for at in asking):
            return False
        told = self._profiles
        figures = [
            at
            for at, one in enumerate(told)
            if one.figure >= MOST
            and one.filled
            and not one.dated
            and self._roles[at] not in ("ref", "date")
        ]
        if len(figures) * 2 >= len(self.columns) and len(figures) > 1:
            return False
        if not self._is_answered():
            return False
        ask = told[asking[0]]
        return ask.status < MOST and ask.dated < MOST

    def _is_answered(self) -> bool:
        """Return whether somebody answers what is asked.

        A recommendation calls for an answer by its name. Aims and priorities stand in tables of
        measures and figures as well, so there a heading has to name a lead, a date or an answer.
        """
        strong = patterns()["asked"]["strong"]
        asked = [plain(self.columns[at].heading) for at in self._at("recommendation")]
        if self._at("action") or any(sign in words for words in asked for sign in strong):
            return True
        answers = [
            at
            for at, column in enumerate(self.columns)
            if self._roles[at] in _ANSWERING
            and (role_of(column.heading) or likely_role_of(column.heading))
            not in (None, "evidence")
        ]
        return any(self._profiles[at].figure < MOST for at in answers) or any(
            column.by_cells for column in self.columns
        )

    def is_bare(self) -> bool:
        """Return whether the rows only list what is asked for, and nobody's answer to it."""
        return not _ANSWERING & set(self._roles) and "action" not in self._roles

    def settle(self) -> None:
        """Settle what the columns hold."""
        self._statuses()
        self._unknown_columns()
        self._several_asks()
        self._themes()
        self._locators()
        self._several_refs()
        self._dates()
        self._misnamed()
        self.columns = tuple(
            Column(column.heading, role, sure, by_cells)
            for column, role, sure, by_cells in zip(
                self.columns, self._roles, self._sure, self._by_cells, strict=True
            )
        )
        numbered = "ref" not in self._roles and self._opens_with_numbers()
        for row in self._rows:
            row.columns = self.columns
            row.numbered = numbered

    def _statuses(self) -> None:
        """Take a column of bare statuses for one, and the one that tells more for the answer."""
        told = self._profiles
        answers = self._at("response", "progress")
        bare = [at for at in answers if not self._said[at] and _only_statuses(told[at])]
        if "status" in self._roles or len(bare) != 1:
            return
        at = bare[0]
        others = [
            other
            for other in range(len(self.columns))
            if self._roles[other] in ("other", "evidence")
            and not self._said[other]
            and role_of(self.columns[other].heading) != "other"
            and told[other].words > told[at].words
            and told[other].dated < HALF
        ]
        if others or len(answers) > 1:
            self._set(at, "status")
        if others and len(answers) == 1:
            self._set(max(others, key=lambda one: told[one].words), "response", by_cells=True)

    def _unknown_columns(self) -> None:
        """Read columns without a known heading by their cells, where these are of one kind."""
        for at, column in enumerate(self.columns):
            guessed = not column.sure and likely_role_of(column.heading) is None
            if not guessed or self._said[at] or self._roles[at] not in ("other", "response"):
                continue
            role = narrow_role(self._profiles[at])
            if column.by_cells and (self._roles[at] != "other" or role != "status"):
                continue  # judged already; only the plan's own words of status were not known yet
            if role == "ref" and (at or "ref" in self._roles):
                role = None
            if role and role not in self._roles:
                self._set(at, role, by_cells=True)
                continue
            answered = {"response", "progress"} & set(self._roles)
            if self._roles[at] == "other" and self._profiles[at].told >= HALF and not answered:
                self._set(at, "response", by_cells=True)

    def _several_asks(self) -> None:
        """Keep one column of recommendations; degrees and second ones are something else."""
        for at in self._at("recommendation"):
            if degrees(self._cells(at)) and len(self._at(*ASKING)) > 1:
                self._set(at, "other")
        asked = self._at("recommendation")
        if len(asked) > 1:
            named = [at for at in asked if "recommendation" in plain(self.columns[at].heading)]
            best = (named or asked)[-1 if not named else 0]
            for at in asked:
                if at != best:
                    free = (
                        "workstream" not in self._roles
                        and self._profiles[at].words <= _LONG
                        and plain(self.columns[at].heading) in patterns()["asked"]["themes"]
                    )
                    self._set(at, "workstream" if free else "other")
        actions = self._at("action")
        answered = {"response", "progress"} & set(self._roles)
        for at in actions[1:]:
            # Beside "Action", "Delivery" tells what was delivered.
            asks, first_asks = self._profiles[at].asks, self._profiles[actions[0]].asks
            if asks < first_asks * NEARLY_ALL and not answered:
                self._set(at, "response")
        actions = self._at("action")
        if len(actions) > 1 and "recommendation" not in self._roles:
            first = self._profiles[actions[0]]
            if first.filled and (min(first.distinct, first.share) < _EACH):
                self._set(actions[0], "recommendation")

    def _themes(self) -> None:
        """Take short titles that come again and again for workstreams, long ones for asks."""
        for at in self._at("recommendation"):
            held = self._profiles[at]
            cells = [words for words in self._cells(at) if words]
            labelled = sum(is_labelled(words) for words in cells)
            named = "recommendation" in plain(self.columns[at].heading)
            if named or "workstream" in self._roles or not self._at("action"):
                continue
            theme = held.words <= _SHORT and held.asks < FEW and held.ought < FEW
            again = min(held.distinct, held.share) < NEARLY_ALL
            if held.words <= _LONG and (labelled * 2 > len(cells) or (theme and again)):
                self._set(at, "workstream")
        self._areas()
        for at in self._at("workstream"):
            held = self._profiles[at]
            asks = held.words > _LONG and (held.ought >= FEW or held.asks >= HALF)
            if asks and "recommendation" not in self._roles:
                self._set(at, "recommendation")

    def _areas(self) -> None:
        """Take short titles before the ask that stand over several rows for workstreams."""
        if "workstream" in self._roles:
            return
        for at in range(min(self._at(*ASKING), default=0)):
            held, heading = self._profiles[at], plain(self.columns[at].heading)
            over_several = min(held.distinct, held.share) < NEARLY_ALL
            unread = self._roles[at] == "other" and not self._said[at]
            if unread and over_several and held.filled and heading in patterns()["asked"]["areas"]:
                self._set(at, "workstream", by_cells=True)
                return

    def _locators(self) -> None:
        """Take a column of numbers beside that of sources for the numbers in these sources.

        The plan's own ref is another column; where there is no other, the numbers are the refs.
        """
        source = next(iter(self._at("source")), None)
        if source is None:
            return
        told = self._profiles
        for at in (source + 1, source - 1):
            if not 0 <= at < len(self.columns) or self._said[at] or not told[at].filled:
                continue
            role, heading = self._roles[at], plain(self.columns[at].heading)
            free = role in ("other", "source") or (role == "ref" and len(self._at("ref")) > 1)
            free = free or (role == "ref" and heading.startswith("para"))
            free = free or (role == "recommendation" and "action" in self._roles)
            numbers = sum(any(map(str.isdigit, words)) for words in self._cells(at))
            named = set(heading.split()) & set(patterns()["locators"]["words"])
            if (
                free
                and named
                and numbers >= told[at].filled * MOST
                and told[at].words <= _FEW_WORDS
            ):
                self._set(at, "locator")
                return

    def _several_refs(self) -> None:
        refs = self._at("ref")
        if len(refs) > 1:
            best = max(refs, key=lambda at: (round(self._distinct(at), 2), -at))
            for at in refs:
                if at != best:
                    self._set(at, "other")

    def _distinct(self, at: int) -> float:
        held = self._profiles[at]
        return held.distinct * held.share

    def _dates(self) -> None:
        """Tell the date by when from the date when it was done, started or entered."""
        dates = [
            at
            for at, column in enumerate(self.columns)
            if self._roles[at] in ("date", "progress")
            and not self._said[at]
            and (role_of(column.heading) or likely_role_of(column.heading)) in ("date", "status")
            and (self._roles[at] == "date" or self._profiles[at].dated >= HALF)
        ]
        if any(self._said[at] for at in self._at("date")):
            best = None
        else:
            best = min(
                dates, key=lambda at: (date_rank(self.columns[at].heading), at), default=None
            )
            if best is not None and date_rank(self.columns[best].heading) >= LAST_RANK:
                best = None
        for at in dates:
            if at == best or (best is not None and is_revised(self.columns[at].heading)):
                self._set(at, "date")  # of two dates in a row the last one counts
            else:
                stated = {"status"} & set(self._roles)
                self._set(
                    at,
                    "other"
                    if stated or date_rank(self.columns[at].heading) > DONE_RANK
                    else "progress",
                )

    def _misnamed(self) -> None:
        """Leave out what contradicts its heading: a target in figures, a lead in prose."""
        for at in self._at("date"):
            held = self._profiles[at]
            if held.filled and held.dated < FEW and (held.figure >= HALF or held.words > _PROSE):
                self._set(at, "other")
        for at in self._at("owner"):
            held = self._profiles[at]
            if held.filled and held.words > _PROSE and held.owner < FEW:
                free = not {"response", "progress"} & set(self._roles)
                self._set(at, "response" if free else "other")

    def _opens_with_numbers(self) -> bool:
        asking = (*self._at("action"), *self._at("recommendation"))
        return any(numbered(self._text, self._rows, at) for at in asking)


def _only_statuses(told: Profile) -> bool:
    return told.status >= NEARLY_ALL and told.words <= _FEW_WORDS and told.dated < HALF
