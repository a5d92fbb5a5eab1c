"""Columns kept apart by blanks are read as the table that a person sees."""

from __future__ import annotations

import textwrap
from itertools import zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.content import Block, Table
from loaders.readers.text import content_of


def tables(text: str) -> list[list[list[str]]]:
    """Return what each cell of each whole table says."""
    return [
        [[" ".join(text[slice(*span)] for span in cell.spans) for cell in row] for row in one.rows]
        for one in content_of(text).flow
        if isinstance(one, Table) and one.whole
    ]


HEADINGS = ["Ref", "Action", "Lead", "Due", "Progress"]
ROWS = [
    ["1.1", "Review the form used at domestic abuse incidents", "DCI Ada Cole", "May 2016", ""],
    [
        "1.4",
        "Train every response officer",
        "Supt Bo Ray",
        "June 2016",
        "Two teams are trained so far",
    ],
    ["2.10", "Publish what was learned and send it to partners", "", "2017", "Complete"],
]
WIDTHS = [6, 24, 14, 11, 16]


def written(rows: list[list[str]], between: str = "", *, rule: bool = False) -> str:
    """Return a table of fixed width, its cells wrapped."""
    lines: list[str] = []
    for row in [HEADINGS, *rows]:
        parts = [
            textwrap.wrap(cell, width - 2) or [""] for cell, width in zip(row, WIDTHS, strict=True)
        ]
        for line in zip_longest(*parts, fillvalue=""):
            words = "".join(part.ljust(width) for part, width in zip(line, WIDTHS, strict=True))
            lines.append(words.rstrip())
        if rule and row is HEADINGS:
            lines.append("-" * sum(WIDTHS))
        elif between is not None:
            lines.extend(between.split("|")[1:])
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("between", ["", "|", "|||", f"|{'-' * 70}", f"||{'_' * 70}|"])
@pytest.mark.parametrize("rule", [False, True])
def test_wrapped_cells_are_joined_however_rows_are_parted(between: str, *, rule: bool) -> None:
    assert tables(written(ROWS, between, rule=rule)) == [[HEADINGS, *ROWS]]


WORDS = st.lists(st.sampled_from(["review", "plan", "a", "of", "safeguarding"]), max_size=9).map(
    " ".join
)


@given(cells=st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=2, max_size=6), blank=st.booleans())
def test_no_word_is_lost_or_told_twice(cells: list[tuple[str, str, str]], *, blank: bool) -> None:
    rows = [
        [f"{at}.1", f"Do {one}", two, "May 2016", three]
        for at, (one, two, three) in enumerate(cells)
    ]
    text = written(rows, "|" if blank else "")
    content = content_of(text)
    spans = [
        span
        for one in content.flow
        for span in (
            one.spans
            if isinstance(one, Block)
            else [s for row in one.rows for cell in row for s in cell.spans]
        )
    ]
    said = sorted(word for span in spans for word in text[slice(*span)].split())
    assert said == sorted(text.split())


def test_a_header_may_take_two_lines_and_come_again_on_the_next_page() -> None:
    page = """\
                                   Lead       Target
    Ref   Recommendation           officer    date       Status
    {0}.1   Review all cases of      DI Rees    May 2016   Open
          stalking
    {0}.2   Train every recruit      DI Moor    June 2016  Closed

    OFFICIAL                                             Page {0} of 2

    """
    text = textwrap.dedent(page).format(1) + textwrap.dedent(page).format(2)
    heads = ["Ref", "Recommendation", "Lead officer", "Target date", "Status"]
    found = tables(text)
    assert [table[0] for table in found] == [heads, heads]
    assert [row[0] for table in found for row in table[1:]] == ["1.1", "1.2", "2.1", "2.2"]
    whole = [one for one in content_of(text).flow if isinstance(one, Table)]
    assert [one.continues for one in whole] == [False, True]


def test_a_column_may_have_no_heading_and_a_title_may_stand_between_rows() -> None:
    text = textwrap.dedent("""\
              Action                      Lead           Timescale
        31    Introduce notices in all    Home Office    March 2015
              forces
        Aim two: provide for victims everywhere
        32    Fund advisers for victims   Home Office    April 2015
        """)
    (table,) = tables(text)
    assert table[0] == ["", "Action", "Lead", "Timescale"]
    assert table[1] == ["31", "Introduce notices in all forces", "Home Office", "March 2015"]
    assert set(table[2]) == {"Aim two: provide for victims everywhere"}
    assert table[3][0] == "32"


def test_upright_strokes_between_cells_are_no_words() -> None:
    text = textwrap.dedent("""\
        +-----+-------------------+-----------+
        | No. | Action            | Status    |
        +-----+-------------------+-----------+
        | 1   | Review the form   | Complete  |
        |     | used at incidents |           |
        +-----+-------------------+-----------+
        | 2   | Train recruits    | Ongoing   |
        +-----+-------------------+-----------+
        """)
    assert tables(text) == [
        [
            ["No.", "Action", "Status"],
            ["1", "Review the form used at incidents", "Complete"],
            ["2", "Train recruits", "Ongoing"],
        ]
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Reference:       SAR-1\nTarget date:     May 2016\nStatus:          Open\n",
        "Home   News   Contact\nThe force publishes here how far it is.\nIt does so often.\n",
        "Introduction ......... 2\nActions .............. 3\nGlossary ............. 9\n",
    ],
    ids=["labels", "menu", "contents"],
)
def test_what_only_looks_like_columns_is_no_table(text: str) -> None:
    assert tables(text) == []
