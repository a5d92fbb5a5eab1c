"""What the terminal shows: the same views as the browser, in lines of plain text."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.box import ASCII, HEAVY_HEAD, Box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Column, Table
from rich.text import Text

from explorer.markup import UNSEEN, shortened, shown, shown_lines
from explorer.thread_view import Item, Section, view
from explorer.words import ROW, counted
from loaders.discovery import NOT_READ

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from graph.check import CheckReport
    from graph.marked import Marked
    from graph.queries import Answer
    from graph.query_file import SavedQuery
    from graph.search import Hit
    from loaders.build import BuildReport, FileReport


_SHOWN_WORDS = 60
"""Characters of a quote: enough to know it by."""
_NARROWEST = 24
"""Characters that a column of a table needs to be read."""
_FRAME = 13
"""Characters of the lines and blanks around four columns."""
_SHORTEST_NAME = 28
"""Characters of a file's name that are always shown."""
_FIRST_PLACES = 3
"""Places named of what is found many times."""
_MOST_NAMES = 5
"""Names of files that were passed over."""
_LONGEST_CELL = 3_000
"""Characters that a cell of a table on the screen holds: two screens of words."""
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
        yield from _drawn(_files_table(listed))
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
        *(Column(heading, no_wrap=heading != "Findings") for heading in headings), box=_box()
    )
    for file, *rest in rows:
        table.add_row(*_cells(_middle_cut(file, name), *rest))
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
    table = _table("Ref", "Action", "Workstream", "Lead", "Source", "Status", "Due")
    for action in found["actions"]:
        sources = "; ".join(
            f"{source['kind']} {source['locator'] or ''}".strip() for source in action["sources"]
        )
        table.add_row(
            *_cells(
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
        yield from _drawn(table)
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


def thread_lines(thread: Mapping[str, Any]) -> Iterator[str]:
    """Yield a thread as text: source, recommendation, action, lead, evidence, then the rest."""
    page = view(thread)
    yield shown(page.heading)
    if page.text:
        yield shown(f"  {page.text}")
    for term, words in page.facts:
        yield shown(f"  {term}: {words}")
    if page.remark:
        yield shown(f"  {page.remark}")
    for section in (*page.line, *page.rest):
        yield from _section_lines(section)
    if page.row:
        yield from ("", ROW)
        for term, words in page.row:
            yield shown(f"  {term}: {words}")


def _section_lines(section: Section) -> Iterator[str]:
    yield ""
    yield section.heading
    for remark in section.remarks:
        yield shown(f"  ({remark})")
    for item in section.items:
        yield from _item_lines(item)


def _item_lines(item: Item) -> Iterator[str]:
    tags = f"  [{', '.join(item.tags)}]" if item.tags else ""
    yield shown(f"  {item.text or item.node.label}{tags}")
    yield shown(f"    {item.node.id}")
    for remark in dict.fromkeys(link.remark for link in item.links if link.remark):
        yield shown(f"    {remark}")
    quotes = {(one.document, one.start, one.end): one for link in item.links for one in link.quotes}
    for (document, start, end), one in sorted(quotes.items(), key=lambda entry: entry[0]):
        page = f"page {one.page}" if one.page else None
        place = ", ".join(filter(None, (document, page, one.cell, f"characters {start}-{end}")))
        yield shown(f"    \u201c{shortened(one.quote, _SHOWN_WORDS)}\u201d ({place})")


def marking_lines(found: Sequence[Marked]) -> Iterator[str]:
    """Yield the protective markings of the documents that an answer draws on."""
    labels: dict[str, list[str]] = {}
    for one in found:
        labels.setdefault(one.marking, []).append(one.label)
    for marking, of in labels.items():
        more = len(of) - _FIRST_PLACES
        documents = "; ".join(of[:_FIRST_PLACES]) + (f"; and {more:,} more" if more > 0 else "")
        yield shown(f"Protective marking: {marking} ({documents})")


def hit_lines(hits: Sequence[Hit], limit: int) -> Iterator[str]:
    """Yield what a search found: the id to trace, and the words around what was found.

    `hits` holds one more than `limit` where there are more to be had.
    """
    for hit in hits[:limit]:
        yield shown(f"{hit.id}  ({hit.kind})")
        yield shown(f"  {hit.snippet or hit.label}")
    if not hits:
        yield "Nothing was found; try fewer words, or another form of them."
    if len(hits) > limit:
        yield f"There are more than these {limit}; ask for more with --limit."


def check_lines(report: CheckReport) -> Iterator[str]:
    """Yield what a check found: each quote that fails with its place, then the sum."""
    for failure in report.failures:
        place = f"line {failure.line}, " if failure.line else ""
        at = "" if failure.start is None else f"characters {failure.start}-{failure.end}: "
        yield shown(f"{failure.document}: {place}{at}{failure.what}")
    yield (
        f"{report.quotes} quotes, {report.nodes} nodes and {report.relations} relations in "
        f"{report.documents} documents were compared; {len(report.failures)} failed"
    )


def query_lines(library: Iterable[SavedQuery]) -> Iterator[str]:
    """Yield the saved queries with what each answers."""
    for saved in library:
        required = " ".join(
            f"--param {one.name}=\u2026" for one in saved.parameters if one.required
        )
        yield f"{saved.name} {required}".rstrip()
        yield f"  {saved.question}"


def answer_lines(answer: Answer, form: str) -> Iterator[str]:
    """Yield an answer as table, csv, json or jsonl."""
    if form == "json":
        yield json_text(answer.to_json(), indent=2)
    elif form == "jsonl":
        for record in answer.records():
            yield json_text(record)
    elif form == "csv":
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\n")
        writer.writerow(map(_csv_cell, answer.columns))
        writer.writerows([_csv_cell(cell) for cell in row] for row in answer.rows)
        yield written.getvalue()
    else:
        yield from _rows(answer)
        cut = "; there are more, which the row limit cut off" if answer.cut else ""
        yield f"{counted(len(answer.rows), 'row')}{cut}"
        asked = answer.receipt.get("parameters") or {}
        if not answer.rows and asked:
            given = ", ".join(f"{name} = {value}" for name, value in asked.items())
            yield shown(f"Nothing matches {given}; find tells which ids and names there are.")
        markings = Counter(answer.receipt["markings"].values())
        if markings:
            said = ", ".join(
                f"{marking} ({counted(number, 'document')})"
                for marking, number in markings.most_common()
            )
            yield shown(f"Protective markings in this graph: {said}")


def _rows(answer: Answer) -> Iterator[str]:
    """Yield rows as a table, or one below the other where a table would cut them to pieces."""
    width = Console().width
    longest = [
        max(len(str(row[at])) for row in (answer.columns, *answer.rows))
        for at in range(len(answer.columns))
    ]
    if sum(min(one, _NARROWEST) for one in longest) + 3 * len(longest) + 1 <= width:
        table = _table(*answer.columns)
        for row in answer.rows:
            table.add_row(*_cells(*row))
        yield from _drawn(table)
        return
    for row in answer.rows:
        for name, cell in zip(answer.columns, _cells(*row), strict=True):
            yield f"{name}: {cell.plain}"
        yield ""


def json_text(value: Any, *, indent: int | None = None) -> str:
    """Return a value as JSON that any screen and any file can hold.

    Characters that a screen would obey or that would deceive a reader are written as escapes, and
    all that is not ASCII where the output is not UTF-8: read back, the value is the same.
    """
    text = json.dumps(value, ensure_ascii=not _holds_unicode(), indent=indent)
    return UNSEEN.sub(lambda found: json.dumps(found.group())[1:-1], text)


def _holds_unicode() -> bool:
    return (getattr(sys.stdout, "encoding", None) or "utf-8").lower().startswith("utf")


def _csv_cell(cell: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula: a leading sign is quoted."""
    if isinstance(cell, (list, dict)):
        return json_text(cell)
    if not isinstance(cell, str):
        return cell
    formula = cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    return "'" * formula + shown_lines(cell)


def _cells(*values: Any) -> list[Text]:
    """Return cells whose words are shown as they are: no markup, no control characters.

    What is too long for any screen is cut, and says so: every other format gives it whole.
    """
    return [Text(shown(_cut(_words(value)))) for value in values]


def _words(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _cut(words: str) -> str:
    left = len(words) - _LONGEST_CELL
    return words if left <= 0 else f"{words[:_LONGEST_CELL]} … ({left:,} more characters)"


def _table(*headings: str) -> Table:
    columns = [Column(Text(shown(heading)), overflow="fold") for heading in headings]
    return Table(*columns, box=_box())


def _box() -> Box:
    return HEAVY_HEAD if _holds_unicode() else ASCII


def _drawn(table: Table) -> Iterator[str]:
    written = io.StringIO()
    Console(file=written, width=Console().width, highlight=False).print(table)
    yield from written.getvalue().splitlines()
