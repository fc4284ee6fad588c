"""Sentences → vectors of what they say, so that what says alike lies near
(`kg.parse.reading.sentences`).

A sentence is read alone. Vectors have length 1: their product is the cosine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from kg.parse.reading import FOLDER
from kg.parse.reading.sentences import SENTENCES, load_sentences

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

#: Numbers in a vector.
WIDTH = 384


def sentence_vectors(texts: Iterable[str]) -> Floats:
    """One row of length 1 for each text, `WIDTH` numbers wide; a text without words is zero.

    >>> one, two, other = sentence_vectors(
    ...     ["Who wrote the novel?", "The author of the book", "Rain fell in May."])
    >>> bool(one @ two > one @ other)
    True
    """
    encoder = load_sentences()
    nothing = np.zeros(WIDTH, dtype=np.float32)
    rows = [encoder.vector(text) for text in texts]
    if not rows:
        return np.zeros((0, WIDTH), dtype=np.float32)
    # Rounded, so that no library's way to add up makes another vector.
    table = np.stack([nothing if row is None else row for row in rows])
    return np.round(table, 5).astype(np.float32)


@lru_cache(maxsize=1)
def made_by() -> str:
    """What makes the vectors, as a hash: those of another model are not comparable."""
    digest = hashlib.sha256()
    for name in (SENTENCES, "embeddings.npz", "vocab.txt"):
        digest.update((FOLDER / name).read_bytes())
    return digest.hexdigest()[:16]


__all__ = ["WIDTH", "made_by", "sentence_vectors"]
