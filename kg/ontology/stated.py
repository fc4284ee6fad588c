"""What a relation is stated by: words of a claim's predicate, and parts of the claim.

`kg.relate.patterns` finds the claims; here the patterns are read, so that a file with a wrong one
is refused before any document is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.english import lexicon
from kg.errors import OntologyError

#: Parts of a claim where a relation may begin or end, besides what stands behind a preposition.
PARTS = ("subject", "object", "time", "place", "people", "inside", "role")

_PATTERN = re.compile(r"([^()]+)(?:\(([^(),]+),([^(),]+)\) ?([\w-]*))?")


@dataclass(frozen=True, slots=True)
class Pattern:
    """`words` of a claim's predicate, the parts at which a relation begins and ends, and a
    preposition that must be there too. `alone`: no word may narrow the noun in `words`."""

    words: str
    start: str = "subject"
    end: str = "object"
    beside: str = ""
    alone: bool = False


@lru_cache(maxsize=65_536)
def pattern(text: str) -> Pattern:
    """Read a pattern. Raises OntologyError.

    A `=` in front says that no word may narrow the noun: a finance director is not the director.

    >>> pattern("employ (object, subject)")
    Pattern(words='employ', start='object', end='subject', beside='', alone=False)
    """
    alone = text.lstrip().startswith("=")
    found = _PATTERN.fullmatch(" ".join(text.lstrip(" =").split()))
    if found is None:
        raise OntologyError(
            f"pattern {text[:60]!r} must be words of a predicate such as `work for`, or with the "
            "parts of the claim where the relation begins and ends: `employ (object, subject)`"
        )
    words, *ends, beside = (part.strip() for part in found.groups(default=""))
    start, end = (part or usual for part, usual in zip(ends, ("subject", "object"), strict=True))
    for part, allowed in ((start, PARTS), (end, PARTS), (beside, ("",))):
        if part not in allowed and part not in lexicon.PREPOSITIONS:
            raise OntologyError(
                f"{part[:30]!r} of pattern {text[:60]!r} is no part of a claim; choose "
                f"{', '.join(PARTS)} or a preposition such as in, and a preposition behind"
            )
    return Pattern(words.lower(), start, end, beside, alone)
