"""Who is who across documents: a set with homonyms, renamed companies, spellings, one name for two.

    python benchmarks/crossdocument.py [--held] [--errors] [--shuffles 10] [--model kg_en]

The documents and answers are in `benchmarks/identity/documents.txt`; with `--held`, those of
`held.txt` beside it, which were held back while the rules were made and have been looked at once
since, are built with them and counted alone too. Every
two marks of one thing are a true pair; it counts as found when both are one entity of the build.
Two different things that are one entity are a false merge. Then the documents are shuffled, and
the outcome must not change.
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

from kg.build import assemble
from kg.model import Build, Document, Mention, Record, Settings
from kg.parse.analyze import load_pipeline
from kg.record.make import make_record

#: The reader that the floors are for.
MODEL = Settings().model
DOCUMENTS = Path(__file__).resolve().parent / "identity/documents.txt"
HELD = DOCUMENTS.with_name("held.txt")
MARK = re.compile(r"\[\[([^\]=]+)=([^\]]+)\]\]")

#: (document, start, end, id)
Mark = tuple[str, int, int, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="print what is missed or wrong")
    parser.add_argument("--held", action="store_true", help="the documents held back as well")
    parser.add_argument("--shuffles", type=int, default=10)
    parser.add_argument("--model", default=MODEL)
    options = parser.parse_args()
    figures = measure(
        DOCUMENTS,
        *([HELD] if options.held else []),
        shuffles=options.shuffles,
        errors=options.errors,
        model=options.model,
    )
    print(json.dumps(figures, indent=2))


def measure(
    *paths: Path, shuffles: int = 10, errors: bool = False, model: str = MODEL
) -> dict[str, float]:
    """Documents, true pairs, their share that is found, false merges, outcomes of all orders.

    Of several files all documents are one build; the pairs of the last file are counted apart.
    """
    nlp = load_pipeline(model)
    marks: list[Mark] = []
    last: list[Mark] = []
    records: list[Record] = []
    for path in paths:
        last = []
        for name, text, found in documents(path):
            digest = sha256(text.encode()).hexdigest()
            document = Document(id=name, source=name, text=text, sha256=digest)
            records.append(make_record(document, nlp))
            last += found
        marks += last
    build = assemble(records, Settings())
    outcome = repr((build.entities, build.merges, build.review))
    orders = {outcome}
    for seed in range(shuffles):
        shuffled = records[:]
        random.Random(seed).shuffle(shuffled)
        again = assemble(shuffled, Settings())
        orders.add(repr((again.entities, again.merges, again.review)))
    figures = {**score(build, marks, errors=errors), "documents": len(records)}
    if len(paths) > 1:
        figures |= {f"held_{what}": count for what, count in score(build, last).items()}
    return {**figures, "orders": len(orders)}


def documents(path: Path) -> Iterator[tuple[str, str, list[Mark]]]:
    """Name, text without marks, marks."""
    for part in path.read_text("utf-8").split("\n## ")[1:]:
        name, _, marked = part.partition("\n")
        text, marks = "", []
        last = 0
        for found in MARK.finditer(marked.strip()):
            text += marked.strip()[last : found.start()]
            marks.append((name, len(text), len(text) + len(found[1]), found[2]))
            text += found[1]
            last = found.end()
        yield name, text + marked.strip()[last:], marks


def score(build: Build, marks: list[Mark], *, errors: bool = False) -> dict[str, float]:
    """Each pair of marks once; see `_entity_of` for what a mark means."""
    by_document: dict[str, list[tuple[Mention, str]]] = {}
    for entity in build.entities:
        for mention in entity.mentions:
            by_document.setdefault(mention.document, []).append((mention, entity.iri))
    where = [
        (id, document, _entity_of(by_document.get(document, []), start, end))
        for document, start, end, id in sorted(marks)
    ]
    true = found = false = 0
    for (a, one, x), (b, other, y) in combinations(where, 2):
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


def _entity_of(mentions: list[tuple[Mention, str]], start: int, end: int) -> str | None:
    """The entity of the mention that is what is marked, else of the shortest that begins or ends
    with it."""
    fitting = [
        ((m.span.start, m.span.end) != (start, end), m.kind != "name", len(m.span.text), iri)
        for m, iri in mentions
        if m.span.start == start or m.span.end == end
    ]
    return min(fitting)[-1] if fitting else None


if __name__ == "__main__":
    main()
