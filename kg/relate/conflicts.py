"""Typed facts that cannot both be so: two values of one property, a denial, times that exclude.

Nothing is decided here: both stay in the graph, and whoever reads it is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from kg.corpus.kept import in_any_order
from kg.english.times.period import may_meet, period
from kg.model import Build, Claim, TypedFact
from kg.ontology import Relation
from kg.ontology.choice import relations_of
from kg.relate.denials import contradicts, limits_of
from kg.relate.entailed import is_plain

#: Why two facts exclude each other.
Kind = Literal["two values", "denied", "times"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two typed facts of one subject that exclude each other; `first` has the smaller id."""

    kind: Kind
    first: TypedFact
    second: TypedFact


def conflicts_of(build: Build) -> list[Conflict]:
    """All conflicts between the typed facts of a build, as `conflicts` finds them.

    Example::

        for one in conflicts_of(restore(Path("output"))):
            print(one.kind, one.first.subject_label)
    """
    return conflicts(build.typed, relations_of(build), build.claims) if build.typed else []


def conflicts(
    facts: Iterable[TypedFact], relations: Mapping[str, Relation], claims: Sequence[Claim] = ()
) -> list[Conflict]:
    """All conflicts between typed facts, sorted by label and id; the order of facts is no matter.

    Plain facts of a functional relation with two values that exclude each other ("1971" and
    "May 1971" do not), a fact that is asserted and denied, a death before a birth. What is only
    guessed, and a value of the wrong kind, speaks against nothing. How far a denial goes is known
    from the `claims` behind the facts (`kg.relate.denials`); without them, by its times alone.
    """
    likely = [fact for fact in facts if fact.likely]
    plain = [fact for fact in likely if is_plain(fact, relations)]
    denied = [fact for fact in likely if fact.status == "negative"]
    found = [*_values(plain, relations), *_denied(plain, denied, claims), *_lives(plain)]
    return sorted(found, key=lambda c: (c.first.subject_label, c.kind, c.first.id, c.second.id))


def _made(kind: Kind, one: TypedFact, other: TypedFact) -> Conflict:
    first, second = sorted((one, other), key=lambda fact: fact.id)
    return Conflict(kind=kind, first=first, second=second)


def _values(facts: Iterable[TypedFact], relations: Mapping[str, Relation]) -> Iterator[Conflict]:
    groups: dict[tuple[str, str], list[TypedFact]] = {}
    for fact in facts:
        relation = relations.get(fact.predicate)
        if relation is not None and relation.functional:
            groups.setdefault((fact.subject, fact.predicate), []).append(fact)
    for same in groups.values():
        for one, other in combinations(same, 2):
            if _exclude(one, other):
                yield _made("two values", one, other)


def _exclude(one: TypedFact, other: TypedFact) -> bool:
    """Whether two values differ, and dates cannot mean one day; of things, at one time for sure.

    What began and has no end in a text may have ended since.
    """
    if one.literal is not None and other.literal is not None:
        return not may_meet(one.literal, other.literal)
    if one.times and other.times:
        return any(_surely_meet(a, b) for a in one.times for b in other.times)
    return True


def _surely_meet(one: str, other: str) -> bool:
    return one == other or (all((*period(one), *period(other))) and may_meet(one, other))


def _denied(
    plain: Iterable[TypedFact], denied: Iterable[TypedFact], claims: Sequence[Claim]
) -> Iterator[Conflict]:
    asserted: dict[tuple[str, str, str | None, str | None], list[TypedFact]] = {}
    for fact in plain:
        asserted.setdefault(_said(fact), []).append(fact)
    pairs = [(fact, other) for fact in denied for other in asserted.get(_said(fact), ())]
    ids = {id for pair in pairs for fact in pair for id in fact.claims}
    known = {claim.id: claim for claim in in_any_order(claims) if claim.id in ids} if ids else {}
    for fact, other in pairs:
        if _speaks_against(fact, other, known):
            yield _made("denied", fact, other)


def _speaks_against(denied: TypedFact, plain: TypedFact, claims: Mapping[str, Claim]) -> bool:
    """Whether a claim behind a fact cannot be so if one that denies it is."""
    ends = (plain.subject, plain.object)
    denials, others = (
        [(claims[id], limits_of(claims[id], ends)) for id in fact.claims if id in claims]
        for fact in (denied, plain)
    )
    if not denials or not others:
        return _at_once(denied, plain)
    return any(contradicts(denial, claim) for denial in denials for claim in others)


def _at_once(one: TypedFact, other: TypedFact) -> bool:
    """Whether both may speak of one time: where one does not say, it may."""
    if not one.times or not other.times:
        return True
    return any(may_meet(a, b) for a in one.times for b in other.times)


def _said(fact: TypedFact) -> tuple[str, str, str | None, str | None]:
    return fact.subject, fact.predicate, fact.object, fact.literal


def _lives(facts: Iterable[TypedFact]) -> Iterator[Conflict]:
    """Somebody dies before being born, an organization ends before it is founded."""
    begun: dict[tuple[str, str], list[TypedFact]] = {}
    ended = []
    for fact in facts:
        name = fact.predicate.rpartition("/")[2].rpartition("#")[2]
        if fact.literal is None:
            continue
        if name in ("birthDate", "foundingDate", "startDate"):
            begun.setdefault((fact.subject, name), []).append(fact)
        elif name in _BEFORE:
            ended.append((fact, _BEFORE[name]))
    for fact, name in ended:
        for other in begun.get((fact.subject, name), ()):
            last, first = period(fact.literal or "")[1], period(other.literal or "")[0]
            if last is not None and first is not None and last < first:
                yield _made("times", fact, other)


#: What must not come before what.
_BEFORE = {
    "deathDate": "birthDate",
    "dissolutionDate": "foundingDate",
    "endDate": "startDate",
}
