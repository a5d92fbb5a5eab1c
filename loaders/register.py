"""The register of originating sources: which documents are known for certain, and by what words.

The register is itself a held document: whatever the graph says on its word quotes its text.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import UnreadableInputError
from graph.facts import Quote, slug
from loaders.months import ISO_DATE

if TYPE_CHECKING:
    from collections.abc import Callable

REGISTER_FILE = Path(__file__).resolve().parent.parent / "data" / "sources.toml"
REGISTER_ID = "register-of-sources"
"""The id under which the register is held."""

_TABLE = re.compile(r"^\[\[(body|source)\]\][ \t]*\r?$", re.MULTILINE)
_SILENT = frozenset({"the", "hm", "government", "governments", "govt", "s"})
"""Words that a citation may add or leave out without meaning another document."""


def words_of(phrase: str) -> list[str]:
    """Return the words of a citation in the form that they are compared in: no case, no signs.

    `GovernmentVAWG Strategy 2016-2020` gives `government vawg strategy 2016 2020`.
    """
    phrase = re.sub(r"\b((?:[A-Z]\.){2,})", lambda dotted: dotted.group().replace(".", ""), phrase)
    phrase = re.sub(r"(?<=[a-z]) s\b", "s", phrase)  # an apostrophe that was lost
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)", " ", phrase)
    return re.findall(r"[a-z0-9]+", apart.replace("'", "").replace("\u2019", "").casefold())


def _significant(phrase: str) -> list[str]:
    return [word for word in words_of(phrase) if word not in _SILENT]


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation that issues documents.

    Attributes:
        id: short id, for example `mps`; the graph's is `body/mps`.
        name: full name.
        short_names: how plans write it.
        quote: where the register gives the name.
    """

    id: str
    name: str
    short_names: tuple[str, ...]
    quote: Quote


@dataclass(frozen=True, slots=True)
class Source:
    """A document that the register knows for certain.

    Attributes:
        id: the document's id in the graph, for example `vawg-2016`.
        label: its title, or what it is described as where the title is not confirmed.
        title: the confirmed title, or None.
        publisher: id of the body that issued it.
        date: ISO year, month or day, as far as confirmed.
        address: where it is published, where confirmed.
        title_quote: where the register gives the title.
        publisher_quote: where the register gives the publisher.
    """

    id: str
    label: str
    title: str | None
    publisher: str
    date: str
    address: str | None
    title_quote: Quote
    publisher_quote: Quote
    cited_as: tuple[tuple[str, ...], ...]
    plans_by: tuple[str, ...]
    plans_from: str
    plans_until: str

    def meant_by_plan(self, publisher: str | None, date: str | None) -> bool:
        """Return whether a plan of this publisher (a body's id) and ISO date can mean this one."""
        if self.plans_by and publisher not in self.plans_by:
            return False
        if not (self.plans_from or self.plans_until):
            return True
        if date is None:
            return False
        # Compared as far as the coarser of the two dates goes: 2016 may be after 2016-03.
        after = date[: len(self.plans_from)] >= self.plans_from[: len(date)]
        before = not self.plans_until or date[: len(self.plans_until)] <= self.plans_until
        return after and before


@dataclass(frozen=True, slots=True)
class Register:
    """All bodies and sources, with the text that they stand in.

    Attributes:
        path: the register's file.
        original: its bytes.
        text: its text.
        bodies: by id.
        sources: by id.
    """

    path: Path
    original: bytes
    text: str
    bodies: dict[str, Body]
    sources: dict[str, Source]

    def body_named(self, name: str) -> Body | None:
        """Return the body that goes by this name or short name, case aside."""
        wanted = _significant(name)
        for body in self.bodies.values():
            if any(_significant(known) == wanted for known in (body.name, *body.short_names)):
                return body
        return None

    def publisher_id(self, name: str | None) -> str | None:
        """Return the id that scopes what a publisher's plans name: the register's, or its slug."""
        if name is None:
            return None
        body = self.body_named(name)
        return body.id if body else slug(name)

    def resolve(self, words: str, publisher: str | None, date: str | None) -> Source | None:
        """Return the source that a citation's words mean in a plan, or None where none is certain.

        The longest of the register's own phrases that stands in the words decides; two sources
        with phrases of the same length leave it open.

        Args:
            words: the citation as the plan writes it.
            publisher: id of the plan's publisher.
            date: ISO date of the plan.
        """
        cited = _significant(words)
        found: dict[int, list[Source]] = {}
        for source in self.sources.values():
            if not source.meant_by_plan(publisher, date):
                continue
            lengths = [len(known) for known in source.cited_as if _stands_in(known, cited)]
            if lengths:
                found.setdefault(max(lengths), []).append(source)
        if not found:
            return None
        best = found[max(found)]
        return best[0] if len(best) == 1 else None


def _stands_in(known: tuple[str, ...], cited: list[str]) -> bool:
    length = len(known)
    return any(tuple(cited[at : at + length]) == known for at in range(len(cited) - length + 1))


@functools.cache
def read_register(path: Path = REGISTER_FILE) -> Register:
    """Read the register.

    Args:
        path: a TOML file of `[[body]]` and `[[source]]` tables; its head explains the keys.

    Raises:
        UnreadableInputError: not there, not TOML, or an entry has a key missing, unknown or of the
            wrong form, or an id that stands twice; the message names the entry and the key.
    """
    try:
        original = path.read_bytes()
        text = original.decode("utf-8")
        tables = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadableInputError(f"{path}: the register cannot be read ({error})") from error
    _check(path, tables)
    places = [(match.group(1), match.start()) for match in _TABLE.finditer(text)]
    ends = [start for _, start in places[1:]] + [len(text)]
    spans: dict[str, list[tuple[int, int]]] = {"body": [], "source": []}
    for (kind, start), end in zip(places, ends, strict=True):
        spans[kind].append((start, end))
    for kind, found in spans.items():
        if len(found) != len(tables[kind]):
            raise UnreadableInputError(
                f"{path}: write every {kind} as a table of its own, headed by a line [[{kind}]]"
            )
    reader = _EntryReader(path, text)
    bodies = [reader.body(*item) for item in zip(tables["body"], spans["body"], strict=True)]
    sources = [reader.source(*item) for item in zip(tables["source"], spans["source"], strict=True)]
    return Register(
        path,
        original,
        text,
        {body.id: body for body in bodies},
        {source.id: source for source in sources},
    )


def _check(path: Path, tables: dict[str, Any]) -> None:
    """Refuse a register in which anything is missing, unknown, double or of another form."""
    strange = [key for key in tables if key not in _KEYS]
    if strange:
        raise UnreadableInputError(
            f"{path}: key {strange[0]!r} is not known; only [[body]] and [[source]] are"
        )
    for kind, keys in _KEYS.items():
        entries = tables.get(kind)
        if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
            raise UnreadableInputError(f"{path}: needs its entries as [[{kind}]] tables")
        seen: set[str] = set()
        for ordinal, entry in enumerate(entries, start=1):
            where = f"{path}: {kind} {entry.get('id', f'number {ordinal}')!r}"
            _check_entry(where, entry, keys)
            if entry["id"] in seen:
                raise UnreadableInputError(f"{where}: the id in key 'id' stands twice; change one")
            seen.add(entry["id"])
    bodies = {body["id"] for body in tables["body"]}
    for source in tables["source"]:
        where = f"{path}: source {source['id']!r}"
        if source["publisher"] not in bodies:
            raise UnreadableInputError(
                f"{where}: key 'publisher' is {source['publisher']!r}, the id of no [[body]]"
            )
        if ("title" in source) == ("described" in source):
            raise UnreadableInputError(
                f"{where}: needs either key 'title' or, where that is not confirmed, 'described'"
            )


def _check_entry(where: str, entry: dict[str, Any], keys: dict[str, str]) -> None:
    """Refuse one entry whose keys or values have not the form that `keys` gives."""
    for key, form in keys.items():
        if key not in entry:
            if form.endswith("!"):
                raise UnreadableInputError(f"{where}: key {key!r} is missing")
            continue
        fits, wanted = _FORMS[form.rstrip("!")]
        if not fits(entry[key]):
            raise UnreadableInputError(f"{where}: key {key!r} must be {wanted}")
    strange = [key for key in entry if key not in keys]
    if strange:
        raise UnreadableInputError(
            f"{where}: key {strange[0]!r} is not known; known are {', '.join(keys)}"
        )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


_FORMS: dict[str, tuple[Callable[[object], bool], str]] = {
    "id": (
        lambda value: isinstance(value, str) and bool(value) and slug(value) == value,
        "lower-case letters, digits and hyphens",
    ),
    "text": (_is_text, "text in quotation marks"),
    "texts": (
        lambda value: isinstance(value, list) and all(map(_is_text, value)),
        "a list of texts in quotation marks",
    ),
    "date": (
        lambda value: isinstance(value, str) and bool(ISO_DATE.fullmatch(value)),
        'a year, month or day in quotation marks, such as "2016-03"',
    ),
}
"""What each form of value is, and how a message says so."""

_KEYS = {
    "body": {"id": "id!", "name": "text!", "short_names": "texts"},
    "source": {
        "id": "id!",
        "title": "text",
        "described": "text",
        "publisher": "id!",
        "date": "date!",
        "address": "text",
        "cited_as": "texts",
        "plans_by": "texts",
        "plans_from": "date",
        "plans_until": "date",
    },
}
"""The keys of each entry and the form of their values; a mark of exclamation: it must be there."""


class _EntryReader:
    """Reads one entry, and finds the place of its values in the register's text."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._text = text

    def body(self, entry: dict[str, Any], span: tuple[int, int]) -> Body:
        return Body(
            entry["id"],
            entry["name"],
            tuple(entry.get("short_names", ())),
            self._quote(entry, "name", span),
        )

    def source(self, entry: dict[str, Any], span: tuple[int, int]) -> Source:
        named = "title" if "title" in entry else "described"
        return Source(
            id=entry["id"],
            label=entry[named],
            title=entry.get("title"),
            publisher=entry["publisher"],
            date=entry["date"],
            address=entry.get("address"),
            title_quote=self._quote(entry, named, span),
            publisher_quote=self._quote(entry, "publisher", span),
            cited_as=tuple(tuple(_significant(known)) for known in entry.get("cited_as", ())),
            plans_by=tuple(entry.get("plans_by", ())),
            plans_from=entry.get("plans_from", ""),
            plans_until=entry.get("plans_until", ""),
        )

    def _quote(self, entry: dict[str, Any], key: str, span: tuple[int, int]) -> Quote:
        """Return the words of one value, as they stand in the register's own text."""
        value = entry.get(key)
        place = re.compile(rf'^{key} = "({re.escape(str(value))})"', re.MULTILINE)
        match = place.search(self._text, *span)
        if match is None:
            raise UnreadableInputError(
                f'{self._path}: entry {entry.get("id", "?")!r} needs a line `{key} = "..."` '
                "in plain quotation marks"
            )
        return Quote(REGISTER_ID, match.start(1), match.end(1), match.group(1))
