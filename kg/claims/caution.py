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

_careful = reading(
    "caution", "Ada Tate met Eva Ross. She robbed a bank.", "never: Ada Tate | rob | bank"
)


def careful(
    claims: Iterable[Claim], readings: Mapping[str, Reading], references: Sequence[Reference]
) -> list[Claim]:
    """The claims of a document; those that harm somebody who may be another one are hidden.

    That is where a pronoun is the subject and two people are named in its sentence and the one
    before.
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
    if read is None or read.verb is None or read.subject is None or not claim.shown:
        return claim
    who = by_head.get(id(read.subject))
    harmful = read.verb.lemma.lower() in HARM and claim.polarity == "positive"
    if who is None or who.kind != "pronoun" or not harmful or not _careful():
        return claim
    at = who.sentence.index
    near = people.get(at, set()) | people.get(at - 1, set())
    return replace(claim, hidden_because=UNSURE) if len(near) > 1 else claim
