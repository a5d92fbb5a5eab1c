"""Every family of plan is read as its author meant it, whatever file it comes in."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from loaders.inspection import inspection
from loaders.reading import read_plan
from tests.families import make
from tests.families.content import load_all
from tests.gold.answers import FIELDS, tallied
from tests.gold.measure import Tally

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Report

SAMPLES = load_all()
FLOORS = dict.fromkeys((*FIELDS, "owners", "sources"), 0.95) | {"row": 0.98}
COLUMNS = ("row", "action_text", "response_text", "owners", "sources", "status", "due")


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Return what `inspect` gives for each sample, by the sample's name."""
    folder: Path = tmp_path_factory.mktemp("families")
    files = make.make(folder, SAMPLES)
    return {
        plan.name: inspection(read_plan(file)) for plan, file in zip(SAMPLES, files, strict=True)
    }


@pytest.fixture(scope="module")
def by_family(readings: dict[str, dict[str, Any]]) -> dict[str, dict[str, Tally]]:
    """Return the tallies of each family, by field."""
    counted: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for plan in SAMPLES:
        gold = plan.gold()["actions"]
        tallied(counted[plan.family], plan.name, readings[plan.name]["actions"], gold)
    return counted


@pytest.mark.parametrize("name", [plan.name for plan in SAMPLES])
def test_every_action_is_found_and_none_besides(
    name: str, readings: dict[str, dict[str, Any]]
) -> None:
    sample = next(plan for plan in SAMPLES if plan.name == name)
    found = [action["action_text"] for action in readings[name]["actions"]]
    assert len(found) == len(sample.actions), found


@pytest.mark.parametrize("field", FLOORS)
def test_fields_are_read_as_meant(by_family: dict[str, dict[str, Tally]], field: str) -> None:
    whole = together(family[field] for family in by_family.values())
    assert whole.f1 >= FLOORS[field], "\n".join([*whole.wrong, *whole.missed])


def test_a_narrative_says_that_it_has_no_actions(readings: dict[str, dict[str, Any]]) -> None:
    for plan in SAMPLES:
        if not plan.actions:
            codes = [finding["code"] for finding in readings[plan.name]["findings"]]
            assert "plan.no-actions" in codes


def test_the_figures_are_printed(by_family: dict[str, dict[str, Tally]], report: Report) -> None:
    lines = [f"{'':<34}{'actions':>8}" + "".join(f"{name[:9]:>10}" for name in COLUMNS)]
    for family, tallies in sorted(by_family.items()):
        row = tallies["row"]
        figures = (tallies[name] for name in COLUMNS)
        lines.append(
            f"{family:<34}{row.right + len(row.missed):>8}"
            + "".join(f"{one.f1:>10.3f}" if seen(one) else f"{'-':>10}" for one in figures)
        )
    report.say("samples of every family (F1)", ["rules were mended with their help", *lines])
    assert len(lines) == len({plan.family for plan in SAMPLES}) + 1


def together(tallies: Any) -> Tally:
    """Return the sum of some tallies."""
    whole = Tally()
    for one in tallies:
        whole.right += one.right
        whole.wrong += one.wrong
        whole.missed += one.missed
    return whole


def seen(tally: Tally) -> int:
    """Return how much a tally counted."""
    return tally.right + len(tally.wrong) + len(tally.missed)
