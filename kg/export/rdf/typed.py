"""Typed facts in RDF: plain triples, the relations that they use, a node with the proof of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from kg.export.rdf.minting import Names
from kg.export.rdf.terms import Block, Lines, Literal, Term
from kg.model import Build, EntityClass, Evidence, Relation, Span, TypedFact
from kg.ontology.choice import ontology_of, relations_of
from kg.ontology.labels import label_of_iri
from kg.relate.conflicts import conflicts_of
from kg.relate.entailed import entailed, is_plain
from kg.relate.kinds import DATES

_RELATIONS = "Relations with types"
_FACTS = "Typed facts, with the claims that state them"
_Expand = Callable[[str], str]


def typed_triples(build: Build, names: Names) -> dict[str, list[tuple[str, str | Literal]]]:
    """By subject, the relation and the object of all that plain typed facts say."""
    relations = relations_of(build)
    found: dict[str, list[tuple[str, str | Literal]]] = {}
    for fact in build.typed:
        for subject, relation, object in entailed(fact, relations):
            end = object if object is not None else value_of(fact, names)
            found.setdefault(subject, []).append((relation, end))
    return found


def value_of(fact: TypedFact, names: Names) -> str | Literal:
    """The object of a typed fact: a date with the narrowest datatype that holds it."""
    if fact.object is not None:
        return fact.object
    text, kind = fact.literal or "", fact.datatype or "xsd:string"
    if kind in DATES:
        return names.time(text)
    if kind == "xsd:decimal" and "." not in text:
        text = f"{text}.0"
    return Literal(text, None if kind == "xsd:string" else names.expand(kind))


def describe_typed_relations(build: Build, names: Names) -> Iterator[Block]:
    """Yield a block per relation that typed facts use or entail, and per class of theirs."""
    if not build.typed:
        return
    ontology, term = ontology_of(build), names.expand
    relations = relations_of(build)
    used = _used(build.typed, relations)
    classes = {found.iri: found for found in ontology.classes}
    told: set[str] = set()
    for iri in sorted(used):
        relation = relations.get(iri)
        if relation is None:
            relation = _inverse(iri, used, relations)
        lines = _relation_lines(relation, used, classes, term)
        told |= {*relation.domain, *relation.range}
        yield Block(_RELATIONS, iri, lines)
    for iri in sorted(told & classes.keys()):
        yield Block(_RELATIONS, iri, _class_lines(classes[iri], term))


def _used(facts: Iterable[TypedFact], relations: Mapping[str, Relation]) -> set[str]:
    used = {fact.predicate for fact in facts}
    for fact in facts:
        used |= {relation for _, relation, _ in entailed(fact, relations)}
    return used


def _inverse(iri: str, used: Iterable[str], relations: Mapping[str, Relation]) -> Relation:
    """A relation that is known only as the inverse of another."""
    for other in sorted(used):
        relation = relations.get(other)
        if relation is not None and relation.inverse == iri:
            return Relation(
                iri=iri, label=_name(iri), domain=relation.range, range=relation.domain,
                inverse=other,
            )  # fmt: skip
    return Relation(iri=iri, label=_name(iri))


def _name(iri: str) -> str:
    return label_of_iri(iri) or iri


def _relation_lines(
    relation: Relation, used: set[str], classes: Mapping[str, EntityClass], term: _Expand
) -> Lines:
    kind = "owl:DatatypeProperty" if relation.datatype else "owl:ObjectProperty"
    kinds = [kind, "kg:TypedRelation"]
    kinds += ["owl:SymmetricProperty"] if relation.symmetric else []
    kinds += ["owl:TransitiveProperty"] if relation.transitive else []
    lines: Lines = [
        (term("rdf:type"), [term(name) for name in kinds]),
        (term("rdfs:label"), [Literal(relation.label)]),
        (term("rdfs:comment"), [Literal(relation.description)] if relation.description else []),
        (term("skos:altLabel"), [Literal(alias) for alias in sorted(relation.aliases)]),
        (term("rdfs:subPropertyOf"), sorted(used.intersection(relation.parents))),
        (term("owl:inverseOf"), [relation.inverse] if relation.inverse in used else []),
        (term("skos:closeMatch"), sorted(relation.matches)),
        *_ends("domain", relation.domain, classes, term),
        *_ends("range", relation.range, classes, term),
    ]
    return [line for line in lines if line[1]]


def _ends(
    end: str, iris: tuple[str, ...], classes: Mapping[str, EntityClass], term: _Expand
) -> Lines:
    """Domain or range. Of several classes, or one with kinds below it, RDFS would conclude that a
    thing is of all of them; schema.org has a term that does not."""
    known = classes.get(iris[0]) if len(iris) == 1 else None
    plain = known is not None and len(known.types) == 1 and not known.nouns and not known.parents
    name = f"rdfs:{end}" if plain else f"schema:{end}Includes"
    return [(term(name), sorted(iris))] if iris else []


def _class_lines(found: EntityClass, term: _Expand) -> Lines:
    lines: Lines = [
        (term("rdf:type"), [term("owl:Class")]),
        (term("rdfs:label"), [Literal(found.label)]),
        (term("rdfs:comment"), [Literal(found.description)] if found.description else []),
        (term("rdfs:subClassOf"), sorted(found.parents)),
    ]
    return [line for line in lines if line[1]]


def describe_typed_facts(build: Build, names: Names) -> Iterator[Block]:
    """Yield a node per typed fact, asserted or not: what it says, how sure, by which claims."""
    relations = relations_of(build)
    against: dict[str, list[str]] = {}
    for found in conflicts_of(build):
        for one, other in ((found.first, found.second), (found.second, found.first)):
            against.setdefault(one.id, []).append(names.fact(other.id))
    for fact in sorted(build.typed, key=lambda fact: fact.id):
        plain = is_plain(fact, relations)
        lines = _fact_lines(fact, names, sorted(against.get(fact.id, ())), plain=plain)
        yield Block(_FACTS, names.fact(fact.id), lines)


def _fact_lines(fact: TypedFact, names: Names, against: list[str], *, plain: bool) -> Lines:
    term = names.expand
    spans = {
        names.span(found.document, span) for found in fact.evidence for span in spans_of(found)
    }
    asserted = Literal(str(plain).lower(), term("xsd:boolean"))
    times: list[Term] = [names.time(value) for value in fact.times]
    lines: Lines = [
        (term("rdf:type"), [term("kg:TypedFact")]),
        (term("kg:subject"), [fact.subject]),
        (term("kg:relation"), [fact.predicate]),
        (term("kg:object"), [value_of(fact, names)]),
        (term("kg:unit"), [Literal(fact.unit)] if fact.unit else []),
        (term("kg:status"), [Literal(fact.status)]),
        (term("kg:asserted"), [asserted]),
        (term("kg:factConfidence"), [names.decimal(fact.confidence)]),
        (term("kg:validTime"), times),
        (term("kg:conflictsWith"), against),
        (term("prov:wasDerivedFrom"), [names.claim(claim) for claim in fact.claims]),
        (term("kg:evidence"), sorted(spans)),
    ]
    return [line for line in lines if line[1]]


def spans_of(found: Evidence) -> tuple[Span, Span, Span]:
    return found.sentence, found.subject, found.object


def evidence_by_document(build: Build) -> dict[str, list[Evidence]]:
    """What typed facts quote, by document."""
    found: dict[str, list[Evidence]] = {}
    for evidence in (evidence for fact in build.typed for evidence in fact.evidence):
        found.setdefault(evidence.document, []).append(evidence)
    return found
