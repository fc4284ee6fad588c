"""A grouping of profiles under way: what is known of each, what was joined and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, groupby

from kg.record.keys import CONCEPT, COUNTRY, NAME
from kg.resolve.background import Weights
from kg.resolve.context import Context, features_of
from kg.resolve.entities import best_name, present, type_of
from kg.resolve.evidence import FAMILIES, Evidence, Seen, compare, impossible
from kg.resolve.groups import Groups
from kg.resolve.known import Known
from kg.resolve.profiles import Profile
from kg.resolve.spellings import folded

#: What must speak for two bearers of a common name, and for two whose roles differ.
ENOUGH, ENOUGH_AGAINST = 4.0, 9.0
#: A profile that fits two groups nearly as well (this share of the best) joins neither.
TIED = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Two profiles that were taken for one thing, by number."""

    a: int
    b: int
    rule: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Two profiles of one name that stay apart."""

    a: int
    b: int
    reasons: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(slots=True)
class Identity:
    """The groups as lists of profile numbers, and how they came about."""

    groups: list[list[int]] = field(default_factory=list)
    joins: list[Join] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


class Identifier:
    """Compares once, groups as often as decisions ask for."""

    def __init__(self, known: Known) -> None:
        self.profiles = known.profiles
        self.stated = known.stated
        self.weights = Weights(_features(known))
        self.seen = {at: _seen(known.profiles[at], c) for at, c in known.contexts.items()}
        self.blocks: dict[str, list[int]] = {}
        for at, seen in self.seen.items():
            self.blocks.setdefault(seen.key, []).append(at)

    def compare(self, a: int, b: int) -> Evidence:
        """Weigh two named profiles."""
        return compare(self.seen[a], self.seen[b], self.weights)


class Work:
    """One grouping under way: joins are tried, what succeeds is written down."""

    def __init__(
        self,
        identifier: Identifier,
        *,
        same: Sequence[Sequence[Sequence[int]]],
        different: Sequence[Sequence[Sequence[int]]],
    ) -> None:
        self.by = identifier
        self.groups = Groups(len(identifier.profiles))
        self.result = Identity()
        self._hard: dict[int, Seen] = {}
        self._whole: dict[int, tuple[int, Seen]] = {}
        for targets in same:
            whole = [i for target in targets for i in target]
            for i in whole[1:]:
                self.join(whole[0], i, "decision", force=True)
        for targets in different:
            for one, other in combinations(targets, 2):
                for a in one:
                    for b in other:
                        self.groups.part(a, b)
        self._join_keys()

    def _join_keys(self) -> None:
        """Countries and concepts: their keys mean the same in every document."""
        first: dict[str, int] = {}
        for at, profile in enumerate(self.by.profiles):
            if profile.kind in (COUNTRY, CONCEPT):
                self.groups.join(first.setdefault(profile.key, at), at)

    def whole(self, at: int) -> Seen | None:
        """What is known of the group of a profile; None where nothing in it has a name."""
        members = self.groups.members(at)
        root = self.groups.root(at)
        known = self._whole.get(root)
        if known is not None and known[0] == len(members):
            return known[1]
        seen = [self.by.seen[i] for i in sorted(members) if i in self.by.seen]
        if not seen:
            return None
        together = seen[0].joined(seen[1:])
        self._whole[root] = (len(members), together)
        return together

    def weigh(self, a: int, b: int) -> Evidence:
        """Compare the groups of two named profiles."""
        one, other = self.whole(a), self.whole(b)
        if one is None or other is None:
            return Evidence(score=0.0)
        return compare(one, other, self.by.weights)

    def join(
        self, a: int, b: int, rule: str, *, reasons: tuple[str, ...] = (), force: bool = False
    ) -> bool:
        """Join the groups of two profiles unless that is impossible; True if they became one."""
        one, other = self._known(a), self._known(b)
        if not force and one is not None and other is not None and impossible(one, other):
            return False
        if not self.groups.join(a, b):
            return False
        if one is not None and other is not None:
            self._hard[self.groups.root(a)] = one.joined([other])
        elif (known := one or other) is not None:
            self._hard[self.groups.root(a)] = known
        self.result.joins.append(Join(a=a, b=b, rule=rule, reasons=reasons))
        return True

    def _known(self, at: int) -> Seen | None:
        """What of a group can exclude another: without the sets that grow with it."""
        root = self.groups.root(at)
        if root not in self._hard and root in self.by.seen:
            self._hard[root] = self.by.seen[root].bare()
        return self._hard.get(root)


def _features(known: Known) -> Iterator[set[str]]:
    """What each document has, whatever it is near."""
    for _, numbers in groupby(known.contexts, key=lambda at: known.profiles[at].document):
        yield set().union(*(features_of(known.contexts[at]) for at in numbers))


def _seen(profile: Profile, context: Context) -> Seen:
    type = type_of(NAME, names=profile.names, labels=profile.labels, types=profile.types)
    entry = None if profile.close else profile.entry  # what is only close is not the thing itself
    if entry is not None:
        type = entry.type
    person = type == "Person"
    key = folded(best_name(present([profile], profile.names), person=person), person=person)
    families = frozenset() if type == "Concept" else frozenset({FAMILIES.get(type, "thing")})
    return Seen(
        key=key,
        kinds=frozenset((type,)),
        person=person,
        families=families,
        context=context,
        entry=entry,
        documents=frozenset({profile.document}),
    )
