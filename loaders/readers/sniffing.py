"""Tells a file's format by its content; its name only settles what the content leaves open.

Sources of the signatures: each format's own specification, as collected in the magic files of the
`file` command; Office kinds by the content types of ECMA-376 part 1 and of [MS-OE376].
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import UnreadableInputError
from loaders.findings import Finding
from loaders.limits import Limits
from loaders.readers.packed import Packed, open_packed
from loaders.readers.separated import is_separated
from loaders.readers.text import SAMPLE, sample

if TYPE_CHECKING:
    from pathlib import Path

_HEAD = 4096
"""Bytes in which a file shows what it is."""
_PDF_WITHIN = 1024
"""Readers of PDF accept this many bytes before its signature."""

_TEXT = "save it as Word (.docx), PDF or plain text"
_SHEET = "save it as an Excel workbook (.xlsx) or CSV"
_SCAN = "make a PDF with text of it (for example with ocrmypdf)"
_UNPACK = "unpack it and name the plan's own file"
_PRINT = "open it and save or print it as PDF"
_PLAN = "give the plan's own file"

_SIGNATURES = (
    (b"{\\rtf", "a rich-text file (RTF)", _TEXT),
    (b"\x89PNG", "a picture (PNG)", _SCAN),
    (b"\xff\xd8\xff", "a picture (JPEG)", _SCAN),
    (b"GIF8", "a picture (GIF)", _SCAN),
    (b"II*\x00", "a picture (TIFF)", _SCAN),
    (b"MM\x00*", "a picture (TIFF)", _SCAN),
    (b"\x1f\x8b", "a compressed file (gzip)", _UNPACK),
    (b"BZh", "a compressed file (bzip2)", _UNPACK),
    (b"\xfd7zXZ", "a compressed file (xz)", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!\x1a", "a RAR archive", _UNPACK),
    (b"\x7fELF", "a program", _PLAN),
    (b"MZ", "a program (Windows)", _PLAN),
    (b"\xcf\xfa\xed\xfe", "a program (macOS)", _PLAN),
    (b"%!PS", "a PostScript file", "save it as PDF"),
    (b"\xffWPC", "a WordPerfect document", _TEXT),
    (b"SQLite format 3", "a database", _SHEET),
    (b"bplist00", "a web archive or settings file of macOS", _PRINT),
    (b"[InternetShortcut]", "a link to a page", "open it and save the page itself"),
)
"""First bytes, what they show, and the remedy."""

_CONTENT_TYPES = (
    (r"ms-excel\.sheet\.binary", "a binary Excel workbook (.xlsb)", "save it as .xlsx"),
    (r"presentationml|ms-powerpoint", "a presentation (.pptx)", "save it as PDF"),
    (r"ms-visio", "a Visio drawing", "save it as PDF"),
)
"""Content types of Office documents that are not read."""
_WORD = re.compile(
    rb"(?:wordprocessingml\.(?:document|template)|ms-word\.(?:document|template)\.macroEnabled\w*)"
    rb"\.main\+xml"
)
_EXCEL = re.compile(
    rb"(?:spreadsheetml\.(?:sheet|template)|ms-excel\.(?:sheet|template)\.macroEnabled\w*)"
    rb"\.main\+xml"
)

_OPEN_FORMATS = {
    "application/vnd.oasis.opendocument.text": ("an OpenDocument text (.odt)", "save it as .docx"),
    "application/vnd.oasis.opendocument.spreadsheet": (
        "an OpenDocument spreadsheet (.ods)",
        "save it as .xlsx",
    ),
    "application/vnd.oasis.opendocument.presentation": (
        "an OpenDocument presentation (.odp)",
        "save it as PDF",
    ),
    "application/epub+zip": ("an e-book (EPUB)", "save it as PDF or as a web page"),
}
"""What the part `mimetype` of other ZIPs says."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = (
    ("EncryptedPackage", "locked with a password", "save a copy without a password"),
    ("__nameid_version1.0", "a mail of Outlook (.msg)", "save what is attached to it"),
    ("WordDocument", "an older Word document (.doc)", "save it as .docx"),
    ("Workbook", "an older Excel workbook (.xls)", "save it as .xlsx"),
    ("Book", "an older Excel workbook (.xls)", "save it as .xlsx"),
    ("PowerPoint Document", "an older presentation (.ppt)", "save it as PDF"),
    ("VisioDocument", "a Visio drawing", "save it as PDF"),
)
"""Names of streams in an OLE file ([MS-CFB]), what they show, and the remedy."""

_MAIL = re.compile(
    rb"\s*(?:[\w-]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n)*?mime-version:\s*1", re.IGNORECASE
)
_WEB_ARCHIVE = re.compile(rb"multipart/related|snapshot-content-location", re.IGNORECASE)
_MARKUP = re.compile(
    r"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*"
    r"<(?:!doctype\s+html\b|(?P<tag>html|head|body|title|meta|table|div|main|article|section|h[1-6]"
    r"|p|span|ul|ol|script|style|link|form|center|font)\b)",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\s*<(?:\?xml|!doctype)\s", re.IGNORECASE)
_HTML = re.compile(r"<(?:\w+:)?html[\s>]", re.IGNORECASE)
_SVG = re.compile(r"<(?:\w+:)?svg[\s>]", re.IGNORECASE)
_OFFICE_2003 = re.compile(r'progid="(?:Word|Excel)|schemas-microsoft-com:office')
_JSON = re.compile(r'\{\s*["}]|\[\s*[\[{"]')

_NAMES = {
    "pdf": (".pdf",),
    "docx": (".docx", ".docm", ".dotx", ".dotm"),
    "xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm"),
    "html": (".html", ".htm", ".xhtml", ".xht"),
    "separated": (".csv", ".tsv", ".tab"),
    "text": (".txt", ".text", ".md"),
}
_READ_AS = {
    "pdf": "a PDF",
    "docx": "a Word document",
    "xlsx": "an Excel workbook",
    "html": "a web page",
    "separated": "separated values",
    "text": "plain text",
}
_OTHERS = (".doc", ".xls", ".ppt", ".rtf", ".odt", ".ods", ".xlsb", ".pptx", ".xml", ".json")


def misnamed(path: Path, name: str) -> tuple[Finding, ...]:
    """Return what there is to say where a file's name disagrees with its content.

    Args:
        path: the file's name.
        name: the reader that its content calls for.
    """
    suffix = path.suffix.lower()
    known = {one for names in _NAMES.values() for one in names} | {*_OTHERS}
    if suffix not in known or suffix in _NAMES[name]:
        return ()
    message = (
        f"is named {suffix} but holds {_READ_AS[name]}, and was read as that; "
        f"rename it to {_NAMES[name][0]}"
    )
    return (Finding("info", "file.misnamed", message, path.name),)


def format_of(path: Path, original: bytes, limits: Limits | None = None) -> str:
    """Return the module of `loaders.readers` that reads a file.

    Args:
        path: for the message, and for what the content leaves open.
        original: the file's bytes.
        limits: how much it may hold.

    Raises:
        UnreadableInputError: a format that is not read; the message names it and the remedy.
    """
    head = original[:_HEAD]
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _in_zip(path, open_packed(path, original, limits or Limits()))
    if head.startswith(_OLE):
        raise _in_ole(path, original)
    for signature, what, remedy in _SIGNATURES:
        if head.startswith(signature):
            raise _refused(path, what, remedy)
    if (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or head[4:8] == b"ftyp":
        raise _refused(path, "a picture or film", _SCAN)
    if head[:2] == b"BM" and head[6:10] == b"\x00\x00\x00\x00":
        raise _refused(path, "a picture (BMP)", _SCAN)
    if head[257:262] == b"ustar":
        raise _refused(path, "a tar archive", _UNPACK)
    if _MAIL.match(head):
        web = _WEB_ARCHIVE.search(head)
        what = "a web page saved as an archive (.mht)" if web else "a mail"
        remedy = "save it as a complete web page (.html) or PDF" if web else _PRINT
        raise _refused(path, what, remedy)
    return _in_text(path, original)


def _refused(path: Path, what: str, remedy: str) -> UnreadableInputError:
    return UnreadableInputError(f"{path}: is {what}, which is not read; {remedy}")


def _in_zip(path: Path, packed: Packed) -> str:
    """Tell which kind of Office document a ZIP is."""
    if "[Content_Types].xml" in packed:
        types = packed.read("[Content_Types].xml")
        for reader, kind in (("docx", _WORD), ("xlsx", _EXCEL)):
            if kind.search(types):
                return reader
        for kind_of, what, remedy in _CONTENT_TYPES:
            if re.search(kind_of.encode(), types):
                raise _refused(path, what, remedy)
        raise UnreadableInputError(
            f"{path}: is an Office file without a document in it; "
            "open and save it with the program that made it"
        )
    if "mimetype" in packed:
        stated = packed.read("mimetype", _HEAD).decode("ascii", "replace").strip()
        for mime, (what, remedy) in _OPEN_FORMATS.items():
            if stated.startswith(mime):
                raise _refused(path, what, remedy)
    if any(name.endswith(".iwa") for name in packed.names):
        raise _refused(path, "a document of Pages or Numbers", "export it as PDF, Word or Excel")
    raise UnreadableInputError(
        f"{path}: is a ZIP archive without an Office document in it; {_UNPACK}"
    )


def _in_ole(path: Path, original: bytes) -> UnreadableInputError:
    """Tell which of the older Office files one is.

    A document may have others embedded, streams and all; its own kind is the one that its name
    says, else the one that was written first.
    """
    met = []
    for stream, what, remedy in _STREAMS:
        name = stream.encode("utf-16-le") + b"\x00\x00"
        at = _entry(original, name)
        if at >= 0:
            met.append((path.suffix.lower() not in what, at, what, remedy))
            if stream in ("EncryptedPackage", "__nameid_version1.0"):
                met = met[-1:]
                break
    if not met:
        return _refused(path, "an older Office file", "save it as .docx, .xlsx or PDF")
    _, _, what, remedy = min(met)
    if "locked" in what:
        return UnreadableInputError(f"{path}: is {what}; {remedy}")
    return _refused(path, what, remedy)


def _entry(original: bytes, name: bytes) -> int:
    """Return where the directory of an OLE file names a stream: at a multiple of 128 bytes."""
    at = original.find(name)
    while at >= 0 and at % 128:
        at = original.find(name, at + 1)
    return at


def _in_text(path: Path, original: bytes) -> str:
    words = sample(original).lstrip("\ufeff")
    head = words[:_HEAD]
    if _MARKUP.match(head) or (_XML.match(head) and _HTML.search(head)):
        return "html"
    if _XML.match(head):
        if _SVG.search(head):
            raise _refused(path, "a picture (SVG)", _SCAN)
        if _OFFICE_2003.search(head):
            raise _refused(path, "an Office document in the XML of 2003", _TEXT)
        raise _refused(path, "XML data", _PLAN)
    if _JSON.match(head) and original.rstrip()[-1:] in b"]}":
        raise _refused(path, "JSON data", _SHEET)
    whole = len(original) <= SAMPLE
    return "separated" if is_separated(path, words, whole=whole) else "text"
