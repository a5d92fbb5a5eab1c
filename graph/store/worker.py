"""A worker process: `python -m graph.store.worker query FOLDER` or `… build FOLDER GENERATION`.

It speaks frames (see `frames.py`) over its standard input and output and ends, whatever it is
doing, when its standard input ends: no worker outlives the program that started it.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
from pathlib import Path
from typing import IO, Any

from graph.errors import GoldenThreadError
from graph.store import frames

_WARM = "MATCH (a:Action {id: $id})-[r]->(b) RETURN a AS a, r AS r, b AS b"


def main(arguments: list[str]) -> None:
    """Do what the arguments ask."""
    # The pipe is kept to ourselves: what the engine prints goes where nobody mistakes it.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, requests), daemon=True).start()
    try:
        if arguments[0] == "build":
            _build(Path(arguments[1]), arguments[2], out)
        else:
            _serve(Path(arguments[1]), requests, out, warm="--warm" in arguments)
    except GoldenThreadError as error:
        frames.send(out, _as_message(error))
    except BrokenPipeError:
        pass
    # Not by the Java machine's own way out: threads of the engine could hold it up.
    os._exit(0)


def _listen(pipe: IO[bytes], requests: queue.SimpleQueue[dict[str, Any]]) -> None:
    while (message := frames.receive(pipe)) is not None:
        requests.put(message)
    os._exit(0)


def _serve(
    folder: Path, requests: queue.SimpleQueue[dict[str, Any]], out: IO[bytes], *, warm: bool
) -> None:
    # Imported here: a build does not need it, and the listener must start before it.
    from graph.store.arcadedb import Reader  # noqa: PLC0415  (each task of a worker imports its own)

    reader = Reader(folder)
    if warm:
        # The first query costs a third of a second, most of it for loading classes.
        reader.run(_WARM, {"id": ""}, 1)
    frames.send(out, {"ready": True})
    while True:
        request = requests.get()
        try:
            columns, rows, cut = reader.run(
                request["cypher"], request["parameters"], request["row_limit"]
            )
        except GoldenThreadError as error:
            frames.send(out, _as_message(error))
        else:
            frames.send(out, {"columns": columns, "rows": rows, "cut": cut})


def _build(folder: Path, generation: str, out: IO[bytes]) -> None:
    # Imported here: a query worker does not need them.
    from graph.store.generations import Generation  # noqa: PLC0415  (each task of a worker imports its own)
    from graph.store.making import make  # noqa: PLC0415  (each task of a worker imports its own)

    def progress(what: str, done: int, total: int) -> None:
        frames.send(out, {"progress": [what, done, total]})

    make(Generation(folder, generation), progress)
    frames.send(out, {"done": True})


def _as_message(error: GoldenThreadError) -> dict[str, Any]:
    return {"error": type(error).__name__, "message": str(error)}


if __name__ == "__main__":
    main(sys.argv[1:])
