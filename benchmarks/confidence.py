"""The measured precision of each rule: from hand-judged claims to `kg/data/confidence.json`.

    python benchmarks/confidence.py                 write the file that the judgements give
    python benchmarks/confidence.py --check         exit 1 when the file says something else
    python benchmarks/confidence.py --sample OUT    draw claims to judge into OUT (JSON lines)

`judged.tsv` holds one judged claim a line: corpus, document, claim id, rule, verdict (`right` or
`wrong`) and, when wrong, the general cause. A claim is right only when its sentence, read in its
context, states (subject label, predicate lemma, object label) with that polarity, modality and
source: the arguments are the right things, pronouns included, not cut so that the meaning changes,
and the predicate does not mislead. What is true but vague or of little interest is right. Where
several things are wrong, the cause is the one without which the claim would come nearest to right:

    argument      cut or split so that it means something else ("the art of magic" as "art")
    coreference   a pronoun, description or name taken for another thing
    mention       borders or kind of a name ("Asia Minor" as "Minor")
    modality      open, planned or required, and shown as fact, or the other way round
    parser        a wrong attachment, list or part of speech
    polarity      "not often enough" as "not"
    predicate     words that mislead ("increase its presence in" as "increase in")
    source        no source, or the wrong one
    structure     a caption, citation mark or fragment read as a sentence
    time          a wrong date

The precision of a rule is (right + 1) / (judged + 2), Laplace's estimate, so that a rule judged a
few times stays away from 0 and 1.

The sample is stratified by rule, over twelve documents of GUM (the first 60 sentences of each,
every genre), six essays of MINE and the three examples; rules that fire there fewer than 15 times
are filled up from the rest of GUM. A fixed seed draws it. What it holds depends on the rules as
they are, so a new sample is judged anew; judgements name claims by id and quote no text. One
reader judged all claims; 25 claims a rule leave an error of about 0.1 either way.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import itertools
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.model import Claim, Document

HERE = Path(__file__).resolve().parent
JUDGED = HERE / "judged.tsv"
TABLE = HERE.parent / "kg" / "data" / "confidence.json"
COLUMNS = ("corpus", "document", "claim", "rule", "verdict", "cause")
CAUSES = (
    "argument",
    "coreference",
    "mention",
    "modality",
    "parser",
    "polarity",
    "predicate",
    "source",
    "structure",
    "time",
)
ABOUT = (
    "Precision of each rule, (right + 1) / (judged + 2), over the claims judged by hand in "
    "benchmarks/judged.tsv; counts are [right, judged]. Written by benchmarks/confidence.py."
)
SEED = 20190918
GUM_DOCUMENTS, GUM_SENTENCES, MINE_ESSAYS, SCARCE = 12, 60, 6, 15


class JudgedError(Exception):
    """The table of judgements is wrong; the message names the line and what is allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One judged claim; `cause` is empty when it is right."""

    corpus: str
    document: str
    claim: str
    rule: str
    right: bool
    cause: str = ""


# Judgements → table


def read_judged(path: Path = JUDGED) -> list[Judgement]:
    """All judgements, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tuple(next(rows, ())) != COLUMNS:
            raise JudgedError(f"{path.name}: the first line must name {', '.join(COLUMNS)}")
        judged = [_judgement(row, f"{path.name}, line {n}") for n, row in enumerate(rows, 2)]
    twice = [key for key, n in Counter((j.document, j.claim) for j in judged).items() if n > 1]
    if twice:
        raise JudgedError(f"{path.name}: judged twice: {twice[0]}; keep one of the lines")
    return judged


def _judgement(row: list[str], where: str) -> Judgement:
    if len(row) != len(COLUMNS):
        raise JudgedError(f"{where}: {len(row)} columns, must be {len(COLUMNS)}")
    corpus, document, claim, rule, verdict, cause = row
    if not (verdict == "right" and not cause) and not (verdict == "wrong" and cause in CAUSES):
        raise JudgedError(
            f"{where}: {verdict!r}, {cause!r}: write 'right' without a cause, or 'wrong' with one "
            f"of {', '.join(CAUSES)}"
        )
    return Judgement(
        corpus=corpus,
        document=document,
        claim=claim,
        rule=rule,
        right=verdict == "right",
        cause=cause,
    )


def counts(judged: Iterable[Judgement]) -> dict[str, list[int]]:
    """[right, judged] by rule, sorted by rule."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for judgement in judged:
        found[judgement.rule][0] += judgement.right
        found[judgement.rule][1] += 1
    return dict(sorted(found.items()))


def precision(right: int, judged: int) -> float:
    """Laplace's estimate, to two decimals.

    >>> precision(0, 0), precision(9, 10)
    (0.5, 0.83)
    """
    return round((right + 1) / (judged + 2), 2)


def table_text(judged: Iterable[Judgement]) -> str:
    """`confidence.json` as text; the same for any order of the judgements."""
    numbers = counts(judged)
    rules = ",\n".join(f'    "{r}": {precision(*n):.2f}' for r, n in numbers.items())
    pairs = ",\n".join(f'    "{r}": {n}' for r, n in numbers.items())
    return (
        f'{{\n  "about": {json.dumps(ABOUT)},\n  "rules": {{\n{rules}\n  }},\n'
        f'  "counts": {{\n{pairs}\n  }}\n}}\n'
    )


# The sample


def draw(claims: Mapping[str, list[Any]], *, limit: int) -> list[Any]:
    """Up to `limit` of the claims of each rule, each rule with a generator of its own."""
    drawn = []
    for rule, pool in sorted(claims.items()):
        chosen = random.Random(f"{SEED} {rule}").sample(range(len(pool)), min(limit, len(pool)))
        drawn += [pool[index] for index in sorted(chosen)]
    return drawn


def documents(data: Path) -> Iterator[tuple[str, Document]]:
    """The documents that the sample is drawn from, each with the name of its corpus."""
    from kg.build import read_documents

    for row in _gum(_lines(data / "gum" / "train.jsonl"))[:GUM_DOCUMENTS]:
        yield "gum", _gum_document(row)
    essays = _lines(data / "mine" / "dev.jsonl")
    for row in random.Random(SEED).sample(essays, MINE_ESSAYS):
        yield "mine", _document(str(row["id"]), row["text"], None)
    for document in read_documents([HERE.parent / "examples"]):
        yield "examples", document


def further_documents(data: Path) -> Iterator[tuple[str, Document]]:
    """The documents of GUM that `documents` leaves out."""
    for row in _gum(_lines(data / "gum" / "train.jsonl"))[GUM_DOCUMENTS:]:
        yield "gum", _gum_document(row)


def _gum(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All documents, shuffled: one of each genre, then a second of each, and so on."""
    genres: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        genres[row["genre"]].append(row)
    shuffled = [
        random.Random(f"{SEED} {genre}").sample(rows, k=len(rows))
        for genre, rows in sorted(genres.items())
    ]
    return [row for turn in itertools.zip_longest(*shuffled) for row in turn if row is not None]


def _gum_document(row: dict[str, Any]) -> Document:
    _, last = row["sentences"][:GUM_SENTENCES][-1]
    return _document(row["doc"], row["text"][: row["tokens"][last - 1][1]], row["date"])


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _document(name: str, text: str, date: str | None) -> Document:
    from kg.model import Document

    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(id=name, source=name, text=text, date=date, sha256=digest)


def sample(data: Path, *, limit: int) -> list[dict[str, Any]]:
    """The claims to judge, by rule, each with its sentence."""
    pools: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _claims(documents(data)):
        pools[row["rule"]].append(row)
    scarce = {rule for rule, rows in pools.items() if len(rows) < SCARCE}
    drawn = draw({r: rows for r, rows in pools.items() if r not in scarce}, limit=limit)
    for row in _claims(further_documents(data)) if scarce else ():
        if row["rule"] in scarce:
            pools[row["rule"]].append(row)
    return drawn + draw({rule: pools[rule] for rule in scarce}, limit=SCARCE)


def _claims(read: Iterable[tuple[str, Document]]) -> Iterator[dict[str, Any]]:
    """What kg claims of each document by itself, in text order."""
    from kg.analyze import load_pipeline
    from kg.build import assemble
    from kg.model import Settings
    from kg.record import make_record

    nlp = load_pipeline(Settings().model)
    for corpus, document in read:
        built = assemble([make_record(document, nlp)], Settings())
        for claim in sorted(built.claims, key=lambda c: (c.sentence.start, c.id)):
            if claim.shown:
                yield _to_judge(corpus, document, claim)


def _to_judge(corpus: str, document: Document, claim: Claim) -> dict[str, Any]:
    end = claim.object
    return {
        "corpus": corpus,
        "document": document.id,
        "claim": claim.id,
        "rule": claim.rule,
        "sentence": claim.sentence.text,
        "start": claim.sentence.start,
        "subject": [claim.subject.label, claim.subject.span.text],
        "predicate": [claim.predicate.lemma, claim.predicate.text],
        "object": None if end is None else [end.label, end.span.text, end.literal],
        "polarity": claim.polarity,
        "modality": claim.modality,
        "source": claim.source and claim.source.label,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    parser.add_argument("--sample", type=Path, metavar="OUT", help="draw claims to judge")
    parser.add_argument("--limit", type=int, default=25, help="claims per rule (25)")
    parser.add_argument("--data", type=Path, default=HERE.parent.parent / "shared" / "data")
    options = parser.parse_args()
    if options.sample is not None:
        rows = sample(options.data, limit=options.limit)
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        options.sample.write_text(lines, encoding="utf-8")
        return
    try:
        text = table_text(read_judged())
    except JudgedError as error:
        sys.exit(str(error))
    if not options.check:
        TABLE.write_text(text, encoding="utf-8")
    elif TABLE.read_text("utf-8") != text:
        sys.exit(f"{TABLE.name} is not what {JUDGED.name} gives; run {Path(__file__).name}")


if __name__ == "__main__":
    main()
