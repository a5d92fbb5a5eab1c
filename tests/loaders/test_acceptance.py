"""Whether an ask was accepted is kept apart from how far it has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from loaders.acceptance import acceptance_of
from loaders.inspection import inspection
from loaders.plan import plan_facts
from loaders.reading import read_plan

if TYPE_CHECKING:
    from pathlib import Path

TABLE = """Learning recommendations

Ref\tRecommendation\tAddressed to\tAccepted\tResponse
1\tOfficers should record why they search.\tNorthshire Police\tYes\tThe form was changed.
2\tThe force should not use the guards.\tNorthshire Police\tNo\tEach case is judged by itself.
3\tThe force should debrief each child.\tNorthshire Police\tIn part\tIt does so where asked.
"""
LIST = """Learning recommendations

IOPC reference 2019/118204-1
Recommendation: The force should check for earlier reports.
Accepted: Yes
Response: Every call taker was given access.

IOPC reference 2019/118204-2
Recommendation: The force should stop closing such logs.
Accepted: No
Response: The force does not close them.
"""


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("Yes", "accepted"),
        ("No", "rejected"),
        ("Accepted in part", "partly"),
        ("Partially accepted. The force already does most of this.", "partly"),
        ("Not accepted", "rejected"),
        ("Yes - in principle", "partly"),
        ("Nottingham", None),
        ("See response", None),
    ],
)
def test_a_bare_yes_accepts_and_a_bare_no_rejects(cell: str, answer: str | None) -> None:
    assert acceptance_of(cell) == answer


@pytest.mark.parametrize(
    ("text", "answers"),
    [(TABLE, ["accepted", "rejected", "partly"]), (LIST, ["accepted", "rejected"])],
    ids=["table", "list"],
)
def test_the_answer_stands_with_the_recommendation_and_is_no_status(
    tmp_path: Path, text: str, answers: list[str]
) -> None:
    file = tmp_path / "learning-2022.txt"
    file.write_text(text, encoding="utf-8")
    reading = read_plan(file)
    asked = [node for node in plan_facts(reading).nodes if node.kind == "Recommendation"]
    assert [node.properties["response"] for node in asked] == answers
    assert {action["status"] for action in inspection(reading)["actions"]} == {"unknown"}
