"""The tree of one sentence while it is changed, and questions to it."""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence

#: What a second root is.
OTHERWISE = {"root": "parataxis", "ROOT": "parataxis"}


class Tree:
    """A tree under conversion; `rels` go over from the one scheme to the other."""

    __slots__ = ("below", "heads", "lemmas", "lower", "rels", "tags", "upos")

    def __init__(
        self,
        words: Sequence[str],
        heads: Sequence[int],
        relations: Sequence[str],
        upos: Sequence[str],
        tags: Sequence[str],
        lemmas: Sequence[str],
    ) -> None:
        self.lower = [word.lower() for word in words]
        self.lemmas = [lemma.lower() for lemma in lemmas]
        self.upos, self.tags = list(upos), list(tags)
        self.heads = _rooted(heads, upos)
        self.rels = [
            "root" if i == head else "punct" if upos[i] == "PUNCT" else OTHERWISE.get(rel, rel)
            for i, (head, rel) in enumerate(zip(self.heads, relations, strict=True))
        ]
        self.below: list[list[int]] = [[] for _ in words]
        for i, head in enumerate(self.heads):
            if i != head:
                self.below[head].append(i)

    def having(self, i: int, *rels: str) -> list[int]:
        """The children with one of these relations, in text order."""
        below = self.below[i]
        return [child for child in below if self.rels[child] in rels] if below else []

    def move(self, i: int, head: int, rel: str | None = None) -> None:
        """Put a word, and all below it, under another that is not below it."""
        if self.heads[i] != i:
            self.below[self.heads[i]].remove(i)
        if head != i:
            insort(self.below[head], i)
        self.heads[i] = head
        if rel is not None:
            self.rels[i] = rel

    def lift(self, i: int, over: int, rel: str, lower: str) -> None:
        """Put a word below `over` in its place, as `rel`, and `over` under the word, as `lower`."""
        head = self.heads[over]
        self.move(i, i if head == over else head, "root" if head == over else rel)
        self.move(over, i, lower)

    def first(self, i: int) -> int:
        """The first word of all that is below a word, and of the word itself."""
        while self.below[i] and self.below[i][0] < i:
            i = self.below[i][0]
        return i

    def last(self, i: int) -> int:
        """The last word of all that is below a word, and of the word itself."""
        while self.below[i] and self.below[i][-1] > i:
            i = self.below[i][-1]
        return i

    def is_verbal(self, i: int) -> bool:
        """A verb, or a predicate with a "be" of its own."""
        return self.upos[i] in ("VERB", "AUX") or bool(self.having(i, "cop"))

    def is_infinitive(self, i: int) -> bool:
        """ "to leave": with its "to", which is no preposition."""
        return any(self.is_to(mark) for mark in self.having(i, "mark"))

    def is_to(self, i: int) -> bool:
        """The "to" of an infinitive, and the "na" of "gonna"."""
        return self.tags[i] == "TO" or (self.lower[i] == "to" and self.tags[i] != "IN")

    def is_gerund(self, i: int) -> bool:
        """ "leaving", "having left", "being late"."""
        return self.tags[i] == "VBG" or any(
            self.tags[a] == "VBG" for a in self.having(i, "aux", "aux:pass", "cop")
        )


def _rooted(heads: Sequence[int], upos: Sequence[str]) -> list[int]:
    """Heads that form a tree with one root, which is a word where there is one."""
    n = len(heads)
    made = [head if 0 <= head < n else i for i, head in enumerate(heads)]
    words = [i for i in range(n) if upos[i] != "PUNCT"]
    roots = [i for i in range(n) if made[i] == i]
    root = next((i for i in roots if upos[i] != "PUNCT"), None)
    if root is None and n:
        under = [i for i in words if made[i] in roots] or words or roots or [0]
        root = under[0]
    for i in roots:
        made[i] = root if root is not None else i
    if root is not None:
        made[root] = root
        _break_circles(made, root)
    return made


def _break_circles(heads: list[int], root: int) -> None:
    """Hang the words from which no way leads to the root on the root."""
    known = [False] * len(heads)
    known[root] = True
    for start in range(len(heads)):
        path, i = [], start
        while not known[i]:
            known[i] = True
            path.append(i)
            i = heads[i]
        if i in path:
            heads[i] = root


#: Relations of subjects, and of what stands in their place.
SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass", "expl")
