"""`nodes.csv` and `relationships.csv` for property-graph databases.

The header cells carry types as `neo4j-admin database import` reads them (`mentions:int`,
`aliases:string[]`); the quoting is RFC 4180 with LF line ends, every string in quotes, numbers and
booleans bare. Lists are joined by U+001F, a character that no text needs, so import with
`--array-delimiter=U+001F --multiline-fields=true`.

A relationship has the plain type of its relation (`MEET`) only if the fact is asserted. Any other
carries its status in front (`PLANNED_MEET`, `NEGATIVE_WITHDRAW_FROM`), so that a pattern like
`(a)-[:MEET]->(b)` never returns what the text does not claim to be so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kg.export.files import encodable, write_text
from kg.model import Build, Claim, Entity, Fact

SEPARATOR = "\x1f"

_NODES = (
    "iri:ID,label:string,type:string,kind:string,aliases:string[],links:string[],"
    "documents:string[],mentions:int,importance:double,:LABEL\n"
)
_RELATIONSHIPS = (
    ":START_ID,:END_ID,:TYPE,id:string,predicate:string,label:string,asserted:boolean,"
    "status:string,support:int,confidence:double,claims:string[],sentences:string[]\n"
)
_Cell = str | int | float | bool | Iterable[str]


def write_tables(build: Build, folder: Path) -> None:
    """Write `nodes.csv` and `relationships.csv` into `folder`, made if missing.

    Raises ExportError if a file cannot be written.
    """
    write_text(folder / "nodes.csv", generate_nodes(build))
    write_text(folder / "relationships.csv", generate_relationships(build))


def generate_nodes(build: Build) -> Iterator[str]:
    """Yield the header, then one row per entity, sorted by IRI.

    The labels (`:LABEL`) are `Entity` and its type, for a concept also `Concept`.
    """
    yield _NODES
    for entity in sorted(build.entities, key=lambda entity: entity.iri):
        yield _row(_node(entity, build.graph.nodes[entity.iri]["importance"]))


def generate_relationships(build: Build) -> Iterator[str]:
    """Yield the header, then one row per fact between two entities, sorted by fact id.

    `sentences` are the texts behind the fact, in the order of `claims`, each once.
    """
    yield _RELATIONSHIPS
    claims = {claim.id: claim for claim in build.claims}
    for fact in sorted(build.facts, key=lambda fact: fact.id):
        if fact.object is not None:
            yield _row(_relationship(fact, fact.object, claims))


def _node(entity: Entity, importance: float) -> list[_Cell]:
    labels = {"Entity", entity.type} | ({"Concept"} if entity.kind == "concept" else set())
    return [
        entity.iri,
        entity.label,
        entity.type,
        entity.kind,
        entity.aliases,
        entity.links,
        sorted({mention.document for mention in entity.mentions}),
        len(entity.mentions),
        importance,
        sorted(labels),
    ]


def _relationship(fact: Fact, object_: str, claims: Mapping[str, Claim]) -> list[_Cell]:
    sentences = dict.fromkeys(claims[claim].sentence.text for claim in fact.claims)
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
        sentences,
    ]


def relationship_type(fact: Fact) -> str:
    """Name the relationship type of `fact`: capitals, digits and `_`, as is usual in Cypher.

    "meet with" becomes `MEET_WITH`; a fact that is not asserted gets its status in front.
    """
    name = re.sub(r"\W+", "_", fact.label).strip("_").upper() or "RELATED"
    return name if fact.asserted else f"{fact.status.upper()}_{name}"


def _row(cells: Iterable[_Cell]) -> str:
    return ",".join(map(_cell, cells)) + "\n"


def _cell(value: _Cell) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if not isinstance(value, str):
        value = SEPARATOR.join(item.replace(SEPARATOR, " ") for item in value)
    # NUL ends the text in databases written in C.
    return '"' + encodable(value).replace("\0", "\ufffd").replace('"', '""') + '"'
