"""The words of a document, as atoms are sought in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from kg.parse.reading.atoms.words import (
    CLITICS,
    CLOSING,
    ENDS,
    INSIDE,
    LONGEST,
    OPENING,
    SMALL,
    TELLING,
    UNCOUNTED,
    Span,
)


@dataclass(frozen=True, slots=True)
class Atom:
    """Tokens that are one thing: half-open indexes, and "title", "case", "product" or "taxon"."""

    first: int
    end: int
    kind: str


class Text:
    """The tokens of a block, and where sentences may begin."""

    def __init__(
        self, words: Sequence[str], spaces: Sequence[bool], italic: Sequence[bool] | None
    ) -> None:
        self.words = [word.replace("’", "'").replace("‘", "'") for word in words]
        self.raw = words
        self.lower = [word.lower() for word in self.words]
        self.spaces = spaces
        self.italic = italic
        self.capital = [is_capital(word) for word in self.words]
        self.starts = [0, *(i for i in range(1, len(words)) if self._starts(i))]

    def __len__(self) -> int:
        return len(self.words)

    def _starts(self, i: int) -> bool:
        """Whether a sentence may begin at a token, as far as marks tell."""
        before = self.words[i - 1]
        if before in ('"', "'", ")", *CLOSING) and i > 1 and self.words[i - 2] in ENDS:
            return self.capital[i] or self.words[i] in ('"', "'", *OPENING)
        if before in ENDS or before in (":", ";", "•", "*"):
            return True
        return before.endswith(".") and self.capital[i] and self.lower[i] in UNCOUNTED

    def sentence(self, i: int) -> Span:
        """The sentence around a token."""
        at = bisect_right(self.starts, i)
        return self.starts[at - 1], self.starts[at] if at < len(self.starts) else len(self)

    def word(self, i: int) -> str:
        """A word in small letters, "" beyond the ends."""
        return self.lower[i] if 0 <= i < len(self.lower) else ""

    def is_capital(self, i: int) -> bool:
        return 0 <= i < len(self.capital) and self.capital[i]

    def slants(self, i: int) -> bool:
        """Whether a word stands in italics."""
        return self.italic is not None and self.italic[i]

    def opens(self, i: int) -> bool:
        """Whether a sentence or a quotation begins at a token."""
        first, _ = self.sentence(i)
        return i == first or self.words[i - 1] in ('"', "'", "(", "-", "–", "—", *OPENING)


def is_capital(word: str) -> bool:
    """Whether a word has a capital, maybe after small letters ("iPhone"), or is the word "I"."""
    return word[:1].isalpha() and any(c.isupper() for c in word[:3])


def is_title(words: Sequence[str]) -> bool:
    """Whether words are written like a title: capitals on all, but on the small ones between.

    >>> is_title("The Lord of the Rings".split()), is_title("The lord of the Rings".split())
    (True, False)
    """
    last = len(words) - 1
    while last > 0 and (words[last] in CLITICS or words[last] in INSIDE):
        last -= 1
    if not 0 <= last < LONGEST or not any(w[:1].isupper() and w[1:].islower() for w in words):
        return False
    if not all(is_capital(words[i]) or words[i][:1].isdigit() for i in (0, last)):
        return False
    return all(_fits(words[i - 1] if i else "", words[i]) for i in range(len(words)))


def _fits(before: str, word: str) -> bool:
    """Whether a word may stand in a title, behind another."""
    if is_capital(word) or word[:1].isdigit() or word in INSIDE:
        return True
    return word in SMALL or word in CLITICS or (before == "-" and word.isalpha())


def splits(words: Sequence[str]) -> bool:
    """Whether words look like a title or a product that a parser would take apart."""
    straight = [word.replace("’", "'") for word in words]
    if sum(word[:1].isalnum() for word in straight) < 2 or not is_title(straight):
        return False
    return any(
        word in SMALL or word in CLITICS or word in TELLING or word[:1].isdigit()
        for word in straight[1:]
    )
