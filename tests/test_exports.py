"""`kg export`: every format by name, whole or not at all, and nothing of the user's overwritten."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from builds import small_build
from typer.testing import CliRunner

from kg.build import write_outputs
from kg.cli import app
from kg.errors import ExportError, KgError
from kg.export.files import Cleaner
from kg.export.formats import FORMATS, export
from kg.load import Target, load
from kg.model import Build


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.output


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_written_twice_with_the_same_bytes(name: str, tmp_path: Path) -> None:
    def contents(path: Path) -> dict[str, bytes]:
        files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
        return {file.relative_to(path).as_posix(): file.read_bytes() for file in files}

    export(small_build(), name, tmp_path / "a")
    export(small_build(), name, tmp_path / "b")
    export(small_build(), name, tmp_path / "b")  # over an earlier export of the same format
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    beside = {"context.jsonld"} if name == "jsonld" else set()
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b"} | beside


def test_the_command_restores_the_build_and_says_where_it_wrote(
    article: Build, tmp_path: Path
) -> None:
    write_outputs(article, tmp_path / "out")
    code, said = run("export", str(tmp_path / "out"), "--to", "turtle")
    assert (code, said.strip()) == (0, str(tmp_path / "out/exports/graph.ttl"))
    written = (tmp_path / "out/exports/graph.ttl").read_bytes()
    assert written == (tmp_path / "out/graph.ttl").read_bytes()


def test_a_format_of_one_file_goes_to_standard_output(tmp_path: Path) -> None:
    write_outputs(small_build(), tmp_path / "out")
    done = CliRunner().invoke(app, ["export", str(tmp_path / "out"), "--to", "json", "-o", "-"])
    assert done.exit_code == 0
    assert len(json.loads(done.stdout_bytes)["links"]) == 5
    code, said = run("export", str(tmp_path / "out"), "--to", "csv", "-o", "-")
    assert code == 2
    assert "-o FOLDER" in said


@pytest.mark.parametrize(
    ("package", "extra", "use"),
    [
        ("pyarrow", "parquet", lambda path: export(small_build(), "parquet", path)),
        ("pyarrow", "parquet", lambda path: export(small_build(), "ladybug", path)),
        ("neo4j", "neo4j", lambda path: load(small_build(), Target(uri="bolt://127.0.0.1:1"))),
        ("falkordb", "falkordb", lambda path: load(small_build(), Target(uri="falkordb://x/y"))),
        ("ladybug", "ladybug", lambda path: load(small_build(), Target(uri=f"ladybug:{path}"))),
    ],
)
def test_a_missing_package_is_named_with_what_to_install(
    package: str,
    extra: str,
    use: Callable[[Path], object],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(KgError, match=rf"pip install 'kg\[{extra}\]'"):
        use(tmp_path / "new")
    assert not list(tmp_path.iterdir())


def test_formats_are_listed_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    code, said = run("export", "--list")
    assert code == 0
    assert [line.split()[0] for line in said.splitlines()] == list(FORMATS)
    code, said = run("export", str(tmp_path), "--to", "xls")
    assert code == 2
    assert "parquet" in said
    assert run("export", str(tmp_path))[0] == 2


def test_a_folder_of_the_user_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(ExportError, match="empty or new folder"):
        export(small_build(), "csv", tmp_path / "mine")
    with pytest.raises(ExportError, match="is a folder"):
        export(small_build(), "json", tmp_path / "mine")
    (tmp_path / "file").write_text("dear", encoding="utf-8")
    with pytest.raises(ExportError, match="is a file"):
        export(small_build(), "csv", tmp_path / "file")
    assert (tmp_path / "mine/letter.txt").read_text("utf-8") == "dear"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "mine"]


def test_what_a_format_cannot_hold_is_warned_of_once(caplog: pytest.LogCaptureFixture) -> None:
    clean = Cleaner("GraphML", "[\x00-\x08]")
    assert [clean(text) for text in ("a\x00", "b", "\ud800")] == ["a\ufffd", "b", "\ufffd"]
    with caplog.at_level(logging.WARNING):
        clean.warn()
        Cleaner("CSV").warn()
    assert [record.getMessage().split(";")[0] for record in caplog.records] == [
        "2 values hold characters that GraphML cannot hold"
    ]
