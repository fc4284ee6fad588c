"""What harms somebody is claimed of nobody who may be the wrong one.

"Tate met Ross. He later murdered a clerk": whoever "he" is taken for, it may be the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.claims.clause import Reading
from kg.claims.rules import reading
from kg.english.verbs import HARM
from kg.mentions import Reference
from kg.model import Claim

#: Why a claim of harm makes no edge.
UNSURE = "it harms, and whom the pronoun stands for is not sure enough"

#: What is told of nobody who may be alive, beside the verbs of harm.
DEATH = frozenset(("die", "drown", "perish"))
#: How many sentences back somebody else makes a pronoun unsure, and whom it means may be named.
NEAR, FAR = 2, 5

_careful = reading(
    "caution", "Ada Tate met Eva Ross. She robbed a bank.", "never: Ada Tate | rob | bank"
)


def careful(
    claims: Iterable[Claim], readings: Mapping[str, Reading], references: Sequence[Reference]
) -> list[Claim]:
    """The claims of a document; those that harm somebody who may be another one are hidden.

    That is where a pronoun stands for who does it or whom it is done to, and somebody else is named
    in its sentence or the two before, or nobody in the five before.
    """
    by_head = {id(r.head): r for r in references}
    people: dict[int, set[str]] = {}
    for reference in references:
        if reference.kind == "name" and reference.type == "Person":
            people.setdefault(reference.sentence.index, set()).add(reference.entity)
    return [_one(claim, readings.get(claim.id), by_head, people) for claim in claims]


def _one(
    claim: Claim, read: Reading | None, by_head: Mapping[int, Reference],
    people: Mapping[int, set[str]],
) -> Claim:  # fmt: skip
    if read is None or read.verb is None or not claim.shown or claim.polarity != "positive":
        return claim
    if read.verb.lemma.lower() not in HARM | DEATH or not _careful():
        return claim
    heads = [t for t in (read.subject, read.object) if t is not None]
    for who in (by_head.get(id(head)) for head in heads):
        if who is not None and who.kind == "pronoun" and not _is_sure(who, people):
            return replace(claim, hidden_because=UNSURE)
    return claim


def _is_sure(who: Reference, people: Mapping[int, set[str]]) -> bool:
    """Whether a pronoun's person is named near it, and nobody else is."""
    at = who.sentence.index
    near = set[str]().union(*(people.get(at - back, set()) for back in range(NEAR + 1)))
    far = near.union(*(people.get(at - back, set()) for back in range(FAR + 1)))
    return not near - {who.entity} and (who.entity in far or not far)
