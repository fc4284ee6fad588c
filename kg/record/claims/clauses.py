"""Parse → Clauses: every verb with its subject found, its arguments sorted, its standing known.

Clause types after Quirk et al. and ClausIE (Del Corro and Gemulla, WWW 2013). The walk goes from
each root down. It hands three things to the clauses below: the subject they lack, the standing
they are under (`links`), and the governing words that belong to what they say ("has pledged to").
What hangs below a verb is told in `below_verbs`, what inside a phrase in `in_phrases`, who says so
in `sources`; what belongs to one clause is sorted in `participants`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.english import lexicon
from kg.parse.analyze import Sentence
from kg.parse.tokens import Token
from kg.record.claims.below_verbs import (
    apart,
    beside,
    complement,
    conjunct,
    is_it,
    is_turned,
    subject_clause,
)
from kg.record.claims.clause import Clause
from kg.record.claims.heads import (
    NOUNS,
    PLACES,
    VERBAL,
)
from kg.record.claims.in_phrases import in_phrase
from kg.record.claims.links import below, is_infinitive
from kg.record.claims.participants import make_clause
from kg.record.claims.rules import reading
from kg.record.claims.sources import source_of
from kg.record.claims.stated import (
    ASSERTED,
    Stated,
    asked,
    attribute,
    negate,
    noted,
    only_behind,
    weaken,
)
from kg.record.claims.under import Under, governor
from kg.record.quotes import Quote, quote_at

#: Verb forms that are part of a noun phrase ("interacting elements").
INSIDE = {"amod", "compound", "nmod", "aux", "auxpass", "nsubj", "nsubjpass", "dobj", "pobj"}
#: A sentence of so few words with a question mark asks, whatever its order ("You sold it?").
SHORT = 8

# The rules, each with its example.

_small = reading(
    "small-clause", "The court declared Kim innocent.", "Kim | be | innocent; says court"
)
_quoted = reading(
    "quotation",
    "Kim said: “Lang owned a boat. The mill lost the letters.”",
    "mill | lose | letters; says Kim",
)


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
    if len(sentence.tokens) <= SHORT or _is_tagged(sentence.tokens):
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


def _is_tagged(tokens: Sequence[Token]) -> bool:
    """ "The client got the letters, did it not?"."""
    end = [t for t in tokens if t.pos != "PUNCT"][-3:]
    tail = [t for t in end if t.lower not in ("not", "n't", "n’t")][-2:]
    asks = [t.tag == "MD" or t.lemma in ("be", "do", "have") for t in tail[:1]]
    before = tokens[tail[0].i - 1].text if tail and tail[0].i else ""
    return asks == [True] and tail[-1].tag == "PRP" and before == ","


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
        stated = self.quoted(token, source_of(token, under.stated))
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
                clause.complements = [t for t in clause.complements if t is not child]
            clause.embeds = False
            if child.pos == "ADJ" and link == "small" and not clause.passive:
                run = [*(t for t in child.having("advmod") if t.lower in lexicon.DEGREES), child]
                clause.lemma = " ".join([clause.lemma, *(t.lower for t in run)])
                clause.words = [*clause.words, *run]  # "make less accessible"
            elif not clause.passive and (link == "small" or child.pos == "ADJ"):
                clause.told.append(child)
            found = below(governor(clause), link)
            if any(not only_behind(n, child.subtree()) for n in child.having("neg")):
                found = replace(found, stated=negate(found.stated, *child.having("neg")))
            holders = own or (clause.subjects if clause.passive else clause.objects)
            if child.pos in VERBAL or found.stated.open or not _small():
                continue
            if is_it(holders) and any(is_infinitive(c) for c in (*child.children, *verb.children)):
                continue  # "makes it illegal to sell": "it" is the selling
            if clause.passive and not clause.agents and found.stated.modality == "possible":
                continue  # "was called a thief": by whom is not said, and "be called" says it
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
            return conjunct(child, clause)
        if child.dep in ("ccomp", "parataxis") and apart(child, clause.verb):
            return Under(stated=_after_colon(child, clause))
        if child.dep in ("xcomp", "ccomp"):
            return complement(child, clause)
        if child.dep in ("csubj", "csubjpass"):
            return subject_clause(child, clause)
        if child.dep in ("advcl", "parataxis", "dep", "intj"):
            return beside(child, clause)
        return Under(stated=clause.outer)

    # Phrases

    def phrase(self, token: Token, outer: Stated, clause: Clause | None = None) -> Iterator[Clause]:
        """Clauses inside a phrase: relative and participial clauses, gerunds, infinitives."""
        self.seen.add(token.i)
        for child in token.children:
            if child.i in self.seen:
                continue
            if child.pos not in VERBAL or child.dep in INSIDE:
                inner = clause if clause is not None and _passes(token, child, clause) else None
                yield from self.phrase(child, outer, inner)
                continue
            under = in_phrase(token, child, outer, clause)
            yield from self.clause(child, under)


def _after_colon(verb: Token, clause: Clause) -> Stated:
    """The standing of a sentence behind a colon: in "We asked: does it leak?" it is asked."""
    marks = [t for t in (*verb.children, *clause.verb.children) if t.text == "?" and t.i > verb.i]
    if not marks or not is_turned(verb) or not asked():
        return clause.outer
    return noted(weaken(clause.outer, "question", marks[0]), "question", marks[0])


def _is_life(verb: Token) -> bool:
    """ "(born 1936)", "(b. 1936; died 2001)": a life in brackets is read by `nominal.lives`."""
    beside = [c.text for c in verb.children if c.i < verb.i]
    bare = not verb.having("nsubj", "prep")
    return verb.lower in lexicon.LIFE_WORDS and "(" in beside and bare


def _passes(token: Token, child: Token, clause: Clause) -> bool:
    """Whether what hangs on a child still belongs to the clause: "a role [in building it]"."""
    if token.dep == "prep" and token.head is clause.verb:
        return child.dep == "pobj"  # "keeps it in a vault built of steel"
    return child.dep == "prep" and (token.pos in NOUNS or token.pos in ("ADJ", "ADV", "ADP"))
