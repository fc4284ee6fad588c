"""Commands that check a graph: validate."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app, echo


@app.command(
    epilog="Examples:  kg validate output   |   kg validate graph.nq --json   (extra shacl)"
)
def validate(
    output: Annotated[
        Path, typer.Argument(help="Folder that kg build wrote, or an RDF file.", metavar="OUTPUT")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Check the RDF against its shapes; every node that is wrong is named, and exit code 1."""
    from kg.validate import validate as check

    report = check(output)
    if as_json:
        echo(json.dumps(dataclasses.asdict(report), ensure_ascii=False, indent=2))
    else:
        for problem in report.problems:
            where = " ".join(part for part in (problem.node, problem.path) if part)
            echo(f"{where}: {problem.message}")
        count = len(report.problems)
        found = f"{count:,} problem{'s'[: count != 1]}" if count else "no problem"
        echo(
            f"{found} in {report.file}: {report.claims:,} claims, {report.entities:,} entities, "
            f"{report.spans:,} spans checked"
        )
    if report.problems:
        raise typer.Exit(1)
