"""Records + decisions → Entities and Facts: who is who across documents, and what they state.

Everything here is a pure function of the set of records, the decisions and the settings; the order
of the documents does not matter.

    records → profiles (one per chain of a document) → groups (identity) → entities
       ↑ decisions on mentions        ↑ decisions           claims → facts
                                                              ↑ decisions on claims
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from kg.corpus.kept import in_any_order
from kg.decisions import Decision, Decisions
from kg.link import OwnGazetteer
from kg.model import TYPES, Claim, Document, Entity, Fact, Merge, OpenCase, Record, Settings, Span
from kg.record.keys import COUNTRY, NAME
from kg.resolve.deciding import Applied, Matcher, apply_decisions, predicates_of
from kg.resolve.entities import Group, fuller_label, make_entity, mint
from kg.resolve.facts import Called, Predicates, entities_of, facts_of, resolve_claims
from kg.resolve.identity import identify
from kg.resolve.known import Known, gather
from kg.resolve.profiles import KIND_ORDER
from kg.resolve.reasons import cases_of, merges_of
from kg.resolve.revising import Revised, by_text
from kg.resolve.rulings import Rulings
from kg.resolve.work import Identifier, Identity

__all__ = ["Keep", "Memory", "Resolved", "entities_of", "facts_of", "in_memory", "resolve_records"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """Entities by IRI, claims by id with IRIs in place of local keys, facts by id.

    `shown` are the IRIs that claims refer to which are shown. The others as in `kg.model.Build`.
    """

    documents: tuple[Document, ...]
    entities: tuple[Entity, ...]
    claims: Sequence[Claim]
    facts: tuple[Fact, ...]
    shown: frozenset[str]
    missed: tuple[tuple[str, Span, str], ...]
    merges: tuple[Merge, ...] = ()
    review: tuple[OpenCase, ...] = ()
    unmatched: tuple[str, ...] = ()


#: What is read of the pairs of a record, given how its entities are called.
Read = Callable[[Record, Mapping[str, Called]], None]


def unread(record: Record, where: Mapping[str, Called]) -> None:
    """Nothing is read of the pairs."""


#: Takes the claims of a graph, document by document, and gives them back sorted by id.
Keep = Callable[[Iterable[Claim]], Sequence[Claim]]


def in_memory(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    return tuple(sorted(claims, key=lambda claim: claim.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Undecided:
    """What the records say before the user decides: the automatic groups and their IRIs.

    `moved` are the decisions on mentions that have changed a record.
    """

    known: Known
    identifier: Identifier
    identity: Identity
    groups: list[Group]
    iris: list[str]
    moved: Set[Decision]


class Memory:
    """What the same records and settings say before most decisions, kept from one time to the next.

    Who decides again and again waits a fraction of the time. It takes the room of all profiles.
    """

    def __init__(self) -> None:
        self._kept: tuple[Decisions, _Undecided] | None = None

    def undecided(self, records: Revised, settings: Settings, decisions: Decisions) -> _Undecided:
        """As `_undecided`; gone through are the records where decisions that revise them differ."""
        revising = tuple(
            d for d in decisions if d.kind == "mention" or (d.kind == "different" and by_text(d))
        )
        if self._kept is None or self._kept[0] != revising:
            self._kept = revising, _undecided(records, settings)
        return self._kept[1]


def _undecided(records: Revised, settings: Settings) -> _Undecided:
    files = settings.gazetteers
    known = gather(records, OwnGazetteer(files, types=TYPES) if files else None)
    identifier = Identifier(known)
    identity = identify(identifier)
    groups = [Group([known.profiles[i] for i in group]) for group in identity.groups]
    return _Undecided(
        known=known,
        identifier=identifier,
        identity=identity,
        groups=groups,
        iris=mint(groups, known.sentences, base=settings.base_iri),
        moved=frozenset(records.done),
    )


def resolve_records(
    records: Iterable[Record],
    settings: Settings,
    decisions: Decisions = (),
    *,
    keep: Keep = in_memory,
    memory: Memory | None = None,
    read: Read = unread,
) -> Resolved:
    """Bring all records together, the way the decisions say.

    `records` are sorted by document id. They are gone through twice, so they are no iterator.
    `memory` is for who does it again with the same records and settings and other decisions.
    `read` sees each of them with its entities, by their keys in the record.
    """
    records, rulings = Revised(records, decisions), Rulings(decisions)
    before = (
        _undecided(records, settings)
        if memory is None
        else memory.undecided(records, settings, decisions)
    )
    sentences, profiles = before.known.sentences, before.known.profiles
    documents, missed = tuple(before.known.documents), tuple(before.known.missed)
    who = _decide(before, settings=settings, decisions=decisions)
    predicates, unmatched = predicates_of(decisions, frozenset(before.known.lemmas))
    del before  # what surrounds names has done its work
    used: set[str] = set()
    shown: set[str] = set()
    silent = Silent()
    made = _claims(records, who, predicates, settings=settings, rulings=rulings, read=read)
    claims = keep(_noting(made, used, shown, silent))
    missed = tuple(sorted({*missed, *silent.missed(missed)}, key=_by_place))
    home = {i: name for group, name in zip(who.identity.groups, who.called, strict=True)
            if name is not None for i in group}  # fmt: skip
    merges = merges_of(who.identity.joins, profiles, called=home, sentences=sentences)
    review = cases_of(who.identity.doubts, profiles, called=home, sentences=sentences)
    entities = tuple(_entities(who, used, kept=memory is not None))
    unmatched = [*who.unmatched, *unmatched, *rulings.unmatched]
    texts = sentences.sha256
    del who, profiles, home, sentences  # what facts are made of takes their room
    return Resolved(
        documents=documents,
        missed=missed,
        entities=entities,
        claims=claims,
        shown=frozenset(shown),
        facts=facts_of(in_any_order(claims), texts),
        merges=merges,
        review=review,
        unmatched=tuple(sorted(unmatched)),
    )


def _claims(
    records: Iterable[Record],
    who: _Who,
    predicates: Predicates,
    *,
    settings: Settings,
    rulings: Rulings,
    read: Read,
) -> Iterator[Claim]:
    """All claims about the entities that stay, document by document, as decisions have them."""
    where: dict[str, dict[str, Called]] = {}
    for called, group in zip(who.called, who.groups, strict=True):
        if called is not None:
            for profile in group.profiles:
                where.setdefault(profile.document, {})[profile.key] = called
    for record in records:
        here = where.get(record.document.id, {})
        read(record, here)
        found = resolve_claims(record, here, predicates=predicates, settings=settings)
        yield from rulings.apply(record.document, found)


class Silent:
    """The sentences all of whose claims are kept back, each with the reason of the first."""

    def __init__(self) -> None:
        self._told: set[tuple[str, int]] = set()
        self._why: dict[tuple[str, int], tuple[Span, str]] = {}

    def see(self, claim: Claim) -> None:
        place = (claim.document, claim.sentence.start)
        if claim.shown:
            self._told.add(place)
            self._why.pop(place, None)
        elif place not in self._told:
            self._why.setdefault(place, (claim.sentence, claim.hidden_because))

    def missed(self, known: Iterable[tuple[str, Span, str]]) -> Iterator[tuple[str, Span, str]]:
        """Those that are not known to be missed."""
        before = {(document, span.start) for document, span, _ in known}
        for (document, start), (span, why) in self._why.items():
            if (document, start) not in before:
                yield document, span, why


def _by_place(missed: tuple[str, Span, str]) -> tuple[str, int, str]:
    document, span, why = missed
    return document, span.start, why


def _noting(
    claims: Iterable[Claim], used: set[str], shown: set[str], silent: Silent
) -> Iterator[Claim]:
    """Note the entities of claims that pass by, and those of claims that are shown."""
    for claim in claims:
        silent.see(claim)
        found = entities_of(claim)
        used |= found
        if claim.shown:
            shown |= found
        yield claim


@dataclass(frozen=True, slots=True, kw_only=True)
class _Who:
    """The groups, what each is called (None: dropped), and the types that decisions set."""

    identity: Identity
    groups: list[Group]
    called: list[Called | None]
    types: list[str]
    unmatched: list[str]


def _decide(before: _Undecided, *, settings: Settings, decisions: Decisions) -> _Who:
    identifier, sentences, profiles = (
        before.identifier,
        before.known.sentences,
        before.known.profiles,
    )
    seen, iris = before.groups, before.iris
    automatic = before.identity.groups
    if not decisions:
        called: list[Called | None] = [
            Called(iri=iri, label=group.label) for iri, group in zip(iris, seen, strict=True)
        ]
        return _Who(
            identity=before.identity,
            groups=seen,
            called=called,
            types=[g.type for g in seen],
            unmatched=[],
        )
    matcher = Matcher(profiles, automatic, seen=seen, iris=iris, sentences=sentences)
    applied = apply_decisions(decisions, matcher, moved=before.moved)
    identity = identify(identifier, same=applied.same, different=applied.different)
    as_before = dict(zip(map(tuple, automatic), seen, strict=True))
    groups = [
        as_before.get(tuple(group)) or Group([profiles[i] for i in group])
        for group in identity.groups
    ]
    heirs = _inherit(automatic, identity.groups, iris=iris, applied=applied, seen=seen)
    left = [at for at, heir in enumerate(heirs) if heir is None]
    taken = [iris[heir] for heir in heirs if heir is not None]
    fresh = mint([groups[at] for at in left], sentences, base=settings.base_iri, taken=taken)
    new = dict(zip(left, fresh, strict=True))
    firsts, home = _firsts(applied), _home(automatic)
    names = []
    for at, heir in enumerate(heirs):
        named = heir is not None and any(i in firsts for i in identity.groups[at])
        names.append(
            Called(
                iri=new[at] if heir is None else iris[heir],
                label=fuller_label(seen, _met(identity.groups[at], home), first=heir)
                if heir is not None and named
                else groups[at].label,
            )
        )
    return _overrule(identity, groups, names, applied=applied)


def _overrule(
    identity: Identity, groups: list[Group], names: list[Called], *, applied: Applied
) -> _Who:
    """The labels and types that decisions give, and what they drop."""
    home = _home(identity.groups)
    labels = {home[i]: label for i, label in applied.labels.items()}
    types = {home[i]: type for i, type in applied.types.items()}
    dropped = {home[i] for i in applied.dropped}
    called = [
        None if at in dropped else Called(iri=name.iri, label=labels.get(at, name.label))
        for at, name in enumerate(names)
    ]
    return _Who(
        identity=identity,
        groups=groups,
        called=called,
        types=[types.get(at, group.type) for at, group in enumerate(groups)],
        unmatched=applied.unmatched,
    )


def _home(groups: Sequence[Sequence[int]]) -> dict[int, int]:
    """The group of each profile."""
    return {i: at for at, group in enumerate(groups) for i in group}


def _met(group: Sequence[int], home: Mapping[int, int]) -> list[int]:
    """The automatic groups that met in one."""
    return sorted({home[i] for i in group})


def _firsts(applied: Applied) -> dict[int, int]:
    """The profiles of the first target of each `same`, and how early that stands in the file."""
    firsts: dict[int, int] = {}
    for rank, targets in enumerate(applied.same):
        for i in targets[0]:
            firsts.setdefault(i, rank)
    return firsts


def _inherit(
    automatic: Sequence[Sequence[int]],
    final: Sequence[Sequence[int]],
    *,
    iris: Sequence[str],
    applied: Applied,
    seen: Sequence[Group],
) -> list[int | None]:
    """Which automatic group each final one takes its IRI from; None where it is a part cut off.

    An IRI stays with the larger part. Of several that met, the one that a decision names first
    stays, else the one that most documents speak of.
    """
    home, firsts = _home(final), _firsts(applied)
    heirs: dict[int, tuple[tuple[int, int, int, str], int]] = {}
    for at, group in enumerate(automatic):
        counts: dict[int, int] = {}
        for i in group:
            counts[home[i]] = counts.get(home[i], 0) + 1
        target = min(counts, key=lambda f: (-counts[f], f))
        first = min((firsts[i] for i in group if i in firsts), default=len(firsts))
        rank = (first, KIND_ORDER[seen[at].kind], -len(group), iris[at])
        if target not in heirs or rank < heirs[target][0]:
            heirs[target] = (rank, at)
    return [heirs[at][1] if at in heirs else None for at in range(len(final))]


def _entities(who: _Who, used: Set[str], *, kept: bool) -> list[Entity]:
    """What claims use, and everything named; mentions that nobody keeps go from the profiles."""
    made = []
    for group, called, type in zip(who.groups, who.called, who.types, strict=True):
        if called is not None and (called.iri in used or group.kind in (COUNTRY, NAME)):
            made.append(make_entity(group, iri=called.iri, label=called.label, type=type))
        for profile in group.profiles if not kept else ():
            profile.mentions.clear()
    return sorted(made, key=lambda e: e.iri)
