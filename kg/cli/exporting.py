"""Commands that hand a finished graph to other programs: export, load."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app


@app.command(
    epilog="Examples:  kg export output --to neo4j-admin   |   "
    "kg export output --to parquet -o tables/   |   kg export --list"
)
def export(
    output: Annotated[
        Path | None, typer.Argument(help="Folder that kg build wrote.", metavar="OUTPUT")
    ] = None,
    to: Annotated[str | None, typer.Option("--to", help="Format; --list shows them.")] = None,
    path: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="File or folder to write; default: in OUTPUT/exports."),
    ] = None,
    rdf12: Annotated[
        bool, typer.Option("--rdf12", help="RDF 1.2 with triple terms: the same as --to turtle12.")
    ] = False,
    listed: Annotated[bool, typer.Option("--list", help="List the formats and exit.")] = False,
) -> None:
    """Write a graph in a format of your choice, for a database or another program."""
    from kg.export.formats import FORMATS
    from kg.export.formats import export as write
    from kg.restore import restore

    if listed:
        width = max(map(len, FORMATS))
        for name, format in FORMATS.items():
            typer.echo(f"{name:<{width}}  {format.about}")
        return
    if rdf12:
        if to not in (None, "turtle", "turtle12"):
            raise typer.BadParameter(f"--rdf12 is Turtle; leave out --rdf12 or --to {to}")
        to = "turtle12"
    if output is None or to is None:
        raise typer.BadParameter("say which folder and which format: kg export OUTPUT --to FORMAT")
    if to not in FORMATS:
        raise typer.BadParameter(f"unknown format {to!r}; choose {', '.join(FORMATS)}")
    path = path or output / "exports" / FORMATS[to].name
    write(restore(output), to, path)
    typer.echo(str(path))
