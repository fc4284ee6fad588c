"""What a match means: each reader turns a match and the words around it into a value.

A reader answers with a value, with None (a time, but unresolved) or with NO (not a time here).
Values may still wait for something: `--10-05` and `--10` for a year, `-W-3` for a week,
`T15:00:00` for a date (`T` alone is an hour that cannot be told).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from functools import cache

from kg.english.times.calendar import calendar_date, days_from, easter, shift, week_of, year_text
from kg.english.times.grammar import (
    COUNTED,
    DASH,
    DECADES,
    HOLIDAYS,
    IN,
    MONTH,
    MONTH_NAMES,
    MONTHS,
    NUMBERED,
    NUMBERS,
    OFTEN,
    ORDINALS,
    OWNED,
    PAUSE,
    PREPOSITION,
    SCALES,
    SEASONS,
    SMALLER,
    UNITS,
    WEEKDAYS,
    ZONES,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The words around a match, the document's date, and the last date named before it.

    `chained` when it continues a list or range: "in 2010 and [2012]".
    """

    before: str
    after: str
    anchor: str | None
    antecedent: str | None
    chained: bool

    def preceded(self, pattern: str) -> bool:
        return _compiled(rf"(?:{pattern})\s*\Z").search(self.before) is not None

    def followed(self, pattern: str) -> bool:
        return _compiled(rf"\s*(?:{pattern})").match(self.after) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


NO = ""
TimeReader = Callable[[re.Match[str], Site], str | None]


def _get(match: re.Match[str], name: str) -> str:
    return (match.groupdict().get(name) or "").lower()


def number_of(text: str) -> Fraction:
    """The number that digits or words name; "a" alone is one.

    >>> int(number_of("two hundred and fifty")), float(number_of("two and a half"))
    (250, 2.5)
    """
    total = Fraction(0)
    words = re.findall(r"[a-z]+|[0-9][0-9,.]*", text.lower())
    for word in words:
        if word[0].isdigit():
            total += Fraction(word.replace(",", "").rstrip("."))
        elif word in SCALES:
            total = (total or Fraction(1)) * SCALES[word]
        else:
            total += NUMBERS.get(word, 0)
    return total if total or "zero" in words or "0" in words else Fraction(1)


def ordinal_of(text: str) -> int:
    if digits := re.match("[0-9]+", text):
        return int(digits[0])
    words = re.findall("[a-z]+", text.lower())
    return sum(ORDINALS.get(word) or int(NUMBERS.get(word, 0)) for word in words)


def _era_year(year: str, era: str) -> int:
    number = int(year.replace(",", ""))
    return 1 - number if era.startswith("b") else number


def read_calendar(match: re.Match[str], site: Site) -> str | None:
    """Day, month and year in any order, with whatever of them there is."""
    month = MONTHS[_get(match, "month")[:3]]
    words = _get(match, "day") or _get(match, "day2") or _get(match, "ordinal")
    day = ordinal_of(words) if words else None
    if which := _get(match, "which"):
        year = shift(site.anchor, {"last": -1, "next": 1}.get(which, 0), "year")
        return calendar_date(int(year), month, day) if year else None
    written = _get(match, "year") or _get(match, "oldyear") or _get(match, "bare")
    if short := _get(match, "yy"):
        return calendar_date(_full_year(int(short), site.anchor), month, day)
    if not written:
        return _yearless(match, site, month, day)
    if site.followed(COUNTED) or (
        len(written) < 4 and not _get(match, "era") and not site.followed(PAUSE)
    ):
        return NO
    return calendar_date(_era_year(written, _get(match, "era")), month, day)


def _full_year(short: int, anchor: str | None) -> int:
    """ "'26": the year with these digits that is nearest to the document's, or to 2010."""
    middle = int(anchor[:4]) if anchor else 2010
    return middle + (short - middle + 50) % 100 - 50


#: "May" before these is the verb, "12 May be"; before 's it is the name.
_MAY = r"['\u2019]s|(?:be|have|not|also|well|still|need|see|cause|use|lead|include)\b"


def _yearless(match: re.Match[str], site: Site, month: int, day: int | None) -> str | None:
    """Months that are also words or names count only capitalised, and alone beside a licence."""
    name = match["month"]
    if name[0].islower() and (name not in MONTH_NAMES or month in (3, 4, 5, 6, 8)):
        return NO
    if site.preceded(NUMBERED) or site.followed(COUNTED) or (month == 5 and site.followed(_MAY)):
        return NO
    if site.followed(r"(?:next|last|inst\.?|ult\.?)\s*(?:[,.;]|\Z)"):  # letters and decrees, quoted
        return None
    if day is not None:
        return f"--{month:02}-{day:02}" if calendar_date(2000, month, day) else None
    beside = rf"(?:{DASH}|to|and|or|through|until|,)\s*{MONTH}\b"
    part = _get(match, "part") or site.chained
    return f"--{month:02}" if part or site.preceded(PREPOSITION) or site.followed(beside) else NO


def read_day_range(match: re.Match[str], site: Site) -> str | None:
    """ "10-12 May 2019" is an interval, "10 and 12 May" all of a set, "10 or 12 May" one of it."""
    month, year = MONTHS[_get(match, "month")[:3]], _get(match, "year")
    days = [ordinal_of(_get(match, name)) for name in ("day", "day2")]
    ends = [calendar_date(int(year), month, day) if year else None for day in days]
    if None in ends or days[0] >= days[1]:
        return None
    link = _get(match, "link").strip()
    if link in ("and", "or") and not site.preceded(r"\bbetween(?:\s+the)?"):
        listed = f"{ends[0]},{ends[1]}"
        return "{" + listed + "}" if link == "and" else f"[{listed}]"
    return f"{ends[0]}/{ends[1]}"


def read_iso(match: re.Match[str], site: Site) -> str | None:
    day = calendar_date(*(int(match[name]) for name in ("year", "two", "two2")))
    if day is None or not match["hour"]:
        return day
    zone = (match["zone"] or "").upper()
    zone = zone if ":" in zone or len(zone) < 2 else f"{zone[:3]}:{zone[3:] or '00'}"
    return _clock_text(day, int(match["hour"]), match["minute"], match["minute2"] or "00", zone)


def _clock_text(day: str, hour: int, minute: str, second: str, zone: str) -> str | None:
    return f"{day}T{hour:02}:{minute}:{second}{zone}" if hour < 24 else None


def read_numeric(match: re.Match[str], site: Site) -> str | None:
    """Day and month in either order: resolved only when a single reading exists."""
    first, second, year = int(match["two"]), int(match["two2"]), int(match["year"])
    readings = {calendar_date(year, second, first), calendar_date(year, first, second)} - {None}
    return readings.pop() if len(readings) == 1 else None


_DATED_NAMES = (
    "(?:Acts?|Cup|Expo|Olympics|Games|Championships?|Elections?|Summit|Conference|Congress|Prix"
    "|Census|Report|Convention|Agreement|Treaty|Constitution|Declaration|Regulations?|Festival)"
)
_PLURAL = r"(?!(?:was|is|has|does|its|his|this|as)\b)[a-z-]+(?:s|ren|men)\b"


def _licensed(site: Site, year: str) -> bool:
    """Do the words around four digits make them a year?"""
    if site.followed(COUNTED) or site.preceded(NUMBERED):
        return False
    if site.preceded(r"\b(?:of|than)") and site.followed(_PLURAL):
        return False
    if site.chained or site.preceded(IN):
        return True
    if site.preceded(OFTEN):
        return site.followed(PAUSE)
    if site.preceded(r"(?:[(\[](?:[^()]*;)?|\A;)(?:\s*[A-Z\u00c0-\u017f][^()]{0,60}[\s,])?"):
        return site.followed(r"[)\];,\u2013-]")
    if site.preceded(rf"(?-i:\b{_DATED_NAMES})"):
        return site.followed(PAUSE)
    if site.preceded(r"(?-i:\b[A-Z])[\w\u2019'.]+\s*,"):
        return site.followed(r"(?:[.,;)]|\Z)")
    if site.preceded(r"\b(?:the|an?|this|its|his|her|their|our)|['\u2019]s"):
        return site.followed("[a-z]") and not year.endswith("00")
    if site.preceded(r"(?:\A|[.!?\n]|\n\W{0,3})"):
        return site.followed(r"(?:saw|was|is|marked|brought|had|has|will|[:\u2013\u2014])")
    return False


def read_year(match: re.Match[str], site: Site) -> str | None:
    year = match["year"]
    if _get(match, "pre"):
        return f"../{year}"
    if _get(match, "post"):
        return f"{year}/.."
    return year if _get(match, "part") or _licensed(site, year) else NO


def read_years(match: re.Match[str], site: Site) -> str | None:
    """ "2006-2008"; without a licence only for years of our era's last centuries."""
    first, last = match["year"], _get(match, "year2")
    if not last:
        return f"{first}/.."
    if site.followed(COUNTED) or site.preceded(NUMBERED) or first >= last:
        return NO
    round_ends = first.endswith("00") and last.endswith("00")
    if (first < "1500" or round_ends) and not _licensed(site, first):
        return NO
    return f"{first}/{last}"


def read_short_years(match: re.Match[str], site: Site) -> str | None:
    """ "1890-95" is an interval, "2018-11" a month; "2010-12" might be either."""
    first, end = int(match["year"]), int(match["yy"])
    following = first + (end - first) % 100
    if site.followed(COUNTED) or site.preceded(NUMBERED):
        return NO
    if match["link"].strip() == "-" and 1 <= end <= 12:
        return None if end > first % 100 else f"{first}-{end:02}"
    if first < 1500 or not (following == first + 1 or (end > first % 100 and match["link"] != "/")):
        return NO
    return f"{first}/{following}"


def read_decade(match: re.Match[str], site: Site) -> str | None:
    """ "1990s" is 199X, "1900s" 19XX; two digits or a word need "the", 10s and 20s a century."""
    digits, until = _get(match, "decade"), _get(match, "until")
    if until:
        return f"{digits[:3]}X/{digits[:2]}{until[0]}X" if digits[2] < until[0] else None
    if len(digits) == 4:
        return f"{digits[:2]}XX" if digits.endswith("00") else f"{digits[:3]}X"
    ten = digits[0] if digits else DECADES[_get(match, "word")]
    article = site.preceded(r"\bthe") or _get(match, "part") or _get(match, "mark")
    if site.preceded(OWNED) or not article:
        return NO
    return f"19{ten}X" if ten > "2" else None


def read_century(match: re.Match[str], site: Site) -> str | None:
    if site.preceded(OWNED) or site.followed(r"(?-i:Fox)\b"):
        return NO
    number = ordinal_of(match["ordinal"]) - 1
    if number < 0:
        return None
    return f"-{number:02}XX" if _get(match, "era").startswith("b") else f"{number:02}XX"


def read_era(match: re.Match[str], site: Site) -> str | None:
    """Years counted before or after Christ; the letters must be capitals ("a 5 ce")."""
    if not match["era"].isupper():
        return NO
    years = [_era_year(_get(match, name), _get(match, "era")) for name in ("bare", "bare2")
             if _get(match, name)]  # fmt: skip
    if years != sorted(years):
        return None
    return "/".join(year_text(year) for year in years)


def read_season(match: re.Match[str], site: Site) -> str | None:
    if _get(match, "yy"):
        first = int(match["year"])
        return f"{first}/{first + (int(match['yy']) - first) % 100}"
    return f"{match['year']}-{SEASONS[_get(match, 'season')]}"


def read_subyear(match: re.Match[str], site: Site) -> str | None:
    """Quarters are 33 to 36, halves 40 and 41; fiscal years begin where they like."""
    if _get(match, "fiscal"):
        return None
    count = ordinal_of(_get(match, "q") or _get(match, "count"))
    return f"{match['year']}-{(39 if _get(match, 'semester') else 32) + count}"


def read_holiday(match: re.Match[str], site: Site) -> str | None:
    """Capitalised; without a year only after a preposition, for "Christmas trees" are no dates."""
    name = re.sub(r"\s+", " ", _get(match, "holiday").replace("\u2019", "'").replace("\u02bc", "'"))
    when, year = HOLIDAYS[name], _get(match, "year")
    if match["holiday"][0].islower() and name != "fourth of july":
        return NO
    if not year and (not site.preceded(PREPOSITION) or site.followed(r"(?-i:[A-Z])")):
        return NO
    if isinstance(when, str):
        return f"{year}-{when}" if year else f"--{when}"
    if when is None or not year or int(year) < 1583:
        return None
    return (easter(int(year)) + timedelta(days=when)).isoformat()


def read_clock(match: re.Match[str], site: Site) -> str | None:
    """A time of day, which waits for its date; "midnight" may be either end of a day."""
    word = _get(match, "word")
    if word:
        return "T12:00:00" if word == "noon" else "T"
    half, hour = _get(match, "half"), int(match["hour"])
    if not half and not match["zone"] and not site.preceded(PREPOSITION):
        return NO
    if half and not 1 <= hour <= 12:
        return None
    if half == "o'clock":
        return "T"
    if half:
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    zone = _zone(_get(match, "zone"))
    return _clock_text("", hour, _get(match, "minute") or "00", "00", zone)


def _zone(words: str) -> str:
    """ "EST" is -05:00, "UTC+2" +02:00; local time, and what differs by season, is nothing."""
    shifted = re.fullmatch(r"(?:utc|gmt)\s*([-+\u2212])([0-9]{1,2}):?([0-9]{2})?", words)
    if shifted:
        sign = "+" if shifted[1] == "+" else "-"
        return f"{sign}{int(shifted[2]):02}:{shifted[3] or '00'}" if int(shifted[2]) < 15 else ""
    return ZONES.get(words, "")


def read_weekday(match: re.Match[str], site: Site) -> str | None:
    """A day of the week, "Sun" only beside a date; "Black Friday" and the like are names."""
    named = site.preceded(
        r"\b(?:first|second|third|fourth|fifth|final|black|bloody|ruby|ash|good|palm|easter|cyber|super|holy|big)"
    )
    if named or match["dayname"][0].islower():
        return NO
    return f"-W-{WEEKDAYS[_get(match, 'dayname')[:3]]}"


def read_short_weekday(match: re.Match[str], site: Site) -> str | None:
    """ "by Fri": the short name of a day counts behind a preposition."""
    before = r"\b(?:on|by|until|till|before|after|since|from|this|due)"
    if match["dayname"][0].islower() or not site.preceded(before):
        return NO
    return f"-W-{WEEKDAYS[_get(match, 'dayname')[:3]]}"


FIXED = {
    "yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "last night": -1,
    "the day before yesterday": -2, "the day after tomorrow": 2, "the day before": -1,
}  # fmt: skip


def read_deictic(match: re.Match[str], site: Site) -> str | None:
    word = " ".join(_get(match, "word").split())
    if word != "the day before":
        return days_from(site.anchor, FIXED[word])
    return None if site.followed(r"\w") else days_from(site.antecedent or site.anchor, -1)


def read_relative(match: re.Match[str], site: Site) -> str | None:
    """ "last month", "next Monday", "this week": counted from the document's date."""
    which, what = _get(match, "which"), _get(match, "what")
    if what in ("may", "march") and match["what"][0].islower():
        return NO
    step = -1 if which == "last" else 1 if which in ("next", "coming") else 0
    if which in ("past", "previous") or site.anchor is None or site.preceded(r"\bthe|" + OWNED):
        return None
    if what in SEASONS:
        return None if step else f"{site.anchor[:4]}-{SEASONS[what]}"
    if what in ("week", "weekend"):
        return week_of(days_from(site.anchor, 7 * step), 6 if what == "weekend" else 1)
    if what in ("decade", "century"):
        digits = 3 if what == "decade" else 2
        return f"{int(site.anchor[:digits]) + step:0{digits}}" + "X" * (4 - digits)
    if what in ("day", "month", "year"):
        return shift(site.anchor, step, what)
    if what in ("morning", "afternoon", "evening", "night"):
        return days_from(site.anchor, step) if step < 1 else None
    return _relative_name(what, step, site.anchor)


def _relative_name(what: str, step: int, anchor: str) -> str | None:
    """The weekday or month strictly before or after the anchor's, or of its own week or year."""
    if weekday := WEEKDAYS.get(what[:3]):
        monday = (week_of(anchor if len(anchor) == 10 else None) or "")[:10]
        same = days_from(monday, weekday - 1)
        beyond = same is not None and (same >= anchor if step < 0 else same <= anchor)
        return days_from(same, 7 * step) if step and beyond else same
    month, year = MONTHS[what[:3]], int(anchor[:4])
    if step and len(anchor) < 7:
        return None
    if step:
        now = int(anchor[5:7])
        year += step if (month >= now if step < 0 else month <= now) else 0
    return calendar_date(year, month)


def read_ago(match: re.Match[str], site: Site) -> str | None:
    """ "three years ago", from the document's date; from ten up, and in weeks, approximate."""
    amount = number_of(_get(match, "number"))
    if _get(match, "vague") or amount.denominator > 1:
        return None
    count, unit = int(amount), _get(match, "unit")
    value = shift(site.anchor, -count if _get(match, "when") == "ago" else count, unit)
    vague = count >= 10 or unit[:2] in ("we", "fo", "de", "ce")
    return f"{value}~" if value and vague else value


def read_anaphoric(match: re.Match[str], site: Site) -> str | None:
    """ "the following year", "two days later": counted from the last date named in the text."""
    if _get(match, "when") in ("before", "after") and site.followed(r"\w"):
        return NO if site.preceded(r"\bfor") else None  # "waited for nine hours before leaving"
    unit, word = _get(match, "unit"), _get(match, "when") or _get(match, "order")
    amount = number_of(_get(match, "number"))
    if _get(match, "vague") or amount.denominator > 1:
        return None
    back = word in ("before", "earlier", "previous", "preceding")
    count = 0 if word in ("same", "that") else -int(amount) if back else int(amount)
    return shift(site.antecedent, count, unit)


def read_duration(match: re.Match[str], site: Site) -> str | None:
    """Years to seconds as xsd:duration; fractions spill into the next smaller unit."""
    if match[0].lower() == "one day" and not site.preceded(_LENGTH):
        return NO
    return _measured(match)


def _measured(match: re.Match[str]) -> str | None:
    amounts: dict[str, Fraction] = {}
    for number, unit in (("number", "unit"), ("number2", "unit2")):
        if word := _get(match, unit):
            designator, size = UNITS[word[:2]]
            amount = number_of(_get(match, number)) * size
            if number == "number" and _get(match, "more"):
                amount += Fraction(size, 2)
            amounts[designator] = amounts.get(designator, Fraction(0)) + amount
    return _duration_text(amounts)


def _duration_text(amounts: dict[str, Fraction]) -> str | None:
    written, text = "", ""
    for designator in "YMDHmS":
        whole, rest = divmod(amounts.get(designator, Fraction(0)), 1)
        if rest and designator not in SMALLER:
            return None
        if rest:
            size, smaller = SMALLER[designator]
            amounts[smaller] = amounts.get(smaller, Fraction(0)) + rest * size
        if whole:
            written = f"{whole}{designator.upper()}"
            text += "T" * (designator in "HmS" and "T" not in text) + written
    return f"P{text}" if text else None


#: Before "a year" or "one day" that is a length; "$5 a year" is a rate, "one day" some day.
_LENGTH = (
    r"\b(?:for|within|in|after|than|about|nearly|almost|over|only|of|just|under|lasts?|lasted|took"
    r"|takes?|spent|spend|once|quite|around|but|another|if)"
)


def read_single_duration(match: re.Match[str], site: Site) -> str | None:
    if match["unit"].lower() == "second" or not site.preceded(_LENGTH):
        return NO
    return _measured(match)


def read_bare_duration(match: re.Match[str], site: Site) -> str | None:
    return None if site.preceded(r"\bfor") else NO


def read_unknown(match: re.Match[str], site: Site) -> str | None:
    return None


def read_adverb(match: re.Match[str], site: Site) -> str | None:
    return None if match[0][0].islower() else NO
