"""Train the coreference ranker: `python benchmarks/train_coreference.py` writes
kg/data/coreference.npz.

Data: the training documents of GUM with OntoGUM coreference (annotations CC BY 4.0, Zeldes 2017;
Zhu et al. 2021). Each node of `kg.record.coref.nodes` is one example: right are the earlier nodes
of its gold cluster, and where there is none, "nothing before it" is. The network is that of
`kg.record.coref.ranker`, fitted to the chance of all right antecedents together by AdamW, document
by document, with dropout. Its seed is fixed; figures differ in the last digits between machines.

Needs PyTorch (2.13 was used):

    pip install torch
    python benchmarks/train_coreference.py            train on all documents, write the weights
    python benchmarks/train_coreference.py --folds 5  only report: cross-validation over GUM train
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import coreference
import numpy as np
import torch
from torch import nn

from kg.model import Document, Settings
from kg.parse.analyze import Sentence, analyze, load_pipeline
from kg.record.coref import decode, join_names_and_roles, ranker, without_appositions
from kg.record.coref.attributes import CLASSES, Table
from kg.record.coref.nodes import Node, find_nodes
from kg.record.coref.pairs import distance_class, find_pairs
from kg.record.mentions import find_references
from kg.record.quotes import find_quotes

DATA = Path(__file__).parent.parent.parent / "shared" / "data"
TARGET = Path(__file__).parent.parent / "kg" / "data" / "coreference.npz"
SEED, EPOCHS, RATE, DECAY, DROP = 1, 8, 2e-3, 0.02, 0.3
#: Of the vectors of words more is dropped: the encoder has learnt from these texts as well.
#: Of the products of two words less is: that two are alike holds of texts that nobody has learnt.
DROP_WORDS, DROP_MEET = 0.6, 0.4
#: Between log-likelihood (0) and counting errors (1), for gold that is not always right (Zhang and
#: Sabuncu, "Generalized cross entropy loss", NeurIPS 2018).
ROBUST = 0.3
#: A node that goes back to nothing counts this much, one that does counts 1.
NOTHING = 0.6
WORDS, NODE, HIDDEN, SECOND, ALONE, MEET = 32, 64, 64, 32, 48, 24


Tensors = dict[str, torch.Tensor]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One document: what the network sees, and what is right."""

    gold: coreference.Annotated
    table: Table
    pairs: tuple[Any, Any]
    tensors: Tensors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--folds", type=int, default=0)
    options = parser.parse_args()
    torch.set_num_threads(1)
    examples = read(coreference.read_gum(options.data / "gum" / "train.jsonl"))
    if options.folds:
        cross_validate(examples, options.folds)
        return
    network = train([item.tensors for item in examples])
    np.savez_compressed(TARGET, **stored(network))
    print(f"{TARGET}: {TARGET.stat().st_size} bytes")


def read(documents: Sequence[coreference.Annotated]) -> list[Example]:
    nlp = load_pipeline(Settings().model)
    found = []
    for gold in documents:
        document = Document(id=gold.id, source="", text=gold.text, sha256="")
        found.append(example(gold, analyze(document, nlp)))
    return [item for item in found if len(item.pairs[0])]


def example(gold: coreference.Annotated, sentences: list[Sentence]) -> Example:
    references = find_references(sentences)
    nodes = find_nodes(references, sentences)
    quotes = find_quotes(sentences)
    chains = join_names_and_roles(references, sentences, quotes)
    table = Table(nodes, chains, quotes)
    i, j = find_pairs(table)
    vectors = sentences[0].vectors if sentences else None
    given = ranker.inputs(table, (i, j), vectors)
    label = np.array(labels(gold, nodes))
    tensors = {name: torch.tensor(value) for name, value in given.items()}
    tensors |= {
        "i": torch.tensor(i).long(),
        "j": torch.tensor(j).long(),
        "classes": torch.tensor(table["class"]).long(),
        "distance": torch.tensor(distance_class(table, i, j)).long(),
        "right": torch.tensor((label[i] == label[j]) & (label[j] >= 0)),
    }
    return Example(gold=gold, table=table, pairs=(i, j), tensors=tensors)


def labels(gold: coreference.Annotated, nodes: Sequence[Node]) -> list[int]:
    """The gold cluster of each node, -1 for none: by its extent, or else by its head."""
    at = {(node.start, node.end): n for n, node in enumerate(nodes)}
    found = [-1] * len(nodes)
    inexact = []
    for number, cluster in enumerate(coreference.plural(gold.clusters)):
        for span in cluster:
            if span in at:
                found[at[span]] = number
            else:
                inexact.append((span, number))
    heads = {node.head.start: n for n, node in reversed(list(enumerate(nodes)))}
    tokens = {token.start: token for node in nodes for token in node.sentence.tokens}
    for (start, end), number in sorted(inexact):
        token = tokens.get(start)
        while token is not None and token.head is not token and start <= token.head.start < end:
            token = token.head
        n = heads.get(token.start) if token is not None else None
        if n is not None and found[n] < 0:
            found[n] = number
    return found


class Network(nn.Module):
    """The network of `kg.record.coref.ranker`, with dropout."""

    def __init__(self, given: Tensors) -> None:
        super().__init__()
        size = {name: given[name].shape[1] for name in ("nodes", "words", "pairs")}
        self.vec = nn.Linear(size["words"], WORDS)
        self.node = nn.Linear(size["nodes"] + WORDS, NODE)
        self.left = nn.Linear(NODE, HIDDEN, bias=False)
        self.right = nn.Linear(NODE, HIDDEN, bias=False)
        self.pair = nn.Linear(size["pairs"], HIDDEN)
        self.classes = nn.Embedding(len(CLASSES) ** 2, HIDDEN)
        self.distances = nn.Embedding(len(CLASSES) * ranker.DISTANCES, HIDDEN)
        self.second, self.out = nn.Linear(HIDDEN, SECOND), nn.Linear(SECOND, 1)
        self.alone, self.none = nn.Linear(NODE, ALONE), nn.Linear(ALONE, 1)
        self.drop, self.drop_words = nn.Dropout(DROP), nn.Dropout(DROP_WORDS)
        nn.init.zeros_(self.classes.weight)
        nn.init.zeros_(self.distances.weight)
        self.one, self.other = nn.Linear(size["words"], MEET), nn.Linear(size["words"], MEET)
        self.meet, self.drop_meet = nn.Linear(MEET, HIDDEN, bias=False), nn.Dropout(DROP_MEET)

    def forward(self, t: Tensors) -> tuple[torch.Tensor, torch.Tensor]:
        words = torch.tanh(self.vec(self.drop_words(t["words"])))
        seen = self.drop_meet(t["words"])
        one, other = torch.tanh(self.one(seen)), torch.tanh(self.other(seen))
        node = self.drop(torch.tanh(self.node(torch.cat([t["nodes"], words], 1))))
        classes, i, j = t["classes"], t["i"], t["j"]
        hidden = self.pair(t["pairs"]) + self.left(node)[i] + self.right(node)[j]
        hidden = hidden + self.meet(one[i] * other[j])
        hidden = hidden + self.classes(classes[i] * len(CLASSES) + classes[j])
        hidden = hidden + self.distances(classes[j] * ranker.DISTANCES + t["distance"])
        pair = self.drop(torch.relu(self.second(self.drop(torch.relu(hidden)))))
        alone = self.drop(torch.relu(self.alone(node)))
        return self.out(pair)[:, 0], self.none(alone)[:, 0]


def chances(t: Tensors, pair: torch.Tensor, alone: torch.Tensor) -> torch.Tensor:
    """How likely each pair is, and behind them how likely "nothing" is for each node."""
    count = len(alone)
    of = torch.cat([t["j"], torch.arange(count)])
    score = torch.cat([pair, alone])
    top = torch.full((count,), -1e9).scatter_reduce(0, of, score.detach(), "amax")
    power = torch.exp(score - top[of])
    return power / torch.zeros(count).index_add(0, of, power)[of]


def loss(t: Tensors, pair: torch.Tensor, alone: torch.Tensor) -> torch.Tensor:
    """How far the right answers of each node together are from being sure."""
    count = len(alone)
    of = torch.cat([t["j"], torch.arange(count)])
    nothing = torch.ones(count, dtype=torch.bool)
    nothing[t["j"][t["right"]]] = False
    right = chances(t, pair, alone) * torch.cat([t["right"], nothing]).float()
    sure = torch.zeros(count).index_add(0, of, right) + 1e-9
    weight = torch.where(nothing, torch.tensor(NOTHING), torch.tensor(1.0))
    return (weight * (1 - sure**ROBUST) / ROBUST).sum() / 40


def train(lessons: Sequence[Tensors], *, epochs: int = EPOCHS, seed: int = SEED) -> Network:
    """A network that has learnt from documents."""
    torch.manual_seed(seed)
    network, shuffle = Network(lessons[0]), random.Random(seed)
    step = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    rate = torch.optim.lr_scheduler.OneCycleLR(
        step, RATE, total_steps=epochs * len(lessons), pct_start=0.1
    )
    network.train()
    for _ in range(epochs):
        for tensors in shuffle.sample(list(lessons), len(lessons)):
            step.zero_grad()
            loss(tensors, *network(tensors)).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            step.step()
            rate.step()
    return network.eval()


def stored(network: Network) -> dict[str, Any]:
    """Weights by the names that the ranker uses; matrices the way `x @ w` wants them."""
    found: dict[str, Any] = {}
    for name, value in network.state_dict().items():
        layer, _, kind = name.partition(".")
        array = value.numpy().astype(np.float16)
        if layer in ("classes", "distances"):
            found[layer] = array
        else:
            found[f"{layer}_{'w' if kind == 'weight' else 'b'}"] = (
                np.ascontiguousarray(array.T) if kind == "weight" else array
            )
    return found


def cross_validate(examples: Sequence[Example], folds: int) -> None:
    """Scores of documents by networks that have not seen them, at several shifts of the margins."""
    scored: dict[float, list[tuple[Any, Any]]] = {}
    for fold in range(folds):
        began = time.time()
        network = train([item.tensors for n, item in enumerate(examples) if n % folds != fold])
        for item in examples[fold::folds]:
            with torch.no_grad():
                pair, alone = (value.numpy() for value in network(item.tensors))
            for shift in (-0.25, 0.0, 0.25, 0.5, 1.0):
                found = decode(item.table, item.pairs, (pair, alone), shift=shift)
                ours = [{(n.start, n.end) for n in without_appositions(c)} for c in found]
                gold = coreference.plural(item.gold.clusters)
                scored.setdefault(shift, []).append((gold, coreference.plural(ours)))
        print(f"fold {fold}: {time.time() - began:.0f} s")
    for shift, pairs in scored.items():
        counts = coreference.score(pairs)
        parts = " ".join(f"{name} {c.precision:.3f}/{c.recall:.3f}" for name, c in counts.items())
        print(f"margins {shift:+}: {parts} conll {coreference.conll(counts):.4f}")


if __name__ == "__main__":
    main()
