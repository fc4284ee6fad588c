"""Clauses inside phrases: relative and participial clauses, gerunds, clauses of nouns."""

from __future__ import annotations

from dataclasses import replace

from kg.english import lexicon
from kg.parse.tokens import Token
from kg.record.claims.below_verbs import below_adjective, is_it
from kg.record.claims.clause import Clause
from kg.record.claims.heads import (
    NOUNS,
    bearers,
    conjuncts,
    is_relative,
    modified,
    singled_out,
)
from kg.record.claims.links import (
    Governor,
    below,
    is_finite,
    is_infinitive,
    knows,
    link_of,
)
from kg.record.claims.rules import reading
from kg.record.claims.stated import (
    ASSERTED,
    Stated,
    denying,
    negate,
    noted,
    presupposed,
    unclaimed,
    weaken,
)
from kg.record.claims.under import Under, governor

#: Prepositions before what does not take place ("instead of selling it").
EXCLUDING = {"without", "instead", "than", "rather"}

# The rules, each with its example.

_relative = reading("relative", "Kim, who owns the mill, left Rome.", "Kim | own | mill")
_losing = reading(
    "losing", "Kim missed a chance to sell the mill.", "Kim | sell | mill; not; possible"
)
_participle = reading(
    "participle", "The letters found by Kim shocked the town.", "Kim | find | letters"
)


def in_phrase(token: Token, child: Token, outer: Stated, clause: Clause | None) -> Under:
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
            return below_adjective(token, child, clause)
        return Under(stated=unclaimed(outer, "it completes an adjective"))
    if child.dep in ("conj", "parataxis", "ccomp", "advcl", "dep"):
        return Under(stated=outer)
    return Under(stated=unclaimed(outer, "its place in the sentence is not known"))


def _related(token: Token, child: Token, outer: Stated, clause: Clause | None) -> Under:
    stated = noted(presupposed(outer), "relative", child)
    if outer.modality == "question":
        stated = replace(stated, source=None, source_cue=None)  # who asks whether tells nothing
    if token.lower in lexicon.ANYBODY or _is_part(token, clause):
        return Under(stated=unclaimed(stated, "nobody is said to do it"), kind="relative")
    if clause is not None and token.dep == "attr" and is_it(clause.subjects):
        return Under(stated=noted(clause.stated, "relative", child), kind="relative")  # a cleft
    if _is_asked_for(child):
        bid = noted(presupposed(outer), "desired", child)
        return Under(stated=weaken(bid, "desired", child), kind="complement")
    if _tells(token, child):
        found = below(Governor(word=token, part="noun", stated=presupposed(outer)), "that")
        return Under(stated=found.stated, kind="complement")
    if tells_which(token, child):
        stated = unclaimed(stated, WHICH)
    if clause is not None and _is_open(token, child, clause):
        # "found no place that sells them", "wants a place that sells them": is there one?
        stated = _as_open(stated, clause)
    if not _relative():
        stated = unclaimed(stated, "relative clauses are not read")
    return Under(stated=stated, kind="relative")


#: Why "all heaters made since May" does not say that all are made since May.
WHICH = "it only tells which ones are meant"
#: Words before a noun that speak of each one of a kind.
EACH = frozenset("all any every each only most no".split())


def tells_which(noun: Token, verb: Token) -> bool:
    """Whether a clause behind a noun only picks those of a kind that are meant.

    "All heaters made since May", "only firms that had paid", "insects that sleep as adults"; but
    "protesters who stormed the hall" did.
    """
    first = verb.subtree()[0]
    if any(t.text == "," and noun.i < t.i < first.i for t in (*noun.children, *verb.children)):
        return False
    before = [t for t in noun.children if t.i < noun.i]
    if any(t.lower in EACH for t in before if t.dep in ("det", "predet", "advmod", "amod")):
        return True
    bare = noun.tag == "NNS" and not any(
        t.dep in ("det", "poss", "nummod", "quantmod", "amod", "compound") for t in before
    )
    helps = [verb, *verb.having("aux", "auxpass")]
    if any(t.tag == "VBZ" for t in helps):
        return False  # "a compiler for programs that runs on phones": the compiler does
    past = any(t.tag == "VBD" and t.lower != "had" for t in helps)
    main = noun
    while main.head is not main and main.pos not in ("VERB", "AUX"):
        main = main.head
    told = verb.tag == "VBN" and len(helps) == 1
    past = past or (told and any(t.tag == "VBD" for t in (main, *main.having("aux", "auxpass"))))
    return bare and not past


def _as_open(stated: Stated, clause: Clause) -> Stated:
    """The standing of what describes something that is sought, planned or not there."""
    if clause.stated.polarity == "negative":
        return unclaimed(stated, "it tells of something that is not there")
    return replace(stated, modality=clause.stated.modality, cues=clause.stated.cues)


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


def _is_asked_for(verb: Token) -> bool:
    """ "an amendment that the decision be deferred": a bare form behind "that" and a subject."""
    first = min([verb, *verb.having("aux", "auxpass")], key=lambda t: t.i)
    that = [t for t in verb.having("mark") if t.lower == "that"]
    own = [s for s in verb.having("nsubj", "nsubjpass") if not is_relative(s)]
    return bool(that and own) and first.tag == "VB" and not any(s.tag == "NNS" for s in own)


def _is_open(noun: Token, verb: Token, clause: Clause) -> bool:
    """Whether a relative clause describes what need not be there: "seeks a town that ..."."""
    if clause.stated.modality == "actual" and clause.stated.polarity == "positive":
        return False
    tensed = any(t.tag in ("VBD", "MD") for t in (verb, *verb.having("aux", "auxpass")))
    if tensed and clause.stated.polarity == "positive":
        return False  # "tried to open a shop, which sold nothing": it was there
    set_off = any(t.text == "," and noun.i < t.i < verb.i for t in (*noun.children, *verb.children))
    first = [t.lower for t in noun.having("det", "poss", "nummod")]
    known = noun.pos == "PROPN" or any(
        t in ("the", "this", "that", "these", "those") for t in first
    )
    hangs = noun.dep in ("dobj", "attr") or (noun.dep == "pobj" and noun.head.head is clause.verb)
    return hangs and not known and not set_off and not noun.having("poss")


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
        if tells_which(noun, verb):
            stated = unclaimed(stated, WHICH)
        if denying(noun) is not None:  # "no barriers born of malice", "few letters found by Kim"
            stated = unclaimed(stated, "it tells of something that is not there")
        elif clause is not None and _is_open(noun, verb, clause):
            stated = _as_open(stated, clause)
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
        if clause.verb.lemma.lower() in lexicon.HINDERING:
            subjects = []  # whose plan or right it is is not said
        elif clause.verb.lemma.lower() in lexicon.LOSING and _losing():
            stated = noted(negate(stated, clause.verb), "losing", clause.verb)
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
        if clause is not None and clause.stated.polarity == "negative":
            stated = unclaimed(outer, "two denials leave it open")  # "never left without paying"
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
        whole = governor(clause)
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
            return governor(clause)
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
