"""How sure kg is of a claim: what goes in, what comes out, and how it is learnt."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kg.build import assemble
from kg.model import Claim, Record, Settings
from kg.record import judge
from training import judge as training


def surest(record: Record) -> Claim:
    return max(record.claims, key=lambda claim: claim.confidence)


def test_a_plain_sentence_is_surer_than_a_garbled_one(record: Callable[..., Record]) -> None:
    plain = surest(record("Anna Berg married Tom Lee in Oslo in 1990."))
    garbled = record("Berg then at, Lee marrying of which 1990 the had Oslo ran : said on.")
    assert plain.confidence > 0.85
    assert plain.worth > 0.6
    assert all(claim.confidence < plain.confidence for claim in garbled.claims)


def test_what_names_people_is_worth_more_than_what_names_nothing(
    record: Callable[..., Record],
) -> None:
    named = surest(record("Anna Berg founded the Lumen Bank."))
    bare = surest(record("The thing was a way."))
    assert named.worth > bare.worth + 0.2


def test_figures_are_chances_of_two_decimals_and_the_same_each_time(
    record: Callable[..., Record],
) -> None:
    text = "Kim sold the mill, which had burned, and Lang, a nurse, may sue the bank."
    claims = record(text).claims
    assert claims
    for claim in claims:
        for figure in (claim.confidence, claim.worth):
            assert 0 <= figure <= 1
            assert round(figure, judge.DECIMALS) == figure
    assert record(text).claims == claims


def test_claims_of_one_clause_share_an_event_and_no_others_do(
    record: Callable[..., Record],
) -> None:
    claims = record("Kim met Lang in Rome on Monday and sold the mill to Ortega.").claims
    events = {claim.event: {c.predicate.lemma.split()[0] for c in claims if c.event == claim.event}
              for claim in claims if claim.event}  # fmt: skip
    assert sorted(map(sorted, events.values())) == [["meet"], ["sell"]]


def test_verbs_prefer_what_they_usually_take() -> None:
    verbs, ratios = judge.preferences()
    person, place = judge.KINDS_OF.index("person"), judge.KINDS_OF.index("place")
    for verb in ("marry", "write", "receive"):
        assert ratios[verbs[verb], 0, person] > ratios[verbs[verb], 0, place]


def test_a_sentence_with_no_edge_is_missed_with_the_reason(record: Callable[..., Record]) -> None:
    found = record("Kim met Lang in Rome.")
    strict = assemble([found], Settings(min_confidence=1.0))
    ((_, _, reason),) = strict.missed
    assert reason in {claim.hidden_because for claim in strict.claims}
    assert "is below 1" in reason
    assert assemble([found], Settings()).missed == ()


# Learning


def test_regression_finds_what_tells_true_from_false() -> None:
    rows = np.array([[x, (x * 7) % 3] for x in range(-20, 21)], dtype=float)
    known = (rows[:, 0] > 0).astype(float)
    weights = training.regress(rows, known, 1.0)
    assert weights[0] > 4 * abs(weights[1])
    chances = 1 / (1 + np.exp(-training.odds(rows, weights)))
    assert training.auc(np.stack([chances, known], axis=1)) == 1.0


def test_auc_and_calibration_of_known_cases() -> None:
    even = np.array([[0.9, 1], [0.8, 0], [0.7, 1], [0.1, 0]], dtype=float)
    assert training.auc(even) == 0.75
    honest = np.array([[0.5, i % 2] for i in range(100)], dtype=float)
    assert training.calibration(honest)[0] == pytest.approx(0)
    boasting = honest + np.array([0.4, 0])
    assert training.calibration(boasting)[0] == pytest.approx(0.4)


def test_axes_have_unit_deviation_and_none_is_lost_in_the_weights() -> None:
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(300, 60)) * np.linspace(1, 4, 60)
    center, axes = training.components(vectors)
    assert ((vectors - center) @ axes).std(axis=0) == pytest.approx(1, abs=0.01)


def test_a_verdict_counts_only_for_a_claim_that_says_the_same(
    record: Callable[..., Record],
) -> None:
    text = "Kim sold the mill."
    [claim] = record(text).claims
    judged = {
        "verdict": "C",
        "sentence": {"text": text},
        "subject": {"label": "Kim"},
        "predicate": {"lemma": "sell"},
        "object": {"label": "mill"},
        "polarity": "positive",
        "modality": "actual",
        "source": None,
    }
    assert training.same(judged, claim)
    assert not training.same({**judged, "polarity": "negative"}, claim)
    assert not training.same({**judged, "object": {"label": "bank"}}, claim)
    assert not training.same(judged, replace(claim, modality="planned"))


def test_what_is_written_is_what_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = judge.load()
    assert model is not None
    training.write(tmp_path / "judge.npz", model)
    kept = np.load(tmp_path / "judge.npz")
    assert kept["names"].tolist() == list(model.names)
    for name, weights in model.weights.items():
        assert kept[f"{name}_features"] == pytest.approx(weights.features, rel=1e-6)
        assert kept[f"{name}_rest"] == pytest.approx([weights.tree, weights.bias], rel=1e-6)
    assert json.dumps(kept["names"].tolist())
