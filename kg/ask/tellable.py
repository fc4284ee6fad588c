"""Which claims of a graph may be told: no sentence is made of what was kept back or rejected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.model import Build, Claim
from kg.ontology.choice import relations_of
from kg.relate.entailed import is_plain
from kg.resolve.rulings import REJECTED


def told_claims(build: Build) -> list[Claim]:
    """The claims that are shown, and those that support a plain fact.

    What somebody has rejected is told by none of them: "paid Falk 300 euros" is "paid Falk" where
    the claim about the 300 euros is rejected.
    """
    relations = relations_of(build)
    plain = (fact for fact in build.typed if is_plain(fact, relations))
    behind = {claim for fact in plain for claim in fact.claims}
    found = (claim for claim in build.claims if claim.shown or claim.id in behind)
    return list(without_rejected(found, build.claims))


def without_rejected(claims: Iterable[Claim], known: Iterable[Claim]) -> Iterable[Claim]:
    """Claims as they are without what is rejected: neither these nor a participant that they name.

    `known` are all claims of their clauses.
    """
    rejected = [claim for claim in known if claim.hidden_because.startswith(REJECTED)]
    ends = {(c.document, c.event, c.object.span) for c in rejected if c.event and c.object}
    ids = {claim.id for claim in rejected}
    for claim in claims:
        if claim.id not in ids:
            kept = tuple(
                q
                for q in claim.qualifiers
                if (claim.document, claim.event, q.argument.span) not in ends
            )
            yield claim if len(kept) == len(claim.qualifiers) else replace(claim, qualifiers=kept)
