"""The coreference scorer: a worked example from the literature, laws, and how gold is read."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))

import coreference as scorer

#: Key and response of the worked example of Pradhan et al. (ACL 2014), section 4.
KEY = [set("abc"), set("defg")]
RESPONSE = [set("ab"), set("cd"), set("fghi")]

#: Up to twelve mentions in up to six clusters.
clusterings = st.lists(st.integers(0, 5), max_size=12).map(
    lambda labels: [
        {n for n, label in enumerate(labels) if label == which} for which in sorted(set(labels))
    ]
)


@pytest.mark.parametrize(
    ("metric", "recall", "precision", "f1"),
    [
        ("mentions", 6 / 7, 6 / 8, 0.8),
        ("muc", 0.40, 0.40, 0.40),
        ("b_cubed", 35 / 12 / 7, 0.50, 0.4545),
        ("ceaf_e", 0.65, 1.3 / 3, 0.52),
    ],
)
def test_scores_of_the_worked_example(
    metric: str, recall: float, precision: float, f1: float
) -> None:
    count = scorer.METRICS[metric](KEY, RESPONSE)
    assert count.recall == pytest.approx(recall)
    assert count.precision == pytest.approx(precision)
    assert count.f1 == pytest.approx(f1, abs=1e-4)


def test_conll_score_is_the_mean_of_three() -> None:
    counts = scorer.score([(KEY, RESPONSE)])
    assert scorer.conll(counts) == pytest.approx((0.40 + 0.454545 + 0.52) / 3, abs=1e-5)


@given(clusterings)
def test_a_perfect_answer_scores_one(clusters: list[set[int]]) -> None:
    for name, metric in scorer.METRICS.items():
        count = metric(clusters, clusters)
        # A MUC link needs two mentions, everything else one.
        if count.gold:
            assert count.f1 == pytest.approx(1.0), name


@given(clusterings, clusterings)
def test_swapping_gold_and_answer_swaps_recall_and_precision(
    gold: list[set[int]], found: list[set[int]]
) -> None:
    for metric in scorer.METRICS.values():
        there, back = metric(gold, found), metric(found, gold)
        assert there.recall == pytest.approx(back.precision)
        assert there.precision == pytest.approx(back.recall)
        assert 0 <= there.recall <= 1 + 1e-9


@given(clusterings, clusterings)
def test_ceaf_finds_the_best_alignment(gold: list[set[int]], found: list[set[int]]) -> None:
    """Against all alignments, for few clusters."""
    from itertools import permutations

    gold, found = gold[:3], found[:3]
    small, large = sorted([gold, found], key=len)
    best = max(
        sum(2 * len(a & b) / (len(a) + len(b)) for a, b in zip(small, order, strict=False))
        for order in permutations(large)
    )
    assert scorer.ceaf_e(gold, found).right_gold == pytest.approx(best)


def test_text_of_tokens_is_written_as_people_do() -> None:
    tokens = [["Wilfried", '"', "Willi", '"', "Schneider", "(", "born", "1963", ")", "won", "."]]
    text, places = scorer.written(tokens)
    assert text == 'Wilfried "Willi" Schneider (born 1963) won.'
    assert [text[a:b] for a, b in places[0]] == tokens[0]


def test_matched_mentions_leave_articles_aside() -> None:
    text = "The Dutch company met Philips's staff"
    gold = scorer.Annotated(
        id="d", text=text, clusters=(frozenset({(0, 17), (22, 31)}),), types={}, named=frozenset()
    )
    found = {(4, 17): "a", (22, 29): "b"}
    assert scorer.matched(gold, found) == ([{(4, 17), (22, 29)}], [{(4, 17)}, {(22, 29)}])


def test_types_count_for_names_at_gold_mentions_only() -> None:
    text = "Abe met Sony in Kobe"
    spans = {"Abe": (0, 3), "Sony": (8, 12), "Kobe": (16, 20)}
    gold = scorer.Annotated(
        id="d",
        text=text,
        clusters=(),
        types={spans["Abe"]: "PER", spans["Kobe"]: "LOC"},
        named=frozenset({spans["Abe"], spans["Kobe"]}),
    )
    count, table = scorer.count_types(gold, {spans["Abe"]: "Person", spans["Sony"]: "Place"})
    assert (count.right_gold, count.gold, count.found) == (1, 2, 1)
    assert table == {("PER", "Person"): 1, ("LOC", "-"): 1}


@pytest.mark.parametrize(
    ("mention", "text", "name"),
    [
        ("Shinzo Abe", "He met Shinzo Abe.", True),
        ("He", "He met them.", False),
        ("I", "What I said.", False),
        ("The man", "It rained. The man left.", False),
    ],
)
def test_chains_with_a_name_are_told_by_their_capitals(mention: str, text: str, name: bool) -> None:
    at = text.index(mention)
    assert scorer.has_name([(at, at + len(mention))], text) is name
