"""The set of sentences that tell how things are stated: its format, its balance, its scorer."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from kg.build import assemble
from kg.english.times import find_times
from kg.model import Modality, Record, Settings

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))

import stated

BLOCK = """\
# A genre

date: 2024-05-08
Anna said on Monday that Boris had not
signed the treaty.
  Boris | signed/sign | treaty | not; says Anna

Anna will visit Peru next year.
  Anna | visit | Peru | planned; when next year = unresolved
"""


@pytest.fixture(scope="module")
def items() -> tuple[stated.Item, ...]:
    return stated.read_items()


@pytest.fixture(scope="module")
def pairs(record: Callable[..., Record]) -> Callable[..., list[stated.Pair]]:
    """Text and lines of answers → pairs with what is read out of the text."""

    def read(text: str, *answers: str, **options: str) -> list[stated.Pair]:
        (item,) = stated.parse("\n".join([text, *(f"  {a}" for a in answers)]), genre="g")
        claims = assemble([record(text, **options)], Settings()).claims
        return stated.pair(item, claims)

    return read


# The set


def test_set_has_three_hundred_sentences_in_eight_genres(items: tuple[stated.Item, ...]) -> None:
    genres = Counter(item.genre for item in items)
    assert len(items) >= 300
    assert len(genres) >= 8
    assert min(genres.values()) >= 25


def test_every_item_marks_claims_and_no_text_comes_twice(items: tuple[stated.Item, ...]) -> None:
    assert [item.line for item in items if not item.answers] == []
    assert [text for text, n in Counter(i.text for i in items).items() if n > 1] == []


def test_every_mark_quotes_its_text(items: tuple[stated.Item, ...]) -> None:
    wrong = [q for i in items for a in i.answers for q in a.quotes if q not in i.text]
    assert wrong == []


def test_set_is_balanced(items: tuple[stated.Item, ...]) -> None:
    answers = [answer for item in items for answer in item.answers]
    modalities = Counter(answer.modality for answer in answers)
    plain = [a for a in answers if a.modality == "actual" and a.polarity == "positive"]
    assert sum(answer.polarity == "negative" for answer in answers) >= 90
    assert min(modalities[m] for m in stated.MODALITIES if m != "question") >= 40
    assert modalities["question"] >= 25
    assert sum(bool(answer.sources) for answer in answers) >= 120
    assert sum(answer.time is not None for answer in answers) >= 100
    assert len(plain) >= 150
    assert sum(". " in item.text or ".”" in item.text[:-2] for item in items) >= 40


def test_every_time_has_the_form_of_a_value(items: tuple[stated.Item, ...]) -> None:
    values = {a.time for i in items for a in i.answers if a.time is not None}
    part = r"(?:-?[0-9]{2}(?:[0-9]{2}|[0-9]X|XX)(?:-[0-9]{2}){0,2}|\.\.)"
    form = re.compile(f"{part}(?:/{part})?")
    wrong = [v for v in values - {stated.UNRESOLVED} if not form.fullmatch(v)]
    assert wrong == []


def test_relative_times_are_unresolved_only_without_a_date(
    items: tuple[stated.Item, ...],
) -> None:
    wrong = [
        item.text
        for item in items
        for answer in item.answers
        if answer.time == stated.UNRESOLVED and item.date is not None
    ]
    assert wrong == []
    assert all(i.date is None or find_times(i.date)[0].value == i.date for i in items)


def test_modalities_are_those_of_the_model() -> None:
    assert get_args(Modality) == stated.MODALITIES


# The format


def test_blocks_are_read_with_date_text_and_claims() -> None:
    first, second = stated.parse(BLOCK, genre="g")
    assert (first.line, first.date) == (4, "2024-05-08")
    assert first.text == "Anna said on Monday that Boris had not signed the treaty."
    assert second.date is None
    (answer,) = first.answers
    assert (answer.verb, answer.lemma, answer.polarity) == ("signed", "sign", "negative")
    assert answer.sources == ("Anna",)
    (answer,) = second.answers
    assert (answer.lemma, answer.modality) == ("visit", "planned")
    assert (answer.time_words, answer.time) == ("next year", "unresolved")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Anna | met/meet | Boriss", "'Boriss' is no quote"),
        ("Anna | met/meet | Bor", "'Bor' is no quote"),
        ("Anna | met/meet | Boris | says Clara", "'Clara' is no quote"),
        ("Anna | met/meet | Boris | maybe", "'maybe' is no mark"),
        ("Anna | met/meet | Boris | when 2012", "'when 2012' is no mark"),
        ("Anna | met/meet | Boris | planned; desired", "two marks for modality"),
        ("Anna | met/meet | Boris | not | planned", "has 5 columns"),
        ("Anna | met/meet", "has 2 columns"),
    ],
)
def test_wrong_line_is_named_with_its_place(line: str, message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        list(stated.parse(f"Anna met Boris in 2012.\n  {line}\n", genre="g"))
    assert str(caught.value).startswith("g.txt:2: ")


def test_block_without_text_is_refused() -> None:
    with pytest.raises(ValueError, match="has no text"):
        list(stated.parse("date: 2024-05-08\n  Anna | met | -\n", genre="g"))


# The scorer


@pytest.mark.parametrize(
    ("phrase", "head"),
    [
        ("a spokesman for the ministry", "spokesman"),
        ("Transport Minister Lena Hoekstra", "hoekstra"),
        ("Rosa Klein, the convenor", "klein"),
        ("the union's president", "president"),
        ("she", "she"),
    ],
)
def test_head_is_the_word_a_phrase_is_about(phrase: str, head: str) -> None:
    assert stated.head(phrase) == head


def test_claims_are_paired_by_verb_subject_and_object(
    pairs: Callable[..., list[stated.Pair]],
) -> None:
    found = pairs(
        "Anna signed the treaty but Boris did not sign the protocol.",
        "Boris | sign | protocol | not",
        "Anna | signed/sign | treaty",
        "Anna | signed/sign | protocol",
        "Anna | did/do | treaty",
    )
    assert [p.claim is not None for p in found] == [True, True, False, False]
    assert [stated.differences(p.answer, p.claim) for p in found[:2]] == [[], []]


def test_passive_is_paired_with_its_active(pairs: Callable[..., list[stated.Pair]]) -> None:
    (found,) = pairs("The treaty was signed by Anna.", "Anna | signed/sign | treaty")
    assert found.claim is not None


def test_each_difference_is_named(pairs: Callable[..., list[stated.Pair]]) -> None:
    text = "Kim said on 3 May 2020 that Anna will not visit Peru in 2021."
    right = "Anna | visit | Peru | not; planned; says Kim; when 2021 = 2021"
    wrong = "Anna | visit | Peru | desired; says Peru; when 3 May 2020 = 2020-05-03"
    one, other = pairs(text, right, wrong)
    assert stated.differences(one.answer, one.claim) == []
    assert stated.differences(other.answer, other.claim) == [
        "polarity",
        "modality",
        "source",
        "time",
    ]


def test_figures_are_one_when_all_agrees_and_fall_for_what_is_missed(
    pairs: Callable[..., list[stated.Pair]],
) -> None:
    right = pairs(
        "Kim said that Anna did not visit Peru in 2019.",
        "Anna | visit | Peru | not; says Kim; when 2019 = 2019",
    )
    assert set(stated.figures(right).values()) == {1.0}
    missed = pairs(
        "Kim said that Anna did not visit Peru in 2019.",
        "Kim | visit | Peru | not; says Anna; when 2019 = 2019",
    )
    result = stated.figures([*right, *missed])
    assert result["matched"] == 0.5
    assert result["polarity_f1"] == result["source_f1"] == result["time"] == 1.0
    # One right of one found and two wanted.
    assert result["polarity_f1_all"] == result["source_f1_all"] == pytest.approx(2 / 3)
    assert result["time_all"] == 0.5


def test_wrong_source_is_missed_and_spurious(pairs: Callable[..., list[stated.Pair]]) -> None:
    wrong = pairs("Kim said that Anna met Boris.", "Anna | met/meet | Boris | says Anna")
    spurious = pairs("Kim said that Anna met Boris.", "Anna | met/meet | Boris")
    missing = pairs("Anna met Boris.", "Anna | met/meet | Boris | says Boris")
    assert stated.source_count(wrong) == stated.Count(right=0, found=1, wanted=1)
    assert stated.source_count(spurious) == stated.Count(right=0, found=1, wanted=0)
    assert stated.source_count(missing) == stated.Count(right=0, found=0, wanted=1)


def test_macro_average_counts_only_modalities_that_are_wanted(
    pairs: Callable[..., list[stated.Pair]],
) -> None:
    found = pairs("Anna may visit Peru.", "Anna | visit | Peru | planned")
    found += pairs("Anna visited Peru.", "Anna | visited/visit | Peru")
    # "actual" is right, "planned" is not; "possible" is found but nowhere wanted.
    assert stated.figures(found)["modality_f1"] == 0.5
