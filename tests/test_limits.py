"""Files made to do harm, and paths that are no files: one line each, in little memory and time."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import commands
import pytest
from file_makers import docx, epub, odt, pdf, w_p, zipped
from reading import Write, outcome
from test_build import contents
from test_workers import TEXTS, Corpus, instead_of

import kg.read.pdf
from kg.corpus.extracts import pass_shard
from kg.corpus.shards import Shard, Written
from kg.corpus.workers import in_processes
from kg.read import Source, read_inputs

# Bombs. Each is small, and would take gigabytes or hours if it were just read.

HARM = "as a file made to do harm would; check it"


def with_spine_of(times: int) -> bytes:
    """A book with one chapter, which its spine names again and again."""
    with zipfile.ZipFile(io.BytesIO(epub({"a.xhtml": "<p>Abe met Kim in Rome.</p>"}))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    once = b'<itemref idref="i0"/>'
    members["OPS/book.opf"] = members["OPS/book.opf"].replace(once, once * times)
    return zipped(members)


def with_hidden_main_part() -> bytes:
    """A Word document whose text is in a part that does not look like XML, so is not checked."""
    with zipfile.ZipFile(io.BytesIO(docx("<w:p/>" * 2_000_000))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["word/document.bin"] = members.pop("word/document.xml")
    members["_rels/.rels"] = members["_rels/.rels"].replace(b"document.xml", b"document.bin")
    return zipped(members)


def mail(field: str, value: str, body: str = "Kim left.") -> str:
    return f"From: a@b.example\n{field}: {value}\n\n{body}\n"


PARTS = 'multipart/mixed; boundary="x"'
NESTED = "".join(f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(3000))

BOMBS: dict[str, tuple[Callable[[], bytes | str], str]] = {
    "bin.docx": (with_hidden_main_part, "names no main part that is XML"),
    "many.docx": (lambda: docx("<w:p/>" * 900_000), "more than 800,000 elements and attributes"),
    "many.odt": (lambda: odt("<text:p/>" * 900_000), "more than 800,000 elements and attributes"),
    "long.epub": (
        lambda: epub({f"{n}.xhtml": "<p>" + "a " * 1_000_000 for n in range(20)}),
        "unpacks to more than 30 MB of chapters; split it",
    ),
    "subject.eml": (lambda: mail("Subject", "=?utf-8?q?abc?= " * 30_000), f"'Subject' .* {HARM}"),
    "type.eml": (lambda: mail("Content-Type", "a/b; " + "c=d; " * 99_000), "'Content-Type' of"),
    "lines.eml": (lambda: mail("To", "b", "\n" * 5_100_000), f"more than 2,500,000 lines, {HARM}"),
    "parts.eml": (lambda: mail("Content-Type", PARTS, "--x\n\n" * 11_000), "than 10,000 parts"),
    "deep.eml": (lambda: f"From: a@b.example\n{NESTED}", "nested too deeply; check it"),
    "links.html": (lambda: "<html><body>" + "<a>" * 9_000_000, "more than 300,000 elements"),
    "names.html": (
        lambda: "<html><body><p " + " ".join(f"a{n}" for n in range(99_000)) + ">x",
        "over 1,000 attributes",
    ),
    "notes.html": (lambda: "<html><body>" + "<!-- -->" * 900_000, "more than 300,000 elements"),
    "wide.html": (
        lambda: ("<html><body>" + "<p>" * 900_000).encode("utf-16"),
        "more than 300,000 elements",
    ),
    "wide.csv": (lambda: "text," * 2_000_000, "more than 10,000 columns"),
    "long.jsonl": (lambda: '{"text": "' + "a" * 31_000_000 + '"}', "line of over 30,000,000"),
    "cues.srt": (
        lambda: "1\n00:00:01,000 --> 00:00:02,000\nHi\n\n" * 110_000,
        "more than 100,000 subtitles",
    ),
    "texts.zip": (
        lambda: zipped({f"{n:02}.txt": b" " * 9_000_000 for n in range(8)}),
        r"texts\.zip unpacks to more than 10 MB",
    ),
}
READ = """
import resource, sys
from kg.read import read_inputs
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
for name in sys.argv[1:]:
    lines = [item for item in read_inputs([name]) if isinstance(item, Exception)]
    print(name, "|".join(map(str, lines)), sep="\\t")
# Not `ru_maxrss`, which what started this process has a part in.
print(next(s.split()[1] for s in open("/proc/self/status") if s.startswith("VmHWM")))
"""


def test_bombs_are_refused_in_less_than_a_gigabyte(tmp_path: Path) -> None:
    for name, (make, _) in BOMBS.items():
        made = make()
        (tmp_path / name).write_bytes(made.encode() if isinstance(made, str) else made)
    done = subprocess.run(
        [sys.executable, "-c", READ, *BOMBS], cwd=tmp_path, capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip
    *lines, most = done.stdout.splitlines()
    said = dict(line.split("\t", 1) for line in lines)
    assert done.returncode == 0 and done.stderr.count("Traceback") == 0, done.stderr
    for name, (_, reason) in BOMBS.items():
        assert said[name].startswith(name) and "|" not in said[name], said[name]
        assert re.search(reason, said[name]), said[name]
    assert int(most) < 1_000_000  # KiB


def test_a_chapter_is_read_once_however_often_the_spine_names_it(write: Write) -> None:
    write("a.epub", with_spine_of(3_000))
    (document,) = read_inputs(["a.epub"])
    assert not isinstance(document, Exception)
    assert document.text.count("Abe met Kim") == 1


def test_a_page_of_a_pdf_with_too_many_characters_is_named(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.pdf", pdf([[(50, 700, 10, "Kim left.")], [(50, 700, 10, "Abe met Kim in Rome.")]]))
    monkeypatch.setattr(kg.read.pdf, "MOST_ON_PAGE", 15)
    assert outcome("a.pdf") == ["a.pdf has more than 15 characters on page 2; split it"]
    monkeypatch.setattr(kg.read.pdf, "MOST_ON_PAGE", 300)
    monkeypatch.setattr(kg.read.pdf, "MOST_CHARACTERS", 20)
    assert outcome("a.pdf") == ["a.pdf has more than 20 characters; split it"]


def test_rows_past_a_million_are_named_and_the_first_are_kept(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.read.rows.MOST_ROWS", 2)
    write("a.csv", "text\nAbe left.\nKim left.\nBo left.\n")
    *rows, refusal = outcome("a.csv")
    assert rows == ["a.csv:000001", "a.csv:000002"]
    assert refusal == "a.csv has more than 2 rows; split it"


def test_large_but_honest_files_are_read(write: Write) -> None:
    write("a.docx", docx("".join(w_p(f"Kim met Abe {n} times.") for n in range(3_000))))
    write("b.html", "<html><body>" + "<p class='x'>Kim met Abe in Rome.</p>" * 5_000)
    write("c.eml", mail("To", ", ".join(f"B {n} <b{n}@example.com>" for n in range(500))))
    write("d.csv", "text\n" + "Abe met Kim in Rome.\n" * 5_000)
    assert [outcome(name) for name in ("a.docx", "b.html", "c.eml")] == [
        ["a.docx"],
        ["b.html"],
        ["c.eml"],
    ]
    assert len(outcome("d.csv")) == 5_000


# Paths that are no files.


@pytest.fixture
def pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe.txt")
    return Path("pipe.txt")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
@pytest.mark.parametrize("suffix", [".txt", ".pdf", ".csv", ".zip", ""])
def test_a_pipe_is_refused_at_once(pipe: Path, suffix: str) -> None:
    pipe = pipe.rename(f"named{suffix}")
    assert outcome(str(pipe)) == [
        f"named{suffix} is a pipe, not a file; copy what it holds into a file"
    ]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/dev/zero", "is a device, not a file"),
        ("/proc/kmsg", "does not say how long it is"),
        ("/proc/self/maps", "does not say how long it is"),
    ],
)
def test_what_has_no_end_is_refused(path: str, reason: str) -> None:
    if not os.access(path, os.R_OK):
        pytest.skip(f"no {path} that this user may read")  # pragma: no cover
    (line,) = outcome(path)
    assert line.startswith(f"{path} {reason}")


def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.txt")
        assert outcome("s.txt") == ["s.txt is a socket, not a file; copy what it holds into a file"]


def test_a_pipe_for_any_option_is_refused_by_the_command(pipe: Path) -> None:
    Path("a.txt").write_text("Abe met Kim.", "utf-8")
    Path("own").mkdir()
    os.mkfifo("own/.kgignore")
    os.mkfifo("names.csv")
    Path("own/a.txt").write_text("Abe met Kim.", "utf-8")
    Path("graph").mkdir()
    os.mkfifo("graph/decisions.yaml")
    for arguments in (
        ["pipe.txt", "-o", "out"],
        ["a.txt", "-o", "out", "--gazetteer", "names.csv"],
        ["own", "-o", "out"],
        ["a.txt", "-o", "graph"],
    ):
        done = commands.kg("build", *arguments)
        assert done.returncode == 1, arguments
        assert "is a pipe" in done.stderr


# Limits on text, which only another process can hold.


def stalled(shard: Shard) -> Written:
    """`pass_shard`, but a file named so keeps C code busy for ever, or takes all memory."""
    from kg.corpus import extracts
    from kg.read import extracts_of

    def read(source: Source, options):  # type: ignore[no-untyped-def]
        if source.parts[-1].startswith("hang"):
            re.match(r"(a|a)+$", "a" * 60 + "b")
        if source.parts[-1].startswith("hungry"):
            bytearray(4 << 30)
        return extracts_of(source, options)

    extracts.extracts_of = read  # type: ignore[assignment]
    return pass_shard(shard)


def test_text_that_cannot_be_read_to_its_end_costs_only_itself(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path, TEXTS | {"hang.txt": "Kim.", "hungry.csv": "text\nKim."})
    engine = instead_of(pass_shard, stalled, in_processes(1))
    hang, hungry = corpus.build("out", engine, seconds=3, memory=1024, shard=128_000)
    inputs = (tmp_path / "in").as_posix()
    assert hang == (
        f"{inputs}/hang.txt is left out: it ended the process that read it "
        "(took longer than 3 seconds)"
    )
    assert hungry == (
        f"{inputs}/hungry.csv is left out: it takes more memory than one document may; "
        "split it, or raise --max-memory"
    )
    assert contents(tmp_path / "out") == corpus.clean("hang.txt", "hungry.csv")
    assert not (tmp_path / "out" / ".kg" / "reading").exists()


def test_standard_input_is_read_in_another_process_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg", "extract", "/dev/stdin", "--format", "tsv"],
        input=b"Abe met Kim in Rome.", capture_output=True, check=True,
    )  # fmt: skip
    assert b"stdin\t1\tAbe\tmet\tKim\n" in done.stdout
