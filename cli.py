"""The terminal's front door: `golden-thread <command>`.

Each command imports what it needs when it runs, so that one which reads no documents never waits
for the language pipeline, and one which asks the graph nothing never waits for the engine.
"""

from __future__ import annotations

import io
import json
import logging
import os
import shutil
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph.errors import GoldenThreadError, GraphMissingError, WrongUseError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.store.embedded import EmbeddedGraph

DONE, IN_PART, WRONG = 0, 1, 2
"""Exit codes: all done; done in part, or a check that failed; wrong use or unreadable input."""

LONGEST_QUERY = 1_000_000
"""Bytes of a file with a query."""


class Settings:
    """What the options before the command say."""

    def __init__(self, location: str, *, quiet: bool, verbose: bool) -> None:
        """Keep the options: `location` of the graph, and how much to say."""
        self.location = location
        self.quiet = quiet
        self.verbose = verbose

    def say(self, line: str) -> None:
        """Print a line for a person, unless asked to be quiet."""
        from explorer.markup import shown

        if not self.quiet:
            click.echo(shown(line))

    def show(self, lines: Iterable[str]) -> None:
        """Print lines for a person, wrapped where one reads them, unless asked to be quiet."""
        if not self.quiet:
            _show(lines)

    def open(self) -> EmbeddedGraph:
        """Open the graph for reading."""
        from graph.store import open_graph

        return open_graph(self.location)


def main() -> None:
    """Run a command; turn whatever goes wrong into one line and an exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal or a file that cannot hold a character gets its code, not an error.
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run a command with these arguments and return its exit code."""
    try:
        code = cli.main(arguments, prog_name="golden-thread", standalone_mode=False)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.Abort:
        return _failed("interrupted; nothing was changed", IN_PART)
    except click.ClickException as error:
        command = (
            error.ctx.command_path
            if isinstance(error, click.UsageError) and error.ctx
            else "golden-thread"
        )
        return _failed(f"{error.format_message()} (see {command} --help)", WRONG)
    except GoldenThreadError as error:
        return _failed(str(error), WRONG)
    except BrokenPipeError:
        # Whoever read our output has closed it: `| head`. Nothing more can be said to them.
        _let_go_of_output()
        return IN_PART
    except OSError as error:
        # The disk is full, a folder may not be written to, a name is too long.
        _let_go_of_output()
        where = f"{str(error.filename)[:200]}: " if error.filename else ""
        said = error.strerror or type(error).__name__
        return _failed(f"{where}{said}; the last whole graph can still be read", WRONG)
    except Exception as error:  # the last resort: users never see a traceback
        logging.getLogger("golden-thread").debug("unexpected", exc_info=True)
        return _failed(
            f"something unexpected went wrong ({type(error).__name__}: {error}); "
            "run again with --verbose and report what it prints",
            WRONG,
        )
    return code if isinstance(code, int) else DONE


def _failed(message: str, code: int) -> int:
    from explorer.markup import shown

    click.echo(shown("golden-thread: " + " ".join(message.split())), err=True)
    return code


def _let_go_of_output() -> None:
    """Send what is still to be printed nowhere, so that ending does not fail on it again."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_json(value: Any) -> None:
    from explorer.terminal import json_text

    click.echo(json_text(value, indent=2))


def _show(lines: Iterable[str]) -> None:
    """Print lines, wrapped under their own indent where a person reads them."""
    width = shutil.get_terminal_size().columns
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()) + 2)
        if len(line) <= width or not sys.stdout.isatty():
            click.echo(line)
        else:
            click.echo(
                "\n".join(
                    textwrap.wrap(line, width, subsequent_indent=indent, break_on_hyphens=False)
                )
            )


as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
said_columns = click.option(
    "--columns",
    metavar="HEADING=ROLE,…",
    help='What columns hold, as in "Paragraph=ref, Text=recommendation".',
)
said_limits = click.option(
    "--limit",
    "limits",
    multiple=True,
    metavar="NAME=NUMBER",
    help="Allow a file more or less: bytes, unpacked, pages, cells, rows, characters (of a cell), "
    "seconds, memory.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--graph",
    "location",
    envvar="GOLDEN_THREAD_GRAPH",
    default=".golden-thread",
    show_default=True,
    help="Where the graph is.",
)
@click.option("--quiet", is_flag=True, help="Say nothing but errors and answers.")
@click.option("--verbose", is_flag=True, help="Say more, for finding out what went wrong.")
@click.version_option(package_name="golden-thread", prog_name="golden-thread")
@click.pass_context
def cli(context: click.Context, location: str, *, quiet: bool, verbose: bool) -> None:
    """Draw the line from why something was asked for, through what was done, to the proof of it."""
    logging.basicConfig(level=logging.DEBUG if verbose else logging.ERROR)
    context.obj = Settings(location, quiet=quiet, verbose=verbose)


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--fresh", is_flag=True, help="Start again with nothing but these plans.")
@said_columns
@said_limits
@click.option(
    "--jobs", type=click.IntRange(1, 64), help="Files to read at once; default: one a processor."
)
@as_json
@click.pass_obj
def build(
    settings: Settings,
    paths: tuple[Path, ...],
    *,
    fresh: bool,
    columns: str | None,
    limits: tuple[str, ...],
    jobs: int | None,
    as_json: bool,
) -> int:
    """Read plans (files or folders; the plans that came with the program) into the graph.

    What was read before and has not changed since is not read again.
    """
    from explorer.reading_report import progress_bar, report_lines
    from loaders.build import PLANS, build_graph
    from loaders.limits import given

    with progress_bar(quiet=settings.quiet or as_json) as bar:
        report = build_graph(
            settings.location,
            paths or (PLANS,),
            fresh=fresh,
            limits=given(limits),
            columns=columns,
            jobs=jobs,
            tell=bar.file,
            progress=bar.store,
        )
    if as_json:
        _print_json(report.to_json())
    else:
        settings.show(report_lines(report, details=settings.verbose))
    # What is wrong with one columns file is said once, whatever number of plans it speaks of.
    for error in dict.fromkeys(failed.error or "" for failed in report.failed):
        _failed(error, IN_PART)
    return IN_PART if report.failed else DONE


@cli.command()
@click.argument("document")
@click.pass_obj
def remove(settings: Settings, document: str) -> int:
    """Take a document (its id) out of the graph."""
    from graph.store import open_writer

    with open_writer(settings.location) as writer:
        writer.remove(document)
        writer.commit()
        left = len(writer.parts())
    settings.say(f"{document} is no longer in the graph; {left} document(s) are left")
    return DONE


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@said_columns
@said_limits
@as_json
def inspect(file: Path, *, columns: str | None, limits: tuple[str, ...], as_json: bool) -> int:
    """Show what is read from one document; nothing is stored."""
    from loaders.intake import Intake, Reader
    from loaders.limits import given

    with Intake(Reader(given(limits), columns)) as intake:
        found = intake.inspection(file)
    if as_json:
        _print_json(found)
        return DONE
    from explorer.reading_report import inspection_lines

    _show(inspection_lines(found))
    return DONE


@cli.command()
@click.argument("node_id", metavar="ID")
@as_json
@click.pass_obj
def trace(settings: Settings, node_id: str, *, as_json: bool) -> int:
    """Follow the thread of ID back to its source and forward to its evidence."""
    from graph.marked import drawn_on, marked
    from graph.trace import trace as trace_thread

    with settings.open() as store:
        thread = trace_thread(store, node_id).to_json()
        markings = marked(store, drawn_on(thread))
    if as_json:
        _print_json(thread)
        return DONE
    from explorer.terminal import marking_lines, thread_lines

    _show((*marking_lines(markings), *thread_lines(thread)))
    return DONE


@cli.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@as_json
@click.pass_obj
def find(settings: Settings, words: tuple[str, ...], limit: int, *, as_json: bool) -> int:
    """Search the graph for WORDS; prints ids to trace."""
    from graph.marked import marked
    from graph.search import find as search

    with settings.open() as store:
        hits = search(store, " ".join(words), limit + (not as_json))
        markings = marked(store, {hit.document for hit in hits if hit.document})
    if as_json:
        _print_json([hit.to_json() for hit in hits])
        return DONE
    from explorer.terminal import hit_lines, marking_lines

    _show((*marking_lines(markings), *hit_lines(hits, limit)))
    return DONE


@cli.command()
@click.argument("name", required=False)
@click.option("--param", "params", multiple=True, metavar="K=V", help="A parameter of the query.")
@click.option("--cypher", help="Run this Cypher instead of a saved query.")
@click.option(
    "--file", type=click.Path(path_type=Path, dir_okay=False), help="Run the Cypher in this file."
)
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "jsonl"]), default="table"
)
@as_json
@click.pass_obj
def query(
    settings: Settings,
    name: str | None,
    params: tuple[str, ...],
    cypher: str | None,
    file: Path | None,
    form: str,
    *,
    as_json: bool,
) -> int:
    """Run the saved query NAME, or list them all."""
    from explorer.terminal import answer_lines, query_lines
    from graph import queries

    if sum(given is not None for given in (name, cypher, file)) > 1:
        raise WrongUseError("give one of NAME, --cypher and --file, not several")
    if name is None and cypher is None and file is None:
        library = queries.library()
        if as_json:
            _print_json([saved.to_json() for saved in library])
        for line in () if as_json else query_lines(library):
            click.echo(line)
        return DONE
    given: dict[str, Any] = dict(_parameter(param) for param in params)
    if name is None:
        given = {key: _own_value(value) for key, value in given.items()}
    saved = queries.load(name) if name else None
    text = cypher if cypher is not None else _cypher_in(file)
    with settings.open() as store:
        answer = (
            queries.run(store, saved.name, given) if saved else queries.run_own(store, text, given)
        )
    for line in answer_lines(answer, "json" if as_json else form):
        click.echo(line, nl=not line.endswith("\n"))
    return DONE


def _parameter(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals or not name:
        raise WrongUseError(f"parameter {given!r} must be given as name=value")
    return name, value


def _own_value(value: str) -> Any:
    """Return a parameter of one's own query: a number, a list, true, false, null, or text."""
    try:
        return json.loads(value)
    except ValueError:
        return value


def _cypher_in(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        with file.open("rb") as opened:
            content = opened.read(LONGEST_QUERY + 1)
        if len(content) > LONGEST_QUERY:
            raise WrongUseError(f"{file}: is longer than a query can be ({LONGEST_QUERY:,} bytes)")
        return content.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUseError(f"{file}: cannot be read as UTF-8 text ({error})") from error


@cli.command()
@click.option("--around", metavar="ID", help="The node in the middle.")
@click.option(
    "--hops", default=2, show_default=True, type=click.IntRange(0, 6), help="Steps from it."
)
@click.option("--all", "everything", is_flag=True, help="The whole graph.")
@click.option("--format", "form", type=click.Choice(["graphml", "gexf", "json"]), required=True)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.pass_obj
def export(
    settings: Settings, around: str | None, hops: int, form: str, output: Path, *, everything: bool
) -> int:
    """Write a subgraph that networkx and other tools read."""
    from explorer.terminal import marking_lines
    from graph.export import export as write
    from graph.marked import marked
    from graph.subgraph import neighbourhood, quoted_documents, whole

    if (around is None) != everything:
        raise WrongUseError("say which part: either --around ID or --all")
    with settings.open() as store:
        graph = whole(store) if around is None else neighbourhood(store, around, hops)
        markings = marked(store, quoted_documents(graph))
    write(graph, form, output)
    size = f"{graph.number_of_nodes()} nodes and {graph.number_of_edges()} relations"
    settings.say(f"{output}: {size} as {form}")
    settings.show(marking_lines(markings))
    return DONE


@cli.command()
@as_json
@click.pass_obj
def check(settings: Settings, *, as_json: bool) -> int:
    """Compare every quote with the archived text that it was taken from."""
    from graph.check import check as check_quotes

    with settings.open() as store:
        report = check_quotes(store)
    if as_json:
        _print_json(report.to_json())
    else:
        from explorer.terminal import check_lines

        for line in check_lines(report):
            click.echo(line)
    return DONE if report.passed else IN_PART


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8501, show_default=True, type=click.IntRange(0, 65535), help="0: a free one."
)
@click.option("--no-browser", is_flag=True, help="Do not open a browser window.")
@click.pass_obj
def serve(settings: Settings, host: str, port: int, *, no_browser: bool) -> int:
    """Open the explorer in a browser; builds the graph first where there is none yet."""
    from explorer.serve import serve as serve_explorer

    try:
        settings.open().close()
    except GraphMissingError:
        settings.say(
            "There is no graph yet; building it from the plans that came with the program."
        )
        built = run(
            ["--graph", settings.location, *(["--quiet"] if settings.quiet else []), "build"]
        )
        if built == WRONG:
            return built
    return serve_explorer(settings.location, host, port, open_browser=not no_browser)


if __name__ == "__main__":
    main()
