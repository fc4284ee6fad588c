"""Claims of records → claims about entities, and the facts that they jointly state."""

from __future__ import annotations

import hashlib
import math
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from kg.iri import relation_slug
from kg.model import Argument, Claim, Fact, Qualifier, Record, Settings, Source, Status
from kg.resolve.repetition import hidden_if, mark_repetition

MODALITY_STATUS: dict[str, Status] = {
    "planned": "planned", "required": "required", "possible": "possible", "desired": "desired",
    "conditional": "conditional", "question": "question",
}  # fmt: skip
BEST_FIRST: tuple[Status, ...] = (
    "asserted", "reported", "planned", "required", "possible", "desired", "conditional",
    "question", "negative",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """How claims refer to an entity."""

    iri: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicates:
    """What decisions make of predicates: `names` maps lemmas to others, `dropped` leave."""

    names: Mapping[str, str]
    dropped: frozenset[str] = frozenset()


def resolve_claims(
    record: Record, where: Mapping[str, Called], *, predicates: Predicates, settings: Settings
) -> Iterator[Claim]:
    """The claims of a record with IRIs for local keys; `where` has the entities that stay.

    A claim that makes no edge says why in `hidden_because`: what the record has against it, else
    that a figure is below those of the settings, that another claim says the same, that it is about
    an amount ("60 percent fell") or relates a thing to itself. Left out are only claims about a
    pronoun that found no antecedent (an unknown "he" is no entity) and what decisions drop.
    """
    weighed = [hidden_if(claim, below(claim, settings)) for claim in record.claims]
    for claim in mark_repetition(weighed):
        made = _with_iris(claim, where, predicates=predicates, base=settings.base_iri)
        if made is not None:
            yield hidden_if(made, without_ends(made))


def below(claim: Claim, settings: Settings) -> str:
    """Which figure of a claim is below those of the settings, in words; empty where none is.

    "confidence 0.31 is below 0.5"; figures are cut, so that none reads as what it is below.
    """
    for name, value, least in (
        ("confidence", claim.confidence, settings.min_confidence),
        ("worth", claim.worth, settings.min_worth),
    ):
        if value < least:
            return f"{name} {math.floor(value * 100 + 1e-9) / 100:.2f} is below {least:g}"
    return ""


def without_ends(claim: Claim) -> str:
    """Why a claim with IRIs has no two ends to draw a line between."""
    if claim.subject.entity is None:
        return "is about an amount, not about a thing"
    same = claim.object is not None and claim.object.entity == claim.subject.entity
    called = claim.object is not None and claim.object.literal == claim.subject.label
    if same or called:  # "a man named Otto Lund", who is called so
        return "relates a thing to itself"
    return ""


def _with_iris(
    claim: Claim, where: Mapping[str, Called], *, predicates: Predicates, base: str
) -> Claim | None:
    def place(argument: Argument | None) -> Argument | None:
        if argument is None or argument.entity is None:
            return argument
        called = where.get(argument.entity)
        if called is None:
            return None
        return replace(argument, entity=called.iri, label=called.label)

    subject, object = place(claim.subject), place(claim.object)
    lemma = predicates.names.get(claim.predicate.lemma, claim.predicate.lemma)
    if subject is None or (claim.object is not None and object is None):
        return None
    if lemma in predicates.dropped:
        return None
    qualifiers = [
        Qualifier(role=q.role, argument=a)
        for q in claim.qualifiers
        if (a := place(q.argument)) is not None
    ]
    iri = f"{base}relation/{relation_slug(lemma)}"
    return replace(
        claim, subject=subject, object=object, place=place(claim.place), event=_event(claim),
        predicate=replace(claim.predicate, lemma=lemma, iri=iri),
        qualifiers=tuple(qualifiers), source=_source(claim.source, where),
    )  # fmt: skip


def _event(claim: Claim) -> str:
    """The id of an event among all documents: a record's is that of a clause within its own."""
    if not claim.event:
        return ""
    parts = f"{claim.document}\n{claim.event}"
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def entities_of(claim: Claim) -> set[str]:
    """The keys or IRIs of all entities that a claim refers to, its source among them."""
    said = [claim.subject, claim.object, claim.place, *(q.argument for q in claim.qualifiers)]
    found = {argument.entity for argument in said if argument is not None}
    if claim.source is not None:
        found.add(claim.source.entity)
    return {entity for entity in found if entity is not None}


def _source(source: Source | None, where: Mapping[str, Called]) -> Source | None:
    if source is None or source.entity is None:
        return source
    called = where.get(source.entity)
    if called is None:
        return replace(source, entity=None)
    return replace(source, entity=called.iri, label=called.label)


# Facts


def facts_of(claims: Iterable[Claim], texts: Mapping[str, str]) -> tuple[Fact, ...]:
    """Group the claims that are shown by subject, predicate and object, sorted by fact id.

    `texts` maps document ids to the sha256 of their text. Claims about a literal are no facts.
    Claims may come in any order; none is kept.
    """
    groups: dict[_Key, list[_Stating]] = {}
    for claim in claims:
        if claim.shown and claim.subject.entity is not None:
            groups.setdefault(_key(claim), []).append(_stating(claim, texts))
    return tuple(sorted((_fact(*group) for group in groups.items()), key=lambda f: f.id))


#: Subject, predicate; of the object what it has of IRI, literal and datatype; whether there is one.
_Key = tuple[str, str, str | None, str | None, str | None, bool]


class _Stating(NamedTuple):
    """What a fact keeps of one of its claims."""

    id: str
    label: str
    text: str
    status: Status
    actual: bool
    confidence: float


def _key(claim: Claim) -> _Key:
    o = claim.object
    end = (None, None, None) if o is None else (o.entity, o.literal, o.datatype)
    return (claim.subject.entity or "", claim.predicate.iri, *end, o is not None)


def _stating(claim: Claim, texts: Mapping[str, str]) -> _Stating:
    return _Stating(
        id=claim.id,
        label=sys.intern(claim.predicate.lemma),
        text=texts[claim.document],
        status=status_of(claim),
        actual=claim.actual,
        confidence=claim.confidence,
    )


def _fact(key: _Key, claims: list[_Stating]) -> Fact:
    subject, predicate, object, literal, datatype, related = key
    end = (object or "", literal or "", datatype or "") if related else ("",)
    hashed = "\n".join((subject, predicate, *end)).encode("utf-8", "surrogatepass")
    claims.sort()
    return Fact(
        id=hashlib.sha256(hashed).hexdigest()[:16],
        subject=subject,
        predicate=predicate,
        label=claims[0].label,
        object=object,
        literal=literal,
        datatype=datatype,
        claims=tuple(c.id for c in claims),
        asserted=any(c.actual for c in claims),
        status=min((c.status for c in claims), key=BEST_FIRST.index),
        support=len({c.text for c in claims}),
        confidence=max(c.confidence for c in claims),
    )


def status_of(claim: Claim) -> Status:
    """How one claim is stated, in one word."""
    if claim.polarity == "negative":
        return "negative"
    if claim.modality == "actual":
        return "reported" if claim.source is not None else "asserted"
    return MODALITY_STATUS[claim.modality]
