"""What is told of each fact of a page, and in which rows of its table of claims that stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.corpus.kept import by_document
from kg.graph.evidence import evidence_of
from kg.model import Build, Claim, Fact, TypedFact


def told(build: Build, facts: Sequence[Fact]) -> Iterator[tuple[int, Claim]]:
    """The claims behind some facts, each with the number of its fact, in reading order.

    Of an ontology alone, what each sentence states in the words of the fact, fact by fact.
    """
    if build.settings.only_ontology:
        yield from _in_own_words(build, facts)
        return
    number = {id: n for n, fact in enumerate(facts) for id in fact.claims}
    for _, claims in by_document(build.claims):
        used = (claim for claim in claims if claim.id in number)
        for claim in sorted(used, key=lambda c: (c.sentence.start, c.id)):
            yield number[claim.id], claim


def _in_own_words(build: Build, facts: Iterable[Fact]) -> Iterator[tuple[int, Claim]]:
    """Each sentence of a fact once; no id where no claim says it (`kg.graph.evidence`)."""
    evidence = evidence_of(build)
    for number, fact in enumerate(facts):
        places = set()
        for claim in evidence(fact):
            place = claim.document, claim.sentence.start
            if place not in places:
                places.add(place)
                yield number, claim


class Rows:
    """The rows of facts in the table of claims, noted as the claims pass by."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._facts = facts
        self._of_fact: dict[str, list[int]] = {fact.id: [] for fact in facts}
        self._of_claim: dict[str, int] = {}

    def noting(self, told: Iterable[tuple[int, Claim]]) -> Iterator[Claim]:
        """The same claims, each in the row in which it passes."""
        for row, (number, claim) in enumerate(told):
            self._of_fact[self._facts[number].id].append(row)
            self._of_claim[claim.id] = row
            yield claim

    def of(self, fact: Fact | TypedFact) -> list[int]:
        """The rows of a fact, or of the claims of a typed one; none for what the page lacks."""
        rows = self._of_fact.get(fact.id)
        known = self._of_claim
        return rows or sorted(known[id] for id in fact.claims if id in known)
