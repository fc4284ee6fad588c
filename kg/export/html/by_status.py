"""Facts apart by how they are stated: what is denied shares no line with what is said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from kg.corpus.kept import by_document
from kg.model import Build, Fact, Status
from kg.resolve.facts import BEST_FIRST, status_of


class _Said(NamedTuple):
    """What a line needs to know of one of its claims."""

    claim: str
    text: str
    confidence: float


_Stated = Mapping[Status, list[_Said]]


def apart(build: Build) -> tuple[Fact, ...]:
    """The facts of a build, one for each way that its claims state it, in the order of their ids.

    "Ann met Ben, said Cal. Ann never met Ben." makes two: reported and negative, each with its own
    claims, support and confidence. The best stated keeps the id of the fact. Facts of an ontology
    alone have been divided where they were made.
    """
    if build.settings.only_ontology:
        return build.facts
    stated = _stated(build)
    return tuple(part for fact in build.facts for part in _parts(fact, stated.get(fact.id, {})))


def _stated(build: Build) -> Mapping[str, _Stated]:
    """The claims of each fact that has several, by how they are stated."""
    of = {id: fact.id for fact in build.facts if len(fact.claims) > 1 for id in fact.claims}
    texts = {document.id: document.sha256 for document in build.documents}
    found: dict[str, dict[Status, list[_Said]]] = defaultdict(lambda: defaultdict(list))
    for document, claims in by_document(build.claims):
        for claim in claims:
            if claim.id in of:
                said = _Said(claim.id, texts[document], claim.confidence)
                found[of[claim.id]][status_of(claim)].append(said)
    return found


def _parts(fact: Fact, stated: _Stated) -> Iterator[Fact]:
    if len(stated) < 2:
        yield fact
        return
    for status in sorted(stated, key=BEST_FIRST.index):
        said = stated[status]
        yield replace(
            fact,
            id=fact.id if status == fact.status else f"{fact.id}-{status}",
            claims=tuple(sorted(one.claim for one in said)),
            status=status,
            asserted=status in ("asserted", "reported"),
            support=len({one.text for one in said}),
            confidence=max(one.confidence for one in said),
        )
