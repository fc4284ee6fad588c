"""A graph of a million triples: seconds and memory to write it in each format, and to query it.

    python benchmarks/rdf.py                          # 23,000 claims, about a million triples
    python benchmarks/rdf.py --claims 2300            # a tenth of it
    python benchmarks/rdf.py --rdflib turtle          # rdflib, which takes minutes, in one format

Each line is a process of its own: CPU seconds, which other work on the machine changes little, and
how far its memory rose above what it held before. `kg` writes from a `Build` in memory; rdflib and
Oxigraph serialise the same triples from their own stores, so loading them is not counted. The
claims are synthetic: every sentence a text of its own, one object and no qualifiers. Everything is
measured in one run on one machine; only the ratios mean anything elsewhere.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

FORMATS = ("turtle", "ntriples", "nquads", "trig", "rdfxml", "jsonld", "turtle12")
#: The same formats as the others call them, where they have them.
RDFLIB = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}
OXIGRAPH = {
    "turtle": "TURTLE", "ntriples": "N_TRIPLES", "rdfxml": "RDF_XML", "jsonld": "JSON_LD",
}  # fmt: skip
#: A question with a join, a filter and a sort; one that counts; one that follows words to a text.
QUESTIONS = {
    "denied": 'SELECT ?s ?o { ?c kg:polarity "negative" ; rdf:subject ?s ; rdf:object ?o }',
    "relations": (
        "SELECT ?r (COUNT(?c) AS ?n) { ?c rdf:predicate ?r } GROUP BY ?r ORDER BY DESC(?n) ?r"
    ),
    "words": (
        "SELECT ?text { ?c rdf:subject ent:Name_0007 ; kg:sentence/oa:exact ?text } ORDER BY ?text"
    ),
}


def main() -> None:
    options = _options()
    if options.task:
        print(json.dumps(TASKS[options.task](options)))
        return
    with tempfile.TemporaryDirectory() as name:
        _report(Path(name), options.claims, options.rdflib.split(","))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--claims", type=int, default=23_000)
    parser.add_argument("--rdflib", default=",".join(RDFLIB), help="formats; empty for none")
    parser.add_argument("--task", choices=TASKS, help=argparse.SUPPRESS)
    parser.add_argument("--format", default="turtle", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _report(folder: Path, claims: int, rdflib: list[str]) -> None:
    def run(task: str, format: str = "turtle") -> dict[str, Any]:
        command = [sys.executable, __file__, "--task", task, "--format", format]
        command += ["--claims", str(claims), "--folder", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    made = {format: run("kg", format) for format in FORMATS}
    print(f"{made['ntriples']['triples']:,} triples of {claims:,} claims\n")
    print(f"{'format':<10} {'':<9} {'seconds':>8} {'MiB':>6} {'file MB':>8} {'times kg':>9}")
    for format in FORMATS:
        lines = {"kg": made[format]}
        if format in OXIGRAPH:
            lines["Oxigraph"] = run("oxigraph", format)
        if format in rdflib:
            lines["rdflib"] = run("rdflib", format)
        for name, line in lines.items():
            ratio = line["seconds"] / made[format]["seconds"]
            print(
                f"{format:<10} {name:<9} {line['seconds']:>8.2f} {line['mib']:>6.0f} "
                f"{line['bytes'] / 1e6:>8.1f} {ratio:>9.2f}"
            )
    print(f"\n{'kg query':<10} {'':<9} {'seconds':>8} {'MiB':>6}")
    for engine in ("oxigraph", "rdflib") if any(rdflib) else ("oxigraph",):
        found = run("query", engine)
        print(f"{'open':<10} {engine:<9} {found['open']:>8.2f} {found['mib']:>6.0f}")
        for name in QUESTIONS:
            print(f"{name:<10} {engine:<9} {found[name]:>8.2f}")


def _measured(work: Callable[[], None], path: Path) -> dict[str, Any]:
    before, start = _peak(), time.process_time()
    work()
    seconds = time.process_time() - start
    return {"seconds": seconds, "mib": _peak() - before, "bytes": path.stat().st_size}


def _peak() -> float:
    """The most memory this process ever held, in MiB."""
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _kg(options: argparse.Namespace) -> dict[str, Any]:
    from builds import large_build

    from kg.export.rdf import FORMATS as WRITERS

    build = large_build(options.claims // 50, 50)
    path = options.folder / f"kg.{options.format}"
    found = _measured(lambda: WRITERS[options.format](build, path), path)
    if options.format == "ntriples":
        with path.open("rb") as file:
            found["triples"] = sum(1 for _ in file)
    return found


def _rdflib(options: argparse.Namespace) -> dict[str, Any]:
    import rdflib

    graph = rdflib.Graph().parse(options.folder / "kg.ntriples", format="nt")
    path = options.folder / f"rdflib.{options.format}"
    return _measured(lambda: _ignore(graph.serialize(path, RDFLIB[options.format])), path)


def _oxigraph(options: argparse.Namespace) -> dict[str, Any]:
    import pyoxigraph

    store = pyoxigraph.Store()
    store.bulk_load(path=options.folder / "kg.ntriples", format=pyoxigraph.RdfFormat.N_TRIPLES)
    format = getattr(pyoxigraph.RdfFormat, OXIGRAPH[options.format])
    path = options.folder / f"oxigraph.{options.format}"
    graph = pyoxigraph.DefaultGraph()
    return _measured(lambda: _ignore(store.dump(path, format, from_graph=graph)), path)


def _query(options: argparse.Namespace) -> dict[str, Any]:
    from kg.ask.query.engines import open_graph
    from kg.ask.query.questions import read_question

    before, start = _peak(), time.process_time()
    graph = open_graph(options.folder / "kg.turtle", options.format)
    found: dict[str, Any] = {"open": time.process_time() - start, "mib": _peak() - before}
    for name, sparql in QUESTIONS.items():
        start = time.process_time()
        graph.answer(read_question(sparql))
        found[name] = time.process_time() - start
    return found


def _ignore(_: object) -> None:
    """Serialisers return what they wrote to."""


TASKS = {"kg": _kg, "rdflib": _rdflib, "oxigraph": _oxigraph, "query": _query}

if __name__ == "__main__":
    main()
