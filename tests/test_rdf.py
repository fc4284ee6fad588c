"""The Turtle says what the build says to every reader and never asserts what the text does not."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from time import process_time

import pyoxigraph
import pytest
import rdflib
from builds import any_build, build_of, document_of, large_build, small_build
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD

from kg.errors import ExportError
from kg.export.rdf import CLASSES, PREFIXES, generate_turtle, quoted, write_turtle
from kg.iri import VOCABULARY, slug
from kg.model import TYPES, Argument, Build, Claim, Settings, Span

KG = rdflib.Namespace(VOCABULARY)
OA = rdflib.Namespace(PREFIXES["oa"])
SCHEMA = rdflib.Namespace(PREFIXES["schema"])
EDTF = URIRef("http://id.loc.gov/datatypes/edtf/EDTF")
REL, ENT = (rdflib.Namespace(f"{Settings().base_iri}{name}/") for name in ("relation", "entity"))

Triple = tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]


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


# ------------------------------------------------------- the same triples, put together with rdflib


def written_otherwise(build: Build) -> rdflib.Graph:
    graph = rdflib.Graph(bind_namespaces="none")
    for triple in expected(build):
        graph.add(triple)
    return graph


def expected(build: Build) -> Iterator[Triple]:
    yield from expected_documents(build)
    yield from expected_entities(build)
    for claim in build.claims:
        yield from expected_claim(build, claim)


def expected_documents(build: Build) -> Iterator[Triple]:
    for document in build.documents:
        node = mint(build, "document", slug(document.id))
        yield node, RDF.type, SCHEMA.DigitalDocument
        yield node, RDF.type, PROV.Entity
        yield node, RDFS.label, text_literal(document.title or document.id)
        if document.title:
            yield node, DCTERMS.title, text_literal(document.title)
        if document.date:
            yield node, DCTERMS.date, time_literal(document.date)
        yield node, DCTERMS.identifier, text_literal(document.id)
        yield node, DCTERMS["format"], text_literal(document.media_type)
        yield node, SCHEMA.sha256, text_literal(document.sha256)
        yield node, KG.readFrom, text_literal(document.source)
        if document.url:
            yield node, SCHEMA.url, URIRef(document.url)


def expected_entities(build: Build) -> Iterator[Triple]:
    for entity in build.entities:
        node = URIRef(entity.iri)
        prefix, _, name = CLASSES[entity.type].partition(":")
        yield node, RDF.type, URIRef(PREFIXES[prefix] + name)
        if entity.kind == "concept":
            yield node, RDF.type, SKOS.Concept
        yield node, RDFS.label, text_literal(entity.label)
        for alias in entity.aliases:
            yield node, SKOS.altLabel, text_literal(alias)
        for link in entity.links:
            yield node, OWL.sameAs, URIRef(link)
        for mention in entity.mentions:
            yield mint(build, "document", slug(mention.document)), SCHEMA.mentions, node
    lemmas: dict[str, str] = {}
    for claim in build.claims:
        iri, lemma = claim.predicate.iri, claim.predicate.lemma
        lemmas[iri] = min(lemma, lemmas.get(iri, lemma))
    for iri, lemma in lemmas.items():
        yield URIRef(iri), RDF.type, RDF.Property
        yield URIRef(iri), RDFS.label, text_literal(lemma)


def expected_claim(build: Build, claim: Claim) -> Iterator[Triple]:
    node = mint(build, "claim", claim.id)
    yield node, RDF.type, RDF.Statement
    yield node, RDF.subject, term(claim.subject)
    yield node, RDF.predicate, URIRef(claim.predicate.iri)
    if claim.object:
        yield node, RDF.object, term(claim.object)
        if claim.actual and claim.subject.entity:
            yield URIRef(claim.subject.entity), URIRef(claim.predicate.iri), term(claim.object)
    yield node, KG.polarity, Literal(claim.polarity)
    yield node, KG.modality, Literal(claim.modality)
    yield node, KG.confidence, Literal(plain_decimal(claim.confidence), datatype=XSD.decimal)
    yield node, KG.rule, text_literal(claim.rule)
    yield node, PROV.wasDerivedFrom, mint(build, "document", slug(claim.document))
    if claim.source:
        yield node, KG.sourceLabel, text_literal(claim.source.label)
        if claim.source.entity:
            yield node, KG.source, URIRef(claim.source.entity)
    if claim.time:
        yield node, KG.timeLabel, text_literal(claim.time.span.text)
        if claim.time.value:
            yield node, KG.time, time_literal(claim.time.value)
    if claim.place:
        yield node, KG.place, term(claim.place)
    yield from expected_evidence(build, claim, node)


def expected_evidence(build: Build, claim: Claim, node: URIRef) -> Iterator[Triple]:
    said = [(KG.sentence, claim.sentence), (KG.subjectSpan, claim.subject.span)]
    said += [(KG.predicateSpan, span) for span in claim.predicate.spans]
    said += [(KG.objectSpan, claim.object.span)] if claim.object else []
    said += [(KG.cueSpan, span) for span in claim.cues]
    said += [(KG.timeSpan, claim.time.span)] if claim.time else []
    said += [(KG.placeSpan, claim.place.span)] if claim.place else []
    if claim.source:
        said += [(KG.sourceSpan, claim.source.span), (KG.sourceCueSpan, claim.source.cue)]
    for predicate, span in said:
        yield node, predicate, span_node(build, claim, span)
        yield from expected_span(build, claim, span)
    for number, qualifier in enumerate(claim.qualifiers, 1):
        part, span = URIRef(f"{node}:{number}"), qualifier.argument.span
        yield node, KG.qualifier, part
        yield part, RDF.type, KG.Qualifier
        yield part, KG.role, text_literal(qualifier.role)
        yield part, RDF.value, term(qualifier.argument)
        yield part, KG.valueSpan, span_node(build, claim, span)
        yield from expected_span(build, claim, span)


def expected_span(build: Build, claim: Claim, span: Span) -> Iterator[Triple]:
    node = span_node(build, claim, span)
    yield node, RDF.type, OA.TextPositionSelector
    yield node, RDF.type, OA.TextQuoteSelector
    yield node, OA.hasSource, mint(build, "document", slug(claim.document))
    yield node, OA.start, Literal(span.start)
    yield node, OA.end, Literal(span.end)
    yield node, OA.exact, text_literal(span.text)


def span_node(build: Build, claim: Claim, span: Span) -> URIRef:
    return mint(build, "span", f"{slug(claim.document)}:{span.start}-{span.end}")


def mint(build: Build, kind: str, name: str) -> URIRef:
    return URIRef(f"{build.settings.base_iri}{kind}/{name}")


def term(argument: Argument) -> rdflib.term.Node:
    if argument.entity is not None:
        return URIRef(argument.entity)
    assert argument.literal is not None
    assert argument.datatype is not None
    if argument.datatype == "xsd:string":
        return text_literal(argument.literal)
    prefix, _, name = argument.datatype.partition(":")
    return Literal(argument.literal, datatype=URIRef(PREFIXES[prefix] + name))


def text_literal(text: str) -> Literal:
    return Literal("".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text))


def time_literal(value: str) -> Literal:
    for length, datatype in ((4, XSD.gYear), (7, XSD.gYearMonth), (10, XSD.date)):
        if len(value) == length and re.fullmatch(r"[\d-]+", value):
            try:
                date.fromisoformat(value + "-01-01"[length - 4 :][: 10 - length])
            except ValueError:
                break
            return Literal(value, datatype=datatype)
    return Literal(value, datatype=EDTF)


def plain_decimal(value: float) -> str:
    """The shortest decimal that is `value` exactly as Python prints it, without an exponent."""
    for digits in range(1, 400):
        text = f"{value:.{digits}f}"
        if float(text) == value:
            return text
    raise AssertionError(value)


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
    for relation in graph.subjects(RDF.type, RDF.Property):
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


def test_five_thousand_claims_take_less_than_half_a_second() -> None:
    build = large_build()
    best = min(seconds(build) for _ in range(3))
    assert len(build.claims) == 5000
    assert best < 0.5


def seconds(build: Build) -> float:
    start = process_time()  # of this process alone: the machine may be busy
    turtle(build)
    return process_time() - start


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
    assert len(parsed(turtle(build_of((), (), ())))) == 0


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
    assert {str(s) for s in parsed(text).subjects()} == set(iris)


# --------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize("link", ["no iri", "http://x.org/a b", "http://x.org/%zz", "<http://x>"])
def test_a_link_that_is_no_iri_is_named(link: str) -> None:
    (entity, *_) = small_build().entities
    build = build_of((), (replace(entity, links=(link,), mentions=()),), ())
    with pytest.raises(ExportError, match=re.escape(repr(link))):
        turtle(build)


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
    return parsed((files("kg.export") / name).read_text(encoding="utf-8"))


def test_every_own_term_in_a_graph_is_in_the_vocabulary_with_label_and_comment() -> None:
    vocabulary = package_graph("vocabulary.ttl")
    used = {
        node
        for triple in parsed(turtle(small_build()))
        for node in triple
        if isinstance(node, URIRef) and node.startswith(VOCABULARY)
    }
    assert used
    for node in used:
        assert (node, RDFS.label, None) in vocabulary
        assert (node, RDFS.comment, None) in vocabulary


def test_every_term_of_the_vocabulary_is_written_by_some_code() -> None:
    source = Path(sys.modules["kg.export.rdf"].__file__ or "").read_text(encoding="utf-8")
    names = {str(s).partition("#")[2] for s in package_graph("vocabulary.ttl").subjects()}
    spans = re.findall(r'\("(\w+)", \(|\("(predicateSpan|cueSpan)"', source)
    written = set(re.findall(r"kg:(\w+)", source)) | {a or b for a, b in spans}
    assert names - {"", "evidence"} <= written


@settings(deadline=None, max_examples=10)
@given(any_build(max_claims=3))
def test_any_build_conforms_to_the_shapes(build: Build) -> None:
    assert violations(parsed(turtle(build))) == ""


def test_the_shapes_are_valid_shacl_and_find_each_kind_of_damage() -> None:
    text = turtle(small_build())
    assert violations(parsed(text), check_shapes=True) == ""
    damage = {
        "but no positive and actual claim says so": "ent:US_troops rel:withdraw_from ent:Japan .",
        "kg:polarity": 'claim:c1 kg:polarity "perhaps" .',
        "kg:confidence": "claim:c1 kg:confidence 1.5 .",
        "oa:exact": "claim:c1 kg:sentence span:nowhere .",
        "rdfs:label": "doc:news%2Ftalks schema:mentions ent:Nobody .",
    }
    for named, triple in damage.items():
        assert named in violations(parsed(text + triple))


def violations(graph: rdflib.Graph, *, check_shapes: bool = False) -> str:
    pyshacl = pytest.importorskip("pyshacl")
    shapes = package_graph("shapes.ttl")
    conforms, _, report = pyshacl.validate(graph, shacl_graph=shapes, meta_shacl=check_shapes)
    return "" if conforms else str(report)


def test_blocks_are_sorted_within_their_section() -> None:
    claims = re.findall(r"^claim:(\w+) a", turtle(small_build()), re.MULTILINE)
    assert all(first < second for first, second in pairwise(claims))
    assert len(claims) == 7


def test_the_documentation_shows_the_turtle_of_the_small_build() -> None:
    page = (Path(__file__).parent.parent / "docs" / "rdf.md").read_text(encoding="utf-8")
    text = turtle(small_build())
    prefixes = "\n".join(re.findall("^@prefix.*", text, re.MULTILINE))
    graph = parsed(text)
    examples = re.findall(r"```turtle\n(.*?)```", page, re.DOTALL)
    assert len(examples) == 3
    for example in examples:
        shown = parsed(f"{prefixes}\n{example}")
        assert len(shown)
        assert set(shown) <= set(graph)


def test_the_documentation_names_every_term_of_the_vocabulary() -> None:
    page = (Path(__file__).parent.parent / "docs" / "rdf.md").read_text(encoding="utf-8")
    for term in package_graph("vocabulary.ttl").subjects():
        if term.startswith(VOCABULARY):
            assert f"`kg:{term.removeprefix(VOCABULARY)}`" in page
