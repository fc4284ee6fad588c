"""The condition on which something is said to be so, in the words of the text."""

from __future__ import annotations

import re
from typing import Literal

from kg.english.lexicon import CONDITION_OPENINGS, CONDITIONALS, EACH_TIME
from kg.model import Claim, Span

#: The rule that finds conditions, and the words that open one.
_RULE = "condition"
_OPENING = CONDITIONALS.union(EACH_TIME, *CONDITION_OPENINGS)
_ROLES = CONDITIONALS.union(EACH_TIME, map(" ".join, CONDITION_OPENINGS), ("where",))
#: What is put in behind it, between commas: "if, as expected, the board agrees".
_PUT_IN = re.compile(r"\s*,[^,]*,")
_END = re.compile(r"[,;:.!?)”\"]|$")
#: Where a condition stands: before the clause, behind it, or the clause is the condition.
Place = Literal["front", "behind", "itself"]


def condition_of(claim: Claim) -> tuple[str, Place] | None:
    """The condition of a claim, and where it stands; of a condition itself the word that opens it.

    Of "If the board agrees, Falk will sell": ("if the board agrees", "front") for what Falk will
    do, ("if", "itself") for what the board does. The words are empty where it has none to tell.
    """
    opening = _opening(claim) if _RULE in claim.rules else None
    if opening is None:
        return None
    for qualifier in claim.qualifiers:
        if is_opening(qualifier.role):
            before = qualifier.argument.span.start < claim.subject.span.start
            return f"{qualifier.role} {qualifier.argument.label}", "front" if before else "behind"
    begin = _behind_commas(claim, opening.end)
    place: Place = "front" if opening.start < claim.subject.span.start else "behind"
    said = _in_front(claim, begin) if place == "front" else _behind(claim, begin)
    verb = claim.predicate.spans[0].start if claim.predicate.spans else -1
    if said is None or begin <= verb < begin + len(said):
        return _opened(opening), "itself"
    word = opening.text.lower() if place == "front" else opening.text
    return (f"{word} {said.strip()}" if said.strip() else ""), place


def is_opening(role: str) -> bool:
    """Whether a qualifier is the condition of its claim, by the word that opens it."""
    return role in _ROLES


def _behind_commas(claim: Claim, end: int) -> int:
    """Where the words of a condition begin behind the one that opens it."""
    put_in = _PUT_IN.match(_text(claim, end, claim.sentence.end))
    return end + (put_in.end() if put_in is not None else 0)


def _in_front(claim: Claim, begin: int) -> str | None:
    """The words up to the last comma before the subject; None where they are the clause itself."""
    between = _text(claim, begin, claim.subject.span.start)
    if begin <= claim.subject.span.start and "," not in between and len(between.split()) < 3:
        return None
    return between.rpartition(",")[0] if "," in between else between


def _behind(claim: Claim, begin: int) -> str:
    """The words up to the next mark."""
    text = _text(claim, begin, claim.sentence.end)
    found = _END.search(text)
    return text[: found.start()] if found is not None else text


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
