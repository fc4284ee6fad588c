"""Every format that `kg export` writes, by the name that `--to` takes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from kg.errors import ExportError
from kg.model import Build

#: Writes a build to a path: one file, or a folder of several.
Write = Callable[[Build, Path], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format: what for, where it is written when nothing else is said, and by what."""

    about: str
    name: str
    write: Write


def _graph(module: str, function: str) -> Write:
    """A writer of property graphs, imported when it is needed."""

    def write(build: Build, path: Path) -> None:
        from kg.export.propertygraph import property_graph

        getattr(import_module(f"kg.export.{module}"), function)(property_graph(build), path)

    return write


def _network(generate: str) -> Write:
    def write(build: Build, path: Path) -> None:
        from kg.export import networks

        networks.write_network(networks.whole_network(build), path, getattr(networks, generate))

    return write


def _rdf(name: str, about: str) -> Format:
    def write(build: Build, path: Path) -> None:
        from kg.export.rdf import FORMATS

        FORMATS[name](build, path)

    return Format(about=about, name=_RDF_NAMES[name], write=write)


_RDF_NAMES = {
    "jsonld": "graph.jsonld",
    "nquads": "graph.nq",
    "ntriples": "graph.nt",
    "rdfxml": "graph.rdf",
    "trig": "graph.trig",
    "turtle": "graph.ttl",
    "turtle12": "graph.rdf12.ttl",
}


FORMATS: Mapping[str, Format] = {
    "csv": Format(
        about="plain CSV: spreadsheets, pandas, DuckDB",
        name="csv",
        write=_graph("tables", "write_csv"),
    ),
    "cypher": Format(
        about="Cypher script: Neo4j, Memgraph (CYPHERL), FalkorDB, ArcadeDB",
        name="cypher",
        write=_graph("databases.cypher", "write_cypher"),
    ),
    "cytoscape": Format(
        about="Cytoscape, Cytoscape.js", name="graph.cyjs", write=_network("generate_cytoscape")
    ),
    "falkordb": Format(
        about="CSV and import.sh for FalkorDB's bulk loader",
        name="falkordb",
        write=_graph("databases.falkordb", "write_falkordb"),
    ),
    "gexf": Format(about="Gephi", name="graph.gexf", write=_network("generate_gexf")),
    "graphml": Format(
        about="Gephi, yEd, igraph", name="graph.graphml", write=_network("generate_graphml")
    ),
    "json": Format(
        about="networkx node-link JSON", name="graph.json", write=_network("generate_json")
    ),
    "ladybug": Format(
        about="folder for Ladybug's IMPORT DATABASE",
        name="ladybug",
        write=_graph("databases.ladybug", "write_ladybug"),
    ),
    "neo4j-admin": Format(
        about="CSV and import.sh for neo4j-admin database import",
        name="neo4j-admin",
        write=_graph("databases.neo4j_admin", "write_neo4j_admin"),
    ),
    "neptune": Format(
        about="CSV for Amazon Neptune's bulk loader (openCypher)",
        name="neptune",
        write=_graph("databases.neptune", "write_neptune"),
    ),
    "parquet": Format(
        about="Parquet: pandas, DuckDB, Spark",
        name="parquet",
        write=_graph("tables", "write_parquet"),
    ),
    "jsonld": _rdf("jsonld", "RDF as JSON-LD, its context also in a file of its own"),
    "nquads": _rdf("nquads", "RDF as N-Quads, a named graph per document"),
    "ntriples": _rdf("ntriples", "RDF as N-Triples"),
    "rdfxml": _rdf("rdfxml", "RDF/XML"),
    "trig": _rdf("trig", "RDF as TriG, a named graph per document"),
    "turtle": _rdf("turtle", "RDF as Turtle, what kg build writes"),
    "turtle12": _rdf("turtle12", "RDF 1.2 as Turtle, with triple terms; --rdf12 for short"),
}


def export(build: Build, format: str, path: Path) -> None:
    """Write `build` to `path` in a format of `FORMATS`; `path` is replaced only when all is whole.

    A folder is replaced by the new one only if an export of the same format made it, so that no
    file of the user's is ever lost.

    Raises ExportError if the format is unknown, its package missing or `path` cannot be written.
    """
    if format not in FORMATS:
        raise ExportError(f"unknown format {format!r}; choose one of {', '.join(sorted(FORMATS))}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-") as name:
            fresh = Path(name) / path.name
            FORMATS[format].write(build, fresh)
            if fresh.is_dir():
                (fresh / _MARK).write_text(f"{format}\n", encoding="utf-8", newline="\n")
            _replace(path, fresh, format)
    except OSError as error:
        raise ExportError(
            f"cannot write {path}: {error.strerror or error}; choose another place with -o"
        ) from error


#: Lies in every exported folder and says that it may be replaced.
_MARK = ".kg-export"


def _replace(path: Path, fresh: Path, format: str) -> None:
    if fresh.is_file():
        if path.is_dir():
            raise ExportError(f"{path} is a folder, {format} is one file; name a file with -o")
        for made in sorted(fresh.parent.iterdir()):  # JSON-LD writes its context beside it
            made.replace(path.parent / made.name)
        return
    if path.is_dir() and any(path.iterdir()):
        mark = path / _MARK
        if not mark.is_file() or mark.read_text("utf-8").strip() != format:
            raise ExportError(
                f"{path} holds files that no export to {format} wrote; "
                "name an empty or new folder with -o"
            )
    elif path.exists() and not path.is_dir():
        raise ExportError(f"{path} is a file, {format} is a folder; name a folder with -o")
    if path.exists():
        shutil.rmtree(path)
    fresh.replace(path)
