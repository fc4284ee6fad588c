"""What stands behind a fact: claims, or in a graph of an ontology alone what a sentence states."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from builds import small_build
from commands import answer
from page_browser import Page

from kg.ask.diff import compare
from kg.ask.show import path
from kg.build import build, write_outputs
from kg.export.graphrag import generate_graphrag
from kg.export.html import write_page
from kg.export.html.data import page_data
from kg.graph.communities import communities
from kg.graph.evidence import evidence_of, surest
from kg.mcp import Desk
from kg.model import Build, Settings
from kg.restore import restore

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
    return answer(*arguments, folder=folder)


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


def said_by(build: Build) -> dict[tuple[str, str, str], set[str]]:
    """Each fact in words, and the sentences that state it."""
    return {
        (fact.subject_label, fact.label, fact.object_label): {
            found.sentence.text for found in fact.evidence
        }
        for fact in build.typed
    }


def test_everything_that_quotes_facts_quotes_those_without_a_claim(
    only: Build, folder: Path
) -> None:
    said = said_by(only)
    desk = Desk(folder / "out", folder / "out")
    for name in ("Otto Brand", "Lindt Tools"):
        rows = desk.relations(name)["facts"]["items"]
        told = {(row["subject"], row["predicate"], row["object"]): row for row in rows}
        assert told.keys() == {words for words in said if name in words}
        for words, row in told.items():
            assert row["quote"] in said[words]
            assert TEXT[row["start"] : row["end"]] == row["quote"]
    assert desk.path("Rosa Brand", "Otto Brand")["steps"]["items"][0]["claim"] == ""
    [step] = path(only, "Rosa Brand", "Otto Brand")
    assert (step["words"], step["sentence"].split()[2]) == ("child", "Rosa")
    assert "Rosa Brand — child → Otto Brand\n" in kg(
        folder, "path", "Rosa Brand", "Otto Brand", "-o", "out"
    )


def test_communities_hold_facts_without_a_claim(only: Build) -> None:
    found = communities(only)
    within = [
        fact.id for fact in only.facts for community in found
        if {fact.subject, fact.object} <= {*community.entities}
    ]  # fmt: skip
    assert sorted(id for community in found for id in community.facts) == sorted(within)
    assert {fact.id for fact in only.facts if not fact.claims} & {*within}
    told = {telling.sentence.text for community in found for telling in community.sentences}
    assert "Their daughter Rosa Brand studied in Vienna." in told
    tables = generate_graphrag(only)
    lines = {line for row in tables["relationships"] for line in row["description"].split("\n")}
    assert lines == {
        f"{' '.join(words)}: “{quote}” (a.txt)"
        for words, quotes in said_by(only).items() for quote in quotes
    }  # fmt: skip
    findings = {one["summary"] for row in tables["community_reports"] for one in row["findings"]}
    assert "Rosa Brand child Otto Brand" in findings


def test_the_page_tells_each_fact_in_its_own_words_by_all_its_sentences(only: Build) -> None:
    data = page_data(only)
    labels, rest = [node["label"] for node in data.nodes], data.rest
    facts, claims, told = rest["facts"], rest["claims"], {}
    typed = {fact.id: fact for fact in only.typed}
    for number, rows in enumerate(facts["claims"]):
        spans = [(e.subject, e.object) for e in typed[facts["id"][number]].evidence]
        ends = [[[span.start, span.end] for span in both] for both in spans]
        assert all([claims["subject"][row], claims["object"][row]] in ends for row in rows)
        one, other = (labels[facts[end][number]] for end in ("subject", "object"))
        words = one, rest["words"][facts["words"][number]], other
        told[words] = {TEXT[slice(*claims["sentence"][row])] for row in rows}
        assert len(rows) == len(told[words])
    assert told == said_by(only)
    assert rest["typed"]["claims"] == facts["claims"]
    assert {id for id in claims["id"] if id} == {id for fact in only.facts for id in fact.claims}


def test_a_sentence_without_a_claim_stands_on_the_page(
    page: Page, only: Build, folder: Path
) -> None:
    write_page(only, folder / "page.html")
    page.open(folder / "page.html", "#between=Rosa_Brand&between=Otto_Brand&read=a.txt")
    quote = "Their daughter Rosa Brand studied in Vienna."
    assert page.text("#panel blockquote") == [quote]
    assert "seen by the relation model" in "".join(page.text("#panel dl.around"))
    assert "Rosa Brand child Otto Brand" in page.text("#reader .sentence.here .of-claim span")
    page.tab.get_by_role("button", name="Show in document").click()
    page.settle()
    assert page.text("#panel mark") == [quote]
    page.open(folder / "page.html", "#node=Lindt_Tools")
    assert page.tab.locator("[data-typed] .link", has_text="founded by").count() == 2


def test_a_diff_tells_facts_without_a_claim(only: Build) -> None:
    assert compare(only, only).empty
    less = compare(only, replace(only, facts=only.facts[:1]))
    told = {(line.subject, line.predicate, line.object): line for line in less.facts["removed"]}
    [kept] = [fact for fact in only.typed if fact.id == only.facts[0].id]
    said = said_by(only)
    assert told.keys() == said.keys() - {(kept.subject_label, kept.label, kept.object_label)}
    assert all(line.quote in said[words] for words, line in told.items())


def test_frameworks_get_facts_without_a_claim(only: Build) -> None:
    langchain = pytest.importorskip("kg.adapters.langchain")
    pytest.importorskip("langchain_community")
    [document] = langchain.graph_documents(only)
    labels = {entity.iri: entity.label for entity in only.entities}
    said = said_by(only)
    told = {
        (labels[one.source.id], one.type.replace("_", " ").lower(), labels[one.target.id]): one
        for one in document.relationships
    }
    assert told.keys() == said.keys()
    assert all(one.properties["quote"] in said[words] for words, one in told.items())
    pytest.importorskip("llama_index.core")
    from kg.adapters.llamaindex import property_graph_store

    store = property_graph_store(only)
    found = store.get_triplets(entity_names=["Rosa Brand"])
    assert [(a.name, relation.label, b.name) for a, relation, b in found] == [
        ("Rosa Brand", "CHILD", "Otto Brand")
    ]
