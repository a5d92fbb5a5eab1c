"""The graph in a folder: the built-in engine, whole generations, one writer, many readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from filelock import FileLock, Timeout

from graph import frames, processes
from graph.archive import Archive
from graph.errors import (
    GoldenThreadError,
    GraphBusyError,
    GraphFormatError,
    IntegrityError,
    NotFoundError,
    QueryRefusedError,
    WrongUseError,
)
from graph.merge import HeldHashes
from graph.store import generations, pool
from graph.store.base import Kept, Table
from graph.store.generations import Generation, Listing, PartEntry
from graph.vocabulary import validate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

    from graph.facts import Node, Relation
    from graph.store.base import Part, Progress


class EmbeddedGraph:
    """A generation, open for reading. See `GraphStore`; it may be used from several threads."""

    def __init__(self, location: Path, *, workers: int) -> None:
        """Open the current generation; it is kept even when the graph is built again.

        Raises:
            GraphMissingError: there is no graph at `location` yet.
            GraphFormatError: it was made by a newer program.
            IntegrityError: it is damaged.
        """
        if workers < 1:
            raise WrongUseError(f"a graph needs at least one query worker, not {workers}")
        self._location = location
        self._generation = generations.opened(location)
        self._mark = self._generation.enter()
        try:
            self._listing = self._generation.listing()
            self._archive = Archive(location)
            self._pool = pool.Pool(self._generation.database, workers)
        except BaseException:
            self._generation.leave(self._mark)
            raise

    @property
    def location(self) -> str:
        """The graph's folder."""
        return str(self._location)

    @property
    def data_version(self) -> str:
        """Twelve characters that change whenever the data does."""
        return self._listing.data_version

    @property
    def archive(self) -> Archive:
        """The archive of originals, texts and facts."""
        return self._archive

    def documents(self) -> list[tuple[str, HeldHashes]]:
        """Return every held document with its hashes, by id; one that two plans quote, once."""
        found = {
            (document, held) for part in self._listing.parts for document, held in part.held.items()
        }
        return sorted(found, key=lambda one: (one[0], one[1].text_sha256))

    def parts(self) -> tuple[PartEntry, ...]:
        """Return the plans that the graph is made of, by id."""
        return self._listing.parts

    def run(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        deadline: float = 30.0,
        row_limit: int = 10_000,
    ) -> Table:
        """Run one read-only query; see `GraphStore.run`."""
        request = {
            "cypher": cypher,
            "parameters": dict(parameters or {}),
            "row_limit": row_limit,
        }
        try:
            answer = self._pool.ask(request, deadline)
        except (TypeError, ValueError) as error:
            raise QueryRefusedError(
                f"a parameter of the query is no plain value: {error}"
            ) from None
        return Table(
            tuple(answer["columns"]), tuple(tuple(row) for row in answer["rows"]), answer["cut"]
        )

    def figures(self) -> Mapping[str, Any]:
        """Return the counts that were written when the graph was built."""
        return self._generation.figures()

    def held_text(self, document: str) -> str:
        """Return the archived canonical text of a document; see `GraphStore.held_text`.

        Of a document that is held in two versions (see `graph.merge`), this is the one that the
        part of its own name holds, else the first.
        """
        found = [held for one, held in self.documents() if one == document]
        own = [part.held[document] for part in self._listing.parts if part.document == document]
        if not found:
            raise NotFoundError(f"no text of a document {document!r} is held in this graph")
        return self._archive.text((own or found)[0].text_sha256)

    def close(self) -> None:
        """End the workers and let go of the generation."""
        self._pool.close()
        self._generation.leave(self._mark)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()


class EmbeddedWriter:
    """The one door for changes to a graph in a folder. See `GraphWriter`."""

    def __init__(self, location: Path, *, fresh: bool, patience: float = 0.0) -> None:
        """Point at a folder; the lock is taken on entering.

        Args:
            location: the graph's folder; made when it is not there.
            fresh: start with no plans, also over a graph that can no longer be read.
            patience: seconds to wait for another writer to end.
        """
        self._location = location
        self._fresh = fresh
        self._lock = FileLock(location / "lock", timeout=patience)
        self._archive = Archive(location)
        self._parts: dict[str, PartEntry] = {}
        self._current: Generation | None = None

    def parts(self) -> tuple[str, ...]:
        """Return the ids of the plans that the graph holds, changes made so far included."""
        return tuple(sorted(self._parts))

    def kept(self) -> Mapping[str, Kept]:
        """Return the plans that the graph holds, by the key of what they were read from."""
        return {
            part.key: Kept(part.document, part.report, part.source)
            for part in self._parts.values()
            if part.key is not None
        }

    def is_intact(self, document: str) -> bool:
        """Tell whether everything that is held of a plan is what it was when it was put."""
        part = self._parts.get(document)
        return part is not None and self._archive.is_intact(
            originals=(held.sha256 for held in part.held.values()),
            texts=(held.text_sha256 for held in part.held.values()),
            facts=(part.facts,),
        )

    def put(self, part: Part) -> None:
        """Add a plan, or replace it.

        Raises:
            IntegrityError: its facts do not keep to the vocabulary, or a quote does not stand where
                it says in the text that came with it.
        """
        self._require_lock()
        if part.document != part.facts.document:
            raise IntegrityError(
                f"the facts of {part.facts.document} were given as those of {part.document}"
            )
        validate(part.facts)
        _check_quotes(part)
        held = {
            one.document: HeldHashes(
                self._archive.put_original(one.original),
                self._archive.put_text(one.text),
                one.reader,
            )
            for one in part.held
        }
        facts = self._archive.put_facts(part.facts)
        self._parts[part.document] = PartEntry(
            part.document, part.source, facts, held, part.key, part.report
        )

    def remove(self, document: str) -> None:
        """Take a plan out.

        Raises:
            NotFoundError: the graph holds no such plan.
        """
        self._require_lock()
        if document not in self._parts:
            held = ", ".join(self.parts()) or "none"
            raise NotFoundError(f"the graph holds no plan {document!r}; it holds: {held}")
        del self._parts[document]

    def commit(self, progress: Progress | None = None) -> None:
        """Make the new graph whole, then switch readers to it in one step.

        A graph that would be the same as the current one is left as it is.

        Raises:
            IntegrityError: two parts contradict each other, or the archive is damaged.
            GoldenThreadError: the engine is not there or refuses the data.
        """
        self._require_lock()
        # Imported here: reading a graph does not need to know which engine writes.
        from graph.store.arcadedb import engine_version  # noqa: PLC0415  (only where a graph is written)

        parts = tuple(self._parts[document] for document in self.parts())
        listing = Listing(engine_version(), parts)
        previous = self._current
        if previous is None or not _same(previous, listing):
            generation = generations.begun(self._location, listing)
            _make(generation, progress)
            generations.switch(generation)
            self._current = generation
        elif previous.listing() != listing:
            # The same data, read from another place or by another version of the program.
            previous.write_listing(listing)
        kept = previous.name if previous else None
        self._archive.prune(generations.prune(self._location, kept))

    def __enter__(self) -> Self:
        """Take the writer's lock and read what the graph holds.

        Raises:
            GraphBusyError: another program is writing to it.
            GraphFormatError: it was made by a newer program.
            IntegrityError: it is damaged.
        """
        try:
            generations.prepare(self._location)
            self._lock.acquire()
        except Timeout:
            raise GraphBusyError(
                f"another program is writing to the graph in {self._location}; wait for it to end"
            ) from None
        except OSError as error:
            raise GoldenThreadError(
                f"{self._location}: cannot be written to ({error.strerror}); name another folder"
            ) from None
        try:
            self._read_current()
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the lock back; without `commit` nothing has changed."""
        self._lock.release()

    def _read_current(self) -> None:
        try:
            self._current = generations.current(self._location)
            entries = self._current.listing().parts if self._current else ()
        except (IntegrityError, GraphFormatError):
            if not self._fresh:
                raise
            self._current = None
            entries = ()
        if not self._fresh:
            self._parts = {part.document: part for part in entries}

    def _require_lock(self) -> None:
        if not self._lock.is_locked:
            raise WrongUseError("a graph is changed inside `with open_writer(…)` only")


def _same(generation: Generation, listing: Listing) -> bool:
    """Tell whether a generation already is what `listing` would make."""
    try:
        there = generation.listing()
        generation.figures()
    except GoldenThreadError:
        return False
    return (
        there.engine == listing.engine
        and there.data_version == listing.data_version
        and generation.database.is_dir()
    )


def _make(generation: Generation, progress: Progress | None) -> None:
    """Have a worker process make `generation`; it ends with this process."""
    process = processes.start(pool.MODULE, ["build", str(generation.graph), generation.name])
    try:
        pipe = process.stdout
        while pipe is not None and (message := frames.receive(pipe)) is not None:
            if "progress" in message and progress is not None:
                progress(*message["progress"])
            if "error" in message:
                raise processes.raised(message)
            if "done" in message:
                processes.end(process, kill=False)
                return
    finally:
        processes.end(process)
    raise GoldenThreadError(
        f"{generation.graph}: the process that wrote the graph ended before it was done"
        f" (code {process.returncode}); the last whole graph is unchanged, build again"
    )


def _check_quotes(part: Part) -> None:
    texts = {held.document: held.text for held in part.held}
    things: list[Node | Relation] = [*part.facts.nodes, *part.facts.relations]
    for thing in things:
        for quote in thing.quotes:
            text = texts.get(quote.document)
            if text is None:
                raise IntegrityError(f"{part.document}: {quote.id} quotes a text that is not held")
            if text[quote.start : quote.end] != quote.text:
                raise IntegrityError(f"{part.document}: {quote.id} does not stand in the text so")
