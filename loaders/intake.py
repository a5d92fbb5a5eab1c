"""The processes that read files, asked file by file; what a file does to one of them stays there.

A file that takes too long or too much memory, or that crashes a library, costs its worker and
nothing else. Where that worker had read other files before, the file is tried once more in a fresh
one, so that what becomes of a file never depends on those before it.
"""

from __future__ import annotations

import itertools
import queue
import signal
import threading
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Self

from graph.errors import GoldenThreadError, UnreadableInputError, WrongUseError
from graph.processes import Watch, Worker, raised
from loaders.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

_MODULE = "loaders.worker"
_PATIENCE = 120.0
"""Seconds for a worker to start: a busy machine is no fault of a file."""
_STARTED = 2**34
"""Bytes: starting is no file's doing, so it is not bounded by a file's memory."""
_MOST_FILES = 200
"""Files that one worker reads before it is replaced: libraries keep memory."""
_GROWN = 3
"""Part of the memory allowed, as a divisor, above which a worker is replaced after a file."""
_GLANCE = 0.5
_ABORTED = signal.SIGABRT
_MIB = 1024 * 1024

_Read = tuple[int, dict[str, Any] | GoldenThreadError]
"""A file's number with its part as a message, or why there is none."""


class _NotStartedError(GoldenThreadError):
    """No reading worker starts: no file's fault."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How files are to be read.

    Attributes:
        limits: how much a file may hold, take and need.
        columns: what the user says of the columns, or None.
    """

    limits: Limits
    columns: str | None = None

    def request(self, task: str, path: Path) -> dict[str, Any]:
        """Return the message that asks a worker for a file."""
        return {
            "task": task,
            "file": str(path),
            "columns": self.columns,
            "limits": asdict(self.limits),
        }


class _Seat:
    """A place for one worker at a time, used by one thread: it is filled when it is needed."""

    def __init__(self, reader: Reader, watch: Watch) -> None:
        self._reader = reader
        self._watch = watch
        self._worker: Worker | None = None
        self._read = 0
        self._lock = threading.Lock()
        self._closed = False

    def read(self, task: str, path: Path) -> dict[str, Any]:
        """Return what a worker answers about a file.

        Raises:
            UnreadableInputError: the file cannot be read, or not within its limits.
            GoldenThreadError: no worker starts.
        """
        while True:
            worker = self._filled()
            fresh = self._read == 0
            limits = self._reader.limits
            answer = worker.answer(
                self._reader.request(task, path),
                self._watch,
                seconds=limits.seconds,
                memory=limits.memory,
            )
            self._read += 1
            over = answer.get("over") if answer else worker.verdict
            if answer is None or over or worker.verdict:
                self._empty(kill=True)
            elif self._read >= _MOST_FILES or worker.resident() > limits.memory // _GROWN:
                self._empty(kill=False)
            if answer is None or over:
                if fresh or over in ("time", "closed"):
                    raise UnreadableInputError(_why_ended(path, limits, over, worker.code))
                continue
            if "error" in answer:
                raise raised(answer)
            return answer

    def close(self) -> None:
        """End the worker, whatever it is doing; called from another thread or the same."""
        with self._lock:
            self._closed = True
            if self._worker is not None:
                self._worker.kill("closed")

    def leave(self) -> None:
        """End a worker that is doing nothing."""
        self._empty(kill=False)

    def _filled(self) -> Worker:
        try:
            return self._started()
        except _NotStartedError:
            # Killed on its way, as the system does for want of memory: one more may do.
            return self._started()

    def _started(self) -> Worker:
        with self._lock:
            if self._closed:
                raise GoldenThreadError("the reading was ended")
            if self._worker is not None:
                return self._worker
            worker = self._worker = Worker(_MODULE, [])
            self._read = 0
        ready = worker.answer(None, self._watch, seconds=_PATIENCE, memory=_STARTED)
        if ready is None:
            self._empty(kill=True)
            raise _NotStartedError(
                f"a process that reads files does not start (it ended with code {worker.code}); "
                "see that the program is installed whole and the machine has memory to spare"
            )
        return worker

    def _empty(self, *, kill: bool) -> None:
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is not None:
            worker.close(kill=kill)


class _Round:
    """One list of files, read by a thread for each seat."""

    def __init__(self, files: Sequence[Path], seats: Sequence[_Seat]) -> None:
        self._files = files
        self._seats = seats
        self._numbers = itertools.count()
        # What waits to be stored is bounded, for it lies in memory.
        self._done: queue.Queue[_Read] = queue.Queue(maxsize=len(seats))
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._work, args=(seat,)) for seat in seats]
        for thread in self._threads:
            thread.start()

    def next(self) -> _Read:
        """Return what was read next.

        Raises:
            WrongUseError: what is said of columns is not understood.
            GoldenThreadError: no worker starts.
        """
        while True:
            try:
                # Not for ever: Windows lets Ctrl-C through between two waits only.
                number, read = self._done.get(timeout=_GLANCE)
            except queue.Empty:
                continue
            if isinstance(read, WrongUseError | _NotStartedError):
                raise read
            return number, read

    def stop(self) -> None:
        """End all reading at once."""
        self._over.set()
        for seat in self._seats:
            seat.close()

    def join(self) -> None:
        """Wait until nobody reads any more."""
        for thread in self._threads:
            thread.join()

    def _work(self, seat: _Seat) -> None:
        # `next` of a count is one step of the interpreter, so no two threads get one number.
        while not self._over.is_set() and (number := next(self._numbers)) < len(self._files):
            read: dict[str, Any] | GoldenThreadError
            try:
                read = seat.read("part", self._files[number])
            except GoldenThreadError as error:
                read = error
            self._hand_over(number, read)
        seat.leave()

    def _hand_over(self, number: int, read: dict[str, Any] | GoldenThreadError) -> None:
        while not self._over.is_set():
            try:
                self._done.put((number, read), timeout=_GLANCE)
            except queue.Full:
                continue
            return


class Intake:
    """Reads files, several at once, each from its bytes to facts in a process of its own."""

    def __init__(self, reader: Reader, jobs: int = 1) -> None:
        """Make ready for reading; a worker starts when there is a file for it.

        Args:
            reader: how to read.
            jobs: how many files are read at once.
        """
        if jobs < 1:
            raise WrongUseError(f"files are read by one process at least, not {jobs}")
        self._watch = Watch()
        self._seats = [_Seat(reader, self._watch) for _ in range(jobs)]

    def inspection(self, path: Path) -> dict[str, Any]:
        """Return everything that is read of one file (see `loaders.inspection`).

        Raises:
            UnreadableInputError: it cannot be read, or not within the limits.
        """
        inspected: dict[str, Any] = self._seats[0].read("inspect", path)["inspection"]
        return inspected

    def parts(self, files: Sequence[Path]) -> Iterator[_Read]:
        """Yield, as they come, each file's index with its part as a message, or why there is none.

        Raises:
            WrongUseError: what is said of columns is not understood.
            GoldenThreadError: no worker starts.
        """
        round_ = _Round(files, self._seats[: len(files)])
        try:
            for _ in files:
                yield round_.next()
        except BaseException:
            round_.stop()
            raise
        finally:
            round_.join()

    def close(self) -> None:
        """End all workers."""
        for seat in self._seats:
            seat.close()
            seat.leave()
        self._watch.close()

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


def _why_ended(path: Path, limits: Limits, over: str | None, code: int | None) -> str:
    # Twice far too little is still too little: what is usual is asked for at least.
    usual = Limits()
    if over == "time":
        return (
            f"{path}: was not read within the {limits.seconds:,} seconds allowed; split it, or "
            f"allow more with --limit seconds={max(2 * limits.seconds, usual.seconds)}"
        )
    if over == "memory":
        return (
            f"{path}: needed more than the {_size(limits.memory)} of memory allowed; "
            "split it, or allow more with "
            f"--limit memory={max(2 * limits.memory, usual.memory)}"
        )
    if code == -_ABORTED:
        return (
            f"{path}: the library that reads this format gave up on it, as it does where a file "
            f"needs more than the memory allowed ({limits.memory // _MIB:,} MiB); save the file "
            f"anew with another program, or allow more with --limit memory={2 * limits.memory}"
        )
    return (
        f"{path}: the process that read it ended ({_ending(code)}), so nothing of it was loaded; "
        "save the file anew with another program, and report it"
    )


def _size(number: int) -> str:
    return f"{number // _MIB:,} MiB" if number >= _MIB else f"{number:,} bytes"


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        try:
            return signal.Signals(-code).name
        except ValueError:
            pass
    return f"code {code}"
