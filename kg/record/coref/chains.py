"""The groups that coreference makes, and what is known of each."""

from __future__ import annotations

from kg.english.given import first_names as first_names
from kg.english.lexicon import FEMALE, MALE
from kg.record.mentions import Reference


class Chains:
    """References in groups that mean the same: union-find that remembers each merge's rule."""

    def __init__(self, references: list[Reference]) -> None:
        self.references = references
        self._parent = list(range(len(references)))
        self._members: dict[int, list[Reference]] = {r.order: [r] for r in references}
        self.merges: list[tuple[int, int, str]] = []
        self._groups: dict[int, list[Reference]] = {}
        #: The phrases right behind which stands what they mean; set by `kg.record.coref`.
        self.called: set[int] = set()
        #: Whose life the text tells, then the pronouns that mean them; set by `kg.record.coref`.
        self.hero: list[Reference] = []
        #: What is known of a chain that another cannot share, by its root; set by
        #: `kg.record.coref`.
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
        members = self.members(reference)
        if said := next(filter(None, map(_said_sex, members)), ""):
            return said
        whole = (m for m in members if m.kind == "name" and _may_be_given(m))
        return next(filter(None, map(_given_sex, whole)), "")


def sex_of(name: Reference) -> str:
    """ "m" or "f" by the words of a name alone, "Mrs", a given name; "" where none tells."""
    return _said_sex(name) or _given_sex(name)


def _said_sex(reference: Reference) -> str:
    """By a title, a role or a pronoun: "Mr Holm", "Queen Ada", "her"."""
    owners = {t.i for owner in reference.head.having("poss") for t in owner.subtree()}
    own = (t for t in reference.tokens if t.i not in owners)  # "Mr Lund's partner" is no Mr
    words = {t.lower for t in (*own, *reference.head.having("compound"))}
    at = reference.first.i - 1
    words |= {reference.sentence.tokens[at].lower} if at >= 0 and not owners else set()
    return "m" if words & MALE else "f" if words & FEMALE else ""


def _given_sex(name: Reference) -> str:
    return first_names().get(name.first.lower, "")


def _may_be_given(name: Reference) -> bool:
    return name.type == "Person" or (name.type == "" and name.first is not name.last)
