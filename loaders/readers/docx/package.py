"""The parts of a Word file that a document is made of (ECMA-376, "Office Open XML").

Nothing outside the file is ever fetched: relations that lead out are counted and left alone, and a
part that declares a document type, which Word never writes, is refused.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from lxml import etree

from graph.errors import UnreadableInputError
from loaders.readers.office_xml import Relation, relations
from loaders.readers.packed import open_packed

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
_USUAL_MAIN = "word/document.xml"
_LARGEST = 48 * 1024 * 1024
"""Bytes of one part's XML: as a tree it takes some ten times as much memory."""
_PROLOGUE = 4096
"""Bytes in which a document type is declared, if one is: it stands before the first element."""
_ROW_ENDS = re.compile(rb"</(?:\w{1,20}:)?tr>")
_CELL_ENDS = re.compile(rb"</(?:\w{1,20}:)?tc>")


class Package:
    """The parts of a Word file, each read when it is asked for."""

    def __init__(self, path: Path, original: bytes, limits: Limits) -> None:
        """Open a file.

        Raises:
            UnreadableInputError: no ZIP, cut short, too large when unpacked, or no Word document.
        """
        self._path = path
        self._limits = limits
        self._packed = open_packed(path, original, limits)
        whole = relations(self._packed)
        found = (one.target for one in whole if one.kind == "officeDocument" and not one.outside)
        self.main = next(found, _USUAL_MAIN)
        if self.main not in self._packed:
            raise UnreadableInputError(
                f"{path}: is a ZIP archive without a Word document ({self.main} is missing); "
                "name a .docx file, or open it in Word and save it again"
            )
        self._relations = {one.id: one for one in relations(self._packed, self.main)}

    def document(self) -> etree._Element | None:
        """Return the root of the document itself.

        Raises:
            UnreadableInputError: damaged, too large, or more rows or cells than allowed.
        """
        data = self._packed.read(self.main, _LARGEST)
        # Counted before a tree is made of it, which is what takes the memory.
        rows, cells = (sum(1 for _ in ends.finditer(data)) for ends in (_ROW_ENDS, _CELL_ENDS))
        self._limits.check(self._path, "rows", rows, "rows in tables")
        self._limits.check(self._path, "cells", cells, "cells in tables")
        return self._tree(self.main, data)

    def relation(self, key: str) -> Relation | None:
        """Return what the document refers to by an id."""
        return self._relations.get(key)

    def related(self, kind: str) -> etree._Element | None:
        """Return the root of the part that the document names as its `kind`, None without one."""
        found = (one for one in self._relations.values() if one.kind == kind and not one.outside)
        one = next(found, None)
        return None if one is None else self.part(one.target)

    def properties(self) -> etree._Element | None:
        """Return the root of the file's own properties (title, author), None without any."""
        whole = relations(self._packed)
        one = next((one for one in whole if one.kind == "core-properties"), None)
        return None if one is None or one.outside else self.part(one.target)

    def leading_out(self) -> int:
        """Return how many relations of any part, links apart, lead out of the file."""
        folders = (posixpath.split(name) for name in self._packed.names if name.endswith(".rels"))
        parts = (
            posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))
            for folder, name in folders
        )
        named = (one for part in parts for one in relations(self._packed, part))
        return sum(one.outside and one.kind != "hyperlink" for one in named)

    def part(self, name: str) -> etree._Element | None:
        """Return the root of a part, None where there is no such part.

        Raises:
            UnreadableInputError: damaged, too large, no XML, or with a document type.
        """
        if name not in self._packed:
            return None
        return self._tree(name, self._packed.read(name, _LARGEST))

    def _tree(self, name: str, data: bytes) -> etree._Element:
        if b"<!DOCTYPE" in data[:_PROLOGUE]:
            raise self._declares(name)
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
                f"{self._path}: its part {name} is {_why(error)}; open the file in Word and save "
                "it again"
            ) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._declares(name)
        return root

    def _declares(self, name: str) -> UnreadableInputError:
        return UnreadableInputError(
            f"{self._path}: its part {name} declares a document type with entities, as no Office "
            "program does and attacks do; ask for the document again from where it came"
        )


def _why(error: etree.XMLSyntaxError) -> str:
    if "depth" in str(error.msg):
        return "nested too deeply to be read"
    return f"not well-formed (line {error.lineno})"
