"""Court cases."""

from __future__ import annotations

from collections.abc import Iterator

from kg.english.lexicon import COMPANY_FORMS
from kg.parse.reading.atoms.candidates import year_end
from kg.parse.reading.atoms.text import Atom, Text
from kg.parse.reading.atoms.words import CROWN, LONGEST_SIDE, SIGNALS, SMALL, TELLING


def find_cases(text: Text) -> Iterator[Atom]:
    """Cases by their parties: "Roe v. Wade", "In re Gault".

    With "vs." only if a year or a noun says so: two teams play as well.
    """
    for i in range(1, len(text) - 1):
        party = i + 1 + (text.words[i + 1] == "the")
        if not text.is_capital(party):
            continue
        if text.words[i] in ("v.", "v", "vs.", "vs"):
            first, end = _left_party(text, i), _right_party(text, party)
            if first < i and (text.words[i][:2] != "vs" or _is_case(text, first, end)):
                yield Atom(first, end, "case")
        elif (text.lower[i - 1], text.words[i]) in (("in", "re"), ("ex", "parte")):
            yield Atom(i - 1, _right_party(text, party), "case")


def _is_case(text: Text, first: int, end: int) -> bool:
    around = (text.word(first - 1), text.word(first - 2), text.word(end))
    return bool(year_end(text, end)) or not {"case", "ruling", "decision"}.isdisjoint(around)


def _left_party(text: Text, i: int) -> int:
    """Where the name before "v." begins; what only opens the sentence is no part of it."""
    first = i
    while i - first < LONGEST_SIDE and not (first < i and text.opens(first)):
        j = first - 1
        if text.word(j) == "," and text.words[first] in COMPANY_FORMS:
            j -= 1
        while j > 0 and first - j < 4 and text.words[j] in ("of", "the", "&"):
            j -= 1
        if not text.is_capital(j) or text.slants(j) != text.slants(i):
            break
        first = j
    if i - first > 1 and text.opens(first):
        word = text.lower[first]
        closed = word in SMALL or text.words[first] in TELLING or word in SIGNALS
        if closed or (word.endswith("ing") and len(word) > 5):
            first += 1 + (text.words[first + 1] in ("the", "of", "."))
    return first


def _right_party(text: Text, i: int) -> int:
    """Where the name behind "v." ends; its first word is given."""
    end = i + 1
    while end < len(text) and end - i < LONGEST_SIDE:
        j = end
        while j < len(text) and text.words[j] in ("of", "the", "&") and j - end < 3:
            j += 1
        if text.words[end] == "," and not COMPANY_FORMS.isdisjoint(text.words[end + 1 : end + 2]):
            j += 1
        if not text.is_capital(j) or text.slants(j) != text.slants(i):
            break
        end = j + 1
    return end + 2 if _is_joined(text, i, end) else end


def _is_joined(text: Text, i: int, end: int) -> bool:
    """Whether the "and" at `end` goes on with who stands accused: "R v. Dudley and Stephens"."""
    if text.word(end) != "and" or not text.is_capital(end + 1) or text.is_capital(end + 2):
        return False
    charged = text.words[i - 2] in CROWN or bool(year_end(text, end + 2))
    return charged and text.word(end + 2) not in ("v.", "v")
