"""Each repair does what it says, and leaves a tree, whatever a parser makes of a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.english.lemmas import Lemmas
from kg.parse.mends import MENDS, mend
from kg.parse.tokens import Token

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


#: Each mend with a tree that a parser made of a sentence, as `text/tag/dep>head@entity` ("+" where
#: the name goes on), and how the arcs read that it changes.
RECORDS = (Path(__file__).parent / "files" / "mends.txt").read_text("utf-8").strip()
TREES = [tuple(record.split("\n")) for record in RECORDS.split("\n\n")]
POS = {"NN": "NOUN", "NP": "PROPN", "VB": "VERB", "IN": "ADP", "RP": "ADP", "RB": "ADV",
       "JJ": "ADJ", "CD": "NUM", "PR": "PRON", "WP": "PRON", "WD": "PRON", "EX": "PRON",
       "DT": "DET", "CC": "CCONJ", "TO": "PART", "MD": "AUX", "PO": "PART"}  # fmt: skip


def tree_of(line: str) -> list[Token]:
    """The tokens of a tree as `TREES` writes it."""
    cells = [word.rsplit("/", 2) for word in line.split(" ")]
    tokens: list[Token] = []
    for i, (text, _, _) in enumerate(cells):
        close = not i or "/" in (text, cells[i - 1][0])  # "cells/mm³"
        start = (tokens[-1].end if tokens else 0) + (not close)
        tokens.append(Token(i, text, start, start + len(text)))
    for token, (text, tag, arc) in zip(tokens, cells, strict=True):
        place, _, entity = arc.partition("@")
        token.dep, _, head = place.partition(">")
        token.head, token.tag = tokens[int(head)], tag
        token.lemma = Lemmas({}).of(text.lower(), tag)
        kind = "NP" if tag.startswith("NNP") else tag[:2]
        helps = token.dep in ("aux", "auxpass") or token.lemma == "be"
        token.pos = "AUX" if helps and tag != "TO" else POS.get(kind, "PUNCT")
        token.entity, token.begins = entity.rstrip("+"), bool(entity) and entity[-1] != "+"
    return tokens


def test_every_mend_has_a_tree() -> None:
    assert [name for name, _, _ in TREES] == [repair.__name__ for repair in MENDS]


@pytest.mark.parametrize(("name", "line", "changed"), TREES, ids=[name for name, _, _ in TREES])
def test_a_mend_puts_right_what_it_says(name: str, line: str, changed: str) -> None:
    tokens = tree_of(line)
    next(repair for repair in MENDS if repair.__name__ == name)(tokens)
    before = [word.partition("@")[0] for word in line.split(" ")]
    after = [f"{t.text}/{t.tag}/{t.dep}>{t.head.i}" for t in tokens]
    assert [b for a, b in zip(before, after, strict=True) if a != b] == changed.split(" ")
