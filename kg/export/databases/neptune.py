"""A folder that Amazon Neptune's bulk loader reads with `format=opencypher`.

One CSV file per label set and type, quoted as RFC 4180 has it, with typed headers. Neptune keeps
several values of a property as a set, without order, so lists are JSON texts here; several labels
are joined by `;`. Put the folder into S3 and load `nodes/` and `relationships/` together.

Format: https://docs.aws.amazon.com/neptune/latest/userguide/bulk-load-tutorial-format-opencypher.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.export.cells import Dialect, csv_rows
from kg.export.databases.filenames import node_files, relationship_files
from kg.export.files import Cleaner, write_text
from kg.export.propertygraph import (
    Columns,
    Kind,
    NodeTable,
    PropertyGraph,
    RelationshipTable,
)

_TYPES: Mapping[Kind, str] = {
    "string": "String",
    "int": "Long",
    "float": "Double",
    "boolean": "Bool",
    "date": "DateTime",
    "string[]": "String",
    "int[]": "String",
}


def write_neptune(graph: PropertyGraph, folder: Path) -> None:
    """Write the folder. Raises ExportError if a file cannot be written."""
    clean = Cleaner("Neptune", "\x00")
    dialect = Dialect(clean=clean)
    nodes = node_files(graph.nodes)
    types = relationship_files(graph.relationships)
    for name, node_table in zip(nodes, graph.nodes, strict=True):
        write_text(folder / f"nodes/{name}.csv", _nodes(node_table, dialect))
    for name, table in zip(types, graph.relationships, strict=True):
        write_text(folder / f"relationships/{name}.csv", _relationships(table, dialect))
    clean.warn()


def _nodes(table: NodeTable, dialect: Dialect) -> Iterator[str]:
    # The ID is no property of a Neptune node unless it has a name of its own.
    yield ",".join(["iri:ID", ":LABEL", *_header(table.columns)]) + "\n"
    labels = ";".join(table.labels)
    rows = (([node.iri, labels], node.values) for node in table.rows)
    yield from csv_rows(rows, table.columns, dialect)


def _relationships(table: RelationshipTable, dialect: Dialect) -> Iterator[str]:
    keys = [":ID", ":START_ID", ":END_ID", ":TYPE", "id:String"]
    yield ",".join([*keys, *_header(table.columns)]) + "\n"
    rows = (([row.id, row.start, row.end, table.type, row.id], row.values) for row in table.rows)
    yield from csv_rows(rows, table.columns, dialect)


def _header(columns: Columns) -> list[str]:
    return [f"{name}:{_TYPES[kind]}" for name, kind in columns.items()]
