"""What a kill costs: nothing. A build and a decision are ended at random moments, and checked.

    python benchmarks/kills.py [--limit 100] [--seed 7]

Each round brings an output folder from one state to another in a process of its own, which ends
itself with SIGKILL as it is about to open, move or delete one of its files, at a moment drawn by
lot. Then the folder must hold the old graph or the new one, whole, and the same command again must
give the bytes of a run that nobody disturbed. Every third build starts from an empty folder.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from kg.corpus.shards import Reading
from kg.corpus.store import Sources
from kg.decisions import Decision, Target, add_decision, remove_decision
from kg.folder.swap import settle
from kg.model import Settings
from kg.upkeep import decide, update

#: Changes a folder.
Command = Callable[[Path], object]

#: Some rounds in a folder: True for each that was killed.
Rounds = Callable[[Path, int, random.Random], Iterator[bool]]

TEXTS = ("Anna Berg met Kim Lund in Oslo.", "Kim Lund left Peru.", "Berg said that Kim slept.")
#: Before these a process may die; `open` counts only for writing.
MOMENTS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate", "open"}


def main(about: str | None, parts: Mapping[str, Rounds]) -> None:
    """Run the rounds of each part and print how many of them ended in a kill."""
    parser = argparse.ArgumentParser(
        description=about, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--limit", type=int, default=100, help="rounds of each command")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    for name, rounds in parts.items():
        with tempfile.TemporaryDirectory() as place:
            started = time.monotonic()
            killed = sum(rounds(Path(place), options.limit, random.Random(options.seed)))
            took = time.monotonic() - started
        print(f"{name}: {killed} of {options.limit} runs killed, nothing lost ({took:.0f} s)")


def builds(place: Path, limit: int, numbers: random.Random) -> Iterator[bool]:
    """Builds that are killed while their inputs change; True for each that was."""
    inputs, output = place / "in", place / "out"
    inputs.mkdir()
    for number in range(limit):
        if number % 3 == 0:
            shutil.rmtree(output, ignore_errors=True)
        for name in ("a.txt", "b.txt", "c.txt"):
            (inputs / name).write_text(numbers.choice(TEXTS), encoding="utf-8")
        yield is_safe(lambda output: _build(inputs, output), output, numbers)


def merges(place: Path, limit: int, numbers: random.Random) -> Iterator[bool]:
    """Decisions that are killed, made and taken back in turn; True for each that was."""
    inputs, output = place / "in", place / "out"
    inputs.mkdir()
    for number, text in enumerate(TEXTS):
        (inputs / f"{number}.txt").write_text(text, encoding="utf-8")
    _build(inputs, output)
    targets = (Target(entity="Anna Berg"), Target(entity="Kim Lund"))
    same = Decision(kind="same", targets=targets)
    edits = itertools.cycle((add_decision, remove_decision))
    for _, edit in zip(range(limit), edits, strict=False):
        yield is_safe(
            lambda output, edit=edit: decide(output, lambda file: edit(file, same)),
            output,
            numbers,
        )


def _build(inputs: Path, output: Path) -> None:
    sources = Sources(inputs=(str(inputs),))
    settings = Settings(min_confidence=0, min_worth=0)
    update(sources, output, settings=settings, reading=Reading(), failed=[])


def is_safe(command: Command, output: Path, numbers: random.Random) -> bool:
    """Kill a command and look what is left; returns whether it was killed before it was done.

    Raises SystemExit if a graph is neither the old nor the new one.
    """
    calm = output.with_name("calm")
    shutil.rmtree(calm, ignore_errors=True)
    if output.exists():
        shutil.copytree(output, calm)
    old, steps = files(output), moments(lambda: command(calm), calm)
    new = files(calm)
    at = numbers.randrange(steps)
    died = dies(lambda: command(output), output, at)
    settle(output)
    left = files(output)
    _check(graph(left) in (graph(old), graph(new)), f"a graph of both kinds, killed at {at}")
    made = left.get("decisions.yaml")
    kept = (old.get("decisions.yaml"), new.get("decisions.yaml"))
    _check(made in kept, f"decisions of both kinds, killed at {at}")
    command(output)
    _check(files(output) == new, f"the same command again gives other bytes, killed at {at}")
    return died


def files(folder: Path) -> dict[str, bytes]:
    """Every file of an output but those in `.kg`."""
    found = (p for p in folder.rglob("*") if p.is_file() and ".kg" not in p.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def graph(held: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in held.items() if name != "decisions.yaml"}


def _check(holds: bool, what: str) -> None:
    if not holds:
        sys.exit(f"not safe: {what}")


# Processes that end themselves


def moments(work: Callable[[], object], folder: Path) -> int:
    """At how many moments a process that does this work on `folder` may die."""
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        count = _watch(folder, until=None)
        work()
        os.write(writer, str(next(count)).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        said = answer.read()
    if os.waitpid(process, 0)[1] != 0:
        sys.exit("the undisturbed run failed")
    return int(said)


def dies(work: Callable[[], object], folder: Path, at: int) -> bool:
    """Do work on `folder` in a process that is killed at one of its moments; False if it is not."""
    process = os.fork()
    if process == 0:
        _watch(folder, until=at)
        work()
        os._exit(0)
    return os.waitpid(process, 0)[1] == signal.SIGKILL


def _watch(folder: Path, *, until: int | None) -> Iterator[int]:
    """Count the moments of this process from now on, and end it at one of them."""
    count = itertools.count()
    start = str(folder.absolute())

    def see(event: str, arguments: tuple[object, ...]) -> None:
        if event in MOMENTS and str(Path(str(arguments[0])).absolute()).startswith(start):
            reads = event == "open" and not int(str(arguments[2] or 0)) & (os.O_WRONLY | os.O_RDWR)
            if not reads and next(count) == until:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(see)
    return count


if __name__ == "__main__":
    main(__doc__, {"build": builds, "merge": merges})
