"""An EDTF value → the first and the last day it may mean, so that periods can be compared."""

from __future__ import annotations

import calendar
import re
from datetime import date

#: First and last month of what EDTF writes in place of a month: seasons (of the northern
#: hemisphere, by months), quarters, thirds, halves. Winter ends in the year after.
_PARTS = {
    21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14),
    33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),
    37: (1, 4), 38: (5, 8), 39: (9, 12), 40: (1, 6), 41: (7, 12),
}  # fmt: skip
#: Years by which an approximate value may be off.
_ABOUT = 5
_VALUE = re.compile(r"([0-9X]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T.*)?)?)?[~?%]?", re.ASCII)


def period(value: str) -> tuple[date | None, date | None]:
    """The first and last day of an EDTF value; None for an end that is open or unknown.

    Approximate values ("1850~") mean the days they name. Durations, years outside 1 to 9999 and
    what no calendar has give (None, None).

    >>> [str(day) for day in period("2012-12")]
    ['2012-12-01', '2012-12-31']
    >>> [str(day) for day in period("199X/..")]
    ['1990-01-01', 'None']
    """
    begin, slash, end = value.partition("/")
    first, last = _days(begin), _days(end if slash else begin)
    return (first[0] if first else None), (last[1] if last else None)


def may_meet(one: str, other: str) -> bool:
    """Whether two EDTF values may mean one day; values that are no dates only if they are equal.

    An open end goes on. Approximate values ("1818~") may be some years off.

    >>> may_meet("2016/..", "2018"), may_meet("2016/..", "2012"), may_meet("1818~", "1820")
    (True, False, True)
    """
    mine, theirs = period(one), period(other)
    if not any(mine) or not any(theirs):
        return one == other
    (begin, end), (first, last) = _whole(*mine), _whole(*theirs)
    if "~" in one + other or "?" in one + other:
        return begin.year - _ABOUT <= last.year and first.year - _ABOUT <= end.year
    return begin <= last and first <= end


def _whole(begin: date | None, end: date | None) -> tuple[date, date]:
    return begin or date.min, end or date.max


def _days(value: str) -> tuple[date, date] | None:
    found = _VALUE.fullmatch(value)
    if not found:
        return None
    year, month, day = found.groups()
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    try:
        if month is None:
            return date(max(first, 1), 1, 1), date(last, 12, 31)
        if day is not None:
            return date(first, int(month), int(day)), date(last, int(month), int(day))
        begin, end = _PARTS.get(int(month), (int(month), int(month)))
        return date(first, begin, 1), _last_day(last, end)
    except ValueError:
        return None


def _last_day(year: int, month: int) -> date:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, calendar.monthrange(year, month)[1])
