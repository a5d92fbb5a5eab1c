"""What a fill's colour is called."""

from __future__ import annotations

import pytest

from loaders.colours import colour_of_hex


@pytest.mark.parametrize(
    ("name", "fills"),
    [
        ("red", ["#FF0000", "C00000", "FFC7CE", "#d4351c", "FFFF0000", "#f00"]),
        ("amber", ["FFC000", "FFBF00", "ED7D31", "F47738", "FFEB9C"]),
        ("yellow", ["FFFF00", "FFDD00"]),
        ("green", ["00B050", "92D050", "C6EFCE", "00703C"]),
        ("blue", ["0070C0", "00B0F0", "1F3864"]),
        ("purple", ["7030A0"]),
        ("grey", ["D9D9D9", "808080"]),
        ("black", ["000000"]),
        (None, ["FFFFFF", "FAFAFA", "auto", "", "12"]),
    ],
)
def test_the_fills_of_office_palettes_are_named_as_people_name_them(
    name: str | None, fills: list[str]
) -> None:
    assert {fill: colour_of_hex(fill) for fill in fills} == dict.fromkeys(fills, name)
