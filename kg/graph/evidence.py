"""What documents say for a fact: claims, the surest first.

Where the facts of a build are those of an ontology alone (`Settings.only_ontology`), a fact says
its own words and not those of the claims: whoever founded a firm is its founder, whichever way
round the sentence has it. Some have no claim at all: the relation model sees them in a sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import get_args

from kg.model import Argument, Build, Claim, Evidence, Fact, Modality, Predicate, TypedFact

#: The rule of what is said in the words of a relation.
RELATION = "relation"
_MODALITIES: tuple[Modality, ...] = get_args(Modality)


def surest(claim: Claim) -> tuple[bool, float, str]:
    """Sorts claims: what is stated as a fact first, then by how likely and how telling it is."""
    return (not claim.actual, -round(claim.confidence * claim.worth, 6), claim.id)


def stated(claim: Claim) -> str:
    """How a claim is stated where it is not as a fact by the document: "not, says Anna Berg"."""
    parts = ["not"] if claim.polarity == "negative" else []
    parts += [claim.modality] if claim.modality != "actual" else []
    parts += [f"says {claim.source.label}"] if claim.source is not None else []
    return ", ".join(parts)


def evidence_of(build: Build) -> Callable[[Fact], tuple[Claim, ...]]:
    """Fact → the claims that state it, the surest first; never none.

    With facts of an ontology alone, subject, predicate and object of each are those of the fact;
    the id is empty where no claim says it.

    Example::

        evidence = evidence_of(build)
        for fact in build.facts:
            print(fact.label, evidence(fact)[0].sentence.text)
    """
    wanted = {id for fact in build.facts for id in fact.claims}
    claims = {claim.id: claim for claim in build.claims if claim.id in wanted}
    typed = {fact.id: fact for fact in build.typed} if build.settings.only_ontology else {}

    def of(fact: Fact) -> tuple[Claim, ...]:
        behind = [claims[id] for id in fact.claims]
        told = typed.get(fact.id)
        found = behind if told is None else [_told(told, one, behind) for one in told.evidence]
        return tuple(sorted(found, key=surest))

    return of


def _told(fact: TypedFact, found: Evidence, behind: list[Claim]) -> Claim:
    """What a sentence states of a fact, in the words of the fact."""
    place = found.document, found.sentence.start
    there = [c for c in behind if (c.document, c.sentence.start) == place]
    said = min(there, key=surest) if there else _claim(fact, found)
    spans = said.predicate.spans
    return replace(
        said,
        subject=Argument(span=found.subject, label=fact.subject_label, entity=fact.subject),
        predicate=Predicate(lemma=fact.label, spans=spans, iri=fact.predicate),
        object=_object(fact, found),
        rule=RELATION,
    )


def _object(fact: TypedFact, found: Evidence) -> Argument:
    return Argument(
        span=found.object, label=fact.object_label, entity=fact.object, literal=fact.literal,
        datatype=fact.datatype,
    )  # fmt: skip


def _claim(fact: TypedFact, found: Evidence) -> Claim:
    """What stands for a pair of mentions where no claim says the same."""
    modality: Modality = next((m for m in _MODALITIES if m == fact.status), "actual")
    return Claim(
        id="", document=found.document, sentence=found.sentence,
        subject=Argument(span=found.subject, label=fact.subject_label, entity=fact.subject),
        predicate=Predicate(lemma=fact.label, spans=(), iri=fact.predicate),
        object=None, modality=modality, confidence=fact.confidence, rule=RELATION,
        polarity="negative" if fact.status == "negative" else "positive",
    )  # fmt: skip
