"""What may be said of the wrong one makes no edge, least of all what harms.

"He", "it" and "the firm" make one where it is sure enough whom they stand for (`kg.coref.trust`).
Of harm more is asked: "Tate met Ross. He later murdered a clerk" is told of neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.claims.clause import Reading
from kg.claims.rules import reading
from kg.coref.trust import LEAST
from kg.english.verbs import HARM
from kg.mentions import Reference
from kg.model import Argument, Claim

#: Why a claim of harm makes no edge.
UNSURE = "it harms, and whom the pronoun stands for is not sure enough"
#: How the reasons of this room end.
OPEN = "stands for is not sure enough"

#: What is told of nobody who may be alive, beside the verbs of harm.
DEATH = frozenset(("die", "drown", "perish"))
#: What is told of nobody unless it is sure of whom: what the law does to somebody.
LAW = frozenset(
    "accuse arrest charge convict sentence jail imprison indict prosecute fine suspect detain"
    " extradite acquit plead suspend dismiss expel".split()
)
#: Pronouns that stand for people.
PEOPLE = frozenset("i me you we us he him she her they them his their our my your".split())
#: How many sentences back somebody else makes a pronoun unsure, and whom it means may be named.
NEAR, FAR = 2, 5

_careful = reading(
    "caution", "Ada Tate met Eva Ross. She robbed a bank.", "never: Ada Tate | rob | bank"
)


def careful(
    claims: Iterable[Claim], readings: Mapping[str, Reading], references: Sequence[Reference]
) -> list[Claim]:
    """The claims of a document; those that may be about another one are hidden.

    That is where the chance of what a phrase stands for is below `LEAST`; and of what harms, where
    a pronoun stands for who does it or whom it is done to, or for whose they are, and somebody
    else is named in its sentence or the two before, or it is not in the five before.
    """
    by_head = {id(r.head): r for r in references}
    people: dict[int, set[str]] = {}
    for reference in references:
        if reference.kind == "name" and reference.type == "Person":
            people.setdefault(reference.sentence.index, set()).add(reference.entity)
    named: dict[int, set[str]] = {}
    for reference in references:
        if reference.kind != "pronoun":
            named.setdefault(reference.sentence.index, set()).add(reference.entity)
    return [_one(claim, readings.get(claim.id), by_head, people, named) for claim in claims]


def _one(
    claim: Claim, read: Reading | None, by_head: Mapping[int, Reference],
    people: Mapping[int, set[str]], named: Mapping[int, set[str]],
) -> Claim:  # fmt: skip
    if not claim.shown:
        return claim
    for end in (claim.subject, claim.object):
        if end is not None and end.chance is not None and end.chance < LEAST:
            return replace(claim, hidden_because=unsure(end))
    if read is None or read.verb is None or claim.polarity != "positive":
        return claim
    if read.verb.lemma.lower() not in HARM | DEATH | LAW or not _careful():
        return claim
    ends = [t for t in (read.subject, read.object) if t is not None]
    heads = [*ends, *(owner for end in ends for owner in end.having("poss"))]
    for who in (by_head.get(id(head)) for head in heads):
        if who is not None and who.kind == "pronoun" and not _is_sure(who, people, named):
            return replace(claim, hidden_because=UNSURE)
    return claim


def unsure(end: Argument) -> str:
    """Why a claim makes no edge of which one end may be another.

    >>> from kg.model import Span
    >>> unsure(Argument(span=Span(start=0, end=2, text="He"), label="Per Lang", entity="#9-17"))
    'whom “he” stands for is not sure enough'
    """
    words = " ".join(end.span.text.split())
    first, *rest = words.split(" ")
    first = first if first == "I" else first.lower()
    whom = "whom" if first.lower() in PEOPLE else "what"
    return f"{whom} “{' '.join((first, *rest))}” {OPEN}"


def _is_sure(who: Reference, people: Mapping[int, set[str]], named: Mapping[int, set[str]]) -> bool:
    """Whether what a pronoun stands for is said near it, and nobody else is named nearer."""
    at = who.sentence.index
    near = set[str]().union(*(people.get(at - back, set()) for back in range(NEAR + 1)))
    far = set[str]().union(*(named.get(at - back, set()) for back in range(FAR + 1)))
    return not near - {who.entity} and who.entity in far
