"""Texts as numbers: windows of word pieces with the shapes of their words, and lemma rules.

Word pieces and shapes are those of `kg.parse.reading.encode`, so that training and reading see the
same.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kg.parse.reading.encode import Encoder, shape_of

#: Labels that are not learnt from.
UNKNOWN = -100


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The values of every head, in the order of their numbers."""

    relations: tuple[str, ...]
    upos: tuple[str, ...]
    tags: tuple[str, ...]
    lemmas: tuple[str, ...]
    names: tuple[str, ...]
    mentions: tuple[str, ...]


def labels_of(corpus: Sequence[dict[str, Any]]) -> Labels:
    """All values that the corpus has; of lemma rules those seen twice."""
    seen: dict[str, Counter[str]] = {name: Counter() for name in Labels.__slots__}
    for text in corpus:
        for s in text["sentences"]:
            seen["names"].update(label for label in s["names"] if label)
            seen["mentions"].update(m[3] for m in s["mentions"] or ())
            if s["heads"] is not None:
                seen["relations"].update(s["relations"])
                seen["upos"].update(s["upos"])
                seen["tags"].update(s["tags"])
                seen["lemmas"].update(map(rule_of, s["words"], s["lemmas"]))
    seen["lemmas"] = Counter({rule: n for rule, n in seen["lemmas"].items() if n > 1})
    seen["mentions"]["-"] = 10**9
    return Labels(**{name: tuple(sorted(c, key=lambda v: (-c[v], v))) for name, c in seen.items()})


def rule_of(word: str, lemma: str) -> str:
    """What makes a lemma of a word: letters cut off and put on, or the lemma itself.

    As UDPipe does (Straka et al., CoNLL 2018). The encoder learns endings from it.

    >>> rule_of("ladies", "lady"), rule_of("Runs", "run"), rule_of("was", "be")
    ('-3+y', '-1+', '=be')
    """
    word, lemma = word.lower(), lemma.lower()
    same = 0
    while same < min(len(word), len(lemma)) and word[same] == lemma[same]:
        same += 1
    if same == len(word) == len(lemma):
        return "-0+"
    if not same:
        return f"={lemma}"
    return f"-{len(word) - same}+{lemma[same:]}"


class Window:
    """One training example: consecutive sentences, and of each word what is known."""

    __slots__ = ("columns", "first", "pieces", "sentence", "shapes", "spans")

    def __init__(self) -> None:
        self.pieces: list[int] = []
        self.shapes: list[int] = []
        self.first: list[int] = []  # the first piece of each word
        self.sentence: list[int] = []  # the number of each word's sentence within the window
        self.columns: dict[str, list[int]] = {name: [] for name in COLUMNS}
        self.spans: list[tuple[int, int, int]] = []  # head, first, last of each mention


COLUMNS = ("head", "relation", "upos", "tag", "lemma", "name", "mention", "begins")


class Numbers:
    """Turns sentences into windows."""

    def __init__(self, encoder: Encoder, labels: Labels) -> None:
        self.encoder = encoder
        self.number = {
            name: {value: i for i, value in enumerate(getattr(labels, name))}
            for name in Labels.__slots__
        }

    def windows(
        self, text: dict[str, Any], size: int, rng: random.Random | None = None
    ) -> Iterator[Window]:
        """Cut a text into windows of at most about `size` word pieces, at sentence borders.

        With `rng` the sizes vary and words lose their capitals now and then.
        """
        window, limit = Window(), size
        for sentence in text["sentences"]:
            style = _style(rng)
            words = [style(word) for word in sentence["words"]]
            pieces = [self.encoder.pieces(word) for word in words]
            length = sum(map(len, pieces)) + 1
            if window.first and len(window.pieces) + length > limit:
                yield self._closed(window)
                window = Window()
                limit = size if rng is None else rng.choice((size // 4, size // 2, size, size))
            self._add(window, sentence, words, pieces)
        if window.first:
            yield self._closed(window)

    def _closed(self, window: Window) -> Window:
        window.pieces.append(self.encoder.sep)
        window.shapes.append(0)
        return window

    def _add(
        self, window: Window, s: dict[str, Any], words: list[str], pieces: list[list[int]]
    ) -> None:
        if not window.pieces or s["paragraph"]:
            window.pieces.append(self.encoder.sep if window.pieces else self.encoder.cls)
            window.shapes.append(0)
        offset, number = len(window.first), len(set(window.sentence))
        space = True
        for word, ids, after in zip(words, pieces, s["spaces"], strict=True):
            window.first.append(len(window.pieces))
            window.pieces += ids
            window.shapes += [shape_of(word, space)] * len(ids)
            window.sentence.append(number)
            space = after
        for column, values in self._values(s, offset).items():
            window.columns[column] += values
        begins = [UNKNOWN if s["paragraph"] or not offset else 1] + [0] * (len(words) - 1)
        window.columns["begins"] += begins
        # Of mentions with one head the widest.
        widest = {m[2]: m for m in sorted(s["mentions"] or (), key=lambda m: m[1] - m[0])}
        window.spans += [(h + offset, a + offset, b - 1 + offset) for a, b, h, _ in widest.values()]

    def _values(self, s: dict[str, Any], offset: int) -> dict[str, list[int]]:
        length, number = len(s["words"]), self.number
        nothing = [UNKNOWN] * length
        names = [UNKNOWN if n is None else number["names"].get(n, UNKNOWN) for n in s["names"]]
        found = dict.fromkeys(("head", "relation", "upos", "tag", "lemma", "mention"), nothing)
        if s["heads"] is not None:
            rules = map(rule_of, s["words"], s["lemmas"])
            found |= {
                "head": [h + offset + 1 if h >= 0 else 0 for h in s["heads"]],
                "relation": [number["relations"].get(r, UNKNOWN) for r in s["relations"]],
                "upos": [number["upos"].get(u, UNKNOWN) for u in s["upos"]],
                "tag": [number["tags"].get(t, UNKNOWN) for t in s["tags"]],
                "lemma": [number["lemmas"].get(r, UNKNOWN) for r in rules],
            }
        if s["mentions"] is not None:
            found["mention"] = [0] * length
            for _, _, head, type in sorted(s["mentions"], key=lambda m: m[1] - m[0]):
                found["mention"][head] = number["mentions"].get(type, UNKNOWN)
        return found | {"name": names}


def _style(rng: random.Random | None) -> Any:
    """How a sentence is written: mostly as it is, now and then small or in capitals."""
    chance = 1.0 if rng is None else rng.random()
    return str.lower if chance < 0.02 else str.upper if chance < 0.035 else str
