"""The diagram of a thread: which nodes it shows, where they stand and how they look.

Three bands from left to right: where it comes from, who does what, what came of it. Places are
computed here, so the browser has nothing to simulate. pyvis writes nodes, edges and options in the
form that the drawing library takes; labels are plain text, which that library never interprets.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from explorer import words
from explorer.markup import shown
from explorer.node_view import heading, stage
from explorer.thread_view import leads

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from explorer.thread_read import Link, ThreadNode

MOST_NODES = 40

_ORIGIN = ("Body", "Document", "Recommendation")
_OUTCOME = ("Statement", "TrainingProduct", "Policy", "System")
_BANDS = (_ORIGIN, ("Workstream", "Action", "Owner"), _OUTCOME)
_BANDS_OF_A_LEAD = (_ORIGIN, ("Workstream", "Owner"), ("Action",), _OUTCOME)
"""The bands where the page is about who leads: the actions then stand beside, not below."""

Bands = tuple[tuple[str, ...], ...]

_MOST_ROWS = 13
"""Nodes in one column, beyond which a band takes several columns."""
_WIDTH = 156
"""Width of a node, in the diagram's own units (pixels before it is fitted)."""
_COLUMN_GAP = 26
_ROW_GAP = 22
_LINE_HEIGHT = 16
_PADDING = 18
_LETTERS = 17
_LINES = 5

INK = "#1d2327"
"""Colour of every label: at least 11:1 on each of the fills below (WCAG 2.2, 1.4.3)."""
FILLS = {
    "Body": "#ffffff",
    "Document": "#e8edf3",
    "Recommendation": "#dfe9f6",
    "Action": "#fff4d6",
    "Workstream": "#f1ecf7",
    "Owner": "#f1ecf7",
    "Statement": "#e4f2e7",
    "Policy": "#f3f1ec",
    "TrainingProduct": "#f3f1ec",
    "System": "#f3f1ec",
}
"""Fill by node kind. Each node also says its kind in words, so nothing hangs on the colour."""
BORDER = "#4b5a66"
"""Border and edge colour: more than 3:1 on white (WCAG 2.2, 1.4.11)."""
ACCENT = "#0b5c5c"
_PLAIN_FILL = "#ffffff"
_PROMISE = "#fdf0ea"


@dataclass(frozen=True, slots=True)
class Diagram:
    """A diagram ready to draw.

    Attributes:
        nodes: in the drawing library's form; `id`, `label`, `x`, `y` and looks.
        edges: in the drawing library's form; `from`, `to` and looks.
        options: the drawing library's options.
        focus: id of the node in the middle.
        order: node ids in reading order, for moving by keyboard.
        spoken: what a screen reader says of each node, by id.
        width: width of the drawing, in its own units.
        height: height of the drawing, in its own units.
        left_out: how many nodes of the thread are not shown.
    """

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    options: dict[str, Any]
    focus: str
    order: list[str]
    spoken: dict[str, str]
    width: int
    height: int
    left_out: int


def draw(
    focus: ThreadNode, nodes: Iterable[ThreadNode], links: Iterable[Link], most: int = MOST_NODES
) -> Diagram:
    """Lay a thread out.

    Args:
        focus: the node that the page is about.
        nodes: all nodes of the thread.
        links: all steps of the thread.
        most: nodes to show at most; the nearest to the focus are kept.
    """
    # Importing pyvis takes three quarters of a second, so only a page with a diagram does it.
    from pyvis.network import Network  # noqa: PLC0415  (takes most of a second; only where a diagram is drawn)

    links = tuple(links)
    everything = {node.id: node for node in nodes} | {focus.id: focus}
    kept = _nearest(focus, everything, links, most)
    led = focus.kind in _BANDS_OF_A_LEAD[1]
    columns = _columns(kept, links, _BANDS_OF_A_LEAD if led else _BANDS)
    leading = leads(links)
    labels = {node.id: label(node, leading=node.id in leading) for node in kept}
    places, width, height = _places(columns, labels)
    network = Network(directed=True)
    for node in kept:
        x, y = places[node.id]
        network.add_node(node.id, label=labels[node.id], x=x, y=y, **_looks(node, focus))
    drawn = {node.id for node in kept}
    for link in links:
        if {link.source.id, link.target.id} <= drawn:
            network.add_edge(
                link.source.id,
                link.target.id,
                dashes=link.relation == "PROMISED_IN",
                smooth=_edge_form(link, columns),
                width=1.5,
            )
    network.options = _options()
    node_data, edge_data, *_ = network.get_network_data()
    return Diagram(
        nodes=node_data,
        edges=edge_data,
        options=network.options,
        focus=focus.id,
        order=sorted(places, key=lambda key: places[key]),
        spoken={node.id: _spoken(labels[node.id], own=node.id == focus.id) for node in kept},
        width=width,
        height=height,
        left_out=len(everything) - len(kept),
    )


def label(node: ThreadNode, *, leading: bool = False) -> str:
    """Return a node's label in the diagram: its kind in words, then as much of it as fits."""
    kind = words.sentence(words.KIND.get(node.kind, node.kind))
    if leading:
        kind = "Lead"
    elif node.kind == "Statement":
        kind = words.sentence(stage(node))
    own = heading(node)
    if node.kind in ("Statement", "Action", "Recommendation"):
        kind = kind if own == words.sentence(words.KIND[node.kind]) else own
        if node.kind == "Recommendation":
            # A source may call its asks actions too: this one is asked for, not planned.
            kind = f"Asked for: {kind}"
        own = node.text("text") or node.label
    lines = textwrap.wrap(
        shown(own), _LETTERS, max_lines=_LINES, placeholder=" …", break_long_words=True
    )
    return "\n".join([*textwrap.wrap(kind.upper(), _LETTERS - 1), *lines])


def _spoken(label: str, *, own: bool) -> str:
    said = label.replace("\n", " ")
    return f"{said}. This page." if own else f"{said}."


def _nearest(
    focus: ThreadNode, nodes: dict[str, ThreadNode], links: tuple[Link, ...], most: int
) -> list[ThreadNode]:
    neighbours: dict[str, list[str]] = defaultdict(list)
    for link in links:
        neighbours[link.source.id].append(link.target.id)
        neighbours[link.target.id].append(link.source.id)
    seen = {focus.id: None}
    queue = deque([focus.id])
    while queue and len(seen) < most:
        for other in neighbours[queue.popleft()]:
            if other not in seen and len(seen) < most:
                seen[other] = None
                queue.append(other)
    return [nodes[key] for key in seen]


def _columns(
    nodes: list[ThreadNode], links: tuple[Link, ...], bands: Bands
) -> list[list[ThreadNode]]:
    """Return the nodes column by column, each from top to bottom, linked ones together."""
    columns = []
    known = {kind for band in bands for kind in band}
    for index, band in enumerate(bands):
        # A kind that no band names stands with the last.
        last = index == len(bands) - 1
        members = [node for node in nodes if node.kind in band or (last and node.kind not in known)]
        members = _together(members, links, band)
        count = max(1, -(-len(members) // _MOST_ROWS))
        rows = -(-len(members) // count)
        columns += [members[start : start + rows] for start in range(0, len(members), rows or 1)]
    return columns


def _together(
    members: list[ThreadNode], links: tuple[Link, ...], band: tuple[str, ...]
) -> list[ThreadNode]:
    """Return the nodes of one band so that each stands next to what it is linked with there."""

    def rank(node: ThreadNode) -> int:
        return band.index(node.kind) if node.kind in band else len(band)

    by_id = {node.id: node for node in members}
    near: dict[str, list[ThreadNode]] = defaultdict(list)
    for link in links:
        if link.source.id in by_id and link.target.id in by_id:
            near[link.source.id].append(link.target)
            near[link.target.id].append(link.source)
    ordered: dict[str, ThreadNode] = {}

    def visit(node: ThreadNode) -> None:
        if node.id not in ordered:
            ordered[node.id] = node
            for other in sorted(near[node.id], key=rank):
                visit(other)

    for node in sorted(members, key=rank):
        visit(node)
    return list(ordered.values())


def _places(
    columns: list[list[ThreadNode]], labels: Mapping[str, str]
) -> tuple[dict[str, tuple[int, int]], int, int]:
    """Return each node's centre, and the width and height of the whole."""
    places: dict[str, tuple[int, int]] = {}
    tallest = 0
    for column, members in enumerate(columns):
        heights = [(labels[node.id].count("\n") + 1) * _LINE_HEIGHT + _PADDING for node in members]
        total = sum(heights) + _ROW_GAP * (len(members) - 1)
        tallest = max(tallest, total)
        top = -total / 2
        for node, height in zip(members, heights, strict=True):
            places[node.id] = (column * (_WIDTH + _COLUMN_GAP), round(top + height / 2))
            top += height + _ROW_GAP
    return places, len(columns) * (_WIDTH + _COLUMN_GAP) - _COLUMN_GAP, tallest


def _edge_form(link: Link, columns: list[list[ThreadNode]]) -> dict[str, Any]:
    """Return the curve of an edge; one that would pass behind others in its column goes round."""
    for column in columns:
        ids = [node.id for node in column]
        if link.source.id in ids and link.target.id in ids:
            if abs(ids.index(link.source.id) - ids.index(link.target.id)) > 1:
                return {"enabled": True, "type": "curvedCW", "roundness": 0.45}
            return {"enabled": False}
    return {
        "enabled": True,
        "type": "cubicBezier",
        "forceDirection": "horizontal",
        "roundness": 0.4,
    }


def _looks(node: ThreadNode, focus: ThreadNode) -> dict[str, Any]:
    fill = FILLS.get(node.kind, _PLAIN_FILL)
    stage_of = node.text("stage") if node.kind == "Statement" else None
    promise = stage_of == "planned"
    if promise:
        fill = _PROMISE
    elif stage_of == "context":
        fill = _PLAIN_FILL
    own = node.id == focus.id
    border = ACCENT if own else BORDER
    return {
        "shape": "ellipse" if node.kind == "Body" else "box",
        "color": {
            "background": fill,
            "border": border,
            "highlight": {"background": fill, "border": ACCENT},
        },
        "borderWidth": 4 if own else 1,
        "shapeProperties": {
            "borderDashes": [6, 4] if promise else False,
            "borderRadius": 14 if node.kind in ("Owner", "Workstream") else 3,
        },
        "physics": False,
    }


def _options() -> dict[str, Any]:
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "nodes": {
            "font": {"size": 13, "color": INK, "face": "system-ui, sans-serif", "multi": False},
            "margin": 8,
            "widthConstraint": {"minimum": _WIDTH - 12, "maximum": _WIDTH - 12},
            "borderWidthSelected": 4,
        },
        "edges": {
            "arrows": {"to": {"enabled": True, "scaleFactor": 0.6}},
            "color": {"color": BORDER, "highlight": ACCENT},
            "chosen": False,
        },
        "interaction": {
            # The page scrolls with the wheel; the buttons beside the diagram change its scale.
            "zoomView": False,
            "dragNodes": False,
            "hover": True,
            "keyboard": False,
            "multiselect": False,
            "selectConnectedEdges": False,
        },
    }
