"""Temporal expressions of English text, normalised to EDTF (ISO 8601-2) values.

What a value looks like: `2019-10-10`, `2012-12`, `1952`, `2020-05-05T15:00:00` (local time unless
the text says UTC or GMT); `199X` and `18XX` for decades and centuries; `2019-21` to `-24` for
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
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import Literal

TimeKind = Literal["point", "duration", "set"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """A span `[start, end)` in code points; `value` is None when recognised but unresolved."""

    start: int
    end: int
    value: str | None
    kind: TimeKind


# --- Words ------------------------------------------------------------------------------------

_MONTH_NAMES = (
    "january february march april may june july august september october november december"
).split()
_MONTHS = {name[:3]: number for number, name in enumerate(_MONTH_NAMES, 1)}
_DAY_NAMES = "monday tuesday wednesday thursday friday saturday sunday".split()
_WEEKDAYS = {name[:3]: number for number, name in enumerate(_DAY_NAMES, 1)}
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_NUMBERS = {word: Fraction(n) for n, word in enumerate(_SMALL)}
_NUMBERS |= {word: Fraction(10 * n) for n, word in enumerate(_TENS, 2)}
_NUMBERS |= {"half": Fraction(1, 2), "quarter": Fraction(1, 4)}
_ORDINAL_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_ORDINALS = {word: n for n, word in enumerate(_ORDINAL_WORDS, 1)}
_ORDINALS |= {"twentieth": 20, "thirtieth": 30, "final": 4, "last": 4}
_DECADES = {word[:-1] + "ies": str(n) for n, word in enumerate(_TENS, 2)}
#: First two letters of a unit of time -> designator, how many, of which larger unit's name.
_UNITS = {
    "se": ("S", 1, "second"), "mi": ("m", 1, "minute"), "ho": ("H", 1, "hour"),
    "hr": ("H", 1, "hour"), "da": ("D", 1, "day"), "we": ("D", 7, "week"),
    "fo": ("D", 14, "fortnight"), "mo": ("M", 1, "month"), "ye": ("Y", 1, "year"),
    "yr": ("Y", 1, "year"), "de": ("Y", 10, "decade"), "ce": ("Y", 100, "century"),
}  # fmt: skip
#: A fraction of a unit is written in the next smaller one: designator -> (how many, designator).
_SMALLER = {"Y": (12, "M"), "D": (24, "H"), "H": (60, "m"), "m": (60, "S")}
#: Fixed days as MM-DD, movable ones as days from Easter Sunday (Gregorian); None differs by country.
_HOLIDAYS: dict[str, str | int | None] = {
    "christmas eve": "12-24", "christmas day": "12-25", "christmas": "12-25",
    "boxing day": "12-26", "new year's eve": "12-31", "new year's day": "01-01",
    "valentine's day": "02-14", "st. patrick's day": "03-17", "halloween": "10-31",
    "armistice day": "11-11", "bastille day": "07-14", "juneteenth": "06-19",
    "fourth of july": "07-04", "all saints' day": "11-01", "ash wednesday": -46,
    "palm sunday": -7, "good friday": -2, "easter sunday": 0, "easter monday": 1, "easter": 0,
    "ascension day": 39, "pentecost": 49, "thanksgiving day": None, "thanksgiving": None,
}  # fmt: skip


def _any(words: object) -> str:
    """An alternation, the longest word first."""
    return "(?:" + "|".join(sorted(words, key=lambda w: (-len(w), w))) + ")"  # type: ignore[call-overload]


# --- Grammar ----------------------------------------------------------------------------------
# In templates a blank is a gap (one line break at most), `_` an optional gap, `~` a dash, `'` an
# apostrophe of any shape, and `<name>` or `<name2>` the named piece below, captured as that name.

_BLANK = "[ \t\u00a0\u2000-\u200a\u202f]"
_GAP = f"(?:{_BLANK}{{1,3}}(?:\r?\n{_BLANK}{{0,3}})?|\r?\n{_BLANK}{{0,3}})"
_DASH = "[-\u2010-\u2015\u2212]"
_WORD_NUMBER = _any([*_NUMBERS.keys() - {"half", "quarter"}, *_SCALES])
_ORDINAL = (
    f"(?:[0-9]{{1,2}}_(?:st|nd|rd|th)|{_any(_TENS)}(?:~| ){_any(_ORDINAL_WORDS[:9])}"
    f"|{_any(_ORDINALS.keys() - {'final', 'last'})})"
)
_MONTH = f"(?:{_any(_MONTH_NAMES)}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\\.?)"
_WEEKDAY = _any(_DAY_NAMES)
_UNIT = (
    "(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|fortnights?|months?|years?|yrs?"
    "|decades?|century|centuries)"
)
_PIECES = {
    "day": "(?:[12][0-9]|3[01]|0?[1-9])(?:_(?:st|nd|rd|th))?",
    "ordinal": _ORDINAL,
    "month": _MONTH,
    "year": "[12][0-9]{3}",
    "oldyear": "[1-9][0-9]{2,3}",
    "yy": "[0-9]{2}",
    "two": "[0-9]{1,2}",
    "weekday": f"(?:{_WEEKDAY}|(?:mon|tues?|wed|thurs?|thu|fri|sat|sun)\\.?)",
    "dayname": _WEEKDAY,
    "season": _any(_SEASONS),
    "era": r"(?:BCE|BC|B\._?C\.(?:E\.)?|CE|C\.E\.|AD|A\._?D\.)",
    "part": f"(?:(?:(?:very )?(?:early|late|mid)(?:~to~| to |_~_| )){{1,2}})",
    "hour": "[0-2]?[0-9]",
    "minute": "[0-5][0-9]",
    "half": r"(?:a\._?m\.?|p\._?m\.?|am|pm|o'clock)",
    "zone": r"(?:UTC|GMT|[ECMP][SD]?T|CES?T|BST|local time)",
    "number": f"(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,6}}(?:\\.[0-9]{{1,2}})?|{_WORD_NUMBER})"
    f"(?:(?:_~_| )(?:and )?{_WORD_NUMBER}){{0,4}}",
    "vague": "(?:(?:the )?(?:several|many|few|some|dozens of|hundreds of|thousands of|numerous"
    "|countless|recent)|a (?:few|couple(?: of)?|dozen|number of))(?: (?:more|recent|long))?",
    "unit": _UNIT,
    "holiday": _any(re.escape(name).replace("\\ ", " ") for name in _HOLIDAYS),
    "which": "(?:last|past|previous|this|current|next|coming)",
    "daypart": "(?:morning|afternoon|evening|night)",
}


def _spell(template: str) -> str:
    """Turn the template language above into a regular expression."""
    for sign, pattern in ((" ", _GAP), ("_", f"{_GAP}?"), ("~", _DASH), ("'", "['\u2019\u02bc]")):
        template = template.replace(sign, pattern)
    return re.sub(r"(?<!\?P)<([a-z]+)([0-9]?)>", lambda m: f"(?P<{m[1]}{m[2]}>{_SPELT[m[1]]})", template)


_SPELT: dict[str, str] = {}
for _name, _piece in _PIECES.items():
    _SPELT[_name] = _spell(_piece)

_FLAGS = re.ASCII | re.IGNORECASE
#: Nothing that would make the last number or word a different one.
_END = f"(?!(?u:\\w)|{_DASH}?[0-9]|[.,:/][0-9]|%)"


# --- Where an expression stands ---------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Site:
    """The words around a match, the document's date, and the last date named before it."""

    before: str
    after: str
    anchor: str | None
    antecedent: str | None
    chained: bool

    def preceded(self, pattern: str) -> bool:
        return _compiled(pattern + r"\s*\Z").search(self.before) is not None

    def followed(self, pattern: str) -> bool:
        return _compiled(r"\s*" + pattern).match(self.after) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, _FLAGS)


_COUNTED = (
    r"(?:%|percent|per cent|hundred|thousand|million|billion|people|persons|(?:wo)?men|children"
    r"|students|soldiers|troops|workers|employees|staff|words|pages|copies|votes|units|houses|homes"
    r"|cases|deaths|miles?|km|kilomet|met(?:er|re)|feet|ft|inches|acres?|hectares?|tons?|tonnes?"
    r"|kg|lbs?|pounds|dollars|euros|yen|rpm|hp|[mckg]?[mgW]|[MG]Hz|degrees|points|seats|members"
    r"|residents|inhabitants|patients|subjects|participants|respondents|samples|items|species"
    r"|families|times|bytes|calories|volts|watts|other|more|different|such|of (?:the|them)"
    r"|(?:second|minute|hour|day|week|month|year)s?)\b|[\u00b0$\u20ac\u00a3]"
)
_NUMBERED = (
    r"(?:\b(?:pp?\.|pages?|vol\.?|nos?\.?|number|room|route|highway|flight|model|line|lines|isbn|id"
    r"|section|article|rule|windows|(?:total|average|sum|maximum|minimum|population|number|distance"
    r"|height|depth|speed|score|rate|capacity|crowd|group|list) of"
    r"|(?:rose|risen|grew|grown|increased?|fell|fallen|dropped|reduced|declined|multiplied"
    r"|divided) by)|[#\u2116$\u20ac\u00a3\u00a5\u00a7])"
)
_IN = (
    r"(?:\b(?:in|since|during|from|until|till|before|after|by|between|of|circa|throughout|through"
    r"|year|years|born|died|dated|ended|ending|founded|established|published|prior to|than|as of"
    r"|back to|early|late|mid|copyright|in or about|on or before)|\b(?:ca?|b|d|est|fl|r)\.|\u00a9)"
    r"(?:\s+(?:the|at least|about|around|approximately|circa|the years?))?"
)
_OFTEN = r"\b(?:to|for|about|around|approximately|over|late as|early as)(?:\s+(?:the|about))?"
_PAUSE = (
    r"(?:[.,;:!?)\]\"\u201d\u2019'\u2013\u2014-]|\Z|(?:and|or|to|when|as|he|she|it|they|the|in|by"
    r"|with|who|which|but|for|at|on|until|was|were|is|had|has|after|before|onwards?|on)\b)"
)
_PREPOSITION = (
    r"\b(?:in|of|since|until|till|by|from|during|before|after|between|through|throughout|to|for"
    r"|around|about|on|early|late|mid|and|or|as of|than|over|at|next|last|this|every)"
    r"(?:\s+(?:early|late|mid|the|the end of|about))?"
)
_OWNED = r"\b(?:his|her|their|my|your|our|its|whose|['\u2019]s)(?:\s+(?:early|mid|late))?[ -]?"
_FUTURE = re.compile(
    r"\b(?P<future>(?:will|shall|won['\u2019]t|going to|set to|due|scheduled|expected|plans? to"
    r"|planned|upcoming|to be)(?:\s+\w+){0,3}|\w+['\u2019]ll(?:\s+\w+){0,3})"
    r"|\b(?:said|says|told|was|were|had|did|has|have|met|held|began|went|took|won|lost|made|gave"
    r"|came|left|\w{2,}ed)\b",
    _FLAGS,
)


# --- Calendar arithmetic ----------------------------------------------------------------------


def _year_text(year: int) -> str:
    """Astronomical years: four digits, `-0043` for 44 BC, `Y-11999` beyond four digits."""
    if abs(year) > 9999:
        return f"Y{year}"
    return f"{year:04}" if year >= 0 else f"-{-year:04}"


def _date(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """The value of a date, None when the (proleptic Gregorian) calendar has no such day."""
    if month is None:
        return _year_text(year)
    try:
        date(2000 + year % 400, month, day or 1)
    except ValueError:
        return None
    return f"{_year_text(year)}-{month:02}" + (f"-{day:02}" if day else "")


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (anonymous algorithm, Meeus 1991, chapter 8)."""
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    month, day = divmod(moon + week - 7 * ((year % 19 + 11 * moon + 22 * week) // 451) + 114, 31)
    return date(year, month, day + 1)


def _days(value: str | None, count: int) -> str | None:
    """The day `count` days from a full date; None from anything less."""
    if value is None or len(value) != 10:
        return None
    try:
        return (date.fromisoformat(value) + timedelta(days=count)).isoformat()
    except OverflowError:
        return None


def _shift(value: str | None, count: int, unit: str) -> str | None:
    """`count` units from a date, as precise as the unit: three years from 2019-10-05 is 2022."""
    designator, size, _ = _UNITS[unit[:2].lower()]
    count *= size
    if designator == "D" and abs(count) < 10**7:
        return _days(value, count)
    if value is None or designator not in "YM" or (designator == "M" and len(value) < 7):
        return None
    months = count * 12 if designator == "Y" else count
    year, month = divmod(int(value[:4]) * 12 + int(value[5:7] or 1) - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    return _date(year, month + 1 if designator == "M" else None)


def _week(day: str | None, first: int = 1) -> str | None:
    """The interval from one weekday (1 is Monday) to Sunday of the week that holds `day`."""
    if day is None:
        return None
    monday = -date.fromisoformat(day).weekday()
    begin, end = _days(day, monday + first - 1), _days(day, monday + 6)
    return f"{begin}/{end}" if begin and end else None


def _nearest(partial: str, anchor: str | None, future: bool) -> str | None:
    """Complete `--10-05`, `--10` or `-W-3` to its last time up to the anchor, or the next."""
    if partial.startswith("-W-"):
        if anchor is None or len(anchor) != 10:
            return None
        ahead = (int(partial[3:]) - date.fromisoformat(anchor).isoweekday()) % 7
        return _days(anchor, ahead if future or not ahead else ahead - 7)
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
    return _date(year, month, day or None)


# --- Readers: a match and its site give a value, None (unresolved), or _NO (not a time) ---------
# Values that wait for more: `--10-05` and `--10` for a year, `-W-3` for a week, `T15:00:00` for
# a date.

_NO = ""
_Reader = Callable[[re.Match[str], _Site], str | None]


def _get(match: re.Match[str], name: str) -> str:
    return (match.groupdict().get(name) or "").lower()


def _number(text: str) -> Fraction:
    """The number that digits or words name; "a" alone is one.

    >>> int(_number("two hundred and fifty")), float(_number("two and a half"))
    (250, 2.5)
    """
    total = Fraction(0)
    for word in re.findall(r"[a-z]+|[0-9][0-9,.]*", text.lower()):
        if word[0].isdigit():
            total += Fraction(word.replace(",", "").rstrip("."))
        elif word in _SCALES:
            total = (total or 1) * _SCALES[word]
        else:
            total += _NUMBERS.get(word, 0)
    return total or Fraction(1)


def _ordinal(text: str) -> int:
    if digits := re.match("[0-9]+", text):
        return int(digits[0])
    words = re.findall("[a-z]+", text.lower())
    return sum(_ORDINALS.get(word) or int(_NUMBERS.get(word, 0)) for word in words)


def _era_year(year: str, era: str) -> int:
    number = int(year.replace(",", ""))
    return 1 - number if era.startswith("b") else number


def _calendar(match: re.Match[str], site: _Site) -> str | None:
    """Day, month and year in any order, with whatever of them there is."""
    month = _MONTHS[_get(match, "month")[:3]]
    day = _ordinal(_get(match, "day") or _get(match, "ordinal") or "0") or None
    year, era = _get(match, "year") or _get(match, "oldyear"), _get(match, "era")
    if not year:
        return _yearless(match, site, month, day)
    if not era and (site.followed(_COUNTED) or (len(year) < 4 and not site.followed(r"[.,;)]|\Z"))):
        return _NO
    return _date(_era_year(year, era), month, day)


def _yearless(match: re.Match[str], site: _Site, month: int, day: int | None) -> str | None:
    """Months that are also words or names count only capitalised, and alone beside a licence."""
    name = match["month"]
    if name[0].islower() and name.lower() not in _MONTH_NAMES[:2] + _MONTH_NAMES[6:]:
        return _NO
    if day is not None:
        return f"--{month:02}-{day:02}" if _date(2000, month, day) else None
    beside = rf"(?:{_DASH}|to|and|or|through|until|,)\s*{_MONTH}\b"
    if not (_get(match, "part") or site.preceded(_PREPOSITION) or site.followed(beside)):
        if not site.chained:
            return _NO
    return f"--{month:02}"


def _day_range(match: re.Match[str], site: _Site) -> str | None:
    """ "10-12 May 2019" is an interval, "10 and 12 May" all of a set, "10 or 12 May" one of it."""
    month, year = _MONTHS[_get(match, "month")[:3]], _get(match, "year")
    days = [_ordinal(_get(match, name)) for name in ("day", "day2")]
    ends = [_date(int(year), month, day) if year else None for day in days]
    if None in ends or days[0] >= days[1]:
        return None
    link = _get(match, "link").strip()
    if link in ("and", "or") and not site.preceded(r"\bbetween(?:\s+the)?"):
        listed = f"{ends[0]},{ends[1]}"
        return f"{{{listed}}}" if link == "and" else f"[{listed}]"
    return f"{ends[0]}/{ends[1]}"


def _iso(match: re.Match[str], site: _Site) -> str | None:
    day = _date(*(int(match[name]) for name in ("year", "two", "two2")))
    if day is None or not match["hour"]:
        return day
    zone = (match["zone"] or "").upper()
    zone = zone if ":" in zone or len(zone) < 2 else f"{zone[:3]}:{zone[3:] or '00'}"
    return _clock_text(day, int(match["hour"]), match["minute"], match["minute2"] or "00", zone)


def _clock_text(day: str, hour: int, minute: str, second: str, zone: str) -> str | None:
    return f"{day}T{hour:02}:{minute}:{second}{zone}" if hour < 24 else None


def _numeric(match: re.Match[str], site: _Site) -> str | None:
    """Day and month in either order: resolved only when a single reading exists."""
    first, second, year = int(match["two"]), int(match["two2"]), int(match["year"])
    readings = {_date(year, second, first), _date(year, first, second)} - {None}
    return readings.pop() if len(readings) == 1 else None


def _licensed(site: _Site, year: str) -> bool:
    """Do the words around four digits make them a year?"""
    if site.followed(_COUNTED) or site.preceded(_NUMBERED):
        return False
    if site.chained or site.preceded(_IN):
        return True
    if site.preceded(_OFTEN):
        return site.followed(_PAUSE)
    if site.preceded(r"\((?:[^()]*;)?(?:\s*[A-Z\u00c0-\u017f][^()]{0,60}[\s,])?"):
        return site.followed(r"[);,\u2013-]")
    if site.preceded(r"(?-i:\b[A-Z])[\w\u2019'.]+\s*,"):
        return site.followed(r"(?:[.,;)]|\Z)")
    if site.preceded(r"(?:\b(?:the|an?|this)|\b(?:its|his|her|their|our)|['\u2019]s)"):
        return site.followed("[a-z]") and not year.endswith("00")
    if site.preceded(r"(?:\A|[.!?\n]|\n\W{0,3})"):
        return site.followed(r"(?:saw|was|is|marked|brought|had|has|will|[:\u2013\u2014])")
    return False


def _year(match: re.Match[str], site: _Site) -> str | None:
    year = match["year"]
    if _get(match, "pre"):
        return f"../{year}"
    if _get(match, "post"):
        return f"{year}/.."
    return year if _get(match, "part") or _licensed(site, year) else _NO


def _years(match: re.Match[str], site: _Site) -> str | None:
    """ "2006-2008"; without a licence only for years of our era's last centuries."""
    first, last = match["year"], _get(match, "year2")
    if not last:
        return f"{first}/.."
    if site.followed(_COUNTED) or site.preceded(_NUMBERED) or first >= last:
        return _NO
    round_ends = first.endswith("00") and last.endswith("00")
    if (first < "1500" or round_ends) and not _licensed(site, first):
        return _NO
    return f"{first}/{last}"


def _short_years(match: re.Match[str], site: _Site) -> str | None:
    """ "1890-95" is an interval, "2018-11" a month; "2010-12" might be either."""
    first, end = int(match["year"]), int(match["yy"])
    following = first + (end - first) % 100
    if site.followed(_COUNTED) or site.preceded(_NUMBERED):
        return _NO
    if match["link"] == "-" and 1 <= end <= 12:
        return None if end > first % 100 else f"{first}-{end:02}"
    if first < 1500 or not (following == first + 1 or (end > first % 100 and match["link"] != "/")):
        return _NO
    return f"{first}/{following}"


def _decade(match: re.Match[str], site: _Site) -> str | None:
    """ "1990s" is 199X, "1900s" 19XX; two digits or a word need "the", 10s and 20s a century."""
    digits = _get(match, "decade")
    if len(digits) == 4:
        return f"{digits[:2]}XX" if digits.endswith("00") else f"{digits[:3]}X"
    ten = digits[0] if digits else _DECADES[_get(match, "word")]
    article = site.preceded(r"\bthe") or _get(match, "part") or _get(match, "mark")
    if site.preceded(_OWNED) or not article:
        return _NO
    return f"19{ten}X" if ten > "2" else None


def _century(match: re.Match[str], site: _Site) -> str | None:
    if site.preceded(_OWNED) or site.followed(r"(?-i:Fox)\b"):
        return _NO
    number = _ordinal(match["ordinal"]) - 1
    if number < 0:
        return None
    return f"-{number:02}XX" if _get(match, "era").startswith("b") else f"{number:02}XX"


def _era(match: re.Match[str], site: _Site) -> str | None:
    """Years counted before or after Christ; the letters must be capitals ("a 5 ce")."""
    if not match["era"].isupper():
        return _NO
    years = [_era_year(_get(match, name), _get(match, "era")) for name in ("bare", "bare2")
             if _get(match, name)]  # fmt: skip
    if years != sorted(years):
        return None
    return "/".join(_year_text(year) for year in years)


def _season(match: re.Match[str], site: _Site) -> str | None:
    if _get(match, "yy"):
        first = int(match["year"])
        return f"{first}/{first + (int(match['yy']) - first) % 100}"
    return f"{match['year']}-{_SEASONS[_get(match, 'season')]}"


def _subyear(match: re.Match[str], site: _Site) -> str | None:
    """Quarters are 33 to 36, halves 40 and 41; fiscal years begin where they like."""
    if _get(match, "fiscal"):
        return None
    count = _ordinal(_get(match, "q") or _get(match, "count"))
    return f"{match['year']}-{(39 if _get(match, 'semester') else 32) + count}"


def _holiday(match: re.Match[str], site: _Site) -> str | None:
    name = re.sub(r"\s+", " ", _get(match, "holiday").replace("\u2019", "'").replace("\u02bc", "'"))
    when, year = _HOLIDAYS[name], _get(match, "year")
    if match["holiday"][0].islower() and name != "fourth of july":
        return _NO
    if not year and (not site.preceded(_PREPOSITION) or site.followed(r"(?-i:[A-Z])")):
        return _NO
    if isinstance(when, str):
        return f"{year}-{when}" if year else f"--{when}"
    if when is None or not year:
        return None
    return (_easter(int(year)) + timedelta(days=when)).isoformat()


def _clock(match: re.Match[str], site: _Site) -> str | None:
    """A time of day, which waits for its date; "midnight" may be either end of a day."""
    word = _get(match, "word")
    if word:
        return "T12:00:00" if word == "noon" else "T"
    half, hour = _get(match, "half"), int(match["hour"])
    if not half and not match["zone"] and not site.preceded(_PREPOSITION):
        return _NO
    if half and (half[0] in "ap") and not 1 <= hour <= 12:
        return None
    if half and half[0] == "o":
        return None
    if half:
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    zone = "Z" if _get(match, "zone") in ("utc", "gmt") else ""
    return _clock_text("", hour, _get(match, "minute") or "00", "00", zone)


def _weekday(match: re.Match[str], site: _Site) -> str | None:
    """A day of the week, "Sun" only beside a date; "Black Friday" and the like are names."""
    named = site.preceded(r"\b(?:black|bloody|ruby|ash|good|palm|easter|cyber|super|holy|big)")
    if named or match["dayname"][0].islower():
        return _NO
    return f"-W-{_WEEKDAYS[_get(match, 'dayname')[:3]]}"


_FIXED = {
    "yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "last night": -1,
    "the day before yesterday": -2, "the day after tomorrow": 2, "the day before": -1,
}  # fmt: skip


def _deictic(match: re.Match[str], site: _Site) -> str | None:
    word = " ".join(_get(match, "word").split())
    if word != "the day before":
        return _days(site.anchor, _FIXED[word])
    return None if site.followed(r"\w") else _days(site.antecedent or site.anchor, -1)


def _relative(match: re.Match[str], site: _Site) -> str | None:
    """ "last month", "next Monday", "this week": counted from the document's date."""
    which, what = _get(match, "which"), _get(match, "what")
    if site.preceded(r"\b(?:the|their|his|her|its|my|our|your|whose)") or (
        what[:3] in ("may", "mar", "sun", "sat") and match["what"][0].islower()
    ):
        return _NO
    step = -1 if which == "last" else 1 if which in ("next", "coming") else 0
    if which in ("past", "previous") or site.anchor is None:
        return None
    if what in _SEASONS:
        return None if step else f"{site.anchor[:4]}-{_SEASONS[what]}"
    if what in ("week", "weekend"):
        return _week(_days(site.anchor, 7 * step), 6 if what == "weekend" else 1)
    if what in ("decade", "century"):
        digits = 3 if what == "decade" else 2
        return f"{int(site.anchor[:digits]) + step:0{digits}}" + "X" * (4 - digits)
    if what in ("day", "month", "year"):
        return _shift(site.anchor, step, what)
    if what in ("morning", "afternoon", "evening", "night"):
        return _days(site.anchor, step) if step < 1 else None
    return _relative_name(what, step, site.anchor)


def _relative_name(what: str, step: int, anchor: str) -> str | None:
    """The weekday or month strictly before or after the anchor's, or of its own week or year."""
    if weekday := _WEEKDAYS.get(what[:3]):
        monday = (_week(anchor if len(anchor) == 10 else None) or "")[:10]
        same = _days(monday, weekday - 1)
        beyond = same is not None and (same >= anchor if step < 0 else same <= anchor)
        return _days(same, 7 * step) if step and beyond else same
    month, year = _MONTHS[what[:3]], int(anchor[:4])
    if step and len(anchor) < 7:
        return None
    if step:
        now = int(anchor[5:7])
        year += step if (month >= now if step < 0 else month <= now) else 0
    return _date(year, month)


def _ago(match: re.Match[str], site: _Site) -> str | None:
    """ "three years ago" from the document's date; weeks, decades and round tens are approximate."""
    amount = _number(_get(match, "number"))
    if _get(match, "vague") or amount.denominator > 1:
        return None
    count, unit = int(amount), _get(match, "unit")
    value = _shift(site.anchor, -count if _get(match, "when") == "ago" else count, unit)
    vague = count >= 10 or unit[:2] in ("we", "fo", "de", "ce")
    return f"{value}~" if value and vague else value


def _anaphoric(match: re.Match[str], site: _Site) -> str | None:
    """ "the following year", "two days later": counted from the last date named in the text."""
    if _get(match, "when") in ("before", "after") and site.followed(r"\w"):
        return None
    unit, word = _get(match, "unit"), _get(match, "when") or _get(match, "order")
    amount = _number(_get(match, "number"))
    if _get(match, "vague") or amount.denominator > 1:
        return None
    back = word in ("before", "earlier", "previous", "preceding")
    count = 0 if word in ("same", "that") else -int(amount) if back else int(amount)
    return _shift(site.antecedent, count, unit)


def _duration(match: re.Match[str], site: _Site) -> str | None:
    """Years to seconds as xsd:duration; fractions spill into the next smaller unit."""
    amounts: dict[str, Fraction] = {}
    for number, unit in (("number", "unit"), ("number2", "unit2")):
        if word := _get(match, unit):
            designator, size, _ = _UNITS[word[:2]]
            amount = _number(_get(match, number)) * size
            if number == "number" and _get(match, "more"):
                amount += Fraction(size, 2)
            amounts[designator] = amounts.get(designator, Fraction(0)) + amount
    return _duration_text(amounts)


def _duration_text(amounts: dict[str, Fraction]) -> str | None:
    written, text = "", ""
    for designator in "YMDHmS":
        whole, rest = divmod(amounts.get(designator, Fraction(0)), 1)
        if rest and designator not in _SMALLER:
            return None
        if rest:
            size, smaller = _SMALLER[designator]
            amounts[smaller] = amounts.get(smaller, Fraction(0)) + rest * size
        if whole:
            written = f"{whole}{designator.upper()}"
            text += "T" * (designator in "HmS" and "T" not in text) + written
    return f"P{text}" if text else None


def _single_duration(match: re.Match[str], site: _Site) -> str | None:
    """ "a year" is a length only after words of length; "$5 a year" is a rate."""
    length = r"\b(?:for|within|in|after|than|about|nearly|almost|over|only|of|just|under|lasts?"
    if not site.preceded(length + r"|lasted|took|takes?|spent|spend|once|quite|around|every|but)"):
        return _NO
    return _NO if match["unit"].lower() == "second" else _duration(match, site)


def _bare_duration(match: re.Match[str], site: _Site) -> str | None:
    return None if site.preceded(r"\bfor") else _NO


def _unknown(match: re.Match[str], site: _Site) -> str | None:
    return None


def _adverb(match: re.Match[str], site: _Site) -> str | None:
    return None if match[0][0].islower() else _NO


# --- The table --------------------------------------------------------------------------------

_LATER = "(?P<when>later|earlier|before|after|afterwards)"
_SIDE = "(?:(?:earlier|later|early|late) )?"
_TABLE: tuple[tuple[TimeKind, _Reader, str], ...] = (
    ("point", _iso,
     "<year>-<two>-<two2>(?:(?:T| )<hour>:<minute>(?::<minute2>(?:\\.[0-9]+)?)?"
     "(?P<zone>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"),
    ("point", _iso, "<year>/<two>/<two2>(?P<hour>(?!))?"),
    ("point", _numeric, "<two>(?P<sep>[/.-])<two2>(?P=sep)<year>"),
    ("point", _calendar,
     "(?:<weekday>(?:_,_| )(?:the )?)?(?:<day>|<ordinal>)(?: of |~| )<month>(?:_,_|~| )<oldyear>"
     "(?: <era>)?"),
    ("point", _calendar,
     "(?:<weekday>(?:_,_| ))?<month> (?:the )?(?:<day>|<ordinal>)(?:_,_| )<oldyear>(?: <era>)?"),
    ("point", _calendar, "(?:<weekday>(?:_,_| )(?:the )?)?(?:<day> (?:of )?|<ordinal> of )<month>"),
    ("point", _calendar, "(?:<weekday>(?:_,_| ))?<month> (?:<day>|the (?:<day2>|<ordinal>))"),
    ("point", _calendar, "<part>?<month>(?:_,_| of | )<year>"),
    ("point", _calendar, "<part>?<month>"),
    ("point", _day_range, "<month> <day>(?P<link>_~_| to | through | and | or )<day2>(?:(?:_,_| )<year>)?"),
    ("point", _day_range, "<day>(?P<link>_~_| to | through | and | or )<day2> (?:of )?<month>(?:(?:_,_| )<year>)?"),
    ("point", _year, "(?:<part>|(?P<pre>pre)~|(?P<post>post)~)?<year>"),
    ("point", _years, "<year>(?:_~_| to | until | till | through )(?:<year2>|(?:the )?present|now|today)"),
    ("point", _short_years, "<year>(?P<link>/|~)<yy>"),
    ("point", _decade, "<part>?(?P<decade>[12][0-9]{2}0)_'?_s"),
    ("point", _decade, "<part>?(?P<mark>(?:'|\u2018)_)?(?P<decade>[1-9]0)_'?_s"),
    ("point", _decade, f"<part>?(?P<word>{_any(_DECADES)})"),
    ("point", _century, "<part>?<ordinal>(?:~| )(?:century|centuries)(?: <era>)?"),
    ("point", _century, f"<part>?<ordinal>(?=(?: and | or | to |_~_|_,_)(?:the )?<part2>?{_ORDINAL}(?:~| )centur)"),
    ("point", _era, "(?P<bare>[1-9][0-9]{0,4}|[1-9][0-9]?,[0-9]{3})(?:_~_(?P<bare2>[1-9][0-9]{0,4}))? <era>"),
    ("point", _era, r"(?P<era>AD|A\._?D\.) (?P<bare>[1-9][0-9]{0,3})(?:_~_(?P<bare2>[1-9][0-9]{0,3}))?"),
    ("point", _season, "<part>?<season>(?: of | in |_,_| )<year>"),
    ("point", _season, "<season>(?: of | in |_,_| )<year>(?:/|~)<yy>"),
    ("point", _subyear, "Q(?P<q>[1-4])(?: of |_,_|~| )?(?P<fiscal>FY_|fiscal )?<year>"),
    ("point", _subyear, "<year>(?: |~)?Q(?P<q>[1-4])"),
    ("point", _subyear,
     "(?P<count>first|second|third|fourth|final|last|[1-4](?:st|nd|rd|th))(?:~| )"
     "(?:quarter|(?P<semester>half))(?: of | in |_,_| )(?:the )?(?P<fiscal>fiscal |financial )?"
     "(?:year )?<year>"),
    ("point", _unknown, "(?:fiscal|financial)(?: year)? <year>|FY_<year2>"),
    ("point", _holiday, "<holiday>(?:(?:_,_| of | in | )<year>)?"),
    ("point", _clock, "(?:12 )?(?P<word>noon|midnight)"),
    ("point", _clock, "<hour>(?:[:.]<minute>)?_<half>(?:_<zone>)?"),
    ("point", _clock, "<hour>:<minute>(?: (?:hrs|hours))?(?: <zone>)?(?P<half>(?!))?"),
    ("point", _weekday, "<dayname>(?: <daypart>)?"),
    ("point", _deictic, f"(?P<word>{_any(_FIXED)})(?: <daypart>)?"),
    ("point", _relative,
     f"{_SIDE}<which> (?P<what>day|week(?:end)?|month|year|decade|century|<daypart>|<season>"
     f"|{_WEEKDAY}|{_any(_MONTH_NAMES)})(?: <daypart2>)?"),
    ("point", _ago, "(?:<number>|<vague>|an?)(?: |~)<unit> (?P<when>ago|from now|hence)"),
    ("point", _anaphoric, f"(?:<number>|<vague>|an?)(?: |~)<unit> {_LATER}"),
    ("point", _anaphoric, "the <unit> (?P<when>before|after)"),
    ("point", _anaphoric,
     "(?:the (?:very )?(?P<order>same|following|next|previous|preceding)|(?P<when>that)(?: same)?)"
     " (?P<unit>day|week|month|year|decade|century)"),
    ("duration", _duration,
     "<number>(?:_~_| )(?:(?:full|long|consecutive|straight|whole|calendar) )?<unit>"
     "(?P<more> and a half)?(?:(?:_,_| )(?:and )?<number2> <unit2>)?"),
    ("duration", _duration,
     "(?P<number>half an?|a half|half|(?:a )?quarter of an?|(?:a )?quarter)(?: |~)<unit>"),
    ("duration", _single_duration, "an? (?:full |whole |single )?<unit>(?P<more> and a half)?"),
    ("duration", _unknown, "<number>(?: to | or |_~_)<number2>(?: |~)<unit>"),
    ("duration", _unknown, "<vague> <unit>(?<=[sS])"),
    ("duration", _bare_duration, "<unit>(?<=[sS])"),
    ("set", _unknown,
     f"(?:every|each)(?: other| second| third| few| <number>)? (?:<unit>|{_WEEKDAY}s?|weekend"
     f"|<daypart>|<season>|{_any(_MONTH_NAMES)}|Christmas|Easter)"),
    ("set", _adverb,
     "(?:(?:bi|semi)~?)?(?:daily|weekly|fortnightly|monthly|quarterly|yearly|annually|hourly"
     "|nightly|biannually|biennially)"),
    ("set", _unknown,
     "(?:once|twice|thrice|<number> times|several times|a few times)(?: |~)(?:an?|each|every|per)"
     "(?: |~)<unit>"),
    ("set", _unknown, "per (?:second|minute|hour|day|week|month|quarter|year|annum)"),
    ("set", _unknown, f"(?:{_WEEKDAY}|weekend|weekday)s"),
)  # fmt: skip


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(_spell(template) + _END, _FLAGS)


_RULES = tuple((kind, read, _pattern(template)) for kind, read, template in _TABLE)
_FREQUENT = (
    "the(?= (?:<unit>|same|following|next|previous|preceding|very|several|many|few|some|dozens"
    "|hundreds|thousands))|that(?= (?:same )?(?:day|week|month|year|decade|century))"
    "|an?(?= (?:<unit2>|few|couple|dozen|number|full|whole|single|half|quarter|hundred|thousand"
    "|million))"
)
_FIRST_WORDS = [
    *_MONTH_NAMES, *(name for name in _MONTHS), "sept", *_DAY_NAMES, *_WEEKDAYS, "tues", "thurs",
    *_SEASONS, *_SMALL, *_TENS, *_SCALES, *_ORDINALS, *_DECADES, "half", "quarter",
    *{name.split()[0] for name in _HOLIDAYS if name[0] != "s"}, "st", "ad", "a", "noon", "midnight",
    "yesterday", "today", "tonight", "tomorrow", "last", "past", "previous", "this", "current",
    "next", "coming", "early", "late", "mid", "earlier", "later", "very", "pre", "post", "fiscal",
    "financial", "fy", "q", "several", "many", "few", "some", "dozens", "hundreds", "thousands",
    "numerous", "countless", "recent", "every", "each", "once", "twice", "thrice", "per", "bi",
    "semi", "daily", "weekly", "fortnightly", "monthly", "quarterly", "yearly", "annually",
    "hourly", "nightly", "biannually", "biennially", "weekends", "weekdays", "years", "months",
    "weeks", "days", "hours", "decades", "centuries",
]  # fmt: skip
_CANDIDATE = re.compile(
    r"(?<![\w#$/@.,:+=\\\u00a3\u20ac\u00a5-])[0-9]|(?<!(?u:\w))(?:"
    + _spell(_FREQUENT)
    + f"|{_any(w for w in _FIRST_WORDS if w not in ('a',))}(?![a-z])|a\\.?d\\b|q[1-4]|['\u2018\u2019][1-9]0)",
    _FLAGS,
)

# --- From matches to expressions --------------------------------------------------------------

_REACH = 80
_TO = rf"(?:\s*{_DASH}\s*|\s+(?:to|until|till|through|up to)\s+)(?:the\s+|about\s+)?"
_CHAIN = re.compile(
    rf"\s*(?:,?\s*\b(?:and|or|but)\b|{_TO}|/)\s*(?:the|in|of|about|early|late|mid)?\s*|(?P<list>\s*[,;]\s*)",
    _FLAGS,
)
_AND = re.compile(r"\s+and\s+(?:the\s+)?", _FLAGS)
_RANGE = re.compile(_TO, _FLAGS)
_LISTED = re.compile(rf"\s*(?:,|,?\s*\b(?:and|or)\b)\s*(?:on\s+|the\s+|in\s+)?|{_TO}", _FLAGS)
_AT = re.compile(r"\s*,?\s*(?:\b(?:on|at|by|around|about|from|until)\s+)?(?:the\s+)?", _FLAGS)
_FROM = re.compile(r"\b(?:from|between)\s+(?:the\s+|about\s+)?\Z", _FLAGS)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_DATED = re.compile(r"([0-9]{4})-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?\Z")
_SIMPLE = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?\Z")
_PLAIN = re.compile(r"-?[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?\Z")
_MODIFIER = re.compile(
    r"(?:(?P<start>\b(?:since|after|starting(?: in| on)?))|(?P<end>\b(?:until|till|til|by|before"
    r"|prior to|up to|no later than)))?(?:\s*\b(?:at least|as early as|as late as))?"
    r"(?:\s*(?P<circa>\b(?:circa|approximately|roughly|about|around|ca?\.)))?(?:\s*\bthe)?\s*\Z",
    _FLAGS,
)
_ONWARDS = re.compile(r"\s+on(?:wards?)?\b(?!\s+(?:the|a)\b)", _FLAGS)


def _anchor(anchor: str | None) -> str | None:
    """The date part of the anchor; raises ValueError when it is not an ISO date."""
    if anchor is None:
        return None
    day = anchor[:10]
    parts = day.split("-")
    shaped = re.fullmatch("[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?", day)
    if not shaped or int(parts[0]) == 0 or _date(*map(int, parts)) is None:
        raise ValueError(f"anchor {anchor!r} is not an ISO date such as 2019, 2019-10, 2019-10-05")
    return day


def _scan(text: str, anchor: str | None) -> Iterator[TimeExpression]:
    """Leftmost longest matches that their reader accepts, values still waiting for more."""
    previous: TimeExpression | None = None
    antecedent: str | None = None
    for candidate in _CANDIDATE.finditer(text):
        start = candidate.start()
        if previous and start < previous.end:
            continue
        matches = [(m.end(), k, r, m) for k, r, p in _RULES if (m := p.match(text, start))]
        for end, kind, read, match in sorted(matches, key=lambda entry: -entry[0]):
            site = _site(text, start, end, anchor, antecedent, previous)
            value = read(match, site)
            if value != _NO:
                previous = TimeExpression(start=start, end=end, value=value, kind=kind)
                if value and _SIMPLE.match(value):
                    antecedent = value
                yield previous
                break


def _site(text: str, start: int, end: int, anchor: str | None, antecedent: str | None,
          previous: TimeExpression | None) -> _Site:  # fmt: skip
    done = previous.end if previous else 0
    after = text[end : end + _REACH]
    link = _CHAIN.fullmatch(text[done:start]) if previous and start - done < 20 else None
    chained = link is not None and previous is not None and previous.kind == "point"
    if chained and link and link["list"]:
        chained = re.match(r"\s*(?:[,.;)]|and\b|or\b)", after) is not None
    before = text[max(done, start - _REACH) : start]
    return _Site(before=before, after=after, anchor=anchor, antecedent=antecedent, chained=chained)


def _is_future(text: str, item: TimeExpression) -> bool:
    """Does the nearest verb before the expression, else the first one after, look ahead?"""
    before = re.split(r"[.!?;\n]\s", text[max(0, item.start - _REACH) : item.start])[-1]
    cues = list(_FUTURE.finditer(before))
    if cues:
        return cues[-1]["future"] is not None
    after = re.split(r"[.!?;\n]", text[item.end : item.end + _REACH])[0]
    cue = _FUTURE.search(after)
    return cue is not None and cue["future"] is not None


def _dated(text: str, found: list[TimeExpression], anchor: str | None) -> list[TimeExpression]:
    """Give waiting dates the year of the next one in a list or range, else that of the anchor."""
    following: TimeExpression | None = None
    dated: list[TimeExpression] = []
    for item in reversed(found):
        value = item.value or ""
        if value.startswith("-W-") or value.startswith("--"):
            value = _shared(text, item, following) or _nearest(value, anchor, _is_future(text, item)) or ""
            item = replace(item, value=value or None)
        following = item
        dated.append(item)
    return dated[::-1]


def _shared(text: str, item: TimeExpression, following: TimeExpression | None) -> str | None:
    value = item.value or ""
    year = following and _DATED.match(following.value or "")
    if not year or not following or value.startswith("-W-"):
        return None
    if not _LISTED.fullmatch(text[item.end : following.start]):
        return None
    earlier = value[2:4] > (following.value or "")[5:7]
    month, day = int(value[2:4]), int(value[5:7] or 0)
    return _date(int(year[1]) - earlier, month, day or None)


def _merged(text: str, first: TimeExpression, second: TimeExpression) -> TimeExpression | None:
    """Clock and date as one date-time, two dates as one interval, or None."""
    gap = text[first.end : second.start]
    if len(gap) > 20 or (first.kind, second.kind) != ("point", "point"):
        return None
    left, right = first.value or "", second.value or ""
    whole = replace(first, end=second.end)
    for clock, day in ((left, right), (right, left)):
        if clock.startswith("T") and _AT.fullmatch(gap) and (not day or _DAY.match(day)):
            return replace(whole, value=(day + clock if len(clock) > 1 else day) if day else None)
    between = re.search(r"\bbetween\s+(?:the\s+|about\s+)?\Z", text[: first.start][-20:], _FLAGS)
    if not (_RANGE.fullmatch(gap) or (between and _AND.fullmatch(gap))):
        return None
    low, high = _endpoint(left, last=False), _endpoint(right, last=True)
    if low and high and _order(low)[: len(_order(high))] <= _order(high)[: len(_order(low))]:
        return replace(whole, value=f"{low}/{high}")
    return None


def _endpoint(value: str, *, last: bool) -> str | None:
    """A value as EDTF allows it in intervals: no time of day, no season, no part of the year."""
    match = re.match(r"(-?[0-9X]{4})(?:-([0-9X]{2})(?:-[0-9X]{2})?)?(?:T.*)?\Z", value)
    if match is None:
        return None
    part = int(match[2] or 0)
    if part < 13:
        return value.partition("T")[0]
    if part < 33:
        return match[1]
    size = 3 if part < 37 else 6
    month = (part - (33 if size == 3 else 40)) * size
    return f"{match[1]}-{month + (size if last else 1):02}"


def _order(value: str) -> tuple[int, ...]:
    sign, rest = (-1, value[1:]) if value.startswith("-") else (1, value)
    year, *more = rest.replace("X", "9" if sign < 0 else "0").split("-")
    return (sign * int(year), *map(int, more))


def _bounded(text: str, item: TimeExpression, done: int) -> TimeExpression:
    """Apply the words in front: since, until, circa, and the "from" or "between" of intervals."""
    value, before = item.value, text[max(done, item.start - _REACH) : item.start]
    if item.kind != "point" or value is None or value.startswith("T"):
        return replace(item, value=None if value and value.startswith("T") else value)
    if "/" in value and (match := _FROM.search(before)):
        words = re.search(rf"{_DASH}|\b(?:to|and|until|till|through)\b", text[item.start : item.end])
        return replace(item, start=item.start - len(before) + match.start()) if words else item
    match = _MODIFIER.search(before)
    low, _, high = value.partition("/")
    high = high or low
    if match and match["circa"] and _PLAIN.match(value):
        low = high = value = f"{value}~"
    bound_low, bound_high = _endpoint(low.rstrip("~"), last=False), _endpoint(high.rstrip("~"), last=True)
    tilde = "~" if value.endswith("~") else ""
    if bound_low and bound_low != ".." and ((match and match["start"]) or (_starts(before) and _ONWARDS.match(text, item.end))):
        value = f"{bound_low}{tilde}/.."
    elif bound_high and match and match["end"] and not re.search(_NUMBERED + r"\s*\Z", before, _FLAGS):
        value = f"../{bound_high}{tilde}"
    return replace(item, value=value)


def _starts(before: str) -> bool:
    return _FROM.search(before) is not None


def find_times(text: str, *, anchor: str | None = None) -> list[TimeExpression]:
    """The temporal expressions of a sentence or paragraph, in text order, not overlapping.

    `anchor` is the date of the document (`2019`, `2019-10` or `2019-10-05`), from which relative
    expressions count; without one, or with one too coarse, they have the value None. Raises
    ValueError when it is no ISO date.

    >>> [(t.value, t.kind) for t in find_times("Since 2010 it took five days.")]
    [('2010/..', 'point'), ('P5D', 'duration')]
    """
    day = _anchor(anchor)
    joined: list[TimeExpression] = []
    for item in _dated(text, list(_scan(text, day)), day):
        merged = _merged(text, joined[-1], item) if joined else None
        joined[-1:] = [merged] if merged else [*joined[-1:], item]
    done, finished = 0, []
    for item in joined:
        finished.append(_bounded(text, item, done))
        done = item.end
    return finished


_DATATYPES = (
    (r"(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}", "xsd:date"),
    (r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])", "xsd:gYearMonth"),
    (r"(?!0000)[0-9]{4}", "xsd:gYear"),
    (r"(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(?:Z|[+-][0-9]{2}:[0-9]{2})?", "xsd:dateTime"),
    (r"P[0-9YMDTHS.]+", "xsd:duration"),
)


def datatype(value: str) -> str:
    """The RDF datatype of a value of `find_times`.

    Years before 1 AD stay EDTF: XML Schema 1.0 and 1.1 disagree on which year `-0043` is.

    >>> datatype("2012-12"), datatype("2019-21"), datatype("-0043")
    ('xsd:gYearMonth', 'edtf:EDTF', 'edtf:EDTF')
    """
    return next((name for shape, name in _DATATYPES if re.fullmatch(shape, value)), "edtf:EDTF")
