"""A verb and the tokens around it → a Clause: who takes part, in which place.

Subjects and objects that a clause shares with the verb it is joined to are handed over here, and
what coordination distributes is distributed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.english import lexicon
from kg.english.frames import frame_of
from kg.english.verbs import TRANSITIVE
from kg.parse.tokens import TIMES, Token
from kg.record.claims.clause import Clause
from kg.record.claims.heads import (
    RELATIVE,
    VERBAL,
    Adjunct,
    after_comma,
    antecedent,
    bearers,
    conjuncts,
    is_expletive,
    is_means,
    is_relative,
    own_subject,
    prepositional,
    without_denied,
)
from kg.record.claims.links import is_infinitive
from kg.record.claims.rules import reading
from kg.record.claims.sources import seen_by
from kg.record.claims.stated import Stated, denying, excluded, only_behind, own
from kg.record.phrases import MEASURED

# The rules, each with its example.

_shared = reading("shared-object", "Kim built and sold the yacht.", "Kim | build | yacht")
_respectively = reading(
    "respectively", "Kim and Lang own a cat and a dog respectively.", "never: Kim | own | dog"
)
_free = reading("free-relative", "What Lang bought was a mine.", "Lang | buy | mine")
_means = reading("means", "The letters were sent by mail.", "letters | be sent | -")
_but = reading("not-but", "Rome is not a village but a city.", "Rome | be | city")


def make_clause(
    verb: Token,
    outer: Stated,
    *,
    inherited: Sequence[Token],
    before: Sequence[Token],
    kind: str,
    like: Clause | None,
) -> Clause:
    """The clause of a verb under `outer`.

    `inherited` are the subjects it has if it names none, `before` the governing words that read on
    in it, `like` the clause of the verb it is joined to.
    """
    clause = Clause(verb=verb, words=[], lemma="", outer=outer, stated=own(verb, outer), kind=kind)
    clause.passive = _is_passive(verb, kind, like)
    anyone = [t for t in verb.having("nsubj") if t in before]
    clause.subjects = list(inherited) if anyone else _subjects(verb, inherited)
    for child in verb.children:
        _sort(child, clause)
    _share(clause, like)
    if kind == "relative":
        _relate(clause)
    elif (
        verb.dep == "relcl"
    ):  # "the charge that Kim sold it": no relative clause, whatever its name
        clause.objects = [t for t in clause.objects if not is_relative(t)]
    if kind == "free" and _free():
        clause.objects = [t for a in verb.head.having("attr") for t in conjuncts(a)]
    clause.paired = _is_paired(clause)
    clause.words = _words(clause, before, like)
    clause.lemma = _lemma(clause)
    return clause


def _is_passive(verb: Token, kind: str, like: Clause | None) -> bool:
    if verb.having("auxpass"):
        return True
    if verb.having("nsubjpass"):
        active = any(t.lemma.lower() == "have" for t in verb.having("aux"))  # "he had accused"
        return (
            verb.tag != "VBD" and not active
        )  # "Ortega nearly drowned" is no passive, whatever the label
    if kind == "participle":
        return verb.tag == "VBN"
    if _is_clipped(verb) or _is_short(verb) or _is_hearsay(verb):
        return True
    # "Seized with fear, he ran": he was seized.
    if kind == "adverbial" and verb.tag == "VBN" and not verb.having("aux", "nsubj"):
        # A participle with an object may be a past tense read wrongly, unless a word leads it in.
        return not verb.having("dobj") or bool(verb.having("mark"))
    no_aux = not verb.having("aux", "nsubj", "dobj")
    # "was a saint and venerated in Naples": "was" belongs to both.
    led = like is not None and (like.passive or like.verb.lemma == "be")
    return led and (verb.tag == "VBN" or _is_again(verb, like)) and no_aux


def _is_again(verb: Token, like: Clause | None) -> bool:
    """ "was elected in 1904 and re-elected in 1906": the same once more; "was gutted and pulled
    down", "was tested and found to leak": what is done to something, and not what it does."""
    if verb.tag != "VBD":
        return False
    if like is not None and like.passive and any(is_infinitive(t) for t in verb.having("xcomp")):
        lemma = verb.lemma.lower()  # one finds something to be, and agrees to be
        return bool(frame_of("verb", lemma, "np-to")) and not frame_of("verb", lemma, "to")
    if like is not None and like.passive and verb.lemma.lower() in TRANSITIVE:
        return not verb.having("ccomp", "xcomp")
    once = verb.lower.removeprefix("re").removeprefix("-")
    return like is not None and once != verb.lower and once == like.verb.lower


def _is_short(verb: Token) -> bool:
    """ "€22 for both, breakfast included": such a form of such a verb has no object to do it to."""
    others = verb.having("aux", "auxpass", "dobj", "ccomp", "xcomp", "dative")
    return verb.tag == "VBN" and not others and verb.lemma.lower() in TRANSITIVE


def _is_hearsay(verb: Token) -> bool:
    """ "a fire said to have been set": nobody says "to have been"."""
    known = frame_of("verb", verb.lemma.lower(), "np-to")
    hearsay = known is not None and known.says and known.said == "possible"
    alone = frame_of("verb", verb.lemma.lower(), "to") is None
    bare = verb.tag in ("VBD", "VBN") and not verb.having("aux", "auxpass", "dobj")
    below = (v for v in verb.having("xcomp", "ccomp") if v.i > verb.i and is_infinitive(v))
    perfect = any(
        t.lemma in ("have", "be") for v in below for t in (v, *v.having("aux", "auxpass"))
    )
    return hearsay and alone and bare and perfect


def _is_clipped(verb: Token) -> bool:
    """ "Mayor charged with fraud": who is charged does not charge anybody."""
    aux = verb.having("aux", "auxpass", "dobj", "ccomp", "dative")
    past = verb.tag in ("VBD", "VBN") and not aux
    led = any(p.lower in lexicon.CHARGING.get(verb.lemma.lower(), ()) for p in verb.having("prep"))
    return past and led


def _subjects(verb: Token, inherited: Sequence[Token]) -> list[Token]:
    named = verb.having("nsubj", "nsubjpass")
    if any(s.i < verb.i for s in named):  # not "Ann was advised by Bo; Eva by Kim"
        named = [s for s in named if s.i < verb.i or s.head is not verb or not _gapped(s)]
    mine = [t for s in named for t in without_denied(conjuncts(s))]
    if any(is_relative(t) for t in mine) and verb.dep == "relcl":
        noun = antecedent(verb)
        return conjuncts(noun) if _plural_verb(verb) else bearers(noun)
    if is_expletive(mine, verb):
        return []
    if mine:
        return [t for t in mine if not is_relative(t) or t.lower == "that"]
    if verb.having("expl"):
        told = [t for a in verb.having("attr") for t in conjuncts(a)]
        return [t for t in told if t.dep != "conj" or denying(t) is None]
    if verb.having("csubj", "csubjpass"):
        first = verb.having("csubj", "csubjpass")
        return [t for s in first for t in (s, *s.having("conj")) if t.tag == "VBG"]
    if (beside := own_subject(verb)) is not None:
        return [beside]
    return [] if verb.dep == "relcl" and not is_infinitive(verb) else list(inherited)


def _gapped(noun: Token) -> bool:
    """Whether a noun stands for a clause of its own whose verb is left out: "Eva by Kim"."""
    return any(p.dep in ("prep", "agent") and p.i > noun.i for p in noun.children)


def _plural_verb(verb: Token) -> bool:
    first = min([verb, *verb.having("aux", "auxpass")], key=lambda t: t.i)
    return first.lower in ("are", "were", "have") or first.tag == "VBP"


def _sort(child: Token, clause: Clause) -> None:
    """Put a child of the verb where it belongs in the clause."""
    dep, verb = child.dep, clause.verb
    if dep == "dobj" and child.lower in lexicon.POINTERS and _points_back(verb):
        clause.embeds = True  # "he denied it": what is denied is no thing
    elif dep == "dobj" and child.lower in lexicon.REFLEXIVES and not child.having("conj"):
        clause.reflexive = True
    elif dep == "dobj" and not _set_off(child):
        clause.objects += _joined(child, clause)
    elif dep == "dative" and child.pos != "ADP":
        clause.receivers += conjuncts(child)
    elif dep == "oprd" and verb.lower == "born" and child.pos == "PROPN":
        clause.told.append(child)  # "was born Ada Holt": as that
    elif dep in ("attr", "acomp", "oprd"):
        if not verb.having("expl") and not (dep == "oprd" and verb.having("dobj")):
            clause.complements += [
                t for t in _joined(child, clause) if t.pos not in VERBAL or t.tag == "VBN"
            ]
    elif verb.lemma.lower() not in lexicon.BY_NAME and (
        dep == "agent" or (dep == "prep" and child.lower == "by" and clause.passive)
    ):
        if any(_goes_on(other, child) for other in verb.having("agent", "prep")):
            return  # "by Orbis and Lund [by Tarn]": whom Tarn advised is Lund
        heads = [t for p in child.having("pobj") for t in conjuncts(p)]
        heads = [t for t in heads if not any(
            _goes_on(child, other) and t.i + 1 == other.i for other in verb.having("agent", "prep")
        )]  # fmt: skip
        who = [t for t in heads if not (t.entity in MEASURED or _is_when(t))]
        by_how_much = any(t.entity in MEASURED or _is_margin(t, verb) for t in heads)
        by_when = bool(heads) and not who and not by_how_much
        if by_when or by_how_much or (who and all(is_means(t) for t in who) and _means()):
            clause.adjuncts += prepositional(child)
        else:
            clause.agents += who
    elif dep == "prep" and child.lower in ("until", "till") and denied_until(child, verb):
        clause.times += child.having("pobj")  # "did not open until 1990": it opened then
    elif dep == "prep" and child.lower == "than":
        more = [t for t in verb.having("advmod") if t.tag in ("RBR", "JJR")][-1:]
        clause.adjuncts += prepositional(child, tuple(more)) if more else ()
    elif dep in ("prep", "dative", "agent") and not (_range(child, verb) or _absolute(child)):
        found = [a for a in prepositional(child) if not any(map(excluded, a.words))]
        found = [a for a in found if not seen_by(a.object)]  # "in his view"
        clause.adjuncts += [a for a in found if denying(a.object) is None]  # "but no walls"
    elif dep == "advmod" and _is_manner(child, verb):
        clause.manner.append(child)
    elif dep == "advmod" and child.i > verb.i:
        # "dates back to", "moved away from"
        for prep in child.having("prep"):
            if prep.i == child.i + 1:
                clause.adjuncts += prepositional(prep, (child,))
    elif dep == "npadvmod":
        clause.times.append(child)
    elif dep in ("ccomp", "xcomp") and child.pos in VERBAL:
        clause.embeds = True
        if dep == "xcomp" and is_infinitive(child):
            clause.aims.append(child)
    elif dep in ("xcomp", "ccomp") and child.pos == "ADJ" and not child.having("nsubj"):
        clause.complements.append(child)
    elif dep == "advcl" and is_infinitive(child) and not child.having("nsubj", "nsubjpass"):
        if not (child.lemma.lower() in lexicon.SAID_OF_TEXT and after_comma(child)):
            clause.aims.append(child)
    elif dep == "parataxis" and child.pos in ("NOUN", "PROPN") and _after_colon(child, verb):
        clause.embeds = True  # "comprises: a housing and a seal" is a list, see `nominal.lists`


def _goes_on(first: Token, second: Token) -> bool:
    """ "by Orbis and Bo by Tarn": a second "by" stands right behind a noun joined to Orbis."""
    joined = (t for noun in first.having("pobj") for t in conjuncts(noun) if t.dep == "conj")
    return (
        first is not second
        and first.lower == second.lower
        and any(t.i + 1 == second.i for t in joined)
    )


def _is_margin(noun: Token, verb: Token) -> bool:
    """ "cut by £20", "beaten by Munro by 61 votes": how much, and not by whom."""
    if not noun.having("nummod") or noun.tag != "NNS":
        return False
    first = noun
    while first.dep == "conj" and first.head is not first:
        first = first.head  # "bought by Orbis and three banks"
    others = [
        p for p in verb.having("agent", "prep")
        if p.lower == "by" and p is not first.head
        and all(o.entity not in TIMES for o in p.having("pobj"))
    ]  # fmt: skip
    return bool(others) or noun.lemma.lower() in lexicon.MARGINS


#: Adverbs that say how or where something is done, without an "-ly".
MANNER = frozenset("well badly outside inside abroad overseas nearby alone twice".split())


def _is_manner(adverb: Token, verb: Token) -> bool:
    """ "wrongly convicted", "sold it secretly": how it is done, beside the verb or at its end."""
    word = adverb.lower
    plain = (word.endswith("ly") or word in MANNER) and adverb.tag == "RB" and not adverb.children
    other = lexicon.HABITS | lexicon.POSSIBLE_WORDS | lexicon.NEGATIVE_WORDS | lexicon.REMARKS
    return plain and word not in other and (abs(adverb.i - verb.i) == 1 or adverb.i > verb.i)


def _points_back(verb: Token) -> bool:
    """Whether "it" behind a verb is what was said before, and nothing that has a name."""
    return verb.lemma.lower() in lexicon.SAY | lexicon.KNOW | lexicon.DENY | lexicon.DOUBT | {"do"}


def _joined(head: Token, clause: Clause) -> list[Token]:
    """A head and what is joined to it; behind "not X but" the standing is the other one."""
    found = conjuncts(head)
    denied = clause.stated.polarity == "negative"
    for joined in found[1:]:
        if denied and _but() and any(c.lower == "but" for c in joined.head.having("cc")):
            clause.contrary.add(joined.i)
    for joined in found[1:]:
        if any(t.lower == "not" and t.i < joined.i for t in joined.having("neg", "advmod", "cc")):
            clause.contrary.add(joined.i)  # "is biological, not cultural"
    for joined in found[1:] if denied else ():
        if any(t.lower in lexicon.FEW for t in joined.having("amod", "det")):
            clause.contrary.add(joined.i)  # "made no comment and little progress"
    for joined in found[1:] if not denied else ():
        if denying(joined) is not None:
            clause.contrary.add(joined.i)  # "has cold winters and little rain"
    nots = [t for t in head.having("neg", "advmod", "preconj") if t.lower == "not"]
    if any(not only_behind(t, head.subtree()) for t in nots):
        clause.contrary.add(head.i)
        clause.contrary -= {t.i for t in found[1:]}
    return found


def _after_colon(noun: Token, verb: Token) -> bool:
    first = noun.subtree()[0].i
    return any(t.text == ":" and verb.i < t.i < first for t in verb.children) and not any(
        t.dep in ("dobj", "attr") for t in verb.children
    )


def denied_until(prep: Token, verb: Token) -> bool:
    """ "did not open until 1990", "Not until 1990 did it open"."""
    nots = [t for t in (*verb.children, *prep.children) if t.dep == "neg" or t.lower == "not"]
    return any(t.i < prep.i for t in nots)


def _range(prep: Token, verb: Token) -> bool:
    """ "From cities to villages, people ...": a range in front says what is covered, no way."""
    pair = {"from", "to"} if prep.i < verb.i else set()
    subjects = verb.having("nsubj", "nsubjpass")
    before = [p for p in verb.having("prep") if subjects and p.i < subjects[0].i]
    timed = all(o.entity in ("DATE", "TIME") for p in before for o in p.having("pobj"))
    fronted = {p.lower for p in before} | {q.lower for p in before for q in p.having("prep")}
    return prep.lower in pair and prep in before and pair <= fronted and not timed


def _absolute(prep: Token) -> bool:
    """ "with firms building rockets" is a clause of its own, no companion."""
    return prep.lower == "with" and any(
        verb.tag in ("VBG", "VBN") and verb.i == noun.subtree()[-1].i - (len(verb.subtree()) - 1)
        and not noun.having("det") for noun in prep.having("pobj") for verb in noun.having("acl")
    )  # fmt: skip


def _set_off(child: Token) -> bool:
    """An object behind a comma is an afterthought ("hinted at it, a move that ...")."""
    first = child.subtree()[0]
    verb = child.head
    before = [t for t in verb.children if verb.i < t.i < first.i]
    return bool(before) and before[-1].text == "," and len(before) > 1


# What joined verbs have in common


def _share(clause: Clause, like: Clause | None) -> None:
    """Objects and agents that the verb has in common with one joined to it."""
    verb = clause.verb
    if like is not None and not clause.objects and not clause.passive:
        clause.objects = [t for t in like.objects if t.i > verb.i]  # "write and edit articles"
    if not _shared() or _has_complement(clause):
        return
    follower = _follower(verb)
    if follower is None:
        return
    own = follower.having("auxpass")  # "was not seen, and was taken by Ida": who saw is open
    if clause.passive and follower.tag == "VBN" and not clause.agents and not own:
        clause.agents = [t for b in _by(follower) for p in b.having("pobj") for t in conjuncts(p)]
    active = not clause.passive and not follower.having("auxpass", "nsubjpass")
    if active and verb.lemma.lower() not in lexicon.INTRANSITIVE:
        clause.objects = _objects_of(follower)


def _is_when(token: Token) -> bool:
    """ "by Friday", "by mid-July": when, and by nobody."""
    part, dash, _ = token.lower.partition("-")
    return token.entity in ("DATE", "TIME") or (bool(dash) and part in ("mid", "early", "late"))


def _has_complement(clause: Clause) -> bool:
    return bool(
        clause.objects or clause.complements or clause.adjuncts or clause.embeds
        or clause.times or clause.aims
    )  # fmt: skip


def _follower(verb: Token) -> Token | None:
    """The verb joined right behind a verb: "designed, [built] and sold", "wrote and Kim [sold]"."""
    joined = [t for t in verb.having("conj") if t.pos in VERBAL and t.i > verb.i]
    if not joined:
        return None
    between = [c for c in verb.children if verb.i < c.i < joined[0].i]
    plain = all(c.dep in ("cc", "punct", "prt", "preconj") or c.pos == "ADV" for c in between)
    return joined[0] if plain else None


def _objects_of(verb: Token) -> list[Token]:
    """The objects of a verb, or those that it shares with the next one."""
    mine = [t for o in verb.having("dobj") if not _set_off(o) for t in conjuncts(o)]
    if mine or verb.having("prep", "attr", "acomp", "ccomp", "xcomp", "dative", "oprd"):
        return mine
    following = _follower(verb)
    return _objects_of(following) if following is not None else []


def _by(verb: Token) -> list[Token]:
    return [a for a in verb.having("agent", "prep") if a.lower == "by"]


def _is_paired(clause: Clause) -> bool:
    """ "Ada and Ben own a cat and a dog respectively": one to each."""
    words = [*clause.verb.children, *(c for o in clause.objects for c in o.children)]
    words += [c for a in clause.adjuncts for c in a.object.children]
    if not any(w.lower == "respectively" for w in words) or not _respectively():
        return False
    return len(clause.subjects) == len(clause.objects) > 1


# Relative clauses


def _relate(clause: Clause) -> None:
    """Give a relative clause its antecedent where the pronoun, or the gap, stands."""
    noun = antecedent(clause.verb)
    clause.objects = [noun if is_relative(t) else t for t in clause.objects]
    clause.adjuncts = [
        replace(a, object=noun) if is_relative(a.object) else a for a in clause.adjuncts
    ]
    pronouns = {t.lower for t in clause.verb.subtree()[:2]} & (RELATIVE | {"where", "when", "why"})
    if "whose" in pronouns:
        return  # its place is taken: "a pub whose prices doubled"
    if noun.lemma.lower() in lexicon.WAY_NOUNS and not pronouns & {"that", "which"}:
        return  # "the way they work": they work in that way
    if "where" in pronouns and noun.entity not in ("PERSON", "DATE", "TIME"):
        where = [t for t in clause.verb.subtree() if t.lower == "where"]
        clause.adjuncts.append(Adjunct(words=(where[0],), object=noun))
        return
    used = noun in (*clause.subjects, *clause.objects, *(a.object for a in clause.adjuncts))
    used = used or any(is_relative(t) for t in clause.verb.having("nsubj", "nsubjpass"))
    gap = not (clause.objects or clause.complements or clause.passive or clause.embeds)
    if not used and gap and clause.subjects and not pronouns & {"where", "when", "why"}:
        stranded = [c for c in clause.verb.having("prep") if not c.children]
        if stranded:
            clause.adjuncts.append(Adjunct(words=(stranded[0],), object=noun))
        else:
            clause.objects = [noun]


# Words


def _words(clause: Clause, before: Sequence[Token], like: Clause | None) -> list[Token]:
    verb = clause.verb
    own_words = [verb, *(
        c for c in verb.children
        if (c.dep in ("aux", "auxpass", "neg") and c.i < verb.i and c.lower != "to")
        or c.dep == "prt"
        or (c.dep == "neg" and c.head.lemma == "be")
    )]  # fmt: skip
    if clause.passive and like is not None and not verb.having("auxpass"):
        own_words += [like.verb] if like.verb.lemma == "be" else []
        own_words += like.verb.having("aux", "auxpass")
    unique = {t.i: t for t in [*before, *own_words]}
    return [unique[i] for i in sorted(unique)]


def _lemma(clause: Clause) -> str:
    """Lemma with particle; phases stay ("begin build"), modality and negation do not."""
    verb = clause.verb
    lemma = verb.lemma.lower()
    if clause.passive:
        lemma = f"be {verb.lower}"
    if verb.having("expl") and not verb.having("dobj"):
        lemma = "exist"
    particles = [c.lower for c in verb.having("prt")]
    aground = [c for c in verb.having("advmod") if c.lower in lexicon.AGROUND]
    particles += [c.lower for c in aground if c.i > verb.i]
    upper = verb.head
    above = upper is not verb and any(t is upper for t in clause.words)
    phase = (verb.dep == "xcomp" or above) and upper.lemma.lower() in lexicon.PHASES_KEPT
    enabled = above and upper.lemma.lower() in lexicon.ALLOW and not upper.having("auxpass")
    particles += ["oneself"] if clause.reflexive else []
    return " ".join([*([upper.lemma.lower()] if phase or enabled else []), lemma, *particles])
