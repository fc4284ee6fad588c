"""Every format that `kg export` writes, by the name that `--to` takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kg.errors import ExportError
from kg.export.folders import check_target, replace_file, replace_folder
from kg.folder.beside import beside
from kg.model import Build

if TYPE_CHECKING:
    from kg.export.propertygraph import EdgeTypes
    from kg.export.rdf.minting import Profile

#: Writes a build to a path: one file, or a folder of several, as it was chosen.
Write = Callable[[Build, Path, "Chosen"], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What may be chosen: the types of relationships of property graphs, the profile of RDF."""

    types: EdgeTypes = "typed"
    profile: Profile = "claims"


#: Where nothing is said.
USUAL = Chosen()


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format: what for, where it is written when nothing else is said, and by what.

    `choice` is what of `Chosen` it has; empty for none.
    """

    about: str
    name: str
    write: Write
    choice: Literal["", "types", "profile"] = ""


def _graph(module: str, function: str, about: str, name: str) -> Format:
    """A property graph; its writer is imported when it is needed."""

    def write(build: Build, path: Path, chosen: Chosen = USUAL) -> None:
        from kg.export.propertygraph import property_graph

        graph = property_graph(build, chosen.types)
        getattr(import_module(f"kg.export.{module}"), function)(graph, path)

    return Format(about=about, name=name, write=write, choice="types")


def _tables(module: str, function: str) -> Write:
    """A writer of tables, imported when it is needed."""

    def write(build: Build, path: Path, _: Chosen = USUAL) -> None:
        getattr(import_module(f"kg.export.{module}"), function)(build, path)

    return write


def _network(generate: str) -> Write:
    def write(build: Build, path: Path, _: Chosen = USUAL) -> None:
        from kg.export import networks

        networks.write_network(networks.whole_network(build), path, getattr(networks, generate))

    return write


def _rdf(name: str, about: str) -> Format:
    def write(build: Build, path: Path, chosen: Chosen = USUAL) -> None:
        from kg.export.rdf import FORMATS

        FORMATS[name](build, path, chosen.profile)

    return Format(about=about, name=_RDF_NAMES[name], write=write, choice="profile")


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
    "csv": _graph(
        "tables", "write_csv", about="plain CSV: spreadsheets, pandas, DuckDB", name="csv"
    ),
    "cypher": _graph(
        "databases.cypher",
        "write_cypher",
        about="Cypher script: Neo4j, Memgraph (CYPHERL), FalkorDB, ArcadeDB",
        name="cypher",
    ),
    "cytoscape": Format(
        about="Cytoscape, Cytoscape.js", name="graph.cyjs", write=_network("generate_cytoscape")
    ),
    "falkordb": _graph(
        "databases.falkordb",
        "write_falkordb",
        about="CSV and import.sh for FalkorDB's bulk loader",
        name="falkordb",
    ),
    "gexf": Format(about="Gephi", name="graph.gexf", write=_network("generate_gexf")),
    "graphml": Format(
        about="Gephi, yEd, igraph", name="graph.graphml", write=_network("generate_graphml")
    ),
    "json": Format(
        about="networkx node-link JSON", name="graph.json", write=_network("generate_json")
    ),
    "graphrag": Format(
        about="Parquet tables for GraphRAG: bring your own graph",
        name="graphrag",
        write=_tables("graphrag", "write_graphrag"),
    ),
    "ladybug": _graph(
        "databases.ladybug",
        "write_ladybug",
        about="folder for Ladybug's IMPORT DATABASE",
        name="ladybug",
    ),
    "neo4j-admin": _graph(
        "databases.neo4j_admin",
        "write_neo4j_admin",
        about="CSV and import.sh for neo4j-admin database import",
        name="neo4j-admin",
    ),
    "neptune": _graph(
        "databases.neptune",
        "write_neptune",
        about="CSV for Amazon Neptune's bulk loader (openCypher)",
        name="neptune",
    ),
    "parquet": _graph(
        "tables", "write_parquet", about="Parquet: pandas, DuckDB, Spark", name="parquet"
    ),
    "vectors": Format(
        about="Parquet of sentences with vectors: Neo4j, Ladybug, any vector search",
        name="vectors",
        write=_tables("vectors", "write_vectors"),
    ),
    "jsonld": _rdf("jsonld", "RDF as JSON-LD, its context also in a file of its own"),
    "nquads": _rdf("nquads", "RDF as N-Quads, a named graph per document"),
    "ntriples": _rdf("ntriples", "RDF as N-Triples"),
    "rdfxml": _rdf("rdfxml", "RDF/XML"),
    "trig": _rdf("trig", "RDF as TriG, a named graph per document"),
    "turtle": _rdf("turtle", "RDF as Turtle, what kg build writes"),
    "turtle12": _rdf("turtle12", "RDF 1.2 as Turtle, with triple terms; --rdf12 for short"),
}


def export(build: Build, format: str, path: Path, chosen: Chosen = USUAL) -> None:
    """Write `build` to `path` in a format of `FORMATS`; `path` is replaced only when all is whole.

    `chosen` is for formats that leave something to choose.

    A file is replaced by the new one. A folder is replaced only if an export of the same format
    made it, and the files in it that the export did not make stay (`kg.export.folders`).

    Raises ExportError if the format is unknown, its package missing or `path` cannot be written,
    or if a file of somebody else is in the way.
    """
    if format not in FORMATS:
        raise ExportError(f"unknown format {format!r}; choose one of {', '.join(sorted(FORMATS))}")
    try:
        target = path.resolve()  # what a link leads to is replaced, not the link
    except (OSError, RuntimeError, ValueError) as error:  # links in a circle, NUL in the name
        raise ExportError(f"cannot write {path}: {error}; choose another place with -o") from error
    try:
        check_target(target, format, is_folder="." not in FORMATS[format].name)
        with beside(target) as place:
            fresh = place / target.name
            FORMATS[format].write(build, fresh, chosen)
            if fresh.is_dir():
                replace_folder(target, fresh, format)
            else:
                replace_file(target, fresh)
    except OSError as error:
        said = error.strerror or error
        raise ExportError(f"cannot write {path}: {said}; choose another place with -o") from error
