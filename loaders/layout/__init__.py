"""One room for each way a plan lays out its rows on the page, and the choice between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.layout.listed import read_listed
from loaders.layout.register_page import read_register_page
from loaders.layout.run_on import read_run_on
from loaders.layout.table import read_table

if TYPE_CHECKING:
    from loaders.citations import CitationReader
    from loaders.content import Content
    from loaders.layout.rows import Layout
    from loaders.said_columns import SaidColumns


def read_layout(
    content: Content,
    citations: CitationReader,
    said: SaidColumns | None = None,
) -> Layout | None:
    """Return the rows of a document by the first layout that finds any, or None.

    Cells are the surer sign, so tables are tried first.

    Args:
        content: what was read of the file.
        citations: finds what the plan cites.
        said: what a person says of the columns.
    """
    found = read_table(content, citations, said)
    if found and found.rows:
        return found
    tried = (
        read_register_page(content, citations),
        read_run_on(content.text, citations),
        read_listed(content, citations),
    )
    return next((one for one in tried if one and one.rows), None)
