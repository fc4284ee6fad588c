"""Where words stand in a text: exactly, or as models copy them.

Models straighten quotation marks, join lines, change case. So a second look compares without all
that; what it finds is always the words as the text has them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from kg.model import Span

_SAME = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
    }
)
#: Places of the same words that are looked at.
MOST_PLACES = 50
#: What models put around words that they copy.
_AROUND = " \t\r\n.,;:!?\"'“”‘’«»()[]…"


class Text:
    """A document in which words are looked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._plain, self._offsets = _plain(text)

    def span(self, start: int, end: int) -> Span:
        return Span(start=start, end=end, text=self.text[start:end])

    def exactly(self, words: str, start: int, end: int) -> Iterator[Span]:
        """Every place between two where exactly these words stand, whole words."""
        at = self.text.find(words, start, end) if words else -1
        while at >= 0:
            if _whole(self.text, at, at + len(words)):
                yield self.span(at, at + len(words))
            at = self.text.find(words, at + 1, end)

    def nearly(self, words: str, start: int, end: int) -> Iterator[Span]:
        """The same for words that differ in case, white space and the form of marks."""
        plain, _ = _plain(words.strip(_AROUND))
        plain = plain.strip()
        low, high = bisect_left(self._offsets, start), bisect_left(self._offsets, end)
        at = self._plain.find(plain, low, high) if plain else -1
        while at >= 0:
            first, last = self._offsets[at], self._offsets[at + len(plain) - 1] + 1
            if _whole(self.text, first, last):
                yield self.span(first, last)
            at = self._plain.find(plain, at + 1, high)

    def find(self, words: str, start: int, end: int) -> tuple[list[Span], bool]:
        """Where words stand, and whether they stand there exactly.

        >>> Text("He said: “Go  home.”").find('"go home"', 0, 20)
        ([Span(start=10, end=18, text='Go  home')], False)
        """
        found = list(islice(self.exactly(words, start, end), MOST_PLACES))
        if found:
            return found, True
        return list(islice(self.nearly(words, start, end), MOST_PLACES)), False


def fold(words: str) -> str:
    """Words without what `nearly` looks past."""
    return _plain(words.strip(_AROUND))[0].strip()


def _plain(text: str) -> tuple[str, list[int]]:
    """Text without differences of case, white space and marks, and the place of each character."""
    made: list[str] = []
    offsets: list[int] = []
    for at, char in enumerate(text):
        plain = _char(char)
        if plain == " " and made and made[-1] == " ":
            continue
        if plain:
            made.append(plain)
            offsets.append(at)
    return "".join(made), offsets


@lru_cache(maxsize=4096)
def _char(char: str) -> str:
    """One character or none."""
    if char.isspace():
        return " "
    plain = char.translate(_SAME)
    folded = plain.casefold()
    return folded if len(folded) == 1 else plain


_WORD = re.compile(r"\w")


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no word is cut at either end."""
    opens = start > 0 and _WORD.match(text, start - 1) and _WORD.match(text, start)
    closes = end < len(text) and _WORD.match(text, end - 1) and _WORD.match(text, end)
    return not (opens or closes)
