"""A sentence → one vector of what it says, by the encoder that the reading model began as.

That is all-MiniLM-L6-v2 (Wang et al. 2020; Reimers and Gurevych 2019), which was made for this. It
learnt to parse after that, which cost what its layers knew of whole sentences; the vectors of its
word pieces are still the same. So its own six layers (`sentences.onnx`, 8-bit weights, see
`training/sentences.py`) read the pieces of the reading model.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from kg.parse.reading import FOLDER
from kg.parse.reading.encode import load_embeddings, session

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

#: The graph, in the folder of the model.
SENTENCES = "sentences.onnx"
#: Word pieces of a sentence that are read; what follows is not.
LONGEST = 256
_WORD = re.compile(r"\w+|[^\w\s]")


class Sentences:
    """The encoder of sentences in the folder of a model, for one thread at a time."""

    def __init__(self, folder: Path) -> None:
        self._embeddings = load_embeddings(folder)
        self._encoder = self._embeddings.encoder
        self._session = session(folder / SENTENCES)

    def vector(self, text: str) -> Floats | None:
        """What a sentence says, of length 1; None for a text without words."""
        ids = [id for word in _WORD.findall(text) for id in self._encoder.pieces(word)]
        if not ids:
            return None
        ids = [self._encoder.cls, *ids[: LONGEST - 2], self._encoder.sep]
        given = self._embeddings.rows(ids)[None]
        row: Floats = self._session.run(["vector"], {"embedded": given})[0][0]
        length: Floats = row / np.sqrt((row * row).sum())
        return length

    def word(self, word: str) -> Floats:
        """The vector of a word by itself, before any context."""
        return self._embeddings.of(word)


@lru_cache(maxsize=1)
def load_sentences(folder: Path = FOLDER) -> Sentences:
    """The encoder of a folder, loaded once per process."""
    return Sentences(folder)
