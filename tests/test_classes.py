"""Coarse classes of open predicates: a table of words, and what is read by it."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from kg.relate import classes
from kg.relate.classes import OTHER, Coarse, coarse, counted


def rows_of_the_page() -> list[tuple[str, str]]:
    """The predicates and classes of the table in the docstring."""
    cells = re.findall(r"^\| +(.+?) +\| +(.+?) +\| +(.+?) +\| +(.+?) +\|$", classes.__doc__ or "",
                       re.MULTILINE)[1:]  # fmt: skip
    return [pair for a, b, c, d in cells for pair in ((a, b), (c, d))]


@pytest.mark.parametrize(("lemma", "name"), rows_of_the_page())
def test_predicates_are_of_the_class_that_the_page_says(lemma: str, name: str) -> None:
    plain, turned, _ = name.partition(", turned")
    assert coarse(lemma) == Coarse(plain, turned=bool(turned))


def test_each_word_is_in_one_class_and_each_class_has_an_example() -> None:
    text = (resources.files("kg") / "data" / "predicates.tsv").read_text("utf-8")
    lines = [line.split("\t") for line in text.splitlines()][1:]
    names = [name for name, *_ in lines]
    assert 40 <= len(names) <= 50
    assert len(set(names)) == len(names) and OTHER not in names
    verbs = [verb for line in lines for verb in line[3].split()]
    phrases = [phrase for line in lines for phrase in line[4].split("; ") if phrase]
    assert len(set(verbs)) == len(verbs) and len(set(phrases)) == len(phrases)
    for name, label, example, *words in lines:
        assert re.fullmatch(r"[A-Z]+(_[A-Z]+)*", name) and label == label.lower()
        assert re.fullmatch(r"[A-Z].+\.", example) and any(words)
    assert len({example for _, _, example, *_ in lines}) == len(lines)


def test_classes_are_counted_the_commonest_first() -> None:
    found = counted(["build", "lead to", "paint", "dawdle"])
    assert found == [("MAKE", "makes", 2), ("CAUSE", "causes", 1), ("DO", "does", 1)]


@pytest.mark.parametrize("lemma", ["", " ", "be", "of of of", "be be be", "by", "-", "be by"])
def test_any_predicate_has_a_class(lemma: str) -> None:
    assert coarse(lemma).name
