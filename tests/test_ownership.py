"""Whose a folder is: kg replaces and deletes what it wrote there, and nothing else, ever."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from test_build import contents, kg

from kg.ask.query import graph_of
from kg.ask.stats import statistics
from kg.ask.verify import verify
from kg.corpus.shards import Reading
from kg.corpus.store import Sources, finished_build
from kg.errors import ExportError, KgError, ReadError
from kg.folder import swap
from kg.folder.marks import is_inside, opened, own_paths, signed
from kg.folder.ours import is_ours, journal_text, written
from kg.folder.swap import finish_swap, replacing
from kg.model import Build, Settings
from kg.read import ReadOptions, sources_of
from kg.restore import restore
from kg.upkeep import decide, status, update

TEXT = "Anna Berg met Kim in Peru."


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "b.txt").write_text("Kim left Oslo.", "utf-8")
    return tmp_path


def make(*inputs: str, output: str = "out", **options: str) -> Build | None:
    failed: list[ReadError] = []
    sources = Sources(inputs=inputs)
    settings = Settings(min_confidence=0, min_worth=0)
    built = update(
        sources, Path(output), settings=settings, reading=Reading(), failed=failed, **options
    )
    assert failed == []
    return built


def everything(folder: Path) -> dict[str, bytes | str | None]:
    """All that lies below a folder: bytes of files, where links lead, None for folders."""

    def held(path: Path) -> bytes | str | None:
        if path.is_symlink():
            return str(path.readlink())
        return path.read_bytes() if path.is_file() else None

    return {str(path.relative_to(folder)): held(path) for path in sorted(folder.rglob("*"))}


def documents(output: str = "out") -> list[str]:
    manifest = json.loads(Path(output, "manifest.json").read_bytes())
    return [document["id"] for document in manifest["inputs"]]


# Marks


def test_a_mark_says_what_was_signed_and_nothing_else_is_one() -> None:
    text = signed({"kind": "export", "files": {"São\u2028": "\ud800"}})
    assert opened(text) == {**json.loads(text), "files": {"São\u2028": "\ud800"}}
    assert opened(text.encode(), kind="export")
    assert opened(text, kind="graph") is None
    unsigned = json.dumps({"kind": "export", "made_by": "kg", "format": 1})
    for other in ("", "null", "[]", "{}", "[" * 100_000, b"\xff\x00", unsigned, text[:-9],
                  text.replace("export", "graph"), '{"sha256": 9' + "9" * 9_999 + "}"):  # fmt: skip
        assert opened(other) is None


def test_a_mark_of_another_maker_or_layout_is_none_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("MAKER", "gk"), ("FORMAT", 2)):
        with monkeypatch.context() as changed:
            changed.setattr(f"kg.folder.marks.{name}", value)
            text = signed({"kind": "export"})
        assert opened(text) is None


@pytest.mark.parametrize(
    "name", ["", "/etc/hosts", "..", "a/../b", "../a", "a//b", "./a", "C:x", "a\\b", "a\0", 3, None]
)
def test_no_name_leads_out_of_its_folder(name: object, tmp_path: Path) -> None:
    assert not is_inside(name)
    assert list(own_paths(tmp_path, [name])) == []  # type: ignore[list-item]


def test_own_paths_are_plain_files_that_no_link_leads_to(here: Path) -> None:
    (here / "in/deep").mkdir(parents=True)
    (here / "in/deep/file").write_text("x", "utf-8")
    (here / "in/link").symlink_to("deep")
    (here / "in/file").symlink_to("deep/file")
    names = ["deep/file", "link/file", "file", "deep", "missing"]
    assert list(own_paths(here / "in", names)) == [here / "in/deep/file"]


# A folder of somebody else


def a_file(name: str) -> Callable[[Path], None]:
    def put(out: Path) -> None:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text('{"outputs": {"notes.txt": "", "../a.txt": ""}}', "utf-8")

    return put


def a_link(name: str) -> Callable[[Path], None]:
    def put(out: Path) -> None:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).symlink_to(out.parent / "theirs")

    return put


FOREIGN = {
    **{f"file {name}": a_file(name) for name in
       ("manifest.json", "graph.json", "documents.jsonl", "tables/nodes.csv", "tables",
        ".kg/records/x.zip", ".kg/next/files/x", ".kg")},
    **{f"link {name}": a_link(name) for name in
       ("graph.ttl", "tables", ".kg", ".kg/records", ".kg/extracts", ".kg/next")},
    "folder graph.html": lambda out: (out / "graph.html").mkdir(),
}  # fmt: skip


@pytest.mark.parametrize("put", FOREIGN.values(), ids=FOREIGN.keys())
def test_a_folder_with_files_by_our_names_is_not_ours(
    put: Callable[[Path], None], here: Path
) -> None:
    (here / "theirs").mkdir()
    a_file("records/theirs.zip")(here / "theirs")
    (here / "out").mkdir()
    (here / "out/notes.txt").write_text("mine", "utf-8")
    put(here / "out")
    before = everything(here)
    with pytest.raises(ExportError, match=r"choose another folder with -o") as refused:
        make("a.txt")
    assert "\n" not in str(refused.value)
    assert everything(here) == before
    assert not is_ours(here / "out")


def test_a_folder_with_files_of_other_names_is_built_into(here: Path) -> None:
    (here / "out/tables").mkdir(parents=True)
    mine = {"notes.txt": b"1", "tables/mine.csv": b"2", "graph": b"3"}
    for name, data in mine.items():
        (here / "out" / name).write_bytes(data)
    make("a.txt")
    make("a.txt")
    assert mine.items() <= contents(here / "out").items()
    assert documents() == ["a.txt"]


def test_a_graph_is_known_where_its_manifest_or_its_records_are_lost(here: Path) -> None:
    make("a.txt")
    built = contents(here / "out")
    for lost in ("manifest.json", ".kg/mark.json", ".kg"):
        path = here / "out" / lost
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        make("a.txt")
        assert contents(here / "out") == built


def test_a_graph_of_a_version_without_marks_is_ours(here: Path) -> None:
    make("a.txt")
    built = contents(here / "out")
    manifest = json.loads(built["manifest.json"])
    old = {k: v for k, v in manifest.items() if k not in ("made_by", "format", "kind", "sha256")}
    old["sha256"] = hashlib.sha256(json.dumps(old, sort_keys=True).encode()).hexdigest()
    (here / "out/manifest.json").write_text(json.dumps(old, indent=2), "utf-8")
    shutil.rmtree(here / "out/.kg")
    make("a.txt")
    assert contents(here / "out") == built


# The journal of a swap


def crafted(stale: list[str], files: list[str]) -> str:
    return journal_text(files, stale)


JOURNALS = {
    "of old": '["../../x"]',
    "empty": "",
    "null": "null",
    "cut": journal_text(["graph.ttl"], ["notes.txt"])[:-20],
    "deep": "[" * 50_000,
    "signed, outside": journal_text(["../../x", "../b.txt"], ["../../x", "../b.txt"]),
    "signed, the user's": journal_text(["notes.txt"], ["notes.txt", "decisions.yaml"]),
    "signed, of another kind": signed({"kind": "swap", "files": 3, "stale": {"a": 1}}),
    "signed, of odd names": signed({"kind": "swap", "files": [1, [], None], "stale": [{}, 2]}),
}  # fmt: skip


@pytest.mark.parametrize("text", JOURNALS.values(), ids=JOURNALS.keys())
def test_no_journal_deletes_what_is_not_ours(text: str, here: Path) -> None:
    make("a.txt")
    (here / "x").write_text("mine", "utf-8")
    (here / "out/notes.txt").write_text("mine", "utf-8")
    (here / "out/decisions.yaml").write_text("# mine\n", "utf-8")
    before = contents(here)
    (here / "out/.kg/next/files").mkdir(parents=True)
    (here / "out/.kg/next/complete").write_text(text, "utf-8")
    assert status(here / "out").unchanged == 1
    finish_swap(here / "out")
    make("a.txt")
    assert contents(here) == before


class Died(BaseException):
    """In place of a kill that nothing can be done about."""


def die_while_moving(monkeypatch: pytest.MonkeyPatch, moves: int) -> None:
    """Let the next swap end after so many moves."""
    move, left = swap._move, iter(range(moves))

    def moves_or_dies(path: Path, target: Path) -> None:
        if next(left, None) is None:
            raise Died
        move(path, target)

    monkeypatch.setattr(swap, "_move", moves_or_dies)


@pytest.fixture
def undisturbed(here: Path) -> dict[str, bytes]:
    make("a.txt", output="other")
    return contents(here / "other")


@pytest.mark.parametrize("moves", [0, 5, 13, 15])
def test_decisions_written_after_a_kill_are_never_overwritten(
    moves: int, here: Path, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying, pytest.raises(Died):
        die_while_moving(dying, moves)
        make("a.txt")
    assert is_ours(here / "out")
    (here / "out/decisions.yaml").write_text("# by hand\n", "utf-8")
    make("a.txt")
    assert contents(here / "out") == {**undisturbed, "decisions.yaml": b"# by hand\n"}


def test_a_file_put_in_the_way_after_a_kill_is_not_overwritten(
    here: Path, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying, pytest.raises(Died):
        die_while_moving(dying, 2)
        make("a.txt")
    mine = here / "out/review.jsonl"
    assert not mine.exists()
    mine.write_text("mine", "utf-8")
    for command in (lambda: make("a.txt"), lambda: finish_swap(here / "out")):
        with pytest.raises(ExportError, match=r"review\.jsonl, which kg did not write"):
            command()
        assert mine.read_text("utf-8") == "mine"
    mine.unlink()
    finish_swap(here / "out")
    assert contents(here / "out") == undisturbed


def test_whoever_reads_after_a_kill_sees_the_new_graph_whole(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make("a.txt")
    (here / "a.txt").write_text("Zoe Sand left Chile.", "utf-8")
    for moves, read in ((1, restore), (5, statistics), (9, lambda out: graph_of(out).read_bytes())):
        with monkeypatch.context() as dying, pytest.raises(Died):
            die_while_moving(dying, moves)
            make("a.txt")
        read(here / "out")
        assert verify(here / "out").problems == ()
        assert b"Sand" in contents(here / "out")["graph.ttl"]


def test_a_swap_that_cannot_go_on_is_finished_later(
    here: Path, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as failing, pytest.raises(ExportError, match="cannot write"):
        failing.setattr(swap, "_move", refuse)
        make("a.txt")
    finish_swap(here / "out")
    assert contents(here / "out") == undisturbed


def test_each_step_of_a_swap_is_on_the_disk_before_the_next(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the power takes away is what was not brought to the disk: see in which order that is."""
    steps: list[tuple[str, str]] = []
    fsync, replace, unlink = os.fsync, Path.replace, Path.unlink

    def see_sync(number: int) -> None:
        steps.append(("sync", os.path.realpath(f"/proc/self/fd/{number}")))
        fsync(number)

    def see_move(path: Path, target: Path) -> Path:
        steps.append(("move", str(target.absolute())))
        return replace(path, target)

    def see_unlink(path: Path, missing_ok: bool = False) -> None:
        steps.append(("unlink", str(path.absolute())))
        unlink(path, missing_ok)

    out = here / "out"
    (out / "tables").mkdir(parents=True)
    with monkeypatch.context() as seen:
        seen.setattr(os, "fsync", see_sync)
        seen.setattr(Path, "replace", see_move)
        with replacing(out) as files:
            for name in ("graph.ttl", "tables/nodes.csv"):
                (files / name).parent.mkdir(exist_ok=True)
                (files / name).write_text(name, "utf-8")
            (files / "manifest.json").write_text(signed({"kind": "graph", "outputs": {}}), "utf-8")
            new = {str(path) for path in (files, *files.rglob("*"))}
            seen.setattr(Path, "unlink", see_unlink)
    journal = steps.index(("move", str(out / ".kg/next/complete")))
    moved = [
        i
        for i, (kind, path) in enumerate(steps)
        if kind == "move" and Path(path).parent in (out, out / "tables")
    ]
    done = steps.index(("unlink", str(out / ".kg/next/complete")))
    synced = {path for kind, path in steps[:journal] if kind == "sync"}
    assert new <= synced, "the new files are on the disk before the journal is"
    assert ("sync", str(out / ".kg/next")) in steps[journal : moved[0]], "then the journal"
    folders = {path for kind, path in steps[moved[-1] : done] if kind == "sync"}
    assert {str(out), str(out / "tables")} <= folders, "then what was moved, then it is forgotten"
    assert len(moved) == 3


# What kg wrote is no input


@pytest.mark.parametrize("output", ["output", ".", "deep/er/graph"])
def test_a_folder_is_built_twice_and_its_graph_is_not_read(output: str, here: Path) -> None:
    make(".", output=output)
    assert documents(output) == ["a.txt", "b.txt"]
    first = contents(here / output)
    make(".", output=output)
    assert contents(here / output) == first
    note = finished_build(here / output)
    assert note is not None
    assert [line for line in note.notes if "kg wrote" in line]
    assert status(here / output).current


def test_no_folder_that_kg_wrote_is_read_below_an_input(here: Path) -> None:
    (here / "in").mkdir()
    (here / "a.txt").rename(here / "in/a.txt")
    make("b.txt", output="in/graph")
    make("b.txt", output="in/unfinished")
    for name in ("manifest.json", ".kg/mark.json"):
        (here / "in/unfinished" / name).unlink()
    journal = here / "in/unfinished/.kg/next/complete"
    journal.parent.mkdir()
    journal.write_text(journal_text(["manifest.json"], []), "utf-8")
    for name, text in {
        "export": signed({"kind": "export", "files": {}}),
        "theirs": "csv\n",
    }.items():
        (here / "in" / name).mkdir()
        (here / "in" / name / "list.txt").write_text(TEXT, "utf-8")
        (here / "in" / name / ".kg-export").write_text(text, "utf-8")
    found = sources_of(["in"], ReadOptions())
    assert [source.id for source in found.sources] == ["a.txt", "theirs/list.txt"]
    assert found.failed == ()
    for name in ("in/graph/", "in/unfinished/", "in/export/"):
        assert f"{name} is a graph that kg wrote; not read" in found.notes


def test_a_graph_given_as_the_only_input_is_one_clear_line(here: Path) -> None:
    make("a.txt")
    (failed,) = sources_of(["out"], ReadOptions()).failed
    assert "give what it was built from" in str(failed)


# Other inputs


def test_other_inputs_do_not_replace_a_graph(here: Path) -> None:
    make("a.txt", "b.txt")
    before = contents(here / "out")
    (here / "c.txt").write_text(TEXT, "utf-8")
    for inputs in (["a.txt"], ["c.txt"], ["a.txt", "b.txt", "c.txt"], ["."]):
        with pytest.raises(ExportError) as refused:
            make(*inputs)
        assert "a.txt and 1 more" in str(refused.value)
        assert all(way in str(refused.value) for way in ("--add", "--replace", " -o"))
        assert contents(here / "out") == before
    make("b.txt", str(here / "a.txt"), "./a.txt")  # the same ones
    assert contents(here / "out") == before


def test_added_inputs_are_built_with_those_of_the_graph(here: Path) -> None:
    make("a.txt", "b.txt", output="both")
    make("a.txt")
    make("b.txt", others="add")
    assert contents(here / "out") == contents(here / "both")
    make("a.txt", "b.txt")  # from now on these are its inputs
    make("a.txt", others="add")
    assert contents(here / "out") == contents(here / "both")
    (here / "a.txt").unlink()
    with pytest.raises(ExportError, match=r"a\.txt is an input of out and is gone"):
        make("b.txt", others="add")


def test_a_graph_is_replaced_where_this_is_said(here: Path) -> None:
    make("b.txt", output="fresh")
    make("a.txt")
    make("b.txt", others="replace")
    assert contents(here / "out") == contents(here / "fresh")


def test_inputs_that_moved_with_their_graph_are_the_same(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "one").mkdir()
    (here / "a.txt").rename(here / "one/a.txt")
    monkeypatch.chdir(here / "one")
    make("a.txt")
    monkeypatch.chdir(here)
    shutil.copytree(here / "one", here / "two")
    monkeypatch.chdir(here / "two")
    with pytest.raises(ExportError, match="other inputs"):
        make("a.txt")
    shutil.rmtree(here / "one")
    make("a.txt")
    assert documents() == ["a.txt"]


def test_documents_are_not_lost_where_the_inputs_of_a_graph_are_unknown(here: Path) -> None:
    make("a.txt")
    before = contents(here / "out")
    shutil.rmtree(here / "out/.kg")
    for others in ("refuse", "add"):
        with pytest.raises(ExportError, match=r"other documents \(a\.txt\)"):
            make("b.txt", others=others)
        assert contents(here / "out") == before
    (here / "a.txt").rename(here / "c.txt")
    make("c.txt", "b.txt")
    assert documents() == ["b.txt", "c.txt"]


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    import io
    import sys

    def give(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    yield give


def test_a_text_from_standard_input_is_not_lost(here: Path, stdin: Callable[[str], None]) -> None:
    stdin(TEXT)
    make("-")
    stdin(TEXT)
    make("-")
    stdin("Kim left.")
    with pytest.raises(ExportError, match="another text from standard input"):
        make("-")
    make("b.txt", others="add")
    assert documents() == ["b.txt", "stdin"]
    stdin("Kim left.")
    with pytest.raises(ExportError, match="a text from standard input already"):
        make("-", others="add")
    make("a.txt", others="add")
    assert documents() == ["a.txt", "b.txt", "stdin"]
    stdin("Kim left.")
    make("-", others="replace")
    assert documents() == ["stdin"]


def test_the_command_line_adds_with_the_settings_of_the_graph(here: Path) -> None:
    folder = str(here / "out")
    make("a.txt")
    both = kg("build", str(here / "b.txt"), "-o", folder, "--add", "--replace")
    dated = kg("build", str(here / "b.txt"), "-o", folder, "--add", "--date", "2000")
    other = kg("build", str(here / "b.txt"), "-o", folder)
    assert (both.returncode, dated.returncode, other.returncode) == (2, 2, 1)
    assert "choose one of --add and --replace" in both.stderr
    assert "--date holds for all documents" in dated.stderr
    assert len(other.stderr.splitlines()) == 1
    done = kg("build", str(here / "b.txt"), "-o", folder, "--add", "--html-top", "9",
              "--workers", "1")  # fmt: skip
    assert done.returncode == 0, done.stderr
    settings = json.loads((here / "out/manifest.json").read_bytes())["settings"]
    assert (settings["min_worth"], settings["html_top"]) == (0, 9)
    assert documents() == ["a.txt", "b.txt"]


# Folders that cannot be written


@pytest.mark.parametrize("output", ["a.txt", "a.txt/out", "x" * 300, "/proc/none/out", "/dev/null"])
def test_a_folder_that_cannot_be_written_is_one_clear_line(output: str, here: Path) -> None:
    before = everything(here)
    with pytest.raises(KgError, match=r"(cannot write|is a file)[^\n]*$"):
        make("a.txt", output=output)
    assert everything(here) == before


def test_no_room_for_the_claims_is_one_clear_line(here: Path) -> None:
    make("a.txt")
    before = contents(here / "out")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (600, hard))
        with pytest.raises(ExportError, match="cannot write out: File too large"):
            decide(Path("out"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert contents(here / "out") == before
    assert written(here / "out").keys() == before.keys() - {"decisions.yaml"}
