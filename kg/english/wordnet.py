"""What WordNet knows of single words, as far as kg asks: `kg/data/wordnet.txt.gz`.

Source: WordNet 3.1 (Miller 1995); `benchmarks/gazetteer/wordnet.py` makes the file and says what
its sets hold.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

Set = Literal["person", "quality", "thing", "trade"]


def words(name: Set) -> frozenset[str]:
    """The words of a set, in small letters.

    >>> "spectator" in words("person"), "spectator" in words("trade"), "tender" in words("thing")
    (True, False, True)
    """
    return _sets()[name]


@cache
def _sets() -> Mapping[str, frozenset[str]]:
    packed = files("kg").joinpath("data/wordnet.txt.gz").read_bytes()
    lines = gzip.decompress(packed).decode().splitlines()
    cut = (line.partition(" ") for line in lines)
    return {name: frozenset(rest.split()) for name, _, rest in cut}
