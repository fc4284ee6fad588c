"""Train the pronoun ranker: `python benchmarks/train_pronouns.py` writes kg/data/pronouns.json.

Data: the training documents of GUM with OntoGUM coreference (annotations CC BY 4.0, Zeldes 2017;
Zhu et al. 2021). Every third-person pronoun is one example; its candidates are those of
`kg.coref.pronouns`, right are the ones in the pronoun's gold cluster, and where none is right,
"nothing" is. The model is a softmax over the candidates of a pronoun with L2 regularisation,
fitted by full-batch gradient descent (Adagrad) from a few priors: no randomness, no seed. Rare
features (seen under 5 times) and weights that round to 0.00 are left out.

    python benchmarks/train_pronouns.py           train on train.jsonl, report on dev.jsonl
    python benchmarks/train_pronouns.py --check   only report, with the weights as they are
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from kg.analyze import analyze, load_pipeline
from kg.coref import Chains, join_all_but_pronouns
from kg.coref import pronouns as ranker
from kg.mentions import Reference, find_references
from kg.model import Document, Settings
from kg.quotes import find_quotes

DATA = Path(__file__).parent.parent.parent / "shared" / "data" / "gum"
TARGET = Path(__file__).parent.parent / "kg" / "data" / "pronouns.json"
#: What grammar says before any data; the fit stays near these where the data are few.
PRIORS = {
    "conjoined owner": 3.0,
    "relative clause on it": 1.0,
    "owner in the clause of subject": 1.0,
    "subject of clause 0 above": 0.5,
    "gender known": 0.5,
}
RARE, ROUNDS, RATE, L2 = 5, 400, 0.3, 5.0

#: The features of "nothing" and of each candidate, and which of these are right (0 is "nothing").
Example = tuple[list[list[str]], list[int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if not options.check:
        weights = fit(list(examples(options.data / "train.jsonl")))
        about = (
            "Weights of the pronoun ranker (kg.coref.pronouns), trained on GUM train (annotations"
            " CC BY 4.0) by benchmarks/train_pronouns.py"
        )
        text = json.dumps({"about": about, "weights": weights}, indent=0, sort_keys=True)
        TARGET.write_text(text + "\n", encoding="utf-8")
    weights = json.loads(TARGET.read_text("utf-8"))["weights"]
    report(list(examples(options.data / "dev.jsonl")), weights)


def examples(path: Path) -> Iterator[Example]:
    nlp = load_pipeline(Settings().model)
    for line in path.read_text("utf-8").splitlines():
        annotated = json.loads(line)
        if annotated["coref_tokens_align"]:
            yield from of_document(annotated, nlp)


def of_document(annotated: dict[str, Any], nlp: Any) -> Iterator[Example]:
    """The pronouns of one document; names and nominals are resolved by kg, pronouns by gold."""
    text = annotated["text"]
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(id=annotated["doc"], source="", text=text, sha256=digest)
    sentences = analyze(document, nlp)
    references = find_references(sentences)
    quotes = find_quotes(sentences)
    chains = join_all_but_pronouns(references, sentences)
    gold = Gold(annotated)
    for pronoun in references:
        if pronoun.kind != "pronoun" or pronoun.head.lower not in ranker.THIRD:
            continue
        found = list(ranker.candidates(pronoun, chains, quotes))
        cluster = gold.cluster(pronoun)
        right = [
            n for n, candidate in enumerate(found, 1)
            if cluster is not None and gold.chain_has(chains, candidate, pronoun, cluster)
        ]  # fmt: skip
        rows = [list(ranker.nothing(pronoun))]
        rows += [list(ranker.features(c, n, pronoun, chains)) for n, c in enumerate(found)]
        if len(rows) > 1:
            yield rows, right or [0]
        if right:
            chains.join(found[right[0] - 1], pronoun, "gold")


class Gold:
    """Gold clusters by character offsets."""

    def __init__(self, annotated: dict[str, Any]) -> None:
        tokens = annotated["tokens"]
        self.spans = [
            (tokens[first][0], tokens[last - 1][1], number)
            for number, cluster in enumerate(annotated["coref_clusters"])
            for first, last in cluster
        ]

    def cluster(self, reference: Reference) -> int | None:
        """The cluster of the gold mention that fits a reference best, if any does."""
        head = reference.head
        fits = [
            (abs(start - reference.first.start) + abs(end - reference.last.end), number)
            for start, end, number in self.spans
            if start <= head.start and head.end <= end
            and (abs(start - reference.first.start) <= 5 or end == reference.last.end)
        ]  # fmt: skip
        return min(fits)[1] if fits else None

    def chain_has(
        self, chains: Chains, candidate: Reference, pronoun: Reference, cluster: int
    ) -> bool:
        members = [m for m in chains.members(candidate) if m.order < pronoun.order]
        return any(self.cluster(member) == cluster for member in members[-3:])


def fit(data: list[Example]) -> dict[str, float]:
    count = Counter(name for rows, _ in data for row in rows for name in row)
    known = {f"{group} {name}" for group in ("person", "it", "they") for name in PRIORS}
    names = sorted({name for name, seen in count.items() if seen >= RARE} | known)
    place = {name: n for n, name in enumerate(names)}
    # All candidates of all pronouns in one list; `of` tells which pronoun each belongs to.
    cells = [[place[f] for f in row if f in place] for rows, _ in data for row in rows]
    of = np.repeat(np.arange(len(data)), [len(rows) for rows, _ in data])
    right = np.array([n in gold for rows, gold in data for n in range(len(rows))], dtype=float)
    row_of = np.repeat(np.arange(len(cells)), [len(c) for c in cells])
    column = np.array([f for row in cells for f in row])
    prior = np.array([PRIORS.get(name.partition(" ")[2], 0.0) for name in names])
    weights, seen = prior.copy(), np.full(len(names), 1e-6)
    for _ in range(ROUNDS):
        score = np.bincount(row_of, weights[column], minlength=len(cells))
        chance = softmax(score, of, len(data))
        wanted = chance * right
        wanted /= np.bincount(of, wanted, minlength=len(data))[of] + 1e-12
        slope = np.bincount(column, (wanted - chance)[row_of], minlength=len(names))
        slope -= L2 * (weights - prior)
        seen += slope * slope
        weights += RATE * slope / np.sqrt(seen)
    rounded = {name: round(float(weights[n]), 2) for name, n in place.items()}
    return {name: weight for name, weight in rounded.items() if weight}


def softmax(score: Any, of: Any, count: int) -> Any:
    top = np.full(count, -np.inf)
    np.maximum.at(top, of, score)
    power = np.exp(score - top[of])
    return power / np.bincount(of, power, minlength=count)[of]


def report(data: list[Example], weights: dict[str, float]) -> None:
    for sure in (0.0, 0.25, 0.35, 0.5, 0.65):
        made = right = have = 0
        for rows, gold in data:
            scores = np.array([sum(weights.get(f, 0.0) for f in row) for row in rows])
            chance = np.exp(scores - scores.max())
            chance /= chance.sum()
            best = int(chance.argmax())
            have += gold != [0]
            made += bool(best) and chance[best] >= sure
            right += bool(best) and chance[best] >= sure and best in gold
        print(
            f"sure {sure:.2f}: pronouns {len(data)}, with an antecedent {have}, resolved {made}, "
            f"right {right}, precision {right / max(1, made):.3f}, recall {right / have:.3f}"
        )


if __name__ == "__main__":
    main()
