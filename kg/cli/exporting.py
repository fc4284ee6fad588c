"""Commands that hand a finished graph to other programs: export, load."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import app, echo
from kg.cli.options import Output

if TYPE_CHECKING:
    from kg.export.formats import Chosen
    from kg.export.propertygraph import EdgeTypes
    from kg.export.rdf.minting import Profile
    from kg.model import Build

#: Of property graphs: what relationships between entities are called by.
RelationTypes = Annotated[
    str | None,
    typer.Option(
        "--types",
        help="typed: relations of the ontology, else classes of predicates (the usual); "
        "coarse: classes; open: the words of the texts. For property graphs.",
    ),
]


@app.command(
    epilog="Examples:  kg export output --to neo4j-admin   |   "
    "kg export output --to parquet -o tables/   |   kg export output --to ntriples -o - | wc -l"
)
def export(
    output: Annotated[
        Path | None, typer.Argument(help="Folder that kg build wrote.", metavar="OUTPUT")
    ] = None,
    to: Annotated[str | None, typer.Option("--to", help="Format; --list shows them.")] = None,
    path: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="File or folder to write, or -; default: in OUTPUT/exports."
        ),
    ] = None,
    rdf12: Annotated[
        bool, typer.Option("--rdf12", help="RDF 1.2 with triple terms: the same as --to turtle12.")
    ] = False,
    types: RelationTypes = None,
    profile: Annotated[
        str | None,
        typer.Option(
            help="facts: plain triples alone; claims: and every claim with its proof (the usual); "
            "events: and a node for each event. For RDF."
        ),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the formats and exit.")] = False,
) -> None:
    """Write a graph in a format of your choice, for a database or another program."""
    from kg.export.formats import FORMATS, Chosen
    from kg.export.formats import export as write
    from kg.restore import restore

    if listed:
        width = max(map(len, FORMATS))
        for name, format in FORMATS.items():
            echo(f"{name:<{width}}  {format.about}")
        return
    if rdf12:
        if to not in (None, "turtle", "turtle12"):
            raise typer.BadParameter(f"--rdf12 is Turtle; leave out --rdf12 or --to {to}")
        to = "turtle12"
    if output is None or to is None:
        raise typer.BadParameter("say which folder and which format: kg export OUTPUT --to FORMAT")
    if to not in FORMATS:
        raise typer.BadParameter(f"unknown format {to!r}; choose {', '.join(FORMATS)}")
    if types is not None and FORMATS[to].choice != "types":
        raise typer.BadParameter(f"--types is for property graphs; {to} is none")
    if profile is not None and FORMATS[to].choice != "profile":
        raise typer.BadParameter(f"--profile is for RDF; {to} is none")
    chosen = Chosen(types=types_of(types), profile=profile_of(profile))
    if path == Path("-"):
        _to_stdout(restore(output), to, chosen)
        return
    path = path or output / "exports" / FORMATS[to].name
    write(restore(output), to, path, chosen)
    echo(str(path))


def types_of(given: str | None) -> EdgeTypes:
    """The types of relationships that an option asks for. Raises typer.BadParameter."""
    from kg.export.propertygraph import EDGE_TYPES

    for types in EDGE_TYPES:
        if given in (None, types):
            return types
    raise typer.BadParameter(f"unknown types {given!r}; choose {', '.join(EDGE_TYPES)}")


def profile_of(given: str | None) -> Profile:
    """The profile that an option asks for. Raises typer.BadParameter."""
    from kg.export.rdf.minting import PROFILES

    for profile in PROFILES:
        if given == profile:
            return profile
    if given is not None:
        raise typer.BadParameter(f"unknown profile {given!r}; choose {', '.join(PROFILES)}")
    return "claims"


def _to_stdout(build: Build, format: str, chosen: Chosen) -> None:
    from kg.export.formats import export as write

    with tempfile.TemporaryDirectory(prefix="kg-") as name:
        path = Path(name) / "export"
        write(build, format, path, chosen)
        if path.is_dir():
            raise typer.BadParameter(f"{format} is a folder of files; name one with -o FOLDER")
        with path.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)


@app.command(
    epilog="Examples:  kg load output --to bolt://127.0.0.1:7687 --user neo4j   |   "
    "kg load output --to falkordb://127.0.0.1/news   |   "
    "kg load output --to ladybug:news.lbug   |   kg load output --to http://127.0.0.1:7878/store"
)
def load(
    output: Output,
    to: Annotated[str, typer.Option("--to", help="Address of the database.", metavar="URI")],
    user: Annotated[str | None, typer.Option(help="User of the database.")] = None,
    password: Annotated[
        str | None, typer.Option(envvar="KG_PASSWORD", help="Better left to the environment.")
    ] = None,
    database: Annotated[
        str | None, typer.Option(help="Which database there, or the IRI of a named graph.")
    ] = None,
    batch: Annotated[int, typer.Option(min=1, help="Rows in one transaction.")] = 2000,
    replace: Annotated[
        bool, typer.Option("--replace", help="Remove what earlier loads left and this lacks.")
    ] = False,
    types: RelationTypes = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Load a graph into a running database: Neo4j and its like, FalkorDB, Ladybug, RDF stores.

    Loading again changes nothing, and after an interruption it goes on where it stopped.
    """
    from tqdm import tqdm

    from kg.load import Target
    from kg.load import load as load_into
    from kg.restore import restore

    if types is not None and to.startswith("http"):
        raise typer.BadParameter("--types is for property graphs; an RDF store has none")
    target = Target(
        uri=to, user=user, password=password, database=database, batch=batch, replace=replace,
        types=types_of(types),
    )  # fmt: skip
    build = restore(output)
    with tqdm(unit="row", unit_scale=True, disable=None, desc="loading", leave=False) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        loaded = load_into(build, target, progress)
    if as_json:
        echo(json.dumps({"database": target.shown, **asdict(loaded)}))
        return
    echo(f"{loaded.rows:,} rows in {target.shown}")
    for count, what in [
        (loaded.resumed, "were there from a load that was interrupted"),
        (loaded.removed, "of earlier loads were removed"),
        (loaded.stale, "of earlier loads are still there; --replace removes them"),
    ]:
        if count:
            echo(f"{count:,} {what}")
