"""A build as a labelled property graph: the one mapping behind every property-graph format.

Nodes (`iri` is the key everywhere, and the same IRI as in the RDF):

    (:Entity:Person)    one per entity; its second label is its type, a concept also has `Concept`
    (:Document)         one per document, without its text
    (:Fact)             one per fact, those with a literal or without an object too
    (:Claim)            one per claim, with every span as text, start and end; one that is not
                        `shown` says why and states no fact
    (:Qualifier)        one per further participant of a claim

Relationships (`id` is the key):

    (:Entity)-[:MEET]->(:Entity)               an asserted fact between two entities, `id` is its id
    (:Entity)-[:PLANNED_MEET]->(:Entity)       one that is not asserted has its status in front
    (:Fact)-[:HAS_SUBJECT]->(:Entity)          (:Fact)-[:HAS_OBJECT]->(:Entity)
    (:Claim)-[:STATES]->(:Fact)                (:Claim)-[:STATED_IN]->(:Document)
    (:Claim)-[:HAS_SOURCE]->(:Entity)          (:Claim)-[:HAS_PLACE]->(:Entity)
    (:Claim)-[:HAS_QUALIFIER]->(:Qualifier)    (:Qualifier)-[:HAS_VALUE]->(:Entity)
    (:Entity)-[:MENTIONED_IN]->(:Document)     one per mention, with its span

Values are text, whole numbers, numbers, booleans, dates and lists; what is unknown is absent, which
is not the same as an empty text. Everything is sorted: tables by name, rows by key.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kg.export.rdf.names import Names
from kg.model import Argument, Build, Claim, Document, Entity, Fact, Mention, Span
from kg.times.period import period

Kind = Literal["string", "int", "float", "boolean", "date", "string[]", "int[]"]
Value = str | bool | int | float | date | tuple[str, ...] | tuple[int, ...]
Columns = Mapping[str, Kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One node; `values` holds what is known, by column."""

    iri: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """One relationship from the node `start` to the node `end`."""

    id: str
    start: str
    end: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeTable:
    """Nodes with the same labels; the first label says which keys and columns they have."""

    labels: tuple[str, ...]
    columns: Columns
    rows: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipTable:
    """Relationships of one type; `start` and `end` are the first labels of the nodes they join."""

    type: str
    start: str
    end: str
    columns: Columns
    rows: tuple[Relationship, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyGraph:
    """Nodes and relationships, in tables sorted by labels and type."""

    nodes: tuple[NodeTable, ...]
    relationships: tuple[RelationshipTable, ...]


_ENTITY: Columns = {
    "label": "string",
    "type": "string",
    "kind": "string",
    "aliases": "string[]",
    "links": "string[]",
    "metonym": "string",
    "documents": "string[]",
    "mentions": "int",
    "importance": "float",
}
_DOCUMENT: Columns = {
    "id": "string",
    "source": "string",
    "part": "string",
    "url": "string",
    "title": "string",
    "date": "string",
    "earliest": "date",
    "latest": "date",
    "sha256": "string",
    "encoding": "string",
    "media_type": "string",
    "pages": "int[]",
}
_FACT: Columns = {
    "id": "string",
    "predicate": "string",
    "label": "string",
    "literal": "string",
    "datatype": "string",
    "asserted": "boolean",
    "status": "string",
    "support": "int",
    "confidence": "float",
    "claims": "string[]",
}
_EDGE: Columns = {
    "predicate": "string",
    "label": "string",
    "asserted": "boolean",
    "status": "string",
    "support": "int",
    "confidence": "float",
    "claims": "string[]",
    "sentences": "string[]",
}


def _span_columns(name: str) -> Columns:
    return {f"{name}_text": "string", f"{name}_start": "int", f"{name}_end": "int"}


def _spans_columns(name: str) -> Columns:
    return {f"{name}_texts": "string[]", f"{name}_starts": "int[]", f"{name}_ends": "int[]"}


def _argument_columns(name: str) -> Columns:
    value: Columns = {
        f"{name}_label": "string",
        f"{name}_literal": "string",
        f"{name}_datatype": "string",
    }
    return {**value, **_span_columns(name)}


_CLAIM: Columns = {
    "id": "string",
    "predicate": "string",
    "label": "string",
    "polarity": "string",
    "modality": "string",
    "confidence": "float",
    "worth": "float",
    "shown": "boolean",
    "hidden_because": "string",
    "confirmed_by": "string",
    "event": "string",
    "rule": "string",
    "rules": "string[]",
    "reader": "string",
    "step_rules": "string[]",
    **_spans_columns("step"),
    "time": "string",
    "earliest": "date",
    "latest": "date",
    "source": "string",
    **_span_columns("sentence"),
    **_argument_columns("subject"),
    **_spans_columns("predicate"),
    **_argument_columns("object"),
    **_spans_columns("cue"),
    **_span_columns("source"),
    **_span_columns("source_cue"),
    **_span_columns("time"),
    **_argument_columns("place"),
}
_QUALIFIER: Columns = {"role": "string", **_argument_columns("value")}
_MENTION: Columns = {
    "text": "string",
    "start": "int",
    "end": "int",
    "kind": "string",
    "type": "string",
}

#: The columns of nodes by first label, and of the relationships that every graph may have.
NODE_COLUMNS: Mapping[str, Columns] = {
    "Claim": _CLAIM,
    "Document": _DOCUMENT,
    "Entity": _ENTITY,
    "Fact": _FACT,
    "Qualifier": _QUALIFIER,
}
_ENDS: Mapping[str, tuple[str, str]] = {
    "HAS_OBJECT": ("Fact", "Entity"),
    "HAS_PLACE": ("Claim", "Entity"),
    "HAS_QUALIFIER": ("Claim", "Qualifier"),
    "HAS_SOURCE": ("Claim", "Entity"),
    "HAS_SUBJECT": ("Fact", "Entity"),
    "HAS_VALUE": ("Qualifier", "Entity"),
    "MENTIONED_IN": ("Entity", "Document"),
    "STATED_IN": ("Claim", "Document"),
    "STATES": ("Claim", "Fact"),
}


def property_graph(build: Build) -> PropertyGraph:
    """Lay out `build` as the property graph that this module describes.

    Every claim, fact, mention and qualifier is in it; a claim that is not shown, and one about a
    literal, state no fact.
    """
    iris = _Iris(build)
    return PropertyGraph(
        nodes=tuple(_node_tables(build, iris)),
        relationships=tuple(_relationship_tables(build, iris)),
    )


def relationship_type(fact: Fact) -> str:
    """Name the relationship type of `fact`: capitals, digits and `_`, as is usual in Cypher.

    "meet with" becomes `MEET_WITH`; a fact that is not asserted gets its status in front.
    """
    name = re.sub(r"\W+", "_", fact.label).strip("_").upper() or "RELATED"
    return name if fact.asserted else f"{fact.status.upper()}_{name}"


class _Iris(Names):
    """Keys of nodes: the IRIs of the RDF, and two that it does not need."""

    def qualifier(self, claim: str, number: int) -> str:
        return f"{self.claim(claim)}:{number}"

    def fact(self, fact: str) -> str:
        return self.about(f"fact/{fact}")


# Nodes


def _node_tables(build: Build, iris: _Iris) -> Iterator[NodeTable]:
    grouped: dict[tuple[str, ...], list[Node]] = defaultdict(list)
    for entity in build.entities:
        # One that only hidden claims speak of is no node of the graph.
        importance = build.graph.nodes.get(entity.iri, {}).get("importance", 0.0)
        grouped[_labels(entity)].append(_entity(entity, importance))
    grouped["Document",] = [_document(document, iris) for document in build.documents]
    grouped["Fact",] = [_fact(fact, iris) for fact in build.facts]
    grouped["Claim",] = [_claim(claim, iris) for claim in build.claims]
    grouped["Qualifier",] = [
        Node(
            iri=iris.qualifier(claim.id, number),
            values={"role": qualifier.role, **_argument("value", qualifier.argument)},
        )
        for claim in build.claims
        for number, qualifier in enumerate(claim.qualifiers, 1)
    ]
    for labels, rows in sorted(grouped.items()):
        yield NodeTable(
            labels=labels,
            columns=NODE_COLUMNS[labels[0]],
            rows=tuple(sorted(rows, key=lambda row: row.iri)),
        )


def _labels(entity: Entity) -> tuple[str, ...]:
    concept = {"Concept"} if entity.kind == "concept" else set()
    return ("Entity", *sorted({entity.type} | concept))


def _entity(entity: Entity, importance: float) -> Node:
    values = {
        "label": entity.label,
        "type": entity.type,
        "kind": entity.kind,
        "aliases": entity.aliases,
        "links": entity.links,
        "metonym": entity.metonym,
        "documents": tuple(sorted({mention.document for mention in entity.mentions})),
        "mentions": len(entity.mentions),
        "importance": importance,
    }
    return Node(iri=entity.iri, values=_known(values))


def _document(document: Document, iris: _Iris) -> Node:
    values = {
        "id": document.id,
        "source": document.source,
        "part": document.part,
        "url": document.url,
        "title": document.title,
        "date": document.date,
        **_bounds(document.date),
        "sha256": document.sha256,
        "encoding": document.encoding,
        "media_type": document.media_type,
        "pages": document.pages,
    }
    return Node(iri=iris.document(document.id), values=_known(values))


def _fact(fact: Fact, iris: _Iris) -> Node:
    values = {
        "id": fact.id,
        "predicate": fact.predicate,
        "label": fact.label,
        "literal": fact.literal,
        "datatype": fact.datatype,
        "asserted": fact.asserted,
        "status": fact.status,
        "support": fact.support,
        "confidence": fact.confidence,
        "claims": fact.claims,
    }
    return Node(iri=iris.fact(fact.id), values=_known(values))


def _claim(claim: Claim, iris: _Iris) -> Node:
    source, time = claim.source, claim.time
    values = {
        "id": claim.id,
        "predicate": claim.predicate.iri,
        "label": claim.predicate.lemma,
        "polarity": claim.polarity,
        "modality": claim.modality,
        "confidence": claim.confidence,
        "worth": claim.worth,
        "shown": claim.shown,
        "hidden_because": claim.hidden_because or None,
        "confirmed_by": claim.confirmed_by or None,
        "event": claim.event or None,
        "rule": claim.rule,
        "rules": claim.rules,
        "reader": claim.reader,
        "step_rules": tuple(step.rule for step in claim.steps),
        **_spans("step", tuple(step.span for step in claim.steps)),
        "time": time.value if time else None,
        **_bounds(time.value if time else None),
        "source": source.label if source else None,
        **_span("sentence", claim.sentence),
        **_argument("subject", claim.subject),
        **_spans("predicate", claim.predicate.spans),
        **_argument("object", claim.object),
        **_spans("cue", claim.cues),
        **_span("source", source.span if source else None),
        **_span("source_cue", source.cue if source else None),
        **_span("time", time.span if time else None),
        **_argument("place", claim.place),
    }
    return Node(iri=iris.claim(claim.id), values=_known(values))


def _known(values: Mapping[str, Value | None]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if value is not None}


def _bounds(value: str | None) -> dict[str, Value]:
    earliest, latest = period(value) if value else (None, None)
    return _known({"earliest": earliest, "latest": latest})


def _span(name: str, span: Span | None) -> dict[str, Value]:
    if span is None:
        return {}
    return {f"{name}_text": span.text, f"{name}_start": span.start, f"{name}_end": span.end}


def _spans(name: str, spans: tuple[Span, ...]) -> dict[str, Value]:
    return {
        f"{name}_texts": tuple(span.text for span in spans),
        f"{name}_starts": tuple(span.start for span in spans),
        f"{name}_ends": tuple(span.end for span in spans),
    }


def _argument(name: str, argument: Argument | None) -> dict[str, Value]:
    if argument is None:
        return {}
    values = {
        f"{name}_label": argument.label,
        f"{name}_literal": argument.literal,
        f"{name}_datatype": argument.datatype,
        **_span(name, argument.span),
    }
    return _known(values)


# Relationships


def _relationship_tables(build: Build, iris: _Iris) -> Iterator[RelationshipTable]:
    rows: dict[tuple[str, str, str], list[Relationship]] = defaultdict(list)
    for type_, start, end, values in _structure(build, iris):
        rows[type_, *_ENDS[type_]].append(
            Relationship(id=_digest(type_, start, end, values), start=start, end=end, values=values)
        )
    for fact, edge in _edges(build):
        type_ = relationship_type(fact)
        rows[type_ + "_" if type_ in _ENDS else type_, "Entity", "Entity"].append(edge)
    for (type_, start, end), found in sorted(rows.items()):
        yield RelationshipTable(
            type=type_,
            start=start,
            end=end,
            columns=_columns(type_),
            rows=tuple(sorted(found, key=lambda row: row.id)),
        )


def _columns(type_: str) -> Columns:
    if type_ not in _ENDS:
        return _EDGE
    return _MENTION if type_ == "MENTIONED_IN" else {}


def _digest(type_: str, start: str, end: str, values: Mapping[str, Value]) -> str:
    key = "\n".join([type_, start, end, *map(str, values.values())])
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _edges(build: Build) -> Iterator[tuple[Fact, Relationship]]:
    sentences = {claim.id: claim.sentence.text for claim in build.claims}
    for fact in build.facts:
        if fact.object is None:
            continue
        values: dict[str, Value] = {
            "predicate": fact.predicate,
            "label": fact.label,
            "asserted": fact.asserted,
            "status": fact.status,
            "support": fact.support,
            "confidence": fact.confidence,
            "claims": fact.claims,
            "sentences": tuple(dict.fromkeys(sentences[claim] for claim in fact.claims)),
        }
        yield fact, Relationship(id=fact.id, start=fact.subject, end=fact.object, values=values)


_Step = tuple[str, str, str, Mapping[str, Value]]


def _structure(build: Build, iris: _Iris) -> Iterator[_Step]:
    for fact in build.facts:
        node = iris.fact(fact.id)
        yield "HAS_SUBJECT", node, fact.subject, {}
        if fact.object is not None:
            yield "HAS_OBJECT", node, fact.object, {}
        for claim_id in fact.claims:
            yield "STATES", iris.claim(claim_id), node, {}
    for claim in build.claims:
        yield from _around(claim, iris)
    for entity in build.entities:
        for mention in dict.fromkeys(entity.mentions):
            yield "MENTIONED_IN", entity.iri, iris.document(mention.document), _mention(mention)


def _around(claim: Claim, iris: _Iris) -> Iterator[_Step]:
    node = iris.claim(claim.id)
    yield "STATED_IN", node, iris.document(claim.document), {}
    if claim.source is not None and claim.source.entity is not None:
        yield "HAS_SOURCE", node, claim.source.entity, {}
    if claim.place is not None and claim.place.entity is not None:
        yield "HAS_PLACE", node, claim.place.entity, {}
    for number, qualifier in enumerate(claim.qualifiers, 1):
        part = iris.qualifier(claim.id, number)
        yield "HAS_QUALIFIER", node, part, {}
        if qualifier.argument.entity is not None:
            yield "HAS_VALUE", part, qualifier.argument.entity, {}


def _mention(mention: Mention) -> dict[str, Value]:
    span = mention.span
    return {
        "text": span.text,
        "start": span.start,
        "end": span.end,
        "kind": mention.kind,
        "type": mention.type,
    }
