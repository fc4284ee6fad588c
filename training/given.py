"""Add first names of many countries to those of the census.

    python -m training.given DATA      rewrites kg/data/first_names.json

Needs the package Faker (MIT), whose providers list men's and women's first names by country. A name
is taken if all lists that have it agree; words that English texts write without a capital are not
(`DATA`: the folder of the treebanks).
"""

from __future__ import annotations

import argparse
import importlib
import json
import lzma
import pkgutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "kg" / "data" / "first_names.json"
ABOUT = (
    "First names borne nine times as often by one sex as by the other, US Census Bureau,"
    " Frequently Occurring First Names, 1990 (public domain); further names by Faker's lists of"
    " many countries (MIT), where all that have a name agree"
)


def listed() -> Iterator[tuple[str, str]]:
    """Pairs (sex, name) of all countries that write with Latin letters."""
    providers = importlib.import_module("faker.providers.person")
    for found in sorted(m.name for m in pkgutil.iter_modules(providers.__path__)):
        provider = importlib.import_module(f"faker.providers.person.{found}").Provider
        for sex, words in (("m", "male"), ("f", "female")):
            for name in getattr(provider, f"first_names_{words}", ()):
                if len(name) > 2 and name.isalpha() and _latin(name) and name.istitle():
                    yield sex, name.lower()


def _latin(name: str) -> bool:
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in name)


def words(data: Path) -> set[str]:
    """Words that stand without a capital in English texts."""
    found = set()
    for path in sorted((data / "ud").glob("*-train.conllu.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            cells = (line.split("\t") for line in lines)
            found |= {c[1] for c in cells if len(c) == 10 and c[1].islower()}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path)
    known = json.loads(OUT.read_text("utf-8"))
    census = set(known["m"].split()) | set(known["f"].split())
    sexes: dict[str, set[str]] = {}
    for sex, name in listed():
        sexes.setdefault(name, set()).add(sex)
    common = words(parser.parse_args().data)
    for sex in ("m", "f"):
        new = {n for n, s in sexes.items() if s == {sex} and n not in census and n not in common}
        known[sex] = " ".join(sorted({*known[sex].split(), *new}))
        print(sex, len(new))
    known["about"] = ABOUT
    OUT.write_text(json.dumps(known, ensure_ascii=False, indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    main()
