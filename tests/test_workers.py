"""Processes that die, hang, raise or are killed: what each costs."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import psutil
import pytest
from test_build import contents

from kg.corpus.shards import Engine, Outcome, Reading, Shard, Step, Written, cut, read_shard
from kg.corpus.store import Sources
from kg.corpus.workers import in_processes
from kg.errors import ReadError, StoreError
from kg.model import Document, Settings
from kg.upkeep import update


def poisoned(shard: Shard) -> Written:
    """`read_shard`, but for documents that do to their process what their text says."""
    for _, document in shard.documents:
        if "SEGFAULT" in document.text:
            os.kill(os.getpid(), signal.SIGSEGV)
        if "EXIT" in document.text:
            os._exit(3)
    return read_shard(shard)


def instead(reads: Callable[[Shard], Written], engine: Engine) -> Engine:
    """The engine, which makes records with `reads`."""
    return instead_of(read_shard, reads, engine)


def instead_of(
    usual: Callable[[Shard], Written], other: Callable[[Shard], Written], engine: Engine
) -> Engine:
    """The engine, which runs another function where it is given the usual one."""

    def run(function: Callable[[Shard], Written], shards: Iterable[Shard]) -> Iterator[Outcome]:
        return engine(other if function is usual else function, shards)

    return run


class Corpus:
    def __init__(self, folder: Path, texts: dict[str, str]) -> None:
        self.folder, self.texts = folder, texts
        (folder / "in").mkdir()
        for name, text in texts.items():
            (folder / "in" / name).write_text(text, "utf-8")

    def build(
        self, name: str, run: Engine, *, seconds: float = 900.0, **options: object
    ) -> list[str]:
        failed: list[ReadError] = []
        options = {"shard": 150, **options}
        reading = Reading(run=run, seconds=seconds, **options)  # type: ignore[arg-type]
        sources = Sources(inputs=(str(self.folder / "in"),))
        update(sources, self.folder / name, settings=Settings(), reading=reading, failed=failed)
        return [str(error) for error in failed]

    def clean(self, *without: str) -> dict[str, bytes]:
        """A build in this process of all documents but these."""
        for name in without:
            (self.folder / "in" / name).unlink()
        assert self.build("clean", Reading().run) == []
        return contents(self.folder / "clean")


TEXTS = {
    f"{n}.txt": f"Anna Berg met Kim in Rome. Bo Lund did not sign treaty {n}." for n in range(12)
}


def test_a_document_that_kills_its_process_costs_only_itself(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path, TEXTS | {"s.txt": "SEGFAULT", "x.txt": "EXIT"})
    exits, crash = sorted(corpus.build("out", instead(poisoned, in_processes(2))), reverse=True)
    assert exits == "x.txt is left out: it ended the process that read it (exit code 3)"
    assert crash == "s.txt is left out: it ended the process that read it (killed by SIGSEGV)"
    assert contents(tmp_path / "out") == corpus.clean("s.txt", "x.txt")


def hungry(shard: Shard) -> Written:
    from kg.readers import own
    from kg.record.make import make_record

    def make(document, nlp, **options):  # type: ignore[no-untyped-def]
        taken = []
        while "MEMORY" in document.text:
            taken.append(bytearray(64 << 20))
        return make_record(document, nlp, **options)

    own.make_record = make
    return read_shard(shard)


def test_a_document_that_takes_all_memory_costs_only_itself(tmp_path: Path) -> None:
    engine = in_processes(1)
    corpus = Corpus(tmp_path, {"a.txt": TEXTS["0.txt"], "m.txt": "MEMORY"})
    (line,) = corpus.build("out", instead(hungry, engine), memory=512)
    assert line == (
        "m.txt is left out: it takes more memory than one document may; "
        "split it, or raise --max-memory"
    )
    assert contents(tmp_path / "out") == corpus.clean("m.txt")


def test_a_document_that_raises_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.readers import own
    from kg.record.make import make_record

    def raising(document, nlp, **options):  # type: ignore[no-untyped-def]
        if "treaty 5" in document.text:
            raise ZeroDivisionError("no reason")
        return make_record(document, nlp, **options)

    monkeypatch.setattr(own, "make_record", raising)
    corpus = Corpus(tmp_path, TEXTS)
    (line,) = corpus.build("out", Reading().run)
    monkeypatch.undo()
    assert line == "5.txt is left out: it raises ZeroDivisionError: no reason"
    assert contents(tmp_path / "out") == corpus.clean("5.txt")


def hanging(shard: Shard) -> Written:
    from kg.readers import own
    from kg.record.make import make_record

    def make(document, nlp, **options):  # type: ignore[no-untyped-def]
        if "HANG" in document.text:
            # In C code that holds the interpreter: no Python signal handler would ever run.
            re.match(r"(a|a)+$", "a" * 60 + "b")
        return make_record(document, nlp, **options)

    own.make_record = make
    return read_shard(shard)


def test_a_document_that_hangs_in_c_code_is_ended_and_named(tmp_path: Path) -> None:
    engine = in_processes(1)
    corpus = Corpus(tmp_path, {"a.txt": TEXTS["0.txt"], "h.txt": "HANG"})
    started = time.monotonic()
    (line,) = corpus.build("out", instead(hanging, engine), seconds=4)
    assert time.monotonic() - started < 60
    assert (
        line == "h.txt is left out: it ended the process that read it (took longer than 4 seconds)"
    )
    assert contents(tmp_path / "out") == corpus.clean("h.txt")


def test_a_document_that_is_too_long_is_left_out_at_once(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path, TEXTS | {"long.txt": "lorem ipsum " * 100})
    (line,) = corpus.build("out", Reading().run, characters=1000)
    assert line == "long.txt is left out: it has 1,200 characters, more than 1,000: split it"
    assert contents(tmp_path / "out") == corpus.clean("long.txt")


def test_workers_killed_from_outside_cost_nothing_but_time(tmp_path: Path) -> None:
    killed = []

    def kill(steps: Iterable[Step], total: int) -> Iterator[Step]:
        for number, step in enumerate(steps):
            if number in (1, 3):
                for child in psutil.Process().children(recursive=True):
                    if "spawn_main" in " ".join(child.cmdline()):
                        child.kill()
                        killed.append(child.pid)
            yield step

    corpus = Corpus(tmp_path, TEXTS)
    assert corpus.build("out", in_processes(2), progress=kill) == []
    assert len(killed) >= 2
    assert contents(tmp_path / "out") == corpus.clean()


def test_no_process_outlives_a_parent_that_is_killed(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path, {f"{n}.txt": TEXTS["1.txt"] * 20 + str(n) for n in range(60)})
    parent = subprocess.Popen(
        [sys.executable, "-m", "kg", "build", str(tmp_path / "in"), "-o", str(tmp_path / "out"),
         "--workers", "2"],
    )  # fmt: skip
    records = tmp_path / "out" / ".kg" / "records"
    deadline = time.monotonic() + 60
    while not list(records.glob("*.zip")) and time.monotonic() < deadline:
        time.sleep(0.02)
    children = psutil.Process(parent.pid).children(recursive=True)
    parent.kill()
    parent.wait()
    _, alive = psutil.wait_procs(children, timeout=20)
    assert children
    assert alive == []
    kept = len(list(records.glob("*.zip")))
    assert kept > 0
    assert corpus.build("out", in_processes(2)) == []
    assert contents(tmp_path / "out") == corpus.clean()


def test_ctrl_c_ends_everything_and_keeps_what_is_read(tmp_path: Path) -> None:
    Corpus(tmp_path, {f"{n}.txt": TEXTS["1.txt"] * 40 + str(n) for n in range(80)})
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "build", str(tmp_path / "in"), "-o", str(tmp_path / "out")],
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    records = tmp_path / "out" / ".kg" / "records"
    deadline = time.monotonic() + 60
    while not list(records.glob("*.zip")) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors == "kg: interrupted; what is read so far is kept: run it again to go on\n"
    assert list(records.glob("*.zip"))


def test_records_that_cannot_be_written_end_the_build(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path, TEXTS)

    def gone(steps: Iterable[Step], total: int) -> Iterator[Step]:
        records = tmp_path / "out" / ".kg" / "records"
        if records.is_dir():
            records.rmdir()
            records.write_text("a file in its place", "utf-8")
        yield from steps

    with pytest.raises(StoreError, match="make room and run the same command again"):
        corpus.build("out", in_processes(1), progress=gone)


def test_shards_are_cut_by_size_and_hold_every_document_once() -> None:
    from conftest import document_of

    def characters(document: Document) -> int:
        return len(document.text)

    documents = [(str(n), document_of("x" * (n * 37 % 500), id=str(n))) for n in range(100)]
    parts = list(cut(documents, 600, length=characters))
    assert [key for part in parts for key, _ in part] == [key for key, _ in documents]
    assert all(sum(len(d.text) for _, d in part) <= 600 for part in parts)
    two = [("a", document_of("x" * 5000)), ("b", document_of("y"))]
    assert len(list(cut(two, 600, length=characters))) == 2


def test_a_script_without_a_main_guard_is_told_so(tmp_path: Path) -> None:
    """Its workers would run the script again instead of reading."""
    (tmp_path / "a.txt").write_text("Anna Berg met Kim.", "utf-8")
    script = tmp_path / "script.py"
    script.write_text("from kg.build import build\nbuild(['a.txt'], workers=2)\n", "utf-8")
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 1
    assert 'needs `if __name__ == "__main__":`' in done.stderr.splitlines()[-1]
