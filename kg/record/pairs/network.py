"""Candidates of a sentence → a vector for each pair of them, by NumPy.

The encoder's vectors of the words, one more layer of attention over the sentence, then for each
pair: both ends, the lowest word of the tree above both, how they stand to each other, and the words
that both ends look at together (the localized pooling of Zhou et al., AAAI 2021). Which relation a
pair stands in is not decided here: `kg.relate.score` compares its vector with those of relations.
Weights: `kg/data/relations.npz`, trained by `training/relations.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
from blis.py import gemm

from kg.record.pairs.features import PAIR_TABLES, PLACES, TABLES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.parse.analyze import Vectors

    Ints = NDArray[np.int32]
    Floats = NDArray[np.float32]

#: The pipeline whose vectors the weights know.
TRAINED_ON = "en_kg-1.0.0"
HEADS = 4
#: Numbers of the vector of a pair.
WIDTH = 240
#: Where the weights lie; benchmarks put those of a fold in their place.
WEIGHTS = resources.files("kg") / "data" / "relations.npz"
#: Where a word stands: in the first, in the second, between, left of both, right of both.
IN_FIRST, IN_SECOND, BETWEEN, LEFT, RIGHT = range(5)


def token_vectors(vectors: Vectors, rows: Sequence[int]) -> tuple[Floats, Floats]:
    """What the network sees of words: their vectors in context, and by themselves."""
    context = vectors.context[list(rows)] / 4
    places = np.array(vectors.places)[list(rows)]
    words = vectors.words[places] * load()["scale"][0]
    return context.astype(np.float32), words.astype(np.float32)


def read_sentence(context: Floats, words: Floats) -> Floats:
    """The words of one sentence, each knowing the others."""
    w = load()
    x = _norm(gelu(times(context, w["ctx_w"]) + w["ctx_b"] + times(words, w["word_w"])), "norm")
    size, width = x.shape
    mixed = times(x, w["qkv_w"]) + w["qkv_b"]
    q, k, v = (
        np.ascontiguousarray(part.reshape(size, HEADS, -1).transpose(1, 0, 2))
        for part in np.split(mixed, 3, axis=1)
    )
    seen = _softmax(q @ k.transpose(0, 2, 1) / np.float32(np.sqrt(width // HEADS)))
    heard = (seen @ v).transpose(1, 0, 2).reshape(size, width)
    x = _norm(x + times(heard, w["ao_w"]) + w["ao_b"], "n1")
    inner = gelu(times(x, w["f1_w"]) + w["f1_b"])
    return _norm(x + times(inner, w["f2_w"]) + w["f2_b"], "n2")


def pair_vectors(x: Floats, words: Floats, rows: Ints, pairs: Ints) -> tuple[Floats, Floats]:
    """The vectors of pairs, within [-1, 1], and the log-odds that any relation holds.

    `rows` are those of `kg.record.pairs.features.sentence_arrays`; `pairs` has for each pair the
    numbers of both candidates, then the columns of `pair_arrays`.
    """
    w = load()
    ends = x[rows[:, : len(PLACES)]].reshape(len(rows), -1)
    c = times(ends, w["cand_w"]) + w["cand_b"]
    for at, (name, _) in enumerate(TABLES, len(PLACES)):
        c += w[f"{name}_table"][rows[:, at]]
    c = gelu(c)
    i, j = pairs[:, 0], pairs[:, 1]
    looked, seen = _looked_at(x, c, rows, i, j)
    h = (times(c, w["subj_w"]) + w["subj_b"])[i] + (times(c, w["obj_w"]) + w["obj_b"])[j]
    h += times(looked, w["c2_w"]) + w["c2_b"]
    h += (times(x, w["top_w"]) + w["top_b"])[pairs[:, 2]]
    for at, (name, _) in enumerate(PAIR_TABLES, 3):
        h += w[f"{name}_table"][pairs[:, at]]
    h = gelu(h)
    h = h + gelu(times(h, w["h2_w"]) + w["h2_b"])
    heads = np.tanh(times(words[rows[:, 2]], w["ly_w"]))
    found = np.concatenate(
        [np.tanh(times(h, w["out_w"]) + w["out_b"]),
         np.tanh(times(seen, times(words, w["lx_w"]))), heads[i], heads[j]], axis=1
    )  # fmt: skip
    return found, (times(h, w["any_w"]) + w["any_b"])[:, 0]


def _looked_at(x: Floats, c: Floats, rows: Ints, i: Ints, j: Ints) -> tuple[Floats, Floats]:
    """What both ends of each pair look at: the words' values, and how much at which word."""
    w, size = load(), len(x)

    def heads(given: Floats, name: str) -> Floats:
        made = times(given, w[f"{name}_w"]) + w[f"{name}_b"]
        return np.ascontiguousarray(made.reshape(len(given), HEADS, -1).transpose(1, 0, 2))

    k, v = heads(x, "k"), heads(x, "v")
    root = np.float32(np.sqrt(k.shape[2]))
    first = heads(c, "qs") @ k.transpose(0, 2, 1) / root
    second = heads(c, "qo") @ k.transpose(0, 2, 1) / root
    logits = first[:, i] + second[:, j] + w["place"][:, _standing(rows, i, j, size)]
    seen = _softmax(logits)
    looked = (seen @ v).transpose(1, 0, 2).reshape(len(i), -1)
    return looked, seen.mean(axis=0)


def _standing(rows: Ints, i: Ints, j: Ints, size: int) -> Ints:
    """Where each word stands to each pair."""
    at = np.arange(size)[None]
    a, b = rows[i, 0][:, None], rows[i, 1][:, None]
    c, d = rows[j, 0][:, None], rows[j, 1][:, None]
    found = np.full((len(i), size), BETWEEN, dtype=np.int32)
    found[at < np.minimum(a, c)] = LEFT
    found[at > np.maximum(b, d)] = RIGHT
    found[(at >= a) & (at <= b)] = IN_FIRST
    found[(at >= c) & (at <= d)] = IN_SECOND
    return found


def gelu(x: Floats) -> Floats:
    """Hendrycks and Gimpel (2016), by its tanh form."""
    inner = np.float32(0.7978845608) * (x + np.float32(0.044715) * x * x * x)
    found: Floats = np.float32(0.5) * x * (1 + np.tanh(inner))
    return found


def _softmax(x: Floats) -> Floats:
    raised = np.exp(x - x.max(axis=-1, keepdims=True))
    found: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return found


def _norm(x: Floats, name: str) -> Floats:
    w = load()
    x = x - x.mean(axis=1, keepdims=True)
    scale = np.sqrt((x * x).mean(axis=1, keepdims=True) + np.float32(1e-5))
    found: Floats = x / scale * w[f"{name}_w"] + w[f"{name}_b"]
    return found


def times(a: Floats, b: Floats) -> Floats:
    """The matrix product by one thread, see `kg.record.coref.ranker.times`."""
    if not len(a):
        return np.zeros((0, b.shape[1]), dtype=np.float32)
    product: Floats = gemm(
        np.ascontiguousarray(a, dtype=np.float32), np.ascontiguousarray(b, dtype=np.float32)
    )
    return product


@lru_cache(maxsize=1)
def load() -> dict[str, Floats]:
    """The weights by name, as 32-bit floats; large ones are stored as bytes with a scale."""
    with WEIGHTS.open("rb") as file:
        stored = np.load(file, allow_pickle=False)
        found = {name: stored[name].astype(np.float32) for name in stored.files}
    scales = {name.removesuffix("!"): found.pop(name) for name in list(found) if name[-1] == "!"}
    return {
        name: np.ascontiguousarray(value * scales[name] if name in scales else value)
        for name, value in found.items()
    }
