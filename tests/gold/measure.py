"""Measures what the program reads from the two plans against what two people read in them.

The gold annotations are described in `tests/gold/README.md`. Everything is compared through
`inspect`, the way a user sees it.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from loaders.inspection import inspection
from loaders.reading import read_plan

GOLD = Path(__file__).parent
PLANS = GOLD.parents[1] / "data" / "plans"
FILES = {
    "mps2016": "mps-domestic-abuse-action-plan-2016.txt",
    "london2006": "london-domestic-violence-strategy-2006.txt",
}
ON_WHAT = "measured on the documents that the rules were written on"

FLOORS = {
    "OWNER": 0.95,
    "SOURCE": 0.97,
    "TRAINING": 0.85,
    "POLICY": 0.80,
    "DATE": 0.90,
    "QUANTITY": 0.90,
    "SYSTEM": 0.75,
}
STAGE_FLOOR = 0.95


@dataclass
class Tally:
    """Counts of one kind."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Right of all that were given."""
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        """Right of all that should have been given."""
        return self.right / max(1, self.right + len(self.missed))

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / max(1, 2 * self.right + len(self.wrong) + len(self.missed))

    def line(self, name: str) -> str:
        """Return the figures as a line of the table."""
        count = self.right + len(self.missed)
        return f"{name:<12}{self.precision:>10.3f}{self.recall:>10.3f}{self.f1:>10.3f}{count:>6}"


def read(document: str) -> dict[str, Any]:
    """Return what `inspect` says of a gold document."""
    return inspection(read_plan(PLANS / FILES[document]))


def annotations() -> list[dict[str, Any]]:
    """Return the annotated responses."""
    with (GOLD / "annotations.jsonl").open(encoding="utf-8") as source:
        return [json.loads(line) for line in source]


def gold_table(name: str) -> list[dict[str, str]]:
    """Return a table of gold rows, white space folded."""
    with (GOLD / name).open(encoding="utf-8", newline="") as source:
        return [
            {key: " ".join(value.split()) for key, value in row.items()}
            for row in csv.DictReader(source)
        ]


def row_tallies() -> dict[str, Tally]:
    """Compare the 60 and the 14 rows, field by field."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    found = {action["ref"]: action for action in read("mps2016")["actions"]}
    kinds = {"MPS": "LOCAL"}
    gold = gold_table("mps2016_rows.csv")
    for row in gold:
        given = found.get(row["ref"])
        where = f"mps2016 {row['ref']}"
        if given is None:
            tallies["row"].missed.append(where)
            continue
        tallies["row"].right += 1
        source = given["sources"][0] if len(given["sources"]) == 1 else {}
        fields = {
            "action": (given["action_text"], row["action_text"]),
            "source": (source.get("quote"), row["source_citation"]),
            "kind": (source.get("kind"), kinds.get(row["source_kind"], row["source_kind"])),
            "locator": (source.get("locator") or "", row["source_locator"]),
            "owner": (" ".join(given["owners"]), row["owner"]),
            "workstream": (given["workstream"], row["working_group"]),
            "progress": (given["status_words"] or "", row["progress"]),
        }
        _compare(tallies, where, fields)
        _answer(tallies, where, given["response_text"], row, gold)
    rows = gold_table("london2006_rows.csv")
    given_rows = read("london2006")["actions"]
    tallies["row"].wrong += [action["id"] for action in given_rows[len(rows) :]]
    tallies["row"].wrong += [ref for ref in found if ref not in {row["ref"] for row in gold}]
    for row, given in zip(rows, given_rows, strict=False):
        tallies["row"].right += 1
        fields = {
            "action": (given["action_text"], row["priority_text"]),
            "response": (given["response_text"], row["response_texts"].replace("|| ", "")),
        }
        _compare(tallies, f"london2006 {row['row']}", fields)
    return tallies


def _compare(tallies: dict[str, Tally], where: str, fields: dict[str, tuple[Any, Any]]) -> None:
    for name, (given, wanted) in fields.items():
        if given == wanted:
            tallies[name].right += 1
        else:
            tallies[name].wrong.append(f"{where}: {given!r}")
            tallies[name].missed.append(f"{where}: {wanted!r}")


def _answer(
    tallies: dict[str, Tally],
    where: str,
    given: str,
    row: dict[str, str],
    gold: list[dict[str, str]],
) -> None:
    """Compare an answer; refs merged by a page break may both be given the whole block."""
    allowed = {row["response_text"]}
    if "MERGED" in row["notes"]:
        merged = [other["response_text"] for other in gold if "MERGED" in other["notes"]]
        allowed.add(" ".join(merged))
    wanted = given if given in allowed else row["response_text"]
    _compare(tallies, where, {"response": (given, wanted)})


def stage_tally() -> Tally:
    """Compare the stage of each strong-tier sentence with that of the sentence most like it."""
    tally = Tally()
    said = {
        document: {
            (one["start"], one["end"]): one["stage"]
            for action in read(document)["actions"]
            for one in action["statements"]
        }
        for document in FILES
    }
    for row in annotations():
        for gold in row["sentences"]:
            if gold["tier"] != "strong":
                continue
            spans = said[row["doc"]]
            place = (gold["start"], gold["end"])
            nearest = max(spans, key=lambda span: min(span[1], place[1]) - max(span[0], place[0]))
            where = f"{row['doc']} {row['ref']}: {gold['quote'][:80]!r}"
            if spans[nearest] == gold["stage"]:
                tally.right += 1
            else:
                tally.wrong.append(f"{where} got {spans[nearest]}")
                tally.missed.append(f"{where} want {gold['stage']}")
    return tally


def mention_tallies() -> dict[str, Tally]:
    """Compare mentions by exact span on the strong tier; what equals a weak one is left out."""
    tallies: dict[str, Tally] = {kind: Tally() for kind in FLOORS}
    for document in FILES:
        strong: dict[tuple[int, int, str], str] = {}
        weak: set[tuple[int, int, str]] = set()
        for row in annotations():
            for one in row["mentions"] if row["doc"] == document else ():
                key = (one["start"], one["end"], one["kind"])
                if one["tier"] == "strong":
                    strong[key] = f"{document} {row['ref']}: {one['quote']}"
                else:
                    weak.add(key)
        said = {
            (one["start"], one["end"], one["kind"]): f"{document} {action['ref']}: {one['quote']}"
            for action in read(document)["actions"]
            for one in action["mentions"]
        }
        for key, where in said.items():
            if key in strong:
                tallies[key[2]].right += 1
            elif key not in weak:
                tallies[key[2]].wrong.append(where)
        for key, where in strong.items():
            if key not in said:
                tallies[key[2]].missed.append(where)
    return tallies


def table(rows: dict[str, Tally], stages: Tally, mentions: dict[str, Tally]) -> list[str]:
    """Return all figures as lines to print."""
    head = f"{'':<12}{'precision':>10}{'recall':>10}{'F1':>10}{'n':>6}"
    return [
        ON_WHAT,
        head,
        *(tally.line(name) for name, tally in rows.items()),
        stages.line("stages"),
        *(tally.line(name) for name, tally in mentions.items()),
    ]
