"""The one room where text becomes HTML.

Document text is hostile until shown otherwise: it can hold HTML, Markdown, LaTeX, `:emoji:` codes,
links, NUL and characters that turn the reading direction. Nothing of it is ever handed to
Markdown. It becomes HTML here, where every string is escaped unless it is already `Markup`, and
`Markup` is made only by the functions below.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from urllib.parse import quote, urlencode

# C0 and C1 controls (tab and line feed stay), then surrogates: no screen can show them.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# Characters that reorder or hide what stands around them (Unicode Technical Report 36, 2.4):
# directional marks, embeddings, overrides and isolates, zero-width characters, the byte order mark,
# separators of lines and paragraphs, and tags, which spell whole sentences that nobody sees.
_DECEIVING = re.compile(
    "[\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
UNSEEN = re.compile(f"{_UNSHOWABLE.pattern}|{_DECEIVING.pattern}")
"""Both: what no output shows as it is."""

_VOID = frozenset({"br", "hr", "wbr"})
_URL_ATTRIBUTES = frozenset({"href", "src", "action"})
# A path of this server, a place on this page or a query: never `//host`, never a scheme.
_WITHIN_APP = re.compile(r"/(?![/\\])|[#?]")


class Markup(str):
    """HTML that is safe to show, because this module made it."""

    __slots__ = ()


Child = str | None | Iterable["str | None"]
"""What an element can hold: text (escaped), `Markup` (kept), nothing, or several of these."""


def shown(text: str) -> str:
    """Return `text` with each character that a screen cannot show honestly made visible.

    Controls and unpaired surrogates become U+FFFD; characters that would reorder or hide their
    surroundings become their code point in brackets, for example `[U+202E]`.
    """
    return _DECEIVING.sub(
        lambda found: f"[U+{ord(found.group()):04X}]", _UNSHOWABLE.sub("\ufffd", text)
    )


def shown_lines(text: str) -> str:
    """Return `text` as `shown` does, but with its own line ends: for a file of texts."""
    return "\r".join(map(shown, text.split("\r")))


def shortened(text: str, most: int) -> str:
    """Return `text` with white space folded, cut after a whole word beyond `most` characters."""
    folded = " ".join(text.split())
    if len(folded) <= most:
        return folded
    return folded[:most].rsplit(" ", 1)[0] + " …"


def escape(text: str) -> Markup:
    """Return `text` as HTML that reads exactly as the text does. `Markup` comes back as it is."""
    return text if isinstance(text, Markup) else Markup(html.escape(shown(text), quote=True))


def join(*children: Child) -> Markup:
    """Return the children one after another, each escaped unless it is `Markup`."""
    return Markup("".join(_pieces(children)))


def _pieces(children: Iterable[Child]) -> Iterable[str]:
    for child in children:
        if child is None:
            continue
        if isinstance(child, str):
            yield escape(child)
        else:
            yield from _pieces(child)


def tag(name: str, *children: Child, **attributes: str | bool | None) -> Markup:
    """Return one HTML element.

    Args:
        name: the element's name, from this program's own code.
        *children: text (escaped), `Markup`, None, or iterables of these.
        **attributes: values are escaped; True gives a bare attribute, None or False leaves it
            out. A trailing underscore is dropped (`class_`), other underscores become hyphens.

    Raises:
        ValueError: an address attribute that is not an address within this app.
    """
    written = []
    for key, value in attributes.items():
        attribute = key.removesuffix("_").replace("_", "-")
        if value is None or value is False:
            continue
        if value is True:
            written.append(f" {attribute}")
            continue
        if attribute in _URL_ATTRIBUTES and not _WITHIN_APP.match(value):
            raise ValueError(f"{attribute} leads out of the app: {value!r}")
        written.append(f' {attribute}="{escape(value)}"')
    opening = f"<{name}{''.join(written)}>"
    if name in _VOID:
        return Markup(opening)
    return Markup(f"{opening}{join(*children)}</{name}>")


def address(page: str, /, **parameters: str | int | None) -> str:
    """Return the address of a page of this app, to stand in an `href`.

    Args:
        page: path such as `/trace`.
        **parameters: query parameters; None and empty text are left out.
    """
    kept = {key: str(value) for key, value in parameters.items() if value not in (None, "")}
    # A slash is legal in a query (RFC 3986, 3.4): ids stay readable in the address bar. A lone
    # surrogate has no UTF-8 form and is replaced.
    query = urlencode(kept, safe="/", errors="replace", quote_via=quote)
    return f"{page}?{query}" if query else page
