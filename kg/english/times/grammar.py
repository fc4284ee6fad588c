"""The words of time, the pieces of grammar made of them, and the cues that stand around dates.

Templates are regular expressions in which a blank is a gap (with one line break at most), `_` an
optional gap, `~` a dash, `'` an apostrophe of any shape, and `<name>` or `<name2>` the piece of
that name, captured under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

MONTH_NAMES = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
]  # fmt: skip
MONTHS = {name[:3]: number for number, name in enumerate(MONTH_NAMES, 1)}
DAY_NAMES = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS = {name[:3]: number for number, name in enumerate(DAY_NAMES, 1)}
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
SMALL = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
]  # fmt: skip
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
NUMBERS = {word: Fraction(n) for n, word in enumerate(SMALL)}
NUMBERS |= {word: Fraction(10 * n) for n, word in enumerate(TENS, 2)}
NUMBERS |= {"half": Fraction(1, 2), "quarter": Fraction(1, 4)}
ORDINAL_WORDS = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
    "seventeenth", "eighteenth", "nineteenth",
]  # fmt: skip
ORDINALS = {word: n for n, word in enumerate(ORDINAL_WORDS, 1)}
ORDINALS |= {"twentieth": 20, "thirtieth": 30, "final": 4, "last": 4}
DECADES = {word[:-1] + "ies": str(n) for n, word in enumerate(TENS, 2)}
#: First two letters of a unit of time -> its designator and how many of it; `m` is the minute.
UNITS = {
    "se": ("S", 1), "mi": ("m", 1), "ho": ("H", 1), "hr": ("H", 1), "da": ("D", 1),
    "we": ("D", 7), "fo": ("D", 14), "mo": ("M", 1), "ye": ("Y", 1), "yr": ("Y", 1),
    "de": ("Y", 10), "ce": ("Y", 100),
}  # fmt: skip
#: A fraction of a unit is written in the next smaller one: designator -> (how many, designator).
SMALLER = {"Y": (12, "M"), "D": (24, "H"), "H": (60, "m"), "m": (60, "S")}
#: What clocks of a zone are ahead of UTC; "ET" is two of them, by season.
ZONES = {
    "utc": "Z", "gmt": "Z", "wet": "Z", "est": "-05:00", "edt": "-04:00", "cst": "-06:00",
    "cdt": "-05:00", "mst": "-07:00", "mdt": "-06:00", "pst": "-08:00", "pdt": "-07:00",
    "bst": "+01:00", "west": "+01:00", "cet": "+01:00", "cest": "+02:00", "eet": "+02:00",
    "eest": "+03:00", "msk": "+03:00", "jst": "+09:00", "kst": "+09:00", "hkt": "+08:00",
    "sgt": "+08:00", "aest": "+10:00", "aedt": "+11:00", "nzst": "+12:00", "nzdt": "+13:00",
}  # fmt: skip
#: Fixed days as MM-DD, movable ones as days from Easter Sunday ; None differs by country.
HOLIDAYS: dict[str, str | int | None] = {
    "christmas eve": "12-24", "christmas day": "12-25", "christmas": "12-25",
    "boxing day": "12-26", "new year's eve": "12-31", "new year's day": "01-01",
    "valentine's day": "02-14", "st. patrick's day": "03-17", "halloween": "10-31",
    "armistice day": "11-11", "bastille day": "07-14", "juneteenth": "06-19",
    "fourth of july": "07-04", "all saints' day": "11-01", "ash wednesday": -46,
    "palm sunday": -7, "good friday": -2, "easter sunday": 0, "easter monday": 1, "easter": 0,
    "ascension day": 39, "pentecost": 49, "thanksgiving day": None, "thanksgiving": None,
}  # fmt: skip


def any_of(words: Iterable[str]) -> str:
    """An alternation, the longest word first."""
    return "(?:" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + ")"


_BLANK = "[ \t\u00a0\u2000-\u200a\u202f]"
_GAP = f"(?:{_BLANK}{{1,3}}(?:\r?\n{_BLANK}{{0,3}})?|\r?\n{_BLANK}{{0,3}})"
DASH = "[-\u2010-\u2015\u2212]"
_WORD_NUMBER = any_of([*NUMBERS.keys() - {"half", "quarter"}, *SCALES])
ORDINAL = (
    f"(?:[0-9]{{1,2}}_(?:st|nd|rd|th)|{any_of(TENS)}(?:~| ){any_of(ORDINAL_WORDS[:9])}"
    f"|{any_of(ORDINALS.keys() - {'final', 'last'})})"
)
MONTH = f"(?:{any_of(MONTH_NAMES)}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\\.?)"
WEEKDAY = any_of(DAY_NAMES)
_UNIT = (
    "(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|fortnights?|months?|years?|yrs?"
    "|decades?|century|centuries)"
)
_PIECES = {
    "day": "(?:[12][0-9]|3[01]|0?[1-9])(?:_(?:st|nd|rd|th))?",
    "ordinal": ORDINAL,
    "month": MONTH,
    "year": "[12][0-9]{3}",
    "oldyear": "[1-9][0-9]{2,3}",
    "yy": "[0-9]{2}",
    "two": "[0-9]{1,2}",
    "weekday": f"(?:{WEEKDAY}|(?:mon|tues?|wed|thurs?|thu|fri|sat|sun)\\.?)",
    "dayname": WEEKDAY,
    "season": any_of(SEASONS),
    "era": r"(?:BCE|BC|B\._?C\.(?:E\.)?|CE|C\.E\.|AD|A\._?D\.)",
    "part": "(?:(?:(?:very )?(?:early|late|mid)(?:(?:_~)?(?:~| )to(?:~| )|_~_| )){1,2})",
    "hour": "[0-2]?[0-9]",
    "minute": "[0-5][0-9]",
    "half": r"(?:a\._?m\.?|p\._?m\.?|am|pm|o'clock)",
    "zone": r"(?:(?:UTC|GMT)(?:_[-+\u2212][0-9]{1,2}(?::?[0-5][0-9])?)?"
    r"|[ECMP][SD]?T|CES?T|BST|WES?T|EES?T|MSK|JST|KST|HKT|SGT|AE[SD]T|NZ[SD]T|local time)",
    "number": f"(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,6}}(?:\\.[0-9]{{1,2}})?|{_WORD_NUMBER})"
    f"(?:(?:_~_| )(?:and )?{_WORD_NUMBER}){{0,4}}(?: and a half)?",
    "vague": "(?:(?:the )?(?:several|many|few|some|(?:dozen|hundred|thousand|million)s of|numerous"
    "|countless|recent)|half an?|a (?:few|couple(?: of)?|dozen|number of))"
    "(?: (?:more|recent|long))?",
    "unit": _UNIT,
    "holiday": any_of(re.escape(name).replace("\\ ", " ") for name in HOLIDAYS),
    "which": "(?:last|past|previous|this|current|next|coming)",
    "daypart": "(?:morning|afternoon|evening|night)",
}


def spell(template: str) -> str:
    """Write a template out as a plain regular expression."""
    for sign, pattern in ((" ", _GAP), ("_", f"{_GAP}?"), ("~", DASH), ("'", "['\u2019\u02bc]")):
        template = template.replace(sign, pattern)
    return re.sub(
        r"(?<!\?P)<([a-z]+)([0-9]?)>",
        lambda match: f"(?P<{match[1]}{match[2]}>{_SPELT[match[1]]})",
        template,
    )


_SPELT: dict[str, str] = {}
_SPELT |= {name: spell(piece) for name, piece in _PIECES.items()}

FLAGS = re.ASCII | re.IGNORECASE
#: Nothing that would make the last number or word a different one.
END = f"(?!(?u:\\w)|{DASH}?[0-9]|[.,:/][0-9]|%)"

# --- What stands before or after a date, and tells it from other numbers and words --------------

#: After a number that counts something.
COUNTED = (
    r"(?:[%\u00b0$\u20ac\u00a3]|(?:percent|per cent|hundred|thousand|million|billion|people"
    r"|persons|(?:wo)?men|children|students|soldiers|troops|workers|employees|staff|words"
    r"|pages|copies|votes|units|houses|homes|cases|deaths|miles?|km|kilomet|met(?:er|re)|feet"
    r"|ft|inches|acres?|hectares?|tons?|tonnes?|kg|lbs?|pounds|dollars|euros|yen|rpm|hp"
    r"|[mckg]?[mgW]|[MG]Hz|degrees|points|seats|members|residents|inhabitants|patients"
    r"|subjects|participants|respondents|samples|items|species|families|times|bytes|calories"
    r"|volts|watts|other|more|different|such|of (?:the|them)|(?:second|minute|hour|day|week"
    r"|month|year)s?)\b)"
)
#: Before a number that numbers or measures something.
NUMBERED = (
    r"(?:\b(?:pp?\.|pages?|vol\.?|nos?\.?|number|room|route|highway|flight|model|line|lines"
    r"|isbn|id|section|chapter|article|rule|windows|(?:total|average|sum|maximum|minimum"
    r"|population|number|distance|height|depth|speed|score|rate|capacity|crowd|group|list) of)"
    r"|[#\u2116$\u20ac\u00a3\u00a5\u00a7])"
)
#: Before a year: enough by itself.
IN = (
    r"(?:\b(?:in|since|during|from|until|till|before|after|by|between|of|circa|throughout|through"
    r"|year|years|born|died|dated|ended|ending|founded|established|published|prior to|than|as of"
    r"|our lord|back to|early|late|mid|copyright|in or about|on or before)"
    r"|\b(?:ca?|b|d|est|fl|r)\.|\u00a9)"
    r"(?:\s+(?:the|at least|about|around|approximately|circa|the years?))?"
)
#: Before a year, enough if a PAUSE follows it.
OFTEN = r"\b(?:to|for|about|around|approximately|over|late as|early as)(?:\s+(?:the|about))?"
PAUSE = (
    r"(?:[.,;:!?)\]\"\u201d\u2019'\u2013\u2014-]|\Z|(?:and|or|to|when|as|he|she|it|they|the|in|by"
    r"|with|who|which|but|for|at|on|until|was|were|is|had|has|after|before|onwards?|on)\b)"
)
#: Before a month or a holiday without a year.
PREPOSITION = (
    r"\b(?:in|of|since|until|till|by|from|during|before|after|between|through|throughout|to|for"
    r"|around|about|on|early|late|mid|and|or|as of|than|over|at|next|last|this|every)"
    r"(?:\s+(?:early|late|mid|the|the end of|about))?"
)
#: Before an age ("in his 90s") rather than a decade.
OWNED = r"\b(?:his|her|their|my|your|our|its|whose|['\u2019]s)(?:\s+(?:early|mid|late))?[ -]?"
#: Verbs, those that look ahead captured as `future`.
FUTURE = re.compile(
    r"\b(?P<future>(?:will|shall|won['\u2019]t|going to|set to|due|scheduled|expected|plans? to"
    r"|planned|upcoming|to be)(?:\s+\w+){0,3}|\w+['\u2019]ll(?:\s+\w+){0,3})"
    r"|\b(?:said|says|told|was|were|had|did|has|have|met|held|began|went|took|won|lost|made|gave"
    r"|came|left|\w{2,}ed)\b",
    re.IGNORECASE,
)
