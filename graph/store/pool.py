"""Query workers: started, timed, watched, ended and replaced.

A query has its own process, because nothing else ends work inside one expression of a query. The
process is killed, never asked: it only reads, so killing it is safe.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import psutil

import graph.errors
from graph.errors import GoldenThreadError, QueryStoppedError
from graph.store import frames

if TYPE_CHECKING:
    from collections.abc import Mapping

RESIDENT_LIMIT = 2 * 1024**3
"""Bytes of memory after which a query's process is killed; the engine's own limit is below it."""

_GLANCE = 0.05
_PATIENCE = 60.0
_FAREWELL = 5.0
_ENGINE_OUT_OF_MEMORY = 3
_ROOT = Path(__file__).resolve().parents[2]
# These would change how the engine's Java machine starts.
_FOREIGN = frozenset(
    {"ARCADEDB_JVM_ARGS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"}
)


def start(arguments: list[str]) -> subprocess.Popen[bytes]:
    """Start a worker process with pipes to speak over."""
    environment = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    # The worker finds this package wherever the program was started from.
    environment["PYTHONPATH"] = os.pathsep.join(
        [str(_ROOT), *filter(None, [environment.get("PYTHONPATH")])]
    )
    return subprocess.Popen(  # noqa: S603  # our own module, no shell, no user's words
        [sys.executable, "-m", "graph.store.worker", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )


def end(process: subprocess.Popen[bytes], *, kill: bool = True) -> None:
    """End a worker and close its pipes."""
    if kill:
        process.kill()
    _close(process.stdin)
    try:
        process.wait(_FAREWELL)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    _close(process.stdout)


def raised(message: Mapping[str, Any]) -> GoldenThreadError:
    """Return the error that a worker tells of, as the class it was there."""
    kind = getattr(graph.errors, str(message["error"]), GoldenThreadError)
    error: GoldenThreadError = kind(str(message["message"]))
    return error


class Worker:
    """One process with the database open, asked one query at a time."""

    def __init__(self, database: Path, *, warm: bool) -> None:
        """Start it; it gets ready while the program goes on."""
        self._process = start(["query", str(database), *(["--warm"] if warm else [])])
        self._ready = False
        self._watched = psutil.Process(self._process.pid)
        self._verdict: str | None = None

    def ask(self, request: dict[str, Any], deadline: float, watch: Watch) -> dict[str, Any]:
        """Run one query; return its `columns`, `rows` and `cut`.

        Raises:
            QueryRefusedError: not valid, or not read-only.
            QueryStoppedError: over its time or memory; the worker is dead.
            GoldenThreadError: the worker does not start; it is dead.
        """
        if not self._ready:
            self._get_ready(watch)
        watch.begin(self, deadline)
        try:
            frames.send(_there(self._process.stdin), request)
            answer = frames.receive(_there(self._process.stdout))
        except OSError:
            answer = None
        finally:
            watch.finish(self)
        if answer is None:
            raise self._stopped(deadline)
        if "error" in answer:
            raise raised(answer)
        return answer

    def _get_ready(self, watch: Watch) -> None:
        watch.begin(self, _PATIENCE)
        try:
            answer = frames.receive(_there(self._process.stdout))
        finally:
            watch.finish(self)
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
        verdict = self._verdict
        self.close()
        if verdict == "time":
            return QueryStoppedError(
                f"the query took longer than {deadline:g} seconds and was ended; narrow it, or"
                " give it more time"
            )
        if verdict == "memory" or self._process.returncode == _ENGINE_OUT_OF_MEMORY:
            return QueryStoppedError(
                "the query needed more memory than a query may and was ended; narrow it"
            )
        return QueryStoppedError(
            f"the engine's process ended while it ran the query (code {self._process.returncode});"
            " try again"
        )

    def resident(self) -> int:
        """Return the bytes of memory that the process holds, 0 when it is gone."""
        try:
            return int(self._watched.memory_info().rss)
        except psutil.Error:
            return 0

    def kill(self, verdict: str) -> None:
        """End the process at once; `verdict` says why."""
        self._verdict = verdict
        self._process.kill()

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the process and close its pipes."""
        end(self._process, kill=not self._ready or self._verdict is not None)


class Watch:
    """One thread that ends queries over their deadline or their memory."""

    def __init__(self) -> None:
        """Start watching."""
        self._busy: dict[Worker, float] = {}
        self._change = threading.Condition()
        self._over = False
        self._thread = threading.Thread(target=self._look, name="query-watch", daemon=True)
        self._thread.start()

    def begin(self, worker: Worker, seconds: float) -> None:
        """Watch a worker from now on, for at most `seconds`."""
        with self._change:
            self._busy[worker] = time.monotonic() + seconds
            self._change.notify()

    def finish(self, worker: Worker) -> None:
        """Stop watching a worker."""
        with self._change:
            self._busy.pop(worker, None)

    def close(self) -> None:
        """End the thread."""
        with self._change:
            self._over = True
            self._change.notify()
        self._thread.join()

    def _look(self) -> None:
        with self._change:
            while not self._over:
                self._change.wait(_GLANCE if self._busy else None)
                now = time.monotonic()
                for worker, deadline in list(self._busy.items()):
                    if now >= deadline:
                        worker.kill("time")
                    elif worker.resident() > RESIDENT_LIMIT:
                        worker.kill("memory")
                    else:
                        continue
                    del self._busy[worker]


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


def _there(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise OSError("the worker has no pipe")
    return pipe


def _close(pipe: IO[bytes] | None) -> None:
    if pipe is not None and not pipe.closed:
        try:
            pipe.close()
        except OSError:
            # A killed worker leaves bytes that can no longer be delivered.
            return
