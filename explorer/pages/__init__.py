"""The pages of the explorer: what Streamlit draws, one module a page."""

from __future__ import annotations

import atexit
import logging
import os
import threading
from importlib import import_module
from typing import TYPE_CHECKING

import streamlit as st

from explorer import frame
from explorer.reading import Reading, Readings
from graph.errors import (
    GoldenThreadError,
    GraphFormatError,
    GraphMissingError,
    QueryStoppedError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

DEFAULT_LOCATION = ".golden-thread"

_LOG = logging.getLogger(__name__)


@st.cache_resource(show_spinner=False, on_release=Readings.close)
def _readings(location: str) -> Readings:
    readings = Readings(location)
    atexit.register(readings.close)
    # Building a diagram needs a library that takes most of a second to import: begin now, so that
    # the first thread does not wait for it.
    threading.Thread(target=import_module, args=("pyvis.network",), daemon=True).start()
    return readings


def with_graph(draw: Callable[[Reading], None]) -> Callable[[], None]:
    """Return a page that opens the graph, draws, and says kindly what stands in the way."""

    def page() -> None:
        location = os.environ.get("GOLDEN_THREAD_GRAPH") or DEFAULT_LOCATION
        try:
            reading = _readings(location).now()
            draw(reading)
        except GraphMissingError as error:
            frame.title("No graph yet")
            frame.notice(
                "There is no graph here yet",
                "Build one in a terminal, then reload this page:",
                frame.command("golden-thread build"),
                str(error),
            )
        except GraphFormatError as error:
            frame.title("Newer graph")
            frame.notice("This graph needs a newer version of Golden Thread", str(error))
        except QueryStoppedError as error:
            frame.title("Stopped")
            frame.notice(
                "That took too long and was stopped",
                "Nothing is lost. Reload the page to try again, or ask for less.",
                str(error),
            )
        except GoldenThreadError as error:
            _LOG.warning("%s", error)
            frame.title("Not available")
            frame.notice(
                "This page cannot be shown just now",
                "Nothing is lost. Reload the page to try again.",
                str(error),
            )
        except Exception:  # the last resort: Streamlit's own box offers to ask outside services
            _LOG.exception("a page could not be drawn")
            frame.title("Not available")
            frame.notice(
                "Something went wrong on this page",
                "Nothing is lost. Reload the page, or go back to Find.",
            )
        else:
            frame.foot(reading.data_version)

    return page
