"""The saved questions, and running them: an answer says what exactly was asked of which data."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import NotFoundError
from graph.files import sha256
from graph.marked import marked
from graph.query_file import SavedQuery, read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.store.base import GraphStore, Table

FOLDER = Path(__file__).resolve().parent.parent / "queries"
_SUFFIX = ".cypher"
_APP = "app/"
ROW_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave.

    Attributes:
        columns: names, in order.
        rows: one tuple a row; see `Table`.
        cut: True when there were more rows than the limit let through.
        receipt: what was asked (`query`, `text_sha256`, `parameters`) of which data
            (`data_version`), what came (`rows`, `cut`), and the protective
            markings of the documents of the graph (`markings`), as JSON can hold it.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    cut: bool
    receipt: Mapping[str, Any]

    def records(self) -> list[dict[str, Any]]:
        """Return one dict a row, by column name."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def to_json(self) -> dict[str, Any]:
        """Return the answer as `query --format json` prints it."""
        return {
            "columns": list(self.columns),
            "rows": [list(row) for row in self.rows],
            "receipt": dict(self.receipt),
        }


def library(folder: Path = FOLDER) -> tuple[SavedQuery, ...]:
    """Return the saved queries by name; the program's own questions (`app/…`) are left out.

    Raises:
        UnreadableInputError: a file's header is not as it should be.
    """
    return tuple(load(path.stem, folder) for path in sorted(folder.glob(f"*{_SUFFIX}")))


def load(name: str, folder: Path = FOLDER) -> SavedQuery:
    """Return one saved query; `app/NAME` is one of the program's own.

    Raises:
        NotFoundError: there is none of this name; the message names close ones.
        UnreadableInputError: the file's header is not as it should be.
    """
    known = {path.stem: path for path in folder.glob(f"*{_SUFFIX}")}
    known |= {f"{_APP}{path.stem}": path for path in (folder / _APP).glob(f"*{_SUFFIX}")}
    if name not in known:
        saved = [one for one in sorted(known) if not one.startswith(_APP)]
        close = get_close_matches(name, saved, n=3, cutoff=0.4) or saved
        raise NotFoundError(f"no query is called {name!r}; there is: {', '.join(close)}")
    return read(known[name], name)


def run(
    store: GraphStore,
    name: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    deadline: float = 30.0,
    row_limit: int = ROW_LIMIT,
) -> Answer:
    """Run a saved query.

    Args:
        store: the graph.
        name: see `load`.
        parameters: values by name, as text or as values.
        deadline: seconds after which the query is ended.
        row_limit: rows to return at most.

    Raises:
        NotFoundError: there is no such query.
        WrongUseError: a parameter is missing, unknown or of the wrong type.
        QueryStoppedError: over its time or memory.
    """
    query = load(name)
    values = query.values(parameters or {})
    table = store.run(query.cypher, values, deadline=deadline, row_limit=row_limit)
    return _answer(store, table, query.name, query.cypher, values)


def run_own(
    store: GraphStore,
    cypher: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    deadline: float = 30.0,
    row_limit: int = ROW_LIMIT,
) -> Answer:
    """Run a person's own query.

    Raises:
        QueryRefusedError: not valid, or not read-only.
        QueryStoppedError: over its time or memory.
    """
    values = dict(parameters or {})
    table = store.run(cypher, values, deadline=deadline, row_limit=row_limit)
    return _answer(store, table, None, cypher, values)


def ask(
    store: GraphStore,
    name: str,
    /,
    *,
    deadline: float = 30.0,
    row_limit: int = ROW_LIMIT,
    **values: Any,
) -> Table:
    """Run one of the program's own questions, `queries/app/NAME.cypher`, with values as they are.

    Raises:
        QueryStoppedError: over its time or memory.
    """
    return store.run(_own_text(name), values, deadline=deadline, row_limit=row_limit)


@cache
def _own_text(name: str) -> str:
    return load(f"{_APP}{name}").cypher


def _answer(
    store: GraphStore, table: Table, name: str | None, cypher: str, values: dict[str, Any]
) -> Answer:
    receipt = {
        "query": name,
        "text_sha256": sha256(cypher.encode("utf-8", "backslashreplace")),
        "parameters": values,
        "data_version": store.data_version,
        "rows": len(table.rows),
        "cut": table.cut,
        # A query may draw on any document of the graph.
        "markings": {one.document: one.marking for one in marked(store)},
    }
    return Answer(table.columns, table.rows, table.cut, receipt)
