"""Which entity of a build became which entity of the next one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """Entities that are no longer, or not yet, under their IRI.

    `successor`: the IRI of an old entity that is gone → the new entity that has most of its
    mentions. `origin`: the IRI of a new entity → the old one, still there, that most of its
    mentions came from.
    """

    successor: dict[str, str]
    origin: dict[str, str]

    def sources(self) -> dict[str, list[str]]:
        """New IRI → the old ones that went into it."""
        found: dict[str, list[str]] = defaultdict(list)
        for old in sorted(self.successor):
            found[self.successor[old]].append(old)
        return found


def follow(old: Iterable[Entity], new: Iterable[Entity]) -> Became:
    """Follow entities by their mentions: words in a document, wherever they stand in it now."""
    before = {entity.iri: _said(entity) for entity in old}
    after = {entity.iri: _said(entity) for entity in new}
    gone = before.keys() - after.keys()
    came = after.keys() - before.keys()
    successor = _best({iri: before[iri] for iri in gone}, after)
    taken = set(successor.values())
    stayed = {iri: before[iri] for iri in before.keys() & after.keys()}
    origin = _best({iri: after[iri] for iri in came - taken}, stayed)
    return Became(successor=successor, origin=origin)


_Said = Counter[tuple[str, str]]


def _said(entity: Entity) -> _Said:
    """What its mentions say: pronouns and the like ("it") say nothing of their own."""
    named = [m for m in entity.mentions if m.kind != "pronoun"]
    return Counter((m.document, " ".join(m.span.text.split())) for m in named)


def _best(some: dict[str, _Said], others: dict[str, _Said]) -> dict[str, str]:
    """For each of `some` the one of `others` that shares at least half of its mentions."""
    having: dict[tuple[str, str], list[str]] = defaultdict(list)
    for iri in sorted(others):
        for words in others[iri]:
            having[words].append(iri)
    found = {}
    for iri, said in some.items():
        shared: Counter[str] = Counter()
        for words, count in said.items():
            for other in having[words]:
                shared[other] += min(count, others[other][words])
        best = min(shared, key=lambda other: (-shared[other], other), default=None)
        if best is not None and 2 * shared[best] >= said.total():
            found[iri] = best
    return found
