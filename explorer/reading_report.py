"""What the terminal says of files that were read: progress, a build's report, one document."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Column, Table

from explorer.markup import shown
from explorer.screen_tables import box, cells, drawn, table_of
from explorer.words import counted
from loaders.discovery import NOT_READ

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from loaders.build import BuildReport, FileReport

_FRAME = 13
"""Characters of the lines and blanks around four columns."""
_SHORTEST_NAME = 28
"""Characters of a file's name that are always shown."""
_FIRST_PLACES = 3
"""Places named of what is found many times."""
_MOST_NAMES = 5
"""Names of files that were passed over."""
_LEVELS = {"error": "error", "warning": "warning", "info": "remark"}
"""What a finding's level is called."""


class BuildBar:
    """Shows how far a build has come: files first, then the making of the graph."""

    def __init__(self, progress: Progress) -> None:
        """Draw on `progress`."""
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def file(self, number: int, total: int, name: str) -> None:
        """Show that file `number` of `total` is being read."""
        self._show("Reading plans", number, total, shown(name))

    def store(self, what: str, done: int, total: int) -> None:
        """Show how much of one step of making the graph is done."""
        self._show(what, done, total, "")

    def _show(self, what: str, done: int, total: int, name: str) -> None:
        if what not in self._tasks:
            self._tasks[what] = self._progress.add_task(what, name=name)
        self._progress.update(self._tasks[what], completed=done, total=total, name=name)


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[BuildBar]:
    """Draw progress on standard error, where that is a terminal, and take it away when done."""
    screen = Console(stderr=True)
    words = TextColumn("{task.fields[name]}", markup=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), words)
    hidden = quiet or not screen.is_terminal
    with Progress(*columns, console=screen, disable=hidden, transient=True) as progress:
        yield BuildBar(progress)


def report_lines(report: BuildReport, *, details: bool) -> Iterator[str]:
    """Yield the report of a build: a table of files, their warnings, and what was passed over.

    Args:
        report: what became of the files.
        details: list also the files that had not changed, and remarks.
    """
    still = [file for file in report.files if file.unchanged]
    listed = [file for file in report.files if details or not file.unchanged]
    if listed:
        yield from drawn(_files_table(listed))
    for file in listed:
        shown_ones = [one.to_json() for one in file.findings if details or one.level != "info"]
        for line in finding_lines(shown_ones):
            yield _line(f"{file.path.name}: {line}")
        if file.unsaid:
            yield _line(
                f"{file.path.name}: was read with --columns before and without now; "
                f"a file {file.path.name}.columns.toml beside it would last."
            )
    if still:
        actions = counted(sum(file.actions for file in still), "action")
        levels = _levels(finding.level for file in still for finding in file.findings)
        were = "was" if len(still) == 1 else "were"
        files = f"{len(still)} of {counted(len(report.files), 'file')}"
        more = "" if details else "; golden-thread --verbose build lists them"
        yield f"{files} {were} unchanged and not read again ({actions}; findings: {levels}{more})."
    yield from _passed_over_lines(report.others)
    if report.gone:
        plans = counted(len(report.gone), "plan")
        yield shown(
            f"{plans} in the graph came from files that are no longer there: "
            f"{', '.join(report.gone)} (golden-thread remove ID takes one out)."
        )
    yield f"The graph holds {counted(len(report.parts), 'plan')}."
    if not details and any(one.level == "info" for file in listed for one in file.findings):
        yield "Remarks are shown by golden-thread --verbose build, or inspect FILE."
    if report.failed:
        were = "was" if len(report.failed) == 1 else "were"
        yield ""
        yield f"{counted(len(report.failed), 'file')} {were} not loaded:"


def _files_table(files: Sequence[FileReport]) -> Table:
    """Return a table of files in which only the findings may take several lines."""
    rows = [
        (
            _line(file.path.name),
            file.family or "not loaded",
            f"{file.actions:,}" if file.document else "",
            ("unchanged; " if file.unchanged else "")
            + (_levels(one.level for one in file.findings) if file.document else ""),
        )
        for file in files
    ]
    headings = ("File", "Family", "Actions", "Findings")
    name, family, actions, findings = (
        max(map(len, column)) for column in zip(headings, *rows, strict=True)
    )
    room = Console().width - _FRAME - family - actions
    name = min(name, max(_SHORTEST_NAME, room - findings))
    table = Table(
        *(Column(heading, no_wrap=heading != "Findings") for heading in headings), box=box()
    )
    for file, *rest in rows:
        table.add_row(*cells(_middle_cut(file, name), *rest))
    return table


def _middle_cut(name: str, most: int) -> str:
    """Return a file's name with an ellipsis in its middle where it is longer than `most`."""
    if len(name) <= most:
        return name
    end = (most - 1) // 2
    return f"{name[: most - 1 - end]}\u2026{name[-end:]}"


def finding_lines(findings: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """Yield findings, those that say the same once, with how often and where first."""
    places: dict[tuple[str, str, str], list[str]] = {}
    for one in findings:
        said = (one["level"], one["message"], one["code"])
        places.setdefault(said, []).append(one["where"])
    for (level, message, code), where in places.items():
        several = list(dict.fromkeys(where))
        if len(where) == 1:
            yield f"{_LEVELS[level]}: {where[0]}: {message} [{code}]"
        else:
            first = "; ".join(several[:_FIRST_PLACES])
            at = f"first at {first}" if len(several) > _FIRST_PLACES else f"at {first}"
            yield f"{_LEVELS[level]}: {message} ({len(where)} times, {at}) [{code}]"


def _passed_over_lines(others: Mapping[str, Sequence[Path]]) -> Iterator[str]:
    """Yield what was passed over, with a remedy for the formats that may hold a plan."""
    rest: list[Path] = []
    for suffix, files in others.items():
        if suffix not in NOT_READ:
            rest += files
            continue
        what, remedy = NOT_READ[suffix]
        yield _line(f"Passed over {_names(files)}: {what} ({suffix}) is not read; {remedy}.")
    if rest:
        yield _line(f"Passed over, as their names are not those of plans: {_names(rest)}.")


def _names(files: Sequence[Path]) -> str:
    named = ", ".join(file.name for file in files[:_MOST_NAMES])
    more = len(files) - _MOST_NAMES
    return f"{named} and {more:,} more" if more > 0 else named


def _line(text: str) -> str:
    """Return a text as one line, whatever line ends a name in it has."""
    return shown(" ".join(text.split()))


def _levels(levels: Iterable[str]) -> str:
    """Return how many findings there are of each level: "1 warning, 2 remarks"."""
    found = Counter(levels)
    said = (counted(found[level], word) for level, word in _LEVELS.items() if found[level])
    return ", ".join(said) or "none"


def inspection_lines(found: Mapping[str, Any]) -> Iterator[str]:
    """Yield what was read from one document: what is known of it, columns, rows and findings."""
    yield from _document_lines(found["document"])
    yield from _column_lines(found["columns"])
    table = table_of("Ref", "Action", "Workstream", "Lead", "Source", "Status", "Due")
    for action in found["actions"]:
        sources = "; ".join(
            f"{source['kind']} {source['locator'] or ''}".strip() for source in action["sources"]
        )
        table.add_row(
            *cells(
                action["ref"],
                action["action_text"],
                action["workstream"] or "",
                "; ".join(action["owners"]),
                sources,
                action["status"],
                action["due"] or "",
            )
        )
    if found["actions"]:
        yield from drawn(table)
    stages = Counter(said["stage"] for action in found["actions"] for said in action["statements"])
    said = ", ".join(f"{number} {stage}" for stage, number in sorted(stages.items()))
    yield f"{counted(len(found['actions']), 'action')}; statements: {said or 'none'}"
    findings = [
        *found["findings"],
        *(one for action in found["actions"] for one in action["findings"]),
    ]
    yield f"Findings: {_levels(finding['level'] for finding in findings)}"
    yield from map(_line, finding_lines(findings))


def _document_lines(document: Mapping[str, Any]) -> Iterator[str]:
    yield shown(f"{document['title']}  ({document['id']})")
    pages = counted(document["pages"], "page") if document["pages"] else None
    facts = (
        ("Publisher", document["publisher"] or "not stated"),
        ("Date", document["date"] or "not stated"),
        ("Family", document["family"]),
        ("Length", pages),
        ("Protective marking", document["marking"] or "none found"),
        ("Copy", document["copy_status"] or "not stated"),
        ("Read by", ", ".join(filter(None, (document["reader"], document["layout"])))),
        ("SHA-256", document["sha256"]),
    )
    for term, words in facts:
        if words:
            yield shown(f"  {term}: {words}")


def _column_lines(columns: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if columns:
        yield "Columns:"
    how = {"known": "", "guessed": " (guessed)", "said": " (as you said)"}
    for column in columns:
        heading = f"\u201c{column['heading']}\u201d" if column["heading"] else "no heading"
        yield shown(f"  {heading}: {column['role'] or 'kept, not understood'}{how[column['how']]}")
