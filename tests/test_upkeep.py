"""Exact upkeep: whatever happened to an output folder, its bytes are those of a clean build."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import EXAMPLES
from test_build import contents, kg

from kg.corpus.shards import Reading
from kg.corpus.store import Sources, Store, key_maker, renamed
from kg.errors import ReadError, StoreError
from kg.folder.marks import signed
from kg.model import Build, Record, Settings
from kg.readers import Choice
from kg.readers.own import READING
from kg.upkeep import remove, status, update

SETTINGS = Settings()
PACKAGE = EXAMPLES.parent / "kg"


def make(inputs: list[Path], output: Path) -> tuple[Build | None, int]:
    """Bring `output` up to date; returns the build and how many characters were read for it."""
    read: list[int] = []

    def count(steps, total):  # type: ignore[no-untyped-def]
        read.append(total)
        return steps

    failed: list[ReadError] = []
    reading = Reading(progress=count)
    sources = Sources(inputs=tuple(map(str, inputs)))
    built = update(sources, output, settings=SETTINGS, reading=reading, failed=failed)
    assert failed == []
    return built, sum(read)


def clean(inputs: list[Path], folder: Path) -> dict[str, bytes]:
    make(inputs, folder)
    return contents(folder)


def test_record_of_a_renamed_document_is_the_one_that_reading_it_gives(
    examples: Build, record: Callable[..., Record]
) -> None:
    for document in examples.documents:
        first = record(document.text, id="first/name.txt", date=document.date)
        second = record(document.text, id="other.txt", date=document.date)
        assert first != second
        assert renamed(first, second.document) == second


def test_the_key_covers_everything_a_record_depends_on(examples: Build) -> None:
    key = key_maker(Choice.of(SETTINGS))
    document = examples.documents[0]
    same = replace(document, id="x", source="y", title="z", encoding="cp1252", part="p", url="u")
    assert key(document) == key(same)
    for change in ({"sha256": "0"}, {"date": "1999"}, {"media_type": "text/markdown"}):
        assert key(replace(document, **change)) != key(document)


def test_the_fingerprint_covers_every_module_behind_a_record() -> None:
    waiting, seen = ["record"], set()
    while waiting:
        module = waiting.pop()
        if module in seen:
            continue
        seen.add(module)
        path = PACKAGE / f"{module}.py"
        for file in [path] if path.exists() else (PACKAGE / module).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kg."):
                    waiting.append((node.module or "").split(".")[1])
    assert seen <= set(READING)


def test_only_what_changed_is_read(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.txt").write_text("Anna Berg met Kim.", "utf-8")
    (folder / "b.txt").write_text("Kim left Peru.", "utf-8")
    assert make([folder], output)[1] == 32
    assert make([folder], output)[1] == 0
    (folder / "b.txt").write_text("Kim left Chile.", "utf-8")
    assert make([folder], output)[1] == 15
    (folder / "b.txt").rename(folder / "c.txt")
    assert make([folder], output)[1] == 0
    (folder / "d.txt").write_text("Anna Berg met Kim.", "utf-8")
    assert make([folder], output)[1] == 0
    (folder / "a.txt").unlink()
    assert make([folder], output)[1] == 0
    assert contents(output) == clean([folder], tmp_path / "clean")


def test_removed_documents_leave_the_graph_and_the_disk(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.txt").write_text("Anna Berg met Kim.", "utf-8")
    (folder / "b.txt").write_text("Zoe Sand left Peru.", "utf-8")
    make([folder], output)
    remove(["b.txt"], output)
    kept = b"".join(p.read_bytes() for p in output.rglob("*") if p.is_file())
    assert b"Sand" not in kept
    store = Store(output / ".kg")
    assert len(store) == 1
    (folder / "b.txt").unlink()
    assert contents(output) == clean([folder], tmp_path / "clean")
    with pytest.raises(StoreError, match="no document"):
        remove(["b.txt"], output)


def test_status_names_what_an_update_would_do(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name, text in {
        "a": "Anna Berg slept.",
        "b": "Kim left.",
        "c": "Bo ran.",
        "d": "X.",
    }.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    make([folder], output)
    assert status(output).current
    (folder / "a.txt").write_text("Anna Berg woke.", "utf-8")
    (folder / "b.txt").rename(folder / "z.txt")
    (folder / "c.txt").unlink()
    (folder / "e.txt").write_text("New.", "utf-8")
    found = status(output)
    assert (found.new, found.changed, found.gone) == (("e.txt",), ("a.txt",), ("c.txt",))
    assert (found.renamed, found.unchanged) == ((("b.txt", "z.txt"),), 1)
    assert not found.current
    done = kg("status", str(output))
    assert "renamed   b.txt → z.txt" in done.stdout
    assert json.loads(kg("status", str(output), "--json").stdout)["new"] == ["e.txt"]


def test_folders_without_records_are_one_clear_line() -> None:
    for command in (["status", "output"], ["remove", "output", "x"]):
        done = kg(*command[:1], str(EXAMPLES), *command[2:])
        assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
        assert "run kg build" in done.stderr
    assert not (EXAMPLES / ".kg").exists()


def test_addresses_are_no_folders(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Anna Berg slept.", "utf-8")
    for arguments, says in (
        ((str(tmp_path / "a.txt"), "-o", "s3://bucket/graph"), "mount it as one"),
        (("https://example.org/a.html", "-o", str(tmp_path / "out")), "download it"),
    ):
        done = kg("build", *arguments)
        assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
        assert says in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert not (EXAMPLES.parent / "s3:").exists()


def test_damaged_records_are_read_again(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.txt").write_text("Anna Berg met Kim.", "utf-8")
    make([folder], output)
    (shard,) = (output / ".kg" / "records").glob("*.zip")
    shard.write_bytes(shard.read_bytes()[:-30])
    assert make([folder], output)[1] == 18
    (shard,) = (output / ".kg" / "records").glob("*.zip")
    data = bytearray(shard.read_bytes())
    data[len(data) // 3] ^= 1
    shard.write_bytes(data)
    with pytest.raises(StoreError, match="run the same command again"):
        make([folder], output)
    assert make([folder], output)[1] == 18


def test_nothing_can_be_removed_where_records_are_lost(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name in "ab":
        (folder / f"{name}.txt").write_text(f"Anna Berg met {name}.", "utf-8")
    make([folder], output)
    for shard in (output / ".kg" / "records").glob("*.zip"):
        shard.unlink()
    with pytest.raises(StoreError, match="run kg build again"):
        remove(["a.txt"], output)


def test_files_of_an_earlier_build_go_and_those_of_the_user_stay(tmp_path: Path) -> None:
    output = tmp_path / "out"
    text = tmp_path / "a.txt"
    text.write_text("Anna Berg met Kim.", "utf-8")
    make([text], output)
    manifest = json.loads((output / "manifest.json").read_bytes())
    old, ours = b"x", hashlib.sha256(b"x").hexdigest()
    manifest["outputs"] |= {"graph.old": ours, "graph.edited": ours, "../outside": ours}
    manifest["outputs"] |= {str(tmp_path / "elsewhere"): ours, "linked/file": ours}
    (output / "manifest.json").write_text(signed(manifest), "utf-8")
    (tmp_path / "folder").mkdir()
    (output / "linked").symlink_to(tmp_path / "folder")
    away = [tmp_path / name for name in ("outside", "elsewhere", "folder/file")]
    for path in (output / "graph.old", *away):
        path.write_bytes(old)
    for path in (output / "graph.edited", output / "mine.md"):
        path.write_text("note", "utf-8")
    make([text], output)
    assert not (output / "graph.old").exists()
    assert all(path.read_bytes() == old for path in away)
    assert (output / "graph.edited").read_text("utf-8") == "note"
    assert (output / "mine.md").read_text("utf-8") == "note"


def test_two_builds_of_one_folder_do_not_mix(tmp_path: Path) -> None:
    import filelock

    text, output = tmp_path / "a.txt", tmp_path / "out"
    text.write_text("Anna Berg met Kim.", "utf-8")
    make([text], output)
    with filelock.FileLock(output / ".kg" / "lock"):
        done = kg("build", str(text), "-o", str(output))
    assert done.returncode == 1
    assert "another kg is writing" in done.stderr
