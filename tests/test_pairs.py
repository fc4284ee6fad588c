"""Pairs of mentions and the relation model: what is offered, what is said, what is not."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from kg.build import assemble
from kg.decisions import Decision
from kg.model import Document, Entity, Evidence, Pair, Record, Settings, Span
from kg.ontology import EntityClass, Ontology, Relation
from kg.parse.analyze import analyze, load_pipeline
from kg.parse.reading import FOLDER
from kg.record.claims.arguments import Arguments
from kg.record.make import make_record
from kg.record.mentions import find_references
from kg.record.pairs import packed, unpacked
from kg.record.pairs.candidates import Candidate, find_candidates
from kg.relate import End, Stating, Told, typed_facts
from kg.relate.entailed import entailed, is_plain
from kg.relate.only import facts_of_typed
from kg.relate.score import Scored, Scorer, best_of, called, in_whole, split
from kg.resolve.facts import Called
from kg.resolve.rulings import claim_target

ONTOLOGY = Ontology(
    title="lives",
    relations=(
        Relation(iri="ex:born", label="birthPlace"),
        Relation(iri="ex:when", label="date of birth", datatype="xsd:date"),
        Relation(iri="ex:works", label="employer"),
    ),
)


def document(text: str) -> Document:
    return Document(
        id="a.txt", source="a.txt", text=text, sha256=hashlib.sha256(text.encode()).hexdigest()
    )


def record(text: str) -> Record:
    return make_record(document(text), load_pipeline("kg_en"), pairs=True)


def candidates(text: str) -> list[Candidate]:
    given = document(text)
    sentences = analyze(given, load_pipeline("kg_en"))
    references = find_references(sentences)
    reader = Arguments(given, references)
    return find_candidates(sentences[0], references, reader.times(sentences[0]))


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("Ada Lund was born in Oslo on 3 May 1961.", {"Ada Lund", "Oslo", "3 May 1961"}),
        ("Blue Harbour is a 1987 science fiction film.", {"science fiction", "film", "1987"}),
        ("The Return of the Heron tells of a war.", {"The Return of the Heron"}),
        ("The tower is 310 metres high.", {"310"}),
        (
            "Ada Lund won the 1987 Silver Heron for Best Score at the Bergen Festival.",
            {"Silver Heron for Best Score"},
        ),
        (
            "Per Berg took the Grand Prix for Song of the Mill's leading part.",
            {"Song of the Mill", "Grand Prix"},
        ),
    ],
)
def test_what_a_relation_may_hold_between_is_offered(text: str, offered: set[str]) -> None:
    found = {text[c.first.start : c.last.end] for c in candidates(text)}
    assert offered <= found


def test_no_title_goes_beyond_a_bracket() -> None:
    text = 'Lange Wege nach Haus ("Long Ways Home") is a film by Eva Munk.'
    found = {text[c.first.start : c.last.end] for c in candidates(text)}
    assert "Lange Wege nach Haus" in found
    assert not any("(" in words for words in found)


def test_no_stretch_is_offered_twice() -> None:
    found = candidates("The Return of the Heron, a short science fiction film, cost 3,000 dollars.")
    places = [(c.first.i, c.last.i) for c in found]
    assert len(places) == len(set(places)) > 5


def test_vectors_come_back_as_they_were_packed() -> None:
    import numpy as np

    rows = np.array([[-1, 0, 1], [0.5, -0.25, 0.125]], dtype=np.float32)
    assert np.abs(unpacked([packed(row) for row in rows]) - rows).max() < 1 / 127


def test_pairs_quote_their_document_and_are_the_same_each_time() -> None:
    text = "Ada Lund was born in Oslo. She works for Norsk Data, a company in Bergen."
    found = record(text).pairs
    assert found and found == record(text).pairs
    for pair in found:
        for span in (pair.sentence, pair.subject.span, pair.object.span):
            assert text[span.start : span.end] == span.text


def said(text: str, relation: str) -> set[tuple[str, str]]:
    """The likely ends of a relation."""
    scorer, pairs = Scorer(ONTOLOGY, FOLDER), record(text).pairs
    chances = scorer.chances(pairs)
    column = [r.iri for r in scorer.relations].index(relation)
    return {(p.subject.label, p.object.label) for p, c in zip(pairs, chances, strict=True)
            if c[column] > 0.5}  # fmt: skip


def test_a_relation_is_known_by_another_name_of_it() -> None:
    text = "Ada Lund was born in Oslo on 3 May 1961."
    assert ("Ada Lund", "Oslo") in said(text, "ex:born")
    assert ("Ada Lund", "3 May 1961") in said(text, "ex:when")
    assert not said(text, "ex:works")


def test_names_run_together_are_read_as_words() -> None:
    assert split("birthPlace") == ["birth", "place"]
    assert [k.label for k in called(ONTOLOGY.relations[0])] == ["place of birth"]
    assert not called(Relation(iri="ex:x", label="taste of soup"))


def test_of_overlapping_pairs_the_likeliest_is_told() -> None:
    one = record("Ada Lund was born in Oslo on 3 May 1961.").pairs[0]
    relation = ONTOLOGY.relations[0]
    weak, strong = Scored(one, relation, 0.3), Scored(one, relation, 0.7)
    assert list(best_of([weak, strong])) == [strong]


def test_a_pair_states_no_relation_that_is_far_less_likely_than_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import numpy as np

    found = record("Ada Lund was born in Oslo.")
    (pair,) = (p for p in found.pairs if (p.subject.label, p.object.label) == ("Ada Lund", "Oslo"))
    ends = (pair.subject.entity or "", pair.object.entity or "")
    where = {end: Called(iri=f"x:{end}", label=end) for end in ends}
    for chance, told_of in ((0.2, {"ex:born"}), (0.6, {"ex:born", "ex:works"})):
        rows = np.array([[0.8, 0.0, chance]])
        monkeypatch.setattr(Scorer, "chances", lambda _self, _pairs, rows=rows: rows)
        told = Told(ONTOLOGY, GIVEN)
        told.read(replace(found, pairs=(pair,)), where)
        assert {one.relation for one in told.stated} == told_of


@pytest.mark.parametrize(
    ("title", "part", "chance", "kept"),
    [
        ("The Long Way Home", "Long Way Home", 0.7, "The Long Way Home"),
        ("Heron: The Return", "Heron", 0.7, "Heron: The Return"),
        ("Heron: The Return", "The Return", 0.7, "Heron: The Return"),
        ("The Danube", "Danube", 0.4, "Danube"),
        ("Heron and Osprey", "Heron", 0.7, "Heron"),
    ],
)
def test_what_is_said_of_a_part_of_a_title_is_said_of_the_whole(
    title: str, part: str, chance: float, kept: str
) -> None:
    one, at = record("Ada Lund was born in Oslo.").pairs[0], title.index(part)
    spans = Span(start=0, end=len(title), text=title), Span(start=at, end=at + len(part), text=part)
    whole, piece = (
        Scored(replace(one, subject=replace(one.subject, span=span)), ONTOLOGY.relations[0], found)
        for span, found in zip(spans, (chance, 0.75), strict=True)
    )
    (found,) = best_of(in_whole([whole, piece]), share=0.9)
    assert found.pair.subject.span.text == kept


#: A build with relations of the user's, which are given and in no file.
GIVEN = Settings(ontology="lives.yaml")


def typed(text: str, *decisions: Decision) -> list[str]:
    """What a text states of the relations, with the status and how sure."""
    result = assemble([record(text)], GIVEN, decisions, ontology=ONTOLOGY)
    assert not any(fact.claims for fact in result.typed)
    return [
        f"{fact.subject_label} | {fact.label} | {fact.literal or fact.object_label}; {fact.status}"
        f"{'' if fact.likely else ', unlikely'}"
        for fact in result.typed
    ]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Ada Lund was born in Oslo.", "asserted"),
        ("Ada Lund was not born in Oslo.", "negative"),
        ("Ada Lund may have been born in Oslo.", "possible"),
        ("If Ada Lund was born in Oslo, the law is clear.", "conditional"),
        ("Eva Munk denied that Ada Lund was born in Oslo.", "negative"),
    ],
)
def test_a_pair_is_stated_as_the_claim_of_its_words_is(text: str, status: str) -> None:
    assert typed(text) == [f"Ada Lund | birthPlace | Oslo; {status}"]


def test_a_pair_that_no_claim_is_of_is_not_told_where_its_sentence_hedges() -> None:
    found = record("Eva Munk denied that Ada Lund was born in Oslo.")
    (pair,) = (p for p in found.pairs if (p.subject.label, p.object.label) == ("Ada Lund", "Oslo"))
    assert pair.caution == "denied"
    plain = replace(found, claims=(), pairs=(replace(pair, caution=""),))
    ends = (pair.subject.entity or "", pair.object.entity or "")
    where = {end: Called(iri=f"x:{end}", label=end) for end in ends}
    for pairs, count in ((plain.pairs, 1), ((pair,), 0)):
        told = Told(ONTOLOGY, GIVEN)
        told.read(replace(plain, pairs=pairs), where)
        assert len(told.stated) == count


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lund and Per Berg watched the match in Oslo.",
        "Acme praised Globex and Initech at a fair in Milan.",
        "In 1998 Ada Lund read a letter about Chile.",
        "Per Berg wrote to Norsk Data while Eva Munk was in Peru.",
        "The Heron, the Osprey and the Falcon sailed past Malta in May 2004.",
        "Ada Lund asked Per Berg about Kenya.",
        "Reporters from Oslo and Rome met Eva Munk near the Nile.",
    ],
)
def test_standing_together_is_not_enough(text: str) -> None:
    assert record(text).pairs
    assert all(line.endswith("unlikely") for line in typed(text))


def test_what_somebody_rejected_is_not_told_by_its_pair_either() -> None:
    text = "Ada Lund was born in Oslo. Per Berg was born in Rome."
    result = assemble([record(text)], GIVEN, ontology=ONTOLOGY)
    (wrong,) = (claim for claim in result.claims if claim.subject.label == "Ada Lund")
    target = claim_target(wrong, result.documents[0])
    left = typed(text, Decision(kind="reject", targets=(target,)))
    assert left == ["Per Berg | birthPlace | Rome; asserted"]


# What becomes of an end that the graph or the relation has otherwise


def stated(relation: str, words: str, **fields: object) -> Stating:
    """That "Ada ... WORDS" states a relation; the object is a thing called Nile if not a value."""
    text = f"Ada {words}"
    whole, ada = (Span(start=0, end=len(t), text=t) for t in (text, "Ada"))
    there = Span(start=4, end=len(text), text=words)
    end = End(label=words, literal=words, datatype="xsd:string")
    given = {
        "relation": relation, "label": relation, "subject": End(label="Ada", entity="x:Ada"),
        "object": end, "symmetric": False, "status": "asserted", "confidence": 0.9,
        "evidence": Evidence(document="a", sentence=whole, subject=ada, object=there),
    }  # fmt: skip
    return Stating(**{**given, **fields})  # type: ignore[arg-type]


VALUES = Ontology(
    title="values",
    classes=(EntityClass(iri="ex:River", label="river", types=("Place",)),),
    relations=(
        Relation(iri="ex:river", label="river", range=("ex:River",)),
        Relation(iri="ex:near", label="near"),
        Relation(iri="ex:year", label="year", datatype="xsd:gYear"),
        Relation(iri="ex:staff", label="staff", datatype="xsd:integer", unit="employee"),
        Relation(iri="ex:cost", label="cost", datatype="xsd:decimal", unit="currency"),
        Relation(iri="ex:note", label="note", datatype="xsd:string"),
    ),
)
ADA = Entity(
    iri="x:Ada", label="Ada", type="Person", kind="named", aliases=(), links=(), mentions=()
)


@pytest.mark.parametrize(
    ("one", "value", "datatype", "plain"),
    [
        (stated("ex:year", "1961-05-03", object=End(label="3 May 1961", literal="1961-05-03",
                                                    datatype="xsd:date")),
         "1961", "xsd:gYear", True),
        (stated("ex:staff", "1,200 people"), "1200", "xsd:integer", True),
        (stated("ex:staff", "many people"), "many people", "xsd:string", False),
        (stated("ex:cost", "$3.5 million"), "3500000", "xsd:decimal", True),
        (stated("ex:note", "the river Nile", object=End(label="Nile", entity="x:Nile")),
         "the river Nile", "xsd:string", True),
        (stated("ex:near", "it", object=End(label="Nile", entity="x:Nile")),
         "Nile", "xsd:string", False),
        (stated("ex:river", "the river Nile", object=End(label="Nile", entity="x:Nile")),
         "the river Nile", "xsd:string", False),
        (stated("ex:note", "a friend", confidence=0.69), "a friend", "xsd:string", False),
        (stated("ex:note", "a friend", confidence=0.7), "a friend", "xsd:string", True),
    ],
)  # fmt: skip
def test_values_are_of_the_kind_of_their_relation_or_no_plain_triple(
    one: Stating, value: str, datatype: str, plain: bool
) -> None:
    told = Told(VALUES, GIVEN)
    told.stated.append(one)
    (fact,) = typed_facts(told.fitting({"x:Ada": ADA}))
    assert (fact.literal, fact.datatype, fact.status) == (value, datatype, "asserted")
    relations = {relation.iri: relation for relation in VALUES.relations}
    assert is_plain(fact, relations) == plain
    assert bool(list(entailed(fact, relations))) == plain
    assert len(facts_of_typed([fact], {"a": "0"}, VALUES)) == plain


def test_an_end_is_called_as_its_entity_is() -> None:
    text = "Ada Lund was born in Oslo."
    result = assemble([record(text)], GIVEN, ontology=ONTOLOGY)
    labels = {entity.iri: entity.label for entity in result.entities}
    for fact in result.typed:
        assert fact.subject_label == labels[fact.subject]
        assert fact.object_label == labels[fact.object or ""]
    pair = record(text).pairs[0]
    span = Span(start=0, end=18, text="Ada Lund of Bergen")
    wide = replace(pair.subject, label=span.text, span=span)
    told = Told(ONTOLOGY, GIVEN)
    where = {end: Called(iri=f"x:{end}", label="Ada Lund")
             for end in (pair.subject.entity or "", pair.object.entity or "")}  # fmt: skip
    told.read(replace(record(text), pairs=(replace(pair, subject=wide),)), where)
    assert [one.subject.label for one in told.stated] == ["Ada Lund"]


def test_a_pair_needs_a_sentence_that_is_english() -> None:
    assert not record("Ada Lund wurde in Oslo geboren und arbeitet heute bei der Bahn.").pairs


def test_pairs_of_the_record_are_values() -> None:
    pair = record("Ada Lund was born in Oslo.").pairs[0]
    assert isinstance(pair, Pair) and replace(pair) == pair
