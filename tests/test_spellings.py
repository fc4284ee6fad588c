"""Two things stay two and one thing is one, across documents and by the forms of names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.build import assemble
from kg.model import Build, Record, Settings
from kg.record.names import in_order
from kg.resolve.posts import exclude
from kg.resolve.spellings import folded, variant
from kg.resolve.variants import legal_form
from kg.resolve.within import abbreviates

Read = Callable[..., Record]


def built(record: Read, *texts: str) -> Build:
    return assemble([record(text, id=f"{n}.txt") for n, text in enumerate(texts)], Settings())


def groups(build: Build, *words: str) -> list[set[str]]:
    """The documents of each entity that has a name with one of these words."""
    named = [
        e for e in build.entities
        if any(m.kind == "name" and any(w in m.span.text for w in words) for m in e.mentions)
    ]  # fmt: skip
    return sorted(({m.document for m in e.mentions} for e in named), key=sorted)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O'Hara Linen", "O’Hara Linen"),
        ("Al-Fahim Shipping", "Al Fahim Shipping"),
        ("Société Müller", "Societe Muller"),
        ("Oster, Inc.", "Oster Inc"),
        ("Tom Reed Jr.", "Tom Reed"),
    ],
)
def test_marks_and_accents_make_no_other_name(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_numbers_letters_and_words_make_another_name() -> None:
    names = ["Hall A", "Hall B", "2001 Census", "2011 Census", "East Wing", "West Wing"]
    assert len(set(map(folded, names))) == len(names)


def test_a_name_by_the_family_name_is_put_in_order() -> None:
    assert in_order("Varga, Judit") == "Judit Varga"
    assert in_order("Judit Varga, MD") == "Judit Varga, MD"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("michail chodasevic", "mikhail khodasevich"),
        ("aleksei maksimov", "alexei maximov"),
        ("pjotr tschechow", "pyotr chekhov"),
    ],
)
def test_transliterations_are_one_name(one: str, other: str) -> None:
    assert variant(one, other) == "transliteration"


def test_legal_forms_written_out_are_the_short_ones() -> None:
    assert legal_form("tarn foods limited") == legal_form("tarn foods ltd")
    assert legal_form("tarn foods inc") != legal_form("tarn foods ltd")
    assert legal_form("foss and co") == ("foss", "co")


def test_letters_stand_for_the_words_that_they_begin() -> None:
    assert abbreviates("g7s", "grupa 7 sosen")
    assert abbreviates("rowan usd", "rowan unified school district")
    assert not abbreviates("rowan usd", "tarn unified school district")
    assert not abbreviates("usd", "united states")


def test_one_office_at_two_places_is_certain_two_offices_are_a_warning() -> None:
    nothing = (frozenset[str](), frozenset[str]())
    why, certain = exclude([("mayor", "alta")], [("mayor", "rena")], near=nothing)
    assert certain
    assert why == "one is mayor at Alta, the other mayor at Rena"
    why, certain = exclude([("mayor", "alta")], [("clerk", "rena")], near=nothing)
    assert why
    assert not certain
    near = (frozenset(("rena",)), frozenset[str]())
    assert exclude([("mayor", "alta")], [("clerk", "rena")], near=near) == ("", False)


def test_another_office_elsewhere_is_somebody_else(record: Read) -> None:
    texts = [
        "Berit Solheim, the mayor of Vadfoss, cut the ribbon on Friday.",
        "Berit Solheim, the harbour master of Skarnes, counted the ships.",
    ]
    assert groups(built(record, *texts), "Solheim") == [{"0.txt"}, {"1.txt"}]


def test_the_name_that_somebody_was_born_with_is_known_elsewhere(record: Read) -> None:
    texts = [
        "Liv Aasen (née Bakke) runs the bakery in Vadfoss and bakes for the Skarnes fair.",
        "Liv Bakke won the Skarnes fair. The baker from Vadfoss was nineteen.",
    ]
    assert groups(built(record, *texts), "Liv") == [{"0.txt", "1.txt"}]


def test_a_plain_name_needs_more_than_itself(record: Read) -> None:
    texts = [
        "Ward C at Holm Hospital was closed because of measles. Ward C reopens in May.",
        "Ward C of the prison in Rena has a new roof. The roof of Ward C cost a million.",
    ]
    assert len(groups(built(record, *texts), "Ward C")) == 2


def test_short_names_join_in_their_document_alone(record: Read) -> None:
    texts = [
        "The Skarnes Harbour Trust built a pier. The Trust will build another, it said.",
        "The Holm School Trust gave money. The Trust wants no thanks, it said.",
    ]
    assert groups(built(record, *texts), "Trust") == [{"0.txt"}, {"1.txt"}]


def test_people_in_a_list_have_their_names_in_order(record: Read) -> None:
    made = record("Crew: Varga, Judit; Moss, Anna; Lind, Peter", id="crew.txt")
    names = {m.span.text for m in made.mentions if m.kind == "name"}
    assert {"Varga, Judit", "Moss, Anna", "Lind, Peter"} <= names
    build = assemble([made], Settings())
    assert {"Anna Moss", "Peter Lind"} <= {e.label for e in build.entities}


def test_a_nickname_in_brackets_is_part_of_the_name(record: Read) -> None:
    text = 'Margaret ("Meg") Tarrant ran the ferry. Meg Tarrant was never late.'
    assert [e.label for e in built(record, text).entities if e.type == "Person"] == [
        'Margaret ("Meg") Tarrant'
    ]


def test_a_town_is_not_the_club_that_is_called_after_it(record: Read) -> None:
    text = "Vadfoss FK won the cup. The club from Vadfoss had never won before."
    names = [e.label for e in built(record, text).entities if "Vadfoss" in e.label]
    assert {"Vadfoss", "Vadfoss FK"} <= set(names)
