"""The relations of a page in words: once for a relation, once for each fact as it is stated."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kg.graph.wording import most_said, stated_plainly, worded
from kg.model import Claim, Fact
from kg.resolve.facts import status_of


class Words:
    """The words of claims that pass by, for the facts they belong to.

    Claims may be more than the memory holds; of each only its words are kept, and equal words once.
    """

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._facts = facts
        self._said: dict[int, Counter[str]] = defaultdict(Counter)
        self._plain: dict[str, Counter[str]] = defaultdict(Counter)

    def noting(self, told: Iterable[tuple[int, Claim]]) -> Iterator[tuple[int, Claim]]:
        """The same claims with the numbers of their facts, each noted as it passes."""
        for number, claim in told:
            fact = self._facts[number]
            words = worded(claim)
            same = claim.actual and claim.predicate.lemma != "be"  # no modality, no article
            self._plain[fact.predicate][words if same else stated_plainly(claim)] += 1
            if status_of(claim) == fact.status:
                self._said[number][words] += 1
            yield number, claim

    def of_relation(self, predicate: str) -> str:
        """What most claims of a relation say, without denial and modality: "met"; its label where
        no claim says it (`kg.graph.evidence`)."""
        said = self._plain.get(predicate)
        return (
            most_said(said)
            if said
            else next(fact.label for fact in self._facts if fact.predicate == predicate)
        )

    def of_facts(self) -> list[str]:
        """What most claims that state a fact best say: "met", "did not meet", "may meet"."""
        return [
            most_said(self._said[number]) if number in self._said else fact.label
            for number, fact in enumerate(self._facts)
        ]
