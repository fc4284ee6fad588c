"""Any property graph: awkward names, awkward texts, parallel edges, loops, null beside empty."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from builds import texts
from hypothesis import strategies as st

from kg.export.files import encodable
from kg.export.propertygraph import (
    Columns,
    Kind,
    Node,
    NodeTable,
    PropertyGraph,
    Relationship,
    RelationshipTable,
    Value,
)
from kg.iri import slug

#: Reserved words of Cypher and SQL, a name that only differs in case, blanks, other scripts.
LABELS = ["Entity", "Order", "entity 2", "Größe-1", "日本", "MATCH", "Group", "Table"]
TYPES = ["IN", "MEET", "end", "RELATED TO", "CREATE", "ORDER", "ΑΒΓ"]
COLUMNS: Columns = {
    "motto": "string",
    "order": "string",
    "end": "int",
    "limit": "float",
    "exists": "boolean",
    "day": "date",
    "match": "string[]",
    "where": "int[]",
}
WORDS = ["", "NULL", "\\N", "null", "-", "'", '"', "\\", "a\\", " a ", "a;b|c,d", "[1]", "\u200fא"]

strings = st.sampled_from(WORDS) | texts
values: dict[Kind, st.SearchStrategy[Any]] = {
    "string": strings,
    "int": st.sampled_from([0, -1, 2**53 + 1, 2**63 - 1, -(2**63) + 1]) | st.integers(-999, 999),
    "float": st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False),
    "boolean": st.booleans(),
    "date": st.dates(min_value=datetime.date(1, 1, 1), max_value=datetime.date(9999, 12, 31)),
    "string[]": st.lists(strings, max_size=3).map(tuple),
    "int[]": st.lists(st.integers(-(2**63) + 1, 2**63 - 1), max_size=3).map(tuple),
}

#: What a graph holds, in a form in which any two can be compared: nodes by IRI (labels and values),
#: relationships by id (type, ends and values).
Content = tuple[dict[str, Any], dict[str, Any]]


def content(
    graph: PropertyGraph,
    clean: Callable[[str], str] = encodable,
    in_lists: Callable[[str], str] | None = None,
) -> Content:
    """What a reader must find; `clean` does to texts what the format is documented to do.

    `in_lists` does it to those in lists; JSON, for one, has an escape for every character.
    """
    in_lists = in_lists or clean
    nodes = {
        node.iri: (sorted(table.labels), _cleaned(node.values, clean, in_lists))
        for table in graph.nodes
        for node in table.rows
    }
    relationships = {
        row.id: (table.type, row.start, row.end, _cleaned(row.values, clean, in_lists))
        for table in graph.relationships
        for row in table.rows
    }
    return nodes, relationships


def _cleaned(
    values: Mapping[str, Value], clean: Callable[[str], str], in_lists: Callable[[str], str]
) -> dict[str, Any]:
    def stored(value: Any) -> Any:
        if isinstance(value, tuple):
            return [in_lists(item) if isinstance(item, str) else item for item in value]
        return clean(value) if isinstance(value, str) else value

    return {name: stored(value) for name, value in values.items()}


def without_nul(text: str) -> str:
    return encodable(text).replace("\0", "\ufffd")


def values_of(found: Content) -> list[dict[str, Any]]:
    return [row[-1] for rows in found for row in rows.values()]


def printed(wanted: Content) -> Content:
    """FalkorDB keeps numbers whole but answers with 15 digits of them."""
    for values in values_of(wanted):
        for name, value in values.items():
            values[name] = float(f"{value:.15g}") if isinstance(value, float) else value
    return wanted


@st.composite
def any_graph(draw: st.DrawFn, *, ascii_names: bool = False) -> PropertyGraph:
    """Any graph; with `ascii_names` no label or type begins with a letter of another script."""
    names = [name for name in LABELS if name[0].isascii() or not ascii_names]
    types = [name for name in TYPES if name[0].isascii() or not ascii_names]
    columns = {name: COLUMNS[name] for name in draw(st.sets(st.sampled_from(sorted(COLUMNS))))}
    labelled = draw(st.lists(_labels(names), min_size=1, max_size=3, unique_by=frozenset))
    keys = draw(st.lists(strings, min_size=1, max_size=5, unique_by=slug))
    grouped: dict[tuple[str, ...], list[Node]] = defaultdict(list)
    where = {}
    for key in keys:
        labels = draw(st.sampled_from(labelled))
        iri = f"urn:{slug(key)}"
        where[iri] = labels[0]
        grouped[labels].append(Node(iri=iri, values=draw(_values(columns))))
    nodes = (
        NodeTable(labels=labels, columns=columns, rows=tuple(sorted(rows, key=lambda n: n.iri)))
        for labels, rows in sorted(grouped.items())
    )
    return PropertyGraph(
        nodes=tuple(nodes), relationships=tuple(draw(_relationships(where, columns, types)))
    )


@st.composite
def _labels(draw: st.DrawFn, names: list[str]) -> tuple[str, ...]:
    first, *rest = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
    return (first, *sorted(rest))


@st.composite
def _values(draw: st.DrawFn, columns: Columns) -> dict[str, Any]:
    known = [name for name in columns if draw(st.integers(0, 3))]
    return {name: draw(values[columns[name]]) for name in known}


@st.composite
def _relationships(
    draw: st.DrawFn, where: dict[str, str], columns: Columns, types: list[str]
) -> list[RelationshipTable]:
    grouped: dict[tuple[str, str, str], list[Relationship]] = defaultdict(list)
    ends = st.sampled_from(sorted(where))
    for number in range(draw(st.integers(0, 6))):
        start, end = draw(ends), draw(ends)
        row = Relationship(id=f"r{number}", start=start, end=end, values=draw(_values(columns)))
        grouped[draw(st.sampled_from(types)), where[start], where[end]].append(row)
    return [
        RelationshipTable(type=type_, start=start, end=end, columns=columns, rows=tuple(rows))
        for (type_, start, end), rows in sorted(grouped.items())
    ]
