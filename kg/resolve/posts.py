"""What office somebody holds where: "the mayor of Alta", "works for Harlan Motors".

Nobody is mayor of two towns, and few work for two firms; two people of one name who are so in two
documents are two, unless one of the documents speaks of both places.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from kg.model import Mention, Record
from kg.record.coref.terms import expands

#: An office and where it is held; the office is "" where somebody only works there.
Post = tuple[str, str]

#: Offices and jobs that are held at one place at a time.
ONE_AT_A_TIME = frozenset(
    "mayor governor president minister chancellor premier king queen bishop archbishop ceo cfo cto"
    " coo chief head executive officer chairman chairwoman chairperson chair sheriff judge"
    " ambassador coach manager captain principal dean rector provost superintendent treasurer"
    " secretary editor director commissioner inspector warden pastor priest rabbi imam vicar"
    " dentist doctor physician surgeon nurse teacher lawyer engineer accountant pharmacist"
    " librarian curator postmaster cook chef baker butcher farmer master headmaster headmistress"
    " clerk matron foreman registrar conductor organist constable marshal consul abbot deacon"
    " chaplain caretaker keeper steward publisher controller auditor solicitor architect"
    " veterinarian midwife optician harbourmaster coroner magistrate speaker verger".split()
)
#: Types of what has offices and jobs.
HAVING = ("Organization", "Place", "Country", "Concept")
#: Characters between somebody and a place at most.
NEAR = 90
_ROLE = r"(?P<phrase>[a-z][^.;,()\"“”]{0,60}?)"
#: Between somebody and the place: ", the head of research at", " works for".
_AFTER = re.compile(
    rf"""(?:\s*[,(]\s*|\s+(?:is|was|has\ been|became|works|worked|serves|served)\s+(?:as\s+)?)
    (?:{_ROLE}\s+)?(?:of|at|for|in)\s+(?:the\s+)?""",
    re.VERBOSE,
)
_WORKS = re.compile(r"\s+(?:works|worked|has worked)\s+(?:of|at|for|in)\s")
#: Between the place and somebody: " mayor ", "'s chief engineer, ".
_BEFORE = re.compile(rf"(?:['’]s?)?\s+{_ROLE},?\s+")
#: Before the place, where somebody follows it: "the mayor of Alta, Lars Dahl".
_LEADS = re.compile(r"\b(?P<phrase>[a-z][a-z -]{0,40}?)\s+(?:of|at|for|in)\s+(?:the\s+)?$")


#: A phrase that says where an office is held.
_ELSEWHERE = re.compile(r" (?:of|at|for|in) (?:the )?[A-Z]")


def posts_of(record: Record, mentions: Iterable[Mention], places: Sequence[tuple[Mention, str]]
             ) -> frozenset[Post]:  # fmt: skip
    """The posts of somebody, from his names; `places` all names, sorted, with their keys."""
    text = record.document.text
    starts = [place.span.start for place, _ in places]
    found: set[Post] = set()
    for mention in mentions:
        start, end = mention.span.start, mention.span.end
        low, high = bisect_left(starts, start - NEAR), bisect_left(starts, end + NEAR)
        for place, key in places[low:high]:
            if place.type in HAVING and not mention.span.start <= place.span.start < end:
                gap, back = text[end : place.span.start], text[place.span.end : start]
                found.update((role, key) for role in _roles(gap, back, text, place))
    return frozenset(found)


def _roles(gap: str, back: str, text: str, place: Mention) -> Iterator[str]:
    """The offices that the words between somebody and a place tell of."""
    if gap:
        if _WORKS.match(gap):
            yield ""
        elif match := _AFTER.fullmatch(gap):
            yield from _office(match["phrase"])
    if back:
        if match := _BEFORE.fullmatch(back):
            yield from _office(match["phrase"])
        elif back in (", ", " "):
            before = text[max(0, place.span.start - 50) : place.span.start]
            if match := _LEADS.search(before):
                yield from _office(match["phrase"])


def _office(phrase: str | None) -> Iterator[str]:
    """The word for an office in a phrase, "former" ones left out.

    What another name stands in is held there: of "mayor of Alta in Finnmark", at Alta alone.
    """
    words = (phrase or "").split()
    if {"former", "then", "ex", "late"} & set(words) or _ELSEWHERE.search(phrase or ""):
        return
    # "head of research": the first; "chief financial officer": the last before "of"
    whole = words[: words.index("of")] if "of" in words else words
    yield from [word for word in whole if word in ONE_AT_A_TIME][-1:]


def exclude(a: Iterable[Post], b: Iterable[Post], *, near: tuple[frozenset[str], frozenset[str]]
            ) -> tuple[str, bool]:  # fmt: skip
    """Why the holders of two sets of posts are two, or "", and whether that is certain.

    `near` are the names around each. Who holds one office in two places is two, unless one text
    has somebody hold it at several; who is mayor here and harbour master there may have changed
    places, which must be shown.
    """
    ours, theirs = sorted(a), sorted(b)
    if not ours or not theirs:
        return "", False
    if any(_same(x, y) for _, x in ours for _, y in theirs):
        return "", False
    if any(_same(x, n) for _, x in ours for n in near[1]):
        return "", False
    if any(_same(y, n) for _, y in theirs for n in near[0]):
        return "", False
    pairs = [(mine, other) for mine in ours for other in theirs]
    (role, x), (other, y) = min(pairs, key=lambda pair: (pair[0][0] != pair[1][0], pair))
    once = all(sum(post == role for post, _ in posts) == 1 for posts in (ours, theirs))
    return f"one is {_read(role, x)}, the other {_read(other, y)}", role == other and once


def _same(a: str, b: str) -> bool:
    """Whether two folded names may be of one place: "sarnia paper", "sarnia paper ltd", "who"."""
    one, other = set(a.split()), set(b.split())
    if one <= other or other <= one:
        return True
    short, long = sorted((a, b), key=len)
    return " " not in short and expands(short.upper(), long.split()) is not None


def _read(role: str, place: str) -> str:
    return f"{role or 'working'} at {place.removeprefix('@').title()}"
