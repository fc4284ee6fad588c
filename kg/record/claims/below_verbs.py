"""Clauses below a verb: what its complements, conjuncts and adverbials stand under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from kg.english import lexicon
from kg.english.frames import FRAMES
from kg.parse.tokens import THINGLIKE, Token
from kg.record.claims.clause import Clause
from kg.record.claims.heads import FINITE, VERBAL, after_comma
from kg.record.claims.links import (
    Governor,
    below,
    can_speak,
    is_finite,
    is_infinitive,
    knows,
    link_of,
)
from kg.record.claims.rules import reading
from kg.record.claims.stated import (
    Stated,
    attribute,
    condition,
    either,
    imagines,
    is_present,
    negate,
    noted,
    presupposed,
    unclaimed,
    weaken,
)
from kg.record.claims.under import Under, governor

#: Conjunctions of what shares the standing of the main clause ("when it opens, it will ...").
OPEN_MARKS = {"when", "once", "until", "till", "before", "if", "unless", "after", "as"}
#: Conjunctions of what must come first, whatever its tense: "be deferred until he had paid".
UNTIL = {"until", "till", "unless", "before"}
#: Helping verbs of what is to come, where it is told in the past.
BACKSHIFTED = {"would", "should", "could", "might", "'d", "’d"}

# The rules, each with its example.

_managed = reading("was-able", "Kim was able to sell the mill.", "Kim | sell | mill")
_conjoined = reading("conjunct", "Kim entered and left the mill.", "Kim | leave | mill")
_adverbial = reading("adverbial", "Kim left Rome, selling the mill.", "Kim | sell | mill")
_purpose = reading("purpose", "Kim left Rome to sell the mill.", "Kim | sell | mill; desired")


def complement(child: Token, clause: Clause) -> Under:
    """ "said that it left", "wants to leave", "let it go"."""
    verb = clause.verb
    direct = any(mark.text == "?" for mark in child.having("punct"))
    direct = direct or (is_turned(child) and any(m.text == "?" for m in verb.having("punct")))
    asked = [m for m in child.having("mark") if m.lower in ("whether", "if")]
    if asked or direct:  # "asked whether it leaks", "“Does it leak?” she asks"
        return Under(stated=_asked(child, clause, asked), kind="complement")
    if clause.verb.lemma.lower() == "let" and child.lemma.lower() == "know":
        return Under(stated=unclaimed(clause.stated, "it is told, and not known yet"))
    if child.dep == "ccomp" and is_finite(child) and _asks_which(child):
        return Under(stated=unclaimed(clause.stated, "which one it is, is open"))
    if child.dep == "ccomp" and is_finite(child) and _is_question(child):
        return Under(stated=presupposed(clause.stated), kind="complement")  # "why it left"
    objects = [t for t in (*clause.objects, *clause.receivers) if t.i < child.i]
    if yet := _yet(child, clause):  # "has yet to reply": it has not
        return Under(
            stated=negate(clause.stated, *yet), subjects=clause.subjects, kind="infinitive"
        )
    adjective = _quality(clause, child) or _leading(child)
    if adjective is not None:
        return below_adjective(adjective, child, clause)
    link = link_of(child, passive=clause.passive, objects=objects)
    found = below(governor(clause), link, child)
    stated = found.stated
    if link == "that":
        if clause.verb.lemma.lower() == "be":
            stated = _content(clause, child)
        elif _is_told(clause):
            stated = presupposed(clause.outer)  # "it should be noted that it left"
        elif not knows(governor(clause), link) and not child.having("mark"):
            stated = clause.outer  # two sentences run together
        return Under(stated=stated, kind="complement")
    if _for_anyone(child, clause):
        return Under(
            stated=stated, subjects=clause.subjects, kind="infinitive",
            before=_governing(clause, child, among=True),
        )  # fmt: skip
    if verb.lemma == "be" and is_infinitive(child) and not _is_plan(clause):
        stated = unclaimed(stated, "it only describes what something consists in")
    done = child.tag == "VBN" and not child.having("aux", "auxpass")  # "had him arrested"
    if child.having("nsubj", "nsubjpass", "expl", "csubj"):
        return Under(stated=stated, kind="participle" if done else "complement")
    return Under(
        stated=stated, subjects=_timed(clause, found.doers), before=_governing(clause, child),
        kind="participle" if done else "infinitive",
    )  # fmt: skip


def _content(clause: Clause, child: Token) -> Stated:
    """ "the truth is that it left": it did; "the rumour is that it left": that it did is one."""
    for noun in clause.subjects if clause.stated.polarity == "positive" else ():
        whole = Governor(word=noun, part="noun", stated=clause.stated, subjects=[])
        if noun.pos == "NOUN" and knows(whole, "that"):
            return below(whole, "that", child).stated
    return clause.stated


def _yet(child: Token, clause: Clause) -> list[Token]:
    """The "yet" or "still" of "has yet to reply", "is still to open"."""
    bare = clause.verb.lemma in ("have", "be") and is_infinitive(child) and not clause.objects
    near = [*clause.verb.having("advmod"), *child.having("advmod")]
    words = ("yet", "still") if clause.verb.lemma == "have" else ("yet",)
    return [t for t in near if t.lower in words and t.i < child.i] if bare else []


def is_turned(verb: Token) -> bool:
    """ "Does it leak": a helping verb in a tense stands before the subject."""
    subjects, helps = verb.having("nsubj", "nsubjpass"), verb.having("aux", "auxpass")
    tensed = [t for t in helps if t.tag in ("VBZ", "VBD", "VBP", "MD")]
    return bool(subjects and tensed) and tensed[0].i < subjects[0].i


def _is_told(clause: Clause) -> bool:
    """ "it must be noted that", "you should know that": who writes says so to who reads."""
    verb = clause.verb
    modals = lexicon.REQUIRED_MODALS | lexicon.PLANNED_MODALS | {"can", "may"}
    bid = any(t.lower in modals for t in verb.having("aux"))
    bid = bid and clause.stated.polarity == "positive"  # "it cannot be said that"
    whom = is_it(clause.subjects) or clause.passive or not clause.subjects
    whom = whom or [t.lower for t in clause.subjects] in (["you"], ["one"], ["readers"])
    return bid and whom and verb.lemma.lower() in lexicon.NOTING


def _asked(child: Token, clause: Clause, asked: list[Token]) -> Stated:
    stated = replace(clause.stated, polarity="positive", modality="actual")
    stated = noted(weaken(stated, "question", *asked), "question", (*asked, child)[0])
    speakers = clause.agents if clause.passive else clause.subjects
    told = [s for s in speakers if can_speak(s)]
    if not told or stated.source is not None:
        return stated
    return attribute(stated, told[0], clause.verb)


def _is_plan(clause: Clause) -> bool:
    """ "The bridge is to open" tells a plan, "the wisest course is to wait" what a course is."""
    heads = [s for s in clause.subjects if s.pos in ("NOUN", "PROPN", "PRON")]
    if not heads:
        return False
    lemma = heads[0].lemma.lower()
    return lemma not in lexicon.COURSES and not heads[0].having("acl")


def _quality(clause: Clause, child: Token) -> Token | None:
    """The adjective behind which a clause stands: "it is likely that", "was made clear that"."""
    found = [a for a in clause.verb.having("acomp", "oprd") if a.pos == "ADJ" and a.i < child.i]
    return found[-1] if found and clause.verb.lemma.lower() in lexicon.LINKING else None


def _leading(child: Token) -> Token | None:
    """ "is [due] to sell", "is [about] to sell", where the word is taken for a part of the "to"."""
    marks = [m for m in child.having("mark", "advmod") if m.i < child.i]
    for first, second in pairwise(marks):
        if second.lower == "to" and second.i == first.i + 1:
            return first
    return None


#: What begins a clause that tells why or when, and completes no adjective.
REASONS = frozenset("as because since when while although though whereas".split())


def below_adjective(adjective: Token, child: Token, clause: Clause) -> Under:
    if any(m.lower in REASONS for m in child.having("mark", "advmod") if m.i < child.i):
        return beside(child, clause)  # "vital, as it is ..."
    whose = clause.subjects
    if adjective.having("nsubj") or (clause.objects and not clause.passive):
        whose = adjective.having("nsubj") or clause.objects  # "made them less likely to leave"
    if is_it(whose):
        whose = []  # "made it possible to sell"
    if adjective.lower in lexicon.SINGLING and clause.stated.polarity == "negative":
        return Under(stated=unclaimed(clause.stated, "who else does it is left open"))
    governor = Governor(word=adjective, part="adjective", stated=clause.stated, subjects=whose)
    link = link_of(child, passive=False, objects=())
    found = below(governor, "that" if link == "that" else link.removeprefix("np-"))
    if adjective.lower == "able" and link == "to" and _is_past(clause.verb) and _managed():
        found = replace(found, stated=noted(clause.stated, "was-able", adjective))
    degrees = [d for t in adjective.having("advmod") for d in (t, *t.having("advmod"))]
    too = [t for t in degrees if t.lower in ("too", "less", "least")]
    if too and link != "that":  # "too weak to lift it"
        stated = negate(weaken(clause.stated, "possible", *too), *too)
        return Under(stated=stated, subjects=whose, kind="infinitive")
    if child.having("nsubj", "nsubjpass", "expl", "csubj") or link == "that":
        return Under(stated=found.stated, kind="complement")
    to = [t for t in child.children if t.lower == "to"]
    return Under(
        stated=found.stated, subjects=found.doers, kind="infinitive",
        before=[*clause.words, adjective, *to],
    )  # fmt: skip


def _is_past(verb: Token) -> bool:
    """ "was", "has been", not "would be"."""
    helps = verb.having("aux")
    if any(t.tag == "MD" for t in helps):
        return False
    return verb.tag == "VBD" or any(t.lower in ("has", "have", "had") for t in helps)


def is_it(subjects: Sequence[Token]) -> bool:
    return [t.lower for t in subjects] in (["it"], ["this"], ["that"])


def _is_question(verb: Token) -> bool:
    """Whether a "why" or "who" opens a clause, and not a "when" clause inside it."""
    above = first = verb.subtree()[0]
    while above is not verb and above.pos not in VERBAL:
        above = above.head
    return first.tag in ("WRB", "WP", "WDT", "WP$") and above is verb


def _asks_which(verb: Token) -> bool:
    """ "confirm which price is right": of none is it said."""
    first = verb.subtree()[0]
    return first.lower in ("which", "what", "whose") and first.dep in ("det", "poss")


def _for_anyone(child: Token, clause: Clause) -> bool:
    """ "allows us to record", "helps you sleep": whoever "us" is, recording is what is enabled."""
    enabling = clause.verb.lemma.lower() in lexicon.ALLOW | {"help"}
    whom = child.having("nsubj") or clause.verb.having("dobj", "dative")
    return enabling and bool(whom) and all(t.lower in lexicon.GENERIC for t in whom)


def _governing(clause: Clause, child: Token, *, among: bool = False) -> list[Token]:
    """The words of the upper verb that read on in the lower one, if they stand before it.

    With `among`, also whom they name ("allows us to").
    """
    to = [t for t in child.children if t.dep == "aux" and t.lower == "to"]
    if among:
        whom = child.having("nsubj") or clause.verb.having("dobj", "dative")
        return [*clause.words, *whom, *to]
    if clause.objects and not clause.passive:
        return []
    return [t for t in clause.words if t.i < child.i] + to


def _timed(clause: Clause, doers: list[Token]) -> list[Token]:
    """ "took three years to build": by whom is open."""
    timed = any(t.entity in ("DATE", "TIME") for t in (*clause.objects, *clause.times))
    return [] if clause.verb.lemma == "take" and timed else doers


def subject_clause(child: Token, clause: Clause) -> Under:
    """ "What Kim bought was a mine": bought is what it was. "Selling it is fun": nobody sells."""
    what = [t for t in child.having("dobj", "nsubj", "pobj") if t.lower in ("what", "whoever")]
    if what and is_finite(child) and clause.verb.lemma == "be":
        return Under(stated=presupposed(clause.outer), kind="free")
    return Under(stated=unclaimed(presupposed(clause.outer), "nobody is said to do it"))


def conjunct(child: Token, clause: Clause) -> Under:
    if child.having("nsubj", "nsubjpass", "expl", "csubj"):
        # "if he left and she stayed", "if he left, she stays and they come"
        cues = condition(clause.verb) or _fronted_condition(child, clause)
        stated = weaken(clause.outer, "conditional", *cues) if cues else clause.outer
        return Under(stated=noted(stated, "condition", cues[0]) if cues else stated)
    stated = clause.outer
    helped = child.having("aux", "auxpass") or clause.verb.having("aux", "auxpass")
    bids = child.tag == "VB" and not helped and clause.verb.tag in ("VBZ", "VBD")
    if clause.verb.having("expl"):
        return Under(stated=unclaimed(stated, "who does it is not said"))
    if bids:
        return Under(stated=unclaimed(stated, "it bids whoever reads"))  # "..., but remember it"
    # "could not be verified, and were retracted": they were
    helps = [c for c in child.children if c.dep in ("aux", "auxpass") and c.lower != "to"]
    own_aux = any(c.dep == "aux" or c.tag in FINITE for c in helps)
    if not own_aux and child.tag in ("VB", "VBN", clause.verb.tag):
        stated = replace(stated, modality=clause.stated.modality, cues=clause.stated.cues)
        if clause.stated.polarity != clause.outer.polarity and any(
            c.lower in ("or", "nor") for c in _joining(clause.verb)
        ):
            stated = replace(stated, polarity=clause.stated.polarity)
        elif clause.stated.polarity != clause.outer.polarity and _is_bare(child):
            stated = unclaimed(stated, "how far the denial reaches is left open")
    if cues := condition(clause.verb):
        new = [cue for cue in cues if cue not in stated.cues]  # "if he left and sold it"
        stated = noted(weaken(stated, "conditional", *new), "condition", cues[0])
    if (cue := either(clause.verb)) is not None and stated.polarity == "positive":
        stated = noted(weaken(stated, "possible", cue), "either", cue)  # "fled or was caught"
    stated = noted(stated, "conjunct", child)
    if not _conjoined():
        stated = unclaimed(stated, "joined verbs are not read")
    return Under(stated=stated, subjects=clause.subjects, kind="conjunct", like=clause)


def _is_bare(verb: Token) -> bool:
    """Whether a joined verb has no tense of its own: "did not pay and close"."""
    tensed = any(t.tag in ("VBD", "VBZ", "VBP", "MD") for t in verb.having("aux", "auxpass"))
    return verb.tag in ("VB", "VBN") and not tensed


def _joining(verb: Token) -> list[Token]:
    """The conjunctions of a row of verbs: "copy, modify [or] sell"."""
    found = list(verb.having("cc"))
    for joined in verb.having("conj"):
        found += _joining(joined) if joined.tag == verb.tag and joined.i > verb.i else []
    return found


def _fronted_condition(child: Token, clause: Clause) -> list[Token]:
    """The condition in front of two main clauses in the same tense, which both hang on it."""
    helps = [t.tag for t in child.having("aux")], [t.tag for t in clause.verb.having("aux")]
    if child.tag != clause.verb.tag or helps[0] != helps[1]:
        return []
    fronted = (c for c in clause.verb.having("advcl") if c.i < clause.verb.i)
    return next(filter(None, map(condition, fronted)), [])


#: What is told of no day: what should, may or would be.
OPEN = frozenset(("required", "possible", "conditional", "desired"))


@lru_cache(maxsize=1)
def _telling() -> frozenset[str]:
    """Verbs that take what is said or wanted as a clause."""
    links = {"that", "should"}
    told = (f.words for f in FRAMES if f.part == "verb" and links & set(f.links))
    return frozenset[str]().union(*told)


def _is_gapped(verb: Token) -> bool:
    """ "as the council had asked": what, the main clause says."""
    whole = verb.having("dobj", "ccomp", "xcomp", "attr", "acomp", "oprd", "prep", "advcl", "prt")
    return verb.lemma.lower() in _telling() and not whole and not verb.having("auxpass")


def apart(child: Token, verb: Token) -> bool:
    """Two sentences joined by a semicolon or colon, which parsers put one below the other."""
    first, last = sorted((child.i, verb.i))
    marks = {";"} if verb.lemma.lower() in lexicon.SAY else {";", ":"}
    return any(t.text in marks and first < t.i < last for t in (*verb.children, *child.children))


def beside(child: Token, clause: Clause) -> Under:
    """Adverbial clauses: "after selling it", "as shown in Figure 2", "so that it opens"."""
    marks = [c for c in child.children if c.dep in ("mark", "advmod") and c.i < child.i]
    words = {m.lower for m in marks}
    if "whether" in words or ("before" in words and clause.verb.lemma.lower() in lexicon.STOPPING):
        return Under(stated=unclaimed(clause.outer, "whether it is so is left open"))
    if "because" in words and clause.stated.polarity == "negative" and not after_comma(child):
        return Under(stated=unclaimed(clause.outer, "it may be the reason that is denied"))
    bare = not child.having("nsubj", "nsubjpass", "expl")
    stated, doers = clause.outer, list(clause.subjects)
    if condition(child):
        return Under(stated=stated, subjects=doers, kind="adverbial")
    if imagines(child) or (words & {"as", "than", "like"} and bare):
        return Under(stated=unclaimed(stated, "it only compares or points elsewhere"))
    if "when" in words and clause.stated.modality in OPEN and is_present(child):
        # "should be told when it rains": that it rains is not said
        return Under(stated=unclaimed(clause.outer, "it is the condition of its sentence"))
    if words == {"as"} and _is_gapped(child):
        return Under(stated=unclaimed(clause.outer, "it only compares or points elsewhere"))
    if "lest" in words:
        return Under(stated=negate(weaken(stated, "desired", *marks), *marks), kind="adverbial")
    if words & {"so", "that", "order"} and {"that"} & words and not _result(child, clause):
        return Under(stated=weaken(stated, "desired", *marks), kind="adverbial")
    if child.lemma.lower() in lexicon.SAID_OF_TEXT and is_infinitive(child) and after_comma(child):
        return Under(stated=unclaimed(clause.outer, "it is said of the text"))
    # "mostly to save money" tells what for, "only to find it closed" what came of it
    others = {m.lower for m in marks if m.dep == "mark" or m.lower in ("only", "just")}
    if is_infinitive(child) and bare and not (others - {"so", "as", "in", "order"}):
        return _aim(child, clause)
    gone = any(t.lower == "having" for t in child.having("aux"))  # "having lost it, he ..."
    modality = "actual" if gone else clause.stated.modality
    # "while", "because", "although" introduce what is so, whatever the main clause plans.
    if is_finite(child) and marks:
        stated = replace(presupposed(stated), steps=stated.steps)
        if words & lexicon.CONTRAST and after_comma(child):
            # "refused to say whether he had, although logs show it"
            stated = replace(stated, source=None, source_cue=None)
    past = any(t.tag == "VBD" for t in (child, *child.having("aux", "auxpass")))
    # "would be lifted when it took action": what is to come, seen from the past
    past = past and not any(t.lower in BACKSHIFTED for t in clause.verb.having("aux"))
    past = past and not (words & UNTIL and clause.stated.modality in ("desired", "required"))
    if {"until", "till"} & words and _is_now(child) and not _is_now(clause.verb):
        return Under(stated=unclaimed(clause.outer, "it is not so yet"))  # "wait until it is up"
    had = any(t.lower == "had" for t in child.having("aux"))
    if {"until", "till"} & words and had and clause.stated.modality == "planned":
        return Under(stated=unclaimed(clause.outer, "it is not so yet"))  # "to wait until it had"
    if "before" in words and any(t.lower in ("has", "have") for t in child.having("aux")):
        return Under(stated=unclaimed(clause.outer, "it is not so yet"))  # "before she has seen it"
    if "while" in words and modality != "actual" and not past and not after_comma(child):
        return Under(stated=unclaimed(clause.outer, "how long it is so is left open"))
    if modality != "actual" and (not marks or (words & OPEN_MARKS and not past)):
        stated = replace(stated, modality=modality, cues=clause.stated.cues)
    if child.tag in ("VBG", "VBN") and bare:
        return _loose(child, clause, stated, marks)
    if "than" in words or child.dep == "dep":
        return Under(stated=stated, kind="adverbial")
    return Under(stated=noted(stated, "adverbial", child), subjects=doers, kind="adverbial")


def _has_aims(token: Token) -> bool:
    """Whether a word may stand for somebody who wants something: a glacier does not."""
    kind = token.phrase.type if token.phrase is not None else ""
    return can_speak(token) and kind not in THINGLIKE and token.entity not in ("LOC", "FAC")


def _aim(child: Token, clause: Clause) -> Under:
    """ "went to Rome to sell it": an aim of who goes, or of whom somebody sends."""
    if clause.objects and knows(governor(clause), "np-to"):
        found = below(governor(clause), "np-to")  # "hired Kim to sell it"
        return Under(stated=found.stated, subjects=found.doers, kind="infinitive")
    goes_on = clause.verb.lemma == "go" and any(t.lower == "on" for t in clause.verb.having("prt"))
    results = child.lemma.lower() in lexicon.RESULTS or goes_on
    if results and knows(governor(clause), "to"):
        found = below(governor(clause), "to")  # "went on to become a judge"
        return Under(stated=found.stated, subjects=found.doers, kind="infinitive")
    left = clause.verb.lemma in lexicon.LEAVING and clause.verb.tag == "VBD" and not clause.passive
    if left and child.lemma == "become" and not clause.stated.open:
        return Under(stated=clause.stated, subjects=list(clause.subjects), kind="infinitive")
    to = [c for c in child.children if c.lower == "to"]
    stated = noted(weaken(presupposed(clause.stated), "desired", *to), "purpose", child)
    stated = replace(stated, source=clause.stated.source, source_cue=clause.stated.source_cue)
    if not _purpose():
        stated = unclaimed(stated, "purposes are not read")
    if clause.stated.polarity == "negative":
        stated = unclaimed(stated, "what for something is not done")
    if clause.verb.lemma == "have":
        stated = unclaimed(stated, "whether it is done is left open")  # "has until May to do it"
    moved = clause.verb.lemma in lexicon.SEND and not clause.passive
    doers = clause.objects if moved and clause.objects else clause.subjects
    if clause.passive and clause.verb.lemma not in lexicon.SEND:
        stated = unclaimed(stated, "whose aim it is is not said")  # "was split to save costs"
    if not all(_has_aims(t) for t in doers):
        stated = unclaimed(stated, "what for, of what has no aims")  # "works to filter the air"
    return Under(stated=stated, subjects=list(doers), kind="adverbial")


def _loose(child: Token, clause: Clause, stated: Stated, marks: list[Token]) -> Under:
    """ "Born in Rome, she left", "he left, selling it": the subject does it too.

    Behind "According to Kim, citing two officials" it is Kim who cites. What follows a passive
    without an agent may be done by whoever is not named.
    """
    stated = noted(stated, "adverbial", child)
    if not _adverbial():
        stated = unclaimed(stated, "loose participles are not read")
    told = clause.stated.source
    near = told is not None and told.i < child.i < clause.verb.i
    between = told is not None and not any(s.i < child.i for s in clause.subjects)
    if near and between and told is not None:
        return Under(stated=presupposed(replace(stated, source=None)), subjects=[told])
    behind, comma = child.i > clause.verb.i, after_comma(child)
    unnamed = clause.passive and child.tag == "VBG" and not clause.agents and behind
    if unnamed and (marks or not comma):  # "was measured using light"
        return Under(stated=unclaimed(stated, "who does it is not said"))
    if child.tag == "VBG" and behind and comma and child.lemma.lower() in lexicon.RESULTING:
        return Under(stated=unclaimed(stated, "the whole of what happens brings it about"))
    placed = any(p.lower in ("in", "near") for p in child.having("prep"))  # "based in Oslo"
    if not behind and child.lower in lexicon.LEADING and not placed:
        return Under(stated=unclaimed(stated, "what it is about is not said"))
    if not behind and child.tag == "VBN" and after_comma(child) and _behind_name(child, clause):
        return Under(stated=unclaimed(stated, "of which of two it is said is not sure"))
    return Under(stated=stated, subjects=list(clause.subjects), kind="adverbial")


def _behind_name(child: Token, clause: Clause) -> bool:
    """ "Under the Treaty of Lund, signed in May, Kim left": the treaty was signed."""
    first = child.subtree()[0].i
    fronted = (t for p in clause.verb.having("prep") for t in p.subtree())
    return any(t.i == first - 2 and t.pos == "PROPN" and t.entity not in TIMES for t in fronted)


#: Names of times: "In May, asked about it, Kim left" tells of Kim.
TIMES = ("DATE", "TIME")


def _is_now(verb: Token) -> bool:
    """Whether a clause is in the present tense; a bid is in none."""
    return any(t.tag in ("VBP", "VBZ") for t in (verb, *verb.having("aux", "auxpass")))


def _result(child: Token, clause: Clause) -> bool:
    """ "so heavy that it sank" tells a result, "so that it sinks" an aim; a past result is told."""
    so = [t for t in child.having("mark", "advmod") if t.lower == "so"]
    return not so and not any(t.lower == "order" for t in child.subtree()[:3])
