"""Where an embedded graph lies on disk, and how one whole graph takes the place of another.

```
<graph>/current.json             which generation readers open; replaced in one step
<graph>/lock                     held by the one writer
<graph>/originals texts facts    the archive, shared by the generations
<graph>/generations/<name>/listing.json    its documents and their hashes
                           figures.json    counts for the front page
                           database/       the engine's files
                           readers/        one empty file for each process that reads it
```

A generation is made beside the current one and named in `current.json` only when it is whole, so
that killing its making at any moment leaves what was there.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import psutil

from graph.errors import GraphFormatError, GraphMissingError, IntegrityError
from graph.files import clear_temporaries, sha256, write_atomically
from graph.merge import HeldHashes
from graph.natural import natural

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FORMAT = 2
"""Version of all that is described above; a graph with a higher one is refused."""

_POINTER = "current.json"
_FOLDER = "generations"
_NAME = re.compile(r"[0-9]+-[0-9a-f]{12}-[0-9a-f]{6}")
_OWN = frozenset({_POINTER, _FOLDER, "lock", "originals", "texts", "facts"})
"""All that a graph's folder holds, names with a dot in front aside."""


@dataclass(frozen=True, slots=True)
class PartEntry:
    """One plan as a generation lists it.

    Attributes:
        document: id of the plan.
        source: where it was read from, for messages only.
        facts: SHA-256 of its facts in the archive.
        held: hashes of every document that it quotes, by id.
        key: what tells whether it must be read again, or None (see `Part`).
        report: as it was given with the part.
    """

    document: str
    source: str
    facts: str
    held: Mapping[str, HeldHashes]
    key: str | None = None
    report: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a generation is made of.

    Attributes:
        engine: name and version of the engine that wrote the database.
        parts: in the order of their ids.
    """

    engine: str
    parts: tuple[PartEntry, ...]

    @property
    def data_version(self) -> str:
        """Twelve characters that change whenever a document, its text or its facts do."""
        content = [_part_content(part) for part in self.parts]
        return sha256(json.dumps(content, sort_keys=True).encode("utf-8"))[:12]

    def hashes(self) -> set[str]:
        """Return the names of all archive files that it needs."""
        names = {part.facts for part in self.parts}
        for part in self.parts:
            for held in part.held.values():
                names |= {held.sha256, held.text_sha256}
        return names


@dataclass(frozen=True, slots=True)
class Generation:
    """One whole graph on disk, or one in the making."""

    graph: Path
    name: str

    @property
    def folder(self) -> Path:
        """Its folder."""
        return self.graph / _FOLDER / self.name

    @property
    def database(self) -> Path:
        """The engine's folder."""
        return self.folder / "database"

    def begin(self, listing: Listing) -> None:
        """Make its folder and write down what it is to be made of."""
        self.folder.mkdir(parents=True)
        self.write_listing(listing)

    def write_listing(self, listing: Listing) -> None:
        """Write down what it is made of, and how that was read."""
        content = {
            "format": FORMAT,
            "engine": listing.engine,
            "data_version": listing.data_version,
            "parts": [
                {
                    **_part_content(part),
                    "source": part.source,
                    "key": part.key,
                    "report": part.report,
                }
                for part in listing.parts
            ],
        }
        _write_json(self.folder / "listing.json", content)

    def listing(self) -> Listing:
        """Read what it is made of.

        Raises:
            GraphFormatError: written by a newer program.
            IntegrityError: the file is gone or damaged.
        """
        content = _read_json(self.folder / "listing.json")
        _check_format(content, self.graph)
        try:
            parts = tuple(
                PartEntry(
                    part["document"],
                    part["source"],
                    part["facts"],
                    {
                        one["document"]: HeldHashes(
                            one["sha256"], one["text_sha256"], one["reader"]
                        )
                        for one in part["held"]
                    },
                    part.get("key"),
                    part.get("report", {}),
                )
                for part in content["parts"]
            )
            return Listing(content["engine"], parts)
        except (KeyError, TypeError, AttributeError):
            raise _damaged(self.folder / "listing.json") from None

    def write_figures(self, figures: Mapping[str, Any]) -> None:
        """Write down the counts."""
        _write_json(self.folder / "figures.json", figures)

    def figures(self) -> dict[str, Any]:
        """Read the counts.

        Raises:
            IntegrityError: the file is gone or damaged.
        """
        return _read_json(self.folder / "figures.json")

    def enter(self) -> Path | None:
        """Say that this process reads it; return what to pass to `leave`."""
        mark = self.folder / "readers" / f"{os.getpid()}-{secrets.token_hex(3)}"
        try:
            mark.parent.mkdir(exist_ok=True)
            mark.touch()
        except OSError:
            # A graph on a read-only disk can still be read; nobody will prune it either.
            return None
        return mark

    @staticmethod
    def leave(mark: Path | None) -> None:
        """Say that this process no longer reads it."""
        if mark is not None:
            with contextlib.suppress(OSError):
                mark.unlink()

    def is_read(self) -> bool:
        """Tell whether a living process says that it reads it."""
        for mark in (self.folder / "readers").glob("*"):
            pid = mark.name.partition("-")[0]
            if pid.isdigit() and _alive(int(pid), mark):
                return True
        return False


def current(graph: Path) -> Generation | None:
    """Return the generation that readers open, None before the first build.

    Raises:
        GraphFormatError: the graph was made by a newer program.
        IntegrityError: the pointer is damaged.
    """
    path = graph / _POINTER
    if not path.is_file():
        return None
    content = _read_json(path)
    _check_format(content, graph)
    name = content.get("generation")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise _damaged(path)
    if not (graph / _FOLDER / name).is_dir():
        raise _damaged(path)
    return Generation(graph, name)


def opened(graph: Path) -> Generation:
    """Return the generation that readers open.

    Raises:
        GraphMissingError: there is none yet.
        GraphFormatError: the graph was made by a newer program.
        IntegrityError: the pointer is damaged.
    """
    generation = current(graph)
    if generation is None:
        raise GraphMissingError(f"there is no graph in {graph}; make one with: golden-thread build")
    return generation


def begun(graph: Path, listing: Listing) -> Generation:
    """Begin a new generation, numbered after all that are there."""
    names = sorted((path.name for path in (graph / _FOLDER).glob("*")), key=natural)
    last = names[-1].partition("-")[0] if names else "0"
    number = int(last) + 1 if last.isdigit() else 1
    generation = Generation(graph, f"{number}-{listing.data_version}-{secrets.token_hex(3)}")
    generation.begin(listing)
    return generation


def switch(generation: Generation) -> None:
    """Make readers open `generation` from now on."""
    _write_json(generation.graph / _POINTER, {"format": FORMAT, "generation": generation.name})


def prune(graph: Path, previous: str | None) -> set[str]:
    """Delete generations that nobody needs; return the archive names that the others need.

    Kept are the current one, `previous`, and those that a living process reads. Only the holder of
    the writer's lock may call this.
    """
    clear_temporaries(graph)
    needed: set[str] = set()
    now = opened(graph).name
    for path in (graph / _FOLDER).glob("*"):
        generation = Generation(graph, path.name)
        if path.name in {now, previous} or generation.is_read():
            # A damaged older listing must not stop a build: what it needs can no longer be told.
            with contextlib.suppress(IntegrityError, GraphFormatError):
                needed |= generation.listing().hashes()
        elif _NAME.fullmatch(path.name):
            # What another process still holds open (Windows) is left for the next build.
            shutil.rmtree(path, ignore_errors=True)
    return needed


def prepare(graph: Path) -> None:
    """Make the folder of a graph.

    Raises:
        GraphMissingError: it is there and holds something else.
    """
    if graph.exists():
        if not graph.is_dir():
            raise GraphMissingError(f"{graph} is a file; a graph needs a folder of its own")
        foreign = _foreign(graph)
        if foreign:
            raise GraphMissingError(
                f"{graph} holds other files ({foreign}); name an empty or a new folder"
            )
    (graph / _FOLDER).mkdir(parents=True, exist_ok=True)


def _foreign(graph: Path) -> str | None:
    """Return a name that shows that the folder is something else than a graph, or None."""
    inside = [path.name for path in (graph / _FOLDER).glob("[!.]*")]
    strange = [f"{_FOLDER}/{name}" for name in inside if not _NAME.fullmatch(name)]
    if not (graph / _POINTER).is_file():
        strange += [path.name for path in graph.glob("[!.]*") if path.name not in _OWN]
    return min(strange, default=None)


def _alive(pid: int, mark: Path) -> bool:
    try:
        # A process that began after the mark was made only has the number of the one that made it.
        return psutil.Process(pid).create_time() <= mark.stat().st_mtime + 1
    except (psutil.Error, OSError):
        return False


def _part_content(part: PartEntry) -> dict[str, Any]:
    return {
        "document": part.document,
        "facts": part.facts,
        "held": [
            {
                "document": document,
                "sha256": held.sha256,
                "text_sha256": held.text_sha256,
                "reader": held.reader,
            }
            for document, held in sorted(part.held.items())
        ],
    }


def _check_format(content: Mapping[str, Any], graph: Path) -> None:
    found = content.get("format")
    if found == FORMAT:
        return
    newer = not isinstance(found, int) or found > FORMAT
    raise GraphFormatError(
        f"{graph} was made by {'a newer' if newer else 'an older'} Golden Thread (format {found}, "
        f"this one knows {FORMAT}); {'upgrade, or ' if newer else ''}build it again with --fresh"
    )


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    # A file's name may hold bytes that are no text; as escapes they are JSON and come back so.
    text = json.dumps(content, ensure_ascii=False, indent=1)
    write_atomically(path, text.encode("utf-8", "backslashreplace"))


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        raise _damaged(path) from None
    if not isinstance(content, dict):
        raise _damaged(path)
    return content


def _damaged(path: Path) -> IntegrityError:
    return IntegrityError(f"{path}: gone or damaged; build the graph again with --fresh")
