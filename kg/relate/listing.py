"""What a graph can be asked: typed relations, open predicates; and what does not go together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from kg.model import Build, Fact, Relation, TypedFact
from kg.ontology.choice import relations_of
from kg.relate.classes import coarse, counted
from kg.relate.conflicts import Conflict, conflicts_of
from kg.relate.entailed import is_plain
from kg.relate.tree import above


def typed_relations(build: Build) -> list[dict[str, Any]]:
    """The typed relations in use, the commonest first: IRI, label, counts, an example.

    `facts` counts those that are plain triples, `other` those that are denied, planned, open, only
    guessed or of a value of the wrong kind.
    """
    groups: dict[str, list[TypedFact]] = {}
    for fact in build.typed:
        groups.setdefault(fact.predicate, []).append(fact)
    relations = relations_of(build)
    rows = [_typed_row(iri, facts, relations) for iri, facts in groups.items()]
    return sorted(rows, key=lambda row: (-row["facts"] - row["other"], row["label"], row["iri"]))


def _typed_row(
    iri: str, facts: list[TypedFact], relations: Mapping[str, Relation]
) -> dict[str, Any]:
    plain = {fact.id for fact in facts if is_plain(fact, relations)}
    best = min(facts, key=lambda fact: (fact.id not in plain, -fact.confidence, fact.id))
    return {
        "iri": iri,
        "label": best.label,
        "facts": len(plain),
        "other": len(facts) - len(plain),
        "example": f"{best.subject_label} → {best.literal or best.object_label}",
        "quote": " ".join(best.evidence[0].sentence.text.split()) if best.evidence else "",
    }


def open_relations(build: Build) -> list[dict[str, Any]]:
    """The open predicates as a tree, the commonest first: what is below each, counts, an example.

    A predicate that no fact uses is there where two or more below it meet.
    """
    used: dict[str, list[Fact]] = {}
    for fact in build.facts:
        used.setdefault(fact.label, []).append(fact)
    below: dict[str, set[str]] = {}
    for lemma in used:
        while higher := above(lemma):
            below.setdefault(higher, set()).add(lemma)
            lemma = higher
    tops = sorted(lemma for lemma in {*used, *below} if not above(lemma))
    labels = {entity.iri: entity.label for entity in build.entities}
    rows = [_open_row(lemma, used, below, labels=labels) for lemma in tops]
    return sorted(rows, key=_commonest)


def coarse_relations(build: Build) -> list[dict[str, Any]]:
    """The classes of the open predicates, the commonest first: how many predicates and facts."""
    used = Counter(fact.label for fact in build.facts)
    facts: Counter[str] = Counter()
    for lemma, count in used.items():
        facts[coarse(lemma).name] += count
    rows = [
        {"class": name, "label": label, "predicates": predicates, "facts": facts[name]}
        for name, label, predicates in counted(used)
    ]
    return sorted(rows, key=lambda row: (-row["facts"], row["class"]))


def _open_row(
    lemma: str,
    used: Mapping[str, list[Fact]],
    below: Mapping[str, Iterable[str]],
    *,
    labels: Mapping[str, str],
) -> dict[str, Any]:
    facts = used.get(lemma, [])
    rows = [_open_row(other, used, below, labels=labels) for other in sorted(below.get(lemma, ()))]
    row: dict[str, Any] = {
        "lemma": lemma,
        "facts": len(facts),
        "all": len(facts) + sum(child["all"] for child in rows),
    }
    if facts:
        first = min(facts, key=lambda fact: (not fact.asserted, -fact.confidence, fact.id))
        end = first.literal or labels.get(first.object or "", "")
        row["iri"] = first.predicate
        row["example"] = f"{labels.get(first.subject, '')} → {end}".rstrip(" →")
    return {**row, "below": sorted(rows, key=_commonest)}


def _commonest(row: Mapping[str, Any]) -> tuple[int, str]:
    return -row["all"], row["lemma"]


def conflict_rows(build: Build) -> list[dict[str, Any]]:
    """What does not go together: of whom, which relation, why, and both sides with their quotes."""
    return [_conflict_row(found) for found in conflicts_of(build)]


def _conflict_row(found: Conflict) -> dict[str, Any]:
    return {
        "subject": found.first.subject_label,
        "kind": found.kind,
        "sides": [_side(fact) for fact in (found.first, found.second)],
    }


def _side(fact: TypedFact) -> dict[str, Any]:
    return {
        "fact": fact.id,
        "relation": fact.label,
        "object": fact.literal or fact.object_label,
        "status": fact.status,
        "times": list(fact.times),
        "quotes": [
            {"document": found.document, "sentence": " ".join(found.sentence.text.split())}
            for found in fact.evidence
        ],
    }
