"""Commands that look after an output folder: status, remove."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import Output, app

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

    found = upkeep.status(output)
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
    typer.echo(
        f"{len(result.documents):,} documents, {len(result.entities):,} entities, "
        f"{len(result.facts):,} facts, {len(result.claims):,} claims left"
    )


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
    lines.append(f"{found.unchanged:,} unchanged")
    if found.current:
        lines.append("the graph is up to date")
    return lines
