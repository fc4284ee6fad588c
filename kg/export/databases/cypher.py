"""A Cypher script, one statement a line, for every database that speaks Cypher.

`graph.cypher` is good for `cypher-shell`, FalkorDB, ArcadeDB and, since no line end stands inside a
statement, as Memgraph's CYPHERL too. Statements merge, so a script that was interrupted can be run
again. What makes merging fast, keys, has a syntax of its own in each database: run the file
`schema.*` of yours first; for Neo4j `constraints.cypher` has indexes for questions besides.

A text knows only the escapes that all of them know (`\\\\ \\' \\n \\r \\t`); NUL, which has none,
becomes U+FFFD. Names stand in backticks, so reserved words are names like all others.

Sources: https://opencypher.org/resources/, https://memgraph.com/docs/data-migration/cypherl.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from kg.export.files import Cleaner, write_text
from kg.export.propertygraph import NodeTable, PropertyGraph, RelationshipTable, Value

#: How each database is told that `iri` is the key of a label.
SCHEMAS: Mapping[str, str] = {
    "neo4j": "CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.iri IS UNIQUE",
    "memgraph": "CREATE INDEX ON :{label}(iri)",
    "falkordb": "CREATE INDEX FOR (n:{label}) ON (n.iri)",
}

_ESCAPES = str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def write_cypher(graph: PropertyGraph, folder: Path) -> None:
    """Write the script and the schema files. Raises ExportError if one cannot be written."""
    clean = Cleaner("a Cypher script", "\x00")
    write_text(folder / "graph.cypher", (f"{line};\n" for line in generate_cypher(graph, clean)))
    for name in SCHEMAS:
        lines = (f"{line};\n" for line in schema(graph, name))
        write_text(folder / f"schema.{name}.cypher", lines)
    write_text(folder / "constraints.cypher", (f"{line};\n" for line in constraints(graph)))
    clean.warn()


def schema(graph: PropertyGraph, database: str) -> list[str]:
    """The statements that make `iri` the key of every first label, in the Cypher of `database`."""
    labels = sorted({table.labels[0] for table in graph.nodes})
    return [SCHEMAS[database].format(label=name(label)) for label in labels]


def constraints(graph: PropertyGraph) -> Iterator[str]:
    """What makes questions to Neo4j fast: keys, an index of labels, full-text search.

    The names of the full-text indexes are for `db.index.fulltext.queryNodes`.
    """
    yield from schema(graph, "neo4j")
    there = {table.labels[0] for table in graph.nodes}
    for label in sorted(there & {"Entity", "Fact"}):
        yield f"CREATE INDEX IF NOT EXISTS FOR (n:{name(label)}) ON (n.label)"
    for index, (label, keys) in FULL_TEXT.items():
        if label in there:
            each = ", ".join(f"n.{key}" for key in keys)
            made = f"CREATE FULLTEXT INDEX {index} IF NOT EXISTS"
            yield f"{made} FOR (n:{name(label)}) ON EACH [{each}]"


#: Full-text indexes of Neo4j by name: of which label, over which properties.
FULL_TEXT: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "entity_names": ("Entity", ("label", "aliases")),
    "claim_sentences": ("Claim", ("sentence_text",)),
    "document_titles": ("Document", ("title",)),
}


def generate_cypher(graph: PropertyGraph, clean: Callable[[str], str]) -> Iterator[str]:
    """Yield the statements, without a semicolon: all nodes, then all relationships."""
    for nodes in graph.nodes:
        yield from _nodes(nodes, clean)
    for table in graph.relationships:
        yield from _relationships(table, clean)


def _nodes(table: NodeTable, clean: Callable[[str], str]) -> Iterator[str]:
    labels = "".join(f":{name(label)}" for label in table.labels)
    for node in table.rows:
        # Some databases fix what is called `id` when a node is made: it belongs to the key.
        key = {"iri": node.iri, **{k: v for k, v in node.values.items() if k == "id"}}
        rest = {k: v for k, v in node.values.items() if k != "id"}
        merged = f"MERGE (n{labels} {properties(key, clean)})"
        yield f"{merged} SET n += {properties(rest, clean)}" if rest else merged


def _relationships(table: RelationshipTable, clean: Callable[[str], str]) -> Iterator[str]:
    for row in table.rows:
        start = f"(a:{name(table.start)} {properties({'iri': row.start}, clean)})"
        end = f"(b:{name(table.end)} {properties({'iri': row.end}, clean)})"
        key = properties({"id": row.id}, clean)
        merged = f"MATCH {start} MATCH {end} MERGE (a)-[r:{name(table.type)} {key}]->(b)"
        yield f"{merged} SET r += {properties(row.values, clean)}" if row.values else merged


def name(text: str) -> str:
    """Write a label, type or key in backticks; one inside is doubled.

    >>> name("ORDER")
    '`ORDER`'
    """
    return "`" + text.replace("`", "``") + "`"


def properties(values: Mapping[str, Value], clean: Callable[[str], str]) -> str:
    """Write a map of properties, keys in backticks."""
    pairs = (f"{name(key)}: {literal(value, clean)}" for key, value in values.items())
    return "{" + ", ".join(pairs) + "}"


def literal(value: Value, clean: Callable[[str], str]) -> str:
    """Write a value as Cypher does.

    >>> print(literal(("it's", "so"), str))
    ['it\\'s', 'so']
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, date):
        return f"date('{value.isoformat()}')"
    if isinstance(value, str):
        return f"'{clean(value).translate(_ESCAPES)}'"
    return "[" + ", ".join(literal(item, clean) for item in value) + "]"
