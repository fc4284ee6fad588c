"""How important each entity is: whether a reader who retells the texts would name it.

A document is about what it names often, early and all the way through, and has facts of. The odds
that a summary names an entity are a product of powers of these four counts; the powers are learnt
from texts that five people summed up each. Whether the entity has a name or is known by a common
noun does not matter here, only in lists of key entities (`is_key`).

Over documents the squares of the chances are summed up. A square counts what one document is about
and forgets what many mention in passing: "time" in a hundred documents weighs less than the one
place that three of them are about. How well this ranks, beside PageRank, degree and others:
`python benchmarks/salience.py`.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kg.model import Entity, Fact

#: Powers of the counts whose logarithms `features` gives, and the logarithm of what they multiply;
#: learnt by `python benchmarks/salience.py --learn`.
POWERS = (0.57, -0.47, 0.54, 0.17)
BASE = 0.88
#: A document is cut into so many parts of equal length, to see how far an entity spreads.
PARTS = 10
#: What is known by a common noun is a key entity if so many summaries of its documents name it.
KEY = 0.5


def importance(entities: Iterable[Entity], facts: Iterable[Fact]) -> dict[str, float]:
    """The importance of each entity by IRI, at least 0; the order of the arguments is no matter.

    It is the sum, over its documents, of the squared chance that a summary names it: about the
    number of documents that are about it. 0 for an entity without mentions.

    Example::

        ranked = sorted(found := importance(entities, facts), key=lambda iri: (-found[iri], iri))
    """
    entities = list(entities)
    squares: dict[str, list[float]] = {entity.iri: [] for entity in entities}
    for iri, measured in features(entities, facts):
        squares[iri].append(chance(measured) ** 2)
    return {iri: round(math.fsum(found), 6) for iri, found in squares.items()}


def is_key(kind: str, importance: float, documents: int) -> bool:
    """Whether an entity belongs among the key entities: one with a name does.

    What a common noun stands for ("example", "way") does only where about half of the readers of
    the documents that mention it would name it.
    """
    return kind == "named" or importance >= KEY**2 * max(documents, 1)


def chance(measured: Sequence[float]) -> float:
    """How likely it is that a summary names what has these `features`, in (0, 1)."""
    odds = BASE + sum(power * value for power, value in zip(POWERS, measured, strict=True))
    return 1 / (1 + math.exp(-odds))


def features(
    entities: Iterable[Entity], facts: Iterable[Fact]
) -> Iterator[tuple[str, tuple[float, ...]]]:
    """For each document of each entity, its IRI and the logarithms of four counts.

    They are the mentions there; the characters before the first one; the parts of the document, of
    `PARTS` between its beginning and its last mention of anything, that have one; and the facts of
    the entity, an equal share for each of its documents. Of what may be none, one more is counted.
    """
    places: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for entity in entities:
        for mention in entity.mentions:
            places[mention.document].setdefault(entity.iri, []).append(mention.span.start)
    degrees = Counter(iri for fact in facts for iri in {fact.subject, fact.object})
    documents = Counter(iri for inside in places.values() for iri in inside)
    for inside in places.values():
        length = 1 + max(map(max, inside.values()))
        for iri, starts in inside.items():
            facts_here = degrees[iri] / documents[iri]
            yield iri, _counted(starts, length, facts_here)


def _counted(starts: Sequence[int], length: int, facts: float) -> tuple[float, ...]:
    parts = {PARTS * start // length for start in starts}
    counts = (len(starts), 1 + min(starts), len(parts), 1 + facts)
    return tuple(math.log(count) for count in counts)
