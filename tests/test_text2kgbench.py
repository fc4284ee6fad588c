"""The scorer of Text2KGBench: worked examples by hand, and what the benchmark does not count."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))

import text2kgbench as bench

from kg.model import Evidence, Span, TypedFact

GOLD = (
    ("Mill_(film)", "director", "Ann Lee"),
    ("Mill_(film)", "publicationDate", "01 January 1989"),
)


def test_weights_of_ones_own_are_refused_where_other_processes_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["text2kgbench.py", "--weights", "a.npz", "--workers", "2"])
    with pytest.raises(SystemExit) as stopped:
        bench.main()
    assert stopped.value.code == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.endswith("--weights are read in this process alone; leave out --workers")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann_Lee", "ann lee"), ('"Drake Stevens"', "Drake Stevens"), ("01 January 1989", "1989"),
        ("birthPlace", "birth place"), ("A.C. Milan", "AC Milan"),
    ],
)  # fmt: skip
def test_labels_are_compared_by_letters_and_digits(one: str, other: str) -> None:
    assert bench.clean(one) == bench.clean(other)


def test_other_days_of_january_and_accents_are_kept() -> None:
    assert bench.clean("02 January 1989") == "02january1989"
    assert bench.clean("René") != bench.clean("Rene")


def test_relations_that_the_sentence_does_not_state_are_not_counted() -> None:
    found = [
        ("Mill film", "director", "Ann Lee"), ("Mill film", "director", "Bo Lee"),
        ("Mill film", "producer", "Bo Lee"),
    ]  # fmt: skip
    counted = bench.counts(GOLD, found)
    assert (counted.gold, counted.found, counted.counted, counted.right) == (2, 3, 2, 1)
    assert counted.figures() == (0.5, 0.5, 0.5)
    assert counted.figures(all=True) == pytest.approx((1 / 3, 0.5, 0.4))


def test_figures_are_those_of_sentences_averaged() -> None:
    rows = [
        bench.Row(id="a", sentence="", ontology="1_x", triples=GOLD),
        bench.Row(id="b", sentence="", ontology="1_x", triples=GOLD[:1]),
        bench.Row(id="c", sentence="", ontology="1_x", triples=GOLD[:1]),
    ]
    found = bench.score(rows, {"a": GOLD[:1], "b": GOLD[:1]})
    assert found.precision == pytest.approx(2 / 3)
    assert found.recall == pytest.approx(0.5)
    assert found.f1 == pytest.approx((2 / 3 + 1) / 3)
    assert found.micro_f1 == pytest.approx(2 * 1 * 0.5 / 1.5)


def test_lines_of_one_sentence_are_gathered(tmp_path: Path) -> None:
    def line(id: str, object: str, sentence: str) -> str:
        fields = {"sub_label": "Mill", "rel_label": "director", "obj_label": object}
        return json.dumps({"id": id, "sent": sentence, "ontology": "1_movie", **fields})

    lines = [line("1", "Ann", "s\u0085t"), line("2", "Bo", "other"), line("3", "Cy", "s\u0085t")]
    (tmp_path / "wikidata_tekgen_train.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    rows = bench.read_rows("wikidata", data=tmp_path)
    assert [(row.id, [o for _, _, o in row.triples]) for row in rows] == [
        ("1", ["Ann", "Cy"]), ("2", ["Bo"]),
    ]  # fmt: skip
    assert bench.sampled(rows, 1) == bench.sampled(rows[::-1], 1)


def test_dates_are_written_as_the_part_does() -> None:
    triple = ("Mill", "publication date", "2006-02-28")
    assert bench.dated(triple, "wikidata")[2] == "28 February 2006"
    assert bench.dated(triple, "dbpedia") == triple
    assert bench.dated(("Mill", "pages", "2006"), "wikidata")[2] == "2006"


def test_predictions_are_read_as_they_were_written(tmp_path: Path) -> None:
    bench.write_predictions(tmp_path / "p.jsonl", {"b": GOLD, "a": []})
    assert bench.read_predictions(tmp_path / "p.jsonl") == {"a": [], "b": list(GOLD)}


def test_a_typed_fact_is_a_triple_of_labels_or_of_its_value() -> None:
    span = Span(start=0, end=1, text="x")
    found = Evidence(document="rows.jsonl:7", sentence=span, subject=span, object=span)
    fact = TypedFact(
        id="1", subject="e:Mill", subject_label="Mill", predicate="r:d", label="released",
        literal="2006-02-28", datatype="xsd:date", object_label="February 28, 2006",
        status="asserted", confidence=1.0, claims=(), evidence=(found,),
    )  # fmt: skip
    assert bench.triple_of(fact, "rows.jsonl:7") == ("Mill", "released", "2006-02-28")
    whole = replace(found, subject=Span(start=0, end=14, text="The Quiet Mill"))
    named = bench.triple_of(replace(fact, evidence=(whole,)), "rows.jsonl:7")
    assert named == ("The Quiet Mill", "released", "2006-02-28")
    told = bench.triple_of(replace(fact, evidence=(whole,), claims=("c",)), "rows.jsonl:7")
    assert told == ("Mill", "released", "2006-02-28")
