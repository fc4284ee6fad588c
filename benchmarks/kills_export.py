"""What a kill costs an export and a load: nothing. Both are ended at random moments, and checked.

    python benchmarks/kills_export.py [--limit 100] [--seed 7]

Exports are ended as in `kills.py`, as they are about to change a file; loads into a database file,
which a library writes, at any time. Then the old one or the new one must be there, whole, with all
files of the user's, and the same command again must give what an undisturbed run gives.
"""

from __future__ import annotations

import itertools
import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path

from kills import TEXTS, _check, dies, main, moments

from kg.build import build
from kg.export.formats import FORMATS, export
from kg.load import Target, load
from kg.model import Build, Settings

#: Folders with and without `import.sh`, one file, one file with another beside it.
EXPORTS = ("neo4j-admin", "csv", "turtle", "jsonld")


def exports(place: Path, limit: int, numbers: random.Random) -> Iterator[bool]:
    """Exports that are killed, two graphs in turn; True for each that was."""
    graphs, room = _graphs(place), place / "room"
    for number, format in zip(range(limit), itertools.cycle(EXPORTS), strict=False):
        if number < len(EXPORTS) or numbers.random() < 0.2:
            shutil.rmtree(room, ignore_errors=True)
            room.mkdir()
        graph = graphs[number // len(EXPORTS) % 2]
        with chdir(room):  # what is deleted step by step is named as seen from here
            died = _is_safe(graph, format, room / FORMATS[format].name, numbers)
        yield died


def _is_safe(graph: Build, format: str, target: Path, numbers: random.Random) -> bool:
    if "." not in target.name and target.is_dir():
        (target / "mine.txt").write_text("mine")
    calm = target.parent.with_name("calm")
    shutil.rmtree(calm, ignore_errors=True)
    shutil.copytree(target.parent, calm)
    old = _files(target)
    with chdir(calm):  # as above, or the moments at which things are deleted are not counted
        steps = moments(lambda: export(graph, format, calm / target.name), calm)
    new = _files(calm / target.name)
    died = dies(lambda: export(graph, format, target), target.parent, numbers.randrange(steps))
    _check(_files(target) in (old, new), f"half of an export to {format}")
    export(graph, format, target)
    _check(_files(target) == new, f"another export to {format} the second time")
    left = [path for path in target.parent.glob(".kg-*") if _files(path)]
    _check(left == [], f"left behind: {left}")
    return died


def loads(place: Path, limit: int, numbers: random.Random) -> Iterator[bool]:
    """Loads into a database file that are killed; True for each that was."""
    graphs, path = _graphs(place), place / "room" / "graph.lbug"
    started = time.monotonic()
    _in_process(lambda: _load(graphs[0], path))
    whole = time.monotonic() - started
    for number in range(limit):
        if numbers.random() < 0.2:
            path.unlink()
        graph, old = graphs[number % 2], _content(path)
        died = _in_process(lambda graph=graph: _load(graph, path), numbers.uniform(0, whole))
        left = _content(path)
        _in_process(lambda graph=graph: _load(graph, path))
        new = _content(path)
        _check(left in (old, new), "half of a database")
        _check(len(list(path.parent.iterdir())) == 1, "left behind beside a database")
        yield died


def _graphs(place: Path) -> list[Build]:
    """Two graphs that have little in common."""
    settings = Settings(min_confidence=0, min_worth=0)
    graphs = []
    for number, text in enumerate((" ".join(TEXTS), "Ada Quist sold Oslo Bank to Tom Okoro.")):
        source = place / f"{number}.txt"
        source.write_text(text, encoding="utf-8")
        graphs.append(build([source], settings=settings))
    return graphs


def _files(path: Path) -> dict[str, tuple[int, bytes]]:
    found = [path] if path.is_file() else [p for p in sorted(path.rglob("*")) if p.is_file()]
    return {str(p.relative_to(path)): (p.stat().st_mode, p.read_bytes()) for p in found}


def _load(graph: Build, path: Path) -> None:
    load(graph, Target(uri=f"ladybug:{path}", replace=True))


def _content(path: Path) -> list[str]:
    """The rows of all tables, or nothing where there is no database."""
    if not path.exists():
        return []
    import ladybug

    with (
        ladybug.Database(str(path), read_only=True) as database,
        ladybug.Connection(database) as connection,
    ):
        nodes = connection.execute("MATCH (n) RETURN n.iri, label(n)").get_all()
        relations = connection.execute("MATCH ()-[r]->() RETURN r.id, label(r)").get_all()
    return sorted(map(str, [*nodes, *relations]))


def _in_process(work: Callable[[], object], seconds: float | None = None) -> bool:
    """Work in a process of its own, ended after some time; True if it was."""
    process = os.fork()
    if process == 0:
        work()
        os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(process, signal.SIGKILL)
    status = os.waitpid(process, 0)[1]
    _check(status in (0, signal.SIGKILL), f"a run that ended with {status}")
    return status == signal.SIGKILL


if __name__ == "__main__":
    main(__doc__, {"export": exports, "load": loads})
