"""`claims.jsonl` and `entities.jsonl` have the layout other programs read, and lose nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from builds import TEXT, any_build, small_build
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.export.lines import (
    generate_claims,
    generate_entities,
    write_claims,
    write_entities,
)
from kg.folder.layout import one_line_json
from kg.model import Build

KEYS = [
    *("id", "document", "sentence", "subject", "predicate", "object", "polarity", "modality"),
    *("source", "time", "place", "qualifiers", "cues", "confidence", "rule", "worth", "event"),
    *("rules", "steps", "shown", "hidden_because", "confirmed_by", "reader"),
]
ARGUMENT = ["entity", "label", "text", "start", "end"]
LITERAL = ["literal", "datatype", "label", "text", "start", "end"]


def claims(build: Build) -> list[dict[str, Any]]:
    return [json.loads(line) for line in generate_claims(build)]


def entities(build: Build) -> list[dict[str, Any]]:
    return [json.loads(line) for line in generate_entities(build)]


def by_id(id_: str) -> dict[str, Any]:
    (claim,) = (claim for claim in claims(small_build()) if claim["id"] == id_)
    return claim


def test_a_claim_has_the_promised_keys_in_order() -> None:
    for claim in claims(small_build()):
        assert list(claim) == KEYS
        assert list(claim["sentence"]) == ["start", "end", "text"]
        assert list(claim["subject"]) == ARGUMENT
        assert list(claim["predicate"]) == ["iri", "lemma", "text", "spans"]


def test_a_meeting_line_says_who_whom_where_and_when() -> None:
    claim = by_id("c1")
    assert claim["object"] == {
        "entity": "https://kg.example/entity/Mike_Pompeo",
        "label": "Mike Pompeo",
        "text": "Mike Pompeo",
        "start": 15,
        "end": 26,
    }
    assert claim["predicate"] == {
        "iri": "https://kg.example/relation/meet",
        "lemma": "meet",
        "text": "met",
        "spans": [[11, 14]],
    }
    assert claim["time"] == {"value": None, "text": "on Monday", "start": 36, "end": 45}
    assert claim["place"]["label"] == "Tokyo"
    (qualifier,) = claim["qualifiers"]
    assert list(qualifier) == ["role", *ARGUMENT]
    assert qualifier["role"] == "in"
    assert claim["source"] is None


def test_a_source_line_has_the_words_that_attribute() -> None:
    claim = by_id("c4")
    assert (claim["polarity"], claim["modality"]) == ("negative", "actual")
    assert claim["source"] == {
        "entity": "https://kg.example/entity/Lu_Kang",
        "label": "Lu Kang",
        "text": "Lu Kang",
        "start": 121,
        "end": 128,
        "cue": {"text": "said", "start": 116, "end": 120},
    }


def test_a_literal_object_has_its_datatype_and_a_missing_one_is_null() -> None:
    literal = by_id("c5")["object"]
    assert list(literal) == LITERAL
    assert (literal["literal"], literal["datatype"]) == ("2012-12", "xsd:gYearMonth")
    assert by_id("c6")["object"] is None


def test_a_line_says_which_rules_read_which_words_in_what_clause() -> None:
    claim = by_id("c1")
    assert (claim["rule"], claim["rules"]) == ("verb", ["verb", "place"])
    assert claim["steps"] == [
        {"rule": "verb", "start": 11, "end": 14, "text": "met"},
        {"rule": "place", "start": 27, "end": 35, "text": "in Tokyo"},
    ]
    assert claim["event"] == by_id("c7")["event"] == "e1"
    assert (by_id("c2")["event"], by_id("c2")["rules"]) == (None, ["verb"])


def test_a_line_says_what_a_claim_is_worth_and_why_it_is_kept_back() -> None:
    shown, hidden = by_id("c1"), by_id("c8")
    assert (shown["worth"], shown["shown"], shown["hidden_because"]) == (0.75, True, None)
    assert (hidden["worth"], hidden["shown"]) == (1.0, False)
    assert hidden["hidden_because"] == "confidence 0.31 is below 0.5"


def test_an_entity_has_the_promised_keys_in_order() -> None:
    (abe,) = (entity for entity in entities(small_build()) if entity["label"] == "Shinzo Abe")
    assert list(abe) == [
        "iri", "label", "type", "kind", "aliases", "links", "close", "metonym", "importance",
        "mentions",
    ]  # fmt: skip
    assert abe["importance"] == small_build().graph.nodes[abe["iri"]]["importance"] > 0
    assert (abe["type"], abe["kind"], abe["aliases"]) == ("Person", "named", ["Abe"])
    assert abe["mentions"] == [
        {
            "document": "news/talks",
            "start": 0,
            "end": 10,
            "text": "Shinzo Abe",
            "kind": "name",
            "type": "Person",
        }
    ]


def test_spans_in_the_lines_quote_the_document() -> None:
    for claim in claims(small_build()):
        parts = [claim["sentence"], claim["subject"], claim["object"], claim["place"]]
        for part in filter(None, [*parts, claim["time"], *claim["qualifiers"]]):
            assert TEXT[part["start"] : part["end"]] == part["text"]


@settings(deadline=None, max_examples=30)
@given(any_build())
def test_lines_keep_every_claim_and_entity_of_any_build(build: Build) -> None:
    read, known = claims(build), entities(build)
    assert [line["id"] for line in read] == [claim.id for claim in build.claims]
    assert [line["iri"] for line in known] == [entity.iri for entity in build.entities]
    for line, claim in zip(read, build.claims, strict=True):
        assert line["sentence"]["text"] == claim.sentence.text
        assert line["subject"].get("literal") == claim.subject.literal
        assert line["predicate"]["text"] == claim.predicate.text
        assert line["rule"] == claim.rule
        assert (line["worth"], line["event"] or "") == (claim.worth, claim.event)
        assert [(s["rule"], s["text"]) for s in line["steps"]] == [
            (step.rule, step.span.text) for step in claim.steps
        ]
        assert line["rules"][0] == claim.rule
        assert set(line["rules"]) == {claim.rule, *(step.rule for step in claim.steps)}
        assert (line["shown"], line["hidden_because"] or "") == (claim.shown, claim.hidden_because)
        labels = [qualifier.argument.label for qualifier in claim.qualifiers]
        assert [qualifier["label"] for qualifier in line["qualifiers"]] == labels
    for line, entity in zip(known, build.entities, strict=True):
        assert line["aliases"] == list(entity.aliases)
        texts = [mention.span.text for mention in entity.mentions]
        assert [mention["text"] for mention in line["mentions"]] == texts


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]) | st.just("\ud800")))
def test_any_text_is_one_line_that_utf8_carries_and_json_reads_back(text: str) -> None:
    line = one_line_json(text)
    assert json.loads(line.encode("utf-8")) == text
    assert len(line.splitlines()) == 1


def test_written_files_end_lines_with_lf_alone(tmp_path: Path) -> None:
    write_claims(small_build(), tmp_path / "claims.jsonl")
    write_entities(small_build(), tmp_path / "entities.jsonl")
    for name, count in (("claims.jsonl", 8), ("entities.jsonl", 7)):
        written = (tmp_path / name).read_bytes()
        assert written.count(b"\n") == count
        assert b"\r" not in written
