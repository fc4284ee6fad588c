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


_MONTHS = {
    name: number
    for number, names in enumerate(
        "jan january januar|feb february februar|mar march märz mrz maerz|apr april|may mai|"
        "jun june juni|jul july juli|aug august|sep sept september|oct october okt oktober|"
        "nov november|dec december dez dezember".split("|"),
        start=1,
    )
    for name in names.split()
}
_NAMED_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WRITTEN = (
    re.compile(r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d\d)[-/.](?P<day>\d\d)(?!\d)"),
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?[ -]+(?:of )?(?P<month>{_NAMED_MONTH})\.?,?"
        r"[ -]+(?P<year>\d{4})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<month>{_NAMED_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
        re.IGNORECASE,
    ),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4}|\d\d)(?!\d)"),
)
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)")


def written_date(text: str) -> str | None:
    """The day that a header of a mail or a heading writes, in English or German ways.

    None where there is none or it may be two ("03/04/2024").

    >>> written_date("Dienstag, 12. März 2024 10:15"), written_date("Tue, 12 Mar 2024 at 10:15")
    ('2024-03-12', '2024-03-12')
    """
    for shape in _WRITTEN:
        if found := shape.search(text):
            month = found["month"].casefold()
            number = int(month) if month.isdigit() else _MONTHS[month]
            year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
            return iso_date(f"{year:04}-{number:02}-{int(found['day']):02}")
    if found := _SLASHED.search(text):
        first, second, year = (int(part) for part in found.groups())
        if first > 12 or first == second:
            return iso_date(f"{year:04}-{second:02}-{first:02}")
        if second > 12:
            return iso_date(f"{year:04}-{first:02}-{second:02}")
    return None
