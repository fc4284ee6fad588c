"""KnowledgeNet: 15 relations of a passage, with the places of both ends (Mesquita et al. 2019).

Text F1 as its authors have it: a fact is found if its property is right and both ends overlap those
of the gold fact; only properties that the annotators looked for in a passage count. They marked
every mention that a passage states it of ("Lund and her husband": Lund, her), names and pronouns,
hardly ever a common noun; so these are what is predicted here.

    python benchmarks/knowledgenet.py                                all folds
    python benchmarks/knowledgenet.py --fold 3 --weights FILE.npz    weights that have not seen it

The weights that kg ships may have seen these passages: what they reach says nothing of other texts.
`training/relations.py --hold fold` makes weights for one fold.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model import Record

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "knowledgenet"
#: Properties → labels of relations.
LABELS = {
    "DATE_OF_BIRTH": "date of birth", "DATE_OF_DEATH": "date of death",
    "PLACE_OF_RESIDENCE": "residence", "PLACE_OF_BIRTH": "place of birth",
    "NATIONALITY": "country of citizenship", "EMPLOYEE_OR_MEMBER_OF": "employer",
    "EDUCATED_AT": "educated at", "POLITICAL_AFFILIATION": "member of political party",
    "CHILD_OF": "parent", "SPOUSE": "spouse", "DATE_FOUNDED": "inception",
    "HEADQUARTERS": "headquarters location", "SUBSIDIARY_OF": "parent organization",
    "FOUNDED_BY": "founded by", "CEO": "chief executive officer",
}  # fmt: skip
DATES = ("DATE_OF_BIRTH", "DATE_OF_DEATH", "DATE_FOUNDED")
#: The chance from which a fact counts as found.
LEAST = 0.2

Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """A fact of a passage."""

    property: str
    subject: Place
    object: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text, the properties that were looked for, and the facts found."""

    id: str
    fold: int
    text: str
    asked: frozenset[str]
    facts: tuple[Gold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A predicted fact."""

    property: str
    chance: float
    subject: Place
    object: Place


def read_passages(data: Path = DATA) -> list[Passage]:
    rows: dict[tuple[str, int, int], list[dict]] = {}
    for name in ("facts", "negatives"):
        for line in (data / f"{name}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            rows.setdefault((row["doc"], row["start"], row["end"]), []).append(row)
    return [
        Passage(
            id="-".join(map(str, key)), fold=found[0]["fold"], text=found[0]["text"],
            asked=frozenset(row["property"] for row in found),
            facts=tuple(
                Gold(property=r["property"], subject=tuple(r["subject"][:2]),
                     object=tuple(r["object"][:2]))
                for r in found if "subject" in r
            ),
        )
        for key, found in rows.items()
    ]  # fmt: skip


def right(passage: Passage, found: Iterable[Found]) -> list[bool]:
    """Whether each predicted fact is one of the passage, each of which counts once."""
    open_ones = list(passage.facts)
    answers = []
    for one in found:
        hit = next((gold for gold in open_ones if _same(gold, one)), None)
        if hit is not None:
            open_ones.remove(hit)
        answers.append(hit is not None)
    return answers


def _same(gold: Gold, one: Found) -> bool:
    return (
        gold.property == one.property
        and _meet(gold.subject, one.subject)
        and _meet(gold.object, one.object)
    )


def figures(right: int, found: int, gold: int) -> tuple[float, float, float]:
    """F1, precision, recall."""
    precision, recall = right / max(found, 1), right / max(gold, 1)
    return 2 * precision * recall / max(precision + recall, 1e-9), precision, recall


def _meet(one: Place, other: Place) -> bool:
    return one[0] < other[1] and other[0] < one[1]


# kg's predictions


def ontology():
    from kg.ontology import Ontology, Relation

    return Ontology(
        title="KnowledgeNet",
        relations=tuple(
            Relation(iri=name, label=label, datatype="xsd:date" if name in DATES else "")
            for name, label in sorted(LABELS.items())
        ),
    )


def predict(passages: Sequence[Passage]) -> list[list[Found]]:
    from kg.model import Document
    from kg.parse.analyze import load_pipeline
    from kg.parse.reading import FOLDER
    from kg.record.make import make_record
    from kg.relate.score import Scorer

    nlp, scorer = load_pipeline("kg_en"), Scorer(ontology(), FOLDER)
    made = []
    for passage in passages:
        text = passage.text
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        document = Document(id=passage.id, source=passage.id, text=text, sha256=sha256)
        made.append(list(_found(make_record(document, nlp, pairs=True), passage, scorer)))
    return made


def _found(record: Record, passage: Passage, scorer) -> Iterable[Found]:
    from kg.relate.score import Scored, best_of
    from kg.relate.told import suits

    chances = scorer.chances(record.pairs)
    scored = [
        Scored(pair, relation, float(chances[n, k]))
        for n, pair in enumerate(record.pairs)
        for k, relation in enumerate(scorer.relations)
        if relation.iri in passage.asked and chances[n, k] >= 0.03 and suits(pair.object, relation)
    ]
    common = {(m.span.start, m.span.end) for m in record.mentions if m.kind == "nominal"}
    for one in best_of(scored, mentions=True):
        ends = (one.pair.subject, one.pair.object)
        places = [(end.span.start, end.span.end) for end in ends]
        if common.isdisjoint(places) and all(end.datatype != "xsd:string" for end in ends):
            yield Found(property=one.relation.iri, chance=one.chance, subject=places[0],
                        object=places[1])  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--fold", type=int, help="only this fold")
    parser.add_argument("--weights", type=Path, help="weights in the place of kg's own")
    parser.add_argument("--sample", type=int, help="so many passages")
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"no data at {options.data}; give the folder of KnowledgeNet with --data")
        return 1
    if options.weights:
        from kg.record.pairs import network

        network.WEIGHTS = options.weights
    passages = [p for p in read_passages(options.data) if options.fold in (None, p.fold)]
    passages = sorted(passages, key=lambda p: hashlib.sha256(p.id.encode()).hexdigest())
    passages = passages[: options.sample]
    found = predict(passages)
    ranked = sorted(
        (one.chance, ok, one.property)
        for passage, facts in zip(passages, found, strict=True)
        for one, ok in zip(facts, right(passage, facts), strict=True)
    )[::-1]
    gold = Counter(fact.property for passage in passages for fact in passage.facts)
    for least in (0.1, LEAST, 0.3, 0.4, 0.5, 0.7, 0.9):
        kept = [(ok, name) for chance, ok, name in ranked if chance >= least]
        f1, p, r = figures(sum(ok for ok, _ in kept), len(kept), gold.total())
        print(f"from chance {least:.1f}: F1 {f1:.3f}  P {p:.3f}  R {r:.3f}")
    for name in sorted(gold):
        kept = [ok for chance, ok, other in ranked if other == name and chance >= LEAST]
        f1, p, r = figures(sum(kept), len(kept), gold[name])
        print(f"  {name:<24} F1 {f1:.3f}  P {p:.3f}  R {r:.3f}  of {gold[name]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
