"""Serving says its address, keeps to this machine and ends cleanly, its workers too."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psutil
import pytest

from explorer.serve import address, serve
from graph.errors import WrongUseError

if TYPE_CHECKING:
    from pathlib import Path

_SERVE = (
    "import sys; from explorer.serve import serve; "
    "sys.exit(serve(sys.argv[1], port=0, open_browser=False))"
)


def test_a_taken_port_is_said_with_its_remedy() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(WrongUseError, match=rf"port {port}: .*choose another"):
            serve("graph", port=port, open_browser=False)


@pytest.mark.parametrize(("host", "port"), [("192.0.2.1", 0), ("127.0.0.1", 70_000)])
def test_an_address_that_cannot_be_listened_on_is_said(host: str, port: int) -> None:
    with pytest.raises(WrongUseError, match="cannot be listened on"):
        serve("graph", host, port, open_browser=False)


def test_addresses_are_written_as_a_person_types_them() -> None:
    assert address("127.0.0.1", 8501) == "http://127.0.0.1:8501/"
    assert address("::1", 8501) == "http://[::1]:8501/"


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter on Windows")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_on_its_own_address_only_and_ends_cleanly(
    location: Path, ending: signal.Signals
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(location)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        served = urlsplit(process.stdout.readline().strip())
        assert served.hostname == "127.0.0.1"
        family = psutil.Process(process.pid)
        listening = [one for one in family.net_connections() if one.status == psutil.CONN_LISTEN]
        assert [(one.laddr.ip, one.laddr.port) for one in listening] == [("127.0.0.1", served.port)]
        assert _refuses(served.netloc, "http://elsewhere.example", served.netloc)
        # A name of theirs that leads to this machine: origin and host agree, and are not ours.
        theirs = f"elsewhere.example:{served.port}"
        assert _refuses(served.netloc, f"http://{theirs}", theirs)
        assert not _refuses(served.netloc, f"http://{served.netloc}", served.netloc)
        assert all(one.laddr.ip == one.raddr.ip for one in family.net_connections() if one.raddr)
        workers = family.children(recursive=True)
        process.send_signal(ending)
        _, complaints = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in complaints
    assert psutil.wait_procs(workers, timeout=10)[1] == []


def _refuses(netloc: str, origin: str, host: str) -> bool:
    """Return whether a page of some site is refused, and at once: nobody outside is asked."""
    connection = http.client.HTTPConnection(netloc, timeout=5)
    headers = {
        "Origin": origin,
        "Host": host,
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    connection.request("GET", "/_stcore/stream", headers=headers)
    status = connection.getresponse().status
    connection.close()
    return status != http.client.SWITCHING_PROTOCOLS
