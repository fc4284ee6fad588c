"""Profiles → groups: who is who across documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.coref import name_key
from kg.record import CONCEPT, COUNTRY, LOCAL, NAME
from kg.resolve.entities import Group, best_name
from kg.resolve.groups import Groups
from kg.resolve.profiles import Profile


@dataclass(slots=True)
class Identity:
    """Groups of profile numbers, each sorted, in the order of their first members."""

    groups: list[list[int]]
    merges: list[object] = field(default_factory=list)


def identify(
    profiles: Sequence[Profile],
    *,
    same: Sequence[Sequence[Sequence[int]]] = (),
    different: Sequence[Sequence[Sequence[int]]] = (),
) -> Identity:
    groups = Groups(len(profiles))
    for targets in same:
        whole = [i for target in targets for i in target]
        for i in whole[1:]:
            groups.join(whole[0], i)
    for targets in different:
        for n, target in enumerate(targets):
            for other in targets[:n]:
                for a in target:
                    for b in other:
                        groups.part(a, b)
    first: dict[str, int] = {}
    for at, profile in enumerate(profiles):
        key = _key(profile)
        groups.join(first.setdefault(key, at), at)
    return Identity(groups=list(groups.all()))


def _key(profile: Profile) -> str:
    if profile.kind in (COUNTRY, CONCEPT):
        return profile.key
    if profile.kind == LOCAL:
        return f"{profile.key}\n{profile.document}"
    return NAME + name_key(best_name(profile.names, person=Group([profile]).type == "Person"))
