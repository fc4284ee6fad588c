"""Loading by parameterised Cypher, the same for every database that speaks it.

Rows go in batches, each a transaction that also notes how far the load has come, on a node
`(:KgLoad)` that is gone when all is done; a load of the same graph begins behind what it notes.
Nodes are merged by `iri`, relationships by `id`. A node that has got other labels and a
relationship that has got another type since the last load are made anew.

What an earlier load left is known by keys as kg makes them: a node with its label and an IRI of the
kind that goes with it (`BASE/entity/...` for an `Entity`), a relationship between two of these with
an id of 16 hexadecimal digits. Of that alone `replace` removes what the graph no longer has, and it
leaves a node that something else is joined to.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from kg.export.databases.cypher import literal, name
from kg.export.propertygraph import NodeTable, PropertyGraph, RelationshipTable, Value
from kg.load.target import Loaded, Progress, Target
from kg.model import TYPES

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
    stale, removed = _stale(graph, connection, target, base)
    connection.write([("MATCH (m:`KgLoad`) DELETE m", {})])
    return Loaded(rows=total, resumed=resumed, stale=stale, removed=removed)


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
    # Labels that the user has set on a node are no reason to make it anew.
    other = " OR ".join(
        [f"n:{name(type)}" for type in TYPES if type not in table.labels]
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


def _stale(
    graph: PropertyGraph, connection: Connection, target: Target, base: str
) -> tuple[int, int]:
    """How much is there under `base` and not in `graph`: what stays, and what `replace` removed."""
    relationships = _stale_relationships(graph, connection, base)
    nodes = _stale_nodes(graph, connection, base)
    found = sum(len(rows) for _, rows in [*relationships, *nodes])
    if not target.replace:
        return found, 0
    for label, rows in relationships:
        query = (
            f"UNWIND $rows AS row MATCH (a:{label} {{iri: row.start}})-[r]->() "
            "WHERE r.id = row.id DELETE r"
        )
        _in_batches(query, rows, connection, target.batch)
    for label, rows in nodes:
        query = (
            f"UNWIND $rows AS row MATCH (n:{label} {{iri: row.iri}}) "
            "OPTIONAL MATCH (n)-[r]-() WITH n, count(r) AS joined WHERE joined = 0 DELETE n"
        )
        _in_batches(query, rows, connection, target.batch)
    kept = sum(len(rows) for _, rows in _stale_nodes(graph, connection, base))
    return kept, found - kept


def _in_batches(query: str, rows: Sequence[Row], connection: Connection, size: int) -> None:
    for some in _parts(rows, size):
        connection.write([(query, {"rows": some})])


def _stale_nodes(
    graph: PropertyGraph, connection: Connection, base: str
) -> list[tuple[str, list[Row]]]:
    known = {node.iri for table in graph.nodes for node in table.rows}
    stale: list[tuple[str, list[Row]]] = []
    for label, kind in _KINDS.items():
        query = f"MATCH (n:{name(label)}) WHERE n.iri STARTS WITH $base RETURN n.iri"
        found = {row[0] for row in connection.read(query, {"base": base + kind})}
        stale.append((name(label), [{"iri": iri} for iri in sorted(found - known)]))
    return stale


def _stale_relationships(
    graph: PropertyGraph, connection: Connection, base: str
) -> list[tuple[str, list[Row]]]:
    known = {row.id for table in graph.relationships for row in table.rows}
    kinds = tuple(base + kind for kind in _KINDS.values())
    stale: list[tuple[str, list[Row]]] = []
    for label, kind in _KINDS.items():
        query = (
            f"MATCH (a:{name(label)})-[r]->(b) WHERE a.iri STARTS WITH $base "
            "AND b.iri STARTS WITH $whole AND r.id IS NOT NULL RETURN a.iri, r.id, b.iri"
        )
        rows = connection.read(query, {"base": base + kind, "whole": base})
        found = {(a, id_) for a, id_, b in rows if _is_id(id_) and b.startswith(kinds)}
        stale.append(
            (name(label), [{"start": a, "id": id_} for a, id_ in sorted(found) if id_ not in known])
        )
    return stale


#: What follows the base IRI in the key of a node, by its first label.
_KINDS: Mapping[str, str] = {
    "Claim": "claim/",
    "Document": "document/",
    "Entity": "entity/",
    "Fact": "fact/",
    "Qualifier": "claim/",
}


def _is_id(id_: object) -> bool:
    return isinstance(id_, str) and re.fullmatch("[0-9a-f]{16}", id_) is not None
