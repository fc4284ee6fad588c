"""Italics and quotation marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.parse.reading.atoms.candidates import Candidate
from kg.parse.reading.atoms.text import Text
from kg.parse.reading.atoms.words import CLOSING, ENDS, LONGEST, NEAR, OPENING, Span


def italic_titles(text: Text) -> Iterator[Candidate]:
    """Runs in italics that are not whole sentences, without the marks at their ends."""
    if text.italic is None:
        return
    i = 0
    while i < len(text):
        end = i
        while end < len(text) and text.italic[end]:
            end += 1
        if end > i:
            found = _trimmed(text, i, end, "italics")
            if found and (i, end) != text.sentence(i):
                yield replace(found, outer=_with_quotes(text, i, end))
        i = max(end, i + 1)


def _with_quotes(text: Text, first: int, end: int) -> Span:
    """A span with the quotes that stand right around it."""
    if text.word(first - 1) in ('"', "'", *OPENING) and text.word(end) in ('"', "'", *CLOSING):
        return first - 1, end + 1
    return first, end


def _trimmed(text: Text, first: int, end: int, marks: str) -> Candidate | None:
    """A candidate without the quotes, commas and stops at its ends; a "?" is kept."""
    outer, ending = (first, end), ""
    while first < end and text.words[first] in ('"', "'", *OPENING, *CLOSING, ",", "("):
        first += 1
    while first < end and text.words[end - 1] in ('"', "'", *OPENING, *CLOSING, ",", ".", ";", ":"):
        end -= 1
        ending = text.words[end] if text.words[end] in ",.;:" else ending
    if not first < end <= first + LONGEST:
        return None
    return Candidate(first, end, outer, marks, ending)


def quoted_titles(text: Text) -> Iterator[Candidate]:
    for first, end in [*_pairs(text, '"'), *_pairs(text, "'")]:
        if found := _trimmed(text, first + 1, end, "quotes"):
            yield replace(found, outer=(first, end + 1))


def _pairs(text: Text, mark: str) -> Iterator[Span]:
    """Opening and closing quotes that belong together, of double or of single ones."""
    opened = -1
    for i in range(len(text)):
        side = _side(text, i, mark)
        if side == "either":
            side = "close" if opened >= 0 else "open"
        if text.raw[i] == "“" and opened >= 0 and text.raw[opened] == "„":
            side = "close"
        if side == "open":
            opened = i
        elif side == "close" and opened >= 0:
            if mark == "'" and _is_genitive(text, i):
                continue
            if i > opened + 1:
                yield opened, i
            opened = -1


def _side(text: Text, i: int, mark: str) -> str:
    """Whether a token is an opening or a closing quote, "either" or "" for neither.

    Straight quotes tell by the spaces around them.
    """
    raw = text.raw[i]
    if mark == '"' and (raw in OPENING or raw in CLOSING):
        return "open" if raw in OPENING else "close"
    if mark == "'" and raw in ("‘", "‹", "›"):
        return "close" if raw == "›" else "open"
    if text.words[i] != mark:
        return ""
    before = i == 0 or text.spaces[i - 1] or text.words[i - 1] in ("(", "[", "—", "–", "-", '"')
    after = i + 1 == len(text) or text.spaces[i] or not text.words[i + 1][:1].isalnum()
    if before and not after:
        return "open" if raw != "’" else ""
    if after and not before:
        return "close"
    if i and not text.spaces[i - 1] and after:
        return "close"
    return "either" if mark == '"' else ""


def _is_genitive(text: Text, i: int) -> bool:
    """Whether a single quote is an apostrophe within quotes: 'The Beatles' Anthology'."""
    if not (text.word(i - 1).endswith("s") and text.is_capital(i + 1)):
        return False
    for j in range(i + 1, min(i + NEAR, len(text))):
        if text.words[j] == "'" or text.words[j] in ENDS:
            return _side(text, j, "'") == "close"
    return False
