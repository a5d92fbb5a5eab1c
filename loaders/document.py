"""A document: what was read of it, what is known about it, and where that is known from."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import UnreadableInputError
from graph.facts import Quote, slug
from loaders.content import Block
from loaders.limits import Limits
from loaders.months import month_of
from loaders.readers import read_bytes, read_content
from loaders.sidecar import Sidecar, read_sidecar

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.content import Content
    from loaders.findings import Finding
    from loaders.passage import Passage

_YEAR = re.compile(r"(?<!\d)(?:19|20)[0-9]{2}(?!\d)")
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Document:
    """One file, read.

    Attributes:
        id: readable id, from the sidecar or made of the file's name and year.
        title: from the sidecar, the file's own properties, or the first words of the text.
        publisher: the organisation that issued it, where known.
        publisher_names: short names by which the text calls its publisher.
        date: ISO year, month or day, where known.
        path: where the file is.
        original: the file's bytes.
        content: its canonical text, and what stands where in it.
        sidecar: what stands beside the file, or None.
        findings: what the reader and the sidecar have to say.
    """

    id: str
    title: str
    publisher: str | None
    publisher_names: tuple[str, ...]
    date: str | None
    path: Path
    original: bytes
    content: Content
    sidecar: Sidecar | None
    findings: tuple[Finding, ...] = ()

    @property
    def text(self) -> str:
        """The canonical text that every offset indexes into."""
        return self.content.text

    @property
    def sha256(self) -> str:
        """Hash of the file's bytes, as lower-case hexadecimal."""
        return hashlib.sha256(self.original).hexdigest()

    def quote(self, start: int, end: int) -> Quote:
        """Return `text[start:end]` as a quote, with its page and cell where there are any."""
        place = self.content.places.of(start, end)
        return Quote(self.id, start, end, self.text[start:end], place.page, place.cell, place.box)

    def quotes(self, cell: Passage | None) -> tuple[Quote, ...]:
        """Return one quote for each piece of a passage; none where there is no passage."""
        return tuple(self.quote(*span) for span in cell.spans) if cell else ()


def read_document(path: Path, limits: Limits | None = None) -> Document:
    """Read a file and what stands beside it.

    Args:
        path: a file of any format that is read.
        limits: how much it may hold.

    Raises:
        UnreadableInputError: the file or its sidecar cannot be read; the message says why.
    """
    if path.suffix == ".toml":
        raise UnreadableInputError(
            f"{path}: is a sidecar, which says what is known of a plan; name the plan's own file"
        )
    limits = limits or Limits()
    original = read_bytes(path, limits)
    content = read_content(path, original, limits)
    sidecar = read_sidecar(path)
    title = (sidecar and sidecar.get("title")) or content.title or _first_words(content)
    date = (sidecar and sidecar.get("date")) or _date_in(title) or _date_in(path.stem)
    return Document(
        id=(sidecar and sidecar.get("id")) or _made_id(path, title),
        title=title,
        publisher=sidecar.get("publisher") if sidecar else None,
        publisher_names=sidecar.names() if sidecar else (),
        date=date,
        path=path,
        original=original,
        content=content,
        sidecar=sidecar,
        findings=content.findings + (sidecar.findings if sidecar else ()),
    )


def _first_words(content: Content) -> str:
    """Return the first words of a document that are no page header and no marking."""
    blocks = [one for one in content.flow if isinstance(one, Block) and one.kind != "furniture"]
    headed = next((one for one in blocks if one.kind == "heading" and one.level == 1), None)
    spans = [*(headed.spans if headed else ()), *(span for one in blocks for span in one.spans)]
    start, end = content.marking or (0, 0)
    spans = [span for span in spans if not start <= span[0] < end]
    pieces = (content.text[slice(*span)].strip() for span in (*spans, (0, len(content.text))))
    words = next(piece for piece in pieces if piece)
    return words.lstrip("\ufeff").splitlines()[0].strip()[:_LONGEST_TITLE]


def _date_in(words: str) -> str | None:
    """Return the month, or else the year, that a title or a file's name gives."""
    year = _YEAR.search(words.replace("_", " ").replace("-", " "))
    return month_of(words) or (year.group() if year else None)


def _made_id(path: Path, title: str) -> str:
    """Return an id from the file's name, with the year of the name or the title."""
    name = slug(path.stem)[:70].strip("-")
    year = _YEAR.search(path.stem) or _YEAR.search(title)
    return name if year is None or year.group() in name else f"{name}-{year.group()}"
