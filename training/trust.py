"""Train what weighs pronouns: `Reference.trust`, from GUM train and its gold coreference.

    PYTHONPATH=benchmarks python -m training.trust --data FOLDER [--out FILE]

The ranker is sure of the documents that it learnt from, so it cannot tell there how far it is to be
trusted. Hence one ranker for each of three folds (`benchmarks/train_coreference.py`) reads the
documents that it did not learn from. Each phrase that it says to be called by another is a case,
right where gold has both in one cluster. A logistic regression with a ridge (Newton's method)
learns from them; the same input gives the same weights.

Needs PyTorch, as the ranker's training does. `FOLDER` holds gum/train.jsonl.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.model import Document, Settings
from kg.parse.analyze import Sentence, analyze, load_pipeline
from kg.record.coref import find_chains, ranker
from kg.record.coref.trust import Text, features, kind_of, named_by
from kg.record.mentions import find_references
from kg.record.quotes import find_quotes

Floats = NDArray[np.float64]
Networks = list[Mapping[str, NDArray[np.float32]]]
#: What tells a case, and whether the link is right.
Case = tuple[dict[str, float], bool]
OUT = Path(__file__).resolve().parent.parent / "kg" / "data" / "trust.npz"
FOLDS, RIDGE = 3, 3.0


def main() -> None:
    parser = argparse.ArgumentParser(description="Train what weighs pronouns.")
    parser.add_argument("--data", type=Path, required=True, help="folder with gum/train.jsonl")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    documents = list(read(options.data / "gum" / "train.jsonl"))
    save(fit(cases(documents, networks(documents))), options.out)


def read(path: Path) -> Iterator[tuple[dict[str, Any], list[Sentence]]]:
    """The gold documents with what the pipeline makes of their texts, by id."""
    nlp = load_pipeline(Settings().model)
    for item in sorted(map(json.loads, path.read_text("utf-8").splitlines()), key=_id):
        digest = hashlib.sha256(item["text"].encode()).hexdigest()
        document = Document(id=item["doc"], source="", text=item["text"], sha256=digest)
        yield item, analyze(document, nlp)


def _id(item: Mapping[str, Any]) -> str:
    return str(item["doc"])


def networks(documents: Sequence[tuple[dict[str, Any], list[Sentence]]]) -> Networks:
    """The weights of one ranker a fold, which has not seen every third document from there on."""
    import coreference
    import torch
    import train_coreference as ranking

    torch.set_num_threads(1)
    lessons = [ranking.example(coreference._gum(item), read).tensors for item, read in documents]
    found: Networks = []
    for fold in range(FOLDS):
        network = ranking.train([item for n, item in enumerate(lessons) if n % FOLDS != fold])
        made = ranking.stored(network)
        found.append({k: np.ascontiguousarray(v, dtype=np.float32) for k, v in made.items()})
    return found


def cases(
    documents: Sequence[tuple[dict[str, Any], list[Sentence]]], networks: Networks
) -> list[Case]:
    """All links of all documents, each read by the network that does not know it."""
    load = ranker.load
    found: list[Case] = []
    try:
        for n, (item, sentences) in enumerate(documents):
            ranker.load = lambda n=n: networks[n % FOLDS]  # type: ignore[assignment]
            found += cases_of(item, sentences)
    finally:
        ranker.load = load
    return found


def cases_of(item: dict[str, Any], sentences: list[Sentence]) -> Iterator[Case]:
    """The links of one document with what `kg.record.coref.trust` sees of them."""
    import pronouns

    gold = pronouns.Gold(item)
    references = find_references(sentences)
    chains, _ = find_chains(references, sentences, find_quotes(sentences))
    text = Text(chains)
    for reference in references:
        named = named_by(reference, chains) if kind_of(reference) else []
        if named:
            yield features(reference, text), gold.same(reference, named)


def fit(cases: Sequence[Case]) -> dict[str, float]:
    """Weights by name: logistic regression by Newton's method; "one" is held back by no ridge."""
    names = sorted({name for seen, _ in cases for name in seen})
    rows = np.array([[seen.get(name, 0.0) for name in names] for seen, _ in cases])
    right = np.array([float(is_right) for _, is_right in cases])
    ridge = np.diag([0.0 if name == "one" else RIDGE for name in names])
    weights = np.zeros(len(names))
    for _ in range(30):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (chance - right) + ridge @ weights
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + ridge
        weights -= np.linalg.solve(curve + 1e-9 * np.eye(len(names)), slope)
    return dict(zip(names, weights.tolist(), strict=True))


def save(weights: Mapping[str, float], path: Path) -> None:
    """Write the weights for `kg.record.coref.trust.load`."""
    values = np.array(list(weights.values()), dtype=np.float32)
    np.savez(path, names=np.array(list(weights)), weights=values)


if __name__ == "__main__":
    main()
