"""Repairs of trees leave trees, whatever a parser makes of a sentence."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.mends import mend
from kg.tokens import Token

WORDS = (
    "Orbis Bank mill sells designs and , ( ) : as long in the event that back behind none going he"
    " it which assuming case provided be missing is x up to of between 3 bright born if when had"
    " said him named"
).split()
TAGS = {"NNP": "PROPN", "NN": "NOUN", "NNS": "NOUN", "VBZ": "VERB", "VBD": "VERB", "VBN": "VERB",
        "IN": "ADP", "RB": "ADV", ",": "PUNCT", "PRP": "PRON", "CC": "CCONJ", "CD": "NUM",
        "JJ": "ADJ"}  # fmt: skip
ENTITIES = ("", "", "PERSON", "ORG", "GPE")
DEPS = (
    "nsubj nsubjpass dobj pobj prep acl relcl advcl conj appos compound mark cc advmod parataxis"
    " punct det ccomp prt aux auxpass acomp xcomp oprd npadvmod nummod"
).split()


@st.composite
def sentences(draw: st.DrawFn) -> list[Token]:
    size = draw(st.integers(2, 12))
    order = draw(st.permutations(range(size)))
    tokens = []
    for i in range(size):
        token = Token(i, draw(st.sampled_from(WORDS)), i * 10, i * 10 + 5)
        token.tag = draw(st.sampled_from(sorted(TAGS)))
        token.pos, token.lemma, token.dep = TAGS[token.tag], token.lower, "ROOT"
        token.entity = draw(st.sampled_from(ENTITIES))
        tokens.append(token)
    tokens[order[0]].head = tokens[order[0]]
    for at, i in enumerate(order[1:], 1):
        tokens[i].head = tokens[order[draw(st.integers(0, at - 1))]]
        tokens[i].dep = draw(st.sampled_from(DEPS))
    return tokens


@settings(max_examples=1500)
@given(sentences())
def test_what_is_mended_is_a_tree(tokens: list[Token]) -> None:
    mend(tokens)
    for token in tokens:
        for _ in tokens:
            token = token.head
        assert token.head is token, "a circle"


def test_a_noun_whose_clause_looks_into_its_brackets_stays_above_it() -> None:
    words = [("mill", "NN", "ROOT", 0), ("(", ",", "punct", 0), ("Orbis", "NNP", "nsubj", 4),
             (")", ",", "punct", 0), ("sells", "VBZ", "relcl", 0)]  # fmt: skip
    tokens = [Token(i, text, i * 10, i * 10 + 5) for i, (text, *_) in enumerate(words)]
    for token, (_, tag, dep, head) in zip(tokens, words, strict=True):
        token.tag, token.pos, token.dep, token.head = tag, TAGS[tag], dep, tokens[head]
        token.lemma = token.lower
    mend(tokens)
    assert tokens[0].head is tokens[0]
    assert tokens[4].head is tokens[0]
