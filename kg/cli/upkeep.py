"""Commands that look after an output folder: status, remove, verify, diff."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import app, summary
from kg.cli.options import Output

if TYPE_CHECKING:
    from kg.upkeep import Status

#: Lines shown of each kind before "and N more".
SHOWN = 20


@app.command(epilog="Examples:  kg status graph   |   kg status graph --json")
def status(
    output: Output,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Say which documents are new, changed or gone since the last build, and what failed."""
    from kg import upkeep
    from kg.corpus.shards import Reading
    from kg.corpus.workers import in_processes

    found = upkeep.status(output, reading=Reading(run=in_processes()))
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
        return
    for line in _status_lines(found):
        typer.echo(line)


@app.command(epilog="Example:  kg remove graph reports/draft.txt")
def remove(
    output: Output,
    documents: Annotated[
        list[str], typer.Argument(metavar="DOCUMENT...", help="Ids, as kg status prints them.")
    ],
) -> None:
    """Take documents out of a graph, and their text out of what is kept beside it.

    The files themselves stay where they are: the next kg build that is given them reads them.
    """
    from kg import upkeep

    result = upkeep.remove(documents, output)
    typer.echo(f"left: {summary(result)}")


@app.command(epilog="Examples:  kg verify graph   |   kg verify graph --json")
def verify(
    output: Output,
    as_json: Annotated[bool, typer.Option("--json", help="Print the verdict as JSON.")] = False,
) -> None:
    """Open the sources again and check that every quote still stands where the graph says.

    Exit code 1 and a list if a source has changed or is gone, or an output is not as kg wrote it.
    """
    from kg.verify import verify as check

    found = check(output)
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    else:
        for problem in found.problems:
            typer.echo(f"{problem.kind:<14} {problem.subject}: {problem.reason}")
        for name in found.unread:
            typer.echo(f"not opened     {name}: it came from standard input")
        what = f"{found.spans:,} quotes of {found.documents:,} documents, {found.files:,} files"
        outcome = f"{len(found.problems):,} problems" if found.problems else "all as built"
        typer.echo(f"{what}: {outcome}")
    if found.problems:
        raise typer.Exit(1)


@app.command(epilog="Examples:  kg diff old new   |   kg diff old new --format html > changes.html")
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="Folder that kg build wrote.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Another one, to compare with it.")],
    format: Annotated[str, typer.Option(help="text, json or html.")] = "text",
) -> None:
    """Say what has changed between two graphs: entities and facts added, removed, restated."""
    from kg.diff import compare
    from kg.diff.render import as_html, as_json, as_text
    from kg.restore import restore

    if format not in ("text", "json", "html"):
        raise typer.BadParameter(f"unknown format {format!r}; choose text, json or html")
    found = compare(restore(old), restore(new))
    if format == "html":
        typer.echo(as_html(found, title=f"{old} → {new}"), nl=False)
    else:
        typer.echo(as_text(found) if format == "text" else as_json(found))


def _status_lines(found: Status) -> list[str]:
    lines = [f"every document will be read again: {found.all_again}"] if found.all_again else []
    kinds = {
        "new": found.new,
        "changed": found.changed,
        "gone": found.gone,
        "renamed": [f"{old} → {new}" for old, new in found.renamed],
        "failed": found.failed,
    }
    for kind, names in kinds.items():
        lines += [f"{kind:<9} {name}" for name in names[:SHOWN]]
        if len(names) > SHOWN:
            lines.append(f"{kind:<9} and {len(names) - SHOWN:,} more; --json lists them all")
    if found.decided:
        lines.append("changed   decisions.yaml")
    lines.append(f"{found.unchanged:,} unchanged")
    if found.current:
        lines.append("the graph is up to date")
    return lines
