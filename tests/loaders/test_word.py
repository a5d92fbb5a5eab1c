"""What is read from a Word file is what a person sees in Word, each word with its cell."""

import io
import zipfile
from pathlib import Path

import docx
import pytest

from graph.errors import UnreadableInputError
from loaders.content import Block, Content, Table
from loaders.limits import Limits
from loaders.readers.docx import read
from loaders.readers.docx.numbering import written

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ENTITIES = '<!DOCTYPE x [<!ENTITY a SYSTEM "file.txt">]><x>&a;</x>'
PLAN = Path("plan.docx")

LISTS = f"""<w:numbering {NAMES}><w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>
<w:lvlText w:val="(%3)"/></w:lvl>
</w:abstractNum><w:abstractNum w:abstractNumId="2">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/>
<w:lvlText w:val="Recommendation %1:"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="3">
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="3"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="1"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num></w:numbering>"""


def packed(body: str, parts: dict[str, str] | None = None, relations: str = "") -> bytes:
    """Return a Word file: its body, other parts by name, and relations of the document."""
    held = {
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>'
        ),
        **(parts or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held.items():
            archive.writestr(name, data)
    return out.getvalue()


def word(body: str, parts: dict[str, str] | None = None, relations: str = "") -> Content:
    return read(PLAN, packed(body, parts, relations), Limits())


def listed(body: str) -> Content:
    relation = f'<Relationship Id="n" Type="{OFFICE}/numbering" Target="numbering.xml"/>'
    return word(body, {"word/numbering.xml": LISTS}, relation)


def p(words: str, properties: str = "", run: str = "") -> str:
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr>"
        f'<w:t xml:space="preserve">{words}</w:t></w:r></w:p>'
    )


def item(words: str, number: int, level: int = 0) -> str:
    return p(words, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def tc(inside: str, properties: str = "") -> str:
    inside = inside if inside.startswith("<") else p(inside)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    made = "".join(cell if cell.startswith("<w:tc>") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def words_of(content: Content) -> list[tuple[str, str]]:
    blocks = (one for one in content.flow if isinstance(one, Block))
    return [(one.kind, content.text[slice(*one.spans[0])]) for one in blocks]


def rows_of(content: Content, at: int = 0) -> list[list[str]]:
    table = [one for one in content.flow if isinstance(one, Table)][at]
    return [
        [content.text[slice(*cell.spans[0])] if cell.spans else "" for cell in row]
        for row in table.rows
    ]


def codes(content: Content) -> list[str]:
    return [finding.code for finding in content.findings]


def test_a_document_written_by_an_office_program_reads_in_the_order_of_its_page() -> None:
    made = docx.Document()
    made.add_heading("Domestic abuse plan", 1)
    made.add_paragraph("Agreed in May.")
    made.add_paragraph("Train every officer", style="List Number")
    made.add_paragraph("Call handlers first", style="List Bullet")
    table = made.add_table(2, 2)
    for cell, text in zip(table._cells, ("Ref", "Action", "1", "Review"), strict=True):  # noqa: SLF001
        cell.text = text
    made.add_paragraph("End.")
    out = io.BytesIO()
    made.save(out)
    content = read(PLAN, out.getvalue(), Limits())
    assert words_of(content) == [
        ("heading", "Domestic abuse plan"),
        ("line", "Agreed in May."),
        ("item", "Train every officer"),
        ("item", "Call handlers first"),
        ("line", "End."),
    ]
    markers = [one.marker for one in content.flow if isinstance(one, Block)]
    assert markers == [None, None, "1.", "\u2022", None]
    assert rows_of(content) == [["Ref", "Action"], ["1", "Review"]]


def test_automatic_numbers_are_counted_and_stand_before_the_words() -> None:
    content = listed(
        item("One", 1)
        + item("One one", 1, 1)
        + item("One two", 1, 1)
        + item("a", 1, 2)
        + item("Two", 1)
        + item("Two one", 1, 1)
        + item("Bullet", 3)
        + item("Ask", 2)
        + item("Ask again", 2)
        + item("Seven", 4)
        + item("Eight", 4)
    )
    blocks = [one for one in content.flow if isinstance(one, Block)]
    assert [one.marker for one in blocks] == [
        "1.", "1.1", "1.2", "(a)", "2.", "2.1", "\u2022",
        "Recommendation I:", "Recommendation II:", "7.", "8.",
    ]  # fmt: skip
    assert [one.level for one in blocks[:5]] == [1, 2, 2, 3, 1]
    start = blocks[1].spans[0][0]
    assert content.text[:start].endswith("1.1 ")


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [(27, "lowerLetter", "aa"), (4, "lowerRoman", "iv"), (2024, "upperRoman", "MMXXIV"),
     (7, "decimalZero", "07"), (12, "ordinal", "12th"), (22, "ordinal", "22nd"),
     (10**9, "upperRoman", "1000000000"), (3, "chicago", "3")],
)  # fmt: skip
def test_numbers_are_written_as_word_writes_them(number: int, form: str, shown: str) -> None:
    assert written(number, form) == shown


def test_an_automatic_number_alone_in_a_cell_is_the_row_s_ref() -> None:
    content = listed(
        tbl(tr("No.", "Action"), tr(tc(item("", 1)), "Review"), tr(tc(item("", 1)), "Train"))
    )
    assert rows_of(content) == [["No.", "Action"], ["1.", "Review"], ["2.", "Train"]]


def test_a_merged_cell_is_one_cell_at_every_position() -> None:
    across = '<w:gridSpan w:val="2"/>'
    content = word(
        tbl(
            tr("Recommendation", "Action", "Lead"),
            tr(tc("Theme", '<w:gridSpan w:val="3"/>')),
            tr(tc("Ask", '<w:vMerge w:val="restart"/>'), "First", "A"),
            tr(tc("", "<w:vMerge/>"), tc("Second", across)),
        )
    )
    table = next(one for one in content.flow if isinstance(one, Table))
    assert rows_of(content) == [
        ["Recommendation", "Action", "Lead"],
        ["Theme", "Theme", "Theme"],
        ["Ask", "First", "A"],
        ["Ask", "Second", "Second"],
    ]
    assert table.rows[2][0] is table.rows[3][0]
    assert content.text.count("Ask") == 1
    assert str(content.places.of(*table.rows[3][1].spans[0])) == "table 1, row 4, column 2"


def test_columns_stay_columns_where_a_boundary_was_dragged_in_some_rows() -> None:
    grid = "<w:tblGrid>" + '<w:gridCol w:w="1000"/>' * 4 + "</w:tblGrid>"
    two = '<w:gridSpan w:val="2"/>'
    content = word(
        tbl(
            grid,
            tr("Ref", tc("Action", two), "Lead"),
            tr("1", tc("Review", two), "DCI"),
            tr("2", "Train", tc("Head of HR", two)),
            tr(tc("Theme", '<w:gridSpan w:val="4"/>')),
        )
    )
    assert rows_of(content) == [
        ["Ref", "Action", "Lead"],
        ["1", "Review", "DCI"],
        ["2", "Train", "Head of HR"],
        ["Theme", "Theme", "Theme"],
    ]


def test_a_row_that_begins_late_leaves_its_first_columns_empty() -> None:
    late = '<w:gridBefore w:val="1"/>'
    content = word(tbl(tr("Ref", "Action"), tr("1", "Review"), tr("and train", properties=late)))
    assert rows_of(content)[2] == ["", "and train"]


def test_tracked_insertions_are_read_and_deletions_are_not() -> None:
    content = word(
        "<w:p><w:r><w:t>Review </w:t></w:r>"
        "<w:del><w:r><w:delText>no</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>every</w:t></w:r></w:ins><w:r><w:t> case</w:t></w:r></w:p>"
        + p("Train", "<w:rPr><w:del/></w:rPr>")
        + p("officers")
        + tbl(tr("a", "b"), tr("c", "d", properties="<w:del/>"))
    )
    assert words_of(content) == [("line", "Review every case"), ("line", "Train officers")]
    assert rows_of(content) == [["a", "b"]]
    assert codes(content) == ["docx.tracked-changes"]


def test_hidden_words_and_prompts_of_forms_are_no_words_of_the_document() -> None:
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    content = word(
        p("Seen")
        + p("secret", run="<w:vanish/>")
        + p("shown", run='<w:vanish w:val="0"/>')
        + prompt.format(p("Click to enter text"))
        + "<w:sdt><w:sdtContent>" + p("\u2612 Yes") + "</w:sdtContent></w:sdt>"
    )  # fmt: skip
    assert [text for _, text in words_of(content)] == ["Seen", "shown", "\u2612 Yes"]
    assert codes(content) == ["docx.hidden"]


def test_a_field_gives_its_result_and_a_ticked_box_its_tick() -> None:
    field = '<w:r><w:fldChar w:fldCharType="{}">{}</w:fldChar></w:r>'
    box = '<w:ffData><w:checkBox><w:checked w:val="1"/></w:checkBox></w:ffData>'
    content = word(
        "<w:p><w:r><w:t>See page </w:t></w:r>"
        + field.format("begin", "")
        + "<w:r><w:instrText>REF x</w:instrText><w:t>code</w:t></w:r>"
        + field.format("separate", "")
        + "<w:r><w:t>7</w:t></w:r>"
        + field.format("end", "")
        + field.format("begin", box)
        + field.format("end", "")
        + "</w:p>"
    )
    assert words_of(content) == [("line", "See page 7\u2612")]


def test_a_text_box_is_read_once_after_the_paragraph_it_hangs_on() -> None:
    inside = f"<w:txbxContent>{p('In the box')}</w:txbxContent>"
    content = word(
        "<w:p><w:r><w:t>Beside it</w:t><mc:AlternateContent>"
        f"<mc:Choice>{inside}</mc:Choice><mc:Fallback>{inside}</mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert [text for _, text in words_of(content)] == ["Beside it", "In the box"]


def test_page_edges_are_furniture_and_give_the_marking() -> None:
    content = word(
        p("Plan", '<w:pStyle w:val="x"/>')
        + '<w:sectPr><w:headerReference r:id="h"/><w:footerReference r:id="f"/></w:sectPr>',
        {
            "word/header1.xml": f"<w:hdr {NAMES}>{p('OFFICIAL - SENSITIVE Anyshire Police')}"
            "</w:hdr>",
            "word/footer1.xml": f"<w:ftr {NAMES}>{p('Version 2')}</w:ftr>",
        },
        f'<Relationship Id="h" Type="{OFFICE}/header" Target="header1.xml"/>'
        f'<Relationship Id="f" Type="{OFFICE}/footer" Target="footer1.xml"/>',
    )
    assert words_of(content) == [
        ("furniture", "OFFICIAL - SENSITIVE Anyshire Police"),
        ("line", "Plan"),
        ("furniture", "Version 2"),
    ]
    assert content.marking
    assert content.text[slice(*content.marking)] == "OFFICIAL - SENSITIVE"


def test_a_table_that_only_frames_another_gives_way_to_it() -> None:
    inner = tbl(tr("Ref", "Action"), tr("1", "Review"))
    assert rows_of(word(tbl(tr(tc(p("Plan") + inner + p("")))))) == [
        ["Ref", "Action"],
        ["1", "Review"],
    ]
    held = tbl(tr("Ref", "Action of the force"), tr("1", tc(p("Review all") + inner)))
    assert rows_of(word(held))[1] == ["1", "Review all\nRef\nAction\n1\nReview"]


def test_shading_and_highlighting_give_a_cell_its_colour() -> None:
    shade = '<w:shd w:val="clear" w:fill="{}"/>'
    content = word(
        tbl(
            tr(tc("a", shade.format("FF0000")), tc("b", shade.format("auto"))),
            tr(tc("", shade.format("00B050")), tc(p("c", run='<w:highlight w:val="green"/>'))),
        )
    )
    table = next(one for one in content.flow if isinstance(one, Table))
    assert [cell.colour for row in table.rows for cell in row] == ["red", None, "green", "green"]


def test_a_short_bold_paragraph_is_a_heading_and_a_label_is_not() -> None:
    bold = "<w:b/>"
    content = word(
        p("Recommendation 1", run=bold) + p("Lead:", run=bold) + p("We must act.", run=bold)
    )
    assert [kind for kind, _ in words_of(content)] == ["heading", "line", "line"]


def test_footnotes_stand_at_the_end_and_contents_are_furniture() -> None:
    content = word(
        '<w:p><w:r><w:t>Asked</w:t><w:footnoteReference w:id="2"/></w:r></w:p>' + p("More"),
        {
            "word/footnotes.xml": f'<w:footnotes {NAMES}><w:footnote w:id="2">{p("HMIC, 2014")}'
            "</w:footnote></w:footnotes>"
        },
        f'<Relationship Id="n" Type="{OFFICE}/footnotes" Target="footnotes.xml"/>',
    )
    assert [text for _, text in words_of(content)] == ["Asked", "More", "HMIC, 2014"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [("Stalking plan 2021", True), ("Microsoft Word - plan.doc", False),
     ("Corporate report template", False), ("plan.docx", False)],
)  # fmt: skip
def test_a_title_of_the_properties_counts_only_if_the_document_bears_it(
    given: str, *, kept: bool
) -> None:
    made = docx.Document()
    made.core_properties.title = given
    made.add_paragraph("Stalking plan for 2021")
    out = io.BytesIO()
    made.save(out)
    assert read(PLAN, out.getvalue(), Limits()).title == (given if kept else None)


def test_controls_never_reach_the_text_and_bidi_marks_stay_to_be_shown() -> None:
    content = word("<w:p><w:r><w:t>a\u00adb\u200bc\u202ed\x85e</w:t></w:r></w:p>")
    assert content.text == "abc\u202ed\ne"


def test_the_strict_form_of_the_format_reads_alike() -> None:
    usual = packed(p("Review"))
    with zipfile.ZipFile(io.BytesIO(usual)) as archive:
        document = archive.read("word/document.xml").decode()
    strict = document.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert word("", {"word/document.xml": strict}).text == "Review"


def test_what_leads_out_of_the_file_is_not_fetched_but_named() -> None:
    content = word(
        p("Plan") + '<w:sectPr><w:headerReference r:id="gone"/></w:sectPr>',
        None,
        '<Relationship Id="t" Type="x/attachedTemplate" TargetMode="External" '
        'Target="http://192.0.2.1/t.dotm"/><Relationship Id="gone" Type="x/header" Target="NULL"/>',
    )
    assert codes(content) == ["docx.external"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (packed(p("x"))[:-30], "damaged"),
        (packed("", {"word/document.xml": "<broken"}), "not well-formed"),
        (packed("", {"word/document.xml": f"<w:document {NAMES}/>"}), "no document body"),
        (packed(""), "no words"),
        (packed("", {"word/document.xml": ENTITIES}), "document type"),
        (packed(tbl(tr("a")) * 3), "more than the 2 allowed"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_file_and_reason(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableInputError, match=said) as refused:
        read(PLAN, data, Limits(rows=2))
    assert str(refused.value).startswith("plan.docx: ")


def test_lines_that_tabs_part_into_columns_are_a_table_and_labels_are_not() -> None:
    def line(*parts: str) -> str:
        inside = "<w:r><w:tab/></w:r>".join(f"<w:r><w:t>{part}</w:t></w:r>" for part in parts)
        return f"<w:p>{inside}</w:p>"

    content = word(
        line("Ref", "Action", "Lead")
        + line("1", "Review", "DCI Vale")
        + line("2", "Train", "HR")
        + p("Notes")
        + line("Lead:", "DCI Vale")
        + line("1.", "Review")
    )
    assert rows_of(content) == [
        ["Ref", "Action", "Lead"],
        ["1", "Review", "DCI Vale"],
        ["2", "Train", "HR"],
    ]
    assert words_of(content) == [
        ("line", "Notes"),
        ("line", "Lead: DCI Vale"),
        ("line", "1. Review"),
    ]


def test_a_marking_alone_in_a_row_leaves_the_table_and_stays_with_the_document() -> None:
    content = word(tbl(tr("OFFICIAL", ""), tr("Ref", "Action"), tr("1", "Review")))
    assert words_of(content) == [("furniture", "OFFICIAL")]
    assert rows_of(content) == [["Ref", "Action"], ["1", "Review"]]
    assert content.marking == (0, 8)
