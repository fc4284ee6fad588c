"""EDTF values as ranges of days, so that the page can filter and draw them.

Days count from 1970-01-01, backwards too, in the proleptic Gregorian calendar. Specification:
Extended Date/Time Format, Library of Congress, 4 February 2019; the forms are those of
`kg.english.times`.
"""

from __future__ import annotations

import re

import numpy as np

#: First and last day.
Period = tuple[int, int]

_DATE = re.compile(r"(-?\d{1,2}XX|-?\d{3}X|-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?[~?%]?")
#: Codes for parts of a year: first month and number of months. Winter begins in December.
_PARTS = {
    21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3),
    33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3),
    40: (1, 6), 41: (7, 6),
}  # fmt: skip


def period(value: str | None) -> Period | None:
    """The days that an EDTF value names; None for durations and whatever is no date.

    Of an open interval only one end is named: "since 1970" is drawn in 1970, not in every year
    after it, or else a handful of such words would fill the whole timeline. The filter of the page
    takes the interval for what it is.

    >>> period("1970-01"), period("1970-02-01/.."), period("P5D")
    ((0, 30), (31, 31), None)
    """
    if value is None:
        return None
    low, _, high = value.partition("/")
    ends = [_days(end) for end in (low, high) if end not in ("", "..")]
    named = [end for end in ends if end is not None]
    if not named or len(named) < len(ends):
        return None
    return named[0][0], named[-1][1]


def _days(value: str) -> tuple[int, int] | None:
    match = _DATE.fullmatch(value)
    if match is None:
        return None
    year, month, day = match.groups()
    if "X" in year:
        low, high = sorted(int(year.replace("X", digit)) for digit in "09")
        return _day(low, 1), _day(high + 1, 1) - 1
    number, start = int(year), int(month or 1)
    if day:
        there = _day(number, start) + int(day) - 1
        return (there, there) if 1 <= start <= 12 else None
    if start > 12:
        start, length = _PARTS.get(start, (0, 0))
    else:
        length = 1 if month else 12
    return (_day(number, start), _day(number, start + length) - 1) if length else None


def _day(year: int, month: int) -> int:
    """The first day of a month; month 13 is January of the next year."""
    months = (year - 1970) * 12 + month - 1
    return int(np.datetime64(months, "M").astype("datetime64[D]").astype(np.int64))
