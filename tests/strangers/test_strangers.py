"""Documents by people who had not read the program are read as they meant them."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from loaders.inspection import inspection
from loaders.reading import read_plan
from tests.gold.answers import FIELDS, tallied
from tests.gold.measure import Tally

if TYPE_CHECKING:
    from tests.conftest import Report

HERE = Path(__file__).parent
GOLD = sorted(HERE.glob("batch*/*.gold.json"))
FLOORS = dict.fromkeys((*FIELDS, "owners", "sources"), 0.95) | {"row": 0.98, "workstream": 0.9}


def document(gold: Path) -> Path:
    """Return the document that gold answers stand beside."""
    name = gold.name.removesuffix(".gold.json")
    (found,) = (
        path for path in gold.parent.glob(f"{name}.*") if path.suffix not in (".json", ".toml")
    )
    return found


@pytest.fixture(scope="module")
def tallies() -> dict[str, dict[str, Tally]]:
    """Return the tallies of each format, by field."""
    counted: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for gold in GOLD:
        file = document(gold)
        wanted = json.loads(gold.read_text(encoding="utf-8"))["actions"]
        given = inspection(read_plan(file))["actions"]
        tallied(counted[file.suffix], file.stem, given, wanted)
    return counted


def together(tallies: dict[str, dict[str, Tally]], field: str) -> Tally:
    """Return the sum of one field over all formats."""
    whole = Tally()
    for held in tallies.values():
        whole.right += held[field].right
        whole.wrong += held[field].wrong
        whole.missed += held[field].missed
    return whole


@pytest.mark.parametrize("field", FLOORS)
def test_fields_are_read_as_meant(tallies: dict[str, dict[str, Tally]], field: str) -> None:
    whole = together(tallies, field)
    assert whole.f1 >= FLOORS[field], "\n".join([*whole.wrong, *whole.missed])


def test_the_figures_are_printed(tallies: dict[str, dict[str, Tally]], report: Report) -> None:
    names: list[Any] = ["row", "action_text", "response_text", "owners", "sources", "status", "due"]
    lines = [f"{'':<10}" + "".join(f"{name[:9]:>10}" for name in names)]
    for suffix, held in sorted(tallies.items()):
        lines.append(f"{suffix:<10}" + "".join(f"{held[name].f1:>10.3f}" for name in names))
    report.say("documents by strangers (F1)", ["rules were mended with their help", *lines])
    assert sum(held["row"].right for held in tallies.values()) > 0
