"""Scores of heads → the best tree with one root.

Mostly every word's best head makes a tree. Where it does not, the maximum spanning arborescence is
looked for (Chu and Liu 1965; Edmonds 1967; for parsing: McDonald et al., EMNLP 2005).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores = NDArray[np.float64]

#: The score of what is ruled out.
NEVER = -1e9


def best_tree(scores: Scores) -> list[int]:
    """The head of each word: its index, or the word's own at the root.

    `scores[i, 0]` says how well word i does as the root, `scores[i, j + 1]` how well below word j:
    logarithms of probabilities. Of equal scores the first wins.

    >>> best_tree(np.array([[-9.0, -99, -1, -9], [-1, -9, -99, -9], [-2, -9, -1, -99]]))
    [1, 1, 1]
    """
    count = len(scores)
    scores = np.array(scores, dtype=np.float64)
    scores[np.arange(count), np.arange(count) + 1] = NEVER
    greedy: list[int] = scores.argmax(axis=1).tolist()
    if greedy.count(0) == 1 and _cycle(greedy) is None:
        return _own(greedy)
    if count == 1:
        return [0]
    inner = scores[:, 1:].max(axis=1)
    gain = scores[:, 0] - inner
    best, found = -np.inf, greedy
    for root in np.argsort(-gain, kind="stable").tolist():
        if inner.sum() + gain[root] <= best:
            break  # no tree with this root, or with those behind it, can be better
        heads = _rooted(scores, root)
        total = scores[np.arange(count), heads].sum()
        if total > best:
            best, found = total, heads
    return _own(found)


def _own(heads: Sequence[int]) -> list[int]:
    """Heads counted from 1, 0 at the root → indices, the word's own at the root."""
    return [head - 1 if head else i for i, head in enumerate(heads)]


def _rooted(scores: Scores, root: int) -> list[int]:
    """The best tree with a given root."""
    count = len(scores)
    square = np.full((count + 1, count + 1), NEVER)
    square[1:, 1:] = scores[:, 1:]
    square[root + 1] = NEVER
    square[root + 1, 0] = 0.0
    return _arborescence(square)[1:]


def _arborescence(square: Scores) -> list[int]:
    """The best head of each node but node 0, which has none (0 is given)."""
    heads: list[int] = square[1:].argmax(axis=1).tolist()
    cycle = _cycle(heads)
    if cycle is None:
        return [0, *heads]
    inside = np.array(sorted(c + 1 for c in cycle))
    outside = np.array([i for i in range(len(square)) if i not in set(inside.tolist())])
    kept = np.array([square[i, heads[i - 1]] for i in inside])
    into = square[np.ix_(inside, outside)] - kept[:, None]  # breaking the cycle at each node
    away = square[np.ix_(outside, inside)]
    smaller = np.full((len(outside) + 1, len(outside) + 1), NEVER)
    smaller[:-1, :-1] = square[np.ix_(outside, outside)]
    smaller[-1, :-1] = into.max(axis=0)
    smaller[:-1, -1] = away.max(axis=1)
    solved = _arborescence(smaller)
    result = [0, *heads]
    for at, node in enumerate(outside.tolist()):
        if node:
            above = solved[at]
            within = above == len(outside)
            result[node] = int(inside[away[at].argmax()] if within else outside[above])
    entry = int(outside[solved[-1]])
    broken = int(inside[into[:, solved[-1]].argmax()])
    result[broken] = entry
    return result


def _cycle(heads: Sequence[int]) -> set[int] | None:
    """The words of a circle; `heads` count from 1, 0 ends a way."""
    state = [0] * len(heads)
    for start in range(len(heads)):
        path, at = [], start
        while at >= 0 and not state[at]:
            state[at] = 1
            path.append(at)
            at = heads[at] - 1
        if at >= 0 and state[at] == 1:
            return set(path[path.index(at) :])
        for word in path:
            state[word] = 2
    return None


def keep_whole(scores: Scores, first: int, end: int) -> int:
    """Rule out trees that split the words `first`..`end`; returns the word that heads them.

    `scores` is changed: words inside hang on words inside, save the head, whose head lies outside;
    words outside hang on the head only. The head is the word most likely to hang outside.
    """
    count = len(scores)
    columns = np.arange(1, count + 1)
    outer = np.concatenate([[True], ~((columns > first) & (columns <= end))])
    inner = scores[first:end]
    odds = _sum(inner[:, outer]) - _sum(inner[:, ~outer])
    head = first + int(odds.argmax())
    for word in range(first, end):
        scores[word, outer if word != head else ~outer] = NEVER
    others = [word + 1 for word in range(first, end) if word != head]
    for word in [*range(first), *range(end, count)]:
        scores[word, others] = NEVER
    return head


def _sum(logs: Scores) -> Scores:
    """The logarithm of the sum, row by row."""
    top = logs.max(axis=1)
    result: Scores = top + np.log(np.exp(logs - top[:, None]).sum(axis=1))
    return result
