"""A folder that `neo4j-admin database import full` reads: a CSV file per label set and type.

`import.sh` holds the command with every file, `constraints.cypher` what to run afterwards. Headers
carry types; texts are quoted as RFC 4180 has it. Lists are joined by U+001F, since the import knows
no escape inside them; a U+001F that a list holds becomes U+FFFD. An empty list is no property.

Format: Neo4j Operations Manual, "Import", https://neo4j.com/docs/operations-manual/.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.export.cells import Dialect, Items, csv_rows, quoted
from kg.export.databases.cypher import constraints
from kg.export.databases.filenames import node_files, relationship_files
from kg.export.files import Cleaner, write_script, write_text
from kg.export.propertygraph import (
    Columns,
    Kind,
    NodeTable,
    PropertyGraph,
    RelationshipTable,
)

SEPARATOR = "\x1f"

_TYPES: Mapping[Kind, str] = {
    "string": "string",
    "int": "long",
    "float": "double",
    "boolean": "boolean",
    "date": "date",
    "string[]": "string[]",
    "int[]": "long[]",
}

_SCRIPT = """\
#!/bin/sh
# Imports this folder into a new Neo4j database:  ./import.sh [DATABASE]
# NEO4J_ADMIN names the program where it is not on the PATH. Afterwards start the database and run
# constraints.cypher in it.
set -eu
cd "$(dirname "$0")"
exec "${NEO4J_ADMIN:-neo4j-admin}" database import full "${1:-neo4j}" \\
"""
_OPTIONS = "  --multiline-fields=true --array-delimiter=U+001F --overwrite-destination=true\n"


def write_neo4j_admin(graph: PropertyGraph, folder: Path) -> None:
    """Write the import folder. Raises ExportError if a file cannot be written."""
    clean, items = Cleaner("neo4j-admin", "\x00"), Cleaner("a list in neo4j-admin", "[\x00\x1f]")
    dialect = Dialect(clean=clean, join=lambda values: _joined(values, items))
    nodes = node_files(graph.nodes)
    types = relationship_files(graph.relationships)
    script = [_SCRIPT]
    for name, node_table in zip(nodes, graph.nodes, strict=True):
        write_text(folder / f"nodes/{name}.csv", _nodes(node_table, dialect))
        script.append(f"  --nodes={shlex.quote(f'nodes/{name}.csv')} \\\n")
    for name, table in zip(types, graph.relationships, strict=True):
        write_text(folder / f"relationships/{name}.csv", _relationships(table, dialect))
        script.append(f"  --relationships={shlex.quote(f'relationships/{name}.csv')} \\\n")
    write_script(folder / "import.sh", [*script, _OPTIONS])
    write_text(folder / "constraints.cypher", (f"{line};\n" for line in constraints(graph)))
    clean.warn()
    items.warn()


def _nodes(table: NodeTable, dialect: Dialect) -> Iterator[str]:
    labels = quoted(SEPARATOR.join(map(dialect.clean, table.labels)))
    yield ",".join(["iri:ID", *_header(table.columns), ":LABEL"]) + "\n"
    rows = (([node.iri], node.values) for node in table.rows)
    for row in csv_rows(rows, table.columns, dialect):
        yield f"{row[:-1]},{labels}\n"


def _relationships(table: RelationshipTable, dialect: Dialect) -> Iterator[str]:
    keys = [":START_ID", ":END_ID", ":TYPE", "id:string"]
    yield ",".join([*keys, *_header(table.columns)]) + "\n"
    rows = (([row.start, row.end, table.type, row.id], row.values) for row in table.rows)
    yield from csv_rows(rows, table.columns, dialect)


def _header(columns: Columns) -> list[str]:
    return [f"{name}:{_TYPES[kind]}" for name, kind in columns.items()]


def _joined(values: Items, clean: Cleaner) -> str:
    clean.changed += values == ("",)  # reads back as an empty list
    return SEPARATOR.join(clean(str(value)) for value in values)
