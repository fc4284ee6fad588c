"""Does the sentence that answers a question come first? Recall at 5 and 10, beside two baselines.

    python benchmarks/retrieval.py ../shared/data [--part report] [--output FOLDER] [--misses]
    python benchmarks/retrieval.py ../shared/data --fit

`retrieval/questions.jsonl` has 150 questions that sentences of MINE's essays and GUM's texts (both
development parts, 68 documents) answer, 30 of them with sentences of two documents. They are worded
as somebody would ask who has not read the texts. Each names its sentences by document and offsets;
the texts are not in this project. Half of the questions (`develop`) was there to choose weights,
the other half (`report`) is for measuring and nothing else.

All rank the same sentences: `kg` by `kg.retrieve`, BM25 by the same stems (k1 1.2, b 0.6), MiniLM
by the cosine of all-MiniLM-L6-v2 (`minilm.py`; left out where its weights are not installed); the
last row is `kg.retrieve` with MiniLM's vectors in the place of its own, which have 8-bit weights.
Recall of a question is the share of its sentences among the first 5 or 10.

`--fit` fits the weights of the parts of a score to the development half (softmax over all
sentences, Newton's method, L2) and says what recall they have on questions that they were not
fitted to, by cross-validation in five folds. What ships is rounded by hand.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from minilm import Encoder, MissingModelError

from kg.model import Build
from kg.retrieve import Index, Sentence
from kg.retrieve.lexical import Lexicon, stems
from kg.retrieve.search import WEIGHTS

QUESTIONS = Path(__file__).parent / "retrieval" / "questions.jsonl"
DEPTHS = (5, 10)
#: Of `--fit`: folds of cross-validation, (short) steps of Newton's method, the weight of L2.
FOLDS, STEPS, RIDGE = 5, 30, 0.02

Floats = npt.NDArray[np.float64]
#: A question → the numbers of the sentences, the best first.
Ranking = Callable[[str], Sequence[int]]


def main() -> None:
    options = read_options()
    part = "develop" if options.fit else options.part
    questions = [one for one in read_lines(QUESTIONS) if part in ("all", one["part"])]
    build = built(options.data, options.output)
    index = Index(build)
    numbers = {(s.document, s.span.start): n for n, s in enumerate(index.sentences)}
    gold = [
        {numbers[f"{place['document']}.txt", place["start"]] for place in one["gold"]}
        for one in questions
    ]
    if options.fit:
        print_fit(index, [one["question"] for one in questions], gold)
        return
    documents = len({sentence.document for sentence in index.sentences})
    print(f"{len(questions)} questions, {len(index.sentences)} sentences, {documents} documents")
    print(f"{'':<16}{'recall@5':>9}{'@10':>7}{'one text':>10}{'two':>7}")
    for name, ranking in systems(build, index, options.cache):
        found = [ranking(one["question"]) for one in questions]
        print(row(name, found, gold, [len({g["document"] for g in q["gold"]}) for q in questions]))
        if name == "kg" and options.misses:
            print_misses(questions, found, gold, index.sentences)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path, help="folder with mine/dev.jsonl and gum/dev.jsonl")
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--part", choices=("develop", "report", "all"))
    either.add_argument("--fit", action="store_true", help="fit the weights to the half `develop`")
    parser.add_argument("--output", type=Path, help="folder of a build of these texts, to reuse")
    parser.add_argument("--cache", type=Path, help="SQLite of MiniLM's vectors, kept between runs")
    parser.add_argument("--misses", action="store_true", help="list what kg does not find")
    options = parser.parse_args()
    options.part = options.part or ("develop" if options.fit else "report")
    return options


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def texts(data: Path) -> Iterator[tuple[str, str]]:
    """Each document under the name that the questions have for it."""
    for item in read_lines(data / "mine" / "dev.jsonl"):
        yield f"mine-{int(item['id']):03d}", item["text"]
    for item in read_lines(data / "gum" / "dev.jsonl"):
        yield item["doc"], item["text"]


def built(data: Path, output: Path | None) -> Build:
    from kg.build import build as make_build
    from kg.restore import restore

    if output is not None:
        return restore(output)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in texts(data):
            (Path(folder) / f"{name}.txt").write_bytes(text.encode())
        return make_build([folder])


def systems(build: Build, index: Index, cache: Path | None) -> Iterator[tuple[str, Ranking]]:
    sentences = index.sentences
    plain = Lexicon(Counter(stems(sentence.span.text)) for sentence in sentences)
    yield "BM25", lambda question: ranked(plain.scores(stems(question)))
    yield "kg", lambda question: found_by(index, question)
    try:
        encoder = Encoder(cache=cache)
    except MissingModelError as error:
        print(f"MiniLM is left out: {error}")
        return

    def encode(texts: Sequence[str]) -> npt.NDArray[Any]:
        found = encoder(texts)
        return np.array([found[text] for text in texts])

    table = encode([sentence.span.text for sentence in sentences])
    yield "MiniLM", lambda question: ranked(table @ encode([question])[0])
    other = Index(build, encode=encode)
    yield "kg, with MiniLM", lambda question: found_by(other, question)


def found_by(index: Index, question: str) -> list[int]:
    ordered = index.ranked(index.scores(question))
    return [number for number, _ in islice(ordered, max(DEPTHS))]


def ranked(scores: npt.NDArray[Any]) -> list[int]:
    order: list[int] = np.argsort(-scores, kind="stable")[: max(DEPTHS)].tolist()
    return order


def row(
    name: str, found: Sequence[Sequence[int]], gold: Sequence[set[int]], texts: Sequence[int]
) -> str:
    five, ten = (
        [
            len(good & set(order[:depth])) / len(good)
            for order, good in zip(found, gold, strict=True)
        ]
        for depth in DEPTHS
    )
    one = [value for value, count in zip(five, texts, strict=True) if count == 1]
    two = [value for value, count in zip(five, texts, strict=True) if count > 1]
    figures = f"{mean(five):>9.3f}{mean(ten):>7.3f}{mean(one):>10.3f}{mean(two):>7.3f}"
    return f"{name:<16}{figures}"


def mean(values: Sequence[float]) -> float:
    return sum(values) / max(len(values), 1)


def print_fit(index: Index, questions: Sequence[str], gold: Sequence[set[int]]) -> None:
    parts = [index.parts(question) for question in questions]
    tables = [np.stack([part[name] for name in WEIGHTS], axis=1) for part in parts]
    order, recalls = np.random.default_rng(1).permutation(len(tables)), []
    for fold in range(FOLDS):
        held = {int(n) for n in order[fold::FOLDS]}
        kept = [n for n in range(len(tables)) if n not in held]
        weights = fitted([tables[n] for n in kept], [gold[n] for n in kept])
        for n in sorted(held):
            best = [number for number, _ in islice(index.ranked(tables[n] @ weights), DEPTHS[0])]
            recalls.append(len(gold[n] & set(best)) / len(gold[n]))
    print(f"recall@5 by cross-validation: {mean(recalls):.3f}")
    for name, weight in zip(WEIGHTS, fitted(tables, gold), strict=True):
        print(f"{name:<10}{weight:>7.2f}  ships {WEIGHTS[name]}")


def fitted(tables: Sequence[Floats], gold: Sequence[set[int]]) -> Floats:
    """The weights under which the sentences that answer are most likely, by a softmax over all."""
    weights = np.zeros(len(WEIGHTS))
    for _ in range(STEPS):
        gradient, hessian = 2 * RIDGE * weights, 2 * RIDGE * np.eye(len(weights))
        for table, good in zip(tables, gold, strict=True):
            scores = table @ weights
            chance = np.exp(scores - scores.max())
            chance /= chance.sum()
            expected = chance @ table
            gradient = gradient + (expected - table[sorted(good)].mean(axis=0)) / len(tables)
            spread = (table * chance[:, None]).T @ table - np.outer(expected, expected)
            hessian = hessian + spread / len(tables)
        step = np.linalg.solve(hessian, gradient)
        weights = weights - step * min(1.0, 0.5 / float(np.linalg.norm(step)))
    return weights


def print_misses(
    questions: Sequence[dict[str, Any]],
    found: Sequence[Sequence[int]],
    gold: Sequence[set[int]],
    sentences: Sequence[Sentence],
) -> None:
    for one, order, good in zip(questions, found, gold, strict=True):
        for number in sorted(good - set(order[: DEPTHS[0]])):
            print(f"  {one['question']}")
            print(f"    not found: {' '.join(sentences[number].span.text.split())}")
            print(f"    first:     {' '.join(sentences[order[0]].span.text.split())}")


if __name__ == "__main__":
    main()
