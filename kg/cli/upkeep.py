"""Commands that look after an output folder: status, remove, verify, diff."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import app, echo, foreign_line, shortened, summary
from kg.cli.options import Output

if TYPE_CHECKING:
    from kg.ask.documents import Listing
    from kg.upkeep import Status


@app.command(epilog="Examples:  kg status graph   |   kg status graph --json")
def status(
    output: Output,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Say which documents are new, changed or gone since the last build, and what is not read.

    Not read are what failed, with the reason; what is empty or a link to a folder; files of a kind
    that kg cannot read, by suffix; and sentences that are not English.
    """
    from kg import upkeep
    from kg.corpus.shards import Reading
    from kg.corpus.workers import in_processes

    found = upkeep.status(output, reading=Reading(run=in_processes()))
    if as_json:
        echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
        return
    for line in _status_lines(found):
        echo(line)


@app.command(epilog="Examples:  kg documents graph   |   kg documents graph --json")
def documents(
    output: Output,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """List the documents of a graph: id, date, how many sentences and claims; and what failed."""
    from kg.ask.documents import documents as listing

    found = listing(output)
    if as_json:
        echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
        return
    for line in _document_lines(found):
        echo(line)


@app.command(
    epilog="Examples:  kg remove graph reports/draft.txt   |   kg remove graph rows/posts.csv"
)
def remove(
    output: Output,
    documents: Annotated[
        list[str],
        typer.Argument(metavar="DOCUMENT...", help="Ids, as kg documents prints them, or paths."),
    ],
) -> None:
    """Take documents out of a graph, and their text out of what is kept beside it.

    The path of a file stands for all documents in it: rows of a table, members of an archive.
    The files themselves stay where they are: the next kg build that is given them reads them.
    """
    from kg import upkeep

    result = upkeep.remove(documents, output)
    echo(f"left: {summary(result)}")


@app.command(epilog="Examples:  kg verify graph   |   kg verify graph --json")
def verify(
    output: Output,
    as_json: Annotated[bool, typer.Option("--json", help="Print the verdict as JSON.")] = False,
) -> None:
    """Open the sources again and check that every quote still stands where the graph says.

    Exit code 1 and a list if a source has changed or is gone, or anything in the folder is not as
    kg wrote it: outputs, what is kept for the next build, decisions that the graph does not know.
    """
    from kg.ask.verify import verify as check
    from kg.corpus.shards import Reading
    from kg.corpus.workers import in_processes

    found = check(output, reading=Reading(run=in_processes()))
    if as_json:
        echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    else:
        for problem in found.problems:
            echo(f"{problem.kind:<14} {problem.subject}: {problem.reason}")
        for name in found.unread:
            echo(f"not opened     {name}: it came from standard input")
        what = f"{found.spans:,} quotes of {found.documents:,} documents, {found.files:,} files"
        outcome = f"{len(found.problems):,} problems" if found.problems else "all as built"
        echo(f"{what}: {outcome}")
    if found.problems:
        raise typer.Exit(1)


@app.command(epilog="Examples:  kg diff old new   |   kg diff old new --format html > changes.html")
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="Folder that kg build wrote.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Another one, to compare with it.")],
    format: Annotated[str, typer.Option(help="text, json or html.")] = "text",
) -> None:
    """Say what has changed between two graphs: entities and facts added, removed, restated."""
    from kg.ask.diff import compare
    from kg.ask.diff.render import as_html, as_json, as_text
    from kg.restore import restore

    if format not in ("text", "json", "html"):
        raise typer.BadParameter(f"unknown format {format!r}; choose text, json or html")
    found = compare(restore(old), restore(new))
    if format == "html":
        echo(as_html(found, title=f"{old} → {new}"), nl=False)
    else:
        echo(as_text(found) if format == "text" else as_json(found))


def _document_lines(found: Listing) -> Iterator[str]:
    width = max([len(row.id) for row in found.documents] + [2])
    yield f"{'id':<{width}}  {'date':<10}  sentences  claims"
    for row in found.documents:
        line = f"{row.id:<{width}}  {row.date or '':<10}  {row.sentences:>9,}  {row.claims:>6,}"
        yield f"{line}  {row.foreign:,} not English" if row.foreign else line
    yield f"{len(found.documents):,} documents"
    yield from shortened(found.failed, prefix="failed    ", more="--json lists them all")


def _status_lines(found: Status) -> list[str]:
    from kg.read import listed

    lines = [f"every document will be read again: {found.all_again}"] if found.all_again else []
    kinds = {
        "new": found.new,
        "changed": found.changed,
        "gone": found.gone,
        "renamed": [f"{old} → {new}" for old, new in found.renamed],
        "failed": found.failed,
        "left out": found.notes,
    }
    for kind, names in kinds.items():
        lines += shortened(names, prefix=f"{kind:<9} ", more="--json lists them all")
    if found.unread:
        lines.append(f"not read  {listed(found.unread)}")
    if found.foreign:
        lines.append(f"not read  {foreign_line(found.foreign)}")
    if found.decided:
        lines.append("changed   decisions.yaml")
    if found.ontology:
        lines.append("changed   the file of the ontology")
    lines.append(f"{found.unchanged:,} unchanged")
    if found.current:
        lines.append("the graph is up to date")
    return lines
