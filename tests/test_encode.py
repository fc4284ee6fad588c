"""Words as pieces of the vocabulary and as shapes. In the tables, pieces stand behind the word."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.parse.reading import FOLDER
from kg.parse.reading.encode import MOST_PIECES, SHAPES, Encoder, shape_of

VOCABULARY = (FOLDER / "vocab.txt").read_text("utf-8").splitlines()
ENCODER = Encoder(VOCABULARY)
WORDS = st.text(max_size=30) | st.text("aAéÅ'’-. 1x😀日ßİ\u0301\u200d", max_size=30)


def pieces(word: str, encoder: Encoder = ENCODER) -> list[str]:
    return [VOCABULARY[i] for i in encoder.pieces(word)]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("house", "house"),
        ("House", "house"),
        ("HOUSE", "house"),
        ("Québec", "quebec"),
        ("Que\u0301bec", "quebec"),
        ("naïve", "naive"),
        ("Ångström", "ang ##strom"),
        ("'s", "' s"),
        ("’s", "' s"),
        ("n’t", "n ' t"),
        ("n't", "n ' t"),
        ("“", '"'),
        ("”", '"'),
        ("‘", "'"),
        ("–", "-"),
        ("—", "-"),
        ("…", "."),
        ("co-op", "co - op"),
        ("co‑op", "co - op"),
        ("U.S.", "u . s ."),
        ("1,000", "1 , 000"),
        ("50%", "50 %"),
        ("unaffable", "una ##ffa ##ble"),
        ("日本", "日 ##本"),
        ("😀", "[UNK]"),
        ("👩\u200d🔬", "[UNK] [UNK] [UNK]"),
        ("\u0301", "[UNK]"),
        ("", "[UNK]"),
        (" ", "[UNK]"),
        ("\n\t", "[UNK]"),
        ("a b", "a b"),
        ("[CLS]", "[ cl ##s ]"),
        ("[SEP]", "[ sep ]"),
        ("##s", "# # s"),
    ],
)
def test_words_fall_into_these_pieces(word: str, expected: str) -> None:
    assert pieces(word) == expected.split()


@given(WORDS)
def test_every_word_has_from_one_to_twelve_pieces_of_the_vocabulary(word: str) -> None:
    ids = ENCODER.pieces(word)
    assert 1 <= len(ids) <= MOST_PIECES == 12
    assert all(0 <= i < len(VOCABULARY) for i in ids)
    assert not {ENCODER.cls, ENCODER.sep} & set(ids)


@given(st.text(min_size=1, max_size=30))
def test_no_text_reads_as_a_mark_of_the_encoder(word: str) -> None:
    special = {"[CLS]", "[SEP]", "[PAD]", "[MASK]"}
    assert not special & {p for w in (word, *special) for p in pieces(w + word)}


@given(st.lists(WORDS, max_size=20))
def test_words_cut_before_do_not_matter(words: list[str]) -> None:
    used = Encoder(VOCABULARY)
    first = [list(used.pieces(word)) for word in words]
    assert [used.pieces(word) for word in words] == first
    assert [Encoder(VOCABULARY).pieces(word) for word in words] == first


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=15))
def test_capitals_and_accents_change_no_piece(word: str) -> None:
    assert pieces(word.upper()) == pieces(word.capitalize()) == pieces(word)
    assert pieces("".join(c + "\u0301" for c in word)) == pieces(word)


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=15))
def test_the_pieces_of_a_short_word_spell_it(word: str) -> None:
    found = pieces(word)
    if len(found) < MOST_PIECES:
        assert "".join(piece.removeprefix("##") for piece in found) == word


@pytest.mark.parametrize("letter", ["a", "1", ".", "日", "😀", "é", "\u0301", "A-"])
def test_a_word_of_ten_thousand_characters_has_twelve_pieces_at_most(letter: str) -> None:
    word = letter * (10_000 // len(letter))
    assert 1 <= len(ENCODER.pieces(word)) <= MOST_PIECES
    assert shape_of(word, False) < 2 * len(SHAPES)


def test_a_word_four_times_as_long_takes_at_most_six_times_as_long() -> None:
    def seconds(length: int) -> float:
        taken = []
        for _ in range(5):
            encoder = Encoder(VOCABULARY)
            started = time.process_time()
            encoder.pieces("http://a.example/" * (length // 17))
            taken.append(time.process_time() - started)
        return min(taken)

    assert seconds(800_000) < 6 * seconds(200_000)


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("abe", "small"),
        ("é", "small"),
        ("n't", "small"),
        ("日本", "small"),
        ("Abe", "Title"),
        ("Thomas-greenfield", "Title"),
        ("O’neil", "Title"),
        ("Éire", "Title"),
        ("NATO", "CAPITALS"),
        ("U.S.", "CAPITALS"),
        ("AT&T", "CAPITALS"),
        ("I", "Capital"),
        ("V.", "Capital"),
        ("eBay", "mIxed"),
        ("McDonald", "mIxed"),
        ("iPhone", "mIxed"),
        ("NGOs", "mIxed"),
        ("1973", "digits"),
        ("1,000.5", "digits"),
        ("½", "mark"),
        ("G7", "a1"),
        ("1990s", "a1"),
        ("--", "mark"),
        ("😀", "mark"),
        ("", "mark"),
    ],
)
def test_words_have_these_shapes(word: str, shape: str) -> None:
    assert SHAPES[shape_of(word, False) // 2] == shape


@given(WORDS)
def test_a_space_before_a_word_adds_one_to_its_shape_and_no_word_has_none(word: str) -> None:
    tight, spaced = shape_of(word, False), shape_of(word, True)
    assert spaced == tight + 1
    assert tight % 2 == 0
    assert 2 <= tight < 2 * len(SHAPES)
