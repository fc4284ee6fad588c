"""Mistakes found in the code of other text-to-graph tools, as tests that we do not make them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from test_build import contents, elsewhere
from test_upkeep import make

from kg.build import assemble, write_outputs
from kg.model import Build, Record, Settings
from kg.upkeep import remove

ENTITY = "https://kg.example/entity/"
RELATION = "https://kg.example/relation/"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "a").mkdir(parents=True)
    (tmp_path / "in" / "b").mkdir()
    return tmp_path


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / "in" / f"{name}.txt").write_text(text, "utf-8")


def built(folder: Path) -> Build:
    result, _ = make([folder / "in"], folder / "out")
    assert result is not None
    return result


def said(build: Build) -> set[tuple[str, str, str]]:
    """Every fact in words."""
    labels = {entity.iri: entity.label for entity in build.entities}
    return {
        (labels[f.subject], f.label, labels.get(f.object or "", f.literal or ""))
        for f in build.facts
    }


def test_01_files_with_one_name_in_two_folders_are_two_documents(folder: Path) -> None:
    (folder / "in" / "a" / "report.txt").write_text("Anna Berg met Kim.", "utf-8")
    (folder / "in" / "b" / "report.md").write_text("Bo Lund left Peru.", "utf-8")
    assert said(built(folder)) == {("Anna Berg", "meet", "Kim"), ("Bo Lund", "leave", "Peru")}


def test_02_an_edited_file_is_read_again(folder: Path) -> None:
    write(folder, x="Anna Berg met Kim.")
    built(folder)
    write(folder, x="Anna Berg met Tom.")
    assert said(built(folder)) == {("Anna Berg", "meet", "Tom")}


def test_03_a_deleted_file_takes_its_facts_along(folder: Path) -> None:
    write(folder, x="Anna Berg met Kim.", y="Bo Lund left Peru.")
    built(folder)
    (folder / "in" / "y.txt").unlink()
    assert said(built(folder)) == {("Anna Berg", "meet", "Kim")}
    assert b"Lund" not in b"".join(contents(folder / "out").values())


def test_04_two_builds_give_one_page(folder: Path) -> None:
    write(folder, x="Anna Berg met Kim. Kim left Peru. Peru sued Acme.")
    for seed in ("1", "2"):
        assert (
            elsewhere("build", str(folder / "in"), "-o", str(folder / seed), seed=seed).returncode
            == 0
        )
    assert (folder / "1" / "graph.html").read_bytes() == (folder / "2" / "graph.html").read_bytes()


def test_05_documents_with_one_title_are_edited_and_removed_each_for_itself(folder: Path) -> None:
    write(folder, x="News\n\nAnna Berg met Kim.", y="News\n\nBo Lund left Peru.")
    built(folder)
    write(folder, y="News\n\nBo Lund left Chile.")
    assert ("Bo Lund", "leave", "Chile") in said(built(folder))
    remove(["x.txt"], folder / "out")
    (folder / "in" / "x.txt").unlink()
    after = contents(folder / "out")
    assert said(built(folder)) == {("Bo Lund", "leave", "Chile")}
    assert contents(folder / "out") == after


def test_06_two_relations_of_one_pair_are_two_edges(folder: Path) -> None:
    write(folder, x="Anna Berg founded Acme. Anna Berg sued Acme.")
    graph = built(folder).graph
    edges = graph.get_edge_data(f"{ENTITY}Anna_Berg", f"{ENTITY}Acme")
    assert sorted(edge["label"] for edge in edges.values()) == ["found", "sue"]


def test_07_a_fact_of_two_documents_outlives_one_of_them(folder: Path) -> None:
    write(folder, x="Anna Berg met Kim.", y="As we said, Anna Berg met Kim.")
    (fact,) = built(folder).facts
    assert fact.support == 2
    remove(["x.txt"], folder / "out")
    (folder / "in" / "x.txt").unlink()
    (fact,) = built(folder).facts
    assert (fact.label, fact.support) == ("meet", 1)


def test_08_an_edge_goes_with_its_document_though_both_ends_stay(folder: Path) -> None:
    write(folder, x="Anna Berg met Kim.", y="Anna Berg left Peru. Kim left Peru.")
    built(folder)
    result = remove(["x.txt"], folder / "out")
    assert said(result) == {("Anna Berg", "leave", "Peru"), ("Kim", "leave", "Peru")}
    assert {"Anna Berg", "Kim"} <= {entity.label for entity in result.entities}


def test_09_a_merge_keeps_every_value_and_can_be_undone(folder: Path) -> None:
    write(folder, x="Anna Berg met Kim.", y="Zoe Sand left Peru.")
    built(folder)
    before = contents(folder / "out")
    decisions = folder / "out" / "decisions.yaml"
    undecided = decisions.read_text("utf-8")
    decisions.write_text("same:\n  - [Anna Berg, Zoe Sand]\n", "utf-8")
    merged = built(folder)
    assert said(merged) == {("Anna Berg", "meet", "Kim"), ("Anna Berg", "leave", "Peru")}
    (one,) = (entity for entity in merged.entities if entity.label == "Anna Berg")
    assert "Zoe Sand" in one.aliases
    assert {mention.document for mention in one.mentions} == {"x.txt", "y.txt"}
    decisions.write_text(undecided, "utf-8")
    built(folder)
    assert contents(folder / "out") == before


def test_10_every_edge_has_its_words(examples: Build) -> None:
    texts = {document.id: document.text for document in examples.documents}
    claims = {claim.id: claim for claim in examples.claims}
    for *_, edge in examples.graph.edges(data=True):
        assert edge["claims"]
        for claim in (claims[id] for id in edge["claims"]):
            sentence = claim.sentence
            assert texts[claim.document][sentence.start : sentence.end] == sentence.text != ""


def test_11_the_order_of_documents_shows_nowhere(
    record: Callable[..., Record], tmp_path: Path
) -> None:
    texts = ["Anna Berg met Kim.", "Kim met Anna Berg and sued her.", "A. Berg met Kim in Rome."]
    records = [record(text, id=str(n)) for n, text in enumerate(texts)]
    write_outputs(assemble(records, Settings()), tmp_path / "a")
    write_outputs(assemble(reversed(records), Settings()), tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_12_nothing_is_inferred_that_no_document_says(examples: Build) -> None:
    assert not {fact.label for fact in examples.facts} & {"related to", "be related to"}
    claims = {claim.id: claim for claim in examples.claims}
    for fact in examples.facts:
        for claim in (claims[id] for id in fact.claims):
            ends = [claim.subject] + ([claim.object] if claim.object else [])
            assert [end.entity or end.literal for end in ends if end.span.text]
            assert all(end.span.text in claim.sentence.text for end in ends)


def test_13_graph_page_and_turtle_have_the_same_edges(article: Build, tmp_path: Path) -> None:
    write_outputs(article, tmp_path / "out")
    asserted = {
        (f.subject, f.predicate, f.object) for f in article.facts if f.asserted and f.object
    }
    turtle = rdflib.Graph().parse(tmp_path / "out" / "graph.ttl")
    triples = {(str(s), str(p), str(o)) for s, p, o in turtle}
    plain = {t for t in triples if t[1].startswith(RELATION) and t[2].startswith(ENTITY)}
    assert plain == asserted
    page = (tmp_path / "out" / "graph.html").read_text("utf-8")
    blobs = dict(
        re.findall(r'<script type="application/json" id="(\w+)">(.*?)</script>', page, re.S)
    )
    drawn = [fact for edge in json.loads(blobs["edges"]) for fact in edge["facts"]]
    edges = [i for i, fact in enumerate(article.facts) if fact.object is not None]
    assert sorted(drawn) == edges
    assert article.graph.number_of_edges() == len(edges)


def test_14_a_stray_quotation_mark_costs_nothing_but_itself(record: Callable[..., Record]) -> None:
    text = "Anna Berg met Kim. “Bo Lund left Peru. Zoe Sand won. Carl Moss sued Acme."
    found = {(c.subject.label, c.predicate.lemma) for c in record(text).claims}
    assert {("Anna Berg", "meet"), ("Carl Moss", "sue")} <= found


def test_15_what_is_denied_is_kept_as_denied(record: Callable[..., Record]) -> None:
    result = assemble([record("No official met Kim. Anna Berg did not meet Kim.")], Settings())
    (fact,) = (f for f in result.facts if f.subject == f"{ENTITY}Anna_Berg")
    assert (fact.status, fact.asserted) == ("negative", False)


def test_16_rdf_says_all_that_the_graph_says(article: Build, tmp_path: Path) -> None:
    write_outputs(article, tmp_path / "out")
    turtle = rdflib.Graph().parse(tmp_path / "out" / "graph.ttl")
    statements = set(turtle.subjects(rdflib.RDF.type, rdflib.RDF.Statement))
    assert len(statements) == len(article.claims)
    said = {str(value) for value in turtle.objects()}
    for claim in article.claims:
        assert claim.sentence.text in said
        assert claim.time is None or claim.time.span.text in said


def test_17_the_page_loads_nothing_from_anywhere(article: Build, tmp_path: Path) -> None:
    write_outputs(article, tmp_path / "out")
    page = (tmp_path / "out" / "graph.html").read_text("utf-8")
    loads = (
        r"""(?:src|href|action|data)\s*=\s*["']?\s*(?:https?:)?//|url\(\s*["']?https?:|@import"""
    )
    markup = re.sub(r"<script\b.*?</script>", "", page, flags=re.S)
    assert re.findall(loads, markup) == []
    assert re.findall(r"<script[^>]*\bsrc=", page) == []
