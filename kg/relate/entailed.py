"""Which typed facts are plain triples, and what else holds where one does.

That is the relation above, the inverse, the other direction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.model import TypedFact
from kg.ontology import Relation
from kg.relate.kinds import DATES, NUMBERS


def is_plain(fact: TypedFact, relations: Mapping[str, Relation]) -> bool:
    """Whether a typed fact is a plain triple: asserted, and not by a guess alone.

    Its value must be of the kind that its relation has: words are no thing, and no number.
    """
    if not fact.asserted or not fact.likely:
        return False
    relation = relations.get(fact.predicate)
    if relation is None or fact.object is not None:
        return True
    for kind in (DATES, NUMBERS):
        if relation.datatype in kind:
            return fact.datatype in kind
    return bool(relation.datatype)


def is_edge(fact: TypedFact, relations: Mapping[str, Relation]) -> bool:
    """Whether a typed fact is an edge: plain, or denied, planned or open and no guess."""
    return is_plain(fact, relations) or (fact.likely and not fact.asserted)


def entailed(
    fact: TypedFact, relations: Mapping[str, Relation]
) -> Iterator[tuple[str, str, str | None]]:
    """Subject, relation and object of a plain fact and of all that follows from it.

    The object is None where it is the literal of the fact. Nothing follows over transitive
    relations: that is for whoever asks (`schema:containedInPlace+` in SPARQL).
    """
    if not is_plain(fact, relations):
        return
    for iri in (fact.predicate, *above(fact.predicate, relations)):
        yield fact.subject, iri, fact.object
        relation = relations.get(iri)
        if relation is None or fact.object is None:
            continue
        if relation.symmetric:
            yield fact.object, iri, fact.subject
        if relation.inverse:
            yield fact.object, relation.inverse, fact.subject


def domain_and_range(
    iri: str, relations: Mapping[str, Relation]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Domain and range of a relation, be it known only as the inverse of another."""
    if iri in relations:
        return relations[iri].domain, relations[iri].range
    for other in sorted(relations):
        if relations[other].inverse == iri:
            return relations[other].range, relations[other].domain
    return (), ()


def above(iri: str, relations: Mapping[str, Relation]) -> Iterator[str]:
    """The relations that hold wherever this one does, each once, nearest first."""
    seen, waiting = {iri}, [iri]
    while waiting:
        relation = relations.get(waiting.pop(0))
        for parent in relation.parents if relation is not None else ():
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)
                yield parent
