"""Records → Entities and Facts: who is who across documents, and what they jointly state.

Everything here is a pure function of the set of records; their order does not matter. Named
things are one entity when their best names agree, countries when the gazetteer says so, concepts
when their phrases agree; what only one document speaks of ("the official") stays in it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from kg.coref import name_key
from kg.iri import slug
from kg.lexicon import is_role
from kg.link import countries
from kg.model import (
    Argument,
    Claim,
    Entity,
    Fact,
    Mention,
    Qualifier,
    Record,
    Settings,
    Source,
    Status,
)
from kg.record import CONCEPT, COUNTRY, LOCAL, NAME, UNRESOLVED

MODALITY_STATUS: dict[str, Status] = {
    "planned": "planned", "required": "required", "possible": "possible", "desired": "desired",
    "conditional": "conditional", "question": "question",
}  # fmt: skip
BEST_FIRST: tuple[Status, ...] = (
    "asserted", "reported", "planned", "required", "possible", "desired", "conditional",
    "question", "negative",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """Entities by IRI, claims by id with IRIs in place of local keys, facts by id."""

    entities: tuple[Entity, ...]
    claims: tuple[Claim, ...]
    facts: tuple[Fact, ...]


@dataclass(slots=True)
class _Cluster:
    """What is known of one entity while it is put together."""

    key: str
    mentions: list[Mention] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    label: str = ""


def resolve_records(records: Iterable[Record], settings: Settings) -> Resolved:
    """Bring all records together.

    Claims about a pronoun that found no antecedent are left out (an unknown "he" is no entity),
    and so are claims about an amount ("60 percent fell"): a literal is no subject.
    """
    ordered = sorted(records, key=lambda r: r.document.id)
    clusters, cluster_of = _clusters(ordered)
    iris = _mint(clusters, settings.base_iri)
    claims = []
    for record in ordered:
        where = {key: clusters[cluster] for key, cluster in cluster_of[record.document.id].items()}
        for claim in without_repetition(record.claims):
            made = _with_iris(claim, where, iris, settings)
            if made is not None and made.confidence >= settings.min_confidence:
                claims.append(made)
    claims.sort(key=lambda c: c.id)
    texts = {r.document.id: r.document.sha256 for r in ordered}
    used = {a.entity for c in claims for a in _arguments(c)}
    used |= {c.source.entity for c in claims if c.source is not None}
    entities = [
        _entity(cluster, iris[key])
        for key, cluster in clusters.items()
        if iris[key] in used or key[0] in (COUNTRY, NAME)
    ]
    entities.sort(key=lambda e: e.iri)
    return Resolved(entities=tuple(entities), claims=tuple(claims), facts=facts_of(claims, texts))


# Who is who


def _clusters(records: list[Record]) -> tuple[dict[str, _Cluster], dict[str, dict[str, str]]]:
    clusters: dict[str, _Cluster] = {}
    cluster_of: dict[str, dict[str, str]] = {}
    for record in records:
        local: dict[str, _Cluster] = {}
        for mention in record.mentions:
            if mention.entity[0] != UNRESOLVED:
                _add(local.setdefault(mention.entity, _Cluster(mention.entity)), mention)
        for claim in record.claims:
            for argument in _arguments(claim):
                if argument.entity in local:
                    local[argument.entity].labels[argument.label] += 1
            if claim.source is not None and claim.source.entity in local:
                local[claim.source.entity].labels[claim.source.label] += 1
        names = cluster_of[record.document.id] = {}
        for key, cluster in local.items():
            whole = _global_key(key, cluster, record.document.id)
            names[key] = whole
            if whole in clusters:
                _merge(clusters[whole], cluster)
            else:
                cluster.key = whole
                clusters[whole] = cluster
    for cluster in clusters.values():
        cluster.label = _best_label(cluster)
    return clusters, cluster_of


def _add(cluster: _Cluster, mention: Mention) -> None:
    cluster.mentions.append(mention)
    if mention.type != "Concept":
        cluster.types[mention.type] += 1
    if mention.kind == "name":
        cluster.names[" ".join(mention.span.text.split())] += 1


def _merge(into: _Cluster, other: _Cluster) -> None:
    into.mentions += other.mentions
    into.names += other.names
    into.labels += other.labels
    into.types += other.types


def _global_key(key: str, cluster: _Cluster, document: str) -> str:
    if key[0] in (COUNTRY, CONCEPT):
        return key
    if key[0] == LOCAL:
        return f"{LOCAL}{key[1:]}\n{document}"
    return NAME + name_key(_best_name(cluster))


def _best_label(cluster: _Cluster) -> str:
    if cluster.key[0] == COUNTRY:
        return next(c.label for c in countries() if c.code == cluster.key[1:])
    if cluster.names:
        return _best_name(cluster)
    labels = cluster.labels or Counter(m.span.text for m in cluster.mentions)
    return min(labels, key=lambda text: (-labels[text], text[0].isupper(), len(text), text))


def _best_name(cluster: _Cluster) -> str:
    """The fullest name of a person, the commonest unabbreviated name of anything else."""
    names = cluster.names
    person = _type(cluster) == "Person"

    def rank(name: str) -> tuple[int, int, int, str]:
        words = len(name.split())
        short = name.replace(".", "").isupper() and words == 1
        if person:
            return (-words, -names[name], len(name), name)
        return (short, -names[name], -len(name), name)

    return min(names, key=rank)


def _type(cluster: _Cluster) -> str:
    if cluster.key[0] == COUNTRY:
        return "Country"
    types = cluster.types
    return min(types, key=lambda t: (-types[t], t)) if types else "Concept"


def _entity(cluster: _Cluster, iri: str) -> Entity:
    mentions = sorted(cluster.mentions, key=lambda m: (m.document, m.span.start, m.span.end))
    aliases = sorted(name for name in cluster.names if name != cluster.label)
    named = bool(cluster.names)
    type = _type(cluster)
    if type == "Concept" and named and any(is_role(w.lower()) for w in cluster.labels):
        type = "Person"
    return Entity(
        iri=iri,
        label=cluster.label,
        type=type,
        kind="named" if named else "concept",
        aliases=tuple(aliases),
        mentions=tuple(replace(m, entity=iri) for m in mentions),
    )


def _mint(clusters: dict[str, _Cluster], base: str) -> dict[str, str]:
    """One IRI each: from the label, and a hash of the key where several share it.

    A named thing keeps the plain form before a concept, a country before both.
    """
    by_slug: dict[str, list[str]] = {}
    for key, cluster in clusters.items():
        by_slug.setdefault(slug(cluster.label), []).append(key)
    iris = {}
    for name, keys in by_slug.items():
        order = {COUNTRY: 0, NAME: 1, CONCEPT: 2, LOCAL: 3}
        for rank, key in enumerate(sorted(keys, key=lambda k: (order[k[0]], k))):
            tail = "" if rank == 0 else "-" + hashlib.sha256(key.encode()).hexdigest()[:8]
            iris[key] = f"{base}entity/{name}{tail}"
    return iris


# Claims with IRIs


def _arguments(claim: Claim) -> list[Argument]:
    found = [claim.subject, *(q.argument for q in claim.qualifiers)]
    found += [a for a in (claim.object, claim.place) if a is not None]
    return [a for a in found if a.entity is not None]


def without_repetition(claims: Iterable[Claim]) -> Iterable[Claim]:
    """Leave out what an edge beside it says whole.

    "They study (the decline of bees)" has the node "decline of bees", so "they study the decline
    of (bees)" adds nothing to a graph, unless what it leads to has a name of its own.
    """
    claims = list(claims)
    whole: dict[tuple[int, int], list[Argument]] = {}
    for claim in claims:
        if claim.object is not None and " of " in claim.object.label:
            place = (claim.sentence.start, claim.subject.span.start)
            whole.setdefault(place, []).append(claim.object)
    for claim in claims:
        place = (claim.sentence.start, claim.subject.span.start)
        if not any(_within(claim, other) for other in whole.get(place, ())):
            yield claim


def _within(claim: Claim, other: Argument) -> bool:
    found = claim.object
    if found is None or (found.entity or NAME)[0] in (NAME, COUNTRY):
        return False
    inside = other.span.start < found.span.start and found.span.end <= other.span.end
    return inside and claim.predicate.lemma.endswith(" of")


def _with_iris(
    claim: Claim, where: dict[str, _Cluster], iris: dict[str, str], settings: Settings
) -> Claim | None:
    def place(argument: Argument | None) -> Argument | None:
        if argument is None or argument.entity is None:
            return argument
        cluster = where.get(argument.entity)
        if cluster is None:
            return None
        return replace(argument, entity=iris[cluster.key], label=cluster.label)

    subject, object = place(claim.subject), place(claim.object)
    if subject is None or subject.entity is None or (claim.object is not None and object is None):
        return None
    if object is not None and object.entity is not None and object.entity == subject.entity:
        return None
    predicate = replace(
        claim.predicate, iri=f"{settings.base_iri}relation/{slug(claim.predicate.lemma)}"
    )
    qualifiers = [
        Qualifier(role=q.role, argument=a)
        for q in claim.qualifiers
        if (a := place(q.argument)) is not None
    ]
    return replace(
        claim, subject=subject, object=object, predicate=predicate, place=place(claim.place),
        qualifiers=tuple(qualifiers), source=_source(claim.source, where, iris),
    )  # fmt: skip


def _source(
    source: Source | None, where: dict[str, _Cluster], iris: dict[str, str]
) -> Source | None:
    if source is None or source.entity is None:
        return source
    cluster = where.get(source.entity)
    if cluster is None:
        return replace(source, entity=None)
    return replace(source, entity=iris[cluster.key], label=cluster.label)


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
