"""Claims of records → claims about entities, and the facts that they jointly state."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.iri import relation_slug
from kg.model import Argument, Claim, Fact, Qualifier, Record, Settings, Source, Status
from kg.resolve.repetition import without_repetition

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

    Claims about a pronoun that found no antecedent are left out (an unknown "he" is no entity),
    and so are claims about an amount ("60 percent fell"): a literal is no subject.
    """
    for claim in without_repetition(record.claims):
        if claim.confidence >= settings.min_confidence:
            made = _with_iris(claim, where, predicates=predicates, base=settings.base_iri)
            if made is not None:
                yield made


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
    if subject is None or subject.entity is None or (claim.object is not None and object is None):
        return None
    if object is not None and object.entity is not None and object.entity == subject.entity:
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
        claim, subject=subject, object=object, place=place(claim.place),
        predicate=replace(claim.predicate, lemma=lemma, iri=iri),
        qualifiers=tuple(qualifiers), source=_source(claim.source, where),
    )  # fmt: skip


def _source(source: Source | None, where: Mapping[str, Called]) -> Source | None:
    if source is None or source.entity is None:
        return source
    called = where.get(source.entity)
    if called is None:
        return replace(source, entity=None)
    return replace(source, entity=called.iri, label=called.label)


# Facts


def facts_of(claims: Iterable[Claim], texts: Mapping[str, str]) -> tuple[Fact, ...]:
    """Group claims by subject, predicate and object, sorted by fact id.

    `texts` maps document ids to the sha256 of their text. Claims about a literal are no facts.
    """
    groups: dict[tuple[str, ...], list[Claim]] = {}
    for claim in sorted(claims, key=lambda c: c.id):
        if claim.subject.entity is None:
            continue
        o = claim.object
        end = ("",) if o is None else (o.entity or "", o.literal or "", o.datatype or "")
        key = (claim.subject.entity or "", claim.predicate.iri, *end)
        groups.setdefault(key, []).append(claim)
    facts = [_fact(key, group, texts) for key, group in groups.items()]
    return tuple(sorted(facts, key=lambda f: f.id))


def _fact(key: tuple[str, ...], claims: list[Claim], texts: Mapping[str, str]) -> Fact:
    first = claims[0]
    o = first.object
    status = min((status_of(c) for c in claims), key=BEST_FIRST.index)
    return Fact(
        id=hashlib.sha256("\n".join(key).encode("utf-8", "surrogatepass")).hexdigest()[:16],
        subject=first.subject.entity or "",
        predicate=first.predicate.iri,
        label=first.predicate.lemma,
        object=o.entity if o else None,
        literal=o.literal if o else None,
        datatype=o.datatype if o else None,
        claims=tuple(c.id for c in claims),
        asserted=any(c.actual for c in claims),
        status=status,
        support=len({texts[c.document] for c in claims}),
        confidence=max(c.confidence for c in claims),
    )


def status_of(claim: Claim) -> Status:
    """How one claim is stated, in one word."""
    if claim.polarity == "negative":
        return "negative"
    if claim.modality == "actual":
        return "reported" if claim.source is not None else "asserted"
    return MODALITY_STATUS[claim.modality]
