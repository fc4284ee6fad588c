"""Arithmetic on EDTF values: years of any era, days, weeks, and dates that lack a year."""

from __future__ import annotations

from datetime import date, timedelta

from kg.english.times.grammar import UNITS


def year_text(year: int) -> str:
    """Astronomical years: four digits, `-0043` for 44 BC, `Y-11999` beyond four digits."""
    if abs(year) > 9999:
        return f"Y{year}"
    return f"{year:04}" if year >= 0 else f"-{-year:04}"


def calendar_date(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """The value of a date, None when the (proleptic Gregorian) calendar has no such day."""
    if month is None:
        return year_text(year)
    try:
        date(2000 + year % 400, month, 1 if day is None else day)
    except ValueError:
        return None
    return f"{year_text(year)}-{month:02}" + (f"-{day:02}" if day else "")


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (anonymous algorithm, Meeus 1991, chapter 8)."""
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    month, day = divmod(moon + week - 7 * ((year % 19 + 11 * moon + 22 * week) // 451) + 114, 31)
    return date(year, month, day + 1)


def days_from(value: str | None, count: int) -> str | None:
    """The day `count` days from a full date; None from anything less."""
    if value is None or len(value) != 10:
        return None
    try:
        return (date.fromisoformat(value) + timedelta(days=count)).isoformat()
    except OverflowError:
        return None


def shift(value: str | None, count: int, unit: str) -> str | None:
    """`count` units from a date, as precise as the unit: three years from 2019-10-05 is 2022."""
    designator, size = UNITS[unit[:2].lower()]
    count *= size
    if designator == "D" and abs(count) < 10**7:
        return days_from(value, count)
    if value is None or designator not in "YM" or (designator == "M" and len(value) < 7):
        return None
    months = count * 12 if designator == "Y" else count
    year, month = divmod(int(value[:4]) * 12 + int(value[5:7] or 1) - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    return calendar_date(year, month + 1 if designator == "M" else None)


def week_of(day: str | None, first: int = 1) -> str | None:
    """The interval from one weekday (1 is Monday) to Sunday of the week that holds `day`."""
    if day is None:
        return None
    monday = -date.fromisoformat(day).weekday()
    begin, end = days_from(day, monday + first - 1), days_from(day, monday + 6)
    return f"{begin}/{end}" if begin and end else None


def nearest(partial: str, anchor: str | None, future: bool) -> str | None:
    """Complete `--10-05`, `--10` or `-W-3` to its last time up to the anchor, or the next."""
    if partial.startswith("-W-"):
        if anchor is None or len(anchor) != 10:
            return None
        ahead = (int(partial[3:]) - date.fromisoformat(anchor).isoweekday()) % 7
        return days_from(anchor, ahead if future or not ahead else ahead - 7)
    if anchor is None or len(anchor) < 7:
        return None
    wanted, now = partial[2:], anchor[5:]
    length = min(len(wanted), len(now))
    year = int(anchor[:4])
    if future and wanted[:length] < now[:length]:
        year += 1
    elif not future and wanted[:length] > now[:length]:
        year -= 1
    month, day = int(wanted[:2]), int(wanted[3:] or 0)
    return calendar_date(year, month, day or None)
