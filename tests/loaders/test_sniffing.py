"""A file is taken for what it holds; what is not read is named, with the remedy."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from graph.errors import UnreadableInputError
from loaders.limits import Limits
from loaders.readers import read_content
from loaders.readers.sniffing import format_of

TABLE = "Ref,Action,Owner\n1,Train staff,DCI Lee\n2,Publish,Supt Day\n3,Audit,DI Roe\n"


def zipped(**parts: str) -> bytes:
    """Return a ZIP of parts; `__` in a name is a slash."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, words in parts.items():
            archive.writestr(name.replace("__", "/"), words)
    return file.getvalue()


def office(content_type: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types><x ContentType="{content_type}"/></Types>')
    return file.getvalue()


def ole(*streams: str) -> bytes:
    """Return the beginning of an older Office file with a directory of these streams."""
    entries = [name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams)]
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + b"".join(entries)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("plan.docx", b"%PDF-1.7\n", "pdf"),
        ("plan.pdf", b"\r\n\r\n%PDF-1.4\n", "pdf"),
        (
            "plan.pdf",
            office(
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
            ),
            "docx",
        ),
        ("plan.docm", office("application/vnd.ms-word.document.macroEnabled.main+xml"), "docx"),
        (
            "plan.zip",
            office("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
            "xlsx",
        ),
        ("plan.xlsm", office("application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "xlsx"),
        ("page.txt", b"\n<!DOCTYPE html><html>", "html"),
        ("page.xls", b"<table><tr><td>Ref</td></tr></table>", "html"),
        ("page.xml", b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "html"),
        ("page.html", "<html>".encode("utf-16"), "html"),
        ("plan.csv", TABLE.encode(), "separated"),
        ("plan.csv", TABLE.replace(",", ";").encode(), "separated"),
        ("plan.csv", b"sep=|\nRef|Action\n", "separated"),
        ("plan.tsv", TABLE.replace(",", "\t").encode(), "separated"),
        ("plan.txt", TABLE.replace(",", "\t").encode(), "text"),
        (
            "plan.txt",
            TABLE.replace("Train staff", '"Train, and test, staff"').encode(),
            "separated",
        ),
        (
            "plan",
            TABLE.replace("Train staff", '"Train\nstaff"').replace(",", "\t").encode(),
            "separated",
        ),
        ("plan.txt", TABLE.encode(), "text"),
        ("plan.csv", b"Our aims\nWe will do better.\n", "text"),
        (
            "plan.txt",
            b"Staff, partners, and victims, were asked.\nAll, we hope, will answer.\n",
            "text",
        ),
        ("plan.txt", b"<Draft> plan", "text"),
        ("plan.txt", b"[Draft] plan", "text"),
    ],
)
def test_a_format_is_told_by_the_content(name: str, content: bytes, expected: str) -> None:
    assert format_of(Path(name), content) == expected


@pytest.mark.parametrize(
    ("name", "content", "what", "remedy"),
    [
        ("plan.doc", ole("WordDocument"), "older Word", ".docx"),
        ("plan.xls", ole("Workbook", "WordDocument"), "older Excel", ".xlsx"),
        ("plan.doc", ole("Workbook", "WordDocument"), "older Word", ".docx"),
        ("plan.xls", ole("Book"), "older Excel", ".xlsx"),
        ("plan.ppt", ole("PowerPoint Document"), "presentation", "PDF"),
        ("mail.msg", ole("__nameid_version1.0", "WordDocument"), "Outlook", "attached"),
        ("plan.bin", ole("Other"), "older Office", ".docx"),
        ("plan.docx", ole("EncryptedPackage", "Workbook"), "locked with a password", "without"),
        ("plan.odt", zipped(mimetype="application/vnd.oasis.opendocument.text"), r"\.odt", ".docx"),
        (
            "plan.ods",
            zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
            r"\.ods",
            ".xlsx",
        ),
        ("plan.epub", zipped(mimetype="application/epub+zip"), "e-book", "PDF"),
        (
            "plan.pptx",
            office("application/vnd.openxmlformats-officedocument.presentationml.slideshow"),
            "presentation",
            "PDF",
        ),
        (
            "plan.xlsb",
            office("application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
            "xlsb",
            ".xlsx",
        ),
        (
            "plan.docx",
            office("application/vnd.openxmlformats-package"),
            "without a document",
            "save",
        ),
        ("plan.pages", zipped(**{"Index/Document.iwa": ""}), "Pages", "export"),
        ("plans.zip", zipped(plan="words"), "ZIP archive without", "unpack"),
        ("plan.docx", zipped(plan="words")[:-30], "cut short or damaged", "fetch"),
        ("plan.rtf", rb"{\rtf1\ansi plan}", "RTF", ".docx"),
        (
            "plan.mht",
            b"From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n",
            "mht",
            "html",
        ),
        ("mail.eml", b"From: x\nTo: y\n z\nMime-Version: 1.0\n\nwords", "a mail", "PDF"),
        ("scan.pdf", b"\x89PNG\r\n\x1a\n", "picture", "ocrmypdf"),
        ("scan.jpg", b"\xff\xd8\xff\xe0", "picture", "ocrmypdf"),
        ("scan.tif", b"II*\0", "picture", "ocrmypdf"),
        (
            "logo.svg",
            b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">',
            "picture",
            "ocr",
        ),
        ("plan.gz", gzip.compress(b"plan"), "gzip", "unpack"),
        ("plan.7z", b"7z\xbc\xaf\x27\x1c", "7z", "unpack"),
        ("plan.exe", b"MZ\x90\0", "program", "give"),
        ("plan.json", b'{"actions": [1, 2]}\n', "JSON", ".xlsx"),
        ("plan.xml", b'<?xml version="1.0"?><actions/>', "XML", "plan"),
    ],
)
def test_what_is_not_read_is_named_with_the_remedy(
    name: str, content: bytes, what: str, remedy: str
) -> None:
    with pytest.raises(UnreadableInputError, match=what) as refused:
        format_of(Path(name), content)
    message = str(refused.value)
    assert message.startswith(f"{name}: ")
    assert remedy in message.partition("; ")[2]
    assert "\n" not in message


def test_a_name_that_disagrees_with_the_content_is_a_remark() -> None:
    content = read_content(Path("plan.xlsx"), b"Ref\tAction\n1\tTrain staff\n", Limits())
    assert content.reader.startswith("text/")
    (finding,) = content.findings
    assert (finding.level, finding.code) == ("info", "file.misnamed")
    assert "named .xlsx but holds plain text" in finding.message


@pytest.mark.parametrize("name", ["plan.txt", "plan", "plan.md", "plan.dat"])
def test_a_name_that_says_nothing_else_is_no_remark(name: str) -> None:
    assert not read_content(Path(name), b"Ref\tAction\n1\tTrain staff\n", Limits()).findings


def test_utf_16_without_its_mark_is_read_where_its_zeros_show_it_and_said() -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        original = "Ref\tAction\r\n1\tTrain caf\u00e9 staff \u2013 all\r\n".encode(encoding)
        content = read_content(Path("plan.txt"), original, Limits())
        assert content.text.endswith("Train caf\u00e9 staff \u2013 all\r\n")
        assert [finding.code for finding in content.findings] == ["text.encoding"]


@pytest.mark.parametrize("original", [b"plan\0\0\0", b"\x01\x02\x03\x04 plan", b"\0p\0l\0a\0n\0"])
def test_what_is_no_text_is_not_guessed_at(original: bytes) -> None:
    with pytest.raises(UnreadableInputError, match="is not "):
        read_content(Path("plan.txt"), original, Limits())
