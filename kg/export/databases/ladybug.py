"""A folder for Ladybug's `IMPORT DATABASE 'folder'`: schema, copy commands, Parquet files.

A node has one table, named like its first label; all its labels are in the column `labels`. Tables
of nodes and relationships share their names, and case does not count, so a relationship type that
is called like a label gets `_` behind it (`CLAIM_`). Parquet holds every value as it is.

Source: https://docs.ladybugdb.com (migrate, import).
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from kg.export.databases.cypher import name
from kg.export.databases.filenames import relationship_files
from kg.export.files import Cleaner, write_text
from kg.export.parquet import write_rows
from kg.export.propertygraph import (
    Columns,
    Kind,
    PropertyGraph,
    RelationshipTable,
)
from kg.export.tables import Table, node_tables

logger = logging.getLogger(__name__)

_TYPES: Mapping[Kind, str] = {
    "string": "STRING",
    "int": "INT64",
    "float": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "string[]": "STRING[]",
    "int[]": "INT64[]",
}


def write_ladybug(graph: PropertyGraph, folder: Path) -> None:
    """Write the import folder.

    Raises ExportError if a file cannot be written or pyarrow is not installed.
    """
    clean = Cleaner("Ladybug")
    nodes = list(node_tables(graph))
    grouped: dict[str, list[RelationshipTable]] = defaultdict(list)
    for table in graph.relationships:
        grouped[table.type].append(table)
    names = _table_names([found.label for found in nodes], list(grouped))
    schema = [_node_table(found) for found in nodes]
    schema += [_relationship_table(names[type_], tables) for type_, tables in grouped.items()]
    copy = []
    for found in nodes:
        path = f"nodes/{found.name}.parquet"
        write_rows(found.rows, folder / path, keys=found.keys, columns=found.columns, clean=clean)
        copy.append(f"COPY {name(found.label)} FROM '{path}';\n")
    files = relationship_files(graph.relationships)
    for file, table in zip(files, graph.relationships, strict=True):
        path = f"relationships/{file}.parquet"
        rows = (((row.start, row.end, row.id), row.values) for row in table.rows)
        write_rows(
            rows, folder / path, keys=("from", "to", "id"), columns=table.columns, clean=clean
        )
        ends = f"from='{_escaped(table.start)}', to='{_escaped(table.end)}'"
        copy.append(f"COPY {name(names[table.type])} FROM '{path}' ({ends});\n")
    write_text(folder / "schema.cypher", schema)
    write_text(folder / "copy.cypher", copy)
    write_text(folder / "index.cypher", [])
    clean.warn()


def _table_names(labels: list[str], types: list[str]) -> dict[str, str]:
    taken = {label.casefold() for label in labels}
    names = {}
    for type_ in types:
        names[type_] = type_
        while names[type_].casefold() in taken:
            names[type_] += "_"
        taken.add(names[type_].casefold())
    renamed = [f"{names[type_]} for {type_}" for type_ in types if names[type_] != type_]
    if renamed:
        logger.warning(
            "Ladybug tells names apart by more than case: it has the relationship tables %s "
            "(docs/exports.md)",
            ", ".join(renamed),
        )
    return names


def _node_table(table: Table) -> str:
    columns = "".join(f", {column}" for column in _columns(table.columns))
    return f"CREATE NODE TABLE {name(table.label)} (iri STRING PRIMARY KEY{columns});\n"


def _relationship_table(table_name: str, tables: list[RelationshipTable]) -> str:
    pairs = [f"FROM {name(table.start)} TO {name(table.end)}" for table in tables]
    columns = ["id STRING", *_columns(tables[0].columns)]
    return f"CREATE REL TABLE {name(table_name)} ({', '.join(pairs + columns)});\n"


def _columns(columns: Columns) -> list[str]:
    return [f"{name(column)} {_TYPES[kind]}" for column, kind in columns.items()]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")
