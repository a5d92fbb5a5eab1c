"""A small plan of a force that does not exist, written to hold every case that a page must show.

Its third action is hostile: were any of it read as HTML or Markdown, a page would change.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from graph.facts import Facts, Node, Origin, Quote, Relation
from graph.store import open_writer
from graph.store.base import HeldText, Part

if TYPE_CHECKING:
    from pathlib import Path

PLAN = "northshire-da-2021"
STRATEGY = "coast-strategy-2020"
CITED = f"{PLAN}/cited/a-safeguarding-review"

HOSTILE = (
    'Record <img src=x onerror="window.harmed=1"> <script>window.harmed=1</script> **bold** '
    "$x^2$ :rocket: [link](javascript:window.harmed=1) \u202etxet dnoces href=//elsewhere.example"
)

TEXT = f"""Northshire Police. Domestic abuse plan. OFFICIAL
Training - Det. Supt. Ash Marlow
1 Train every call handler. (Action 7 Coast strategy 2020) \
All 412 call handlers completed the Safer Calls course in May 2021. \
The Safer Calls course is repeated each year. \
The inspectorate found that call handling had improved. \
Call handlers are often the first to hear of abuse. Complete
2 Publish a leaflet for victims. (Coast strategy 2020) \
The force will publish a leaflet by September 2021. Ongoing
Records - Records Board
3 {HOSTILE} (A safeguarding review) \
The Single Record system shows a flag. Ongoing
4 Review the records policy. (Northshire)
5 Explain to partners what is held. (Coast strategy 2020) \
Partners are often unsure what the force holds.
"""

REGISTER = 'title = "The Coast Strategy 2020"\npublisher = "Coast Council"\n'

_ORIGIN = Origin("test.by-hand", 2, "likely")


def words(text: str, *, document: str = PLAN, held: str = TEXT) -> Quote:
    """Return the first place where `text` stands in the held text."""
    start = held.index(text)
    return Quote(document, start, start + len(text), text)


def _node(
    identity: str, kind: str, label: str, quote: Quote, /, **properties: str | bool | int
) -> Node:
    return Node(identity, kind, label, (quote,), _ORIGIN, properties)


def _relation(kind: str, source: str, target: str, text: str, /, **properties: str) -> Relation:
    return Relation(kind, source, target, (words(text),), _ORIGIN, properties)


def action(number: int) -> str:
    """Return the id of an action of the plan."""
    return f"{PLAN}/action/{number}"


def statement(number: int, ordinal: int) -> str:
    """Return the id of a sentence of an answer."""
    return f"{action(number)}/statement/{ordinal}"


RECOMMENDATION = f"{STRATEGY}/action/7"
LEAD = "northshire/owner/det-supt-ash-marlow"
BOARD = "northshire/owner/records-board"
COURSE = "northshire/training/safer-calls-course"
SYSTEM = "northshire/system/single-record-system"
TRAINING = f"{PLAN}/workstream/training"
RECORDS = f"{PLAN}/workstream/records"
COUNCIL = "body/coast-council"

_ASKS = {
    1: ("Train every call handler.", "complete", "Complete"),
    2: ("Publish a leaflet for victims.", "ongoing", "Ongoing"),
    3: (HOSTILE, "ongoing", "Ongoing"),
    4: ("Review the records policy.", "unknown", ""),
    5: ("Explain to partners what is held.", "unknown", ""),
}
_ANSWERS = {
    (1, 1): ("All 412 call handlers completed the Safer Calls course in May 2021.", "done"),
    (1, 2): ("The Safer Calls course is repeated each year.", "ongoing"),
    (1, 3): ("The inspectorate found that call handling had improved.", "finding"),
    (1, 4): ("Call handlers are often the first to hear of abuse.", "context"),
    (2, 1): ("The force will publish a leaflet by September 2021.", "planned"),
    (3, 1): ("The Single Record system shows a flag.", "ongoing"),
    (5, 1): ("Partners are often unsure what the force holds.", "context"),
}
_WORTH = {
    "done": "EVIDENCED_BY",
    "ongoing": "EVIDENCED_BY",
    "finding": "EVIDENCED_BY",
    "planned": "PROMISED_IN",
    "context": "EXPLAINED_IN",
}


def _nodes() -> list[Node]:
    register = words("The Coast Strategy 2020", document="register", held=REGISTER)
    council = words("Coast Council", document="register", held=REGISTER)
    nodes = [
        _node(
            PLAN,
            "Document",
            "Northshire Police domestic abuse plan",
            words("Domestic abuse plan"),
            title="Northshire Police domestic abuse plan",
            date="2021-04",
            identified=True,
            marking="OFFICIAL",
            copy_status="a third party's transcription",
            licence="not stated",
            sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
            text_sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
            reader="text/1",
            role="plan",
        ),
        _node(
            STRATEGY,
            "Document",
            "The Coast Strategy 2020",
            register,
            title="The Coast Strategy 2020",
            date="2020-02",
            identified=True,
            role="source",
        ),
        _node(
            CITED,
            "Document",
            "A safeguarding review",
            words("A safeguarding review"),
            title="A safeguarding review",
            identified=False,
            role="source",
            cited_as="A safeguarding review",
        ),
        _node(COUNCIL, "Body", "Coast Council", council, name="Coast Council"),
        _node(
            RECOMMENDATION,
            "Recommendation",
            "Action 7",
            words("Action 7 Coast strategy 2020"),
            number="7",
            type="action",
            wording="plan",
            text="Train every call handler.",
        ),
        _node(TRAINING, "Workstream", "Training", words("Training"), name="Training", ordinal=1),
        _node(RECORDS, "Workstream", "Records", words("Records"), name="Records", ordinal=2),
        _node(
            LEAD,
            "Owner",
            "Det. Supt. Ash Marlow",
            words("Det. Supt. Ash Marlow"),
            name="Ash Marlow",
            rank="Det. Supt.",
        ),
        _node(BOARD, "Owner", "Records Board", words("Records Board"), name="Records Board"),
        _node(
            COURSE,
            "TrainingProduct",
            "Safer Calls course",
            words("Safer Calls course"),
            name="Safer Calls course",
        ),
        _node(
            SYSTEM,
            "System",
            "Single Record system",
            words("Single Record system"),
            name="Single Record system",
        ),
    ]
    for number, (text, status, said) in _ASKS.items():
        stated = {"status": status} | ({"status_words": said} if said else {})
        nodes.append(
            _node(
                action(number),
                "Action",
                f"Action {number}",
                words(text),
                ref=str(number),
                ordinal=number,
                text=text,
                **stated,
            )
        )
    for (number, ordinal), (text, stage) in _ANSWERS.items():
        nodes.append(
            _node(
                statement(number, ordinal),
                "Statement",
                text,
                words(text),
                text=text,
                stage=stage,
                ordinal=ordinal,
            )
        )
    return nodes


def _relations() -> list[Relation]:
    relations = [
        Relation(
            "ISSUED_BY",
            STRATEGY,
            COUNCIL,
            (words('publisher = "Coast Council"', document="register", held=REGISTER),),
            _ORIGIN,
            {"basis": "register"},
        ),
        _relation("STATED_IN", RECOMMENDATION, STRATEGY, "Action 7 Coast strategy 2020"),
        _relation(
            "ORIGINATES_FROM",
            action(1),
            RECOMMENDATION,
            "(Action 7 Coast strategy 2020)",
            basis="cited",
        ),
        _relation("ORIGINATES_FROM", action(2), STRATEGY, "(Coast strategy 2020)", basis="cited"),
        _relation("ORIGINATES_FROM", action(3), CITED, "(A safeguarding review)", basis="cited"),
        _relation("ORIGINATES_FROM", action(4), PLAN, "(Northshire)", basis="local"),
        _relation("ORIGINATES_FROM", action(5), STRATEGY, "(Coast strategy 2020)", basis="cited"),
        _relation("LED_BY", TRAINING, LEAD, "Training - Det. Supt. Ash Marlow"),
        _relation("LED_BY", RECORDS, BOARD, "Records - Records Board"),
        _relation("MENTIONS", statement(1, 1), COURSE, "Safer Calls course"),
        _relation("MENTIONS", statement(3, 1), SYSTEM, "Single Record system"),
    ]
    for number, (text, _status, _said) in _ASKS.items():
        stream, lead = (TRAINING, LEAD) if number <= 2 else (RECORDS, BOARD)
        heading = "Training - Det. Supt. Ash Marlow" if number <= 2 else "Records - Records Board"
        relations.append(_relation("LISTED_IN", action(number), PLAN, text))
        if number != 5:
            relations.append(_relation("PART_OF", action(number), stream, heading))
            relations.append(
                _relation("OWNED_BY", action(number), lead, heading, basis="workstream")
            )
    for (number, ordinal), (text, stage) in _ANSWERS.items():
        basis = {"basis": "inspectorate" if stage == "finding" else "self-reported"}
        relations.append(
            _relation(
                _WORTH[stage],
                action(number),
                statement(number, ordinal),
                text,
                **(basis if _WORTH[stage] == "EVIDENCED_BY" else {}),
            )
        )
    return relations


PART = Part(
    document=PLAN,
    source="invented",
    facts=Facts(PLAN, tuple(_nodes()), tuple(_relations())),
    held=(
        HeldText(PLAN, TEXT.encode(), TEXT, "text/1"),
        HeldText("register", REGISTER.encode(), REGISTER, "text/1"),
    ),
)


def build(location: Path) -> None:
    """Make a graph that holds the plan."""
    with open_writer(location) as writer:
        writer.put(PART)
        writer.commit()
