"""Clauses, and what they hang on."""

from __future__ import annotations

from collections.abc import Sequence

from kg.english.nouns import is_deed
from kg.lexicon import CONDITION_OPENINGS, CONDITIONALS
from kg.mends.tree import hang, is_below
from kg.tokens import Token

#: What opens a condition: "if it rains", "had it rained".
CONDITIONED = CONDITIONALS | {"had", "were", "should"}
FIRST_OF_OPENINGS = frozenset(opening[0] for opening in CONDITION_OPENINGS)


def mend_conditions(tokens: Sequence[Token]) -> None:
    """ "As long as he pays, she stays", "on condition that he pays": the words in front of "he" are
    one subordinator, like "if", and what he does hangs on what she does."""
    words = [t.lower for t in tokens]
    for i in (i for i, word in enumerate(words) if word in FIRST_OF_OPENINGS):
        opening = next((o for o in CONDITION_OPENINGS if tuple(words[i : i + len(o)]) == o), None)
        if opening is None or i + len(opening) + 1 >= len(tokens):
            continue
        opened = tokens[i : i + len(opening)]
        rest = tokens[i + len(opening) :]
        clause = _clause_of(opened, rest)
        main = opened[0].head
        while main in opened and main.head is not main:
            main = main.head
        if main is clause:
            main = clause.head
        outside = clause is not None and main not in opened and not is_below(main, clause)
        if clause is None or not outside or clause.tag not in ("VBZ", "VBP", "VB", "VBN", "VBG"):
            continue
        hang(clause, main, "advcl")
        for word in opened:
            hang(word, clause, "mark")


def _clause_of(opened: Sequence[Token], rest: Sequence[Token]) -> Token | None:
    """The verb whose clause begins right behind some words and has a subject of its own."""
    first = rest[0]
    verb = first
    while verb.pos not in ("VERB", "AUX") and verb.head is not verb and verb.head.i > first.i:
        verb = verb.head
    if verb.dep in ("aux", "auxpass"):
        verb = verb.head
    deps = {t.dep for t in rest if t.head is verb and t.i < verb.i}
    fits = verb.dep in ("advcl", "acl", "relcl", "ccomp", "pcomp", "dep") and verb not in opened
    return verb if fits and deps & {"nsubj", "nsubjpass", "expl"} else None


def mend_set_off(tokens: Sequence[Token]) -> None:
    """ "The derivation from a word, proposed by Ann, ...": behind a comma it is of the whole."""
    for verb in tokens:
        noun = verb.head
        if verb.dep != "acl" or verb.tag != "VBN":
            continue
        first = min((t.i for t in tokens[noun.i : verb.i + 1] if is_below(t, verb)), default=verb.i)
        if first < 1 or tokens[first - 1].text != ",":
            continue
        beside = tokens[first - 2] if first > 1 else verb
        if verb.lower == "born" and beside.entity == "PERSON" and noun.entity != "PERSON":
            hang(verb, beside)  # "the mill of Anna Holt, born in Leeds"
            continue
        while noun.dep == "pobj" and noun.head.dep == "prep":
            upper = noun.head.head
            named = noun.entity in ("PERSON", "ORG")  # "a life of Anna Holt, born in Leeds"
            if upper.pos != "NOUN" or upper.i > noun.i or upper is noun or named:
                break
            noun = upper
        hang(verb, noun)


def mend_closed(tokens: Sequence[Token]) -> None:
    """ "It keeps the fee, which is £5 a day, until May": what stands behind the comma that closes
    a clause about a noun is told of the verb that the noun is the object of."""
    for prep in tokens:
        verb = prep.head
        noun = verb.head
        if prep.dep != "prep" or verb.dep != "relcl" or noun.dep not in ("dobj", "attr"):
            continue
        last = max(t.i for t in tokens if is_below(t, prep))
        opens = min(t.i for t in tokens if is_below(t, verb))
        set_off = opens and tokens[opens - 1].text == "," and tokens[prep.i - 1].text == ","
        ends = all(t.pos == "PUNCT" and t.text != "," for t in tokens[last + 1 : last + 2])
        alike = [t for t in tokens if t.head is verb and t.lower == prep.lower]
        if set_off and ends and prep.i > verb.i and alike == [prep]:
            hang(prep, noun.head)


def mend_said_between(tokens: Sequence[Token]) -> None:
    """ "If it rains, Ann said, the match is off": the condition is that of what is said."""
    for told in tokens:
        said = told.head
        marked = any(t.head is told and t.dep == "mark" for t in tokens)
        if told.dep != "ccomp" or told.i < said.i or said.dep != "ROOT" or marked:
            continue
        start = min(t.i for t in tokens if is_below(t, told))
        for clause in tokens[: said.i]:
            opened = any(t.head is clause and t.lower in CONDITIONED for t in tokens[: clause.i])
            beside = clause.dep == "advcl" and clause.head is said
            if opened and beside and tokens[start - 1].text == ",":
                hang(clause, told)


def mend_put_in(tokens: Sequence[Token]) -> None:
    """ "If, as Ann said, it rains": the "if" is that of the rain."""
    for mark in tokens:
        said = mark.head
        if mark.dep != "mark" or mark.lower not in CONDITIONALS or said.dep != "advcl":
            continue
        other = [t for t in tokens[mark.i : said.i] if t.head is said and t.lower == "as"]
        rest = [t for t in tokens[said.i + 1 :] if t.dep == "advcl" and t.head is said.head]
        if other and rest and tokens[other[0].i - 1].text == ",":
            hang(mark, rest[0])


def mend_related(tokens: Sequence[Token]) -> None:
    """ "the cuts Orbis announced in May": what a noun, a name and such a form say is who did it."""
    for verb in tokens:
        name = tokens[verb.i - 1] if verb.i else verb
        if verb.dep == "acl" and verb.tag == "VBN" and name.head is verb and name.dep == "nsubj":
            verb.dep, verb.tag = "relcl", "VBD"
        close = verb.head in (name, name.head)
        if verb.dep != "acl" or verb.tag != "VBN" or not close or name.pos != "PROPN":
            continue
        first = name.i
        while first and tokens[first - 1].head is name and tokens[first - 1].dep == "compound":
            first -= 1
        noun = tokens[first - 1] if first else name
        beside = (name.dep == "appos" and name.head is noun) or noun.head is name
        if noun.pos != "NOUN" or not beside or not is_deed(noun.lemma.lower()):
            continue  # "the ship Koit built in 1912" is Koit
        if noun.head is name:
            hang(noun, name.head, name.dep)
            for other in tokens[: noun.i]:
                if other.head is name:
                    hang(other, noun)
        verb.tag = "VBD"
        hang(verb, noun, "relcl")
        hang(name, verb, "nsubj")
