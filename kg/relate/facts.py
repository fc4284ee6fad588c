"""What single sentences state → typed facts: one for each subject, relation and object."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.model import Evidence, Status, TypedFact
from kg.resolve.facts import BEST_FIRST


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """One end of a relation: an entity by its IRI, or a literal with its datatype."""

    label: str
    entity: str | None = None
    literal: str | None = None
    datatype: str | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stating:
    """That a sentence states a relation between two ends, and how.

    `claim` is the id of the claim behind it, empty where there is none; `confidence` the chance
    that it is right.
    """

    relation: str
    label: str
    subject: End
    object: End
    symmetric: bool
    status: Status
    confidence: float
    evidence: Evidence
    claim: str = ""
    time: str | None = None


def typed_facts(stated: Iterable[Stating]) -> tuple[TypedFact, ...]:
    """Group what is stated by subject, relation, object and whether it is denied; sorted by id.

    The order of what is stated does not matter.
    """
    groups: dict[_Key, list[Stating]] = {}
    for one in map(_turned, stated):
        groups.setdefault(_key(one), []).append(one)
    return tuple(sorted((_fact(*group) for group in groups.items()), key=lambda f: f.id))


#: Subject, relation; of the object IRI, literal, datatype and unit; "negative" or nothing.
_Key = tuple[str, str, str, str, str, str, str]


def _turned(one: Stating) -> Stating:
    """A symmetric relation begins at the IRI that sorts first, whichever way it is told."""
    if not one.symmetric or one.object.entity is None or one.subject.entity is None:
        return one
    if one.subject.entity <= one.object.entity:
        return one
    found = one.evidence
    return Stating(
        relation=one.relation, label=one.label, subject=one.object, object=one.subject,
        symmetric=True, status=one.status, confidence=one.confidence, claim=one.claim,
        time=one.time,
        evidence=Evidence(document=found.document, sentence=found.sentence,
                          subject=found.object, object=found.subject),
    )  # fmt: skip


def _key(one: Stating) -> _Key:
    end = one.object
    denied = "negative" if one.status == "negative" else ""
    return (
        one.subject.entity or "", one.relation, end.entity or "", end.literal or "",
        end.datatype or "", end.unit, denied,
    )  # fmt: skip


def _fact(key: _Key, stated: list[Stating]) -> TypedFact:
    hashed = "\n".join(("typed", *key)).encode("utf-8", "surrogatepass")
    stated.sort(key=_place)
    first = stated[0]
    return TypedFact(
        id=hashlib.sha256(hashed).hexdigest()[:16],
        subject=key[0],
        subject_label=first.subject.label,
        predicate=first.relation,
        label=first.label,
        object=first.object.entity,
        literal=first.object.literal,
        datatype=first.object.datatype,
        unit=first.object.unit,
        object_label=first.object.label,
        status=min((one.status for one in stated), key=BEST_FIRST.index),
        confidence=max(one.confidence for one in stated),
        times=tuple(sorted({one.time for one in stated if one.time})),
        claims=tuple(sorted({one.claim for one in stated if one.claim})),
        evidence=tuple(_evidence(stated)),
    )


def _place(one: Stating) -> tuple[str, int, int, int, str]:
    found = one.evidence
    return (
        found.document, found.sentence.start, found.subject.start, found.object.start, one.claim
    )  # fmt: skip


def _evidence(stated: Iterable[Stating]) -> Iterator[Evidence]:
    """In the order of the documents and of their texts, each once."""
    yield from dict.fromkeys(one.evidence for one in stated)
