"""CaRB: open information extraction scored token by token (Bhardwaj, Aggarwal and Mausam 2019).

A gold tuple and an extraction are compared as bags of words, slot by slot: relation, first
argument, all further arguments joined. Shared words over the extraction's words give the pair's
precision, over the gold tuple's words its recall; a pair that shares no word of the relation is
worth nothing. Precision takes extractions and gold tuples one to one, best pair first; recall
lets each gold tuple have its best extraction. Both are averaged over all sentences, at every
confidence, which gives a curve: reported are the area under it and the point of best F1.

    python benchmarks/carb.py FILE.tsv          sentence number, subject, predicate, object[, confidence]
    python benchmarks/carb.py --openie5 FILE    the output format of OpenIE 5
"""  # noqa: E501

from __future__ import annotations

import argparse
import re
import string
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}
FORMS_OF_BE = {"be", "is", "am", "are", "was", "were", "been", "being"}
REPORTING = ("said", "told", "added", "adds", "says")
OPENIE5_ARGUMENT = re.compile(r"\w+\((.*?),List\(")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuple:
    """A relation with its arguments, from one sentence; `confidence` orders a system's output."""

    sentence: str
    relation: str
    arguments: tuple[str, ...]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point of the curve: the extractions with at least this confidence."""

    confidence: float
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def sentence_key(text: str) -> str:
    """What identifies a sentence: its letters and digits, whatever the tokenisation."""
    text = "".join(text.split())
    for escaped, bracket in BRACKETS.items():
        text = text.replace(escaped, bracket)
    return text.translate(str.maketrans("", "", string.punctuation))


def read_gold(path: Path) -> tuple[Tuple, ...]:
    """Gold tuples: sentence, relation, arguments, tab-separated; empty arguments are left out."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(
        Tuple(
            sentence=sentence_key(sentence),
            relation=relation,
            arguments=tuple(argument for argument in arguments if argument.strip()),
        )
        for sentence, relation, *arguments in rows
    )


def read_sentences(path: Path) -> tuple[str, ...]:
    """The sentences, one a line; their numbers count from 1."""
    return tuple(path.read_text(encoding="utf-8").splitlines())


def read_extractions(path: Path, sentences: Sequence[str]) -> tuple[Tuple, ...]:
    """Our format: sentence number, subject, predicate, object, confidence (1 where absent)."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line)
    return tuple(extraction(sentences[int(row[0]) - 1], row[1:]) for row in rows)


def extraction(sentence: str, fields: Sequence[str]) -> Tuple:
    """An extraction from subject, predicate, object and, optionally, confidence."""
    subject, relation, obj, confidence = (*fields, *("", "", "", "")[len(fields) :])
    return Tuple(
        sentence=sentence_key(sentence),
        relation=relation,
        arguments=tuple(argument for argument in (subject, obj) if argument.strip()),
        confidence=float(confidence or 1.0),
    )


def read_openie5(path: Path) -> tuple[Tuple, ...]:
    """Output of OpenIE 5: confidence, context, subject, relation, arguments, sentence.

    As its authors score it: extractions without arguments are left out, a context ("He said")
    is put before the subject unless the extraction starts with it.
    """
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        confidence, context, subject, relation, arguments, sentence = line.split("\t")
        if not (subject and relation and arguments):
            continue
        (first,), (verb,) = (OPENIE5_ARGUMENT.findall(part) for part in (subject, relation))
        said = "".join(OPENIE5_ARGUMENT.findall(context))
        if said and not f"{first} {verb}".startswith(said):
            first = f"{said} {first}"
        rest = [OPENIE5_ARGUMENT.findall(part)[0] for part in arguments.split("); ")]
        found.append(
            Tuple(
                sentence=sentence_key(sentence),
                relation=verb,
                arguments=(first, *rest),
                confidence=float(confidence),
            )
        )
    return tuple(found)


def pair_score(gold: Tuple, found: Tuple) -> tuple[float, float]:
    """Precision and recall of an extraction as a rendering of a gold tuple.

    Under a reporting verb the arguments may be swapped ("..., said Kim").
    """
    wanted, given = _slots(gold), _slots(found)
    straight = _slot_score(wanted, given)
    if len(given) < 3 or not any(verb in gold.relation for verb in REPORTING):
        return straight
    return max(straight, _slot_score(wanted, (given[0], given[2], given[1])))


def _slots(item: Tuple) -> tuple[list[str], ...]:
    """Words of the relation, of the first argument and of all others, if there are any."""
    arguments = [item.arguments[:1], item.arguments[1:]]
    return (item.relation.split(), *(" ".join(part).split() for part in arguments if part))


def _slot_score(gold: Sequence[list[str]], found: Sequence[list[str]]) -> tuple[float, float]:
    if len(found) < len(gold):
        return 0.0, 0.0
    shared = [_shared(*pair) for pair in zip(gold, found, strict=False)]
    shared[0] += _be_matches(gold[0], found[0])
    if not shared[0]:
        return 0.0, 0.0
    total = sum(shared)
    # An argument beyond those of the gold tuple is not counted against the extraction.
    given = sum(len(words) for words in found[: len(gold)])
    return total / given, total / sum(len(words) for words in gold)


def _shared(gold: Sequence[str], found: Sequence[str]) -> int:
    return (Counter(gold) & Counter(found)).total()


def _be_matches(gold: Sequence[str], found: Sequence[str]) -> int:
    """1 when a "be" of the extraction, not matched as a word, can stand for another form of be."""
    left_over = Counter(found)["be"] > Counter(gold)["be"]
    return int(left_over and any(word in FORMS_OF_BE for word in gold))


def greedy_precision(scores: Sequence[Sequence[tuple[float, float]]], kept: Sequence[int]) -> float:
    """Sum of precisions over one-to-one pairs of gold tuple (row) and extraction (column)."""
    ranked = sorted(
        ((scores[row][column][0], row, column) for row in range(len(scores)) for column in kept),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    rows, columns, total = set(), set(), 0.0
    for value, row, column in ranked:
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            total += value
    return total


def best_recall(scores: Sequence[Sequence[tuple[float, float]]], kept: Sequence[int]) -> float:
    """Sum over gold tuples of the recall of the best extraction."""
    return sum(max((row[column][1] for column in kept), default=0.0) for row in scores)


def sentence_steps(
    gold: Sequence[Tuple], found: Sequence[Tuple]
) -> Iterator[tuple[float, tuple[float, float, int]]]:
    """(precision sum, recall sum, extractions kept) at each confidence of a sentence, from high."""
    scores = [[pair_score(wanted, given) for given in found] for wanted in gold]
    for confidence in sorted({given.confidence for given in found}, reverse=True):
        kept = [i for i, given in enumerate(found) if given.confidence >= confidence]
        yield confidence, (greedy_precision(scores, kept), best_recall(scores, kept), len(kept))


def curve(gold: Sequence[Tuple], found: Iterable[Tuple]) -> tuple[Point, ...]:
    """The precision-recall curve over all sentences, from high confidence to low."""
    wanted, given = _by_sentence(gold), _by_sentence(found)
    changes: dict[float, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for sentence, tuples in wanted.items():
        before: tuple[float, float, int] = (0.0, 0.0, 0)
        for confidence, now in sentence_steps(tuples, given.get(sentence, [])):
            for place in range(3):
                changes[confidence][place] += now[place] - before[place]
            before = now
    points, sums = [], [0.0, 0.0, 0.0]
    for confidence in sorted(changes, reverse=True):
        sums = [total + change for total, change in zip(sums, changes[confidence], strict=True)]
        precision, recall = sums[0] / sums[2], sums[1] / len(gold)
        points.append(Point(confidence=confidence, precision=precision, recall=recall))
    return tuple(points)


def _by_sentence(tuples: Iterable[Tuple]) -> dict[str, list[Tuple]]:
    groups: dict[str, list[Tuple]] = defaultdict(list)
    for item in tuples:
        groups[item.sentence].append(item)
    return dict(groups)


def area(points: Sequence[Point]) -> float:
    """Area under the curve by trapezes, from precision 1 at recall 0 to the last point."""
    start = Point(confidence=float("inf"), precision=1.0, recall=0.0)
    steps = pairwise((start, *points))
    return sum((b.recall - a.recall) * (a.precision + b.precision) / 2 for a, b in steps)


def figures(points: Sequence[Point]) -> Mapping[str, float]:
    """Area under the curve, best F1 with its precision and recall; zeros without extractions."""
    nothing = Point(confidence=1.0, precision=0.0, recall=0.0)
    best = max(points, key=lambda point: point.f1, default=nothing)
    return {
        "f1": best.f1,
        "precision": best.precision,
        "recall": best.recall,
        "auc": area(points) if points else 0.0,
        "confidence": best.confidence,
    }


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Score extractions against CaRB.")
    parser.add_argument("file", type=Path, help="number, subject, predicate, object[, confidence]")
    parser.add_argument("--openie5", action="store_true", help="FILE is output of OpenIE 5")
    parser.add_argument("--data", type=Path, default=DATA / "carb", help="folder of the gold files")
    options = parser.parse_args(arguments)
    for path in (options.data / "gold_dev.tsv", options.file):
        if not path.is_file():
            parser.error(f"no file {str(path)!r}; give the path of an existing file")
    gold = read_gold(options.data / "gold_dev.tsv")
    if options.openie5:
        found = read_openie5(options.file)
    else:
        sentences = read_sentences(options.data / "sentences_dev.txt")
        found = read_extractions(options.file, sentences)
    values = figures(curve(gold, found))
    print("  ".join(f"{name} {value:.4f}" for name, value in values.items()))


if __name__ == "__main__":
    main()
