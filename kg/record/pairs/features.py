"""What the network is told of candidates and pairs besides the words' vectors: small numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kg.model import TYPES
from kg.record.pairs.candidates import KINDS, Candidate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.parse.tokens import Token

    Ints = NDArray[np.int32]

#: Types of candidates in the order of their numbers; GUM's for what is called by no name.
TYPE = ("", *TYPES)
PHRASES = ("", "person", "organization", "place", "object", "event", "abstract", "animal", "plant",
           "substance", "time")  # fmt: skip
DEPS = ("", "ROOT", "nsubj", "nsubjpass", "dobj", "pobj", "attr", "appos", "conj", "poss",
        "compound", "amod", "nmod", "npadvmod", "nummod", "agent", "dative", "acl", "advcl",
        "relcl", "dep", "oprd", "flat", "parataxis", "list")  # fmt: skip
LABELS = ("", "PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART",
          "LAW", "LANGUAGE", "DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL",
          "CARDINAL")  # fmt: skip
#: Columns of a candidate: tokens first, then what has a table of vectors, with its size.
PLACES = ("first", "last", "head", "above", "over")
TABLES = (("kind", len(KINDS)), ("type", len(TYPE)), ("phrase", len(PHRASES)),
          ("dep", len(DEPS)), ("label", len(LABELS)))  # fmt: skip
#: Columns of a pair: the lowest word above both, and numbers with a table.
PAIR_TABLES = (("distance", 16), ("steps", 25))
MOST_STEPS = 4


def sentence_arrays(tokens: Sequence[Token], candidates: Sequence[Candidate]) -> Ints:
    """A row per candidate: `PLACES`, then `TABLES`."""
    rows = np.zeros((len(candidates), len(PLACES) + len(TABLES)), dtype=np.int32)
    for row, one in zip(rows, candidates, strict=True):
        head = one.head
        phrase = head.phrase.type if head.phrase is not None else ""
        row[:] = (
            one.first.i, one.last.i, head.i, head.head.i, head.head.head.i,
            KINDS.index(one.kind), _at(TYPE, one.type), _at(PHRASES, phrase),
            _at(DEPS, head.dep), _at(LABELS, head.entity),
        )  # fmt: skip
    return rows


def _at(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else 0


def pair_arrays(heads: Sequence[int], rows: Ints, pairs: Sequence[tuple[int, int]]) -> Ints:
    """A row per pair: the lowest word above both, the class of their distance, of their steps.

    `heads` are the heads of the tokens, `rows` those of `sentence_arrays`.
    """
    ways = [_way(heads, int(row[2])) for row in rows]
    found = np.zeros((len(pairs), 3), dtype=np.int32)
    for out, (i, j) in zip(found, pairs, strict=True):
        a, b = rows[i], rows[j]
        up, down, top = _meet(ways[i], ways[j])
        out[:] = top, _distance(a, b), min(up, MOST_STEPS) * 5 + min(down, MOST_STEPS)
    return found


def _way(heads: Sequence[int], at: int) -> list[int]:
    """A token and those above it, up to the root."""
    way = [at]
    while heads[at] != at and len(way) < 64:
        at = heads[at]
        way.append(at)
    return way


def _meet(one: list[int], other: list[int]) -> tuple[int, int, int]:
    steps = {at: step for step, at in enumerate(other)}
    for up, at in enumerate(one):
        if at in steps:
            return up, steps[at], at
    return MOST_STEPS, MOST_STEPS, one[-1]


def _distance(a: Ints, b: Ints) -> int:
    """How far apart two candidates stand, and which comes first: 16 classes."""
    if a[0] <= b[0] and b[1] <= a[1]:
        return 14  # the second within the first
    if b[0] <= a[0] and a[1] <= b[1]:
        return 15
    gap = int(b[0] - a[1]) if b[0] > a[1] else int(a[0] - b[1])
    size = sum(gap > limit for limit in (1, 2, 3, 5, 8, 14))
    return size if b[0] > a[1] else 7 + size
