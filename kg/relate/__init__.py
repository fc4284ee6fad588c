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
from kg.relate.rules import MIN_CHANCE, Rules
from kg.relate.told import Told

__all__ = ["End", "Stating", "Told", "relate", "typed_facts"]


def relate(
    claims: Iterable[Claim],
    entities: Iterable[Entity],
    *,
    ontology: Ontology,
    least: float = MIN_CHANCE,
    told: Told | None = None,
) -> tuple[TypedFact, ...]:
    """The typed facts of claims about entities, sorted by id; the order of either is no matter.

    Claims count that are shown, and those that make no edge only because another says the same,
    they tell little or are not quite sure enough: what they state must be right with a chance of at
    least `least`, and never less than 0.9. `told` is what pairs of mentions state besides.
    """
    known = tuple(entities)
    rules = Rules(ontology, known, least=max(least, MIN_CHANCE))
    stated: list[Stating] = []
    for claim in claims:
        stated += rules.read(claim)
        if told is not None:
            told.hear(claim)
    if told is not None:
        stated += told.fitting({entity.iri: entity for entity in known})
    return typed_facts(stated)
