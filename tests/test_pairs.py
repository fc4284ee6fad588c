"""Pairs of mentions and the relation model: what is offered, what is said, what is not."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from kg.analyze import analyze, load_pipeline
from kg.build import assemble
from kg.claims.arguments import Reader
from kg.mentions import find_references
from kg.model import Document, Pair, Record, Settings, TypedFact
from kg.ontology import Ontology, Relation
from kg.pairs import packed, unpacked
from kg.pairs.candidates import Candidate, find_candidates
from kg.parse import FOLDER
from kg.record import make_record
from kg.relate.score import Scorer, best_of, called, split

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
    reader = Reader(given, references)
    return find_candidates(sentences[0], references, reader.times(sentences[0]))


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("Ada Lund was born in Oslo on 3 May 1961.", {"Ada Lund", "Oslo", "3 May 1961"}),
        ("Blue Harbour is a 1987 science fiction film.", {"science fiction", "film", "1987"}),
        ("The Return of the Heron tells of a war.", {"The Return of the Heron"}),
        ("The tower is 310 metres high.", {"310"}),
    ],
)
def test_what_a_relation_may_hold_between_is_offered(text: str, offered: set[str]) -> None:
    found = {text[c.first.start : c.last.end] for c in candidates(text)}
    assert offered <= found


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
    from kg.relate.score import Scored

    one = record("Ada Lund was born in Oslo on 3 May 1961.").pairs[0]
    relation = ONTOLOGY.relations[0]
    weak, strong = Scored(one, relation, 0.3), Scored(one, relation, 0.7)
    assert list(best_of([weak, strong])) == [strong]


def typed(text: str) -> list[TypedFact]:
    result = assemble([record(text)], Settings())
    return [fact for fact in result.typed if not fact.claims]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lund was not born in Oslo.",
        "Ada Lund may have been born in Oslo.",
        "If Ada Lund was born in Oslo, the law is clear.",
        "Eva Munk denied that Ada Lund was born in Oslo.",
    ],
)
def test_what_is_denied_or_hedged_is_told_of_no_pair(text: str) -> None:
    assert not [f for f in typed(text) if f.asserted]
    assert any(pair.caution for pair in record(text).pairs) or not record(text).pairs


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lund and Per Berg watched the match in Oslo.",
        "Acme praised Globex and Initech at a fair in Milan.",
        "In 1998 Ada Lund read a letter about Chile.",
        "Per Berg wrote to Norsk Data while Eva Munk was in Peru.",
        "Lima, Quito and Bogota are warmer than Oslo.",
        "The Heron, the Osprey and the Falcon sailed past Malta in May 2004.",
        "Ada Lund asked Per Berg about Kenya.",
        "Reporters from Oslo and Rome met Eva Munk near the Nile.",
    ],
)
def test_standing_together_is_not_enough(text: str) -> None:
    assert not typed(text)


def test_a_pair_needs_a_sentence_that_is_english() -> None:
    assert not record("Ada Lund wurde in Oslo geboren und arbeitet heute bei der Bahn.").pairs


def test_pairs_of_the_record_are_values() -> None:
    pair = record("Ada Lund was born in Oslo.").pairs[0]
    assert isinstance(pair, Pair) and replace(pair) == pair and 0 <= pair.chance <= 1
