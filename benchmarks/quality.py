"""Measure how good the claims and graphs are, and hold every figure above its floor.

The scorers know nothing of `kg`; only the functions that run it import it.

    python benchmarks/quality.py                    all parts whose data is there
    python benchmarks/quality.py benchie carb       these parts
    python benchmarks/quality.py --save OUT         keep what was scored, to look at errors:
                                                    python benchmarks/benchie.py OUT/benchie.tsv --errors
                                                    python benchmarks/mine.py OUT/mine.jsonl --errors
    python benchmarks/quality.py --update           write the figures into the floors
    python benchmarks/quality.py --jobs 2           two parts at a time; the figures are the same

Prints each figure with its floor and, below, what other systems reach on the same data. Exits
with 1 when a figure is below its floor, or a part that was asked for by name cannot run.
"""  # noqa: E501

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import benchie
import carb
import coreference
import crossdocument
import links
import mine
import minilm
import salience
import stated

if TYPE_CHECKING:
    from kg.model import Claim, Record

HERE = Path(__file__).resolve().parent
#: Figures that must not rise; all others must not fall.
CEILINGS = frozenset(
    {"context_words", "context_words_both_ways", "words_per_node", "false_merges", "orders"}
)
#: Figures that describe the outcome and are not pinned.
UNPINNED = frozenset({"nodes", "edges", "confidence", "documents", "true_pairs"})

Figures = Mapping[str, float]


class SkippedError(Exception):
    """A part cannot run here; the message says what is absent and how to get it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line says."""

    data: Path
    cache: Path
    workers: int = 1
    jobs: int = 1
    save: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Our figures, and those of other systems on the same data with the same scorer."""

    figures: Figures
    peers: Mapping[str, Figures] = field(default_factory=dict)


def run_benchie(options: Options) -> Report:
    """BenchIE, sentences of the development part."""
    folder = need(options.data / "benchie", "gold_dev.txt")
    gold = benchie.read_gold(folder / "gold_dev.txt")
    found = extract([sentence.text for sentence in gold], options)
    rows = [(gold[place].number, parts) for place, parts, _ in found]
    save(options, "benchie.tsv", ("\t".join([str(n), *parts]) for n, parts in rows))
    score = benchie.score(gold, [benchie.extraction(n, parts) for n, parts in rows])
    peers = {
        path.stem: benchie.figures(benchie.score(gold, benchie.read_extractions(path)))
        for path in sorted(folder.glob("*.txt"))
        if path.stem != "gold_dev"
    }
    return Report(figures=benchie.figures(score), peers=peers)


def run_carb(options: Options) -> Report:
    """CaRB, development part, beside OpenIE 5."""
    folder = need(options.data / "carb", "gold_dev.tsv", "sentences_dev.txt")
    gold = carb.read_gold(folder / "gold_dev.tsv")
    sentences = carb.read_sentences(folder / "sentences_dev.txt")
    found = [
        (place, [*parts, f"{confidence:.6f}"])
        for place, parts, confidence in extract(sentences, options)
    ]
    save(options, "carb.tsv", ("\t".join([str(n + 1), *fields]) for n, fields in found))
    tuples = [carb.extraction(sentences[place], fields) for place, fields in found]
    other = folder / "openie5_dev.txt"
    peers = {"OpenIE5": other} if other.is_file() else {}
    return Report(
        figures=carb.figures(carb.curve(gold, tuples)),
        peers={
            name: carb.figures(carb.curve(gold, carb.read_openie5(path)))
            for name, path in peers.items()
        },
    )


def run_mine(options: Options) -> Report:
    """MINE, one graph for each essay of the development part."""
    folder = need(options.data / "mine", "dev.jsonl", "judgements.jsonl")
    try:
        encode = minilm.Encoder(cache=options.cache)
    except minilm.MissingModelError as problem:
        raise SkippedError(str(problem)) from problem
    essays = mine.read_essays(folder / "dev.jsonl")
    judgements = mine.read_judgements(folder / "judgements.jsonl")
    graphs = essay_graphs(essays, options)
    rows = ({"id": number, "edges": edges} for number, edges in graphs.items())
    save(options, "mine.jsonl", (json.dumps(row, ensure_ascii=False) for row in rows))
    training = mine.training_rows(judgements, encode)
    judge = mine.fit(training, mine.verdicts_of(judgements))
    one, both = (
        mine.figures(
            mine.evaluate(essays, graphs, judge=judge, encode=encode, both_ways=both_ways), graphs
        )
        for both_ways in (False, True)
    )
    wider = {f"{name}_both_ways": both[name] for name in ("supported", "context_words")}
    checked = mine.judge_figures(judgements, mine.cross_validate(judgements, training))
    trust = {f"judge_{name}": value for name, value in checked.items()}
    return Report(figures={**one, **wider, **trust}, peers=mine_peers(judgements))


def mine_peers(judgements: Sequence[mine.Judgement]) -> dict[str, Figures]:
    """Share of facts that the published verdicts call supported, and median words of a context."""
    by_system = {name: [item for item in judgements if item.system == name] for name in mine.PEERS}
    return {
        name: {
            "supported": statistics.mean(item.supported for item in items),
            "context_words": statistics.median(len(item.context.split()) for item in items),
        }
        for name, items in by_system.items()
        if items
    }


def run_stated(options: Options) -> Report:
    """How things are stated: sentences of our own, so their data is always there."""
    pairs = stated.measure(stated.read_items(), workers=options.workers)
    save(options, "stated.txt", stated.disagreements(pairs))
    return Report(figures=stated.figures(pairs))


def run_links(options: Options) -> Report:
    """Links of names to Wikidata and GeoNames, all of GUM that is there."""
    folder = need(options.data / "gum", "dev.jsonl", "train.jsonl")
    found = links.measure(folder, ["dev", "train"])
    kept = ("precision", "precision_by_mention")
    recall = {f"recall_{kind}": found["recall"][kind] for kind in ("place", "organization")}
    return Report(figures={**{name: found[name] for name in kept}, **recall})


def run_crossdocument(options: Options) -> Report:
    """Who is who across documents: documents of our own, so their data is always there."""
    figures = crossdocument.measure(crossdocument.DOCUMENTS, crossdocument.HELD)
    return Report(figures=figures)


def run_coreference(options: Options) -> Report:
    """Who is who inside a document: OntoGUM and Re-DocRED from raw text, and types of names."""
    need(options.data, *coreference.FILES)
    return Report(figures=coreference.measure(options.data), peers=coreference.PEERS)


def run_salience(options: Options) -> Report:
    """Importance of entities on two thirds of GUM dev, beside rankings that need no learning."""
    folder = need(options.data / "ud", "gum-dev.conllu.xz")
    graded = salience.read_graded(folder / "gum-dev.conllu.xz")
    some = [document for number, document in enumerate(graded) if number % 3]
    figures = salience.alone(salience.read_with_kg(some, workers=options.workers))
    others = ("mentions by place", "first mention", "degree", "PageRank")
    return Report(figures=figures["kg"], peers={name: figures[name] for name in others})


#: Parts of the suite by name.
PARTS: dict[str, Callable[[Options], Report]] = {
    "benchie": run_benchie,
    "carb": run_carb,
    "mine": run_mine,
    "stated": run_stated,
    "links": run_links,
    "crossdocument": run_crossdocument,
    "salience": run_salience,
    "coreference": run_coreference,
}


def need(folder: Path, *names: str) -> Path:
    """The folder, if it holds the files; raises SkippedError otherwise."""
    for name in names:
        if not (folder / name).is_file():
            raise SkippedError(f"no {name} in {folder}; give the folder of the data with --data")
    return folder


def extract(
    sentences: Sequence[str], options: Options
) -> list[tuple[int, tuple[str, str, str], float]]:
    """What `kg extract --lines` prints: place of the sentence, the three parts, confidence."""
    from kg.record.claims import IMPLIED

    return [
        (place, one_line(claim), claim.confidence)
        for place, record in enumerate(records_of(sentences, options))
        for claim in record.claims
        if claim.object is not None and claim.rule not in IMPLIED
    ]


def one_line(claim: Claim) -> tuple[str, str, str]:
    """Subject, predicate and object in the words of the text, as `kg extract` prints them."""
    from kg.record.claims import surface

    subject, predicate, obj = (" ".join(part.split()) for part in surface(claim))
    return subject, predicate, obj


def records_of(sentences: Sequence[str], options: Options) -> Iterator[Record]:
    """A record for each sentence, in their order, each read as a document of its own."""
    from kg.build import make_records, read_documents
    from kg.model import Settings

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sentences.txt"
        file.write_text("".join(f"{line}\n" for line in sentences), encoding="utf-8")
        documents = read_documents([file], lines=True)
    yield from make_records(documents, Settings(), workers=options.workers)


def essay_graphs(
    essays: Sequence[mine.Essay], options: Options
) -> dict[int, tuple[mine.Edge, ...]]:
    """The edges of a graph built from each essay alone."""
    from kg.build import make_records, read_documents
    from kg.model import Settings

    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{essay.id:04}.txt" for essay in essays]
        for essay, file in zip(essays, files, strict=True):
            file.write_text(essay.text, encoding="utf-8")
        documents = read_documents(files)
    records = make_records(documents, Settings(), workers=options.workers)
    numbers = {file.name: essay.id for essay, file in zip(essays, files, strict=True)}
    return {numbers[record.document.id]: graph_edges(record) for record in records}


def graph_edges(record: Record) -> tuple[mine.Edge, ...]:
    """Subject label, relation and object label of each claim with an object, however sure.

    The measure asks what a graph can hold; how much of it is shown is the user's choice. What else
    takes part stands behind the object, as on the page.
    """
    from kg.build import assemble
    from kg.model import Settings

    claims = assemble([record], Settings(min_confidence=0, min_worth=0)).claims
    return tuple(
        (claim.subject.label, relation(claim), f"{claim.object.label}{roles(claim)}")
        for claim in sorted(claims, key=lambda c: (c.sentence.start, c.id))
        if claim.object is not None and claim.shown
    )


def roles(claim: Claim) -> str:
    """The qualifiers of a claim as words: " in Oslo, with Kim"."""
    told = [f"{q.role} {q.argument.label}" for q in claim.qualifiers if q.role != "object"]
    return " " + ", ".join(told) if told else ""


def relation(claim: Claim) -> str:
    """What the graph writes on the edge, behind "not" where the claim denies it."""
    return f"not {claim.predicate.lemma}" if claim.polarity == "negative" else claim.predicate.lemma


def save(options: Options, name: str, lines: Iterator[str]) -> None:
    """Write what is scored into the folder of --save, if one is given."""
    if options.save is not None:
        options.save.mkdir(parents=True, exist_ok=True)
        (options.save / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def below_floor(figures: Figures, floors: Figures) -> list[str]:
    """The pinned figures that are missed, or absent, in a few words each."""
    missed = []
    for name, floor in sorted(floors.items()):
        value = figures.get(name)
        if value is None:
            missed.append(f"{name} was not measured")
        elif name in CEILINGS and value > floor:
            missed.append(f"{name} {value:.4f} is above {floor}")
        elif name not in CEILINGS and value < floor:
            missed.append(f"{name} {value:.4f} is below {floor}")
    return missed


def floors_from(figures: Figures) -> dict[str, float]:
    """The figures to pin, rounded to three decimals to the lenient side."""
    return {
        name: (math.ceil if name in CEILINGS else math.floor)(value * 1000) / 1000
        for name, value in sorted(figures.items())
        if name not in UNPINNED
    }


def lines_of(part: str, report: Report, floors: Figures) -> Iterator[str]:
    """The figures of a part, one a line, then those of the peers."""
    yield part
    for name, value in report.figures.items():
        word = "most" if name in CEILINGS else "least"
        bound = f"  (at {word} {floors[name]})" if name in floors else ""
        yield f"  {name:<24}{value:>9.4f}{bound}"
    for peer, figures in report.peers.items():
        values = "  ".join(f"{name} {value:.3f}" for name, value in figures.items())
        yield f"  {peer:<24}{values}"


def measure(part: str, options: Options) -> Report | str:
    """The report of one part, or why it is skipped."""
    try:
        return PARTS[part](options)
    except SkippedError as problem:
        return str(problem)


def measure_all(parts: Sequence[str], options: Options) -> Iterator[Report | str]:
    """What `measure` says of each part, in their order; `options.jobs` parts at a time."""
    if options.jobs == 1:
        yield from (measure(part, options) for part in parts)
        return
    with ProcessPoolExecutor(options.jobs, mp_context=get_context("spawn")) as pool:
        # The last parts take longest, so they start first.
        found = {part: pool.submit(measure, part, options) for part in reversed(parts)}
        yield from (found[part].result() for part in parts)


def show(part: str, report: Report | str, floors: Figures) -> list[str]:
    """Print one part; returns what is below a floor."""
    if isinstance(report, str):
        print(f"{part}\n  skipped: {report}", flush=True)
        return []
    print("\n".join(lines_of(part, report, floors)), flush=True)
    return [f"{part}: {missed}" for missed in below_floor(report.figures, floors)]


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the quality of claims and graphs.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--data", type=Path, default=benchie.DATA, help="folder of the data sets")
    parser.add_argument("--floors", type=Path, default=HERE / "floors.json", help="what is pinned")
    parser.add_argument("--update", action="store_true", help="write the figures to the floors")
    parser.add_argument("--save", type=Path, metavar="FOLDER", help="keep what is scored")
    parser.add_argument("--workers", type=int, default=1, help="processes that read documents")
    parser.add_argument("--jobs", type=int, default=1, help="parts measured at the same time")
    parser.add_argument("--cache", type=Path, default=mine.default_cache(), help="SQLite file")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.parts) - set(PARTS))
    if unknown:
        parser.error(f"unknown part {unknown[0]!r}; choose from {', '.join(PARTS)}")
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the suite; returns the exit code."""
    chosen = parse(arguments)
    options = Options(
        data=chosen.data, cache=chosen.cache, workers=chosen.workers, jobs=chosen.jobs,
        save=chosen.save,
    )  # fmt: skip
    file: Path = chosen.floors
    floors = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    problems: list[str] = []
    parts = chosen.parts or list(PARTS)
    for part, report in zip(parts, measure_all(parts, options), strict=True):
        problems += show(part, report, {} if chosen.update else floors.get(part, {}))
        if not isinstance(report, str) and chosen.update:
            floors[part] = floors_from(report.figures)
        if isinstance(report, str) and part in chosen.parts:
            problems.append(f"{part}: asked for by name, but skipped")
    if chosen.update:
        text = json.dumps(floors, indent=2, sort_keys=True)
        file.write_text(f"{text}\n", encoding="utf-8")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
