"""Writes files that a reader must survive, with a table of what a good program says of each.

python -m tests.families.hostile FOLDER

Some are attacks, most are accidents. Whatever the file: an exit code of 0, 1 or 2, never a
traceback, no network, no other file read, and an answer within a minute and a gigabyte. The table
is written into the folder as `expected.json`. About 90 MB, made in some seconds; nothing here is
committed but this recipe.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.families import hostile_files as files


@dataclass(frozen=True)
class Case:
    """One hostile file and what a good program makes of it.

    `expect`: refused (exit 2 and one clear line), read (exit 0), or either. `actions`: how many,
    where it is read. `says`: what the line or the findings should convey.
    """

    name: str
    what: str
    expect: str
    says: str
    make: Callable[[Path], bytes]
    actions: int | None = None


CASES = [
    Case("empty.pdf", "no bytes", "refused", "the file is empty", lambda _: b""),
    Case("empty.txt", "no bytes", "either", "the file is empty", lambda _: b"", 0),
    Case(
        "blank-page.pdf",
        "one page without words",
        "either",
        "there is no text in it, so no actions",
        lambda _: files.blank_pdf(),
        0,
    ),
    Case(
        "truncated.pdf",
        "the second half is missing",
        "refused",
        "the file is damaged or incomplete; fetch it again",
        lambda _: files.truncated_pdf(),
    ),
    Case(
        "password.pdf",
        "a password is needed to open it",
        "refused",
        "it is protected by a password; save a copy without one",
        lambda _: files.encrypted_pdf("secret"),
    ),
    Case(
        "no-copying.pdf",
        "encrypted, opens without a password, copying not allowed",
        "either",
        "if refused: that its owner does not allow copying",
        lambda _: files.encrypted_pdf(""),
        3,
    ),
    Case(
        "scanned.pdf",
        "two pages that are pictures",
        "either",
        "the pages are pictures without text; they need text recognition (OCR) first",
        lambda _: files.scanned_pdf(),
        0,
    ),
    Case(
        "zip-bomb.xlsx",
        "unpacks to more than a gigabyte",
        "refused",
        "it unpacks to more than is allowed",
        lambda _: files.zip_bomb(),
    ),
    Case(
        "external-entity.docx",
        "an XML entity asks for another file's words",
        "either",
        "external entities are not followed; the canary's words appear nowhere",
        files.entity_docx,
        3,
    ),
    Case(
        "entity-bomb.docx",
        "XML entities that multiply",
        "refused",
        "the document declares entities, which is not allowed",
        lambda _: files.entity_bomb_docx(),
    ),
    Case(
        "external-template.docx",
        "its template is at a network address",
        "read",
        "nothing is fetched",
        lambda _: files.external_template_docx(),
        3,
    ),
    Case(
        "empty-rows.xlsx",
        "a million declared empty rows",
        "read",
        "three actions, soon",
        lambda _: files.empty_rows_xlsx(),
        3,
    ),
    Case(
        "huge-dimension.xlsx",
        "claims A1:XFD1048576",
        "either",
        "three actions, or that the sheet is larger than is allowed",
        lambda _: files.huge_dimension_xlsx(),
        3,
    ),
    Case(
        "is-a-pdf.docx",
        "a PDF under a Word name",
        "either",
        "it is read as what it is, or its name and content differ",
        lambda _: files.good("pdf"),
        3,
    ),
    Case(
        "is-a-docx.pdf",
        "a Word document under a PDF name",
        "either",
        "it is read as what it is, or its name and content differ",
        lambda _: files.good("docx"),
        3,
    ),
    Case(
        "is-a-text.xlsx",
        "plain text under an Excel name",
        "either",
        "it is read as what it is, or it is no workbook",
        lambda _: files.good("txt"),
        3,
    ),
    Case(
        "old-word.doc",
        "a compound file of old Word",
        "refused",
        "old Word format; save it as .docx",
        lambda _: files.ole(["WordDocument", "1Table"]),
    ),
    Case(
        "old-excel.xls",
        "a compound file of old Excel",
        "refused",
        "old Excel format; save it as .xlsx",
        lambda _: files.ole(["Workbook"]),
    ),
    Case(
        "password.docx",
        "a compound file with an encrypted package: Word with a password",
        "refused",
        "it is protected by a password; save a copy without one",
        lambda _: files.ole(["EncryptedPackage", "EncryptionInfo"]),
    ),
    Case(
        "password.xlsx",
        "the same, Excel",
        "refused",
        "it is protected by a password; save a copy without one",
        lambda _: files.ole(["EncryptedPackage", "EncryptionInfo"]),
    ),
    Case(
        "noise.txt",
        "binary noise",
        "refused",
        "it is not text",
        lambda _: files.noise(200_000, "noise"),
    ),
    Case(
        "control-characters.txt",
        "NUL, escape, bidi override inside cells",
        "either",
        "no raw control character reaches the screen; the override does not turn what follows",
        lambda _: files.control_characters(),
        3,
    ),
    Case(
        "scripts.html",
        "script, frame, event handlers in cells",
        "read",
        "three actions; no script's words among them, nothing fetched",
        lambda _: files.scripts_html(),
        3,
    ),
    Case(
        "nested-tables.html",
        "tables five thousand levels deep",
        "either",
        "it is nested too deeply, or three actions",
        lambda _: files.nested_html(),
        3,
    ),
    Case(
        "long-line.csv",
        "one line of 50 MB",
        "either",
        "a cell or the file is larger than is allowed",
        lambda _: files.long_line_csv(),
        1,
    ),
    Case(
        "many-rows.csv",
        "200,000 rows",
        "either",
        "all actions, or how many of how many rows were read, or that there are too many",
        lambda _: files.many_rows_csv(),
        200_000,
    ),
    Case(
        "truncated.docx",
        "the last third is missing",
        "refused",
        "the file is damaged or incomplete; fetch it again",
        lambda _: files.truncated_zip("docx"),
    ),
    Case(
        "truncated.xlsx",
        "the last third is missing",
        "refused",
        "the file is damaged or incomplete; fetch it again",
        lambda _: files.truncated_zip("xlsx"),
    ),
    Case(
        "photos.docx",
        "a zip that is no Office file",
        "refused",
        "it is a zip but no Word document",
        lambda _: files.other_zip(),
    ),
]
LINKS = [
    ("loop-a.pdf", "loop-b.pdf", "a symbolic link to a link to itself", "links in a circle"),
    ("loop-b.pdf", "loop-a.pdf", "the same from the other side", "links in a circle"),
    ("nowhere.docx", "no-such-file.docx", "a symbolic link to nothing", "there is no such file"),
]
FOLDERS = [
    ("folder.pdf", "an empty folder under a file's name", "it is a folder"),
]


def make(folder: Path) -> Path:
    """Write them all; returns the path of the table of what to expect."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "canary.txt").write_text(files.CANARY + "\n", encoding="utf-8")
    table = []
    for case in CASES:
        (folder / case.name).write_bytes(case.make(folder))
        table.append(_expected(case.name, case.what, case.expect, case.says, case.actions))
    for name, target, what, says in LINKS:
        link = folder / name
        link.unlink(missing_ok=True)
        link.symlink_to(target)
        table.append(_expected(name, what, "refused", says))
    for name, what, says in FOLDERS:
        (folder / name).mkdir(exist_ok=True)
        table.append(_expected(name, what, "refused", says))
    loop = folder / "loop-folder"
    loop.mkdir(exist_ok=True)
    again = loop / "again"
    again.unlink(missing_ok=True)
    again.symlink_to(Path(".."), target_is_directory=True)
    table.append(
        _expected("loop-folder", "a folder that links to its parent", "either", "it ends", None)
    )
    out = folder / "expected.json"
    out.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    return out


def _expected(
    name: str, what: str, expect: str, says: str, actions: int | None = None
) -> dict[str, str | int | None]:
    return {"file": name, "what": what, "expect": expect, "says": says, "actions": actions}


def main() -> None:
    """Make them all and list what is expected."""
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.families.hostile FOLDER")
    for row in json.loads(make(Path(sys.argv[1])).read_text(encoding="utf-8")):
        sys.stdout.write(f"{row['file']:26} {row['expect']:8} {row['what']}: {row['says']}\n")


if __name__ == "__main__":
    main()
