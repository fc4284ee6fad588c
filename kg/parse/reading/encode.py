"""Words → word pieces and shapes, as the encoder was trained to see them.

The encoder's vocabulary is that of uncased BERT (Devlin et al., NAACL 2019; WordPiece: Wu et al.,
2016). What it leaves out of a word, capitals and the space before it, comes back as its *shape*.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

    Floats = NDArray[np.float32]

#: Word pieces of one word at most: a web address says no more with all of its letters.
MOST_PIECES = 12
#: Shapes of words, in the order of their numbers; see `shape_of`.
SHAPES = ("none", "small", "Title", "CAPITALS", "Capital", "mIxed", "digits", "a1", "mark")


class Encoder:
    """The word pieces of words, remembered word by word.

    `vocabulary` are the pieces in the order of their numbers; "##" marks one inside a word.
    """

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._ids = {piece: i for i, piece in enumerate(vocabulary)}
        self.cls, self.sep = self._ids["[CLS]"], self._ids["[SEP]"]
        self._unknown = self._ids["[UNK]"]
        self._known: dict[str, list[int]] = {}

    def pieces(self, word: str) -> list[int]:
        """The numbers of a word's pieces, at least one and at most `MOST_PIECES`."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = self._cut(word)
            if len(self._known) > MOST_KNOWN:
                self._known.clear()
        return found

    def _cut(self, word: str) -> list[int]:
        ids: list[int] = []
        for part in _parts(word):
            ids += self._greedy(part)
            if len(ids) >= MOST_PIECES:
                break
        return ids[:MOST_PIECES] or [self._unknown]

    def _greedy(self, part: str) -> list[int]:
        """The longest piece that the part begins with, then of the rest, and so on."""
        ids: list[int] = []
        start = 0
        while start < len(part) and len(ids) < MOST_PIECES:
            mark = "##" if start else ""
            for end in range(min(len(part), start + LONGEST_PIECE), start, -1):
                found = self._ids.get(mark + part[start:end])
                if found is not None:
                    ids.append(found)
                    start = end
                    break
            else:
                return [self._unknown]
        return ids


#: No piece of the vocabulary is longer; words remembered at a time.
LONGEST_PIECE, MOST_KNOWN = 18, 200_000


@lru_cache(maxsize=1)
def load_embeddings(folder: Path) -> Embeddings:
    """The vectors of words of a folder, loaded once per process."""
    return Embeddings(folder)


class Embeddings:
    """The vectors of words and of their pieces by themselves, of the model in a folder."""

    def __init__(self, folder: Path) -> None:
        self.encoder = Encoder((folder / "vocab.txt").read_text("utf-8").splitlines())
        with np.load(folder / "embeddings.npz", allow_pickle=False) as stored:
            self.pieces, self.scales = stored["pieces"], stored["scales"].astype(np.float32)
            self.shapes = stored["shapes"].astype(np.float32)

    def of(self, word: str) -> Floats:
        """The vector of a word: the mean of its pieces."""
        ids = self.encoder.pieces(word)
        if len(ids) == 1:
            row: Floats = self.pieces[ids[0]] * self.scales[ids[0]]
            return row
        mean: Floats = (self.pieces[ids] * self.scales[ids, None]).mean(axis=0, dtype=np.float32)
        return mean

    def rows(self, ids: Sequence[int]) -> Floats:
        """The vectors of pieces, as the layers of an encoder take them."""
        found: Floats = (self.pieces[list(ids)] * self.scales[list(ids), None]).astype(np.float32)
        return found


def _parts(word: str) -> list[str]:
    """A word in small letters without accents, cut at its marks.

    >>> _parts("Québec's")
    ['quebec', "'", 's']
    """
    plain = [c for c in unicodedata.normalize("NFD", word.translate(SAME).lower())
             if unicodedata.category(c) != "Mn"]  # fmt: skip
    parts: list[str] = []
    inside = False
    for c in plain:
        if c.isalnum():
            if inside:
                parts[-1] += c
            else:
                parts.append(c)
        elif not c.isspace():
            parts.append(c)
        inside = c.isalnum()
    return parts


#: Marks that are written in several ways and mean the same.
SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-",
                      "‑": "-", "…": "."})  # fmt: skip


def shape_of(word: str, space: bool) -> int:
    """The number of a word's shape; odd if a space stands before it.

    >>> [SHAPES[shape_of(word, False) // 2] for word in ("Abe", "NATO", "I", "eBay", "G7", "--")]
    ['Title', 'CAPITALS', 'Capital', 'mIxed', 'a1', 'mark']
    """
    return 2 * SHAPES.index(_shape(word)) + space


@lru_cache(maxsize=100_000)
def _shape(word: str) -> str:
    letters = [c for c in word if c.isalpha()]
    if any(c.isdigit() for c in word):
        return "a1" if letters else "digits"
    if not letters:
        return "mark"
    upper = sum(c.isupper() for c in letters)
    if not upper:
        return "small"
    if upper == len(letters):
        return "CAPITALS" if upper > 1 else "Capital"
    return "Title" if upper == 1 and letters[0].isupper() else "mIxed"


def session(path: Path) -> InferenceSession:
    """A graph, ready to run on one thread."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
