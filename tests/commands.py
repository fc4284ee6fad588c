"""kg's commands, run in this process: what they print and how they end.

The start of a process and of those that read documents for it costs seconds; where these are the
promise (`test_workers`, `test_install`, ...) a test starts them.
"""

from __future__ import annotations

import io
import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any
from unittest import mock

from kg.cli import main
from kg.corpus.shards import run_here


def kg(
    *arguments: str,
    folder: Path | str = ".",
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, with bytes on its standard input; as `subprocess.run` gives it."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    given = io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
    told = {"NO_COLOR": "1", **(environment or {})}
    with (
        mock.patch.object(sys, "argv", ["kg", *arguments]),
        mock.patch.object(sys, "stdin", given),
        mock.patch.dict(os.environ, told),
        mock.patch("kg.corpus.workers.in_processes", lambda workers=None: run_here),
        chdir(folder),
        own_logging(),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        os.environ.pop("COLUMNS", None)
        try:
            main()
            code: Any = 0
        except SystemExit as ended:
            code = ended.code or 0
    printed, complained = (stream.buffer.getvalue().decode() for stream in (out, err))
    return subprocess.CompletedProcess(["kg", *arguments], code, printed, complained)


def answer(*arguments: str, folder: Path | str = ".") -> str:
    """What a command prints that ends well."""
    done = kg(*arguments, folder=folder)
    assert done.returncode == 0, f"kg {' '.join(arguments)}: {done.stderr}"
    return done.stdout


@contextmanager
def own_logging() -> Iterator[None]:
    """The loggers as a new process has them, and as they were behind it."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    root.handlers, root.level = [], logging.WARNING
    try:
        yield
    finally:
        root.handlers, root.level = handlers, level
