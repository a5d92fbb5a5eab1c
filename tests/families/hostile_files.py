"""Makes the files that a reader must survive: attacks, accidents, and names that mislead."""

import hashlib
import io
import struct
import zipfile
from pathlib import Path

from openpyxl import Workbook
from PIL import Image, ImageDraw
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.families import write_csv, write_docx, write_html, write_pdf, write_text, write_xlsx
from tests.families.blocks import Block, Cell, Row, Table, Text
from tests.families.zips import STAMP, without_clock

CANARY = "CANARY-7f3a: these words stand in another file and must not appear in any answer"
ACTIONS = [
    ("1", "Publish the domestic abuse policy", "Superintendent Ray Holt", "May 2021", "Complete"),
    ("2", "Train every call handler in stalking", "Head of Contact", "June 2021", "Ongoing"),
    ("3", "Audit fifty risk assessments", "DCI Lena Marsh", "July 2021", "Not started"),
]
HEADER = ("Ref", "Action", "Lead", "Target date", "Status")
MEGABYTE = 1024 * 1024


def plan(widths: list[float]) -> list[Block]:
    """A plan of three actions, good in itself, that the attacks are wrapped round."""
    rows = [Row([Cell(text) for text in HEADER], "header")]
    rows += [Row([Cell(text) for text in action]) for action in ACTIONS]
    return [Text("title", "Vulnerability action plan"), Table(rows, widths)]


def good(extension: str) -> bytes:
    """The plan of three actions as a file of this kind."""
    writers = {
        "csv": write_csv.write,
        "docx": write_docx.write,
        "html": write_html.write,
        "pdf": write_pdf.write,
        "txt": write_text.write,
        "xlsx": write_xlsx.write,
    }
    widths = [6.0, 40.0, 26.0, 14.0, 12.0] if extension == "txt" else [1.0, 5.0, 3.0, 2.0, 2.0]
    return writers[extension](plan(widths), {})


def swap(package: bytes, name: str, part: bytes) -> bytes:
    """The Office file with one part replaced or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for other in source.namelist():
            if other != name:
                target.writestr(other, source.read(other))
        target.writestr(name, part)
    return without_clock(out.getvalue())


def part_of(package: bytes, name: str) -> str:
    """One part of an Office file, as text."""
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        return source.read(name).decode()


# PDF


def blank_pdf() -> bytes:
    """One page without a word."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def truncated_pdf() -> bytes:
    """A download that broke off: no end, no table of contents."""
    data = good("pdf")
    return data[: len(data) // 2]


def encrypted_pdf(user_password: str) -> bytes:
    """A PDF with a password to open it; with an empty one, it opens but forbids copying."""
    out = io.BytesIO()
    lock = StandardEncryption(user_password, ownerPassword="owner", canPrint=1, canCopy=0)
    canvas = Canvas(out, invariant=1, encrypt=lock)
    for line, action in enumerate((HEADER, *ACTIONS)):
        for column, text in enumerate(action):
            canvas.drawString(40 + (0, 30, 260, 400, 480)[column], 780 - 24 * line, text)
    canvas.save()
    return out.getvalue()


def scanned_pdf() -> bytes:
    """Two pages that are only pictures of words."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for number in range(2):
        picture = Image.new("L", (900, 1270), 250)
        draw = ImageDraw.Draw(picture)
        for line, action in enumerate(ACTIONS):
            draw.text((60, 80 + 60 * line), f"page {number + 1}  {'   '.join(action)}", fill=20)
        canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


# Office files


def zip_bomb() -> bytes:
    """A workbook of about a megabyte whose sheet unpacks to more than a gigabyte."""
    package = good("xlsx")
    name = "xl/worksheets/sheet1.xml"
    before, after = part_of(package, name).split("</sheetData>")
    padding = (
        b'<row r="9"><c r="A9" t="inlineStr"><is><t>' + b"A" * MEGABYTE + b"</t></is></c></row>"
    )
    out = io.BytesIO(swap(package, name, b""))
    stuffed = io.BytesIO()
    with (
        zipfile.ZipFile(out) as source,
        zipfile.ZipFile(stuffed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for other in source.namelist():
            if other != name:
                target.writestr(zipfile.ZipInfo(other, STAMP), source.read(other))
        info = zipfile.ZipInfo(name, STAMP)
        info.compress_type = zipfile.ZIP_DEFLATED
        with target.open(info, "w") as sheet:
            sheet.write(before.encode())
            for _ in range(1100):
                sheet.write(padding)
            sheet.write(b"</sheetData>" + after.encode())
    return stuffed.getvalue()


def entity_docx(folder: Path) -> bytes:
    """The document's XML asks for another file's words by an external entity (XXE)."""
    package = good("docx")
    xml = part_of(package, "word/document.xml")
    target = (folder / "canary.txt").resolve().as_uri()
    kind = f'<!DOCTYPE w:document [<!ENTITY taken SYSTEM "{target}">]>'
    head, body = xml.split("?>", 1)
    body = body.replace("Audit fifty risk assessments", "Audit fifty risk assessments &taken;")
    return swap(package, "word/document.xml", f"{head}?>{kind}{body}".encode())


def entity_bomb_docx() -> bytes:
    """Entities that stand for each other ten at a time (a billion laughs)."""
    package = good("docx")
    head, body = part_of(package, "word/document.xml").split("?>", 1)
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    body = body.replace("Audit fifty risk assessments", "Audit &a9;")
    xml = f"{head}?><!DOCTYPE w:document [{entities}]>{body}"
    return swap(package, "word/document.xml", xml.encode())


def external_template_docx() -> bytes:
    """The document's template is said to be at an address on the network."""
    package = good("docx")
    office = "http://schemas.openxmlformats.org"
    link = (
        f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument/2006/relationships/attachedTemplate" '
        'Target="http://127.0.0.1:9/template.dotm" TargetMode="External"/></Relationships>'
    )
    head, settings, rest = part_of(package, "word/settings.xml").partition("<w:settings")
    attributes, _, inner = rest.partition(">")
    inner = '<w:attachedTemplate r:id="rId1"/>' + inner
    space = (
        ""
        if "xmlns:r=" in attributes
        else (f' xmlns:r="{office}/officeDocument/2006/relationships"')
    )
    xml = f"{head}{settings}{attributes}{space}>{inner}"
    package = swap(package, "word/settings.xml", xml.encode())
    return swap(package, "word/_rels/settings.xml.rels", link.encode())


def empty_rows_xlsx() -> bytes:
    """Three actions, then every row down to the last of the sheet declared and empty."""
    package = good("xlsx")
    name = "xl/worksheets/sheet1.xml"
    rows = "".join(f'<row r="{n}" spans="1:5"/>' for n in range(10, 1_048_577))
    xml = part_of(package, name).replace("</sheetData>", rows + "</sheetData>")
    return swap(package, name, xml.encode())


def huge_dimension_xlsx() -> bytes:
    """Three actions in a sheet that says it is as large as a sheet can be, a word in its corner."""
    book = Workbook()
    sheet = book.worksheets[0]
    for action in (HEADER, *ACTIONS):
        sheet.append(action)
    sheet["XFD1048576"] = "."
    out = io.BytesIO()
    book.save(out)
    return without_clock(out.getvalue())


def truncated_zip(extension: str) -> bytes:
    """An Office file whose last third is missing, and with it the zip's list of parts."""
    data = good(extension)
    return data[: len(data) * 2 // 3]


def other_zip() -> bytes:
    """A zip of photographs and notes, named as if it were a document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr(zipfile.ZipInfo("notes/readme.txt", STAMP), "Ref Action Lead\n")
        target.writestr(zipfile.ZipInfo("photo.jpg", STAMP), b"\xff\xd8\xff\xe0" + b"\0" * 99)
    return out.getvalue()


def ole(streams: list[str]) -> bytes:
    """An old compound file (OLE) holding these streams: header, one table, one directory."""
    sector, stream_size = 512, 4096
    each = stream_size // sector
    count = 2 + each * len(streams)
    chain = [0xFFFFFFFD, 0xFFFFFFFE]
    for index in range(len(streams)):
        start = 2 + each * index
        chain += [*range(start + 1, start + each), 0xFFFFFFFE]
    table = struct.pack(f"<{count}I", *chain).ljust(sector, b"\xff")
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0),
    ).ljust(sector, b"\xff")
    entries = [_ole_entry("Root Entry", 5, (0xFFFFFFFE, 0), (0xFFFFFFFF, 1))]
    for index, name in enumerate(streams):
        after = index + 2 if index + 1 < len(streams) else 0xFFFFFFFF
        place = (2 + each * index, stream_size)
        entries.append(_ole_entry(name, 2, place, (after, 0xFFFFFFFF)))
    directory = b"".join(entries).ljust(sector, b"\0")
    body = b"".join(noise(stream_size, name) for name in streams)
    return header + table + directory + body


def _ole_entry(name: str, kind: int, place: tuple[int, int], links: tuple[int, int]) -> bytes:
    """A line of the directory: `place` is first sector and size, `links` next and first child."""
    words = name.encode("utf-16-le") + b"\0\0"
    start, size = place
    return struct.pack(
        "<64sHBBIII36xIQ", words, len(words), kind, 1, 0xFFFFFFFF, *links, start, size
    )


# Text, separated values, web pages


def noise(size: int, seed: str) -> bytes:
    """Bytes without sense, the same each time."""
    blocks = range(size // 32 + 1)
    return b"".join(hashlib.sha256(f"{seed}{n}".encode()).digest() for n in blocks)[:size]


def control_characters() -> bytes:
    """A tabbed plan with NUL, bell, bidi override and zero-width characters inside its cells."""
    rows = [
        HEADER,
        ("1", "Publish the \x00policy", "Supt\u202e tloH yaR\u202c", "May 2021", "Complete"),
        ("2", "Train\u200b every \x07call handler", "Head of Contact", "June 2021", "Ongoing"),
        ("3", "Audit \u2066fifty\u2069 assessments\x1b[31m", "DCI Lena Marsh", "", "Not started"),
    ]
    return "".join("\t".join(row) + "\n" for row in rows).encode()


def scripts_html() -> bytes:
    """Script, frame, event handlers, a form and a meta refresh among and inside the cells."""
    attacks = [
        "<script>document.title = 'Ref Action Lead'</script>",
        "<img src=x onerror=\"fetch('http://127.0.0.1:9/')\">",
        '<iframe src="http://127.0.0.1:9/"></iframe><a href="javascript:alert(1)">link</a>',
    ]
    page = good("html").decode()
    for action, attack in zip(ACTIONS, attacks, strict=True):
        page = page.replace(f"<td>{action[1]}</td>", f'<td onclick="x()">{action[1]}{attack}</td>')
    head = '<meta http-equiv="refresh" content="0; url=http://127.0.0.1:9/"><base href="//evil">'
    return page.replace("</head>", head + "</head>").encode()


def nested_html() -> bytes:
    """Five thousand tables, each in a cell of the one before, the plan in the innermost."""
    depth = 5000
    table = good("html").decode().partition("<main id=")[2].partition(">")[2]
    inner = table.partition("</main>")[0]
    return ("<table><tr><td>" * depth + inner + "</td></tr></table>" * depth).encode()


def long_line_csv() -> bytes:
    """A header, and a second line of fifty million characters in one quoted cell."""
    head = ",".join(HEADER) + "\n"
    return (head + '1,"' + "never ends " * (50 * MEGABYTE // 11) + '",Lead,,Ongoing\n').encode()


def many_rows_csv() -> bytes:
    """Two hundred thousand actions."""
    lines = [",".join(HEADER)]
    lines += [f"{n},Check record {n},Records Team,May 2021,Ongoing" for n in range(1, 200_001)]
    return ("\n".join(lines) + "\n").encode()
