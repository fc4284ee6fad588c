"""Queries answer what was asked, read nothing else, and say in one line what is wrong with them."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
from builds import any_build, build_of, small_build
from hypothesis import given, settings
from pytest import MonkeyPatch, TempPathFactory

from kg.errors import QueryError
from kg.export.rdf import generate_turtle, write_turtle
from kg.model import Build
from kg.query import Answer, Term, format_csv, format_json, format_table, query

ROOT = Path(__file__).parent.parent
COOKBOOK = re.findall(
    r"^## (.+?)\n.*?^```sparql\n(.*?)^```\n\n^```text\n(.*?)^```",
    (ROOT / "docs" / "sparql.md").read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)
MEETINGS = "SELECT ?who ?whom WHERE { ?who rel:meet ?whom }"


@pytest.fixture(scope="module")
def output(tmp_path_factory: TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("output")
    write_turtle(small_build(), folder / "graph.ttl")
    return folder


def message(output: Path, sparql: str) -> str:
    with pytest.raises(QueryError) as caught:
        query(output, sparql)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# ---------------------------------------------------------------------------- answers


def test_the_naive_query_returns_who_met_whom(output: Path) -> None:
    answer = query(output, MEETINGS)
    assert answer.columns == ("who", "whom")
    assert answer.rows == (
        (
            Term(kind="uri", value="https://kg.example/entity/Shinzo_Abe"),
            Term(kind="uri", value="https://kg.example/entity/Mike_Pompeo"),
        ),
    )


@pytest.mark.parametrize(("title", "sparql", "shown"), COOKBOOK, ids=[c[0] for c in COOKBOOK])
def test_cookbook_query_gives_the_answer_it_shows(
    output: Path, title: str, sparql: str, shown: str
) -> None:
    assert format_table(query(output, sparql)) == shown


def test_the_cookbook_has_its_queries() -> None:
    assert len(COOKBOOK) >= 15


@pytest.mark.parametrize("sparql", [c[1] for c in COOKBOOK], ids=[c[0] for c in COOKBOOK])
def test_cookbook_query_is_standard_sparql(output: Path, sparql: str) -> None:
    """A second engine finds as many answers once the prefixes are declared."""
    text = (output / "graph.ttl").read_text(encoding="utf-8")
    prologue = re.sub(r"@prefix (.*) \.", r"PREFIX \1", "\n".join(re.findall("@prefix.*", text)))
    store = pyoxigraph.Store()
    store.load(text.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    found = store.query(f"{prologue}\n{sparql}")
    answer = query(output, sparql)
    if isinstance(found, pyoxigraph.QueryBoolean):
        assert bool(found) == answer.boolean
    else:
        assert len(list(found)) == len(answer.rows)


def test_ask_gives_a_boolean(output: Path) -> None:
    assert query(output, "ASK { ?a rel:meet ?b }").boolean is True
    assert query(output, "ASK { ?a rel:withdraw_from ?b }").boolean is False


def test_construct_and_describe_give_triples(output: Path) -> None:
    for sparql in ("CONSTRUCT WHERE { ent:Tokyo a ?type }", "DESCRIBE ent:Tokyo"):
        answer = query(output, sparql)
        assert answer.columns == ("subject", "predicate", "object")
        assert "schema:Place" in format_table(answer)


def test_select_star_keeps_the_columns_in_the_order_of_the_query(output: Path) -> None:
    answer = query(output, "SELECT * { ?z rel:meet ?a . ?a a ?m . # ?b ?c\n }")
    assert answer.columns == ("z", "a", "m")


def test_rows_are_sorted_unless_the_query_orders_them(output: Path) -> None:
    plain = query(output, "SELECT ?label { ?e rdfs:label ?label }")
    ordered = query(output, "SELECT ?label { ?e rdfs:label ?label } ORDER BY DESC(?label)")
    assert [row[0] for row in plain.rows] == [row[0] for row in reversed(ordered.rows)]


def test_answers_do_not_depend_on_the_hash_seed(output: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from kg.query import query, format_json;"
        "print(format_json(query(Path(sys.argv[1]), sys.argv[2])))"
    )
    sparql = "SELECT * { ?claim kg:polarity ?p ; rdf:subject ?s ; ?q ?o }"
    environment = dict(os.environ)
    answers = {
        subprocess.run(
            [sys.executable, "-c", code, str(output), sparql],
            env={**environment, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1


def test_a_turtle_file_may_stand_for_its_folder(output: Path) -> None:
    assert query(output / "graph.ttl", MEETINGS) == query(output, MEETINGS)


@settings(deadline=None, max_examples=20)
@given(build=any_build(max_claims=3))
def test_every_claim_of_any_build_is_found(build: Build, tmp_path_factory: TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("any") / "graph.ttl"
    path.write_bytes("".join(generate_turtle(build)).encode())
    answer = query(path, "SELECT ?claim { ?claim a rdf:Statement ; kg:sentence/oa:exact ?text }")
    assert len(answer.rows) == len(build.claims)
    assert format_table(answer).count("\n") == len(build.claims) + 2


# ------------------------------------------------------------------------- read only, no network


@pytest.mark.parametrize(
    ("sparql", "expected"),
    [
        ("SELECT *\nFROM <file:///etc/hosts>\n{ ?s ?p ?o }", "line 2: FROM would read"),
        ("SELECT *\n\nFROM NAMED <http://x.org/>\n{ ?s ?p ?o }", "line 3: FROM would read"),
        ("SELECT * {\n SERVICE <http://x.org/> { ?s ?p ?o } }", "line 2: SERVICE would ask"),
        ("SELECT * { ?s ?p ?o\n FILTER EXISTS { SERVICE ?s { ?s ?p ?o } } }", "line 2: SERVICE"),
        ("SELECT * { { SELECT ?s { SERVICE SILENT <http://x.org/> { ?s ?p ?o } } } }", "SERVICE"),
        ("ASK { ?s ?p ?o OPTIONAL { { ?s ?p 1 } UNION { SERVICE <x:y> {} } } }", "SERVICE"),
        ("# FROM\nDESCRIBE ?s FROM <file:///etc/hosts> { ?s ?p ?o }", "line 2: FROM"),
        ("LOAD <file:///etc/hosts>", "line 1: LOAD would change"),
        ("PREFIX x: <http://x#y>\n# no\ninsert data { <a:b> <a:c> 1 }", "line 3: INSERT would"),
        ("DROP ALL", "line 1: DROP would change"),
        ("WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "line 1: WITH would change"),
    ],
)
def test_what_leaves_or_changes_the_graph_is_refused_before_anything_is_opened(
    output: Path, monkeypatch: MonkeyPatch, sparql: str, expected: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr("rdflib.Graph.parse", refuse)
    assert expected in message(output, sparql)


def test_words_that_would_be_refused_are_fine_inside_names_and_strings(output: Path) -> None:
    sparql = (
        'SELECT ?from ?service { ?from rdfs:label ?service FILTER (?service != "SERVICE LOAD") }'
    )
    assert query(output, sparql).columns == ("from", "service")


# -------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("sparql", "expected"),
    [
        ("", "the query is empty; write for example"),
        (" \n\t", "the query is empty"),
        ("SELEC ?s", "line 1, column 1: cannot read on from 'SELEC ?s'"),
        ("SELECT ?s {\n ?s ?p ?x .\n FILTER(?x > 3\n}", "line 3, column 2: cannot read on"),
        ("SELECT ?s { ?s ?p ?o }}", "line 1, column 23: cannot read on from '}'"),
        ("SELECT * {\n\n ?s foo:bar ?o }", "line 3: unknown prefix foo:; known are claim:"),
        ("SELECT * { ?s ?p ?o FILTER(?o IN (", "cannot read on"),
    ],
)
def test_a_wrong_query_is_explained_in_one_line(output: Path, sparql: str, expected: str) -> None:
    assert expected in message(output, sparql)


@pytest.mark.parametrize("sparql", ["{" * 3000, "SELECT (" + "(" * 3000 + "1", "ASK " + "{" * 900])
def test_deep_nesting_is_an_error_and_no_crash(output: Path, sparql: str) -> None:
    assert len(message(output, sparql)) < 400


def test_a_missing_graph_says_how_to_write_one(tmp_path: Path) -> None:
    assert "write one with: kg build INPUT -o" in message(tmp_path, MEETINGS)
    assert "no graph at" in message(tmp_path / "nowhere", MEETINGS)


@pytest.mark.parametrize("content", [b"not turtle", b"ent:a rel:b ent:c .", b"\xff\xfe\x00"])
def test_a_damaged_graph_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "graph.ttl").write_bytes(content)
    assert "is not Turtle as kg writes it" in message(tmp_path, MEETINGS)


# ---------------------------------------------------------------------------------- formats

AWKWARD = Answer(
    columns=("a", "b"),
    rows=(
        (Term(kind="uri", value="https://kg.example/entity/x"), None),
        (Term(kind="literal", value='say "no",\n\x1b[31m日本', language="en"), None),
        (Term(kind="literal", value="1", datatype="http://x#int"), Term(kind="bnode", value="b0")),
    ),
    prefixes=(("ent", "https://kg.example/entity/"),),
)


def test_a_table_is_aligned_and_nothing_in_it_acts_on_the_terminal() -> None:
    assert format_table(AWKWARD) == (
        "a                        b\n"
        "-----------------------  --\n"
        "ent:x\n"
        'say "no",\\n\\x1b[31m日本\n'
        "1                        b0\n"
    )


def test_csv_reads_back_as_the_values() -> None:
    read = list(csv.reader(io.StringIO(format_csv(AWKWARD), newline="")))
    assert read == [
        ["a", "b"],
        ["https://kg.example/entity/x", ""],
        ['say "no",\n\x1b[31m日本', ""],
        ["1", "b0"],
    ]


def test_json_follows_the_sparql_results_format() -> None:
    assert json.loads(format_json(AWKWARD)) == {
        "head": {"vars": ["a", "b"]},
        "results": {
            "bindings": [
                {"a": {"type": "uri", "value": "https://kg.example/entity/x"}},
                {"a": {"type": "literal", "value": AWKWARD.rows[1][0].value, "xml:lang": "en"}},
                {
                    "a": {"type": "literal", "value": "1", "datatype": "http://x#int"},
                    "b": {"type": "bnode", "value": "b0"},
                },
            ]
        },
    }


def test_json_is_read_by_another_program(output: Path) -> None:
    text = format_json(query(output, MEETINGS))
    found = pyoxigraph.parse_query_results(text, format=pyoxigraph.QueryResultsFormat.JSON)
    assert [str(row["whom"]) for row in found] == ["<https://kg.example/entity/Mike_Pompeo>"]
    answer = format_json(query(output, "ASK { ?s ?p ?o }"))
    assert bool(pyoxigraph.parse_query_results(answer, format=pyoxigraph.QueryResultsFormat.JSON))


def test_an_answer_without_rows_keeps_its_columns(tmp_path: Path) -> None:
    write_turtle(build_of((), (), ()), tmp_path / "graph.ttl")
    answer = query(tmp_path, MEETINGS)
    assert answer.rows == ()
    assert format_csv(answer) == "who,whom\n"
    assert format_table(answer) == "who  whom\n---  ----\n"


def test_terms_keep_their_datatype(output: Path) -> None:
    ((cell,),) = query(output, "SELECT ?t { ?c kg:time ?t }").rows
    assert cell == Term(
        kind="literal", value="2012-12", datatype="http://www.w3.org/2001/XMLSchema#gYearMonth"
    )
    assert replace(cell, datatype=None).datatype is None
