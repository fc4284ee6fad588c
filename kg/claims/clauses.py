"""Parse → Clauses: every verb with its subject found, its arguments sorted, its standing known.

Clause types after Quirk et al. and ClausIE (Del Corro and Gemulla, WWW 2013). The walk goes from
each root down. It hands three things to the clauses below: the subject they lack, the standing
they are under (`links`), and the governing words that belong to what they say ("has pledged to").
What belongs to one clause is sorted in `participants`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg import lexicon
from kg.analyze import Sentence
from kg.claims.clause import Clause
from kg.claims.heads import (
    PLACES,
    VERBAL,
    antecedent,
    bearers,
    conjuncts,
    is_relative,
    modified,
    singled_out,
)
from kg.claims.links import (
    Governor,
    below,
    can_speak,
    is_finite,
    is_infinitive,
    knows,
    link_of,
)
from kg.claims.participants import make_clause
from kg.claims.rules import reading
from kg.claims.stated import (
    ASSERTED,
    Stated,
    asked,
    attribute,
    condition,
    negate,
    noted,
    only_behind,
    presupposed,
    unclaimed,
    weaken,
)
from kg.quotes import Quote, quote_at
from kg.tokens import Token

NOUNS = {"NOUN", "PROPN"}
#: Verb forms that are part of a noun phrase ("interacting elements").
INSIDE = {"amod", "compound", "nmod", "aux", "auxpass", "nsubj", "nsubjpass", "dobj", "pobj"}
#: Conjunctions of what shares the standing of the main clause ("when it opens, it will ...").
OPEN_MARKS = {"when", "once", "until", "till", "before", "if", "unless", "after", "as"}
#: Prepositions before what does not take place ("instead of selling it").
EXCLUDING = {"without", "instead", "than", "rather"}
#: A sentence of so few words with a question mark asks, whatever its order ("You sold it?").
SHORT = 8

# The rules, each with its example.

_according = reading(
    "according-to", "According to Lang, the mill lost the letters.",
    "mill | lose | letters; says Lang",
)  # fmt: skip
_conjoined = reading("conjunct", "Kim entered and left the mill.", "Kim | leave | mill")
_relative = reading("relative", "Kim, who owns the mill, left Rome.", "Kim | own | mill")
_participle = reading(
    "participle", "The letters found by Kim shocked the town.", "Kim | find | letters"
)
_adverbial = reading("adverbial", "Kim left Rome, selling the mill.", "Kim | sell | mill")
_small = reading("small-clause", "The court declared Kim innocent.", "Kim | be | innocent")
_purpose = reading("purpose", "Kim left Rome to sell the mill.", "Kim | sell | mill; desired")
_quoted = reading(
    "quotation",
    "Kim said: “Lang owned a boat. The mill lost the letters.”",
    "mill | lose | letters; says Kim",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Under:
    """What a clause inherits: standing, subjects, governing words, kind, the verb it follows."""

    stated: Stated
    subjects: Sequence[Token] = ()
    before: Sequence[Token] = ()
    kind: str = "main"
    like: Clause | None = None


def find_clauses(sentence: Sentence, quotes: list[Quote]) -> list[Clause]:
    """All clauses of a sentence, each verb once, in the order of the walk."""
    found: list[Clause] = []
    if not sentence.tokens:
        return found
    walk = _Walk(quotes)
    question = asked() and (sentence.tokens[-1].text == "?" or "?" in sentence.text[-3:])
    for token in sentence.tokens:
        if token.head is token:
            start = ASSERTED
            if question and _is_asked(token, sentence):
                last = sentence.tokens[-1]
                start = noted(weaken(start, "question", last), "question", last)
            found += walk.clause(token, Under(stated=walk.quoted(token, start)))
    return found


def _is_asked(verb: Token, sentence: Sentence) -> bool:
    """Whether the main clause is what the "?" asks: not in "It sold Urchin, so why not Opera?"."""
    if len(sentence.tokens) <= SHORT:
        return True
    subjects = [t for t in verb.children if t.dep in ("nsubj", "nsubjpass", "expl")]
    first = min([verb, *verb.having("aux", "auxpass")], key=lambda t: t.i)
    inverted = bool(subjects) and first.i < subjects[0].i
    return (
        inverted
        or not subjects
        or any(
            t.tag in ("WRB", "WP", "WDT", "WP$")
            and t.i < verb.i
            and t.head in (verb, *verb.children)
            for t in sentence.tokens
        )
    )


class _Walk:
    """One walk over one sentence; every token is visited once."""

    def __init__(self, quotes: list[Quote]) -> None:
        self.quotes = quotes
        self.seen: set[int] = set()

    def quoted(self, token: Token, stated: Stated) -> Stated:
        quote = quote_at(self.quotes, token.start)
        if quote is None or stated.source is not None or not _quoted():
            return stated
        if quote.speaker is None or quote.cue is None:
            return stated
        if quote.speaker.lower in lexicon.SPEECHLESS or quote.speaker.pos == "NUM":
            return stated
        if quote.speaker.entity in PLACES and quote.cue.pos not in VERBAL:
            return stated  # "Gosier: ...": a heading, no turn of somebody's
        return noted(attribute(stated, quote.speaker, quote.cue), "quotation", quote.cue)

    # Clauses

    def clause(self, token: Token, under: Under) -> Iterator[Clause]:
        """The clause of a token, if it is verbal, and all clauses below it."""
        if token.i in self.seen:
            return
        self.seen.add(token.i)
        if token.pos not in VERBAL:
            yield from self.phrase(token, under.stated)
            return
        if not any(c.isalpha() for c in token.text) or _is_life(token):
            return
        stated = self.quoted(token, _source(token, under.stated))
        clause = make_clause(
            token, stated, inherited=under.subjects, before=under.before, kind=under.kind,
            like=under.like,
        )  # fmt: skip
        yield clause
        yield from self.small(clause)
        for child in clause.verb.children:
            step = self.step(child, clause)
            if step is not None:
                yield from self.clause(child, step)
            else:
                yield from self.phrase(child, clause.outer, clause)

    def small(self, clause: Clause) -> Iterator[Clause]:
        """ "considers Kim guilty", "described him as a liar": clauses without a verb."""
        verb = clause.verb
        told: list[tuple[Token, list[Token], str]] = []
        for child in verb.having("ccomp", "oprd", "xcomp"):
            if child.pos in ("ADJ", "NOUN", "PROPN") and not child.having("aux", "cop", "mark"):
                whose = child.having("nsubj")
                if whose or clause.objects or clause.passive:
                    told.append((child, whose, "small"))
        for prep in verb.having("prep"):
            such = prep.i and any(c.lower == "such" for c in (*prep.children, *prep.having("pobj")))
            if prep.lower == "as" and (clause.objects or clause.passive) and not such:
                told += [(t, [], "as") for t in prep.having("pobj", "amod", "pcomp")]
        for child, own, link in told:
            if own and not clause.passive:
                clause.objects = own
            clause.embeds = False
            if child.pos == "ADJ" and link == "small" and not clause.passive:
                clause.lemma = f"{clause.lemma} {child.lower}"  # "make accessible"
                clause.words = [*clause.words, child]
            elif link == "small":
                clause.told.append(child)
            found = below(_governor(clause), link)
            if any(not only_behind(n, child.subtree()) for n in child.having("neg")):
                found = replace(found, stated=negate(found.stated, *child.having("neg")))
            holders = own or (clause.subjects if clause.passive else clause.objects)
            if child.pos in VERBAL or found.stated.open or not _small():
                continue
            yield Clause(
                verb=child, words=[clause.verb], lemma="be", outer=clause.outer,
                stated=found.stated, subjects=list(holders), complements=[child], kind="small",
            )  # fmt: skip

    # What a child of a verb stands under

    def step(self, child: Token, clause: Clause) -> Under | None:
        """What a verb below a verb stands under; None for what is no clause of its own."""
        if child.pos not in VERBAL or child.dep in INSIDE:
            return None
        if child.dep == "conj":
            return _conjunct(child, clause)
        if child.dep in ("ccomp", "parataxis") and _apart(child, clause.verb):
            return Under(stated=clause.outer)
        if child.dep in ("xcomp", "ccomp"):
            return _complement(child, clause)
        if child.dep in ("csubj", "csubjpass"):
            return _subject_clause(child, clause)
        if child.dep in ("advcl", "parataxis", "dep", "intj"):
            return _beside(child, clause)
        return Under(stated=clause.outer)

    # Phrases

    def phrase(self, token: Token, outer: Stated, clause: Clause | None = None) -> Iterator[Clause]:
        """Clauses inside a phrase: relative and participial clauses, gerunds, infinitives."""
        self.seen.add(token.i)
        for child in token.children:
            if child.i in self.seen:
                continue
            if child.pos not in VERBAL or child.dep in INSIDE:
                inner = clause if _passes(token, child) else None
                yield from self.phrase(child, outer, inner)
                continue
            under = _in_phrase(token, child, outer, clause)
            yield from self.clause(child, under)


def _is_life(verb: Token) -> bool:
    """ "(born 1936)", "(b. 1936; died 2001)": a life in brackets is read by `nominal.lives`."""
    beside = [c.text for c in verb.children if c.i < verb.i]
    bare = not verb.having("nsubj", "prep")
    return verb.lower in lexicon.LIFE_WORDS and "(" in beside and bare


def _passes(token: Token, child: Token) -> bool:
    """Whether what hangs on a child still belongs to the clause: "a role [in building it]"."""
    return child.dep == "prep" and (token.pos in NOUNS or token.pos in ("ADJ", "ADV", "ADP"))


def _governor(clause: Clause) -> Governor:
    return Governor(
        word=clause.verb, part="verb", stated=clause.stated, subjects=clause.subjects,
        objects=clause.objects or clause.receivers, agents=clause.agents, passive=clause.passive,
    )  # fmt: skip


# Clauses below a verb


def _complement(child: Token, clause: Clause) -> Under:
    """ "said that it left", "wants to leave", "let it go"."""
    verb = clause.verb
    direct = any(mark.text == "?" for mark in child.having("punct"))
    asked = [m for m in child.having("mark") if m.lower in ("whether", "if")]
    if asked or direct:  # "asked whether it leaks", "“Does it leak?” she asks"
        return Under(stated=_asked(child, clause, asked), kind="complement")
    if child.dep == "ccomp" and is_finite(child) and _is_question(child):
        return Under(stated=presupposed(clause.stated), kind="complement")  # "why it left"
    objects = [t for t in (*clause.objects, *clause.receivers) if t.i < child.i]
    adjective = _quality(clause, child) or _leading(child)
    if adjective is not None:
        return _below_adjective(adjective, child, clause)
    link = link_of(child, passive=clause.passive, objects=objects)
    found = below(_governor(clause), link)
    stated = found.stated
    if link == "that":
        if clause.verb.lemma.lower() == "be":
            stated = clause.stated  # "the truth is that it left"
        elif not knows(_governor(clause), link) and not child.having("mark"):
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


def _below_adjective(adjective: Token, child: Token, clause: Clause) -> Under:
    whose = [] if _is_it(clause.subjects) else clause.subjects
    governor = Governor(word=adjective, part="adjective", stated=clause.stated, subjects=whose)
    link = link_of(child, passive=False, objects=())
    found = below(governor, "that" if link == "that" else link.removeprefix("np-"))
    too = [t for t in adjective.having("advmod") if t.lower == "too"]
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


def _is_it(subjects: Sequence[Token]) -> bool:
    return [t.lower for t in subjects] in (["it"], ["this"], ["that"])


def _is_question(verb: Token) -> bool:
    """Whether a "why" or "who" opens a clause, and not a "when" clause inside it."""
    above = first = verb.subtree()[0]
    while above is not verb and above.pos not in VERBAL:
        above = above.head
    return first.tag in ("WRB", "WP", "WDT", "WP$") and above is verb


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


def _subject_clause(child: Token, clause: Clause) -> Under:
    """ "What Kim bought was a mine": bought is what it was. "Selling it is fun": nobody sells."""
    what = [t for t in child.having("dobj", "nsubj", "pobj") if t.lower in ("what", "whoever")]
    if what and is_finite(child) and clause.verb.lemma == "be":
        return Under(stated=presupposed(clause.outer), kind="free")
    return Under(stated=unclaimed(presupposed(clause.outer), "nobody is said to do it"))


def _conjunct(child: Token, clause: Clause) -> Under:
    if child.having("nsubj", "nsubjpass", "expl", "csubj"):
        return Under(stated=clause.outer)
    stated = clause.outer
    own_aux = any(c.dep == "aux" and c.lower != "to" for c in child.children)
    if not own_aux and child.tag in ("VB", "VBN", clause.verb.tag):
        stated = replace(stated, modality=clause.stated.modality, cues=clause.stated.cues)
        if clause.stated.polarity != clause.outer.polarity and any(
            c.lower in ("or", "nor") for c in clause.verb.having("cc")
        ):
            stated = replace(stated, polarity=clause.stated.polarity)
    stated = noted(stated, "conjunct", child)
    if not _conjoined():
        stated = unclaimed(stated, "joined verbs are not read")
    return Under(stated=stated, subjects=clause.subjects, kind="conjunct", like=clause)


def _apart(child: Token, verb: Token) -> bool:
    """Two sentences joined by a semicolon or colon, which parsers put one below the other."""
    first, last = sorted((child.i, verb.i))
    marks = {";"} if verb.lemma.lower() in lexicon.SAY else {";", ":"}
    return any(t.text in marks and first < t.i < last for t in (*verb.children, *child.children))


def _beside(child: Token, clause: Clause) -> Under:
    """Adverbial clauses: "after selling it", "as shown in Figure 2", "so that it opens"."""
    marks = [c for c in child.children if c.dep in ("mark", "advmod") and c.i < child.i]
    words = {m.lower for m in marks}
    if "whether" in words or ("before" in words and clause.verb.lemma.lower() in lexicon.STOPPING):
        return Under(stated=unclaimed(clause.outer, "whether it is so is left open"))
    bare = not child.having("nsubj", "nsubjpass", "expl")
    stated, doers = clause.outer, list(clause.subjects)
    if condition(child):
        return Under(stated=stated, subjects=doers, kind="adverbial")
    if words & {"as", "than", "like"} and bare:
        return Under(stated=unclaimed(stated, "it only compares or points elsewhere"))
    if "lest" in words:
        return Under(stated=negate(weaken(stated, "desired", *marks), *marks), kind="adverbial")
    if words & {"so", "that", "order"} and {"that"} & words and not _result(child, clause):
        return Under(stated=weaken(stated, "desired", *marks), kind="adverbial")
    if is_infinitive(child) and bare and not (words - {"so", "as", "in", "order"}):
        return _aim(child, clause)
    modality = clause.stated.modality
    # "while", "because", "although" introduce what is so, whatever the main clause plans.
    if is_finite(child) and marks:
        stated = replace(presupposed(stated), steps=stated.steps)
    past = any(t.tag == "VBD" for t in (child, *child.having("aux", "auxpass")))
    if modality != "actual" and (not marks or (words & OPEN_MARKS and not past)):
        stated = replace(stated, modality=modality, cues=clause.stated.cues)
    if child.tag in ("VBG", "VBN") and bare:
        return _loose(child, clause, stated, marks)
    if "than" in words or child.dep == "dep":
        return Under(stated=stated, kind="adverbial")
    return Under(stated=noted(stated, "adverbial", child), subjects=doers, kind="adverbial")


def _aim(child: Token, clause: Clause) -> Under:
    """ "went to Rome to sell it": an aim of who goes, or of whom somebody sends."""
    if clause.objects and knows(_governor(clause), "np-to"):
        found = below(_governor(clause), "np-to")  # "hired Kim to sell it"
        return Under(stated=found.stated, subjects=found.doers, kind="infinitive")
    if child.lemma.lower() in lexicon.RESULTS and knows(_governor(clause), "to"):
        found = below(_governor(clause), "to")  # "went on to become a judge"
        return Under(stated=found.stated, subjects=found.doers, kind="infinitive")
    to = [c for c in child.children if c.lower == "to"]
    stated = noted(weaken(presupposed(clause.stated), "desired", *to), "purpose", child)
    stated = replace(stated, source=clause.stated.source, source_cue=clause.stated.source_cue)
    if not _purpose():
        stated = unclaimed(stated, "purposes are not read")
    if clause.stated.polarity == "negative":
        stated = unclaimed(stated, "what for something is not done")
    moved = clause.verb.lemma in lexicon.SEND and not clause.passive
    doers = clause.objects if moved and clause.objects else clause.subjects
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
    unnamed = (
        clause.passive and child.tag == "VBG" and not clause.agents and child.i > clause.verb.i
    )
    if unnamed and marks:
        return Under(stated=unclaimed(stated, "who does it is not said"))
    return Under(stated=stated, subjects=list(clause.subjects), kind="adverbial")


def _result(child: Token, clause: Clause) -> bool:
    """ "so heavy that it sank" tells a result, "so that it sinks" an aim; a past result is told."""
    so = [t for t in child.having("mark", "advmod") if t.lower == "so"]
    return not so and not any(t.lower == "order" for t in child.subtree()[:3])


# Clauses in phrases


def _in_phrase(token: Token, child: Token, outer: Stated, clause: Clause | None) -> Under:
    """What a clause inside a phrase stands under; `token` is what it hangs on."""
    if child.dep == "relcl" and not _bare_infinitive(child) and child.tag != "VBG":
        return _related(token, child, outer, clause)
    if token.dep in ("prep", "agent", "mark", "dative") or token.pos in ("ADP", "SCONJ"):
        return _gerund(token, child, outer, clause)
    if token.pos in NOUNS or token.pos in ("PRON", "NUM", "DET"):
        if child.dep in ("acl", "relcl", "advcl", "xcomp", "ccomp"):
            return _of_noun(token, child, outer, clause)
        return Under(stated=outer)
    if token.pos in ("ADJ", "ADV") and child.dep in ("xcomp", "ccomp", "advcl", "acl", "pcomp"):
        if clause is not None and token.head is clause.verb:
            return _below_adjective(token, child, clause)
        return Under(stated=unclaimed(outer, "it completes an adjective"))
    if child.dep in ("conj", "parataxis", "ccomp", "advcl", "dep"):
        return Under(stated=outer)
    return Under(stated=unclaimed(outer, "its place in the sentence is not known"))


def _related(token: Token, child: Token, outer: Stated, clause: Clause | None) -> Under:
    stated = noted(presupposed(outer), "relative", child)
    if token.lower in lexicon.ANYBODY or _is_part(token, clause):
        return Under(stated=unclaimed(stated, "nobody is said to do it"), kind="relative")
    if clause is not None and token.dep == "attr" and _is_it(clause.subjects):
        return Under(stated=noted(clause.stated, "relative", child), kind="relative")  # a cleft
    if _tells(token, child):
        found = below(Governor(word=token, part="noun", stated=presupposed(outer)), "that")
        return Under(stated=found.stated, kind="complement")
    if clause is not None and _is_open(token, child, clause):
        # "found no place that sells them", "wants a place that sells them": is there one?
        if clause.stated.polarity == "negative":
            stated = unclaimed(stated, "it tells of something that is not there")
        else:
            stated = replace(stated, modality=clause.stated.modality, cues=clause.stated.cues)
    if not _relative():
        stated = unclaimed(stated, "relative clauses are not read")
    return Under(stated=stated, kind="relative")


def _is_part(token: Token, clause: Clause | None) -> bool:
    """ "plays a man who kills", "stars as a thief who kills": what a part does is not done."""
    above = token.head if token.dep == "pobj" else token
    return (
        clause is not None and clause.verb.lemma.lower() in lexicon.PLAYING
        and above.head is clause.verb and token.dep in ("dobj", "pobj", "oprd")
        and token.pos == "NOUN"
    )  # fmt: skip


def _tells(noun: Token, verb: Token) -> bool:
    """ "the charge that Kim sold it" has no gap, whatever the parser calls it."""
    that = [t for t in verb.children if t.lower == "that" and t.i < verb.i]
    whose = [s for s in verb.having("nsubj", "nsubjpass") if not is_relative(s)]
    known = knows(Governor(word=noun, part="noun", stated=ASSERTED), "that")
    if not (that and whose and known):
        return False
    return that[0].dep != "dobj" or len(verb.having("dobj", "prep", "acomp", "attr")) > 1


def _is_open(noun: Token, verb: Token, clause: Clause) -> bool:
    """Whether a relative clause describes what need not be there: "seeks a town that ..."."""
    if clause.stated.modality == "actual" and clause.stated.polarity == "positive":
        return False
    set_off = any(t.text == "," and noun.i < t.i < verb.i for t in (*noun.children, *verb.children))
    first = [t.lower for t in noun.having("det", "poss", "nummod")]
    known = noun.pos == "PROPN" or any(
        t in ("the", "this", "that", "these", "those") for t in first
    )
    return noun.dep in ("dobj", "attr") and not known and not set_off and not noun.having("poss")


def _of_noun(noun: Token, verb: Token, outer: Stated, clause: Clause | None) -> Under:
    """Participles, infinitives and that-clauses behind a noun."""
    if is_infinitive(verb) and singled_out(noun):
        return Under(stated=presupposed(outer), kind="infinitive", subjects=bearers(noun))
    if is_infinitive(verb):
        return _infinitive_of(noun, verb, outer, clause)
    if verb.having("mark") or (verb.dep == "ccomp" and is_finite(verb)):
        link = link_of(verb, passive=False, objects=())
        denied = any(d.lower in lexicon.NEGATIVE_DETERMINERS for d in noun.having("det"))
        base = replace(outer, polarity="negative") if denied else presupposed(outer)
        found = below(
            Governor(word=noun, part="noun", stated=base), "that" if link == "that" else link
        )
        return Under(stated=found.stated, kind="complement")
    if verb.tag in ("VBG", "VBN"):
        stated = noted(presupposed(outer), "participle", verb)
        if not _participle():
            stated = unclaimed(stated, "participles are not read")
        return Under(stated=stated, subjects=bearers(modified(noun, verb)), kind="participle")
    return Under(stated=unclaimed(outer, "its place in the sentence is not known"))


def _infinitive_of(noun: Token, verb: Token, outer: Stated, clause: Clause | None) -> Under:
    """ "his plan to sell it", "has the right to sell it", "a chance for Kim to win"."""
    subjects = _for_whom(noun, verb) or noun.having("poss")
    stated, before = outer, list[Token]()
    if (
        not subjects and clause is not None and noun.dep == "dobj"
        and noun.head is clause.verb and not lexicon.is_role(noun.lemma.lower())
    ):  # fmt: skip
        # "has the power to break", "took steps to cut": who has or takes it is who acts
        stated, subjects = clause.stated, list(clause.subjects)
        to = [t for t in verb.children if t.lower == "to"]
        before = [*clause.words, *(t for t in noun.children if t.i < noun.i), noun, *to]
    elif stated.polarity == "negative":
        stated = replace(stated, polarity="positive")
    governor = Governor(word=noun, part="noun", stated=stated, subjects=subjects)
    found = below(governor, "to")
    return Under(stated=found.stated, subjects=subjects, before=before, kind="infinitive")


def _gerund(prep: Token, verb: Token, outer: Stated, clause: Clause | None) -> Under:
    """ "accused of selling", "a role in selling", "known for selling", "left after selling"."""
    above = prep.head
    if verb.tag != "VBG" and not verb.having("aux", "auxpass"):
        if is_finite(verb):  # "because of what he said": a clause of its own
            return Under(stated=presupposed(outer), kind="complement")
        return Under(stated=unclaimed(outer, "its place in the sentence is not known"))
    if is_finite(verb):
        return Under(stated=presupposed(outer), kind="complement")
    word = (
        prep.lower
        if prep.lower != "of" or above.lower not in ("instead", "because")
        else above.lower
    )
    if word in EXCLUDING or above.lower in EXCLUDING:
        doers = list(clause.subjects) if clause is not None and word != "than" else []
        stated = negate(outer, prep) if word != "than" else unclaimed(outer, "it only compares")
        return Under(stated=stated, subjects=doers, kind="gerund")
    if clause is None:
        return Under(stated=unclaimed(presupposed(outer), "who does it is not said"))
    governor = _governor_of(prep, clause, f"{prep.lower}-ing")
    if governor is None:
        return Under(stated=unclaimed(presupposed(outer), "who does it is not said"))
    found = below(governor, f"{prep.lower}-ing")
    return Under(
        stated=found.stated, subjects=found.doers, kind="gerund",
        before=_through(governor, prep, verb, clause) if found.doer == "subject" else [],
    )  # fmt: skip


def _governor_of(prep: Token, clause: Clause, link: str) -> Governor | None:
    """What a preposition with a gerund hangs on: the verb, or its object or adjective."""
    above = prep.head
    while above.dep == "prep" or above.pos == "ADP":
        above = above.head
    if above is clause.verb:
        whole = _governor(clause)
        for noun in clause.verb.having("dobj")[-1:]:  # "played a role in selling it"
            inner = Governor(word=noun, part="noun", stated=clause.stated, subjects=clause.subjects)
            if noun.pos == "NOUN" and knows(inner, link) and not knows(whole, link):
                return inner
        return whole
    if above.head is not clause.verb:
        return None
    if above.pos in ("ADJ", "ADV") or above.tag == "VBN":
        nots = above.having("neg")
        stated = negate(clause.stated, *nots) if nots else clause.stated
        return Governor(word=above, part="adjective", stated=stated, subjects=clause.subjects)
    if above.pos in NOUNS and above.dep in ("dobj", "attr"):
        # "accused Kim of selling", with the preposition hung on the object
        if above.pos == "PROPN" or above.entity or lexicon.is_role(above.lemma.lower()):
            return _governor(clause)
        return Governor(word=above, part="noun", stated=clause.stated, subjects=clause.subjects)
    return None


def _through(governor: Governor, prep: Token, verb: Token, clause: Clause) -> list[Token]:
    """The words that lead to a gerund: "plays a role in", "is famous for", "succeeded in"."""
    word = governor.word
    if word is clause.verb:
        return [] if clause.objects else [*clause.words, prep]
    first = min([t.i for t in word.children if t.dep == "amod"] + [word.i])
    between = [t for t in word.children if first <= t.i < word.i and t.dep == "amod"]
    return [*clause.words, *between, word, prep]


def _bare_infinitive(verb: Token) -> bool:
    """ "the first woman [to fly]", not "the day [on which to fly]"."""
    return is_infinitive(verb) and not any(t.tag in ("WDT", "WP", "WRB") for t in verb.subtree())


def _for_whom(noun: Token, verb: Token) -> list[Token]:
    """ "a chance for Kim to win": who is meant to do it."""
    behind = [p for p in noun.having("prep") if p.lower == "for" and p.i < verb.i]
    return [t for p in behind for o in p.having("pobj") for t in conjuncts(o)]


def _source(verb: Token, outer: Stated) -> Stated:
    """ "according to a senior official", "in the words of Kim", "as reported by Kim"."""
    for cue, source in _sources(verb) if _according() else ():
        return noted(attribute(outer, source, cue), "according-to", cue)
    return outer


def _tells_of(verb: Token) -> bool:
    """Whether a verb tells of the work itself or its makers: "stars in the film", "is set in"."""
    present = verb.tag in ("VBZ", "VBP") and not verb.having("auxpass")
    return not present or verb.lemma.lower() in lexicon.PLAYING | {
        "be",
        "appear",
        "feature",
        "have",
    }


def _sources(verb: Token) -> Iterator[tuple[Token, Token]]:
    for prep in verb.having("prep"):
        if prep.lower == "according":
            for to in prep.having("prep"):
                yield from ((prep, source) for source in to.having("pobj"))
        for words in prep.having("pobj"):
            if prep.lower == "in" and words.lower in ("words", "view", "opinion"):
                for of in words.having("prep"):
                    yield from ((words, source) for source in of.having("pobj"))
    for prep in verb.having("prep"):
        for work in prep.having("pobj") if prep.lower == "in" else ():
            if work.lemma.lower() in lexicon.FICTION and not _tells_of(verb):
                yield prep, work  # "In the novel, the mayor kills his wife"
    for said in verb.having("advcl") if not verb.having("neg") else ():
        marked = any(m.lower == "as" for m in said.having("mark", "advmod"))
        if marked and said.lemma.lower() in lexicon.SAY | lexicon.KNOW:
            by = [
                o for a in said.having("agent", "prep") if a.lower == "by" for o in a.having("pobj")
            ]
            told = [s for s in said.having("nsubj") if not is_relative(s)]
            yield from ((said, source) for source in (*by, *told) if can_speak(source))


__all__ = ["Clause", "antecedent", "find_clauses"]
