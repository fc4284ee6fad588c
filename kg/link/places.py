"""Which of several things of one name a document means, or none of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Set
from dataclasses import dataclass

from kg.link.gazetteer import BY_NAME, Entry, bundled, fold

#: How likely a name is each kind of thing before the document is looked at, on the scale of
#: log10(population), which is a city's own.
PRIOR = {"country": 8.5, "territory": 8.0, "subdivision": 5.3}
OTHER_PRIOR = 9.0
#: Subdivisions that are spoken of without their country; those have a Wikidata id here.
WELL_KNOWN_PRIOR = 7.6
CAPITAL = 1.0
#: A name that is not a thing's first, and one that is a city's first as well.
ALIAS, ALIAS_BESIDE_LABEL = -0.3, -2.5
#: People of a city that its subdivision is called after.
GREAT = 1_000_000
#: People of a city that is known to those who do not know that a place is meant.
LARGE = 100_000
#: People of a town that is known in its country.
MIDDLING = 80_000
#: People of a town that shares its name with too much else.
SMALL = 30_000
#: What the document adds: "Paris, Texas" names the container; it speaks of Texas, of a city in
#: Georgia, of the country.
ATTACHED, PART, INSIDE, SAME_COUNTRY = 10.0, 3.0, 2.0, 2.0
#: What a text calls the parts of a country, and places where people live.
REGIONS = frozenset(
    "state province county prefecture department governorate oblast voivodeship canton"
    " emirate".split()
)
TOWNS = frozenset("city town village capital municipality port resort suburb settlement".split())
#: The least a link needs, and how far it must be ahead of the next.
LEAST, AHEAD = 5.4, 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a document says of places.

    `countries` are the codes of those it names, `parts` the GeoNames codes of subdivisions that it
    names, `cities` the entries its other names could be.
    """

    countries: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    cities: frozenset[Entry] = frozenset()


def choose(
    names: Iterable[str],
    type: str,
    around: Surroundings,
    *,
    attached: Iterable[str] = (),
    called: Set[str] = frozenset(),
) -> Entry | None:
    """The known thing that these names mean in these surroundings, if that is clear.

    `attached` are the names that follow directly ("Texas" in "Paris, Texas"), `called` the nouns
    that the document has for it ("the province of Buenos Aires"). Persons are never
    linked; a thing of type "Concept" (unknown) can be anything.
    """
    scored: dict[Entry, float] = {}
    containers = _containers(attached)
    gazetteer = bundled()
    for name in names:
        main = gazetteer.by_label.get(fold(name), ())
        alias = ALIAS_BESIDE_LABEL if any(e.kind == "city" for e in main) else ALIAS
        for entry in gazetteer.find(name):
            allowed = fits(entry, type) and not _is_other(entry, called)
            if allowed and not _too_small(entry, containers):
                score = prior(entry) + (0 if entry in main else alias)
                score += _support(entry, around, containers)
                scored[entry] = max(score, scored.get(entry, 0.0))
    ranked = sorted(scored, key=lambda e: (-scored[e], e.links))
    best = ranked[0] if ranked else None
    if best is None or scored[best] < LEAST:
        return None
    same = [e for e in ranked if same_place(best, e)]
    rivals = [e for e in ranked[1:] if e not in same]
    if rivals and scored[best] - scored[rivals[0]] < AHEAD:
        return None
    town = best.kind == "city" and best.population < MIDDLING and not best.capital
    if town and _support(best, around, containers) <= SAME_COUNTRY:
        return None  # that its country is named says little of one of many towns
    # "New York" is the city more often than the state around it, "Hong Kong" the whole territory.
    great = (e for e in same if e.kind == "city" and (e.population >= GREAT or e.capital))
    whole = best.kind == "subdivision" and not called & REGIONS
    return next(great, best) if whole else best


def fits(entry: Entry, type: str) -> bool:
    """Whether a thing that a document takes for `type` can be this."""
    places = ("Place", "Country")
    if type in places:
        return entry.type in places
    if type == "Concept" and entry.kind != BY_NAME:
        return entry.kind != "city" or entry.population >= LARGE
    return entry.type == type


def _is_other(entry: Entry, called: Set[str]) -> bool:
    """Whether a text calls a province what is a city, or the other way round."""
    if entry.kind == "city":
        return bool(called & REGIONS) and not called & TOWNS
    return entry.kind == "subdivision" and bool(called & TOWNS) and not called & REGIONS


def _too_small(entry: Entry, containers: set[str]) -> bool:
    """A small town is meant only where the text says at once where it lies."""
    small = entry.kind == "city" and entry.population < SMALL and not entry.capital
    return small and not {entry.within, entry.country} & containers


def prior(entry: Entry) -> float:
    if entry.kind == "city":
        return math.log10(entry.population + 1) + (CAPITAL if entry.capital else 0)
    if entry.kind == "subdivision" and len(entry.links) > 1:
        return WELL_KNOWN_PRIOR
    return PRIOR.get(entry.kind, OTHER_PRIOR)


def _containers(attached: Iterable[str]) -> set[str]:
    """The codes of what the attached names can be: countries and subdivisions."""
    codes = set()
    for name in attached:
        for entry in bundled().find(name):
            if entry.kind in ("country", "territory"):
                codes.add(entry.code)
            elif entry.kind == "subdivision":
                codes.add(entry.within)
    return codes


def _support(entry: Entry, around: Surroundings, containers: set[str]) -> float:
    support = 0.0
    if (entry.within in containers and entry.kind == "city") or entry.country in containers:
        support += ATTACHED
    if entry.kind == "city" and entry.within in around.parts:
        support += PART
    if entry.kind == "subdivision" and any(c.within == entry.within for c in around.cities):
        support += INSIDE
    if entry.kind == "country" and any(c.country == entry.code for c in around.cities):
        support += INSIDE
    if entry.country in around.countries and entry.kind != "country":
        support += SAME_COUNTRY
    return support


def same_place(a: Entry, b: Entry) -> bool:
    """A city and the subdivision or the whole territory that is called after it."""
    if {a.kind, b.kind} == {"city", "subdivision"}:
        return a.within == b.within
    return "city" in (a.kind, b.kind) and a.kind != b.kind and bool(a.country == b.country != "")
