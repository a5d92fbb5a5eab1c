"""Protective markings: what a document says of who may see it.

Sources: the Government Security Classifications (OFFICIAL and upwards) and the Government
Protective Marking Scheme that they replaced in April 2014 (NOT PROTECTIVELY MARKED, PROTECT,
RESTRICTED and upwards).
"""

from __future__ import annotations

import re

_MARKING = re.compile(
    r"protective\s+marking:?\s+(not\s+protectively\s+marked|official(?:\s*-\s*sensitive)?|restricted"
    r"|confidential|protect)\b"
    r"|^[ \t]*(not\s+protectively\s+marked|official(?:\s*-\s*sensitive)?|restricted|confidential)"
    r"[ \t]*\r?$",
    re.IGNORECASE | re.MULTILINE,
)


def marking_in_lines(text: str) -> tuple[int, int] | None:
    """Return where a marking stands that is named as such, or alone on a line; None without one."""
    match = _MARKING.search(text)
    return match.span(match.lastindex or 0) if match else None
