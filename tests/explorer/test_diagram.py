"""The diagram shows the thread left to right, in plain text, and says what it leaves out."""

from __future__ import annotations

import itertools

import pytest

from explorer.diagram import (
    ACCENT,
    BORDER,
    FILLS,
    INK,
    MOST_NODES,
    Diagram,
    draw,
    label,
)
from explorer.thread_read import Link, ThreadNode

ACTION = ThreadNode("p/action/1", "Action", "1", {"ref": "1", "text": "Train every officer."})
SOURCE = ThreadNode("s", "Document", "The strategy", {"title": "The strategy"})
LEAD = ThreadNode("o", "Owner", "Supt. X", {})
DONE = ThreadNode("p/action/1/s/1", "Statement", "All were trained.", {"stage": "done"})
PROMISE = ThreadNode("p/action/1/s/2", "Statement", "It will be repeated.", {"stage": "planned"})
COURSE = ThreadNode("c", "TrainingProduct", "The course", {})


def link(relation: str, source: ThreadNode, target: ThreadNode) -> Link:
    return Link(relation, source, target, None, ())


LINKS = (
    link("ORIGINATES_FROM", ACTION, SOURCE),
    link("OWNED_BY", ACTION, LEAD),
    link("EVIDENCED_BY", ACTION, DONE),
    link("PROMISED_IN", ACTION, PROMISE),
    link("MENTIONS", DONE, COURSE),
)
NODES = (ACTION, SOURCE, LEAD, DONE, PROMISE, COURSE)


@pytest.fixture(scope="module")
def drawn() -> Diagram:
    return draw(ACTION, NODES, LINKS)


def place(drawn: Diagram, node: ThreadNode) -> tuple[int, int]:
    (entry,) = [one for one in drawn.nodes if one["id"] == node.id]
    return entry["x"], entry["y"]


def test_sources_stand_left_of_the_action_and_evidence_right(drawn: Diagram) -> None:
    across = [place(drawn, node)[0] for node in (SOURCE, ACTION, DONE)]
    assert across == sorted(set(across))


def test_what_a_sentence_mentions_stands_next_to_it(drawn: Diagram) -> None:
    down = [place(drawn, node)[1] for node in (DONE, COURSE, PROMISE)]
    assert down == sorted(set(down))


def test_no_two_items_stand_in_the_same_place(drawn: Diagram) -> None:
    places = [(one["x"], one["y"]) for one in drawn.nodes]
    assert len(set(places)) == len(places)


def test_the_browser_has_nothing_to_simulate(drawn: Diagram) -> None:
    assert drawn.options["physics"] == {"enabled": False}


def test_a_commitment_differs_from_evidence_in_words_and_line_not_only_in_colour(
    drawn: Diagram,
) -> None:
    by_id = {one["id"]: one for one in drawn.nodes}
    assert label(PROMISE).startswith("COMMITMENT\n")
    assert by_id[PROMISE.id]["shapeProperties"]["borderDashes"]
    assert not by_id[DONE.id]["shapeProperties"]["borderDashes"]
    dashed = {edge["to"]: edge["dashes"] for edge in drawn.edges}
    assert dashed[PROMISE.id] is True
    assert dashed[DONE.id] is False


def test_a_long_thread_is_cut_to_its_nearest_part_and_says_so() -> None:
    many = [ThreadNode(f"p/action/{number}", "Action", str(number)) for number in range(90)]
    far = ThreadNode("far", "Statement", "far away", {"stage": "done"})
    links = [link("LISTED_IN", one, SOURCE) for one in many]
    links.append(link("EVIDENCED_BY", many[0], far))
    drawn = draw(SOURCE, [*many, SOURCE, far], links)
    assert len(drawn.nodes) == MOST_NODES
    assert drawn.left_out == 92 - MOST_NODES
    assert far.id not in drawn.order
    assert SOURCE.id in drawn.order


def test_a_thread_of_one_node_is_drawn() -> None:
    drawn = draw(LEAD, [], [])
    assert [one["id"] for one in drawn.nodes] == [LEAD.id]
    assert drawn.spoken[LEAD.id] == "POST, TEAM OR PERSON Supt. X. This page."


def test_nothing_in_the_data_can_be_read_as_html() -> None:
    hostile = ThreadNode("<b>x</b>", "Policy", "<img src=x onerror=alert(1)> href=\u202e", {})
    drawn = draw(hostile, [hostile], [])
    (node,) = drawn.nodes
    # `title` is the one field that the drawing library would show as HTML.
    assert "title" not in node
    assert drawn.options["nodes"]["font"]["multi"] is False
    assert "\u202e" not in node["label"]


def luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_every_label_can_be_read_on_its_fill(drawn: Diagram) -> None:
    fills = {one["color"]["background"] for one in drawn.nodes} | set(FILLS.values())
    assert min(contrast(INK, fill) for fill in fills) >= 4.5


def test_borders_and_lines_can_be_seen() -> None:
    for line, ground in itertools.product((BORDER, ACCENT), {"#ffffff", *FILLS.values()}):
        assert contrast(line, ground) >= 3
