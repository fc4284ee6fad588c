"""Temporal expressions of English text, normalised to EDTF (ISO 8601-2) values.

What a value looks like: `2019-10-10`, `2012-12`, `1952`, `2020-05-05T15:00:00` (local time
unless the text names a zone); `199X` and `18XX` for decades and centuries; `2019-21` to `-24` for
spring to winter, `-33` to `-36` for quarters, `-40` and `-41` for halves; `-0043` for 44 BC (year
0000 is 1 BC); `1850~` for circa; `2006/2008`, `2010/..`, `../2015` for intervals; `P5D`, `PT48H`
for durations, weeks written in days because xsd:duration has none.

Spans cover the words of the date, and "early", "mid-" or "late", which do not change the value.
The words in front (in, on, since, until, circa, the) are left out although since, after, until,
before, by and circa do shape it: "since [2010]" is `2010/..`. The one exception is an interval
that the words make: "[from 2006 to 2008]", "[between March and May 2010]".

Values claim no more than the words do. Where English is vague the value is the wider one: "before
1900" is `../1900`, "the 1900s" is `19XX`, a season that bounds an interval becomes its year. What
may be read in two ways (03/04/2019, "the 20s"), does not exist (30 February) or lacks a date to
count from is found with the value None. Dates before 1582 stay as written, not converted.
Specification: Extended Date/Time Format, Library of Congress, 4 February 2019.

`grammar` holds the words, `rules` the table of what expressions look like, `readers` what each
means, `calendar` the arithmetic; here matches are put together into expressions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from kg.english.times.calendar import calendar_date, nearest
from kg.english.times.grammar import DASH, FUTURE
from kg.english.times.readers import NO, Site
from kg.english.times.rules import CANDIDATE, RULES, TimeKind

__all__ = ["TimeExpression", "TimeKind", "datatype", "find_times"]


#: Whether what stands at a place of a text is still to come.
Ahead = Callable[[int], bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """A span `[start, end)` in code points; `value` is None when recognised but unresolved."""

    start: int
    end: int
    value: str | None
    kind: TimeKind


def find_times(
    text: str, *, anchor: str | None = None, ahead: Ahead | None = None
) -> list[TimeExpression]:
    """The temporal expressions of a sentence or paragraph, in text order, not overlapping.

    `anchor` is the date of the document (`2019`, `2019-10` or `2019-10-05`), from which relative
    expressions count; without one, or with one too coarse, they have the value None. `ahead` knows
    of what stands at a place in the text whether it is still to come ("delivers on Friday"), None
    where that is open; without it the words around tell. Raises ValueError when the anchor is no
    ISO date.

    >>> [(t.value, t.kind) for t in find_times("Since 2010 it took five days.")]
    [('2010/..', 'point'), ('P5D', 'duration')]
    """
    day = _anchor(anchor)
    joined: list[TimeExpression] = []
    for item in _dated(text, list(_scan(text, day)), day, ahead):
        merged = _merged(text, joined[-1], item) if joined else None
        joined[-1:] = [merged] if merged else [*joined[-1:], item]
    ends = [0, *(item.end for item in joined)]
    return [_bounded(text, item, done) for item, done in zip(joined, ends, strict=False)]


_DATATYPES = (
    (r"(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}", "xsd:date"),
    (r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])", "xsd:gYearMonth"),
    (r"(?!0000)[0-9]{4}", "xsd:gYear"),
    (r"(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(?:Z|[+-][0-9]{2}:[0-9]{2})?", "xsd:dateTime"),
    (r"P[0-9YMDTHS]+", "xsd:duration"),
)


def datatype(value: str) -> str:
    """The RDF datatype of a value of `find_times`, as a prefixed name.

    Years before 1 AD stay EDTF: XML Schema 1.0 and 1.1 disagree on which year `-0043` is.

    >>> datatype("2012-12"), datatype("2019-21"), datatype("-0043")
    ('xsd:gYearMonth', 'edtf:EDTF', 'edtf:EDTF')
    """
    return next((name for shape, name in _DATATYPES if re.fullmatch(shape, value)), "edtf:EDTF")


def _anchor(anchor: str | None) -> str | None:
    """The date part of the anchor; raises ValueError when it is not an ISO date."""
    if anchor is None:
        return None
    day = anchor.partition("T")[0]
    shaped = re.fullmatch("(?!0000)[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?", day)
    if not shaped or calendar_date(*map(int, day.split("-"))) is None:
        raise ValueError(f"anchor {anchor!r} is not an ISO date such as 2019, 2019-10, 2019-10-05")
    return day


# --- Matches ----------------------------------------------------------------------------------

_REACH = 80
_I = re.IGNORECASE
_TO = rf"(?:\s*{DASH}\s*+|\s+(?:to|until|till|through|up to)\s++)(?:the\s++|about\s++)?"
_CHAIN = re.compile(
    rf"(?:\s*(?:,\s*)?\b(?:and|or|but)\b|{_TO}|\s*/)\s*(?:(?:the|in|of|about|early|late|mid)\s*)?"
    r"|(?P<list>\s*[,;]\s*)",
    _I,
)
_LISTED_ON = re.compile(r"\s*(?:[,.;)]|and\b|or\b)", _I)
_UNDATED = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?\Z")


def _scan(text: str, anchor: str | None) -> Iterator[TimeExpression]:
    """Leftmost longest matches that their reader accepts, values still waiting for more."""
    previous: TimeExpression | None = None
    antecedent: str | None = None
    for candidate in CANDIDATE.finditer(text):
        start = candidate.start()
        if previous and start < previous.end:
            continue
        matches = [(m.end(), kind, read, m) for kind, read, pattern in RULES
                   if (m := pattern.match(text, start))]  # fmt: skip
        for end, kind, read, match in sorted(matches, key=lambda entry: -entry[0]):
            value = read(match, _site(text, (start, end), anchor, antecedent, previous))
            if value != NO:
                previous = TimeExpression(start=start, end=end, value=value, kind=kind)
                antecedent = value if value and _UNDATED.match(value) else antecedent
                yield previous
                break


def _site(
    text: str, span: tuple[int, int], anchor: str | None, antecedent: str | None,
    previous: TimeExpression | None,
) -> Site:  # fmt: skip
    start, end = span
    done = previous.end if previous else 0
    after = text[end : end + _REACH]
    chained = False
    if previous and previous.kind == "point" and start - done < 20:
        link = _CHAIN.fullmatch(text, done, start)
        chained = link is not None and (not link["list"] or _LISTED_ON.match(after) is not None)
    before = text[max(done, start - _REACH) : start]
    return Site(before=before, after=after, anchor=anchor, antecedent=antecedent, chained=chained)


# --- Dates that lack a year or a week ----------------------------------------------------------

_LISTED = re.compile(
    rf"\s*(?:,(?:\s*\b(?:and|or)\b)?|\b(?:and|or)\b)\s*(?:(?:on|the|in)\s+)?|{_TO}", _I
)
_DATED = re.compile(r"([0-9]{4})-((?:0[1-9]|1[0-2])(?:-[0-9]{2})?)\Z")


def _dated(
    text: str, found: list[TimeExpression], anchor: str | None, ahead: Ahead | None
) -> list[TimeExpression]:
    """Give waiting dates the year of the next one in a list or range, else that of the anchor."""
    following: TimeExpression | None = None
    dated: list[TimeExpression] = []
    for previous, item in zip([None, *found[:-1]][::-1], found[::-1], strict=False):
        if item.value and item.value.startswith(("-W-", "--")):
            value = _shared_year(text, item, following)
            near = item.value[1] == "-" and previous and _close(text, previous, item)
            if value is None and anchor is not None and not near:
                future = ahead(item.start) if ahead else None
                if future is None:
                    future = _is_future(text, item)
                value = nearest(item.value, anchor, future)
            item = replace(item, value=value)
        following = item
        dated.append(item)
    return dated[::-1]


def _close(text: str, first: TimeExpression, second: TimeExpression) -> bool:
    """ "in 2010, most of them in May": another year is so near that the anchor's is doubtful."""
    gap = text[first.end : second.start]
    return bool(_UNDATED.match(first.value or "")) and len(gap) < 40 and not re.search("[.;]", gap)


def _shared_year(text: str, item: TimeExpression, following: TimeExpression | None) -> str | None:
    """ "[March] and May 2010": the year that both have, the one before if out of order."""
    value, dated = item.value or "", following and _DATED.match(following.value or "")
    if not dated or not following or value.startswith("-W-"):
        return None
    if not _LISTED.fullmatch(text, item.end, following.start):
        return None
    month, day = int(value[2:4]), int(value[5:7] or 0)
    return calendar_date(int(dated[1]) - (value[2:4] > dated[2][:2]), month, day or None)


def _is_future(text: str, item: TimeExpression) -> bool:
    """Does the nearest verb before the expression, else the first one after, look ahead?"""
    before = re.split(r"[.!?;\n]\s", text[max(0, item.start - _REACH) : item.start])[-1]
    if cues := list(FUTURE.finditer(before)):
        return cues[-1]["future"] is not None
    after = re.split(r"[.!?;\n]", text[item.end : item.end + _REACH])[0]
    cue = FUTURE.search(after)
    return cue is not None and cue["future"] is not None


# --- Date-times and intervals ------------------------------------------------------------------

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_AT = re.compile(r"\s*(?:,\s*)?(?:\b(?:on|at|by|around|about|from|until)\s+)?(?:the\s+)?", _I)
_RANGE = re.compile(_TO, _I)
_AND = re.compile(r"\s+and\s+(?:the\s+)?", _I)
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+|about\s+)?\Z", _I)


def _merged(text: str, first: TimeExpression, second: TimeExpression) -> TimeExpression | None:
    """Clock and date as one date-time, two dates as one interval, or None."""
    gap = text[first.end : second.start] if second.start - first.end <= 20 else "?"
    if gap == "?" or (first.kind, second.kind) != ("point", "point"):
        return None
    left, right = first.value or "", second.value or ""
    for clock, day in ((left, right), (right, left)):
        if clock.startswith("T") and _AT.fullmatch(gap) and (not day or _DAY.match(day)):
            value = day + clock if len(clock) > 1 else day
            return replace(first, end=second.end, value=value if day else None)
    between = _BETWEEN.search(text[max(0, first.start - 20) : first.start])
    if not (_RANGE.fullmatch(gap) or (between and _AND.fullmatch(gap))):
        return None
    low, high = _endpoint(left, last=False), _endpoint(right, last=True)
    if low is None or high is None:
        return None
    interval = f"{low}/{high}" if _ordered(low, high) else None
    return replace(first, end=second.end, value=interval)


def _endpoint(value: str, *, last: bool) -> str | None:
    """A value as EDTF allows it in intervals: no time of day, no season, no part of the year."""
    match = re.match(r"(-?[0-9X]{4})(?:-([0-9]{2})(?:-[0-9]{2})?)?(?:T.*)?\Z", value)
    if match is None:
        return None
    part = int(match[2] or 0)
    if part < 13:
        return value.partition("T")[0]
    if part < 33:
        return match[1]
    size, first = (3, 33) if part < 37 else (6, 40)
    return f"{match[1]}-{(part - first) * size + (size if last else 1):02}"


def _ordered(low: str, high: str) -> bool:
    pairs = zip(_fields(low), _fields(high), strict=False)
    return next((a < b for a, b in pairs if a != b), True)


def _fields(value: str) -> list[int]:
    sign, rest = (-1, value[1:]) if value.startswith("-") else (1, value)
    year, *more = rest.replace("X", "9" if sign < 0 else "0").split("-")
    return [sign * int(year), *map(int, more)]


# --- The words in front ------------------------------------------------------------------------

_CLOCKED = re.compile(r"\d{1,2}(?:[:.]\d\d(?!\d)|(?:[:.]\d\d)?\s?[ap]\.?m\b)", _I)
_PLAIN = re.compile(r"-?[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?\Z")
_FROM = re.compile(r"\b(?:from|between)\s+(?:the\s+|about\s+)?\Z", _I)
_ONWARDS = re.compile(r"\s+on(?:wards?)?\b(?!\s+(?:the|a)\b)", _I)
_UNTIL = re.compile(
    r"\s+(?:(?:until|till|up to)\b|to\s+(?:the present|h(?:is|er)|its|their)\b)", _I
)
_FRONT = re.compile(r"(?:^|[.;:]\s+|,\s+(?:and|but)\s+)from\s+(?:the\s+|about\s+)?\Z", _I)
_LINK = re.compile(rf"{DASH}|\b(?:to|and|until|till|through)\b", _I)
_MODIFIER = re.compile(
    r"(?:(?P<start>\b(?:since|after|starting(?: in| on)?))"
    r"|(?P<end>(?<!\bnot )\b(?:until|till|til|by|before"
    r"|prior to|up to|no later than)))?(?:\s*\b(?:at least|as early as|as late as))?"
    r"(?:\s*(?P<circa>\b(?:circa|approximately|roughly|about|around|ca?\.)))?"
    r"(?:\s*\b(?:the|(?:the\s+)?(?:start|beginning|middle|end|close|turn)\s+of)(?:\s+the)?)?\s*\Z",
    _I,
)


#: "the early morning of [6 December]".
_PART_OF_DAY = re.compile(
    r"\bthe (?:(?:early|late|very) )?(?:morning|afternoon|evening|night) of (?:the )?\Z", _I
)


def _bounded(text: str, item: TimeExpression, done: int) -> TimeExpression:
    """Apply the words in front: since, until, circa, and the "from" or "between" of intervals."""
    value, before = item.value, text[max(done, item.start - _REACH) : item.start]
    if item.kind == "point" and (part := _PART_OF_DAY.search(before)):
        item = replace(item, start=item.start - len(before) + part.start())
        before = before[: part.start()]
    if value is None or value.startswith("T"):
        return replace(item, value=None)
    if item.kind != "point":
        return item
    opening = _FROM.search(before)
    if "/" in value and opening and _LINK.search(text, item.start, item.end):
        return replace(item, start=item.start - len(before) + opening.start())
    if _CLOCKED.match(text, item.start, item.end):
        return replace(item, value=value)  # "shortly after 4pm on 9 March": on that day
    words = _MODIFIER.search(before)
    if words and words["circa"] and _PLAIN.match(value.partition("/")[0]):
        value = value.replace("/", "~/") if "/" in value else f"{value}~"
    onwards = _ONWARDS.match(text, item.end) or _FRONT.search(before)
    onwards = onwards or _UNTIL.match(text, item.end)  # "from 1962 until his death"
    if (words and words["start"]) or (opening and onwards):
        value = _open(value, last=False) or value
    elif words and words["end"]:
        value = _open(value, last=True) or value
    return replace(item, value=value)


def _open(value: str, *, last: bool) -> str | None:
    """The interval from, or up to, a date or interval; None where EDTF has no such form."""
    low, _, high = value.partition("/")
    end = (high or low) if last else low
    bound = _endpoint(end.rstrip("~"), last=last)
    if bound is None:
        return None
    bound += "~" if end.endswith("~") else ""
    return f"../{bound}" if last else f"{bound}/.."
