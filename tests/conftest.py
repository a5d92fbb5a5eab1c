"""What all tests share: the tables that a run prints, and the groups of tests that did not run."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import hypothesis

# Before the engine's bridge sets a stand-in for it, which Hypothesis would stumble over.
import numpy as np  # noqa: F401  imported for its being there
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_BRINGS = {"browser": ("Chromium", "make system-packages")}
"""What each group of tests needs of the machine, and the command that brings it."""


@dataclass
class Report:
    """What a run prints at its end."""

    tables: dict[str, list[str]] = field(default_factory=dict)
    not_run: dict[str, int] = field(default_factory=dict)

    def say(self, title: str, lines: list[str]) -> None:
        """Print `lines` under `title` at the end of the run."""
        self.tables[title] = lines


_REPORT = pytest.StashKey[Report]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_REPORT] = Report()
    # A busy machine is no fault of the program: no test here is about time.
    hypothesis.settings.register_profile(
        "untimed",
        deadline=None,
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
    )
    hypothesis.settings.load_profile("untimed")


@pytest.fixture(scope="session")
def report(request: pytest.FixtureRequest) -> Report:
    """Return what is printed at the end of the run."""
    return request.config.stash[_REPORT]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    outcome = yield
    if outcome.skipped:
        for group in _BRINGS:
            if item.get_closest_marker(group):
                missed = item.config.stash[_REPORT].not_run
                missed[group] = missed.get(group, 0) + 1
    return outcome


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    kept = terminalreporter.config.stash[_REPORT]
    for title, lines in kept.tables.items():
        terminalreporter.section(title)
        for line in lines:
            terminalreporter.line(line)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Say last of all which groups did not run, so that it is the line a person reads."""
    missed = config.stash[_REPORT].not_run
    for group, tests in missed.items():
        needs, command = _BRINGS[group]
        sys.stdout.write(f"NOT RUN: {tests} {group} tests, which need {needs}: {command}\n")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI whatever does not run is a failure."""
    if os.environ.get("CI") and session.config.stash[_REPORT].not_run:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
