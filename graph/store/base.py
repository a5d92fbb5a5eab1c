"""What every store of the graph can do, whatever engine is behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, Self

if TYPE_CHECKING:
    from types import TracebackType

    from graph.facts import Facts

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows that a query gave.

    Attributes:
        columns: names, in the order of the query's RETURN.
        rows: one tuple a row; cells are scalars, lists, maps of these, or None. Dates are ISO text.
        cut: True when there were more rows than the limit let through.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    cut: bool = False

    def records(self) -> list[dict[str, Any]]:
        """Return one dict a row, by column name."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class HeldText:
    """A document as it goes into the archive, so that every quote can be checked again.

    Attributes:
        document: id of the document.
        original: the file's bytes, untouched.
        text: the canonical text that quotes index into.
        reader: name and version of the reader that made the text, for example `text/1`.
    """

    document: str
    original: bytes
    text: str
    reader: str


@dataclass(frozen=True, slots=True)
class Part:
    """What one plan brings into the graph: its facts, and every text that these quote.

    Attributes:
        document: id of the plan; building it again replaces the part, removing it takes it out.
        source: where the plan was read from, for messages only; never compared.
        facts: nodes and relations.
        held: the plan's own text, its sidecar, and the register of sources where it is quoted.
        key: changes whenever what it was read from does, or the program that read it; None where
            that is not known.
        report: what its reader wants to know of it again, ready for JSON.
    """

    document: str
    source: str
    facts: Facts
    held: tuple[HeldText, ...] = field(default_factory=tuple)
    key: str | None = None
    report: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """A plan that the graph holds already.

    Attributes:
        document: id of the plan.
        report: as it was given with the part.
        source: where it was read from.
    """

    document: str
    report: Mapping[str, Any]
    source: str = ""


class GraphStore(Protocol):
    """A whole graph, open for reading. It stays as it was when it was opened."""

    @property
    def location(self) -> str:
        """Where the graph is: a directory or an address."""

    @property
    def data_version(self) -> str:
        """Short text that changes whenever the data does."""

    def run(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        deadline: float = 30.0,
        row_limit: int = 10_000,
    ) -> Table:
        """Run one read-only Cypher query.

        Args:
            cypher: the query.
            parameters: by name, without the dollar sign.
            deadline: seconds after which the query is ended.
            row_limit: rows to return at most; `Table.cut` says when there were more.

        Raises:
            QueryRefusedError: not valid, or not read-only.
            QueryStoppedError: over its time or memory.
        """

    def figures(self) -> Mapping[str, Any]:
        """Return the counts that were written when the graph was built; asks the engine nothing."""

    def held_text(self, document: str) -> str:
        """Return the archived canonical text of a document.

        Raises:
            NotFoundError: no text of this document is held.
            IntegrityError: the archive file is gone or unreadable.
        """

    def close(self) -> None:
        """Let go of files and workers."""

    def __enter__(self) -> Self:
        """Return itself."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""


class GraphWriter(Protocol):
    """The one open door for changes. Nothing is seen by readers until `commit`."""

    def parts(self) -> tuple[str, ...]:
        """Return the ids of the plans that the graph holds, changes made so far included."""

    def kept(self) -> Mapping[str, Kept]:
        """Return the plans that the graph holds, by the key of what they were read from."""

    def is_intact(self, document: str) -> bool:
        """Tell whether everything that is held of a plan is what it was when it was put."""

    def put(self, part: Part) -> None:
        """Add a plan, or replace it."""

    def remove(self, document: str) -> None:
        """Take a plan out.

        Raises:
            NotFoundError: the graph holds no such plan.
        """

    def commit(self, progress: Progress | None = None) -> None:
        """Make the new graph whole, then switch readers to it in one step."""

    def __enter__(self) -> Self:
        """Take the writer's lock."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the lock back; without `commit` nothing has changed."""
