"""The graph of an ontology and nothing else: typed facts as the facts of a build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.model import Entity, Fact, Ontology, TypedFact
from kg.relate.entailed import is_edge


def facts_of_typed(
    typed: Iterable[TypedFact], sha256s: Mapping[str, str], ontology: Ontology
) -> tuple[Fact, ...]:
    """One fact for each typed one, of the same id; `sha256s` are those of the texts, by document.

    Documents of the same text count once. What is only guessed is left out, and what is asserted
    and no plain triple.
    """
    relations = {relation.iri: relation for relation in ontology.relations}
    kept = (one for one in typed if is_edge(one, relations))
    return tuple(_fact(one, sha256s) for one in sorted(kept, key=lambda one: one.id))


def _fact(one: TypedFact, sha256s: Mapping[str, str]) -> Fact:
    return Fact(
        id=one.id,
        subject=one.subject,
        predicate=one.predicate,
        label=one.label,
        object=one.object,
        literal=one.literal,
        datatype=one.datatype,
        claims=one.claims,
        asserted=one.asserted,
        status=one.status,
        support=len({sha256s[found.document] for found in one.evidence}),
        confidence=one.confidence,
    )


def ends_of(entities: Iterable[Entity], facts: Iterable[Fact]) -> list[Entity]:
    """The entities that some fact is about, in their order."""
    ends = {iri for fact in facts for iri in (fact.subject, fact.object)}
    return [entity for entity in entities if entity.iri in ends]
