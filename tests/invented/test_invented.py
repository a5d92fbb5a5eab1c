"""Plans of invented forces, in layouts of their own, are read as their author meant them."""

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
PLANS = sorted(HERE.glob("*.txt"))


def read(plan: Path) -> list[dict[str, Any]]:
    """Return the actions that `inspect` gives."""
    return inspection(read_plan(plan))["actions"]


def gold(plan: Path) -> list[dict[str, Any]]:
    """Return the actions as the plan's author gives them."""
    return json.loads(plan.with_suffix(".gold.json").read_text(encoding="utf-8"))["actions"]


@pytest.fixture(scope="module")
def tallies() -> dict[str, Tally]:
    counted: dict[str, Tally] = defaultdict(Tally)
    for plan in PLANS:
        tallied(counted, plan.stem, read(plan), gold(plan))
    return counted


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.stem)
def test_every_action_is_found_and_none_besides(plan: Path) -> None:
    assert len(read(plan)) == len(gold(plan))


@pytest.mark.parametrize("field", [*FIELDS, "owners", "sources"])
def test_fields_are_read_as_meant(tallies: dict[str, Tally], field: str) -> None:
    assert tallies[field].f1 >= 0.97, "\n".join([*tallies[field].wrong, *tallies[field].missed])


def test_the_figures_are_printed(tallies: dict[str, Tally], report: Report) -> None:
    head = f"{'':<20}{'precision':>10}{'recall':>10}{'F1':>10}{'n':>6}"
    lines = [f"{name:<20}" + tally.line("")[12:] for name, tally in tallies.items()]
    report.say("invented plans", ["rules were mended with their help", head, *lines])
    assert tallies["row"].right == sum(len(gold(plan)) for plan in PLANS)
