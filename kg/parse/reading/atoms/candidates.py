"""What may be a title, and what stands before and behind it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.parse.reading.atoms.text import Text
from kg.parse.reading.atoms.words import (
    ACTED,
    CLITICS,
    CUES,
    LEADS,
    MADE,
    NAMED,
    NEAR,
    SMALL,
    WIDE,
    WORKS,
    YEAR,
    Span,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be a title: its tokens, its tokens with the quotes, the marks that set it off
    ("quotes", "italics" or none), and the sign that the quotation ends with."""

    first: int
    end: int
    outer: Span
    marks: str
    ending: str = ""


def in_small_letters(text: Text, it: Candidate) -> bool:
    """Whether the sentence around has words that a headline would capitalise."""
    first, end = it.outer
    start, stop = text.sentence(max(first - 1, 0))[0], text.sentence(it.first)[1]
    around = [
        *text.words[max(start, first - WIDE) : first],
        *text.words[end : min(stop, end + WIDE)],
    ]
    return any(word.islower() and word not in SMALL and word not in CLITICS for word in around)


#: How good the evidence around a candidate is, from none to a noun that it stands right behind.
NOTHING, SOMEWHERE, BESIDE, NOUN = range(4)


def cue_before(text: Text, i: int, within: bool = False) -> int:
    """The evidence in front of a token where a candidate begins; `within` its quotation, if any."""
    start, _ = text.sentence(max(i - 1, 0))
    if i <= start:
        return NOTHING
    last = i - 1
    if _is_work(text, last) or text.word(last) in NAMED:
        return NOUN
    if text.word(last) in (",", ":") and _is_work(text, last - 1):
        return BESIDE
    if text.word(last) in MADE or is_owner(text, last):
        return BESIDE
    if text.word(last) == "in" and text.word(last - 1) in ACTED:
        return BESIDE
    near = text.words[max(start, i - NEAR) : i]
    if within and '"' in near:
        near = near[len(near) - near[::-1].index('"') :]
    return NOTHING if CUES.isdisjoint(near) else SOMEWHERE


def _is_work(text: Text, i: int) -> bool:
    """Whether a token is a noun for works ("novel", "novels"), in small letters."""
    return 0 <= i < len(text) and text.words[i] in WORKS


def is_owner(text: Text, i: int) -> bool:
    """Whether a token ends a name in the genitive: Ishiguro's, the Beatles'."""
    if text.word(i) == "'s":
        return text.is_capital(i - 1)
    return text.word(i) == "'" and text.is_capital(i - 1) and text.word(i - 1).endswith("s")


def cue_behind(text: Text, i: int) -> int:
    """The evidence behind the end of a candidate."""
    if year_end(text, i):
        return BESIDE
    if _is_work(text, i):
        return SOMEWHERE
    if text.word(i) == "by" and text.is_capital(i + 1):
        return SOMEWHERE
    at = i + (text.word(i) == ",")
    if text.word(at) in LEADS:
        for j in range(at + 1, at + NEAR):
            if _is_work(text, j):
                return SOMEWHERE
            if not text.word(j)[:1].isalnum() and text.word(j) != "-":
                break
    return NOTHING


def year_end(text: Text, i: int) -> int:
    """Where brackets around one year end, such as "(1939)" or "(1939 film)"; 0 if none do."""
    if text.word(i) != "(":
        return 0
    for j in range(i + 1, min(i + 6, len(text))):
        if text.words[j] == ")":
            years = [word for word in text.words[i + 1 : j] if YEAR.fullmatch(word)]
            return j + 1 if len(years) == 1 and "-" not in text.words[i:j] else 0
    return 0
