"""Clauses and noun phrases → Claims.

A clause is one event. Its subject, verb and object make a claim; everything else that takes part is
a qualifier of it, with the preposition as its role, and what an adjunct names makes a claim of its
own ("meet in Tokyo") that shares the event.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.english.lexicon import (
    DEGREES,
    DOUBT,
    FEW,
    KNOW,
    LIGHT,
    NAMING,
    ORGANIZATION_NOUNS,
    PASSING,
    POSSIBLE_WORDS,
    SAY,
    is_role,
)
from kg.english.nouns import is_kin
from kg.model import Argument, Claim, Predicate, Qualifier, Source, Span, Step, Time
from kg.parse.analyze import Sentence
from kg.parse.tokens import TIMES, Token
from kg.record.claims.arguments import Arguments
from kg.record.claims.clause import Clause, Reading
from kg.record.claims.clauses import find_clauses
from kg.record.claims.ends import Ends, compound, holds, is_place, reflexive, start
from kg.record.claims.heads import VERBAL, Adjunct, is_means
from kg.record.claims.hidden import (
    ANYBODY,
    COMPARED,
    CONDITION,
    POINTING,
    REPEATED,
    WITHIN,
    compares,
    half,
    half_said,
    how,
    is_addressed,
    is_degree,
    is_told,
    lasts,
    says_nothing,
)
from kg.record.claims.ids import claim_id, hash_of
from kg.record.claims.nominal import Nominal, find_behind, find_nominals, held_at
from kg.record.claims.predicate import is_mere, lighten, predicate_with, stands_in
from kg.record.claims.reported import is_elliptic, reported, said_in
from kg.record.claims.roles import DEPTH, Roles
from kg.record.claims.rules import reading, rule
from kg.record.claims.setting import ahead, place_of, standing_of, time_of
from kg.record.claims.sources import is_aside
from kg.record.claims.standing import is_under, standing_in
from kg.record.claims.stated import Stated, condition, hedged, negate, weaken
from kg.record.keys import is_named
from kg.record.mentions import Reference
from kg.record.phrases import phrase
from kg.record.quotes import Quote

#: Types of names that make an edge where an object leads to them.
NAMED = ("Person", "Organization", "Place", "Country")

_passing = reading(
    "passing-time", "The mill ended the year with a loss.", "mill | end year with | loss"
)


#: Rules of what whoever writes adds to a name, whoever is quoted: "said that Ida Holt, the mayor,".
GLOSSES = frozenset(("apposition", "title", "role-of"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What all claims of one clause share: how it is stated, when and where, the event."""

    stated: Stated
    time: Time | None = None
    place: Argument | None = None
    event: str = ""


class Statements:
    """The claims of one sentence.

    `told` holds (preposition, start of its noun phrase) of what claims have told already, `read`
    what each claim was read from, by its id, and `lost` why words of the sentence make no claim.
    """

    def __init__(self, sentence: Sentence, reader: Arguments) -> None:
        self.sentence = sentence
        self.reader = reader
        self.span = reader.span(sentence.start, sentence.end)
        self.told: set[tuple[int, int]] = set()
        self.read: dict[str, Reading] = {}
        self.lost: list[str] = []
        self.ends = Ends(sentence, reader)
        self.roles = Roles(self.ends)

    def claims(self, references: list[Reference], quotes: list[Quote]) -> Iterator[Claim]:
        clauses = find_clauses(self.sentence, quotes)
        for clause in clauses:
            yield from self._of_clause(clause)
        standing = standing_in(self.sentence, clauses)
        for nominal in find_nominals(self.sentence, references, self.reader, standing):
            self.told.update((w.i, start(nominal.object)) for w in nominal.words)
            yield from self._of_nominal(nominal)
        for nominal in find_behind(self.sentence, references, self.reader, standing, self.told):
            yield from self._of_nominal(nominal)

    # Clauses

    def _of_clause(self, clause: Clause) -> Iterator[Claim]:
        if clause.stated.open:
            self.lost.append(clause.stated.open)
            return
        if stands_in(clause):
            self.lost.append("“do” stands for another verb")
            return
        self._pass(clause)
        lightened = lighten(clause)
        time = time_of(clause, self.ends)
        frame = Frame(
            stated=standing_of(clause, time, self.ends), time=time,
            place=place_of(clause, self.ends), event=self._event(clause),
        )  # fmt: skip
        subjects = [(s, a) for s in clause.subjects if (a := self.ends.argument(s)) is not None]
        if _is_joint(clause):
            self.lost.append("what several do between them, none of them does alone")
            return
        if not subjects and not clause.agents:
            self.lost.append("no subject" if not clause.subjects else "a subject without a name")
        if clause.passive:
            yield from self._passive(clause, subjects, frame)
        for head, subject in subjects:
            made = list(self._arguments(clause, head, subject, frame))
            yield from made
            silent = clause.embeds or (clause.passive and clause.agents)
            if not made and not silent:
                yield from self._alone(clause, head, subject, frame, bare=not lightened)

    def _pass(self, clause: Clause) -> None:
        """ "ended [the year] with a loss": a time that goes by belongs to the predicate, and one
        with a date ("ended 2019 with a loss") says when."""
        passed = [*clause.objects, *(t for t in clause.times if t.dep == "npadvmod")]
        if clause.verb.lemma.lower() not in PASSING or not clause.adjuncts or not _passing():
            return
        for noun in passed if len(passed) == 1 else ():
            if self.reader.time(self.sentence, noun) is not None:
                clause.times, clause.objects = [*clause.times, noun], []
            elif noun.entity in TIMES and noun.tag in ("NN", "CD") and not noun.having("nummod"):
                clause.lemma = f"{clause.lemma} {noun.lemma.lower()}"
                clause.words += [t for t in noun.subtree() if t.i <= noun.i]
                clause.times, clause.objects = [t for t in clause.times if t is not noun], []

    @rule("passive", "The talks were led by Kim.", "Kim | lead | talks")
    def _passive(
        self, clause: Clause, patients: list[tuple[Token, Argument]], frame: Frame
    ) -> Iterator[Claim]:
        by = [
            p for p in clause.verb.children
            if p.lower == "by" and p.dep in ("agent", "prep")
        ][:1]  # fmt: skip
        lemma = " ".join([clause.verb.lemma.lower(), *(c.lower for c in clause.verb.having("prt"))])
        kept = [(t, a) for t in clause.objects if (a := self.ends.argument(t)) is not None]
        # "Ada was offered a post by Orbis": a post is what it offered, to Ada
        whom = [Qualifier(role="to", argument=a) for _, a in patients] if kept else []
        for doer in clause.agents:
            agent = self.ends.argument(doer)
            for head, patient in (kept or patients) if agent is not None else ():
                if agent is not None and not reflexive(agent, patient):
                    beside = self.roles.of(clause, frame.time, beside=head if kept else None)
                    yield self._claim(
                        agent, lemma, [*clause.words, *by], patient, rule="passive", frame=frame,
                        qualifiers=(*whom, *beside), heads=(doer, head), of=clause,
                        hidden=REPEATED if is_told(clause) else "",
                    )  # fmt: skip

    def _arguments(
        self, clause: Clause, head: Token, subject: Argument, frame: Frame
    ) -> Iterator[Claim]:
        yield from self._objects(clause, head, subject, frame)
        for told in clause.complements:
            yield from self._complement(clause, head, subject, told, frame)
        if clause.objects and not any(self.ends.argument(o) for o in clause.objects):
            self.lost.append("an object without a name")
            return
        for adjunct in clause.adjuncts:
            yield from self._adjunct(clause, head, subject, adjunct, frame)
        yield from self._saying(clause, head, subject, frame)

    @rule("svo", "Kim sold the yacht.", "Kim | sell | yacht")
    def _objects(
        self, clause: Clause, head: Token, subject: Argument, frame: Frame
    ) -> Iterator[Claim]:
        receivers = [a for t in clause.receivers if (a := self.ends.argument(t)) is not None]
        if any(reflexive(subject, receiver) for receiver in receivers):
            return  # "it had a large wheel, giving it speed": the wheel does
        for told in self._paired(clause, head):
            found = None if is_mere(clause, told) else self.ends.argument(told)
            if found is None or reflexive(subject, found):
                continue
            qualifiers = (
                *(Qualifier(role="to", argument=r) for r in receivers),
                *self.roles.of(clause, frame.time, beside=told),
            )
            yield self._claim(
                subject, clause.lemma, clause.words, found, rule="svoo" if receivers else "svo",
                qualifiers=qualifiers, frame=_contrary(clause, told, frame), heads=(head, told),
                of=clause, hidden=REPEATED if is_addressed(clause, told) else "",
            )  # fmt: skip
            if any(t.lower in FEW for t in told.having("amod", "det")):
                continue  # "has little impact on Orbis" is no "has impact on Orbis"
            if clause.verb.lemma.lower() in LIGHT:
                yield from self._inner(clause, head, subject, told, found, "svo-of", frame)
            else:
                yield from self._nested(clause, head, subject, told, found, frame, clause.words)

    def _paired(self, clause: Clause, subject: Token) -> list[Token]:
        """The objects of one subject: "Ada and Ben own a cat and a dog respectively"."""
        if not clause.paired or subject not in clause.subjects:
            return clause.objects
        return [clause.objects[clause.subjects.index(subject)]]

    @rule("say", "Kim said that the mill lost the letters.", "Kim | say | “…”")
    def _saying(
        self, clause: Clause, head: Token, subject: Argument, frame: Frame
    ) -> Iterator[Claim]:
        """ "Kim said that talks had failed": what is said, in its words, as a literal."""
        if clause.verb.lemma.lower() not in SAY | KNOW | DOUBT or clause.passive:
            return
        for said in clause.verb.having("ccomp"):
            if said.pos not in VERBAL or is_elliptic(said):
                continue
            part = said_in(said)
            words = [t for t in part if t.pos != "PUNCT"]
            if words and words[-1].dep == "ccomp" and is_elliptic(words[-1]):
                continue  # "said she was sure he had"
            if part:
                told = [a for t in clause.objects if (a := self.ends.argument(t)) is not None]
                yield self._claim(
                    subject, clause.lemma, clause.words, reported(part, self.ends), rule="say",
                    qualifiers=tuple(Qualifier(role="to", argument=a) for a in told),
                    frame=frame, heads=(head, said), of=clause,
                )  # fmt: skip

    @rule("svc", "Kim became mayor.", "Kim | become | mayor")
    def _complement(
        self, clause: Clause, head: Token, subject: Argument, told: Token, frame: Frame
    ) -> Iterator[Claim]:
        reference = self.reader.by_head.get(id(told))
        nominal = reference is not None and reference.kind == "nominal"
        found = (
            self.reader.concept(reference) if nominal and reference else self.ends.argument(told)
        )
        if found is not None and reflexive(subject, found):
            found = self._name(clause, told)
        if found is None:
            return
        found = self.ends.filled(told, found)
        if _is_age(clause, told) or (told.pos == "NUM" and told.dep == "conj"):
            return  # "her children are 11 and 8"
        if clause.lemma == "be" and self._differ_in_kind(head, told):
            self.lost.append("two names of different kinds, one said to be the other")
            return
        frame = _contrary(clause, told, frame)
        # "is able to", "is concerned about": the adjective is half of what is said.
        if not (told.pos in ("ADJ", "ADV") and told.having("prep", "xcomp", "ccomp")):
            yield self._claim(
                subject, clause.lemma, clause.words, found, rule="svc",
                qualifiers=self.roles.of(clause, frame.time, beside=told), frame=frame,
                heads=(head, told), of=clause,
                hidden=COMPARED if clause.kind != "small" and compares(clause, told) else "",
            )  # fmt: skip
        held_as = clause.lemma in ("be", "become", "remain")
        if held_as or told.pos in ("ADJ", "ADV"):
            yield from self._inner(clause, head, subject, told, found, "svc-of", frame)
        if nominal and held_as:
            for held in held_at(subject, told, self.reader, frame.stated, before_only=True):
                yield from self._of_nominal(held)

    def _differ_in_kind(self, head: Token, told: Token) -> bool:
        """Whether a person is said to be an organisation or the like: the parser went wrong."""
        names = [self.reader.by_head.get(id(t)) for t in (head, told)]
        kinds = {n.type for n in names if n is not None and n.kind == "name" and n.type}
        return len(kinds) == 2 and "Person" in kinds

    @rule("svc-of", "Kim is leader of the party.", "Kim | be leader of | party")
    def _inner(
        self, clause: Clause, head: Token, subject: Argument, told: Token, found: Argument,
        name: str, frame: Frame,
    ) -> Iterator[Claim]:  # fmt: skip
        """ "has doubts about the plan", "is concerned about talks": through the noun to its own."""
        if found.literal is not None and told.pos not in ("ADJ", "ADV", "VERB", "NUM"):
            return
        if is_named(found.entity):
            return  # what hangs on a name says more about the name than about the subject
        if told.lemma.lower() in ANYBODY:
            return  # "is the first person of Asian heritage to hold it"
        run = self.ends.within(found, told)
        inner = compound(told) if told.pos != "VERB" else told.lower
        degree = [c.lower for c in told.having("advmod") if c.lower in DEGREES]
        inner = " ".join([*degree, inner])
        if name == "svc-of" and is_role(inner):
            inner = " ".join(t.lower for t in run if t.pos in ("NOUN", "PROPN", "ADJ"))
        led = list(self.ends.led(told))
        for prep, adjunct, target in led:
            if (told.pos == "NUM" and prep.lower != "of") or reflexive(subject, target):
                continue
            if "as" in degree and prep.lower != "as":
                continue  # "as reliable in Cuba as elsewhere"
            self.told.add((prep.i, start(target)))
            when = None if frame.time is None else frame.time.span
            dated = when is not None and when.start <= start(target) < when.end
            if dated and (told.pos == "NOUN" or len(led) > 1):
                continue  # "was chair from 2006 to 2008": when, and no relation
            lemma = " ".join([clause.lemma, inner, *(t.lower for t in adjunct.words)])
            # "is unrelated to": the predicate says the quality
            said = [] if found.literal is not None else [Qualifier(role="object", argument=found)]
            beside = self.roles.of(clause, frame.time) if name == "svc-of" else ()
            said += [q for q in beside if q.argument.span != target.span]
            yield self._claim(
                subject, lemma, [*clause.words, *run, *adjunct.words], target, rule=name,
                frame=frame, qualifiers=tuple(said),
                heads=(head, adjunct.object), of=clause,
            )  # fmt: skip

    @rule("nested", "Kim met heirs of Lang.", "Kim | meet of | Lang; hidden")
    def _nested(
        self, clause: Clause, head: Token, subject: Argument, told: Token, found: Argument,
        frame: Frame, words: Sequence[Token], depth: int = 1,
    ) -> Iterator[Claim]:  # fmt: skip
        """ "led to demands for safety in the mines": what the nouns of a label lead to.

        Where the label says it already these make no edge, except of a place ("signed the treaty
        in Lisbon"); where it does not, they qualify the claim of the object, and what has a name
        makes an edge.
        """
        if depth > DEPTH or found.entity is None or is_named(found.entity):
            return  # what hangs on a name says more about the name than about the subject
        for prep, adjunct, target in self.ends.led(told):
            if (told.pos == "NUM" and prep.lower != "of") or reflexive(subject, target):
                continue
            longer = [*words, *self.ends.within(found, told), *adjunct.words]
            kept = holds(found.label, adjunct.object, target)
            shown = depth == 1 and self._is_own_edge(prep, adjunct.object, kept=kept)
            lemma = " ".join([clause.lemma, *(t.lower for t in adjunct.words)])
            yield self._claim(
                subject, lemma, longer, target, rule="nested", frame=frame,
                qualifiers=(Qualifier(role="object", argument=found),),
                heads=(head, adjunct.object), of=clause,
                hidden="" if shown else WITHIN if kept or depth > 1 else REPEATED,
            )  # fmt: skip
            yield from self._nested(
                clause, head, subject, adjunct.object, target, frame, longer, depth + 1
            )

    def _is_own_edge(self, prep: Token, head: Token, *, kept: bool) -> bool:
        """Whether what an object leads to makes an edge; `kept`: the object's label holds it."""
        reference = self.reader.by_head.get(id(head))
        if reference is None or reference.kind != "name":
            return False
        placed = is_place(reference) and prep.lower in ("in", "at")
        return placed or (reference.type in NAMED and not kept)

    @rule("svp", "Kim arrived in Seoul.", "Kim | arrive in | Seoul")
    def _adjunct(
        self, clause: Clause, head: Token, subject: Argument, adjunct: Adjunct, frame: Frame
    ) -> Iterator[Claim]:
        found = self._led_to(clause, adjunct, subject)
        if found is None or self._is_no_edge(clause, adjunct, found):
            return
        own = self.reader.time(self.sentence, adjunct.object)
        if own is not None:  # "served in 1860 and 1861": of each its own
            frame = replace(frame, time=ahead(clause, own, self.ends))
        if frame.time is not None and frame.time.value and frame.time.span == found.span:
            found = replace(found, literal=frame.time.value)
        frame = replace(frame, stated=hedged(frame.stated, adjunct.words[0]))
        covered = _words_before(adjunct, found)
        if not covered and (own or adjunct.words[-1].lower in ("to", "and", "until")):
            return  # "from 2006 to 2008" is one time, and the time of the claim
        self.told.update((w.i, start(found)) for w in adjunct.words)
        other, beside, words = self._object_beside(clause, head)
        told = REPEATED if self._is_told(clause, adjunct, found, object=other) else ""
        yield self._claim(
            subject, _lemma_with(clause, adjunct, covered), words + covered, found,
            rule="svop" if other else "passive-svp" if clause.passive else "svp",
            qualifiers=(
                *beside,
                *(q for q in self.roles.of(clause, frame.time, beside=adjunct.object)
                  if q.argument.span != found.span),
            ),
            frame=frame, heads=(head, adjunct.object), of=clause,
            hidden=half(clause, adjunct, found) or how(adjunct) or told,
        )  # fmt: skip
        yield from self._nested(
            clause, head, subject, adjunct.object, found, frame, words + covered
        )

    def _led_to(self, clause: Clause, adjunct: Adjunct, subject: Argument) -> Argument | None:
        """What a preposition leads to; None where that is the subject itself, or nothing."""
        found = self.ends.argument(adjunct.object)
        found = found and self.ends.filled(adjunct.object, found)
        if found is not None and reflexive(subject, found) and adjunct.words[-1].lower == "as":
            found = self._name(clause, adjunct.object)
        return None if found is None or reflexive(subject, found) else found

    def _is_no_edge(self, clause: Clause, adjunct: Adjunct, found: Argument) -> bool:
        """Whether what a preposition leads to says nothing by itself, or something else."""
        both = (adjunct.object, *adjunct.words)
        several = any(t.dep == "conj" or t.having("conj") for t in both)
        if several and not clause.paired and _is_respective(clause):
            return True  # "the two boats were launched at 11 and 12 respectively": which one when?
        word = adjunct.words[-1].lower
        if word == "by" and (clause.agents or is_means(adjunct.object)):
            return True  # "beaten by Ida Lund by twelve votes"
        if word == "as" and self._is_time(adjunct):
            return True  # "as early as 1936" says when, not as what
        if clause.lemma == "be" and any(t.lower == "one" for t in clause.complements):
            return True  # "was one of two women in Rome": the "one" is no relation
        if clause.lemma == "be" and adjunct.words[0].lower in ("apart", "aside"):
            return True  # "was plain apart from a door"
        if clause.embeds and not is_named(found.entity):
            return True  # "said in a statement that", "wants by May to"
        return _is_age(clause, adjunct.object)

    def _is_time(self, adjunct: Adjunct) -> bool:
        return self.reader.time_at(self.sentence, adjunct.object) is not None

    def _is_told(self, clause: Clause, adjunct: Adjunct, found: Argument, *, object: bool) -> bool:
        """Whether the claim about the object of the clause tells what this one would."""
        beside = object and (self._is_time(adjunct) or not is_named(found.entity))
        return beside or lasts(clause, adjunct)

    def _object_beside(
        self, clause: Clause, head: Token
    ) -> tuple[bool, list[Qualifier], list[Token]]:
        """Whether the verb has an object, that as a qualifier, and the words of both."""
        words, qualifiers, is_there = list(clause.words), [], False
        for other in [*self._paired(clause, head), *clause.complements][:1]:
            argument = self.ends.argument(other)
            if argument is not None:
                is_there = True
                if other not in clause.complements or argument.literal is None:  # else in the lemma
                    qualifiers.append(Qualifier(role="object", argument=argument))
                words += self.ends.within(argument, other)
            if other in clause.complements:  # "where she was responsible for four sites"
                qualifiers += self.roles.told_behind(other)
        return is_there, qualifiers, words

    def _name(self, clause: Clause, head: Token) -> Argument | None:
        """ "is also known as [Constantinople]": what something is called, as words, not a thing."""
        if clause.verb.lemma.lower() not in NAMING:
            return None
        return self.ends.literal([t for t in phrase(self.sentence, head) if t.pos != "DET"])

    @rule("sv", "The mill collapsed.", "mill | collapse | -")
    def _alone(
        self, clause: Clause, head: Token, subject: Argument, frame: Frame, *, bare: bool
    ) -> Iterator[Claim]:
        if (clause.lemma in ("be", "have", "do") and bare) or is_aside(clause.verb):
            return
        if not bare and not clause.times and clause.verb.lemma.lower() in ("play", "have", "make"):
            return  # "play a role": what in is told by the gerund
        if clause.objects or clause.complements:
            return  # "scientists collect" says half of what they collect
        found = next((a for t in clause.times if (a := self._extent(clause, t)) is not None), None)
        yield self._claim(
            subject, clause.lemma, clause.words, found, rule="sv" if found is None else "svo",
            frame=frame, heads=(head, None), of=clause,
            qualifiers=(*self.roles.of(clause, frame.time), *self.roles.how(clause)),
            hidden=half_said(clause) if found is None else "",
        )  # fmt: skip

    def _extent(self, clause: Clause, noun: Token) -> Argument | None:
        """How long or how far: "lasted [eleven weeks]", "walked [ten miles]"."""
        if noun.i < clause.verb.i or noun.pos != "NOUN":
            return None
        found = self.ends.argument(noun)
        timed = self.reader.time_at(self.sentence, noun)
        bare = found is not None and found.literal is not None
        return found if bare and (timed is None or timed.kind == "duration") else None

    def _event(self, clause: Clause) -> str:
        """The id of a clause within its document, whose name is no part of what a record says."""
        parts: list[object] = [clause.verb.start, clause.verb.end, clause.kind == "small"]
        return hash_of(parts)

    # Nominals

    def _of_nominal(self, nominal: Nominal) -> Iterator[Claim]:
        stated = nominal.stated
        if nominal.rule in GLOSSES and _is_plain(nominal.head):
            stated = replace(stated, source=None, source_cue=None)
        if not reflexive(nominal.subject, nominal.object):
            yield self._claim(
                nominal.subject, nominal.lemma, list(nominal.words), nominal.object,
                rule=nominal.rule, frame=Frame(stated=stated, time=nominal.time),
                qualifiers=nominal.qualifiers, heads=(nominal.head, None), of=None,
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
        heads: tuple[Token | None, Token | None],
        of: Clause | None,
        qualifiers: tuple[Qualifier, ...] = (),
        hidden: str = "",
    ) -> Claim:
        words = _unique(words)
        spans = self.reader.words(words)
        if of is not None:
            qualifiers = (*qualifiers, *self.roles.in_full(of, heads, (subject, object)))
            if frame.stated.source is not None and is_under(of.verb, frame.stated.source):
                plain = replace(frame.stated, source=None, source_cue=None)
                frame = replace(frame, stated=plain)  # "according to a log seen by Orbis"
        claim = Claim(
            id="",
            document=self.reader.document.id,
            sentence=self.span,
            subject=subject,
            predicate=Predicate(lemma=lemma, spans=spans),
            object=object,
            polarity=frame.stated.polarity,
            modality=frame.stated.modality,
            source=self._source(frame.stated),
            time=frame.time,
            place=frame.place,
            qualifiers=tuple(
                q
                for q in dict.fromkeys(qualifiers)
                if object is None or not _is_same(q.argument, object)
            ),
            cues=tuple(self.reader.span(c.start, c.end) for c in frame.stated.cues),
            confidence=0.5,
            rule=rule,
            event=frame.event,
            steps=self._steps(rule, spans, frame.stated),
            hidden_because=hidden
            or says_nothing(subject, lemma, object)
            or (POINTING if heads[0] is not None and is_degree(heads[0]) else "")
            or (CONDITION if of is not None and _is_condition(of.verb) else ""),
        )
        claim = replace(claim, id=claim_id(claim))
        self.read[claim.id] = Reading(
            subject=heads[0], object=heads[1], verb=None if of is None else of.verb,
            words=tuple(words), kind="nominal" if of is None else of.kind,
        )  # fmt: skip
        return claim

    def _steps(self, rule: str, spans: tuple[Span, ...], stated: Stated) -> tuple[Step, ...]:
        first = spans[0] if spans else self.span
        return (
            Step(rule=rule, span=first),
            *(Step(rule=r, span=self.reader.span(t.start, t.end)) for r, t in stated.steps),
        )

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


def _is_joint(clause: Clause) -> bool:
    """ "raised nine pounds between them"."""
    around = (clause.verb, *clause.objects)
    between = [p for t in around for p in t.having("prep") if p.lower == "between"]
    return any(t.lower == "them" for p in between for t in p.having("pobj"))


def _is_same(one: Argument, other: Argument) -> bool:
    """ "trained two generations, among them Ann": of which "them" are two generations."""
    return one.span == other.span or (one.entity is not None and one.entity == other.entity)


def _is_age(clause: Clause, number: Token) -> bool:
    """ "until she was 79": her age then."""
    when = {t.lower for t in clause.verb.having("mark", "advmod")}
    then = clause.verb.dep == "advcl" and bool(when & {"until", "till", "when", "since", "before"})
    return number.tag == "CD" and clause.lemma == "be" and then


def _is_condition(verb: Token) -> bool:
    """ "if it rains, ...", and not "asked if it rains"."""
    return verb.dep == "advcl" and bool(condition(verb))


def _words_before(adjunct: Adjunct, found: Argument) -> list[Token]:
    """The words of a preposition that belong to the predicate."""
    if adjunct.object.end < adjunct.words[0].start and adjunct.words[0].dep == "prep":
        return list(adjunct.words)  # "insects on which the bird depends"
    return [t for t in adjunct.words if t.start < found.span.start]


def _lemma_with(clause: Clause, adjunct: Adjunct, covered: list[Token]) -> str:
    """The predicate with a preposition: "arrive in", "be responsible for"."""
    if clause.complements:
        return predicate_with(clause, adjunct, covered, compound(clause.complements[0]))
    return predicate_with(clause, adjunct, covered)


def _is_respective(clause: Clause) -> bool:
    return any(t.lower == "respectively" for t in clause.verb.subtree())


def _is_plain(noun: Token) -> bool:
    """Whether a noun of a name only says who that is: an office, kin, a firm; not "the thief"."""
    lemma = noun.lemma.lower()
    return is_role(lemma.removeprefix("co-")) or is_kin(lemma) or lemma in ORGANIZATION_NOUNS


def _contrary(clause: Clause, head: Token, frame: Frame) -> Frame:
    """ "is not a village but a [city]": the standing of what is contrasted is the other one."""
    hedges = [t for t in head.having("advmod") if t.lower in POSSIBLE_WORDS]
    if hedges and head.dep == "conj":  # "included Ann and, possibly, Ben"
        frame = replace(frame, stated=weaken(frame.stated, "possible", *hedges))
    return replace(frame, stated=negate(frame.stated)) if head.i in clause.contrary else frame


def _unique(tokens: list[Token]) -> list[Token]:
    return list({token.i: token for token in tokens}.values())
