"""Numbers with what they count or measure, out of the words of a text.

| text                    | unit asked for | number     | unit |
|-------------------------|----------------|------------|------|
| 291,000 inhabitants     | person         | 291000     |      |
| some 1.2 million people | person         | 1200000    |      |
| $3.5 billion            | currency       | 3500000000 | USD  |
| 16,401 km²              | area           | 16401      | km2  |
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kg.english.money import CURRENCIES

_SCALES = {
    "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "bn": 10**9,
}  # fmt: skip
_SIGNS = {"$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}


def _units(table: Mapping[str, str]) -> dict[str, str]:
    return {word: unit for unit, words in table.items() for word in words.split("|")}


#: The words for each unit, by what the unit counts or measures.
UNITS: Mapping[str, Mapping[str, str]] = {
    "person": _units({"": "people|person|persons|inhabitants|residents|citizens|souls"}),
    "employee": _units({"": "employees|workers|staff|people|persons|staff members"}),
    "currency": _units({
        "USD": "dollars|dollar|us dollars|u.s. dollars", "EUR": "euros|euro",
        "GBP": "pounds|pound|pounds sterling", "JPY": "yen", "CHF": "swiss francs",
        "INR": "rupees", "CNY": "yuan", "RUB": "rubles|roubles", "SEK": "swedish kronor",
        "NOK": "norwegian kroner", "DKK": "danish kroner", "NLG": "guilders|dutch guilders",
        "DEM": "deutschmarks|deutsche marks|german marks", "ZAR": "rand", "KRW": "won",
        "BRL": "reais", "PLN": "zloty|zlotys", "ILS": "shekels", "TRY": "lira|liras",
    }),
    "area": _units({
        "km2": "km2|km²|sq km|square kilometres|square kilometers|square kilometre|sq. km",
        "mi2": "square miles|sq mi|square mile|sq. mi", "ha": "hectares|ha|hectare",
        "acre": "acres|acre", "m2": "m2|m²|square metres|square meters|sq m",
        "ft2": "square feet|sq ft",
    }),
    "length": _units({
        "m": "m|metres|meters|metre|meter", "km": "km|kilometres|kilometers",
        "ft": "ft|feet|foot", "mi": "miles|mi|mile", "cm": "cm|centimetres|centimeters",
    }),
}  # fmt: skip
#: How many words may stand before "population".
_BEFORE = 3
_ABOUT = (
    r"(?:(?:about|around|some|approximately|roughly|nearly|almost|over|c\.|ca\.|an estimated)\s)?"
)
_NUMBER = re.compile(
    rf"(?:(?:a|the)\s)?{_ABOUT}(?P<sign>us\$|[$€£¥₹]|[a-z]{{3}}\s)?\s?"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<rest>[^\d].*|)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """`number` is a decimal without exponent, `unit` empty where the number counts."""

    number: str
    unit: str = ""


def quantity(text: str, unit: str, *, bare: bool = False) -> Quantity | None:
    """The number that a phrase gives, if it is one of that unit; `bare` allows none.

    >>> quantity("$3.5 billion", "currency"), quantity("three dogs", "person")
    (Quantity(number='3500000000', unit='USD'), None)
    """
    words = " ".join(text.split())
    before, named, behind = words.partition("population of ")
    if named and unit == "person" and before.count(" ") <= _BEFORE:
        words, bare = behind, True  # "a metropolitan population of 3.7 million"
    found = _NUMBER.fullmatch(words)
    if found is None:
        return None
    sign, rest = (found["sign"] or "").strip().lower(), found["rest"].strip().lower()
    number = Decimal(found["number"].replace(",", ""))
    scale, _, behind = rest.partition(" ")
    if scale in _SCALES:
        number, rest = number * _SCALES[scale], behind
    known = _unit(sign, rest, unit)
    if known is None and not (bare and not rest and not sign):
        return None
    whole = number == number.to_integral_value()
    return Quantity(f"{number.to_integral_value() if whole else number.normalize():f}", known or "")


def _unit(sign: str, rest: str, unit: str) -> str | None:
    """The unit that stands before or behind a number; None where it is another, or none."""
    if unit == "currency" and sign:
        code = _SIGNS.get(sign) or (sign.upper() if sign.upper() in CURRENCIES else "")
        return code if code and not rest else None
    if sign:
        return None
    return UNITS.get(unit, {}).get(rest)
