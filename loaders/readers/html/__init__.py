"""Reads saved web pages: the document without the site round it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.errors import UnreadableInputError
from loaders.content import Block
from loaders.findings import Finding
from loaders.readers.drafts import content_of, folded
from loaders.readers.html.flow import Walk
from loaders.readers.html.page import open_page
from loaders.readers.html.site import Site
from loaders.readers.html.tables import row_count
from loaders.readers.titles import as_title

if TYPE_CHECKING:
    from pathlib import Path

    from lxml import etree

    from loaders.content import Content
    from loaders.limits import Limits

READER = "html/1"

_JOINTS = re.compile(r"\s+[-|\u2013\u2014:\u00bb\u00ab\u00b7\u2022]+\s+|\s*[|\u00bb\u00ab]\s*")
_WHERE = "whole page"


def read(path: Path, original: bytes, limits: Limits) -> Content:
    """Read a saved page; navigation, banners and footers are left out.

    Raises:
        UnreadableInputError: no page, without words, or over a limit.
    """
    root, findings = open_page(path, original)
    limits.check(path, "rows", row_count(root), "rows in tables")
    site = Site(root)
    cells = 0

    def count_cells(more: int) -> None:
        nonlocal cells
        cells += more
        limits.check(path, "cells", cells, "cells in tables")

    pieces = Walk(site, count_cells).over(site.content).pieces
    if site.left_out:
        findings.append(
            Finding(
                "info",
                "html.site",
                f"{site.left_out} parts of the page were left out as the site's own: navigation, "
                "banners, footers",
                _WHERE,
            )
        )
    if site.hidden:
        findings.append(
            Finding(
                "warning" if site.hides_table else "info",
                "html.hidden",
                f"{site.hidden} hidden parts of the page were left out"
                f"{', a table among them' if site.hides_table else ''}; open them in the browser "
                "and save the page again if they belong to the plan",
                _WHERE,
            )
        )
    content = content_of(pieces, READER, findings)
    if all(isinstance(one, Block) and one.kind == "furniture" for one in content.flow):
        raise UnreadableInputError(
            f"{path}: has no words of its own; if a script draws the page, print it to PDF in a "
            "browser, or save it as a complete page"
        )
    return replace(content, title=_title(root, content))


def _title(root: etree._Element, content: Content) -> str | None:
    """Return the page's title without the name of its site, where it says what the page is."""
    given = next((folded(one.text or "") for one in root.iter("title")), "")
    first = next(
        (
            content.text[slice(*block.spans[0])]
            for block in content.flow
            if isinstance(block, Block) and block.kind == "heading" and block.level == 1
        ),
        "",
    )
    if first and first.casefold() in given.casefold():
        return as_title(first, content.text)
    joints = list(_JOINTS.finditer(given))
    if joints:
        given = given[: joints[-1].start()]
    return as_title(given, content.text)
