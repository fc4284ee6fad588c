"""Every RDF format says the same, to parsers in Python, Rust and C, and selects what it quotes."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from builds import any_build, build_of, document_of, small_build
from hypothesis import assume, given, settings
from pytest import LogCaptureFixture, TempPathFactory
from rdflib.namespace import PROV, RDF, XSD
from triples import KG, OA, TABLE, written_otherwise

from kg.build import write_outputs
from kg.errors import ExportError
from kg.export.formats import FORMATS as EXPORTS
from kg.export.formats import export
from kg.export.rdf import FILE_NAMES, FORMATS
from kg.export.rdf.minting import Names
from kg.export.rdf.terms import PREFIXES
from kg.iri import VOCABULARY, is_absolute
from kg.model import Build, Settings, Software
from kg.restore import restore

F = pyoxigraph.RdfFormat
RUST = {
    "turtle": F.TURTLE, "ntriples": F.N_TRIPLES, "jsonld": F.JSON_LD, "rdfxml": F.RDF_XML,
    "nquads": F.N_QUADS, "trig": F.TRIG, "turtle12": F.TURTLE,
}  # fmt: skip
#: The formats as rdflib and rapper call them; neither reads RDF 1.2, nor rapper JSON-LD.
PYTHON = {
    "turtle": "turtle", "ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml", "nquads": "nquads",
    "trig": "trig",
}  # fmt: skip
RAPTOR = {
    "turtle": "turtle", "ntriples": "ntriples", "rdfxml": "rdfxml", "nquads": "nquads",
    "trig": "trig",
}  # fmt: skip

Node = tuple[str, str, str]

# rdflib warns of classes and attributes that only its own parsers use.
pytestmark = pytest.mark.filterwarnings("ignore:(Conjunctive|Dataset):DeprecationWarning")


@pytest.fixture(autouse=True)
def literals_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep rdflib from rewriting `0.10` as `0.1`, so that lexical forms are compared."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


def written(build: Build, format: str, folder: Path) -> Path:
    path = folder / FILE_NAMES[format]
    FORMATS[format](build, path)
    return path


def read_by_rust(path: Path, format: str) -> set[Node]:
    found = pyoxigraph.parse(path.read_bytes(), format=RUST[format])
    return {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in found}


def read_by_rdflib(path: Path, format: str) -> set[Node]:
    data, where = path.read_bytes(), path.as_uri()
    if format not in ("nquads", "trig"):
        return spelled(rdflib.Graph().parse(data=data, format=PYTHON[format], publicID=where))
    quads = rdflib.Dataset()
    quads.parse(data=data, format=PYTHON[format], publicID=where)
    return spelled((s, p, o) for s, p, o, _ in quads.quads())


def spelled(triples: Iterable[tuple[rdflib.term.Node, ...]]) -> set[Node]:
    """Each triple as pyoxigraph spells it, which is N-Triples."""
    return {(node_text(s), node_text(p), node_text(o)) for s, p, o in triples}


def node_text(node: rdflib.term.Node) -> str:
    if not isinstance(node, rdflib.Literal):
        assert isinstance(node, rdflib.URIRef), f"{node!r} is a blank node"
        return f"<{node}>"
    datatype = None if node.datatype in (None, XSD.string) else str(node.datatype)
    named = pyoxigraph.NamedNode(datatype) if datatype else None
    return str(pyoxigraph.Literal(str(node), datatype=named))


def wanted(build: Build, format: str) -> set[Node]:
    """What `format` can hold of the triples of `build`."""
    triples = written_otherwise(build)
    if format == "rdfxml":
        return spelled((s, p, in_xml(o)) for s, p, o in triples)
    found = spelled(triples)
    if format == "turtle12":
        reified = f"<{PREFIXES['rdf']}reifies>"
        for claim in triples.subjects(RDF.type, RDF.Statement):
            parts = [triples.value(claim, p) for p in (RDF.subject, RDF.predicate, RDF.object)]
            if isinstance(parts[0], rdflib.URIRef) and parts[2] is not None:
                said = " ".join(node_text(part) for part in parts if part is not None)
                found.add((f"<{claim}>", reified, said))
    return found


def in_xml(node: rdflib.term.Node) -> rdflib.term.Node:
    """XML 1.0 cannot hold these characters at all."""
    if not isinstance(node, rdflib.Literal):
        return node
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", str(node))
    return rdflib.Literal(text, datatype=node.datatype)


# ---------------------------------------------------------------------------- the same triples


@pytest.mark.parametrize("format", FORMATS)
@settings(deadline=None, max_examples=25)
@given(build=any_build())
def test_any_build_reads_back_isomorphic_from_any_format(
    format: str, build: Build, tmp_path_factory: TempPathFactory
) -> None:
    path = written(build, format, tmp_path_factory.mktemp("any"))
    expected = wanted(build, format)  # without blank nodes, equal sets are isomorphic graphs
    assert read_by_rust(path, format) == expected
    if format in PYTHON:
        assert read_by_rdflib(path, format) == expected


@pytest.mark.parametrize("format", RAPTOR)
def test_a_parser_in_c_accepts_every_file(format: str, examples: Build, tmp_path: Path) -> None:
    for build in (examples, small_build(), build_of((), (), ())):
        path = written(build, format, tmp_path)
        assert read_by_raptor(path, format) == read_by_rust(path, format)


@pytest.mark.parametrize("format", RAPTOR)
@settings(deadline=None, max_examples=10)
@given(build=any_build())
def test_a_parser_in_c_reads_any_build(
    format: str, build: Build, tmp_path_factory: TempPathFactory
) -> None:
    path = written(build, format, tmp_path_factory.mktemp("any"))
    # Its strings end at U+0000, so two that differ behind one are one to it.
    text = path.read_text("utf-8")
    assume("\\u0000" not in text and "\x00" not in text)
    assert len(read_by_raptor(path, format)) == len(read_by_rust(path, format))


def read_by_raptor(path: Path, format: str) -> set[Node]:
    done = subprocess.run(
        ["rapper", "-q", "-i", RAPTOR[format], "-o", "ntriples", path, "urn:base"],
        capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    return {
        (str(triple.subject), str(triple.predicate), str(triple.object))
        for triple in pyoxigraph.parse(done.stdout, format=F.N_TRIPLES)
    }


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """All formats of one build, from processes with two hash seeds."""
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, 'tests'); import builds;"
        "from kg.export.rdf import FORMATS;"
        "[write(builds.small_build(), Path(sys.argv[1]) / name) for name, write in FORMATS.items()]"
    )
    folders = [tmp_path_factory.mktemp(seed) for seed in ("1", "2")]
    for seed, folder in enumerate(folders, start=1):
        subprocess.run(
            [sys.executable, "-c", code, folder],
            env={**os.environ, "PYTHONHASHSEED": str(seed)}, cwd=TABLE.parents[2], check=True,
        )  # fmt: skip
    return folders


@pytest.mark.parametrize("format", FORMATS)
def test_bytes_do_not_depend_on_the_hash_seed(
    format: str, seeded: list[Path], tmp_path: Path
) -> None:
    here = written(small_build(), format, tmp_path).read_bytes()
    assert [(folder / format).read_bytes() for folder in seeded] == [here, here]


def test_every_rdf_format_is_exported_from_an_output_folder(tmp_path: Path) -> None:
    write_outputs(replace(small_build(), software=MADE), tmp_path / "output")
    restored = restore(tmp_path / "output")
    for format in FORMATS:
        export(restored, format, tmp_path / FILE_NAMES[format])
        assert read_by_rust(tmp_path / FILE_NAMES[format], format) == wanted(restored, format)
        assert EXPORTS[format].name == FILE_NAMES[format]
    turtle = (tmp_path / "graph.ttl").read_bytes()
    assert turtle == (tmp_path / "output" / "graph.ttl").read_bytes()
    assert (tmp_path / "context.jsonld").is_file()


# -------------------------------------------------------------------------------- named graphs


@pytest.mark.parametrize("format", ["nquads", "trig"])
def test_each_document_has_a_graph_of_what_it_says(format: str, tmp_path: Path) -> None:
    documents = (document_of("Ann met Bob.", id="a"), document_of("Ann met Bob!", id="b"))
    build = small_build()
    (claim,) = (c for c in build.claims if c.id == "c1")
    claims = tuple(replace(claim, id=name, document=name) for name in ("a", "b"))
    path = written(build_of(documents, build.entities, claims), format, tmp_path)
    graphs: dict[str, set[Node]] = {}
    for quad in pyoxigraph.parse(path.read_bytes(), format=RUST[format]):
        triple = (str(quad.subject), str(quad.predicate), str(quad.object))
        graphs.setdefault(str(quad.graph_name), set()).add(triple)
    base = Settings().base_iri
    met = (
        f"<{base}entity/Shinzo_Abe>", f"<{base}relation/meet>", f"<{base}entity/Mike_Pompeo>",
    )  # fmt: skip
    assert set(graphs) == {"DEFAULT", f"<{base}document/a>", f"<{base}document/b>"}
    assert all(met in graph for graph in graphs.values())
    derived = f"<{PROV.wasDerivedFrom}>"
    for name in ("a", "b"):
        said = {triple[2] for triple in graphs[f"<{base}document/{name}>"] if triple[1] == derived}
        assert said == {f"<{base}document/{name}>"}
    facts = f"<{base}fact/"  # typed facts may be derived from claims of several documents
    derivations = [triple for triple in graphs["DEFAULT"] if triple[1] == derived]
    assert derivations
    assert all(triple[0].startswith(facts) for triple in derivations)


# ------------------------------------------------------------------------------------ selectors


def test_every_selector_selects_the_words_it_quotes(examples: Build, tmp_path: Path) -> None:
    graph = rdflib.Graph().parse(data=written(examples, "turtle", tmp_path).read_bytes())
    texts = {
        rdflib.URIRef(Names(examples).document(document.id)): document.text
        for document in examples.documents
    }
    spans = set(graph.subjects(RDF.type, OA.TextPositionSelector))
    assert len(spans) > 500
    unique = 0
    for span in spans:
        text = texts[graph.value(span, OA.hasSource)]  # type: ignore[index]
        start, end = (int(str(graph.value(span, name))) for name in (OA.start, OA.end))
        assert text[start:end] == str(graph.value(span, OA.exact))
        places = list(selected(graph, span, text))
        assert start in places
        unique += len(places) == 1
    assert unique / len(spans) > 0.99  # the rest are in sentences that occur twice


def selected(graph: rdflib.Graph, span: rdflib.term.Node, text: str) -> Iterator[int]:
    """Where a TextQuoteSelector finds its words: https://www.w3.org/TR/annotation-model/."""
    exact, before, after = (
        str(graph.value(span, name, default="")) for name in (OA.exact, OA.prefix, OA.suffix)
    )
    start = text.find(before + exact + after)
    while start >= 0:
        yield start + len(before)
        start = text.find(before + exact + after, start + 1)


# -------------------------------------------------------------------- how the graph was made


MADE = Software(kg="0.1.0", spacy="3.8.1", model="en_core_web_md", model_version="3.7.1")


def test_the_header_names_licence_sources_model_and_versions(tmp_path: Path) -> None:
    small = small_build()
    chosen = replace(small.settings, license="CC-BY-4.0", date="2019-09-18", min_confidence=0.5)
    build = replace(small, software=MADE, settings=chosen)
    path = written(build, "turtle", tmp_path)
    assert read_by_rust(path, "turtle") == wanted(build, "turtle")
    text = path.read_text("utf-8")
    assert "dcterms:license <http://spdx.org/licenses/CC-BY-4.0> ;" in text
    assert 'kg:assumedDate "2019-09-18"^^xsd:date' in text
    assert 'schema:softwareVersion "3.7.1"' in text


def test_a_build_says_what_made_it(article: Build) -> None:
    assert article.software is not None
    assert article.software.model == "en_kg"


@pytest.mark.parametrize("format", FORMATS)
def test_own_terms_move_with_the_vocab_setting(format: str, tmp_path: Path) -> None:
    vocab = "https://example.org/terms/"
    small = small_build()
    settings = replace(small.settings, vocab=vocab)
    build = build_of(small.documents, small.entities, small.claims, settings)
    found = read_by_rust(written(build, format, tmp_path), format)
    assert not [triple for triple in found if VOCABULARY in "".join(triple)]
    assert [triple for triple in found if triple[1] == f"<{vocab}polarity>"]


# -------------------------------------------------------------------------------- single formats


def test_the_context_file_is_the_context_of_the_json_ld(tmp_path: Path) -> None:
    path = written(small_build(), "jsonld", tmp_path)
    document = json.loads(path.read_text("utf-8"))
    context = json.loads((tmp_path / "context.jsonld").read_text("utf-8"))
    assert document["@context"] == context["@context"]
    (claim,) = (node for node in document["@graph"] if node["@id"] == "claim:c4")
    assert claim["kg:polarity"] == "negative"
    assert claim["kg:confidence"] == "0.875"
    assert claim["kg:sentence"] == "span:news%2Ftalks:76-129"
    assert claim["rdf:object"] == {"@id": "ent:Japan"}


def test_json_ld_takes_its_context_from_the_file(tmp_path: Path) -> None:
    path = written(small_build(), "jsonld", tmp_path)
    document = json.loads(path.read_text("utf-8"))
    other = tmp_path / "other.jsonld"
    other.write_text(json.dumps({**document, "@context": "context.jsonld"}))
    assert read_by_rdflib(other, "jsonld") == read_by_rdflib(path, "jsonld")


def test_what_xml_cannot_hold_is_replaced_and_warned_about_once(
    tmp_path: Path, caplog: LogCaptureFixture
) -> None:
    build = build_of((document_of("x", title="a\x00b\x1bc"), document_of("y", id="d\x01")), (), ())
    written(build, "rdfxml", tmp_path)
    (warning,) = caplog.messages
    assert "4 values hold characters that RDF/XML cannot hold" in warning


def test_a_relation_that_xml_has_no_name_for_is_named(tmp_path: Path) -> None:
    small = small_build()
    claims = tuple(
        replace(c, predicate=replace(c.predicate, iri="https://x.org/7")) for c in small.claims
    )
    build = build_of(small.documents, small.entities, claims)
    with pytest.raises(ExportError, match=r"'https://x\.org/7' does not: rename the relation"):
        written(build, "rdfxml", tmp_path)
    assert not list(tmp_path.iterdir())


def test_claims_reify_what_they_say_without_asserting_it(tmp_path: Path) -> None:
    store = pyoxigraph.Store()
    store.load(path=written(small_build(), "turtle12", tmp_path), format=F.TURTLE)
    prefixes = Names(small_build()).prefixes
    denied = store.query(
        "SELECT ?claim { << ent:US_troops rel:withdraw_from ent:Japan ~?claim >>"
        " kg:polarity 'negative' }",
        prefixes=prefixes,
    )
    assert [str(row["claim"]) for row in denied] == ["<https://kg.example/claim/c4>"]  # type: ignore[union-attr,index]
    assert not store.query("ASK { ent:US_troops rel:withdraw_from ent:Japan }", prefixes=prefixes)


# --------------------------------------------------------------------------------- alignments


def test_the_table_of_alignments_is_sorted_and_without_mistakes_of_form() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    keys = [(row["relation"], row["link"], row["target"]) for row in rows]
    assert len(set(keys)) == len(keys) > 50
    assert [row["relation"] for row in rows] == sorted(row["relation"] for row in rows)
    links = {
        "rdfs:subPropertyOf",
        "owl:inverseOf",
        "skos:closeMatch",
        "kg:inverseMatch",
    }
    assert {row["link"] for row in rows} == links
    for row in rows:
        prefix, _, name = row["target"].partition(":")
        assert prefix == "rel" or is_absolute(PREFIXES[prefix] + name)
        assert prefix != "wdt" or re.fullmatch(r"P[1-9]\d*", name)
        if row["link"] == "owl:inverseOf":  # said from both sides
            assert (name, "owl:inverseOf", f"rel:{row['relation']}") in keys


def test_known_relations_are_linked_to_other_vocabularies(tmp_path: Path) -> None:
    small = small_build()
    (claim,) = (c for c in small.claims if c.id == "c1")
    known = replace(claim.predicate, lemma="be capital of", iri="https://x.org/be_capital_of")
    build = build_of(small.documents, small.entities, (replace(claim, predicate=known),))
    graph = rdflib.Graph().parse(data=written(build, "turtle", tmp_path).read_bytes())
    relation = rdflib.URIRef("https://x.org/be_capital_of")
    wikidata = rdflib.Namespace(PREFIXES["wdt"])
    assert (relation, rdflib.RDFS.subPropertyOf, wikidata.P1376) in graph
    assert (relation, KG.inverseMatch, wikidata.P36) in graph
