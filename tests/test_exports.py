"""`kg export`: every format by name, whole or not at all, and nothing of the user's overwritten."""

from __future__ import annotations

import csv
import itertools
import json
import logging
import os
import random
import re
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from awkward import awkward_build
from builds import build_of, small_build
from pyarrow import parquet
from test_build import ROOT
from typer.testing import CliRunner

sys.path.insert(0, str(ROOT / "benchmarks"))

import kills_export

from kg.build import write_outputs
from kg.cli import app
from kg.errors import ExportError, KgError
from kg.export.files import Cleaner
from kg.export.folders import replace_folder
from kg.export.formats import FORMATS, export
from kg.folder.beside import beside
from kg.folder.marks import signed
from kg.load import Target, load
from kg.model import Build


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.output


def contents(path: Path) -> dict[str, bytes]:
    """The bytes of a file, or of all files of a folder and what links lead to."""
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in files}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_written_twice_with_the_same_bytes(name: str, tmp_path: Path) -> None:
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
        ("pyarrow", "parquet", lambda path: export(small_build(), "graphrag", path)),
        ("pyarrow", "parquet", lambda path: export(small_build(), "vectors", path)),
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
    with pytest.raises(KgError, match=rf"pip install 'kg-with-proof\[{extra}\]'"):
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


def test_files_of_the_user_stay_in_an_export_folder(tmp_path: Path) -> None:
    folder = tmp_path / "csv"
    export(small_build(), "csv", folder)
    wanted = contents(folder)
    mine = {"notes.txt": b"mine", "deep/er/notes.txt": b"mine", "Entity.csv.bak": b"old"}
    for name, data in mine.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    (folder / "empty").mkdir()
    (folder / "link").symlink_to(tmp_path)
    (folder / "dangling").symlink_to(tmp_path / "nowhere")
    folder.chmod(0o750)
    (folder / "Entity.csv").write_bytes(b"changed")  # ours by name: written anew
    export(small_build(), "csv", folder)
    assert contents(folder) == wanted | mine
    assert (folder / "empty").is_dir()
    assert (folder / "link").readlink() == tmp_path
    assert (folder / "dangling").readlink() == tmp_path / "nowhere"
    assert folder.stat().st_mode & 0o777 == 0o750
    assert [path.name for path in tmp_path.iterdir()] == ["csv"]


def test_of_what_an_export_no_longer_writes_only_the_unchanged_goes(tmp_path: Path) -> None:
    folder = tmp_path / "neptune"
    export(small_build(), "neptune", folder)
    names = sorted(contents(folder / "relationships"))
    (folder / "relationships" / names[0]).write_bytes(b"changed")
    empty = build_of((), (), ())
    export(empty, "neptune", folder)
    assert contents(folder / "relationships") == {names[0]: b"changed"}


def test_a_file_of_the_user_where_an_export_needs_the_name_is_not_overwritten(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "csv"
    export(build_of((), (), ()), "csv", folder)
    before = contents(folder)
    (folder / "Entity.csv").write_bytes(b"mine")
    with pytest.raises(ExportError, match=r"Entity\.csv is not from an export"):
        export(small_build(), "csv", folder)
    assert contents(folder) == before | {"Entity.csv": b"mine"}


@pytest.mark.parametrize(
    "mark",
    [
        b"csv\n",
        b"",
        b"{}",
        b"[" * 100_000,
        signed({"kind": "export", "to": "parquet", "files": {}}).encode(),
        signed({"kind": "export", "to": "csv", "files": ["mine.txt"]}).encode(),
        signed({"kind": "graph", "to": "csv", "files": {}}).encode(),
        signed({"kind": "export", "to": "csv", "files": {}}).encode().replace(b"csv", b"CSV"),
    ],
    ids=range(8),
)
def test_a_mark_that_is_not_of_such_an_export_counts_for_nothing(
    mark: bytes, tmp_path: Path
) -> None:
    (tmp_path / "csv").mkdir()
    (tmp_path / "csv/.kg-export").write_bytes(mark)
    (tmp_path / "csv/mine.txt").write_bytes(b"mine")
    before = contents(tmp_path)
    with pytest.raises(ExportError, match="no export to csv wrote"):
        export(small_build(), "csv", tmp_path / "csv")
    assert contents(tmp_path) == before


def test_a_mark_leads_to_nothing_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").write_bytes(b"dear")
    (tmp_path / "csv").mkdir()
    (tmp_path / "csv/nodes").symlink_to(tmp_path / "mine")
    digest = sha256(b"dear").hexdigest()
    names = ["../mine/letter.txt", str(tmp_path / "mine/letter.txt"), "nodes/letter.txt", "nodes"]
    mark = signed({"kind": "export", "to": "csv", "files": dict.fromkeys(names, digest)})
    (tmp_path / "csv/.kg-export").write_text(mark)
    export(small_build(), "csv", tmp_path / "csv")
    assert (tmp_path / "mine/letter.txt").read_bytes() == b"dear"
    assert (tmp_path / "csv/nodes").is_symlink()


def test_a_context_of_somebody_else_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "context.jsonld").write_text('{"@context": {}}')
    for write in (FORMATS["jsonld"].write, lambda build, path: export(build, "jsonld", path)):
        with pytest.raises(ExportError, match=r"context\.jsonld is not from an export"):
            write(small_build(), tmp_path / "graph.jsonld")
        assert contents(tmp_path) == {"context.jsonld": b'{"@context": {}}'}
    (tmp_path / "context.jsonld").unlink()
    for _ in range(2):
        export(small_build(), "jsonld", tmp_path / "graph.jsonld")
    assert set(contents(tmp_path)) == {"context.jsonld", "graph.jsonld"}


def test_a_device_or_a_link_is_not_put_aside_by_an_export(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ExportError, match="is no plain file"):
        export(small_build(), "json", tmp_path / "pipe")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    (tmp_path / "latest.json").symlink_to("real.json")
    export(small_build(), "json", tmp_path / "latest.json")
    assert (tmp_path / "latest.json").readlink() == Path("real.json")
    assert json.loads((tmp_path / "real.json").read_bytes())["directed"]


@pytest.mark.parametrize("name", ["x" * 300, "nul\0", "loop/a.json"])
def test_a_place_that_cannot_be_is_one_clear_line(name: str, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(ExportError, match="choose another place with -o"):
        export(small_build(), "json", tmp_path / name)


# ----------------------------------------------------------------------- what others do with them

#: Texts that a spreadsheet would take for a formula, and texts that it would not.
FORMULAS = ["=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\uff1d1", "'=1"]
PLAIN = ["a=1", "it's", "'quoted'", "", "12", "\u2212 5"]


def formula_build() -> Build:
    """Formulas as labels, names of documents and everywhere else."""
    return awkward_build([*FORMULAS, *PLAIN])


def test_no_cell_of_csv_for_spreadsheets_is_a_formula(tmp_path: Path) -> None:
    export(formula_build(), "csv", tmp_path / "csv")
    texts = []
    for file in sorted((tmp_path / "csv").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as opened:
            texts += [cell for row in csv.reader(opened, strict=True) for cell in row]
    cells = set(texts)
    assert {f"'{text}" for text in FORMULAS} <= cells
    assert set(PLAIN) <= cells
    numbers = {cell for cell in cells if re.fullmatch(r"-?[0-9.]+", cell)}
    assert not [cell for cell in cells - numbers if cell[:1] in tuple("=+-@\t\r\uff1d")]
    assert "1.0" in cells  # numbers stay numbers


def test_files_for_databases_keep_every_text_as_it_is(tmp_path: Path) -> None:
    build = formula_build()
    for format in ("neo4j-admin", "neptune", "parquet"):
        export(build, format, tmp_path / format)
    labels = {entity.label for entity in build.entities}
    assert set(FORMULAS) <= labels
    table = parquet.read_table(tmp_path / "parquet/Entity.parquet")
    assert labels == set(table["label"].to_pylist())
    for format in ("neo4j-admin", "neptune"):
        text = "".join(p.read_text("utf-8") for p in (tmp_path / format / "nodes").iterdir())
        assert '"=cmd|' in text
        assert "\"'=cmd|" not in text


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o027, 0o117])
@pytest.mark.parametrize("format", ["falkordb", "neo4j-admin"])
def test_scripts_may_be_run_by_those_whom_the_umask_lets(
    format: str, mask: int, tmp_path: Path
) -> None:
    before = os.umask(mask)
    try:
        export(small_build(), format, tmp_path / "out")
        (tmp_path / "like").touch(0o777)
    finally:
        assert os.umask(before) == mask
    script = (tmp_path / "out/import.sh").stat().st_mode
    assert script == (tmp_path / "like").stat().st_mode


# --------------------------------------------------------------------------- killed in between


def killed(code: str, folder: Path) -> int:
    """Run Python in `folder` in a process of its own; the signal that ended it."""
    start = "import os, signal, sys; from pathlib import Path\n"
    done = subprocess.run([sys.executable, "-c", start + code], cwd=folder, check=False)
    return -done.returncode


def test_what_a_killed_export_left_is_cleared_by_the_next_one(tmp_path: Path) -> None:
    code = """
from kg.folder.beside import beside
for name in ("csv", "other"):
    place = beside(Path(name))
    (place.__enter__() / "half").write_text("x")
    globals()[name] = place
os.kill(os.getpid(), signal.SIGKILL)
"""
    assert killed(code, tmp_path) == signal.SIGKILL
    (tmp_path / ".kg-0123456789ab-mine").mkdir()
    assert len(list(tmp_path.iterdir())) == 3
    export(small_build(), "csv", tmp_path / "csv")
    left = {path.name for path in tmp_path.iterdir()}
    assert {"csv", ".kg-0123456789ab-mine"} < left
    assert len(left) == 3  # that of `other` stays, it may be wanted


def test_two_exports_to_one_place_do_not_disturb_each_other(tmp_path: Path) -> None:
    with beside(tmp_path / "csv"), pytest.raises(ExportError, match="another kg is writing it"):
        export(small_build(), "csv", tmp_path / "csv")
    export(small_build(), "csv", tmp_path / "csv")
    assert [path.name for path in tmp_path.iterdir()] == ["csv"]


@pytest.mark.parametrize(("rounds", "limit"), [(kills_export.exports, 4), (kills_export.loads, 2)])
def test_a_kill_leaves_the_old_export_or_the_new_one(
    rounds: Callable[[Path, int, random.Random], Iterator[bool]], limit: int, tmp_path: Path
) -> None:
    """As benchmarks/kills_export.py does it many times; it raises SystemExit where it does not."""
    assert sum(rounds(tmp_path, limit, random.Random(7))) > 0


def renew(target: Path, files: dict[str, bytes]) -> None:
    """An export of these files."""
    with beside(target) as place:
        fresh = place / target.name
        for name, data in files.items():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            (fresh / name).write_bytes(data)
        replace_folder(target, fresh, "csv")


@pytest.mark.parametrize("exchange", [True, False])
def test_a_folder_is_old_or_new_at_every_step(
    exchange: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped before each change to the disk, an export leaves the old folder or the new one."""
    if not exchange:  # another system: the old folder is put aside for a moment
        monkeypatch.setattr("kg.folder.beside._exchange", lambda one, other: False)
    monkeypatch.setattr("kg.folder.beside._UNMARKED", 0)
    target, mine = tmp_path / "csv", {"mine.txt": b"mine", "a/mine.txt": b"mine"}
    renew(tmp_path / "new", {"a/x": b"new", "z": b"new"})
    new = contents(tmp_path / "new") | mine
    for step in itertools.count():
        shutil.rmtree(target, ignore_errors=True)
        renew(target, {"a/x": b"old", "b/y": b"old"})
        for name, data in mine.items():
            (target / name).write_bytes(data)
        old = contents(target)
        with monkeypatch.context() as patched, suppress(Stopped):
            reached = stop_at(step, patched)
            renew(target, {"a/x": b"new", "z": b"new"})
        assert not exchange or contents(target) in (old, new), step
        with beside(target):  # as the next export begins
            assert contents(target) in (old, new), step
        assert {path.name for path in tmp_path.iterdir()} == {"csv", "new"}
        if not reached:
            break
    assert contents(target) == new
    assert step > 10


class Stopped(BaseException):
    """Nothing that a program could do after it is done."""


def stop_at(step: int, patched: pytest.MonkeyPatch) -> list[str]:
    """Stop for ever at the change to the disk with this number; in what is returned, its name."""
    reached: list[str] = []
    count = itertools.count()

    def stopping(real: Callable[..., Any]) -> Callable[..., Any]:
        def change(*arguments: Any, **options: Any) -> Any:
            if reached:  # the process is dead
                raise Stopped
            if next(count) == step:
                reached.append(real.__name__)
                raise Stopped
            return real(*arguments, **options)

        return change

    for name in ("rename", "replace", "link", "unlink", "rmdir", "mkdir"):
        patched.setattr(os, name, stopping(getattr(os, name)))
    return reached


def test_what_a_format_cannot_hold_is_warned_of_once(caplog: pytest.LogCaptureFixture) -> None:
    clean = Cleaner("GraphML", "[\x00-\x08]")
    assert [clean(text) for text in ("a\x00", "b", "\ud800")] == ["a\ufffd", "b", "\ufffd"]
    with caplog.at_level(logging.WARNING):
        clean.warn()
        Cleaner("CSV").warn()
    assert [record.getMessage().split(";")[0] for record in caplog.records] == [
        "2 values hold characters that GraphML cannot hold"
    ]
