"""The command line: arguments in, one library call, text out.

Nothing heavy is imported before a command runs, so `kg --help` is instant. Each file holds the
commands of one kind and registers them with `kg.cli.app.app` when it is imported.
"""

from __future__ import annotations

import os
import sys

import typer

from kg.cli import asking, building, checking, deciding, exporting, serving, showing, upkeep
from kg.cli.app import app, complain
from kg.errors import KgError

__all__ = [
    "app",
    "asking",
    "building",
    "checking",
    "deciding",
    "exporting",
    "main",
    "serving",
    "showing",
    "upkeep",
]


def main() -> None:
    """Entry point: errors of kg become one line on stderr and exit code 1."""
    try:
        app()
    except KgError as error:
        complain(error)
        raise SystemExit(1) from error
    except BrokenPipeError:
        # The reader of our output has gone ("kg extract ... | head").
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        typer.echo("kg: interrupted; nothing was overwritten", err=True)
        raise SystemExit(130) from None
