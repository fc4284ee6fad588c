"""Commands that check a graph: validate."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app, echo
from kg.errors import OntologyError


@app.command(
    epilog="Examples:  kg validate output   |   kg validate graph.nq --json   (extra shacl)"
)
def validate(
    output: Annotated[
        Path, typer.Argument(help="Folder that kg build wrote, or an RDF file.", metavar="OUTPUT")
    ],
    shapes: Annotated[
        Path | None, typer.Option(help="Check the typed facts against these SHACL shapes instead.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Check the RDF against its shapes; every node that is wrong is named, and exit code 1.

    With --shapes what is checked are the typed facts of a folder, against shapes of your own.
    """
    from kg.ask.validate import validate as check

    if shapes is not None:
        _check_facts(output, shapes, as_json=as_json)
        return
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


def _check_facts(output: Path, file: Path, *, as_json: bool) -> None:
    from kg.ask.validate import check_facts
    from kg.ontology.files import read_shapes
    from kg.restore import restore

    shapes = read_shapes(file)
    if shapes is None:
        raise OntologyError(f"{file} has no SHACL shapes; check --shapes")
    checked = check_facts(restore(output), shapes)
    if as_json:
        echo(json.dumps(dataclasses.asdict(checked), ensure_ascii=False, indent=2))
    else:
        for problem in checked.problems:
            where = " ".join(part for part in (problem.node, problem.path) if part)
            echo(f"{where}: {problem.message}")
        count = len(checked.problems)
        found = f"{count:,} problem{'s'[: count != 1]}" if count else "no problem"
        echo(f"{found} with the shapes of {file}: {checked.things:,} things checked")
    if checked.problems:
        raise typer.Exit(1)
