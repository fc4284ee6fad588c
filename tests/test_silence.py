"""Nothing is left out in silence: what costs only itself is named, what is not read is listed."""

from __future__ import annotations

import inspect
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import commands
import pytest
from reading import Write, outcome

from kg.ask.documents import documents
from kg.build import read_documents
from kg.cli import main
from kg.corpus.shards import Reading
from kg.corpus.store import Sources, finished_build
from kg.errors import ReadError, StoreError
from kg.model import Settings
from kg.read import READERS, ReadOptions, read_inputs, sources_of
from kg.upkeep import Status, remove, status, update

Kg = Callable[..., tuple[int, str, str]]


def build(*inputs: str, output: str = "out", **options: str) -> list[str]:
    """Build in this process; returns what could not be read."""
    failed: list[ReadError] = []
    update(
        Sources(inputs=inputs, options=ReadOptions(**options)),  # type: ignore[arg-type]
        Path(output),
        settings=Settings(min_confidence=0, min_worth=0),
        reading=Reading(),
        failed=failed,
    )
    return [str(error) for error in failed]


@pytest.fixture
def kg(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kg:
    """Runs a command in this process: exit code, standard output, standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["kg", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return run


# What costs only itself.


@contextmanager
def nobody() -> Iterator[None]:
    """Without the rights of the superuser, whom no permission stops."""
    superuser = os.geteuid() == 0
    if superuser:
        os.seteuid(65534)
    try:
        yield
    finally:
        if superuser:
            os.seteuid(0)


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A current folder that every user may enter."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        monkeypatch.chdir(name)
        yield Path(name)
        for path in Path(name).rglob("*"):
            path.chmod(0o755)


def test_an_unreadable_folder_or_file_costs_only_itself(shared: Path) -> None:
    for name in ("f/a.txt", "f/shut/b.txt", "f/dark/sub/c.txt", "f/secret.txt", "f/z/d.txt"):
        (shared / name).parent.mkdir(parents=True, exist_ok=True)
        (shared / name).write_text("Abe left.")
    assert len(outcome("f")) == 5
    (shared / "f/shut").chmod(0)
    (shared / "f/dark").chmod(0o444)  # its names can be read, what they stand for cannot
    (shared / "f/secret.txt").chmod(0)
    with nobody():
        found = outcome("f")
        named = outcome("f/shut/b.txt", "f/shut")
    assert [line for line in found if line.startswith("cannot")] == [
        "cannot read f/dark/sub: permission denied; check the file and its permissions",
        "cannot read f/shut: permission denied; check the file and its permissions",
        "cannot read f/secret.txt: permission denied; check the file and its permissions",
    ]
    assert [line for line in found if not line.startswith("cannot")] == ["a.txt", "z/d.txt"]
    assert named == [
        "cannot read f/shut/b.txt: permission denied; check the file and its permissions",
        "cannot read f/shut: permission denied; check the file and its permissions",
    ]


def test_a_bad_ignore_file_costs_its_bad_lines(write: Write) -> None:
    for name in ("f/a.txt", "f/sub/keep.txt", "f/sub/draft.txt"):
        write(name)
    write("f/sub/.kgignore", b"\xef\xbb\xbfdraft*\n!\n[z-a]\nentw\xfcrfe/\n")
    assert outcome("f") == [
        "f/sub/.kgignore: no gitignore pattern in UTF-8 in line 2, 3, 4; such a line leaves "
        "nothing out: mend it",
        "a.txt",
        "sub/keep.txt",
    ]


def test_an_ignore_file_that_is_no_file_costs_only_itself(write: Write) -> None:
    write("f/a.txt")
    os.mkfifo("f/.kgignore")
    found, name = outcome("f")
    assert found.startswith("f/.kgignore is a pipe, not a file")
    assert found.endswith("until then it leaves nothing out") and name == "a.txt"


def test_a_link_that_leads_nowhere_is_named_as_one(write: Write) -> None:
    write("f/a.txt")
    Path("f/broken.txt").symlink_to("gone")
    Path("f/one").symlink_to("two")
    Path("f/two").symlink_to("one")
    expected = [
        f"f/{name} is a link that leads nowhere; mend or remove it"
        for name in ("broken.txt", "one", "two")
    ]
    assert outcome("f") == [*expected, "a.txt"]
    assert outcome("f/one", "f/broken.txt") == expected[:2]


def test_a_folder_may_be_deeper_than_the_stack(write: Write) -> None:
    write("f/a.txt")
    write("f/" + "d/" * 400 + "b.txt")
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + 300)
    try:
        found = sources_of(["f"], ReadOptions())
    finally:
        sys.setrecursionlimit(limit)
    assert len(found.sources) == 2 and not found.failed


@pytest.mark.parametrize("name", ["x" * 300, "a/" * 3000, "http://[", "https://e.org/" + "x" * 300])
def test_an_odd_argument_is_one_line_beside_the_others(write: Write, name: str) -> None:
    write("a.txt")
    refused, read = outcome("a.txt", name)
    assert read == "a.txt" and name[:9] in refused


def test_file_names_give_ids_of_one_line(write: Write) -> None:
    write("f/a\x1b[31m\n\u202eb.txt")
    write("f/a\\x1b.txt")
    write("f/a\x1b.txt")
    found = outcome("f")
    assert found[1:] == ["a\\x1b.txt", "a\\x1b[31m\\x0a\\u202eb.txt"]
    assert found[0] == "f/a\\x1b.txt has the name of another file; rename one of both"


# What is empty.


@pytest.mark.parametrize("content", [b"", b" \r\n\n"], ids=["nothing", "blanks"])
@pytest.mark.parametrize("suffix", sorted(READERS))
def test_an_empty_file_of_any_format_is_named(write: Write, suffix: str, content: bytes) -> None:
    write(f"void{suffix}", content)
    notes: list[str] = []
    failed = [
        str(i) for i in read_inputs([f"void{suffix}"], notes=notes) if isinstance(i, Exception)
    ]
    assert len(failed + notes) == 1 and "is empty" in (failed + notes)[0]


# What is of no kind that is read.


def test_files_that_no_reader_is_for_are_counted_by_suffix(write: Write) -> None:
    names = (
        "a.txt b.jpg c.JPG sub/d.jpg e.rtf .hidden.jpg .git/x.jpg no/x.xlsx notes.of_last_monday_"
    )
    for name in names.split():
        write(f"f/{name}")
    write("f/.kgignore", "no/\n")
    found = sources_of(["f", "f/sub", "f"], ReadOptions())
    assert found.unread == ((".jpg", 3), (".rtf", 1), ("others", 1))
    assert [source.id for source in found.sources] == ["a.txt"]
    (Path("f") / "a.txt").unlink()
    (line,) = outcome("f")
    assert line.endswith("and found .jpg 3, .rtf 1, others 1, or name a file")


NOTES = ("f/up links to a folder; not followed", "f/void.csv holds no text: it is empty")
FOREIGN = "sentences that are not English: 2 in 1 documents (de.txt 2)"


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder, from which kg build was run, and what it said on standard error."""
    here = tmp_path_factory.mktemp("summary")
    (here / "f").mkdir()
    for name in ("b.jpg", "c.jpg", "d.xlsx", "void.csv"):
        (here / "f" / name).touch()
    (here / "f/a.txt").write_text("Abe met Kim in Rome.")
    german = "Der Rat tagte am Montag. Er dankte dem Vorsitzenden für das Gespräch."
    (here / "f/de.txt").write_text(german, encoding="utf-8")
    for number in range(30):
        (here / f"f/{number:02}.pdf").write_text("no PDF")  # the same bytes, and named apart
    (here / "f/up").symlink_to("..")
    done = commands.kg("build", "f", "-o", "out", folder=here)
    assert done.returncode == 1
    return here, done.stderr


def test_the_summary_says_what_is_not_read(said: tuple[Path, str]) -> None:
    here, summary = said
    assert summary.splitlines()[21:] == [
        *(f"kg: {note}" for note in NOTES),
        "kg: not read: .jpg 2, .xlsx 1",
        f"kg: not read: {FOREIGN}",
    ]
    last = finished_build(here / "out")
    assert last is not None and last.unread == ((".jpg", 2), (".xlsx", 1))
    assert last.notes == NOTES and last.foreign == (("de.txt", 2),)


def test_status_says_what_is_not_read(
    said: tuple[Path, str], kg: Kg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(said[0])
    code, shown, _ = kg("status", "out")
    assert code == 0
    lines = [line for line in shown.splitlines() if line.startswith(("failed", "left", "not"))]
    assert len(lines) == 25 and lines[20] == "failed    and 10 more; --json lists them all"
    assert lines[21:] == [
        *(f"left out  {note}" for note in NOTES),
        "not read  .jpg 2, .xlsx 1",
        f"not read  {FOREIGN}",
    ]
    found = json.loads(kg("status", "out", "--json")[1])
    assert found["unread"] == [[".jpg", 2], [".xlsx", 1]] and found["foreign"] == [["de.txt", 2]]


def test_a_flood_of_failures_is_cut_where_it_is_printed(said: tuple[Path, str]) -> None:
    lines = said[1].splitlines()
    assert [line.partition(" is no")[0] for line in lines[:20]] == [
        f"kg: f/{number:02}.pdf" for number in range(20)
    ]
    assert lines[20] == "kg: and 10 more; kg status out --json lists them all"
    last = finished_build(said[0] / "out")
    assert last is not None and len(last.failed) == 30


# Failures: once each, however they are found; floods in a line.


def test_status_names_each_failure_once_from_any_folder(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("f/a.txt")
    write("f/broken.pdf", "no PDF")
    build("f", "gone.txt")
    found = status(Path("out")).failed
    assert len(found) == 2 and found[0].startswith("f/broken.pdf is no .pdf file")
    assert found[1].startswith("no such file or folder: gone.txt")
    monkeypatch.chdir(tmp_path / "f")
    assert len(status(tmp_path / "out").failed) == 2


def test_status_keeps_what_made_the_last_build_leave_a_document_out(write: Write) -> None:
    write("f/a.txt")
    write("f/long.txt", "Abe left. " * 20)
    failed: list[ReadError] = []
    reading = Reading(characters=100)
    update(Sources(inputs=("f",)), Path("out"), settings=Settings(), reading=reading, failed=failed)
    (line,) = map(str, failed)
    assert line.startswith("long.txt is left out: it has 200 characters")
    assert status(Path("out")).failed == (line,)
    Path("f/long.txt").unlink()
    assert status(Path("out")) == Status(unchanged=1)


def test_a_table_without_texts_is_left_out_and_fails_only_alone(write: Write, kg: Kg) -> None:
    write("f/a.txt")
    write("f/ships.csv", "name,built\nMary,1907\n")
    write("f/rows.jsonl", '{"name": "Mary"}\n{"name": "Anne"}\n')
    told = [
        "f/rows.jsonl: 2 rows have no field 'text' (the first is row 1); name one of 'name' with "
        "--text-field",
        "f/ships.csv has no column 'text'; name one of 'name', 'built' with --text-field",
    ]
    assert build("f", output="output") == []
    code, _, err = kg("build", "f", "--workers", "2", "--min-confidence", "0", "--min-worth", "0")
    assert (code, err.splitlines()) == (0, [f"kg: {line}" for line in told])
    assert status(Path("output")).notes == tuple(told)
    assert kg("status", "output")[1].startswith(f"left out  {told[0]}\n")
    assert [d.id for d in read_documents(["f"])] == ["a.txt"]
    for alone, line in zip(("f/rows.jsonl", "f/ships.csv"), told, strict=True):
        assert build(alone, output="alone") == [line]
        with pytest.raises(ReadError, match="--text-field"):
            read_documents([alone])


def test_a_flood_of_bad_rows_is_one_line_with_the_way_out(write: Write) -> None:
    rows = [json.dumps({"body": f"Abe left {n}."}) for n in range(5_000)]
    write("posts.jsonl", "\n".join([*rows, "{", "{", "[]", "7"]))
    assert outcome("posts.jsonl") == [
        "posts.jsonl: 5,000 rows have no field 'text' (the first is row 1); name one of 'body' "
        "with --text-field",
        "posts.jsonl: 2 lines are no JSON (the first is line 5001: Expecting property name "
        "enclosed in double quotes: line 2 column 1 (char 2)); repair them",
        "posts.jsonl: 2 lines are no JSON objects (the first is line 5003); wrap them in {}",
    ]
    write("twins.csv", "id,text\n" + "1,Abe left.\n" * 100)
    assert outcome("twins.csv") == [
        "twins.csv:1",
        "twins.csv: 99 rows have the id of an earlier row (the first is row 2, '1'); leave out "
        "--id-field or make ids unique",
    ]


# Documents: listed, and removed by what is listed.


@pytest.fixture
def graph(write: Write) -> Path:
    write("rows/tweets.csv", "id,text,date\n1,Abe met Kim in Rome.,2019-09-18\n2,Kim left.,\n")
    write("notes/a.txt", "Der Rat tagte am Montag. Er dankte dem Vorsitzenden für das Gespräch.")
    write("notes/gone.pdf", "no PDF")
    build("rows", "notes")
    return Path("out")


def test_documents_are_listed_with_what_they_gave(graph: Path, kg: Kg) -> None:
    code, shown, _ = kg("documents", "out")
    assert code == 0
    assert [line.split() for line in shown.splitlines()[:5]] == [
        ["id", "date", "sentences", "claims"],
        ["a.txt", "2", "0", "2", "not", "English"],
        ["tweets.csv:1", "2019-09-18", "1", "2"],
        ["tweets.csv:2", "1", "1"],
        ["3", "documents"],
    ]
    assert shown.splitlines()[5].startswith("failed    notes/gone.pdf is no .pdf file")
    found = json.loads(kg("documents", "out", "--json")[1])
    assert found["documents"][1] == {
        "id": "tweets.csv:1", "source": "rows/tweets.csv", "title": "tweets", "date": "2019-09-18",
        "sentences": 1, "foreign": 0, "claims": 2, "shown": 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("names", "left"),
    [
        (["tweets.csv:2"], ["a.txt", "tweets.csv:1"]),
        (["rows/tweets.csv"], ["a.txt"]),
        (["./rows/../notes/a.txt", "tweets.csv:1"], ["tweets.csv:2"]),
    ],
)
def test_remove_takes_ids_and_paths(graph: Path, names: list[str], left: list[str]) -> None:
    remove(names, graph)
    assert [row.id for row in documents(graph).documents] == left


def test_an_unknown_document_is_answered_with_those_like_it(graph: Path) -> None:
    with pytest.raises(StoreError) as error:
        remove(["tweets.csv:7"], graph)
    assert str(error.value) == (
        "no document 'tweets.csv:7' in out; did you mean 'tweets.csv:2' or 'tweets.csv:1' or "
        "'rows/tweets.csv'? kg documents out lists them"
    )
    with pytest.raises(StoreError, match="no document 'q' in out; kg documents out lists them"):
        remove(["q"], graph)
    assert len(documents(graph).documents) == 3
