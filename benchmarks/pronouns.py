"""Pronouns behind edges: is who an edge names the one that "he", "it" or "the firm" stands for?

    python benchmarks/pronouns.py                    GUM dev, from raw text, at the usual settings
    python benchmarks/pronouns.py --data FOLDER      where the folder gum/ is
    python benchmarks/pronouns.py --wrong            also each wrong one
    python benchmarks/pronouns.py --part train       of the other documents (which kg learnt from)

A *link* is a subject or object of a claim whose words are a pronoun or a phrase with "the", "this"
or "that", and whose label is that of another mention. It is right if both stand in one cluster of
the gold coreference (OntoGUM's, or GUM's own, which also has what is one of a kind). A pronoun that
gold has in no cluster stands for nothing, so that every link of it is wrong. Counted are links, not
distinct pronouns: one "he" behind three edges counts three times.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coreference import DATA, Span, bare

if TYPE_CHECKING:
    from kg.model import Document
    from kg.parse.analyze import Sentence
    from kg.record.coref.chains import Chains
    from kg.record.mentions import Reference

#: Kinds of phrases as the table has them.
KINDS = {
    "he": "he, she", "she": "he, she", "it": "it", "they": "they", "i": "I, you, we",
    "you": "I, you, we", "we": "I, you, we", "this": "this, that", "that": "this, that",
    "these": "this, that", "the": "the ...",
}  # fmt: skip
#: Chances from which on links are counted.
LEVELS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One end of a claim that is called by another mention, and whether that is right."""

    document: str
    said: str
    named: str
    kind: str
    trust: float
    chance: float
    right: bool
    shown: bool
    confidence: float
    sentence: str


class Gold:
    """The gold clusters of a document, asked by the place of a phrase."""

    def __init__(self, item: dict[str, Any]) -> None:
        tokens, text = item["tokens"], item["text"]

        def place(mention: Sequence[int]) -> Span:
            return bare(text, (tokens[mention[0]][0], tokens[mention[1] - 1][1]))

        self.text = text
        both = (item["coref_clusters"], [entity["mentions"] for entity in item["entities"]])
        self._of: list[dict[Span, int]] = [
            {place(mention): n for n, cluster in enumerate(clusters) for mention in cluster}
            for clusters in both
        ]
        self._all = sorted({*self._of[0], *self._of[1]}, key=lambda span: span[1] - span[0])

    def same(self, a: Reference, parts: Sequence[Reference]) -> bool:
        """Whether a phrase and what it is called by stand in one cluster of either annotation."""
        first, second = self._mention(a, a), self._mention(parts[0], parts[-1])
        return first != second and any(
            first in of and second in of and of[first] == of[second] for of in self._of
        )

    def _mention(self, reference: Reference, last: Reference) -> Span | None:
        """The gold mention that a phrase is: of its extent, else the least that holds it, else the
        widest within it around its head. `last` is where the phrase ends, if it has several parts.
        """
        start, end = bare(self.text, (reference.first.start, last.last.end))
        if any((start, end) in of for of in self._of):
            return start, end
        if reference.kind == "pronoun":
            return None
        head = reference.head.start
        around = [s for s in self._all if s[0] <= start and end <= s[1] and s[0] + 60 > start]
        within = [s for s in self._all if start <= s[0] <= head < s[1] <= end]
        return next(iter([*around[:1], *(within[-1:] if last is reference else ())]), None)


def read(
    document: Document, sentences: list[Sentence], gold: Gold
) -> tuple[list[Link], list[tuple[str, bool]]]:
    """The links behind the claims of a document; of all its pronouns, kind and whether open."""
    from kg.model import Settings
    from kg.record import make as record
    from kg.record.coref.trust import LEAST, kind_of, named_by
    from kg.resolve.facts import below

    held: dict[str, Any] = {}
    resolve = record.resolve_references

    def keep(references: list[Reference], *rest: Any) -> Chains:
        held["references"], held["chains"] = references, resolve(references, *rest)
        return held["chains"]

    record.resolve_references = keep  # type: ignore[attr-defined]
    try:
        made = record.record_of(document, sentences)
    finally:
        record.resolve_references = resolve  # type: ignore[attr-defined]
    chains = held["chains"]
    at = {r.first.start: r for r in held["references"] if kind_of(r)}
    links = []
    for claim in made.claims:
        for end in (claim.subject, claim.object):
            reference = at.get(end.span.start) if end is not None and end.entity else None
            if end is None or reference is None or end.entity[:1] == "?":
                continue
            named = named_by(reference, chains)
            own = set(end.label.casefold().split()) <= set(end.span.text.casefold().split())
            if not named or own:
                continue  # it is called by its own words
            whose = end.span.end > reference.last.end and reference.kind == "pronoun"
            if whose and not end.label.casefold().startswith(named[0].label.casefold()):
                continue  # "its size" is not told whose
            links.append(Link(
                document=document.id, said=end.span.text, named=end.label,
                kind=KINDS.get(kind_of(reference), "other"), trust=reference.trust,
                chance=reference.chance, right=gold.same(reference, named),
                shown=claim.shown and not below(claim, Settings()), confidence=claim.confidence,
                sentence=" ".join(claim.sentence.text.split()),
            ))  # fmt: skip
    pronouns = [(KINDS.get(kind_of(r), "other"), not named_by(r, chains) or r.trust < LEAST)
                for r in held["references"] if r.kind == "pronoun"]  # fmt: skip
    return links, pronouns


def read_all(path: Path) -> Iterator[tuple[list[Link], list[tuple[str, bool]]]]:
    from kg.model import Document, Settings
    from kg.parse.analyze import analyze, load_pipeline

    nlp = load_pipeline(Settings().model)
    for line in path.read_text("utf-8").splitlines():
        item = json.loads(line)
        text = item["text"]
        digest = hashlib.sha256(text.encode()).hexdigest()
        document = Document(id=item["doc"], source=item["doc"], text=text, sha256=digest)
        yield read(document, analyze(document, nlp), Gold(item))


def table(links: Sequence[Link], pronouns: Sequence[tuple[str, bool]]) -> Iterator[str]:
    """Precision with counts: by kind, by the chance of the link, by the confidence of the claim."""
    shown = [link for link in links if link.shown]
    opened = Counter(kind for kind, is_open in pronouns if is_open)
    total = Counter(kind for kind, _ in pronouns)
    yield f"{'':<14}{'behind edges':>18}{'behind claims':>18}{'left open':>18}"
    for kind in dict.fromkeys(KINDS.values()):
        row = [_share([k for k in part if k.kind == kind]) for part in (shown, links)]
        rest = f"{opened[kind]} of {total[kind]}" if total[kind] else ""
        yield f"{kind:<14}{row[0]:>18}{row[1]:>18}{rest:>18}"
    rest = f"{opened.total()} of {total.total()}"
    yield f"{'all':<14}{_share(shown):>18}{_share(links):>18}{rest:>18}"
    only = [_share([k for k in part if k.kind != "the ..."]) for part in (shown, links)]
    yield f"{'pronouns':<14}{only[0]:>18}{only[1]:>18}"
    for name in ("trust", "confidence"):
        for level in LEVELS:
            parts = [[k for k in part if getattr(k, name) >= level] for part in (shown, links)]
            yield f"{name:<9}{level:>5}" + "".join(f"{_share(part):>18}" for part in parts)


def _share(links: Sequence[Link]) -> str:
    right = sum(link.right for link in links)
    return f"{right / len(links):.3f} {right}/{len(links)}" if links else "-"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Measure the pronouns behind edges.")
    parser.add_argument("--data", type=Path, default=DATA, help="folder with gum/")
    parser.add_argument("--part", choices=("dev", "train"), default="dev")
    parser.add_argument("--wrong", action="store_true", help="print each wrong link of an edge")
    options = parser.parse_args(arguments)
    path = options.data / "gum" / f"{options.part}.jsonl"
    if not path.is_file():
        print(f"no {path}; give the folder of the data with --data", file=sys.stderr)
        return 1
    links: list[Link] = []
    pronouns: list[tuple[str, bool]] = []
    for some, others in read_all(path):
        links += some
        pronouns += others
    print(*table(links, pronouns), sep="\n")
    for link in links if options.wrong else ():
        if link.shown and not link.right:
            print(f"{link.trust:.2f} {link.said} = {link.named}: {link.sentence}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
