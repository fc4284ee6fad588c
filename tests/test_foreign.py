"""Sentences in other languages say nothing to a reader of English, and are named as such."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.english.foreign import is_foreign
from kg.model import Record


@pytest.mark.parametrize(
    "text",
    [
        "Der Aufsichtsrat ernannte Petra Kern zur Chefin.",
        "Le ministre a démissionné.",
        "La empresa despidió a 200 trabajadores el lunes.",
        "Il consiglio ha approvato il bilancio nel 2020.",
        "A empresa vendeu a fábrica em Lisboa.",
        "Het bedrijf opent een winkel in Gent.",
        "Bolaget sålde fabriken till Volvo.",
        "Firma sprzedała fabrykę w Krakowie.",
        "Правительство подало в отставку.",
        "東京は日本の首都です。",
    ],
)
def test_small_words_and_letters_tell_another_language(text: str) -> None:
    assert is_foreign(text)


@pytest.mark.parametrize(
    "text",
    [
        "El Al flew to La Paz.",
        "Maria de la Cruz won.",
        "Ludwig Mies van der Rohe built homes.",
        "Der Spiegel reported losses.",
        "De Beers sells diamonds in South Africa.",
        "La Liga champions Real Madrid signed Juan de los Santos.",
        "Use de facto standards a la carte.",
        "α-synuclein binds β-catenin.",
        "Sales rose.",
    ],
)
def test_foreign_names_in_english_are_english(text: str) -> None:
    assert not is_foreign(text)


def test_a_sentence_that_is_not_english_gives_no_claim_and_says_so(
    record: Callable[..., Record],
) -> None:
    made = record("Le tribunal a rejeté la plainte. Judge Ana Vidal heard the appeal.")
    assert {claim.subject.label for claim in made.claims} == {"Ana Vidal"}
    assert [(span.text, why) for span, why in made.missed] == [
        ("Le tribunal a rejeté la plainte.", "not English")
    ]
    assert not [m for m in made.mentions if m.span.start < 32]
