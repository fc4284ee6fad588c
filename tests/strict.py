"""What fails a run besides its tests: the network was asked for, or a test was skipped.

`conftest` hands these hooks on. They hold in each process of pytest-xdist too, as those are
children of the run.
"""

from __future__ import annotations

import os
import runpy
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

GUARD = Path(__file__).parent / "guard"


def is_worker(config: pytest.Config) -> bool:
    """Whether this process runs a share of the tests for another one (`pytest -n 2`)."""
    return hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    if not is_worker(config):
        guard_network()


def guard_network() -> None:
    """Refuse sockets to other machines here and in every process started; see `tests/guard`."""
    os.environ["KG_REFUSED"] = tempfile.mkstemp(prefix="kg-refused-")[1]
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(GUARD)] + ([before] if before else []))
    runpy.run_path(str(GUARD / "sitecustomize.py"))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run for what was refused anywhere; all its processes note it in one file."""
    if is_worker(session.config):
        return
    refused = Path(os.environ["KG_REFUSED"])
    lines = refused.read_text("utf-8")
    refused.unlink()
    if lines:
        sys.stderr.write(f"\nThe network was asked for:\n{lines}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Where everything must be there (continuous integration), a skipped test is a failed one."""
    report = yield
    return without_skips(report, item.nodeid)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """The same for a module that is skipped as a whole."""
    report = yield
    return without_skips(report, collector.nodeid)


def without_skips(report: Any, nodeid: str) -> Any:
    if report.skipped and os.environ.get("KG_REQUIRE_ALL") == "1":
        report.outcome = "failed"
        report.longrepr = f"skipped, but KG_REQUIRE_ALL=1: {nodeid}: {report.longrepr}"
    return report
