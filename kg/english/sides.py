"""What tells one thing from its like: sides ("the north tower") and numerals ("Basel II")."""

from __future__ import annotations

DIRECTIONS = ("north", "south", "east", "west")
#: Sides, those along one axis in a row: nothing is on two of them, but "the upper" may be "the
#: left".
AXES = (
    DIRECTIONS,
    ("upper", "lower"),
    ("left", "right"),
    ("inner", "outer"),
    ("front", "rear"),
)
#: Axis and plain word of each side; "the northern tower" is the north tower.
SIDE = {word: (number, word) for number, axis in enumerate(AXES) for word in axis} | {
    f"{word}ern": (0, word) for word in DIRECTIONS
}
#: Roman numerals that no letter is.
NUMERALS = frozenset("ii iii iv vi vii viii ix xi xii".split())
#: What a person's name may end in that tells father from son.
GENERATIONS = frozenset(("jr", "sr", "ii", "iii", "iv"))


def sides_of(words: list[str]) -> dict[int, tuple[str, ...]]:
    """The sides among some lower-case words, by axis.

    >>> sides_of(["upper", "northern", "gate"])
    {1: ('upper',), 0: ('north',)}
    """
    found: dict[int, tuple[str, ...]] = {}
    for word in words:
        if word in SIDE:
            axis, side = SIDE[word]
            found[axis] = (*found.get(axis, ()), side)
    return found
