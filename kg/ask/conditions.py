"""The condition on which something is said to be so, in the words of the text."""

from __future__ import annotations

import re
from typing import Literal

from kg.lexicon import CONDITION_OPENINGS, CONDITIONALS
from kg.model import Claim, Span

#: The rule that finds conditions, and the words that open one.
_RULE = "condition"
_OPENING = CONDITIONALS.union(*CONDITION_OPENINGS)
_END = re.compile(r"[,;:.!?)”\"]|$")
#: Where a condition stands: before the clause, behind it, or the clause is the condition.
Place = Literal["front", "behind", "itself"]


def condition_of(claim: Claim) -> tuple[str, Place] | None:
    """The condition of a claim, and where it stands; of a condition itself the word that opens it.

    Of "If the board agrees, Falk will sell": ("if the board agrees", "front") for what Falk will
    do, ("if", "itself") for what the board does.
    """
    opening = _opening(claim) if _RULE in claim.rules else None
    if opening is None:
        return None
    start, end, subject = opening.start, opening.end, claim.subject.span.start
    if start < subject:
        between = _text(claim, end, subject)
        if "," not in between and len(between.split()) < 3:
            return _opened(opening), "itself"
        words = between.rpartition(",")[0] or between
        return f"{opening.text.lower()} {words.strip()}", "front"
    found = _END.search(_text(claim, end, claim.sentence.end))
    behind = end + (found.start() if found is not None else 0)
    if any(end <= span.start < behind for span in claim.predicate.spans[:1]):
        return _opened(opening), "itself"
    return f"{opening.text} {_text(claim, end, behind).strip()}", "behind"


def _opening(claim: Claim) -> Span | None:
    """ "if", "provided that", or the verb in front of its subject: "Had the board agreed"."""
    cues = sorted(claim.cues, key=lambda cue: cue.start)
    first = next((cue for cue in cues if cue.text.lower() in _OPENING), None)
    if first is None:
        return next((cue for cue in cues if cue.text.lower() in ("had", "should", "were")), None)
    end = first.end
    for cue in cues:
        if cue.text.lower() in _OPENING and not _text(claim, end, cue.start).strip():
            end = max(end, cue.end)
    return Span(start=first.start, end=end, text=_text(claim, first.start, end))


def _opened(opening: Span) -> str:
    """The word that opens a condition, also of one that has it not: "if" of "Had"."""
    words = opening.text.lower()
    return "if" if words in ("had", "should", "were") else words


def _text(claim: Claim, start: int, end: int) -> str:
    at = claim.sentence.start
    return claim.sentence.text[max(0, start - at) : max(0, end - at)]
