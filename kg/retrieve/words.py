"""Words that mean alike: how well a sentence covers the words of a question.

Each word of the question takes the nearest word of the sentence, by the vectors that the reading
model's encoder starts from, before any context; the same word counts in full, one that is near
("vehicle" and "car") in part. Rare words of the question weigh more. The sum over the question's
words of the best match (Chamfer, as ColBERT has it; Khattab and Zaharia, SIGIR 2020).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from kg.parse.reading.sentences import load_sentences
from kg.retrieve.lexical import Lexicon, stem, words_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: How near two words must be (cosine) to count, and what the nearest that are not the same count.
NEAR, PART = 0.25, 0.6
#: A word that hardly any sentence has weighs no more than this.
RAREST = 7.0


class Vocabulary:
    """The words of sentences, by their vectors; `texts` are the words of each sentence."""

    def __init__(self, texts: Iterable[Iterable[str]], lexicon: Lexicon) -> None:
        having: dict[str, list[int]] = defaultdict(list)
        self._count = 0
        for index, words in enumerate(texts):
            self._count = index + 1
            for word in sorted(set(words)):
                having[word].append(index)
        self._lexicon = lexicon
        self._words = sorted(having)
        self._stems = [stem(word) for word in self._words]
        self._having = [np.array(having[word]) for word in self._words]
        table = [_alone(word) for word in self._words]
        rows = np.stack(table) if table else np.zeros((0, 1), dtype=np.float32)
        self._middle = rows.mean(axis=0) if len(rows) else np.zeros(1, dtype=np.float32)
        self._vectors = _unit(rows - self._middle)

    def covered(self, question: str) -> NDArray[np.float64]:
        """The share of what the words of the question say that each sentence covers, in [0, 1]."""
        total, whole = np.zeros(self._count), 0.0
        for word in sorted(set(words_of(question))):
            says = min(self._lexicon.says(stem(word)), RAREST)
            total += says * self._best(word)
            whole += says
        return total / (whole or 1.0)

    def _best(self, word: str) -> Floats:
        """The match of the nearest word of each sentence, in [0, 1]."""
        best = np.zeros(self._count)
        if not self._words:
            return best
        one = _unit((_alone(word) - self._middle)[None])[0]
        # Rounded, so that the order of adding up makes no difference to what counts.
        near = np.round((self._vectors @ one).astype(np.float64), 4)
        root = stem(word)
        for index in np.flatnonzero(near > NEAR).tolist():
            same = self._stems[index] == root
            gain = 1.0 if same else PART * ((near[index] - NEAR) / (1 - NEAR)) ** 0.5 + 0.05
            places = self._having[index]
            best[places] = np.maximum(best[places], gain)
        return best


def _alone(word: str) -> NDArray[np.float32]:
    return load_sentences().word(word)


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    unit: NDArray[np.float32] = rows / np.maximum(lengths, 1e-9)
    return unit


__all__ = ["Vocabulary"]
