"""Dates that a document states: ISO 8601 days, months and years, nothing guessed."""

from __future__ import annotations

import logging
import re
from datetime import date as Date

logger = logging.getLogger(__name__)

_DAY = re.compile(r"(?<!\d)(\d{4})([-_]?)(\d{2})\2(\d{2})(?!\d)")


def check_date(value: str) -> str:
    """Return `value` if it is `2019-09-18`, `2019-09` or `2019`; raise ValueError otherwise."""
    if iso_date(value) != value:
        raise ValueError(f"{value!r} is no date; write 2019-09-18, 2019-09 or 2019")
    return value


def iso_date(value: str) -> str | None:
    """`value` if it is a real day, month or year in ISO 8601 extended form."""
    if not re.fullmatch(r"\d{4}(?:-\d{2}){0,2}", value, re.ASCII):
        return None
    try:
        Date.fromisoformat(value + "-01" * (2 - value.count("-")))
    except ValueError:
        return None
    return value


def stated_date(value: str | None, *, name: str) -> str | None:
    """The date of a metadata field, its time of day left out; logged if it is none.

    >>> stated_date("2019/09/18 10:05", name="a.md")
    '2019-09-18'
    """
    if not value or not value.strip():
        return None
    date = iso_date(re.split(r"[T\s]", value.strip(), maxsplit=1)[0].replace("/", "-"))
    if date is None:
        logger.warning("%s: date %r is not ISO 8601 (2019-09-18); left out", name, value)
    return date


def name_date(name: str) -> str | None:
    """The first day that a file name spells, `report_20190918.txt` say."""
    for year, _, month, day in _DAY.findall(name):
        date = iso_date(f"{year}-{month}-{day}")
        if date and "1000" <= year <= "2999":
            return date
    return None
