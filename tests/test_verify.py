"""Proof that can fail: sources and outputs are altered, and `kg verify` has to notice."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from conftest import EXAMPLES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_build import contents, kg

from kg.ask.verify import verify
from kg.build import write_outputs
from kg.corpus.shards import Reading
from kg.corpus.store import Sources
from kg.errors import ReadError
from kg.model import Build, Settings
from kg.upkeep import update


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the examples in `in`, built into `out`."""
    folder = tmp_path_factory.mktemp("verify")
    shutil.copytree(EXAMPLES, folder / "in")
    sources = Sources(inputs=(str(folder / "in"),))
    failed: list[ReadError] = []
    update(sources, folder / "out", settings=Settings(), reading=Reading(), failed=failed)
    assert failed == []
    return folder


def test_every_example_is_proved(built: Path) -> None:
    verdict = verify(built / "out")
    assert verdict.problems == ()
    assert verdict.documents == 3
    assert verdict.spans > 2000


def test_the_committed_output_is_proved_without_its_records(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES.parent / "output", tmp_path / "o", ignore=lambda *_: {".kg"})
    done = kg("verify", str(tmp_path / "o"))
    assert (done.returncode, done.stderr) == (0, "")
    assert "all as built" in done.stdout


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_one_altered_character_is_found_wherever_it_is(data: st.DataObject, built: Path) -> None:
    files = [p for p in (built / "in").iterdir() if p.suffix in (".txt", ".md")]
    files += [built / "out" / name for name in contents(built / "out") if name != "decisions.yaml"]
    files = sorted(file for file in files if file.stat().st_size)
    file = data.draw(st.sampled_from(files))
    old = file.read_text("utf-8")
    at = data.draw(st.integers(0, len(old) - 1))
    char = data.draw(st.sampled_from([c for c in "aZ0 .é\n" if c != old[at]]))
    try:
        file.write_text(old[:at] + char + old[at + 1 :], "utf-8", newline="")
        name = file.relative_to(file.parents[len(file.relative_to(built).parts) - 2]).as_posix()
        assert name in {problem.subject for problem in verify(built / "out").problems}
    finally:
        file.write_text(old, "utf-8", newline="")


def test_problems_are_listed_with_exit_code_1(built: Path) -> None:
    article = built / "in" / "abe-pompeo.txt"
    old = article.read_bytes()
    try:
        article.write_bytes(b"A new first line.\n" + old)
        (built / "in" / "heat-pumps.txt").rename(built / "gone")
        done = kg("verify", str(built / "out"))
        problems = json.loads(kg("verify", str(built / "out"), "--json").stdout)["problems"]
    finally:
        article.write_bytes(old)
        (built / "gone").rename(built / "in" / "heat-pumps.txt")
    assert done.returncode == 1
    gone, changed, total = done.stdout.splitlines()
    assert gone.startswith("source changed abe-pompeo.txt:")
    assert changed.startswith("source gone    heat-pumps.txt:")
    assert total.endswith("2 problems")
    assert [p["kind"] for p in problems] == ["source changed", "source gone"]


def test_it_does_not_matter_where_verify_is_started(
    built: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert verify(Path(os.path.relpath(built / "out"))).problems == ()


def test_an_output_that_claims_what_no_document_says_is_found(
    article: Build, tmp_path: Path
) -> None:
    """Even where whoever forged it has made all hashes fit."""
    from dataclasses import replace

    claim = next(c for c in article.claims if c.sentence.start > 0)
    forged = replace(claim, sentence=replace(claim.sentence, start=claim.sentence.start - 1,
                                             text="X" + claim.sentence.text))  # fmt: skip
    claims = tuple(forged if c is claim else c for c in article.claims)
    write_outputs(replace(article, claims=claims), tmp_path / "out")
    (problem,) = verify(tmp_path / "out").problems
    assert (problem.kind, problem.subject) == ("quote", "abe-pompeo.txt")


def test_a_folder_without_a_build_is_one_clear_line(tmp_path: Path) -> None:
    done = kg("verify", str(tmp_path))
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "run kg build" in done.stderr
