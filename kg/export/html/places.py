"""Where entities stand on a page that is drawn again: who has a place keeps it.

A correction changes a few entities. If everything were laid out anew, the drawing would flip under
the hands of who corrects it, and a large one takes seconds.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from kg.export.html.layout import ROW, STEP, Layout, lay_out

#: Where fewer than this share of the entities have a place, all are laid out anew.
KNOWN = 0.5
_GOLDEN = math.pi * (3 - math.sqrt(5))

#: Two entities, by number, and how many facts join them.
Pairs = Sequence[tuple[int, int, float]]
_Position = tuple[int, int]


class Places:
    """Remembers positions and communities by IRI from one drawing to the next."""

    def __init__(self) -> None:
        self._positions: dict[str, _Position] = {}
        self._communities: dict[str, int] = {}
        self._circles: dict[int, tuple[int, int, int]] = {}

    def layout(self, iris: Sequence[str], widths: Sequence[float], pairs: Pairs) -> Layout:
        """The places of entities, in their order; as `kg.export.html.layout.lay_out`."""
        known = sum(iri in self._positions for iri in iris)
        if not known or known < KNOWN * len(iris):
            made = lay_out(widths, pairs)
        else:
            made = self._kept(iris, pairs)
        self._positions = dict(zip(iris, made.positions, strict=True))
        self._communities = dict(zip(iris, made.communities, strict=True))
        self._circles = dict(enumerate(made.groups))
        return made

    def _kept(self, iris: Sequence[str], pairs: Pairs) -> Layout:
        near: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for a, b, weight in pairs:
            near[a].append((weight, b))
            near[b].append((weight, a))
        bottom = max(y for _, y in self._positions.values())
        positions, communities = [], []
        fresh = max(self._circles, default=-1) + 1
        for number, iri in enumerate(iris):
            place, community = self._positions.get(iri), self._communities.get(iri)
            if place is None or community is None:
                friends = sorted(
                    (-weight, iris[other]) for weight, other in near[number]
                    if iris[other] in self._positions
                )  # fmt: skip
                place, community = self._beside([iri for _, iri in friends], number, bottom)
                if community is None:
                    community, fresh = fresh, fresh + 1
            positions.append(place)
            communities.append(community)
        used = {old: new for new, old in enumerate(sorted(set(communities)))}
        return Layout(
            positions=tuple(positions),
            communities=tuple(used[community] for community in communities),
            groups=tuple(self._circles.get(old, (0, 0, 0)) for old in used),
        )

    def _beside(
        self, friends: Sequence[str], number: int, bottom: int
    ) -> tuple[_Position, int | None]:
        """Half a step from the middle of its neighbours, in the community of the nearest."""
        angle = number * _GOLDEN
        if not friends:
            return (round(math.cos(angle) * STEP), round(bottom + ROW)), None
        spots = [self._positions[iri] for iri in friends]
        x = sum(x for x, _ in spots) / len(spots) + math.cos(angle) * STEP / 2
        y = sum(y for _, y in spots) / len(spots) + math.sin(angle) * STEP / 2
        return (round(x), round(y)), self._communities[friends[0]]
