"""One graph out of several plans, whatever order they come in."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from graph.errors import IntegrityError
from graph.figures import figures
from graph.merge import Graph, HeldHashes, merge
from graph.natural import natural
from tests.graph.invented import REGISTER, other_plan, plan

if TYPE_CHECKING:
    from graph.facts import Facts
    from graph.store.base import Part


def held(part: Part) -> tuple[Facts, dict[str, HeldHashes]]:
    hashes = {
        one.document: HeldHashes(f"o{hash(one.text)}", f"t{hash(one.text)}", one.reader)
        for one in part.held
    }
    return part.facts, hashes


def merged(*parts: Part) -> Graph:
    return merge([held(part) for part in parts])


def test_the_order_of_the_parts_makes_no_difference() -> None:
    third = replace(other_plan(), facts=replace(other_plan().facts, document="alley-2021"))
    several = [merged(*order) for order in permutations([plan(), other_plan(), third])]
    assert all(
        list(one.nodes["Document"].items()) == list(several[0].nodes["Document"].items())
        and one == several[0]
        for one in several
    )


def test_what_two_plans_share_is_one_node_with_the_words_of_both() -> None:
    review = merged(plan(), other_plan()).nodes["Document"]["care-2018"]
    assert review["title"] == "Review of Care"
    assert review["date"] == "2018-05"
    assert len(review["quotes"]) == 1
    assert review["rule"] == "test.document"


def test_two_versions_of_a_held_document_keep_their_quotes_apart() -> None:
    graph = merged(plan(), other_plan(register=f"# revised\n{REGISTER}"))
    quotes = graph.nodes["Document"]["care-2018"]["quotes"]
    assert len(quotes) == 2
    assert all(graph.nodes["Quote"][quote]["text"] == "Review of Care" for quote in quotes)
    assert len({graph.nodes["Quote"][quote]["text_sha256"] for quote in quotes}) == 2


def test_one_id_for_two_kinds_is_an_error_that_names_both_plans() -> None:
    clash = other_plan()
    nodes = [
        replace(node, kind="Policy") if node.id == "care-2018" else node
        for node in clash.facts.nodes
    ]
    with pytest.raises(IntegrityError, match=r"care-2018.*harbour-2019.*quay-2020.*sidecar"):
        merge([held(plan()), (replace(clash.facts, nodes=tuple(nodes)), held(clash)[1])])


def test_figures_count_what_is_there() -> None:
    counted = figures(merged(plan(), other_plan()))
    assert counted["nodes"]["Action"] == 5
    assert counted["statuses"] == {"complete": 2, "ongoing": 1, "unknown": 2}
    assert counted["actions"] == {
        "total": 5,
        "with_source": 5,
        "with_identified_source": 4,
        "with_evidence": 2,
        "only_promised": 1,
    }
    assert counted["facets"]["source"] == [
        {"id": "harbour-2019/cited/an-unnamed-review", "label": "an unnamed review", "count": 1},
        {"id": "harbour-2019", "label": "Harbour Force Action Plan 2019", "count": 1},
        {"id": "care-2018", "label": "Review of Care", "count": 3},
    ]
    assert {one["id"]: one["actions"] for one in counted["documents"]}["harbour-2019"] == 4


def test_ids_are_listed_as_a_person_would() -> None:
    ids = ["p/action/10", "p/action/2", "p/action/2~2", "p/action/b", "p/action/02"]
    assert sorted(ids, key=natural) == [
        "p/action/02",
        "p/action/2",
        "p/action/2~2",
        "p/action/10",
        "p/action/b",
    ]
