"""Builds the graph from files: finds the plans, reads each, and switches to the new graph last.

Files are read first, several at once, and nobody is kept from the graph meanwhile; what they give
waits in a file without a name. One bad file never stops the rest: it is reported, and what the
graph holds of it stays. A file that was read before, by this program, and has not changed since is
not read again.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

import psutil

from graph import frames
from graph.errors import IntegrityError, UnreadableInputError
from graph.store import folder_of, open_writer
from graph.store.base import Kept
from loaders.discovery import discover
from loaders.findings import Finding
from loaders.fingerprint import Fingerprints
from loaders.intake import Intake, Reader
from loaders.limits import Limits
from loaders.parts import unpacked
from loaders.register import REGISTER_ID, read_register
from loaders.said_columns import said_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from graph.store.base import GraphWriter, Progress
    from loaders.discovery import Found

PLANS = Path(__file__).resolve().parent.parent / "data" / "plans"
"""The plans that come with the program."""

_PATIENCE = 60.0
"""Seconds to wait for another writer, once all files have been read."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file.

    Attributes:
        path: the file.
        document: id of the document, or None where it could not be read.
        actions: how many actions were read.
        findings: what there is to say about it, the rows' findings included.
        error: why it was not loaded, or None.
        family: its format and layout in words, or None where it could not be read.
        unchanged: True where it was read before and so was not read again.
        unsaid: True where its columns were said on the command line when it was read before, and
            are said nowhere now.
    """

    path: Path
    document: str | None
    actions: int
    findings: tuple[Finding, ...]
    error: str | None
    family: str | None = None
    unchanged: bool = False
    unsaid: bool = False


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What became of all files.

    Attributes:
        files: in the order of their names.
        parts: ids of the plans that the graph holds now.
        others: files of the folders that were passed over, by the end of their names.
        gone: plans of the graph whose files were in the folders and are no longer there.
    """

    files: tuple[FileReport, ...]
    parts: tuple[str, ...]
    others: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)
    gone: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the report as `build --json` prints it."""
        return {
            "files": [
                {
                    "file": str(file.path),
                    "family": file.family,
                    "document": file.document,
                    "actions": file.actions,
                    "findings": [finding.to_json() for finding in file.findings],
                    "unchanged": file.unchanged,
                    "error": file.error,
                }
                for file in self.files
            ],
            "documents": list(self.parts),
            "passed_over": {suffix: len(files) for suffix, files in self.others.items()},
            "files_gone": list(self.gone),
        }

    @property
    def failed(self) -> tuple[FileReport, ...]:
        """The files that were not loaded."""
        return tuple(file for file in self.files if file.error)


def build_graph(  # noqa: PLR0913  (what a build can be told)
    location: str | Path,
    paths: Sequence[Path],
    *,
    fresh: bool = False,
    limits: Limits | None = None,
    columns: str | None = None,
    jobs: int | None = None,
    tell: Callable[[int, int, str], None] | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Read plans and put them into the graph, each as a whole, then switch to the new graph.

    Args:
        location: where the graph is.
        paths: files and folders.
        fresh: begin again with nothing but these, and read all of them again.
        limits: how much a file may hold, take and need.
        columns: what the user says of the files' columns.
        jobs: how many files are read at once; as many as the machine can unless said.
        tell: called after each file with how many are done, how many there are, and its name.
        progress: called while the store makes the new graph.

    Raises:
        WrongUseError: nothing to read, or what is said of columns is not understood.
        UnreadableInputError: no file at all could be read.
        GraphBusyError: somebody else is building this graph.
    """
    reader = Reader(limits or Limits(), columns)
    found = discover(paths)
    # Opened and closed: a graph that cannot be written to is said before anything is read.
    with open_writer(location, fresh=fresh) as writer:
        known = writer.kept()
        intact = {key for key in known if writer.is_intact(known[key].document)}
    with _Reading(reader, found, folder_of(location), jobs, tell) as reading:
        reading.read_all_but(intact)
        while True:
            with open_writer(location, fresh=fresh, patience=_PATIENCE) as writer:
                # Somebody may have taken out, meanwhile, what was not to be read again.
                gone = reading.missing(writer)
                if not gone:
                    reports = reading.put_all(writer, progress)
                    if not any(report.document for report in reports):
                        reasons = list(dict.fromkeys(report.error or "" for report in reports))
                        raise UnreadableInputError(f"nothing was loaded: {'; '.join(reasons[:3])}")
                    gone_files = _gone(writer, paths, found.closed, reports)
                    writer.commit(progress)
                    return BuildReport(tuple(reports), writer.parts(), found.others, gone_files)
            reading.read(gone)


class _Reading:
    """What was read of each file, waiting to be put into the graph."""

    def __init__(
        self,
        reader: Reader,
        found: Found,
        folder: Path,
        jobs: int | None,
        tell: Callable[[int, int, str], None] | None,
    ) -> None:
        self._reader = reader
        self._found = found
        self._files = found.files
        self._tell = tell
        self._before: dict[str, Kept] = {}
        self._fingerprints = Fingerprints(reader)
        self._keys = [self._fingerprints.of(path) for path in found.files]
        self._errors: dict[int, str] = {}
        self._places: dict[int, int] = {}
        self._jobs = jobs or _jobs(reader.limits)
        self._done = 0
        # In the graph's own folder: there is room for it, or there is none for the graph either.
        # It has no name, so that whoever ends this program ends the file.
        self._waiting: IO[bytes] = tempfile.TemporaryFile(dir=folder, prefix=".tmp-")  # noqa: SIM115  (closed on leaving)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._waiting.close()

    def read_all_but(self, known: set[str]) -> None:
        """Read every file but those whose keys are known."""
        numbers = [n for n, key in enumerate(self._keys) if key not in known]
        self._done = len(self._files) - len(numbers)
        self.read(numbers)

    def read(self, numbers: Sequence[int]) -> None:
        """Read these files, and keep what they give."""
        files = [self._files[number] for number in numbers]
        if not files:
            return
        with Intake(self._reader, min(self._jobs, len(files))) as intake:
            for at, read in intake.parts(files):
                number = numbers[at]
                if isinstance(read, Exception):
                    self._errors[number] = str(read)
                else:
                    self._places[number] = self._waiting.seek(0, os.SEEK_END)
                    attached = read.pop("attached")
                    frames.send(self._waiting, read, attached)
                    if self._fingerprints.of(files[at]) != self._keys[number]:
                        # Somebody changed it while it was read.
                        self._keys[number] = None
                self._done += 1
                if self._tell:
                    self._tell(min(self._done, len(self._files)), len(self._files), files[at].name)

    def missing(self, writer: GraphWriter) -> list[int]:
        """Return the files that were not read and that the graph does not hold either."""
        kept = writer.kept()
        return [
            number
            for number, key in enumerate(self._keys)
            if number not in self._errors and number not in self._places and key not in kept
        ]

    def put_all(self, writer: GraphWriter, progress: Progress | None) -> list[FileReport]:
        """Put everything into the graph, in the order of the files; report each."""
        register = read_register()
        # What plans cite keeps its id: a source cannot be loaded as a plan (docs/decisions.md).
        taken: dict[str, Path] = dict.fromkeys((REGISTER_ID, *register.sources), register.path)
        kept = writer.kept()
        self._before = {one.document: one for one in kept.values()}
        reports = [
            _failed(folder, f"{folder}: {why}") for folder, why in self._found.closed.items()
        ]
        for number, path in enumerate(self._files):
            report = self._put(number, writer, kept, taken)
            if report.document:
                taken[report.document] = path
            reports.append(report)
            if progress:
                progress("Keeping plans", number + 1, len(self._files))
        return reports

    def _put(
        self,
        number: int,
        writer: GraphWriter,
        kept: Mapping[str, Kept],
        taken: Mapping[str, Path],
    ) -> FileReport:
        """Put one file's part into the graph, unless it is there already; report it."""
        path, key = self._files[number], self._keys[number]
        if number in self._errors:
            return _failed(path, self._errors[number])
        if number not in self._places:
            there = kept[key or ""]
            why = _why_taken(path, there.document, taken)
            return _failed(path, why) if why else _report(path, there, unchanged=True)
        self._waiting.seek(self._places[number])
        message = frames.receive(self._waiting) or {}
        why = _why_taken(path, message["document"], taken)
        if why:
            return _failed(path, why)
        # Kept, so that the next reading can tell what it was not told again.
        report = {**message["report"], "columns": self._reader.columns}
        try:
            writer.put(unpacked(message, key=key, report=report))
        except IntegrityError as error:
            return _failed(path, f"{path}: {error}")
        read = _report(path, Kept(message["document"], report), unchanged=False)
        return replace(read, unsaid=self._unsaid(path, read.document))

    def _unsaid(self, path: Path, document: str | None) -> bool:
        """Tell whether `--columns` spoke of a file before, and nothing speaks of it now."""
        before = self._before.get(document or "")
        if before is None or not before.report.get("columns"):
            return False
        return not said_columns(path, self._reader.columns)


def _jobs(limits: Limits) -> int:
    """Return how many files to read at once: one a processor, as far as there is memory."""
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return max(1, min(processors, psutil.virtual_memory().available // limits.memory))


def _gone(
    writer: GraphWriter,
    paths: Sequence[Path],
    closed: Iterable[Path],
    reports: Sequence[FileReport],
) -> tuple[str, ...]:
    """Return the plans that came from files of these folders which are no longer there."""
    here = {report.document for report in reports}
    folders = [path.absolute() for path in paths if path.is_dir()]
    unseen = [folder.absolute() for folder in closed]

    def is_gone(source: Path) -> bool:
        return (
            any(map(source.is_relative_to, folders))
            and not any(map(source.is_relative_to, unseen))
            and not os.path.lexists(source)
        )

    return tuple(
        sorted(
            one.document
            for one in writer.kept().values()
            if one.document not in here and is_gone(Path(one.source).absolute())
        )
    )


def _why_taken(path: Path, document: str, taken: Mapping[str, Path]) -> str | None:
    if document not in taken:
        return None
    return (
        f"{path}: its id {document!r} is that of {taken[document]}; give it its own "
        f'in a sidecar {path.name}.toml (a line such as id = "{document}-2")'
    )


def _failed(path: Path, why: str) -> FileReport:
    return FileReport(path, None, 0, (), why)


def _report(path: Path, read: Kept, *, unchanged: bool) -> FileReport:
    findings = tuple(Finding(**finding) for finding in read.report["findings"])
    return FileReport(
        path,
        read.document,
        read.report["actions"],
        findings,
        None,
        read.report["family"],
        unchanged=unchanged,
    )
