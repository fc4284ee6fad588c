"""Any property graph, written in any format and read by a reader of another make, is the same."""

from __future__ import annotations

import io
import itertools
import json
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
import rdflib
import readers
from builds import build_of, document_of, entity_iri, relation, small_build, span_of
from engines import falkordb
from graphs import COLUMNS, Content, any_graph, content, printed, values_of, without_nul
from hypothesis import Phase, given, settings
from typer.testing import CliRunner

from kg.build import build, write_outputs
from kg.cli import app
from kg.export.databases.cypher import write_cypher
from kg.export.databases.falkordb import write_falkordb
from kg.export.databases.ladybug import write_ladybug
from kg.export.databases.neo4j_admin import write_neo4j_admin
from kg.export.databases.neptune import write_neptune
from kg.export.networks import (
    Generate,
    flat_network,
    generate_cytoscape,
    generate_gexf,
    generate_graphml,
    generate_json,
)
from kg.export.propertygraph import NODE_COLUMNS, EdgeTypes, PropertyGraph, property_graph
from kg.export.rdf import generate_turtle
from kg.export.tables import write_csv, write_parquet
from kg.model import Argument, Build, Claim, Document, Entity, Fact, Settings

Write = Callable[[PropertyGraph, Path], None]
any_of_many = settings(deadline=None, max_examples=40)
any_of_some = settings(deadline=None, max_examples=15)


def written(write: Write, graph: PropertyGraph, read: Callable[[Path], Content]) -> Content:
    with tempfile.TemporaryDirectory() as name:
        write(graph, Path(name) / "out")
        return read(Path(name) / "out")


@any_of_many
@given(any_graph())
def test_neo4j_admin_files_hold_any_graph(graph: PropertyGraph) -> None:
    found = written(write_neo4j_admin, graph, readers.neo4j_admin)
    assert found == listed(content(graph, without_nul))


def listed(wanted: Content) -> Content:
    """As lists joined by a separator are read: U+001F replaced, one empty text is no text."""
    for values in values_of(wanted):
        for name, value in values.items():
            if isinstance(value, list):
                items = [v.replace("\x1f", "\ufffd") if isinstance(v, str) else v for v in value]
                values[name] = [] if items == [""] else items
    return wanted


@any_of_many
@given(any_graph())
def test_neptune_files_hold_any_graph(graph: PropertyGraph) -> None:
    found = written(write_neptune, graph, readers.neptune)
    assert with_lists(found) == content(graph, without_nul, str)


def with_lists(found: Content) -> Content:
    """Read the JSON that lists are in formats that have none."""
    for values in values_of(found):
        for name, value in values.items():
            values[name] = json.loads(value) if COLUMNS[name].endswith("[]") else value
    return found


@any_of_many
@given(any_graph())
def test_plain_csv_holds_any_graph(graph: PropertyGraph) -> None:
    found = written(write_csv, graph, lambda path: readers.plain_csv(path, dict(COLUMNS)))
    assert found == content(graph, in_lists=str)


@any_of_some
@given(any_graph())
def test_parquet_holds_any_graph(graph: PropertyGraph) -> None:
    assert written(write_parquet, graph, readers.parquet) == content(graph)


@any_of_some
@given(any_graph())
def test_ladybug_imports_any_graph(graph: PropertyGraph) -> None:
    found = written(write_ladybug, graph, readers.ladybug_folder)
    assert readers.renamed(found) == content(graph)


@any_of_many
@given(any_graph(ascii_names=True))  # kglite knows no others, even in backticks
def test_a_cypher_script_holds_any_graph(graph: PropertyGraph) -> None:
    wanted = content(graph, without_nul)
    assert written(write_cypher, graph, readers.kglite_script) == wanted


@pytest.fixture(scope="module")
def falkor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with falkordb(tmp_path_factory.mktemp("falkordb")) as client:
        yield client


numbers = itertools.count()


@settings(deadline=None, max_examples=4, phases=[Phase.generate])
@given(any_graph())
def test_the_bulk_loader_of_falkordb_loads_any_graph(falkor: Any, graph: PropertyGraph) -> None:
    name = f"bulk{next(numbers)}"
    found = written(write_falkordb, graph, lambda path: readers.falkordb_bulk(path, falkor, name))
    assert found == printed(content(graph, without_nul))


@any_of_some
@given(any_graph())
def test_falkordb_runs_the_script_of_any_graph(falkor: Any, graph: PropertyGraph) -> None:
    def run(folder: Path) -> Content:
        loaded = falkor.select_graph(f"script{next(numbers)}")
        schema = (folder / "schema.falkordb.cypher").read_text("utf-8").split(";\n")[:-1]
        for line in [*schema, *readers.script_lines(folder), *readers.script_lines(folder)]:
            loaded.query(line)
        return readers.falkordb_content(loaded)

    assert written(write_cypher, graph, run) == printed(content(graph, without_nul))


# ------------------------------------------------------------------ networks


def network_content(
    graph: PropertyGraph, generate: Generate, read: Callable[[bytes], nx.MultiDiGraph[str]]
) -> Content:
    return readers.network(read("".join(generate(flat_network(graph))).encode("utf-8")))


def as_texts(wanted: Content) -> Content:
    """Dates as networks have them."""
    for values in values_of(wanted):
        for name, value in values.items():
            values[name] = value.isoformat() if isinstance(value, date) else value
    return wanted


@any_of_many
@given(any_graph())
def test_node_link_json_holds_any_graph(graph: PropertyGraph) -> None:
    def read(text: bytes) -> nx.MultiDiGraph[str]:
        return nx.node_link_graph(json.loads(text), edges="links")

    found = network_content(graph, generate_json, read)
    assert found == as_texts(content(graph, str))


@any_of_many
@given(any_graph())
def test_cytoscape_json_holds_any_graph(graph: PropertyGraph) -> None:
    elements = json.loads("".join(generate_cytoscape(flat_network(graph))))["elements"]
    found: Content = ({}, {})
    for node in elements["nodes"]:
        values = node["data"]
        found[0][values.pop("id")] = (sorted(values.pop("labels")), values)
    for edge in elements["edges"]:
        values = edge["data"]
        ends = [values.pop(name) for name in ("id", "relation", "source", "target")]
        found[1][ends[0]] = (*ends[1:], values)
    assert found == as_texts(content(graph, str))


@any_of_many
@given(any_graph())
def test_graphml_holds_any_graph(graph: PropertyGraph) -> None:
    def read(text: bytes) -> nx.MultiDiGraph[str]:
        return nx.read_graphml(io.BytesIO(text), force_multigraph=True)

    found = network_content(graph, generate_graphml, read)
    assert with_lists(found) == as_texts(content(graph, xml, in_xml_lists))


@any_of_many
@given(any_graph())
def test_gexf_holds_any_graph(graph: PropertyGraph) -> None:
    found: Content = ({}, {})
    root = ElementTree.fromstring("".join(generate_gexf(flat_network(graph))).encode("utf-8"))
    kinds = {
        (group.get("class"), attribute.get("id")): attribute.get("type")
        for group in root.iterfind(".//{*}attributes")
        for attribute in group
    }
    for node in root.iterfind(".//{*}node"):
        values = gexf_values(node, "node", kinds)
        found[0][node.get("id")] = (sorted(json.loads(values.pop("labels"))), values)
    for edge in root.iterfind(".//{*}edge"):
        values = gexf_values(edge, "edge", kinds)
        ends = (values.pop("relation"), edge.get("source"), edge.get("target"))
        found[1][edge.get("id")] = (*ends, values)
    assert with_lists(found) == as_texts(content(graph, xml, in_xml_lists))


def gexf_values(element: Any, kind: str, kinds: dict[Any, Any]) -> dict[str, Any]:
    types = {"long": int, "double": float, "boolean": lambda text: text == "true", "string": str}
    return {
        value.get("for"): types[kinds[kind, value.get("for")]](value.get("value"))
        for value in element.iterfind(".//{*}attvalue")
    }


def xml(text: str) -> str:
    """What XML 1.0 forbids becomes U+FFFD."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


def in_xml_lists(text: str) -> str:
    """Lists are JSON, which escapes all that XML forbids but two characters."""
    return re.sub("[\ufffe\uffff]", "\ufffd", text)


# ------------------------------------------------------------------ the mapping itself


@pytest.mark.parametrize(
    ("noun", "elsewhere"),
    [
        (Document, {"text"}),  # the one thing that is left out, see docs/exports.md
        (Entity, {"iri", "close"}),  # what may only be close stands in the RDF
        (Fact, {"subject", "object"}),  # relationships
        # a relationship; columns of their own; the node Qualifier
        (
            Claim,
            {"document", "sentence", "subject", "object", "place", "cues", "qualifiers", "steps"},
        ),
    ],
)
def test_every_field_of_a_noun_has_a_column(noun: Any, elsewhere: set[str]) -> None:
    columns = NODE_COLUMNS[noun.__name__]
    assert {field.name for field in fields(noun)} - set(columns) == elsewhere
    if noun is Claim:
        assert {f"{name}_start" for name in ("sentence", "subject", "object", "place")} <= set(
            columns
        )


def test_keys_are_the_iris_of_the_rdf() -> None:
    build = small_build()
    turtle = rdflib.Graph().parse(data="".join(generate_turtle(build)))
    known = {str(term) for triple in turtle for term in triple}
    for table in property_graph(build).nodes:
        if table.labels[0] in ("Entity", "Document", "Claim"):
            assert {node.iri for node in table.rows} <= known


def relates(predicate: str) -> Build:
    """A build in which A is in some relation to B, and nothing else is said."""
    document = document_of(f"A {predicate} B.", id="d")
    subject, object_ = (
        Argument(span=span_of(document, label), label=label, entity=entity_iri(label))
        for label in "AB"
    )
    claim = Claim(
        id="c", document="d", sentence=span_of(document, document.text), subject=subject,
        predicate=relation(predicate, span_of(document, predicate)), object=object_,
        confidence=1.0, rule="verb",
    )  # fmt: skip
    entities = tuple(
        Entity(iri=entity_iri(label), label=label, type="Person", kind="named") for label in "AB"
    )
    return build_of((document,), entities, (claim,))


def test_a_relation_called_like_a_structural_one_stays_apart() -> None:
    graph = property_graph(relates("states"), "open")
    assert {(table.type, table.start) for table in graph.relationships} >= {
        ("STATES", "Claim"),
        ("STATES_", "Entity"),
    }


# ------------------------------------------------------------------ types of relationships

TOLD = (
    "Orbis Bank employs Mara Lindt. In 1999 she was an engineer at the bank. Mara Lindt works for "
    "Orbis Bank. Orbis Bank was praised by Otto Falk on 3 May 1971. Otto Falk did not paint Graz. "
    "Otto Falk will visit Oslo. According to Ida "
    "Brun, Otto Falk dawdled with Mara Lindt."
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Build:
    path = tmp_path_factory.mktemp("told") / "told.txt"
    path.write_text(TOLD, "utf-8")
    return build([path], settings=Settings(min_confidence=0, min_worth=0))


def edges(build: Build, types: EdgeTypes) -> dict[str, dict[str, Any]]:
    """Relationships between entities: type and the labels of both ends → values."""
    labels = {entity.iri: entity.label for entity in build.entities}
    return {
        f"{labels[row.start]} {table.type} {labels[row.end]}": dict(row.values)
        for table in property_graph(build, types).relationships
        if (table.start, table.end) == ("Entity", "Entity")
        for row in table.rows
    }


def test_typed_relationships_are_those_of_the_ontology_and_classes_for_the_rest(
    told: Build,
) -> None:
    found = edges(told, "typed")
    assert {
        "Mara Lindt WORKS_FOR Orbis Bank",
        "Otto Falk JUDGE Orbis Bank",
        "Otto Falk DENIED_MAKE Graz",
        "Otto Falk NOT_ASSERTED_VISITED Oslo",
    } <= found.keys()
    works = found["Mara Lindt WORKS_FOR Orbis Bank"]
    assert works["words"] == ("be engineer at", "employ", "work for")
    assert len(works["sentences"]) == 3 and works["documents"] == (told.documents[0].id,)
    assert works["quote"] in works["sentences"]
    praised = found["Otto Falk JUDGE Orbis Bank"]
    assert (praised["label"], praised["times"]) == ("praise", ("1971-05-03",))
    assert praised["earliest"] == date(1971, 5, 3) and praised["earliest_day"] == 487
    assert any("Ida Brun" in values["sources"] for values in found.values())


def test_a_passive_goes_from_whom_its_text_names_behind_by() -> None:
    build = relates("be praised by")
    assert [*edges(build, "typed")] == [*edges(build, "coarse")] == ["B JUDGE A"]
    assert [*edges(build, "open")] == ["A BE_PRAISED_BY B"]


def test_naive_paths_of_typed_and_coarse_graphs_run_over_what_is_asserted(told: Build) -> None:
    for types in ("typed", "coarse"):
        for line, values in edges(told, types).items():  # type: ignore[arg-type]
            held = " DENIED_" in line or " NOT_ASSERTED_" in line
            assert values["asserted"] != held, line
            assert (values["status"] == "negative") == (" DENIED_" in line), line


def test_each_fact_is_a_relationship_in_its_own_words_or_coarse(told: Build) -> None:
    facts = {fact.id for fact in told.facts if fact.object is not None}
    for types in ("open", "coarse"):
        graph = property_graph(told, types)  # type: ignore[arg-type]
        rows = [row.id for table in graph.relationships if table.start == table.end == "Entity"
                for row in table.rows]  # fmt: skip
        assert sorted(rows) == sorted(facts)
    assert "Mara Lindt WORK_FOR Orbis Bank" in edges(told, "open")
    assert "Mara Lindt WORK Orbis Bank" in edges(told, "coarse")


def test_every_claim_of_a_fact_is_behind_some_typed_relationship(told: Build) -> None:
    behind = {claim for values in edges(told, "typed").values() for claim in values["claims"]}
    assert behind == {id for fact in told.facts if fact.object is not None for id in fact.claims}


def test_what_is_guessed_is_no_relationship(told: Build) -> None:
    works = next(fact for fact in told.typed if fact.label == "works for")
    guessed = replace(works, claims=(), confidence=0.5)
    found = edges(replace(told, typed=(guessed,)), "typed")
    assert not any("WORKS_FOR" in line for line in found)
    assert "Mara Lindt WORK Orbis Bank" in found
    likely = edges(replace(told, typed=(replace(guessed, confidence=0.7),)), "typed")
    assert "Mara Lindt WORKS_FOR Orbis Bank" in likely
    for status, name in (("negative", "DENIED"), ("planned", "NOT_ASSERTED")):
        doubted = replace(guessed, status=status)  # type: ignore[arg-type]
        line = f"Mara Lindt {name}_WORKS_FOR Orbis Bank"
        assert line not in edges(replace(told, typed=(doubted,)), "typed")
        surer = replace(doubted, confidence=0.7)
        assert line in edges(replace(told, typed=(surer,)), "typed")


def test_the_quote_of_a_typed_relationship_is_the_sentence_of_its_surest_claim(
    told: Build,
) -> None:
    works = next(fact for fact in told.typed if fact.label == "works for")
    behind = [claim for claim in told.claims if claim.id in works.claims]
    sentences = {claim.id: claim.sentence.text for claim in behind}
    assert len(set(sentences.values())) == 3
    for id, sentence in sentences.items():
        claims = tuple(
            replace(c, confidence=0.9 if c.id == id else 0.8, worth=0.9) for c in told.claims
        )
        found = edges(replace(told, claims=claims), "typed")
        assert found["Mara Lindt WORKS_FOR Orbis Bank"]["quote"] == sentence
    guessed = replace(works, claims=(), confidence=0.7)
    found = edges(replace(told, typed=(guessed,)), "typed")["Mara Lindt WORKS_FOR Orbis Bank"]
    assert found["quote"] == works.evidence[0].sentence.text


def test_constraints_name_keys_labels_and_full_text(told: Build, tmp_path: Path) -> None:
    for write in (write_neo4j_admin, write_cypher):
        write(property_graph(told), tmp_path / write.__name__)
        text = (tmp_path / write.__name__ / "constraints.cypher").read_text("utf-8")
        assert "FOR (n:`Entity`) REQUIRE n.iri IS UNIQUE;\n" in text
        assert "CREATE INDEX IF NOT EXISTS FOR (n:`Entity`) ON (n.label);\n" in text
        assert "CREATE FULLTEXT INDEX claim_sentences IF NOT EXISTS FOR (n:`Claim`)" in text
        assert "ON EACH [n.label, n.aliases];\n" in text


def test_the_types_are_an_option_of_property_graphs(told: Build, tmp_path: Path) -> None:
    write_outputs(told, tmp_path / "out")

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(app, ["export", str(tmp_path / "out"), *arguments])

    assert run("--to", "csv", "--types", "open").exit_code == 0
    table = (tmp_path / "out" / "exports" / "csv" / "relationships.csv").read_text("utf-8")
    assert '"WORK_FOR"' in table and '"WORKS_FOR"' not in table
    for arguments, words in (
        (("--to", "csv", "--types", "odd"), "choose typed, coarse, open"),
        (("--to", "turtle", "--types", "open"), "--types is for property graphs"),
    ):
        done = run(*arguments)
        assert done.exit_code == 2 and words in done.output
