"""Titles that stand bare."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kg.parse.reading.atoms.candidates import (
    BESIDE,
    NOTHING,
    NOUN,
    Candidate,
    cue_before,
    cue_behind,
    in_small_letters,
    is_owner,
)
from kg.parse.reading.atoms.text import Text, is_capital, splits
from kg.parse.reading.atoms.words import (
    ARTICLES,
    CLITICS,
    LONGEST,
    PREPOSITIONS,
    SMALL,
    TELLING,
    word_set,
)


def bare_titles(text: Text) -> Iterator[Candidate]:
    """Runs of capitals and the small words between that may be titles without marks."""
    i = 0
    while i < len(text):
        if not text.capital[i]:
            i += 1
            continue
        owned = cue_before(text, i) == NOUN and not text.word(i - 1).endswith("s")
        end = _run_end(text, i, owned)
        if end - i > 1:
            first = i
            if text.opens(i) and text.lower[i] in PREPOSITIONS:
                first += 1  # "In Never Let Me Go, ..."
            if end - first > 1 and text.capital[first]:
                yield Candidate(first, end, (first, end), "")
        i = end


def _run_end(text: Text, i: int, owned: bool) -> int:
    """Where a run ends that begins at a token; `owned`: a noun for works stands before it.

    A small word may begin what follows the title, so most end the run: "wrote Emma for the Globe".
    """
    end = i + 1
    while end < len(text) and end - i < LONGEST:
        if text.italic is not None and text.italic[end] != text.italic[i]:
            break
        after = _over_small(text, i, end, owned)
        if after >= len(text) or not text.capital[after]:
            break
        end = after + 1
    return end


def _over_small(text: Text, first: int, i: int, owned: bool) -> int:
    """The token behind the small words at a token, if they belong to the run; else beyond the end.

    `first` is where the run begins.
    """
    j = i
    while j < len(text) and j - i < 4 and (text.words[j] in SMALL or text.words[j] in CLITICS):
        j += 1
    small = text.words[i:j]
    content = [w for w in text.words[first:i] if w.lower() not in ARTICLES]
    articled = text.lower[first] in ARTICLES
    if not small or small == ["n't"] or (small == ["'s"] and (owned or articled)):
        return j
    if small[0] == "of" and len(small) < 3:
        return j
    telling = any(w in TELLING for w in content) or text.lower[i - 1] in PREPOSITIONS
    if small[0] in ARTICLES and telling and not text.opens(i - 1):
        return j
    if small == ["and"] and owned and len(content) == 1 and i - first == 1:
        return j if not text.is_capital(j + 1) else len(text)
    through = small[0] in ("with", "to", "over", "into", "under") or (
        small[0] in ("in", "on") and (articled or (owned and telling))
    )
    short = len(content) == 1 or (owned and telling)
    if through and short and len(small) == 2 and small[1] in ARTICLES:
        return j
    return len(text)


def bare_supported(text: Text, it: Candidate) -> bool:
    before, behind = cue_before(text, it.first, within=True), cue_behind(text, it.end)
    if behind < BESIDE and not in_small_letters(text, it):
        return False
    words = text.words[it.first : it.end]
    if is_telling(text, it):
        return max(before, behind) > NOTHING
    if not splits(words) or text.words[it.first - 1 : it.first] == [","]:
        return False
    if before == NOUN or (before == BESIDE and not is_owner(text, it.first - 1)):
        return True
    linked = any(word in PREPOSITIONS and word != "of" for word in words)
    return linked and behind == BESIDE


def is_telling(text: Text, it: Candidate) -> bool:
    """Whether a word of the run that has a capital has it from nothing but a title."""
    opens = text.opens(it.first) and cue_before(text, it.first) < BESIDE
    if opens and text.words[it.first] in TELLING - word_set("He She We They You It"):
        return False
    words = text.words[it.first + opens : it.end]
    if sum(word[:1].isalpha() for word in text.words[it.first : it.end]) < 3:
        return False
    return any(w in TELLING for w in words) or any(
        w == "n't" and is_capital(after) for w, after in pairwise(words)
    )
