"""How far a denial goes: "never met Bo outside office hours" leaves open that she met him inside.

A denial speaks against a claim only where all that limits it holds of the claim too: its time, its
place, its manner, whoever and whatever else it names, and words that no qualifier has.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from kg.english.times.period import may_meet
from kg.model import Argument, Claim, Span, Time

#: Words that open a limit, also where nothing else of it is read ("while he was minister").
_OPEN = (
    "outside|except|without|before|until|till|during|while|when|whenever|unless|besides|apart from"
    "|other than|after|since|within|throughout|beyond|alone"
)
_LIMIT = re.compile(rf"\b(?:{_OPEN})\b", re.IGNORECASE)
#: The same in front of a clause: "Before the trial, Ann never met Bo."
_IN_FRONT = re.compile(rf"(?:{_OPEN})\b[^,]*(?=,\s*(?:the |an? )?$)", re.IGNORECASE)
#: What is no more so, or not yet, was so or may become so.
_NOW = re.compile(r"\b(?:no longer|any ?more|yet)\b", re.IGNORECASE)
#: Where a clause ends behind its verb.
_END = re.compile(r"[,;:.!?()“”\"]|\b(?:and|but|or|because|although|though|so)\b|$")
#: Roles of what a claim calls its ends, and words that limit nothing: "at any time".
_SAME = frozenset(("subject in full", "object in full"))
_ANY = re.compile(r"(?:any|all|no)\b", re.IGNORECASE)


#: What limits a claim, each with its role.
Limits = frozenset[tuple[str, str]]


def limits_of(claim: Claim, ends: Collection[str | None]) -> Limits:
    """What holds of a claim beside the two `ends` of its relation; to be looked at once."""
    return frozenset(_limits(claim, ends))


def contradicts(denial: tuple[Claim, Limits], claim: tuple[Claim, Limits]) -> bool:
    """Whether a claim cannot be so if a denial is, each with its limits.

    Where the denial has no limit it denies all; a claim that does not say what limits the denial
    ("met Bo" beside "never met Bo in Graz") is left alone.
    """
    return denial[1] <= claim[1] and _at_once(denial[0].time, claim[0].time)


def _at_once(denied: Time | None, said: Time | None) -> bool:
    if denied is None or said is None:
        return denied is None
    if denied.value is None or said.value is None:
        return denied.span.text.casefold() == said.span.text.casefold()
    return may_meet(denied.value, said.value)


def _limits(claim: Claim, ends: Collection[str | None]) -> Iterator[tuple[str, str]]:
    """What holds of a claim beside its ends, each with its role; words alone have none."""
    named = [(q.role, q.argument) for q in claim.qualifiers if q.role not in _SAME]
    if claim.object is not None:
        named.append(("object", claim.object))
    for role, argument in named:
        if argument.entity not in (*ends, claim.subject.entity) and not _ANY.match(
            argument.span.text
        ):
            yield role, _key(argument)
    yield from (("", " ".join(words.casefold().split())) for words in _words(claim))


def _key(argument: Argument) -> str:
    """A thing with a name by what it is, another by its words, whichever text has them."""
    named = argument.label[:1].isupper() and argument.entity
    return named or argument.literal or argument.label.casefold()


def _words(claim: Claim) -> Iterator[str]:
    """Limits in front of a clause and behind its verb that no qualifier or time stands in."""
    text, at = claim.sentence.text, claim.sentence.start
    spans = [claim.subject.span, *claim.predicate.spans]
    spans += [claim.object.span] if claim.object is not None else []
    begin = max(span.end for span in spans) - at
    tail = text[begin : _END.search(text, begin).start()]  # type: ignore[union-attr]
    starts = [found.start() for found in _LIMIT.finditer(tail)]
    for start, end in zip(starts, [*starts[1:], len(tail)], strict=False):
        if not any(at + begin + start < span.start < at + begin + end for span in _told(claim)):
            yield tail[start:end]
    front = text[: claim.subject.span.start - at]
    opened = _IN_FRONT.match(front)
    if opened is not None and not any(span.end <= at + opened.end() for span in _told(claim)):
        yield opened[0]
    yield from _NOW.findall(text[claim.subject.span.end - at : begin + len(tail)])


def _told(claim: Claim) -> list[Span]:
    """Where the qualifiers and the time of a claim stand."""
    spans = [q.argument.span for q in claim.qualifiers]
    return [*spans, claim.time.span] if claim.time is not None else spans
