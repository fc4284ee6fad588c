"""Fit the map from what the reading model's encoder makes of a sentence to what it says.

    python -m training.sentences DATA OUT

DATA is the data folder (treebanks, Re-DocRED, FewRel: licences that allow training), OUT the file
`sentences.npz` of `kg/data`. The encoder began as all-MiniLM-L6-v2 and then learnt to parse; a
ridge regression to the sentence vectors of the encoder it began as brings back what sentences have
in common. Printed is the mean cosine on sentences that were not fitted, and how often the nearest
of them by one is the nearest by the other.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.minilm import Encoder
from kg.parse import FOLDER
from kg.parse.reader import load_reader
from kg.retrieve.vectors import features

Floats = NDArray[np.float64]

SEED, HELD_OUT, RIDGES = 1, 300, (100.0, 400.0, 1600.0)
SHORTEST, LONGEST = 4, 60
#: So many sentences of any length, and so many short ones, which cost less.
ANY, SHORT, SHORT_WORDS = 4_500, 3_200, 22


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    texts = chosen(options.data)
    reader = load_reader(FOLDER)
    given = np.stack([row for row in (features(reader, text) for text in texts) if row is not None])
    vectors = Encoder()(texts)
    wanted = np.stack([vectors[text] for text in texts])
    weights = best_map(given.astype(np.float64), wanted.astype(np.float64))
    np.savez(options.out, weights=weights.astype(np.float16))


def chosen(data: Path) -> list[str]:
    """Sentences to fit, in any order: first some of any length, then short ones."""
    texts = drawn(data, 12_000)
    short = [text for text in texts[ANY:] if len(text.split()) <= SHORT_WORDS]
    return texts[:ANY] + short[:SHORT]


def drawn(data: Path, count: int) -> list[str]:
    """So many sentences, as many of each source, questions before others."""
    random.seed(SEED)
    sources = [list(dict.fromkeys(source(data))) for source in (treebanks, passages, relations)]
    found: list[str] = []
    for texts in sources:
        random.shuffle(texts)
        texts.sort(key=lambda text: not text.endswith("?"))
        found += texts[: count // len(sources)]
    found = sorted(set(found))
    random.shuffle(found)
    return found


def treebanks(data: Path) -> Iterator[str]:
    for name in ("ewt-train", "gum-train"):
        with lzma.open(data / "ud" / f"{name}.conllu.xz", "rt", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("# text = ") and fits(line[9:].split()):
                    yield line[9:].strip()


def passages(data: Path) -> Iterator[str]:
    with (data / "redocred" / "train.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield from (" ".join(words) for words in json.loads(line)["sents"] if fits(words))


def relations(data: Path) -> Iterator[str]:
    with (data / "fewrel" / "val_wiki.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            words = json.loads(line)["tokens"]
            if fits(words):
                yield " ".join(words)


def fits(words: list[str]) -> bool:
    return SHORTEST <= len(words) <= LONGEST


def best_map(given: Floats, wanted: Floats) -> Floats:
    """Ridge regression on features of one spread; the sentences held out choose the ridge."""
    held = slice(0, HELD_OUT)
    best = (-1.0, RIDGES[0])
    for ridge in RIDGES:
        made = given[held] @ fitted(given[HELD_OUT:], wanted[HELD_OUT:], ridge)
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        cosine = float((made * wanted[held]).sum(axis=1).mean())
        print(
            f"ridge {ridge}: cosine {cosine:.3f}, same nearest {agreement(made, wanted[held]):.3f}"
        )
        best = max(best, (cosine, ridge))
    return fitted(given, wanted, best[1])


def fitted(given: Floats, wanted: Floats, ridge: float) -> Floats:
    spread = given.std(axis=0) + 1e-6
    spread[-1] = 1.0  # the constant
    scaled = given / spread
    square = scaled.T @ scaled + ridge * np.eye(scaled.shape[1])
    weights: Floats = np.linalg.solve(square, scaled.T @ wanted) / spread[:, None]
    return weights


def agreement(made: Floats, wanted: Floats) -> float:
    """How often the sentence nearest to another by one is the nearest by the other."""
    nearest = []
    for rows in (made, wanted):
        scores = rows @ rows.T
        np.fill_diagonal(scores, -1.0)
        nearest.append(scores.argmax(axis=1))
    return float((nearest[0] == nearest[1]).mean())


if __name__ == "__main__":
    main()
