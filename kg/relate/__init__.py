"""Claims → typed facts: what they state of the relations of an ontology, with proof.

`patterns` says which claims state a relation, `rules` finds both ends and sees that they fit,
`facts` brings together what all sentences state.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import Claim, Entity, TypedFact
from kg.ontology import Ontology
from kg.relate.facts import End, Stating, typed_facts
from kg.relate.rules import MIN_CHANCE, Rules

__all__ = ["End", "Stating", "relate", "typed_facts"]


def relate(
    claims: Iterable[Claim],
    entities: Iterable[Entity],
    *,
    ontology: Ontology,
    least: float = MIN_CHANCE,
) -> tuple[TypedFact, ...]:
    """The typed facts of claims about entities, sorted by id; the order of either is no matter.

    Claims count that are shown, and those that make no edge only because another says the same,
    they tell little or are not quite sure enough: what they state must be right with a chance of at
    least `least`, and never less than 0.9.
    """
    rules = Rules(ontology, entities, least=max(least, MIN_CHANCE))
    return typed_facts(one for claim in claims for one in rules.read(claim))
