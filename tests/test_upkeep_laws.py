"""The law of upkeep, under any sequence of operations and any moment of death.

Whatever was written, edited, renamed, deleted, taken out, decided or killed before: an output
folder has the bytes of a clean build of what is there now. Everything here is real, but small.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_build import ROOT, contents, kg

sys.path.insert(0, str(ROOT / "benchmarks"))

import kills

from kg.corpus.shards import Reading
from kg.corpus.store import Sources, Store
from kg.errors import ReadError, StoreError
from kg.model import Settings
from kg.upkeep import remove, status, update

NAMES = ("a.txt", "b.txt", "sub/a.txt", "sub/c.md", "2019-05-03 note.txt")
TEXTS = (
    b"Anna Berg met Kim.",
    b"Berg left Peru yesterday.",
    b"Kim said that Anna Berg did not meet Acme. The official agreed.",
    b"# Talks\n\nAcme plans to buy Initech in Rome. It was founded in 1999.",
    b"",
    "Zoë Sand and Anna Berg met in São Paulo.".encode("cp1252"),
    b"\x00\x01\x02\x03",  # no text at all
)
DECISIONS = ("", "same:\n  - [Kim, Zoë Sand]\n", "drop:\n  - Peru\n")

OPERATION = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(NAMES), st.sampled_from(TEXTS)),
    st.tuples(st.just("write"), st.sampled_from(NAMES), st.sampled_from(TEXTS)),
    st.tuples(st.just("delete"), st.sampled_from(NAMES), st.none()),
    st.tuples(st.just("rename"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("decide"), st.sampled_from(DECISIONS), st.none()),
    st.tuples(st.just("build"), st.none(), st.none()),
    st.tuples(st.just("remove"), st.integers(0, 9), st.none()),
    st.tuples(st.just("lose"), st.integers(0, 9), st.none()),
)


class Folder:
    """An input folder and its output, with the operations of a user."""

    def __init__(self, path: Path) -> None:
        self.path, self.inputs, self.output = path, path / "in", path / "out"
        self.inputs.mkdir(parents=True)

    def files(self) -> list[Path]:
        return sorted(path for path in self.inputs.rglob("*") if path.is_file())

    def apply(self, operation: str, first: object, second: object) -> None:
        getattr(self, operation)(first, second)

    def write(self, name: str, text: bytes) -> None:
        path = self.inputs / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text)

    def delete(self, name: str, _: None) -> None:
        (self.inputs / name).unlink(missing_ok=True)

    def rename(self, old: str, new: str) -> None:
        if (self.inputs / old).exists():
            (self.inputs / new).parent.mkdir(exist_ok=True)
            (self.inputs / old).replace(self.inputs / new)

    def decide(self, text: str, _: None) -> None:
        self.output.mkdir(exist_ok=True)
        (self.output / "decisions.yaml").write_text(text, "utf-8")

    def build(self, *_: object) -> bool:
        """True where there was something to build."""
        sources, failed = Sources(inputs=(str(self.inputs),)), list[ReadError]()
        # Where the note of the inputs is lost, documents that are gone are missed.
        known = (self.output / ".kg" / "build.json").exists()
        built = update(
            sources, self.output, settings=Settings(), reading=Reading(shard=40), failed=failed,
            others="refuse" if known else "replace",
        )  # fmt: skip
        return built is not None

    def remove(self, number: int, _: None) -> None:
        """Take a document out of the graph, and its file away."""
        if (self.output / ".kg" / "build.json").exists():
            ids = [name for name in NAMES if (self.inputs / name).exists()]
            known = status(self.output)
            ids = [i for i in ids if i not in known.new + tuple(n for _, n in known.renamed)]
            ids = [i for i in ids if (self.inputs / i).read_bytes() != TEXTS[-1]]
            ids = [i for i in ids if i not in known.changed]
            if ids:
                name = ids[number % len(ids)]
                with suppress(StoreError):  # records were lost
                    remove([name], self.output)
                    (self.inputs / name).unlink()

    def lose(self, number: int, _: None) -> None:
        """A file of the output or of the records disappears, but not the last that says whose."""
        there = sorted(p for p in self.output.rglob("*") if p.is_file())
        marks = [p for p in there if p.name in ("manifest.json", "mark.json")]
        last = marks if len(marks) == 1 else []
        there = [p for p in there if p.name != "decisions.yaml" and p not in last]
        if there:
            there[number % len(there)].unlink()

    def state(self) -> tuple[object, ...]:
        decided = self.output / "decisions.yaml"
        text = decided.read_bytes() if decided.exists() else None
        return (text, *((p.relative_to(self.inputs), p.read_bytes()) for p in self.files()))


CLEAN: dict[tuple[object, ...], dict[str, bytes]] = {}


def clean(folder: Folder) -> dict[str, bytes]:
    """The outputs of a clean build of the same files with the same decisions, from elsewhere."""
    state = folder.state()
    if state not in CLEAN:
        fresh = folder.path / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        if state[0] is not None:
            fresh.mkdir()
            shutil.copy(folder.output / "decisions.yaml", fresh)
        kept, folder.output = folder.output, fresh
        assert folder.build()
        folder.output = kept
        CLEAN[state] = contents(fresh)
    return CLEAN[state]


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Sources are named from the current folder: every example has the same names in it.

    Nothing here waits for the disk: a process that is killed loses nothing that it has written.
    """
    monkeypatch.setattr(os, "fsync", lambda number: None)
    with tempfile.TemporaryDirectory() as name:
        monkeypatch.chdir(name)
        yield Path(name)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(operations=st.lists(OPERATION, min_size=2, max_size=10))
def test_any_sequence_of_operations_gives_the_bytes_of_a_clean_build(
    operations: list[tuple[str, object, object]], here: Path
) -> None:
    shutil.rmtree(here / "case", ignore_errors=True)
    folder = Folder(Path("case"))
    for operation in operations:
        folder.apply(*operation)
    if folder.build():
        assert contents(folder.output) == clean(folder)
        # No record stays of a text that is gone.
        assert len(Store(folder.output / ".kg")) <= len(folder.files())


def test_killed_at_25_random_moments_the_next_run_gives_the_same_bytes(here: Path) -> None:
    """Each time a process is killed with SIGKILL while it brings an output up to date."""
    numbers = random.Random(7)
    folder = Folder(Path("case"))
    for number in range(12):
        folder.write(f"{number}.txt", f"Anna Berg met Kim {number}. Kim left Peru.".encode())
    steps = kills.moments(folder.build, folder.output)
    interrupted = 0
    for round in range(25):
        if round % 3 == 0:
            shutil.rmtree(folder.output)
        for name in numbers.sample(range(12), 4):
            folder.write(f"{name}.txt", f"Bo Lund met Kim {round}. {TEXTS[name % 4]!r}".encode())
        interrupted += kills.dies(folder.build, folder.output, numbers.randrange(steps))
        before = len(list((folder.output / ".kg" / "records").glob("*.zip")))
        assert folder.build()
        assert contents(folder.output) == clean(folder), f"round {round}, {before} shards kept"
    assert interrupted > 12


@pytest.mark.parametrize("rounds", [kills.builds, kills.merges])
def test_a_kill_leaves_the_old_graph_or_the_new_one(
    rounds: Callable[[Path, int, random.Random], Iterator[bool]], here: Path
) -> None:
    """As benchmarks/kills.py does it many times; it raises SystemExit where this does not hold."""
    assert sum(rounds(here, 5, random.Random(7))) > 3


def test_interrupted_reading_goes_on_where_it_was(here: Path) -> None:
    folder = Folder(Path("case"))
    for number in range(8):
        folder.write(f"{number}.txt", f"Anna Berg met Kim {number}.".encode())

    def stop_after_five(steps, total):  # type: ignore[no-untyped-def]
        for number, step in enumerate(steps):
            if number == 5:
                raise KeyboardInterrupt
            yield step

    read: list[int] = []

    def count(steps, total):  # type: ignore[no-untyped-def]
        read.append(total)
        return steps

    sources, failed = Sources(inputs=("case/in",)), list[ReadError]()
    with pytest.raises(KeyboardInterrupt):
        update(sources, folder.output, settings=Settings(), failed=failed,
               reading=Reading(shard=20, progress=stop_after_five))  # fmt: skip
    assert not (folder.output / "manifest.json").exists()
    update(sources, folder.output, settings=Settings(), failed=failed,
           reading=Reading(progress=count))  # fmt: skip
    assert read == [20 * 2]
    assert contents(folder.output) == clean(folder)


def test_a_full_disk_is_one_clear_line_and_nothing_is_lost(tmp_path: Path) -> None:
    text, output = tmp_path / "a.txt", tmp_path / "out"
    text.write_text("Anna Berg met Kim.", "utf-8")
    assert kg("build", str(text), "-o", str(output)).returncode == 0
    before = contents(output)
    text.write_text("Anna Berg left Peru.", "utf-8")

    def small_files_only() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    done = subprocess.run(
        [sys.executable, "-m", "kg", "build", str(text), "-o", str(output)],
        preexec_fn=small_files_only, capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert "cannot write" in done.stderr
    assert contents(output) == before
    assert kg("build", str(text), "-o", str(output)).returncode == 0
    assert b"Peru" in contents(output)["graph.ttl"]
