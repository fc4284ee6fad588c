"""The rules: what temporal expressions look like, and which reader understands each.

Templates are written as `kg.english.times.grammar` says. The longest match wins, then the first in
the table. `CANDIDATE` finds the places where a rule could begin.
"""

from __future__ import annotations

import re
from typing import Literal

from kg.english.times.grammar import (
    DAY_NAMES,
    DECADES,
    END,
    FLAGS,
    HOLIDAYS,
    MONTH_NAMES,
    MONTHS,
    ORDINAL,
    ORDINALS,
    SCALES,
    SEASONS,
    SMALL,
    TENS,
    WEEKDAY,
    WEEKDAYS,
    any_of,
    spell,
)  # fmt: skip
from kg.english.times.readers import (
    FIXED,
    TimeReader,
    read_adverb,
    read_ago,
    read_anaphoric,
    read_bare_duration,
    read_calendar,
    read_century,
    read_clock,
    read_day_range,
    read_decade,
    read_deictic,
    read_duration,
    read_era,
    read_holiday,
    read_iso,
    read_numeric,
    read_relative,
    read_season,
    read_short_weekday,
    read_short_years,
    read_single_duration,
    read_subyear,
    read_unknown,
    read_weekday,
    read_year,
    read_years,
)  # fmt: skip

TimeKind = Literal["point", "duration", "set"]

_WEEKDAY_FIRST = "(?:<weekday>(?:_,_| )(?:the )?)?"
_THEN_YEAR = "(?:_,_|~| )(?:<oldyear>|(?P<bare>[1-9][0-9]{0,3}) <era>|'_<yy>)"
_YEARWARD = "(?:(?:_,_| )(?:of )?<which> year)?"
_DAYS = "<day>(?P<link>_~_| to | through | until | and | or )(?:the )?<day2>"
_SEASON = "<part>?<season>(?: of | in |_,_| )(?:the year )?<year>"
_LATER = "(?P<when>later|earlier|before|after|afterwards)"
_MONTH_NAME = any_of(MONTH_NAMES)
_TABLE: tuple[tuple[TimeKind, TimeReader, str], ...] = (
    ("point", read_iso,
     r"<year>-<two>-<two2>(?:(?:T| )<hour>:<minute>(?::<minute2>(?:\.[0-9]+)?)?"
     "(?P<zone>Z|[+-](?:0[0-9]|1[0-3])(?::?[0-5][0-9])?)?)?"),
    ("point", read_iso, "<year>/<two>/<two2>(?P<hour>(?!))?"),
    ("point", read_numeric, "<two>(?P<sep>[/.-])<two2>(?P=sep)<year>"),
    ("point", read_calendar,
     f"{_WEEKDAY_FIRST}(?:<day>|<ordinal>)(?: (?:day )?of |~| )<month>{_THEN_YEAR}"),
    ("point", read_calendar,
     f"{_WEEKDAY_FIRST}<month> (?:the )?(?:<day>|<ordinal>){_THEN_YEAR}"),
    ("point", read_calendar,
     f"{_WEEKDAY_FIRST}(?:<day> (?:(?:day )?of )?|<ordinal> (?:day )?of )<month>{_YEARWARD}"),
    ("point", read_calendar,
     f"{_WEEKDAY_FIRST}<month> (?:<day>|the (?:<day2>|<ordinal>)){_YEARWARD}"),
    ("point", read_calendar, "<part>?<month>(?:_,_| of | in |~| )<year>"),
    ("point", read_calendar, "<part>?<month>(?:_,_| )'_<yy>"),
    ("point", read_calendar, f"<part>?<month>{_YEARWARD}"),
    ("point", read_day_range, f"<month> {_DAYS}(?:(?:_,_| )<year>)?"),
    ("point", read_day_range, f"{_DAYS} (?:of )?<month>(?:(?:_,_| )<year>)?"),
    ("point", read_year, "(?:<part>|(?P<pre>pre)~|(?P<post>post)~)?<year>"),
    ("point", read_years,
     "<year>(?:_~_| to | until | till | through )(?:<year2>|(?:the )?present(?: day)?|now|today)"),
    ("point", read_short_years, "<year>(?P<link>/|_~_)<yy>"),
    ("point", read_decade, "<part>?(?P<decade>[12][0-9]{2}0)_'?_s"),
    ("point", read_decade,
     "(?P<decade>[12][0-9]{2}0)_'?_s(?:_~_| to (?:the )?)'?(?P<until>[1-9]0)_'?_s"),
    ("point", read_decade, "<part>?(?P<mark>(?:'|\u2018)_)?(?P<decade>[1-9]0)_'?_s"),
    ("point", read_decade, f"<part>?(?P<word>{any_of(DECADES)})"),
    ("point", read_century, "<part>?<ordinal>(?:~| )(?:century|centuries)(?: <era>)?"),
    ("point", read_century, f"<part>?<ordinal>"
     f"(?=(?: and | or | to |_~_|_,_)(?:the )?<part2>?{ORDINAL}(?:~| )centur)"),
    ("point", read_era,
     "(?P<bare>[1-9][0-9]{0,4}|[1-9][0-9]?,[0-9]{3})(?:(?:_~_| to )(?P<bare2>[1-9][0-9]{0,4}))?"
     " <era>"),
    ("point", read_era,
     r"(?P<era>AD|A\._?D\.) (?P<bare>[1-9][0-9]{0,3})(?:_~_(?P<bare2>[1-9][0-9]{0,3}))?"),
    ("point", read_season, f"{_SEASON}(?:(?:/|~)<yy>)?"),
    ("point", read_subyear, "Q(?P<q>[1-4])(?: of |_,_|~| )?(?P<fiscal>FY_|fiscal )?<year>"),
    ("point", read_subyear, "<year>(?: |~)?Q(?P<q>[1-4])"),
    ("point", read_subyear, "(?P<semester>H)(?P<q>[12])(?: of |_,_|~| )?<year>"),
    ("point", read_subyear,
     "(?P<count>first|second|third|fourth|final|last|[1-4](?:st|nd|rd|th))(?:~| )"
     "(?:quarter|(?P<semester>half))(?: of | in |_,_| )(?:the )?(?P<fiscal>fiscal |financial )?"
     "(?:year )?<year>"),
    ("point", read_unknown, "(?:fiscal|financial)(?: year)? <year>|FY_<year2>"),
    ("point", read_holiday, "<holiday>(?:(?:_,_| of | in | )<year>)?"),
    ("point", read_clock, "(?:12 )?(?P<word>noon|midnight)"),
    ("point", read_clock, "<hour>(?:[:.]<minute>)?_<half>(?:_<zone>)?"),
    ("point", read_clock, "<hour>:<minute>(?: (?:hrs|hours))?(?: <zone>)?(?P<half>(?!))?"),
    ("point", read_weekday, "<dayname>(?: <daypart>)?"),
    ("point", read_short_weekday, "(?P<dayname>(?:mon|tues?|wed|thurs?|thu|fri|sat|sun)\\.?)"),
    ("point", read_deictic, f"(?P<word>{any_of(FIXED)})(?: <daypart>)?"),
    ("point", read_relative,
     f"(?:(?:earlier|later|early|late) )?<which> (?P<what>week(?:end)?|month|year"
     f"|decade|century|<daypart>|<season>|{WEEKDAY}|{_MONTH_NAME})(?: <daypart2>)?"),
    ("point", read_ago, "(?:<number>|<vague>|an?)(?: |~)<unit> (?P<when>ago|from now|hence)"),
    ("point", read_ago,
     "(?P<vague>(?:millions of )?years|decades|centuries|months|weeks|days|hours|minutes) ago"),
    ("point", read_anaphoric, f"(?:<number>|<vague>|an?)(?: |~)<unit> {_LATER}"),
    ("point", read_anaphoric, "the <unit> (?P<when>before|after)"),
    ("point", read_anaphoric,
     "(?:the (?:very )?(?P<order>same|following|next|previous|preceding)|(?P<when>that)(?: same)?)"
     " (?P<unit>day|week|month|year|decade|century)"),
    ("duration", read_duration,
     "<number>(?:_~_| )(?:(?:full|long|consecutive|straight|whole|calendar|more) )?<unit>"
     "(?:(?:_,_| )(?:and )?<number2> <unit2>)?"),
    ("duration", read_duration,
     "(?P<number>half an?|a half|half|(?:a )?quarter of an?|(?:a )?quarter)(?: |~)<unit>"),
    ("duration", read_single_duration,
     "an? (?:full |whole |single |further )?<unit>(?P<more> and a half)?"),
    ("duration", read_unknown, "<number>(?: to | or |_~_)<number2>(?: |~)<unit>"),
    ("duration", read_unknown, "between (?:about )?<number> and <number2>(?: |~)<unit>"),
    ("duration", read_unknown, "<vague> <unit>(?<=[sS])"),
    ("duration", read_bare_duration, "<unit>(?<=[sS])"),
    ("set", read_unknown,
     f"(?:every|each)(?: other| second| third| few| <number>)? (?:<unit>|{WEEKDAY}s?|weekend"
     f"|<daypart>|<season>|{_MONTH_NAME}|Christmas|Easter)"),
    ("set", read_adverb,
     "(?:(?:bi|semi)~?)?(?:daily|weekly|fortnightly|monthly|quarterly|yearly|annually|hourly"
     "|nightly|biannually|biennially)"),
    ("set", read_unknown,
     "(?:once|twice|thrice|<number> times|several times|a few times)(?: |~)(?:an?|each|every|per)"
     "(?: |~)<unit>"),
    ("set", read_unknown, "per (?:second|minute|hour|day|week|month|quarter|year|annum)"),
    ("set", read_unknown, f"(?:{WEEKDAY}|weekend|weekday)s"),
)  # fmt: skip


RULES: tuple[tuple[TimeKind, TimeReader, re.Pattern[str]], ...] = tuple(
    (kind, read, re.compile(f"(?:{spell(template)}){END}", FLAGS))
    for kind, read, template in _TABLE
)
_WORDS = {
    *MONTH_NAMES, *MONTHS, "sept", *DAY_NAMES, *WEEKDAYS, "tues", "thurs", *(f"{name}s" for name in
    DAY_NAMES), *SEASONS, *SMALL, *TENS, *SCALES, *ORDINALS, *DECADES, "half", "quarter",
    *{name.split()[0] for name in HOLIDAYS if name[0] != "s"}, "st", "ad", "noon", "midnight",
    "yesterday", "today", "tonight", "tomorrow", "last", "past", "previous", "this", "current",
    "next", "coming", "early", "late", "mid", "earlier", "later", "very", "pre", "post", "fiscal",
    "financial", "fy", "q", "several", "many", "few", "some", "dozens", "hundreds", "thousands",
    "millions", "numerous", "countless", "recent", "every", "each", "once", "twice", "thrice",
    "per", "bi", "semi", "daily", "weekly", "fortnightly", "monthly", "quarterly", "yearly",
    "annually", "hourly", "nightly", "biannually", "biennially", "weekends", "weekdays", "years",
    "months", "weeks", "days", "hours", "decades", "centuries", "minutes", "between",
}  # fmt: skip
#: What an expression may begin with; frequent words only before what makes them begin one.
_STARTS = [
    *(f"{word}(?![a-z])" for word in sorted(_WORDS)), r"a\.?d\b", "q[1-4]", "h[12]",
    spell("the(?= (?:<unit>|same|following|next|previous|preceding|very|several|many|few|some"
          "|dozens|hundreds|thousands|day))"),
    spell("that(?= (?:same )?(?:day|week|month|year|decade|century))"),
    spell("an?(?= (?:<unit2>|few|couple|dozen|number|full|whole|single|further|half|quarter"
          "|hundred|thousand|million))"),
]  # fmt: skip


def _by_letter(starts: list[str]) -> str:
    """An alternation grouped by first letter: other letters are passed over in one step."""
    groups: dict[str, list[str]] = {}
    for start in starts:
        groups.setdefault(start[0], []).append(start[1:])
    return "|".join(
        f"[{letter}{letter.upper()}](?i:{'|'.join(sorted(rest, reverse=True))})"
        for letter, rest in sorted(groups.items())
    )


CANDIDATE = re.compile(
    r"(?<![\w#$/@.,:+=\\\u00a3\u20ac\u00a5-])[0-9]|['\u2018\u2019][1-9]0"
    rf"|(?<!(?u:\w))(?:{_by_letter(_STARTS)})",
    re.ASCII,
)
