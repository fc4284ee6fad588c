"""Titles of works, and what speaks for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.parse.reading.atoms.bare import bare_supported, bare_titles, is_telling
from kg.parse.reading.atoms.candidates import (
    BESIDE,
    NOUN,
    Candidate,
    cue_before,
    cue_behind,
    in_small_letters,
    year_end,
)
from kg.parse.reading.atoms.marks import italic_titles, quoted_titles
from kg.parse.reading.atoms.text import Atom, Text, is_capital, is_title, splits
from kg.parse.reading.atoms.words import (
    ARTICLES,
    CLOSING,
    CONJUNCTIONS,
    ENDS,
    LONGEST_PLAIN,
    NEAR,
    OPENING,
    SAYING,
    SMALL,
    TELLING,
)


def find_titles(text: Text) -> Iterator[Atom]:
    marked = [*quoted_titles(text), *italic_titles(text)]
    inside = {i for c in marked for i in range(*c.outer) if is_title(text.words[c.first : c.end])}
    bare = [c for c in bare_titles(text) if inside.isdisjoint((c.first, c.end - 1))]
    candidates = sorted([*marked, *bare], key=lambda c: (c.first, c.end))
    kept = [_supported(text, c) for c in candidates]
    for order in (list(pairwise(range(len(kept)))), [*pairwise(range(len(kept) - 1, -1, -1))]):
        for known, other in order:
            if kept[known] and not kept[other]:
                kept[other] = _listed(text, candidates[known], candidates[other])
    named = {_wording(text, it) for it, keep in zip(candidates, kept, strict=True) if keep}
    for it, keep in zip(candidates, kept, strict=True):
        if keep or (it.marks and _wording(text, it) in named):
            yield Atom(it.first, it.end, "title")


def _wording(text: Text, it: Candidate) -> tuple[str, ...]:
    return tuple(text.words[it.first : it.end])


def _supported(text: Text, it: Candidate) -> bool:
    return bare_supported(text, it) if not it.marks else _marked_supported(text, it)


def _marked_supported(text: Text, it: Candidate) -> bool:
    words = text.words[it.first : it.end]
    before = cue_before(text, it.outer[0])
    if not is_title(words):
        return it.marks == "quotes" and before == NOUN and _is_plain(words, it.ending)
    cue = max(before, cue_behind(text, it.outer[1]))
    if cue >= BESIDE:
        return True
    ended = it.ending in ENDS or words[-1] in ENDS
    if it.marks == "quotes":
        if _is_speech(text, it) or _is_nickname(text, it):
            return False
        if not cue and (not splits(words) or text.word(it.outer[0] - 1) in ("a", "an")):
            return False
    if cue and not ended:
        return True
    several = sum(word[:1].isalpha() for word in words) > 1 and not _is_two_names(words)
    return several and not ended and in_small_letters(text, it)


def _is_plain(words: Sequence[str], ending: str) -> bool:
    """Whether words in quotes, right behind "the article", can be its title without capitals."""
    if not 1 < len(words) <= LONGEST_PLAIN or not is_capital(words[0]):
        return False
    return not any(word in ENDS or word in ('"', *OPENING, *CLOSING) for word in words[:-1])


def _is_two_names(words: Sequence[str]) -> bool:
    """Whether words are names, of two words or more, with "and" between: "Anna Berg and Ola Holm".

    >>> _is_two_names("Pride and Prejudice".split())
    False
    """
    at = next((i for i, word in enumerate(words) if word in CONJUNCTIONS), 0)
    sides = (words[:at], words[at + 1 :])
    return at > 0 and all(len(side) > 1 and all(map(_is_name, side)) for side in sides)


def _is_name(word: str) -> bool:
    return is_capital(word) and word.lower() not in SMALL and word not in TELLING


def _is_speech(text: Text, it: Candidate) -> bool:
    """Whether somebody says it: a verb of saying before it or, after a comma, behind."""
    first, end = it.outer
    start, _ = text.sentence(max(first - 1, 0))
    mark = text.word(first - 1)
    if mark == ":" or mark in SAYING:
        return True
    if not SAYING.isdisjoint(text.lower[max(start, first - NEAR) : first]):
        return True
    comma = it.ending == "," or text.word(end) == ","
    return comma and not SAYING.isdisjoint(text.lower[end : end + 4])


def _is_nickname(text: Text, it: Candidate) -> bool:
    """'Dwayne "The Rock" Johnson'."""
    first, end = it.outer
    return text.is_capital(first - 1) and text.is_capital(end) and not text.opens(first - 1)


def _listed(text: Text, known: Candidate, other: Candidate) -> bool:
    """Whether a candidate stands in a list beside one that is a title."""
    first, second = sorted((known, other), key=lambda c: c.first)
    i, end = first.outer[1], second.outer[0]
    if end - i > NEAR or (i >= end and first.ending != ","):
        return False
    while i < end:
        i = year_end(text, i) or (
            i + 1 if text.word(i) in (",", ";", "and", "or", "&") else end + 1
        )
    if i != end:
        return False
    words = text.words[other.first : other.end]
    if other.marks:
        return is_title(words) and words[-1] not in ENDS
    likely = words[0].lower() in ARTICLES or cue_before(text, known.first) == NOUN
    return is_telling(text, other) or (not known.marks and likely and splits(words))
