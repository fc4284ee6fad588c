"""MINE: how many facts of an essay can be recovered from its graph (Mo et al. 2025, KGGen).

Each essay comes with 15 facts. As its authors do it, a fact's context is retrieved from the graph
of that essay: embed all node labels and the fact with all-MiniLM-L6-v2, take the 8 nearest nodes,
collect the edges within 2 hops as "subject relation object.". Whether the fact follows from the
context is judged by a logistic regression, fitted on published verdicts of a language model over
the contexts of three systems; `--judge` reports how well it reproduces verdicts on essays that it
has not seen. Words come from a light suffix-stripping stemmer, so no pipeline is needed here.

    python benchmarks/mine.py GRAPHS.jsonl             {"id": essay, "edges": [[s, relation, o], ...]}
    python benchmarks/mine.py GRAPHS.jsonl --errors    every fact judged not supported, best context
    python benchmarks/mine.py --peers                  the three systems in the data, same retrieval
    python benchmarks/mine.py --judge                  the judge, 5-fold over essays
"""  # noqa: E501

from __future__ import annotations

import argparse
import json
import math
import os
import re
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import minilm
import numpy as np
import numpy.typing as npt

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
NEAREST = 8
FOLDS = 5
PEERS = ("KGGen", "GraphRAG", "OpenIE")
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
STOP = frozenset(
    """a about after again all also am an and any are as at be because been before being between
    both but by can could did do does during each few for from further had has have he her here him
    his how i if in into is it its just may me might more most must my no nor not of off on once
    only or other our out over own same shall she should so some such than that the their them then
    there these they this those through to too under until up us very was we were what when where
    which while who whom whose why will with would you your""".split()
)
#: Endings to strip and what takes their place, the first that fits; three letters must remain.
ENDINGS = (
    ("ization", "iz"), ("ations", "at"), ("ation", "at"), ("ators", "at"), ("ator", "at"),
    ("iveness", "iv"), ("ousness", "ous"), ("fulness", ""), ("ements", ""), ("ement", ""),
    ("ments", ""), ("ment", ""), ("ities", ""), ("ity", ""), ("ness", ""), ("ings", ""),
    ("ing", ""), ("ies", "y"), ("ied", "y"), ("ers", ""), ("er", ""), ("ed", ""), ("ly", ""),
    ("es", ""), ("s", ""), ("e", ""),
)  # fmt: skip

Edge = tuple[str, str, str]
Numbers = npt.NDArray[np.float64]
Vectors = Mapping[str, minilm.Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Essay:
    """A text, its facts, and the graphs that other systems built from it."""

    id: int
    text: str
    facts: tuple[str, ...]
    peers: Mapping[str, tuple[Edge, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A published verdict: does the fact follow from the context?"""

    essay: int
    system: str
    fact: str
    context: str
    supported: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """A fitted logistic regression over standardised features."""

    mean: Numbers
    spread: Numbers
    weights: Numbers

    def probability(self, features: Numbers) -> Numbers:
        """Probability of "supported" for each row of features."""
        return _sigmoid(_with_constant((features - self.mean) / self.spread) @ self.weights)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a graph yields for one fact."""

    essay: int
    fact: str
    context: tuple[str, ...]
    probability: float

    @property
    def supported(self) -> bool:
        return self.probability > 0.5

    @property
    def words(self) -> int:
        return sum(len(line.split()) for line in self.context)


def read_essays(path: Path) -> tuple[Essay, ...]:
    """The essays of a JSONL file, in its order."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return tuple(
        Essay(
            id=row["id"],
            text=row["text"],
            facts=tuple(row["facts"]),
            peers={name: tuple(map(_edge, edges)) for name, edges in row["peers"].items()},
        )
        for row in rows
    )


def read_judgements(path: Path) -> tuple[Judgement, ...]:
    """The published verdicts of a JSONL file, in its order."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return tuple(Judgement(**{**row, "supported": bool(row["supported"])}) for row in rows)


def read_graphs(path: Path) -> dict[int, tuple[Edge, ...]]:
    """Graphs of a JSONL file, `{"id": 2, "edges": [[subject, relation, object], ...]}`."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {row["id"]: tuple(map(_edge, row["edges"])) for row in rows}


def _edge(parts: Sequence[str]) -> Edge:
    subject, relation, obj = parts
    return subject, relation, obj


def nodes_of(edges: Iterable[Edge]) -> tuple[str, ...]:
    """Labels of the nodes, sorted."""
    return tuple(sorted({label for subject, _, obj in edges for label in (subject, obj)}))


def retrieve(
    edges: Sequence[Edge], fact: str, vectors: Vectors, *, both_ways: bool = False
) -> tuple[str, ...]:
    """Edges within 2 hops of the nodes nearest to the fact, as sentences without repeats.

    The authors walk from subject to object only and keep one edge, the last, for each pair of
    nodes: so the published contexts come out again. `both_ways` walks all edges in either
    direction instead, which gives longer contexts.
    """
    nodes = nodes_of(edges)
    if not nodes:
        return ()
    closeness = np.stack([vectors[node] for node in nodes]) @ vectors[fact]
    near = {nodes[place] for place in np.argsort(-closeness, kind="stable")[:NEAREST]}
    kept = edges if both_ways else tuple({(s, o): (s, r, o) for s, r, o in edges}.values())
    ends = [{s, o} if both_ways else {s} for s, _, o in kept]
    reached = near.union(*({s, o} for (s, _, o), end in zip(kept, ends, strict=True) if near & end))
    pairs = zip(kept, ends, strict=True)
    return tuple(dict.fromkeys(f"{s} {r} {o}." for (s, r, o), end in pairs if reached & end))


def stem(word: str) -> str:
    """A lower-cased word without its ending, so that forms of one word become equal.

    >>> stem("explained") == stem("explaining") == stem("explains")
    True
    """
    word = word.removesuffix("'s")
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= 3:
            word = word.removesuffix(ending) + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return re.sub("y$", "i", word)


def stems(text: str) -> frozenset[str]:
    """Stems of the content words of a text."""
    return frozenset(stem(word) for word in WORD.findall(text.lower()) if word not in STOP)


def split_context(context: str) -> tuple[str, ...]:
    """The distinct sentences of a context, split where the edges were joined."""
    return tuple(dict.fromkeys(part for part in context.split(". ") if part.strip()))


def features(fact: str, sentences: Sequence[str], vectors: Vectors) -> Numbers:
    """What the judge sees of a fact and the sentences of its context: ten numbers.

    Cosine similarity of the best sentence and mean of the best three; share of the fact's content
    stems in the sentence most similar, in the one that holds most, mean of the three that hold
    most, in the three and five most similar together, in all; log of the number of sentences;
    number of the fact's content stems.
    """
    wanted = stems(fact)
    if not sentences or not wanted:
        return np.array([0.0] * 9 + [len(wanted)])
    similar = np.stack([vectors[line] for line in sentences]).astype(float) @ vectors[fact]
    order = np.argsort(-similar, kind="stable")
    held = [wanted & stems(sentences[place]) for place in order]
    shares = sorted((len(part) / len(wanted) for part in held), reverse=True)
    together = [len(frozenset().union(*held[:n])) / len(wanted) for n in (1, 3, 5, len(held))]
    cosines = (similar[order[0]], similar[order[:3]].mean())
    coverage = (together[0], shares[0], sum(shares[:3]) / 3, *together[1:])
    return np.array([*cosines, *coverage, math.log(len(sentences)), len(wanted)])


def fit(rows: Numbers, verdicts: npt.NDArray[np.bool_], rounds: int = 30) -> Judge:
    """Logistic regression with an L2 penalty of 1 on standardised features, by Newton's method."""
    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    spread[spread == 0] = 1.0
    scaled = _with_constant((rows - mean) / spread)
    weights = np.zeros(scaled.shape[1])
    penalty = np.ones(len(weights))
    penalty[0] = 0.0
    for _ in range(rounds):
        chance = _sigmoid(scaled @ weights)
        slope = scaled.T @ (chance - verdicts) + penalty * weights
        bend = (scaled.T * (chance * (1 - chance))) @ scaled + np.diag(penalty)
        weights = weights - np.linalg.solve(bend, slope)
    return Judge(mean=mean, spread=spread, weights=weights)


def _with_constant(rows: Numbers) -> Numbers:
    return np.hstack([np.ones((len(rows), 1)), rows])


def _sigmoid(x: Numbers) -> Numbers:
    return 1 / (1 + np.exp(-x))


def training_rows(judgements: Sequence[Judgement], encode: minilm.Encoder) -> Numbers:
    """Features of all published pairs, one row each."""
    parts = [split_context(item.context) for item in judgements]
    vectors = encode({line for lines in parts for line in lines} | {j.fact for j in judgements})
    pairs = zip(judgements, parts, strict=True)
    return np.stack([features(item.fact, lines, vectors) for item, lines in pairs])


def train(judgements: Sequence[Judgement], encode: minilm.Encoder) -> Judge:
    """The judge fitted on all published verdicts."""
    return fit(training_rows(judgements, encode), verdicts_of(judgements))


def verdicts_of(judgements: Sequence[Judgement]) -> npt.NDArray[np.bool_]:
    """The verdicts alone, in their order."""
    return np.array([item.supported for item in judgements], dtype=np.bool_)


def cross_validate(judgements: Sequence[Judgement], rows: Numbers) -> Numbers:
    """Probability of each verdict by a judge that has seen none of its essay."""
    essays = sorted({item.essay for item in judgements})
    fold = np.array([essays.index(item.essay) % FOLDS for item in judgements])
    verdicts = verdicts_of(judgements)
    chances = np.zeros(len(judgements))
    for number in range(FOLDS):
        held = fold == number
        chances[held] = fit(rows[~held], verdicts[~held]).probability(rows[held])
    return chances


def judge_figures(judgements: Sequence[Judgement], chances: Numbers) -> dict[str, float]:
    """AUC and agreement with the published verdicts."""
    verdicts = verdicts_of(judgements)
    agreed = (chances > 0.5) == verdicts
    return {"auc": area_under_roc(verdicts, chances), "agreement": float(agreed.mean())}


def area_under_roc(verdicts: npt.NDArray[np.bool_], chances: Numbers) -> float:
    """Share of pairs (supported, not supported) in the right order; ties count half."""
    right, wrong = chances[verdicts], np.sort(chances[~verdicts])
    below = np.searchsorted(wrong, right, side="left")
    equal = np.searchsorted(wrong, right, side="right") - below
    return float((below + equal / 2).sum() / (len(right) * len(wrong)))


def evaluate(
    essays: Iterable[Essay],
    graphs: Mapping[int, Sequence[Edge]],
    *,
    judge: Judge,
    encode: minilm.Encoder,
    both_ways: bool = False,
) -> tuple[Verdict, ...]:
    """A verdict for each fact of each essay; an essay without a graph supports nothing."""
    return tuple(
        verdict
        for essay in essays
        for verdict in judge_essay(
            essay, graphs.get(essay.id, ()), judge=judge, encode=encode, both_ways=both_ways
        )
    )


def judge_essay(
    essay: Essay,
    edges: Sequence[Edge],
    *,
    judge: Judge,
    encode: minilm.Encoder,
    both_ways: bool = False,
) -> Iterator[Verdict]:
    """Retrieve and judge the facts of one essay, in their order."""
    labels = encode((*nodes_of(edges), *essay.facts))
    contexts = [retrieve(edges, fact, labels, both_ways=both_ways) for fact in essay.facts]
    # Judged text is cut as the published contexts are, whatever the edges hold.
    parts = [split_context(" ".join(context)) for context in contexts]
    vectors = labels | encode(line for lines in parts for line in lines)
    for fact, context, lines in zip(essay.facts, contexts, parts, strict=True):
        row = features(fact, lines, vectors)[np.newaxis]
        # A context without a sentence supports nothing, whatever the regression makes of zeros.
        chance = float(judge.probability(row)[0]) if lines else 0.0
        yield Verdict(essay=essay.id, fact=fact, context=context, probability=chance)


def figures(verdicts: Sequence[Verdict], graphs: Mapping[int, Sequence[Edge]]) -> dict[str, float]:
    """Share supported, median words of a context, mean words of a node, nodes and edges a graph."""
    labels = [label for edges in graphs.values() for label in nodes_of(edges)]
    words = [len(label.split()) for label in labels]
    count = max(len(graphs), 1)
    return {
        "supported": sum(v.supported for v in verdicts) / max(len(verdicts), 1),
        "context_words": float(statistics.median(v.words for v in verdicts)) if verdicts else 0.0,
        "words_per_node": sum(words) / max(len(words), 1),
        "nodes": len(labels) / count,
        "edges": sum(len(set(edges)) for edges in graphs.values()) / count,
    }


def explain(verdicts: Iterable[Verdict], encode: minilm.Encoder) -> Iterator[str]:
    """Each fact with its verdict and the three context sentences most similar to it."""
    for verdict in verdicts:
        mark = "supported" if verdict.supported else "NOT supported"
        yield f"{verdict.essay}  {verdict.probability:.2f} {mark}: {verdict.fact}"
        vectors = encode((*verdict.context, verdict.fact))
        fact = vectors[verdict.fact]
        ranked = sorted(verdict.context, key=lambda line: (-float(vectors[line] @ fact), line))
        yield from (f"        {line}" for line in ranked[:3])


def default_cache() -> Path:
    """Where vectors are kept between runs; the file can be deleted at any time."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "kg-benchmarks" / "minilm.sqlite"


def peer_essays(
    essays: Iterable[Essay], judgements: Iterable[Judgement], system: str
) -> tuple[Essay, ...]:
    """The essays whose graph by `system` was judged, each with the facts that it was judged on.

    In the data, graphs and verdicts of one number belong together, but from number 18 on they
    are about another essay than the text and facts of that number.
    """
    facts: dict[int, list[str]] = defaultdict(list)
    for item in judgements:
        if item.system == system:
            facts[item.essay].append(item.fact)
    chosen = (essay for essay in essays if facts[essay.id] and essay.peers.get(system))
    return tuple(replace(essay, facts=tuple(facts[essay.id])) for essay in chosen)


def peer_lines(
    essays: Sequence[Essay], judgements: Sequence[Judgement], encode: minilm.Encoder
) -> Iterator[str]:
    """The figures of the systems in the data beside the published share of supported facts."""
    judge = train(judgements, encode)
    for name in PEERS:
        chosen = peer_essays(essays, judgements, name)
        graphs = {essay.id: essay.peers[name] for essay in chosen}
        verdicts = evaluate(chosen, graphs, judge=judge, encode=encode)
        given = statistics.mean(item.supported for item in judgements if item.system == name)
        yield f"{name}: published {given:.3f}  {_line(figures(verdicts, graphs))}"


def judge_lines(judgements: Sequence[Judgement], encode: minilm.Encoder) -> Iterator[str]:
    """How well the judge reproduces the verdicts, in all and by system."""
    chances = cross_validate(judgements, training_rows(judgements, encode))
    yield f"all: {_line(judge_figures(judgements, chances))}"
    groups: dict[str, list[int]] = defaultdict(list)
    for place, item in enumerate(judgements):
        groups[item.system].append(place)
    for name, places in sorted(groups.items()):
        part = judge_figures([judgements[place] for place in places], chances[places])
        share = {"judged": float((chances[places] > 0.5).mean())}
        given = {"published": statistics.mean(judgements[place].supported for place in places)}
        yield f"{name}: {_line({**part, **share, **given})}"


def _line(values: Mapping[str, float]) -> str:
    return "  ".join(f"{name} {value:.3f}" for name, value in values.items())


def graph_lines(options: argparse.Namespace, encode: minilm.Encoder) -> Iterator[str]:
    """The figures of the graphs in a file, after the facts that were asked for."""
    essays = read_essays(options.data / "dev.jsonl")
    graphs = read_graphs(options.file)
    judge = train(read_judgements(options.data / "judgements.jsonl"), encode)
    verdicts = evaluate(essays, graphs, judge=judge, encode=encode, both_ways=options.both_ways)
    if options.show:
        yield from explain((v for v in verdicts if v.essay in options.show), encode)
    if options.errors:
        yield from explain((v for v in verdicts if not v.supported), encode)
    yield _line(figures(verdicts, graphs))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Score graphs on MINE.")
    parser.add_argument("file", type=Path, nargs="?", help="graphs, one JSON object a line")
    parser.add_argument("--show", type=int, nargs="+", metavar="ESSAY", help="explain its facts")
    parser.add_argument("--errors", action="store_true", help="explain all unsupported facts")
    parser.add_argument("--both-ways", action="store_true", help="follow edges in both directions")
    parser.add_argument("--peers", action="store_true", help="score the systems in the data")
    parser.add_argument("--judge", action="store_true", help="measure the judge")
    parser.add_argument("--data", type=Path, default=DATA / "mine", help="folder of dev.jsonl")
    parser.add_argument("--cache", type=Path, default=default_cache(), help="SQLite of vectors")
    options = parser.parse_args(arguments)
    if not (options.file or options.peers or options.judge):
        parser.error("nothing to do; give a file of graphs, --peers or --judge")
    for path in (options.data / "judgements.jsonl", options.file):
        if path is not None and not path.is_file():
            parser.error(f"no file {str(path)!r}; give the path of an existing file")
    try:
        encode = minilm.Encoder(cache=options.cache)
    except minilm.MissingModelError as problem:
        parser.error(str(problem))
    judgements = read_judgements(options.data / "judgements.jsonl")
    if options.judge:
        print("\n".join(judge_lines(judgements, encode)))
    if options.peers:
        print("\n".join(peer_lines(read_essays(options.data / "dev.jsonl"), judgements, encode)))
    if options.file:
        print("\n".join(graph_lines(options, encode)))


if __name__ == "__main__":
    main()
