"""Which kinds of things verbs take: a table for `kg.record.judge`, counted over plain text.

    python -m training.preferences DATA [--out FILE]

A wedding does not fear and a relief receives no stigmata: where a subject or object is of a kind
that its verb hardly ever takes, the parser or the reference has likely gone wrong (selectional
preferences: Resnik, "Selection and information", 1993). DATA is the folder with `gum/`,
`redocred/`, `mine/` and `knowledgenet/`. The reading model reads their texts; counted are verbs,
the place (s subject, o object; a passive is turned around) and the kind of phrase there (GUM's
entity types), of heads that the model is sure of. Kept is how much likelier each kind is with the
verb than with any, as log ratios, smoothed towards none.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from kg.model import Document
from kg.parse.analyze import Sentence, analyze, load_pipeline
from kg.parse.tokens import Token
from kg.record.judge import KINDS_OF, kind_of

OUT = Path(__file__).resolve().parent.parent / "kg" / "data" / "preferences.npz"
#: Heads that are less sure are not counted; verbs seen less often are not kept.
SURE, LEAST = 0.8, 6
#: How many sightings of the average the smoothing adds.
SMOOTH = 6.0
PLACES = ("s", "o")

Counts = Counter[tuple[str, str, str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    nlp = load_pipeline("kg_en")
    counts: Counts = Counter()
    for text in texts(options.data):
        document = Document(id="d", source="d", text=text, sha256="0" * 64)
        for sentence in analyze(document, nlp):
            counts.update(seen_in(sentence))
    print(f"{sum(counts.values())} counted", file=sys.stderr)
    write(options.out, counts)


def texts(data: Path) -> Iterator[str]:
    for name in ("gum/train.jsonl", "gum/dev.jsonl", "mine/dev.jsonl"):
        for line in (data / name).read_text("utf-8").splitlines():
            yield json.loads(line)["text"]
    for line in (data / "redocred" / "train.jsonl").read_text("utf-8").splitlines():
        yield " ".join(" ".join(words) for words in json.loads(line)["sents"])
    passages: dict[tuple[str, int], str] = {}
    for name in ("facts.jsonl", "negatives.jsonl"):
        for line in (data / "knowledgenet" / name).read_text("utf-8").splitlines():
            row = json.loads(line)
            passages[str(row["doc"]), row["start"]] = row["text"]
    yield from (passages[key] for key in sorted(passages))


def seen_in(sentence: Sentence) -> Iterator[tuple[str, str, str]]:
    """(verb, place, kind) of what a sentence says."""
    for verb in sentence.tokens:
        if verb.pos != "VERB":
            continue
        for place, head in _taken(verb):
            kind = kind_of(head)
            if kind and head.head_chance >= SURE:
                yield verb.lemma.lower(), place, kind


def _taken(verb: Token) -> Iterator[tuple[str, Token]]:
    places = {"nsubj": "s", "nsubjpass": "o", "dobj": "o"}
    for child in verb.children:
        if child.dep == "agent":
            yield from (("s", head) for head in child.having("pobj"))
        elif child.dep in places:
            yield places[child.dep], child


def write(path: Path, counts: Counts) -> None:
    """The table as `kg.record.judge` reads it: verbs [n] and ratios [n, places, kinds]."""
    total = {place: Counter[str]() for place in PLACES}
    by_verb: dict[str, dict[str, Counter[str]]] = {}
    for (verb, place, kind), n in counts.items():
        total[place][kind] += n
        by_verb.setdefault(verb, {p: Counter() for p in PLACES})[place][kind] += n
    kept = sorted(
        verb for verb, found in by_verb.items() if sum(c.total() for c in found.values()) >= LEAST
    )
    ratios = np.zeros((len(kept), len(PLACES), len(KINDS_OF)), dtype=np.float32)
    for row, verb in enumerate(kept):
        for column, place in enumerate(PLACES):
            found, every = by_verb[verb][place], total[place]
            size = every.total()
            for at, kind in enumerate(KINDS_OF):
                usual = max(every[kind], 1) / size
                chance = (found[kind] + SMOOTH * usual) / (found.total() + SMOOTH)
                ratios[row, column, at] = round(math.log(chance / usual), 2)
    with path.open("wb") as file:
        np.savez_compressed(file, verbs=np.array(kept), ratios=ratios)


if __name__ == "__main__":
    main()
