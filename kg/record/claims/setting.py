"""When and where the event of a clause is, and whether it is still to come."""

from __future__ import annotations

from dataclasses import replace

from kg.english.lexicon import PLACE_PREPOSITIONS, SAY
from kg.model import Argument, Time
from kg.parse.tokens import Token
from kg.record.claims.clause import Clause
from kg.record.claims.ends import Ends, is_place
from kg.record.claims.heads import Adjunct, prepositional
from kg.record.claims.participants import denied_until
from kg.record.claims.rules import reading
from kg.record.claims.stated import Stated, noted, only_behind, weaken
from kg.record.quotes import CLOSING, EITHER

#: What tells of a state that it is over.
FORMERLY = frozenset("once formerly previously originally".split())

#: What stands before the first or the last of a time.
BOUNDS = frozenset("since until till before after by from".split())
#: What tells since when, until when, or in which time something is what it is.
WITHIN = BOUNDS.union("between in on at during".split())

#: "below last year" says how much, "set the hearing for May" what for, and not when.
NOT_WHEN = frozenset("below above over under than for".split())

_to_come = reading("present-to-come", "The mill opens tomorrow.", "mill | open | -; planned")


def time_of(clause: Clause, ends: Ends) -> Time | None:
    """When: the first time with a date, or else the first."""
    adjuncts = (a for a in clause.adjuncts if a.words[-1].lower not in NOT_WHEN)
    heads = [*clause.times, *(a.object for a in adjuncts)]
    heads += [c for c in clause.verb.having("advmod", "prep") if c.entity in ("DATE", "TIME")]
    # "approved by the council on Monday": parsers may hang the day on the council.
    heads += [o for a in clause.agents for p in a.having("prep") for o in p.having("pobj")]
    heads += _in_office(clause)
    heads = [
        h for h in heads
        if not (_in_brackets(ends, h) or _is_quoted(ends, h, clause) or _is_of_another(h, clause))
    ]  # fmt: skip
    found = _times(ends, heads)
    verb = clause.verb
    while not found and verb.dep in ("conj", "xcomp") and verb.head is not verb:
        # "Yesterday Anna came and stayed": a time in front holds for both.
        if verb.dep == "xcomp" and any(t.lower == "have" for t in verb.having("aux")):
            break  # "in 1926 he was said to have sold it": it was said then
        if verb.dep == "conj" and _moves_on(verb):
            break
        first, verb = verb, verb.head
        heads = [t for t in front(verb) if first.dep == "xcomp" or t.i < verb.i]
        found = _times(ends, heads)
    best = next((t for t in found if t.value is not None), found[0] if found else None)
    if best is None and (past := _formerly(clause)) is not None:
        best = Time(span=ends.reader.span(past.start, past.end))
    if best is not None and best.value and _opens_late(clause.verb):
        best = replace(best, value=best.value.removeprefix("../"))
    if best is None:
        return None
    return ahead(clause, best if _opens_late(clause.verb) else _led(best, ends), ends)


def _in_office(clause: Clause) -> list[Token]:
    """ "was the seat [from 1783 until 1950]", "was aware of it [in May]": so long, or then."""
    be = clause.verb.lemma == "be"
    held = [t for t in clause.complements if t.pos in ("NOUN", "ADJ")] if be else []
    preps = (p for told in held for p in told.having("prep") if p.lower in WITHIN)
    return [o for p in preps for o in p.having("pobj")]


def _moves_on(verb: Token) -> bool:
    """ "In 1920 he fell ill, and he has since been patron": of what is so now, or came later."""
    if not verb.having("nsubj", "nsubjpass"):
        return False
    later = any(t.lower in LATER for t in verb.having("advmod"))
    return later or _is_present(verb) != _is_present(verb.head)


def _is_present(verb: Token) -> bool:
    """Whether a verb has a present tense, or a perfect in the present: "has been"."""
    first = min([verb, *verb.having("aux", "auxpass")], key=lambda t: t.i)
    return first.tag in ("VBZ", "VBP")


#: Words of what came after.
LATER = frozenset("since later afterwards afterward subsequently eventually now today".split())


def _led(time: Time, ends: Ends) -> Time:
    """A time without a date with the word that says from or until when: "since Christmas"."""
    before = [t for t in ends.sentence.tokens if t.end <= time.span.start][-1:]
    if time.value is not None or not before or before[0].lower not in BOUNDS:
        return time
    return replace(time, span=ends.reader.span(before[0].start, time.span.end))


def ahead(clause: Clause, time: Time, ends: Ends) -> Time:
    """A time of what is still open is the next one: "may close in May"."""
    open_ended = clause.stated.modality in ("planned", "desired", "possible", "required")
    above = clause.verb.head if clause.verb.dep == "xcomp" else clause.verb
    long_ago = any(t.lower == "had" for t in above.having("aux"))  # "had promised to start in May"
    return ends.reader.ahead(time) if open_ended and not long_ago else time


def standing_of(clause: Clause, time: Time | None, ends: Ends) -> Stated:
    """The standing of a clause that tells in the present what is to come: "leaves tomorrow"."""
    stated, verb = clause.stated, clause.verb
    if time is None or stated.modality != "actual":
        return stated
    helps = verb.having("aux", "auxpass")
    now = len(helps) == 1 and helps[0].lemma == "be" and helps[0].tag in ("VBZ", "VBP")
    ongoing = now and verb.tag == "VBG"
    present = (now and verb.tag == "VBN") or (verb.tag in ("VBZ", "VBP") and not helps)
    ongoing = ongoing and verb.lemma != "continue"
    coming = (ongoing or present) and ends.reader.is_ahead(time, dated=ongoing)
    if not coming or not _to_come():
        return stated
    return noted(weaken(stated, "planned", verb), "present-to-come", verb)


def place_of(clause: Clause, ends: Ends) -> Argument | None:
    """Where: the first place that a preposition of places leads to."""
    # "signed the treaty in Lisbon": parsers often hang the place on the object.
    behind = [p for o in clause.objects for p in o.having("prep") if p.i > o.i]
    for adjunct in [*clause.adjuncts, *(a for p in behind for a in prepositional(p))]:
        if adjunct.words[-1].lower not in PLACE_PREPOSITIONS or _is_apart(ends, clause, adjunct):
            continue
        reference = ends.reader.by_head.get(id(adjunct.object))
        if reference is not None and is_place(reference):
            return ends.reader.of_reference(reference)
    return None


def _is_of_another(head: Token, clause: Clause) -> bool:
    """ "two months before it was announced": when something else was."""
    marks = (m for m in clause.verb.having("mark") if m.lower in ("before", "after"))
    return any(head.i < mark.i for mark in marks)


def _is_apart(ends: Ends, clause: Clause, adjunct: Adjunct) -> bool:
    """ "lost half its staff; in Lund, where ...": what another clause opens with."""
    between = ends.sentence.tokens[clause.verb.i : adjunct.object.i]
    return any(token.text == ";" for token in between)


def _in_brackets(ends: Ends, token: Token) -> bool:
    """ "Modigliani (1918-2003) won": the years of a life are not when he won."""
    before = "".join(t.text for t in ends.sentence.tokens[: token.i])
    return before.count("(") > before.count(")")


def _is_quoted(ends: Ends, head: Token, clause: Clause) -> bool:
    """ "“In March we were warned,” said Ann": what she says was in March, and not that she did."""
    between = ends.sentence.tokens[head.i : clause.verb.i]
    says = clause.verb.lemma.lower() in SAY
    return says and any(t.text in (*CLOSING, *EITHER, "''") for t in between)


def _times(ends: Ends, heads: list[Token]) -> list[Time]:
    return [t for h in heads if (t := ends.reader.time(ends.sentence, h)) is not None]


def _formerly(clause: Clause) -> Token | None:
    """ "was once a prison": it is none now."""
    state = clause.verb.lemma in ("be", "have") and (clause.complements or clause.objects)
    known = FORMERLY if state else FORMERLY - {"once", "originally"} if clause.passive else ()
    return next((t for t in clause.verb.having("advmod") if t.lower in known), None)


def _opens_late(verb: Token) -> bool:
    """ "did not open until 1990": it opened then; "not only until 1990" says till when."""
    until = [p for p in verb.having("prep") if p.lower in ("until", "till")]
    only = any(only_behind(t, verb.children) for t in verb.having("neg") if until)
    bare = all(t.lower not in ("only", "just", "merely") for t in verb.having("advmod", "preconj"))
    return any(denied_until(p, verb) for p in until) and (bare or not only)


def front(verb: Token) -> list[Token]:
    """The heads of a verb's adverbials: "yesterday", the noun of "on Monday"."""
    bare = verb.having("npadvmod", "advmod")
    return [*bare, *(p for prep in verb.having("prep") for p in prep.having("pobj"))]
