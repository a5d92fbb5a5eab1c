"""What is read from a saved web page is the document, without the site round it."""

from pathlib import Path

import pytest

from graph.errors import UnreadableInputError
from loaders.content import Block, Content, Table
from loaders.limits import Limits
from loaders.readers.html import read

PAGE = Path("page.html")
ROWS = "<tr><th>Ref<th>Action</tr><tr><td>1<td>Review</tr><tr><td>2<td>Train</tr>"


def page(body: str, head: str = "") -> Content:
    html = f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{body}</body>'
    return read(PAGE, html.encode(), Limits())


def words_of(content: Content) -> list[tuple[str, str]]:
    blocks = (one for one in content.flow if isinstance(one, Block))
    return [(one.kind, content.text[slice(*one.spans[0])]) for one in blocks]


def lines_of(content: Content) -> list[str]:
    return [words for _, words in words_of(content)]


def table_of(content: Content) -> Table:
    return next(one for one in content.flow if isinstance(one, Table))


def rows_of(content: Content) -> list[list[str]]:
    return [
        [content.text[slice(*cell.spans[0])] if cell.spans else "" for cell in row]
        for row in table_of(content).rows
    ]


def test_headings_lists_and_lines_read_in_order() -> None:
    content = page(
        "<h1>Plan</h1><p>Agreed\n in <b>May</b>.</p><ol start=4><li>Review<li>Train"
        "<ul><li>All</ul></ol><ol type=a><li>First</ol><p><strong>Recommendation 1</strong></p>"
    )
    assert words_of(content) == [
        ("heading", "Plan"),
        ("line", "Agreed in May."),
        ("item", "Review"),
        ("item", "Train"),
        ("item", "All"),
        ("item", "First"),
        ("heading", "Recommendation 1"),
    ]
    blocks = [one for one in content.flow if isinstance(one, Block)]
    assert [one.marker for one in blocks[2:6]] == ["4.", "5.", "\u2022", "a."]
    assert [one.level for one in blocks[2:6]] == [1, 1, 2, 1]


def test_merged_cells_stand_at_every_position_and_tell_their_place() -> None:
    content = page(
        "<table><caption>Table 1: actions</caption><tr><th colspan=3>What we said</tr>"
        "<tr><td rowspan=2>Ask<td>First<td>A</tr><tr><td>Second<br>part<td>B</tr></table>"
    )
    assert rows_of(content) == [
        ["What we said"] * 3,
        ["Ask", "First", "A"],
        ["Ask", "Second\npart", "B"],
    ]
    table = table_of(content)
    assert table.name == "Table 1: actions"
    assert table.rows[1][0] is table.rows[2][0]
    assert content.text.count("Ask") == 1
    assert str(content.places.of(*table.rows[2][1].spans[0])) == "table 1, row 3, column 2"


def test_spans_wider_than_the_table_add_no_columns() -> None:
    content = page(
        "<table><tr><td colspan=90>Theme</tr><tr><td>1<td rowspan=60000>Review</tr></table>"
    )
    assert rows_of(content) == [["Theme", "Theme"], ["1", "Review"]]


def test_what_belongs_to_the_site_is_left_out() -> None:
    content = page(
        '<div id="ccc-CookieBanner"><p>We use cookies</p><table>' + ROWS + "</table></div>"
        '<a class="skip-link" href="#c">Skip to main content</a><header><nav>Home</nav>Anyshire'
        '</header><ol class="govuk-breadcrumbs"><li>Home</ol><div class="has-menu wrapper">'
        "<main><h1>Plan</h1><p>Review</p><div class='share-links'>Share</div>"
        "<h2>Is this page useful?</h2><aside>Related</aside></main></div>"
        "<footer>Privacy</footer><script>let a = 'Action';</script>"
    )
    assert words_of(content) == [("heading", "Plan"), ("line", "Review")]


def test_a_page_without_a_main_part_still_loses_only_what_is_the_site_s() -> None:
    content = page(
        '<div class="page-sidebar-layout"><div class="sidebar">Related pages</div>'
        f'<div class="banner"><h1>Plan</h1></div><table class="menu">{ROWS}</table></div>'
        '<div class="footer">Contact us</div>'
    )
    assert lines_of(content) == ["Plan"]
    assert rows_of(content)[1] == ["1", "Review"]


def test_hidden_words_are_never_text_but_closed_accordions_are() -> None:
    content = page(
        "<style>.secret { display: none } @media print { .wide { display: none } }</style>"
        "<p>Seen</p><p hidden>a</p><p style='display:none'>b</p><p class='secret'>c</p>"
        "<template>d</template><noscript>e</noscript><span aria-hidden='true'>f</span>"
        "<p class='wide'>Wide</p><div hidden='until-found'>In the accordion</div>"
    )
    assert lines_of(content) == ["Seen", "Wide", "In the accordion"]
    assert [finding.code for finding in content.findings] == ["html.hidden"]


def test_a_hidden_table_is_left_out_with_a_warning() -> None:
    content = page(f"<p>Seen</p><div style='display: none'><table>{ROWS}</table></div>")
    assert lines_of(content) == ["Seen"]
    assert [one.level for one in content.findings] == ["warning"]


def test_a_name_alone_never_loses_much_of_a_page() -> None:
    card = "<h2>Review</h2><p>Every force should review how it records abuse.</p>" * 12
    results = f"<div class='filter-results'>{card}</div>" * 2
    assert lines_of(page(f"<h1>Asked</h1>{results}")).count("Review") == 24


def test_a_term_and_what_is_said_of_it_are_one_line() -> None:
    content = page(
        "<dl><div><dt>Lead</dt><dd>DI Vale</dd></div><dt>Status:<dd>Open<dt>Update<dd></dl><p>End"
    )
    assert lines_of(content) == ["Lead: DI Vale", "Status: Open", "Update:", "End"]


def test_every_log_line_of_a_register_is_a_block_of_its_own() -> None:
    content = page(
        "<div><p>Forces should review. (2321)</p><p>[on]27th March 2014 [status]awaiting-review"
        "[/status]<br>[on]3rd May 2015 [status]complete[/status]</p></div>"
    )
    assert lines_of(content)[1:] == [
        "[on]27th March 2014 [status]awaiting-review[/status]",
        "[on]3rd May 2015 [status]complete[/status]",
    ]


@pytest.mark.parametrize(
    ("cell", "colour"),
    [
        ('<td style="background-color: #00B050">', "green"),
        ('<td bgcolor="red">', "red"),
        ('<td class="rag-amber">', "amber"),
        ('<td class="status status--green">', "green"),
        ('<td><span class="govuk-tag govuk-tag--red">Late</span>', "red"),
        ('<td class="ours">', "amber"),
        ('<td class="text-green">', None),
        ('<td style="background: white">', None),
    ],
)
def test_a_cell_takes_its_colour_from_style_attribute_or_class(
    cell: str, colour: str | None
) -> None:
    content = page(
        f"<table><tr><td>1{cell}</tr><tr><td>2<td>x</tr></table>",
        "<style>td.ours, .b { color: #fff; background: #FFC000 }</style>",
    )
    assert table_of(content).rows[0][1].colour == colour


def test_the_words_of_a_picture_count_where_a_cell_has_no_others() -> None:
    content = page(
        "<table><tr><td>1<td><img src=r.png alt='Red'><td><img alt='Tick'>Done</tr>"
        "<tr><td>2<td><i title='Amber'></i><td><span class='visually-hidden'>Green</span></tr>"
        "</table>"
    )
    assert rows_of(content) == [["1", "Red", "Done"], ["2", "Amber", "Green"]]


def test_a_table_that_arranges_the_page_gives_way_to_the_one_inside() -> None:
    content = page(
        f"<table><tr><td>Top<td><h1>Plan</h1><table>{ROWS}</table></tr></table>"
        "<table role=presentation><tr><td>Left<td>Right</tr></table>"
    )
    assert rows_of(content) == [["Ref", "Action"], ["1", "Review"], ["2", "Train"]]
    assert lines_of(content) == ["Top", "Plan", "Left", "Right"]


def test_a_table_made_of_divisions_is_a_table() -> None:
    cell = "<div role=cell>{}</div>"
    row = "<div role=row>{}</div>"
    content = page(
        "<div role=table>"
        + row.format("<div role=columnheader>Ref</div><div role=columnheader>Action</div>")
        + row.format(cell.format("1") + cell.format("Review"))
        + "</div>"
    )
    assert rows_of(content) == [["Ref", "Action"], ["1", "Review"]]


def test_the_title_comes_without_the_name_of_the_site() -> None:
    assert (
        page("<h1>Action plan</h1>", "<title>Action plan - GOV.UK</title>").title == "Action plan"
    )
    assert page("<p>VAWG plan", "<title>VAWG plan | Anyshire</title>").title == "VAWG plan"
    assert page("<p>VAWG plan", "<title>Untitled document</title>").title is None


@pytest.mark.parametrize(
    ("data", "words", "remarks"),
    [
        (b"\xff\xfe" + "<p>Caf\u00e9".encode("utf-16-le"), "Caf\u00e9", 0),
        ("<p>Caf\u00e9".encode(), "Caf\u00e9", 0),
        (b'<meta charset="iso-8859-1"><p>\x93Caf\xe9\x94', "\u201cCaf\u00e9\u201d", 0),
        (b"<p>Caf\xe9", "Caf\u00e9", 1),
        (b'<meta charset="utf-8"><p>Caf\xe9', "Caf\u00e9", 1),
        (b'<meta charset="utf-7"><p>Caf\xc3\xa9', "Caf\u00e9", 1),
    ],
)
def test_an_encoding_is_declared_or_the_guess_is_said(
    data: bytes, words: str, remarks: int
) -> None:
    content = read(PAGE, data, Limits())
    assert content.text == words
    assert [one.code for one in content.findings] == ["html.encoding"] * remarks


def test_controls_never_reach_the_text_and_bidi_marks_stay_to_be_shown() -> None:
    assert page("<p>a\x00b\u200bc\u202ed\x01e&nbsp;&nbsp;f").text == "abc\u202ede f"


def test_five_thousand_nested_elements_are_read_with_a_warning() -> None:
    content = page("<div><span>" * 5_000 + "Review" + "</span></div>" * 5_000 + "<p>Train")
    assert lines_of(content) == ["Review", "Train"]
    assert [finding.code for finding in content.findings] == ["html.depth"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<div id=root></div><script>draw()</script>", "no words of its own"),
        ("<ul><li>" * 5_000 + "x", "nested too deeply"),
        ("<table>" + "<tr><td>a<td>b</tr>" * 4 + "</table>", "rows in tables, more than the 3"),
        ("<table>" + "<tr>" + "<td>a" * 9 + "</table>", "cells in tables, more than the 8"),
    ],
)
def test_what_cannot_be_read_is_refused_with_file_and_reason(body: str, said: str) -> None:
    with pytest.raises(UnreadableInputError, match=said) as refused:
        read(PAGE, f"<html><body>{body}".encode(), Limits(rows=3, cells=8))
    assert str(refused.value).startswith("page.html: ")


def test_a_page_of_frames_names_the_remedy() -> None:
    with pytest.raises(UnreadableInputError, match="save the page in the frame itself"):
        read(PAGE, b"<html><frameset><frame src=a.html></frameset></html>", Limits())


def test_footnotes_are_lines_and_their_marks_are_no_words() -> None:
    content = page(
        "<p>As asked<sup><a href='#fn:1'>[footnote 1]</a></sup>.</p>"
        "<div class=footnotes><ol><li>HMIC, 2014 <a href='#fnref:1'>\u21a9</a></ol></div>"
    )
    assert words_of(content) == [("line", "As asked."), ("line", "HMIC, 2014")]


def test_an_article_below_the_page_s_heading_does_not_lose_it() -> None:
    content = page("<div><h1>Plan</h1></div><article><p>Review</p></article>")
    assert lines_of(content) == ["Plan", "Review"]


def test_a_sheet_saved_as_a_page_keeps_its_fills() -> None:
    content = page(
        "<table><tr><td>1<td class=xl65>&nbsp;</tr><tr><td>2<td>x</tr></table>",
        "<style><!--\n.xl65 { background:#92D050; mso-pattern:black none }\n--></style>",
    )
    assert table_of(content).rows[0][1].colour == "green"


def test_what_the_button_of_a_heading_does_is_no_part_of_the_heading() -> None:
    content = page(
        "<h3><button>Aim 1: Safer streets <span class='visually-hidden'>Show this section</span>"
        "</button></h3><h3><span class='visually-hidden'>Aim 2:</span> Homes</h3><p>Text.</p>"
    )
    assert lines_of(content) == ["Aim 1: Safer streets", "Aim 2: Homes", "Text."]
