"""Re-DocRED from raw text: 96 Wikidata relations between the entities of a Wikipedia passage.

Nothing is given but the text (Tan et al., EMNLP 2022, for the data; Zhang et al., EMNLP Findings
2023, for the task end to end). A predicted triple is right if a gold one has its relation and each
end shares a mention with the gold entity: a stretch of the text that is at least half the same.
Each gold triple counts once.

    python benchmarks/redocred.py                                all passages
    python benchmarks/redocred.py --fold 4 --weights FILE.npz    weights that have not seen it

The weights that kg ships have seen all of these passages; `training/relations.py --hold fold` makes
weights for one fold.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from knowledgenet import Place, figures

if TYPE_CHECKING:
    from kg.model import Argument, Record

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "shared" / "data" / "redocred"
FOLDS = 5
LEAST = 0.1

#: Relation, mentions of the subject, mentions of the object.
Gold = tuple[str, tuple[Place, ...], tuple[Place, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text and the triples between its entities."""

    id: str
    fold: int
    text: str
    triples: tuple[Gold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A predicted triple; each end by all its mentions."""

    relation: str
    chance: float
    subject: frozenset[Place]
    object: frozenset[Place]


def read_passages(data: Path = DATA) -> list[Passage]:
    sys.path.insert(0, str(HERE.parent))
    from training.passages import read_passages as read

    return [
        Passage(
            id=one.id, fold=int(one.group), text=one.text,
            triples=tuple((t.relation, t.subjects, t.objects) for t in one.triples),
        )
        for one in read(data.parent, ["redocred"])
    ]  # fmt: skip


def right(passage: Passage, found: Iterable[Found]) -> list[bool]:
    """Whether each predicted triple is one of the passage, each of which counts once."""
    open_ones = list(dict.fromkeys(passage.triples))
    answers = []
    for one in found:
        hit = next(
            (g for g in open_ones
             if g[0] == one.relation and _meet(one.subject, g[1]) and _meet(one.object, g[2])),
            None,
        )  # fmt: skip
        if hit is not None:
            open_ones.remove(hit)
        answers.append(hit is not None)
    return answers


def _meet(ours: Iterable[Place], theirs: Iterable[Place]) -> bool:
    return any(_alike(a, b) for a in ours for b in theirs)


def _alike(a: Place, b: Place) -> bool:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared > 0 and 2 * shared >= max(a[1], b[1]) - min(a[0], b[0])


# kg's predictions


def ontology(relations: Iterable[str]):
    from importlib import resources

    from kg.ontology import Ontology, Relation

    text = (resources.files("kg") / "data" / "properties.tsv").read_text("utf-8")
    labels = {line.split("\t")[0]: line.split("\t")[1] for line in text.splitlines()}
    return Ontology(
        title="Re-DocRED",
        relations=tuple(
            Relation(iri=name, label=labels[name],
                     datatype="xsd:date" if name in DATES else "")
            for name in sorted(relations)
        ),
    )  # fmt: skip


DATES = frozenset(("P569", "P570", "P571", "P576", "P577", "P580", "P582", "P585"))


def predict(passages: Sequence[Passage]) -> list[list[Found]]:
    from kg.model import Document
    from kg.parse.analyze import load_pipeline
    from kg.parse.reading import FOLDER
    from kg.record.make import make_record
    from kg.relate.score import Scorer

    every = {t[0] for passage in passages for t in passage.triples}
    nlp, scorer = load_pipeline("kg_en"), Scorer(ontology(every), FOLDER)
    made = []
    for passage in passages:
        sha256 = hashlib.sha256(passage.text.encode()).hexdigest()
        document = Document(id=passage.id, source=passage.id, text=passage.text, sha256=sha256)
        found = _found(make_record(document, nlp, pairs=True), scorer)
        made.append(sorted(found, key=lambda f: -f.chance))
    return made


def _found(record: Record, scorer) -> Iterable[Found]:
    from kg.relate.told import suits

    chances = scorer.chances(record.pairs)
    places: dict[str, set[Place]] = {}
    for mention in record.mentions:
        places.setdefault(mention.entity, set()).add((mention.span.start, mention.span.end))

    def where(end: Argument) -> frozenset[Place]:
        return frozenset({(end.span.start, end.span.end), *places.get(end.entity or "", ())})

    best: dict[tuple[str, str, str], Found] = {}
    for n, k in zip(*(chances >= 0.05).nonzero(), strict=True):
        pair, relation = record.pairs[n], scorer.relations[k]
        if not suits(pair.object, relation):
            continue
        key = (relation.iri, pair.subject.entity or "", pair.object.entity or pair.object.label)
        one = Found(relation=relation.iri, chance=float(chances[n, k]),
                    subject=where(pair.subject), object=where(pair.object))  # fmt: skip
        if key not in best or best[key].chance < one.chance:
            best[key] = one
    return best.values()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--fold", type=int, help=f"only this one of {FOLDS} folds")
    parser.add_argument("--weights", type=Path, help="weights in the place of kg's own")
    parser.add_argument("--sample", type=int, help="so many passages")
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"no data at {options.data}; give the folder of Re-DocRED with --data")
        return 1
    if options.weights:
        from kg.record.pairs import network

        network.WEIGHTS = options.weights
    passages = [p for p in read_passages(options.data) if options.fold in (None, p.fold)]
    passages = passages[: options.sample]
    scored = [
        (one.chance, ok)
        for passage, facts in zip(passages, predict(passages), strict=True)
        for one, ok in zip(facts, right(passage, facts), strict=True)
    ]
    gold = sum(len(set(passage.triples)) for passage in passages)
    for least in (0.05, LEAST, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9):
        kept = [ok for chance, ok in scored if chance >= least]
        f1, p, r = figures(sum(kept), len(kept), gold)
        print(f"from chance {least:.2f}: F1 {f1:.3f}  P {p:.3f}  R {r:.3f}  of {gold}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
