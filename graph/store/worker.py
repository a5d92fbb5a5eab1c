"""A worker process: `python -m graph.store.worker query FOLDER` or `… build FOLDER GENERATION`.

It speaks frames (see `graph/frames.py`) over its standard input and output.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from graph import frames
from graph.errors import GoldenThreadError
from graph.processes import error_message, listen

if TYPE_CHECKING:
    import queue

_WARM = "MATCH (a:Action {id: $id})-[r]->(b) RETURN a AS a, r AS r, b AS b"


def main(arguments: list[str]) -> None:
    """Do what the arguments ask."""
    requests, out = listen()
    try:
        if arguments[0] == "build":
            _build(Path(arguments[1]), arguments[2], out)
        else:
            _serve(Path(arguments[1]), requests, out, warm="--warm" in arguments)
    except GoldenThreadError as error:
        frames.send(out, error_message(error))
    except BrokenPipeError:
        pass
    # Not by the Java machine's own way out: threads of the engine could hold it up.
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
            frames.send(out, error_message(error))
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


if __name__ == "__main__":
    main(sys.argv[1:])
