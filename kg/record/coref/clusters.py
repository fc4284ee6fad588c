"""Scores → clusters: each node to the cluster that most likely means the same, or to none.

The chances of all antecedents in one cluster add up, so an entity that is mentioned often counts
for more than its nearest mention. What names and grammar have joined stays joined; a cluster never
takes in what contradicts it (`kg.record.coref.contradictions`), nor two people's names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from kg.english.lexicon import COMPANY_FORMS, PREPOSITIONS
from kg.record.coref.apart import apart
from kg.record.coref.attributes import CLASS, CLASSES, SKIPPED, STOP, Table
from kg.record.coref.contradictions import Facts, contradict, facts_of
from kg.record.coref.joins import name_parts, told_apart
from kg.record.coref.kinds import kinds_of, may_be_one
from kg.record.coref.nodes import Node

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]
    Floats = NDArray[np.float32]

#: Pronouns that stand for one person, who is likely to be named somewhere, and the chances that
#: their mentions must add up to for a name.
PERSONAL, ADOPT = {CLASS[name] for name in ("i", "he", "she")}, 0.5
#: Log-odds that an antecedent must have over "nothing before it" (0 would be "likelier than not").
#: A wrong link is a wrong edge, a missed one only a missing edge; but pronouns, which are weighed
#: once more before they make an edge (`kg.record.coref.trust`), may be linked where it is less
#: likely than not. Nouns with "the" may not: "the kitchen" of an inn is not the inn.
MARGIN, PRONOUN_MARGIN = 0.75, -0.5
#: The kinds of phrases that are pronouns.
PRONOUN_KINDS = frozenset(name for name in CLASSES if CLASS[name] <= CLASS["pointer"])
#: A smaller chance than this is none; most pairs have one.
LEAST = 0.003
NAMES = (CLASS["Person"], CLASS["untyped"])


def decode(
    table: Table,
    pairs: tuple[Ints, Ints],
    scores: tuple[Floats, Floats],
    *,
    facts: Sequence[Facts] | None = None,
    shift: float = 0.0,
) -> list[list[Node]]:
    """Clusters of nodes in text order, those of one node included.

    `facts` are those of the table, where they are known; `shift` is what antecedents must have
    beyond their margins, in log-odds.
    """
    groups = _Groups(table, facts_of(table) if facts is None else facts)
    options = []
    for j, antecedents, chances, nothing in _chances(pairs, scores, margins_of(table) + shift):
        options.append((j, antecedents, chances))
        groups.link(j, antecedents, chances, nothing=nothing)
    groups.adopt(options)
    return groups.clusters()


def margins_of(table: Table) -> Floats:
    """What is asked of the antecedents of each node, by its kind."""
    asked = [PRONOUN_MARGIN if name in PRONOUN_KINDS else MARGIN for name in CLASSES]
    return np.array(asked, dtype=np.float32)[table["class"]]


def _chances(
    pairs: tuple[Ints, Ints], scores: tuple[Floats, Floats], margins: Floats
) -> Iterator[tuple[int, list[int], list[float], float]]:
    """Of each node with antecedents: those with a chance to speak of, and that of "nothing"."""
    antecedents, anaphors = pairs
    pair, alone = scores
    size = len(alone)
    none = alone + margins
    top = none.copy()
    np.maximum.at(top, anaphors, pair)
    power, nothing = np.exp(pair - top[anaphors]), np.exp(none - top)
    total = nothing + np.bincount(anaphors, power, size)
    chance = power / total[anaphors]
    kept = chance > LEAST
    first, second, chance = antecedents[kept], anaphors[kept], chance[kept].tolist()
    starts = np.searchsorted(second, np.arange(size + 1)).tolist()
    lone = (nothing / total).tolist()
    chosen = first.tolist()
    for j in range(size):
        low, high = starts[j], starts[j + 1]
        if low < high:
            yield j, chosen[low:high], chance[low:high], lone[j]


class _Groups:
    """Clusters while they are made, with what is known of each."""

    def __init__(self, table: Table, facts: Sequence[Facts]) -> None:
        self.nodes = table.nodes
        self.parent = list(range(table.size))
        chain, kinds = table["chain"].tolist(), table["class"].tolist()
        named = [NAMES[0] <= kind <= NAMES[1] for kind in kinds]
        self.names = named
        self.personal = [kind in PERSONAL for kind in kinds]
        self.facts = list(facts)
        self.kinds = kinds_of(table)
        #: Who acts and whom it is done to, who speaks and who is spoken to.
        self.apart = apart(table)
        #: The names in a cluster that are no person's, in text order: (place, parts).
        self.called: list[list[tuple[int, list[str]]]] = [
            [(node.order, name_parts(node.reference.label))]
            if n and node.reference is not None and kind != NAMES[0]
            else []
            for node, n, kind in zip(self.nodes, named, kinds, strict=True)
        ]
        #: The words of the names in a cluster, and the chains of names that it joins.
        self.words = [
            _own_words(node) if n else set() for node, n in zip(table.nodes, named, strict=True)
        ]
        #: The legal forms in the names of a cluster.
        self.forms = [
            _legal_form(node) if n else set() for node, n in zip(table.nodes, named, strict=True)
        ]
        first: dict[int, int] = {}
        for n, node in enumerate(self.nodes):
            joined = node.reference is not None and not node.spare
            if joined and node.head.pos != "ADJ":
                if chain[n] in first:
                    self._join(first[chain[n]], n)
                else:
                    first[chain[n]] = n

    def adopt(self, options: list[tuple[int, list[int], list[float]]]) -> None:
        """Give people known only by pronouns the name that all their mentions together favour."""
        named = {self.root(n) for n in range(len(self.nodes)) if self.names[n]}
        support: dict[tuple[int, int], float] = {}
        for j, antecedents, chances in options:
            own = self.root(j)
            if self.personal[j] and own not in named:
                for i, chance in zip(antecedents, chances, strict=True):
                    at = self.root(i)
                    if at in named:
                        support[own, at] = support.get((own, at), 0.0) + chance
        taken: set[int] = set()
        for (own, at), total in sorted(support.items(), key=lambda item: (-item[1], item[0])):
            if total >= ADOPT and own not in taken and self._agree(at, own):
                taken.add(own)
                for j, _, _ in options:
                    if self.root(j) == own:
                        self._note(j, min(total, 1.0) / 2, 0.5)
                self._join(self.root(at), self.root(own))

    def link(self, j: int, antecedents: list[int], chances: list[float], *, nothing: float) -> None:
        """Join a node to the cluster with the best chance, if it beats `nothing`."""
        sums: dict[int, float] = {}
        for i, chance in zip(antecedents, chances, strict=True):
            at = self.root(i)
            sums[at] = sums.get(at, 0.0) + chance
        own = self.root(j)
        for at in sorted(sums, key=lambda at: (-sums[at], at)):
            if sums[at] <= nothing:
                return
            if at == own or self._agree(at, own):
                self._join(at, own)
                rival = max((total for n, total in sums.items() if n != at), default=0.0)
                self._note(j, sums[at], rival)
                return

    def _note(self, j: int, chance: float, rival: float) -> None:
        """Keep with a reference how sure its antecedent is."""
        reference = self.nodes[j].reference
        if reference is not None:
            reference.chance, reference.rival = chance, rival

    def root(self, n: int) -> int:
        while self.parent[n] != n:
            self.parent[n] = self.parent[self.parent[n]]
            n = self.parent[n]
        return n

    def _agree(self, a: int, b: int) -> bool:
        if contradict(self.facts[a], self.facts[b]):
            return False
        few, other = (a, b) if len(self.apart[a]) <= len(self.apart[b]) else (b, a)
        if any(self.root(n) == other for n in self.apart[few]):
            return False
        if not may_be_one(self.kinds[a], self.kinds[b]):
            return False
        if self.words[a] and self.words[b] and not self.words[a] & self.words[b]:
            return False
        if self.forms[a] and self.forms[b] and not self.forms[a] & self.forms[b]:
            return False  # "Brandt Ltd" and "Brandt Bau GmbH"
        return not any(_is_kind_of(m, n) for m in self.called[a] for n in self.called[b])

    def _join(self, a: int, b: int) -> None:
        low, high = sorted((self.root(a), self.root(b)))
        if low != high:
            self.parent[high] = low
            self.facts[low] = self.facts[high] | self.facts[low]
            self.apart[low] |= self.apart[high]
            self.kinds[low] |= self.kinds[high]
            self.words[low] |= self.words[high]
            self.forms[low] |= self.forms[high]
            self.called[low] += self.called[high]

    def clusters(self) -> list[list[Node]]:
        """Each phrase once: of two extents of one head in a cluster, the first made stands."""
        found: dict[int, dict[int, Node]] = {}
        for n, node in enumerate(self.nodes):
            members = found.setdefault(self.root(n), {})
            if node.head.row not in members or not node.spare:
                members[node.head.row] = node
        return [list(members.values()) for members in found.values()]


def _legal_form(node: Node) -> set[str]:
    """ "ltd" of "Orbis Ltd.", also where it is written out."""
    words = node.reference.label.split() if node.reference is not None else []
    last = words[-1].rstrip(".").lower() if len(words) > 1 and words[-1] in COMPANY_FORMS else ""
    return {WRITTEN_OUT.get(last, last)} if last else set()


#: Legal forms that are written in two ways.
WRITTEN_OUT = {"limited": "ltd", "incorporated": "inc", "corporation": "corp"}


def _own_words(node: Node) -> set[str]:
    """The words of a name itself: "Holt" of "Alta manager Anna Holt" is not "Alta"."""
    tokens = node.tokens if node.reference is None else node.reference.tokens
    return {t.lower for t in tokens if t.pos not in SKIPPED and t.lower not in STOP}


def _is_kind_of(a: tuple[int, list[str]], b: tuple[int, list[str]]) -> bool:
    """ "Strudel", and later "Apple Strudel": a name that grows in front is that of another thing.

    One that is shortened afterwards is the same ("Lake Inari", "Inari"), but for a number or a side
    ("Basel Accord II", "Basel Accord"), and for what only stands in its middle: "Crown", of "Alta
    Crown Court", where "Bureau" is the noun of "Federal Bureau of Investigation".
    """
    (_, first), (_, second) = sorted((a, b))
    if len(first) < len(second) and second[-len(first) :] == first:
        return True
    short, long = sorted((first, second), key=len)
    starts = [i for i in range(len(long)) if long[i : i + len(short)] == short]
    behind = [word for i in starts[:1] if i for word in long[i + len(short) :][:1]]
    if behind and behind[0] not in PREPOSITIONS:
        return True
    marks = told_apart(long)
    return bool(marks) and [part for part in long if part not in marks] == short


def without_appositions(cluster: list[Node]) -> list[Node]:
    """A cluster as OntoNotes draws it: "Abe, the prime minister" is one mention, not two, and so
    is "the state of Texas", of which "Texas" is a part."""
    heads = {id(node.head) for node in cluster}

    def apposed(node: Node) -> bool:
        inside = any(
            o.sentence is node.sentence
            and o is not node
            and o.first <= node.first
            and node.last <= o.last
            for o in cluster
        )
        named = node.reference is not None and node.reference.kind == "name"
        return inside and (named or node.head.dep == "appos" or id(node.head.head) in heads)

    return [node for node in cluster if not apposed(node)]
