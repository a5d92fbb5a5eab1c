"""The embedded engine, behind one small adapter. Runs in worker processes only.

The engine is ArcadeDB in a Java machine inside the process. Everything that knows its classes is
here, so that its announced native successor can take its place.
"""

from __future__ import annotations

import json
import math
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from graph.errors import GoldenThreadError, QueryRefusedError, QueryStoppedError
from graph.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from graph.merge import Graph

# numpy is optional to the bridge and costs a sixth of a second; None makes its import fail.
sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]  # None is what import looks for

PACKAGE = "arcadedb-embedded"
READER_HEAP = "1g"
WRITER_HEAP = "4g"
_BATCH = 5_000
_KEPT_QUERIES = 500
# How the engine says that a query reached one of its bounds on memory.
_TOO_MUCH = (
    "OutOfMemory",
    "queryMaxHeapElementsAllowedPerOp",
    "queryMaxRangeSize",
    "heap budget",
)
_Item = TypeVar("_Item")

_JVM = (
    # Workers are short-lived or run short queries: compile lightly, collect on one thread.
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-XX:-UsePerfData",
    "-XX:+ExitOnOutOfMemoryError",
    "-XX:-CreateCoredumpOnCrash",
    "-Darcadedb.opencypher.loadCsv.allowFileUrls=false",
    "-Darcadedb.opencypher.loadCsv.allowRemoteUrls=false",
)

_ANALYSERS = {
    True: "org.apache.lucene.analysis.en.EnglishAnalyzer",
    False: "org.apache.lucene.analysis.standard.StandardAnalyzer",
}


def engine_version() -> str:
    """Return the engine's name and version, for example `arcadedb-embedded 26.10.2`.

    Raises:
        GoldenThreadError: it is not installed on this machine.
    """
    try:
        return f"{PACKAGE} {version(PACKAGE)}"
    except PackageNotFoundError:
        raise GoldenThreadError(
            f"the embedded graph engine ({PACKAGE}) is not installed; it has builds for Linux with"
            " glibc 2.34 or newer, macOS on Apple silicon and Windows: elsewhere use a Neo4j with"
            " --graph neo4j://ADDRESS"
        ) from None


class Reader:
    """One database, open for reading only."""

    def __init__(self, folder: Path) -> None:
        """Start the engine and open the database in `folder`.

        Raises:
            GoldenThreadError: the engine does not start or the database does not open.
        """
        jpype, core = _start(READER_HEAP)
        self._classes = _Classes(jpype)
        try:
            factory = core.DatabaseFactory(str(folder))
            mode = jpype.JClass("com.arcadedb.engine.ComponentFile").MODE.READ_ONLY
            # The wrapper has no read-only open yet; its Java object has.
            self._database = core.Database(factory._java_factory.open(mode))  # noqa: SLF001  (its only way to open read-only)
        except (jpype.JException, core.ArcadeDBError) as error:
            raise GoldenThreadError(
                f"{folder}: the graph does not open ({_first_line(error)}); build it again"
            ) from None
        self._parser = jpype.JClass("com.arcadedb.query.opencypher.parser.Cypher25AntlrParser")()
        self._known: dict[str, list[str]] = {}
        self._errors = (jpype.JException, core.ArcadeDBError, ValueError, TypeError)

    def run(
        self, cypher: str, parameters: Mapping[str, Any], row_limit: int
    ) -> tuple[list[str], list[list[Any]], bool]:
        """Run a read-only query; return its columns, its rows, and whether rows were left out.

        Raises:
            QueryRefusedError: not valid, or not read-only.
            QueryStoppedError: over the engine's memory.
        """
        try:
            columns = self._columns(cypher)
            rows: list[list[Any]] = []
            found = self._database.query("opencypher", cypher, dict(parameters))
            with found:
                for row in islice(found, row_limit + 1):
                    if not columns:
                        columns = [str(name) for name in row.property_names]
                    cells = row.to_dict()
                    rows.append([self._classes.plain(cells.get(name)) for name in columns])
        except self._errors as error:
            raise _as_query_error(error) from None
        return columns, rows[:row_limit], len(rows) > row_limit

    def _columns(self, cypher: str) -> list[str]:
        """Return the columns of a read-only query, empty where only its rows can tell.

        The engine keeps its own parsed queries but does not hand them out; parsing costs more than
        running most of ours, so what it told is kept here.
        """
        if cypher not in self._known:
            statement = self._parser.parse(cypher)
            if not statement.isReadOnly():
                raise QueryRefusedError("this graph is read-only: the query would change it")
            if len(self._known) >= _KEPT_QUERIES:
                self._known.clear()
            self._known[cypher] = _columns(statement)
        return self._known[cypher]


def load(folder: Path, graph: Graph, progress: Callable[[str, int, int], None]) -> None:
    """Write `graph` into a new database in `folder` and close it cleanly.

    Raises:
        GoldenThreadError: the engine does not start, or refuses the data.
    """
    jpype, core = _start(WRITER_HEAP)
    try:
        database = core.DatabaseFactory(str(folder)).create()
        with database:
            _write(database, graph, progress)
    except (jpype.JException, core.ArcadeDBError) as error:
        raise GoldenThreadError(
            f"{folder}: the graph could not be written ({_first_line(error)})"
        ) from None


def _write(database: Any, graph: Graph, progress: Callable[[str, int, int], None]) -> None:
    for kind in vocabulary().nodes.values():
        database.command("sql", f"CREATE VERTEX TYPE `{kind.name}` BUCKETS 1")
        for name in ("id", *kind.search):
            database.command("sql", f"CREATE PROPERTY `{kind.name}`.`{name}` STRING")
    for relation in vocabulary().relations:
        database.command("sql", f"CREATE EDGE TYPE `{relation}` BUCKETS 1")
    with database.graph_batch() as batch:
        _fill(batch, graph, progress)
    # Loading first and indexing then is the fastest order that was measured.
    for kind in vocabulary().nodes.values():
        database.command("sql", f"CREATE INDEX ON `{kind.name}` (id) UNIQUE")
        if kind.search:
            fields = ", ".join(f"`{name}`" for name in kind.search)
            analyser = f'METADATA {{"analyzer": "{_ANALYSERS[kind.stemmed]}"}}'
            statement = f"CREATE INDEX ON `{kind.name}` ({fields}) FULL_TEXT {analyser}"
            database.command("sql", statement)


def _fill(batch: Any, graph: Graph, progress: Callable[[str, int, int], None]) -> None:
    total = sum(len(nodes) for nodes in graph.nodes.values()) + len(graph.relations)
    done = 0
    records: dict[str, str] = {}
    for kind, nodes in graph.nodes.items():
        for some in _batches(list(nodes.values())):
            made = batch.create_vertices(kind, some)
            records.update(zip((entry["id"] for entry in some), made, strict=True))
            done += len(some)
            progress("nodes", done, total)
    by_kind: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for (relation, source, target), properties in graph.relations.items():
        by_kind.setdefault(relation, []).append((records[source], records[target], properties))
    for relation, links in by_kind.items():
        for some_links in _batches(links):
            sources, targets, properties_of = zip(*some_links, strict=True)
            batch.new_edges(sources, relation, targets, properties_of)
            done += len(some_links)
            progress("relations", done, total)


def _batches(items: list[_Item]) -> Iterator[list[_Item]]:
    for first in range(0, len(items), _BATCH):
        yield items[first : first + _BATCH]


def _start(heap: str) -> tuple[Any, Any]:
    """Start the Java machine; return the modules that speak with it."""
    engine_version()
    try:
        # Imported here: only a process that opens a database pays for it.
        import jpype  # noqa: PLC0415  (only in the process that opens the engine)
        from arcadedb_embedded import core, jvm  # noqa: PLC0415  (only in the process that opens the engine)

        jvm.start_jvm(
            heap_size=heap,
            disable_xml_limits=False,
            jvm_args=[
                *_JVM,
                f"-XX:ErrorFile={Path(tempfile.gettempdir()) / 'golden-thread-engine-%p.log'}",
                "-Djava.util.logging.config.file="
                + str(Path(__file__).with_name("engine.logging.properties")),
            ],
        )
    except Exception as error:  # noqa: BLE001  # whatever a foreign platform makes it raise
        raise GoldenThreadError(
            f"the embedded graph engine ({PACKAGE}) does not start here ({_first_line(error)});"
            " use a Neo4j with --graph neo4j://ADDRESS"
        ) from None
    return jpype, core


def _columns(statement: Any) -> list[str]:
    """Return the names that the query's RETURN gives, empty where only its rows can tell."""
    clause = statement.getReturnClause()
    if clause is None or clause.isReturnAll():
        return []
    return [str(item.getOutputName()) for item in clause.getReturnItems()]


def _as_query_error(error: Exception) -> GoldenThreadError:
    said = _first_line(error)
    kinds = {type(one).__name__ for one in (error, error.__cause__)}
    if any("OutOfMemory" in kind for kind in kinds) or any(one in said for one in _TOO_MUCH):
        return QueryStoppedError("the query needed more memory than a query may; narrow it")
    if any("UnicodeEncode" in kind for kind in kinds):
        return QueryRefusedError("the query or a parameter holds bytes that are no text")
    if any("Timeout" in kind for kind in kinds):
        return QueryStoppedError("the query took longer than a query may; narrow it")
    if "loadCsv" in said:
        return QueryRefusedError(
            "LOAD CSV is not allowed: a query reads this graph and nothing else"
        )
    return QueryRefusedError(said)


def _first_line(error: BaseException) -> str:
    """Return what an error says, on one line, without Java's class names in front."""
    said = " ".join(str(error).split())
    for noise in ("Query failed: ", "Reading the result set failed: "):
        said = said.removeprefix(noise)
    head, colon, rest = said.partition(": ")
    if colon and " " not in head and "." in head:
        said = rest
    return said[:500] or type(error).__name__


class _Classes:
    """Turns the engine's values into what JSON can hold."""

    def __init__(self, jpype: Any) -> None:
        self._vertex = jpype.JClass("com.arcadedb.graph.Vertex")
        self._edge = jpype.JClass("com.arcadedb.graph.Edge")
        self._path = jpype.JClass("com.arcadedb.query.opencypher.traversal.TraversalPath")
        # Imported here: see `_start`.
        from arcadedb_embedded.type_conversion import convert_java_to_python  # noqa: PLC0415  (only in the process that opens the engine)

        self._convert = convert_java_to_python

    def plain(self, value: Any) -> Any:
        """Return a scalar, a list or a map of these, or None; dates as ISO text."""
        if value is None or isinstance(value, str | bool | int):
            return value
        if isinstance(value, float):
            return value if math.isfinite(value) else str(value)
        if isinstance(value, dict):
            return {str(name): self.plain(one) for name, one in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self.plain(one) for one in value]
        if isinstance(value, self._vertex):
            return self._node(value)
        if isinstance(value, self._edge):
            return {
                "kind": str(value.getTypeName()),
                "source": self._id(value.getOutVertex()),
                "target": self._id(value.getInVertex()),
                "properties": self._properties(value),
            }
        if isinstance(value, self._path):
            return {
                "nodes": [self.plain(one) for one in value.getVertices()],
                "relations": [self.plain(one) for one in value.getEdges()],
            }
        if hasattr(value, "isoformat"):
            return value.isoformat()
        return str(value)

    def _node(self, vertex: Any) -> dict[str, Any]:
        properties = self._properties(vertex)
        return {
            "id": properties.pop("id", None),
            "kind": str(vertex.getTypeName()),
            "label": properties.pop("label", None),
            "properties": properties,
        }

    def _id(self, vertex: Any) -> Any:
        return self._convert(vertex.get("id"))

    def _properties(self, record: Any) -> dict[str, Any]:
        # As JSON they cross from Java in one step, not in one a value. No metadata: False.
        found = json.loads(str(record.toJSON(False).toString()))  # noqa: FBT003  # Java knows no names
        return dict(sorted(found.items()))
