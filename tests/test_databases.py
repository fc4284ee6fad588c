"""Real databases, started here, are given whole graphs and asked for all of them back.

Each gets one build of the three examples and one of awkward texts, by `kg load` and by the files
that `kg export` writes for it, and then answers two questions that users ask.
"""

from __future__ import annotations

import itertools
import json
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import ladybug
import pytest
import rdflib
import readers
from awkward import TEXTS, awkward_build
from builds import build_of
from commands import kg
from conftest import EXAMPLES
from engines import PASSWORD, arcadedb, falkordb, oxigraph
from graphs import Content, content, printed, without_nul
from rdflib.namespace import XSD

from kg.build import build, write_outputs
from kg.errors import LoadError
from kg.export.databases.cypher import schema
from kg.export.formats import export
from kg.export.propertygraph import property_graph
from kg.load import Loaded, Target, load
from kg.model import Build, Settings

Run = Callable[[str], list[list[Any]]]

WHO_MET_WHOM = (
    "MATCH (a:Entity)-[r:MET]->(b:Entity) RETURN a.label, b.label, r.sentences "
    "ORDER BY a.label, b.label"
)
WHAT_IS_DENIED_BY_WHOM = (
    "MATCH (s:Entity)<-[:HAS_SOURCE]-(c:Claim)-[:STATES]->(f:Fact)-[:HAS_SUBJECT]->(a:Entity) "
    "WHERE c.polarity = 'negative' RETURN s.label, a.label, f.label, c.sentence_text "
    "ORDER BY c.iri"
)


def check_questions(build: Build, run: Run) -> None:
    """The two questions, answered from the claims themselves."""
    labels = {entity.iri: entity.label for entity in build.entities}
    met = [
        [f.subject_label, f.object_label, list(dict.fromkeys(e.sentence.text for e in f.evidence))]
        for f in build.typed
        if f.label == "met" and f.object and f.asserted
    ]
    denied = [
        [c.source.label, labels[c.subject.entity or ""], c.predicate.lemma, c.sentence.text]
        for c in build.claims
        if c.shown and c.polarity == "negative" and c.source and c.source.entity
    ]
    assert met
    assert denied
    assert run(WHO_MET_WHOM) == sorted(met)
    assert run(WHAT_IS_DENIED_BY_WHOM) == denied


@pytest.fixture(scope="module")
def builds() -> dict[str, Build]:
    """The examples with all that a record shows, however sure, and a graph of odd texts."""
    examples = build([EXAMPLES], settings=Settings(min_confidence=0, min_worth=0))
    return {"examples": examples, "awkward": awkward_build()}


def whole(build: Build, clean: Callable[[str], str] = str) -> Content:
    return content(property_graph(build), clean)


def rows_of(build: Build) -> int:
    graph = property_graph(build)
    return sum(len(table.rows) for table in [*graph.nodes, *graph.relationships])


def changed(build: Build) -> Build:
    """A later day: a text and its claims are gone, so are types and labels of others."""
    return awkward_build(TEXTS[:-1]) if len(build.documents) == 1 else awkward_build()


# ------------------------------------------------------------------ ArcadeDB, over Bolt


@pytest.fixture(scope="module")
def arcade(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with arcadedb(tmp_path_factory.mktemp("arcadedb")) as driver:
        yield driver


def over_bolt(driver: Any) -> Run:
    def run(query: str) -> list[list[Any]]:
        return [r.values() for r in driver.execute_query(query, database_="kg").records]

    return run


def bolt_content(driver: Any) -> Content:
    run = over_bolt(driver)
    return readers.from_rows(run(readers.NODES), run(readers.RELATIONSHIPS))


def bolt_target(driver: Any, **options: Any) -> Target:
    given = {"user": "root", "password": PASSWORD, "database": "kg", **options}
    return Target(uri=driver.kg_uri, **given)


@pytest.fixture
def empty_arcade(arcade: Any) -> Any:
    arcade.execute_query("MATCH (n) DETACH DELETE n", database_="kg")
    return arcade


@pytest.mark.parametrize("name", ["examples", "awkward"])
def test_bolt_loads_everything_again_and_again(
    name: str, builds: dict[str, Build], empty_arcade: Any
) -> None:
    build, target = builds[name], bolt_target(empty_arcade, batch=300)
    seen: list[tuple[int, int]] = []
    assert load(build, target, lambda done, total: seen.append((done, total))) == Loaded(
        rows=rows_of(build)
    )
    assert seen[-1] == (rows_of(build), rows_of(build))
    assert bolt_content(empty_arcade) == whole(build)
    assert load(build, target) == Loaded(rows=rows_of(build))
    assert bolt_content(empty_arcade) == whole(build)
    if name == "examples":
        check_questions(build, over_bolt(empty_arcade))


def test_an_interrupted_load_goes_on_where_it_stopped(
    builds: dict[str, Build], empty_arcade: Any
) -> None:
    def stop(done: int, total: int) -> None:
        if done > total / 2:
            raise KeyboardInterrupt

    build, target = builds["awkward"], bolt_target(empty_arcade, batch=50)
    with pytest.raises(KeyboardInterrupt):
        load(build, target, stop)
    first: list[int] = []
    loaded = load(build, target, lambda done, total: first.append(done))
    assert loaded.rows / 2 < loaded.resumed < loaded.rows
    assert first[0] > loaded.resumed
    assert bolt_content(empty_arcade) == whole(build)


def test_leftovers_of_an_earlier_graph_are_counted_and_removed_on_request(
    empty_arcade: Any,
) -> None:
    before, after = awkward_build(), awkward_build(TEXTS[1:])
    load(before, bolt_target(empty_arcade))
    empty_arcade.execute_query("CREATE (:Entity {iri: 'urn:mine'})-[:OWN]->(:Mine)", database_="kg")
    kept = load(after, bolt_target(empty_arcade))
    assert kept.stale > 0
    assert load(after, bolt_target(empty_arcade, replace=True)).removed == kept.stale
    nodes, relationships = mine_apart(empty_arcade)
    assert (nodes, relationships) == whole(after)


def test_replacing_leaves_what_is_not_from_an_earlier_load(
    empty_arcade: Any, tmp_path: Path
) -> None:
    """Not what others joined to a node that is gone, nor a graph whose base IRI begins alike."""
    nested = Settings(base_iri=f"{Settings().base_iri}other/", min_confidence=0, min_worth=0)
    (tmp_path / "a.txt").write_text("Anna Berg met Tom Okoro in Paris.")
    other = build([tmp_path / "a.txt"], settings=nested)
    load(other, bolt_target(empty_arcade))
    load(awkward_build(TEXTS[:3]), bolt_target(empty_arcade))
    run = over_bolt(empty_arcade)
    fact = "MATCH (f:Fact)-[r:HAS_SUBJECT]->(e:Entity) WHERE f.iri STARTS WITH $base"
    base = f"{Settings().base_iri}fact/"
    driver = empty_arcade
    driver.execute_query(
        f"{fact} WITH f, e LIMIT 1 CREATE (:Mine {{id: '1'}})-[:OWN {{id: 'x'}}]->(e), "
        "(f)-[:LIKE {id: '42'}]->(e)", base=base, database_="kg",
    )  # fmt: skip
    loaded = load(build_of((), (), ()), bolt_target(empty_arcade, replace=True))
    assert loaded.removed > 20
    assert loaded.stale == 2  # the ends of what others joined
    assert run("MATCH (:Mine)-[r:OWN]->(:Entity) RETURN r.id") == [["x"]]
    assert run("MATCH (:Fact)-[r:LIKE]->(:Entity) RETURN r.id") == [["42"]]
    run("MATCH (n:Mine)-[:OWN]->(e), (f)-[:LIKE]->(e) DETACH DELETE n, f, e")
    assert bolt_content(empty_arcade) == whole(other)


def mine_apart(driver: Any) -> Content:
    """All but what the user put there, which must still be there."""
    run = over_bolt(driver)
    assert run("MATCH (:Entity {iri: 'urn:mine'})-[:OWN]->(m:Mine) RETURN count(m)") == [[1]]
    run("MATCH (n:Entity {iri: 'urn:mine'})-[:OWN]->(m) DETACH DELETE n, m")
    return bolt_content(driver)


@pytest.mark.parametrize("name", ["examples", "awkward"])
def test_the_cypher_script_runs_line_by_line_over_bolt(
    name: str, builds: dict[str, Build], empty_arcade: Any, tmp_path: Path
) -> None:
    export(builds[name], "cypher", tmp_path / "out")
    lines = (tmp_path / "out/schema.neo4j.cypher").read_text("utf-8").splitlines()
    with empty_arcade.session(database="kg") as session:
        for line in [*lines, *readers.script_lines(tmp_path / "out")]:
            session.run(line.removesuffix(";")).consume()
    assert bolt_content(empty_arcade) == whole(builds[name], without_nul)


def test_the_command_loads_and_a_wrong_password_is_one_clear_line(
    builds: dict[str, Build], empty_arcade: Any, tmp_path: Path
) -> None:
    write_outputs(builds["examples"], tmp_path / "out")

    command = ["load", str(tmp_path / "out"), "--to", empty_arcade.kg_uri, "--user", "root"]
    command += ["--database", "kg", "--json"]
    done = kg(*command, environment={"KG_PASSWORD": PASSWORD})
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rows"] == rows_of(builds["examples"])
    assert bolt_content(empty_arcade) == whole(builds["examples"])
    refused = kg(*command, environment={"KG_PASSWORD": "wrong"})
    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1)
    assert "KG_PASSWORD" in refused.stderr


# ------------------------------------------------------------------ FalkorDB


@pytest.fixture(scope="module")
def falkor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with falkordb(tmp_path_factory.mktemp("falkordb")) as client:
        yield client


@pytest.mark.parametrize("name", ["examples", "awkward"])
def test_falkordb_is_loaded_again_and_again(
    name: str, builds: dict[str, Build], falkor: Any
) -> None:
    build, target = builds[name], Target(uri=f"{falkor.kg_uri}/{name}", batch=300)
    wanted = printed(whole(build, without_nul))
    for _ in range(2):
        assert load(build, target) == Loaded(rows=rows_of(build))
        graph = falkor.select_graph(name)
        assert readers.falkordb_content(graph) == wanted
    if name == "examples":
        check_questions(build, lambda query: graph.query(query).result_set)


@pytest.mark.parametrize("name", ["examples", "awkward"])
def test_falkordb_takes_the_files_of_its_bulk_loader(
    name: str, builds: dict[str, Build], falkor: Any, tmp_path: Path
) -> None:
    export(builds[name], "falkordb", tmp_path / "out")
    found = readers.falkordb_bulk(tmp_path / "out", falkor, f"bulk-{name}")
    assert found == printed(whole(builds[name], without_nul))


# ------------------------------------------------------------------ Ladybug


@pytest.mark.parametrize("name", ["examples", "awkward"])
def test_ladybug_holds_everything(name: str, builds: dict[str, Build], tmp_path: Path) -> None:
    target = Target(uri=f"ladybug:{tmp_path / 'graph.lbug'}")
    load(builds[name], target)
    with pytest.raises(LoadError, match="--replace"):
        load(builds[name], target)
    load(builds[name], Target(uri=target.uri, replace=True))
    with (
        ladybug.Database(str(tmp_path / "graph.lbug")) as database,
        ladybug.Connection(database) as connection,
    ):
        found = readers.ladybug_content(connection)
        assert readers.renamed(found) == readers.renamed(whole(builds[name]))
        if name == "examples":
            check_questions(builds[name], lambda query: connection.execute(query).get_all())


def test_an_empty_graph_is_loaded_and_imported_like_any_other(falkor: Any, tmp_path: Path) -> None:
    build = build_of((), (), ())
    for format in ("falkordb", "ladybug", "neo4j-admin", "parquet"):
        export(build, format, tmp_path / format)
    assert readers.ladybug_folder(tmp_path / "ladybug") == ({}, {})
    assert readers.falkordb_bulk(tmp_path / "falkordb", falkor, "empty") == ({}, {})
    assert readers.neo4j_admin(tmp_path / "neo4j-admin") == ({}, {})
    assert readers.parquet(tmp_path / "parquet") == ({}, {})
    assert load(build, Target(uri=f"{falkor.kg_uri}/none")) == Loaded(rows=0)
    assert load(build, Target(uri=f"ladybug:{tmp_path / 'none.lbug'}")) == Loaded(rows=0)


# ------------------------------------------------------------------ kglite


@pytest.mark.parametrize("name", ["examples", "awkward"])
def test_kglite_runs_the_cypher_script(name: str, builds: dict[str, Build], tmp_path: Path) -> None:
    build = builds[name] if name == "examples" else awkward_build()
    export(build, "cypher", tmp_path / "out")
    graph = readers.kglite_graph(tmp_path / "out")
    assert readers.kglite_content(graph) == whole(build, without_nul)
    if name == "examples":
        check_questions(build, lambda query: [list(row.values()) for row in graph.cypher(query)])


# ------------------------------------------------------------------ Oxigraph's HTTP server


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as url:
        yield url


def sparql(url: str, query: str, accept: str) -> bytes:
    request = urllib.request.Request(
        f"{url}/query?{urlencode({'query': query})}", headers={"Accept": accept}
    )
    with urllib.request.urlopen(request) as answer:
        return bytes(answer.read())


@pytest.mark.parametrize("name", ["examples", "awkward"])
def test_an_rdf_store_is_loaded_over_http(
    name: str, builds: dict[str, Build], store: str, tmp_path: Path
) -> None:
    graph = f"https://kg.example/graph/{name}"
    for _ in range(2):
        load(builds[name], Target(uri=f"{store}/store", database=graph))
    export(builds[name], "turtle", tmp_path / "graph.ttl")
    wanted = triples(rdflib.Graph().parse(tmp_path / "graph.ttl"))
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    found = rdflib.Graph().parse(sparql(store, query, "application/n-triples"), format="nt")
    assert triples(found) == wanted
    load(changed(builds[name]), Target(uri=f"{store}/store", database=graph, replace=True))
    found = rdflib.Graph().parse(sparql(store, query, "application/n-triples"), format="nt")
    assert triples(found) != wanted


def test_replacing_a_graph_of_an_rdf_store_never_takes_what_is_not_of_kg(store: str) -> None:
    graph = "https://kg.example/graph/shared"
    mine = b"<https://kg.example/entity/Japan> <https://example.org/capital> <x:Tokyo> ."
    request = urllib.request.Request(
        f"{store}/store?graph={graph}", mine, {"Content-Type": "application/n-triples"}
    )
    urllib.request.urlopen(request).close()
    target = Target(uri=f"{store}/store", database=graph, replace=True)
    with pytest.raises(LoadError, match="holds triples that no load of kg"):
        load(awkward_build(), target)
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    assert sparql(store, query, "application/n-triples").strip() == mine


def triples(graph: rdflib.Graph) -> set[Any]:
    """Oxigraph writes decimals its own way (0 for 0.0), so these are compared by value."""
    return {
        (s, p, o.toPython() if getattr(o, "datatype", None) == XSD.decimal else o)
        for s, p, o in graph
    }


def test_an_rdf_store_answers_who_met_whom_and_what_is_denied(
    builds: dict[str, Build], store: str
) -> None:
    build = builds["examples"]
    load(build, Target(uri=f"{store}/store", replace=True))

    def run(query: str) -> list[tuple[str, ...]]:
        answer = json.loads(sparql(store, query, "application/sparql-results+json"))
        return [
            tuple(row[name]["value"] for name in answer["head"]["vars"])
            for row in answer["results"]["bindings"]
        ]

    prefixes = f"""PREFIX rel: <{build.settings.base_iri}relation/>
        PREFIX kg: <{build.settings.vocab}> PREFIX oa: <http://www.w3.org/ns/oa#>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> """
    met = {(f.subject, f.object) for f in build.facts if f.label == "meet" and f.asserted}
    assert set(run(prefixes + "SELECT ?a ?b { ?a rel:meet ?b }")) == met
    denied = {
        (c.source.label, c.sentence.text)
        for c in build.claims
        if c.polarity == "negative" and c.source
    }
    assert denied
    assert denied == set(
        run(
            prefixes
            + """SELECT ?who ?text { ?c kg:polarity "negative" ; kg:sourceLabel ?who ;
                 kg:sentence ?s . ?s oa:exact ?text }"""
        )
    )


# ------------------------------------------------------------------ what goes wrong


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("mysql://x", "use one of bolt://HOST"),
        ("output", "use one of bolt://HOST"),
        ("bolt://127.0.0.1:1", "127.0.0.1:1"),
        ("falkordb://127.0.0.1:1/kg", "127.0.0.1:1"),
        ("http://127.0.0.1:1/store", "is the server running"),
    ],
)
def test_an_address_without_a_database_is_one_clear_line(uri: str, said: str) -> None:
    with pytest.raises(LoadError, match=said):
        load(awkward_build(["a", "b"]), Target(uri=uri))


def test_passwords_in_addresses_are_used_and_never_shown() -> None:
    target = Target(uri="bolt://me:s%40crets@db.example:7687")
    assert target.credentials == ("me", "s@crets")
    assert target.bare == "bolt://db.example:7687"


def test_schemas_name_the_key_of_every_label(builds: dict[str, Build]) -> None:
    graph = property_graph(builds["awkward"])
    for database, words in (("neo4j", "CONSTRAINT"), ("memgraph", "INDEX ON"), ("falkordb", "FOR")):
        lines = schema(graph, database)
        assert len(lines) == len(list(itertools.groupby(t.labels[0] for t in graph.nodes)))
        assert all(words in line for line in lines)
