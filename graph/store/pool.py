"""Query workers: each with the database open, used by one thread at a time, and replaced.

A query has its own process, because nothing else ends work inside one expression of a query.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from graph import processes
from graph.errors import GoldenThreadError, QueryStoppedError
from graph.processes import Watch, raised

if TYPE_CHECKING:
    from pathlib import Path

RESIDENT_LIMIT = 2 * 1024**3
"""Bytes of memory after which a query's process is killed; the engine's own limit is below it."""

MODULE = "graph.store.worker"

_PATIENCE = 60.0
_ENGINE_OUT_OF_MEMORY = 3


class Worker(processes.Worker):
    """One process with the database open, asked one query at a time."""

    def __init__(self, database: Path, *, warm: bool) -> None:
        """Start it; it gets ready while the program goes on."""
        super().__init__(MODULE, ["query", str(database), *(["--warm"] if warm else [])])
        self._ready = False

    def ask(self, request: dict[str, Any], deadline: float, watch: Watch) -> dict[str, Any]:
        """Run one query; return its `columns`, `rows` and `cut`.

        Raises:
            QueryRefusedError: not valid, or not read-only.
            QueryStoppedError: over its time or memory; the worker is dead.
            GoldenThreadError: the worker does not start; it is dead.
        """
        if not self._ready:
            self._get_ready(watch)
        answer = self.answer(request, watch, seconds=deadline, memory=RESIDENT_LIMIT)
        if answer is None:
            raise self._stopped(deadline)
        if "error" in answer:
            raise raised(answer)
        return answer

    def _get_ready(self, watch: Watch) -> None:
        answer = self.answer(None, watch, seconds=_PATIENCE, memory=RESIDENT_LIMIT)
        if answer is None or "error" in answer:
            self.close()
            if answer is not None:
                raise raised(answer)
            raise GoldenThreadError(
                "the engine's process ended before it was ready; try again, and if it happens"
                " again, build the graph afresh"
            )
        self._ready = True

    def _stopped(self, deadline: float) -> QueryStoppedError:
        self.close()
        if self.verdict == "time":
            return QueryStoppedError(
                f"the query took longer than {deadline:g} seconds and was ended; narrow it, or"
                " give it more time"
            )
        if self.verdict == "memory" or self.code == _ENGINE_OUT_OF_MEMORY:
            return QueryStoppedError(
                "the query needed more memory than a query may and was ended; narrow it"
            )
        return QueryStoppedError(
            f"the engine's process ended while it ran the query (code {self.code}); try again"
        )

    def close(self, *, kill: bool = False) -> None:
        """End the process and close its pipes; one that is not ready yet is killed."""
        super().close(kill=kill or not self._ready)


class Pool:
    """A fixed number of workers on one database, each used by one thread at a time."""

    def __init__(self, database: Path, size: int) -> None:
        """Make a pool; with more than one worker they start at once and warm up.

        A single worker starts with the first query: a command that asks nothing pays nothing.
        """
        self._database = database
        self._warm = size > 1
        self._watch = Watch()
        self._free: list[Worker | None] = [None] * size
        self._change = threading.Condition()
        self._out: set[Worker] = set()
        self._closed = False
        if self._warm:
            self._free = [Worker(database, warm=True) for _ in range(size)]

    def ask(self, request: dict[str, Any], deadline: float) -> dict[str, Any]:
        """Run one query on the next free worker; see `Worker.ask`.

        Raises:
            QueryStoppedError: also when no worker came free within the deadline.
        """
        worker = self._take(deadline)
        try:
            return worker.ask(request, deadline, self._watch)
        finally:
            self._give_back(worker)

    def close(self) -> None:
        """End all workers; a query that still runs ends with them."""
        with self._change:
            self._closed = True
            workers = [worker for worker in self._free if worker is not None]
            for worker in self._out:
                worker.kill("closed")
            self._free = []
            self._change.notify_all()
        for worker in workers:
            worker.close()
        self._watch.close()

    def _take(self, patience: float) -> Worker:
        with self._change:
            free = self._change.wait_for(lambda: self._free or self._closed, patience)
            if self._closed:
                raise GoldenThreadError("this graph has been closed")
            if not free:
                raise QueryStoppedError(
                    f"no query worker came free within {patience:g} seconds; try again"
                )
            worker = self._free.pop()
            if worker is not None and not worker.alive:
                worker.close()
                worker = None
            if worker is None:
                worker = Worker(self._database, warm=self._warm)
            self._out.add(worker)
            return worker

    def _give_back(self, worker: Worker) -> None:
        back: Worker | None = worker
        if not worker.alive:
            worker.close()
            back = None
        with self._change:
            self._out.discard(worker)
            if not self._closed:
                if back is None and self._warm:
                    # Replaced at once, so that it is warm when the next query comes.
                    back = Worker(self._database, warm=True)
                self._free.append(back)
                self._change.notify()
                return
        if back is not None:
            back.close()
