"""Lay out who is who in documents, for readers who count wrong and missed merges.

    python benchmarks/identity/merges.py shared/data OUT [--gum 15] [--redocred 15] [--skip 0]

Each document becomes one file: its text, each mention in brackets with the number of its entity,
then the entities: number, label, type, link, and the words of their mentions. Shown are entities
with a name and those with several mentions; a pronoun that stays open has the number 0. A reader
writes for each number that holds two things "wrong", and for each pair that is one "missed".
Documents are taken in an order that depends on their names alone, from GUM dev and train and from
Re-DocRED train; `--skip` leaves out the first ones.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from kg.build import assemble
from kg.model import Build, Document, Entity, Mention, Record, Settings
from kg.parse.analyze import load_pipeline
from kg.record.make import make_record

#: Characters of a file at most.
MOST = 20_000
#: What of a passage in tokens has no space before it, or none behind it.
CLOSING, OPENING = re.compile(r" (?=[,.;:!?)\]%]|'s\b|n't\b)"), re.compile(r"(?<=[(\[]) ")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--gum", type=int, default=15)
    parser.add_argument("--redocred", type=int, default=15)
    parser.add_argument("--skip", type=int, default=0)
    options = parser.parse_args()
    nlp = load_pipeline(Settings().model)
    options.out.mkdir(parents=True, exist_ok=True)
    for source, number in ((gum, options.gum), (redocred, options.redocred)):
        texts = sorted(source(options.data), key=lambda item: sha256(item[0].encode()).hexdigest())
        for name, text in texts[options.skip : options.skip + number]:
            digest = sha256(text.encode()).hexdigest()
            record = make_record(Document(id=name, source="", text=text, sha256=digest), nlp)
            laid_out = layout(record, assemble([record], Settings()))
            (options.out / f"{name}.txt").write_text(laid_out[:MOST], "utf-8")


def gum(data: Path) -> Iterator[tuple[str, str]]:
    for part in ("dev", "train"):
        for line in (data / f"gum/{part}.jsonl").read_text("utf-8").splitlines():
            document = json.loads(line)
            if len(document["text"]) < 7000:  # a file has room for it and its entities
                yield document["doc"], document["text"]


def redocred(data: Path) -> Iterator[tuple[str, str]]:
    lines = (data / "redocred/train.jsonl").read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        tokens = " ".join(" ".join(sentence) for sentence in json.loads(line)["sents"])
        yield f"redocred-{number}", OPENING.sub("", CLOSING.sub("", tokens))


def layout(record: Record, build: Build) -> str:
    """The text with numbered mentions, then the entities by number."""
    shown = [e for e in build.entities if e.kind == "named" or len(e.mentions) > 1]
    shown.sort(key=lambda entity: entity.mentions[0].span.start)
    spans = [(m, n) for n, entity in enumerate(shown, 1) for m in entity.mentions]
    known = {(m.span.start, m.span.end) for m, _ in spans}
    spans += [
        (m, 0)
        for m in record.mentions
        if m.kind == "pronoun" and (m.span.start, m.span.end) not in known
    ]
    lines = [f"{n:3} {_line(entity)}" for n, entity in enumerate(shown, 1)]
    return "\n".join((_marked(record.document.text, spans), "", "ENTITIES", *lines, ""))


def _line(entity: Entity) -> str:
    counts: dict[str, int] = {}
    for mention in entity.mentions:
        text = " ".join(mention.span.text.split())
        counts[text] = counts.get(text, 0) + 1
    words = " | ".join(f"{text} x{n}" if n > 1 else text for text, n in counts.items())
    links = " ".join(link.rpartition("/entity/")[2] for link in (*entity.links, *entity.close)[:1])
    return f"{entity.label} <{entity.type}> {links}: {words}"


def _marked(text: str, spans: Iterable[tuple[Mention, int]]) -> str:
    marks: list[tuple[int, int, int, str]] = []
    for mention, number in spans:
        start, end = mention.span.start, mention.span.end
        marks.append((start, 1, -end, "["))
        marks.append((end, 0, -start, f"]{number}"))
    out, last = [], 0
    for at, _, _, mark in sorted(marks):
        out += (text[last:at], mark)
        last = at
    return "".join((*out, text[last:]))


if __name__ == "__main__":
    main()
