"""What reasoners and ontology libraries make of a graph: nothing worse than it was."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import owlrl
import pytest
from cookbook import cookbook_build
from rdflib import OWL, RDF, XSD, Graph, Literal, URIRef

from kg.export.formats import export
from kg.export.rdf import generate_turtle
from kg.export.rdf.terms import prefixes_of
from kg.model import Build

ROOT = Path(__file__).parent.parent
QUESTIONS = re.findall(
    r"^## (.+?)\n.*?^```sparql\n(.*?)^```",
    (ROOT / "docs" / "sparql.md").read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)


@pytest.fixture(scope="module")
def build() -> Build:
    return cookbook_build()


def graph_of(build: Build) -> Graph:
    return Graph().parse(data="".join(generate_turtle(build)), format="turtle")


def closed(build: Build, semantics: Any) -> Graph:
    """The closure of a graph, without what it only says again.

    That is by the name that a thing has elsewhere (`owl:sameAs`), and, a fault of owlrl, by the
    truth values that Python takes for 0 and 1.
    """
    told, graph = graph_of(build), graph_of(build)
    owlrl.DeductiveClosure(semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    elsewhere = set(told.objects(None, OWL.sameAs))
    for triple in list(graph):
        value = triple[2]
        truth = isinstance(value, Literal) and value.datatype == XSD.boolean
        if triple not in told and (truth or elsewhere & set(triple)):
            graph.remove(triple)
    return graph


@pytest.fixture(scope="module", params=["RDFS_Semantics", "OWLRL_Semantics"])
def after(request: pytest.FixtureRequest, build: Build) -> Graph:
    return closed(build, getattr(owlrl, request.param))


@pytest.mark.parametrize(("title", "sparql"), QUESTIONS, ids=[title for title, _ in QUESTIONS])
def test_a_closure_changes_no_answer_of_the_cookbook(
    title: str, sparql: str, build: Build, after: Graph
) -> None:
    spaces = prefixes_of(build.settings)
    before, now = (graph.query(sparql, initNs=spaces) for graph in (graph_of(build), after))
    assert sorted(map(str, before)) == sorted(map(str, now))
    assert before.askAnswer == now.askAnswer


def test_a_closure_says_nothing_that_is_only_denied_or_planned(build: Build, after: Graph) -> None:
    said, told = graph_of(build), 0
    for claim in build.claims:
        if claim.object is None or claim.object.entity is None:
            continue
        ends = URIRef(claim.subject.entity or ""), URIRef(claim.object.entity)
        triple = ends[0], URIRef(claim.predicate.iri), ends[1]
        if triple not in said:
            told += 1
            assert triple not in after
    assert told


def test_a_closure_finds_no_contradiction(after: Graph) -> None:
    kinds = {str(kind) for kind in after.objects(None, RDF.type)}
    assert not [kind for kind in kinds if kind.endswith("ErrorMessage") or kind == str(OWL.Nothing)]


@pytest.mark.parametrize(("format", "name"), [("ntriples", "graph.nt"), ("rdfxml", "graph.rdf")])
def test_owlready2_has_classes_properties_and_individuals(
    format: str, name: str, build: Build, tmp_path: Path
) -> None:
    owlready2 = pytest.importorskip("owlready2")
    export(build, format, tmp_path / name)
    world = owlready2.World()
    with (tmp_path / name).open("rb") as file:
        world.get_ontology("https://kg.example/").load(fileobj=file)
    classes = {found.iri: found for found in world.classes()}
    people = {thing.iri for thing in classes["https://schema.org/Person"].instances()}
    wanted = {entity.iri for entity in build.entities if entity.type == "Person"}
    assert people == wanted
    works = world["https://schema.org/worksFor"]
    assert works in set(world.object_properties())
    assert (works.label, works.domain) == (["works for"], [classes["https://schema.org/Person"]])
    vik = world["https://kg.example/entity/Jonas_Vik"]
    assert [there.label for there in vik.worksFor] == [["Northwind"]]
