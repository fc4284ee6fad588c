"""Coarse classes of open predicates: a table of words, and what is read by it."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from kg.relate import classes
from kg.relate.classes import OTHER, Coarse, coarse, counted
from kg.relate.passives import is_passive
from kg.relate.tree import above


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


PASSIVE = [
    "be founded by", "be co-founded by", "be born in", "be burnt by", "be burned in", "be torn by",
    "be frozen", "be knighted by", "be sworn in as", "be traced back to", "be abandoned due to",
    "get paid by", "become known as", "be made of", "be elected mayor of", "be given map by",
    "be freed by", "be proved by", "be shown in", "be held in honor of",
]  # fmt: skip
NOT_PASSIVE = [
    "be set designer at", "be left winger for", "be retired teacher at", "be seed of", "be set of",
    "be cost of", "be bed of", "be founder of", "be different from", "be child of", "be open to",
    "found by", "be", "by", "", "be by", "be resident of", "be running in",
]  # fmt: skip


@pytest.mark.parametrize("lemma", PASSIVE)
def test_a_passive_says_what_is_done_to_its_subject(lemma: str) -> None:
    assert is_passive(lemma)
    assert coarse(lemma).turned == lemma.endswith(" by")


@pytest.mark.parametrize("lemma", NOT_PASSIVE)
def test_a_noun_or_an_adjective_makes_no_passive(lemma: str) -> None:
    assert not is_passive(lemma)
    assert not coarse(lemma).turned


def test_who_designs_sets_does_not_move_and_a_winger_leaves_nothing() -> None:
    found = [coarse(lemma).name for lemma in ("be set designer at", "be left winger for")]
    assert found == ["WORK", "WORK"]
    assert coarse("be cost of") == Coarse("IS")
    assert coarse("be appointed minister of") == Coarse("APPOINT")


def test_a_passive_of_a_verb_in_no_class_is_turned_all_the_same() -> None:
    assert coarse("be knighted by") == Coarse(OTHER, turned=True)
    assert coarse("be talented at") == Coarse("IS")


def test_only_what_is_done_stands_above_what_is_done_somewhere() -> None:
    assert [above(lemma) for lemma in ("be frozen in", "be kept in")] == ["be frozen", "be kept"]
    assert [above(lemma) for lemma in ("be different from", "be resident of", "be child of")] == (
        ["", "", ""]
    )


@pytest.mark.parametrize("lemma", ["", " ", "be", "of of of", "be be be", "by", "-", "be by"])
def test_any_predicate_has_a_class(lemma: str) -> None:
    assert coarse(lemma).name
