"""Words in common: BM25 (Robertson and Zaragoza 2009) over stems, with weights on words.

What is said of a thing under another name counts too, so the words of a text may have weights.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: How soon a word that comes again counts no more, and how much long texts are held back.
K, B = 1.2, 0.6
#: English words that ask, join and stand in for others: they say nothing of what is asked for.
STOP = frozenset(
    "a about after all also am an and any are as at be been before being between both but by can "
    "could did do does doing down during each else for from get had has have having he her hers "
    "him his how i if in into is it its just may me might more most much must my no nor not of "
    "off on once one only or other our out over own same shall she should so some such than that "
    "the their them then there these they this those through to too under until up upon us very "
    "was we were what when where which while who whom whose why will with would you your s t d "
    "re ve ll m n".split()
)
#: Words of a text in capitals that may be a name as a whole: "US NAVY".
WORDS_IN_CAPITALS = 3
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> Iterator[str]:
    """Each word of a text that says something, in small letters, in the order of the text.

    In capitals a word is a name, whatever it is in small letters ("US", "WHO", "IT"), unless the
    text is loud.

    >>> list(words_of("Did the WHO tell us what the US does?")), list(words_of("TELL US ALL OF IT"))
    (['who', 'tell', 'us'], ['tell'])
    """
    loud = is_loud(text)
    for word in _WORD.findall(text):
        small = word.lower()
        if small not in STOP or (word.isupper() and len(word) > 1 and not loud):
            yield small


def is_loud(text: str) -> bool:
    """Whether a text is in capitals as a whole, so that those of a word say nothing.

    >>> is_loud("WHO BOUGHT THE MILL?"), is_loud("US NAVY")
    (True, False)
    """
    return text.isupper() and len(_WORD.findall(text)) > WORDS_IN_CAPITALS


def stems(text: str) -> list[str]:
    """The words that say something, each without its ending.

    >>> stems("Which novels did she write, and who was writing them?")
    ['novel', 'writ', 'writ']
    """
    return [stem(word) for word in words_of(text)]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A word without the endings that inflect it; what is left need be no word.

    >>> [stem(word) for word in ("cities", "stopped", "making", "made", "glass", "1990s")]
    ['city', 'stop', 'mak', 'mad', 'glass', '1990']
    """
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 3 and word.endswith("es") and word[-3] in "sxzh":
        word = word[:-2]
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ingly", "edly", "ing", "ed", "ly"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and any(vowel in rest for vowel in "aeiouy"):
            word = rest[:-1] if rest[-1] == rest[-2] and rest[-1] not in "lsz" else rest
            break
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


class Lexicon:
    """Which texts have which words, and how much a word says.

    `texts` are the words of each text with their weights.
    """

    def __init__(self, texts: Iterable[Mapping[str, float]]) -> None:
        self._having: dict[str, list[tuple[int, float]]] = defaultdict(list)
        lengths = []
        for index, words in enumerate(texts):
            lengths.append(sum(words.values()))
            for word, weight in words.items():
                self._having[word].append((index, weight))
        self.count = len(lengths)
        mean = sum(lengths) / max(self.count, 1) or 1.0
        self._held = [K * (1 - B + B * length / mean) for length in lengths]

    def says(self, word: str) -> float:
        """How much a word says: the rarer, the more; one that no text has says most."""
        having = len(self._having.get(word, ()))
        return math.log(1 + (self.count - having + 0.5) / (having + 0.5))

    def scores(self, words: Sequence[str]) -> Floats:
        """How well each text fits the words asked for."""
        found = np.zeros(self.count)
        for word, times in sorted(Counter(words).items()):
            for index, weight in self._having.get(word, ()):
                gain = weight * (K + 1) / (weight + self._held[index])
                found[index] += times * self.says(word) * gain
        return found


__all__ = ["Lexicon", "is_loud", "stem", "stems", "words_of"]
