"""What a dictionary knows of words, and what is made of it."""

from __future__ import annotations

import pytest

from kg.english.nouns import is_person
from kg.english.wordnet import words


@pytest.mark.parametrize(
    "noun", ["spectator", "lawyer", "activist", "operator", "singer-songwriter"]
)
def test_nouns_that_mean_a_person(noun: str) -> None:
    assert is_person(noun)


def test_a_noun_that_the_dictionary_lacks_is_a_person_by_its_ending() -> None:
    assert "midfielder" not in words("person") | words("thing")
    assert is_person("midfielder")


@pytest.mark.parametrize("noun", ["payment", "offer", "tender", "order", "movement", "merger"])
def test_nouns_that_only_look_like_persons(noun: str) -> None:
    assert not is_person(noun)


def test_trades_are_persons_and_no_qualities() -> None:
    assert words("trade") < words("person")
    assert {"lawyer", "goalkeeper", "treasurer"} <= words("trade")
    assert words("trade").isdisjoint(("spectator", "co-star", "bystander", "voter"))
    assert "formidable" in words("quality")
    assert words("quality").isdisjoint(("financial", "municipal", "deputy", "assistant"))
