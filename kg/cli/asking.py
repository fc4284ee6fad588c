"""Commands that read a finished graph: query, stats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.app import app, echo
from kg.cli.options import Output
from kg.errors import QueryError
from kg.files import read_bytes

#: Bytes of a file with a query.
LONGEST = 1_000_000


@app.command(
    epilog='Examples:  kg query output "SELECT ?who ?whom WHERE { ?who rel:meet ?whom }"   |   '
    "kg query output -f question.rq --format csv"
)
def query(
    output: Output,
    sparql: Annotated[str | None, typer.Argument(help="SPARQL; common prefixes are known.")] = None,
    file: Annotated[
        Path | None, typer.Option("-f", "--file", help="Read the query from a file.")
    ] = None,
    format: Annotated[
        str, typer.Option(help="table, csv, tsv, json, xml; ntriples for CONSTRUCT.")
    ] = "table",
    engine: Annotated[
        str, typer.Option(help="auto, rdflib, or oxigraph: faster, needs the extra oxigraph.")
    ] = "auto",
) -> None:
    """Ask the graph a question in SPARQL."""
    from kg.ask import query as queries

    if (sparql is None) == (file is None):
        raise typer.BadParameter("give the query as text or with -f FILE, one of the two")
    if format not in queries.FORMATS:
        raise typer.BadParameter(f"unknown format {format!r}; choose {', '.join(queries.FORMATS)}")
    if engine not in ("auto", *queries.ENGINES):
        raise typer.BadParameter(f"unknown engine {engine!r}; choose auto, rdflib or oxigraph")
    if file is not None:
        sparql = _read_query(file)
    answer = queries.query(output, sparql or "", engine=engine)
    echo(queries.FORMATS[format](answer).rstrip("\n"))
    for hint in answer.hints:
        echo(f"kg: {hint}", err=True)


@app.command(epilog="Examples:  kg stats output   |   kg stats output --missed")
def stats(
    output: Output,
    missed: Annotated[
        bool, typer.Option("--missed", help="List sentences that yielded no claim, and why.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Say what a graph holds: how many of what, and how it is stated."""
    from kg.ask.stats import missed_sentences, statistics

    if missed:
        for row in missed_sentences(output):
            echo(json.dumps(row, ensure_ascii=False) if as_json else _missed_line(row))
        return
    found = statistics(output)
    if as_json:
        echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for name, value in found.items():
        if isinstance(value, dict):
            value = ", ".join(f"{key} {count}" for key, count in value.items())
        elif isinstance(value, list):
            value = ", ".join(value)
        echo(f"{name + ':':<14} {value}")


def _read_query(file: Path) -> str:
    try:
        return read_bytes(file, LONGEST).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = f": {error.strerror}" if isinstance(error, OSError) and error.strerror else ""
        raise QueryError(f"cannot read query file {file}{reason}; check the path") from error


def _missed_line(row: dict[str, Any]) -> str:
    return f"{row['document']}\t{row['reason']}\t{' '.join(row['text'].split())}"
