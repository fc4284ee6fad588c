"""Words that the tokenizer cut at hyphens are one word again, and a parse stays a tree."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.parse.analyze import _split
from kg.parse.structure import Block
from kg.parse.tokens import Token

WORDS = ("pre", "organised", "transport", "have", "walk")


@st.composite
def trees(draw: st.DrawFn) -> list[Token]:
    """A sentence of hyphenated words and single ones, under a random tree."""
    tokens: list[Token] = []
    at = 0
    for parts in draw(st.lists(st.integers(1, 3), min_size=2, max_size=5)):
        texts = ["-"] * (2 * parts - 1)
        texts[::2] = [draw(st.sampled_from(WORDS)) for _ in range(parts)]
        for text in texts:
            token = Token(0, text, at, at + len(text))
            token.pos, token.tag, token.dep, token.lemma = "NOUN", "NN", "dep", text
            at += len(text)
            tokens.append(token)
        at += 1
    order = draw(st.permutations(tokens))
    for n, token in enumerate(order):
        token.head = order[draw(st.integers(0, n - 1))] if n else token
    return tokens


@given(trees())
def test_a_joined_word_never_closes_a_circle(tokens: list[Token]) -> None:
    text = " ".join("".join(t.text for t in tokens))
    (sentence,) = _split(((t, n == 0) for n, t in enumerate(tokens)), Block.__new__(Block))
    assert text.replace(" ", "") == "".join(t.text for t in sentence)
    for token in sentence:
        for _ in sentence:
            token = token.head
        assert token.head is token, "above every word there is a root"
