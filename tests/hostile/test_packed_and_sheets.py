"""Attacks and accidents in ZIPs, workbooks and separated values: one clear line, little memory."""

from __future__ import annotations

import copy
import io
import struct
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.errors import UnreadableInputError
from loaders.limits import Limits
from loaders.readers import read_content
from loaders.readers.packed import open_packed
from loaders.readers.xlsx.formats import Format, general, shown

if TYPE_CHECKING:
    from collections.abc import Callable

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "xl/worksheets/sheet1.xml"
HEADER = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in ("Ref", "Action"))
ROWS = f"<row>{HEADER}</row><row>{HEADER.replace('Ref', '1')}</row>"


def sheet(rows: str, after: str = "", before: str = "") -> str:
    return f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def parts(one: str | bytes, texts: str = "") -> dict[str, str | bytes]:
    """Return the parts of a workbook with one sheet, and its shared texts."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types">'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
            '<sheets><sheet name="Plan" sheetId="1" r:id="r1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="texts.xml"/>'
            f'<Relationship Id="r3" Type="{OFFICE}/externalLink" Target="http://192.0.2.1/x" '
            'TargetMode="External"/></Relationships>'
        ),
        "xl/texts.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
        SHEET: one,
    }


def packed(held: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in held.items():
            archive.writestr(name, words)
    return file.getvalue()


def workbook(one: str | bytes, texts: str = "") -> bytes:
    return packed(parts(one, texts))


def lying() -> bytes:
    """A part that declares far less than it holds, in both places where a ZIP says so."""
    made = bytearray(workbook(sheet(ROWS + "<row/>" * 100_000)))
    entry = zipfile.ZipFile(io.BytesIO(made)).getinfo(SHEET)
    directory = made.rfind(b"PK\x01\x02", 0, made.rfind(SHEET.encode()))
    struct.pack_into("<I", made, directory + 24, 1_000)
    struct.pack_into("<I", made, entry.header_offset + 22, 1_000)
    return bytes(made)


def overlapping() -> bytes:
    """One part under many names, as in a bomb of quoted parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", "words " * 1_000)
        for number in range(50):
            again = copy.copy(archive.infolist()[0])
            again.filename = f"a{number}"
            archive.filelist.append(again)
    return file.getvalue()


def twice() -> bytes:
    file = io.BytesIO(workbook(sheet(ROWS)))
    with warnings.catch_warnings(), zipfile.ZipFile(file, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(SHEET.upper(), sheet(ROWS))
    return file.getvalue()


def many_parts() -> bytes:
    return packed({f"part{number}": "" for number in range(10_001)})


def locked_zip() -> bytes:
    made = bytearray(workbook(sheet(ROWS)))
    made[made.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def one_byte_changed() -> bytes:
    """A sheet that was damaged on its way."""
    made = bytearray(packed({"pad": "", **parts(sheet(ROWS))}))
    entry = zipfile.ZipFile(io.BytesIO(made)).getinfo(SHEET)
    made[entry.header_offset + 30 + len(SHEET) + entry.compress_size // 2] ^= 0xFF
    return bytes(made)


def many_merges() -> bytes:
    words = '<row><c t="s"><v>0</v></c></row>' * 2_000
    merges = '<mergeCell ref="A1:XFD1048576"/>' * 400
    return workbook(sheet(words, f"<mergeCells>{merges}</mergeCells>"), "<si><t>Aim</t></si>")


def one_text_everywhere() -> bytes:
    """A long text that ten thousand cells name."""
    row = "<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>"
    return workbook(sheet(row * 100), f"<si><t>{'words ' * 10_000}</t></si>")


def without(name: str) -> bytes:
    return packed({part: words for part, words in parts(sheet(ROWS)).items() if part != name})


ENTITY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "&a;&a;">]>'

REFUSED = {
    "a bomb": (
        lambda: workbook(sheet(" " * 400_000_000)),
        "bytes when unpacked.*--limit unpacked=",
    ),
    "a small bomb": (lambda: workbook(sheet(" " * 40_000_000)), "300 times its size"),
    "a part that lies about its size": (lying, "holds more than it says"),
    "parts that overlap": (overlapping, "parts overlap"),
    "two parts of one name": (twice, "the same name"),
    "too many parts": (many_parts, "more than 10,000 parts"),
    "a locked part": (locked_zip, "locked with a password"),
    "a changed byte": (one_byte_changed, "damaged"),
    "half of it": (lambda: workbook(sheet(ROWS))[:-300], "cut short or damaged"),
    "entities": (lambda: workbook(sheet(ROWS, before=ENTITY)), "declares a document type"),
    "no XML": (lambda: workbook(b"\x00\xff" * 500), "damaged in its part"),
    "XML that ends early": (lambda: workbook(sheet(ROWS)[:-20]), "damaged in its part"),
    "no sheet": (lambda: without(SHEET), "sheet 'Plan' is missing"),
    "no list of sheets": (lambda: without("xl/_rels/workbook.xml.rels"), "names no sheet"),
    "no workbook": (lambda: without("xl/workbook.xml"), "is missing"),
    "a text that is not there": (
        lambda: workbook(sheet('<row><c t="s"><v>7</v></c></row>')),
        "names a text",
    ),
    "merges without end": (many_merges, "cells under merged ones"),
    "one text everywhere": (one_text_everywhere, "characters in its cells"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_hostile_workbook_is_refused_in_one_line(what: str) -> None:
    make, says = REFUSED[what]
    limits = Limits(unpacked=300_000_000)
    with pytest.raises(UnreadableInputError, match=says) as refused:
        read_content(Path("plan.xlsx"), make(), limits)
    message = str(refused.value)
    assert message.startswith("plan.xlsx: ")
    assert "\n" not in message


@pytest.mark.parametrize("words", [b"never ends ", b'""', b"\n"])
def test_a_cell_without_end_is_refused(words: bytes) -> None:
    original = b'Ref,Action\n1,"a' + words * 2_000_000 + b'a"\n'
    with pytest.raises(UnreadableInputError, match="characters in a cell of row 2"):
        read_content(Path("plan.csv"), original, Limits())


def test_links_to_other_files_are_said_and_not_followed() -> None:
    content = read_content(Path("plan.xlsx"), workbook(sheet(ROWS)), Limits())
    assert [one.code for one in content.findings] == ["workbook.links"]


def test_a_path_that_leads_out_of_the_file_is_only_a_name() -> None:
    made = packed({"../../etc/cron.d/x": "words", **parts(sheet(ROWS))})
    assert "Action" in read_content(Path("plan.xlsx"), made, Limits()).text


def test_names_are_found_in_any_case_and_with_the_separators_of_windows() -> None:
    opened = open_packed(Path("plan.xlsx"), packed({"XL\\Workbook.xml": "words"}), Limits())
    assert opened.read("xl/workbook.xml") == b"words"


def test_control_characters_of_a_cell_are_dropped() -> None:
    cell = '<row><c t="inlineStr"><is><t>a_x0000__x001B_b_x005F_x0041_</t></is></c></row>'
    assert read_content(Path("plan.xlsx"), workbook(sheet(cell)), Limits()).text == "ab_x0041_"


@pytest.mark.parametrize("since_1904", [False, True])
@pytest.mark.parametrize("day", [2_958_465, 2_958_465.999999, 2_958_466, 1e300, -1.0])
def test_a_day_after_the_last_year_is_a_number_and_no_accident(
    day: float, *, since_1904: bool
) -> None:
    words = shown(day, Format("dd/mm/yyyy", iso=False), since_1904=since_1904)
    assert words in ("31/12/9999", general(day))


_WITHIN_HALF_A_GIBIBYTE = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (2**29, 2**29))
from loaders.limits import Limits
from loaders.readers import read_content
path = Path(sys.argv[1])
print(len(read_content(path, path.read_bytes(), Limits()).flow))
"""


def _empty_rows() -> bytes:
    cells = "".join(f'<c r="{letter}9" s="1"/>' for letter in "ABCD")
    rows = "".join(f'<row r="{number}">{cells}</row>' for number in range(3, 1_048_577))
    return workbook(sheet(ROWS + rows))


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a million styled rows.xlsx", _empty_rows),
        ("commas.csv", lambda: b"Ref,Action\n1,Train\n" + b"," * 40_000_000 + b"\n"),
        ("empty rows.csv", lambda: b"Ref,Action\n1,Train\n" + b",,,,,\n" * 5_000_000),
    ],
)
def test_what_is_large_and_empty_takes_little_memory(
    tmp_path: Path, name: str, make: Callable[[], bytes]
) -> None:
    file = tmp_path / name
    file.write_bytes(make())
    read = [sys.executable, "-c", _WITHIN_HALF_A_GIBIBYTE, str(file)]
    done = subprocess.run(read, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("1\n", "")
