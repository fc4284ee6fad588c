"""Every file that kg writes passes its shapes; one that is broken is caught, the node named."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path

import pytest
from builds import any_build, small_build
from commands import kg
from cookbook import cookbook_build
from hypothesis import given, settings
from pytest import TempPathFactory

from kg.ask.validate import Problem, Report, validate
from kg.errors import QueryError
from kg.export.rdf import FILE_NAMES, FORMATS
from kg.model import Build

pytestmark = pytest.mark.filterwarnings("ignore:(Conjunctive|Dataset):DeprecationWarning")

DENIED = "claim:2f3ffa8de0eb8ab4"
#: What is broken: text → other text (or text to add), then the node and property that are named.
DAMAGE = {
    "syntax": (' ;\n    rdf:predicate', "\n    rdf:predicate", "", ""),
    "polarity unknown": ('kg:polarity "negative"', 'kg:polarity "no"', DENIED, "kg:polarity"),
    "two modalities": (
        'kg:polarity "negative" ;', 'kg:polarity "negative" ;\n kg:modality "planned" ;', DENIED,
        "kg:modality",
    ),
    "confidence over 1": (
        "kg:confidence 0.92", "kg:confidence 1.92", "claim:30a55b363d733086", "kg:confidence",
    ),
    "no sentence": (
        "    kg:sentence span:news%2Fharbour.txt:86-144 ;\n", "", DENIED, "kg:sentence",
    ),
    "denied and asserted": ("", "ent:Northwind rel:buy ent:old_quay .", "rel:buy", ""),
    "asserted by a claim alone": (
        "    rel:head ent:port_authority ;\n", "", "claim:2ae6406666767e4f", "",
    ),
    "quote longer than its place": (
        'oa:exact "employs"', 'oa:exact "employed"', "span:letters%2Fnorthwind.md:10-17", "",
    ),
    "kept back without a reason": (
        '    kg:hiddenBecause "says what another claim says" ;\n', "", "claim:5226688785cb6430", "",
    ),
    "kept back and asserted": (
        "", "ent:Mara_Lindqvist rel:meet_in ent:Bergen .", "rel:meet_in", "",
    ),
    "worth over 1": (
        'kg:confidence 0.92 ;\n    kg:rule "svo" ;\n    kg:appliedRule "svo" ;\n    kg:worth 1.0',
        'kg:confidence 0.92 ;\n    kg:rule "svo" ;\n    kg:appliedRule "svo" ;\n    kg:worth 1.5',
        "claim:30a55b363d733086", "kg:worth",
    ),
    "relation undeclared": ("", "ent:Bergen rel:win ent:Bergen .", "ent:Bergen", ""),
    "no such date": (
        '"2021-03-15"^^xsd:date', '"2021-02-30"^^xsd:date', "doc:news%2Fharbour.txt",
        "dcterms:date",
    ),
    "two labels": ("", 'ent:Bergen rdfs:label "Bjørgvin" .', "ent:Bergen", "rdfs:label"),
    "nobody": (
        "", "doc:news%2Fharbour.txt schema:mentions ent:Nobody .", "ent:Nobody", "rdfs:label",
    ),
    "blank node": ("", 'ent:Bergen owl:sameAs [ rdfs:label "x" ] .', "ent:Bergen", "owl:sameAs"),
    "no hash": ("schema:sha256", "schema:md5", "doc:letters%2Fnorthwind.md", "schema:sha256"),
    "typed by no fact": ("", "ent:Bergen kg:met ent:Northwind .", "kg:met", ""),
    "typed fact without its triple": (
        "    kg:met ent:Tom_Okoro ;\n", "", "fact:136594461a7c30dc", "",
    ),
    "shown, and a reason why not": (
        "", 'claim:30a55b363d733086 kg:hiddenBecause "it is dull" .', "claim:30a55b363d733086", "",
    ),
    "sentence of another document": (
        "    kg:sentence span:news%2Fharbour.txt:86-144 ;\n",
        "    kg:sentence span:letters%2Fnorthwind.md:10-17 ;\n", DENIED, "",
    ),
    "no such document": (
        "prov:wasDerivedFrom doc:letters%2Fnorthwind.md", "prov:wasDerivedFrom doc:other",
        "claim:b64ee1894eaec8e5", "prov:wasDerivedFrom",
    ),
}  # fmt: skip

#: Damage that queries of the shapes find, one for each, and some that nested shapes do.
ALONE = (
    "denied and asserted", "asserted by a claim alone", "quote longer than its place",
    "kept back without a reason", "shown, and a reason why not", "relation undeclared",
    "typed by no fact", "typed fact without its triple", "sentence of another document",
    "worth over 1", "two labels", "no hash",
)  # fmt: skip


@pytest.fixture(scope="module")
def good(tmp_path_factory: TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("good") / "graph.ttl"
    FORMATS["turtle"](cookbook_build(), path)
    return path.read_text("utf-8")


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_broken_file_is_caught_and_the_node_named(kind: str, good: str, tmp_path: Path) -> None:
    before, after, node, path = DAMAGE[kind]
    assert before in good
    broken = good.replace(before, after, 1) if before else good + after
    file = tmp_path / "graph.ttl"
    file.write_text(broken, encoding="utf-8")
    problems = validate(tmp_path).problems
    assert (node or str(file), path) in {(problem.node, problem.path) for problem in problems}
    assert all(problem.message for problem in problems)


def test_pyshacl_alone_finds_the_same(
    good: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = good
    for kind in ALONE:
        before, after, _, _ = DAMAGE[kind]
        assert before in broken
        broken = broken.replace(before, after, 1) if before else f"{broken}{after}\n"
    (tmp_path / "graph.ttl").write_text(broken, encoding="utf-8")
    quickly = validate(tmp_path)
    assert {DAMAGE[kind][2:] for kind in ALONE} <= {(p.node, p.path) for p in quickly.problems}
    monkeypatch.setattr(
        "kg.ask.validate.find_spec", lambda name: None if name == "pyoxigraph" else find_spec(name)
    )
    monkeypatch.setattr("kg.ask.validate._flat", lambda shapes: shapes)
    assert validate(tmp_path) == quickly


def test_at_least_ten_kinds_of_damage_are_tried() -> None:
    assert len(DAMAGE) >= 15


@pytest.mark.parametrize("format", [name for name in FORMATS if name != "turtle12"])
def test_every_format_passes(format: str, tmp_path: Path) -> None:
    build = cookbook_build()
    path = tmp_path / FILE_NAMES[format]
    FORMATS[format](build, path)
    report = validate(path)
    assert report == Report(
        file=str(path),
        claims=len(build.claims),
        entities=len(build.entities),
        spans=67,
        problems=(),
    )


def test_own_vocabulary_and_base_are_checked_alike(tmp_path: Path) -> None:
    small = cookbook_build()
    chosen = replace(small.settings, vocab="https://example.org/terms/")
    path = tmp_path / "graph.ttl"
    FORMATS["turtle"](replace(small, settings=chosen), path)
    assert not validate(path).problems
    text = path.read_text("utf-8").replace('kg:polarity "negative"', 'kg:polarity "no"')
    path.write_text(text, "utf-8")
    assert [(p.node, p.path) for p in validate(path).problems] == [(DENIED, "kg:polarity")]


@settings(deadline=None, max_examples=8)
@given(build=any_build(max_claims=3))
def test_any_build_passes(build: Build, tmp_path_factory: TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("any") / "graph.ttl"
    FORMATS["turtle"](build, path)
    assert not validate(path).problems


def test_a_file_of_something_else_is_not_called_valid(tmp_path: Path) -> None:
    path = tmp_path / "other.ttl"
    path.write_text("<x:a> <x:b> <x:c> .")
    (problem,) = validate(path).problems
    assert problem == Problem(
        node=str(path), path="", message="is no graph of kg: it does not say how it was made"
    )


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """A server of this machine that has any file, and notes what it is asked for."""
    asked: list[str] = []

    class Any(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Any) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


#: A file that leads elsewhere, by its ending, and what is said about it.
ELSEWHERE = {
    "context": ("jsonld", '{"@context": "URL/a", "@id": "x:y", "x:z": 1}', "context is elsewhere"),
    "second context": ("jsonld", '[{"@context": [{}, "URL/a"]}]', "context is elsewhere"),
    "context of a term": (
        "jsonld", '{"@context": {"a": {"@id": "x:a", "@context": "URL/a"}}, "a": {"x:b": 1}}',
        "context is elsewhere",
    ),
    "import": ("jsonld", '{"@context": {"@version": 1.1, "@import": "URL/a"}}', "is elsewhere"),
    "file": ("jsonld", '{"@context": "file:///etc/hostname"}', "context is elsewhere"),
    "entity": (
        "rdf", '<!DOCTYPE r [<!ENTITY a SYSTEM "URL/a">]><r xmlns="x:">&a;</r>', "document type",
    ),
    "dtd": ("rdf", '<!DOCTYPE r SYSTEM "URL/a.dtd"><r xmlns="x:"/>', "document type"),
    "ontology": (
        "ttl", "<x:a> <http://www.w3.org/2002/07/owl#imports> <URL/a> .", "is no graph of kg",
    ),
    "shapes": (
        "ttl", "<x:a> <http://www.w3.org/ns/shacl#shapesGraph> <URL/a> .", "is no graph of kg",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", ELSEWHERE)
def test_nothing_is_fetched_whatever_a_file_names(kind: str, tmp_path: Path) -> None:
    ending, text, words = ELSEWHERE[kind]
    path = tmp_path / f"graph.{ending}"
    with listening() as (url, asked):
        path.write_text(text.replace("URL", url), encoding="utf-8")
        problems = validate(path).problems
    assert asked == []
    assert words in problems[0].message


def test_checking_leaves_the_loggers_of_a_program_as_they_were(good: str, tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text(good, "utf-8")
    terms, shapes = logging.getLogger("rdflib.term"), logging.getLogger("pyshacl-validate")
    for level, disabled in ((logging.INFO, False), (logging.ERROR, True)):
        terms.setLevel(level)
        shapes.disabled = disabled
        validate(tmp_path / "graph.ttl")
        assert (terms.level, shapes.disabled) == (level, disabled)
    terms.setLevel(logging.NOTSET)
    shapes.disabled = False


def test_shapes_that_fail_are_one_line_with_its_cause_and_no_memory_is_no_fault_of_theirs(
    monkeypatch: pytest.MonkeyPatch, good: str, tmp_path: Path
) -> None:
    (tmp_path / "graph.ttl").write_text(good, "utf-8")
    for raised, seen in ((KeyError("list"), QueryError), (MemoryError(), MemoryError)):

        def fail(*_: object, error: Exception = raised, **__: object) -> None:
            raise error

        monkeypatch.setattr("pyshacl.validate", fail)
        with pytest.raises(seen) as caught:
            validate(tmp_path / "graph.ttl")
        assert raised in (caught.value, caught.value.__cause__)
    monkeypatch.setattr("pyshacl.validate", lambda *_, **__: (False, ValueError("odd\nlist"), ""))
    with pytest.raises(QueryError, match="cannot be checked: odd list; mend them"):
        validate(tmp_path / "graph.ttl")


def test_what_cannot_be_checked_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="write one with: kg build INPUT"):
        validate(tmp_path)
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(QueryError, match=r"cannot tell the format of notes\.txt"):
        validate(tmp_path / "notes.txt")


def test_the_command_prints_one_line_a_problem_and_fails(good: str, tmp_path: Path) -> None:
    FORMATS["turtle"](small_build(), tmp_path / "graph.ttl")
    fine = kg("validate", str(tmp_path))
    assert (fine.returncode, fine.stderr) == (0, "")
    assert "8 claims, 7 entities, 22 spans checked" in fine.stdout
    broken = good.replace('kg:polarity "negative"', 'kg:polarity "no"')
    (tmp_path / "graph.ttl").write_text(broken, "utf-8")
    bad = kg("validate", str(tmp_path))
    assert bad.returncode == 1
    assert bad.stdout.startswith(f"{DENIED} kg:polarity: ")
    assert "1 problem in " in bad.stdout
    (problem,) = json.loads(kg("validate", str(tmp_path), "--json").stdout)["problems"]
    assert problem["node"] == DENIED


def test_the_documentation_shows_what_it_prints(good: str, tmp_path: Path) -> None:
    page = (Path(__file__).parent.parent / "docs" / "rdf.md").read_text("utf-8")
    shown = page.partition("$ kg validate broken\n")[2].partition("```")[0]
    denied = good.index(f"{DENIED} a rdf:Statement")
    broken = good[:denied] + good[denied:].replace("kg:confidence 0.8", "kg:confidence 1.8", 1)
    broken += 'ent:Bergen rdfs:label "Bjørgvin" .\nent:Northwind rel:buy ent:old_quay .\n'
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "graph.ttl").write_text(broken, "utf-8")
    assert kg("validate", "broken", folder=tmp_path).stdout == shown
