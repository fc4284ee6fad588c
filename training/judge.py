"""Train what judges claims: `confidence` and `worth` from claims that people judged by reading.

    python -m training.judge JUDGED.jsonl ... --texts FOLDER [--trees FOLDER] [--out FILE] [--report FILE]

Each line of JUDGED is a claim as in `claims.jsonl` with a `verdict`: C right and informative, V true
but vague or cut, W wrong. `--texts` holds the documents that they name. The documents are read
anew; a verdict counts where a claim made now says the same. `--trees` (the treebanks' folder) adds
labels that cost nothing: of treebank documents that the reading model did not learn from, the
claims that it makes from its own trees, told apart by whether gold trees give them too. They train
the hidden units with the rest and have an output of their own, which is left out of the weights.

The network: the features of `kg.judge`, a layer of tanh units, one logistic unit for "not wrong"
(all verdicts), "informative" (C against V) and "the trees agree". Figures by cross-validation over documents, printed
as a table and, with `--report`, drawn as a reliability diagram. The same seed gives the same
weights.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

import kg.record
from kg.analyze import Sentence, analyze, load_pipeline
from kg.claims.arguments import Reader
from kg.judge import features
from kg.model import Claim, Document

Floats = NDArray[np.float64]
OUT = Path(__file__).resolve().parent.parent / "kg" / "data" / "judge.npz"
HIDDEN, DECAY, EPOCHS, RATE, FOLDS, SEED = 16, 0.02, 300, 0.01, 10, 1
#: What the outputs are, and how much each counts in training.
OUTPUTS = {"right": 1.0, "worth": 1.0, "tree": 0.5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Features of a claim and what is known of it: 1, 0, or -1 for not known, by output."""

    document: str
    seen: dict[str, float]
    known: tuple[float, float, float]


def main() -> None:
    options = read_options()
    examples = list(judged_examples(options.judged, options.texts))
    print(f"{len(examples)} judged claims are still made", file=sys.stderr)
    if options.trees:
        examples += tree_examples(options.trees)
        print(f"{len(examples)} with those of treebanks", file=sys.stderr)
    names = sorted({name for e in examples for name in e.seen})
    rows = np.array([[e.seen.get(name, 0.0) for name in names] for e in examples])
    known = np.array([e.known for e in examples])
    documents = [e.document for e in examples]
    table = cross_validate(rows, known, documents)
    print(report(table))
    if options.report:
        Path(options.report).write_text(diagram(table), "utf-8")
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    write(options.out, names, mean, scale, train((rows - mean) / scale, known))


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("judged", nargs="+", type=Path)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--trees", type=Path)
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
            for claim, seen in made:
                if claim.id not in used and same(judged, claim):
                    used.add(claim.id)
                    right = float(judged["verdict"] != "W")
                    worth = -1.0 if judged["verdict"] == "W" else float(judged["verdict"] == "C")
                    yield Example(document=name, seen=seen, known=(right, worth, -1.0))
                    break


def made_claims(text: str, nlp: Any) -> Iterator[tuple[Claim, dict[str, float]]]:
    """The claims of a text with their features."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(id="d", source="d", text=text, sha256=digest)
    yield from _with_features(document, analyze(document, nlp))


def _with_features(
    document: Document, sentences: list[Sentence]
) -> Iterator[tuple[Claim, dict[str, float]]]:
    kept: list[tuple[Claim, dict[str, float]]] = []

    def keep(claims: Any, given: Sequence[Sentence], reader: Reader) -> list[Claim]:
        found = list(claims)
        by_start = {s.start: s for s in given}
        for claim in found:
            sentence = by_start[claim.sentence.start]
            kept.append((claim, features(claim, reader.readings.get(claim.id), sentence, reader)))
        return found

    before = kg.record.judge
    kg.record.judge = keep  # type: ignore[assignment]
    try:
        kg.record.record_of(document, sentences)
    finally:
        kg.record.judge = before
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
    if _letters(judged["subject"]["label"]) != _letters(claim.subject.label):
        return False
    if object and end and _letters(object["label"]) != _letters(end.label):
        return False
    before, now = judged["predicate"]["lemma"].split(), claim.predicate.lemma.split()
    return before == now or (
        set(now) <= set(before) and before[0] == now[0] and before[-1] == now[-1]
    )


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
                    lines.append({_line(claim) for claim, _ in found})
                    continue
                for claim, seen in found:
                    agreed = float(_line(claim) in lines[0])
                    yield Example(
                        document=f"{part}-{number}", seen=seen, known=(-1.0, -1.0, agreed)
                    )


def _line(claim: Claim) -> tuple[str, ...]:
    object = claim.object.span.text if claim.object is not None else ""
    return claim.subject.span.text, claim.predicate.lemma, object, claim.polarity, claim.modality


# Training


def train(rows: Floats, known: Floats, seed: int = SEED) -> dict[str, Floats]:
    """The weights: `inner` [features, units], `shift`, `outer` [units, outputs], `bias`."""
    torch.manual_seed(seed)
    x, y = torch.tensor(rows), torch.tensor(known)
    inner = torch.nn.Parameter(torch.randn(rows.shape[1], HIDDEN, dtype=torch.float64) * 0.1)
    shift = torch.nn.Parameter(torch.zeros(HIDDEN, dtype=torch.float64))
    outer = torch.nn.Parameter(torch.randn(HIDDEN, len(OUTPUTS), dtype=torch.float64) * 0.1)
    bias = torch.nn.Parameter(torch.zeros(len(OUTPUTS), dtype=torch.float64))
    weights = torch.tensor(list(OUTPUTS.values()), dtype=torch.float64)
    optimizer = torch.optim.AdamW([inner, shift, outer, bias], lr=RATE, weight_decay=0)
    counted = (y >= 0).to(torch.float64) * weights
    for _ in range(EPOCHS):
        optimizer.zero_grad()
        logits = torch.tanh(x @ inner + shift) @ outer + bias
        losses = torch.nn.functional.binary_cross_entropy_with_logits(
            logits, y.clamp(min=0), reduction="none"
        )
        loss = (losses * counted).sum() / counted.sum()
        loss = loss + DECAY * ((inner**2).sum() / HIDDEN + (outer**2).sum()) / 2
        loss.backward()
        optimizer.step()
    return {
        "inner": inner.detach().numpy(), "shift": shift.detach().numpy(),
        "outer": outer.detach().numpy(), "bias": bias.detach().numpy(),
    }  # fmt: skip


def chances(rows: Floats, made: dict[str, Floats]) -> Floats:
    """One row per claim, one column per output."""
    logits = np.tanh(rows @ made["inner"] + made["shift"]) @ made["outer"] + made["bias"]
    result: Floats = 1 / (1 + np.exp(-logits))
    return result


def cross_validate(rows: Floats, known: Floats, documents: Sequence[str]) -> dict[str, Floats]:
    """For each output: pairs of (chance, truth) of claims of documents not trained on."""
    fold = np.array([int(hashlib.sha256(d.encode()).hexdigest(), 16) % FOLDS for d in documents])
    guesses = np.zeros_like(known)
    for held in range(FOLDS):
        test = fold == held
        if not test.any():
            continue
        mean, scale = rows[~test].mean(axis=0), rows[~test].std(axis=0) + 1e-6
        made = train((rows[~test] - mean) / scale, known[~test])
        guesses[test] = chances((rows[test] - mean) / scale, made)
    return {
        name: np.stack([guesses[:, i], known[:, i]], axis=1)[known[:, i] >= 0]
        for i, name in enumerate(OUTPUTS)
    }


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


def write(
    path: Path, names: Sequence[str], mean: Floats, scale: Floats, made: dict[str, Floats]
) -> None:
    """Write the weights that `kg.judge` reads, as 32-bit floats; same bytes for same weights."""
    arrays: dict[str, Any] = {
        "names": np.array(names), "mean": mean.astype(np.float32), "scale": scale.astype(np.float32)
    }  # fmt: skip
    for i, name in enumerate(OUTPUTS):
        if name != "tree":
            arrays[f"{name}_inner"] = made["inner"].astype(np.float32)
            arrays[f"{name}_shift"] = made["shift"].astype(np.float32)
            arrays[f"{name}_outer"] = made["outer"][:, i].astype(np.float32)
            arrays[f"{name}_bias"] = made["bias"][i].astype(np.float32)
    with path.open("wb") as file:
        np.savez(file, **arrays)


if __name__ == "__main__":
    main()
