"""Sentences → vectors of what they say, from the reading model's own encoder.

A sentence is read alone. Its vector is a linear map of two means, of what the encoder makes of the
words in their places and of the words by themselves; `training/sentences.py` fits the map so that
sentences that say alike lie near each other. Vectors have length 1: their product is the cosine.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kg.parse import FOLDER, NETWORK
from kg.parse.reader import Reader, load_reader

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

#: Numbers in a vector.
WIDTH = 384
#: The map, in `kg/data`.
MAP = FOLDER.parent / "sentences.npz"
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
    """What the map is applied to: two means and a 1; None for a text without words."""
    found = list(_WORD.finditer(text))
    if not found:
        return None
    words = [match[0] for match in found]
    ends = [match.start() for match in found[1:]] + [len(text)]
    spaces = [match.end() < end for match, end in zip(found, ends, strict=True)]
    placed, alone = reader.word_vectors(words, spaces)
    one = np.ones(1, dtype=np.float32)
    return np.concatenate([placed.mean(axis=0), alone.mean(axis=0), one])


def _vector(reader: Reader, text: str, weights: Floats) -> Floats:
    given = features(reader, text)
    if given is None:
        return np.zeros(WIDTH, dtype=np.float32)
    # Rounded, so that no library's way to add up makes another vector.
    row: Floats = np.einsum("i,ij->j", given.astype(np.float64), weights).astype(np.float64)
    row = row / max(float(np.sqrt((row * row).sum())), 1e-12)
    return np.round(row, 5).astype(np.float32)


@lru_cache(maxsize=1)
def _map(path: Path) -> NDArray[np.float64]:
    with np.load(path, allow_pickle=False) as stored:
        return stored["weights"].astype(np.float64)


__all__ = ["MAP", "WIDTH", "features", "made_by", "sentence_vectors"]
