"""Text becomes HTML that reads as the text does, whatever the text is."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.markup import Markup, address, escape, join, shortened, shown, tag


class Reader(HTMLParser):
    """Reads HTML back as a browser would: elements, attributes and the text between."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.text += data


def read(markup: str) -> Reader:
    reader = Reader()
    reader.feed(markup)
    reader.close()
    return reader


@given(st.text())
def test_any_text_stays_text(text: str) -> None:
    reader = read(tag("p", text))
    assert [name for name, _ in reader.elements] == ["p"]
    assert reader.text == shown(text)


@given(st.text())
def test_any_text_stays_within_its_attribute(text: str) -> None:
    reader = read(tag("p", aria_label=text))
    assert reader.elements == [("p", [("aria-label", shown(text))])]


@given(st.text(), st.text())
def test_a_query_parameter_comes_back_as_it_was_given(one: str, other: str) -> None:
    written = address("/trace", id=one, q=other)
    if any(0xD800 <= ord(letter) <= 0xDFFF for letter in one + other):
        return
    found = parse_qs(urlsplit(written).query, keep_blank_values=True)
    assert found == {key: [value] for key, value in (("id", one), ("q", other)) if value}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\x00b", "a\ufffdb"),
        ("\u202etxt", "[U+202E]txt"),
        ("a\u200bb", "a[U+200B]b"),
        ("\ud800", "\ufffd"),
        ("line\nline\ttab", "line\nline\ttab"),
    ],
)
def test_what_a_screen_cannot_show_honestly_is_made_visible(text: str, seen: str) -> None:
    assert shown(text) == seen


def test_markup_is_not_escaped_twice() -> None:
    inner = tag("strong", "a & b")
    assert join(inner, " < ", [inner, None]) == f"{inner} &lt; {inner}"
    assert isinstance(escape(inner), Markup)


@pytest.mark.parametrize(
    "href",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "javascript:void(0)",
        "data:text/html,x",
        "",
    ],
)
def test_no_link_leads_out_of_the_app(href: str) -> None:
    with pytest.raises(ValueError, match="leads out of the app"):
        tag("a", "x", href=href)


def test_attributes_that_are_absent_are_not_written() -> None:
    assert tag("a", "x", href="/", rel=None, hidden=False, data_on=True) == (
        '<a href="/" data-on>x</a>'
    )


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_shortened_text_is_the_beginning_of_the_text(text: str, most: int) -> None:
    short = shortened(text, most)
    folded = " ".join(text.split())
    assert short == folded or folded.startswith(short.removesuffix(" …"))
    assert len(short) <= most + len(" …")
