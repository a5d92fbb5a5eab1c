"""Times a trace as a command: a whole process, from nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

CLI = Path(__file__).resolve().parent.parent / "cli.py"


def main() -> None:
    """Print the seconds that `golden-thread trace ID` takes."""
    graph, node = sys.argv[1:3]
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, str(CLI), "--graph", graph, "trace", node, "--json"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    print(time.perf_counter() - started)


if __name__ == "__main__":
    main()
