"""Starting the explorer: one process on this machine's own address, nothing sent anywhere."""

from __future__ import annotations

import http.client
import os
import socket
import sys
import threading
import time
import webbrowser
from pathlib import Path

from graph.errors import WrongUseError

_APP = Path(__file__).resolve().parent.parent / "app.py"
_HEALTH = "/_stcore/health"
_PATIENCE = 60.0
_GLANCE = 0.05
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_WILDCARDS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # compared, not bound


def serve(
    location: str, host: str = "127.0.0.1", port: int = 8501, *, open_browser: bool = True
) -> int:
    """Serve the explorer until it is interrupted.

    Prints the explorer's address on a line of its own once it answers.

    Args:
        location: the graph.
        host: address to listen on.
        port: port to listen on; 0 takes a free one.
        open_browser: open the address in the person's browser.

    Returns:
        The exit code: 0 after an interruption.

    Raises:
        WrongUseError: the address or port cannot be listened on.
    """
    port = _free(host, port)
    os.environ["GOLDEN_THREAD_GRAPH"] = location
    reached = _WILDCARDS.get(host, host)
    threading.Thread(target=_announce, args=(reached, port, open_browser), daemon=True).start()
    # Streamlit takes a second to import, so only serving does it; by its command line, the one
    # way of starting it that it documents.
    from streamlit import net_util  # noqa: PLC0415  (takes a second; only where pages are served)
    from streamlit.web import cli  # noqa: PLC0415  (takes a second; only where pages are served)

    # When a page of another site tries to connect, Streamlit would ask an outside service for this
    # machine's own address before it refuses.
    net_util.get_external_ip = _unknown
    try:
        cli.main(_options(host, reached, port), standalone_mode=False)
    except KeyboardInterrupt:
        return 0
    except SystemExit as ended:
        return int(ended.code or 0) if not isinstance(ended.code, str) else 1
    return 0


def _unknown() -> str | None:
    return None


def _options(host: str, reached: str, port: int) -> list[str]:
    return [
        "run",
        str(_APP),
        f"--server.address={host}",
        f"--server.port={port}",
        "--server.headless=true",
        "--server.fileWatcherType=none",
        "--server.runOnSave=false",
        # With an address given, Streamlit asks no one outside for this machine's own.
        f"--browser.serverAddress={reached}",
        f"--browser.serverPort={port}",
        "--browser.gatherUsageStats=false",
        "--client.showErrorDetails=none",
        "--client.toolbarMode=minimal",
        "--logger.hideWelcomeMessage=true",
        "--logger.level=warning",
        *_hosts(host),
    ]


def _hosts(host: str) -> list[str]:
    """Return the options that say by which names the explorer may be asked for.

    On this machine alone these are known, so a page of another site that makes its own name lead
    here (DNS rebinding) is refused. On other addresses any name may be the right one.
    """
    if host not in _LOOPBACK:
        return []
    return [f"--server.allowedHosts={name}" for name in _LOOPBACK]


def _free(host: str, port: int) -> int:
    """Return `port` if it can be listened on, or a free one for 0.

    Raises:
        WrongUseError: the address is not this machine's, or the port is taken or not allowed.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            # As the server itself will: a port whose last connections are closing is free.
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            return int(probe.getsockname()[1])
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise WrongUseError(
            f"{host} port {port}: cannot be listened on ({reason}); "
            "choose another with --host or --port, 0 for any free port"
        ) from None


def address(host: str, port: int) -> str:
    """Return the address of the explorer as a person types it."""
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _announce(host: str, port: int, open_browser: bool) -> None:  # noqa: FBT001  # a thread's target
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if _answers(host, port):
            sys.stdout.write(f"{address(host, port)}\n")
            sys.stdout.write("Open it in a browser; stop with Ctrl-C.\n")
            sys.stdout.flush()
            if open_browser:
                webbrowser.open(address(host, port))
            return
        time.sleep(_GLANCE)


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", _HEALTH)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
