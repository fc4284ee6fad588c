"""Independent readers of the property-graph formats: each gives what `graphs.content` gives."""

from __future__ import annotations

import datetime
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import kglite
import ladybug
import networkx as nx
import pyarrow as pa
from graphs import Content
from pyarrow import csv

SEPARATOR = "\x1f"


# ------------------------------------------------------------------ CSV, by pyarrow's reader


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a CSV file as texts; null is told from an empty text."""
    with path.open(encoding="utf-8", newline="") as file:
        names = file.readline().rstrip("\n").split(",")
    table = csv.read_csv(
        path,
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
    return iter(table.to_pylist())


def typed(row: dict[str, Any], separator: str | None = None) -> dict[str, Any]:
    """The columns with a name and a type (`end:long`), read as the type says; null left out."""
    values = {}
    for header, text in row.items():
        name, _, kind = header.partition(":")
        if name and kind and kind != "ID" and text is not None:
            values[name] = _read(text, kind.lower(), separator)
    return values


def _read(text: str, kind: str, separator: str | None) -> Any:
    if kind.endswith("[]"):
        items = text.split(separator) if text else []
        return [_read(item, kind[:-2], separator) for item in items]
    readers: dict[str, Any] = {
        "long": int,
        "double": float,
        "boolean": {"true": True, "false": False}.__getitem__,
        "bool": {"true": True, "false": False}.__getitem__,
        "date": datetime.date.fromisoformat,
        "datetime": datetime.date.fromisoformat,
    }
    return readers.get(kind, str)(text)


def neo4j_admin(folder: Path) -> Content:
    """As the manual of neo4j-admin reads it; exactly the files that import.sh names."""
    script = (folder / "import.sh").read_text("utf-8")
    nodes, relationships = {}, {}
    for row in _rows(folder, re.findall(r"--nodes='?([^' \n]+)", script)):
        nodes[row["iri:ID"]] = (sorted(row[":LABEL"].split(SEPARATOR)), typed(row, SEPARATOR))
    for row in _rows(folder, re.findall(r"--relationships='?([^' \n]+)", script)):
        values = typed(row, SEPARATOR)
        relationships[values.pop("id")] = (row[":TYPE"], row[":START_ID"], row[":END_ID"], values)
    return nodes, relationships


def neptune(folder: Path) -> Content:
    nodes, relationships = {}, {}
    for row in _rows(folder, sorted(folder.glob("nodes/*"))):
        nodes[row["iri:ID"]] = (sorted(row[":LABEL"].split(";")), typed(row))
    for row in _rows(folder, sorted(folder.glob("relationships/*"))):
        values = typed(row)
        assert values.pop("id") == row[":ID"]
        relationships[row[":ID"]] = (row[":TYPE"], row[":START_ID"], row[":END_ID"], values)
    return nodes, relationships


def _rows(folder: Path, files: Iterable[str | Path]) -> Iterator[dict[str, Any]]:
    for file in files:
        yield from rows_of(folder / file)


def plain_csv(folder: Path, kinds: dict[str, str]) -> Content:
    """`kinds` names the type of each column, which plain CSV does not.

    The apostrophe is taken back that keeps a spreadsheet from running a text.
    """

    def read(row: dict[str, Any]) -> dict[str, Any]:
        return {
            name: json.loads(text)
            if kinds[name].endswith("[]")
            else _read(_raw(text), _NAMES[kinds[name]], None)
            for name, text in row.items()
            if text is not None
        }

    nodes, relationships = {}, {}
    for file in sorted(folder.glob("*.csv")):
        for row in rows_of(file):
            if file.stem == "relationships":
                keys = [_raw(row.pop(name)) for name in ("id", "relation", "from", "to")]
                relationships[keys[0]] = (*keys[1:], read(row))
            else:
                iri, labels = _raw(row.pop("iri")), json.loads(row.pop("labels"))
                nodes[iri] = (sorted(labels), read(row))
    return nodes, relationships


def _raw(text: str) -> str:
    return re.sub("^'('*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20])", r"\1", text)


_NAMES = {
    "string": "string",
    "int": "long",
    "float": "double",
    "boolean": "boolean",
    "date": "date",
}


# ------------------------------------------------------------------ Parquet and Ladybug


def parquet(folder: Path) -> Content:
    """Read by Ladybug's own Parquet reader."""
    nodes, relationships = {}, {}
    connection = ladybug.Connection(ladybug.Database(":memory:"))
    for file in sorted(folder.glob("*.parquet")):
        for row in _ladybug(connection, f"LOAD FROM '{file}' RETURN *"):
            known = {name: value for name, value in row.items() if value is not None}
            if file.stem == "relationships":
                keys = [known.pop(name) for name in ("id", "relation", "from", "to")]
                relationships[keys[0]] = (*keys[1:], known)
            else:
                nodes[known.pop("iri")] = (sorted(known.pop("labels")), known)
    return nodes, relationships


def _ladybug(connection: Any, query: str) -> Iterator[dict[str, Any]]:
    result = connection.execute(query)
    names = result.get_column_names()
    while result.has_next():
        yield dict(zip(names, result.get_next(), strict=True))


def ladybug_folder(folder: Path) -> Content:
    connection = ladybug.Connection(ladybug.Database(":memory:"))
    connection.execute(f"IMPORT DATABASE '{folder}'")
    return ladybug_content(connection)


def ladybug_content(connection: Any) -> Content:
    hidden = {"_ID", "_LABEL", "_SRC", "_DST"}
    nodes, relationships, iris = {}, {}, {}
    for row in _ladybug(connection, "MATCH (n) RETURN n"):
        values = {k: v for k, v in row["n"].items() if k not in hidden and v is not None}
        iri, labels = values.pop("iri"), values.pop("labels")
        assert row["n"]["_LABEL"] in labels
        iris[str(row["n"]["_ID"])] = iri
        nodes[iri] = (sorted(labels), values)
    for row in _ladybug(connection, "MATCH ()-[r]->() RETURN r"):
        found = row["r"]
        values = {k: v for k, v in found.items() if k not in hidden and v is not None}
        ends = (iris[str(found["_SRC"])], iris[str(found["_DST"])])
        relationships[values.pop("id")] = (found["_LABEL"], *ends, values)
    return nodes, relationships


def renamed(found: Content) -> Content:
    """`CLAIM_` is what Ladybug has for the type `CLAIM` beside a label `Claim`."""
    nodes, relationships = found
    return nodes, {id_: (row[0].rstrip("_"), *row[1:]) for id_, row in relationships.items()}


# ------------------------------------------------------------------ Cypher


NODES = "MATCH (n) RETURN labels(n), properties(n)"
RELATIONSHIPS = "MATCH (a)-[r]->(b) RETURN type(r), a.iri, b.iri, properties(r)"


def from_rows(nodes: Iterable[Any], relationships: Iterable[Any]) -> Content:
    """What the two queries above return in any Cypher database."""
    found_nodes, found_relationships = {}, {}
    for labels, values in nodes:
        values = _native(values)
        found_nodes[values.pop("iri")] = (sorted(labels), values)
    for type_, start, end, values in relationships:
        values = _native(values)
        found_relationships[values.pop("id")] = (type_, start, end, values)
    return found_nodes, found_relationships


def _native(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.to_native() if hasattr(value, "to_native") else value
        for name, value in values.items()
        if value is not None
    }


def script_lines(folder: Path) -> list[str]:
    lines = (folder / "graph.cypher").read_bytes().decode("utf-8").removesuffix("\n").split("\n")
    assert all(line.endswith(";") for line in lines)
    return [line.removesuffix(";") for line in lines]


def kglite_script(folder: Path) -> Content:
    return kglite_content(kglite_graph(folder))


def kglite_graph(folder: Path) -> Any:
    graph = kglite.KnowledgeGraph()
    for line in script_lines(folder):
        graph.cypher(line)
    return graph


def kglite_content(graph: Any) -> Content:
    nodes = [
        (row["l"], _said(row["l"], row["p"]))
        for row in graph.cypher("MATCH (n) RETURN labels(n) AS l, properties(n) AS p")
    ]
    relationships = [
        (row["t"], row["a"], row["b"], _without_own_type(row["t"], row["p"]))
        for row in graph.cypher(
            "MATCH (a)-[r]->(b) RETURN type(r) AS t, a.iri AS a, b.iri AS b, properties(r) AS p"
        )
    ]
    return from_rows(nodes, relationships)


def _said(labels: list[str], values: dict[str, Any]) -> dict[str, Any]:
    """Without what kglite makes up where a node has no `id`, `title` or `type` of its own."""
    made = {"title": f"{labels[0]}_{values['id']}", "type": labels[0]}
    said = {name: value for name, value in values.items() if made.get(name) != value}
    if isinstance(values["id"], int):
        del said["id"]
    return said


def _without_own_type(type_: str, values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if (name, value) != ("type", type_)}


# ------------------------------------------------------------------ networks


def network(graph: nx.MultiDiGraph[str]) -> Content:
    """What networkx read; lists are JSON texts in XML formats, dates are texts in all of them."""
    nodes = {
        node: (sorted(_list(data["labels"])), {k: v for k, v in data.items() if k not in _OWN})
        for node, data in graph.nodes(data=True)
    }
    relationships = {
        data.get("id", key): (
            data["relation"],
            start,
            end,
            {k: v for k, v in data.items() if k not in _OWN},
        )
        for start, end, key, data in graph.edges(keys=True, data=True)
    }
    return nodes, relationships


_OWN = {"id", "labels", "relation", "label", "source", "target", "key", "kind", "value", "name_"}


def _list(value: Any) -> list[str]:
    return json.loads(value) if isinstance(value, str) else value


# ------------------------------------------------------------------ FalkorDB's bulk loader


def falkordb_bulk(folder: Path, client: Any, graph: str) -> Content:
    url = client.kg_uri.replace("falkordb://", "redis://")
    environment = {**os.environ, "PYTHON": sys.executable}
    done = subprocess.run(
        ["sh", "import.sh", graph, url], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return falkordb_content(client.select_graph(graph))


def falkordb_content(graph: Any) -> Content:
    return from_rows(graph.query(NODES).result_set, graph.query(RELATIONSHIPS).result_set)
