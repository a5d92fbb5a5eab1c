"""What the styles of a workbook say of a cell: its number format, and the colour of its fill."""

from __future__ import annotations

import colorsys
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from openpyxl.styles.colors import COLOR_INDEX

from loaders.colours import colour_name
from loaders.readers.office_xml import local, parsed
from loaders.readers.xlsx.formats import Format, format_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from loaders.readers.packed import Packed

_THEME_ORDER = (
    *("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3"),
    *("accent4", "accent5", "accent6", "hlink", "folHlink"),
)
"""Colours of a theme as cells count them, which is not as the theme lists them."""
_RGB = 6

Rgb = tuple[float, float, float]
Palette = dict[int, Rgb | None]


class Style(NamedTuple):
    """How a cell is shown."""

    form: Format = Format()
    colour: str | None = None


def styles_of(packed: Packed, styles: str | None, theme: str | None) -> list[Style]:
    """Return the styles that cells name by their number.

    Args:
        packed: the workbook.
        styles: name of the part with the styles, None where it has none.
        theme: name of the part with the theme's colours, None where it has none.
    """
    if styles is None or styles not in packed:
        return []
    root = parsed(packed, styles)
    palette = _palette(packed, theme)
    own = {
        _number(one.get("numFmtId")): one.get("formatCode", "General")
        for one in _children(root, "numFmts")
    }
    redefined = [one.get("rgb", "") for one in root.iter() if local(one.tag) == "rgbColor"]
    indexed = dict(enumerate(map(_rgb, redefined or COLOR_INDEX)))
    fills = dict(enumerate(_fill(one, palette, indexed) for one in _children(root, "fills")))
    return [
        Style(
            format_of(_number(one.get("numFmtId")), own),
            fills.get(_number(one.get("fillId"))),
        )
        for one in _children(root, "cellXfs")
    ]


def _children(root: Element, name: str) -> Iterator[Element]:
    for one in root:
        if local(one.tag) == name:
            yield from one


def _number(words: str | None) -> int:
    return int(words) if words and words.isascii() and words.isdigit() else 0


def _rgb(code: str) -> Rgb | None:
    """Return the colour of `RRGGBB` or `AARRGGBB`."""
    code = code[-_RGB:]
    with suppress(ValueError):
        if len(code) == _RGB:
            red, green, blue = bytes.fromhex(code)
            return red / 255, green / 255, blue / 255
    return None


def _palette(packed: Packed, theme: str | None) -> Palette:
    if theme is None or theme not in packed:
        return {}
    scheme = next(
        (one for one in parsed(packed, theme).iter() if local(one.tag) == "clrScheme"), ()
    )
    colours = {
        local(one.tag): _rgb(one[0].get("lastClr") or one[0].get("val") or "")
        for one in scheme
        if len(one)
    }
    return {at: colours.get(name) for at, name in enumerate(_THEME_ORDER)}


def _fill(fill: Element, palette: Palette, indexed: Palette) -> str | None:
    """Return the name of a fill's colour; of a gradient, that of its first stop."""
    inner = next(iter(fill), None)
    if inner is None:
        return None
    if local(inner.tag) == "patternFill":
        if inner.get("patternType") != "solid":
            return None
        wanted = "fgColor"
    else:
        wanted = "color"
    colour = next((one for one in inner.iter() if local(one.tag) == wanted), None)
    if colour is None:
        return None
    rgb: Rgb | None = None
    if "rgb" in colour.attrib:
        rgb = _rgb(colour.get("rgb", ""))
    elif "theme" in colour.attrib:
        rgb = palette.get(_number(colour.get("theme")))
    elif "indexed" in colour.attrib:
        rgb = indexed.get(_number(colour.get("indexed")))
    return colour_name(*_tinted(rgb, colour.get("tint"))) if rgb else None


def _tinted(rgb: Rgb, tint: str | None) -> Rgb:
    """Lighten (up to 1) or darken (down to -1) a colour, as ECMA-376 part 1, 18.8.19 says."""
    change = 0.0
    with suppress(ValueError):
        change = min(max(float(tint or 0), -1.0), 1.0)
    hue, light, saturation = colorsys.rgb_to_hls(*rgb)
    light = light * (1 + change) if change < 0 else light * (1 - change) + change
    return colorsys.hls_to_rgb(hue, light, saturation)
