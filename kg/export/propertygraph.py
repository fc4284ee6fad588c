"""A build as a labelled property graph: the one mapping behind every property-graph format.

Nodes (`iri` is the key everywhere, and the same IRI as in the RDF):

    (:Entity:Person)    one per entity; its second label is its type, a concept also has `Concept`
    (:Document)         one per document, without its text
    (:Fact)             one per fact, those with a literal or without an object too
    (:Claim)            one per claim, with every span as text, start and end; one that is not
                        `shown` says why and states no fact
    (:Qualifier)        one per further participant of a claim

Relationships (`id` is the key):

    (:Entity)-[:WORKS_FOR]->(:Entity)          an asserted fact between two entities, `id` is its id
    (:Entity)-[:DENIED_WORKS_FOR]->(:Entity)   one that is denied
    (:Entity)-[:NOT_ASSERTED_MOVE]->(:Entity)  one that is planned, possible, asked ...
    (:Fact)-[:HAS_SUBJECT]->(:Entity)          (:Fact)-[:HAS_OBJECT]->(:Entity)
    (:Claim)-[:STATES]->(:Fact)                (:Claim)-[:STATED_IN]->(:Document)
    (:Claim)-[:HAS_SOURCE]->(:Entity)          (:Claim)-[:HAS_PLACE]->(:Entity)
    (:Claim)-[:HAS_QUALIFIER]->(:Qualifier)    (:Qualifier)-[:HAS_VALUE]->(:Entity)
    (:Entity)-[:MENTIONED_IN]->(:Document)     one per mention, with its span

Which types there are is chosen (`EdgeTypes`):

    typed    the relation of each typed fact; other facts by the class of their predicate
             (`kg.relate.classes`); what a typed fact says is not said again by its claims
    coarse   the class of the predicate of every fact
    open     the predicate in the words of the text, `MEET_WITH`, and `PLANNED_MEET_WITH`

Values are text, whole numbers, numbers, booleans, dates and lists; what is unknown is absent, which
is not the same as an empty text. Everything is sorted: tables by name, rows by key.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kg.english.times.period import period
from kg.export.rdf.minting import Names
from kg.graph.evidence import surest
from kg.model import (
    Argument,
    Build,
    Claim,
    Document,
    Entity,
    Fact,
    Mention,
    Span,
    Status,
    TypedFact,
)
from kg.ontology.choice import relations_of
from kg.relate.classes import coarse
from kg.relate.entailed import is_edge

Kind = Literal["string", "int", "float", "boolean", "date", "string[]", "int[]"]
Value = str | bool | int | float | date | tuple[str, ...] | tuple[int, ...]
Columns = Mapping[str, Kind]
#: Which types relationships between entities have.
EdgeTypes = Literal["typed", "coarse", "open"]
EDGE_TYPES: tuple[EdgeTypes, ...] = ("typed", "coarse", "open")


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
#: The first and the last day of a time, also as numbers of days from 1970-01-01 on.
_DAYS: Columns = {
    "earliest": "date",
    "latest": "date",
    "earliest_day": "int",
    "latest_day": "int",
}
_DOCUMENT: Columns = {
    "id": "string",
    "source": "string",
    "part": "string",
    "url": "string",
    "title": "string",
    "date": "string",
    **_DAYS,
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
    "words": "string[]",
    "times": "string[]",
    **_DAYS,
    "sources": "string[]",
    "documents": "string[]",
    "quote": "string",
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
    **_DAYS,
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


def property_graph(build: Build, types: EdgeTypes = "typed") -> PropertyGraph:
    """Lay out `build` as the property graph that this module describes, with such types.

    Every claim, fact, mention and qualifier is in it; a claim that is not shown, and one about a
    literal, state no fact.
    """
    iris = _Iris(build)
    return PropertyGraph(
        nodes=tuple(_node_tables(build, iris)),
        relationships=tuple(_relationship_tables(build, iris, types)),
    )


def relationship_type(fact: Fact) -> str:
    """Name the relationship type of `fact` in the words of the text, for `EdgeTypes` "open".

    "meet with" becomes `MEET_WITH`; a fact that is not asserted gets its status in front.
    """
    name = type_name(fact.label)
    return name if fact.asserted else f"{fact.status.upper()}_{name}"


def type_name(label: str) -> str:
    """Words as a type: capitals, digits and `_`, as is usual in Cypher."""
    return re.sub(r"\W+", "_", label).strip("_").upper() or "RELATED"


def _held(name: str, status: Status, *, asserted: bool) -> str:
    """A type that is not for what is asserted says so."""
    if asserted:
        return name
    return f"DENIED_{name}" if status == "negative" else f"NOT_ASSERTED_{name}"


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
    return _days(*period(value)) if value else {}


def _days(earliest: date | None, latest: date | None) -> dict[str, Value]:
    return _known({
        "earliest": earliest,
        "latest": latest,
        "earliest_day": None if earliest is None else earliest.toordinal() - _EPOCH,
        "latest_day": None if latest is None else latest.toordinal() - _EPOCH,
    })  # fmt: skip


_EPOCH = date(1970, 1, 1).toordinal()


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


def _relationship_tables(
    build: Build, iris: _Iris, types: EdgeTypes
) -> Iterator[RelationshipTable]:
    rows: dict[tuple[str, str, str], list[Relationship]] = defaultdict(list)
    for type_, start, end, values in _structure(build, iris):
        rows[type_, *_ENDS[type_]].append(
            Relationship(id=_digest(type_, start, end, values), start=start, end=end, values=values)
        )
    for type_, edge in _Edges(build, types).all():
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


class _Edges:
    """The facts of a build between two entities, each with the type of its relationship."""

    def __init__(self, build: Build, types: EdgeTypes) -> None:
        self._build, self._types = build, types
        self._claims = {claim.id: claim for claim in build.claims}
        self._relations = relations_of(build)
        self._shas = {document.id: document.sha256 for document in build.documents}

    def all(self) -> Iterator[tuple[str, Relationship]]:
        typed = [fact for fact in self._build.typed if self._is_edge(fact)]
        by_type = self._types == "typed"
        if by_type:
            for one in typed:
                yield self._typed(one)
        told = {fact.id for fact in self._build.typed}  # with --only-ontology the facts are these
        said = {(one.subject, one.object, claim) for one in typed for claim in one.claims}
        for fact in self._build.facts:
            if fact.object is None or (by_type and (fact.id in told or _is_said(fact, said))):
                continue
            yield self._open(fact, fact.object, is_typed=fact.id in told)

    def _is_edge(self, fact: TypedFact) -> bool:
        return fact.object is not None and is_edge(fact, self._relations)

    def _typed(self, fact: TypedFact) -> tuple[str, Relationship]:
        type_ = _held(type_name(fact.label), fact.status, asserted=fact.asserted)
        support = {self._shas.get(found.document, found.document) for found in fact.evidence}
        values: dict[str, Value] = {
            "predicate": fact.predicate,
            "label": fact.label,
            "asserted": fact.asserted,
            "status": fact.status,
            "support": len(support),
            "confidence": fact.confidence,
            "claims": fact.claims,
            "sentences": tuple(dict.fromkeys(e.sentence.text for e in fact.evidence)),
            **self._proof(fact.claims, tuple(found.document for found in fact.evidence)),
        }
        if not fact.claims and fact.evidence:
            values["quote"] = fact.evidence[0].sentence.text
        return type_, Relationship(
            id=fact.id, start=fact.subject, end=fact.object or "", values=values
        )

    def _open(self, fact: Fact, object: str, *, is_typed: bool) -> tuple[str, Relationship]:
        found, ends = coarse(fact.label), (fact.subject, object)
        if self._types == "open":
            type_ = relationship_type(fact)
        else:
            name = type_name(fact.label) if is_typed else found.name
            type_ = _held(name, fact.status, asserted=fact.asserted)
            ends = ends[::-1] if found.turned and not is_typed else ends
        values: dict[str, Value] = {
            "predicate": fact.predicate,
            "label": fact.label,
            "asserted": fact.asserted,
            "status": fact.status,
            "support": fact.support,
            "confidence": fact.confidence,
            "claims": fact.claims,
            "sentences": self._sentences(fact.claims),
            **self._proof(fact.claims, ()),
        }
        return type_, Relationship(id=fact.id, start=ends[0], end=ends[1], values=values)

    def _sentences(self, claims: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._claims[id].sentence.text for id in claims))

    def _proof(self, ids: tuple[str, ...], documents: tuple[str, ...]) -> dict[str, Value]:
        """Who says so where and when, and the sentence of the surest claim."""
        claims = [self._claims[id] for id in ids]
        times = sorted({c.time.value for c in claims if c.time is not None and c.time.value})
        days = [period(time) for time in times]
        first = min((day for day, _ in days if day is not None), default=None)
        last = max((day for _, day in days if day is not None), default=None)
        best = min(claims, key=surest, default=None)
        return {
            "words": tuple(sorted({claim.predicate.lemma for claim in claims})),
            "times": tuple(times),
            **_days(first, last),
            "sources": tuple(sorted({c.source.label for c in claims if c.source is not None})),
            "documents": tuple(sorted({*documents, *(claim.document for claim in claims)})),
            "quote": best.sentence.text if best is not None else "",
        }


def _is_said(fact: Fact, said: Container[tuple[str, str | None, str]]) -> bool:
    """Whether typed facts say all that the claims of a fact do, of the same two things."""
    ways = ((fact.subject, fact.object), (fact.object or "", fact.subject))
    return all(any((*way, claim) in said for way in ways) for claim in fact.claims)


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
