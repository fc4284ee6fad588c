"""Claims → typed facts: what they state of the relations of an ontology, with proof.

`patterns` says which claims state a relation, `rules` finds both ends and sees that they fit,
`facts` brings together what all sentences state.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import Claim, Entity, TypedFact
from kg.ontology import Ontology
from kg.relate.facts import End, Stating, typed_facts
from kg.relate.rules import Rules

__all__ = ["End", "Stating", "relate", "typed_facts"]


def relate(
    claims: Iterable[Claim], entities: Iterable[Entity], *, ontology: Ontology
) -> tuple[TypedFact, ...]:
    """The typed facts of claims about entities, sorted by id; the order of either is no matter."""
    rules = Rules(ontology, entities)
    return typed_facts(one for claim in claims for one in rules.read(claim))
