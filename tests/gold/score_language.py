"""Scores the language rules against the gold annotations, or against the development sentences.

Passages are built here from the gold rows, so that these figures do not hang on the layout rules.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loaders.language import Language, Mention, Sentence
from loaders.passage import Passage

if TYPE_CHECKING:
    from collections.abc import Iterable

GOLD = Path(__file__).parent
PLANS = GOLD.parents[1] / "data" / "plans"
FILES = {
    "mps2016": "mps-domestic-abuse-action-plan-2016.txt",
    "london2006": "london-domestic-violence-strategy-2006.txt",
}
# What the plans call their publisher, as their sidecars will say it.
PUBLISHER = ("Metropolitan Police Service", "MPS", "the Met")
DEVELOPMENT_PUBLISHER = ("the Constabulary", "Constabulary")
GOLD_TITLE = "measured on the documents that the rules were written on"
DEVELOPMENT_TITLE = "measured on invented sentences that the rules' author wrote beside the rules"
KINDS = ("OWNER", "SOURCE", "TRAINING", "POLICY", "DATE", "QUANTITY", "SYSTEM")

Place = tuple[int, int]


@dataclass
class Tally:
    """Counts of one kind of mention."""

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


@dataclass
class Score:
    """What was measured."""

    exact_spans: int = 0
    stages_exact: int = 0
    stages_overlap: int = 0
    sentences: int = 0
    stage_errors: list[str] = field(default_factory=list)
    weak_stage_errors: list[str] = field(default_factory=list)
    mentions: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))

    def table(self, title: str) -> str:
        """Return the figures as a table to print, under what they were measured on."""
        lines = [
            title,
            f"{'kind':<10}{'precision':>10}{'recall':>10}{'F1':>10}{'n':>6}",
        ]
        for kind in KINDS:
            tally = self.mentions[kind]
            n = tally.right + len(tally.missed)
            lines.append(
                f"{kind:<10}{tally.precision:>10.3f}{tally.recall:>10.3f}{tally.f1:>10.3f}{n:>6}"
            )
        n = max(1, self.sentences)
        lines.append(
            f"stages: {self.stages_overlap / n:.3f} by overlap, {self.stages_exact / n:.3f} by"
            f" exact span; sentence spans exact: {self.exact_spans / n:.3f}; n = {self.sentences}"
        )
        return "\n".join(lines)


def plan_text(document: str) -> str:
    """Return a plan's canonical text, with no line end translated."""
    return (PLANS / FILES[document]).read_bytes().decode("utf-8")


def locate(text: str, words: str, start: int) -> tuple[tuple[Place, ...], int]:
    """Find `words` in `text` after `start`, in as few pieces as hold them; give the end too."""
    rest = words.split()
    spans = []
    cursor = start
    while rest:
        for count in range(len(rest), 0, -1):
            found = re.compile(r"\s+".join(map(re.escape, rest[:count]))).search(text, cursor)
            if found:
                break
        else:
            raise AssertionError(f"not in the plan: {rest[:8]}")
        spans.append(found.span())
        cursor = found.end()
        rest = rest[count:]
    return tuple(spans), cursor


def passages(document: str) -> dict[str, tuple[Passage | None, Passage, Passage]]:
    """Return heading, action and response of every gold row, by ref."""
    text = plan_text(document)
    rows: dict[str, tuple[Passage | None, Passage, Passage]] = {}
    cursor = 0
    if document == "london2006":
        with (GOLD / "london2006_rows.csv").open(encoding="utf-8", newline="") as source:
            for row in csv.DictReader(source):
                action, after = locate(text, row["priority_text"], cursor)
                begin = action[0][1] if len(action) > 1 else after
                spans: list[Place] = []
                for part in row["response_texts"].split(" || "):
                    found, begin = locate(text, part, begin)
                    spans += found
                cursor = begin
                rows[row["row"]] = (None, Passage(text, action), Passage(text, tuple(spans)))
        return rows
    cursor = text.index("Ref. Action Response Progress") - 200
    group = ""
    with (GOLD / "mps2016_rows.csv").open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            heading = None
            if row["working_group"] != group:
                group = row["working_group"]
                end = text.index("Ref. Action Response Progress", cursor)
                begin = text.rindex(f"{group} - {row['owner']}", cursor, end)
                heading = Passage(text, ((begin, end),))
                cursor = end
            if row["ref"] == "17":  # refs 17 and 18 stand merged: both actions, then the response
                merged = cursor
            action, cursor = locate(
                text, row["action_text"], merged if row["ref"] == "18" else cursor
            )
            response, cursor = locate(text, row["response_text"], cursor)
            rows[row["ref"]] = (heading, Passage(text, action), Passage(text, response))
    return rows


def gold_rows() -> Iterable[dict[str, Any]]:
    """Return the annotated responses."""
    with (GOLD / "annotations.jsonl").open(encoding="utf-8") as source:
        yield from map(json.loads, source)


def score_gold(language: Language) -> Score:
    """Measure stages and mentions on the strong tier of the gold annotations."""
    score = Score()
    by_document = {document: passages(document) for document in FILES}
    for row in gold_rows():
        heading, action, response = by_document[row["doc"]][row["ref"]]
        sentences, mentions = language.read_response(response, PUBLISHER)
        given = [*mentions, *language.read_action(action, PUBLISHER)]
        if heading:
            given += language.read_heading(heading, PUBLISHER)
        where = f"{row['doc']} {row['ref']}"
        _score_stages(score, row["sentences"], sentences, where)
        _score_mentions(score, row["mentions"], given, where)
    return score


def _score_stages(
    score: Score, gold: list[dict[str, Any]], given: tuple[Sentence, ...], where: str
) -> None:
    for one in gold:
        allowed = one["stage"] if isinstance(one["stage"], list) else [one["stage"]]
        nearest = max(given, key=lambda s: min(s.end, one["end"]) - max(s.start, one["start"]))
        exact = (nearest.start, nearest.end) == (one["start"], one["end"])
        error = f"{where} {allowed} got {nearest.stage} ({nearest.rule}): {one['quote'][:90]}"
        if one["tier"] != "strong":
            if nearest.stage not in allowed:
                score.weak_stage_errors.append(error)
            continue
        score.sentences += 1
        score.exact_spans += exact
        score.stages_overlap += nearest.stage in allowed
        score.stages_exact += exact and nearest.stage in allowed
        if nearest.stage not in allowed:
            score.stage_errors.append(error)


def _score_mentions(
    score: Score, gold: list[dict[str, Any]], given: list[Mention], where: str
) -> None:
    strong = {(m["start"], m["end"], m["kind"]): m["quote"] for m in gold if m["tier"] == "strong"}
    weak = {(m["start"], m["end"], m["kind"]) for m in gold if m["tier"] == "weak"}
    said = {(m.start, m.end, m.kind): m.quote for m in given}
    # Citations are read by another rule set: they count here as given.
    said |= {
        (m["start"], m["end"], m["kind"]): m["quote"]
        for m in gold
        if m["field"] == "citation" and m["tier"] == "strong"
    }
    for key, quote in said.items():
        tally = score.mentions[key[2]]
        if key in strong:
            tally.right += 1
        elif key not in weak:
            tally.wrong.append(f"{where}: {quote}")
    for key, quote in strong.items():
        if key not in said:
            score.mentions[key[2]].missed.append(f"{where}: {quote}")


def score_development(language: Language) -> Score:
    """Measure on the development sentences: invented, and written by the rules' author."""
    score = Score()
    with (GOLD / "language_development.jsonl").open(encoding="utf-8") as source:
        rows = [json.loads(line) for line in source]
    for number, row in enumerate(rows, start=1):
        text = row["text"]
        passage = Passage(text, ((0, len(text)),))
        given: list[Mention]
        if row["field"] == "heading":
            given = list(language.read_heading(passage, DEVELOPMENT_PUBLISHER))
        elif row["field"] == "action":
            given = list(language.read_action(passage, DEVELOPMENT_PUBLISHER))
        else:
            sentences, mentions = language.read_response(passage, DEVELOPMENT_PUBLISHER)
            given = list(mentions)
            whole = {"start": 0, "end": len(text), "quote": text, "tier": "strong"}
            _score_stages(score, [whole | {"stage": row["stage"]}], sentences, f"line {number}")
        strong = [one | {"tier": "strong", "field": row["field"]} for one in row["mentions"]]
        _score_mentions(score, strong, given, f"line {number}")
    return score


def report(score: Score, title: str) -> str:
    """Return the table and every error under it."""
    lines = [score.table(title)]
    for kind, tally in score.mentions.items():
        lines += [f"{kind} wrong  {error}" for error in tally.wrong]
        lines += [f"{kind} missed {error}" for error in tally.missed]
    lines += [f"stage {error}" for error in score.stage_errors]
    lines += [f"stage, weak tier {error}" for error in score.weak_stage_errors]
    return "\n".join(lines)


if __name__ == "__main__":
    reader = Language()
    print(report(score_gold(reader), GOLD_TITLE))  # noqa: T201 - a command's answer
    print(report(score_development(reader), DEVELOPMENT_TITLE))  # noqa: T201 - a command's answer
