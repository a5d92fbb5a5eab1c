"""The explorer, served once from an invented plan, and a real browser that is watched."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from loaders.build import build_graph
from tests.explorer import invented_plan
from tests.families.content import load_all
from tests.families.make import make

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SERVE = (
    "import sys; from explorer.serve import serve; "
    "sys.exit(serve(sys.argv[1], port=0, open_browser=False))"
)
PDF = "wrenfield-custody-2022"
"""A plan in a PDF that bears a protective marking."""
WORKBOOK = "aldermere-vawg-tracker-2023"
_WIDE = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that the group can be left out or told as not run."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


def start(location: Path) -> tuple[subprocess.Popen[str], str]:
    """Serve a graph; return the process and the explorer's address."""
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(location)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    assert address.startswith("http://127.0.0.1:"), address
    return process, address.rstrip("/")


def stop(process: subprocess.Popen[str]) -> None:
    """End a server as a person's Ctrl-C or a service manager would."""
    workers = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    assert process.wait(20) == 0
    assert psutil.wait_procs(workers, timeout=10)[1] == []
    assert process.stdout is not None
    process.stdout.close()


@pytest.fixture(scope="session")
def location(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a graph that holds the invented plan. It is not to be changed."""
    folder = tmp_path_factory.mktemp("served") / "graph"
    invented_plan.build(folder)
    return folder


@pytest.fixture(scope="session")
def served(location: Path) -> Iterator[str]:
    """Return the address of the explorer, without a slash at its end."""
    process, address = start(location)
    yield address
    stop(process)


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the explorer of two invented plans, read from a PDF and a workbook."""
    folder = tmp_path_factory.mktemp("samples")
    plans = [plan for plan in load_all() if plan.name in (PDF, WORKBOOK)]
    build_graph(folder / "graph", make(folder / "plans", plans))
    process, address = start(folder / "graph")
    yield address
    stop(process)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return headless Chromium. Where there is none, the group is not run; in CI it fails."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        reason = "no Chromium on this machine; bring it with: make system-packages"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=found,
            args=["--no-sandbox", "--disable-quic", "--disable-background-networking"],
        )
        yield launched
        launched.close()


class Watched:
    """A page of the browser that remembers what it asked for and what went wrong in it."""

    def __init__(self, page: Page, served: str) -> None:
        """Watch a page from its first request on."""
        self.page = page
        self.served = served
        self.hosts: set[str] = set()
        self.errors: list[str] = []
        page.on("request", self._asked)
        page.on("websocket", lambda socket: self.hosts.add(urlsplit(socket.url).netloc))
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob"):
            self.hosts.add(address.netloc)

    def open(self, path: str) -> Page:
        """Go to a path of the explorer and wait until the page is whole."""
        self.page.goto(self.served + path)
        return self.whole()

    def whole(self) -> Page:
        """Wait until the page is whole: its foot is the last thing drawn."""
        self.page.locator(".gt-foot, .gt-notice").first.wait_for()
        return self.page


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Return one browser profile for all tests, so that Streamlit's own files are loaded once."""
    context = browser.new_context(viewport=_WIDE)
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def watched(context: BrowserContext, served: str) -> Iterator[Watched]:
    """Return a fresh page. However it was used: no outside request, no error in the browser."""
    watched = Watched(context.new_page(), served)
    yield watched
    watched.page.close()
    assert watched.hosts <= {urlsplit(served).netloc}
    assert watched.errors == []
