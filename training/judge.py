"""Train what judges claims: `confidence` and `worth` from claims that people judged by reading.

    python -m training.judge JUDGED.jsonl ... --texts FOLDER --trees FOLDER [--out FILE]
        [--report FILE.svg]

Each line of JUDGED is a claim as in `claims.jsonl` with a `verdict`: C right and informative, V
true but vague or cut, W wrong. `--texts` holds the documents that they name. The documents are
read anew; a verdict counts where a claim made now says the same.

`--trees` is the folder of the treebanks, for labels that cost nothing: of documents that the
reading model did not learn from, the claims that it makes from its own trees, told apart by
whether gold trees give them too. From these comes the first of three logistic regressions, which
is a feature of the other two: "not wrong" (all verdicts) and "informative" (C against V). From
them come also the means, scales and principal components of the features and vectors.

    python -m training.judge JUDGED.jsonl ... --texts FOLDER --earlier FILE

goes on from weights that exist, where the claims that they were learnt from cannot be had any more:
their log odds are a feature that no ridge holds back, and the regressions learn what to add.

Figures by cross-validation over documents, printed as a table and, with `--report`, drawn as a
reliability diagram. Everything is least squares and Newton's method: the same input gives the same
weights.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import kg.record.make
from kg.model import Claim, Document
from kg.parse.analyze import Sentence, analyze, load_pipeline
from kg.record.claims.arguments import Arguments
from kg.record.judge import (
    Model,
    Weights,
    features,
    log_odds,
    moved,
    scaled,
    sentence_of,
    vectors_of,
    weights_in,
)

Floats = NDArray[np.float64]
#: A claim, its features and its vectors.
Made = tuple[Claim, dict[str, float], Floats]
OUT = Path(__file__).resolve().parent.parent / "kg" / "data" / "judge.npz"
#: Dimensions kept of each vector, folds of the cross-validation.
DIMENSIONS, FOLDS = 48, 10
#: How strongly weights are held to 0 (ridge), by output.
RIDGE = {"tree": 30.0, "right": 150.0, "worth": 150.0}
#: The same for what is added to earlier weights.
RIDGE_AFTER = 400.0
#: How much bigger than a deviation the tree's log odds count, so that the ridge spares them.
TREE = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Features of a claim and what is known of it: 1, 0, or -1 for not known, by output."""

    document: str
    seen: dict[str, float]
    vectors: Floats
    right: float = -1.0
    worth: float = -1.0
    tree: float = -1.0


def main() -> None:
    options = read_options()
    judged = list(judged_examples(options.judged, options.texts))
    print(f"{len(judged)} judged claims are still made", file=sys.stderr)
    if options.earlier:
        with options.earlier.open("rb") as file:
            earlier = weights_in(file)
        begun = begin_after(earlier, judged)
        table = cross_validate(begun, judged, ())
        model = finish_after(begun, earlier, judged)
    else:
        trees = list(tree_examples(options.trees))
        print(f"{len(trees)} claims of treebanks", file=sys.stderr)
        begun = begin(judged, trees)
        table = cross_validate(begun, judged, trees)
        model = finish(begun, judged)
    print(report(table))
    if options.report:
        Path(options.report).write_text(diagram(table), "utf-8")
    write(options.out, model)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("judged", nargs="+", type=Path)
    parser.add_argument("--texts", type=Path, required=True)
    basis = parser.add_mutually_exclusive_group(required=True)
    basis.add_argument("--trees", type=Path, help="folder of the treebanks")
    basis.add_argument("--earlier", type=Path, help="weights to go on from")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--report", type=Path, help="SVG of the reliability diagram")
    return parser.parse_args()


# Examples


def judged_examples(files: Sequence[Path], texts: Path) -> Iterator[Example]:
    """Judged claims that are made today too, each with its features."""
    nlp = load_pipeline("kg_en")
    by_document: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            judged = json.loads(line)
            by_document[judged["document"]].append(judged)
    for name, verdicts in sorted(by_document.items()):
        path = texts / name
        if not path.is_file():
            print(f"no {name} in {texts}", file=sys.stderr)
            continue
        made = list(made_claims(path.read_text("utf-8"), nlp))
        used: set[str] = set()
        for judged in verdicts:
            for claim, seen, vectors in made:
                if claim.id not in used and same(judged, claim):
                    used.add(claim.id)
                    right = float(judged["verdict"] != "W")
                    worth = -1.0 if judged["verdict"] == "W" else float(judged["verdict"] == "C")
                    yield Example(
                        document=name, seen=seen, vectors=vectors, right=right, worth=worth
                    )
                    break


def made_claims(text: str, nlp: Any) -> Iterator[Made]:
    """The claims of a text with their features."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(id="d", source="d", text=text, sha256=digest)
    yield from _with_features(document, analyze(document, nlp))


def _with_features(document: Document, sentences: list[Sentence]) -> Iterator[Made]:
    kept: list[Made] = []

    def keep(
        claims: Any, readings: Any, given: Sequence[Sentence], reader: Arguments
    ) -> list[Claim]:
        found = list(claims)
        starts = [s.start for s in given]
        for claim in found:
            sentence = sentence_of(claim, given, starts)
            reading = readings.get(claim.id)
            seen = features(claim, reading, sentence, reader)
            width = 0 if sentence.vectors is None else sentence.vectors.context.shape[1]
            kept.append((claim, seen, vectors_of(reading, sentence, width)))
        return found

    before = kg.record.make.judge
    kg.record.make.judge = keep  # type: ignore[assignment]
    try:
        kg.record.make.record_of(document, sentences)
    finally:
        kg.record.make.judge = before
    yield from kept


def same(judged: dict[str, Any], claim: Claim) -> bool:
    """Whether a claim says what a judged one said, of the same words of the same sentence."""
    if _letters(judged["sentence"]["text"]) != _letters(claim.sentence.text):
        return False
    object, end = judged["object"], claim.object
    if (object is None) != (end is None):
        return False
    if judged["polarity"] != claim.polarity or judged["modality"] != claim.modality:
        return False
    if (judged["source"] is None) != (claim.source is None):
        return False
    if judged["source"] and claim.source and judged["source"]["label"] != claim.source.label:
        return False
    alike = _equal if judged["verdict"] == "V" else _alike
    if not alike(judged["subject"]["label"], claim.subject.label):
        return False
    if object and end and not alike(object["label"], end.label):
        return False
    before, now = judged["predicate"]["lemma"].split(), claim.predicate.lemma.split()
    return before == now or (
        set(now) <= set(before) and before[0] == now[0] and before[-1] == now[-1]
    )


def _equal(before: str, now: str) -> bool:
    return _letters(before) == _letters(now)


def _alike(before: str, now: str) -> bool:
    """Whether one label goes on from the other: what was right or wrong of it still is."""
    a, b = sorted((_letters(before), _letters(now)), key=len)
    return len(a) > 2 and (b.startswith(a) or b.endswith(a))


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def tree_examples(folder: Path) -> Iterator[Example]:
    """Claims from read trees, 1 where gold trees give them too; of documents not learnt from."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))
    import treebank

    nlp = load_pipeline("kg_en")
    for part in ("gum-dev", "ewt-dev"):
        path = folder / f"{part}.conllu.xz"
        for number, document in enumerate(treebank.read_conllu(path)):
            lines: list[set[Any]] = []
            for gold in (True, False):
                text, sentences = treebank.sentences_read(document, nlp, gold=gold)
                digest = hashlib.sha256(text.encode()).hexdigest()
                given = Document(id="d", source="d", text=text, sha256=digest)
                found = list(_with_features(given, sentences))
                if gold:
                    lines.append({_line(claim) for claim, _, _ in found})
                    continue
                for claim, seen, vectors in found:
                    agreed = float(_line(claim) in lines[0])
                    yield Example(
                        document=f"{part}-{number}", seen=seen, vectors=vectors, tree=agreed
                    )


def _line(claim: Claim) -> tuple[str, ...]:
    object = claim.object.span.text if claim.object is not None else ""
    return claim.subject.span.text, claim.predicate.lemma, object, claim.polarity, claim.modality


# Training


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What all examples share: names, means, scales, the axes of the vectors, the tree's weights.

    `axes` [3, width, dimensions] are principal components; `tree` are the weights of the features,
    of the projected vectors and the bias.
    """

    names: tuple[str, ...]
    mean: Floats
    scale: Floats
    center: Floats
    axes: Floats
    tree: Floats
    earlier: Model | None = None


def begin(judged: Sequence[Example], trees: Sequence[Example]) -> Begun:
    """Means, scales and axes of all examples, and the weights of `tree`."""
    every = [*judged, *trees]
    names = tuple(sorted({name for e in every for name in e.seen}))
    rows = np.array([[e.seen.get(name, 0.0) for name in names] for e in every])
    vectors = np.stack([e.vectors for e in every])
    parts = [components(vectors[:, place]) for place in range(vectors.shape[1])]
    begun = Begun(
        names=names,
        mean=rows.mean(axis=0),
        scale=rows.std(axis=0) + 1e-3,
        center=np.stack([center for center, _ in parts]),
        axes=np.stack([axes for _, axes in parts]),
        tree=np.zeros(0),
    )
    known = np.array([e.tree for e in trees])
    weights = regress(_inputs(begun, trees), known, RIDGE["tree"])
    weights *= TREE / (odds(_inputs(begun, judged), weights).std() + 1e-6)
    return replace(begun, tree=weights)


def begin_after(earlier: Model, judged: Sequence[Example]) -> Begun:
    """The means, scales and center of earlier weights, and those of features that are new."""
    names = tuple(sorted({name for e in judged for name in e.seen} | set(earlier.names)))
    rows = np.array([[e.seen.get(name, 0.0) for name in names] for e in judged])
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-3
    at = [names.index(name) for name in earlier.names]
    mean[at], scale[at] = earlier.mean, earlier.scale
    vectors = moved(np.stack([e.vectors for e in judged]), earlier.center)
    axes = np.stack([components(vectors[:, place])[1] for place in range(vectors.shape[1])])
    return Begun(
        names=names, mean=mean, scale=scale, center=earlier.center, axes=axes, tree=np.zeros(0),
        earlier=earlier,
    )  # fmt: skip


def components(vectors: Floats) -> tuple[Floats, Floats]:
    """The mean of vectors and their main axes, scaled to a deviation of 1, [width, dimensions]."""
    there = vectors[np.any(vectors, axis=1)]
    center = there.mean(axis=0)
    _, sizes, axes = np.linalg.svd(there - center, full_matrices=False)
    deviations = sizes[:DIMENSIONS] / np.sqrt(len(there))
    return center, (axes[:DIMENSIONS] / deviations[:, None]).T


def odds(rows: Floats, weights: Floats) -> Floats:
    """The log odds of a logistic regression; the last weight is the bias."""
    result: Floats = rows @ weights[:-1] + weights[-1]
    return result


def regress(
    rows: Floats, known: Floats, ridge: float, *, free: int = 0, rounds: int = 12
) -> Floats:
    """Logistic regression by Newton's method, the bias last and free of the ridge.

    So are the last `free` columns of `rows`.
    """
    x = np.hstack([rows, np.ones((len(rows), 1))])
    hold = np.full(x.shape[1], ridge)
    hold[-1 - free :] = 1e-6
    weights = np.zeros(x.shape[1])
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (chance - known) + hold * weights
        curve = (x * (chance * (1 - chance))[:, None]).T @ x + np.diag(hold)
        weights = weights - np.linalg.solve(curve, slope)
    return weights


def _inputs(begun: Begun, examples: Sequence[Example]) -> Floats:
    rows = scaled(begun.names, begun.mean, begun.scale, [e.seen for e in examples])
    around = moved(np.stack([e.vectors for e in examples]), begun.center)
    return np.hstack([rows, *(around[:, p] @ begun.axes[p] for p in range(len(begun.axes)))])


def _stacked(begun: Begun, examples: Sequence[Example], name: str) -> Floats:
    """The inputs of one output and, last, the log odds of what was learnt before it."""
    rows = _inputs(begun, examples)
    if begun.earlier is None:
        return np.hstack([rows, odds(rows, begun.tree)[:, None]])
    vectors = np.stack([e.vectors for e in examples])
    said = log_odds(begun.earlier, [e.seen for e in examples], vectors)[name]
    return np.hstack([rows, said[:, None]])


def finish(begun: Begun, judged: Sequence[Example]) -> Model:
    """The model: all three regressions, with the axes taken into the weights of the vectors."""
    weights = {"tree": _unfold(begun, begun.tree, 0.0)}
    for name in ("right", "worth"):
        rows = _stacked(begun, judged, name)
        known = np.array([getattr(e, name) for e in judged])
        learnt = regress(rows[known >= 0], known[known >= 0], RIDGE[name])
        weights[name] = _unfold(begun, np.delete(learnt, -2), float(learnt[-2]))
    return Model(begun.names, begun.mean, begun.scale, begun.center, weights)


def finish_after(begun: Begun, earlier: Model, judged: Sequence[Example]) -> Model:
    """The earlier weights, all as much larger or smaller as fits, and what is added to them."""
    at = [begun.names.index(name) for name in earlier.names]
    weights = {}
    for name, before in earlier.weights.items():
        features = np.zeros(len(begun.names))
        features[at] = before.features
        if name == "tree":
            weights[name] = before._replace(features=features)
            continue
        known = np.array([getattr(e, name) for e in judged])
        rows = _stacked(begun, judged, name)
        learnt = regress(rows[known >= 0], known[known >= 0], RIDGE_AFTER, free=1)
        share, more = float(learnt[-2]), _unfold(begun, np.delete(learnt, -2), 0.0)
        weights[name] = Weights(
            share * features + more.features, share * before.vectors + more.vectors,
            share * before.tree, share * before.bias + more.bias,
        )  # fmt: skip
    return Model(begun.names, begun.mean, begun.scale, begun.center, weights)


def _unfold(begun: Begun, learnt: Floats, tree: float) -> Weights:
    size = len(begun.names)
    parts = learnt[size:-1].reshape(len(begun.axes), -1)
    vectors = np.stack([axes @ part for axes, part in zip(begun.axes, parts, strict=True)])
    return Weights(learnt[:size], vectors, tree, float(learnt[-1]))


def cross_validate(
    begun: Begun, judged: Sequence[Example], trees: Sequence[Example]
) -> dict[str, Floats]:
    """For each output: pairs of (chance, truth) of claims of documents not trained on."""
    table = {}
    for name in ("right", "worth", "tree"):
        examples = trees if name == "tree" else judged
        if not examples:
            continue
        rows = _inputs(begun, examples) if name == "tree" else _stacked(begun, examples, name)
        after = name != "tree" and begun.earlier is not None
        known = np.array([getattr(e, name) for e in examples])
        fold = np.array([_fold(e.document) for e in examples])
        guesses = np.zeros(len(known))
        for held in range(FOLDS):
            test, rest = fold == held, (fold != held) & (known >= 0)
            ridge = RIDGE_AFTER if after else RIDGE[name]
            weights = regress(rows[rest], known[rest], ridge, free=int(after))
            guesses[test] = 1 / (1 + np.exp(-odds(rows[test], weights)))
        table[name] = np.stack([guesses, known], axis=1)[known >= 0]
    return table


def _fold(document: str) -> int:
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % FOLDS


# Figures


def auc(pairs: Floats) -> float:
    """The chance that a true one is ranked above a false one (Mann-Whitney)."""
    true, false = pairs[pairs[:, 1] == 1, 0], pairs[pairs[:, 1] == 0, 0]
    if not len(true) or not len(false):
        return float("nan")
    above = (true[:, None] > false[None, :]).mean() + 0.5 * (true[:, None] == false[None, :]).mean()
    return float(above)


def calibration(pairs: Floats, bins: int = 10) -> tuple[float, list[tuple[float, float, int]]]:
    """The expected calibration error over equal-sized bins, and (mean chance, share, count)."""
    order = pairs[np.argsort(pairs[:, 0], kind="stable")]
    parts = [part for part in np.array_split(order, bins) if len(part)]
    points = [(float(p[:, 0].mean()), float(p[:, 1].mean()), len(p)) for p in parts]
    error = sum(n * abs(chance - share) for chance, share, n in points) / len(pairs)
    return error, points


def report(table: dict[str, Floats]) -> str:
    lines = ["output    claims  true    AUC    calibration error"]
    for name, pairs in table.items():
        if len(pairs):
            error, _ = calibration(pairs)
            lines.append(
                f"{name:8} {len(pairs):7} {pairs[:, 1].mean():5.2f} {auc(pairs):6.3f} {error:8.3f}"
            )
    return "\n".join(lines)


def diagram(table: dict[str, Floats]) -> str:
    """An SVG: chance given (across) against share that is so (up), one line an output."""
    size, colours = 320, {"right": "#2563eb", "worth": "#d97706", "tree": "#6b7280"}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-40 -20 {size + 60} {size + 60}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{size}" height="{size}" fill="#fff" stroke="#999"/>',
        f'<path d="M0 {size}L{size} 0" stroke="#bbb" stroke-dasharray="4"/>',
        f'<text x="{size / 2}" y="{size + 30}" text-anchor="middle">chance given</text>',
        f'<text x="-28" y="{size / 2}" transform="rotate(-90 -28 {size / 2})" '
        'text-anchor="middle">share that is so</text>',
    ]
    for row, (name, pairs) in enumerate(table.items()):
        if name == "tree" or not len(pairs):
            continue
        _, points = calibration(pairs)
        line = " ".join(f"{a * size:.1f},{size - b * size:.1f}" for a, b, _ in points)
        parts.append(
            f'<polyline points="{line}" fill="none" stroke="{colours[name]}" stroke-width="2"/>'
        )
        parts.append(f'<text x="8" y="{18 + 16 * row}" fill="{colours[name]}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def write(path: Path, model: Model) -> None:
    """Write the weights that `kg.record.judge` reads, as 32-bit floats."""
    arrays: dict[str, Any] = {"mean": model.mean, "scale": model.scale, "center": model.center}
    for name, weights in model.weights.items():
        arrays[f"{name}_features"] = weights.features
        arrays[f"{name}_vectors"] = weights.vectors
        arrays[f"{name}_rest"] = np.array([weights.tree, weights.bias])
    small = {name: array.astype(np.float32) for name, array in arrays.items()}
    with path.open("wb") as file:
        np.savez(file, names=np.array(model.names), **small)


if __name__ == "__main__":
    main()
