"""Tells the lines that sites say on every page: "Skip to content", "Home > Forces", "Back to top".

They are data, in `patterns/pages.toml`. A page that is copied into a text brings them along.
"""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path

_PATTERNS = Path(__file__).resolve().parent.parent / "patterns" / "pages.toml"

_LONGEST = 300
"""Characters of such a line."""


def is_site_line(text: str) -> bool:
    """Return whether a line is what sites say on every page: "Is this page useful?"."""
    return len(text) <= _LONGEST and _pattern("lines").fullmatch(text.strip()) is not None


def tells_site(text: str) -> bool:
    """Return whether a line stands on a site's page and nowhere else: "Home > Forces"."""
    return len(text) <= _LONGEST and _pattern("telling").fullmatch(text.strip()) is not None


@functools.cache
def _pattern(key: str) -> re.Pattern[str]:
    furniture = tomllib.loads(_PATTERNS.read_text(encoding="utf-8"))["furniture"]
    said = {*furniture["telling"], *furniture[key]}
    return re.compile("|".join(sorted(said)), re.IGNORECASE)
