"""How likely each pair of nodes means the same: a small trained network, run by NumPy.

A mention-ranking model (Denis and Baldridge, IJCAI 2007; Clark and Manning, EMNLP 2016): for each
node the earlier nodes that it may go back to and "nothing before it" compete in one softmax. What
the vectors of two nodes have in common enters as products of numbers that are made of each. Its
weights are in `kg/data/coreference.npz`, trained by `benchmarks/train_coreference.py`.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
from blis.py import gemm

from kg.record.coref.attributes import ARTICLES, CLASSES, ROLES, TYPE, Table
from kg.record.coref.pairs import distance_class, features, sizes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.parse.analyze import Vectors

    Ints = NDArray[np.int32]
    Floats = NDArray[np.float32]

#: One-hot columns of a node: the name of the column and how many values it takes.
ONE_HOT = (
    ("class", len(CLASSES)), ("role", len(ROLES)), ("article", len(ARTICLES)), ("number", 3),
    ("gender", 3), ("animacy", 3), ("type", len(TYPE)),
)  # fmt: skip
DISTANCES = 8
#: Pairs scored at a time, and words whose cosines are kept in one table.
CHUNK, TABLE = 16384, 2048
#: The pipeline whose vectors the weights know, and their widths: of words in context, and of words
#: by themselves. The network does without them where another pipeline is in use.
TRAINED_ON, CONTEXT, WORDS = "en_kg-1.0.0", 384, 384


def inputs(table: Table, pairs: tuple[Ints, Ints], vectors: Vectors | None) -> dict[str, Floats]:
    """What the network sees: `nodes` and `words` have a row per node, `pairs` one per pair."""
    words = WordVectors(table, vectors)
    return {
        "nodes": _node_matrix(table),
        "words": np.concatenate([_context(table, vectors), words.of_heads() / 3], axis=1),
        "pairs": pair_matrix(table, pairs, words),
    }


def pair_matrix(table: Table, pairs: tuple[Ints, Ints], words: WordVectors) -> Floats:
    i, j = pairs
    near = [words.alike(i, j), words.fit(i, j), words.verbs_alike(i, j)]
    return np.concatenate([features(table, i, j), np.stack(near, axis=1)], axis=1)


class WordVectors:
    """The word vectors of the nodes' heads and of the verbs above them, zero where there are none.

    Each word of the document is kept once, and the cosines of all words in one table as long as it
    is small.
    """

    def __init__(self, table: Table, vectors: Vectors | None) -> None:
        rows = np.concatenate([table["row"], table["verb_row"]])
        known = vectors is not None and vectors.model == TRAINED_ON
        places = np.full(len(rows), -1)
        if known and vectors is not None:
            places = np.where(rows < 0, -1, np.array(vectors.places)[rows])
        used, where = np.unique(places, return_inverse=True)
        self._rows = np.zeros((len(used), WORDS), dtype=np.float32)
        if known and vectors is not None:
            self._rows[used >= 0] = vectors.words[used[used >= 0]]
        self._heads, self._verbs = where[: table.size], where[table.size :]
        length = np.linalg.norm(self._rows, axis=1, keepdims=True)
        self._unit = self._rows / np.maximum(length, 1e-6)
        self._cosines = times(self._unit, self._unit.T) if len(used) <= TABLE else None

    def of_heads(self) -> Floats:
        return self._rows[self._heads]

    def alike(self, i: Ints, j: Ints) -> Floats:
        """Cosine of the two heads."""
        return self._cosine(self._heads[i], self._heads[j])

    def fit(self, i: Ints, j: Ints) -> Floats:
        """Cosine of the first head and the verb above the second."""
        return self._cosine(self._heads[i], self._verbs[j])

    def verbs_alike(self, i: Ints, j: Ints) -> Floats:
        return self._cosine(self._verbs[i], self._verbs[j])

    def _cosine(self, a: NDArray[np.intp], b: NDArray[np.intp]) -> Floats:
        if self._cosines is not None:
            return self._cosines[a, b]
        found: Floats = np.einsum("ij,ij->i", self._unit[a], self._unit[b])
        return found


def _node_matrix(table: Table) -> Floats:
    width = sum(size for _, size in ONE_HOT)
    hot = np.zeros((table.size, width), dtype=np.float32)
    offset, rows = 0, np.arange(table.size)
    for name, size in ONE_HOT:
        hot[rows, offset + table[name]] = 1
        offset += size
    often = [np.log1p(sizes(table[name]))[:, None] / 3 for name in ("head", "chain")]
    return np.concatenate([hot, table.shape, *often], axis=1).astype(np.float32)


def _context(table: Table, vectors: Vectors | None) -> Floats:
    """The vectors in context of a node's head and first token; zeros for other pipelines."""
    if vectors is None or vectors.model != TRAINED_ON or not len(vectors.context):
        return np.zeros((table.size, 2 * CONTEXT), dtype=np.float32)
    found = [vectors.context[table["row"]], vectors.context[table["first"]]]
    return (np.concatenate(found, axis=1) / 4).astype(np.float32)


def scores(
    table: Table, pairs: tuple[Ints, Ints], vectors: Vectors | None
) -> tuple[Floats, Floats]:
    """Log-odds of each pair and, per node, of "nothing before it", on one scale."""
    w = load()
    words = WordVectors(table, vectors)
    given = np.concatenate([_context(table, vectors), words.of_heads() / 3], axis=1)
    known = _bent(given, "vec")
    node = _bent(np.concatenate([_node_matrix(table), known], axis=1), "node")
    left, right = times(node, w["left_w"]), times(node, w["right_w"])
    one, other = _bent(given, "one"), _bent(given, "other")
    found = [np.zeros(0, dtype=np.float32)]
    for start in range(0, len(pairs[0]), CHUNK):
        i, j = (side[start : start + CHUNK] for side in pairs)
        hidden = times(pair_matrix(table, (i, j), words), w["pair_w"]) + w["pair_b"]
        hidden += left[i] + right[j] + _crossed(table, i, j)
        hidden += times(one[i] * other[j], w["meet_w"])
        np.maximum(hidden, 0, out=hidden)
        second = np.maximum(times(hidden, w["second_w"]) + w["second_b"], 0)
        found.append((times(second, w["out_w"]) + w["out_b"])[:, 0])
    alone = np.maximum(times(node, w["alone_w"]) + w["alone_b"], 0)
    return np.concatenate(found), (times(alone, w["none_w"]) + w["none_b"])[:, 0]


def _bent(given: Floats, layer: str) -> Floats:
    """One layer: a matrix, a shift, and everything between -1 and 1."""
    w = load()
    found: Floats = np.tanh(times(given, w[f"{layer}_w"]) + w[f"{layer}_b"])
    return found


def _crossed(table: Table, i: Ints, j: Ints) -> Floats:
    """What the kinds of both, and the kind of the second and the distance, say together."""
    w, kinds = load(), table["class"]
    found: Floats = w["classes"][kinds[i] * len(CLASSES) + kinds[j]]
    found += w["distances"][kinds[j] * DISTANCES + distance_class(table, i, j)]
    return found


def times(a: Floats, b: Floats) -> Floats:
    """The matrix product by one thread, as spaCy does it: NumPy's own may use all processors, which
    for matrices of this size costs more than it saves, and round by how many there are."""
    if not len(a):
        return np.zeros((0, b.shape[1]), dtype=np.float32)
    product: Floats = gemm(
        np.ascontiguousarray(a, dtype=np.float32), np.ascontiguousarray(b, dtype=np.float32)
    )
    return product


@lru_cache(maxsize=1)
def load() -> dict[str, Floats]:
    """The weights by name, as 32-bit floats."""
    with (resources.files("kg") / "data" / "coreference.npz").open("rb") as file:
        stored = np.load(file, allow_pickle=False)
        return {name: np.ascontiguousarray(stored[name], dtype=np.float32) for name in stored.files}
