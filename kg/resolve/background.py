"""What is usual: how often names and nouns occur anywhere, and which names many people bear."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from kg.english.sides import DIRECTIONS, NUMERALS
from kg.link import bundled, find_people


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """`features` counts texts by feature (see `kg.resolve.context.features_of`)."""

    documents: int
    features: dict[str, int]
    given: frozenset[str]
    surnames: frozenset[str]


@lru_cache(maxsize=1)
def background() -> Background:
    """The data of the package, read once."""
    data = resources.files("kg") / "data"
    counts = json.loads((data / "background.json").read_text("utf-8"))
    given, surnames = (data / "common_names.txt").read_text("utf-8").split("# surnames\n")
    return Background(
        documents=counts["documents"],
        features=counts["features"],
        given=frozenset(given.removeprefix("# given\n").split()),
        surnames=frozenset(surnames.split()),
    )


class Weights:
    """How much it says that two profiles share a feature: log of how rare it is.

    The documents at hand are counted on top of the background, so that small corpora have sound
    weights too (inverse document frequency, Spärck Jones 1972).
    """

    def __init__(self, features: Iterable[Iterable[str]]) -> None:
        usual = background()
        self._here: Counter[str] = Counter()
        documents = 0
        for found in features:
            documents += 1
            self._here.update(found)
        self._usual = usual.features
        self._documents = usual.documents + documents + 1
        self._known: dict[str, float] = {}

    def of(self, feature: str) -> float:
        weight = self._known.get(feature)
        if weight is None:
            # That two share it is why it is asked for; it is the others that make it usual.
            others = max(0, self._here[feature] - 2) + self._usual.get(feature, 0)
            weight = self._known[feature] = math.log(self._documents / (others + 1))
        return weight

    def is_word(self, name: str) -> bool:
        """Whether a one-word name is an ordinary noun as well ("apple"), here or anywhere."""
        feature = f"w:{name.removesuffix('s')}"
        return self._here[feature] > 0 or feature in self._usual

    def is_plain(self, word: str) -> bool:
        """Whether a word of a name says nothing by itself: a noun, a number, a letter, "north"."""
        told = word in SMALL or word in UNITS or len(word) == 1 or word[0].isdigit()
        return told or f"w:{word.removesuffix('s')}" in self._usual


def _numbers(word: str) -> bool:
    return len(word) == 1 or word[0].isdigit() or word in NUMERALS


#: What is numbered or lettered wherever it is: every hospital has a "Ward A".
UNITS = frozenset(
    "ward unit hall block building tower wing room gate terminal platform phase zone sector area"
    " line route road lane camp section team group class grade lot plot parcel floor level bay dock"
    " pier berth pool well reactor boiler engine plant pump shaft pit court lab laboratory site"
    " station house field stand court annex exhibit appendix form schedule article clause chapter"
    " figure table committee panel cell locker warehouse silo turbine substation battery company"
    " platoon district precinct region quarter report".split()
)
#: Words of names that nouns do not count.
SMALL = frozenset("of the and for in on at to central first second third".split()).union(
    NUMERALS, DIRECTIONS, (f"{word}ern" for word in DIRECTIONS)
)


def is_common(name: str, *, person: bool, weights: Weights) -> bool:
    """Whether many things bear this folded name, so that it alone says little.

    A person's is common when given name and surname are; any other when it is made of ordinary
    words ("annual report", "ward a"), or one word that is a given name, a surname or several
    places.
    """
    words = name.split()
    usual = background()
    if len(words) > 1 and all(map(weights.is_plain, words)) and any(map(_numbers, words)):
        return True  # also where it looks like somebody, as "Ward C" does
    if person and len(words) > 1:
        middle = [w for w in words[1:-1] if len(w) > 1]
        return words[0] in usual.given and words[-1] in usual.surnames and not middle
    if len(words) > 1:
        return not person and all(map(weights.is_plain, words))
    people = name in usual.given or name in usual.surnames or find_people(name) is not None
    places = [entry for entry in bundled().find(name) if entry.type in ("Place", "Country")]
    return people or weights.is_word(name) or len({place.within for place in places}) > 1
