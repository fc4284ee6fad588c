"""A build written to a folder is the same build when it is read again."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from builds import any_build, build_of, small_build
from hypothesis import given, settings

from kg.build import write_outputs
from kg.errors import DamageError
from kg.files import sha256_of
from kg.folder.marks import signed
from kg.model import Build
from kg.restore import restore


def check_same(read: Build, build: Build) -> None:
    assert read.documents == build.documents
    assert read.entities == build.entities
    assert read.claims == build.claims
    assert read.facts == build.facts
    assert read.settings == build.settings
    assert read.missed == build.missed
    assert dict(read.graph.nodes(data=True)) == dict(build.graph.nodes(data=True))
    edges = list(build.graph.edges(keys=True, data=True))
    assert list(read.graph.edges(keys=True, data=True)) == edges


def test_the_examples_are_restored(examples: Build, tmp_path: Path) -> None:
    write_outputs(examples, tmp_path / "out")
    check_same(restore(tmp_path / "out"), examples)


@settings(deadline=None, max_examples=25)
@given(any_build())
def test_any_build_is_restored(build: Build) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_outputs(build, Path(folder) / "out")
        check_same(restore(Path(folder) / "out"), build)


def test_an_empty_build_is_restored(tmp_path: Path) -> None:
    write_outputs(build_of((), (), ()), tmp_path)
    check_same(restore(tmp_path), build_of((), (), ()))


def test_claims_of_a_folder_that_says_nothing_of_worth_and_rules_are_shown(tmp_path: Path) -> None:
    write_outputs(small_build(), tmp_path)
    new = {"worth", "event", "rules", "steps", "shown", "hidden_because", "confirmed_by",
           "reader"}  # fmt: skip
    lines = (tmp_path / "claims.jsonl").read_text("utf-8").splitlines()
    old = [{k: v for k, v in json.loads(line).items() if k not in new} for line in lines]
    written = "".join(json.dumps(line) + "\n" for line in old)
    (tmp_path / "claims.jsonl").write_text(written, "utf-8")
    sign_again(tmp_path)
    read = restore(tmp_path)
    assert all(c.shown and c.rules == (c.rule,) and c.worth == 1.0 for c in read.claims)
    assert read.shown == len(read.claims) == 8


def sign_again(folder: Path) -> None:
    """Make the manifest fit the files as they are now, as if a build had written them so."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["outputs"] = {name: sha256_of(folder / name) for name in manifest["outputs"]}
    (folder / "manifest.json").write_text(signed(manifest), "utf-8", newline="\n")


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("claims.jsonl", '"sentence"', '"satz"', r"claims\.jsonl line 1 .*no field 'sentence'"),
        ("claims.jsonl", '"start": 0', '"start": 9', r"claims\.jsonl line 1 .*span"),
        ("entities.jsonl", "{", "", r"entities\.jsonl line 1"),
        ("documents.jsonl", '"sha256"', '"sha1"', r"documents\.jsonl line 1"),
        ("manifest.json", '"settings"', '"setting"', r"manifest\.json .*no field 'settings'"),
    ],
)
def test_a_damaged_file_is_named(name: str, old: str, new: str, said: str, tmp_path: Path) -> None:
    write_outputs(small_build(), tmp_path)
    text = (tmp_path / name).read_text("utf-8")
    (tmp_path / name).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(DamageError, match=said):
        restore(tmp_path)


def test_a_folder_without_a_build_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(DamageError, match="kg build INPUT"):
        restore(tmp_path / "none")
