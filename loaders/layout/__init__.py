"""One room for each way a plan lays out its rows on the page, and the choice between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.layout.run_on import read_run_on
from loaders.layout.tabbed import read_tabbed

if TYPE_CHECKING:
    from loaders.citations import CitationReader
    from loaders.content import Content
    from loaders.layout.rows import Layout
    from loaders.said_columns import SaidColumns


def read_layout(
    content: Content,
    citations: CitationReader,
    said: SaidColumns | None = None,  # noqa: ARG001 - the table layout is about to ask it
) -> Layout | None:
    """Return the rows of a document by the first layout that finds any, or None.

    Tabs are the surer sign, so they are tried first.

    Args:
        content: what was read of the file.
        citations: finds what the plan cites.
        said: what a person says of the columns.
    """
    tried = (read(content.text, citations) for read in (read_tabbed, read_run_on))
    return next((layout for layout in tried if layout and layout.rows), None)
