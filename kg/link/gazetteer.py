"""The bundled gazetteer: countries, territories, subdivisions, cities, seas, organisations.

Places are made by `benchmarks/gazetteer/make.py` from GeoNames (CC BY 4.0), country-coder (ISC) and
Unicode CLDR, organisations by `organizations.py` beside it from the name-suggestion-index
(BSD-3-Clause); `known.csv` (continents, seas, regions, bodies of the United Nations, languages) is
the project's own.
"""

from __future__ import annotations

import csv
import gzip
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

from kg.link.countries import is_shouted

WIKIDATA = "http://www.wikidata.org/entity/"
GEONAMES = "https://sws.geonames.org/"
#: The kind of what is known by its name alone, and only where a text takes it for its type.
BY_NAME = "by name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One known thing.

    `code` is an ISO 3166 code where there is one (`JP`, `US-TX`). `within` is where it lies: the
    GeoNames code of a subdivision (`US.TX`), whose part before the dot is a country's code.
    `capital` is the code of the country whose capital a city is. `population` is 0 if unknown.
    """

    label: str
    type: str
    kind: str
    code: str = ""
    within: str = ""
    population: int = 0
    links: tuple[str, ...]
    capital: str = ""

    @property
    def country(self) -> str:
        """The code of the country that it is or lies in."""
        whole = self.kind in ("country", "territory")
        return self.code if whole else self.within.partition(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """Entries by folded name; `by_alias` has the names that are not an entry's first."""

    by_label: dict[str, tuple[Entry, ...]]
    by_alias: dict[str, tuple[Entry, ...]]
    by_country: dict[str, Entry]

    def find(self, name: str) -> tuple[Entry, ...]:
        """Everything of this name, by label before by alias; a city that is written "OSLO" too."""
        key = fold(name)
        found = self.by_label.get(key, ()) + self.by_alias.get(key, ())
        return found if found or not is_shouted(key) else self.by_label.get(key.casefold(), ())


def fold(name: str) -> str:
    """What varies without meaning: a leading "the", spacing, accents, case beyond acronyms.

    >>> fold("The  Hague"), fold("UN"), fold("U.N."), fold("Cancún")
    ('hague', 'UN', 'UN', 'cancun')
    """
    words = name.replace("’", "'").split()
    if len(words) > 1 and words[0].lower() == "the":
        words = words[1:]
    joined = " ".join(words)
    bare = joined.replace(".", "")
    # "WHO" is an organisation and "who" a pronoun: short names count as they are written.
    if len(bare) <= 4 and bare.isupper():
        return bare
    if joined.isascii():
        return joined.casefold()
    marked = unicodedata.normalize("NFKD", joined.casefold())
    return "".join(c for c in marked if not unicodedata.combining(c))


@lru_cache(maxsize=1)
def bundled() -> Gazetteer:
    """The gazetteer of the package, read once."""
    data = resources.files("kg") / "data"
    labels: dict[str, list[Entry]] = {}
    aliases: dict[str, list[Entry]] = {}
    by_country: dict[str, Entry] = {}

    def put(entry: Entry, row: dict[str, str]) -> None:
        labels.setdefault(fold(entry.label), []).append(entry)
        for alias in filter(None, row["aliases"].split(";")):
            if fold(alias) != fold(entry.label):
                aliases.setdefault(fold(alias), []).append(entry)

    for row in csv.DictReader(io.StringIO((data / "known.csv").read_text("utf-8"))):
        links = (WIKIDATA + row["wikidata"],)
        put(Entry(label=row["label"], type=row["type"], kind=row["kind"], links=links), row)
    known = {link for found in labels.values() for entry in found for link in entry.links}
    for row in _rows(data / "organizations.csv.gz"):
        links = (WIKIDATA + row["wikidata"],)
        if not known & set(links):
            put(Entry(label=row["label"], type="Organization", kind=BY_NAME, links=links), row)
    for row in _rows(data / "places.csv.gz"):
        entry = _place(row)
        put(entry, row)
        if entry.kind in ("country", "territory"):
            by_country[entry.code] = entry
    return Gazetteer(
        by_label={key: tuple(found) for key, found in labels.items()},
        by_alias={key: tuple(found) for key, found in aliases.items()},
        by_country=by_country,
    )


def _rows(file: Traversable) -> Iterator[dict[str, str]]:
    text = gzip.decompress(file.read_bytes()).decode()
    return csv.DictReader(io.StringIO(text))


def _place(row: dict[str, str]) -> Entry:
    links = [f"{GEONAMES}{row['geonames']}/"]
    if row["wikidata"]:
        links.insert(0, WIKIDATA + row["wikidata"])
    return Entry(
        label=row["label"],
        type="Country" if row["kind"] == "country" else "Place",
        kind=row["kind"],
        code=row["code"],
        within=row["within"],
        population=int(row["population"] or 0),
        links=tuple(links),
        capital=row["capital"],
    )
