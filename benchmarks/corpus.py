"""How a build behaves as a corpus grows: speed beside spaCy alone, memory, a change, failures.

    python benchmarks/corpus.py speed --documents 5000
    python benchmarks/corpus.py growth --documents 500,1000,5000
    python benchmarks/corpus.py synthetic --documents 500,5000
    python benchmarks/corpus.py synthetic --documents 5000,50000 --paragraphs 1
    python benchmarks/corpus.py change --documents 5000
    python benchmarks/corpus.py failures --documents 60
    python benchmarks/corpus.py ray --documents 525

Documents are made of the paragraphs of the 52 development essays of MINE, dealt out anew by a
seeded generator, with the title of an essay: read from --data, written to a temporary folder.
Every measured piece is a process of its own. `cpu` are seconds of all its processes, `peak` the
largest resident set of the main one, and `workers` the largest of any other. Nothing is asserted,
since machines differ; ratios are taken within one run.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent.parent.parent / "shared" / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Seconds on the clock and of processors, MB of the main process and of the largest other."""

    wall: float
    cpu: float
    peak: float
    workers: float

    def __str__(self) -> str:
        times = f"wall {self.wall:8.1f} s  cpu {self.cpu:8.1f} s"
        return f"{times}  peak {self.peak:7.0f} MB  workers {self.workers:6.0f} MB"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("what", choices=[*BENCHES, "piece"])
    parser.add_argument("piece", nargs="*", help=argparse.SUPPRESS)
    parser.add_argument("--documents", default="500", help="numbers, separated by commas")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--paragraphs", type=int, help="of a document, for synthetic")
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args()
    if options.what == "piece":
        print(json.dumps(PIECES[options.piece[0]](*options.piece[1:])))
        return
    sizes = [int(number) for number in options.documents.split(",")]
    with tempfile.TemporaryDirectory(prefix="kg-corpus-") as name:
        BENCHES[options.what](Path(name), sizes, options)


# The corpus


def generate(essays: list[str], number: int, length: int | None) -> Iterator[str]:
    """Documents of `length` paragraphs, or as many as an essay has, dealt from those of all."""
    numbers = random.Random(52)
    split = [essay.split("\n\n") for essay in essays]
    paragraphs = [paragraph for essay in split for paragraph in essay[1:]]
    for _ in range(number):
        title, *rest = numbers.choice(split)
        yield "\n\n".join([title, *numbers.sample(paragraphs, length or len(rest))])


def write_corpus(
    folder: Path, number: int, data: Path, *, length: int | None = None
) -> tuple[Path, int]:
    """Write the documents; returns their folder and how many words they have."""
    file = data / "mine" / "dev.jsonl"
    if not file.exists():
        sys.exit(f"no {file}; name the data folder with --data")
    essays = [json.loads(line)["text"] for line in file.read_text("utf-8").splitlines()]
    inputs = folder / f"in-{number}"
    words = 0
    for n, text in enumerate(generate(essays, number, length)):
        path = inputs / f"{n // 1000:03}" / f"{n:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        words += len(text.split())
    return inputs, words


# What is measured


def measure(command: list[str]) -> tuple[Cost, str]:
    """Run a command to its end; returns its cost and what it printed."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    code = (
        "import resource, runpy, sys, atexit; sys.argv = sys.argv[1:];"
        "atexit.register(lambda: print(*(resource.getrusage(who).ru_maxrss for who in"
        " (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)), file=sys.stderr));"
        "runpy.run_path(sys.argv[0], run_name='__main__') if sys.argv[0].endswith('.py')"
        " else runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command], capture_output=True, text=True, check=False
    )
    wall, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    peak, workers = map(int, done.stderr.splitlines()[-1].split())
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    shown = done.stdout + "\n".join(done.stderr.splitlines()[:-1])
    return Cost(wall=wall, cpu=cpu, peak=peak / 1024, workers=workers / 1024), shown


def kg_build(inputs: Path, output: Path, *more: str) -> tuple[Cost, str]:
    return measure(["kg", "build", str(inputs), "-o", str(output), *more])


def piece(name: str, *arguments: str) -> Cost:
    return measure([__file__, "piece", name, *arguments])[0]


def pipe(folder: str, workers: str) -> int:
    """spaCy alone: `list(nlp.pipe(texts, n_process=...))`, from files to Docs."""
    from kg.model import Settings
    from kg.parse.analyze import load_pipeline

    nlp = load_pipeline(Settings().model)
    texts = [path.read_text("utf-8") for path in sorted(Path(folder).rglob("*.txt"))]
    return len(list(nlp.pipe(texts, n_process=int(workers))))


def global_steps(records: str, output: str, number: str) -> int:
    """Everything across documents for `number` records, those of a store under new names."""
    from dataclasses import replace

    from kg.build import assemble, write_outputs
    from kg.corpus.kept import KeptClaims, StoredRecords
    from kg.corpus.store import Store, finished_build
    from kg.model import Settings

    last = finished_build(Path(records))
    assert last is not None
    entries = [
        replace(entry, document=replace(entry.document, id=f"{copy}/{entry.document.id}"))
        for copy in range(math.ceil(int(number) / len(last.entries)))
        for entry in last.entries
    ]
    stored = StoredRecords(Store(Path(records) / ".kg"), entries[: int(number)])
    Path(output).mkdir(exist_ok=True)
    result = assemble(stored, Settings(), keep=lambda c: KeptClaims(c, folder=Path(output)))
    write_outputs(result, Path(output))
    return len(result.documents)


# The benches


def speed(folder: Path, sizes: list[int], options: argparse.Namespace) -> None:
    for size in sizes:
        inputs, words = write_corpus(folder, size, options.data)
        workers = str(options.workers)
        alone = piece("pipe", str(inputs), workers)
        whole, _ = kg_build(inputs, folder / f"out-{size}", "--workers", workers)
        for name, cost in (("pipe", alone), ("build", whole)):
            rate = f"{size / cost.wall:6.1f} documents/s {words / cost.wall:8.0f} words/s"
            print(f"{size:>7} {name:<6} {cost}  {rate}", flush=True)
        print(
            f"{size:>7} ratio  wall {whole.wall / alone.wall:.2f}  cpu {whole.cpu / alone.cpu:.2f}"
        )


def growth(folder: Path, sizes: list[int], options: argparse.Namespace) -> None:
    costs = {}
    for size in sizes:
        inputs, _ = write_corpus(folder, size, options.data)
        output = folder / f"out-{size}"
        costs[size], _ = kg_build(inputs, output, "--workers", str(options.workers))
        again, _ = kg_build(inputs, output, "--workers", str(options.workers))
        print(f"{size:>7} build  {costs[size]}", flush=True)
        print(f"{size:>7} again  {again}", flush=True)
    exponents(costs)


def synthetic(folder: Path, sizes: list[int], options: argparse.Namespace) -> None:
    inputs, words = write_corpus(folder, 500, options.data, length=options.paragraphs)
    print(f"copies of 500 documents of {words // 500} words")
    kg_build(inputs, folder / "out-500", "--workers", str(options.workers))
    costs = {}
    for size in sizes:
        output = folder / "global"
        costs[size] = piece("global_steps", str(folder / "out-500"), str(output), str(size))
        print(f"{size:>7} global {costs[size]}", flush=True)
    exponents(costs)


def exponents(costs: dict[int, Cost]) -> None:
    """b in cost = a * documents^b, from the smallest and the largest corpus."""
    if len(costs) > 1:
        small, large = min(costs), max(costs)
        for name in ("cpu", "peak"):
            ratio = getattr(costs[large], name) / getattr(costs[small], name)
            print(f"exponent of {name}: {math.log(ratio) / math.log(large / small):.2f}")


def change(folder: Path, sizes: list[int], options: argparse.Namespace) -> None:
    for size in sizes:
        inputs, _ = write_corpus(folder, size, options.data)
        output, workers = folder / "out", str(options.workers)
        whole, _ = kg_build(inputs, output, "--workers", workers)
        first = min(inputs.rglob("*.txt"))
        first.write_text(first.read_text("utf-8") + "\n\nAnna Berg met Kim in Rome.", "utf-8")
        again, _ = kg_build(inputs, output, "--workers", workers)
        print(f"{size:>7} all    {whole}\n{size:>7} one    {again}")
        print(
            f"{size:>7} ratio  wall {again.wall / whole.wall:.3f}  cpu {again.cpu / whole.cpu:.3f}"
        )


def failures(folder: Path, sizes: list[int], options: argparse.Namespace) -> None:
    """What one bad document costs beside the same corpus without it, for each kind of bad."""
    for size in sizes:
        inputs, _ = write_corpus(folder, size, options.data)
        bad = inputs / "000" / "bad.txt"
        bad.write_text("Anna Berg met Kim in Rome.", "utf-8")
        plain = piece("bad_build", str(inputs), str(folder / "plain"), "none")
        print(f"{size:>7} and a good one        {plain}", flush=True)
        for kind in ("killed once", "raises", "kills"):
            cost = piece("bad_build", str(inputs), str(folder / kind), kind)
            more = f"{cost.wall - plain.wall:+.1f} s  cpu {cost.cpu - plain.cpu:+.1f} s"
            print(f"{size:>7} and one: {kind:<12} {cost}  {more}", flush=True)
        texts = (p.read_text("utf-8").replace("\n", " ") for p in sorted(inputs.rglob("*.txt")))
        line = " ".join(texts)
        bad.write_text((line * (1 + 5_000_000 // len(line)))[:5_000_000], "utf-8")
        for more in (("--max-seconds", "20"), ()):
            cost, said = kg_build(inputs, folder / f"line{len(more)}", *more)
            print(f"{size:>7} and 5 MB on a line {' '.join(more)}  {cost}\n{said}", flush=True)


def bad_build(inputs: str, output: str, kind: str) -> int:
    """A build with two processes, where `bad.txt` does what `kind` says; returns the documents."""
    sys.path.insert(0, str(Path(__file__).parent))  # where the processes find the function
    import corpus

    from kg.corpus.shards import Reading, read_shard
    from kg.corpus.store import Sources
    from kg.corpus.workers import in_processes
    from kg.model import Settings
    from kg.upkeep import update

    os.environ["KG_BENCH_BAD"] = kind
    engine = in_processes(2)

    def run(function, shards):  # type: ignore[no-untyped-def]
        return engine(corpus.bad_shard if function is read_shard else function, shards)

    reading = Reading(run=run)
    sources, failed = Sources(inputs=(inputs,)), []
    made = update(sources, Path(output), settings=Settings(), reading=reading, failed=failed)
    assert made is not None and len(failed) == (kind in ("raises", "kills")), failed
    return len(made.documents)


def bad_shard(shard):  # type: ignore[no-untyped-def]
    """`read_shard`, save that the process is killed or the document raises."""
    from kg.corpus import shards
    from kg.record.make import make_record

    kind, mark = os.environ["KG_BENCH_BAD"], shard.folder / "killed"
    here = any(document.id.endswith("bad.txt") for _, document in shard.documents)
    if here and (kind == "kills" or (kind == "killed once" and not mark.exists())):
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)

    def make(document, nlp):  # type: ignore[no-untyped-def]
        if kind == "raises" and document.id.endswith("bad.txt"):
            raise RuntimeError("bad")
        return make_record(document, nlp)

    shards.make_record = make
    return shards.read_shard(shard)


def ray(folder: Path, sizes: list[int], options: argparse.Namespace) -> None:
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    for size in sizes:
        inputs, _ = write_corpus(folder, size, options.data)
        local, _ = kg_build(inputs, folder / "local", "--workers", str(options.workers))
        cluster, _ = kg_build(inputs, folder / "ray", "--engine", "ray")
        print(f"{size:>7} local  {local}\n{size:>7} ray    {cluster}")
        # The processes of Ray are no children of this one: their cpu is not counted.
        more = (cluster.wall - local.wall) / size * 1000
        print(f"{size:>7} ray: {more:.1f} ms on the clock more per document, start included")


BENCHES: dict[str, Callable[[Path, list[int], argparse.Namespace], None]] = {
    "speed": speed, "growth": growth, "synthetic": synthetic, "change": change,
    "failures": failures, "ray": ray,
}  # fmt: skip
PIECES: dict[str, Callable[..., int]] = {
    "pipe": pipe, "global_steps": global_steps, "bad_build": bad_build,
}  # fmt: skip

if __name__ == "__main__":
    main()
