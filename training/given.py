"""Add first names of many countries to those of the census.

    python -m training.given DATA      rewrites kg/data/first_names.json

Needs the package Faker (MIT), whose providers list men's and women's first names by country. A name
is taken if all lists that have it agree; surnames of any country are not, nor words that English
texts write without a capital (`DATA`: the folder of the treebanks). The census keeps its own list.
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

DATA = Path(__file__).resolve().parent.parent / "kg" / "data"
OUT = DATA / "first_names.json"


def providers() -> Iterator[object]:
    """What Faker knows of the names of each country."""
    found = importlib.import_module("faker.providers.person")
    for name in sorted(m.name for m in pkgutil.iter_modules(found.__path__)):
        yield importlib.import_module(f"faker.providers.person.{name}").Provider


def listed() -> Iterator[tuple[str, str]]:
    """Pairs (sex, name) of all countries that write with Latin letters."""
    for provider in providers():
        for sex, words in (("m", "male"), ("f", "female")):
            for name in getattr(provider, f"first_names_{words}", ()):
                if len(name) > 2 and name.isalpha() and _latin(name) and name.istitle():
                    yield sex, name.lower()


def surnames() -> set[str]:
    """Surnames of all countries: "Lind", "Holm"."""
    _, common = (DATA / "common_names.txt").read_text("utf-8").split("# surnames\n")
    found = set(common.lower().split())
    for provider in providers():
        for words in ("last_names", "last_names_male", "last_names_female"):
            found |= {name.lower() for name in getattr(provider, words, ())}
    return found


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
    borne: dict[str, set[str]] = {}
    for sex, name in listed():
        borne.setdefault(name, set()).add(sex)
    left_out = words(parser.parse_args().data) | surnames()
    left_out |= {name for names in known["census"].values() for name in names.split()}
    for sex in ("m", "f"):
        new = {name for name, sexes in borne.items() if sexes == {sex}} - left_out
        known["countries"][sex] = " ".join(sorted(new))
        print(sex, len(new))
    OUT.write_text(json.dumps(known, ensure_ascii=False, indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    main()
