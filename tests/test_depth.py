"""Phrases said over and over, and brackets in brackets: read to a bound, and never by recursion."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from conftest import document_of, line_of

from kg.model import Record
from kg.parse.analyze import DEEPEST, analyze
from kg.parse.structure import find_blocks

if TYPE_CHECKING:
    from spacy.language import Language

REPEATED = {
    "of the": "Anna met Pompeo. She saw the son " + "of the brother " * 500 + "in Oslo.",
    "said that": "Anna met Pompeo. " + "Kim said that " * 500 + "Anna left Oslo.",
    "son of": "Anna met Pompeo. Kim is the " + "son of a " * 500 + "king.",
    "and": "Anna met Pompeo. Kim and " * 250 + "Anna left Oslo.",
    "which": "Anna met Pompeo. This is the dog " + "that chased the cat " * 300 + "in Oslo.",
    "to": "Anna met Pompeo. Kim wants " + "to try " * 400 + "to leave Oslo.",
    "brackets": "Anna met Pompeo. Kim left " + "(Oslo [Lund " * 400 + ")] " * 400 + ".",
    "quotes": "Anna met Pompeo.\n\n" + "".join(f"{'>' * n} Kim left.\n" for n in range(1, 200)),
}


@pytest.mark.parametrize("text", REPEATED.values(), ids=REPEATED)
def test_a_phrase_said_five_hundred_times_is_read(text: str, record: Callable[..., Record]) -> None:
    claims = record(text).claims
    assert any(line_of(claim).startswith("Anna | meet | Pompeo") for claim in claims)


def test_no_tree_is_deeper_than_what_rules_go_down(nlp: Language) -> None:
    deepest = 0
    for sentence in analyze(document_of(REPEATED["of the"]), nlp):
        for token in sentence.tokens:
            way = 0
            while token.head is not token:
                token, way = token.head, way + 1
            deepest = max(deepest, way)
    assert deepest == DEEPEST + 1, "the text is as deep as is allowed, and not deeper"


DEEP = {
    "quotes": ("Anna\n\n" + ">" * 5_000 + " met Pompeo.", "text/markdown"),
    "lists": ("".join("  " * n + "- Anna\n" for n in range(400)), "text/markdown"),
    "brackets": ("[" * 5_000 + "Anna met Pompeo." + "]" * 5_000, "text/markdown"),
    "emphasis": ("*a **a " * 2_000 + "Anna met Pompeo.", "text/markdown"),
    "html": ("<div>" * 5_000 + "Anna met Pompeo." + "</div>" * 5_000, "text/markdown"),
    "mail": (">" * 5_000 + " Anna met Pompeo.", "text/plain"),
}


@pytest.mark.parametrize("text, media_type", DEEP.values(), ids=DEEP)
def test_marks_in_marks_never_raise_and_what_stands_before_them_is_read(
    text: str, media_type: str
) -> None:
    blocks = find_blocks(document_of(text, media_type=media_type))
    assert any("Anna" in block.text for block in blocks)
