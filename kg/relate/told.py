"""What pairs of mentions state of the relations of a user's ontology, by the relation model.

A pair is no claim: it is asserted only where nothing in its sentence denies or hedges it. Where a
claim of the same words says how it is stated, that holds, and where somebody rejected that claim,
nothing is said; nor is it with a "not" or a "may" above the pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.english.times import datatype
from kg.model import Argument, Claim, Entity, Evidence, Pair, Record, Settings, Span, Status
from kg.ontology import Ontology, Relation
from kg.parse.reading import OWN, find_model
from kg.record.keys import is_open
from kg.relate.facts import End, Stating
from kg.relate.kinds import DATES, NUMBERS, Kinds
from kg.relate.quantities import quantity
from kg.relate.rules import as_year
from kg.relate.score import Scored, Scorer, best_of, in_whole, overlap
from kg.resolve.facts import Called, status_of
from kg.resolve.rulings import REJECTED

#: The chance from which a pair is looked at: the user asked for these relations and no others.
LEAST = 0.05
#: How much of the best chance in a sentence another pair needs under the same relation.
SHARE = 0.9
#: How much of its best chance under any relation a pair needs under another: what is likely the
#: mouth of a river is not its source as well.
RIVAL = 0.45
#: From this chance on, the model knows better what a thing is than its type does.
SURE = 0.1
#: The datatype of words.
WORDS = "xsd:string"


class Told:
    """Reads the pairs of records, one by one; `stated` is what they state."""

    def __init__(self, ontology: Ontology, settings: Settings) -> None:
        self.stated: list[Stating] = []
        self._ontology = ontology
        self._folder = find_model(settings.model) if settings.model == OWN else None
        self._scorer: Scorer | None = None
        self._rejected: dict[tuple[str, int], list[Claim]] = {}

    def read(self, record: Record, where: Mapping[str, Called]) -> None:
        """Note what the pairs of a record state, whose entities are called so."""
        if not record.pairs or self._folder is None:
            return
        if self._scorer is None:
            self._scorer = Scorer(self._ontology, self._folder)
        claims: dict[int, list[Claim]] = {}
        for claim in record.claims:
            claims.setdefault(claim.sentence.start, []).append(claim)
        for one in best_of(in_whole(self._likely(self._scorer, record.pairs)), share=SHARE):
            status = _status(one.pair, claims.get(one.pair.sentence.start, ()))
            subject, object = _end(one.pair.subject, where), _end(one.pair.object, where)
            if status is not None and subject is not None and object is not None:
                self.stated.append(_stating(one, record.document.id, status, subject, object))

    def hear(self, claim: Claim) -> None:
        """Note a claim of the graph: what somebody rejected is not told by its pair either."""
        if claim.hidden_because.startswith(REJECTED):
            place = claim.document, claim.sentence.start
            self._rejected.setdefault(place, []).append(claim)

    def fitting(self, entities: Mapping[str, Entity]) -> Iterator[Stating]:
        """What is stated of entities that are there and fit domain and range.

        A thing that no claim speaks of is none of the graph: as an object it becomes its words.
        """
        kinds = Kinds.of(self._ontology)
        relations = {relation.iri: relation for relation in self._ontology.relations}
        for one in self.stated:
            relation, sure = relations[one.relation], one.confidence >= SURE
            subject = entities.get(one.subject.entity or "")
            object = entities.get(one.object.entity or "")
            if subject is None or object is subject or self._is_rejected(one):
                continue
            if not sure and not kinds.begins(relation, subject):
                continue
            if relation.datatype:
                yield replace(one, object=_value(one, relation))
            elif object is not None:
                if sure or kinds.ends(relation, object):
                    yield one
            elif sure or kinds.any_end(relation):
                yield replace(one, object=_in_words(one))

    def _is_rejected(self, one: Stating) -> bool:
        said = one.evidence
        claims = self._rejected.get((said.document, said.sentence.start), ())
        return any(_joins(claim, said.subject, said.object) for claim in claims)

    def _likely(self, scorer: Scorer, pairs: Sequence[Pair]) -> Iterator[Scored]:
        chances = scorer.chances(pairs)
        best = chances.max(axis=1, keepdims=True, initial=0)
        likely = (chances >= LEAST) & (chances >= RIVAL * best)
        for at, which in zip(*likely.nonzero(), strict=True):
            pair, relation = pairs[int(at)], scorer.relations[int(which)]
            if suits(pair.object, relation):
                yield Scored(pair, relation, round(float(chances[at, which]), 4))


def suits(object: Argument, relation: Relation) -> bool:
    """Whether an object is the kind of value, or of thing, that a relation ends in."""
    kind = relation.datatype
    if kind in DATES:
        return object.datatype in DATES
    if kind in NUMBERS:
        return object.datatype in NUMBERS or object.datatype in ("xsd:gYear", WORDS)
    return object.datatype not in DATES and object.datatype not in NUMBERS


def _status(pair: Pair, claims: Sequence[Claim]) -> Status | None:
    """How a pair is stated: as the claims between its ends are; None where that is not sure."""
    ends = pair.subject.span, pair.object.span
    found = {status_of(claim) for claim in claims if _joins(claim, *ends)}
    if not found:
        return None if pair.caution else "asserted"
    return found.pop() if len(found) == 1 else None


def _joins(claim: Claim, one: Span, other: Span) -> bool:
    """Whether a claim relates what stands at two places."""
    ends = [claim.object, claim.place, *(q.argument for q in claim.qualifiers)]
    spans = [end.span for end in ends if end is not None]
    if claim.time is not None:
        spans.append(claim.time.span)
    return any(
        overlap(claim.subject.span, here) and any(overlap(span, there) for span in spans)
        for here, there in ((one, other), (other, one))
    )


def _end(argument: Argument, where: Mapping[str, Called]) -> End | None:
    """An end with the IRI of its entity; None for a pronoun that nobody knows."""
    if argument.entity is None:
        value, kind = argument.literal or "", argument.datatype
        point = value.removesuffix("/..") if kind == "edtf:EDTF" else value  # "since 1964"
        if point != value:
            kind = datatype(point)
        return End(label=argument.label, literal=point, datatype=kind)
    called = where.get(argument.entity)
    if called is None or is_open(argument.entity):
        return None
    return End(label=called.label, entity=called.iri)


def _stating(one: Scored, document: str, status: Status, subject: End, object: End) -> Stating:
    pair, relation = one.pair, one.relation
    return Stating(
        relation=relation.iri, label=relation.label, subject=subject, object=object,
        symmetric=relation.symmetric, status=status, confidence=one.chance,
        evidence=Evidence(document=document, sentence=pair.sentence, subject=pair.subject.span,
                          object=pair.object.span),
    )  # fmt: skip


def _value(one: Stating, relation: Relation) -> End:
    """The object as a value of the relation, as rules make it: a number of "1,200 people"."""
    end, kind = _in_words(one), relation.datatype
    if kind == "xsd:gYear":
        return as_year(end)
    if kind not in NUMBERS:
        return end
    found = quantity(one.evidence.object.text, relation.unit, bare=True)
    if found is None or (kind == "xsd:integer" and "." in found.number):
        return end
    return replace(end, literal=found.number, datatype=kind, unit=found.unit)


def _in_words(one: Stating) -> End:
    """The object as a value; a thing in the words of the text, if these are a name of it."""
    end, text = one.object, one.evidence.object.text
    if end.entity is None:
        return replace(end, literal=end.literal or end.label, datatype=end.datatype or WORDS)
    words = text if end.label in text else end.label
    return End(label=words, literal=words, datatype=WORDS)
