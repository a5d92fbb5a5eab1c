"""Reads Word files (.docx): headings, lists, tables, text boxes, page headers and footers.

The XML is read with lxml and not through python-docx: its model has no automatic numbers, tracked
changes, content controls or text boxes, and it refuses files that name a part which is missing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.errors import UnreadableInputError
from loaders.findings import Finding
from loaders.readers.docx.body import Body
from loaders.readers.docx.package import Package, W
from loaders.readers.drafts import content_of
from loaders.readers.titles import as_title

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from loaders.content import Content
    from loaders.limits import Limits

READER = "docx/1"

_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_WHERE = "whole document"


def read(path: Path, original: bytes, limits: Limits) -> Content:
    """Read a Word file in the order of its page.

    Raises:
        UnreadableInputError: damaged, locked, no Word document, without a word, or over a limit.
    """
    package = Package(path, original, limits)
    document = package.document()
    inside = document.find(f"{W}body") if document is not None else None
    if inside is None:
        raise UnreadableInputError(
            f"{path}: {package.main} has no document body; open the file in Word and save it again"
        )
    body = Body(path, package, limits)
    flow = list(body.flow(inside))
    notes = list(body.notes())
    heads, feet = body.edges(inside)
    content = content_of([*heads, *flow, *notes, *feet], READER, _findings(body, package))
    if not any(block for block in content.flow if getattr(block, "kind", "") != "furniture"):
        raise UnreadableInputError(
            f"{path}: has no words; if its pages are pictures, save it as PDF and run ocrmypdf on "
            "that"
        )
    core = package.properties()
    given = None if core is None else core.findtext(_TITLE)
    return replace(content, title=as_title(given, content.text))


def _findings(body: Body, package: Package) -> Iterator[Finding]:
    seen = body.seen
    if seen["inserted"] or seen["deleted"]:
        yield Finding(
            "info",
            "docx.tracked-changes",
            f"has tracked changes: {seen['inserted']} insertions were read, {seen['deleted']} "
            "deletions left out; accept or reject them in Word to settle them",
            _WHERE,
        )
    if seen["hidden"]:
        yield Finding(
            "info",
            "docx.hidden",
            f"{seen['hidden']} stretches of hidden text were left out; show them in Word if they "
            "belong to the plan",
            _WHERE,
        )
    if seen["embedded"]:
        yield Finding(
            "warning",
            "docx.embedded",
            f"{seen['embedded']} embedded files that show as part of the text were not read; open "
            "the document in Word and save it again to take them in",
            _WHERE,
        )
    comments = package.related("comments")
    if comments is not None and len(comments):
        yield Finding("info", "docx.comments", f"{len(comments)} comments were left out", _WHERE)
    outside = package.leading_out()
    if outside:
        yield Finding(
            "info",
            "docx.external",
            f"refers {outside} times to what lies outside the file, such as a template or linked "
            "pictures; nothing was fetched",
            _WHERE,
        )
