"""The XML in an Office document: parsed without entities, and streamed where it may be large.

An Office document never declares a document type (ECMA-376 part 2), and without one there are no
entities: neither those that grow without end nor those that fetch something. Names are compared
without their namespace, so that the strict and the usual kind of file read alike.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from graph.errors import UnreadableInputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from loaders.readers.packed import Packed


class Relation(NamedTuple):
    """What a part refers to.

    Attributes:
        id: by which the part names it.
        kind: last word of its type, for example `worksheet`.
        target: name of a part, or an address outside.
        outside: True where it is not in the file; such are never followed.
    """

    id: str
    kind: str
    target: str
    outside: bool


def local(name: str) -> str:
    """Return a name without its namespace, as ElementTree (`{ns}name`) or expat writes it."""
    return name.rpartition("}")[2].rpartition(" ")[2]


def parsed(packed: Packed, name: str) -> Element:
    """Return a small part as a tree.

    Raises:
        UnreadableInputError: missing, too large, damaged, or with a document type.
    """
    try:
        root: Element = fromstring(packed.read(name), forbid_dtd=True)
    except DefusedXmlException as error:
        raise _declares(packed, name) from error
    except (ParseError, ValueError, LookupError) as error:
        raise _damaged(packed, name, str(error)) from error
    return root


def streamed(
    packed: Packed,
    name: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    words: Callable[[str], None],
) -> None:
    """Give a part's elements as they come; the part is never held whole.

    Args:
        packed: the document.
        name: the part.
        start: called with an element's local name and its attributes, named as they are written.
        end: called with the local name of an element that ends.
        words: called with the characters of an element.

    Raises:
        UnreadableInputError: missing, damaged, or with a document type.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.namespace_prefixes = False

    def declared(*_: object) -> None:
        raise _declares(packed, name)

    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = lambda tag, given: start(tag.rpartition(" ")[2], given)
    parser.EndElementHandler = lambda tag: end(tag.rpartition(" ")[2])
    parser.CharacterDataHandler = words
    try:
        for piece in packed.pieces(name):
            parser.Parse(piece, False)  # noqa: FBT003 takes no keywords
        parser.Parse(b"", True)  # noqa: FBT003 takes no keywords
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise _damaged(packed, name, str(error)) from error


def relations(packed: Packed, part: str = "") -> list[Relation]:
    """Return what a part refers to; without a name, what the document as a whole refers to."""
    folder, _, file = part.rpartition("/")
    name = posixpath.join(folder, "_rels", f"{file}.rels")
    if name not in packed:
        return []
    met = []
    for one in parsed(packed, name):
        outside = one.get("TargetMode", "").lower() == "external"
        target = one.get("Target", "")
        if not outside:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        kind = one.get("Type", "").rpartition("/")[2]
        met.append(Relation(one.get("Id", ""), kind, target, outside))
    return met


def _declares(packed: Packed, name: str) -> UnreadableInputError:
    return UnreadableInputError(
        f"{packed.path}: its part {name} declares a document type, as no Office program does and "
        "attacks do; ask for the document again from where it came"
    )


def _damaged(packed: Packed, name: str, why: str) -> UnreadableInputError:
    reason = " ".join(why.split())
    return UnreadableInputError(
        f"{packed.path}: is damaged in its part {name} ({reason}); "
        "open and save it with the program that made it"
    )
