"""Names → known things: the bundled gazetteer of countries, their other names and peoples.

Georgia is left out on purpose (the state and the country share the name), and so is every other
name that needs context: an unlinked name is better than a wrong link.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country: ISO 3166-1 alpha-2 code, English name, other names, words for its people."""

    code: str
    label: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]


@lru_cache(maxsize=1)
def countries() -> tuple[Country, ...]:
    """All countries of the gazetteer, by code."""
    text = (resources.files("kg") / "data" / "countries.csv").read_text("utf-8")
    return tuple(
        Country(
            code=row["code"],
            label=row["label"],
            aliases=tuple(filter(None, row["aliases"].split(";"))),
            demonyms=tuple(filter(None, row["demonyms"].split(";"))),
        )
        for row in csv.DictReader(text.splitlines())
    )


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Country]:
    return {_key(n): c for c in countries() for n in (c.label, *c.aliases)}


@lru_cache(maxsize=1)
def _by_demonym() -> dict[str, Country]:
    return {_key(f): c for c in countries() for d in c.demonyms for f in (d, d + "s")}


def _key(name: str) -> str:
    """Fold what varies without meaning: a leading "the", spacing, case beyond acronyms."""
    words = name.replace("’", "'").split()
    if len(words) > 1 and words[0].lower() == "the":
        words = words[1:]
    joined = " ".join(words)
    # "us" and "it" are pronouns: short names count only in capitals.
    bare = joined.replace(".", "").replace(" ", "")
    return joined.casefold() if len(bare) > 4 else bare if bare.isupper() else joined


def is_shouted(key: str) -> bool:
    """Whether a short name in capitals may be a word written so: "PERU", but no "WHO"."""
    return len(key) == 4 and key.isupper()


def find_country(name: str) -> Country | None:
    """The country of this name ("the US", "America", "DPRK"), if the gazetteer has it.

    >>> find_country("the U.S.").label, find_country("PERU").label
    ('United States', 'Peru')
    """
    key = _key(name)
    return _by_name().get(key) or (_by_name().get(key.title()) if is_shouted(key) else None)


def find_people(word: str) -> Country | None:
    """The country whose people or adjective this is ("Japanese", "Britons").

    >>> find_people("North Korean").label
    'North Korea'
    """
    return _by_demonym().get(_key(word))
