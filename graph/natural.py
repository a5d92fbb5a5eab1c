"""The order in which a person lists ids: `action/2` before `action/10`."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"([0-9]+)")


def natural(words: str) -> tuple[tuple[int, str], ...]:
    """Return a key that sorts runs of digits by their value and everything else as text."""
    return tuple(
        # The leading zeros decide between `007` and `7`, so that no two ids ever compare equal.
        (int(run), run) if index % 2 else (-1, run)
        for index, run in enumerate(_DIGITS.split(words))
    )
