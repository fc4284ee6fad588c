"""CSV and Parquet for spreadsheets, pandas, DuckDB: a file per kind of node, one of relationships.

`tables/` of an output folder holds the two files that most people want, entities and the facts
between them. Its header cells carry types as `neo4j-admin database import` reads them
(`mentions:int`, `aliases:string[]`); the quoting is RFC 4180 with LF line ends, every string in
quotes, numbers and booleans bare. Lists are joined by U+001F, a character that no text needs, so
import with `--array-delimiter=U+001F --multiline-fields=true`.

A relationship has the plain type of its relation (`MEET`) only if the fact is asserted. Any other
carries its status in front (`PLANNED_MEET`, `NEGATIVE_WITHDRAW_FROM`), so that a pattern like
`(a)-[:MEET]->(b)` never returns what the text does not claim to be so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.corpus.kept import in_any_order
from kg.export.cells import Dialect, csv_cell, csv_rows
from kg.export.databases.filenames import file_names
from kg.export.files import Cleaner, encodable, write_text
from kg.export.parquet import write_rows
from kg.export.propertygraph import (
    Columns,
    Kind,
    NodeTable,
    PropertyGraph,
    Value,
    relationship_type,
)
from kg.model import Build, Entity, Fact

SEPARATOR = "\x1f"

_NODES = (
    "iri:ID,label:string,type:string,kind:string,aliases:string[],links:string[],"
    "documents:string[],mentions:int,importance:double,:LABEL\n"
)
_RELATIONSHIPS = (
    ":START_ID,:END_ID,:TYPE,id:string,predicate:string,label:string,asserted:boolean,"
    "status:string,support:int,confidence:double,claims:string[],sentences:string[]\n"
)


def write_tables(build: Build, folder: Path) -> None:
    """Write `nodes.csv` and `relationships.csv` into `folder`, made if missing.

    Raises ExportError if a file cannot be written.
    """
    write_text(folder / "nodes.csv", generate_nodes(build))
    write_text(folder / "relationships.csv", generate_relationships(build))


def generate_nodes(build: Build) -> Iterator[str]:
    """Yield the header, then one row per entity of the graph, sorted by IRI.

    The labels (`:LABEL`) are `Entity` and its type, for a concept also `Concept`.
    """
    yield _NODES
    nodes = build.graph.nodes
    for entity in sorted(build.entities, key=lambda entity: entity.iri):
        if entity.iri in nodes:
            yield _row(_node(entity, nodes[entity.iri]["importance"]))


def generate_relationships(build: Build) -> Iterator[str]:
    """Yield the header, then one row per fact between two entities, sorted by fact id.

    `sentences` are the texts behind the fact, in the order of `claims`, each once.
    """
    yield _RELATIONSHIPS
    texts: dict[str, str] = {}  # many claims of a sentence share its text
    sentences = {
        claim.id: texts.setdefault(claim.sentence.text, claim.sentence.text)
        for claim in in_any_order(build.claims)
    }
    for fact in sorted(build.facts, key=lambda fact: fact.id):
        if fact.object is not None:
            yield _row(_relationship(fact, fact.object, sentences))


def _node(entity: Entity, importance: float) -> list[Value]:
    labels = {"Entity", entity.type} | ({"Concept"} if entity.kind == "concept" else set())
    return [
        entity.iri,
        entity.label,
        entity.type,
        entity.kind,
        entity.aliases,
        entity.links,
        tuple(sorted({mention.document for mention in entity.mentions})),
        len(entity.mentions),
        importance,
        tuple(sorted(labels)),
    ]


def _relationship(fact: Fact, object_: str, sentence: Mapping[str, str]) -> list[Value]:
    sentences = dict.fromkeys(sentence[claim] for claim in fact.claims)
    return [
        fact.subject,
        object_,
        relationship_type(fact),
        fact.id,
        fact.predicate,
        fact.label,
        fact.asserted,
        fact.status,
        fact.support,
        fact.confidence,
        fact.claims,
        tuple(sentences),
    ]


# NUL ends the text in databases written in C.
_DIALECT = Dialect(
    clean=lambda text: encodable(text).replace("\0", "\ufffd"),
    join=lambda items: SEPARATOR.join(str(item).replace(SEPARATOR, " ") for item in items),
)


def _row(cells: Iterable[Value]) -> str:
    return ",".join(csv_cell(cell, _DIALECT) for cell in cells) + "\n"


# Plain CSV and Parquet


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of one file: `keys` are the texts that come first, `columns` may be null.

    `label` is what the nodes are, empty for relationships; `name` is `label` as a file name.
    """

    name: str
    label: str
    keys: tuple[str, ...]
    columns: Columns
    rows: tuple[tuple[tuple[str, ...], Mapping[str, Value]], ...]


def plain_tables(graph: PropertyGraph) -> Iterator[Table]:
    """Yield the tables of nodes, then one of all relationships.

    >>> [table.name for table in plain_tables(PropertyGraph(nodes=(), relationships=()))]
    ['relationships']
    """
    yield from node_tables(graph)
    yield _relationship_table(graph)


def node_tables(graph: PropertyGraph) -> Iterator[Table]:
    """Yield a table per first label of nodes, with all their labels in the column `labels`."""
    grouped: dict[str, list[NodeTable]] = defaultdict(list)
    for nodes in graph.nodes:
        grouped[nodes.labels[0]].append(nodes)
    for name, (label, tables) in zip(file_names(grouped), grouped.items(), strict=True):
        columns: dict[str, Kind] = {"labels": "string[]"}
        for nodes in tables:
            columns |= nodes.columns
        rows = (
            ((row.iri,), {"labels": nodes.labels, **row.values})
            for nodes in tables
            for row in nodes.rows
        )
        yield Table(
            name=name,
            label=label,
            keys=("iri",),
            columns=columns,
            rows=tuple(sorted(rows, key=_key)),
        )


def _key(row: tuple[tuple[str, ...], Mapping[str, Value]]) -> tuple[str, ...]:
    return row[0]


def _relationship_table(graph: PropertyGraph) -> Table:
    columns: dict[str, Kind] = {}
    for table in graph.relationships:
        columns |= table.columns
    rows = (
        ((row.id, table.type, row.start, row.end), row.values)
        for table in graph.relationships
        for row in table.rows
    )
    return Table(
        name="relationships",
        label="",
        keys=("id", "relation", "from", "to"),
        columns=columns,
        rows=tuple(sorted(rows, key=_key)),
    )


def write_csv(graph: PropertyGraph, folder: Path) -> None:
    """Write `graph` as plain CSV: names as header, lists as JSON, null as nothing.

    A spreadsheet takes no text in it for a formula (`harmless`). Raises ExportError if a file
    cannot be written.
    """
    clean = Cleaner("CSV")
    dialect = Dialect(clean=lambda text: harmless(clean(text)))
    for table in plain_tables(graph):
        header = ",".join([*table.keys, *table.columns]) + "\n"
        rows = csv_rows(table.rows, table.columns, dialect)
        write_text(folder / f"{table.name}.csv", [header, *rows])
    clean.warn()


# Half and full width: some spreadsheets take both.
_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def harmless(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula and run.

    One that has apostrophes before such a sign already gets another, so that the text can be had
    back: take one apostrophe from whatever begins with apostrophes and one of `= + - @`, a tab or a
    line end. Source: https://owasp.org/www-community/attacks/CSV_Injection.

    >>> harmless("=cmd|' /C calc'!A0"), harmless("a-b"), harmless("'-1")
    ("'=cmd|' /C calc'!A0", 'a-b', "''-1")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def write_parquet(graph: PropertyGraph, folder: Path) -> None:
    """Write `graph` as Parquet, the tables of `write_csv` with lists and dates as such.

    Raises ExportError if a file cannot be written or pyarrow is not installed.
    """
    clean = Cleaner("Parquet")
    for table in plain_tables(graph):
        path = folder / f"{table.name}.parquet"
        write_rows(table.rows, path, keys=table.keys, columns=table.columns, clean=clean)
    clean.warn()
