"""Sentences → vectors of what they say, from the reading model's own encoder.

A sentence is read alone. Its vector is a linear map of three means: of the words by themselves,
those that say most first; of what the encoder makes of the words in their places; of all words by
themselves. `training/sentences.py` fits the map so that sentences that say alike lie near each
other. Vectors have length 1: their product is the cosine.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kg.parse import FOLDER, NETWORK
from kg.parse.reader import Reader, load_reader
from kg.retrieve.lexical import STOP

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

#: Numbers in a vector.
WIDTH = 384
#: The map, in `kg/data`.
MAP = FOLDER.parent / "sentences.npz"
#: What a word of several pieces says: more than any that has a piece of its own.
RARE = 10.5
#: What is read as a word.
_WORD = re.compile(r"\w+|[^\w\s]")


def sentence_vectors(texts: Iterable[str]) -> Floats:
    """One row of length 1 for each text, `WIDTH` numbers wide; a text without words is zero.

    >>> one, two, other = sentence_vectors(
    ...     ["Who wrote the novel?", "The author of the book", "Rain fell in May."])
    >>> bool(one @ two > one @ other)
    True
    """
    reader, weights = load_reader(FOLDER), _map(MAP)
    rows = [_vector(reader, text, weights) for text in texts]
    return np.stack(rows) if rows else np.zeros((0, WIDTH), dtype=np.float32)


@lru_cache(maxsize=1)
def made_by() -> str:
    """What makes the vectors, as a hash: those of another model are not comparable."""
    digest = hashlib.sha256()
    for path in (MAP, FOLDER / NETWORK):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def features(reader: Reader, text: str) -> Floats | None:
    """What the map is applied to: three means and a 1; None for a text without words."""
    found = list(_WORD.finditer(text))
    if not found:
        return None
    words = [match[0] for match in found]
    ends = [match.start() for match in found[1:]] + [len(text)]
    spaces = [match.end() < end for match, end in zip(found, ends, strict=True)]
    placed, alone = reader.word_vectors(words, spaces)
    weights = np.array([_says(reader, word) for word in words[: len(alone)]], dtype=np.float32)
    rare = (alone * weights[:, None]).sum(axis=0) / max(float(weights.sum()), 1.0)
    one = np.ones(1, dtype=np.float32)
    return np.concatenate([rare, placed.mean(axis=0), alone.mean(axis=0), one])


def _says(reader: Reader, word: str) -> float:
    """How much a word says: the encoder's vocabulary has the frequent ones first."""
    if word.lower() in STOP or not word[0].isalnum():
        return 0.0
    pieces = reader.encoder.pieces(word)
    return math.log(pieces[0] + 1) if len(pieces) == 1 else RARE


def _vector(reader: Reader, text: str, weights: NDArray[np.float64]) -> Floats:
    given = features(reader, text)
    if given is None:
        return np.zeros(WIDTH, dtype=np.float32)
    row: NDArray[np.float64] = np.einsum("i,ij->j", given.astype(np.float64), weights)
    row = row / max(float(np.sqrt((row * row).sum())), 1e-12)
    # Rounded, so that no library's way to add up makes another vector.
    return np.round(row, 5).astype(np.float32)


@lru_cache(maxsize=1)
def _map(path: Path) -> NDArray[np.float64]:
    with np.load(path, allow_pickle=False) as stored:
        weights: NDArray[np.float64] = stored["weights"].astype(np.float64)
    return weights


__all__ = ["MAP", "WIDTH", "features", "made_by", "sentence_vectors"]
