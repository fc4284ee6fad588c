"""What verb, noun and preposition say together: "take place in", "be common in"."""

from __future__ import annotations

from kg.english.lexicon import (
    ALLOW_NOUNS,
    BESIDE_DO,
    DESIRE_NOUNS,
    FEW,
    LIGHT_PAIRS,
    PLAIN_WITH,
    PLAN_NOUNS,
    REQUIRE_NOUNS,
)
from kg.parse.tokens import Token
from kg.record.claims.clause import Clause
from kg.record.claims.heads import Adjunct, prepositional
from kg.record.claims.rules import reading

_light = reading("light-verb", "The talks took place in Rome.", "talks | take place in | Rome")


#: How somebody does.
FARING = frozenset("well badly poorly better worse best worst".split())


def stands_in(clause: Clause) -> bool:
    """ "and has done since May", "as it did in 2019": such a "do" says what another verb says."""
    verb = clause.verb
    if verb.lemma.lower() != "do" or clause.passive or verb.dep not in ("conj", "advcl"):
        return False
    told = clause.objects or clause.complements or verb.having("prt", "ccomp", "xcomp")
    with_it = any(a.words[-1].lower in ("with", "without") for a in clause.adjuncts)
    beside = all(t.lower in BESIDE_DO for t in verb.having("advmod", "neg"))
    return not told and not with_it and beside and verb.head.pos != "NOUN"


def lighten(clause: Clause) -> bool:
    """ "took place in Rome" is *take place in*: the object of a light verb belongs to the verb.

    So does the "less well" of "did less well in the vote": without it nothing is said.
    """
    for adverb in clause.verb.having("advmod") if clause.verb.lemma in ("do", "fare") else ():
        well = adverb.subtree()
        behind = well[0].i == clause.verb.i + 1 and adverb.lower in FARING
        behind = behind and well[-1] is adverb  # "worse than Tarn" is told as such
        if behind and not (clause.objects or clause.passive):
            clause.lemma = " ".join([clause.lemma, *(t.lower for t in well if t.i <= adverb.i)])
            clause.words = [*clause.words, *(t for t in well if t.i <= adverb.i)]
            clause.manner = [t for t in clause.manner if t is not adverb]
            return True
    for noun in clause.objects[:1] if len(clause.objects) == 1 and _light() else ():
        kept = LIGHT_PAIRS.get(clause.verb.lemma.lower(), frozenset())
        few = any(t.lower in FEW for t in noun.having("amod", "det"))  # "has little effect on"
        if noun.lemma.lower() not in kept or noun.pos == "PRON" or few:
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


def predicate_with(clause: Clause, adjunct: Adjunct, covered: list[Token], middle: str = "") -> str:
    """The predicate of an adjunct: the verb and the preposition ("arrive in", "be common in")."""
    # "a town where films are made": they are made in it
    prepositions = " ".join("in" if t.lower == "where" else t.lower for t in adjunct.words)
    if prepositions == "with" and clause.lemma in PLAIN_WITH and not clause.objects:
        return clause.lemma
    if not covered and adjunct.words[0].lower != "where":
        return clause.lemma
    return " ".join(part for part in (clause.lemma, middle, prepositions) if part)


def is_mere(clause: Clause, head: Token) -> bool:
    """ "has the ability to fly": what is had is told by the infinitive."""
    nouns = ALLOW_NOUNS | PLAN_NOUNS | DESIRE_NOUNS | REQUIRE_NOUNS
    to = any(t.lower == "to" for v in head.having("acl", "relcl") for t in v.having("aux"))
    return clause.lemma == "have" and head.lemma.lower() in nouns and to
