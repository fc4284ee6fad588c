"""The reading model: blocks of words → sentences, trees, tags, lemmas, names, mentions.

One encoder reads the word pieces of a stretch of text once, and every head looks at its vectors
(`training/network.py` says how they are made). The matrices run in onnxruntime on one thread, with
8-bit weights; what is chosen among their scores is chosen here.

What a block is read as depends on the blocks read with it, which are those of its document, and on
nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.english.lemmas import Lemmas
from kg.parse.reading import again
from kg.parse.reading.encode import Encoder, load_embeddings, session, shape_of
from kg.parse.reading.trees import NEVER, best_tree, keep_whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

#: Word pieces read at a time, and at most: a longer sentence is cut.
WINDOW, LONGEST = 220, 500
#: A window this full ends with its block, rather than within the next one.
FULL = 0.6
#: The label of what is never taken for anything else: "Roe v. Wade" is no person.
CASE = "LAW"
#: Labels that a title, a product or a case may have.
TITLED = frozenset("WORK_OF_ART EVENT LAW PRODUCT ORG FAC GPE LOC".split())
#: What hangs on its head as no noun does.
CLAUSES = ("advcl", "acl", "ccomp", "csubj", "advmod", "amod", "aux", "cop", "mark", "case", "cc",
           "det", "discourse", "expl", "fixed", "punct", "nummod")  # fmt: skip
#: How much of a window must be read for the rest to be left to the next one.
LEAST = 0.3
#: Marks around a nickname.
MARKS = ('"', "'", "“", "”", "‘", "’")
#: How sure the model must be of each word of a name for the tree to keep the name whole.
CERTAIN = 0.8

#: First word, behind the last, label: what is one name by its looks.
Atom = tuple[int, int, str]
#: First word, behind the last, head, GUM's type, probability: one noun phrase.
Phrase = tuple[int, int, int, str, float]


@dataclass(slots=True, kw_only=True)
class Words:
    """The words of a block, without white space.

    `spaces`: whether a space follows. `borders`: True where a sentence must begin, False where it
    may not, None where the model is asked. `atoms` are stretches that are one name, with the label
    they get where the model sees no name in them ("" is none): no tree splits them, and no word in
    them is anything but a part of a name.
    """

    words: Sequence[str]
    spaces: Sequence[bool]
    borders: Sequence[bool | None]
    atoms: Sequence[Atom] = ()


@dataclass(slots=True, kw_only=True)
class Reading:
    """What a block says, a value per word; indices count from the block's first word.

    `heads` of roots are their own; `names` are IOB2 labels of OntoNotes' types; `vectors` are the
    encoder's, words x width. The probabilities are those of the choice made; within an atom, where
    nothing was to be chosen, they are 1.
    """

    begins: list[bool] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    upos: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    head_probability: list[float] = field(default_factory=list)
    relation_probability: list[float] = field(default_factory=list)
    name_probability: list[float] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    vectors: list[Floats] = field(default_factory=list)


class TreeReader:
    """The model of a folder.

    It holds `reader.onnx`, `relations.onnx`, `embeddings.npz`, `labels.json`, `vocab.txt` and the
    card, `meta.json`.
    """

    def __init__(self, folder: Path) -> None:
        self._session = session(folder / "reader.onnx")
        self._relate = session(folder / "relations.onnx")
        self._outputs = [output.name for output in self._session.get_outputs()]
        vocabulary = (folder / "vocab.txt").read_text("utf-8").splitlines()
        self.lemmas = Lemmas({word: rank for rank, word in enumerate(vocabulary)})
        self.labels: dict[str, list[str]] = json.loads((folder / "labels.json").read_text("utf-8"))
        self._words = load_embeddings(folder)
        self.encoder = self._words.encoder
        self._pieces, self._scales = self._words.pieces, self._words.scales
        self._shapes = self._words.shapes
        self._root = self.labels["relations"].index("root")
        self._clauses = [i for i, relation in enumerate(self.labels["relations"])
                         if relation.split(":")[0] in CLAUSES]  # fmt: skip
        self._inside = _continuations(self.labels["names"])

    def read(self, blocks: Sequence[Words]) -> list[Reading]:
        """Read the blocks of one document, in order."""
        found = [Reading() for _ in blocks]
        at, word = 0, 0
        while at < len(blocks):
            if word >= len(blocks[at].words):
                at, word = at + 1, 0
                continue
            at, word = self._window(blocks, found, at, word)
        for block, reading in zip(blocks, found, strict=True):
            for unit in list(again.verbless(block, reading)):
                self._again(unit)
        return found

    def _again(self, unit: again.Unit) -> None:
        """Read a sentence without a verb with a clear one in its place (`again`)."""
        block, first = unit.block, unit.first
        spaces, length = block.spaces[first : unit.end], unit.end - first
        for verb in again.doubtful(unit):
            atoms = [(a - first, z - first, label) for a, z, label in block.atoms
                     if first <= a and z <= unit.end and not a <= verb < z]  # fmt: skip
            for words in again.stand_ins(unit, verb):
                given = Words(words=words, spaces=spaces, atoms=atoms,
                              borders=[None, *[False] * (length - 1)])  # fmt: skip
                made = Reading()
                self._window([given], [made], 0, 0)
                if again.makes_sense(made, verb - first):
                    lemma = self.lemmas.of(block.words[verb].lower(), "VBZ")
                    again.splice(unit, made, verb, lemma)
                    return

    def embedding(self, word: str) -> Floats:
        """The vector of a word by itself: the mean of its pieces."""
        return self._words.of(word)

    def _window(
        self, blocks: Sequence[Words], found: list[Reading], at: int, word: int
    ) -> tuple[int, int]:
        """Read on from a word; returns where to go on."""
        limit = WINDOW
        while True:
            window = _Window(self.encoder, blocks, at, word, limit)
            scores = self._scores(window)
            sentences = _sentences(window, scores["begins"])
            if not window.open or len(sentences) > 1 or limit >= LONGEST:
                break
            limit = LONGEST  # one sentence longer than a window
        if window.open and len(sentences) > 1 and sentences[-1][0] > LEAST * len(window.places):
            sentences.pop()  # the last one is not all there
        for first, end in sentences:
            self._sentence(window, scores, first, end, found)
        done = sentences[-1][1]
        if done < len(window.places):
            return window.places[done]
        block, index = window.places[-1]
        return block, index + 1

    def _inputs(self, window: _Window) -> dict[str, NDArray[Any]]:
        ids = np.array(window.pieces)
        embedded = self._pieces[ids] * self._scales[ids, None] + self._shapes[window.shapes]
        return {
            "embedded": embedded[None].astype(np.float32),
            "first": np.array(window.first, dtype=np.int64)[None],
        }

    def _scores(self, window: _Window) -> dict[str, Floats]:
        given = self._inputs(window)
        return {
            name: value[0]
            for name, value in zip(self._outputs, self._session.run(self._outputs, given),
                                   strict=True)
        }  # fmt: skip

    def _sentence(
        self, window: _Window, scores: dict[str, Floats], first: int, end: int, found: list[Reading]
    ) -> None:
        """Choose among the scores of one sentence and write the choice down."""
        block, start = window.places[first]
        reading, given = found[block], window.blocks[block]
        words = given.words[start : start + end - first]
        part = slice(first, end)
        arcs = log_softmax(np.concatenate(
            [scores["arc"][part, :1], scores["arc"][part, first + 1 : end + 1]], axis=1
        ))  # fmt: skip
        names, sure = self._names(scores["name"][part])
        _join_nicknames(words, names)
        atoms = list(_within(given.atoms, start, end - first))
        for a, b, label in atoms:
            names[a:b] = _named(names[a:b], label) if label else ["O"] * (b - a)
        chosen = arcs.copy()
        for a, b in _whole(atoms, names, sure):
            keep_whole(chosen, a, b)
        heads = best_tree(chosen)
        names_only = {i for a, b, _ in atoms for i in range(a, b)}
        relations, known = self._relations(scores, heads, first, end, names_only)
        upos = self._best("upos", scores["upos"][part])
        tags = self._best("tags", scores["tag"][part])
        for i, pos in enumerate(upos):
            if pos == "PRON" and names[i].startswith("B-"):
                names[i] = "O"  # stands for a name, and is none
        _begin_names(names)
        for a, b, _ in atoms:
            upos[a:b], tags[a:b] = ["PROPN"] * (b - a), ["NNP"] * (b - a)
            _flatten(heads, relations, a, b)
        above = [0 if head == i else head + 1 for i, head in enumerate(heads)]
        reading.begins += [i == 0 for i in range(len(words))]
        reading.heads += [head + start for head in heads]
        reading.relations += relations
        certain = np.exp(arcs[np.arange(len(words)), above]).tolist()
        for i in (i for a, b, _ in atoms for i in range(a + 1, b)):
            certain[i] = known[i] = 1.0
        reading.head_probability += certain
        reading.relation_probability += known
        reading.names += names
        reading.name_probability += sure
        reading.upos += upos
        reading.tags += tags
        reading.lemmas += map(self.lemmas.of, words, tags)
        reading.vectors.append(scores["words"][part])
        reading.phrases += self._phrases(scores, first, end, start)

    def _best(self, name: str, scores: Floats) -> list[str]:
        labels = self.labels[name]
        return [labels[i] for i in scores.argmax(axis=1).tolist()]

    def _relations(
        self, scores: dict[str, Floats], heads: Sequence[int], first: int, end: int,
        nouns: Collection[int],
    ) -> tuple[list[str], list[float]]:  # fmt: skip
        """The relation of each word to its head; "root" at the root and nowhere else, and for
        `nouns` one that nouns have."""
        above = [0 if head == i else first + head + 1 for i, head in enumerate(heads)]
        given = {
            "dependents": scores["relation_dependent"][first:end],
            "heads": scores["relation_head"][above],
        }
        every = self._relate.run(None, given)[0]
        root = np.array([head == i for i, head in enumerate(heads)])
        every[~root, self._root] = NEVER
        every[np.ix_(sorted(nouns), self._clauses)] = NEVER
        every[root] = NEVER
        every[root, self._root] = 0.0
        best = every.argmax(axis=1)
        sure = np.exp(log_softmax(every)[np.arange(len(heads)), best])
        return [self.labels["relations"][i] for i in best.tolist()], sure.tolist()

    def _names(self, scores: Floats) -> tuple[list[str], list[float]]:
        """The most likely row of IOB2 labels in which no I- follows anything but its own name."""
        logs = log_softmax(scores)
        chosen = logs.argmax(axis=1)
        labels = self.labels["names"]
        if not self._valid(chosen.tolist()):
            chosen = self._viterbi(logs)
        sure = np.exp(logs[np.arange(len(chosen)), chosen])
        return [labels[i] for i in chosen.tolist()], sure.tolist()

    def _valid(self, row: Sequence[int]) -> bool:
        before = -1
        for label in row:
            if label in self._inside and before not in self._inside[label]:
                return False
            before = label
        return True

    def _viterbi(self, logs: NDArray[np.float64]) -> NDArray[np.intp]:
        count, width = logs.shape
        score = logs[0].copy()
        score[list(self._inside)] = NEVER
        back = np.zeros((count, width), dtype=np.intp)
        for at in range(1, count):
            best = int(score.argmax())
            before = np.full(width, best)
            for label, allowed in self._inside.items():
                before[label] = max(allowed, key=lambda other: (score[other], -other))
            back[at] = before
            score = score[before] + logs[at]
        row = [int(score.argmax())]
        for at in range(count - 1, 0, -1):
            row.append(int(back[at, row[-1]]))
        return np.array(row[::-1])

    def _phrases(
        self, scores: dict[str, Floats], first: int, end: int, start: int
    ) -> Iterator[Phrase]:
        """The noun phrases of a sentence, by their heads."""
        logs = log_softmax(scores["mention"][first:end])
        labels = self.labels["mentions"]
        none = labels.index("-")
        best = logs.argmax(axis=1).tolist()
        for head in (i for i, label in enumerate(best) if label != none):
            at = first + head
            a = int(scores["start"][at, first : at + 1].argmax())
            z = head + int(scores["end"][at, at:end].argmax())
            chance = float(np.exp(logs[head, best[head]]))
            yield start + a, start + z + 1, start + head, labels[best[head]], chance


class _Window:
    """Words that are read together: from a word of a block on, as many as `limit` pieces allow.

    `places` are the block and the index of each word; `open` says that its last block goes on.
    """

    def __init__(
        self, encoder: Encoder, blocks: Sequence[Words], at: int, word: int, limit: int
    ) -> None:
        self.blocks = blocks
        self.pieces, self.shapes = [encoder.cls], [0]
        self.first: list[int] = []
        self.places: list[tuple[int, int]] = []
        self.open = False
        for block in range(at, len(blocks)):
            begin = word if block == at else 0
            rows = [encoder.pieces(w) for w in blocks[block].words[begin:]]
            room = limit - len(self.pieces) - 1
            fits = sum(map(len, rows)) <= room
            if self.places and not fits and len(self.pieces) > FULL * limit:
                break
            self._add(blocks[block], block, begin, rows, encoder, limit)
            if self.open:
                break
        self.pieces.append(encoder.sep)
        self.shapes.append(0)

    def _add(
        self, words: Words, block: int, begin: int, rows: list[list[int]], encoder: Encoder,
        limit: int,
    ) -> None:  # fmt: skip
        if self.places and rows:
            self.pieces.append(encoder.sep)
            self.shapes.append(0)
        space = True if not begin else words.spaces[begin - 1]
        for index, ids in enumerate(rows, begin):
            if len(self.pieces) + len(ids) > limit and self.places:
                self.open = True
                return
            self.first.append(len(self.pieces))
            self.places.append((block, index))
            self.pieces += ids
            self.shapes += [shape_of(words.words[index], space)] * len(ids)
            space = words.spaces[index]


def _sentences(window: _Window, scores: Floats) -> list[tuple[int, int]]:
    """The sentences of a window, first word and behind the last; none spans two blocks."""
    likely = (scores[:, 1] > scores[:, 0]).tolist()
    starts = []
    for at, (block, index) in enumerate(window.places):
        given = window.blocks[block]
        border = given.borders[index]
        if border is None and index and given.words[index - 1] == ",":
            border = False  # "If he cannot, the firm will be asked"
        if at == 0 or index == 0 or (likely[at] if border is None else border):
            starts.append(at)
    return list(zip(starts, [*starts[1:], len(window.places)], strict=True))


def _within(atoms: Sequence[Atom], start: int, length: int) -> Iterator[Atom]:
    """The atoms that are a part of a sentence of a block, counted from its first word."""
    for a, b, label in atoms:
        if start <= a and b <= start + length and 1 < b - a < length:
            yield a - start, b - start, label


def _named(names: Sequence[str], label: str) -> list[str]:
    """The labels of an atom's words: the name found in most of them, or else the given label."""
    found = [name[2:] for name in names if name[2:] in TITLED]
    if len(found) * 2 > len(names) and label != CASE:
        label = max(found, key=lambda other: (found.count(other), other))
    return [f"B-{label}", *[f"I-{label}"] * (len(names) - 1)]


def _begin_names(names: list[str]) -> None:
    """Make what is left of a name that lost its beginning a name of its own."""
    before = "O"
    for i, name in enumerate(names):
        if name.startswith("I-") and before[2:] != name[2:]:
            names[i] = f"B-{name[2:]}"
        before = names[i]


def _join_nicknames(words: Sequence[str], names: list[str]) -> None:
    """Make 'Marta "Mimi" Kowalska' one name again."""
    person = [name.endswith("-PERSON") for name in names]
    for at in range(1, len(words) - 3):
        if words[at] not in MARKS or not person[at - 1]:
            continue
        close = next((i for i in (at + 2, at + 3) if i < len(words) and words[i] in MARKS), 0)
        if not close or close + 1 >= len(words) or not person[close + 1]:
            continue
        first, end = at - 1, close + 2
        while names[first].startswith("I-"):
            first -= 1
        while end < len(names) and names[end] == "I-PERSON":
            end += 1
        names[first:end] = ["B-PERSON", *["I-PERSON"] * (end - first - 1)]


def _whole(
    atoms: Sequence[Atom], names: Sequence[str], sure: Sequence[float]
) -> Iterator[tuple[int, int]]:
    """What no tree may split: atoms, and other names that the model is sure of."""
    taken: set[int] = set()
    for a, b, _ in atoms:
        taken.update(range(a, b))
        yield a, b
    for a, b in runs(names):
        whole = 1 < b - a < len(names) and taken.isdisjoint(range(a, b))
        if whole and min(sure[a:b]) > CERTAIN:
            yield a, b


def _flatten(heads: list[int], relations: list[str], first: int, end: int) -> None:
    """Hang all words of an atom on its first one, which takes the place of its head."""
    top = next(i for i in range(first, end) if heads[i] == i or not first <= heads[i] < end)
    above = first if heads[top] == top else heads[top]
    if top != first:
        for i, head in enumerate(heads):
            if head == top and not first <= i < end:
                heads[i] = first
        relations[first] = relations[top]
    for i in range(first + 1, end):
        heads[i], relations[i] = first, "flat"
    heads[first] = above


def runs(names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The names in a row of IOB2 labels.

    >>> list(runs(["O", "B-ORG", "I-ORG", "B-GPE"]))
    [(1, 3), (3, 4)]
    """
    first = 0
    for at, label in enumerate([*names, "O"]):
        if not label.startswith("I"):
            if at > first and at and names[at - 1] != "O":
                yield first, at
            first = at


def _continuations(labels: Sequence[str]) -> dict[int, tuple[int, ...]]:
    """Which labels may stand before each I- label."""
    numbers = {label: i for i, label in enumerate(labels)}
    return {
        i: tuple(sorted(numbers[b] for b in (f"B-{label[2:]}", label) if b in numbers))
        for label, i in numbers.items()
        if label.startswith("I-")
    }


def log_softmax(scores: Floats) -> NDArray[np.float64]:
    """Logarithms of probabilities, row by row."""
    wide = scores.astype(np.float64)
    wide -= wide.max(axis=1, keepdims=True)
    result: NDArray[np.float64] = wide - np.log(np.exp(wide).sum(axis=1, keepdims=True))
    return result


@lru_cache(maxsize=2)
def load_reader(folder: Path) -> TreeReader:
    """The model of a folder, loaded once per process."""
    return TreeReader(folder)


__all__ = ["Reading", "TreeReader", "Words", "load_reader", "log_softmax", "runs"]
