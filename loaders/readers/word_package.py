"""Opens a Word file: a ZIP of XML parts that name each other (ECMA-376, "Office Open XML").

Nothing outside the file is ever fetched: relationships that lead out are counted and left alone,
and a part that declares entities, which Word never writes, is refused.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from graph.errors import UnreadableInputError

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.limits import Limits

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""Namespace of the words themselves; the Strict form's names are read as these."""
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": R[1:-1].encode(),
}
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_LINKS = "hyperlink"
"""The kind of relationship that leads out of every other document, and says nothing of it."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What one part says of another.

    Attributes:
        kind: last word of its type: `header`, `footnotes`, `aFChunk`.
        target: name of the part; of what lies outside, its address.
        external: True where it leads out of the file.
    """

    kind: str
    target: str
    external: bool


class Package:
    """The parts of a Word file, each read when it is asked for."""

    def __init__(self, path: Path, original: bytes, limits: Limits) -> None:
        """Open a file.

        Raises:
            UnreadableInputError: no ZIP, cut short, too large when unpacked, or no Word document.
        """
        self._path = path
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(original))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise UnreadableInputError(
                f"{path}: is a Word file that was cut short or damaged ({error}); "
                "get the file again, or open it in Word and save it as .docx"
            ) from error
        size = sum(member.file_size for member in self._zip.infolist())
        limits.check(path, "unpacked", size, "bytes when unpacked")
        self._names = {member.filename.casefold(): member for member in self._zip.infolist()}
        self.main = self._main()

    def _main(self) -> str:
        found = (one for one in self.relations("").values() if one.kind == "officeDocument")
        name = next((one.target for one in found if not one.external), "word/document.xml")
        if name.casefold() not in self._names:
            raise UnreadableInputError(
                f"{self._path}: is a ZIP archive without a Word document ({name} is missing); "
                "name a .docx file, or open it in Word and save it again"
            )
        return name

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the relations of a part (`""`: of the whole file) by their ids."""
        folder, name = posixpath.split(part)
        root = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for one in root.iter(_RELATIONSHIP) if root is not None else ():
            external = one.get("TargetMode") == "External"
            target = one.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = one.get("Type", "").rsplit("/", 1)[-1]
            found[one.get("Id", "")] = Relation(kind, target, external)
        return found

    def related(self, kind: str, of: str | None = None) -> etree._Element | None:
        """Return the root of the part that the document names as its `kind`, None without one.

        Args:
            kind: as in `Relation`.
            of: name of another part that names it; `""` for the whole file.
        """
        for one in self.relations(self.main if of is None else of).values():
            if one.kind == kind and not one.external:
                return self.part(one.target)
        return None

    def leading_out(self) -> int:
        """Return how many relations of any part, links apart, lead out of the file."""
        parts = (
            posixpath.join(
                posixpath.dirname(posixpath.dirname(name)), posixpath.basename(name)[:-5]
            )
            for name in self._names
            if posixpath.basename(posixpath.dirname(name)) == "_rels" and name.endswith(".rels")
        )
        relations = (one for part in parts for one in self.relations(part).values())
        return sum(one.external and one.kind != _LINKS for one in relations)

    def part(self, name: str) -> etree._Element | None:
        """Return the root of a part, None where there is no such part.

        Raises:
            UnreadableInputError: locked, damaged, no XML, or with entities.
        """
        member = self._names.get(name.casefold())
        if member is None:
            return None
        try:
            data = self._zip.read(member)
        except RuntimeError as error:
            raise UnreadableInputError(
                f"{self._path}: is locked with a password; save a copy without one"
            ) from error
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise UnreadableInputError(
                f"{self._path}: is damaged ({name} cannot be unpacked); get the file again"
            ) from error
        for strict, usual in _STRICT.items():
            data = data.replace(strict, usual)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise UnreadableInputError(
                f"{self._path}: {name} is not well-formed ({error.msg}); open the file in Word and "
                "save it again"
            ) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise UnreadableInputError(
                f"{self._path}: {name} declares a document type, as no Word file does, and is not "
                "read for safety; open the file in Word and save it again"
            )
        return root
