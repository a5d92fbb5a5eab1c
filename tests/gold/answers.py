"""Compares what `inspect` gives with the answers of a plan's author.

The answers of an action are those that `inspect` prints. A list means that any of them is right;
`owners_optional` and sources that are `optional` count neither way; `owners_whole` is an owner's
cell that may stay undivided.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.gold.measure import Tally

FIELDS = (
    "action_text",
    "recommendation_text",
    "workstream",
    "response_text",
    "status_words",
    "status",
    "due",
)


_ALIKE = 0.6
"""Share of two texts that is the same, from which on they are taken for one action."""


def tallied(
    tallies: dict[str, Tally], name: str, given: list[dict[str, Any]], gold: list[dict[str, Any]]
) -> None:
    """Count everything that was read of one document.

    Args:
        tallies: by field; `row` counts the actions.
        name: of the document, for what was wrong.
        given: the actions as `inspect` gives them.
        gold: the actions as the author gives them.
    """
    for row, action in paired(given, gold):
        if action is None:
            tallies["row"].missed.append(f"{name}: {row and row['action_text']}")
        elif row is None:
            tallies["row"].wrong.append(f"{name}: {action['action_text']}")
        else:
            tallies["row"].right += 1
            where = f"{name} {action['ref']}"
            compare(tallies, where, action, row)
            compare_owners(tallies["owners"], where, action["owners"], row)


def paired(
    given: list[dict[str, Any]], gold: list[dict[str, Any]]
) -> list[tuple[dict[str, Any] | None, dict[str, Any] | None]]:
    """Return `(gold, given)` for each action: by place where none is missing, else by its words."""
    if len(given) == len(gold):
        return list(zip(gold, given, strict=True))
    left = list(given)
    pairs: list[tuple[dict[str, Any] | None, dict[str, Any] | None]] = []
    for row in gold:
        best = max(left, key=lambda one: likeness(one, row), default=None)
        if best is not None and likeness(best, row) >= _ALIKE:
            left.remove(best)
            pairs.append((row, best))
        else:
            pairs.append((row, None))
    return pairs + [(None, one) for one in left]


def likeness(given: dict[str, Any], row: dict[str, Any]) -> float:
    """Return how alike the words of two actions are, from 0 to 1."""
    texts = [text or "" for text in allowed(row["action_text"])]
    return max(SequenceMatcher(None, text, given["action_text"]).ratio() for text in texts)


def allowed(answer: Any) -> list[Any]:
    """Return the answers that are right; absent and empty are the same."""
    answers = answer if isinstance(answer, list) else [answer]
    return [" ".join(one.split()) if one else None for one in answers]


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
