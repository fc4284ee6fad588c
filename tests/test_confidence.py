"""The confidence of a claim is the measured precision of its rule, and the file says so."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Build

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))

import confidence

HEADER = "\t".join(confidence.COLUMNS)
RIGHT = "gum\tGUM_bio_x\t0123456789abcdef\tsvo\tright\t"
judgements = st.builds(
    confidence.Judgement,
    corpus=st.just("gum"),
    document=st.just("d"),
    claim=st.text("0123456789abcdef", min_size=16, max_size=16),
    rule=st.sampled_from(["svo", "svp", "title"]),
    right=st.booleans(),
)


def table(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "judged.tsv"
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(confidence.HERE / "confidence.py"), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_shipped_table_is_what_the_judgements_give() -> None:
    done = run("--check")
    assert (done.returncode, done.stderr) == (0, "")


def test_check_fails_when_the_table_says_something_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "confidence.json"
    other.write_text(confidence.TABLE.read_text("utf-8").replace("0.", "0.9", 1), encoding="utf-8")
    monkeypatch.setattr(confidence, "TABLE", other)
    monkeypatch.setattr(sys, "argv", ["confidence.py", "--check"])
    before = other.read_bytes()
    with pytest.raises(SystemExit, match=r"confidence\.json is not what judged\.tsv gives"):
        confidence.main()
    assert other.read_bytes() == before


def test_every_rule_is_judged_at_least_fifteen_times() -> None:
    counts = confidence.counts(confidence.read_judged())
    assert len(counts) == 19
    assert {rule: n for rule, (_, n) in counts.items() if n < 15} == {}


def test_claims_carry_the_measured_precision_of_their_rule(article: Build) -> None:
    rules = json.loads(confidence.TABLE.read_text("utf-8"))["rules"]
    assert {c.rule for c in article.claims} <= set(rules)
    assert {(c.rule, c.confidence) for c in article.claims} <= set(rules.items())


def test_the_table_of_judgements_quotes_no_text() -> None:
    for line in confidence.JUDGED.read_text("utf-8").splitlines():
        assert max(len(field) for field in line.split("\t")) <= 40
        assert " " not in line


def test_precision_is_laplace_estimate_to_two_decimals() -> None:
    assert confidence.precision(0, 0) == 0.5
    assert confidence.precision(2, 2) == 0.75
    assert confidence.precision(16, 25) == 0.63


@given(st.lists(judgements, min_size=1), st.randoms())
def test_the_table_ignores_the_order_of_the_judgements(
    judged: list[confidence.Judgement], chance: object
) -> None:
    text = confidence.table_text(judged)
    shuffled = sorted(judged, key=lambda j: (chance.random(), j.claim))  # type: ignore[attr-defined]
    assert confidence.table_text(shuffled) == text
    found = json.loads(text)
    assert found["rules"] == {r: confidence.precision(*n) for r, n in found["counts"].items()}
    assert sum(n for _, n in found["counts"].values()) == len(judged)
    assert all(0 < p < 1 for p in found["rules"].values())


def test_a_wrong_verdict_needs_a_known_cause(tmp_path: Path) -> None:
    for end in ("wrong\t", "wrong\tweather", "right\tparser", "maybe\t"):
        path = table(tmp_path, RIGHT, f"gum\tGUM_bio_x\tfedcba9876543210\tsvo\t{end}")
        with pytest.raises(confidence.JudgedError, match=r"judged\.tsv, line 3: .*coreference"):
            confidence.read_judged(path)


def test_a_claim_judged_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(confidence.JudgedError, match=r"judged twice.*0123456789abcdef"):
        confidence.read_judged(table(tmp_path, RIGHT, RIGHT))


def test_a_line_with_a_column_missing_is_named(tmp_path: Path) -> None:
    path = table(tmp_path, "gum\tGUM_bio_x\tsvo\tright")
    with pytest.raises(confidence.JudgedError, match="line 2: 4 columns, must be 6"):
        confidence.read_judged(path)


def test_a_table_without_its_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "judged.tsv"
    path.write_text(RIGHT + "\n", encoding="utf-8")
    with pytest.raises(confidence.JudgedError, match="first line must name corpus, document"):
        confidence.read_judged(path)


def test_the_draw_is_fixed_and_at_most_the_limit() -> None:
    claims = {"svo": list(range(100)), "title": list(range(3))}
    drawn = confidence.draw(claims, limit=10)
    assert drawn == confidence.draw(dict(reversed(claims.items())), limit=10)
    assert len(drawn) == 13
    assert drawn[-3:] == [0, 1, 2]
    assert len(set(drawn[:10])) == 10
