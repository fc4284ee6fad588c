"""Claims → typed facts: what they state of the relations of an ontology, with proof.

`patterns` says which claims state a relation, `rules` finds both ends and sees that they fit,
`facts` brings together what all sentences state. `told` adds what the relation model sees in pairs
of mentions (`score`), where no rule reads a claim.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import Claim, Entity, TypedFact
from kg.ontology import Ontology
from kg.relate.facts import End, Stating, typed_facts
from kg.relate.rules import Rules
from kg.relate.told import Told

__all__ = ["End", "Stating", "Told", "relate", "typed_facts"]


def relate(
    claims: Iterable[Claim],
    entities: Iterable[Entity],
    *,
    ontology: Ontology,
    told: Told | None = None,
) -> tuple[TypedFact, ...]:
    """The typed facts of claims about entities, sorted by id; the order of either is no matter.

    `told` is what pairs of mentions state besides (`kg.relate.told`).
    """
    known = tuple(entities)
    rules = Rules(ontology, known)
    stated = [one for claim in claims for one in rules.read(claim)]
    if told is not None:
        stated += told.fitting({entity.iri: entity for entity in known})
    return typed_facts(stated)
