"""Names of files for labels and relationship types, whatever the labels and the file system."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from kg.export.propertygraph import NodeTable, RelationshipTable
from kg.iri import slug

#: Well below the 255 bytes of common file systems, a hash and an extension included.
LONGEST = 100


def file_names(labels: Iterable[str]) -> list[str]:
    """Name a file for each label, in the same order, unique even where case does not count.

    >>> file_names(["MEET", "Meet", "a/b"])
    ['MEET-b7eae573', 'Meet-74567d35', 'a%2Fb']
    """
    known = list(labels)
    slugs = [slug(label) for label in known]
    folded = Counter(name.casefold() for name in slugs)
    return [
        name
        if folded[name.casefold()] == 1 and len(name.encode()) <= LONGEST
        else _short(name, label)
        for name, label in zip(slugs, known, strict=True)
    ]


def node_files(tables: Iterable[NodeTable]) -> list[str]:
    """Name a file for each table of nodes: its labels."""
    return file_names(":".join(table.labels) for table in tables)


def relationship_files(tables: Sequence[RelationshipTable]) -> list[str]:
    """Name a file for each table of relationships: its type, with what it joins if that varies."""
    types = Counter(table.type for table in tables)
    return file_names(
        table.type if types[table.type] == 1 else f"{table.type} {table.start} {table.end}"
        for table in tables
    )


def _short(name: str, label: str) -> str:
    digest = hashlib.sha256(label.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{name.encode()[:LONGEST].decode('utf-8', 'ignore')}-{digest}"
