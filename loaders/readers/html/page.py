"""Opens a saved web page: from bytes to a tree of elements, without guessing in silence."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from lxml import etree

from graph.errors import UnreadableInputError
from loaders.findings import Finding

if TYPE_CHECKING:
    from pathlib import Path

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})"""
    rb"""|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_HEAD = 8_192
"""Bytes in which a page may declare its encoding."""
_KNOWN = re.compile(r"utf-8|utf-16(?:-[lb]e)?|cp125\d|iso8859-\d+|ascii|mac-roman|koi8-[ru]")
_AS_BROWSERS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    **dict.fromkeys(("utf-16", "utf-16-le", "utf-16-be"), "utf-8"),
}
"""What browsers read instead (WHATWG Encoding): a page that could be searched for the name of its
encoding is no UTF-16."""
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MEANINGLESS = re.compile(rb"</?(?:span|font|b|i|em|strong|a|u|small|big)\b[^>]*>", re.IGNORECASE)
_DIVISIONS = re.compile(rb"</?(?:div|section|center|blockquote|article)\b[^>]*>", re.IGNORECASE)


def open_page(path: Path, original: bytes) -> tuple[etree._Element, list[Finding]]:
    """Return the root of a page, and what there is to say about how it was opened.

    Raises:
        UnreadableInputError: frames, no page at all, or nested beyond reading.
    """
    findings: list[Finding] = []
    text = _decoded(original, findings).replace("\x00", "")
    data = text.encode("utf-8", "ignore")
    root, deep = _parsed(data)
    if deep:
        # Elements that only group or decorate are what is nested without end; words are kept.
        flat = _DIVISIONS.sub(b"<br>", _MEANINGLESS.sub(b"", data))
        root, deep = _parsed(flat)
        if deep:
            raise UnreadableInputError(
                f"{path}: its elements are nested too deeply to be read; open it in a browser and "
                "print it to PDF"
            )
        findings.append(
            Finding(
                "warning",
                "html.depth",
                "its elements are nested thousands deep, so those that only group were passed "
                "over; check that nothing of the site is read as the plan",
                "whole page",
            )
        )
    if root is None:
        raise UnreadableInputError(f"{path}: is not a web page; save it from a browser as HTML")
    if next(root.iter("frameset"), None) is not None:
        raise UnreadableInputError(
            f"{path}: only shows other pages in frames; save the page in the frame itself"
        )
    return root, findings


def _parsed(data: bytes) -> tuple[etree._Element | None, bool]:
    """Return the root of a page, and whether it was nested too deeply to be read whole."""
    # huge_tree raises the parser's bound on depth; the size was bounded before.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None, False
    return root, any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def _decoded(data: bytes, findings: list[Finding]) -> str:
    for bom, name in _BOMS:
        if data.startswith(bom):
            text = data[len(bom) :].decode(name, "replace")
            if "\ufffd" in text:
                findings.append(_encoding(f"has bytes that are not {name.upper()}"))
            return text
    declared = _DECLARED.search(data, 0, _HEAD)
    label = (declared[1] or declared[2]).decode("ascii") if declared else None
    codec = _codec(label) if label else "utf-8"
    try:
        if codec:
            return data.decode(codec)
    except UnicodeDecodeError:
        pass
    said = f"says it is {label}" if label else "does not say its encoding"
    if codec != "utf-8":
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            findings.append(_encoding(f"{said}, which does not fit; it was read as UTF-8"))
            return text
    findings.append(_encoding(f"{said} and is not UTF-8, so it was read as Windows-1252"))
    return data.decode("cp1252", "replace")


def _codec(label: str) -> str | None:
    """Return Python's name of an encoding as browsers take it, None where it is not known."""
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    return _AS_BROWSERS.get(name, name) if _KNOWN.fullmatch(name) else None


def _encoding(what: str) -> Finding:
    return Finding(
        "warning",
        "html.encoding",
        f"{what}; check accents and quotation marks, or save the page as UTF-8",
        "whole page",
    )
