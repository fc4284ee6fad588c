"""How fast a build is, as a ratio to the spaCy pipeline alone in the same run.

    python benchmarks/speed.py [--data ../shared/data] [--runs 3]

The corpus is the development essays of MINE, written out as text files. `pipe` is
`list(nlp.pipe(texts))` on them in one process; `build` is everything `kg build` does with one
worker, from reading the files to the last output file. Stages are timed within the last build.
Times are CPU seconds of this process; nothing is asserted, since machines differ.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg.build import assemble, build, read_documents, write_outputs
from kg.model import Settings
from kg.parse.analyze import analyze, load_pipeline
from kg.record.make import make_record

DATA = Path(__file__).parent.parent.parent / "shared" / "data"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    essays = options.data / "mine" / "dev.jsonl"
    if not essays.exists():
        sys.exit(f"no {essays}; name the data folder with --data")
    texts = [json.loads(line)["text"] for line in essays.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as name:
        report(texts, Path(name), options.runs)


def report(texts: list[str], place: Path, runs: int) -> None:
    folder, out = place / "in", place / "out"
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"essay-{number:03}.txt").write_text(text, encoding="utf-8")
    nlp = load_pipeline(Settings().model)
    write_outputs(build([folder / "essay-000.txt"]), out)  # first imports
    words = sum(len(text.split()) for text in texts)
    pipe, whole = [], []
    for _ in range(runs):
        pipe.append(seconds(lambda: list(nlp.pipe(texts))))
        whole.append(seconds(lambda: write_outputs(build([folder]), out)))
    base, total = statistics.median(pipe), statistics.median(whole)
    print(f"documents {len(texts)}  words {words}")
    print(f"pipe   {base:6.2f} s  {words / base:7.0f} words/s")
    print(f"build  {total:6.2f} s  {words / total:7.0f} words/s  ratio {total / base:.2f}")
    for stage, spent in stages(folder, out, nlp):
        print(f"  {stage:<22} {spent:6.2f} s  {spent / total:5.0%} of the build")


def stages(folder: Path, out: Path, nlp: Any) -> list[tuple[str, float]]:
    documents = read_documents([folder])
    parse = seconds(lambda: [analyze(document, nlp) for document in documents])
    records: list[Any] = []
    read = seconds(lambda: records.extend(make_record(d, nlp) for d in documents))
    built: list[Any] = []
    merge = seconds(lambda: built.append(assemble(records, Settings())))
    write = seconds(lambda: write_outputs(built[0], out))
    return [
        ("structure and spaCy", parse),
        ("mentions to claims", read - parse),
        ("resolve and graph", merge),
        ("all outputs", write),
    ]


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
