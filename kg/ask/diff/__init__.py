"""Two builds → what a reader of the graph would say has changed.

Entities are followed by what their mentions say in which document, so that a merge or a new IRI is
one line and not a list of facts that went and came. Facts are compared by what they relate, then
by how they are stated.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.ask.diff.follow import Became, follow
from kg.graph.evidence import evidence_of
from kg.model import Build, Claim, Document, Entity, Fact

__all__ = ["Difference", "EntityLine", "FactLine", "compare"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityLine:
    """An entity that came or went, or turned into others: `was` and `now` are labels."""

    iri: str
    label: str
    type: str
    kind: str
    was: tuple[str, ...] = ()
    now: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """A fact that came, went or is stated otherwise.

    `how` says how it is stated, in the newer build where it is in both; `changes` what is
    otherwise ("asserted → negative"); `quote` is a sentence that states it, from `document`.
    """

    subject: str
    predicate: str
    object: str
    how: str
    changes: tuple[str, ...] = ()
    document: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What differs between two builds; every tuple is sorted.

    `documents` has the ids under "added", "removed", "changed"; `entities` under "added",
    "removed", "merged", "split", "renamed" and "retyped"; `facts` under "added", "removed",
    "restated" (stated otherwise: denied, planned, attributed, dated) and "reworded" (stated the
    same in other sentences). `readers` counts, where another reader read the newer build, the facts
    of both and those of one alone, by its name; it is no difference by itself.
    """

    readers: Mapping[str, int] = field(default_factory=dict)
    documents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    entities: Mapping[str, tuple[EntityLine, ...]] = field(default_factory=dict)
    facts: Mapping[str, tuple[FactLine, ...]] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return not any(
            v for part in (self.documents, self.entities, self.facts) for v in part.values()
        )


def compare(old: Build, new: Build) -> Difference:
    """Compare two builds of the same or of different documents."""
    became = follow(old.entities, new.entities)
    facts = _facts(old, new, became)
    return Difference(
        readers=_readers(old, new, facts),
        documents=_documents(old.documents, new.documents),
        entities=_entities(old, new, became),
        facts=facts,
    )


def _readers(old: Build, new: Build, facts: Mapping[str, tuple[FactLine, ...]]) -> dict[str, int]:
    names = old.settings.reader, new.settings.reader
    if names[0] == names[1]:
        return {}
    alone = len(facts["removed"]), len(facts["added"])
    both = f"{names[0]} and {names[1]}"
    return {both: len(new.facts) - alone[1], names[0]: alone[0], names[1]: alone[1]}


def _documents(old: Iterable[Document], new: Iterable[Document]) -> dict[str, tuple[str, ...]]:
    before = {document.id: document.sha256 for document in old}
    after = {document.id: document.sha256 for document in new}
    both = before.keys() & after.keys()
    return {
        "added": tuple(sorted(after.keys() - before.keys())),
        "removed": tuple(sorted(before.keys() - after.keys())),
        "changed": tuple(sorted(id for id in both if before[id] != after[id])),
    }


# Entities


def _entities(old: Build, new: Build, became: Became) -> dict[str, tuple[EntityLine, ...]]:
    before = {entity.iri: entity for entity in old.entities}
    after = {entity.iri: entity for entity in new.entities}
    gone = before.keys() - after.keys() - became.successor.keys()
    came = after.keys() - before.keys() - set(became.successor.values()) - became.origin.keys()
    lines: dict[str, list[EntityLine]] = {
        "added": [_line(after[iri]) for iri in came],
        "removed": [_line(before[iri]) for iri in gone],
        "merged": [],
        "split": [],
        "renamed": [],
        "retyped": [],
    }
    for iri, sources in became.sources().items():
        labels = tuple(sorted(before[s].label for s in sources))
        entity = after[iri]
        if len(sources) == 1 and iri not in before:
            lines["renamed"].append(_line(entity, was=labels, now=(entity.label,)))
        else:
            others = {before[iri].label} if iri in before else set()
            was = tuple(sorted({*labels, *others}))
            lines["merged"].append(_line(entity, was=was, now=(entity.label,)))
    parts = defaultdict(list)
    for iri, source in became.origin.items():
        parts[source].append(after[iri].label)
    for source, labels_now in parts.items():
        now = tuple(sorted([after[source].label, *labels_now]))
        lines["split"].append(_line(before[source], was=(before[source].label,), now=now))
    for iri in before.keys() & after.keys():
        if before[iri].type != after[iri].type:
            types = (before[iri].type,), (after[iri].type,)
            lines["retyped"].append(_line(after[iri], was=types[0], now=types[1]))
    return {kind: tuple(sorted(found, key=_entity_order)) for kind, found in lines.items()}


def _line(entity: Entity, *, was: tuple[str, ...] = (), now: tuple[str, ...] = ()) -> EntityLine:
    return EntityLine(
        iri=entity.iri, label=entity.label, type=entity.type, kind=entity.kind, was=was, now=now
    )


def _entity_order(line: EntityLine) -> tuple[bool, str, str]:
    """Who and what has a name comes first."""
    return (line.kind == "concept", line.label.casefold(), line.iri)


# Facts

#: Subject IRI, predicate, object IRI or literal: what makes two facts the same.
_Key = tuple[str, str, str]


@dataclass(slots=True)
class _Told:
    """The claims behind what is one fact after entities have been followed."""

    fact: Fact
    labels: Mapping[str, str]
    claims: list[Claim] = field(default_factory=list)

    def line(self, changes: tuple[str, ...] = (), *, beside: _Told | None = None) -> FactLine:
        """`beside` is the same fact in the other build: a sentence that is not there is shown."""
        known = {c.sentence.text for c in beside.claims} if beside is not None else set()
        first = min(
            self.claims,
            key=lambda c: (
                c.sentence.text in known,
                not c.actual,
                c.document,
                c.sentence.start,
                c.id,
            ),
        )
        fact = self.fact
        end = self.labels.get(fact.object or "", "") if fact.object else fact.literal or ""
        return FactLine(
            subject=self.labels.get(fact.subject, fact.subject),
            predicate=fact.label,
            object=end,
            how=", ".join(sorted({how(claim) for claim in self.claims}) + self._readers()),
            changes=changes,
            document=first.document,
            quote=" ".join(first.sentence.text.split()),
        )

    def _readers(self) -> list[str]:
        """Who read it, where that is not kg alone."""
        readers = sorted({claim.reader for claim in self.claims})
        return [] if readers == ["kg"] else [f"read by {' and '.join(readers)}"]


def aspects(claim: Claim) -> dict[str, str]:
    """How a claim is stated: its standing, who says so, when and where; "" where it is not said."""
    standing = "stated" if claim.modality == "actual" else str(claim.modality)
    if claim.polarity == "negative":
        standing = "denied" if claim.modality == "actual" else f"not {claim.modality}"
    time = claim.time and (claim.time.value or claim.time.span.text)
    return {
        "": standing,
        "says ": claim.source.label if claim.source is not None else "",
        "when: ": time or "",
        "where: ": claim.place.label if claim.place is not None else "",
    }


def how(claim: Claim) -> str:
    """How a claim is stated, in a few words: "planned, says Shinzo Abe, when: 2019-09"."""
    return ", ".join(name + said for name, said in aspects(claim).items() if said)


def _facts(old: Build, new: Build, became: Became) -> dict[str, tuple[FactLine, ...]]:
    before = _told(old, became.successor)
    after = _told(new, became.origin)
    lines: dict[str, list[FactLine]] = {
        "added": [after[key].line() for key in after.keys() - before.keys()],
        "removed": [before[key].line() for key in before.keys() - after.keys()],
        "restated": [],
        "reworded": [],
    }
    for key in before.keys() & after.keys():
        a, b = before[key], after[key]
        changes = _changes(a.claims, b.claims)
        if changes:
            lines["restated"].append(b.line(changes, beside=a))
        elif _sentences(a.claims) != _sentences(b.claims):
            lines["reworded"].append(b.line(beside=a))
    return {kind: tuple(sorted(found, key=_fact_order)) for kind, found in lines.items()}


def _told(build: Build, same: Mapping[str, str]) -> dict[_Key, _Told]:
    labels = {entity.iri: entity.label for entity in build.entities}
    evidence = evidence_of(build)
    told: dict[_Key, _Told] = {}
    for fact in build.facts:
        end = same.get(fact.object, fact.object) if fact.object else f"={fact.literal or ''}"
        key = (same.get(fact.subject, fact.subject), fact.label, end)
        one = told.setdefault(key, _Told(fact, labels))
        one.claims += evidence(fact)
    return told


def _changes(old: Sequence[Claim], new: Sequence[Claim]) -> tuple[str, ...]:
    """What is said otherwise, aspect by aspect, and whether more or fewer documents say it."""
    changes = []
    before, after = [aspects(c) for c in old], [aspects(c) for c in new]
    for name in before[0]:
        none = "nobody" if name == "says " else "not said"
        was, now = ({claim[name] or none for claim in side} for side in (before, after))
        if was != now:
            changes.append(f"{name}{', '.join(sorted(was))} → {', '.join(sorted(now))}")
    documents = len({c.document for c in old}), len({c.document for c in new})
    if documents[0] != documents[1]:
        changes.append(f"in {documents[0]} → {documents[1]} documents")
    return tuple(changes)


def _sentences(claims: Iterable[Claim]) -> Counter[tuple[str, str]]:
    return Counter((c.document, " ".join(c.sentence.text.split())) for c in claims)


def _fact_order(line: FactLine) -> tuple[str, ...]:
    """Facts of one sentence stand together."""
    words = (line.subject.casefold(), line.predicate, line.object, line.how)
    return (line.document, line.quote, *words)
