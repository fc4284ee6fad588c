"""Why a claim that is true makes no edge: another one says it, or it says nothing new."""

from __future__ import annotations

from kg.english.lexicon import ADDRESSING, ANSWERS, SAY
from kg.english.verbs import INCOMPLETE, TRANSITIVE
from kg.model import Argument
from kg.parse.tokens import TIMES, Token, is_somebody
from kg.record.claims.clause import Clause
from kg.record.claims.heads import Adjunct
from kg.record.coref.kinds import GENERIC
from kg.record.keys import is_named

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
#: Why "swell, exceed, 2.5 metres" is not shown of "if the swell exceeds 2.5 metres".
CONDITION = "it is the condition of what its sentence says"
#: Why "Ada Holt, decline" is not shown of "was offered a post and declined".
ANSWERED = "what it answers is said before"
#: Why "study, highlight" is not shown.
UNTOLD = "what it is done to is not said"
#: Why "Uno, be, quieter" is not shown.
COMPARED = "with what it is compared is not said"
#: Why an edge is not shown that ends in a word which only points: "first", "the same", "others".
POINTING = "one end only points at something"
POINTERS = frozenset(
    "first second third last next only one ones other others another same such former latter rest"
    " most many some".split()
)
#: Why an edge like "leak, exist" is not shown.
BEING = "it only says that there was one"
#: Why an edge like "treaty, be signed between, France" is not shown.
HALF = "it names one of those between whom it is"


def says_nothing(subject: Argument, lemma: str, object: Argument | None) -> str:
    """Why an edge would say nothing new: one end names the other already."""
    if object is not None and object.label == subject.label:
        return CIRCULAR
    called = lemma.split()[-1] in ("call", "called", "named", "name")
    if object is not None and called and set(object.label.split()) <= set(subject.label.split()):
        return CIRCULAR  # "a man called Otto", of Otto Lund
    if object is not None and object.label.casefold() in POINTERS:
        return POINTING
    if object is None or object.literal is not None:
        return ""
    inner, outer = f" {object.label.casefold()} ", f" {subject.label.casefold()} "
    owner, mark, _ = object.label.replace("' ", "'s ").partition("'s ")
    if lemma == "have" and mark and owner.split()[-1:] == subject.label.split()[-1:]:
        return OWNED  # also "Ida Holt, have, Mrs Holt's carpet"
    if inner == outer or (inner in outer and len(outer.split()) > 2):
        return CIRCULAR
    named = is_named(subject.entity)
    plain = ANYBODY | GENERIC["Organization"]
    return BARE if named and lemma == "be" and object.label.casefold() in plain else ""


def is_degree(noun: Token) -> bool:
    """ "the worst", "the cheaper": of what, is said before."""
    return noun.tag in ("JJS", "JJR") and not noun.having("prep", "compound", "relcl", "acl")


def half(clause: Clause, adjunct: Adjunct, found: Argument) -> str:
    """Why what is said to be between one thing is not shown; empty where it is between more."""
    noun = adjunct.object
    alone = sum(a.words[-1].lower == "between" for a in clause.adjuncts) == 1
    single = noun.tag in ("NN", "NNP", "CD") or noun.entity in ("ORG", "PERSON", "GPE")
    between = adjunct.words[-1].lower == "between" and alone and single
    return HALF if between and not {"and", "&"} & set(found.label.split()) else ""


#: Why "Ada, announce with, regret" is not shown.
HOW = "it says how or when, and not what"
#: Nouns that say when only beside something else: "declined to comment at the time".
MOMENTS = frozenset("time moment point stage end outset".split())


def how(adjunct: Adjunct) -> str:
    """Why "with regret" and "at the time" make no edge of their own."""
    noun, word = adjunct.object, adjunct.words[-1].lower
    more = [t for t in noun.children if t.dep not in ("det", "punct", "acl")]
    if more or noun.pos != "NOUN" or noun.tag != "NN":
        return ""
    kind = noun.phrase.type if noun.phrase is not None else ""
    felt = word == "with" and kind == "abstract" and not noun.having("det")
    return HOW if felt or (word == "at" and noun.lemma.lower() in MOMENTS) else ""


def lasts(clause: Clause, adjunct: Adjunct) -> bool:
    """ "was on leave for two weeks": how long or since when, where another says what is so."""
    return adjunct.object.entity in TIMES and clause.lemma == "be" and len(clause.adjuncts) > 1


#: How many times as much.
MULTIPLES = frozenset("double twice treble triple half thrice quadruple".split())


def compares(clause: Clause, told: Token) -> bool:
    """ "is quieter", "is more useful", without the "than" that says than what."""
    if clause.lemma != "be":
        return False
    if any(t.lower in MULTIPLES for t in told.having("predet", "advmod", "amod", "det")):
        return True  # "was almost double the estimate" is no estimate
    more = told.tag == "JJR" or any(t.tag == "RBR" for t in told.having("advmod"))
    return told.pos == "ADJ" and more and all(t.lower != "than" for t in told.subtree())


def half_said(clause: Clause) -> str:
    """Why a clause without an object says half of it or nothing, empty where it is whole.

    "was offered a post and declined": what, is said before; "and highlights", "ruled out becoming
    chair", "called herself a weaver": what, the edge does not say; "there was a leak" says no more.
    """
    lemma = clause.verb.lemma.lower()
    somebody = any(
        t.entity == "PERSON" or t.pos == "PRON" or is_somebody(t) for t in clause.subjects
    )
    if any(t.i > clause.verb.i for t in clause.verb.having("oprd")):
        return UNTOLD
    if any(t.tag == "VBG" for t in clause.verb.having("xcomp")) and clause.verb.having("prt"):
        return UNTOLD
    if clause.passive:
        return ""
    bare = all(t.dep in ("det", "compound", "punct") for s in clause.subjects for t in s.children)
    if clause.lemma == "exist" and clause.stated.polarity == "positive" and bare:
        return BEING
    if lemma in ANSWERS and clause.verb.dep == "conj" and somebody:
        return ANSWERED
    half = lemma in TRANSITIVE | INCOMPLETE and lemma not in ANSWERS
    return UNTOLD if half else ""


def is_addressed(clause: Clause, told: Token) -> bool:
    """ "told reporters that it was sold", "told her why": to whom, and not what, is said."""
    said = clause.verb.having("ccomp")
    somebody = told.entity == "PERSON" or told.pos == "PRON" or is_somebody(told)
    bare = clause.verb.lemma.lower() in ADDRESSING and not clause.adjuncts and not clause.passive
    if bare and somebody:
        return True
    return bool(said) and clause.verb.lemma.lower() in SAY and not clause.passive


def is_told(clause: Clause) -> bool:
    """ "was told by Ann that it was sold": who told whom, and not what, is said."""
    told = bool(clause.verb.having("ccomp", "xcomp"))
    return told and clause.passive and clause.verb.lemma.lower() in ADDRESSING
