"""A protective marking is told from prose, with what stands beside it left out."""

from __future__ import annotations

import pytest

from loaders.markings import marking_in, marking_in_lines


@pytest.mark.parametrize(
    ("line", "marking"),
    [
        ("OFFICIAL", "OFFICIAL"),
        ("Official - Sensitive", "Official - Sensitive"),
        ("OFFICIAL-SENSITIVE [COMMERCIAL]", "OFFICIAL-SENSITIVE [COMMERCIAL]"),
        ("OFFICIAL – Page 3 of 9", "OFFICIAL"),
        ("Page 3 of 9   OFFICIAL", "OFFICIAL"),
        ("Protective marking: RESTRICTED (POLICE)", "RESTRICTED (POLICE)"),
        ("GSC: OFFICIAL", "OFFICIAL"),
        ("NOT PROTECTIVELY MARKED", "NOT PROTECTIVELY MARKED"),
        ("OFFICIAL 12", "OFFICIAL"),
        ("official figures", None),
        ("Restricted access to the building", None),
        ("Protect", None),
        ("PROTECT - PERSONAL", "PROTECT - PERSONAL"),
        ("GPMS: PROTECT", "PROTECT"),
        ("Confidentiality", None),
        ("Page 3 of 9", None),
        ("", None),
    ],
)
def test_a_line_that_is_nothing_but_a_marking_holds_one(line: str, marking: str | None) -> None:
    span = marking_in(line, 0, len(line))
    assert (line[slice(*span)] if span else None) == marking


def test_the_strictest_of_several_markings_counts() -> None:
    text = "OFFICIAL\nPlan\nOFFICIAL-SENSITIVE\n1\tTrain staff\tRESTRICTED\n"
    span = marking_in_lines(text)
    assert span
    assert text[slice(*span)] == "RESTRICTED"
