"""OWL, RDF Schema and SHACL → classes and relations.

Read are RDF Schema (https://www.w3.org/TR/rdf-schema/) with `domainIncludes` and `rangeIncludes` of
schema.org, of OWL (https://www.w3.org/TR/owl2-overview/) the kinds of properties, inverses and
unions, and of SHACL (https://www.w3.org/TR/shacl/) node shapes as classes and property shapes as
relations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef
from rdflib.namespace import DC, SH
from rdflib.term import Node

from kg.errors import OntologyError
from kg.ontology import EntityClass, Ontology, Relation
from kg.ontology.datatypes import (
    best_datatype,
    datatype_of_iri,
    datatype_of_label,
    datatype_of_range,
)
from kg.ontology.labels import best_first, label_of_iri
from kg.ontology.made import ontology_of

_SCHEMA = ("https://schema.org/", "http://schema.org/")


def _schema(name: str) -> tuple[URIRef, ...]:
    return tuple(URIRef(f"{space}{name}") for space in _SCHEMA)


_CLASS = (OWL.Class, RDFS.Class)
_PROPERTY = (
    RDF.Property, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.FunctionalProperty,
    OWL.SymmetricProperty, OWL.TransitiveProperty,
)  # fmt: skip
_LABEL = (RDFS.label, SKOS.prefLabel, *_schema("name"), DCTERMS.title, DC.title, SH.name)
_ALIAS = (SKOS.altLabel, *_schema("alternateName"))
_DESCRIPTION = (
    RDFS.comment, SKOS.definition, DCTERMS.description, DC.description, *_schema("description"),
    SH.description,
)  # fmt: skip
_DOMAIN = (RDFS.domain, *_schema("domainIncludes"))
_RANGE = (RDFS.range, *_schema("rangeIncludes"))
_INVERSE = (OWL.inverseOf, *_schema("inverseOf"))
_MATCH = (OWL.equivalentProperty, SKOS.exactMatch, SKOS.closeMatch)
#: What stands above everything says nothing.
_TOP = {
    OWL.Thing, RDFS.Resource, OWL.topObjectProperty, OWL.topDataProperty, *_schema("Thing"),
}  # fmt: skip
#: How deeply a choice may stand within choices.
DEEPEST = 24
#: Of these namespaces nothing is of the user's ontology.
_GROUND = (str(OWL), str(RDF), str(RDFS), str(SH), "http://www.w3.org/2001/XMLSchema#")


def ontology_of_graph(graph: Graph, *, title: str) -> Ontology:
    """The ontology that a graph holds; `title` is for one that has none.

    Raises OntologyError as `kg.ontology.made.ontology_of`.
    """
    head = next(iter(_ordered(graph, graph.subjects(RDF.type, OWL.Ontology))), None)
    named = _texts(graph, head, _LABEL) if head is not None else []
    shapes = list(_property_shapes(graph))
    return ontology_of(
        [*_classes(graph), *_shape_classes(graph)],
        [*_relations(graph, shapes)],
        title=named[0] if named else title,
        iri=str(head) if isinstance(head, URIRef) else "",
    )


def has_shapes(graph: Graph) -> bool:
    """Whether SHACL shapes stand in a graph, which can be checked against."""
    return any((None, RDF.type, kind) in graph for kind in (SH.NodeShape, SH.PropertyShape))


def asks_elsewhere(graph: Graph) -> bool:
    """Whether a query of a shape would leave the graph that is checked, or could be made to.

    Prefixes and paths are written into queries as they stand, so what is no name or no IRI may be
    a query of its own.
    """
    texts = (
        o for p in (SH.select, SH.ask, SH.construct, SH.update) for o in graph.objects(None, p)
    )
    spaces = [*graph.objects(None, SH.namespace), *_iris_of(graph)]
    return (
        any(_leaves(str(text)) for text in texts)
        or any(_NO_IRI.search(str(space)) for space in spaces)
        or any(_NO_PREFIX.search(str(prefix)) for prefix in graph.objects(None, SH.prefix))
    )


def _iris_of(graph: Graph) -> Iterator[URIRef]:
    return (node for triple in graph for node in triple if isinstance(node, URIRef))


def _leaves(query: str) -> bool:
    """As the parser reads it: characters written as numbers are undone, small letters are large."""
    from rdflib.plugins.sparql.parser import expandUnicodeEscapes

    try:
        while (undone := expandUnicodeEscapes(query)) != query:
            query = undone
    except ValueError:  # no character has that number
        return True
    return _ELSEWHERE.search(query.upper()) is not None


#: A SERVICE is asked, what stands behind FROM is fetched; `?from` and `ex:service` are names.
_ELSEWHERE = re.compile(r"(?<![?$\w:])(?:SERVICE|FROM)(?![A-Z0-9_$])")
_NO_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_NO_PREFIX = re.compile(r"[^\w.-]")


# Classes


def _classes(graph: Graph) -> Iterator[EntityClass]:
    found = {node for kind in _CLASS for node in graph.subjects(RDF.type, kind)}
    for child, parent in graph.subject_objects(RDFS.subClassOf):
        found |= {child, parent}
    for node in sorted(found, key=str):
        if _is_ours(node) and not _is_deprecated(graph, node) and not _is_value(graph, node):
            yield _class(graph, node)


def _class(graph: Graph, node: Node) -> EntityClass:
    labels = _texts(graph, node, _LABEL)
    return EntityClass(
        iri=str(node),
        label=labels[0] if labels else "",
        description=next(iter(_texts(graph, node, _DESCRIPTION)), ""),
        aliases=(*labels[1:], *_texts(graph, node, _ALIAS)),
        parents=_iris(o for o in graph.objects(node, RDFS.subClassOf) if _is_ours(o)),
    )


def _is_ours(node: Node) -> bool:
    return isinstance(node, URIRef) and node not in _TOP and not str(node).startswith(_GROUND)


def _is_value(graph: Graph, node: Node) -> bool:
    """Whether a class is one of values: `schema:Date`, or an `rdfs:Datatype`."""
    return (node, RDF.type, RDFS.Datatype) in graph or (
        str(node).startswith(_SCHEMA) and bool(datatype_of_iri(str(node)))
    )


def _is_deprecated(graph: Graph, node: Node) -> bool:
    if any((node, old, None) in graph for old in _schema("supersededBy")):
        return True
    return any(str(o).lower() in ("true", "1") for o in graph.objects(node, OWL.deprecated))


def _texts(graph: Graph, node: Node | None, predicates: Iterable[URIRef]) -> list[str]:
    """The texts of a node, those of the first predicate that has any, the best language first."""
    if node is None:
        return []
    found: list[str] = []
    for predicate in predicates:
        values = (o for o in graph.objects(node, predicate) if isinstance(o, Literal))
        found += best_first((str(value), value.language or "") for value in values)
    return list(dict.fromkeys(found))


def _iris(nodes: Iterable[Node]) -> tuple[str, ...]:
    return tuple(sorted({str(node) for node in nodes if isinstance(node, URIRef)}))


# Relations


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """A property shape: what it says of a relation. `backwards` is one that has the objects."""

    node: Node
    relation: URIRef
    domain: tuple[str, ...]
    range: tuple[str, ...]
    backwards: bool


def _relations(graph: Graph, shapes: list[_Shape]) -> Iterator[Relation]:
    found = {node for kind in _PROPERTY for node in graph.subjects(RDF.type, kind)}
    for predicate in (*_DOMAIN, *_RANGE):
        found |= set(graph.subjects(predicate))
    for child, parent in graph.subject_objects(RDFS.subPropertyOf):
        found |= {child, parent}
    annotations = set(graph.subjects(RDF.type, OWL.AnnotationProperty))
    by_relation: dict[Node, list[_Shape]] = {}
    for shape in shapes:
        by_relation.setdefault(shape.relation, []).append(shape)
    for node in sorted((found - annotations) | by_relation.keys(), key=str):
        if _is_ours(node) and not _is_deprecated(graph, node):
            yield _relation(graph, node, by_relation.get(node, []))


def _relation(graph: Graph, node: Node, shapes: list[_Shape]) -> Relation:
    labels = _texts(graph, node, _LABEL)
    for shape in shapes:
        labels += _texts(graph, shape.node, (SH.name, RDFS.label))
    label = labels[0] if labels else label_of_iri(str(node))
    domain, ranges = _sides(graph, node, shapes)
    things, datatype = _range(graph, ranges)
    if not things and not datatype:
        datatype = _unsaid(graph, node, label)
    kinds = set(graph.objects(node, RDF.type))
    texts = [t for n in (node, *(s.node for s in shapes)) for t in _texts(graph, n, _DESCRIPTION)]
    return Relation(
        iri=str(node),
        label=label,
        description=texts[0] if texts else "",
        aliases=(*labels[1:], *_texts(graph, node, _ALIAS)),
        domain=domain,
        range=things,
        datatype=datatype,
        inverse=_inverse(graph, node),
        symmetric=OWL.SymmetricProperty in kinds,
        transitive=OWL.TransitiveProperty in kinds,
        functional=OWL.FunctionalProperty in kinds or _at_most_one(graph, shapes),
        parents=_iris(o for o in graph.objects(node, RDFS.subPropertyOf) if _is_ours(o)),
        matches=_iris(o for match in _MATCH for o in graph.objects(node, match)),
        examples=tuple(_texts(graph, node, (SKOS.example,))),
    )


def _sides(
    graph: Graph, node: Node, shapes: list[_Shape]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Domain and range, as IRIs, of the property itself or else of its shapes."""
    domain = [iri for p in _DOMAIN for o in graph.objects(node, p) for iri in _union(graph, o)]
    ranges = [iri for p in _RANGE for o in graph.objects(node, p) for iri in _union(graph, o)]
    for own, said in ((domain, [s.domain for s in shapes]), (ranges, [s.range for s in shapes])):
        if not own and all(said):
            own += [iri for iris in said for iri in iris]
    tops = {str(top) for top in _TOP}
    return (
        () if tops & set(domain) else tuple(sorted(set(domain))),
        () if tops & set(ranges) else tuple(sorted(set(ranges))),
    )


def _union(graph: Graph, node: Node) -> list[str]:
    """The classes that a domain or range names: one, or those of a union."""
    if isinstance(node, URIRef):
        return [str(node)]
    lists = graph.objects(node, OWL.unionOf)
    return [iri for members in lists for iri in _iris(_listed(graph, members))]


def _listed(graph: Graph, members: Node) -> list[Node]:
    """What an RDF list holds. Raises OntologyError for one without an end."""
    found: list[Node] = []
    seen: set[Node] = set()
    while members != RDF.nil:
        if members in seen:
            raise OntologyError("a list in it goes round in a circle; give it an end")
        seen.add(members)
        found += _ordered(graph, graph.objects(members, RDF.first))
        members = next(iter(_ordered(graph, graph.objects(members, RDF.rest))), RDF.nil)
    return found


def _range(graph: Graph, ranges: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Classes of things, or the datatype of values; things where a range allows both."""
    types = {iri: _datatype(graph, iri) for iri in ranges}
    things = tuple(iri for iri, type in types.items() if not type)
    return things, "" if things else best_datatype(types.values())


def _datatype(graph: Graph, iri: str) -> str:
    node = URIRef(iri)
    if iri.startswith((_GROUND[-1], *_SCHEMA)) or (node, RDF.type, RDFS.Datatype) in graph:
        return datatype_of_iri(iri) or ("" if iri.startswith(_SCHEMA) else "xsd:string")
    if node in (RDFS.Literal, RDF.langString, RDF.HTML, RDF.PlainLiteral):
        return "xsd:string"
    if (node, RDFS.subClassOf, None) in graph:
        return ""
    labels = _texts(graph, node, _LABEL) or [label_of_iri(iri)]
    return datatype_of_range(labels[0])


def _unsaid(graph: Graph, node: Node, label: str) -> str:
    """The datatype of a relation that names no range."""
    guessed = datatype_of_label(label)
    if (node, RDF.type, OWL.DatatypeProperty) in graph:
        return guessed or "xsd:string"
    return guessed


def _inverse(graph: Graph, node: Node) -> str:
    found = {o for p in _INVERSE for o in graph.objects(node, p)}
    found |= {s for p in _INVERSE for s in graph.subjects(p, node)}
    return next(iter(_iris(found)), "")


# Shapes


def _shape_classes(graph: Graph) -> Iterator[EntityClass]:
    """The classes that node shapes are for; what the shape says of itself is said of them."""
    shapes = (*graph.subjects(RDF.type, SH.NodeShape), *graph.subjects(SH.targetClass))
    for node in _ordered(graph, shapes):
        targets = sorted(filter(_is_ours, graph.objects(node, SH.targetClass)), key=str)
        for target in targets:
            if not _texts(graph, target, _LABEL) and len(targets) == 1:
                said = _class(graph, node)
                yield EntityClass(
                    iri=str(target),
                    label=said.label,
                    description=said.description,
                    aliases=said.aliases,
                    parents=_class(graph, target).parents,
                )
            else:
                yield _class(graph, target)


def _property_shapes(graph: Graph) -> Iterator[_Shape]:
    owners: dict[Node, list[Node]] = {}
    for owner, shape in graph.subject_objects(SH.property):
        owners.setdefault(shape, []).append(owner)
    for shape in _ordered(graph, owners):
        values = _values(graph, shape)
        for relation, back in _paths(graph, shape):
            for targets in sorted(_targets(graph, owner) for owner in owners[shape]):
                yield _Shape(
                    node=shape,
                    relation=relation,
                    domain=values if back else targets,
                    range=targets if back else values,
                    backwards=back,
                )


def _paths(graph: Graph, shape: Node) -> list[tuple[URIRef, bool]]:
    """The relations that a property shape is about, each with whether it is read backwards."""
    found = {(path, False) for path in graph.objects(shape, SH.path)}
    for path, _ in list(found):
        found |= {(o, True) for o in graph.objects(path, SH.inversePath) if isinstance(path, BNode)}
    ours = [(n, b) for n, b in found if isinstance(n, URIRef) and _is_ours(n) and n != RDF.type]
    return sorted(ours)


def _ordered(graph: Graph, nodes: Iterable[Node]) -> list[Node]:
    """Each node once: those with an IRI first, blank ones by what is said of them.

    The name of a blank node is another one each time that a file is read.
    """

    def said(node: Node) -> list[str]:
        lines = graph.predicate_objects(node)
        return sorted(f"{p} {o.n3()}" for p, o in lines if not isinstance(o, BNode))

    def order(node: Node) -> tuple[bool, str, list[str]]:
        blank = isinstance(node, BNode)
        return blank, "" if blank else str(node), said(node) if blank else []

    return sorted(set(nodes), key=order)


def _targets(graph: Graph, owner: Node) -> tuple[str, ...]:
    """The classes whose things a node shape is for; empty for any."""
    found = _iris(graph.objects(owner, SH.targetClass))
    if not found and any((owner, RDF.type, kind) in graph for kind in _CLASS):
        return _iris([owner])
    return found


def _values(graph: Graph, shape: Node, above: tuple[Node, ...] = ()) -> tuple[str, ...]:
    """What the values of a property shape are, as IRIs of classes and datatypes.

    Raises OntologyError for a choice that is within itself, or within too many others.
    """
    if shape in above or len(above) > DEEPEST:
        raise OntologyError(
            "a choice of shapes (sh:or, sh:xone) is within itself, or within too many; take it out"
        )
    found = [o for p in (SH["class"], SH.datatype) for o in graph.objects(shape, p)]
    for node in graph.objects(shape, SH.node):
        found += [URIRef(iri) for iri in _targets(graph, node)]
    for members in (m for either in (SH["or"], SH.xone) for m in graph.objects(shape, either)):
        inner = [_values(graph, one, (*above, shape)) for one in _listed(graph, members)]
        if inner and all(inner):
            found += [URIRef(iri) for iris in inner for iri in iris]
    if not found and (shape, SH.nodeKind, SH.Literal) in graph:
        found = [RDFS.Literal]
    return _iris(found)


def _at_most_one(graph: Graph, shapes: list[_Shape]) -> bool:
    """Whether every shape of a relation allows one value only."""
    return bool(shapes) and all(
        not s.backwards and any(str(o) == "1" for o in graph.objects(s.node, SH.maxCount))
        for s in shapes
    )
