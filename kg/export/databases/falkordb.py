"""A folder for `falkordb-bulk-insert`: CSV files, `rest.cypher`, and `import.sh` that loads both.

The bulk loader trims texts, takes an empty one for null, guesses the types of what is in a list,
knows no dates and turns CRLF into LF. What it would change is left out of the CSV files and set
afterwards by `rest.cypher`, one statement a line, so that nothing is lost.

Source: the loader itself, https://github.com/FalkorDB/falkordb-bulk-loader.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from kg.export.cells import Dialect, csv_rows
from kg.export.databases import cypher
from kg.export.databases.cypher import schema
from kg.export.databases.filenames import node_files, relationship_files
from kg.export.files import Cleaner, write_script, write_text
from kg.export.propertygraph import (
    Columns,
    Kind,
    NodeTable,
    PropertyGraph,
    RelationshipTable,
    Value,
)

_TYPES: Mapping[Kind, str] = {
    "string": "STRING",
    "int": "LONG",
    "float": "DOUBLE",
    "boolean": "BOOL",
    "date": "STRING",
    "string[]": "ARRAY",
    "int[]": "ARRAY",
}

_SCRIPT = """\
#!/bin/sh
# Imports this folder into a new graph:  ./import.sh [GRAPH [URL]]
# Needs: pip install falkordb-bulk-loader; PYTHON names the Python that has it.
set -eu
cd "$(dirname "$0")"
graph="${1:-kg}"
url="${2:-redis://127.0.0.1:6379}"
python="${PYTHON:-python3}"
export PYTHONUTF8=1
"$python" -c 'from falkordb_bulk_loader.bulk_insert import bulk_insert; bulk_insert()' \\
  "$graph" --server-url "$url" --enforce-schema --escapechar none \\
"""
_REST = """
"$python" - "$graph" "$url" <<'END'
import sys
from falkordb import FalkorDB

graph = FalkorDB.from_url(sys.argv[2]).select_graph(sys.argv[1])
for name in ("schema.cypher", "rest.cypher"):
    for line in open(name, newline="\\n"):
        graph.query(line.rstrip("\\n;"))
END
"""


def write_falkordb(graph: PropertyGraph, folder: Path) -> None:
    """Write the folder. Raises ExportError if a file cannot be written."""
    clean = Cleaner("FalkorDB", "\x00")
    nodes = node_files(graph.nodes)
    types = relationship_files(graph.relationships)
    script, rest = [_SCRIPT], list[str]()
    for name, node_table in zip(nodes, graph.nodes, strict=True):
        path = f"nodes/{name}.csv"
        write_text(folder / path, _nodes(node_table, clean))
        rest += _rest_of_nodes(node_table, clean)
        labels = shlex.quote(":".join(node_table.labels))
        script.append(f"  --nodes-with-label {labels} {shlex.quote(path)} \\\n")
    for name, table in zip(types, graph.relationships, strict=True):
        path = f"relationships/{name}.csv"
        write_text(folder / path, _relationships(table, clean))
        rest += _rest_of_relationships(table, clean)
        type_ = shlex.quote(table.type)
        script.append(f"  --relations-with-type {type_} {shlex.quote(path)} \\\n")
    write_script(folder / "import.sh", [*script, _REST])
    write_text(folder / "schema.cypher", (f"{line};\n" for line in schema(graph, "falkordb")))
    write_text(folder / "rest.cypher", rest)
    clean.warn()


def _nodes(table: NodeTable, clean: Cleaner) -> Iterator[str]:
    rows = (([node.iri], node.values) for node in table.rows)
    return _rows(["iri:ID"], rows, table.columns, clean)


def _relationships(table: RelationshipTable, clean: Cleaner) -> Iterator[str]:
    rows = (([row.start, row.end, row.id], row.values) for row in table.rows)
    return _rows([":START_ID", ":END_ID", "id:STRING"], rows, table.columns, clean)


def _rows(
    keys: list[str],
    rows: Iterable[tuple[Sequence[str], Mapping[str, Value]]],
    columns: Columns,
    clean: Cleaner,
) -> Iterator[str]:
    yield ",".join(keys + [f"{name}:{_TYPES[kind]}" for name, kind in columns.items()]) + "\n"
    dialect = Dialect(clean=clean, join=lambda items: repr(list(items)))
    yield from csv_rows(((known, _fitting(values)) for known, values in rows), columns, dialect)


def _fitting(values: Mapping[str, Value]) -> dict[str, Value]:
    """What the loader takes as it is."""
    return {name: value for name, value in values.items() if _fits(value)}


def _rest(values: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if not _fits(value)}


def _fits(value: Value) -> bool:
    if isinstance(value, str):
        return value == value.strip() != "" and "\r" not in value
    if isinstance(value, tuple):
        return all(isinstance(item, int) or _fits_in_list(item) for item in value)
    return isinstance(value, int | float)


def _fits_in_list(text: str) -> bool:
    if text != text.strip() or not text or text.lower() in ("true", "false"):
        return False
    if "\0" in text or (text[0] == "[" and text[-1] == "]"):
        return False
    try:
        float(text)
    except ValueError:
        return True
    return False


def _rest_of_nodes(table: NodeTable, clean: Cleaner) -> Iterator[str]:
    label = cypher.name(table.labels[0])
    for node in table.rows:
        values = _rest(node.values)
        if values:
            key = cypher.properties({"iri": node.iri}, clean)
            set_ = cypher.properties(values, clean)
            yield f"MATCH (n:{label} {key}) SET n += {set_};\n"


def _rest_of_relationships(table: RelationshipTable, clean: Cleaner) -> Iterator[str]:
    label, type_ = cypher.name(table.start), cypher.name(table.type)
    for row in table.rows:
        values = _rest(row.values)
        if values:
            start = cypher.properties({"iri": row.start}, clean)
            key = cypher.properties({"id": row.id}, clean)
            set_ = cypher.properties(values, clean)
            yield f"MATCH (:{label} {start})-[r:{type_} {key}]->() SET r += {set_};\n"
