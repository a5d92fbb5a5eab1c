"""The drawing of a diagram in the browser: a Streamlit component with its own packaged assets."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

if TYPE_CHECKING:
    from collections.abc import Callable

    from explorer.diagram import Diagram

_PROJECT = "golden-thread"
_NAME = "diagram"
_HERE = Path(__file__).parent


def _declare_assets() -> None:
    """Tell Streamlit where the component's files are.

    A `pyproject.toml` manifest would do the same where Streamlit finds it, which it does not in an
    editable install of packages that are not named after the project. Declaring it here works in
    every kind of install.
    """
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(f"{_PROJECT}.{_NAME}") is None:
        manager.register_from_manifest(
            ComponentManifest(_PROJECT, "1", [ComponentConfig(_NAME, "assets")]), _HERE
        )


@cache
def _markup() -> str:
    return (_HERE / "assets" / "index.html").read_text("utf-8")


def show(diagram: Diagram, *, name: str, key: str, chosen: Callable[[], None]) -> None:
    """Draw a diagram on the page.

    Args:
        diagram: what to draw.
        name: what a screen reader calls it.
        key: identity of the drawing on the page; its state entry holds `chosen`, a node id.
        chosen: called when a person chooses a node.
    """
    _declare_assets()
    component = st.components.v2.component(
        f"{_PROJECT}.{_NAME}", html=_markup(), css="index.css", js="index.js"
    )
    data: dict[str, Any] = {
        "nodes": diagram.nodes,
        "edges": diagram.edges,
        "options": diagram.options,
        "focus": diagram.focus,
        "order": diagram.order,
        "spoken": diagram.spoken,
        "width": diagram.width,
        "height": diagram.height,
        "name": name,
    }
    component(key=key, data=data, on_chosen_change=chosen)
