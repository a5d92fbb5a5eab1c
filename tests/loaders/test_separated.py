"""Separated values keep the file's own characters, and a cell stands inside its quotation marks."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import UnreadableInputError
from loaders.content import Block, Cell, Content, Table
from loaders.limits import Limits
from loaders.passage import passage
from loaders.readers.separated import read

HEADER = "Ref,Action,Owner,Status\n"


def content_of(words: str, encoding: str = "utf-8") -> Content:
    return read(Path("plan.csv"), words.encode(encoding), Limits())


def words_of(content: Content, cell: Cell) -> str:
    words = passage(content.text, *cell.spans)
    return words.folded() if words else ""


def tables(content: Content) -> list[list[list[str]]]:
    return [
        [[words_of(content, cell) for cell in row] for row in one.rows]
        for one in content.flow
        if isinstance(one, Table)
    ]


def test_the_text_is_the_files_own_and_cells_tell_row_and_column() -> None:
    words = HEADER + '1,"Train staff,\r\nall of them",DCI Lee,Open\n'
    content = content_of(words)
    assert content.text == words
    (table,) = content.flow
    assert isinstance(table, Table)
    assert table.whole
    cell = table.rows[1][1]
    assert content.text[slice(*cell.spans[0])] == "Train staff,\r\nall of them"
    assert content.places.of(*cell.spans[0]).cell == cell.place.cell == "row 2, column 2"


def test_a_doubled_quotation_mark_is_one_and_every_piece_is_the_files_own() -> None:
    content = content_of(HEADER + '1,"The ""golden"" thread, ""so"" to say",Lee,Open\n')
    (table,) = content.flow
    assert isinstance(table, Table)
    assert words_of(content, table.rows[1][1]) == 'The "golden" thread, "so" to say'
    assert all('""' not in content.text[slice(*span)] for span in table.rows[1][1].spans)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_by_the_content(delimiter: str) -> None:
    rows = [["Ref", "Action"], ["1", "Train, test; and brief"], ["2", "Publish, at last"]]
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    assert tables(content_of(file.getvalue())) == [rows]


def test_titles_above_notes_below_and_markings_are_no_rows() -> None:
    content = content_of(
        "Northshire plan 2024,,,\nOFFICIAL-SENSITIVE,,,\n,,,\n"
        + HEADER
        + "1,Train,Lee,Open\n2,Brief,Day,Open\n,,,\nPrinted in May,,,\n"
    )
    lines = [
        (one.kind, content.text[slice(*one.spans[0])])
        for one in content.flow
        if isinstance(one, Block)
    ]
    assert lines == [
        ("line", "Northshire plan 2024"),
        ("furniture", "OFFICIAL-SENSITIVE"),
        ("line", "Printed in May"),
    ]
    assert [len(table) for table in tables(content)] == [3]
    assert content.marking
    assert content.text[slice(*content.marking)] == "OFFICIAL-SENSITIVE"


def test_rows_that_are_too_wide_are_kept_and_named() -> None:
    content = content_of(HEADER + "1,a,b,c\n2,x,y\n3,one, two,b,c\n")
    assert tables(content)[0][3] == ["3", "one", "two", "b", "c"]
    assert [(one.code, one.where) for one in content.findings] == [("row.too-wide", "row 4")]


def test_a_quotation_mark_that_never_closes_is_a_mark() -> None:
    assert tables(content_of(HEADER + '1,"never,Lee,Open\n2,x,y,z\n'))[0][1:] == [
        ["1", '"never', "Lee", "Open"],
        ["2", "x", "y", "z"],
    ]


def test_windows_text_is_said_to_be_so() -> None:
    content = content_of(HEADER + "1,Caf\u00e9 \u2013 all,Lee,Open\n", "cp1252")
    assert tables(content)[0][1][1] == "Caf\u00e9 \u2013 all"
    assert [one.code for one in content.findings] == ["text.encoding"]


def test_without_a_title_the_files_name_is_one() -> None:
    words = (HEADER + "1,a,b,c\n").encode()
    assert read(Path("kent_da-tracker 2024.csv"), words, Limits()).title == "kent da tracker 2024"
    assert read(Path("x.csv"), b"Kent tracker,,,\n" + words, Limits()).title is None


def test_a_byte_order_mark_is_no_part_of_the_first_cell() -> None:
    assert tables(content_of("\ufeff" + HEADER + "1,a,b,c\n"))[0][0][0] == "Ref"


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        (Limits(rows=2), "3 rows"),
        (Limits(cells=6), "cells"),
        (Limits(characters=5), "in a cell of row 1.*--limit characters="),
    ],
)
def test_limits_are_kept(limits: Limits, says: str) -> None:
    with pytest.raises(UnreadableInputError, match=says):
        read(Path("plan.csv"), (HEADER + "1,a,b,c\n2,a,b,c\n").encode(), limits)


def test_empty_rows_count_for_nothing() -> None:
    words = HEADER + ",,,\n" * 100_000 + "1,a,b,c\n"
    content = read(Path("plan.csv"), words.encode(), Limits(rows=2, cells=8))
    (table,) = content.flow
    assert isinstance(table, Table)
    assert table.rows[1][0].place.cell == "row 100002, column 1"


@given(
    st.lists(
        st.lists(st.text(st.sampled_from('ab ",;\n\t|'), max_size=6), min_size=3, max_size=3),
        min_size=1,
        max_size=6,
    )
)
def test_cells_are_those_that_were_written(rows: list[list[str]]) -> None:
    file = io.StringIO(newline="")
    header = ["Ref", "Action", "Owner"]
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    content = content_of("sep=,\n" + file.getvalue())
    written = [[" ".join(cell.split()) for cell in row] for row in rows]
    met = {
        cell.place.cell: words_of(content, cell)
        for one in content.flow
        if isinstance(one, Table)
        for row in one.rows
        for cell in row
        if cell.spans
    }
    met |= {
        one.place.cell: " ".join(words_of(content, Cell(one.spans, one.place)).split())
        for one in content.flow
        if isinstance(one, Block)
    }
    expected = {
        f"row {number}, column {column}": words
        for number, row in enumerate(written, start=2)
        for column, words in enumerate(row, start=1)
        if words
    }
    assert {place: words for place, words in met.items() if place not in _HEADER} == expected


_HEADER = {f"row 1, column {column}" for column in (1, 2, 3)}
