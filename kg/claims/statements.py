"""Clauses and noun phrases → Claims."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.analyze import Sentence
from kg.claims.arguments import Reader
from kg.claims.clauses import Clause, find_clauses
from kg.claims.confidence import confidence_of
from kg.claims.heads import Adjunct, prepositional
from kg.claims.nominal import Nominal, find_behind, find_nominals, held_at
from kg.claims.stated import Stated
from kg.lexicon import (
    ALLOW_NOUNS,
    DESIRE_NOUNS,
    DOUBT,
    KNOW,
    PLACE_NOUNS,
    PLACE_PREPOSITIONS,
    PLAIN_WITH,
    PLAN_NOUNS,
    REQUIRE_NOUNS,
    SAY,
    SPEAK,
    is_role,
)
from kg.mentions import Reference
from kg.model import Argument, Claim, Predicate, Qualifier, Source, Time
from kg.phrases import phrase
from kg.quotes import Quote
from kg.tokens import Token

#: How many nouns a claim may go through ("led to demands for safety in the mines").
DEPTH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What all claims of one clause share: how it is stated, when and where."""

    stated: Stated
    time: Time | None = None
    place: Argument | None = None


class Statements:
    """The claims of one sentence."""

    def __init__(self, sentence: Sentence, reader: Reader) -> None:
        self.sentence = sentence
        self.reader = reader
        self.span = reader.span(sentence.start, sentence.end)
        #: (preposition, start of its noun phrase) of what claims have told already
        self.told: set[tuple[int, int]] = set()

    def claims(self, references: list[Reference], quotes: list[Quote]) -> Iterator[Claim]:
        clauses = find_clauses(self.sentence, quotes)
        for clause in clauses:
            yield from self._of_clause(clause)
        standing = _standing(self.sentence, clauses)
        for nominal in find_nominals(self.sentence, references, self.reader, standing):
            self.told.update((w.i, _start(nominal.object)) for w in nominal.words)
            yield from self._of_nominal(nominal)
        for nominal in find_behind(self.sentence, references, self.reader, standing, self.told):
            yield from self._of_nominal(nominal)

    # Clauses

    def _of_clause(self, clause: Clause) -> Iterator[Claim]:
        time, place = self._time(clause), self._place(clause)
        frame = Frame(stated=clause.stated, time=time, place=place)
        subjects = [a for s in clause.subjects if (a := self._argument(s)) is not None]
        agents = [a for s in clause.agents if (a := self._argument(s)) is not None]
        # Objects of one verb share their qualifiers.
        if clause.passive:
            yield from self._passive(clause, subjects, agents, frame)
        for subject in subjects:
            made = list(self._arguments(clause, subject, frame))
            yield from made
            if not made and not (clause.passive and agents) and not clause.embeds:
                yield from self._alone(clause, subject, frame)

    def _passive(
        self, clause: Clause, patients: list[Argument], agents: list[Argument], frame: Frame
    ) -> Iterator[Claim]:
        by = [
            p for p in clause.verb.children
            if p.lower == "by" and p.dep in ("agent", "prep")
        ][:1]  # fmt: skip
        lemma = " ".join([clause.verb.lemma.lower(), *(c.lower for c in clause.verb.having("prt"))])
        for agent in agents:
            for patient in patients:
                yield self._claim(
                    agent, lemma, [*clause.words, *by], patient, rule="passive", frame=frame,
                    qualifiers=self._qualifiers(clause),
                )  # fmt: skip

    def _arguments(self, clause: Clause, subject: Argument, frame: Frame) -> Iterator[Claim]:
        receivers = [a for t in clause.receivers if (a := self._argument(t)) is not None]
        for head in clause.objects:
            found = None if _mere(clause, head) else self._argument(head)
            if found is not None and not _reflexive(subject, found):
                rule = "svoo" if receivers else "svo"
                qualifiers = (
                    *(Qualifier(role="to", argument=r) for r in receivers),
                    *self._qualifiers(clause),
                )
                yield self._claim(
                    subject, clause.lemma, clause.words, found, rule=rule,
                    qualifiers=qualifiers, frame=frame,
                )  # fmt: skip
                yield from self._inner(clause, subject, head, found, "svo-of", frame)
        for head in clause.complements:
            yield from self._complement(clause, subject, head, frame)
        for adjunct in clause.adjuncts:
            yield from self._adjunct(clause, subject, adjunct, frame)
        yield from self._saying(clause, subject, frame)

    def _saying(self, clause: Clause, subject: Argument, frame: Frame) -> Iterator[Claim]:
        """ "Kim said that talks had failed": what is said, in its words, as a literal."""
        if clause.verb.lemma.lower() not in SAY | KNOW | DOUBT or clause.passive:
            return
        for said in clause.verb.having("ccomp"):
            part = [t for t in said.subtree() if t.dep != "mark" or t.head is not said]
            while part and part[0].pos == "PUNCT":
                part.pop(0)
            while part and part[-1].pos == "PUNCT":
                part.pop()
            whole = part and part[-1].i - part[0].i + 1 == len(part)
            asked = part and part[0].tag in ("WRB", "WP", "WDT")
            if whole and not asked and said.having("nsubj", "nsubjpass", "expl"):
                span = self.reader.span(part[0].start, part[-1].end)
                text = " ".join(span.text.split())
                found = Argument(span=span, label=text, literal=text, datatype="xsd:string")
                yield self._claim(
                    subject, clause.lemma, clause.words, found, rule="say", frame=frame
                )

    def _complement(
        self, clause: Clause, subject: Argument, head: Token, frame: Frame
    ) -> Iterator[Claim]:
        reference = self.reader.by_head.get(id(head))
        nominal = reference is not None and reference.kind == "nominal"
        found = self.reader.concept(reference) if nominal and reference else self._argument(head)
        if found is None or _reflexive(subject, found):
            return
        # "is able to", "is concerned about": the adjective is half of what is said.
        if not (head.pos in ("ADJ", "ADV") and head.having("prep", "xcomp", "ccomp")):
            yield self._claim(
                subject, clause.lemma, clause.words, found, rule="svc",
                qualifiers=self._qualifiers(clause), frame=frame,
            )  # fmt: skip
        yield from self._inner(clause, subject, head, found, "svc-of", frame)
        if nominal and clause.lemma == "be":
            for held in held_at(subject, head, self.reader, clause.stated, before_only=True):
                yield from self._of_nominal(held)

    def _inner(
        self,
        clause: Clause,
        subject: Argument,
        head: Token,
        found: Argument,
        rule: str,
        frame: Frame,
    ) -> Iterator[Claim]:
        """ "has doubts about the plan", "is concerned about talks": through the noun to its own."""
        if found.literal is not None and head.pos not in ("ADJ", "ADV", "VERB", "NUM"):
            return
        run = self._within(found, head)
        inner = compound(head) if head.pos != "VERB" else head.lower
        degree = [c.lower for c in head.having("advmod") if c.lower in ("more", "less", "most")]
        inner = " ".join([*degree, inner])
        if rule == "svc-of" and is_role(inner):
            inner = " ".join(t.lower for t in run if t.pos in ("NOUN", "PROPN", "ADJ"))
        lemma, words = f"{clause.lemma} {inner}", [*clause.words, *run]
        yield from self._through(subject, head, found, lemma, words, rule, frame)

    def _through(
        self,
        subject: Argument,
        head: Token,
        found: Argument,
        lemma: str,
        words: list[Token],
        rule: str,
        frame: Frame,
        depth: int = 1,
    ) -> Iterator[Claim]:
        """What the prepositions behind a noun lead to, the subject and verb kept."""
        if depth > DEPTH or (found.entity is not None and found.entity[0] in "@#"):
            return  # what hangs on a name says more about the name than about the subject
        end = phrase(self.sentence, head)[-1].i
        for prep in head.having("prep"):
            if prep.i <= end or prep.i < head.i or (head.pos == "NUM" and prep.lower != "of"):
                continue
            for adjunct in prepositional(prep):
                target = self._argument(adjunct.object)
                if target is None or _reflexive(subject, target):
                    continue
                self.told.add((prep.i, _start(target)))
                further = " ".join([lemma, *(t.lower for t in adjunct.words)])
                longer = [*words, *adjunct.words]
                yield self._claim(
                    subject, further, longer, target, rule=rule, frame=frame,
                    qualifiers=(Qualifier(role="object", argument=found),),
                )  # fmt: skip
                if target.entity is not None:
                    further = f"{further} {compound(adjunct.object)}"
                    longer = [*longer, *self._within(target, adjunct.object)]
                    yield from self._through(
                        subject, adjunct.object, target, further, longer, "nested", frame, depth + 1
                    )

    def _adjunct(
        self, clause: Clause, subject: Argument, adjunct: Adjunct, frame: Frame
    ) -> Iterator[Claim]:
        found = self._argument(adjunct.object)
        if found is None or _reflexive(subject, found):
            return
        if frame.time is not None and frame.time.value and frame.time.span == found.span:
            found = replace(found, literal=frame.time.value)
        covered = [t for t in adjunct.words if t.start < found.span.start]
        if adjunct.object.end < adjunct.words[0].start and adjunct.words[0].dep == "prep":
            covered = list(adjunct.words)  # "insects on which the bird depends"
        timed = self.reader.time_at(self.sentence, adjunct.object) is not None
        if not covered and (timed or adjunct.words[-1].lower in ("to", "and", "until")):
            return  # "from 2006 to 2008" is one time, and the time of the claim
        words, qualifiers, rule = list(clause.words), [], "svp"
        if clause.passive:
            rule = "passive-svp"
        for head in [*clause.objects, *clause.complements][:1]:
            argument = self._argument(head)
            if argument is not None:
                rule = "svop"
                qualifiers.append(Qualifier(role="object", argument=argument))
                words += self._within(argument, head)
        if rule != "svop":
            qualifiers += [q for q in self._qualifiers(clause) if q.argument.span != found.span]
        # "a town where films are made": they are made in it
        prepositions = " ".join("in" if t.lower == "where" else t.lower for t in adjunct.words)
        lemma = f"{clause.lemma} {prepositions}"
        inner = self._middle(clause)
        if inner:
            lemma = f"{clause.lemma} {inner} {prepositions}"
        if prepositions == "with" and clause.lemma in PLAIN_WITH and not clause.objects:
            lemma = clause.lemma
        self.told.update((w.i, _start(found)) for w in adjunct.words)
        words += covered
        if not covered and adjunct.words[0].lower != "where":
            lemma = clause.lemma
        yield self._claim(
            subject, lemma, words, found, rule=rule, qualifiers=tuple(qualifiers), frame=frame
        )
        if found.entity is not None:
            yield from self._through(
                subject, adjunct.object, found, f"{lemma} {compound(adjunct.object)}",
                [*words, *self._within(found, adjunct.object)], "nested", frame,
            )  # fmt: skip

    def _within(self, argument: Argument, head: Token) -> list[Token]:
        """The words of an argument up to its head's phrase, without its complement."""
        span, end = argument.span, phrase(self.sentence, head)[-1].end
        return [t for t in self.sentence.tokens if span.start <= t.start < min(span.end, end)]

    def _middle(self, clause: Clause) -> str:
        """What a predicate loses its sense without: "move [heat] to", "become [common] in".

        A named object is a participant of its own: "met Pompeo in" is `meet in`.
        """
        if clause.complements:
            return compound(clause.complements[0])
        if not clause.objects or clause.objects[0].pos == "PRON":
            return ""
        argument = self._argument(clause.objects[0])
        if argument is None or argument.entity is None or argument.entity[0] in "@#":
            return ""
        return compound(clause.objects[0])

    def _alone(self, clause: Clause, subject: Argument, frame: Frame) -> Iterator[Claim]:
        if clause.lemma in ("be", "have", "do") or clause.verb.lemma in SPEAK:
            return
        if clause.objects or clause.complements:
            return  # "scientists collect" says half of what they collect
        found = next((a for t in clause.times if (a := self._extent(clause, t)) is not None), None)
        rule = "sv" if found is None else "svo"
        yield self._claim(subject, clause.lemma, clause.words, found, rule=rule, frame=frame)

    def _extent(self, clause: Clause, noun: Token) -> Argument | None:
        """How long or how far: "lasted [eleven weeks]", "walked [ten miles]"."""
        if noun.i < clause.verb.i or noun.pos != "NOUN":
            return None
        found = self._argument(noun)
        timed = self.reader.time_at(self.sentence, noun)
        bare = found is not None and found.literal is not None
        return found if bare and (timed is None or timed.kind == "duration") else None

    def _qualifiers(self, clause: Clause) -> tuple[Qualifier, ...]:
        found = []
        for adjunct in clause.adjuncts:
            argument = self._argument(adjunct.object)
            if argument is not None:
                role = " ".join(t.lower for t in adjunct.words)
                found.append(Qualifier(role=role, argument=argument))
        return tuple(found)

    def _argument(self, head: Token) -> Argument | None:
        return self.reader.argument(self.sentence, head)

    def _time(self, clause: Clause) -> Time | None:
        heads = [*clause.times, *(a.object for a in clause.adjuncts)]
        heads += [c for c in clause.verb.having("advmod", "prep") if c.entity in ("DATE", "TIME")]
        found = self._times(heads)
        verb = clause.verb
        while not found and verb.dep in ("conj", "xcomp") and verb.head is not verb:
            # "Yesterday Anna came and stayed": a time in front holds for both.
            first, verb = verb, verb.head
            heads = [t for t in front(verb) if first.dep == "xcomp" or t.i < verb.i]
            found = self._times(heads)
        best = next((t for t in found if t.value is not None), found[0] if found else None)
        open_ended = clause.stated.modality in ("planned", "desired", "possible", "required")
        return self.reader.ahead(best) if best is not None and open_ended else best

    def _times(self, heads: list[Token]) -> list[Time]:
        return [t for h in heads if (t := self.reader.time(self.sentence, h)) is not None]

    def _place(self, clause: Clause) -> Argument | None:
        # "signed the treaty in Lisbon": parsers often hang the place on the object.
        behind = [p for o in clause.objects for p in o.having("prep") if p.i > o.i]
        for adjunct in [*clause.adjuncts, *(a for p in behind for a in prepositional(p))]:
            if adjunct.words[-1].lower not in PLACE_PREPOSITIONS:
                continue
            reference = self.reader.by_head.get(id(adjunct.object))
            if reference is not None and _is_place(reference):
                return self.reader.of_reference(reference)
        return None

    # Nominals

    def _of_nominal(self, nominal: Nominal) -> Iterator[Claim]:
        if not _reflexive(nominal.subject, nominal.object):
            yield self._claim(
                nominal.subject, nominal.lemma, list(nominal.words), nominal.object,
                rule=nominal.rule, frame=Frame(stated=nominal.stated),
            )  # fmt: skip

    # Any

    def _claim(
        self,
        subject: Argument,
        lemma: str,
        words: list[Token],
        object: Argument | None,
        *,
        rule: str,
        frame: Frame,
        qualifiers: tuple[Qualifier, ...] = (),
    ) -> Claim:
        claim = Claim(
            id="",
            document=self.reader.document.id,
            sentence=self.span,
            subject=subject,
            predicate=Predicate(lemma=lemma, spans=self.reader.words(_unique(words))),
            object=object,
            polarity=frame.stated.polarity,
            modality=frame.stated.modality,
            source=self._source(frame.stated),
            time=frame.time,
            place=frame.place,
            qualifiers=tuple(q for q in qualifiers if q.argument != object),
            cues=tuple(self.reader.span(c.start, c.end) for c in frame.stated.cues),
            confidence=confidence_of(rule),
            rule=rule,
        )
        return replace(claim, id=claim_id(claim))

    def _source(self, stated: Stated) -> Source | None:
        if stated.source is None or stated.source_cue is None:
            return None
        cue = self.reader.span(stated.source_cue.start, stated.source_cue.end)
        reference = self.reader.by_head.get(id(stated.source))
        if reference is None:
            span = self.reader.span(stated.source.start, stated.source.end)
            return Source(span=span, label=span.text, cue=cue)
        argument = self.reader.of_reference(reference)
        return Source(span=argument.span, label=argument.label, cue=cue, entity=argument.entity)


def _mere(clause: Clause, head: Token) -> bool:
    """ "has the ability to fly": what is had is told by the infinitive."""
    nouns = ALLOW_NOUNS | PLAN_NOUNS | DESIRE_NOUNS | REQUIRE_NOUNS
    to = any(t.lower == "to" for v in head.having("acl", "relcl") for t in v.having("aux"))
    return clause.lemma == "have" and head.lemma.lower() in nouns and to


def _start(argument: Argument) -> int:
    return argument.span.start


def compound(head: Token) -> str:
    """A noun's dictionary form with the nouns it is compounded with ("heat pump").

    What compares stays as it is: "larger than Bergen".
    """
    nouns = [c.lower for c in head.having("compound") if c.i < head.i and c.pos == "NOUN"]
    compares = head.tag in ("JJR", "JJS", "RBR", "RBS")
    return " ".join([*nouns, head.lower if compares else head.lemma.lower()])


def front(verb: Token) -> list[Token]:
    """The heads of a verb's adverbials: "yesterday", the noun of "on Monday"."""
    bare = verb.having("npadvmod", "advmod")
    return [*bare, *(p for prep in verb.having("prep") for p in prep.having("pobj"))]


def _unique(tokens: list[Token]) -> list[Token]:
    return list({token.i: token for token in tokens}.values())


def _reflexive(subject: Argument, object: Argument) -> bool:
    return subject.entity is not None and subject.entity == object.entity


def _is_place(reference: Reference) -> bool:
    if reference.type in ("Place", "Country"):
        return True
    return reference.head.lemma.lower() in PLACE_NOUNS


def _standing(sentence: Sentence, clauses: list[Clause]) -> dict[int, Stated]:
    """Each token's clause standing: that of the nearest verb above it.

    A phrase inside a clause is attributed like the clause, but "did not meet Japan's minister"
    leaves Japan's minister in office: only what stands outside the verb counts.
    """
    by_verb = {clause.verb.i: clause.outer for clause in clauses}
    found: dict[int, Stated] = {}
    for token in sentence.tokens:
        at, steps = token, 0
        while at.i not in by_verb and at.head is not at and steps < 100:
            at, steps = at.head, steps + 1
        outer = by_verb.get(at.i, Stated())
        if outer.source is not None and _under(token, outer.source):
            outer = Stated()  # "according to her diary" does not say that she has one
        found[token.i] = Stated(source=outer.source, source_cue=outer.source_cue)
    return found


def _under(token: Token, top: Token) -> bool:
    while token is not top and token.head is not token:
        token = token.head
    return token is top


def claim_id(claim: Claim) -> str:
    """A hash of where the claim stands and what it says; the same on every machine."""
    parts = [
        claim.document, claim.sentence.start, claim.subject.span.start, claim.subject.span.end,
        claim.predicate.lemma, [(s.start, s.end) for s in claim.predicate.spans],
        claim.object and (claim.object.span.start, claim.object.span.end, claim.object.literal),
        claim.subject.entity, claim.object and claim.object.entity,
        claim.polarity, claim.modality, claim.rule,
    ]  # fmt: skip
    text = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
