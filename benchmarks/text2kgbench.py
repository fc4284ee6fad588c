"""Text2KGBench: the facts of a sentence under a given ontology (Mihindukulasooriya et al. 2023).

Every sentence comes with an ontology and the triples it states: labels of the subject, the relation
and the object. Scored as the benchmark does it, sentence by sentence: precision, recall and F1 of
the triples of one sentence, averaged over the sentences of an ontology, and those figures over the
ontologies. A sentence without an answer has 0 for all three.

What the benchmark does not count: predicted triples of relations that no triple of the sentence
has. `f1` leaves them out as it does, `f1_all` counts them as wrong. `micro_f1` and `micro_f1_all`
are over all triples of all sentences at once.

Two triples are equal if their labels are, cleaned of everything but letters and digits, upper and
lower case alike; "01 January" of a bare year is taken as the year, as Wikidata writes years so. A
date is written as the part of the benchmark writes it ("28 February 2006", "2006-02-28").

    python benchmarks/text2kgbench.py                                 both parts
    python benchmarks/text2kgbench.py --part wikidata --ontology 1    one ontology, by its number
    python benchmarks/text2kgbench.py --sample 50                     at most 50 sentences of each
    python benchmarks/text2kgbench.py --save found.jsonl              what was predicted
    python benchmarks/text2kgbench.py --predictions found.jsonl       score that, do not build
    python benchmarks/text2kgbench.py --errors                        and show what is wrong
    python benchmarks/text2kgbench.py --owl                           the ontologies as Turtle
    python benchmarks/text2kgbench.py --held --weights FILE.npz       a fold, weights without it

A file of predictions has one sentence a line: `id`, and `triples` as `sub`, `rel`, `obj`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model import Build, TypedFact

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "text2kgbench"
#: The parts: their names here and in the file names.
PARTS = {"wikidata": "wikidata_tekgen", "dbpedia": "dbpedia_webnlg"}
YEAR = re.compile(r"\b0?1 January (?=[0-9]{3,4}\b)", re.IGNORECASE)
MONTHS = (
    "January February March April May June July August September October November December".split()
)

#: Labels of subject, relation and object.
Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A sentence with the triples that it states under its ontology ("1_movie")."""

    id: str
    sentence: str
    ontology: str
    triples: tuple[Triple, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The figures of some sentences."""

    sentences: int
    precision: float
    recall: float
    f1: float
    f1_all: float
    micro_f1: float
    micro_f1_all: float


def read_rows(part: str, *, data: Path = DATA) -> list[Row]:
    """All sentences of a part, in the order of the file; lines of one sentence are gathered."""
    found: dict[tuple[str, str], Row] = {}
    for line in (data / f"{PARTS[part]}_train.jsonl").read_text("utf-8").split("\n"):
        if not line:
            continue
        fields = json.loads(line)
        key = fields["ontology"], fields["sent"]
        row = found.get(key) or Row(id=fields["id"], sentence=key[1], ontology=key[0], triples=())
        triples = dict.fromkeys((*row.triples, *_triples(fields)))
        found[key] = Row(id=row.id, sentence=key[1], ontology=key[0], triples=tuple(triples))
    return list(found.values())


def _triples(fields: Mapping[str, object]) -> Iterator[Triple]:
    """One triple a line, or a list of them."""
    if "triples" not in fields:
        yield str(fields["sub_label"]), str(fields["rel_label"]), str(fields["obj_label"])
        return
    triples = fields["triples"]
    assert isinstance(triples, list)
    yield from ((t["sub"], t["rel"], t["obj"]) for t in triples)


def sampled(rows: Sequence[Row], size: int | None) -> list[Row]:
    """So many sentences, the same ones each time, in their order; all where `size` is None."""
    if size is None:
        return list(rows)
    chosen = {row.id for row in sorted(rows, key=_by_chance)[:size]}
    return [row for row in rows if row.id in chosen]


def _by_chance(row: Row) -> str:
    return hashlib.sha256(row.id.encode()).hexdigest()


def clean(text: str) -> str:
    """What is compared of a label.

    >>> clean("René_Goscinny"), clean("01 January 1989"), clean('"Drake Stevens"')
    ('renégoscinny', '1989', 'drakestevens')
    """
    plain = YEAR.sub("", text.replace("_", " "))
    return "".join(c for c in plain.casefold() if c.isalnum())


def cleaned(triples: Iterable[Triple]) -> set[Triple]:
    return {(clean(s), clean(r), clean(o)) for s, r, o in triples}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What one sentence has: triples of the gold standard, predicted ones, and right ones."""

    gold: int
    found: int
    counted: int
    right: int

    def figures(self, *, all: bool = False) -> tuple[float, float, float]:
        """Precision, recall and F1; with `all`, of every predicted triple."""
        found = self.found if all else self.counted
        if not found or not self.right:
            return 0.0, 0.0, 0.0
        precision, recall = self.right / found, self.right / self.gold
        return precision, recall, 2 * precision * recall / (precision + recall)


def counts(gold: Iterable[Triple], found: Iterable[Triple]) -> Counts:
    """Compares the triples of one sentence; `counted` are those of relations of the gold ones."""
    wanted, given = cleaned(gold), cleaned(found)
    relations = {relation for _, relation, _ in wanted}
    return Counts(
        gold=len(wanted),
        found=len(given),
        counted=sum(relation in relations for _, relation, _ in given),
        right=len(wanted & given),
    )


def score(rows: Sequence[Row], found: Mapping[str, Sequence[Triple]]) -> Score:
    """The figures of the sentences of one ontology; `found` has the predicted triples by id."""
    each = [counts(row.triples, found.get(row.id, ())) for row in rows]
    figures = [one.figures() for one in each]
    total = Counts(
        gold=sum(c.gold for c in each),
        found=sum(c.found for c in each),
        counted=sum(c.counted for c in each),
        right=sum(c.right for c in each),
    )
    return Score(
        sentences=len(rows),
        precision=mean(p for p, _, _ in figures),
        recall=mean(r for _, r, _ in figures),
        f1=mean(f for _, _, f in figures),
        f1_all=mean(one.figures(all=True)[2] for one in each),
        micro_f1=total.figures()[2],
        micro_f1_all=total.figures(all=True)[2],
    )


def averaged(scores: Sequence[Score]) -> Score:
    """The mean over ontologies."""
    names = ("precision", "recall", "f1", "f1_all", "micro_f1", "micro_f1_all")
    return Score(
        sentences=sum(s.sentences for s in scores),
        **{name: mean(getattr(s, name) for s in scores) for name in names},
    )


def mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


# Predictions

#: What finds the triples of sentences under the ontology of a file, by the id of the sentence.
Finder = Callable[[Sequence[Row], Path], Mapping[str, Sequence[Triple]]]


def by_building(
    rows: Sequence[Row], ontology: Path, *, workers: int | None = 1
) -> dict[str, list[Triple]]:
    """The typed facts of a graph of these sentences, each a document, under the ontology."""
    from kg.build import build
    from kg.model import Settings

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.jsonl"
        lines = (json.dumps({"id": row.id, "text": row.sentence}) for row in rows)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        settings = Settings(ontology=str(ontology))
        return triples_of(build([file], settings=settings, workers=workers))


def triples_of(result: Build) -> dict[str, list[Triple]]:
    """The triples of each document that its own sentences state, by the id of the row."""
    found: dict[str, list[Triple]] = {}
    for fact in result.typed:
        if fact.status not in ("asserted", "reported"):
            continue
        for document in sorted({evidence.document for evidence in fact.evidence}):
            triple = triple_of(fact, document)
            found.setdefault(document.rpartition(":")[2], []).append(triple)
    return found


def triple_of(fact: TypedFact, document: str) -> Triple:
    """The labels of the ends; of what no claim says, the words that the model took for them."""
    if fact.claims:
        return fact.subject_label, fact.label, fact.literal or fact.object_label
    said = next(evidence for evidence in fact.evidence if evidence.document == document)
    subject, object_ = (
        span.text if label in span.text else label
        for label, span in ((fact.subject_label, said.subject), (fact.object_label, said.object))
    )
    return subject, fact.label, fact.literal or object_


def dated(triple: Triple, part: str) -> Triple:
    """A date as the part writes it: ISO 8601 in DBpedia, with the name of the month in Wikidata.

    >>> dated(("The Ice Harvest", "publication date", "2006-02-28"), "wikidata")[2]
    '28 February 2006'
    """
    subject, relation, object_ = triple
    found = re.fullmatch(r"([0-9]{4})-([01][0-9])-([0-3][0-9])", object_)
    if part != "wikidata" or found is None or not 1 <= int(found[2]) <= 12:
        return triple
    return subject, relation, f"{found[3]} {MONTHS[int(found[2]) - 1]} {found[1]}"


def read_predictions(path: Path) -> dict[str, list[Triple]]:
    """Predicted triples by the id of their sentence."""
    lines = (json.loads(line) for line in path.read_text("utf-8").split("\n") if line)
    return {line["id"]: list(_triples(line)) for line in lines}


def write_predictions(path: Path, found: Mapping[str, Sequence[Triple]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for id in sorted(found):
            triples = [{"sub": s, "rel": r, "obj": o} for s, r, o in found[id]]
            line = json.dumps({"id": id, "triples": triples}, ensure_ascii=False)
            file.write(line + "\n")


def ontology_file(part: str, name: str, *, owl: bool = False, data: Path = DATA) -> Path:
    """The file of the ontology "1_movie"."""
    folder = data / f"{PARTS[part]}_ontologies"
    return folder / (f"ont_{name}.ttl" if owl else f"{name}_ontology.json")


# Command line


def main() -> int:
    options = _options()
    if not options.data.is_dir():
        print(f"no data at {options.data}; give the folder of Text2KGBench with --data")
        return 1
    if options.weights:
        from kg.record.pairs import network

        network.WEIGHTS = options.weights
    given = read_predictions(options.predictions) if options.predictions else None
    kept: dict[str, Sequence[Triple]] = {}
    for part in [options.part] if options.part else PARTS:
        scores = []
        for name, rows in _by_ontology(part, options).items():
            file = ontology_file(part, name, owl=options.owl, data=options.data)
            raw = by_building(rows, file, workers=options.workers) if given is None else given
            found = {id: [dated(t, part) for t in triples] for id, triples in raw.items()}
            kept |= found
            scores.append(score(rows, found))
            _print(f"{part} {name}", scores[-1])
            if options.errors:
                _print_errors(rows, found)
        if len(scores) > 1:
            _print(f"{part}, {len(scores)} ontologies", averaged(scores))
    if options.save:
        write_predictions(options.save, kept)
    return 0


def _by_ontology(part: str, options: argparse.Namespace) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in read_rows(part, data=options.data):
        if options.held and zlib.crc32(row.id.encode()) % 5:
            continue
        found.setdefault(row.ontology, []).append(row)
    return {
        name: sampled(found[name], options.sample)
        for name in sorted(found, key=lambda n: int(n.partition("_")[0]))
        if options.ontology in (None, int(name.partition("_")[0]))
    }


def _print(name: str, found: Score) -> None:
    print(
        f"{name:<34} {found.sentences:5} sentences  P {found.precision:.3f}  R {found.recall:.3f}  "
        f"F1 {found.f1:.3f} (all {found.f1_all:.3f})  micro {found.micro_f1:.3f} "
        f"(all {found.micro_f1_all:.3f})",
        flush=True,
    )


def _print_errors(rows: Sequence[Row], found: Mapping[str, Sequence[Triple]]) -> None:
    for row in rows:
        wanted, given = cleaned(row.triples), cleaned(found.get(row.id, ()))
        if wanted == given:
            continue
        print(f"  {row.sentence}")
        for triple in row.triples:
            if not cleaned([triple]) <= given:
                print(f"    missed {' | '.join(triple)}")
        for triple in found.get(row.id, ()):
            if not cleaned([triple]) <= wanted:
                print(f"    wrong  {' | '.join(triple)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--part", choices=PARTS, help="default: both")
    parser.add_argument("--ontology", type=int, metavar="N", help="only the one of this number")
    parser.add_argument("--sample", type=int, metavar="K", help="so many sentences of each")
    parser.add_argument("--weights", type=Path, help="weights in the place of kg's own")
    parser.add_argument("--held", action="store_true", help="only what `--hold fold` leaves out")
    parser.add_argument("--owl", action="store_true", help="read the ontologies as Turtle")
    parser.add_argument("--errors", action="store_true", help="print what is missed or wrong")
    parser.add_argument("--save", type=Path, metavar="FILE", help="write what was predicted")
    parser.add_argument("--predictions", type=Path, metavar="FILE", help="score this file")
    parser.add_argument("--workers", type=int, default=1, help="processes that read")
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args()
    if options.weights and options.workers != 1:
        parser.error("--weights are read in this process alone; leave out --workers")
    return options


if __name__ == "__main__":
    sys.exit(main())
