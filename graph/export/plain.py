"""How values go into formats that know numbers, truth values and texts only.

A value that such a format would lose or that would make invalid XML is written as the text `json:`
followed by the value as JSON in ASCII: lists and maps; texts with control, bidirectional or other
invisible characters, with white space at an end, or empty; texts that begin with `json:` already;
and all values of a property that is a text here and a number there. All else stands as it is.
Reading takes a text that begins with `json:` apart again, so nothing is lost.
"""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_MARK = "json:"
# Control, format, surrogate, private, unassigned; line and paragraph separators.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def plain(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """Return a copy whose ids and values any of those formats can hold."""
    node_mixed = _mixed(data for _, data in graph.nodes(data=True))
    edge_mixed = _mixed(data for _, _, data in graph.edges(data=True))
    copy: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, data in graph.nodes(data=True):
        copy.add_node(_text(node), **_encoded(data, node_mixed))
    for source, target, key, data in graph.edges(keys=True, data=True):
        copy.add_edge(_text(source), _text(target), key=_text(key), **_encoded(data, edge_mixed))
    return copy


def restored(graph: nx.Graph[str]) -> nx.MultiDiGraph[str]:
    """Return the graph that `plain` was given, from what a format's reader made of its copy."""
    back: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, data in graph.nodes(data=True):
        back.add_node(_decoded(node), **_each(data, _decoded))
    for source, target, data in graph.edges(data=True):
        values = _each(data, _decoded)
        back.add_edge(_decoded(source), _decoded(target), key=values["id"], **values)
    return back


def _mixed(entries: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return the names of properties that are a text on one thing and a number on another."""
    types: dict[str, set[type]] = defaultdict(set)
    for data in entries:
        for name, value in data.items():
            types[name].add(str if isinstance(value, list | dict) else type(value))
    return {name for name, some in types.items() if len(some) > 1}


def _encoded(data: Mapping[str, Any], mixed: set[str]) -> dict[str, Any]:
    return {
        name: _MARK + json.dumps(value) if name in mixed else _value(value)
        for name, value in data.items()
    }


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool | int | float):
        return value
    return _MARK + json.dumps(value)


def _text(text: str) -> str:
    unsafe = (
        not text
        or text != text.strip()
        or text.startswith(_MARK)
        or any(unicodedata.category(character) in _INVISIBLE for character in text)
    )
    return _MARK + json.dumps(text) if unsafe else text


def _decoded(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_MARK):
        return json.loads(value.removeprefix(_MARK))
    return value


def _each(data: Mapping[str, Any], change: Callable[[Any], Any]) -> dict[str, Any]:
    return {name: change(value) for name, value in data.items()}
