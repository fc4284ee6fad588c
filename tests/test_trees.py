"""The best tree over scores of heads, against slow ways to find it that share nothing with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import networkx as nx
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kg.parse.reading.trees import NEVER, best_tree, keep_whole

Scores = NDArray[np.float64]


def tables(most: int, values: st.SearchStrategy[float]) -> st.SearchStrategy[Scores]:
    """Scores of one to `most` words: a row per word, the root's column before the words'."""
    return st.integers(1, most).flatmap(
        lambda n: st.lists(st.lists(values, min_size=n + 1, max_size=n + 1), min_size=n, max_size=n)
    ).map(lambda rows: np.array(rows, dtype=np.float64))  # fmt: skip


FINITE = st.floats(-1e6, 1e6)
#: Few values, so that many are equal and many words want the same head.
FEW = st.sampled_from([-9.0, -3.0, -2.0, -1.0, -0.5, 0.0])
LOGS = st.floats(-30, 0)


def is_tree(heads: Sequence[int]) -> bool:
    """Whether there is one root, and every word is below it."""
    roots = [i for i, head in enumerate(heads) if head == i]
    return len(roots) == 1 and all(root_of(heads, i) == roots[0] for i in range(len(heads)))


def root_of(heads: Sequence[int], word: int) -> int | None:
    for _ in heads:
        word = heads[word]
    return word if heads[word] == word else None


def total(scores: Scores, heads: Sequence[int]) -> float:
    return sum(scores[i, 0 if head == i else head + 1] for i, head in enumerate(heads))


def every_tree(count: int) -> Iterator[tuple[int, ...]]:
    return filter(is_tree, product(range(count), repeat=count))


def best_by_networkx(scores: Scores) -> float:
    """The best total of a tree, each word tried as its root."""
    count = len(scores)
    found = []
    for root in range(count):
        graph = nx.DiGraph()
        graph.add_nodes_from(range(count))
        graph.add_weighted_edges_from(
            (head, word, scores[word, head + 1])
            for head in range(count)
            for word in range(count)
            if word not in (head, root)
        )
        tree = nx.maximum_spanning_arborescence(graph)
        found.append(scores[root, 0] + sum(w for _, _, w in tree.edges.data("weight")))
    return max(found)


@given(tables(9, FINITE) | tables(9, FEW))
def test_all_scores_up_to_a_million_either_way_give_a_tree_with_one_root(scores: Scores) -> None:
    heads = best_tree(scores)
    assert len(heads) == len(scores)
    assert is_tree(heads)


@given(tables(5, LOGS) | tables(5, FEW))
def test_no_other_tree_of_a_few_words_has_a_better_total(scores: Scores) -> None:
    best = max(total(scores, heads) for heads in every_tree(len(scores)))
    assert total(scores, best_tree(scores)) == pytest.approx(best)


@given(tables(12, LOGS) | tables(12, FEW))
def test_networkx_finds_no_better_tree_with_any_root(scores: Scores) -> None:
    assert total(scores, best_tree(scores)) == pytest.approx(best_by_networkx(scores))


def test_the_best_root_is_found_where_several_others_gain_more_by_being_root() -> None:
    """Words 0 to 3 like to be the root; but below them words 4 and 5 would be a circle."""
    scores = np.full((6, 7), -50.0)
    scores[:4, 0], scores[:4, 5] = -1.0, -1.1
    scores[4, 0] = -2.0
    scores[4, 6] = scores[5, 5] = -0.1
    assert total(scores, [4, 4, 4, 4, 4, 4]) == pytest.approx(best_by_networkx(scores))
    assert best_tree(scores) == [4, 4, 4, 4, 4, 4]


@given(tables(8, LOGS))
@example(np.array([[-9.0, -99, -1], [-9, -1, -99]]))
def test_scores_stay_as_they_are_and_give_the_same_tree_again(scores: Scores) -> None:
    before = scores.copy()
    first = best_tree(scores)
    assert (scores == before).all()
    assert best_tree(scores) == first


@given(tables(8, LOGS), st.data())
def test_the_scores_of_words_below_themselves_do_not_matter(
    scores: Scores, data: st.DataObject
) -> None:
    other = scores.copy()
    np.fill_diagonal(other[:, 1:], data.draw(st.floats(-1e6, 1e6)))
    assert best_tree(other) == best_tree(scores)


@pytest.mark.parametrize("count", range(1, 9))
def test_of_equal_scores_the_first_word_is_the_root_and_the_head(count: int) -> None:
    assert best_tree(np.zeros((count, count + 1))) == [0] * count


def test_of_two_heads_that_are_as_good_the_first_wins() -> None:
    scores = np.full((4, 5), -9.0)
    scores[2, 0] = scores[0, 3] = scores[1, 3] = -1
    scores[3, 2] = scores[3, 3] = -1  # below word 1 or 2
    assert best_tree(scores) == [2, 2, 2, 1]


def test_of_two_ways_out_of_a_circle_the_first_wins() -> None:
    scores = np.full((3, 4), -9.0)
    scores[0, 0] = -1
    scores[1, 3] = scores[2, 2] = -1  # words 1 and 2 want to be below one another
    scores[1, 1] = scores[2, 1] = -4  # both can hang on word 0
    assert best_tree(scores) == [0, 0, 1]


def test_a_sentence_of_one_word_is_its_own_root() -> None:
    assert best_tree(np.array([[-50.0, 0.0]])) == [0]


@st.composite
def spans(draw: st.DrawFn, most: int) -> tuple[Scores, int, int]:
    """Scores as a model gives them, and a part of the words."""
    scores = draw(tables(most, LOGS))
    first = draw(st.integers(0, len(scores) - 1))
    return scores, first, draw(st.integers(first + 1, len(scores)))


def check_whole(heads: Sequence[int], first: int, end: int, head: int) -> None:
    outer = [i for i in range(first, end) if heads[i] == i or not first <= heads[i] < end]
    assert outer == [head]
    outside = [*range(first), *range(end, len(heads))]
    assert all(heads[i] == head or not first <= heads[i] < end for i in outside)


@given(spans(10))
def test_a_part_that_is_kept_whole_hangs_on_the_rest_by_its_head_alone(
    given: tuple[Scores, int, int],
) -> None:
    scores, first, end = given
    head = keep_whole(scores, first, end)
    heads = best_tree(scores)
    assert is_tree(heads)
    check_whole(heads, first, end, head)


@given(spans(5))
def test_no_tree_that_is_left_splits_a_part_that_is_kept_whole(
    given: tuple[Scores, int, int],
) -> None:
    scores, first, end = given
    head = keep_whole(scores, first, end)
    left = [heads for heads in every_tree(len(scores)) if total(scores, heads) > NEVER / 2]
    assert left
    for heads in left:
        check_whole(heads, first, end, head)


@given(spans(5))
def test_all_trees_that_do_not_split_a_part_are_left_as_they_were(
    given: tuple[Scores, int, int],
) -> None:
    scores, first, end = given
    before = scores.copy()
    head = keep_whole(scores, first, end)
    for heads in every_tree(len(scores)):
        try:
            check_whole(heads, first, end, head)
        except AssertionError:
            continue
        assert total(scores, heads) == total(before, heads)


@given(tables(10, LOGS), st.data())
def test_two_parts_can_be_kept_whole_at_once(scores: Scores, data: st.DataObject) -> None:
    count = len(scores)
    cuts = sorted(data.draw(st.sets(st.integers(0, count), min_size=2, max_size=4)))
    parts = list(zip(cuts[::2], cuts[1::2], strict=False))
    kept = [(first, end, keep_whole(scores, first, end)) for first, end in parts]
    heads = best_tree(scores)
    assert is_tree(heads)
    for first, end, head in kept:
        check_whole(heads, first, end, head)


def test_the_head_of_a_part_is_the_word_that_most_likely_hangs_outside() -> None:
    scores = np.full((4, 5), -9.0)
    scores[0, 0] = scores[1, 3] = scores[3, 3] = -0.1
    scores[2, 1] = -0.1  # of words 1 to 3, word 2 hangs on word 0
    assert keep_whole(scores, 1, 4) == 2
    assert best_tree(scores) == [0, 2, 0, 2]
