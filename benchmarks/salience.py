"""Importance: how well a ranking of a document's entities agrees with what its readers retell.

    python benchmarks/salience.py                   every ranking on GUM dev
    python benchmarks/salience.py --part train      on the part that the powers are learnt on
    python benchmarks/salience.py --learn           learn the powers of kg.graph.importance on train
    python benchmarks/salience.py --data FOLDER     where the folder ud/ is

Five people summed up each document of GUM; an entity's grade is how many of them name it, 0 to 5
(Lin and Zeldes, "GUMsley", EACL 2024). Each document becomes a graph of its own, from its raw text
and at the settings of a build; what is ranked are the entities of that graph. One of ours has the
grade of the gold entity that most of its mentions stand for; where several have the same one, the
first in a ranking takes the grade and the others nothing.

*nDCG* (Järvelin and Kekäläinen 2002) takes the grade as the gain, the logarithm of the rank as the
discount and the best order of what the graph holds as 1; `ndcg_10` looks at the first ten ranks.
*MAP* is the mean average precision of what at least one summary names. Figures are means over
documents; ties are broken by a hash, and not by what happens to stand first.

`together` is one graph of all documents; the gain is the sum of the grades in each of them.
"""

from __future__ import annotations

import argparse
import hashlib
import lzma
import math
import re
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from scipy.optimize import minimize

if TYPE_CHECKING:
    from kg.model import Build, Entity, Record

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
#: How many ranks `ndcg_10` looks at, and how many people summed up each document.
TOP = 10
SUMMARIES = 5
#: How much large weights count against a model.
DECAY = 0.001

Span = tuple[int, int]
#: A value for each entity of a build, by IRI; the highest is the first.
Ranking = Callable[["Build"], Mapping[str, float]]


# Gold


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A gold mention: its entity's number, where it is, and where its head words are."""

    entity: int
    span: Span
    head: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """A text, its gold mentions, and how many of five summaries name each entity that one names."""

    id: str
    text: str
    phrases: tuple[Phrase, ...]
    grades: Mapping[int, int]


def read_graded(path: Path) -> list[Graded]:
    """The documents of a CoNLL-U file of GUM (xz), as raw text with a blank line between blocks."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        lines = file.read().splitlines()
    starts = [n for n, line in enumerate(lines) if line.startswith("# newdoc id")]
    ends = [*starts[1:], len(lines)]
    return [_graded(lines[start:end]) for start, end in zip(starts, ends, strict=True)]


def _graded(lines: Sequence[str]) -> Graded:
    text, at, tokens = "", 0, list[Span]()
    opened, phrases = list[tuple[str, int]](), list[Phrase]()
    for line in lines:
        if line == "# newpar":
            text = text.rstrip() + "\n\n" if text else ""
        elif line.startswith("# text = "):
            at = len(text)
            text += line.removeprefix("# text = ") + " "
        elif (cells := line.split("\t"))[0].isdigit():
            start = max(text.find(cells[1], at), at)
            at = start + len(cells[1])
            tokens.append((start, at))
            phrases += _phrases(cells[9], tokens, opened)
    grades = next(line for line in lines if line.startswith("# meta::salientEntities"))
    return Graded(
        id=lines[0].rpartition(" ")[2],
        text=text.rstrip() + "\n",
        phrases=tuple(phrases),
        grades={int(n): int(g) for n, g in re.findall(r"(\d+) \((\d)\*?\)", grades)},
    )


def _phrases(misc: str, tokens: Sequence[Span], opened: list[tuple[str, int]]) -> Iterator[Phrase]:
    """The mentions that end at the last token; `opened` are those that have begun.

    A mention opens as `(12-person-giv-nnnss-cf1-2,3-coref`: entity 12, head words 2 and 3 of it.
    """
    found = re.search(r"(?:^|\|)Entity=([^|]*)", misc)
    for mark in re.findall(r"\([^()]*\)?|[^()]+\)", found[1] if found else ""):
        if mark.startswith("("):
            opened.append((mark.strip("()"), len(tokens) - 1))
        if mark.endswith(")"):
            number = mark.strip("()").partition("-")[0]
            last = max(n for n, (m, _) in enumerate(opened) if m.partition("-")[0] == number)
            marked, first = opened.pop(last)
            words = [tokens[first + int(n) - 1] for n in marked.split("-")[5].split(",")]
            yield Phrase(
                entity=int(number),
                span=(tokens[first][0], tokens[-1][1]),
                head=(words[0][0], words[-1][1]),
            )


# Ours against gold


def gold_of(graded: Graded, entities: Iterable[Entity]) -> dict[str, int]:
    """The gold entity that most mentions of each of our entities stand for, by IRI.

    Our mention stands for the gold one most like it in extent, of those whose head words it holds.
    """
    heads: dict[int, list[Phrase]] = {}
    for phrase in graded.phrases:
        for place in range(*phrase.head):
            heads.setdefault(place, []).append(phrase)
    found = {}
    for entity in entities:
        meant = (_meant((m.span.start, m.span.end), heads) for m in entity.mentions)
        votes = Counter(number for number in meant if number is not None)
        if votes:
            found[entity.iri] = min(votes, key=lambda number: (-votes[number], number))
    return found


def _meant(span: Span, heads: Mapping[int, Sequence[Phrase]]) -> int | None:
    start, end = span
    near = {p.span: p for at in range(start, end) for p in heads.get(at, ())
            if start <= p.head[0] and p.head[1] <= end}  # fmt: skip

    def shared(other: Span) -> float:
        both = min(end, other[1]) - max(start, other[0])
        return both / (max(end, other[1]) - min(start, other[0]))

    best = min(near, key=lambda other: (-shared(other), other), default=None)
    return near[best].entity if best is not None else None


def gains(ranked: Sequence[str], gold: Mapping[str, int], grades: Mapping[int, int]) -> list[int]:
    """The grade at each rank; an entity that came before under another name gains nothing."""
    seen, found = set[int](), []
    for iri in ranked:
        number = gold.get(iri, -1)
        found.append(0 if number in seen else grades.get(number, 0))
        seen.add(number)
    return found


def ndcg(found: Sequence[int], top: int | None = None) -> float:
    """Normalized discounted cumulative gain of the grades in ranked order; 1 where none is graded.

    >>> round(ndcg([0, 5]), 3)
    0.631
    """

    def dcg(grades: Sequence[int]) -> float:
        return sum(grade / math.log2(n + 2) for n, grade in enumerate(grades[:top]))

    best = dcg(sorted(found, reverse=True))
    return dcg(found) / best if best else 1.0


def average_precision(found: Sequence[int]) -> float:
    """Mean precision at the ranks of what is graded; 1 where nothing is.

    >>> average_precision([3, 0, 1])
    0.8333333333333333
    """
    ranks = [n for n, grade in enumerate(found, 1) if grade]
    return statistics.mean(n / rank for n, rank in enumerate(ranks, 1)) if ranks else 1.0


# What kg finds


def read_with_kg(documents: Iterable[Graded], *, workers: int = 1) -> list[tuple[Graded, Record]]:
    """Each document with what `kg` reads in its raw text, at the settings of a build."""
    from kg.build import make_records, read_documents
    from kg.model import Settings

    known = {f"{graded.id}.txt": graded for graded in documents}
    with tempfile.TemporaryDirectory() as folder:
        for name, graded in known.items():
            (Path(folder) / name).write_text(graded.text, encoding="utf-8")
        found = read_documents([Path(folder)])
    records = make_records(found, Settings(), workers=workers)
    return [(known[record.document.id], record) for record in records]


def build_of(*records: Record) -> Build:
    """One graph of these documents."""
    from kg.build import assemble
    from kg.model import Settings

    return assemble(records, Settings())


def in_graph(build: Build, document: str | None = None) -> list[Entity]:
    """The entities of the graph, with their mentions in one document where it is given."""
    entities = [entity for entity in build.entities if entity.iri in build.graph]
    if document is None:
        return entities
    inside = (
        replace(e, mentions=tuple(m for m in e.mentions if m.document == document))
        for e in entities
    )
    return [entity for entity in inside if entity.mentions]


# Rankings


def by_kg(build: Build) -> dict[str, float]:
    return {iri: about["importance"] for iri, about in build.graph.nodes.items()}


def by_list(build: Build) -> dict[str, float]:
    """As a list of key entities has it: what is none comes behind all that are."""
    from kg.graph.importance import is_key

    return {
        iri: about["importance"]
        + len(build.graph) * is_key(about["kind"], about["importance"], len(about["documents"]))
        for iri, about in build.graph.nodes.items()
    }


def named_first(build: Build) -> dict[str, float]:
    kinds = build.graph.nodes
    return {i: v + len(kinds) * (kinds[i]["kind"] == "named") for i, v in by_kg(build).items()}


def by_pagerank(build: Build) -> dict[str, float]:
    """PageRank over the edges taken both ways (Page, Brin, Motwani and Winograd 1999)."""
    return dict(nx.pagerank(build.graph.to_undirected()))


def by_degree(build: Build) -> dict[str, float]:
    return {iri: build.graph.degree(iri) for iri in build.graph}


def by_mentions(build: Build) -> dict[str, float]:
    return {entity.iri: len(entity.mentions) for entity in in_graph(build)}


def by_place(build: Build) -> dict[str, float]:
    """What a document names first is the first; of several documents, the mean."""
    return {entity.iri: -_first(entity) for entity in in_graph(build)}


def _first(entity: Entity) -> float:
    firsts: dict[str, int] = {}
    for mention in entity.mentions:
        at = mention.span.start
        firsts[mention.document] = min(firsts.get(mention.document, at), at)
    return statistics.mean(firsts.values())


def by_opening(build: Build) -> dict[str, float]:
    """Whether the first line of a document, its title as a rule, names it; then mentions."""
    ends = {document.id: document.text.find("\n") for document in build.documents}
    return {
        entity.iri: len(entity.mentions)
        + 1e6 * any(m.span.end <= ends[m.document] for m in entity.mentions)
        for entity in in_graph(build)
    }


def by_both(build: Build) -> dict[str, float]:
    """Mentions over the logarithm of where the first one is, in hundreds of characters."""
    return {
        entity.iri: len(entity.mentions) / math.log2(2 + _first(entity) / 100)
        for entity in in_graph(build)
    }


RANKINGS: Mapping[str, Ranking] = {
    "kg": by_kg,
    "kg, as listed": by_list,
    "kg, names first": named_first,
    "mentions by place": by_both,
    "mentions": by_mentions,
    "in the title": by_opening,
    "first mention": by_place,
    "degree": by_degree,
    "PageRank": by_pagerank,
}


def ordered(build: Build, ranking: Ranking) -> list[str]:
    """The IRIs of the graph, the first in the ranking first, equals as a hash has it."""
    values = ranking(build)
    return sorted(
        build.graph, key=lambda iri: (-values[iri], hashlib.sha256(iri.encode()).hexdigest())
    )


def alone(read: Sequence[tuple[Graded, Record]]) -> dict[str, dict[str, float]]:
    """The figures of each ranking, each document a graph of its own."""
    rows: dict[str, list[list[int]]] = {name: [] for name in RANKINGS}
    for graded, record in read:
        build = build_of(record)
        gold = gold_of(graded, in_graph(build))
        for name, ranking in RANKINGS.items():
            rows[name].append(gains(ordered(build, ranking), gold, graded.grades))
    return {
        name: {
            "ndcg": statistics.mean(map(ndcg, found)),
            "ndcg_10": statistics.mean(ndcg(one, TOP) for one in found),
            "map": statistics.mean(map(average_precision, found)),
        }
        for name, found in rows.items()
    }


def together(read: Sequence[tuple[Graded, Record]]) -> dict[str, dict[str, float]]:
    """The figures of each ranking over one graph of all documents."""
    build = build_of(*(record for _, record in read))
    total: Counter[str] = Counter()
    for graded, record in read:
        gold = gold_of(graded, in_graph(build, record.document.id))
        taken = {number: iri for iri, number in sorted(gold.items(), reverse=True)}
        total.update({iri: graded.grades.get(number, 0) for number, iri in taken.items()})
    found = {name: [total[iri] for iri in ordered(build, by)] for name, by in RANKINGS.items()}
    return {
        name: {"ndcg": ndcg(one), "ndcg_50": ndcg(one, 50), "map": average_precision(one)}
        for name, one in found.items()
    }


# Powers


def learn(read: Sequence[tuple[Graded, Record]]) -> tuple[list[float], float]:
    """Powers and base of a logistic regression: the share of summaries that name an entity."""
    from kg.graph.importance import features

    rows, shares = [], []
    for graded, record in read:
        build = build_of(record)
        entities = in_graph(build)
        gold = gold_of(graded, entities)
        for iri, measured in features(entities, build.facts):
            rows.append(measured)
            shares.append(graded.grades.get(gold.get(iri, -1), 0) / SUMMARIES)
    x, y = np.array(rows), np.array(shares)
    scale = x.std(axis=0)

    def loss(weights: np.ndarray) -> float:
        total = x / scale @ weights[:-1] + weights[-1]
        return float(
            np.mean(np.logaddexp(0, total) - y * total) + DECAY * weights[:-1] @ weights[:-1]
        )

    found = minimize(loss, np.zeros(x.shape[1] + 1), method="L-BFGS-B").x
    return [round(float(w), 2) for w in found[:-1] / scale], round(float(found[-1]), 2)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures of every ranking, or the powers."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--part", choices=("dev", "train"), default="dev")
    parser.add_argument("--learn", action="store_true")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args(argv)
    path = options.data / "ud" / f"gum-{'train' if options.learn else options.part}.conllu.xz"
    if not path.is_file():
        print(f"no {path}; name the folder that holds ud/ with --data", file=sys.stderr)
        return 1
    read = read_with_kg(read_graded(path), workers=options.workers)
    if options.learn:
        weights, bias = learn(read)
        print(f"POWERS = {tuple(weights)}\nBASE = {bias}")
        return 0
    for title, figures in (("alone", alone(read)), ("together", together(read))):
        print(f"{title:<20}" + "".join(f"{name:>9}" for name in figures["kg"]))
        for name, row in figures.items():
            print(f"{name:<20}" + "".join(f"{value:>9.3f}" for value in row.values()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
