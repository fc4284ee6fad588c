"""Who and what else takes part in the event of a clause: the qualifiers of its claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.english import lexicon
from kg.english.nouns import FOCUS
from kg.model import Argument, Qualifier, Time
from kg.parse.tokens import TIMES, Token
from kg.record.claims.clause import Clause
from kg.record.claims.ends import Ends, holds, is_whole, points_back
from kg.record.claims.heads import Adjunct, prepositional
from kg.record.claims.rules import reading
from kg.record.claims.stated import condition, denying, is_agreed
from kg.record.keys import is_named
from kg.record.phrases import phrase

#: How many nouns a claim may go through ("led to demands for safety in the mines").
DEPTH = 2
#: How many words a clause may have that qualifies another ("for: stealing a bicycle").
MOST_WORDS = 12
#: What stands before an event that dates another.
DATED_BY = ("after", "before", "since")
#: How many words a condition may have.
LONGEST_CONDITION = 20
#: How many tokens a noun phrase may have that is told in full.
LONGEST_IN_FULL = 30

_purpose = reading("purpose-role", "Kim left Rome to sell the mill.", "purpose: to sell the mill")
_rest = reading("rest", "Kim received his degree in Linguistics in 1961.", "in: Linguistics")
_manner = reading("manner", "Kim was wrongly convicted in Rome.", "manner: wrongly")
_charge = reading("gerund-role", "Kim was arrested for selling the mill.", "for: selling the mill")
_full = reading(
    "in-full", "Kim bought a mill that burned in 1990.", "object in full: mill that burned in 1990"
)


#: Verbs whose object is a time, and which say with a participle what it goes by with.
TAKING_TIME = frozenset("spend waste".split())
#: How many words may say how.
LONGEST_MANNER = 4
#: Adverbs that say nothing of how, or point at where and when.
UNTOLD = (
    lexicon.REMARKS
    | lexicon.POSSIBLE_WORDS
    | lexicon.NEGATIVE_WORDS
    | FOCUS
    | frozenset(
        "there here then now so too well again however though yet else only nonetheless instead"
        " nevertheless therefore thus otherwise meanwhile likewise accordingly anyway".split()
    )
)


class Roles:
    """The qualifiers of the clauses of one sentence."""

    def __init__(self, ends: Ends) -> None:
        self.ends = ends
        self.sentence = ends.sentence
        self._whole: dict[int, tuple[Argument, int] | None] = {}

    def of(
        self, clause: Clause, time: Time | None, beside: Token | None = None
    ) -> tuple[Qualifier, ...]:
        """Who and what else takes part, in text order; the time of the claim is not said again.

        `beside` is an object or complement: what stands behind it and is not in its label is told
        as well ("document trends in employment [through a survey]").
        """
        found = []
        for adjunct in clause.adjuncts:
            argument = self.ends.argument(adjunct.object)
            if argument is None or (time is not None and argument.span == time.span):
                continue
            role = " ".join(t.lower for t in adjunct.words)
            if role == "as" and adjunct.object.entity in TIMES:
                continue  # "as recently as November"
            if points_back(adjunct.object):
                continue  # "beyond that date"
            found.append(Qualifier(role=role, argument=argument))
        for adverb in clause.manner if _manner() else ():
            found.append(Qualifier(role="manner", argument=self.ends.literal([adverb])))
        for aim in clause.aims if _purpose() else ():
            found += self._clause_role("purpose" if aim.dep == "advcl" else "to", aim)
        for told in clause.told:
            argument = self.ends.argument(told)
            if clause.verb.lower == "born":  # "was born Ida Moen": the words, not who it is
                argument = self.ends.literal(phrase(self.sentence, told))
            found += [Qualifier(role="as", argument=argument)] if argument is not None else []
        for prep in clause.verb.having("prep") if _charge() else ():
            for verb in prep.having("pcomp"):
                if verb.tag == "VBG":
                    found += self._clause_role(prep.lower, verb)
        for told in clause.verb.having("advcl") if clause.verb.lemma in TAKING_TIME else ():
            if told.tag == "VBG" and told.i > clause.verb.i and not told.having("mark"):
                found += self._clause_role("doing", told)
        for told in clause.verb.having("ccomp"):
            asked = [m.lower for m in told.having("mark") if m.lower in ("whether", "if")]
            if asked and (clause.objects or clause.receivers or clause.passive):
                found += self._clause_role(asked[0], told)
        found += self._conditions(clause)
        found += self._fronted(clause)
        for adjunct, argument in self._behind(beside) if beside is not None else ():
            if time is None or argument.span != time.span:
                role = " ".join(t.lower for t in adjunct.words)
                found.append(Qualifier(role=role, argument=argument))
        return tuple(found)

    def told_behind(self, noun: Token) -> list[Qualifier]:
        """What the prepositions behind a noun or an adjective lead to."""
        return [
            Qualifier(role=" ".join(t.lower for t in adjunct.words), argument=argument)
            for adjunct, argument in self._behind(noun)
        ]

    def _fronted(self, clause: Clause) -> Iterator[Qualifier]:
        """ "On exposure to air, specimens lose water and [turn brown]": it holds for both verbs."""
        verb, first = clause.verb, clause.verb.head
        subjects = first.having("nsubj", "nsubjpass")
        if verb.dep != "conj" or verb.having("nsubj", "nsubjpass") or not subjects:
            return
        for prep in first.having("prep"):
            for adjunct in prepositional(prep) if prep.i < subjects[0].i else ():
                argument = self.ends.argument(adjunct.object)
                if argument is not None and adjunct.object.entity not in TIMES:
                    role = " ".join(t.lower for t in adjunct.words)
                    yield Qualifier(role=role, argument=argument)

    def how(self, clause: Clause) -> Iterator[Qualifier]:
        """ "came [late]", "fail [more often]", "returned [three times]": what a bare verb needs."""
        for word in clause.verb.having("advmod", "npadvmod") if _manner() else ():
            counted = word.pos in ("ADV", "ADJ") or word.having("nummod", "det")
            if word.i < clause.verb.i or word in clause.manner or not counted:
                continue
            # "was thrown overboard" has its word in the predicate, "40 miles apart" only that
            part = [t for t in word.subtree() if t.lower not in clause.lemma.split()]
            said = word.lower in UNTOLD or not 0 < len(part) <= LONGEST_MANNER
            if not said and is_whole(part) and self.ends.reader.time(self.sentence, word) is None:
                yield Qualifier(role="manner", argument=self.ends.literal(part))

    def _conditions(self, clause: Clause) -> list[Qualifier]:
        """ "if: the swell exceeds 2.5 metres", of the verb or of the one that it is joined to."""
        verb = clause.verb
        above = verb.head if verb.dep == "conj" and not verb.having("advcl") else verb
        found = []
        given = clause.stated.modality == "actual"
        open_ended = [t for t in above.having("advcl") if not given or is_agreed(t, above)]
        # "recommended approval provided that it is kept": what is approved, not that she did
        of_objects = [told for noun in above.having("dobj") for told in noun.having("advcl")]
        for told in (*open_ended, *of_objects):
            marks = condition(told)
            part = [t for t in told.subtree() if t not in marks and t.pos != "PUNCT"]
            opens = marks and marks[0].dep != "aux" and is_whole(part)
            if opens and len(part) <= LONGEST_CONDITION:
                role = " ".join(t.lower for t in marks)
                found.append(Qualifier(role=role, argument=self.ends.literal(part)))
        return found

    def _behind(
        self, noun: Token, label: str = "", depth: int = 1
    ) -> Iterator[tuple[Adjunct, Argument]]:
        """What the prepositions behind a noun lead to and its label does not hold."""
        whole = self.ends.argument(noun)
        if whole is None or (is_named(whole.entity)):
            return  # what hangs on a name says more about the name than about the clause
        label = label or whole.label
        for _, adjunct, target in self.ends.led(noun) if _rest() else ():
            dated = adjunct.object.entity in TIMES and noun.head.lower in DATED_BY
            if not (dated or holds(label, adjunct.object, target)):
                yield adjunct, target  # of "after her death in 1978" the death was then
            if depth < DEPTH:
                yield from self._behind(adjunct.object, f"{label} {target.label}", depth + 1)

    def in_full(
        self, clause: Clause, heads: tuple[Token | None, Token | None],
        arguments: tuple[Argument, Argument | None],
    ) -> Iterator[Qualifier]:  # fmt: skip
        """ "offers an insight [that depends on nobody]": a noun with the clause that narrows it.

        The label is short, and without the clause the claim would be about more than it says.
        """
        if not _full():
            return
        for role, head, argument in zip(("subject", "object"), heads, arguments, strict=True):
            if head is None or argument is None or head.pos != "NOUN" or head.entity in TIMES:
                continue
            if is_named(argument.entity):
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
            if part[0].i <= run[-1].i or before.pos == "PUNCT" or not is_whole(part):
                continue
            while part[-1].pos == "PUNCT":
                part.pop()
            start = next((t for t in run if t.pos not in ("DET", "PUNCT") and t is not none), noun)
            if part[-1].i - start.i < LONGEST_IN_FULL:
                return self.ends.literal(self.sentence.tokens[start.i : part[-1].i + 1]), part[-1].i
        return self._up_to_verb(noun, run)

    def _up_to_verb(self, noun: Token, run: Sequence[Token]) -> tuple[Argument, int] | None:
        """ "[Patients with fever of any kind] were excluded": all that stands before the verb."""
        part, none = noun.subtree(), denying(noun)
        after = self.sentence.tokens[part[-1].i + 1 : part[-1].i + 2]
        behind = part[-1].i > run[-1].i and noun.i < noun.head.i and is_whole(part)
        if noun.dep not in ("nsubj", "nsubjpass") or not behind or not after:
            return None
        if any(t.pos == "PUNCT" or t.dep in ("cc", "relcl", "appos") for t in part):
            return None
        start = next((t for t in run if t.pos not in ("DET", "PUNCT") and t is not none), noun)
        if part[-1].i - start.i >= LONGEST_IN_FULL:
            return None
        return self.ends.literal(self.sentence.tokens[start.i : part[-1].i + 1]), part[-1].i

    def _clause_role(self, role: str, verb: Token) -> list[Qualifier]:
        """A clause as the literal value of a role: "purpose: to sell the mill"."""
        part = verb.subtree()
        while part and part[-1].pos == "PUNCT":
            part.pop()
        if part and part[0].lower == role:
            part.pop(0)
        if not is_whole(part) or len(part) > MOST_WORDS:
            return []
        return [Qualifier(role=role, argument=self.ends.literal(part))]
