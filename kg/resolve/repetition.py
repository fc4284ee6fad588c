"""Which claims make no edge, because an edge beside them says the same whole.

A record holds every reading of a sentence; a graph needs each statement once.

| kept back                                  | because of                                          |
|--------------------------------------------|-----------------------------------------------------|
| study decline of → bees                    | study → decline of bees                             |
| plays → role                               | plays a role in → trade: the verb only carries it   |
| captivates audiences with → tales          | captivates → audiences, with "tales" as qualifier   |
| came down through → generations            | came down from → the elders, likewise               |
| the mine had → its closure                 | the mine, closure of → the shaft                    |
| said → "talks had failed"                  | talks failed, which has its source                  |
| grew in → recent years                     | the claim beside it, which has the time             |
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from kg.english.lexicon import LIGHT, is_role
from kg.model import Argument, Claim
from kg.record.keys import LOCAL, is_named, is_open

#: Why a claim is kept back; the second is said of "its size" where what has it has no name.
REPEATED = "says what another claim says"
OWNED = "says only whose something is"
#: Rules whose predicate holds the noun at which another claim of the clause ends.
BEYOND = frozenset({"svop", "svo-of", "svc-of"})


def mark_repetition(claims: Iterable[Claim]) -> list[Claim]:
    """All claims in their order; what another of the same sentence says whole is hidden.

    Only claims that are shown and not left out hide others, and none that has a reason already gets
    another. Nothing is hidden that leads to what has a name of its own.
    """
    marked = []
    for _, group in groupby(claims, key=lambda claim: claim.sentence.start):
        sentence = list(group)
        shown = [claim for claim in sentence if claim.shown and not is_about_nobody(claim)]
        clauses: dict[tuple[int, int, str], list[Claim]] = {}
        for claim in shown:
            clauses.setdefault(_clause(claim), []).append(claim)
        marked += [
            hidden_if(c, _against(c, clauses.get(_clause(c), []), shown)) if c.shown else c
            for c in sentence
        ]
    return marked


def is_about_nobody(claim: Claim) -> bool:
    """Whether an end of a claim is a pronoun that found no antecedent; it is left out."""
    return any(a is not None and is_open(a.entity) for a in (claim.subject, claim.object))


def hidden_if(claim: Claim, reason: str) -> Claim:
    """The claim, hidden because of `reason` if there is one and it is not hidden already."""
    return replace(claim, hidden_because=reason) if reason and claim.shown else claim


def _against(claim: Claim, clause: Sequence[Claim], sentence: Sequence[Claim]) -> str:
    """Why a claim is kept back; empty for one that is not."""
    if not _repeats(claim, clause, sentence):
        return ""
    return OWNED if claim.rule == "possessive" and _nameless(claim) else REPEATED


def _clause(claim: Claim) -> tuple[int, int, str]:
    """The clause of a claim within its sentence: subject and verb."""
    verb = claim.predicate.lemma.split()[0]
    return claim.subject.span.start, claim.predicate.spans[0].start, verb


def _repeats(claim: Claim, clause: Sequence[Claim], sentence: Sequence[Claim]) -> bool:
    found = claim.object
    if found is None:
        return False
    if claim.rule == "say":
        return any(_inside(other, found) for other in sentence)
    if claim.time is not None and claim.time.value is None and claim.time.span == found.span:
        return len(clause) > 1  # a time that no calendar knows
    if _named(found):
        return False
    if claim.rule == "possessive":
        return _possessed(claim, sentence)
    if claim.rule == "noun-prep":
        return (_told(claim, claim.subject) or _bare(found)) and _stands(claim, sentence)
    if claim.rule == "nested":
        return any(other.rule != "nested" for other in clause)
    if claim.rule in ("svo", "svc"):
        return _light(claim) and any(_goes_on(other, claim) for other in clause)
    if claim.rule in ("svp", "passive-svp"):
        return _bare(found) and not _local(found) and any(_beside(o, claim) for o in clause)
    return claim.rule in BEYOND and any(_enough(other, claim) for other in clause)


def _named(argument: Argument) -> bool:
    """Whether what an argument stands for has a name; a literal is left as one has."""
    return argument.entity is None or is_named(argument.entity)


def _local(argument: Argument) -> bool:
    """ "The company", "her father": one that the document speaks of."""
    return argument.entity is not None and argument.entity[0] == LOCAL


def _bare(argument: Argument) -> bool:
    """A noun alone, which says little as a node."""
    return " " not in argument.label


def _light(claim: Claim) -> bool:
    """Whether the verb only carries its object: what "plays a role in" is about comes after it."""
    return claim.predicate.lemma in LIGHT


def _goes_on(other: Claim, claim: Claim) -> bool:
    """Whether another claim goes on from the object of this one."""
    found = other.object
    return other.rule in BEYOND and bool(found and found.entity) and _through(other, claim)


def _enough(claim: Claim, longer: Claim) -> bool:
    """Whether a claim says more than the noun to which another leads beyond its object.

    "captivates audiences with → tales", "makes steady progress in → all parts".
    """
    if claim.rule not in ("svo", "svc") or claim.object is None or longer.object is None:
        return False
    if _light(claim) or not _through(longer, claim):
        return False
    if _told(longer, claim.object):
        return True
    if _local(longer.object):
        return False  # "learned the trade from her father"
    if longer.rule == "svc-of":  # "is director of museums", "is concerned about bees"
        return claim.object.entity is not None and not is_role(claim.object.label.split()[-1])
    return longer.rule == "svo-of" or _bare(longer.object) or not _bare(claim.object)


def _beside(other: Claim, claim: Claim) -> bool:
    """Whether another prepositional claim of the clause says more, or as much and first."""
    if other.rule != claim.rule or other.object is None or claim.object is None:
        return False
    if other.predicate.lemma == claim.predicate.lemma:
        return False  # "talked about trade and North Korea"
    if other.object.datatype == "xsd:duration":
        return False  # "is on leave for two weeks": how long it is does not say what is so
    first = other.object.span.start < claim.object.span.start
    return first or not _bare(other.object) or (_named(other.object) and other is not claim)


def _through(longer: Claim, shorter: Claim) -> bool:
    """Whether one claim goes through the object at which the other ends."""
    way = longer.qualifiers[0].argument if longer.qualifiers else None
    return way is not None and shorter.object is not None and way.span == shorter.object.span


def _inside(claim: Claim, quoted: Argument) -> bool:
    """Whether a claim is made in the words that another quotes, and names who says so."""
    return claim.source is not None and (
        quoted.span.start <= claim.subject.span.start < quoted.span.end
    )


def _possessed(claim: Claim, sentence: Sequence[Claim]) -> bool:
    """ "Its size" of what has no name, and what "China's acquisition of" tells already."""
    return _nameless(claim) or any(
        other.rule == "noun-of" and other.subject.span == claim.subject.span
        and claim.object is not None
        and claim.object.span.start <= other.predicate.spans[0].start < claim.object.span.end
        for other in sentence
    )  # fmt: skip


def _nameless(claim: Claim) -> bool:
    """Whether a possessive is of what has no name and is not spoken of as one thing either."""
    marked = "'" in claim.predicate.text or "’" in claim.predicate.text
    return not _named(claim.subject) and not (marked and _local(claim.subject))


def _told(claim: Claim, way: Argument) -> bool:
    """Whether the label of the noun on the way says it: "concerns over waste"."""
    found = claim.object
    _, link, rest = way.label.partition(f" {claim.predicate.lemma.rpartition(' ')[2]} ")
    words = rest.replace(",", "").split()
    return bool(link) and found is not None and found.label.split()[0] in words


def _stands(claim: Claim, sentence: Sequence[Claim]) -> bool:
    """Whether the noun on the way is on another edge, so that its label is to be seen."""
    way = claim.subject.span
    return any(
        other.object is not None and way in (other.subject.span, other.object.span)
        for other in sentence
        if other.rule != "noun-prep"
    )
