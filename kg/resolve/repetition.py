"""Which claims a graph leaves out, because an edge beside them says the same whole.

`kg extract` prints every reading of a sentence; a graph needs each statement once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kg.lexicon import LIGHT
from kg.model import Claim
from kg.record import COUNTRY, NAME

#: Rules that go through one noun to the next.
THROUGH = frozenset({"svo-of", "svc-of", "nested", "noun-prep"})


def without_repetition(claims: Iterable[Claim]) -> Iterable[Claim]:
    """Leave out what an edge beside it says whole.

    "They study (the decline of bees)" has the node "decline of bees", so "they study the decline
    of (bees)" adds nothing to a graph, unless what it leads to has a name of its own.
    """
    claims = list(claims)
    light = {
        _clause(c)
        for c in claims
        if c.rule in ("svo-of", "svop") and _light(c) and c.object and c.object.entity
    }
    busy = Counter(_clause(c) for c in claims)
    return [c for c in claims if not (_repeats(c, light) or (_vague(c) and busy[_clause(c)] > 1))]


def _repeats(claim: Claim, light: set[tuple[int, int, int, str]]) -> bool:
    """Whether the label of a noun says what a claim goes through that noun to say.

    Where the verb is light it is the other way round: "plays a role in trade" leads to trade.
    """
    found = claim.object
    if found is None or (found.entity or NAME)[0] in (NAME, COUNTRY):
        return False
    if claim.rule in ("svo", "svo-of") and _clause(claim) in light:
        return claim.rule == "svo"
    return claim.rule == "nested" or _told(claim) or _slight(claim)


def _vague(claim: Claim) -> bool:
    """Led to a time that no calendar knows ("in recent years"): the claim beside it has that."""
    time, found = claim.time, claim.object
    return time is not None and time.value is None and found is not None and found.span == time.span


def _slight(claim: Claim) -> bool:
    """ "its size", of what has no name."""
    nameless = (claim.subject.entity or NAME)[0] not in (NAME, COUNTRY)
    return claim.rule == "possessive" and nameless and not set(claim.predicate.text) & {"'", "’"}


def _light(claim: Claim) -> bool:
    """Whether the verb only carries its object: what "plays a role in" is about comes after it."""
    return claim.predicate.lemma.split()[0] in LIGHT


def _clause(claim: Claim) -> tuple[int, int, int, str]:
    """The clause of a claim: sentence, subject and verb."""
    said = claim.predicate.spans[0]
    verb = claim.predicate.lemma.split()[0]
    return claim.sentence.start, claim.subject.span.start, said.start, verb


def _told(claim: Claim) -> bool:
    """Whether the label of the noun on the way says it: "concerns over waste"."""
    found = claim.object
    if found is None or claim.rule not in THROUGH:
        return False
    way = claim.subject if claim.rule == "noun-prep" else claim.qualifiers[0].argument
    _, link, rest = way.label.partition(f" {claim.predicate.lemma.rpartition(' ')[2]} ")
    return bool(link) and found.label.split()[0] in rest.replace(",", "").split()
