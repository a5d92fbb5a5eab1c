"""Runs all benchmarks side by side and prints them as a Markdown table: `make bench`.

Every figure is the median of fresh processes or of many runs, with the smallest and the largest.
The references (spaCy's tokenizer, networkx in memory, an empty Streamlit app) run in the same
minute on the same machine.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PLAN = ROOT / "data" / "plans" / "mps-domestic-abuse-action-plan-2016.txt"
ACTION = "mps-da-2016/action/22"
TIMES = 7

Row = tuple[str, list[float]]


def fresh(script: str, *arguments: str) -> float:
    """Run a script of this folder in a fresh process; it prints seconds."""
    done = subprocess.run(
        [sys.executable, str(HERE / script), *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return float(done.stdout.split()[-1])


def repeated(measure: Callable[[], float], times: int = TIMES) -> list[float]:
    """Measure several times."""
    return [measure() for _ in range(times)]


def reading() -> Iterable[Row]:
    """Reading the plan of 2016 beside spaCy's tokenizer on the same text, both after import."""
    yield (
        "spaCy's tokenizer alone, cold",
        repeated(lambda: fresh("reading.py", "tokenizer", str(PLAN))),
    )
    yield "reading the plan, cold", repeated(lambda: fresh("reading.py", "plan", str(PLAN)))


def tracing(graph: str) -> Iterable[Row]:
    """All 74 actions traced through the store, and walked in networkx in memory."""
    done = subprocess.run(
        [sys.executable, str(HERE / "tracing.py"), graph],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    yield from json.loads(done.stdout).items()


def commands(graph: str) -> Iterable[Row]:
    """The command, and the page in a real browser, each from nothing."""
    yield "`golden-thread trace ID`, cold", repeated(lambda: fresh("command.py", graph, ACTION))
    yield (
        "an empty Streamlit app to first paint, cold",
        repeated(lambda: fresh("first_paint.py", "empty"), 5),
    )
    yield (
        "`golden-thread serve` to first paint, cold",
        repeated(lambda: fresh("first_paint.py", "serve", graph), 5),
    )


def line(name: str, seconds: list[float]) -> str:
    """Return one line of the table, in milliseconds."""
    ordered = sorted(1000 * one for one in seconds)
    at_95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    figures = (statistics.median(ordered), at_95, ordered[0], ordered[-1])
    return f"| {name} | " + " | ".join(f"{one:,.2f}" for one in figures) + f" | {len(ordered)} |"


def main() -> None:
    """Print machine, versions and figures."""
    packages = ("arcadedb-embedded", "spacy", "streamlit", "networkx", "pyvis")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    print(f"{machine}, Python {platform.python_version()}")
    print(versions)
    print()
    print("| what | median ms | p95 ms | least | most | runs |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        graph = str(Path(folder) / "graph")
        subprocess.run(
            [sys.executable, str(ROOT / "cli.py"), "--graph", graph, "--quiet", "build"],
            check=True,
            cwd=ROOT,
        )
        figures: dict[str, list[float]] = {}
        for rows in (reading(), tracing(graph), commands(graph)):
            for name, seconds in rows:
                figures[name] = seconds
                print(line(name, seconds), flush=True)
    names = list(figures)
    ratio = statistics.median(figures[names[1]]) / statistics.median(figures[names[0]])
    print(f"\nReading takes {ratio:.2f} times as long as the tokenizer alone.")


if __name__ == "__main__":
    main()
