"""Loading by parameterised Cypher, the same for every database that speaks it.

Rows go in batches, each a transaction that also notes how far the load has come, on a node
`(:KgLoad)` that is gone when all is done; a load of the same graph begins behind what it notes.
Nodes are merged by `iri`, relationships by `id`. A node that has got other labels and a
relationship that has got another type since the last load are made anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from kg.export.databases.cypher import literal, name
from kg.export.propertygraph import NodeTable, PropertyGraph, RelationshipTable, Value
from kg.load.target import Loaded, Progress, Target

Statement = tuple[str, Mapping[str, Any]]
Row = Mapping[str, Any]


class Connection(Protocol):
    """What a database must offer."""

    def read(self, query: str, parameters: Mapping[str, Any]) -> list[Sequence[Any]]:
        """The rows that a query returns."""

    def write(self, statements: Sequence[Statement]) -> None:
        """Run statements, all or none where the database can."""

    def value(self, value: Value) -> Any:
        """A value as a parameter can hold it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Rows of one table and the statements that load them, each with the rows as `$rows`."""

    queries: tuple[str, ...]
    rows: tuple[Row, ...]


def load_graph(
    graph: PropertyGraph, connection: Connection, target: Target, base: str, progress: Progress
) -> Loaded:
    """Load all rows, then look for what an earlier load left under the base IRI `base`."""
    batches = list(_batches(graph, connection.value, target.batch))
    total, mark = sum(len(batch.rows) for batch in batches), _digest(batches)
    found = connection.read("MATCH (m:`KgLoad` {iri: $mark}) RETURN m.done", {"mark": mark})
    done = int(found[0][0]) if found else 0
    resumed = rows = sum(len(batch.rows) for batch in batches[:done])
    for number, batch in enumerate(batches[done:], done + 1):
        statements: list[Statement] = [(query, {"rows": batch.rows}) for query in batch.queries]
        noted = "MERGE (m:`KgLoad` {iri: $mark}) SET m.done = $done"
        connection.write([*statements, (noted, {"mark": mark, "done": number})])
        rows += len(batch.rows)
        progress(rows, total)
    stale = _remove_stale(graph, connection, target, base)
    connection.write([("MATCH (m:`KgLoad`) DELETE m", {})])
    removed = stale if target.replace else 0
    return Loaded(rows=total, resumed=resumed, stale=stale - removed, removed=removed)


def _digest(batches: Iterable[Batch]) -> str:
    digest = hashlib.sha256()
    for batch in batches:
        text = json.dumps([batch.queries, batch.rows], default=str)
        digest.update(text.encode("utf-8"))
    return digest.hexdigest()[:16]


# Rows


def _batches(graph: PropertyGraph, value: Callable[[Value], Any], size: int) -> Iterator[Batch]:
    for nodes in graph.nodes:
        rows = [
            {"iri": node.iri, **_values({"iri": node.iri, **node.values}, value)}
            for node in nodes.rows
        ]
        for some in _parts(rows, size):
            yield Batch(queries=_node_queries(nodes), rows=some)
    for table in graph.relationships:
        rows = [
            {
                "id": row.id,
                "start": row.start,
                "end": row.end,
                **_values({"id": row.id, **row.values}, value),
            }
            for row in table.rows
        ]
        for some in _parts(rows, size):
            yield Batch(queries=_relationship_queries(table), rows=some)


def _values(values: Mapping[str, Value], value: Callable[[Value], Any]) -> dict[str, Any]:
    """Dates apart, as texts: not every client can send them."""
    return {
        "values": {k: value(v) for k, v in values.items() if not isinstance(v, date)},
        "dates": {k: v.isoformat() for k, v in values.items() if isinstance(v, date)},
    }


def _parts(rows: Sequence[Row], size: int) -> Iterator[tuple[Row, ...]]:
    for start in range(0, len(rows), size):
        yield tuple(rows[start : start + size])


def _node_queries(table: NodeTable) -> tuple[str, ...]:
    labels = "".join(f":{name(label)}" for label in table.labels)
    first = name(table.labels[0])
    other = " OR ".join(
        [f"size(labels(n)) <> {len(table.labels)}"]
        + [f"NOT n:{name(label)}" for label in table.labels[1:]]
    )
    return (
        f"UNWIND $rows AS row MATCH (n:{first} {{iri: row.iri}}) WHERE {other} DETACH DELETE n",
        f"UNWIND $rows AS row MERGE (n{labels} {{iri: row.iri}}) {_set('n', table.columns)}",
    )


def _relationship_queries(table: RelationshipTable) -> tuple[str, ...]:
    start = f"(a:{name(table.start)} {{iri: row.start}})"
    end = f"(b:{name(table.end)} {{iri: row.end}})"
    return (
        f"UNWIND $rows AS row MATCH {start}-[r]->{end} "
        f"WHERE r.id = row.id AND type(r) <> {literal(table.type, str)} DELETE r",
        f"UNWIND $rows AS row MATCH {start} MATCH {end} "
        f"MERGE (a)-[r:{name(table.type)} {{id: row.id}}]->(b) {_set('r', table.columns)}",
    )


def _set(variable: str, columns: Mapping[str, str]) -> str:
    dates = "".join(
        f" SET {variable}.{name(column)} = date(row.dates.{name(column)})"
        for column, kind in columns.items()
        if kind == "date"
    )
    return f"SET {variable} = row.values{dates}"


# Leftovers


def _remove_stale(graph: PropertyGraph, connection: Connection, target: Target, base: str) -> int:
    """Count what is there under `base` and not in `graph`; with `replace`, remove it."""
    relationships = _stale_relationships(graph, connection, base)
    nodes = _stale_nodes(graph, connection, base)
    if target.replace:
        for label, rows in relationships:
            query = (
                f"UNWIND $rows AS row MATCH (a:{label} {{iri: row.start}})-[r]->() "
                "WHERE r.id = row.id DELETE r"
            )
            for some in _parts(rows, target.batch):
                connection.write([(query, {"rows": some})])
        for label, rows in nodes:
            query = f"UNWIND $rows AS row MATCH (n:{label} {{iri: row.iri}}) DETACH DELETE n"
            for some in _parts(rows, target.batch):
                connection.write([(query, {"rows": some})])
    return sum(len(rows) for _, rows in [*relationships, *nodes])


def _stale_nodes(
    graph: PropertyGraph, connection: Connection, base: str
) -> list[tuple[str, list[Row]]]:
    known = {node.iri for table in graph.nodes for node in table.rows}
    stale: list[tuple[str, list[Row]]] = []
    for label in sorted({name(table.labels[0]) for table in graph.nodes}):
        query = f"MATCH (n:{label}) WHERE n.iri STARTS WITH $base RETURN n.iri"
        found = {row[0] for row in connection.read(query, {"base": base})}
        stale.append((label, [{"iri": iri} for iri in sorted(found - known)]))
    return stale


def _stale_relationships(
    graph: PropertyGraph, connection: Connection, base: str
) -> list[tuple[str, list[Row]]]:
    known = {row.id for table in graph.relationships for row in table.rows}
    stale: list[tuple[str, list[Row]]] = []
    for label in sorted({name(table.labels[0]) for table in graph.nodes}):
        query = (
            f"MATCH (a:{label})-[r]->(b) WHERE a.iri STARTS WITH $base "
            "AND b.iri STARTS WITH $base AND r.id IS NOT NULL RETURN a.iri, r.id"
        )
        found = {(row[0], row[1]) for row in connection.read(query, {"base": base})}
        stale.append(
            (label, [{"start": iri, "id": id_} for iri, id_ in sorted(found) if id_ not in known])
        )
    return stale
