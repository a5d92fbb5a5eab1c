"""Plans of invented forces, in layouts of their own, are read as their author meant them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from loaders.inspection import inspection
from loaders.reading import read_plan
from tests.gold.measure import Tally

if TYPE_CHECKING:
    from tests.conftest import Report

HERE = Path(__file__).parent
PLANS = sorted(HERE.glob("*.txt"))
FIELDS = (
    "action_text",
    "recommendation_text",
    "workstream",
    "response_text",
    "status_words",
    "status",
    "due",
)


def read(plan: Path) -> list[dict[str, Any]]:
    """Return the actions that `inspect` gives."""
    return inspection(read_plan(plan))["actions"]


def gold(plan: Path) -> list[dict[str, Any]]:
    """Return the actions as the plan's author gives them."""
    return json.loads(plan.with_suffix(".gold.json").read_text(encoding="utf-8"))["actions"]


def allowed(answer: Any) -> list[Any]:
    """Return the answers that are right; absent and empty are the same."""
    answers = answer if isinstance(answer, list) else [answer]
    return [one or None for one in answers]


def compare(
    tallies: dict[str, Tally], where: str, given: dict[str, Any], row: dict[str, Any]
) -> None:
    """Count which fields of one action are right."""
    for field in FIELDS:
        wanted = allowed(row[field])
        if field == "recommendation_text":
            wanted.append(given["action_text"])  # where the ask is the action, both are given
        if field == "action_text" and wanted == [None]:
            wanted = allowed(row["recommendation_text"])
        value = given[field] or None
        tally = tallies[field]
        if value in wanted:
            tally.right += 1
        else:
            tally.wrong.append(f"{where} {field}: {value!r}, not {wanted!r}")
            tally.missed.append(where)
    kinds = [(one["kind"], digits(one["locator"])) for one in given["sources"]]
    for source in row["sources"]:
        locators = [digits(one) for one in allowed(source["locator"])]
        match = next(
            (one for one in kinds if one[0] in allowed(source["kind"]) and one[1] in locators), None
        )
        if match:
            kinds.remove(match)
            tallies["sources"].right += 1
        elif not source.get("optional"):
            tallies["sources"].missed.append(f"{where}: {source}")
    tallies["sources"].wrong += [f"{where}: {one}" for one in kinds if not row["sources"]]


def compare_owners(tally: Tally, where: str, given: list[str], row: dict[str, Any]) -> None:
    """Count which owners are right; a cell that the plan's author left whole may stay whole."""
    left = [plain(name) for name in given]
    whole = [plain(name) for name in allowed(row.get("owners_whole")) if name]
    if whole and left == whole[:1]:
        tally.right += 1
        return
    for owner in row["owners"]:
        names = [plain(name) for name in allowed(owner) if name]
        match = next((name for name in names if name in left), None)
        if match is None:
            tally.missed.append(f"{where}: {owner}")
        else:
            left.remove(match)
            tally.right += 1
    optional = [
        plain(name) for one in row.get("owners_optional", []) for name in allowed(one) if name
    ]
    tally.wrong += [f"{where}: {name}" for name in left if name not in optional]


def plain(name: str) -> str:
    """Return a name without case and signs."""
    return " ".join(re.split(r"\W+", name.casefold())).strip()


def digits(locator: str | None) -> str:
    """Return the number in a locator: "Action 76" and "76" name the same ask."""
    return "".join(sign for sign in locator or "" if sign.isdigit() or sign == ".").strip(".")


@pytest.fixture(scope="module")
def tallies() -> dict[str, Tally]:
    counted: dict[str, Tally] = defaultdict(Tally)
    for plan in PLANS:
        for row, given in zip(gold(plan), read(plan), strict=True):
            counted["row"].right += 1
            where = f"{plan.stem} {given['ref']}"
            compare(counted, where, given, row)
            compare_owners(counted["owners"], where, given["owners"], row)
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
