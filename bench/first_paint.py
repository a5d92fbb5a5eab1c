"""Times a server from its start to the first heading on the page of a real browser."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

CLI = Path(__file__).resolve().parent.parent / "cli.py"
EMPTY = 'import streamlit as st\nst.title("Empty")\n'
BROWSER = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
PATIENCE = 60.0


def command(what: str, folder: Path, port: int) -> list[str]:
    """Return the command that starts the server."""
    if what == "serve":
        options = ["serve", "--port", str(port), "--no-browser"]
        return [sys.executable, str(CLI), "--graph", sys.argv[2], *options]
    app = folder / "empty.py"
    app.write_text(EMPTY, encoding="utf-8")
    options = [
        f"--server.port={port}",
        "--server.headless=true",
        "--server.address=127.0.0.1",
        "--browser.gatherUsageStats=false",
    ]
    return [sys.executable, "-m", "streamlit", "run", str(app), *options]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    """Print the seconds from start to first heading, the browser being open already."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER)
        page = browser.new_page()
        port = free_port()
        started = time.perf_counter()
        server = subprocess.Popen(
            command(sys.argv[1], Path(folder), port),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            while time.perf_counter() - started < PATIENCE:
                try:
                    page.goto(f"http://127.0.0.1:{port}/")
                    break
                except Error:  # nothing listens yet
                    time.sleep(0.02)
            page.locator("h1").first.wait_for()
            print(time.perf_counter() - started)
        finally:
            server.terminate()
            server.wait()
            browser.close()


if __name__ == "__main__":
    main()
