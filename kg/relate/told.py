"""What pairs of mentions state of the relations of an ontology, by the relation model.

A pair is no claim: it is asserted only where nothing in its sentence denies or hedges it. Where a
claim of the same words says how it is stated, that holds; else, with a "not" or a "may" above it,
nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.model import Argument, Claim, Entity, Evidence, Pair, Record, Settings, Span, Status
from kg.ontology import Ontology, Relation
from kg.parse import OWN, find_model
from kg.relate.facts import End, Stating
from kg.relate.kinds import DATES, NUMBERS, Kinds
from kg.relate.score import Scored, Scorer, best_of
from kg.resolve.facts import Called, status_of
from kg.times import datatype

#: The chance from which a pair is looked at: of kg's own relations, where it mostly says that a
#: claim is right, and of a user's, who asked for these and no others.
LEAST_OWN, LEAST_GIVEN = 0.5, 0.08
#: The chance that it needs to be a typed fact of kg's own without a claim.
ALONE = 0.95
#: How much of the best chance in a sentence another pair needs under the same relation.
SHARE_OWN, SHARE_GIVEN = 0.5, 0.8
#: From this chance on, the model knows better what a thing is than its type does: of a user's
#: relations only.
SURE = 0.25
#: The datatype of words.
WORDS = "xsd:string"
#: Pronouns whose antecedent is unknown (`kg.record`).
UNRESOLVED = "?"


class Told:
    """Reads the pairs of records, one by one; `stated` is what they state.

    `alone` is the chance that it takes for a fact of which no claim is.
    """

    def __init__(self, ontology: Ontology, settings: Settings) -> None:
        self.stated: list[Stating] = []
        self._ontology = ontology
        given = settings.ontology is not None
        self._least, self._share = (LEAST_GIVEN, SHARE_GIVEN) if given else (LEAST_OWN, SHARE_OWN)
        self._sure = SURE if given else 2.0
        self.alone = LEAST_GIVEN if given else ALONE
        self._folder = find_model(settings.model) if settings.model == OWN else None
        self._scorer: Scorer | None = None

    def read(self, record: Record, where: Mapping[str, Called]) -> None:
        """Note what the pairs of a record state, whose entities are called so."""
        if not record.pairs or self._folder is None:
            return
        if self._scorer is None:
            self._scorer = Scorer(self._ontology, self._folder)
        claims: dict[int, list[Claim]] = {}
        for claim in record.claims:
            claims.setdefault(claim.sentence.start, []).append(claim)
        for one in best_of(self._likely(self._scorer, record.pairs), share=self._share):
            status = _status(one.pair, claims.get(one.pair.sentence.start, ()))
            subject, object = _end(one.pair.subject, where), _end(one.pair.object, where)
            if status is not None and subject is not None and object is not None:
                self.stated.append(_stating(one, record.document.id, status, subject, object))

    def fitting(self, entities: Mapping[str, Entity]) -> Iterator[Stating]:
        """What is stated of entities that are there and fit domain and range.

        A thing that no claim speaks of is none of the graph: as an object it becomes its words.
        """
        kinds = Kinds.of(self._ontology)
        relations = {relation.iri: relation for relation in self._ontology.relations}
        for one in self.stated:
            relation, sure = relations[one.relation], one.confidence >= self._sure
            subject = entities.get(one.subject.entity or "")
            object = entities.get(one.object.entity or "")
            if subject is None or object is subject:
                continue
            if not sure and not kinds.begins(relation, subject):
                continue
            if relation.datatype or object is None:
                if relation.datatype or sure or kinds.any_end(relation):
                    yield replace(one, object=_in_words(one.object))
            elif sure or kinds.ends(relation, object):
                yield one

    def _likely(self, scorer: Scorer, pairs: Sequence[Pair]) -> Iterator[Scored]:
        chances = scorer.chances(pairs)
        for at, which in zip(*(chances >= self._least).nonzero(), strict=True):
            pair, relation = pairs[int(at)], scorer.relations[int(which)]
            if suits(pair.object, relation):
                yield Scored(pair, relation, round(float(chances[at, which]), 4))


def suits(object: Argument, relation: Relation) -> bool:
    """Whether an object is the kind of value, or of thing, that a relation ends in."""
    kind = relation.datatype
    if kind in ("xsd:date", "xsd:gYear", "xsd:dateTime", "xsd:gYearMonth"):
        return object.datatype in DATES
    if kind in NUMBERS:
        return object.datatype in NUMBERS or object.datatype in ("xsd:gYear", "xsd:string")
    return object.datatype not in DATES and object.datatype not in NUMBERS


def _status(pair: Pair, claims: Sequence[Claim]) -> Status | None:
    """How a pair is stated: as the claims between its ends are; None where that is not sure."""
    found = {status_of(claim) for claim in claims if _joins(claim, pair)}
    if not found:
        return None if pair.caution else "asserted"
    return found.pop() if len(found) == 1 else None


def _joins(claim: Claim, pair: Pair) -> bool:
    """Whether a claim relates what a pair is of."""
    ends = [claim.object, claim.place, *(q.argument for q in claim.qualifiers)]
    spans = [end.span for end in ends if end is not None]
    if claim.time is not None:
        spans.append(claim.time.span)
    one, other = pair.subject.span, pair.object.span
    ways = ((one, other), (other, one))
    return any(
        _meet(claim.subject.span, here) and any(_meet(span, there) for span in spans)
        for here, there in ways
    )


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _end(argument: Argument, where: Mapping[str, Called]) -> End | None:
    """An end with the IRI of its entity; None for a pronoun that nobody knows."""
    if argument.entity is None:
        value, kind = argument.literal or "", argument.datatype
        point = value.removesuffix("/..") if kind == "edtf:EDTF" else value  # "since 1964"
        if point != value:
            kind = datatype(point)
        return End(label=argument.label, literal=point, datatype=kind)
    called = where.get(argument.entity)
    if called is None or argument.entity.startswith(UNRESOLVED):
        return None
    whole = called.label in argument.label and argument.label == argument.span.text
    return End(label=argument.label if whole else called.label, entity=called.iri)


def _stating(one: Scored, document: str, status: Status, subject: End, object: End) -> Stating:
    pair, relation = one.pair, one.relation
    return Stating(
        relation=relation.iri, label=relation.label, subject=subject, object=object,
        symmetric=relation.symmetric, status=status, confidence=one.chance,
        evidence=Evidence(document=document, sentence=pair.sentence, subject=pair.subject.span,
                          object=pair.object.span),
    )  # fmt: skip


def _in_words(end: End) -> End:
    return End(label=end.label, literal=end.literal or end.label, datatype=end.datatype or WORDS)
