"""Groups that only grow, with pairs that must never meet."""

from __future__ import annotations

from collections.abc import Iterable


class Groups:
    """Union-find over 0..size-1 that refuses to join what `part` keeps apart."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))
        self._members: dict[int, list[int]] = {}
        self._apart: dict[int, set[int]] = {}

    def root(self, item: int) -> int:
        parent = self._parent
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    def members(self, item: int) -> list[int]:
        """Everything in the group of an item, in no particular order."""
        root = self.root(item)
        return self._members.get(root, [root])

    def part(self, a: int, b: int) -> bool:
        """Keep two groups apart for good; False if they are one already."""
        first, second = self.root(a), self.root(b)
        if first == second:
            return False
        self._apart.setdefault(first, set()).add(second)
        self._apart.setdefault(second, set()).add(first)
        return True

    def apart(self, a: int, b: int) -> bool:
        return self.root(b) in self._apart.get(self.root(a), ())

    def join(self, a: int, b: int) -> bool:
        """Make one group of two; False if they are one already or kept apart."""
        first, second = self.root(a), self.root(b)
        if first == second or second in self._apart.get(first, ()):
            return False
        if len(self.members(first)) < len(self.members(second)):
            first, second = second, first
        self._members[first] = [*self.members(first), *self.members(second)]
        self._members.pop(second, None)
        self._parent[second] = first
        for other in self._apart.pop(second, ()):
            self._apart[other].discard(second)
            self._apart[other].add(first)
            self._apart.setdefault(first, set()).add(other)
        return True

    def all(self) -> Iterable[list[int]]:
        """Every group, its members sorted, in the order of their first members."""
        by_root: dict[int, list[int]] = {}
        for item in range(len(self._parent)):
            by_root.setdefault(self.root(item), []).append(item)
        return by_root.values()
