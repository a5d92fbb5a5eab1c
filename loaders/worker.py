"""A reading worker: `python -m loaders.worker`. It alone opens what strangers wrote.

It is asked with `{"file", "task", "columns", "limits"}` and answers with what was read: for the
task `inspect` an `inspection`, for `part` a `report` and the part (see `loaders.parts`). What goes
wrong is answered as `error` and `message`; over its memory, as `over`.
"""

from __future__ import annotations

import faulthandler
import os
import sys
from pathlib import Path
from typing import Any

import psutil

from graph import frames
from graph.errors import GoldenThreadError
from graph.processes import error_message, listen
from loaders.inspection import inspection, report
from loaders.limits import Limits
from loaders.parts import packed
from loaders.plan import plan_part
from loaders.reading import language, read_plan

_GRACE = 5.0
"""Seconds after its time in which a worker ends itself, should nobody be left to end it."""
_DAY = 86_400
"""Seconds: more than the alarm of the C library needs, and less than it can take."""
_ROOM = 256 * 1024 * 1024
"""Bytes of address space beyond the memory allowed: the watch is to speak first."""


def main() -> None:
    """Answer until nobody asks any more."""
    requests, out = listen()
    language()
    frames.send(out, {"ready": True})
    try:
        while True:
            message, attached = _answer(requests.get())
            frames.send(out, message, attached)
            del message, attached
    except BrokenPipeError:
        os._exit(0)


def _answer(request: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    limits = Limits(**request["limits"])
    _bound(limits)
    try:
        reading = read_plan(Path(request["file"]), limits=limits, columns=request["columns"])
        if request["task"] == "inspect":
            return {"inspection": inspection(reading)}, []
        head, attached = packed(plan_part(reading))
    except GoldenThreadError as error:
        return error_message(error), []
    except MemoryError:
        return {"over": "memory"}, []
    except Exception as error:  # noqa: BLE001  # one bad file never stops the rest, whatever it met
        said = (
            f"{request['file']}: could not be read through ({type(error).__name__}: {error}); "
            "report it"
        )
        return {"error": "UnreadableInputError", "message": said}, []
    else:
        return {**head, "report": report(reading)}, attached
    finally:
        faulthandler.cancel_dump_traceback_later()


def _bound(limits: Limits) -> None:
    """Bound this process itself, in case that the one that watches it cannot act."""
    # From a thread of C, so it also ends a library that never lets go of the interpreter.
    faulthandler.dump_traceback_later(min(limits.seconds, _DAY) + _GRACE, exit=True)
    if sys.platform == "linux":
        # One demand for far too much is refused before the watch could look.
        import resource  # noqa: PLC0415  (Windows has none)

        memory = psutil.Process().memory_info()
        most = memory.vms - memory.rss + limits.memory + _ROOM
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        within = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (within, hard))


if __name__ == "__main__":
    main()
