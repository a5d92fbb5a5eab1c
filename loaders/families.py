"""What a person calls a plan's format and the way its rows are laid out: "Word, table"."""

from __future__ import annotations

_FORMATS = {
    "text": "text",
    "separated": "CSV",
    "pdf": "PDF",
    "docx": "Word",
    "xlsx": "Excel",
    "html": "web page",
}
"""By the reader's name."""

_LAYOUTS = {
    "table": "table",
    "run-on": "run-on",
    "listed": "list",
    "register-page": "register",
}
"""By the layout's name."""


def format_words(reader: str) -> str:
    """Return what a person calls the format of a reader, named for example `docx/1`."""
    name = reader.partition("/")[0]
    return _FORMATS.get(name, name)


def family(reader: str, layout: str | None) -> str:
    """Return the family of a plan: its format, and how its rows are laid out.

    Args:
        reader: name and version of the reader, for example `docx/1`.
        layout: name and version of the layout, or None where no rows were found.
    """
    if layout is None:
        return f"{format_words(reader)}, no actions"
    name = layout.partition("/")[0]
    return f"{format_words(reader)}, {_LAYOUTS.get(name, name)}"
