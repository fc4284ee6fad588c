"""What stands behind a fact: claims, or in a graph of an ontology alone what a sentence states."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from builds import small_build

from kg.build import build, write_outputs
from kg.communities import communities
from kg.diff import compare
from kg.evidence import evidence_of, surest
from kg.export.graphrag import generate_graphrag
from kg.export.html import generate_page
from kg.mcp import Desk
from kg.model import Build, Settings
from kg.restore import restore
from kg.show import path

TEXT = (
    "Mara Lindt founded Lindt Tools in 1999. Lindt Tools is led by Otto Brand, and Brand lives in"
    " Graz. Otto Brand, a native of Linz, married Eva Holm in 2004. Their daughter Rosa Brand"
    " studied in Vienna. Lindt Tools, based in Graz, belongs to Holm Group.\n"
)
ONTOLOGY = """\
iri: https://terms.example/
relations:
  foundedBy: {label: founded by}
  headquarters: {label: headquarters location}
  spouse: {label: spouse, symmetric: true}
  parentOrganization: {label: parent organization}
  child: {label: child}
"""


def kg(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "kg", *arguments],
        capture_output=True, text=True, cwd=folder, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of an ontology alone, in which some facts have no claim."""
    folder = tmp_path_factory.mktemp("only")
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "terms.yaml").write_text(ONTOLOGY, "utf-8")
    settings = Settings(
        ontology=str(folder / "terms.yaml"), only_ontology=True, min_confidence=0, min_worth=0
    )
    made = build([folder / "a.txt"], settings=settings)
    # As if the relation model were sure of what it sees: then a fact needs no claim.
    sure = tuple(replace(fact, confidence=max(fact.confidence, 0.9)) for fact in made.typed)
    write_outputs(replace(made, typed=sure), folder / "out")
    return folder


@pytest.fixture(scope="module")
def only(folder: Path) -> Build:
    found = restore(folder / "out")
    assert any(not fact.claims for fact in found.facts)
    assert any(fact.claims for fact in found.facts)
    return found


def test_the_surest_claim_comes_first() -> None:
    small = small_build()
    evidence = evidence_of(small)
    for fact in small.facts:
        found = evidence(fact)
        assert sorted(claim.id for claim in found) == list(fact.claims)
        assert list(found) == sorted(found, key=surest)
    [claim, *_] = small.claims
    doubtful, denied = replace(claim, confidence=0.1), replace(claim, polarity="negative")
    assert sorted([denied, doubtful, claim], key=surest)[2] == denied


def test_a_fact_of_an_ontology_is_told_in_its_own_words(only: Build) -> None:
    evidence = evidence_of(only)
    labels = {fact.id: (fact.subject_label, fact.label, fact.object_label) for fact in only.typed}
    for fact in only.facts:
        for claim in evidence(fact):
            assert claim.object is not None
            words = claim.subject.label, claim.predicate.lemma, claim.object.label
            assert words == labels[fact.id]
            assert (claim.subject.entity, claim.object.entity) == (fact.subject, fact.object)
            assert claim.id in (*fact.claims, "")
            for span in (claim.sentence, claim.subject.span, claim.object.span):
                assert TEXT[span.start : span.end] == span.text


def test_everything_that_quotes_facts_quotes_those_without_a_claim(
    only: Build, folder: Path
) -> None:
    facts = {(f.subject_label, f.label, f.object_label) for f in only.typed}
    assert sum(len(community.facts) for community in communities(only)) >= len(facts) - 1
    desk = Desk(folder / "out", folder / "out")
    for name in ("Otto Brand", "Lindt Tools"):
        rows = desk.relations(name)["facts"]["items"]
        assert {(row["subject"], row["predicate"], row["object"]) for row in rows} <= facts
        assert all(TEXT[row["start"] : row["end"]] == row["quote"] for row in rows)
    assert desk.path("Rosa Brand", "Otto Brand")["steps"]["items"][0]["claim"] == ""
    [step] = path(only, "Rosa Brand", "Otto Brand")
    assert (step["words"], step["sentence"].split()[2]) == ("child", "Rosa")
    assert "Rosa Brand — child → Otto Brand\n" in kg(
        folder, "path", "Rosa Brand", "Otto Brand", "-o", "out"
    )
    tables = generate_graphrag(only)
    assert len(tables["relationships"]) == len({(f.subject, f.object) for f in only.facts})
    assert all("“" in row["description"] for row in tables["relationships"])
    assert all(row["findings"] for row in tables["community_reports"])
    assert "headquarters location" in generate_page(only)


def test_a_diff_counts_facts_without_a_claim(only: Build) -> None:
    assert compare(only, only).empty
    less = compare(only, replace(only, facts=only.facts[:1]))
    assert len(less.facts["removed"]) == len(only.facts) - 1


def test_frameworks_get_facts_without_a_claim(only: Build) -> None:
    langchain = pytest.importorskip("kg.adapters.langchain")
    pytest.importorskip("langchain_community")
    [document] = langchain.graph_documents(only)
    assert len(document.relationships) == len(only.facts)
    pytest.importorskip("llama_index.core")
    from kg.adapters.llamaindex import property_graph_store

    store = property_graph_store(only)
    found = store.get_triplets(entity_names=["Rosa Brand"])
    assert [(a.name, relation.label, b.name) for a, relation, b in found] == [
        ("Rosa Brand", "CHILD", "Otto Brand")
    ]
