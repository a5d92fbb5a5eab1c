"""What a person wrote down about a document, in a sidecar beside it."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import UnreadableInputError
from loaders.findings import Finding
from loaders.limits import Limits
from loaders.months import ISO_DATE
from loaders.readers import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_SIDECAR_TEXTS = ("id", "title", "publisher", "date", "edition", "licence", "copy_status")
_SIDECAR_LIST = "publisher_short"
_LONGEST_VALUE = 500
"""Characters: ten times what a title or a licence takes."""
_MOST_NAMES = 50
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SHOWN_KEYS = 10


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What a person wrote down about a document, in `<file>.toml` beside it.

    Attributes:
        path: the sidecar's file.
        original: its bytes.
        text: its text; facts that come from it quote it.
        values: by key: id, title, publisher, date, edition, licence and copy_status are text,
            publisher_short the names by which the plan calls its own publisher.
        findings: keys that were passed over.
    """

    path: Path
    original: bytes
    text: str
    values: dict[str, str | tuple[str, ...]]
    findings: tuple[Finding, ...] = ()

    def get(self, key: str) -> str | None:
        """Return the text under `key`, or None."""
        value = self.values.get(key)
        return value if isinstance(value, str) and value.strip() else None

    def names(self) -> tuple[str, ...]:
        """Return the publisher's short names."""
        value = self.values.get(_SIDECAR_LIST, ())
        return value if isinstance(value, tuple) else ()


def sidecar_path(path: Path) -> Path | None:
    """Return the sidecar of a file: `<file>.toml`, or the same name ending in `.toml`."""
    for candidate in (path.with_name(path.name + ".toml"), path.with_suffix(".toml")):
        # A name that is too long once `.toml` is added names no file.
        with contextlib.suppress(OSError):
            if candidate.is_file():
                return candidate
    return None


def read_sidecar(path: Path) -> Sidecar | None:
    """Read what stands beside a document, or return None where nothing does.

    Raises:
        UnreadableInputError: it is not TOML, or a key is unknown or has the wrong form.
    """
    beside = sidecar_path(path)
    if beside is None:
        return None
    original = read_bytes(beside, Limits())
    try:
        text = original.decode("utf-8")
        values = tomllib.loads(text)
    except RecursionError:
        raise UnreadableInputError(
            f"{beside}: its brackets are nested too deeply to be read; correct it"
        ) from None
    except ValueError as error:
        raise UnreadableInputError(
            f"{beside}: is not TOML in UTF-8 ({error}); correct that place"
        ) from error
    known = (*_SIDECAR_TEXTS, _SIDECAR_LIST)
    checked = {key: _checked(beside, key, values[key]) for key in known if key in values}
    findings = tuple(
        Finding(
            "warning",
            "sidecar.unknown-key",
            f"key {key!r} of {beside.name} is not known and was passed over; known are "
            + ", ".join(known),
            beside.name,
        )
        for key in [key for key in values if key not in known][:_SHOWN_KEYS]
    )
    return Sidecar(beside, original, text, checked, findings)


def _checked(beside: Path, key: str, value: object) -> str | tuple[str, ...]:
    """Return one value of a sidecar in the form that the program counts on."""
    if isinstance(value, dt.date):
        value = value.isoformat()
    if key == _SIDECAR_LIST:
        given = value if isinstance(value, list) else [value]
        names = [name for name in given if isinstance(name, str)]
        if len(names) < len(given):
            raise UnreadableInputError(f"{beside}: key {key!r} must be a list of texts")
        if len(names) > _MOST_NAMES:
            raise UnreadableInputError(
                f"{beside}: key {key!r} holds {len(names)} names; give {_MOST_NAMES} at most"
            )
        return tuple(_plain(beside, key, name) for name in names)
    if not isinstance(value, str):
        raise UnreadableInputError(f"{beside}: key {key!r} must be text in quotation marks")
    _plain(beside, key, value)
    if key == "id" and not _ID.fullmatch(value):
        raise UnreadableInputError(
            f"{beside}: id {value!r} may hold lower-case letters, digits and hyphens only, "
            "at most 80"
        )
    if key == "date" and not ISO_DATE.fullmatch(value):
        raise UnreadableInputError(
            f"{beside}: date {value!r} must be a year, month or day such as 2016, 2016-03 "
            "or 2016-03-08"
        )
    return value


def _plain(beside: Path, key: str, value: str) -> str:
    """Return a text of a sidecar as it is, where it is one that can be shown.

    Raises:
        UnreadableInputError: it is too long, or holds control characters.
    """
    if len(value) > _LONGEST_VALUE:
        raise UnreadableInputError(
            f"{beside}: key {key!r} is {len(value):,} characters long; {_LONGEST_VALUE} at most"
        )
    if _CONTROL.search(value):
        raise UnreadableInputError(
            f"{beside}: key {key!r} holds a control character, which is no text; take it out"
        )
    return value
