"""Facts keep to the vocabulary, or do not get in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.errors import IntegrityError, NotFoundError
from graph.facts import Facts, Node, Origin, Quote, Relation
from graph.vocabulary import RESERVED, validate, violations, vocabulary
from tests.graph.invented import plan

WORDS = (Quote("d", 0, 4, "text"),)
RULE = Origin("test", 1)
ACTION = Node("a", "Action", "An action", WORDS, RULE)
DOCUMENT = Node("d", "Document", "A document", WORDS, RULE)
LISTED = Relation("LISTED_IN", "a", "d", WORDS, RULE)
GOOD = Facts("d", (ACTION, DOCUMENT), (LISTED,))


def test_the_invented_plan_keeps_to_the_vocabulary() -> None:
    validate(plan().facts)


def test_labels_and_relation_types_never_share_a_name() -> None:
    words = vocabulary()
    names = [name.lower() for name in (*words.nodes, *words.relations)]
    assert len(names) == len(set(names))


def test_no_property_takes_a_name_that_the_store_writes() -> None:
    words = vocabulary()
    for kind in (*words.nodes.values(), *words.relations.values()):
        assert not RESERVED & set(kind.properties)


def test_relations_start_and_end_at_known_kinds_and_lead_back_or_forward() -> None:
    words = vocabulary()
    for relation in words.relations.values():
        assert {*relation.sources, *relation.targets} <= set(words.nodes)
        assert relation.toward in {"back", "forward"}


def test_an_unknown_kind_is_named_with_those_that_there_are() -> None:
    with pytest.raises(NotFoundError, match=r"'Deed'.*Action"):
        vocabulary().node("Deed")
    with pytest.raises(NotFoundError, match=r"'DOES'.*LISTED_IN"):
        vocabulary().relation("DOES")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (replace(GOOD, nodes=(ACTION, replace(DOCUMENT, kind="Deed"))), "'Deed'"),
        (replace(GOOD, nodes=(ACTION, replace(DOCUMENT, kind="Quote"))), "'Quote'"),
        (replace(GOOD, nodes=(ACTION, DOCUMENT, ACTION)), "given twice"),
        (replace(GOOD, relations=(LISTED, LISTED)), "given twice"),
        (replace(GOOD, relations=(replace(LISTED, kind="DOES"),)), "does not list"),
        (replace(GOOD, relations=(replace(LISTED, source="d", target="a"),)), "cannot start"),
        (replace(GOOD, relations=(replace(LISTED, target="elsewhere"),)), "not among the facts"),
        (replace(GOOD, relations=(replace(LISTED, quotes=()),)), "rests on no quote"),
        (replace(GOOD, nodes=(ACTION, replace(DOCUMENT, quotes=()))), "rests on no quote"),
        (replace(GOOD, nodes=(ACTION, replace(DOCUMENT, label=""))), "no label"),
        (
            replace(GOOD, nodes=(ACTION, replace(DOCUMENT, properties={"colour": "red"}))),
            "'colour'",
        ),
        (
            replace(GOOD, nodes=(ACTION, replace(DOCUMENT, properties={"title": ("a", 1)}))),
            "flat list of one type",
        ),
        (
            replace(GOOD, nodes=(ACTION, replace(DOCUMENT, properties={"title": float("nan")}))),
            "neither a scalar",
        ),
        (
            replace(GOOD, nodes=(ACTION, replace(DOCUMENT, properties={"title": "\ud800"}))),
            "neither a scalar",
        ),
        (
            replace(GOOD, nodes=(ACTION, replace(DOCUMENT, quotes=(Quote("d", 0, 5, "text"),)))),
            "5 characters, its text is 4",
        ),
        (
            replace(GOOD, nodes=(ACTION, replace(DOCUMENT, quotes=(Quote("d", 3, 3, ""),)))),
            "no extent",
        ),
        (replace(GOOD, nodes=(ACTION, replace(DOCUMENT, origin=Origin("")))), "which rule"),
        (
            replace(GOOD, nodes=(ACTION, replace(DOCUMENT, origin=Origin("r", 1, "sure")))),
            "certainty 'sure'",
        ),
    ],
)
def test_what_the_graph_cannot_hold_is_said(facts: Facts, said: str) -> None:
    assert any(said in line for line in violations(facts))
    with pytest.raises(IntegrityError):
        validate(facts)


def test_absent_properties_are_no_violation() -> None:
    validate(replace(GOOD, nodes=(ACTION, replace(DOCUMENT, properties={"title": None}))))
