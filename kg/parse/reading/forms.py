"""What some words are read as, since the reader knows another spelling better."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.english.money import CURRENCIES

#: What makes an amount of a number behind it.
SIGNS = frozenset("$ € £ ¥ US$".split()) | CURRENCIES
#: What makes a number a larger one.
SCALES = frozenset("m mn mio bn tn k mln mrd million billion trillion thousand".split())


#: Names that begin with a number: "3M", "1Password", "23andMe".
_NAMED = re.compile(r"3M|\d{1,2}(?:and)?[A-Z][a-z]{2}\w*")


def read_as(words: Sequence[str]) -> dict[int, str]:
    """The words of a block to be read as others, by index.

    >>> read_as("a loss of EUR 4 m , or 310 million NOK".split())
    {3: '$', 10: 'dollars'}
    """
    found: dict[int, str] = {}
    for i, word in enumerate(words):
        if _NAMED.fullmatch(word) and (not i or words[i - 1] not in SIGNS):
            found[i] = "Siemens"
        if word not in CURRENCIES:
            continue
        after = words[i + 1] if i + 1 < len(words) else ""
        before = words[i - 1] if i else ""
        if after[:1].isdigit():
            found[i] = "$"
        elif before[:1].isdigit() or (before in SCALES and words[i - 2][:1].isdigit()):
            found[i] = "dollars"
    return found
