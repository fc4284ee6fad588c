"""Who is called: "Listen, Karin, ...", "Madam Chair, ...", the names at the head of a speech."""

from __future__ import annotations

from kg.english.lexicon import MADAM, TITLES, is_post
from kg.parse.analyze import Sentence
from kg.parse.tokens import Token

#: What a phrase that calls somebody begins with, and what stands around it.
CALLS = MADAM | TITLES | {"my", "your"}
#: What letters begin with.
GREETINGS = frozenset("dear hi hello hey".split())
STOPS = frozenset(",!?.;:—–-\"”’“‘«»„'`")
#: What an addressee is to the clause, as parsers have it: nothing that takes part in it.
ASIDE = frozenset("npadvmod vocative intj dep parataxis appos ROOT nmod discourse".split())


def is_addressee(head: Token, tokens: list[Token], *, quoted: bool) -> bool:
    """Whether a phrase calls somebody: "Listen, Karin, ...", "Doctor, he fell", "Your Honor, ..."

    It stands by itself between two stops, has no article, and takes no part in the clause.
    """
    if head.pos not in ("PROPN", "NOUN"):
        return False
    first = head.i
    while first and tokens[first - 1].head is head and tokens[first - 1].pos != "PUNCT":
        first -= 1
    before = tokens[first - 1].text if first else ""
    after = tokens[head.i + 1].text if head.i + 1 < len(tokens) else ""
    if not (_stops(before) and _stops(after)) or (after == ":" and not before):
        return False  # "Anna Holt: I ..." says who speaks
    if head.dep not in ASIDE and not (head.dep == "nsubj" and _clause_behind(tokens, head.i + 1)):
        return False
    opening = tokens[first]
    plain = first == head.i or opening.lower in CALLS or opening.dep == "compound"
    somebody = head.pos == "PROPN" or is_post(head.lemma.lower()) or opening.lower in CALLS
    return plain and somebody and (quoted or not before)


def _clause_behind(tokens: list[Token], at: int) -> bool:
    """Whether a comma and another subject follow, so that what is before it is none."""
    after = tokens[at + 1 : at + 2]
    pronoun = bool(after) and after[0].dep == "nsubj" and after[0].tag == "PRP"
    return pronoun and tokens[at].text == ","


def _stops(text: str) -> bool:
    return not text or text[0] in STOPS


def is_salutation(sentence: Sentence) -> bool:
    """Whether a sentence only names who is spoken to: "Senator Holt, Mr. Kern, friends:"."""
    texts = [t.text for t in sentence.tokens]
    ends = texts[-1] in (",", "!") or (texts[-1] == ":" and "," in texts)  # "Holt:" is a label
    return ends and not any(t.pos in ("VERB", "AUX") for t in sentence.tokens)


def is_greeting(sentence: Sentence) -> bool:
    """Whether a sentence greets one who is written to: "Dear Dr Holt,", "Hi Ida,"."""
    return is_salutation(sentence) and sentence.tokens[0].lower in GREETINGS


def is_signature(sentence: Sentence) -> bool:
    """Whether a sentence is a name alone, as who wrote a mail ends it."""
    named = [t for t in sentence.tokens if t.pos != "PUNCT"]
    return sentence.tokens[-1].text not in (",", ":", "!") and all(t.pos == "PROPN" for t in named)
