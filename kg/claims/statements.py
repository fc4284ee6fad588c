"""Clauses and noun phrases → Claims.

A clause is one event. Its subject, verb and object make a claim; everything else that takes part is
a qualifier of it, with the preposition as its role, and what an adjunct names makes a claim of its
own ("meet in Tokyo") that shares the event.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.analyze import Sentence
from kg.claims.arguments import Reader
from kg.claims.clause import Clause, Reading
from kg.claims.clauses import find_clauses
from kg.claims.heads import VERBAL, Adjunct, after_comma, is_means, prepositional
from kg.claims.nominal import Nominal, find_behind, find_nominals, held_at
from kg.claims.participants import denied_until
from kg.claims.rules import reading, rule
from kg.claims.sources import is_aside
from kg.claims.stated import Stated, denying, negate, noted, only_behind, weaken
from kg.lexicon import (
    ALLOW_NOUNS,
    BESIDE_DO,
    DEGREES,
    DESIRE_NOUNS,
    DOUBT,
    KNOW,
    LIGHT,
    LIGHT_PAIRS,
    NAMING,
    PASSING,
    PLACE_NOUNS,
    PLACE_PREPOSITIONS,
    PLAIN_WITH,
    PLAN_NOUNS,
    REQUIRE_NOUNS,
    SAY,
    is_role,
)
from kg.mentions import Reference
from kg.model import Argument, Claim, Predicate, Qualifier, Source, Span, Step, Time
from kg.phrases import phrase, shared_of
from kg.quotes import Quote
from kg.tokens import TIMES, Token

#: Types of names that make an edge where an object leads to them.
NAMED = ("Person", "Organization", "Place", "Country")
#: How many nouns a claim may go through ("led to demands for safety in the mines").
DEPTH = 2
#: How many words a clause may have that qualifies another ("for: stealing a bicycle").
MOST_WORDS = 12
#: How many tokens a noun phrase may have that is told in full.
LONGEST_IN_FULL = 30

_light = reading("light-verb", "The talks took place in Rome.", "talks | take place in | Rome")
_passing = reading(
    "passing-time", "The mill ended the year with a loss.", "mill | end year with | loss"
)
_purpose = reading("purpose-role", "Kim left Rome to sell the mill.", "purpose: to sell the mill")
_rest = reading("rest", "Kim received his degree in Linguistics in 1961.", "in: Linguistics")
_manner = reading("manner", "Kim was wrongly convicted in Rome.", "manner: wrongly")
_full = reading(
    "in-full", "Kim bought a mill that burned in 1990.", "object in full: mill that burned in 1990"
)
_to_come = reading("present-to-come", "The mill opens tomorrow.", "mill | open | -; planned")
_charge = reading("gerund-role", "Kim was arrested for selling the mill.", "for: selling the mill")


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

    def __init__(self, sentence: Sentence, reader: Reader) -> None:
        self.sentence = sentence
        self.reader = reader
        self.span = reader.span(sentence.start, sentence.end)
        self.told: set[tuple[int, int]] = set()
        self.read: dict[str, Reading] = {}
        self.lost: list[str] = []
        self._known: dict[int, Argument | None] = {}
        self._whole: dict[int, tuple[Argument, int] | None] = {}

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
        if clause.stated.open:
            self.lost.append(clause.stated.open)
            return
        if _stands_in(clause):
            self.lost.append("“do” stands for another verb")
            return
        self._pass(clause)
        lightened = _lighten(clause)
        time = self._time(clause)
        frame = Frame(
            stated=self._coming(clause, time), time=time, place=self._place(clause),
            event=self._event(clause),
        )  # fmt: skip
        subjects = [(s, a) for s in clause.subjects if (a := self._argument(s)) is not None]
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
        for doer in clause.agents:
            agent = self._argument(doer)
            for head, patient in patients if agent is not None else ():
                if agent is not None and not _reflexive(agent, patient):
                    yield self._claim(
                        agent, lemma, [*clause.words, *by], patient, rule="passive", frame=frame,
                        qualifiers=self._qualifiers(clause, frame), heads=(doer, head), of=clause,
                    )  # fmt: skip

    def _arguments(
        self, clause: Clause, head: Token, subject: Argument, frame: Frame
    ) -> Iterator[Claim]:
        yield from self._objects(clause, head, subject, frame)
        for told in clause.complements:
            yield from self._complement(clause, head, subject, told, frame)
        if clause.objects and not any(self._argument(o) for o in clause.objects):
            self.lost.append("an object without a name")
            return
        for adjunct in clause.adjuncts:
            yield from self._adjunct(clause, head, subject, adjunct, frame)
        yield from self._saying(clause, head, subject, frame)

    @rule("svo", "Kim sold the yacht.", "Kim | sell | yacht")
    def _objects(
        self, clause: Clause, head: Token, subject: Argument, frame: Frame
    ) -> Iterator[Claim]:
        receivers = [a for t in clause.receivers if (a := self._argument(t)) is not None]
        if any(_reflexive(subject, receiver) for receiver in receivers):
            return  # "it had a large wheel, giving it speed": the wheel does
        for told in self._paired(clause, head):
            found = None if _mere(clause, told) else self._argument(told)
            if found is None or _reflexive(subject, found):
                continue
            qualifiers = (
                *(Qualifier(role="to", argument=r) for r in receivers),
                *self._qualifiers(clause, frame, beside=told),
            )
            yield self._claim(
                subject, clause.lemma, clause.words, found, rule="svoo" if receivers else "svo",
                qualifiers=qualifiers, frame=_contrary(clause, told, frame), heads=(head, told),
                of=clause, hidden=REPEATED if _is_addressed(clause) else "",
            )  # fmt: skip
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
            if said.pos not in VERBAL:
                continue
            part = [t for t in said.subtree() if t.dep != "mark" or t.head is not said]
            while part and part[0].pos == "PUNCT":
                part.pop(0)
            while part and part[-1].pos == "PUNCT":
                part.pop()
            part = _without_contrast(part, said)
            asked = part and part[0].tag in ("WRB", "WP", "WDT")
            if _is_whole(part) and not asked and said.having("nsubj", "nsubjpass", "expl"):
                told = [a for t in clause.objects if (a := self._argument(t)) is not None]
                yield self._claim(
                    subject, clause.lemma, clause.words, self._reported(part), rule="say",
                    qualifiers=tuple(Qualifier(role="to", argument=a) for a in told),
                    frame=frame, heads=(head, said), of=clause,
                )  # fmt: skip

    @rule("svc", "Kim became mayor.", "Kim | become | mayor")
    def _complement(
        self, clause: Clause, head: Token, subject: Argument, told: Token, frame: Frame
    ) -> Iterator[Claim]:
        reference = self.reader.by_head.get(id(told))
        nominal = reference is not None and reference.kind == "nominal"
        found = self.reader.concept(reference) if nominal and reference else self._argument(told)
        if found is not None and _reflexive(subject, found):
            found = self._name(clause, told)
        if found is None:
            return
        if told.tag == "CD" and clause.lemma == "be" and clause.verb.dep == "advcl":
            return  # "until she was 79": her age then
        if clause.lemma == "be" and self._differ_in_kind(head, told):
            self.lost.append("two names of different kinds, one said to be the other")
            return
        frame = _contrary(clause, told, frame)
        # "is able to", "is concerned about": the adjective is half of what is said.
        if not (told.pos in ("ADJ", "ADV") and told.having("prep", "xcomp", "ccomp")):
            yield self._claim(
                subject, clause.lemma, clause.words, found, rule="svc",
                qualifiers=self._qualifiers(clause, frame, beside=told), frame=frame,
                heads=(head, told), of=clause,
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
        if found.entity is not None and found.entity[0] in "@#":
            return  # what hangs on a name says more about the name than about the subject
        run = self._within(found, told)
        inner = compound(told) if told.pos != "VERB" else told.lower
        degree = [c.lower for c in told.having("advmod") if c.lower in DEGREES]
        inner = " ".join([*degree, inner])
        if name == "svc-of" and is_role(inner):
            inner = " ".join(t.lower for t in run if t.pos in ("NOUN", "PROPN", "ADJ"))
        for prep, adjunct, target in self._led(told):
            if (told.pos == "NUM" and prep.lower != "of") or _reflexive(subject, target):
                continue
            if "as" in degree and prep.lower != "as":
                continue  # "as reliable in Cuba as elsewhere"
            self.told.add((prep.i, _start(target)))
            lemma = " ".join([clause.lemma, inner, *(t.lower for t in adjunct.words)])
            # "is unrelated to": the predicate says the quality
            said = () if found.literal is not None else (Qualifier(role="object", argument=found),)
            yield self._claim(
                subject, lemma, [*clause.words, *run, *adjunct.words], target, rule=name,
                frame=frame, qualifiers=said,
                heads=(head, adjunct.object), of=clause,
            )  # fmt: skip

    def _led(self, noun: Token) -> Iterator[tuple[Token, Adjunct, Argument]]:
        """The prepositions behind a noun's compact phrase, each with what it leads to."""
        end = phrase(self.sentence, noun)[-1].i
        shared = shared_of(self.sentence, noun)
        for prep in dict.fromkeys([*noun.having("prep"), *([shared] if shared else [])]):
            for adjunct in prepositional(prep) if prep.i > end else ():
                target = self._argument(adjunct.object)
                if target is not None and denying(adjunct.object) is None:
                    yield prep, adjunct, target

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
        if depth > DEPTH or found.entity is None or found.entity[0] in "@#":
            return  # what hangs on a name says more about the name than about the subject
        for prep, adjunct, target in self._led(told):
            if (told.pos == "NUM" and prep.lower != "of") or _reflexive(subject, target):
                continue
            longer = [*words, *self._within(found, told), *adjunct.words]
            kept = _holds(found.label, adjunct.object, target)
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
        placed = _is_place(reference) and prep.lower in ("in", "at")
        return placed or (reference.type in NAMED and not kept)

    @rule("svp", "Kim arrived in Seoul.", "Kim | arrive in | Seoul")
    def _adjunct(
        self, clause: Clause, head: Token, subject: Argument, adjunct: Adjunct, frame: Frame
    ) -> Iterator[Claim]:
        found = self._argument(adjunct.object)
        if found is not None and _reflexive(subject, found) and adjunct.words[-1].lower == "as":
            found = self._name(clause, adjunct.object)
        if found is None or _reflexive(subject, found):
            return
        if adjunct.words[-1].lower == "by" and is_means(adjunct.object):
            return
        if adjunct.object.tag == "CD" and clause.lemma == "be" and clause.verb.dep == "advcl":
            return  # "until she was fourteen"
        timed = self.reader.time_at(self.sentence, adjunct.object) is not None
        named = found.entity is not None and found.entity[0] in "@#"
        if clause.embeds and not named:
            return  # "said in a statement that", "wants by May to"
        own = self.reader.time(self.sentence, adjunct.object)
        if own is not None:
            frame = replace(
                frame, time=self._ahead(clause, own)
            )  # "served in 1860 and 1861": of each its own
        if frame.time is not None and frame.time.value and frame.time.span == found.span:
            found = replace(found, literal=frame.time.value)
        covered = [t for t in adjunct.words if t.start < found.span.start]
        if adjunct.object.end < adjunct.words[0].start and adjunct.words[0].dep == "prep":
            covered = list(adjunct.words)  # "insects on which the bird depends"
        if not covered and (own or adjunct.words[-1].lower in ("to", "and", "until")):
            return  # "from 2006 to 2008" is one time, and the time of the claim
        words, qualifiers, name = list(clause.words), [], "svp"
        if clause.passive:
            name = "passive-svp"
        beside = [*self._paired(clause, head), *clause.complements][:1]
        for other in beside:
            argument = self._argument(other)
            if argument is not None:
                name = "svop"
                if other not in clause.complements or argument.literal is None:  # else in the lemma
                    qualifiers.append(Qualifier(role="object", argument=argument))
                words += self._within(argument, other)
        qualifiers += [
            q for q in self._qualifiers(clause, frame, beside=adjunct.object)
            if q.argument.span != found.span
        ]  # fmt: skip
        self.told.update((w.i, _start(found)) for w in adjunct.words)
        lemma = _with(clause, adjunct, covered)
        if clause.complements:
            lemma = _with(clause, adjunct, covered, compound(clause.complements[0]))
        yield self._claim(
            subject, lemma, words + covered, found, rule=name, qualifiers=tuple(qualifiers),
            frame=frame, heads=(head, adjunct.object), of=clause,
            hidden=_is_half(clause, adjunct, found)
            or ("" if name != "svop" or (named and not timed) else REPEATED),
        )  # fmt: skip
        yield from self._nested(
            clause, head, subject, adjunct.object, found, frame, words + covered
        )

    def _name(self, clause: Clause, head: Token) -> Argument | None:
        """ "is also known as [Constantinople]": what something is called, as words, not a thing."""
        if clause.verb.lemma.lower() not in NAMING:
            return None
        return self._literal([t for t in phrase(self.sentence, head) if t.pos != "DET"])

    def _within(self, argument: Argument, head: Token) -> list[Token]:
        """The words of an argument up to its head's phrase, without its complement."""
        span, end = argument.span, phrase(self.sentence, head)[-1].end
        return [t for t in self.sentence.tokens if span.start <= t.start < min(span.end, end)]

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
            frame=frame, qualifiers=self._qualifiers(clause, frame), heads=(head, None), of=clause,
        )  # fmt: skip

    def _extent(self, clause: Clause, noun: Token) -> Argument | None:
        """How long or how far: "lasted [eleven weeks]", "walked [ten miles]"."""
        if noun.i < clause.verb.i or noun.pos != "NOUN":
            return None
        found = self._argument(noun)
        timed = self.reader.time_at(self.sentence, noun)
        bare = found is not None and found.literal is not None
        return found if bare and (timed is None or timed.kind == "duration") else None

    # Qualifiers

    def _qualifiers(
        self, clause: Clause, frame: Frame, beside: Token | None = None
    ) -> tuple[Qualifier, ...]:
        """Who and what else takes part, in text order; the time of the claim is not said again.

        `beside` is an object or complement: what stands behind it and is not in its label is told
        as well ("document trends in employment [through a survey]").
        """
        found = []
        for adjunct in clause.adjuncts:
            argument = self._argument(adjunct.object)
            if argument is None or (frame.time is not None and argument.span == frame.time.span):
                continue
            role = " ".join(t.lower for t in adjunct.words)
            found.append(Qualifier(role=role, argument=argument))
        for adverb in clause.manner if _manner() else ():
            found.append(Qualifier(role="manner", argument=self._literal([adverb])))
        for aim in clause.aims if _purpose() else ():
            found += self._clause_role("purpose" if aim.dep == "advcl" else "to", aim)
        for told in clause.told:
            argument = self._argument(told)
            found += [Qualifier(role="as", argument=argument)] if argument is not None else []
        for prep in clause.verb.having("prep") if _charge() else ():
            for verb in prep.having("pcomp"):
                if verb.tag == "VBG":
                    found += self._clause_role(prep.lower, verb)
        for adjunct, argument in self._behind(beside) if beside is not None else ():
            if frame.time is None or argument.span != frame.time.span:
                role = " ".join(t.lower for t in adjunct.words)
                found.append(Qualifier(role=role, argument=argument))
        return tuple(found)

    def _behind(
        self, noun: Token, label: str = "", depth: int = 1
    ) -> Iterator[tuple[Adjunct, Argument]]:
        """What the prepositions behind a noun lead to and its label does not hold."""
        whole = self._argument(noun)
        if whole is None or (whole.entity is not None and whole.entity[0] in "@#"):
            return  # what hangs on a name says more about the name than about the clause
        label = label or whole.label
        for _, adjunct, target in self._led(noun) if _rest() else ():
            if not _holds(label, adjunct.object, target):
                yield adjunct, target
            if depth < DEPTH:
                yield from self._behind(adjunct.object, label, depth + 1)

    def _in_full(
        self, clause: Clause, heads: tuple[Token | None, Token | None],
        arguments: tuple[Argument, Argument | None],
    ) -> Iterator[Qualifier]:  # fmt: skip
        """ "offers an insight [that depends on nobody]": a noun with the clause that narrows it.

        The label is short, and without the clause the claim would be about more than it says.
        """
        for role, head, argument in zip(("subject", "object"), heads, arguments, strict=True):
            if head is None or argument is None or head.pos != "NOUN" or head.entity in TIMES:
                continue
            if argument.entity is not None and argument.entity[0] in "@#":
                continue
            if head.i not in self._whole:
                self._whole[head.i] = self._narrowed(head)
            found = self._whole[head.i]
            if found is not None and not head.i < clause.verb.i <= found[1]:
                told = found[0].label.split()[-1]
                if told not in argument.label.split():
                    yield Qualifier(role=f"{role} in full", argument=found[0])

    def _narrowed(self, noun: Token) -> tuple[Argument, int] | None:
        """A noun phrase up to the clause that narrows it, as a literal, and where that ends."""
        run, none = phrase(self.sentence, noun), denying(noun)  # that it is few, the claim says
        for verb in noun.having("relcl", "acl"):
            part = verb.subtree()
            before = self.sentence.tokens[part[0].i - 1]
            if part[0].i <= run[-1].i or before.pos == "PUNCT" or not _is_whole(part):
                continue
            while part[-1].pos == "PUNCT":
                part.pop()
            start = next((t for t in run if t.pos not in ("DET", "PUNCT") and t is not none), noun)
            if part[-1].i - start.i < LONGEST_IN_FULL:
                return self._literal(self.sentence.tokens[start.i : part[-1].i + 1]), part[-1].i
        return self._up_to_verb(noun, run)

    def _up_to_verb(self, noun: Token, run: Sequence[Token]) -> tuple[Argument, int] | None:
        """ "[Patients with fever of any kind] were excluded": all that stands before the verb."""
        part, none = noun.subtree(), denying(noun)
        after = self.sentence.tokens[part[-1].i + 1 : part[-1].i + 2]
        behind = part[-1].i > run[-1].i and noun.i < noun.head.i and _is_whole(part)
        if noun.dep not in ("nsubj", "nsubjpass") or not behind or not after:
            return None
        if any(t.pos == "PUNCT" or t.dep in ("cc", "relcl", "appos") for t in part):
            return None
        start = next((t for t in run if t.pos not in ("DET", "PUNCT") and t is not none), noun)
        if part[-1].i - start.i >= LONGEST_IN_FULL:
            return None
        return self._literal(self.sentence.tokens[start.i : part[-1].i + 1]), part[-1].i

    def _clause_role(self, role: str, verb: Token) -> list[Qualifier]:
        """A clause as the literal value of a role: "purpose: to sell the mill"."""
        part = verb.subtree()
        while part and part[-1].pos == "PUNCT":
            part.pop()
        if role == "to" and part and part[0].lower == "to":
            part.pop(0)
        if not _is_whole(part) or len(part) > MOST_WORDS:
            return []
        return [Qualifier(role=role, argument=self._literal(part))]

    def _literal(self, part: Sequence[Token]) -> Argument:
        span = self.reader.span(part[0].start, part[-1].end)
        text = " ".join(span.text.split())
        return Argument(span=span, label=text, literal=text, datatype="xsd:string")

    def _reported(self, part: Sequence[Token]) -> Argument:
        """What is said, in its words, with a name for "he" where it is known whom it means.

        Its chance is that of the least sure of them.
        """
        plain = self._literal(part)
        if part[0].i and self.sentence.tokens[part[0].i - 1].text in QUOTES:
            return plain
        text, at, chance = "", part[0].start, 1.0
        for token in part:
            reference = self.reader.by_head.get(id(token))
            if reference is None or reference.kind != "pronoun" or token.lower not in THIRD:
                continue
            name, known = _name_of(reference, token), reference.trust
            if reference.label.casefold() == token.lower:
                chance = min(chance, 0.0 if token.dep in ("nsubj", "nsubjpass") else 1.0)
                continue
            text += self.reader.document.text[at : token.start] + name
            at, chance = token.end, min(chance, known)
        text = " ".join((text + self.reader.document.text[at : part[-1].end]).split())
        return replace(plain, label=text, literal=text, chance=chance if chance < 1 else None)

    def _argument(self, head: Token) -> Argument | None:
        known = self._known.get(head.i, self)
        if isinstance(known, Statements):
            known = self._known[head.i] = self.reader.argument(self.sentence, head)
        return known

    # When and where

    def _time(self, clause: Clause) -> Time | None:
        heads = [*clause.times, *(a.object for a in clause.adjuncts)]
        heads += [c for c in clause.verb.having("advmod", "prep") if c.entity in ("DATE", "TIME")]
        # "approved by the council on Monday": parsers may hang the day on the council.
        heads += [o for a in clause.agents for p in a.having("prep") for o in p.having("pobj")]
        found = self._times([h for h in heads if not self._in_brackets(h)])
        verb = clause.verb
        while not found and verb.dep in ("conj", "xcomp") and verb.head is not verb:
            # "Yesterday Anna came and stayed": a time in front holds for both.
            first, verb = verb, verb.head
            heads = [t for t in front(verb) if first.dep == "xcomp" or t.i < verb.i]
            found = self._times(heads)
        best = next((t for t in found if t.value is not None), found[0] if found else None)
        if best is None and (past := _formerly(clause)) is not None:
            best = Time(span=self.reader.span(past.start, past.end))
        if best is not None and best.value and _opens_late(clause.verb):
            best = replace(best, value=best.value.removeprefix("../"))
        return None if best is None else self._ahead(clause, best)

    def _ahead(self, clause: Clause, time: Time) -> Time:
        """A time of what is still open is the next one: "may close in May"."""
        open_ended = clause.stated.modality in ("planned", "desired", "possible", "required")
        return self.reader.ahead(time) if open_ended else time

    def _coming(self, clause: Clause, time: Time | None) -> Stated:
        """The standing of a clause that tells in the present what is to come: "leaves tomorrow"."""
        stated, verb = clause.stated, clause.verb
        if time is None or stated.modality != "actual":
            return stated
        helps = verb.having("aux", "auxpass")
        now = len(helps) == 1 and helps[0].lemma == "be" and helps[0].tag in ("VBZ", "VBP")
        ongoing = now and verb.tag == "VBG"
        present = (now and verb.tag == "VBN") or (verb.tag in ("VBZ", "VBP") and not helps)
        ahead = (ongoing or present) and self.reader.is_ahead(time, dated=ongoing)
        if not ahead or not _to_come():
            return stated
        return noted(weaken(stated, "planned", verb), "present-to-come", verb)

    def _in_brackets(self, token: Token) -> bool:
        """ "Modigliani (1918-2003) won": the years of a life are not when he won."""
        before = "".join(t.text for t in self.sentence.tokens[: token.i])
        return before.count("(") > before.count(")")

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

    def _event(self, clause: Clause) -> str:
        """The id of a clause within its document, whose name is no part of what a record says."""
        parts: list[object] = [clause.verb.start, clause.verb.end, clause.kind == "small"]
        return _hash(parts)

    # Nominals

    def _of_nominal(self, nominal: Nominal) -> Iterator[Claim]:
        if not _reflexive(nominal.subject, nominal.object):
            yield self._claim(
                nominal.subject, nominal.lemma, list(nominal.words), nominal.object,
                rule=nominal.rule, frame=Frame(stated=nominal.stated, time=nominal.time),
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
        if of is not None and _full():
            qualifiers = (*qualifiers, *self._in_full(of, heads, (subject, object)))
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
                if object is None or q.argument.span != object.span
            ),
            cues=tuple(self.reader.span(c.start, c.end) for c in frame.stated.cues),
            confidence=0.5,
            rule=rule,
            event=frame.event,
            steps=self._steps(rule, spans, frame.stated),
            hidden_because=hidden or _circular(subject, lemma, object),
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


def _circular(subject: Argument, lemma: str, object: Argument | None) -> str:
    """Why an edge would say nothing new: one end names the other already."""
    if object is None or object.literal is not None:
        return ""
    inner, outer = f" {object.label.casefold()} ", f" {subject.label.casefold()} "
    if lemma == "have" and object.label.startswith((f"{subject.label}'s ", f"{subject.label}' ")):
        return OWNED
    if inner == outer or (inner in outer and len(outer.split()) > 2):
        return CIRCULAR
    named = subject.entity is not None and subject.entity[0] in "@#"
    return BARE if named and lemma == "be" and object.label.casefold() in ANYBODY else ""


#: Why what a noun of a label leads to makes no edge.
WITHIN = "the label of another claim of its event says it"
#: Why an edge like "flight to Paris, to, Paris" is not shown.
CIRCULAR = "the label of its subject says it"
#: Why "Anna, be, woman" is not shown, and what says no more than that.
BARE = "it only says what kind everybody is of"
ANYBODY = frozenset("man woman person people lady gentleman guy individual thing".split())
#: Why "Anna, have, Anna's father" is not shown.
OWNED = "the label of its object says it"
#: Why the claim of an adjunct beside an object makes no edge: it qualifies that of the object.
REPEATED = "another claim of its event says it as a qualifier"


#: What tells of a state that it is over.
FORMERLY = frozenset("once formerly previously originally".split())
#: What opens words that are given as they were said.
QUOTES = frozenset(('"', "“", "‘", "'", "``"))
#: Pronouns of what is spoken of.
THIRD = frozenset("he him his she her hers they them their theirs it its".split())
#: What opens a clause that is set against what is said before it.
CONTRAST = frozenset("although though whereas while even".split())


def _name_of(pronoun: Reference, token: Token) -> str:
    """Whom a pronoun stands for, as its place in the sentence has it: "Anna Holt's"."""
    return f"{pronoun.label}'s" if token.dep == "poss" else pronoun.label


def _without_contrast(part: list[Token], said: Token) -> list[Token]:
    """ "found that the lime was bad, although the press blamed him": who writes sets it against."""
    for clause in said.having("advcl"):
        marks = clause.having("mark", "advmod")
        first = clause.subtree()[0]
        if any(m.lower == "while" for m in marks) and not after_comma(clause):
            continue  # "they stay while there are threats"
        if first.i > said.i and any(m.lower in CONTRAST and m.i < clause.i for m in marks):
            part = [t for t in part if t.i < first.i]
    while part and part[-1].pos == "PUNCT":
        part = part[:-1]
    return part


def _is_addressed(clause: Clause) -> bool:
    """ "told reporters that it was sold": whom it is said to qualifies what is said."""
    said = clause.verb.having("ccomp")
    return bool(said) and clause.verb.lemma.lower() in SAY and not clause.passive


#: Why an edge like "treaty, be signed between, France" is not shown.
HALF = "it names one of those between whom it is"


def _is_half(clause: Clause, adjunct: Adjunct, found: Argument) -> str:
    """Why what is said to be between one thing is not shown; empty where it is between more."""
    noun = adjunct.object
    alone = sum(a.words[-1].lower == "between" for a in clause.adjuncts) == 1
    single = noun.tag in ("NN", "NNP", "CD") or noun.entity in ("ORG", "PERSON", "GPE")
    between = adjunct.words[-1].lower == "between" and alone and single
    return HALF if between and not {"and", "&"} & set(found.label.split()) else ""


def _stands_in(clause: Clause) -> bool:
    """ "and has done since May", "as it did in 2019": such a "do" says what another verb says."""
    verb = clause.verb
    if verb.lemma.lower() != "do" or clause.passive or verb.dep not in ("conj", "advcl"):
        return False
    told = clause.objects or clause.complements or verb.having("prt", "ccomp", "xcomp")
    with_it = any(a.words[-1].lower in ("with", "without") for a in clause.adjuncts)
    beside = all(t.lower in BESIDE_DO for t in verb.having("advmod", "neg"))
    return not told and not with_it and beside and verb.head.pos != "NOUN"


def _lighten(clause: Clause) -> bool:
    """ "took place in Rome" is *take place in*: the object of a light verb belongs to the verb."""
    for noun in clause.objects[:1] if len(clause.objects) == 1 and _light() else ():
        kept = LIGHT_PAIRS.get(clause.verb.lemma.lower(), frozenset())
        if noun.lemma.lower() not in kept or noun.pos == "PRON":
            continue
        clause.lemma = f"{clause.lemma} {noun.lemma.lower()}"
        clause.words = [*clause.words, *(t for t in noun.subtree() if t.i <= noun.i)]
        clause.adjuncts = [
            *(a for p in noun.having("prep") if p.i > noun.i for a in prepositional(p)),
            *clause.adjuncts,
        ]
        clause.objects = []
        return True
    return False


def _with(clause: Clause, adjunct: Adjunct, covered: list[Token], middle: str = "") -> str:
    """The predicate of an adjunct: the verb and the preposition ("arrive in", "be common in")."""
    # "a town where films are made": they are made in it
    prepositions = " ".join("in" if t.lower == "where" else t.lower for t in adjunct.words)
    if prepositions == "with" and clause.lemma in PLAIN_WITH and not clause.objects:
        return clause.lemma
    if not covered and adjunct.words[0].lower != "where":
        return clause.lemma
    return " ".join(part for part in (clause.lemma, middle, prepositions) if part)


def _contrary(clause: Clause, head: Token, frame: Frame) -> Frame:
    """ "is not a village but a [city]": the standing of what is contrasted is the other one."""
    return replace(frame, stated=negate(frame.stated)) if head.i in clause.contrary else frame


def _formerly(clause: Clause) -> Token | None:
    """ "was once a prison": it is none now."""
    state = clause.verb.lemma in ("be", "have") and clause.complements
    known = FORMERLY if state else FORMERLY - {"once", "originally"} if clause.passive else ()
    return next((t for t in clause.verb.having("advmod") if t.lower in known), None)


def _opens_late(verb: Token) -> bool:
    """ "did not open until 1990": it opened then; "not only until 1990" says till when."""
    until = [p for p in verb.having("prep") if p.lower in ("until", "till")]
    only = any(only_behind(t, verb.children) for t in verb.having("neg") if until)
    bare = all(t.lower not in ("only", "just", "merely") for t in verb.having("advmod", "preconj"))
    return any(denied_until(p, verb) for p in until) and (bare or not only)


def _is_whole(part: Sequence[Token]) -> bool:
    return bool(part) and part[-1].i - part[0].i + 1 == len(part)


def _mere(clause: Clause, head: Token) -> bool:
    """ "has the ability to fly": what is had is told by the infinitive."""
    nouns = ALLOW_NOUNS | PLAN_NOUNS | DESIRE_NOUNS | REQUIRE_NOUNS
    to = any(t.lower == "to" for v in head.having("acl", "relcl") for t in v.having("aux"))
    return clause.lemma == "have" and head.lemma.lower() in nouns and to


def _holds(label: str, head: Token, argument: Argument) -> bool:
    """Whether a label says already what a noun of it leads to: "loan of £3m", "£3m"."""
    words = label.casefold().split()
    return head.lower in words or words[-len(argument.label.split()) :] == [
        word.casefold() for word in argument.label.split()
    ]


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
    return _hash([
        claim.document, claim.sentence.start, claim.subject.span.start, claim.subject.span.end,
        claim.predicate.lemma, [(s.start, s.end) for s in claim.predicate.spans],
        claim.object and (claim.object.span.start, claim.object.span.end, claim.object.literal),
        claim.subject.entity, claim.object and claim.object.entity,
        claim.polarity, claim.modality, claim.rule,
        *([claim.reader] if claim.reader != "kg" else []),
    ])  # fmt: skip


def _hash(parts: Sequence[object]) -> str:
    text = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
