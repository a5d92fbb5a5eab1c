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
    from collections.abc import Callable, Iterable, Mapping
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
    """Return a name of ElementTree (`{namespace}name`) without its namespace."""
    return name.rpartition("}")[2]


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


def streamed(  # noqa: PLR0913 the three kinds of event, and where they come from
    packed: Packed,
    name: str,
    start: Mapping[str, Callable[[dict[str, str]], None]],
    end: Mapping[str, Callable[[], None]],
    words: Callable[[str], None],
    *,
    pieces: Iterable[bytes] | None = None,
) -> None:
    """Give a part's elements as they come; the part is never held whole.

    Args:
        packed: the document.
        name: the part.
        start: by an element's local name, what is called with its attributes as they are written.
        end: by an element's local name, what is called where it ends.
        words: called with the characters of any element.
        pieces: the part's bytes, where they are not taken as they are.

    Raises:
        UnreadableInputError: missing, damaged, or with a document type.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def declared(*_: object) -> None:
        raise _declares(packed, name)

    def started(tag: str, given: dict[str, str]) -> None:
        handler = start.get(tag) or start.get(tag.rpartition(":")[2])
        if handler:
            handler(given)

    def ended(tag: str) -> None:
        handler = end.get(tag) or end.get(tag.rpartition(":")[2])
        if handler:
            handler()

    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = words
    try:
        for piece in packed.pieces(name) if pieces is None else pieces:
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
