"""Names the colour of a fill, as a plan's red, amber and green are told apart by eye."""

from __future__ import annotations

import colorsys
import re

_HEX = re.compile(r"#?(?:[0-9a-f]{2})?([0-9a-f]{6})|#([0-9a-f]{3})", re.IGNORECASE)
_NEAR_WHITE = 0.9
_NEAR_BLACK = 0.2
_PALE_FROM = 0.04
"""Least distance between a pale fill's strongest and weakest channel that still shows a colour."""
_GREY_UNDER = 0.12
"""Saturation under which a fill that is not pale is grey to the eye."""
_HUES = (
    (18, "red"),
    (49, "amber"),
    (68, "yellow"),
    (170, "green"),
    (255, "blue"),
    (320, "purple"),
    (361, "red"),
)
"""Upper ends of the hues in degrees. Amber reaches from orange to the gold of Office's palettes
(FFC000 is 45 degrees); pink counts as a pale red."""


def colour_name(red: float, green: float, blue: float) -> str | None:
    """Return the name of a colour, None where it is white or so pale that no colour is seen.

    Args:
        red: from 0 to 1, as are green and blue.
        green: see red.
        blue: see red.
    """
    red, green, blue = (min(max(channel, 0.0), 1.0) for channel in (red, green, blue))
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    spread = max(red, green, blue) - min(red, green, blue)
    if value < _NEAR_BLACK:
        return "black"
    if spread < _PALE_FROM or saturation < _PALE_FROM:
        return None if value >= _NEAR_WHITE else "grey"
    if saturation < _GREY_UNDER and value < _NEAR_WHITE:
        return "grey"
    return next(name for limit, name in _HUES if hue * 360 < limit)


def colour_of_hex(code: str) -> str | None:
    """Return the name of `#RRGGBB`, `#RGB`, or an Office `AARRGGBB`, with or without the `#`.

    None also where `code` is no such colour (`auto`, a theme's number).
    """
    match = _HEX.fullmatch(code.strip())
    if match is None:
        return None
    digits = match[1] or "".join(digit * 2 for digit in match[2])
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return colour_name(red, green, blue)
