"""What every page has: the look, the way home, and kind words when something is not there."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from explorer.markup import Markup, join, tag

_LOOK = Path(__file__).with_name("look.css")


def show(markup: Markup) -> None:
    """Put markup on the page. Nothing else of this program hands HTML to the browser."""
    if markup:
        st.html(markup)


def top() -> None:
    """Put the look and the page's head in place."""
    st.html(_LOOK)
    show(
        tag(
            "header",
            tag("a", "Skip to the main content", href="#content", class_="gt-skip"),
            tag("a", "Golden Thread", href="/", class_="gt-brand"),
            tag("nav", tag("a", "Find", href="/"), aria_label="Main"),
            class_="gt-top",
        )
    )


def title(words: str) -> None:
    """Set what the browser shows as the page's title."""
    st.set_page_config(page_title=f"{words} | Golden Thread")


def notice(heading: str, *children: Markup | str, level: str = "h1") -> None:
    """Say that something is not there, and what to do."""
    show(
        tag(
            "section",
            tag(level, heading),
            (child if isinstance(child, Markup) else tag("p", child) for child in children),
            tag("p", tag("a", "Go to Find", href="/")),
            id="content",
            class_="gt-notice",
        )
    )


def command(line: str) -> Markup:
    """Return a command to type, set apart."""
    return tag("pre", tag("code", line))


def foot(data_version: str) -> None:
    """Put the page's foot in place."""
    show(
        tag(
            "footer",
            tag("p", join("Data version ", tag("code", data_version))),
            class_="gt-foot",
        )
    )
