"""The graph that the explorer reads: opened once, replaced when it is built again.

Answers are kept for as long as the data stays the same, in bounded numbers. No streamlit here.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explorer.find_view import ActionRow, action_rows
from graph import queries, search, trace
from graph.errors import NotFoundError
from graph.store import generations, open_graph

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from graph.search import Hit
    from graph.store.base import GraphStore

MOST_HITS = 200
_WORKERS = 2
_KEPT_THREADS = 256
_KEPT_TEXTS = 64
_KEPT_SEARCHES = 64


class Reading:
    """One generation of the graph, with what has been asked of it so far.

    Everything here may raise the errors of `graph.errors`.
    """

    def __init__(self, store: GraphStore) -> None:
        """Read from an open graph, which is closed with this."""
        self._store = store
        # The caches belong to this generation and go with it.
        self.thread: Callable[[str], Mapping[str, Any]] = lru_cache(_KEPT_THREADS)(self._thread)
        self.held_text: Callable[[str], str | None] = lru_cache(_KEPT_TEXTS)(self._held_text)
        self.find: Callable[[str], tuple[Hit, ...]] = lru_cache(_KEPT_SEARCHES)(self._find)
        self.actions: Callable[[], tuple[ActionRow, ...]] = lru_cache(1)(self._actions)
        self.figures: Callable[[], Mapping[str, Any]] = lru_cache(1)(store.figures)

    @property
    def data_version(self) -> str:
        """Changes whenever the data does."""
        return self._store.data_version

    def _thread(self, node: str) -> Mapping[str, Any]:
        return trace.trace(self._store, node).to_json()

    def _held_text(self, document: str) -> str | None:
        try:
            return self._store.held_text(document)
        except NotFoundError:
            return None

    def _find(self, words: str) -> tuple[Hit, ...]:
        return tuple(search.find(self._store, words, MOST_HITS))

    def _actions(self) -> tuple[ActionRow, ...]:
        return action_rows(queries.ask(self._store, "list-actions").records())

    def close(self) -> None:
        """End the query workers."""
        self._store.close()


class Readings:
    """Hands out the newest generation of the graph at one location; used by all sessions."""

    def __init__(self, location: str) -> None:
        """Look at a location; nothing is opened yet.

        Args:
            location: the graph's folder.
        """
        self._location = location
        self._lock = threading.Lock()
        self._name: str | None = None
        self._now: Reading | None = None
        self._before: Reading | None = None

    def now(self) -> Reading:
        """Return the generation that is current now, opening it when it is new.

        The one before stays open for the pages that are being made from it.

        Raises:
            GraphMissingError: there is no graph at the location.
            GraphFormatError: it was made by a newer program.
            IntegrityError: it is damaged.
        """
        generation = generations.current(Path(self._location).expanduser().absolute())
        name = generation.name if generation else None
        with self._lock:
            if self._now is None or name is None or name != self._name:
                opened = Reading(open_graph(self._location, workers=_WORKERS))
                if self._before is not None:
                    self._before.close()
                self._before, self._now, self._name = self._now, opened, name
            return self._now

    def close(self) -> None:
        """End all query workers."""
        with self._lock:
            for reading in (self._now, self._before):
                if reading is not None:
                    reading.close()
            self._now = self._before = self._name = None
