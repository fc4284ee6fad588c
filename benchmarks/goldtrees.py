"""Claims from trees that people made beside claims from trees that kg reads.

    python benchmarks/goldtrees.py [--data FOLDER] [--parts gum-dev ewt-dev] [--limit N]
    python benchmarks/goldtrees.py --judged CLAIMS.jsonl --parts gum-train gum-dev

Words and sentence borders are given, so that nothing but the trees and tags differs. The first
table says how far the two agree: what they do not share is owed to the parser. With `--judged`
(claims with verdicts, as in `shared/judging`) a second table says how many of the wrong claims are
still made from gold trees: these are owed to the rules, the others to the parser.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import treebank

from kg.model import Claim, Document, Settings
from kg.parse.analyze import load_pipeline
from kg.record.make import record_of

if TYPE_CHECKING:
    from spacy.language import Language

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
#: What a claim says, for comparing two.
Line = tuple[str, ...]


def line_of(claim: Claim) -> Line:
    """Words of the text, whatever they refer to."""
    object = claim.object.span.text if claim.object is not None else ""
    return claim.subject.span.text, claim.predicate.lemma, object, claim.polarity, claim.modality


def claims_of(
    document: Sequence[treebank.TreebankSentence], nlp: Language, *, gold: bool
) -> list[Claim]:
    """What the rules find in a document, over gold trees or read ones."""
    text, sentences = treebank.sentences_read(document, nlp, gold=gold)
    digest = hashlib.sha256(text.encode()).hexdigest()
    given = Document(id="d", source="d", text=text, sha256=digest)
    return list(record_of(given, sentences).claims)


def agreement(gold: Iterable[Line], found: Iterable[Line]) -> tuple[int, int, int]:
    """Claims in both, from gold trees, from read ones; with their numbers."""
    ours, theirs = Counter(found), Counter(gold)
    return (ours & theirs).total(), theirs.total(), ours.total()


def compare(documents: Iterable[Sequence[Any]], nlp: Language) -> Iterator[str]:
    """The table of how far both agree."""
    both = gold = found = 0
    for document in documents:
        sides = [map(line_of, claims_of(document, nlp, gold=side)) for side in (True, False)]
        counts = agreement(*sides)
        both, gold, found = both + counts[0], gold + counts[1], found + counts[2]
    yield f"claims from gold trees  {gold:>7}"
    yield f"claims from read trees  {found:>7}"
    yield f"the same                {both:>7}   F1 {2 * both / max(1, gold + found):.4f}"


def lay_blame(
    documents: Iterable[Sequence[Any]], judged: Sequence[dict[str, Any]], nlp: Language
) -> Iterator[str]:
    """Of the judged claims of these documents, how many are made from gold trees, by verdict."""
    of: dict[str, list[dict[str, Any]]] = {}
    for item in judged:
        of.setdefault(" ".join(item["sentence"]["text"].split()), []).append(item)
    made: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for document in documents:
        if not any(" ".join(s.text.split()) in of for s in document):
            continue
        lines: dict[str, set[Line]] = {}
        for claim in claims_of(document, nlp, gold=True):
            lines.setdefault(" ".join(claim.sentence.text.split()), set()).add(line_of(claim))
        for sentence in {" ".join(s.text.split()) for s in document}:
            for item in of.get(sentence, ()):
                seen[item["verdict"]] += 1
                made[item["verdict"]] += _judged_line(item) in lines.get(sentence, set())
    for verdict, name in (("C", "right"), ("V", "vague"), ("W", "wrong")):
        if seen[verdict]:
            share = made[verdict] / seen[verdict]
            yield f"{name:<8}{seen[verdict]:>5} judged, {share:.2f} of them made from gold trees"


def _judged_line(item: dict[str, Any]) -> Line:
    object = item["object"]["text"] if item["object"] else ""
    parts = (item["subject"]["text"], item["predicate"]["lemma"], object)
    return (*parts, item["polarity"], item["modality"])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Claims from gold trees beside read ones.")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--parts", nargs="+", default=["gum-dev", "ewt-dev"])
    parser.add_argument("--limit", type=int, default=None, help="so many documents of each part")
    parser.add_argument("--judged", type=Path, default=None)
    options = parser.parse_args(arguments)
    nlp = load_pipeline(Settings().model)
    for part in options.parts:
        path = options.data / "ud" / f"{part}.conllu.xz"
        if not path.is_file():
            print(f"no {path}; give the folder of the data with --data", file=sys.stderr)
            return 1
    documents = [
        document
        for part in options.parts
        for document in treebank.read_conllu(options.data / "ud" / f"{part}.conllu.xz")[
            : options.limit
        ]
    ]
    if options.judged is None:
        print(*compare(documents, nlp), sep="\n")
    else:
        rows = [json.loads(line) for line in options.judged.read_text("utf-8").splitlines()]
        print(*lay_blame(documents, rows, nlp), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
