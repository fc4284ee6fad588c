"""Profiles of the RDF: plain triples alone, claims with their proof, events besides."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, RDFS, Graph, URIRef
from typer.testing import CliRunner

from kg.ask.validate import validate
from kg.build import build, write_outputs
from kg.cli import app
from kg.export.formats import FORMATS, Chosen, export
from kg.export.rdf import generate_turtle
from kg.export.rdf.minting import Profile
from kg.model import Argument, Build, Settings

KG = "https://kg.example/vocab#"
TEXT = (
    "The council sold the boathouse to Ingrid Dahl in March 2019. Ingrid Dahl was praised in Oslo. "
    "The council will not sell the mill, said Otto Falk."
)


@pytest.fixture(scope="module")
def sale(tmp_path_factory: pytest.TempPathFactory) -> Build:
    path = tmp_path_factory.mktemp("sale") / "sale.txt"
    path.write_text(TEXT, "utf-8")
    return build([path], settings=Settings(min_confidence=0, min_worth=0))


def graph_of(build: Build, profile: Profile) -> Graph:
    return Graph().parse(data="".join(generate_turtle(build, profile=profile)), format="turtle")


def events(graph: Graph) -> list[dict[str, list[str]]]:
    """What events say: the last step of IRIs, or the literal."""
    found = []
    for event in graph.subjects(RDF.type, URIRef(f"{KG}Event")):
        said: dict[str, list[str]] = {}
        for predicate, value in graph.predicate_objects(event):
            name = str(predicate).removeprefix(KG)
            said.setdefault(name, []).append(str(value).rpartition("/")[2])
        said["label"] = [str(label) for label in graph.objects(event, RDFS.label)]
        found.append({name: sorted(values) for name, values in said.items()})
    return found


def test_an_event_says_who_does_what_to_whom_and_how_it_is_stated(sale: Build) -> None:
    found = events(graph_of(sale, "events"))
    sold = [said for said in found if said["kind"] == ["TRADE"]]
    (done,) = (said for said in sold if said["polarity"] == ["positive"])
    assert done["agent"] == ["council"] and done["affected"] == ["boathouse"]
    assert done["time"] == ["2019-03"] and done["modality"] == ["actual"]
    assert len(done["qualifier"]) >= 1
    praised = next(said for said in found if said["label"] == ["be praised in"])
    assert "agent" not in praised and praised["affected"] == ["Ingrid_Dahl"]


def told(build: Build, *, lemma: str, object: str) -> dict[str, list[str]]:
    """The event of one claim that says something else of the boathouse."""
    claim = next(c for c in build.claims if c.predicate.lemma == "sell" and c.actual)
    assert claim.object is not None
    iris = {entity.label: entity.iri for entity in build.entities}
    value = {"literal": object, "datatype": "xsd:string"}
    given = {"entity": iris[object]} if object in iris else value
    end = Argument(span=claim.object.span, label=object, **given)
    claim = replace(claim, object=end, predicate=replace(claim.predicate, lemma=lemma))
    (found,) = events(graph_of(replace(build, claims=(claim,)), "events"))
    return {name: found.get(name, []) for name in ("agent", "affected")}


def test_who_does_it_stands_behind_by(sale: Build) -> None:
    founded = told(sale, lemma="be founded by", object="Ingrid Dahl")
    assert founded == {"agent": ["Ingrid_Dahl"], "affected": ["council"]}
    torn = told(sale, lemma="be torn by", object="Ingrid Dahl")
    assert torn == {"agent": ["Ingrid_Dahl"], "affected": ["council"]}
    assert told(sale, lemma="be raised by", object="5 percent")["agent"] == []


def test_who_is_something_is_not_affected(sale: Build) -> None:
    for lemma in ("be set designer at", "be left winger for", "be founder of"):
        said = told(sale, lemma=lemma, object="Ingrid Dahl")
        assert said == {"agent": ["council"], "affected": []}


def test_an_event_that_is_denied_says_so_and_by_whom(sale: Build) -> None:
    found = events(graph_of(sale, "events"))
    denied = [said for said in found if said["polarity"] == ["negative"]]
    assert len(denied) == 1
    assert (denied[0]["affected"], denied[0]["source"]) == (["mill"], ["Otto_Falk"])


def test_each_claim_that_is_shown_leads_to_its_event(sale: Build) -> None:
    graph = graph_of(sale, "events")
    leading = list(graph.subject_objects(URIRef(f"{KG}event")))
    shown = {c.event for c in sale.claims if c.shown and c.event}
    there = {
        str(event).rpartition("/")[2] for event in graph.subjects(RDF.type, URIRef(f"{KG}Event"))
    }
    assert there == shown and len(leading) >= len(shown) > 1


def test_profiles_hold_each_other(sale: Build) -> None:
    facts, claims, all = (set(graph_of(sale, p)) for p in ("facts", "claims", "events"))
    assert facts < claims < all
    assert not any(str(o) == str(RDF.Statement) for _, p, o in facts if p == RDF.type)


@pytest.mark.parametrize("profile", ["claims", "events"])
def test_a_graph_of_claims_or_events_is_valid(
    profile: Profile, sale: Build, tmp_path: Path
) -> None:
    export(sale, "turtle", tmp_path / "graph.ttl", Chosen(profile=profile))
    assert validate(tmp_path / "graph.ttl").problems == ()


def test_every_format_of_rdf_has_profiles(sale: Build, tmp_path: Path) -> None:
    for name, format in FORMATS.items():
        if format.choice == "profile":
            sizes = []
            for profile in ("facts", "claims", "events"):
                path = tmp_path / profile / format.name
                export(sale, name, path, Chosen(profile=profile))  # type: ignore[arg-type]
                sizes.append(path.stat().st_size)
            assert sizes == sorted(set(sizes)), name


def test_the_profile_is_an_option_of_rdf(sale: Build, tmp_path: Path) -> None:
    write_outputs(sale, tmp_path / "out")

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(app, ["export", str(tmp_path / "out"), *arguments])

    assert run("--to", "ntriples", "--profile", "events").exit_code == 0
    text = (tmp_path / "out" / "exports" / "graph.nt").read_text("utf-8")
    assert f"<{KG}Event>" in text
    assert f"<{KG}Event>" not in (tmp_path / "out" / "graph.ttl").read_text("utf-8")
    for arguments, words in (
        (("--to", "ntriples", "--profile", "odd"), "choose facts, claims, events"),
        (("--to", "csv", "--profile", "events"), "--profile is for RDF"),
    ):
        done = run(*arguments)
        assert done.exit_code == 2 and words in done.output
