"""What the terminal shows: the same views as the browser, in lines of plain text."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from rich.console import Console

from explorer.markup import UNSEEN, shortened, shown, shown_lines
from explorer.screen_tables import cells, drawn, holds_unicode, table_of
from explorer.thread_view import Item, Section, view
from explorer.words import ROW, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from graph.check import CheckReport
    from graph.marked import Marked
    from graph.queries import Answer
    from graph.query_file import SavedQuery
    from graph.search import Hit


_FIRST_NAMED = 3
"""Documents named beside a marking that many carry."""
_SHOWN_WORDS = 60
"""Characters of a quote: enough to know it by."""
_NARROWEST = 24
"""Characters that a column of a table needs to be read."""


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
        more = len(of) - _FIRST_NAMED
        documents = "; ".join(of[:_FIRST_NAMED]) + (f"; and {more:,} more" if more > 0 else "")
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
        table = table_of(*answer.columns)
        for row in answer.rows:
            table.add_row(*cells(*row))
        yield from drawn(table)
        return
    for row in answer.rows:
        for name, cell in zip(answer.columns, cells(*row), strict=True):
            yield f"{name}: {cell.plain}"
        yield ""


def json_text(value: Any, *, indent: int | None = None) -> str:
    """Return a value as JSON that any screen and any file can hold.

    Characters that a screen would obey or that would deceive a reader are written as escapes, and
    all that is not ASCII where the output is not UTF-8: read back, the value is the same.
    """
    text = json.dumps(value, ensure_ascii=not holds_unicode(), indent=indent)
    return UNSEEN.sub(lambda found: json.dumps(found.group())[1:-1], text)


def _csv_cell(cell: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula: a leading sign is quoted."""
    if isinstance(cell, (list, dict)):
        return json_text(cell)
    if not isinstance(cell, str):
        return cell
    formula = cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    return "'" * formula + shown_lines(cell)
