"""When somebody lived, in brackets behind the name.

| text                           | claims                                                  |
|--------------------------------|---------------------------------------------------------|
| Emil Karsten (1852-1911)       | (Karsten, be born in, 1852), (Karsten, die in, 1911)    |
| Ida Falk (born 3 May 1941)     | (Falk, be born on, 1941-05-03)                          |
| Ida Falk (b. 1920; d. 1999)    | (Falk, be born in, 1920), (Falk, die in, 1999)          |
| Olga Brun (née Holst)          | (Brun, be born as, "Holst")                             |
| Ole Vik (3 May 1801, Oslo – …) | (Vik, be born on, 1801-05-03), (Vik, be born in, Oslo)  |
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.english.lexicon import OFFICES
from kg.english.times import datatype, find_times
from kg.model import Argument, Time
from kg.parse.tokens import Token
from kg.record.claims.arguments import Arguments
from kg.record.claims.nominal.made import Nominal
from kg.record.claims.rules import rule
from kg.record.claims.stated import Stated
from kg.record.mentions import Reference

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
DATE = (
    rf"(?:(?:c\.|ca\.|circa|around|about)\s*)?"
    rf"(?:\d{{1,2}}\s+{MONTH}\s+\d{{4}}|{MONTH}\s+\d{{1,2}},?\s+\d{{4}}|{MONTH}\s+\d{{4}}"
    rf"|\d{{4}}-\d\d-\d\d|\d{{3,4}}(?![\d.%]|s\b)\??)"
)
#: A place before a date ("Oslo, 1890").
AT = r"(?:[^\W\d_][^\d;,–—()-]{0,80},\s*)?"
#: A place behind a date ("1 May 1841, Riga"): words with capitals.
PLACED = r"(?:\s*(?:,\s*)?(?:in\s+|at\s+)?[^\W\d_][^\d;–—()]*?)?"
BORN = r"(?:born|b\.|b|\*)\s*(?:(?:on|in)\s*)?"
DIED = r"(?:died|d\.|d|†)\s*(?:(?:on|in)\s*)?"
SPAN = re.compile(
    rf"(?:{BORN})?(?P<born>{AT})(?P<birth>{DATE})(?P<native>{PLACED})(?<!\s)\s*(?:[-–—,]|\bto\b)\s*"
    rf"(?:{DIED})?(?P<died>{AT})(?P<death>{DATE})(?P<there>{PLACED})",
    re.IGNORECASE,
)
BIRTH = re.compile(
    rf"{BORN}(?P<birth>{DATE})(?P<native>{PLACED})(?:(?<!\s)\s*[-–—])?|(?P<since>{DATE})\s*[-–—]",
    re.I,
)
DEATH = re.compile(rf"{DIED}(?P<death>{DATE})(?P<there>{PLACED})", re.IGNORECASE)
#: Where a bracket says that somebody was born, or died.
PLACES = (("born", "be born in"), ("native", "be born in"), ("died", "die in"), ("there", "die in"))
NEE = re.compile(r"(?:née|nee|né|born)\s+(?P<name>[^\W\d_][\w’'-]*(?:\s+[^\W\d_][\w’'-]*){0,2})")
#: Characters of what a bracket says of a life.
LONGEST = 200
#: How many years a life has at least and at most; fewer are an office.
YEARS = range(25, 120)


@rule("life", "Emil Karsten (1852-1911) taught botany.", "Emil Karsten | die in | 1911")
def life(name: Reference, reader: Arguments, stated: Stated) -> Iterator[Nominal]:
    """Birth and death of a person, from brackets right behind the name."""
    bracket = _bracket(name)
    if not bracket or name.type not in ("Person", ""):
        return
    start = bracket[0].end
    for part in re.finditer(r"[^;]+", reader.text[start : bracket[-1].start]):
        text, at = part.group().strip(), start + part.start()
        at += len(part.group()) - len(part.group().lstrip())
        if len(text) > LONGEST:
            continue
        for match in (SPAN.fullmatch(text), BIRTH.fullmatch(text), DEATH.fullmatch(text)):
            if match is not None and _is_life(match, name):
                yield from _dates(name, match, at, bracket[0], reader, stated)
                yield from _places(name, match, at, bracket, reader, stated)
                break
        maiden = NEE.fullmatch(text)
        if maiden is not None and all(word[0].isupper() for word in maiden["name"].split()):
            span = reader.span(at + maiden.start("name"), at + maiden.end("name"))
            yield _told(
                name, reader, stated, bracket[0], lemma="be born as",
                object=Argument(
                    span=span, label=span.text, literal=span.text, datatype="xsd:string"
                ),
            )  # fmt: skip


def _bracket(name: Reference) -> list[Token]:
    """The brackets right behind a name, with what they hold."""
    tokens = name.sentence.tokens[name.last.i + 1 :]
    if not tokens or tokens[0].text not in ("(", "[") or name.head not in name.tokens:
        return []
    close = next((n for n, t in enumerate(tokens) if t.text in (")", "]")), None)
    return tokens[: close + 1] if close else []


def _is_life(match: re.Match[str], name: Reference) -> bool:
    """Whether dates are those of a life: long enough for one, and not an office or a firm."""
    found = match.groupdict()
    marked = re.match(rf"{BORN}|{DIED}", match.group(), re.IGNORECASE) is not None
    if not marked and (name.type != "Person" or _is_office(name)):
        return False
    if found.get("birth") and found.get("death"):
        first, last = (_year(found[key]) for key in ("birth", "death"))
        return last - first in YEARS
    return marked or bool(found.get("since"))


def _is_office(name: Reference) -> bool:
    """ "President Holm (2001-2009)": how long somebody held it."""
    before = name.head.having("compound", "nmod")
    return any(t.i < name.first.i and t.lemma.lower() in OFFICES for t in before)


def _year(date: str) -> int:
    return int(re.findall(r"\d{3,4}", date)[-1]) if "-" not in date else int(date[:4])


def _dates(
    name: Reference,
    match: re.Match[str],
    at: int,
    bracket: Token,
    reader: Arguments,
    stated: Stated,
) -> Iterator[Nominal]:
    for group, verb in (("birth", "be born"), ("since", "be born"), ("death", "die")):
        if not match.groupdict().get(group):
            continue
        date = match[group]
        value = _value(date)
        if value is None:
            continue
        span = reader.span(at + match.start(group), at + match.end(group))
        whole = re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None
        yield _told(
            name, reader, stated, bracket, lemma=f"{verb} {'on' if whole else 'in'}",
            object=Argument(
                span=span, label=span.text, literal=value, datatype=datatype(value)
            ),
            time=Time(span=span, value=value),
        )  # fmt: skip


def _places(
    name: Reference, match: re.Match[str], at: int, bracket: list[Token], reader: Arguments,
    stated: Stated,
) -> Iterator[Nominal]:  # fmt: skip
    """The first place that is named with each date: "Riga" of "1 May 1841, Riga, Latvia"."""
    for group, lemma in PLACES:
        if not match.groupdict().get(group):
            continue
        start, end = at + match.start(group), at + match.end(group)
        inside = (reader.by_head.get(id(t)) for t in bracket if start <= t.start < end)
        named = (r for r in inside if r is not None and r.kind == "name" and r.type in PLACE_TYPES)
        place = next(named, None)
        if place is not None:
            object = reader.of_reference(place)
            yield _told(name, reader, stated, bracket[0], lemma=lemma, object=object)


PLACE_TYPES = ("Place", "Country")


def _value(date: str) -> str | None:
    """ "3 May 1941", "c.1590", "870" as EDTF."""
    about = re.match(r"(?:c\.|ca\.|circa|around|about)\s*", date, re.IGNORECASE)
    exact = (date[about.end() :] if about else date).removesuffix("?")
    found = find_times(exact)
    value = found[0].value if found else None
    if value is None and exact.isdigit():
        value = exact.zfill(4)
    mark = "~" if about else "?" if date.endswith("?") else ""
    return value and f"{value}{mark}"


def _told(
    name: Reference,
    reader: Arguments,
    stated: Stated,
    bracket: Token,
    *,
    lemma: str,
    object: Argument,
    time: Time | None = None,
) -> Nominal:
    return Nominal(
        head=name.head, subject=reader.of_reference(name), object=object, words=(bracket,),
        lemma=lemma, rule="life", stated=stated, time=time,
    )  # fmt: skip
