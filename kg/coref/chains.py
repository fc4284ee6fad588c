"""The groups that coreference makes, and what is known of each."""

from __future__ import annotations

from kg.english.given import first_names as first_names
from kg.lexicon import FEMALE, MALE
from kg.mentions import Reference
from kg.tokens import Token


class Chains:
    """References in groups that mean the same: union-find that remembers each merge's rule."""

    def __init__(self, references: list[Reference]) -> None:
        self.references = references
        self._parent = list(range(len(references)))
        self._members: dict[int, list[Reference]] = {r.order: [r] for r in references}
        self.merges: list[tuple[int, int, str]] = []
        self._groups: dict[int, list[Reference]] = {}
        #: What is known of a chain that another cannot share, by its root; set by `kg.coref`.
        self.told: dict[int, dict[tuple[object, ...], object]] = {}

    def root(self, reference: Reference) -> int:
        at = reference.order
        while self._parent[at] != at:
            self._parent[at] = self._parent[self._parent[at]]
            at = self._parent[at]
        return at

    def members(self, reference: Reference) -> list[Reference]:
        return self._members[self.root(reference)]

    def same(self, a: Reference, b: Reference) -> bool:
        return self.root(a) == self.root(b)

    def join(self, a: Reference, b: Reference, rule: str) -> None:
        first, second = sorted((self.root(a), self.root(b)))
        if first != second:
            self._parent[second] = first
            self._members[first] += self._members.pop(second)
            self.merges.append((a.order, b.order, rule))
            if (parts := self._groups.pop(second, None)) is not None:
                self._groups.setdefault(first, parts)

    def stand_for(self, references: list[Reference], parts: list[Reference]) -> None:
        """Note that references stand for several things together ("the two countries")."""
        for reference in references:
            self._groups[self.root(reference)] = parts

    def parts(self, reference: Reference) -> list[Reference]:
        """What a reference stands for together, if it stands for several things."""
        parts = self._groups.get(self.root(reference), [])
        return [] if any(m.kind == "name" for m in self.members(reference)) else parts

    def type_of(self, reference: Reference) -> str:
        """The type most names of the chain carry; ties go to the first in the text."""
        votes: dict[str, int] = {}
        for member in self.members(reference):
            if member.type:
                votes[member.type] = votes.get(member.type, 0) + 1
        return max(votes, key=lambda t: votes[t]) if votes else ""

    def gender(self, reference: Reference) -> str:
        """ "m", "f" or "" from the words of the chain: titles, roles, pronouns."""
        for member in self.members(reference):
            words = {t.lower for t in member.tokens}
            before = _before(member)
            if before is not None:
                words.add(before.lower)
            words |= {t.lower for t in member.head.having("compound")}
            if words & MALE:
                return "m"
            if words & FEMALE:
                return "f"
        for member in self.members(reference):
            if member.kind == "name" and member.type in ("Person", ""):
                sex = first_names().get(member.first.lower, "")
                if sex and (member.type == "Person" or member.first is not member.last):
                    return sex
        return ""


def _before(reference: Reference) -> Token | None:
    at = reference.first.i - 1
    return reference.sentence.tokens[at] if at >= 0 else None
