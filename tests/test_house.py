"""The house keeps its own rules: no room reaches back to a front door; rooms are small."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = sorted(
    file for package in ("graph", "loaders", "explorer") for file in (ROOT / package).rglob("*.py")
)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(ROOT)))
def test_no_room_reaches_back_to_a_front_door(room: Path) -> None:
    imported = {
        name
        for node in ast.walk(ast.parse(room.read_text(encoding="utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert not imported & {"app", "cli"}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(ROOT)))
def test_rooms_stay_small(room: Path) -> None:
    assert len(room.read_text(encoding="utf-8").splitlines()) <= 400
