"""How far an ontology covers what texts state: relations without facts, words of no relation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import Build, Ontology

#: A predicate is frequent from so many claims on; so many of them are named.
FREQUENT, NAMED = 2, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Labels of relations with the number of their facts, most first; labels of those without any.

    `unfit` are lemmas of frequent predicates, most first, each with the number of its claims that
    are behind no typed fact.
    """

    facts: tuple[tuple[str, int], ...]
    nothing: tuple[str, ...]
    unfit: tuple[tuple[str, int], ...]


def coverage(
    ontology: Ontology,
    typed: Iterable[tuple[str, Iterable[str]]],
    claims: Iterable[tuple[str, str]],
) -> Coverage:
    """What `typed` facts (relation, ids of claims) and shown claims (id, lemma) say of an ontology.

    >>> from kg.model import Relation
    >>> jobs = Ontology(title="jobs", relations=(Relation(iri="x:a", label="works for"),))
    >>> coverage(jobs, [("x:a", ["1"])], [("1", "work for"), ("2", "say"), ("3", "say")])
    Coverage(facts=(('works for', 1),), nothing=(), unfit=(('say', 2),))
    """
    labels = {relation.iri: relation.label for relation in ontology.relations}
    used: set[str] = set()
    facts: Counter[str] = Counter()
    for relation, behind in typed:
        facts[relation] += 1
        used.update(behind)
    unfit = Counter(lemma for id, lemma in claims if id not in used)
    counted = [(labels.get(iri, iri), facts[iri]) for iri in facts]
    frequent = [(lemma, count) for lemma, count in unfit.items() if count >= FREQUENT]
    return Coverage(
        facts=tuple(sorted(counted, key=_most_first)),
        nothing=tuple(sorted(label for iri, label in labels.items() if iri not in facts)),
        unfit=tuple(sorted(frequent, key=_most_first)),
    )


def coverage_of(build: Build, ontology: Ontology) -> Coverage:
    """The same of a build."""
    return coverage(
        ontology,
        ((fact.predicate, fact.claims) for fact in build.typed),
        ((claim.id, claim.predicate.lemma) for claim in build.claims if claim.shown),
    )


def _most_first(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]
