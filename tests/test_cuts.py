"""Where words begin and end: stops of sentences, names in brackets, genes, currencies."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.parse.reading.cuts import cut
from kg.parse.reading.forms import read_as

NLP = spacy.blank("en")


def words(text: str) -> list[str]:
    doc = NLP.make_doc(text)
    return [text[a:z] for a, z in cut(text, [(t.idx, t.idx + len(t)) for t in doc])]


@pytest.mark.parametrize(
    "marked",
    [
        "Costs rose to GBP 40 m . Profits fell .",
        "They asked for 5G . Telia built it .",
        "It binds Bim - EL . Mice died .",
        "She lacks vitamin K . Doctors know .",
        "We saw J. Smith .",
        "It stores 40 m in all .",
        "Iron(III) oxide and N-(2-hydroxyethyl)urea melt .",
        "Orbis S.p.A. sued Falk S.r.l. in May .",
        "(S)-ibuprofen acts .",
        "Tris(2-pyridyl)borane(III) binds it ( see below ) .",
        "2,4-dinitrophenol is toxic .",
        "a 1,200 - seat hall",
        "IL-6/STAT3 signals .",
        "Beta vulgaris subsp. maritima grows .",
    ],
)
def test_words_are_cut_as_a_reader_would(marked: str) -> None:
    text = marked
    for close in (" .", " )", "( "):
        text = text.replace(close, close.strip())
    for unit in ("40 m", " - "):
        text = text.replace(unit, unit.replace(" ", ""))
    assert words(text) == marked.split()


def test_years_in_brackets_and_whole_words_stay_apart() -> None:
    assert ")" in words("It names Berlin(Germany) too.")
    assert ")" in words("as in Hansen(2012) and others")


def test_a_code_before_a_number_is_a_currency() -> None:
    assert words("a loss of EUR310m") == ["a", "loss", "of", "EUR", "310", "m"]
    assert read_as(words("a loss of EUR310m, or 20 million SEK")) == {3: "$", 10: "dollars"}


def test_names_that_begin_with_a_number_are_read_as_names() -> None:
    assert read_as(["3M", "makes", "tape"]) == {0: "Siemens"}
    assert read_as(["$", "3M"]) == {}


@given(st.text(alphabet="aB3.()[]/-,;$M \n", max_size=40))
@settings(max_examples=200, deadline=None)
def test_no_character_is_lost_and_none_is_doubled(text: str) -> None:
    doc = NLP.make_doc(text)
    found = cut(text, [(t.idx, t.idx + len(t)) for t in doc])
    assert all(a < z for a, z in found)
    assert [i for a, z in found for i in range(a, z)] == [
        i for t in doc for i in range(t.idx, t.idx + len(t))
    ]
