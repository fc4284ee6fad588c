"""Pairs of nodes that may mean the same, and what speaks for and against each, as one matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kg.record.coref.attributes import CLASS, CLASSES, ROLE, Table
from kg.record.coref.nodes import Node

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]
    Floats = NDArray[np.float32]
    Bools = NDArray[np.bool_]
    Column = NDArray[Any]

#: Nodes looked back for what is not named by the same words, by how the phrase points back.
PRONOUN_REACH, DEFINITE_REACH, OTHER_REACH = 20, 10, 0
#: Of nodes that share a word or a name, the nearest so many.
ALIKE = 4
REACH = [
    PRONOUN_REACH
    if name in "i you we he she it they this that these here pointer".split()
    else DEFINITE_REACH
    if name.endswith(("-the", "-this")) or name in ("Person", "Organization", "untyped", "thing")
    else OTHER_REACH
    for name in CLASSES
]
SENTENCES = 6
#: Pronouns of speech go back to each other over any distance, and to who is named first: whose
#: interview, speech or letter it is.
FAR = frozenset(CLASS[name] for name in ("i", "you", "we"))
EARLY = 4
#: What verbs, as nodes, can be meant by; names.
POINTING = frozenset(CLASS[name] for name in ("it", "this", "that"))
NAMED = frozenset(range(CLASS["Person"], CLASS["untyped"] + 1))
EVENT = CLASS["event"]
THIRD = [CLASS[name] for name in ("he", "she", "they")]
#: What opens a phrase for something not spoken of before.
NEW = frozenset("another any no every each neither whatever".split())


def find_pairs(table: Table) -> tuple[Ints, Ints]:
    """Antecedents and anaphors by place in `table.nodes`; by anaphor, then by antecedent."""
    near, alike = _Near(table), _Alike(table)
    found: list[int] = []  # anaphor * size + antecedent
    for j, kind in enumerate(table["class"].tolist()):
        if kind != EVENT:
            base = j * table.size
            found += [base + i for i in near.before(j, kind)]
            found += [base + i for i in alike.before(j, kind)]
        near.add(j, kind)
    second, first = np.divmod(np.unique(np.array(found, dtype=np.int64)), max(table.size, 1))
    # A phrase and a part of it are two things.
    low, high = table["first"], table["last"]
    apart = (low[first] > low[second]) | (high[second] > high[first])
    # "He", of a turn, is nobody because a label names him, and "another study" is a new one.
    labels = np.array([node.sentence.kind == "speaker" for node in table.nodes], dtype=bool)
    fresh = np.array([_is_new(node) for node in table.nodes], dtype=bool)
    apart &= ~(labels[first] & np.isin(table["class"], THIRD)[second]) & ~fresh[second]
    return first[apart].astype(np.int32), second[apart].astype(np.int32)


def _is_new(node: Node) -> bool:
    """Whether a phrase means nothing that was spoken of before: "another study", "no change"."""
    nominal = node.reference is not None and node.reference.kind == "nominal"
    return nominal and node.sentence.tokens[node.first].lower in NEW


class _Near:
    """The nodes that stand before one: as many as its kind goes back over."""

    def __init__(self, table: Table) -> None:
        self.sentences = table["sentence"].tolist()
        self.spare = [node.spare for node in table.nodes]
        self.phrases: list[int] = []
        self.events: list[int] = []

    def before(self, j: int, kind: int) -> list[int]:
        reach, sentence = REACH[kind], self.sentences[j]
        if not reach:
            return []
        found = [i for i in self.phrases[-reach:] if sentence - self.sentences[i] <= SENTENCES]
        if kind in POINTING:
            last = found[0] if len(found) == reach else -1
            for i in reversed(self.events):
                if i < last or sentence - self.sentences[i] > 1:
                    break
                found.append(i)
        return found

    def add(self, j: int, kind: int) -> None:
        if kind == EVENT:
            self.events.append(j)
        elif not self.spare[j]:
            self.phrases.append(j)


class _Alike:
    """The nodes that stand before one and share a word or a name with it, or speak as it does."""

    def __init__(self, table: Table) -> None:
        ids = np.stack([table[name] for name in ("head", "key", "country", "initials")], axis=1)
        self.keys = [[key for key in row if key] for row in ids.tolist()]
        self.chains = table["chain"].tolist()
        self.words = [[word for word in row if word] for row in table.words.tolist()]
        self.of_key: dict[int, list[int]] = {}
        self.of_chain: dict[int, list[int]] = {}
        self.of_word: dict[int, list[int]] = {}
        self.speaking: list[int] = []
        self.people: list[int] = []

    def before(self, j: int, kind: int) -> list[int]:
        """Nodes before `j`, some of them twice; `j` itself is noted for those that follow."""
        if kind < CLASS["pointer"]:
            if kind not in FAR:
                return []
            found = [*self.speaking[-10:], *self.people]
            self.speaking.append(j)
            return found
        found = []
        self._note(self.of_chain, [self.chains[j]], j, found)
        self._note(self.of_key, self.keys[j], j, found)
        if kind in NAMED:
            self._note(self.of_word, self.words[j], j, found)
            if kind == CLASS["Person"] and len(self.people) < EARLY:
                self.people.append(j)
        else:
            for word in self.words[j]:
                found += self.of_word.get(word, ())[-4:]
        return found

    @staticmethod
    def _note(places: dict[int, list[int]], keys: list[int], j: int, found: list[int]) -> None:
        for key in keys:
            same = places.get(key)
            if same is None:
                places[key] = [j]
            elif same[-1] != j:
                found += same[-ALIKE:]
                same.append(j)


def features(table: Table, i: Ints, j: Ints) -> Floats:
    """One row per pair, in the order of `NAMES`; everything in [-1, 1] or a little beyond."""
    t = table
    columns: list[Column] = []
    columns += _distance(t, i, j)
    columns += _wording(t, i, j)
    columns += _agreement(t, i, j)
    columns += _grammar(t, i, j)
    columns += _speech(t, i, j)
    columns += _salience(t, i, j)
    out = np.empty((len(i), len(columns)), dtype=np.float32)
    for n, column in enumerate(columns):
        out[:, n] = column
    return out


def distance_class(table: Table, i: Ints, j: Ints) -> Ints:
    """0 the same sentence and paragraph, up to 7 far away."""
    steps = table["sentence"][j] - table["sentence"][i]
    return np.searchsorted(np.array([0, 1, 2, 3, 5, 8, 15]), steps).astype(np.int32)


def _distance(t: Table, i: Ints, j: Ints) -> list[Column]:
    steps = t["sentence"][j] - t["sentence"][i]
    nodes = t["order"][j] - t["order"][i]
    tokens = t["position"][j] - t["position"][i]
    blocks = t["block"][j] - t["block"][i]
    return [
        steps == 0, steps == 1, steps == 2, steps > 2, steps > 5, steps > 12,
        np.log1p(nodes) / 5, np.log1p(np.maximum(tokens, 0)) / 7,
        nodes == 1, nodes <= 3, nodes <= 8, blocks == 0, blocks == 1, blocks == 2,
        (blocks % 2 == 1) & (blocks > 0), np.log1p(blocks) / 5, tokens < 0,
    ]  # fmt: skip


def _same(t: Table, name: str, i: Ints, j: Ints) -> Bools:
    column = t[name]
    same: Bools = (column[i] == column[j]) & (column[i] > 0)
    return same


def _wording(t: Table, i: Ints, j: Ints) -> list[Column]:
    a, b = t.words[i], t.words[j]
    # hits[p, x, y]: word x of the antecedent is word y of the anaphor
    hits = (a[:, :, None] == b[:, None, :]) & (a[:, :, None] > 0)
    packed = np.packbits(hits, axis=2)[:, :, 0]  # WORDS bits in a byte; faster than `any`
    kept = packed != 0
    # Of each word of the anaphor: is it in the antecedent?
    found = np.unpackbits(np.bitwise_or.reduce(packed, axis=1)[:, None], axis=1).astype(bool)
    size_a, size_b = (a > 0).sum(axis=1), (b > 0).sum(axis=1)
    both = found.sum(axis=1)
    pronoun = (t["class"][i] < CLASS["Person"]) | (t["class"][j] < CLASS["Person"])
    head = _same(t, "head", i, j) & ~pronoun
    return [
        _same(t, "text", i, j), _same(t, "label", i, j) & ~pronoun, head,
        _same(t, "text", i, j) & pronoun,
        _same(t, "key", i, j), _same(t, "country", i, j), _same(t, "initials", i, j),
        (t["chain"][i] == t["chain"][j]),
        (both == size_b) & ~pronoun, (both == size_a) & ~pronoun, both / np.maximum(1, size_b),
        both / np.maximum(1, size_a), (size_b > both) & head, (size_a > both) & head,
        found[:, 0] & ~head & ~pronoun, kept[:, 0] & ~head & ~pronoun,
        np.isin((t["chain"][i].astype(np.int64) << 20) + t["head"][j], t.described),
        (both > 0) & ~head & ~pronoun, hits[:, 0, 0] & ~head,
        (size_b - both) / WORDS_MOST, (size_a - both) / WORDS_MOST,
    ]  # fmt: skip


WORDS_MOST = 8


def _agreement(t: Table, i: Ints, j: Ints) -> list[Column]:
    out = []
    for name in ("number", "gender", "animacy", "type"):
        a, b = t[name][i], t[name][j]
        known = (a > 0) & (b > 0)
        out += [known & (a == b), known & (a != b)]
    out += [t["gender"][i] == 1, t["gender"][i] == 2]
    return out


def _grammar(t: Table, i: Ints, j: Ints) -> list[Column]:
    near = t["sentence"][i] == t["sentence"][j]
    subject = (t["role"][i] == ROLE["nsubj"]) | (t["role"][i] == ROLE["nsubjpass"])
    above = near & (t["low"][i] <= t["position"][j]) & (t["position"][j] <= t["high"][i])
    below = near & (t["low"][j] <= t["position"][i]) & (t["position"][i] <= t["high"][j])
    clause = near & (t["verb_low"][i] <= t["position"][j]) & (t["position"][j] <= t["verb_high"][i])
    together = near & (t["governor"][i] == t["governor"][j])
    owner = t["role"][j] == ROLE["poss"]
    attr = (t["role"][j] == ROLE["attr"]) | (t["role"][j] == ROLE["oprd"])
    gap = t["first"][j] - t["last"][i]
    same_role = t["role"][i] == t["role"][j]
    return [
        together, together & subject, together & attr & subject, above, below, clause,
        clause & subject, clause & subject & owner, clause & ~subject & owner, owner & near,
        same_role, same_role & subject, subject & (t["sentence"][j] - t["sentence"][i] == 1),
        (t["role"][j] == ROLE["appos"]) & above, near & (gap == 1), near & (gap == 2),
        near & (t["first"][i] <= t["first"][j]) & (t["last"][j] <= t["last"][i]),
        (t["role"][i] == ROLE["compound"]) | (t["role"][i] == ROLE["amod"]),
        (t["role"][j] == ROLE["compound"]) | (t["role"][j] == ROLE["amod"]),
        _same(t, "verb", i, j),
        t["heading"][i] > t["heading"][j],
    ]  # fmt: skip


def _speech(t: Table, i: Ints, j: Ints) -> list[Column]:
    a, b = t["quote"][i], t["quote"][j]
    speaker_a, speaker_b = t["speaker"][i], t["speaker"][j]
    known = (speaker_a > -(10**6)) & (speaker_b > -(10**6))
    me = t["class"][j] == CLASS["i"]
    you = t["class"][j] == CLASS["you"]
    said = t["chain"][i] == speaker_b
    asks_i, asks_j = t["asks"][i], t["asks"][j]
    blocks = t["block"][j] - t["block"][i]
    dialogue = float(t["asks"].mean()) if t.size else 0.0
    return [
        (a == b) & (a > 0), (a > 0) & (b == 0), (b > 0) & (a == 0), (a != b) & (a > 0) & (b > 0),
        said & me, said & you, said & ~me & ~you, known & (speaker_a == speaker_b),
        known & (speaker_a != speaker_b), t["chain"][j] == speaker_a,
        (asks_i == 1) & (asks_j == 0), (asks_i == 0) & (asks_j == 1), (asks_i == 1) & (asks_j == 1),
        (blocks > 0) & (blocks % 2 == 0), (blocks > 0) & (blocks % 2 == 1),
        np.full(len(i), dialogue, dtype=np.float32), dialogue * (blocks % 2),
    ]  # fmt: skip


def _salience(t: Table, i: Ints, j: Ints) -> list[Column]:
    chain, head = sizes(t["chain"]), sizes(t["head"])
    return [
        np.log1p(chain[i]) / 3, np.log1p(head[i]) / 3, t["sentence"][i] == 0, t["sentence"][i] <= 2,
        t["block"][i] == 0, _next_same(t["class"])[i] >= j, _next_same(t["chain"])[i] > j,
        _next_same(t["head"])[i] >= j, _next_same(t["animacy"] * 3 + t["number"])[i] >= j,
        chain[i] == chain.max(initial=1),
    ]  # fmt: skip


def sizes(keys: Ints) -> Ints:
    """How many nodes share the key of each."""
    _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    return counts[inverse].astype(np.int32)


def _next_same(keys: Ints) -> Ints:
    """The next node with the same key, or one past the last."""
    following: dict[int, int] = {}
    found = np.empty(len(keys), dtype=np.int32)
    for n in range(len(keys) - 1, -1, -1):
        found[n] = following.get(int(keys[n]), len(keys))
        following[int(keys[n])] = n
    return found
