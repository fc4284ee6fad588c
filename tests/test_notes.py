"""Marks of notes are no part of a sentence; numbers of the sentence itself are."""

from __future__ import annotations

import pytest

from kg.parse.structure.block import make_block
from kg.parse.structure.notes import without_marks


def clean(text: str) -> str:
    block = make_block("paragraph", text, [(0, len(text))])
    assert block is not None
    found = without_marks(block)
    for i, char in enumerate(found.text):
        start, end = found.original(i, i + 1)
        assert text[start:end] == char
    return found.text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("It met in Geneva.7 Norway left.", "It met in Geneva. Norway left."),
        ("Norway joined in 2004.15 Two towns left.", "Norway joined in 2004. Two towns left."),
        ("In 2008,14 the bank failed.", "In 2008, the bank failed."),
        ("Hansen built it,3 and Olsen sold it.4,5", "Hansen built it, and Olsen sold it."),
        ("It rose by 5%.12-14 Sales fell.", "It rose by 5%. Sales fell."),
        ('"We left."8 They stayed.', '"We left." They stayed.'),
        ("Kenya left in 1998,³ Ghana⁴ stayed.", "Kenya left in 1998, Ghana stayed."),
        ("Peru* and Chile† met.‡", "Peru and Chile met."),
        ("Dahl won.[12] Malmo[13][14] lost[note 2].", "Dahl won. Malmo lost."),
    ],
)
def test_marks_of_notes_are_left_out(text: str, left: str) -> None:
    assert clean(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "Kernel 6.8 replaced 6.7. Section 4.2 The rate was 3.12 then.",
        "It cites 42 U.S.C. § 1983. See No.4 The rule, Fig.3 The plot, p.4 and Dec.31 The day.",
        "The farm has 40 km² and 10³ trees; E = mc². The index closed at 1991.12",
        "The *Emma* sank* in 1900. Use foo*bar and A* search.",
        "He said[h]e and cat[s] won.",
        "It cost 1,200 in all, and 3,5 in part.",
    ],
)
def test_numbers_and_signs_of_the_sentence_stay(text: str) -> None:
    assert clean(text) == text


def test_a_block_of_code_keeps_its_brackets() -> None:
    block = make_block("code", "x = rows[4]", [(0, 11)])
    assert block is not None
    assert without_marks(block) == block
