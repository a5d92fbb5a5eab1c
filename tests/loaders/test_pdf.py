"""What is read from PDFs, and which of them are refused."""

from __future__ import annotations

import sys
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader

from graph.errors import UnreadableInputError
from loaders.content import Block, Content, Table
from loaders.limits import Limits
from loaders.readers.pdf import read

sys.path.insert(0, str(Path(__file__).parent))
from pdf_drawing import LANDSCAPE, Drawn

PLAN = Path("plan.pdf")
HEAD = ("Ref", "Action", "Lead", "Due")
XS = (50.0, 90.0, 300.0, 420.0, 540.0)
ROWS = (
    HEAD,
    ("1", "Review the policy on\ndomestic abuse with partners", "DCI Vane", "May 2024"),
    ("2", "Train all officers", "Supt Okoro\nand Learning\nand Development", "June 2024"),
    ("3", "Publish the outcome\nof each review", "ACC Lund", "1 July 2024"),
)


def content(drawn: Drawn, limits: Limits | None = None) -> Content:
    return read(PLAN, drawn.bytes(), limits or Limits())


def tables(read_content: Content) -> list[Table]:
    return [one for one in read_content.flow if isinstance(one, Table)]


def cells(read_content: Content, at: int = 0) -> list[tuple[str, ...]]:
    """The words of a table's cells, rows from the top."""
    return [
        tuple("".join(read_content.text[slice(*span)] for span in cell.spans) for cell in row)
        for row in tables(read_content)[at].rows
    ]


def blocks(read_content: Content) -> list[tuple[str, str]]:
    """Kind and words of what stands outside tables."""
    return [
        (one.kind, " ".join(read_content.text[slice(*span)] for span in one.spans))
        for one in read_content.flow
        if isinstance(one, Block)
    ]


# Tables


def test_a_table_is_read_cell_by_cell_between_its_lines() -> None:
    drawn = Drawn()
    drawn.grid(XS, drawn.rows(XS, 100, ROWS))
    found = content(drawn)
    assert cells(found) == [*ROWS]
    assert tables(found)[0].whole


def test_a_table_without_lines_is_read_by_where_its_words_stand() -> None:
    drawn = Drawn()
    drawn.rows(XS, 100, ROWS)
    assert cells(content(drawn)) == [*ROWS]


def test_lines_under_rows_alone_part_the_rows() -> None:
    drawn = Drawn()
    for edge in drawn.rows(XS, 100, ROWS, pad=1):
        drawn.line(XS[0], edge, XS[-1], edge)
    assert cells(content(drawn)) == [*ROWS]


def test_lines_between_columns_alone_part_the_columns() -> None:
    drawn = Drawn()
    edges = drawn.rows(XS, 100, ROWS)
    for x in XS:
        drawn.line(x, edges[0], x, edges[-1])
    assert cells(content(drawn)) == [*ROWS]


def test_a_box_with_a_ruled_header_and_lines_between_columns_still_has_rows() -> None:
    drawn = Drawn()
    edges = drawn.rows(XS, 100, ROWS)
    drawn.grid(XS, [edges[0], edges[1], edges[-1]])
    assert cells(content(drawn)) == [*ROWS]


def test_filled_cells_part_each_other_without_lines() -> None:
    drawn = Drawn()
    edges = Drawn().rows(XS, 100, ROWS)
    for number, (top, bottom) in enumerate(pairwise(edges)):
        for left, right in pairwise(XS):
            drawn.box(
                left + 0.5,
                top + 0.5,
                right - 0.5,
                bottom - 0.5,
                "#EEEEEE" if number % 2 else "#DDE6F0",
            )
    drawn.rows(XS, 100, ROWS)
    assert cells(content(drawn)) == [*ROWS]


def test_banded_rows_without_lines_keep_their_columns() -> None:
    drawn = Drawn()
    edges = Drawn().rows(XS, 100, ROWS)
    for number, (top, bottom) in enumerate(pairwise(edges)):
        drawn.box(XS[0], top, XS[-1], bottom, "#FFFFFF" if number % 2 else "#DDE6F0")
    drawn.rows(XS, 100, ROWS)
    assert cells(content(drawn)) == [*ROWS]


def test_rows_shaded_by_turns_make_one_table_with_its_themes() -> None:
    rows = [*ROWS, ("Strand 2: Protect victims", "", "", ""), ("4", "Act", "Insp Hay", "2025")]
    drawn = Drawn()
    edges = Drawn().rows(XS, 100, rows)
    for number in (0, 2):
        for left, right in pairwise(XS):
            drawn.box(left, edges[number], right, edges[number + 1], "#DDE6F0")
    drawn.box(XS[0], edges[4], XS[-1], edges[5], "#1F9ED1")
    for left, right in pairwise(XS):
        drawn.box(left, edges[5], right, edges[6], "#DDE6F0")
    drawn.rows(XS, 100, rows)
    found = content(drawn)
    assert cells(found) == [*ROWS, (rows[4][0],) * 4, rows[5]]


def test_a_table_of_which_only_the_status_is_painted_keeps_its_rows() -> None:
    drawn = Drawn()
    edges = Drawn().rows(XS, 100, ROWS, pad=0)
    for (top, bottom), fill in zip(
        pairwise(edges[1:]), ("#FF0000", "#FFC000", "#00B050"), strict=True
    ):
        drawn.box(XS[3], top, XS[4], bottom, fill)
    drawn.rows(XS, 100, ROWS, pad=0)
    found = content(drawn)
    assert cells(found) == [*ROWS]
    assert [row[3].colour for row in tables(found)[0].rows] == [None, "red", "amber", "green"]


def test_a_row_where_only_the_colour_is_drawn_takes_its_columns_from_the_next_page() -> None:
    drawn = Drawn()
    edges = Drawn().rows(XS, 700, [("1", "Act on it", "Insp Hay", "2025")])
    drawn.box(XS[0], edges[0], XS[3], edges[1], "#DDE6F0")
    drawn.box(XS[3], edges[0], XS[4], edges[1], "#FF0000")
    drawn.rows(XS, 700, [("1", "Act on it", "Insp Hay", "2025")])
    drawn.new_page()
    drawn.grid(XS, drawn.rows(XS, 60, ROWS))
    found = content(drawn)
    assert cells(found) == [("1", "Act on it", "Insp Hay", "2025")]
    assert tables(found)[1].continues


def test_a_merged_cell_stands_at_every_position_it_covers() -> None:
    drawn = Drawn()
    edges = drawn.rows(
        XS,
        100,
        [HEAD, ("Strand 1: Prevent", "", "", ""), ("1", "Act", "A", "B"), ("", "Also", "C", "D")],
    )
    for y in edges:
        drawn.line(XS[0] if y != edges[3] else XS[1], y, XS[-1], y)
    for x in XS:
        drawn.line(x, edges[0], x, edges[1])
        drawn.line(x, edges[2], x, edges[-1])
    drawn.line(XS[0], edges[1], XS[0], edges[2])
    drawn.line(XS[-1], edges[1], XS[-1], edges[2])
    found = content(drawn)
    rows = tables(found)[0].rows
    assert all(cell is rows[1][0] for cell in rows[1])
    assert rows[2][0] is rows[3][0]
    assert cells(found)[2:] == [("1", "Act", "A", "B"), ("1", "Also", "C", "D")]


def test_tables_side_by_side_and_under_each_other_are_apart() -> None:
    drawn = Drawn()
    narrow = (50.0, 90.0, 250.0)
    drawn.grid(narrow, drawn.rows(narrow, 100, [("Ref", "Action"), ("1", "Left")]))
    beside = (300.0, 340.0, 500.0)
    drawn.grid(beside, drawn.rows(beside, 100, [("Ref", "Action"), ("2", "Right")]))
    drawn.text(50, 200, "Strand two", size=14, bold=True)
    drawn.grid(narrow, drawn.rows(narrow, 220, [("Ref", "Action"), ("3", "Below")]))
    found = content(drawn)
    assert [cells(found, at)[1] for at in range(3)] == [
        ("1", "Left"),
        ("2", "Right"),
        ("3", "Below"),
    ]
    assert blocks(found) == [("heading", "Strand two")]


def test_a_heading_parts_tables_without_lines() -> None:
    drawn = Drawn()
    below = drawn.rows(XS, 100, ROWS)[-1]
    drawn.text(
        50, below + 30, "Strand two: protecting victims and their children", size=14, bold=True
    )
    drawn.rows(XS, below + 50, [HEAD, ("4", "Protect victims", "Insp Hay", "2025")])
    found = content(drawn)
    assert cells(found, 0) == [*ROWS]
    assert cells(found, 1)[1] == ("4", "Protect victims", "Insp Hay", "2025")


def test_rows_without_space_between_them_begin_where_the_first_column_has_words() -> None:
    drawn = Drawn()
    drawn.rows(XS, 100, ROWS, pad=0)
    assert cells(content(drawn)) == [*ROWS]


def test_a_cell_filled_to_its_end_does_not_run_into_the_next() -> None:
    rows = [HEAD, ("1", "A", "Performance and", "May"), ("2", "B", "Learning", "June")]
    drawn = Drawn()
    wide = drawn.canvas.stringWidth("An action that is written right up", "Helvetica", 10)
    xs = (50.0, 90.0, 90 + wide + 5, 420.0)
    drawn.rows(xs, 100, [*rows, ("3", "An action that is written right up", "Supt Ray", "July")])
    assert cells(content(drawn))[-1] == (
        "3",
        "An action that is written right up",
        "Supt Ray",
        "July",
    )


def test_words_that_meet_at_a_line_between_cells_stay_apart() -> None:
    drawn = Drawn()
    ref = drawn.canvas.stringWidth("PROVUL8.5", "Helvetica", 10)
    xs = (50.0, 50 + ref + 1, 300.0)
    drawn.grid(xs, drawn.rows(xs, 100, [("Ref", "Action"), ("PROVUL8.5", "Review it")]))
    assert cells(content(drawn))[1] == ("PROVUL8.5", "Review it")


@pytest.mark.parametrize("ruled", [True, False])
def test_a_table_goes_on_over_a_page_break_with_nothing_but_furniture_between(ruled: bool) -> None:  # noqa: FBT001
    drawn = Drawn()
    for page in range(3):
        drawn.text(50, 30, "Force plan - RESTRICTED", size=8)
        drawn.text(280, 820, f"Page {page + 1} of 3", size=8)
        if not page:
            drawn.text(50, 70, "Action plan", size=16, bold=True)
        edges = drawn.rows(
            XS, 100 if page else 120, [HEAD, (str(page + 1), "Act\non it", "A", "B")]
        )
        if ruled:
            drawn.grid(XS, edges)
        drawn.new_page() if page < 2 else None
    found = content(drawn)
    assert [table.continues for table in tables(found)] == [False, True, True]
    assert [cells(found, at) for at in range(3)] == [
        [HEAD, (str(page), "Act\non it", "A", "B")] for page in (1, 2, 3)
    ]
    assert [words for kind, words in blocks(found) if kind != "furniture"] == ["Action plan"]


def test_the_rest_of_a_cell_on_the_next_page_keeps_its_column() -> None:
    drawn = Drawn()
    drawn.rows(XS, 700, [HEAD, ("1", "Train every officer in", "Supt Ray", "May")])
    drawn.new_page()
    drawn.rows(
        XS,
        60,
        [("", "the first response to\nstalking", "", ""), ("2", "Review", "A", "B")],
        bold_first=False,
    )
    found = content(drawn)
    assert tables(found)[1].continues
    assert cells(found, 1) == [
        ("", "the first response to\nstalking", "", ""),
        ("2", "Review", "A", "B"),
    ]


# What a page is like


def test_a_page_that_is_turned_reads_as_it_is_displayed() -> None:
    drawn = Drawn(LANDSCAPE)
    drawn.canvas.setPageRotation(90)
    # Drawn so that it is upright once the page is turned clockwise.
    drawn.canvas.rotate(90)
    drawn.canvas.translate(0, -842)
    drawn.height = 842
    drawn.grid(XS, drawn.rows(XS, 100, ROWS))
    found = content(drawn)
    assert cells(found) == [*ROWS]
    box = tables(found)[0].rows[1][1].place.box
    assert box is not None
    assert box[0] == pytest.approx(XS[1], abs=1)
    assert box[1] == pytest.approx(120, abs=1)


def test_words_that_run_up_a_page_are_read_and_keep_their_place_on_it() -> None:
    drawn = Drawn()
    drawn.canvas.rotate(90)
    drawn.canvas.translate(0, -595)
    drawn.height = 595
    drawn.grid(XS, drawn.rows(XS, 100, ROWS))
    found = content(drawn)
    assert cells(found) == [*ROWS]
    box = tables(found)[0].rows[0][0].place.box
    assert box is not None
    assert box[:1] == pytest.approx((100,), abs=1)
    assert box[3] == pytest.approx(842 - XS[0], abs=1)


def test_each_word_keeps_its_page_box_and_cell() -> None:
    drawn = Drawn()
    drawn.text(50, 60, "Preface")
    drawn.new_page()
    drawn.grid(XS, drawn.rows(XS, 100, ROWS))
    found = content(drawn)
    start = found.text.index("policy")
    place = found.places.of(start, start + len("policy"))
    assert str(place) == "page 2, table 1, row 2, column 2"
    left, top, right, bottom = place.box or (0, 0, 0, 0)
    assert XS[1] < left < right < XS[2]
    assert 118 < top < bottom < 136


def test_headers_footers_and_page_numbers_are_furniture_and_the_marking_is_kept() -> None:
    drawn = Drawn()
    for page in range(4):
        drawn.text(260, 25, "OFFICIAL-SENSITIVE", size=8)
        drawn.text(50, 820, "Force plan 2024", size=8)
        drawn.text(500, 820, f"{page + 1}", size=8)
        drawn.text(50, 100, f"What part {'abcd'[page]} of the plan says")
        drawn.new_page()
    found = content(drawn)
    kinds = [kind for kind, _ in blocks(found)]
    assert kinds.count("line") == 4
    assert kinds.count("furniture") == 12
    assert found.marking is not None
    assert found.text[slice(*found.marking)] == "OFFICIAL-SENSITIVE"


def test_headings_paragraphs_and_items_are_told_apart() -> None:
    drawn = Drawn()
    drawn.text(50, 60, "Domestic abuse plan", size=18, bold=True)
    drawn.text(50, 100, "Strand one", size=12, bold=True)
    drawn.text(
        50,
        130,
        "This plan says what the force will do over the next three years and\nwho leads it.",
    )
    drawn.text(50, 170, "Recommendation one is met by what follows here.")
    drawn.text(60, 190, "\u2022 Train all officers, and those who\n  supervise them")
    drawn.text(60, 220, "\u2022 Review the policy")
    drawn.text(50, 250, "1. Publish it")
    found = content(drawn)
    assert blocks(found) == [
        ("heading", "Domestic abuse plan"),
        ("heading", "Strand one"),
        (
            "line",
            "This plan says what the force will do over the next three years and\nwho leads it.",
        ),
        ("line", "Recommendation one is met by what follows here."),
        ("item", "\u2022 Train all officers, and those who\nsupervise them"),
        ("item", "\u2022 Review the policy"),
        ("item", "1. Publish it"),
    ]
    assert [one.level for one in found.flow if isinstance(one, Block)][:2] == [1, 2]


def test_two_columns_of_prose_are_read_one_after_the_other() -> None:
    drawn = Drawn()
    for x, half in ((50, "left"), (310, "right")):
        for at in range(12):
            drawn.text(x, 100 + 12 * at, f"this is line {at} of the {half} hand side of this page")
    found = content(drawn)
    assert found.text.index("line 11 of the left") < found.text.index("line 0 of the right")
    assert not tables(found)


def test_the_lines_of_a_form_stay_apart() -> None:
    drawn = Drawn()
    drawn.text(
        50, 100, "Action Owner: DCI Vane\nTarget Completion Date: 31 March 2016\nUpdate: done"
    )
    assert [words for _, words in blocks(content(drawn))] == [
        "Action Owner: DCI Vane",
        "Target Completion Date: 31 March 2016",
        "Update: done",
    ]


def test_a_contents_list_and_a_hanging_list_are_no_tables() -> None:
    drawn = Drawn()
    for at, name in enumerate(["Introduction", "Our plan", "Outcomes"]):
        drawn.text(50, 100 + at * 14, f"{at + 1}")
        drawn.text(80, 100 + at * 14, f"{name} ..........................")
        drawn.text(400, 100 + at * 14, f"{at + 3}")
    for at in range(4):
        drawn.text(50, 200 + at * 28, f"{at + 1}.")
        drawn.text(
            80, 200 + at * 28, "Officers should be trained in this\nand in what follows from it"
        )
    assert not tables(content(drawn))


# Colours


def test_a_fill_a_circle_or_a_square_gives_its_cell_a_colour() -> None:
    rows = [
        ("Ref", "Action", "RAG"),
        ("1", "A", ""),
        ("2", "B", ""),
        ("3", "C", ""),
        ("4", "D", ""),
    ]
    xs = (50.0, 90.0, 300.0, 360.0)
    edges = Drawn().rows(xs, 100, rows)
    drawn = Drawn()
    drawn.box(xs[0], edges[0], xs[-1], edges[1], "#D9D9D9")
    drawn.box(xs[2], edges[1], xs[3], edges[2], "#FF0000")
    drawn.canvas.setFillColor("#00B050")
    drawn.canvas.circle(330, drawn.height - edges[2] - 10, 6, stroke=0, fill=1)
    drawn.box(320, edges[3] + 4, 332, edges[4] - 4, "#FFC000")
    drawn.grid(xs, drawn.rows(xs, 100, rows))
    table = tables(content(drawn))[0]
    assert [row[2].colour for row in table.rows] == ["grey", "red", "green", "amber", None]
    assert [row[1].colour for row in table.rows[1:]] == [None] * 4


# What nobody sees, and what is drawn strangely


def test_what_is_drawn_twice_is_read_once() -> None:
    drawn = Drawn()
    drawn.text(50, 100, "Action plan for all of us")
    drawn.text(50.4, 100, "Action plan for all of us")
    assert blocks(content(drawn))[0][1] == "Action plan for all of us"


def test_what_no_reader_of_the_page_sees_is_left_out_and_said_so() -> None:
    drawn = Drawn()
    drawn.text(50, 100, "Seen")
    drawn.text(2000, 100, "Off the page")
    drawn.canvas.setFillColor("#FFFFFF")
    drawn.text(50, 200, "White on white")
    drawn.canvas.setFillColor("#000000")
    hidden = drawn.canvas.beginText(50, 500)
    hidden.setTextRenderMode(3)
    hidden.textLine("Invisible")
    drawn.canvas.drawText(hidden)
    drawn.text(50, 400, "Struck out")
    drawn.box(45, 385, 200, 405, "#000000")
    found = content(drawn)
    assert found.text == "Seen"
    assert [finding.code for finding in found.findings] == ["pdf.hidden"]


def test_white_words_on_a_dark_header_are_read() -> None:
    drawn = Drawn()
    drawn.box(50, 90, 500, 110, "#1F3864")
    drawn.canvas.setFillColor("#FFFFFF")
    drawn.text(55, 104, "Recommendation")
    assert content(drawn).text == "Recommendation"


def test_control_characters_are_dropped_and_hyphens_at_line_ends_stay() -> None:
    drawn = Drawn(pageCompression=0)
    drawn.text(50, 100, "Multi-agencyNUL0 work with co-\nordinators of a pan-\nLondon team")
    data = drawn.bytes().replace(b"NUL0", b"\\000")
    assert (
        read(PLAN, data, Limits()).text
        == "Multi-agency work with co-\nordinators of a pan-\nLondon team"
    )


# Refusals


def test_a_pdf_locked_with_a_password_is_refused_and_one_locked_for_editing_is_read() -> None:
    locked = Drawn(encrypt=StandardEncryption("secret", canPrint=0))
    locked.text(50, 100, "Plan")
    with pytest.raises(UnreadableInputError, match=r"plan\.pdf: .*password.*without"):
        content(locked)
    editing = Drawn(encrypt=StandardEncryption("", "owner", canModify=0))
    editing.text(50, 100, "Plan")
    assert content(editing).text == "Plan"


def test_each_broken_pdf_has_its_own_message() -> None:
    drawn = Drawn()
    drawn.grid(XS, drawn.rows(XS, 100, ROWS))
    whole = drawn.bytes()
    for broken, message in [
        (whole[: len(whole) // 2], "end is missing"),
        (b"%PDF-1.7\n" + b"nonsense " * 50 + b"\n%%EOF\n", "damaged"),
    ]:
        with pytest.raises(UnreadableInputError, match=message):
            read(PLAN, broken, Limits())


def test_a_damaged_pdf_that_can_be_read_says_that_it_was_repaired() -> None:
    drawn = Drawn()
    drawn.text(50, 100, "Plan")
    moved = drawn.bytes().replace(b"\n", b"\n% put in on the way\n", 1)
    found = read(PLAN, moved, Limits())
    assert found.text == "Plan"
    assert [one.code for one in found.findings] == ["pdf.repaired"]


def test_pages_cells_and_rows_have_limits() -> None:
    drawn = Drawn()
    drawn.grid(XS, drawn.rows(XS, 100, ROWS))
    drawn.new_page()
    drawn.text(50, 100, "More")
    whole = drawn.bytes()
    for name, allowed, what in [
        ("pages", 1, "2 pages"),
        ("cells", 10, "16 cells"),
        ("rows", 3, "4 rows"),
    ]:
        with pytest.raises(UnreadableInputError, match=f"{what}.*--limit {name}="):
            read(PLAN, whole, replace(Limits(), **{name: allowed}))


def picture() -> ImageReader:
    """A page as a scanner gives it."""
    out = BytesIO()
    Image.new("L", (200, 280), 200).save(out, "PNG")
    return ImageReader(BytesIO(out.getvalue()))


def test_a_scanned_pdf_names_ocrmypdf_as_the_remedy() -> None:
    drawn = Drawn()
    drawn.canvas.drawImage(picture(), 0, 0, 595, 842)
    with pytest.raises(UnreadableInputError, match="ocrmypdf"):
        content(drawn)


def test_pages_that_are_pictures_among_others_are_named() -> None:
    drawn = Drawn()
    drawn.text(50, 100, "What the force will do, and who will see to it that it is done in time")
    for _ in range(2):
        drawn.new_page()
        drawn.canvas.drawImage(picture(), 0, 0, 595, 842)
    found = content(drawn)
    assert [(one.level, one.code, one.where) for one in found.findings] == [
        ("warning", "pdf.scanned-page", "pages 2-3")
    ]


def test_the_text_layer_of_a_scan_is_read() -> None:
    drawn = Drawn()
    drawn.canvas.drawImage(picture(), 0, 0, 595, 842)
    layer = drawn.canvas.beginText(50, 700)
    layer.setTextRenderMode(3)
    layer.textLine("Review the policy on stalking with all partners by May")
    drawn.canvas.drawText(layer)
    assert content(drawn).text == "Review the policy on stalking with all partners by May"


def test_the_file_s_own_title_is_given_unless_it_is_the_name_of_a_file() -> None:
    for title, given in [
        ("Domestic abuse plan", "Domestic abuse plan"),
        ("Microsoft Word - a.doc", None),
    ]:
        drawn = Drawn()
        drawn.canvas.setTitle(title)
        drawn.text(50, 100, "Plan")
        assert content(drawn).title == given


def test_a_header_above_the_first_heading_is_a_row_over_the_columns_below() -> None:
    drawn = Drawn()
    for x, words in zip(XS, HEAD, strict=False):
        drawn.text(x, 100, words, bold=True)
    drawn.text(50, 125, "Stalking and harassment", size=13, bold=True)
    for number, row in enumerate(ROWS[1:]):
        for x, words in zip(XS, row, strict=False):
            drawn.text(x, 150 + 45 * number, words)
    found = content(drawn)
    assert cells(found) == [HEAD]
    assert cells(found, 1) == [*ROWS[1:]]
    assert blocks(found) == [("heading", "Stalking and harassment")]


def test_a_sentence_under_a_table_is_no_row_where_a_word_meets_a_column_by_chance() -> None:
    drawn = Drawn()
    xs = (50.0, 78.0, 300.0, 420.0, 540.0)
    end = drawn.rows(xs, 100, ROWS)[-1]
    meets = xs[1] + 3 - drawn.canvas.stringWidth("If you ", "Helvetica", 10)
    drawn.text(meets, end + 24, "If you are in danger call 999.")
    drawn.text(xs[0], end + 60, "This plan is reviewed each May.")
    found = content(drawn)
    assert cells(found)[1:] == [*ROWS[1:]]
    assert "If you are in danger call 999." in [words for _, words in blocks(found)]
