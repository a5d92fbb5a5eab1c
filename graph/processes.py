"""Processes of our own: started, asked, watched and ended; and how each of them listens.

Work that may run away or crash has its own process, because nothing else ends work inside a C
library. It is killed, never asked: it changes nothing, so killing it is safe. Each is a module of
ours started as a program: a forked or spawned child would run the program's front door again.
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import psutil

import graph.errors
from graph import frames
from graph.errors import GoldenThreadError

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parent.parent
"""The folder that holds our packages."""

_GLANCE = 0.05
_FAREWELL = 5.0
# These would change how the engine's Java machine starts.
_FOREIGN = frozenset(
    {"ARCADEDB_JVM_ARGS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"}
)


def start(module: str, arguments: list[str]) -> subprocess.Popen[bytes]:
    """Start a module of ours as a process with pipes to speak over."""
    environment = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    # The process finds our packages wherever the program was started from.
    environment["PYTHONPATH"] = os.pathsep.join(
        [str(ROOT), *filter(None, [environment.get("PYTHONPATH")])]
    )
    # -P: modules never come from the current folder, which may be somebody's folder of plans.
    return subprocess.Popen(  # noqa: S603  # our own module, no shell, no user's words
        [sys.executable, "-P", "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )


def end(process: subprocess.Popen[bytes], *, kill: bool = True) -> None:
    """End a process and close its pipes."""
    if kill:
        process.kill()
    _close(process.stdin)
    try:
        process.wait(_FAREWELL)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    _close(process.stdout)


def error_message(error: GoldenThreadError) -> dict[str, Any]:
    """Return the message by which a process tells of an error."""
    return {"error": type(error).__name__, "message": str(error)}


def raised(message: Mapping[str, Any]) -> GoldenThreadError:
    """Return the error that a process tells of, as the class it was there."""
    kind = getattr(graph.errors, str(message["error"]), GoldenThreadError)
    error: GoldenThreadError = kind(str(message["message"]))
    return error


def listen() -> tuple[queue.SimpleQueue[dict[str, Any]], IO[bytes]]:
    """Return, in such a process, what it is asked and the pipe to answer on.

    The process ends, whatever it is doing, when its standard input ends: none outlives the program
    that started it. An interruption by Ctrl-C is for that program alone.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The pipe is kept to ourselves: what a library prints goes where nobody mistakes it.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_hear, args=(sys.stdin.buffer, requests), daemon=True).start()
    return requests, out


def _hear(pipe: IO[bytes], requests: queue.SimpleQueue[dict[str, Any]]) -> None:
    while (message := frames.receive(pipe)) is not None:
        requests.put(message)
    os._exit(0)


class Worker:
    """A process that is asked one thing at a time, within a time and within its memory.

    Attributes:
        verdict: why it was killed (`time`, `memory`, or what `kill` was told), or None.
    """

    def __init__(self, module: str, arguments: list[str]) -> None:
        """Start it; it gets ready while the program goes on."""
        self._process = start(module, arguments)
        self._watched = psutil.Process(self._process.pid)
        self.verdict: str | None = None

    def answer(
        self, request: Mapping[str, Any] | None, watch: Watch, *, seconds: float, memory: int
    ) -> dict[str, Any] | None:
        """Ask, and return the answer; without a request, return what it says of itself.

        Args:
            request: a message for it, or None.
            watch: who sees to the limits.
            seconds: how long it may take.
            memory: bytes that it may hold.

        Returns:
            Its answer; None where the process ended or was killed instead (see `verdict`).
        """
        watch.begin(self, seconds, memory)
        try:
            if request is not None:
                frames.send(_there(self._process.stdin), request)
            return frames.receive(_there(self._process.stdout))
        except OSError:
            return None
        finally:
            watch.finish(self)

    def resident(self) -> int:
        """Return the bytes of memory that the process holds, 0 when it is gone."""
        try:
            return int(self._watched.memory_info().rss)
        except psutil.Error:
            return 0

    def kill(self, verdict: str) -> None:
        """End the process at once; `verdict` says why."""
        self.verdict = verdict
        self._process.kill()

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    @property
    def code(self) -> int | None:
        """With what code it ended: below zero the number of the signal that ended it."""
        return self._process.returncode

    def close(self, *, kill: bool = False) -> None:
        """End the process and close its pipes; `kill` does not wait for it to take its leave."""
        end(self._process, kill=kill or self.verdict is not None)


class Watch:
    """One thread that ends workers over their deadline or their memory."""

    def __init__(self) -> None:
        """Start watching."""
        self._busy: dict[Worker, tuple[float, int]] = {}
        self._change = threading.Condition()
        self._over = False
        self._thread = threading.Thread(target=self._look, name="watch", daemon=True)
        self._thread.start()

    def begin(self, worker: Worker, seconds: float, memory: int) -> None:
        """Watch a worker from now on, for at most `seconds` and up to `memory` bytes."""
        with self._change:
            self._busy[worker] = (time.monotonic() + seconds, memory)
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
                for worker, (deadline, memory) in list(self._busy.items()):
                    if now >= deadline:
                        worker.kill("time")
                    elif worker.resident() > memory:
                        worker.kill("memory")
                    else:
                        continue
                    del self._busy[worker]


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
