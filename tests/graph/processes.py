"""Waiting for processes that are not our own children."""

from __future__ import annotations

import time

import psutil


def wait_for_end(process: psutil.Process, seconds: float = 10.0) -> None:
    """Wait until a process has ended; one that nobody has buried yet has ended too."""
    end = time.monotonic() + seconds
    while not _ended(process):
        assert time.monotonic() < end, f"{process} still runs"
        time.sleep(0.02)


def _ended(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
