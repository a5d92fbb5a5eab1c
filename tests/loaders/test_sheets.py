"""A workbook is read as a person sees it: what is hidden is left out and named."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color

from graph.errors import UnreadableInputError
from loaders.content import Block, Content, Table
from loaders.limits import Limits
from loaders.readers.xlsx import read
from loaders.readers.xlsx.formats import Format, format_of, shown

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

HEADER = ["Ref", "Action", "Lead", "Due", "RAG"]


def book(title: str = "Action plan") -> tuple[Workbook, Worksheet]:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = title
    return made, sheet


def content_of(made: Workbook, limits: Limits | None = None) -> Content:
    file = io.BytesIO()
    made.save(file)
    return read(Path("plan.xlsx"), file.getvalue(), limits or Limits())


def tables(content: Content) -> list[list[list[str]]]:
    return [
        [
            [" ".join(content.text[slice(*s)] for s in cell.spans) for cell in row]
            for row in one.rows
        ]
        for one in content.flow
        if isinstance(one, Table)
    ]


def lines(content: Content) -> list[tuple[str, str]]:
    return [
        (one.kind, content.text[slice(*one.spans[0])])
        for one in content.flow
        if isinstance(one, Block)
    ]


def codes(content: Content) -> list[str]:
    return [one.code for one in content.findings]


def test_titles_and_notes_are_lines_and_the_rest_is_a_table_with_the_sheets_name() -> None:
    made, sheet = book()
    sheet.append(["Northshire VAWG tracker"])
    sheet.merge_cells("A1:E1")
    sheet.append(["OFFICIAL"])
    sheet.append([])
    sheet.append(HEADER)
    sheet.append(["1", "Train", "Lee", "tbc", "Red"])
    sheet.append(["2", "Brief", "Day", "tbc", "Green"])
    sheet.append([])
    sheet.append(["Return to the policy team"])
    content = content_of(made)
    assert lines(content) == [
        ("line", "Northshire VAWG tracker"),
        ("furniture", "OFFICIAL"),
        ("line", "Return to the policy team"),
    ]
    table = next(one for one in content.flow if isinstance(one, Table))
    assert (table.name, table.whole, len(table.rows)) == ("Action plan", True, 3)
    assert content.marking
    assert content.text[slice(*content.marking)] == "OFFICIAL"
    assert content.title is None


def test_every_word_keeps_its_sheet_and_cell() -> None:
    made, sheet = book("Plan's \u2013 2024")
    sheet.append(HEADER)
    sheet.append(["1", "Train", "Lee"])
    made.create_sheet("Key").append(["Red", "Late"])
    content = content_of(made)
    at = content.text.index("Train")
    assert content.places.of(at, at + 5).cell == "'Plan''s \u2013 2024'!B2"
    at = content.text.index("Late")
    assert content.places.of(at, at + 4).cell == "Key!B1"


def test_merged_cells_stand_at_every_place_and_their_words_once() -> None:
    made, sheet = book()
    for row in (
        HEADER,
        ["1", "Train", "Lee"],
        ["2", None, "Day"],
        ["Aim 2: Protect"],
        ["3", "x", "y"],
    ):
        sheet.append(row)
    sheet.merge_cells("B2:B3")
    sheet.merge_cells("A4:E4")
    content = content_of(made)
    (table,) = content.flow
    assert isinstance(table, Table)
    assert table.rows[1][1] is table.rows[2][1]
    assert len({id(cell) for cell in table.rows[3]}) == 1
    assert content.text.count("Train") == content.text.count("Aim 2") == 1


def test_what_is_hidden_is_left_out_and_named() -> None:
    made, sheet = book()
    sheet.append([*HEADER[:3], "Risk"])
    for number in range(1, 9):
        sheet.append([str(number), f"action {number}", "Lee", f"risk {number}"])
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["D"].hidden = True
    made.create_sheet("Archive").append(["old"])
    made["Archive"].sheet_state = "veryHidden"
    content = content_of(made)
    assert [row[0] for row in tables(content)[0]] == ["Ref", "1", "4", "5", "6", "7", "8"]
    assert "risk" not in content.text
    assert "old" not in content.text
    said = {one.code: one.message for one in content.findings}
    assert "3 to 4" in said["sheet.hidden-rows"]
    assert "D" in said["sheet.hidden-columns"]
    assert "Archive" in said["sheet.hidden"]


def test_rows_hidden_by_a_filter_are_a_warning() -> None:
    made, sheet = book()
    for row in (HEADER, ["1", "a", "Lee"], ["2", "b", "Day"]):
        sheet.append(row)
    sheet.auto_filter.ref = "A1:E3"
    sheet.auto_filter.add_filter_column(2, ["Lee"])
    sheet.row_dimensions[3].hidden = True
    (finding,) = content_of(made).findings
    assert (finding.level, finding.code, finding.where) == (
        "warning",
        "sheet.filtered",
        "Action plan",
    )


def test_fills_are_colours_with_and_without_words() -> None:
    made, sheet = book()
    sheet.append(HEADER)
    fills = [
        Color(rgb="FFFF0000"),
        Color(theme=9, tint=0.4),  # Office's own accent 6, lighter
        Color(indexed=17),
        Color(theme=0, tint=-0.5),
    ]
    for number, fill in enumerate(fills, start=1):
        sheet.append([str(number), "Train", "Lee", "tbc"])
        sheet.cell(number + 1, 5).fill = PatternFill("solid", fgColor=fill)
    sheet["E3"] = "on track"
    (table,) = content_of(made).flow
    assert isinstance(table, Table)
    assert [row[4].colour for row in table.rows] == [None, "red", "amber", "green", "grey"]
    assert [bool(row[4].spans) for row in table.rows] == [True, False, True, False, False]


def test_values_are_shown_as_the_sheet_shows_them() -> None:
    made, sheet = book()
    sheet.append(HEADER)
    sheet.append([1.1, date(2016, 5, 1), 0.25, True, datetime(2024, 3, 8)])  # noqa: DTZ001 a workbook knows no zone
    for cell, code in zip("ABCE", ("0.00", "mmm-yy", "0%", "dd/mm/yyyy"), strict=True):
        sheet[f"{cell}2"].number_format = code
    assert tables(content_of(made))[0][1] == ["1.10", "May-16", "25%", "TRUE", "08/03/2024"]


def test_rich_text_and_line_breaks_are_words() -> None:
    made, sheet = book()
    sheet.append(HEADER)
    sheet.append(["1", CellRichText("Train ", TextBlock(InlineFont(b=True), "all")), "Lee\nDay"])
    assert tables(content_of(made))[0][1][1:3] == ["Train all", "Lee\nDay"]


def test_formulas_give_their_saved_value_or_a_warning() -> None:
    made, sheet = book()
    sheet.append(HEADER)
    sheet.append(["1", "=A1&B1", "Lee"])
    content = content_of(made)
    assert tables(content)[0][1] == ["1", "", "Lee", "", ""]
    (finding,) = content.findings
    assert (finding.level, finding.code) == ("warning", "cell.not-calculated")
    assert "B2" in finding.message


def test_errors_are_kept_and_named() -> None:
    made, sheet = book()
    sheet.append(HEADER)
    sheet.append(["1", "#REF!", "Lee"])
    content = content_of(made)
    assert tables(content)[0][1][1] == "#REF!"
    assert codes(content) == ["cell.error"]


def test_notes_are_left_out_and_said() -> None:
    made, sheet = book()
    sheet.append(HEADER)
    sheet.append(["1", "Train", "Lee"])
    sheet["B2"].comment = Comment("ask Priya", "someone")
    content = content_of(made)
    assert "Priya" not in content.text
    assert [(one.code, one.message) for one in content.findings] == [
        ("sheet.notes", "notes on cells are left out: B2")
    ]


def test_printed_headers_are_furniture_and_may_hold_the_marking() -> None:
    made, sheet = book()
    sheet.oddHeader.left.text = "Northshire && District"
    sheet.oddFooter.center.text = "OFFICIAL - SENSITIVE"
    sheet.oddFooter.right.text = "Page &P of &N"
    sheet.append(HEADER)
    sheet.append(["1", "Train", "Lee"])
    content = content_of(made)
    assert lines(content) == [
        ("furniture", "Northshire & District"),
        ("furniture", "OFFICIAL - SENSITIVE"),
    ]
    assert content.marking
    assert content.text[slice(*content.marking)] == "OFFICIAL - SENSITIVE"


def test_a_key_beside_the_plan_is_a_table_of_its_own() -> None:
    made, sheet = book()
    for row in (
        ["Red", "Late"],
        ["Green", "Done"],
        [],
        HEADER,
        ["1", "a", "Lee"],
        ["2", "b", "Day"],
    ):
        sheet.append(row)
    assert [len(table) for table in tables(content_of(made))] == [2, 3]


def test_columns_without_a_cell_and_empty_rows_cost_nothing() -> None:
    made, sheet = book()
    sheet.append(HEADER)
    sheet["XFD1"] = "Last"
    sheet["A1048576"] = "end"
    content = content_of(made, Limits(rows=2, cells=12))
    assert tables(content)[0][0] == [*HEADER, "Last"]


def test_a_workbook_of_hidden_sheets_says_what_to_do() -> None:
    made, _ = book()
    made.create_sheet("Plan").append(HEADER)
    made["Plan"].sheet_state = "hidden"
    with pytest.raises(UnreadableInputError, match=r"hidden sheets: Plan; .*unhide"):
        content_of(made)


@pytest.mark.parametrize(
    ("limits", "says"),
    [(Limits(rows=2), "rows"), (Limits(cells=6), "cells"), (Limits(unpacked=100), "unpacked")],
)
def test_limits_are_kept(limits: Limits, says: str) -> None:
    made, sheet = book()
    for number in range(4):
        sheet.append([f"{number}", "Train", "Lee"])
    with pytest.raises(UnreadableInputError, match=f"{says}.*--limit"):
        content_of(made, limits)


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        (42491, "dd/mm/yyyy", "01/05/2016"),
        (42491, "d mmmm yyyy", "1 May 2016"),
        (42491, "dddd d mmm yy;@", "Sunday 1 May 16"),
        (42491, "[$-809]dd\\ mmmm\\ yyyy", "01 May 2016"),
        (42491, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "01 May 2016"),
        (42491, "mm/dd/yyyy", "2016-05-01"),
        (42491, "d-mmm", "2016-05-01"),
        (42491, "yyyy", "2016"),
        (42491.5, "dd/mm/yyyy hh:mm", "01/05/2016 12:00"),
        (42491.75, "h:mm AM/PM", "6:00 PM"),
        (1.25, "[h]:mm", "30:00"),
        (-1, "dd/mm/yyyy", "-1"),
        (1, "General", "1"),
        (1.5, "General", "1.5"),
        (1 / 3, "General", "0.33333333333"),
        (1e20, "General", "1E+20"),
        (1.1, "0.00", "1.10"),
        (2.5, "0", "3"),
        (-2.5, "0.0", "-2.5"),
        (-2.5, "0.0;(0.0)", "(2.5)"),
        (0, "0;-0;\\n\\o\\n\\e", "none"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (1234567, "#,##0,", "1,235"),
        (0.256, "0.0%", "25.6%"),
        (7, '"REC "000', "REC 007"),
        (1203, "00\\.00", "12.03"),
        (12, "[$\u00a3-809]#,##0", "\u00a312"),
        (12, "@", "12"),
        (0.5, "# ?/?", "0.5"),
        (12345, "0.00E+00", "1.23E+04"),
        (3, "[Red]0", "3"),
    ],
)
def test_a_number_is_shown_as_its_format_says(value: float, code: str, words: str) -> None:
    assert shown(value, Format(code)) == words


def test_dates_by_the_computers_region_are_british_and_unknown_ones_iso() -> None:
    assert shown(42491, format_of(14, {})) == "01/05/2016"
    assert shown(42491, format_of(31, {})) == "2016-05-01"
    assert shown(41029, format_of(14, {}), since_1904=True) == "01/05/2016"


def test_the_names_of_several_sheets_are_headings_and_that_of_one_is_not() -> None:
    made, first = book("Prevent")
    first.append(HEADER)
    first.append([1, "Train all staff", "DI Fox", "May 2024", "Green"])
    assert lines(content_of(made)) == []
    second = made.create_sheet("Pursue")
    second.append(HEADER)
    made.create_sheet("Empty")
    assert lines(content_of(made)) == [("heading", "Prevent"), ("heading", "Pursue")]
