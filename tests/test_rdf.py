"""The Turtle says what the build says to every reader and never asserts what the text does not."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pyoxigraph
import pyshacl
import pytest
import rdflib
from builds import any_build, build_of, document_of, small_build
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, XSD
from triples import EDTF, ENT, KG, OA, REL, SCHEMA, text_literal, written_otherwise

from kg.errors import ExportError
from kg.export.rdf import generate_turtle, write_turtle
from kg.export.rdf.strings import quoted
from kg.export.rdf.terms import CLASSES
from kg.iri import VOCABULARY, slug
from kg.model import TYPES, Build


@pytest.fixture(autouse=True)
def literals_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep rdflib from rewriting `0.10` as `0.1`, so that lexical forms are compared."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


def turtle(build: Build) -> str:
    return "".join(generate_turtle(build))


def parsed(text: str) -> rdflib.Graph:
    return rdflib.Graph(bind_namespaces="none").parse(data=text, format="turtle")


def triples_by_pyoxigraph(text: str) -> set[tuple[str, str, str]]:
    found = pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return {(str(t.subject), str(t.predicate), str(t.object)) for t in found}


def triples_by_rdflib(graph: rdflib.Graph) -> set[tuple[str, str, str]]:
    """Each triple as pyoxigraph spells it, which is N-Triples."""
    return {(node_text(s), node_text(p), node_text(o)) for s, p, o in graph}


def node_text(node: rdflib.term.Node) -> str:
    if not isinstance(node, Literal):
        return f"<{node}>"
    datatype = None if node.datatype in (None, XSD.string) else str(node.datatype)
    named = pyoxigraph.NamedNode(datatype) if datatype else None
    return str(pyoxigraph.Literal(str(node), datatype=named))


# ------------------------------------------------------------------------------------- the laws


@settings(deadline=None, max_examples=60)
@given(any_build())
def test_two_parsers_read_the_triples_that_rdflib_would_write(build: Build) -> None:
    text = turtle(build)
    found = triples_by_rdflib(parsed(text))
    assert found == triples_by_rdflib(written_otherwise(build))
    assert found == triples_by_pyoxigraph(text)


def test_the_small_build_is_isomorphic_to_the_graph_that_rdflib_makes() -> None:
    text = turtle(small_build())
    assert parsed(text).isomorphic(written_otherwise(small_build()))
    assert pyoxigraph_dataset(text) == pyoxigraph_dataset(
        written_otherwise(small_build()).serialize(format="nt")
    )


def pyoxigraph_dataset(text: str) -> set[str]:
    dataset = pyoxigraph.Dataset(
        pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    )
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


@settings(deadline=None, max_examples=25)
@given(any_build())
def test_no_plain_triple_without_a_positive_and_actual_claim(build: Build) -> None:
    graph = parsed(turtle(build))
    for relation in graph.subjects(RDF.type, KG.Relation):
        for subject, object_ in graph.subject_objects(relation):
            claims = set(graph.subjects(RDF.subject, subject))
            claims &= set(graph.subjects(RDF.predicate, relation))
            claims &= set(graph.subjects(RDF.object, object_))
            claims &= set(graph.subjects(KG.polarity, Literal("positive")))
            assert claims & set(graph.subjects(KG.modality, Literal("actual")))


@settings(deadline=None, max_examples=25)
@given(any_build())
def test_every_node_has_an_iri(build: Build) -> None:
    graph = parsed(turtle(build))
    assert not [node for node in graph.all_nodes() if isinstance(node, rdflib.BNode)]


@settings(deadline=None, max_examples=25)
@given(st.text(st.characters()))
def test_a_string_is_one_printable_line_and_reads_back(text: str) -> None:
    written = quoted(text)
    assert len(written.splitlines()) == 1
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", written)
    graph = parsed(f"<x:s> <x:p> {written} .")
    assert next(graph.objects()) == text_literal(text)


def test_bytes_do_not_depend_on_the_hash_seed_or_the_order_of_the_build() -> None:
    code = (
        "import dataclasses, sys; sys.path.insert(0, 'tests'); import builds;"
        "from kg.export.rdf import generate_turtle; build = builds.small_build();"
        "build = dataclasses.replace(build, claims=build.claims[::-1], facts=build.facts[::-1],"
        " entities=build.entities[::-1]) if int(sys.argv[1]) % 2 else build;"
        "sys.stdout.buffer.write(''.join(generate_turtle(build)).encode())"
    )
    root = Path(__file__).parent.parent
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code, seed],
            env={"PYTHONHASHSEED": seed},
            cwd=root,
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert outputs == {turtle(small_build()).encode()}


# ----------------------------------------------------------------------------- what it says


def test_naive_query_returns_meetings_and_no_plan_or_denial() -> None:
    graph = parsed(turtle(small_build()))
    assert set(graph.subject_objects(REL.meet)) == {(ENT.Shinzo_Abe, ENT.Mike_Pompeo)}
    assert not set(graph.subject_objects(REL.visit))
    assert not set(graph.subject_objects(REL.withdraw_from))


def test_a_denial_is_a_statement_with_its_source_and_the_words_that_deny() -> None:
    graph = parsed(turtle(small_build()))
    (claim,) = graph.subjects(RDF.predicate, REL.withdraw_from)
    assert graph.value(claim, KG.polarity) == Literal("negative")
    assert graph.value(claim, KG.source) == ENT.Lu_Kang
    assert quote(graph, claim, KG.cueSpan) == "not"
    assert quote(graph, claim, KG.sourceCueSpan) == "said"
    assert quote(graph, claim, KG.sentence).startswith("US troops will not withdraw")


def quote(graph: rdflib.Graph, claim: rdflib.term.Node, predicate: URIRef) -> str:
    return str(graph.value(graph.value(claim, predicate), OA.exact))


def test_relative_time_stays_unresolved_and_keeps_its_words() -> None:
    graph = parsed(turtle(small_build()))
    (claim,) = graph.subjects(RDF.predicate, REL.meet)
    assert graph.value(claim, KG.time) is None
    assert graph.value(claim, KG.timeLabel) == Literal("on Monday")
    assert graph.value(claim, KG.place) == ENT.Tokyo


@pytest.mark.parametrize(
    ("value", "datatype"),
    [
        ("2012", XSD.gYear),
        ("2012-12", XSD.gYearMonth),
        ("2012-12-26", XSD.date),
        ("2012-02-30", EDTF),
        ("2012-13", EDTF),
        ("2012~", EDTF),
        ("2012-12/2014", EDTF),
        ("201X", EDTF),
    ],
)
def test_a_time_has_the_narrowest_datatype_that_holds_it(value: str, datatype: URIRef) -> None:
    build = small_build()
    claims = [claim for claim in build.claims if claim.time]
    changed = [replace(claim, time=replace(claim.time, value=value)) for claim in claims]  # type: ignore[type-var]
    graph = parsed(turtle(build_of(build.documents, build.entities, tuple(changed))))
    assert set(graph.objects(None, KG.time)) == {Literal(value, datatype=datatype)}


def test_documents_whose_names_differ_in_a_blank_stay_two_documents() -> None:
    documents = (document_of("a", id="my file"), document_of("b", id="my_file"))
    graph = parsed(turtle(build_of(documents, (), ())))
    assert len(set(graph.subjects(RDF.type, SCHEMA.DigitalDocument))) == 2


def test_an_empty_build_is_valid_turtle() -> None:
    graph = parsed(turtle(build_of((), (), ())))
    assert [str(title) for title in graph.objects(None, DCTERMS.title)] == [
        "Knowledge graph of 0 documents"
    ]


def test_every_entity_type_has_a_class() -> None:
    assert set(CLASSES) == set(TYPES)


def test_names_with_awkward_characters_stay_short_where_turtle_allows_it() -> None:
    (entity,) = (e for e in small_build().entities if e.label == "Japan")
    iris = [f"{ENT}{slug(name)}" for name in ("J.P. Morgan", "São", "O'Neill", "x²", ".x", "x.")]
    entities = tuple(replace(entity, iri=iri, mentions=()) for iri in iris)
    text = turtle(build_of((), entities, ()))
    for short in ("ent:J.P._Morgan a", "ent:São a", "ent:O%27Neill a"):
        assert short in text
    for long in ("entity/x²> a", "entity/.x> a", "entity/x.> a"):
        assert long in text
    assert {str(s) for s in parsed(text).subjects() if s.startswith(ENT)} == set(iris)


# --------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize("link", ["no iri", "http://x.org/a b", "http://x.org/%zz", "<http://x>"])
def test_a_link_that_is_no_iri_is_named(link: str) -> None:
    (entity, *_) = small_build().entities
    build = build_of((), (replace(entity, links=(link,), mentions=()),), ())
    with pytest.raises(ExportError, match=re.escape(repr(link))):
        turtle(build)


def test_an_address_that_is_no_iri_stays_text() -> None:
    build = build_of((document_of("x", url="not an address"),), (), ())
    graph = parsed(turtle(build))
    assert [str(url) for url in graph.objects(None, SCHEMA.url)] == ["not an address"]


def test_an_unknown_type_is_named_with_those_allowed() -> None:
    (entity, *_) = small_build().entities
    build = build_of((), (replace(entity, type="Robot", mentions=()),), ())
    with pytest.raises(ExportError, match="'Robot', allowed are Person, "):
        turtle(build)


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    write_turtle(small_build(), path)
    before = path.read_bytes()
    (entity, *_) = small_build().entities
    with pytest.raises(ExportError):
        write_turtle(build_of((), (replace(entity, type="Robot"),), ()), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_place_of_the_file_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").mkdir()
    with pytest.raises(ExportError, match=r"cannot write .*graph\.ttl: Is a directory"):
        write_turtle(small_build(), tmp_path / "graph.ttl")
    assert not list(tmp_path.glob(".*"))


# ----------------------------------------------------------------------- vocabulary and shapes


def package_graph(name: str) -> rdflib.Graph:
    return parsed((files("kg.export.rdf") / name).read_text(encoding="utf-8"))


def test_every_own_term_in_a_graph_is_in_the_vocabulary_with_label_and_comment() -> None:
    graph = parsed(turtle(small_build()))
    vocabulary = package_graph("vocabulary.ttl") + graph  # which describes what it takes of ours
    used = {
        node
        for triple in graph
        for node in triple
        if isinstance(node, URIRef) and node.startswith(VOCABULARY)
    }
    assert used
    for node in used:
        assert (node, RDFS.label, None) in vocabulary
        assert (node, RDFS.comment, None) in vocabulary


def test_every_term_of_the_vocabulary_is_written_by_some_code() -> None:
    folder = Path(sys.modules["kg.export.rdf"].__file__ or "").parent
    sources = [*folder.glob("*.py"), folder.parents[1] / "data" / "relations.csv"]
    written = {
        name for path in sources for name in re.findall(r"kg:(\w+)", path.read_text("utf-8"))
    }
    names = {str(s).partition("#")[2] for s in package_graph("vocabulary.ttl").subjects()}
    assert names - {"", "evidence"} <= written


def test_the_shapes_are_valid_shacl_themselves() -> None:
    graph, shapes = parsed(turtle(small_build())), package_graph("shapes.ttl")
    assert pyshacl.validate(graph, shacl_graph=shapes, meta_shacl=True)[0]


def test_claims_follow_the_text_under_their_sentence() -> None:
    text = turtle(small_build())
    claims = re.findall(r"^claim:(\w+) a", text, re.MULTILINE)
    assert claims == ["c1", "c2", "c6", "c7", "c3", "c4", "c5", "c8"]
    assert "# Abe pledged to visit Pompeo.\nclaim:c3 a rdf:Statement" in text


def test_the_documentation_shows_the_turtle_of_the_small_build() -> None:
    page = (Path(__file__).parent.parent / "docs" / "rdf.md").read_text(encoding="utf-8")
    text = turtle(small_build())
    prefixes = "\n".join(re.findall("^@prefix.*", text, re.MULTILINE))
    graph = parsed(text)
    examples = re.findall(r"```turtle\n(.*?)```", page, re.DOTALL)
    assert len(examples) == 4
    for example in examples:
        shown = parsed(f"{prefixes}\n{example}")
        assert len(shown)
        assert set(shown) <= set(graph)


def test_the_documentation_names_every_term_of_the_vocabulary() -> None:
    page = (Path(__file__).parent.parent / "docs" / "rdf.md").read_text(encoding="utf-8")
    for term in package_graph("vocabulary.ttl").subjects():
        if term.startswith(VOCABULARY):
            assert f"`kg:{term.removeprefix(VOCABULARY)}`" in page
