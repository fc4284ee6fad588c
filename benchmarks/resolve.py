"""Processor time and memory of resolution over made-up records, and how both grow.

    python benchmarks/resolve.py [10000 100000]

The records are made without a pipeline: each document has up to eight names and as many claims.
Some names are in many documents of their topic (Pareto), two of a hundred are borne by several
people. Each size runs in a process of its own; memory is the peak of the resident set above what
stood before resolution.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

from kg.model import (
    Argument,
    Claim,
    Document,
    Mention,
    Predicate,
    Record,
    Settings,
    Span,
)
from kg.resolve import resolve_records

SYLLABLES = "ba ko ri mel tan vos dra lin per sho gar nu fe zim ul har".split()
GIVEN, SURNAMES = ["James", "Mary", "John"], ["Smith", "Brown", "Lee"]
VERBS = "meet praise hire visit sue join advise follow".split()


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(run(int(sys.argv[2]))))
        return
    sizes = [int(n) for n in sys.argv[1:]] or [10_000, 100_000]
    rows = []
    for size in sizes:
        command = [sys.executable, __file__, "--one", str(size)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        rows.append(json.loads(done.stdout))
        print(json.dumps(rows[-1]), flush=True)
    if len(rows) > 1:
        first, last = rows[0], rows[-1]
        growth = {k: round(last[k] / first[k], 2) for k in ("entities", "cpu_seconds", "megabytes")}
        print(json.dumps({"growth": growth}))


def run(size: int) -> dict[str, float]:
    """Resolve records that name about `size` entities."""
    records = list(made(size))
    before = peak()
    start = time.process_time()
    resolved = resolve_records(records, Settings())
    seconds = time.process_time() - start
    return {
        "documents": len(records),
        "profiles": sum(len({m.entity for m in r.mentions}) for r in records),
        "entities": len(resolved.entities),
        "merges": len(resolved.merges),
        "open_cases": len(resolved.review),
        "cpu_seconds": round(seconds, 1),
        "megabytes": round((peak() - before) / 1024),
    }


def peak() -> int:
    """The most memory this process has held, in KiB (Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def made(size: int) -> Iterator[Record]:
    """Documents whose names come from topics of forty entities each; all of `size` are used."""
    chance = random.Random(7)
    people = [name_of(i, chance) for i in range(size)]
    # Each entity opens one document, so that all are used; the others of its topic join it there.
    for at in range(0, size, 4):
        topic = at // 40 * 40
        width = min(40, size - topic)
        others = [topic + min(width - 1, int(chance.paretovariate(1.2)) - 1) for _ in range(4)]
        chosen = dict.fromkeys([*range(at, min(at + 4, size)), *others])
        yield document(f"d{at:07}", [people[i] for i in chosen], chance)


def name_of(number: int, chance: random.Random) -> str:
    if number % 50 == 0:  # borne by several
        return (
            f"{chance.choice(['James', 'Mary', 'John'])} {chance.choice(['Smith', 'Brown', 'Lee'])}"
        )
    first = "".join(chance.choices(SYLLABLES, k=2)).title()
    last = "".join(chance.choices(SYLLABLES, k=3)).title()
    return f"{first} {last}"


def document(id: str, names: list[str], chance: random.Random) -> Record:
    text, mentions, claims = "", [], []
    for at, name in enumerate(names):
        verb, other = chance.choice(VERBS), names[at - 1]
        sentence = span(len(text), f"{name} {verb}s {other}.")
        first = span(sentence.start, name)
        last = span(sentence.end - 1 - len(other), other)
        text += sentence.text + " "
        for said in (first, last):
            key = f"#{names.index(said.text)}"
            mentions.append(Mention(document=id, span=said, kind="name", type="Person", entity=key))
        if name == other:
            continue
        claims.append(
            Claim(
                id=f"{id}-{at}",
                document=id,
                sentence=sentence,
                subject=Argument(span=first, label=name, entity=f"#{names.index(name)}"),
                predicate=Predicate(lemma=verb, spans=(span(first.end + 1, verb),)),
                object=Argument(span=last, label=other, entity=f"#{names.index(other)}"),
                confidence=0.9,
                rule="svo",
            )
        )
    source = Document(id=id, source=id, text=text, sha256=id)
    return Record(document=source, mentions=tuple(mentions), claims=tuple(claims))


def span(start: int, text: str) -> Span:
    return Span(start=start, end=start + len(text), text=text)


if __name__ == "__main__":
    main()
