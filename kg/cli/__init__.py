"""The command line: arguments in, one library call, text out.

Nothing heavy is imported before a command runs, so `kg --help` is instant. Each file holds the
commands of one kind and registers them with `kg.cli.app.app` when it is imported.
"""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import suppress

from kg.cli import (
    asking,
    building,
    checking,
    deciding,
    exporting,
    retrieving,
    ruling,
    serving,
    showing,
    telling,
    upkeep,
)
from kg.cli.app import app, complain, echo
from kg.errors import KgError

__all__ = [
    "app",
    "asking",
    "building",
    "checking",
    "deciding",
    "exporting",
    "main",
    "retrieving",
    "ruling",
    "serving",
    "showing",
    "telling",
    "upkeep",
]


def main() -> None:
    """Entry point: whatever goes wrong becomes one line on stderr and exit code 1.

    With `KG_DEBUG` in the environment, the traceback is printed before that line.
    """
    try:
        try:
            app()
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output has gone ("kg extract ... | head").
        _write_no_more()
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        echo("kg: interrupted; run the same command again to go on", err=True)
        raise SystemExit(130) from None
    except Exception as error:
        _write_no_more()
        with suppress(OSError):  # nobody can be told where stderr is full too
            if os.environ.get("KG_DEBUG"):
                traceback.print_exc()
            complain(error if isinstance(error, KgError) else KgError(_said(error)))
        raise SystemExit(1) from error


def _write_no_more() -> None:
    """What standard output has not taken until now it will not take when Python ends, either."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _said(error: Exception) -> str:
    """What to say of an error that nobody foresaw where it happened."""
    if isinstance(error, OSError):
        what = f"{error.filename}: " if error.filename is not None else ""
        return (
            f"{what}{error.strerror or error}; check the path, whether it may be written, and the "
            "space left"
        )
    if isinstance(error, UnicodeEncodeError):
        return f"cannot write this text as {error.encoding}; set PYTHONIOENCODING=utf-8"
    if isinstance(error, RecursionError):
        return "something in the input is nested too deeply; KG_DEBUG=1 shows where"
    if isinstance(error, MemoryError):
        return "there is not enough memory for this; give it less at a time"
    return (
        f"{type(error).__name__}: {error}; this is a fault of kg: please report it with what "
        "KG_DEBUG=1 shows"
    )
