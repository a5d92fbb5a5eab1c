"""Saved queries: one file each, a header of comments that says what is asked, and the Cypher.

The header is the run of `//` lines at the top; what follows the slashes is TOML:

```
// title = "Actions of a workstream"
// question = "Which actions is this workstream responsible for?"
// who = "A policy officer who prepares a meeting of the workstream"
// columns = ["action", "text"]
// [parameters.workstream]
// type = "text"
// about = "its id or its name"
MATCH (a:Action)-[:PART_OF]->(w:Workstream) …
```

A parameter has a `type`: `text`, `integer`, `number`, `boolean`, `date`, `list` (of texts). It may
have a `default` (then it need not be given; `default = ""` is an empty text), `choices` and
`about`. The file as a whole can be pasted into Neo4j Browser.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.errors import UnreadableInputError, WrongUseError
from graph.files import sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_COMMENT = "//"
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_HEADER_KEYS = frozenset({"title", "question", "who", "columns", "parameters"})
_PARAMETER_KEYS = frozenset({"type", "default", "choices", "about"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """A blank in a saved query.

    Attributes:
        name: as it stands after the dollar sign in the Cypher.
        type: `text`, `integer`, `number`, `boolean`, `date` or `list`.
        default: the value when none is given; None when one must be given.
        choices: the values that are allowed; empty when all are.
        about: what it means, for a person.
    """

    name: str
    type: str
    default: Any
    choices: tuple[Any, ...]
    about: str

    @property
    def required(self) -> bool:
        """Whether a value must be given."""
        return self.default is None

    def parse(self, given: Any) -> Any:
        """Return `given`, a text or already a value, as a value of this parameter's type.

        Raises:
            WrongUseError: it is none; the message names the parameter.
        """
        value = _PARSERS[self.type](given)
        if value is None:
            raise WrongUseError(f'parameter "{self.name}" is to be {_SPOKEN[self.type]}: {given!r}')
        if self.choices and value not in self.choices:
            allowed = ", ".join(str(choice) for choice in self.choices)
            raise WrongUseError(f'parameter "{self.name}" is to be one of {allowed}: {given!r}')
        return value


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A saved query.

    Attributes:
        name: the file's name without `.cypher`.
        title: a few words.
        question: what it answers, as a person would ask it.
        who: who asks it, and when.
        columns: names of the columns, in order.
        parameters: in the order of the header.
        cypher: the file's whole text.
    """

    name: str
    title: str
    question: str
    who: str
    columns: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    cypher: str

    @property
    def text_hash(self) -> str:
        """SHA-256 of the file's text."""
        return sha256(self.cypher.encode("utf-8"))

    def values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return a value for every parameter, from what was given and the defaults.

        Raises:
            WrongUseError: one is missing, unknown or of the wrong type; the message names it.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                has = ", ".join(known) or "none"
                raise WrongUseError(f'query {self.name} has no parameter "{name}"; it has: {has}')
        values = {}
        for name, parameter in known.items():
            if name in given:
                values[name] = parameter.parse(given[name])
            elif parameter.required:
                about = f" ({parameter.about})" if parameter.about else ""
                raise WrongUseError(
                    f'parameter "{name}" is missing: query {self.name} needs it{about};'
                    f" give it with --param {name}=VALUE"
                )
            else:
                values[name] = parameter.default
        return values

    def to_json(self) -> dict[str, Any]:
        """Return what a list of queries tells of it."""
        return {
            "name": self.name,
            "title": self.title,
            "question": self.question,
            "parameters": [
                {
                    "name": parameter.name,
                    "type": parameter.type,
                    "default": parameter.default,
                    "choices": list(parameter.choices) or None,
                }
                for parameter in self.parameters
            ],
            "columns": list(self.columns),
        }


def read(path: Path, name: str) -> SavedQuery:
    """Read a saved query.

    Args:
        path: the file.
        name: what the query is called.

    Raises:
        UnreadableInputError: the file cannot be read, or its header is not as described above.
    """
    try:
        cypher = path.read_text(encoding="utf-8")
        header = tomllib.loads(_header(cypher))
    except OSError as error:
        raise UnreadableInputError(f"{path}: cannot be read ({error.strerror})") from None
    except ValueError as error:
        raise UnreadableInputError(f"{path}: the header is no TOML in // lines: {error}") from None
    unknown = header.keys() - _HEADER_KEYS
    if unknown or not isinstance(header.get("title"), str):
        what = f"does not know {sorted(unknown)}" if unknown else "needs a title"
        raise UnreadableInputError(f"{path}: the header {what}")
    try:
        parameters = tuple(
            _parameter(one, entry) for one, entry in header.get("parameters", {}).items()
        )
    except (KeyError, AttributeError, WrongUseError) as error:
        raise UnreadableInputError(f"{path}: the header's parameters: {error}") from None
    return SavedQuery(
        name=name,
        title=header["title"],
        question=header.get("question", ""),
        who=header.get("who", ""),
        columns=tuple(header.get("columns", ())),
        parameters=parameters,
        cypher=cypher,
    )


def _header(cypher: str) -> str:
    lines = []
    for line in cypher.splitlines():
        if not line.startswith(_COMMENT):
            break
        lines.append(line.removeprefix(_COMMENT).removeprefix(" "))
    return "\n".join(lines)


def _parameter(name: str, entry: dict[str, Any]) -> Parameter:
    unknown = entry.keys() - _PARAMETER_KEYS
    if unknown or entry["type"] not in _PARSERS:
        raise WrongUseError(f'parameter "{name}" has an unknown key or type')
    bare = Parameter(name, entry["type"], None, (), entry.get("about", ""))
    choices = tuple(bare.parse(choice) for choice in entry.get("choices", ()))
    default = bare.parse(entry["default"]) if "default" in entry else None
    return Parameter(name, bare.type, default, choices, bare.about)


def _integer(given: Any) -> int | None:
    if isinstance(given, int) and not isinstance(given, bool):
        return given
    plain = str(given).strip()
    return int(plain) if _INTEGER.fullmatch(plain) else None


def _number(given: Any) -> float | None:
    try:
        value = float(given)
    except (TypeError, ValueError):
        return None
    return value if value - value == 0.0 else None


def _boolean(given: Any) -> bool | None:
    return given if isinstance(given, bool) else _TRUTH.get(str(given).strip().lower())


def _date(given: Any) -> str | None:
    plain = str(given).strip()
    return plain if _DATE.fullmatch(plain) or not plain else None


def _list(given: Any) -> list[str] | None:
    if isinstance(given, str):
        return [one.strip() for one in given.split(",") if one.strip()]
    return [str(one) for one in given] if isinstance(given, list | tuple) else None


def _text(given: Any) -> str | None:
    return given if isinstance(given, str) else None


_PARSERS: dict[str, Callable[[Any], Any]] = {
    "text": _text,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "list": _list,
}
_SPOKEN = {
    "text": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "yes or no",
    "date": "a date like 2016-03-08, 2016-03 or 2016",
    "list": "a list with commas between",
}
