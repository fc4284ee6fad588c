"""What things are called: whole, without what decorates, never cut to nonsense."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import document_of

from kg.parse.analyze import analyze
from kg.record.mentions import find_references
from kg.record.phrases import tidy

if TYPE_CHECKING:
    from spacy.language import Language

#: A sentence, and what one of its things is called.
WHOLE = {
    "The number of visitors rose.": "number of visitors",
    "A common side effect of the drug is pain.": "common side effect of drug",
    "The port keeps a policy of turning away boats.": "policy of turning away boats",
    "The daughter of the painter Emil Gram left.": "daughter of painter Emil Gram",
    "Rita Moll was one of the first women to climb Mount Kero.": (
        "one of first women to climb Mount Kero"
    ),
    "Nils Varga is the only guide who slept on the summit.": ("only guide who slept on summit"),
    "Rosa Dahl was the youngest person ever to win the cup.": ("youngest person ever to win cup"),
    "The agreement between Norway and Latvia failed.": "agreement between Norway and Latvia",
    "Google's headquarters are in California.": "Google's headquarters",
    "The symbol of the town's pride fell.": "symbol of town's pride",
    "Several studies failed.": "several studies",
    "Most patients recovered.": "most patients",
    "Some banks failed.": "some banks",
    "Various banks failed.": "banks",
    "Even his very old banks failed.": "old banks",
    "A surprisingly large number of birds died.": "large number of birds",
    "The collapse of the bridge in Genoa killed nine.": "collapse of bridge in Genoa",
    "The flood of 1953 hit Zeeland.": "flood of 1953",
    "A letter from Mozart to his father was sold.": "letter from Mozart to father",
    "The effects of the drug on children are unclear.": "effects of drug on children",
    "The mayor of Graz resigned.": "mayor of Graz",
    "She likes a mix of jazz, folk and rock.": "mix of jazz, folk and rock",
    "Bis(1,10-phenanthroline)copper(II) is blue.": "Bis(1,10-phenanthroline)copper(II)",
    "The pump comprising a housing was sold.": "pump",
    "Kim signed the treaty in Lisbon.": "treaty",
    "Anna learned the trade from her father.": "trade",
}


@pytest.mark.parametrize("text", WHOLE)
def test_a_thing_is_called_by_what_identifies_it(text: str, nlp: Language) -> None:
    references = find_references(analyze(document_of(text), nlp))
    assert WHOLE[text] in [r.label for r in references if r.kind == "nominal"]


@pytest.mark.parametrize(
    ("label", "left"),
    [
        ("age of", "age"),
        ("agreement between the", "agreement"),
        ("bank (of", "bank"),
        ("rule of belief)", "rule of belief"),
        ('three "extra tracks', "three extra tracks"),
        ("copper(II)", "copper(II)"),
        ("of", "of"),
    ],
)
def test_no_label_ends_in_half_of_something(label: str, left: str) -> None:
    assert tidy(label) == left


def test_a_definite_noun_is_called_like_the_whole_phrase_before_it(nlp: Language) -> None:
    text = "The director of the museum resigned. The director moved to Oslo."
    labels = [r.label for r in find_references(analyze(document_of(text), nlp))]
    assert labels.count("director of museum") == 2


def test_a_definite_noun_with_two_wholes_before_it_keeps_its_own_name(nlp: Language) -> None:
    text = "The mayor of Graz met the mayor of Linz. The mayor smiled."
    labels = [r.label for r in find_references(analyze(document_of(text), nlp))]
    assert labels.count("mayor") == 1


def test_one_phrase_said_twice_is_one_concept(nlp: Language) -> None:
    text = "The rise of prices hurt. Nobody liked the rise of the prices."
    labels = [r.label for r in find_references(analyze(document_of(text), nlp))]
    assert labels.count("rise of prices") == 2
