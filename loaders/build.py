"""Builds the graph from files: finds the plans, reads each, and switches to the new graph last.

One bad file never stops the rest: it is reported, and what the graph holds of it stays.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import (
    GoldenThreadError,
    IntegrityError,
    UnreadableInputError,
    WrongUseError,
)
from graph.store import open_writer
from loaders.plan import plan_part
from loaders.reading import PlanReading, read_plan
from loaders.register import REGISTER_ID, read_register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from graph.store.base import Progress
    from loaders.findings import Finding

PLANS = Path(__file__).resolve().parent.parent / "data" / "plans"
"""The plans that come with the program."""

_SUFFIXES = (".txt", ".tsv")

_LOG = logging.getLogger("golden-thread")


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file.

    Attributes:
        path: the file.
        document: id of the document, or None where it could not be read.
        actions: how many actions were read.
        findings: what there is to say about it, the rows' findings included.
        error: why it was not loaded, or None.
    """

    path: Path
    document: str | None
    actions: int
    findings: tuple[Finding, ...]
    error: str | None


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What became of all files.

    Attributes:
        files: in the order they were read.
        parts: ids of the plans that the graph holds now.
    """

    files: tuple[FileReport, ...]
    parts: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the report as `build --json` prints it."""
        return {
            "files": [
                {
                    "file": str(file.path),
                    "document": file.document,
                    "actions": file.actions,
                    "findings": [finding.to_json() for finding in file.findings],
                    "error": file.error,
                }
                for file in self.files
            ],
            "documents": list(self.parts),
        }

    @property
    def failed(self) -> tuple[FileReport, ...]:
        """The files that were not loaded."""
        return tuple(file for file in self.files if file.error)


def discover(paths: Sequence[Path]) -> list[Path]:
    """Return the files to read: those named, and the plans in the folders named, sorted.

    Raises:
        WrongUseError: a path does not exist, or a folder holds no plan.
    """
    found: list[Path] = []
    for path in paths:
        if not _exists(path):
            raise WrongUseError(f"{path}: does not exist; name a plan's file or a folder of plans")
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(
            file for file in path.rglob("*") if file.suffix in _SUFFIXES and file.is_file()
        )
        if not inside:
            raise WrongUseError(f"{path}: holds no plan ({' or '.join(_SUFFIXES)} file)")
        found.extend(inside)
    return list(dict.fromkeys(found))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        # Too long for a name, or behind a folder that may not be searched.
        return False


def build_graph(
    location: str | Path,
    paths: Sequence[Path],
    *,
    fresh: bool = False,
    tell: Callable[[int, int, str], None] | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Read plans and put them into the graph, each as a whole, then switch to the new graph.

    Args:
        location: where the graph is.
        paths: files and folders.
        fresh: begin again with nothing but these.
        tell: called before each file with its number, how many there are, and its name.
        progress: called while the store makes the new graph.

    Raises:
        WrongUseError: nothing to read.
        UnreadableInputError: no file at all could be read.
        GraphBusyError: somebody else is building this graph.
    """
    files = discover(paths)
    reports: list[FileReport] = []
    with open_writer(location, fresh=fresh) as writer:
        for file, reading in _readings(files, reports, tell):
            try:
                writer.put(plan_part(reading))
            except IntegrityError as error:
                reports.append(FileReport(file, None, 0, (), f"{file}: {error}"))
            else:
                reports.append(_report(file, reading))
        if not any(report.document for report in reports):
            reasons = "; ".join(report.error or "" for report in reports[:3])
            raise UnreadableInputError(f"nothing was loaded: {reasons}")
        writer.commit(progress)
        parts = writer.parts()
    return BuildReport(tuple(reports), parts)


def _readings(
    files: Sequence[Path],
    reports: list[FileReport],
    tell: Callable[[int, int, str], None] | None,
) -> Iterator[tuple[Path, PlanReading]]:
    """Yield each file that can be read; report the others, and a second file with an id used."""
    register = read_register()
    # What plans cite keeps its id: a source cannot be loaded as a plan (docs/decisions.md).
    taken: dict[str, Path] = dict.fromkeys((REGISTER_ID, *register.sources), register.path)
    for number, file in enumerate(files, start=1):
        if tell:
            tell(number, len(files), file.name)
        try:
            reading = read_plan(file, register)
            _check_id(file, reading.document.id, taken)
        except GoldenThreadError as error:
            reports.append(FileReport(file, None, 0, (), str(error)))
            continue
        except Exception as error:  # noqa: BLE001  # one bad file never stops the rest, whatever it met
            _LOG.debug("%s", file, exc_info=True)
            said = f"{file}: could not be read through ({type(error).__name__}: {error}); report it"
            reports.append(FileReport(file, None, 0, (), said))
            continue
        taken[reading.document.id] = file
        yield file, reading


def _check_id(file: Path, document: str, taken: dict[str, Path]) -> None:
    if document in taken:
        raise UnreadableInputError(
            f"{file}: its id {document!r} is that of {taken[document]}; give it its own "
            f'in a sidecar {file.name}.toml (a line such as id = "{document}-2")'
        )


def _report(file: Path, reading: PlanReading) -> FileReport:
    rows: Iterable[Finding] = (finding for action in reading.actions for finding in action.findings)
    return FileReport(
        file, reading.document.id, len(reading.actions), (*reading.findings, *rows), None
    )
