"""When something is so, in the words of the text: "by 2020", "in early 2020", "on Sunday".

A date that these words do not give stands behind them: "on Sunday (5 February 2023)".
"""

from __future__ import annotations

import re

from kg.english.times.grammar import DAY_NAMES, MONTH_NAMES, MONTHS, SEASONS, WEEKDAYS
from kg.model import Claim

_DATED = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?", re.ASCII)
_YEAR = re.compile(r"[0-9]{4}")
_LETTERS = re.compile(r"[a-z]+")
#: What stands before a time and belongs to it: what a reader is told with the date. The cues of
#: `kg.english.times.grammar` are others, for they tell a date from other numbers ("born 1961").
_BEFORE = re.compile(
    r"\b(?:(?:not|only|just|shortly|soon|long|well|even) )?"
    r"(?:in or around|on or (?:about|after|before)|no (?:later|earlier) than|as (?:early|late) as"
    r"|as of|prior to|up to|until|till|before|after|by|since|from|during|throughout|within|around"
    r"|about|circa|in|on|at|over|between|through|following|starting)?"
    r"(?: ?\b(?:about|around|roughly|approximately|nearly|almost|early|late|mid))?"
    r"(?: ?\b(?:the|an?|its|his|her|their))? ?$",
    re.IGNORECASE,
)
#: Characters before a time among which these words are looked for.
_FAR = 48
#: All that a date is written with.
_DATE_WORDS = frozenset(
    (*MONTH_NAMES, *MONTHS, "sept", *DAY_NAMES, *WEEKDAYS, *"st nd rd th t z utc gmt of".split())
)
#: What makes a time less or more than the date that it names.
_LOOSE = frozenset(
    "about after almost approximately around as before beginning between by circa during early end"
    " following from half late mid nearly no not or over prior quarter roughly shortly since soon"
    " start starting through throughout till until up within".split()
).union(SEASONS)


def when_told(claim: Claim) -> str:
    """The time of a claim as it stands behind a verb; empty without one.

    A time that nobody can date stands in quotes: "(“on Monday”)".
    """
    if claim.time is None:
        return ""
    words, value = _words(claim), claim.time.value
    if value is None:
        return f"(“{words}”)"
    plain = words == _bare(claim) and _DATE_WORDS.issuperset(_LETTERS.findall(words.lower()))
    if plain and in_words(value):
        return time_phrase(value)
    return dated(words, value)


def date_of(claim: Claim) -> str:
    """The same as a heading: "3 March 2021" of "on 3 March", "before 2020"."""
    if claim.time is None:
        return ""
    value, told = claim.time.value or "", when_told(claim)
    if in_words(value) and _LOOSE.isdisjoint(_LETTERS.findall(_words(claim).lower())):
        return in_words(value)
    return told[1:-1] if not value else re.sub(r"^(?:in|on|at) (?:the )?", "", told)


def dated(words: str, value: str) -> str:
    """Words of a text, and what they do not say of a date."""
    if set(_YEAR.findall(value)) <= set(_YEAR.findall(words)):
        return words
    dates = " to ".join(filter(None, map(in_words, value.split("/"))))
    return f"{words} ({dates})" if dates else words


def _bare(claim: Claim) -> str:
    return " ".join(claim.time.span.text.split()) if claim.time is not None else ""


def _words(claim: Claim) -> str:
    """The time with the words before it, and with another one that the text gives beside it."""
    if claim.time is None:
        return ""
    span, text, start = claim.time.span, claim.sentence.text, claim.sentence.start
    before = text[max(0, span.start - start - _FAR) : max(0, span.start - start)]
    found = _BEFORE.search(" ".join(before.split(" ")))
    opened = found[0] if found is not None else ""
    said = text[span.start - start : end_of(claim) - start] if span.start >= start else span.text
    words = " ".join(f"{opened}{said}".split())
    return words[:1].lower() + words[1:] if opened.strip() else words


def end_of(claim: Claim) -> int:
    """Where the time of a claim ends: "2019 or 2020" is one, where the second is told beside it."""
    if claim.time is None:
        return 0
    end = claim.time.span.end
    for qualifier in sorted(claim.qualifiers, key=lambda q: q.argument.span.start):
        span = qualifier.argument.span
        between = claim.sentence.text[
            end - claim.sentence.start : span.start - claim.sentence.start
        ]
        if span.start >= end and " ".join(between.split()) in ("or", "and", ", or"):
            end = span.end
    return end


def time_phrase(value: str) -> str:
    """An EDTF value behind a verb; empty for what is no date.

    >>> [time_phrase(value) for value in ("2021-03-03", "2021-03", "2016/..")]
    ['on 3 March 2021', 'in March 2021', '']
    """
    words = in_words(value)
    return f"{'on' if len(value) > 7 else 'in'} {words}" if words else ""


def in_words(value: str) -> str:
    """A date as people write it; empty for what is none.

    >>> in_words("2021-03-03"), in_words("2021-03"), in_words("2021"), in_words("2021~")
    ('3 March 2021', 'March 2021', '2021', '')
    """
    found = _DATED.fullmatch(value)
    if found is None:
        return ""
    year, month, day = found.groups()
    if month and not 1 <= int(month) <= 12:  # EDTF writes seasons in place of a month
        return ""
    name = MONTH_NAMES[int(month) - 1].capitalize() if month else ""
    return " ".join(part for part in (day and str(int(day)), name, year) if part)
