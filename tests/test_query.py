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
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
from builds import any_build, build_of, small_build
from cookbook import TEXTS, cookbook_build
from hypothesis import given, settings
from pytest import MonkeyPatch, TempPathFactory

from kg.ask.query import (
    ENGINES,
    FORMATS,
    Answer,
    Term,
    format_csv,
    format_json,
    format_table,
    query,
)
from kg.errors import QueryError
from kg.export.rdf import generate_turtle, write_turtle
from kg.model import Build

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


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: TempPathFactory) -> Path:
    """The graph that the cookbook asks."""
    folder = tmp_path_factory.mktemp("harbour")
    write_turtle(cookbook_build(), folder / "graph.ttl")
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


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("title", "sparql", "shown"), COOKBOOK, ids=[c[0] for c in COOKBOOK])
def test_cookbook_question_gives_the_answer_it_shows(
    harbour: Path, title: str, sparql: str, shown: str, engine: str
) -> None:
    assert format_table(query(harbour, sparql, engine=engine)) == shown


@pytest.mark.parametrize("format", [name for name in FORMATS if name != "ntriples"])
@pytest.mark.parametrize("sparql", [c[1] for c in COOKBOOK], ids=[c[0] for c in COOKBOOK])
def test_engines_answer_alike_in_every_format(harbour: Path, sparql: str, format: str) -> None:
    one, other = (query(harbour, sparql, engine=engine) for engine in ENGINES)
    assert FORMATS[format](one) == FORMATS[format](other)


def test_the_cookbook_has_its_questions() -> None:
    assert len(COOKBOOK) >= 25


@pytest.mark.parametrize("sparql", [c[1] for c in COOKBOOK], ids=[c[0] for c in COOKBOOK])
def test_cookbook_question_is_standard_sparql(harbour: Path, sparql: str) -> None:
    """Any store answers it once the prefixes are declared."""
    text = (harbour / "graph.ttl").read_text(encoding="utf-8")
    prologue = re.sub(r"@prefix (.*) \.", r"PREFIX \1", "\n".join(re.findall("@prefix.*", text)))
    store = pyoxigraph.Store()
    store.load(text.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    found = store.query(f"{prologue}\n{sparql}")
    answer = query(harbour, sparql, engine="rdflib")
    if isinstance(found, pyoxigraph.QueryBoolean):
        assert bool(found) == answer.boolean
    else:
        assert len(list(found)) == len(answer.rows)


@settings(deadline=None, max_examples=20)
@given(build=any_build(max_claims=3))
def test_engines_read_any_build_alike(build: Build, tmp_path_factory: TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("alike") / "graph.ttl"
    write_turtle(build, path)
    one, other = (query(path, "SELECT * { ?s ?p ?o }", engine=engine) for engine in ENGINES)
    assert one == other


def test_an_engine_that_is_not_there_is_named(output: Path, monkeypatch: MonkeyPatch) -> None:
    with pytest.raises(QueryError, match="unknown engine 'jena'; choose auto, oxigraph, rdflib"):
        query(output, MEETINGS, engine="jena")
    monkeypatch.setattr("kg.ask.query.engines.find_spec", lambda name: None)
    with pytest.raises(QueryError, match=r"get it with: pip install 'kg-with-proof\[oxigraph\]'"):
        query(output, MEETINGS, engine="oxigraph")
    assert query(output, MEETINGS) == query(output, MEETINGS, engine="rdflib")


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
        "import sys; from pathlib import Path; from kg.ask.query import query, format_json;"
        "print(format_json(query(Path(sys.argv[1]), sys.argv[2], engine='rdflib')))"
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
    monkeypatch.setattr("pyoxigraph.Store", refuse)
    assert expected in message(output, sparql)


#: Each hides SERVICE from one of the two parsers: in what it takes for a comment or a string.
HIDDEN = [
    "SELECT * { ?s rel:meet ?o . # x\r SERVICE %s { ?s ?p ?q }\n }",
    'SELECT * { ?s ?p "\\u0022 . # " . SERVICE %s { ?a ?b ?c }\n }',
    'SELECT * { ?s ?p "\\u005cu0022 . # " . SERVICE %s { ?a ?b ?c }\n }',
    "SELECT * { ?s rel:meet ?o . \\u0053ERVICE %s { ?a ?b ?c } }",
    "SELECT * { ?s rel:meet ?o . # \x0c SERVICE %s { ?a ?b ?c }\n }",
    "SELECT * { ?s rel:meet ?o . # \\u000d SERVICE %s { ?a ?b ?c }\n }",
    "SELECT * { ?s rel:meet ?o . # \u2028 SERVICE %s { ?a ?b ?c }\n }",
    'SELECT * { ?s ?p """a"b""" . # """ . SERVICE %s { ?a ?b ?c }\n }',
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("hidden", HIDDEN)
def test_no_other_machine_is_asked_however_it_is_hidden(
    output: Path, hidden: str, engine: str
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        other.settimeout(0.05)
        with suppress(QueryError):
            query(output, hidden % f"<http://127.0.0.1:{other.getsockname()[1]}/>", engine=engine)
        with pytest.raises(TimeoutError):
            other.accept()


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


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("content", [b"not turtle", b"ent:a rel:b ent:c .", b"\xff\xfe\x00"])
def test_a_damaged_graph_is_one_clear_error(tmp_path: Path, content: bytes, engine: str) -> None:
    (tmp_path / "graph.ttl").write_bytes(content)
    with pytest.raises(QueryError, match="is not Turtle as kg writes it") as caught:
        query(tmp_path, MEETINGS, engine=engine)
    assert "\n" not in str(caught.value)


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


@pytest.mark.parametrize("format", ["xml", "tsv"])
@pytest.mark.parametrize("sparql", ["SELECT * { ?s ?p ?o }", "SELECT (1 AS ?n) ?u { }"])
def test_xml_and_tsv_are_read_by_another_program(output: Path, format: str, sparql: str) -> None:
    answer = query(output, sparql)
    kinds = {"xml": pyoxigraph.QueryResultsFormat.XML, "tsv": pyoxigraph.QueryResultsFormat.TSV}
    found = pyoxigraph.parse_query_results(FORMATS[format](answer), format=kinds[format])
    assert isinstance(found, pyoxigraph.QuerySolutions)
    expected = [[cell and cell.value for cell in row] for row in answer.rows]
    assert [[cell and cell.value for cell in row] for row in found] == expected  # type: ignore[union-attr]


def test_xml_of_ask_and_of_awkward_text(output: Path) -> None:
    assert "<boolean>true</boolean>" in FORMATS["xml"](query(output, "ASK {}"))
    text = FORMATS["xml"](AWKWARD)
    assert 'xml:lang="en">say "no",\n\ufffd[31m日本</literal>' in text


def test_constructed_triples_are_n_triples(output: Path) -> None:
    sparql = "CONSTRUCT WHERE { ?claim kg:time ?time ; kg:timeLabel ?words }"
    text = FORMATS["ntriples"](query(output, sparql))
    found = pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert {str(triple.object) for triple in found} == {
        '"2012-12"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>', '"December 2012"',
    }  # fmt: skip
    with pytest.raises(QueryError, match="only CONSTRUCT and DESCRIBE"):
        FORMATS["ntriples"](query(output, MEETINGS))


def test_the_documents_of_the_cookbook_are_those_it_shows() -> None:
    page = (ROOT / "docs" / "sparql.md").read_text(encoding="utf-8")
    quoted = " ".join(line.removeprefix("> ") for line in page.splitlines() if line[:1] == ">")
    for _, _, text in TEXTS.values():
        assert text in quoted


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


# ---------------------------------------------------------------------------- hints


@pytest.mark.parametrize("engine", ENGINES)
def test_an_unknown_relation_is_met_with_those_like_it(harbour: Path, engine: str) -> None:
    answer = query(harbour, "SELECT * { ?who schema:workFor ?whom }", engine=engine)
    assert answer.rows == ()
    [hint] = answer.hints
    assert hint.startswith("no relation schema:workFor in this graph; did you mean schema:worksFor")
    [hint] = query(harbour, "SELECT * { ?who rel:leader ?whom }", engine=engine).hints
    assert "kg:leader" in hint


def test_nothing_is_hinted_where_all_relations_are_there(harbour: Path) -> None:
    known = "SELECT * { ?a schema:worksFor ?b ; kg:polarity ?p ; a schema:Person }"
    assert query(harbour, known).hints == ()
    assert query(harbour, "SELECT * { ?a schema:worksFor ?b }").hints == ()


def test_a_relation_like_no_other_is_said_to_be_unknown(harbour: Path) -> None:
    [hint] = query(harbour, "SELECT * { ?a rel:xylophone ?b }").hints
    assert hint == ("no relation rel:xylophone in this graph; kg relations lists what there is")
