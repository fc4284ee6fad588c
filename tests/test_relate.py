"""Typed facts: what texts state of kg's own relations, and what they do not."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builds import build_of
from typer.testing import CliRunner

from kg.ask.brief.contents import brief_of
from kg.ask.verify import verify
from kg.build import assemble, build, make_records, read_documents, write_outputs
from kg.cli import app
from kg.errors import OntologyError
from kg.export.html.data import page_data
from kg.export.rdf import generate_turtle
from kg.folder.lines import read_manifest
from kg.iri import VOCABULARY, is_absolute
from kg.model import Build, Evidence, Record, Settings, Span, TypedFact
from kg.ontology.short import own, read_short
from kg.ontology.stated import pattern
from kg.relate.conflicts import conflicts, conflicts_of
from kg.relate.entailed import entailed, is_edge
from kg.relate.listing import conflict_rows, typed_relations
from kg.relate.only import facts_of_typed
from kg.relate.quantities import quantity
from kg.relate.rules import _place_of, _role
from kg.restore import restore

#: What a text says, and the typed facts that it states: "subject | relation | object; status".
STATED = {
    # People
    "Mara Lindt works for Orbis Bank.": ["Mara Lindt | works for | Orbis Bank"],
    "Orbis Bank employs Mara Lindt.": ["Mara Lindt | works for | Orbis Bank"],
    "Mara Lindt was the deputy director of Orbis Bank.": ["Mara Lindt | works for | Orbis Bank"],
    "Mara Lindt is the chief executive of Orbis Bank.": [
        "Mara Lindt | works for | Orbis Bank",
        "Orbis Bank | chief executive | Mara Lindt",
        "Mara Lindt | job title | chief executive",
    ],
    "Mara Lindt is a professor at Leeds University.": [
        "Mara Lindt | teaches at | Leeds University",
        "Mara Lindt | job title | professor",
    ],
    "Otto Falk is the prime minister of Norway.": [
        "Otto Falk | holds office in | Norway",
        "Norway | head of government | Otto Falk",
        "Otto Falk | job title | prime minister",
    ],
    "The Chilean novelist Inés Vidal lives in Oslo.": [
        "Inés Vidal | nationality | Chile",
        "Inés Vidal | job title | novelist",
        "Inés Vidal | lives in | Oslo",
    ],
    "Mara Lindt is a formidable tax lawyer.": ["Mara Lindt | job title | tax lawyer"],
    "Mara Lindt is a former finance minister.": [
        "Mara Lindt | job title | former finance minister"
    ],
    "Mara Lindt is a retired police officer.": ["Mara Lindt | job title | retired police officer"],
    "Mara Lindt is a midfielder.": ["Mara Lindt | job title | midfielder"],
    "The bank, whose deputy treasurer, Mara Lindt, resigned, was fined.": [
        "Mara Lindt | job title | deputy treasurer"
    ],
    "Emil Karsten (3 May 1852 - 1911) taught botany.": [
        "Emil Karsten | birth date | 1852-05-03",
        "Emil Karsten | death date | 1911",
    ],
    "Emil Karsten was born in Graz in 1852 and died in Vienna.": [
        "Emil Karsten | birth date | 1852",
        "Emil Karsten | birth place | Graz",
        "Emil Karsten | death place | Vienna",
    ],
    "Emil Karsten graduated from Leeds University in 1901.": [
        "Emil Karsten | educated at | Leeds University"
    ],
    "Eldrid Holm was a Norwegian politician for the Liberal Party.": [
        "Eldrid Holm | political party | Liberal Party",
        "Eldrid Holm | nationality | Norway",
        "Eldrid Holm | job title | politician",
    ],
    "Mara Lindt married Otto Falk in 1970.": ["Mara Lindt | spouse | Otto Falk"],
    "Mara Lindt is the wife of Otto Falk.": ["Mara Lindt | spouse | Otto Falk"],
    "Mara Lindt is the daughter of Otto Falk.": ["Mara Lindt | parent | Otto Falk"],
    "Otto Falk is the father of Mara Lindt.": ["Mara Lindt | parent | Otto Falk"],
    "Mara Lindt is the sister of Otto Falk.": ["Mara Lindt | sibling | Otto Falk"],
    "Marie Curie won the Nobel Prize in 1911.": ["Marie Curie | award | Nobel Prize"],
    # Organizations and places
    "Anna Berg founded Orbis Bank in 1971.": [
        "Orbis Bank | founder | Anna Berg",
        "Orbis Bank | founding date | 1971",
    ],
    "Mara Lindt is the new director of Orbis Bank.": ["Orbis Bank | leader | Mara Lindt"],
    "Mara Lindt was the managing director of Orbis Bank.": ["Orbis Bank | leader | Mara Lindt"],
    "Orbis Bank was founded in 1971.": ["Orbis Bank | founding date | 1971"],
    "Orbis Bank is headquartered in Oslo.": ["Orbis Bank | headquarters | Oslo"],
    "Orbis Bank is a subsidiary of Falk Group.": ["Orbis Bank | parent organization | Falk Group"],
    "Falk Group acquired Orbis Bank.": ["Falk Group | acquired | Orbis Bank"],
    "Paris is the capital of France.": [
        "Paris | capital of | France",
        "Paris | contained in place | France",
    ],
    "Orbis Bank sued Falk Group.": ["Orbis Bank | sued | Falk Group"],
    "The Oslo-based Orbis Bank sold the mill.": ["Orbis Bank | headquarters | Oslo"],
    "The Oslo-born painter Mara Lindt sold the mill.": [
        "Mara Lindt | birth place | Oslo",
        "Mara Lindt | job title | painter",
    ],
    "Orbis Bank owns 62% of Falk Group.": ["Orbis Bank | owns | Falk Group"],
    "Orbis Bank holds a 62% stake in Falk Group.": ["Orbis Bank | owns | Falk Group"],
    "Orbis Bank appointed Mara Lindt as chief executive.": ["Mara Lindt | works for | Orbis Bank"],
    "Otto Falk took over from Mara Lindt as mayor.": ["Otto Falk | succeeded | Mara Lindt"],
    "The Quiet Mill is a novel by Mara Lindt.": ["The Quiet Mill | author | Mara Lindt"],
    "The magazine The Quiet Mill was edited by Mara Lindt.": [
        "The Quiet Mill | editor | Mara Lindt"
    ],
    "Mara Lindt became editor-in-chief of the Oslo Times.": ["Oslo Times | editor | Mara Lindt"],
    "Mara Lindt became editor of the Oslo Times.": ["Oslo Times | editor | Mara Lindt"],
    "Mara Lindt is the editor in chief of the Oslo Times.": ["Oslo Times | editor | Mara Lindt"],
    "Mara Lindt was the first editor of the Oslo Times.": ["Oslo Times | editor | Mara Lindt"],
    # How it is stated
    "Mara Lindt does not work for Orbis Bank.": ["Mara Lindt | works for | Orbis Bank; negative"],
    "Falk Group plans to acquire Orbis Bank.": ["Falk Group | acquired | Orbis Bank; planned"],
}  # fmt: skip

#: What a text must not be read as: the other direction, another relation, mere company.
NOT_STATED = {
    "Mara Lindt and Otto Falk visited Paris.": ("spouse", "works for", "met", "lives in"),
    "Mara Lindt works for Orbis Bank in Oslo.": ("lives in", "birth place", "nationality"),
    "Mara Lindt praised the chief executive of Orbis Bank.": ("works for", "chief executive"),
    "Mara Lindt was the alleged wife of Otto Falk.": ("spouse",),
    "Mara Lindt is the vice president of France.": ("head of state",),
    "Orbis Bank opened a branch near Falk Group.": ("parent organization", "acquired", "owns"),
    "Mara Lindt is a French teacher.": ("nationality",),
    "Mara Lindt owns a Chinese restaurant.": ("nationality",),
    "Mara Lindt died in May in Oslo.": ("birth date", "birth place", "lives in"),
    "Mara Lindt is the finance director of Orbis Bank.": ("leader",),
    "Mara Lindt was police chief of Orbis Bank.": ("leader",),
    "Mara Lindt became finance director of Orbis Bank.": ("leader",),
    "Mara Lindt was made finance director of Orbis Bank.": ("leader",),
    "Mara Lindt was appointed finance director of Orbis Bank.": ("leader",),
    "Mara Lindt serves as finance director of Orbis Bank.": ("leader",),
    "Mara Lindt works as police chief of Orbis Bank.": ("leader",),
    "Orbis Bank made Mara Lindt finance director.": ("leader",),
    "Mara Lindt won the election in 1911.": ("award",),
    "Mara Lindt was a spectator.": ("job title",),
    "The Baltic German general Mara Lindt left.": ("nationality",),
    "The Falk 300 is made by Orbis Motors in Graz.": ("located in",),
    "Mara Lindt was the first speaker.": ("job title",),
    "Mara Lindt is a neighbour.": ("job title",),
    "Mara Lindt met the editor of the Oslo Times.": ("editor",),
    "Mara Lindt was sports editor of the Oslo Times.": ("editor",),
    "Mara Lindt was deputy editor of the Oslo Times.": ("editor",),
    "Mara Lindt edited her notes.": ("editor",),
}


def typed(text: str, folder: Path) -> Build:
    path = folder / "text.txt"
    path.write_text(text, "utf-8")
    return build([path])


def told(fact: TypedFact) -> str:
    end = fact.literal or fact.object_label
    status = "" if fact.status == "asserted" else f"; {fact.status}"
    return f"{fact.subject_label} | {fact.label} | {end}{status}"


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[TypedFact]]:
    """The typed facts of every sentence above, each a document of its own."""
    folder = tmp_path_factory.mktemp("sentences")
    names = {}
    for number, text in enumerate([*STATED, *NOT_STATED]):
        name = f"{number:03}.txt"
        (folder / name).write_text(text, "utf-8")
        names[name] = text
    found: dict[str, list[TypedFact]] = {text: [] for text in names.values()}
    documents = read_documents([folder])
    for record in make_records(documents, Settings()):  # one by one: they share their names
        one = assemble([record], Settings())
        found[names[record.document.id]] = list(one.typed)
    return found


@pytest.mark.parametrize("text", STATED)
def test_sentences_state_relations(text: str, every: dict[str, list[TypedFact]]) -> None:
    found = {told(fact) for fact in every[text]}
    assert set(STATED[text]) <= found, found


@pytest.mark.parametrize("text", NOT_STATED)
def test_company_states_nothing(text: str, every: dict[str, list[TypedFact]]) -> None:
    found = {fact.label for fact in every[text] if fact.asserted}
    assert found.isdisjoint(NOT_STATED[text])


LIFE = (
    "Mara Lindt is the chief executive of Orbis Bank. The bank was founded in 1971 by Otto Falk. "
    "Mara Lindt was born in Graz. She does not own Falk Group."
)


def test_facts_are_written_and_read_again(tmp_path: Path) -> None:
    (tmp_path / "life.txt").write_text(LIFE, "utf-8")
    made = build([tmp_path / "life.txt"])
    out = tmp_path / "out"
    write_outputs(made, out)
    lines = [json.loads(line) for line in (out / "facts.jsonl").read_text("utf-8").splitlines()]
    assert [line["id"] for line in lines] == sorted(line["id"] for line in lines)
    assert restore(out).typed == made.typed
    born = next(line for line in lines if line["predicate"]["label"] == "birth place")
    assert born["predicate"]["iri"] == "https://schema.org/birthPlace"
    assert born["subject"] == {
        "entity": "https://kg.example/entity/Mara_Lindt", "label": "Mara Lindt",
    }  # fmt: skip
    assert born["object"] == {"entity": "https://kg.example/entity/Graz", "label": "Graz"}
    evidence = born["evidence"][0]
    for part in ("sentence", "subject", "object"):
        span = evidence[part]
        assert LIFE[span["start"] : span["end"]] == span["text"]
    assert evidence["object"]["text"] == "Graz"
    assert born["claims"] == [claim.id for claim in made.claims if claim.id in born["claims"]]
    assert read_manifest(out).outputs["facts.jsonl"]


def test_verify_reads_typed_facts(tmp_path: Path) -> None:
    (tmp_path / "life.txt").write_text(LIFE, "utf-8")
    out = tmp_path / "out"
    made = build([tmp_path / "life.txt"])
    write_outputs(made, out)
    sound = verify(out)
    assert not [p for p in sound.problems if p.kind == "quote"]
    assert made.typed
    (tmp_path / "life.txt").write_text(LIFE.replace("Graz", "Linz"), "utf-8")
    assert "source changed" in {problem.kind for problem in verify(out).problems}


def test_a_symmetric_relation_is_one_fact_either_way(tmp_path: Path) -> None:
    made = typed(
        "Mara Lindt is the wife of Otto Falk. Otto Falk is the husband of Mara Lindt.", tmp_path
    )
    [fact] = [fact for fact in made.typed if fact.label == "spouse"]
    assert (fact.subject_label, fact.object_label, len(fact.claims)) == (
        "Mara Lindt", "Otto Falk", 2,
    )  # fmt: skip
    assert [e.subject.text for e in fact.evidence] == ["Mara Lindt", "Mara Lindt"]


def test_typed_facts_do_not_depend_on_the_order_of_documents(tmp_path: Path) -> None:
    texts = ("Mara Lindt works for Orbis Bank.", "Mara Lindt, who lives in Oslo, owns Orbis Bank.")
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(text, "utf-8")
    paths = [tmp_path / "0.txt", tmp_path / "1.txt"]
    assert build(paths).typed == build(paths[::-1]).typed


# ------------------------------------------------------------------ the table


def test_every_relation_has_an_example_a_description_and_patterns() -> None:
    relations = own().relations
    page = (Path(__file__).parent.parent / "docs" / "relations.md").read_text("utf-8")
    assert len(relations) >= 60
    assert len({relation.label for relation in relations}) == len(relations)
    for relation in relations:
        assert relation.examples and relation.description and relation.stated_by, relation.iri
        assert all(re.fullmatch(r"[A-Z].*[.”]", text) for text in relation.examples), relation.iri
        row = f"| {relation.label} | `{shortened(relation.iri)}` | "
        assert f"\n{row}" in page and f" | {relation.examples[0]} |\n" in page, relation.iri
        assert is_absolute(relation.iri)
        assert all(pattern(text).words for text in relation.stated_by)
        assert relation.range == () or not relation.datatype, relation.iri


def shortened(iri: str) -> str:
    return iri.replace("https://schema.org/", "schema:").replace(VOCABULARY, "kg:")


def test_domains_ranges_and_parents_are_in_the_ontology() -> None:
    ontology = own()
    classes = {found.iri for found in ontology.classes}
    iris = {relation.iri for relation in ontology.relations}
    for relation in ontology.relations:
        assert classes.issuperset((*relation.domain, *relation.range)), relation.iri
        assert iris.issuperset(relation.parents), relation.iri


def test_own_terms_follow_the_vocabulary_of_the_settings() -> None:
    terms = {relation.iri for relation in own("https://example.org/terms/").relations}
    assert "https://example.org/terms/met" in terms
    assert "https://schema.org/worksFor" in terms


@pytest.mark.parametrize(
    ("text", "unit", "number", "measured"),
    [
        ("291,000 inhabitants", "person", "291000", ""),
        ("a metropolitan population of 3.7 million inhabitants", "person", "3700000", ""),
        ("$3.5 billion", "currency", "3500000000", "USD"),
        ("about 12 million guilders", "currency", "12000000", "NLG"),
        ("16,401 square kilometres", "area", "16401", "km2"),
        ("2.5 km", "length", "2.5", "km"),
    ],
)
def test_quantities_have_a_number_and_a_unit(
    text: str, unit: str, number: str, measured: str
) -> None:
    found = quantity(text, unit)
    assert found is not None
    assert (found.number, found.unit) == (number, measured)


@pytest.mark.parametrize("text", ["three dogs", "12 percent", "1,200", "5 km of road", ""])
def test_other_numbers_are_no_people(text: str) -> None:
    assert quantity(text, "person") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("relations: {", "line"),
        ("classes: {}", "has no relations"),
        ("relations: {ex:a: }", "has no prefix that is known"),
        ("relations: {schema:a: {rang: schema:Person}}", "'rang' is no field"),
        ("classes: {schema:A: {types: [Dog]}}\nrelations: {schema:a: }", "type 'Dog'"),
        ("relations: [a, b]", "must be fields"),
        ("relations: {schema:a: {stated_by: [a (b]}}", "schema.org/a: pattern 'a (b' must be"),
        ("relations: {schema:a: {stated_by: ['a (subjct, object)']}}", "'subjct' of pattern"),
        ("relations: {schema:a: {stated_by: ['a (subject, object) likes']}}", "'likes' of pattern"),
        ("relations: {schema:a: {datatype: xsd:dat}}", "datatype 'xsd:dat' is not known"),
        ("relations: {schema:a: {symmetric: yes}}", "symmetric must be true or false, not 'yes'"),
        ("relations: {schema:a: {label: [a, b]}}", "label must be one text"),
        ("relations: {schema:a: {inverse: {a: b}}}", "inverse must be one text"),
        ("iri: [a]\nrelations: {schema:a: }", "iri must be one text"),
        ("prefixes: {ex: {a: b}}\nrelations: {ex:a: }", "ex must be one text"),
    ],
)
def test_a_bad_short_ontology_is_one_clear_line(text: str, said: str) -> None:
    with pytest.raises(OntologyError) as caught:
        read_short(text, name="mine.yaml")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "mine.yaml" in str(caught.value)


def test_a_name_of_schema_org_is_enough() -> None:
    [relation] = read_short("relations: {schema:worksFor: }", name="mine.yaml").relations
    assert (relation.iri, relation.label) == ("https://schema.org/worksFor", "works for")


def test_fields_of_a_short_ontology_are_read_as_they_are_meant() -> None:
    text = (
        "relations: {schema:a: {symmetric: True, datatype: date, stated_by: ['a (object, in) as']}}"
    )
    [relation] = read_short(text, name="mine.yaml").relations
    assert (relation.symmetric, relation.functional) == (True, False)
    assert relation.datatype == "xsd:date"
    assert pattern(relation.stated_by[0]).beside == "as"


# ------------------------------------------------------------------ what follows, what conflicts


ALL = Settings(min_confidence=0, min_worth=0)


def fact(relation: str, value: str, **fields: object) -> TypedFact:
    """A typed fact about Ann; what begins with a digit is a date."""
    span = Span(start=0, end=3, text="Ann")
    end = {"literal": value, "datatype": "xsd:gYear"} if value[0].isdigit() else {"object": value}
    given = {
        "id": f"{relation} {value} {fields}", "subject": "x:Ann", "subject_label": "Ann",
        "predicate": f"https://schema.org/{relation}", "label": relation, "object_label": value,
        "status": "asserted", "confidence": 0.95, "claims": ("c",),
        "evidence": (Evidence(document="d", sentence=span, subject=span, object=span),),
    }  # fmt: skip
    return TypedFact(**{**given, **end, **fields})  # type: ignore[arg-type]


RELATIONS = {relation.iri: relation for relation in own().relations}


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (fact("birthDate", "1852"), fact("birthDate", "1861"), "two values"),
        (fact("birthDate", "1852"), fact("birthDate", "1852-05"), None),
        (fact("birthDate", "1852"), fact("birthDate", "1850~"), None),
        (fact("birthDate", "1852"), fact("birthDate", "1861", status="negative"), None),
        (fact("birthDate", "1852"), fact("birthDate", "1900", literal="../1900"), None),
        (fact("birthDate", "1852"), fact("birthDate", "1853/.."), "two values"),
        (fact("spouse", "x:Bo"), fact("spouse", "x:Cy"), None),
        (fact("owns", "x:B"), fact("owns", "x:B", status="negative"), "denied"),
        (
            fact("owns", "x:B", times=("2001",)),
            fact("owns", "x:B", status="negative", times=("2009",)),
            None,
        ),
        (fact("owns", "x:B"), fact("owns", "x:B", status="planned"), None),
        (fact("birthDate", "1852"), fact("deathDate", "1849"), "times"),
        (fact("birthDate", "1852"), fact("deathDate", "1852"), None),
        (fact("birthDate", "1852"), fact("birthDate", "1861", claims=(), confidence=0.3), None),
        (
            fact("birthDate", "1852"),
            fact("birthDate", "1861", claims=(), confidence=0.8),
            "two values",
        ),
        (fact("birthDate", "1852"), fact("birthDate", "1861", datatype="xsd:string"), None),
        (
            fact("birthDate", "1852", datatype="xsd:string"),
            fact("birthDate", "1852", datatype="xsd:string", status="negative"),
            None,
        ),
        (fact("birthDate", "1852"), fact("deathDate", "1849", datatype="xsd:string"), None),
    ],
)
def test_conflicts(one: TypedFact, other: TypedFact, kind: str | None) -> None:
    found = conflicts([one, other], RELATIONS)
    assert [conflict.kind for conflict in found] == ([kind] if kind else [])
    assert conflicts([other, one], RELATIONS) == found


MET = "Mara Lindt met Otto Falk."


@pytest.mark.parametrize(
    ("said", "denied", "against"),
    [
        (MET, "Mara Lindt never met Otto Falk.", True),
        (MET, "Otto Falk did not meet Mara Lindt.", True),
        (MET, "Mara Lindt denied that she had ever met Otto Falk.", True),
        (MET, "Mara Lindt did not meet Otto Falk at any time.", True),
        (MET, "Mara Lindt did not meet Otto Falk, her lawyer said before the trial.", True),
        (MET, "Mara Lindt never met Otto Falk outside office hours.", False),
        (MET, "Mara Lindt never met Otto Falk except in Oslo.", False),
        (MET, "Mara Lindt did not meet Otto Falk without her lawyer.", False),
        (MET, "Mara Lindt never met Otto Falk before the trial.", False),
        (MET, "Before the trial, Mara Lindt never met Otto Falk.", False),
        (MET, "Mara Lindt never met Otto Falk while he was minister.", False),
        (MET, "Mara Lindt did not meet Otto Falk personally.", False),
        (MET, "Mara Lindt did not meet Otto Falk about the sale.", False),
        (MET, "Mara Lindt did not meet Otto Falk in the year of the sale.", False),
        (MET, "Mara Lindt did not meet Otto Falk in 2020.", False),
        ("Mara Lindt met Otto Falk in May 2020.", "Mara Lindt did not meet Otto Falk.", True),
        ("Mara Lindt met Otto Falk in May 2020.",
         "Mara Lindt did not meet Otto Falk in 2020.", True),
        ("Mara Lindt met Otto Falk in Oslo.", "Mara Lindt did not meet Otto Falk in Oslo.", True),
        ("Mara Lindt met Otto Falk in Oslo.", "Mara Lindt did not meet Otto Falk in Graz.", False),
        ("Mara Lindt met Otto Falk outside office hours.",
         "Mara Lindt never met Otto Falk outside office hours.", True),
        ("Mara Lindt met Otto Falk before the trial.",
         "Mara Lindt never met Otto Falk before the trial.", True),
        ("Mara Lindt has worked for Orbis Bank since 2016.",
         "Mara Lindt did not work for Orbis Bank in 2018.", True),
        ("Mara Lindt has worked for Orbis Bank since 2016.",
         "Mara Lindt did not work for Orbis Bank in 2012.", False),
        ("Mara Lindt works for Orbis Bank.", "Mara Lindt no longer works for Orbis Bank.", False),
        ("Orbis Bank paid Otto Falk 3 million euros.",
         "Orbis Bank did not pay Otto Falk 2 million euros.", False),
        ("Orbis Bank paid Otto Falk 3 million euros.", "Orbis Bank did not pay Otto Falk.", True),
        ("Mara Lindt sued Otto Falk.", "Otto Falk did not sue Mara Lindt.", False),
        ("Mara Lindt sued Otto Falk.", "Otto Falk sued Mara Lindt.", False),
        ("Mara Lindt sued Otto Falk.", "Mara Lindt did not sue Otto Falk.", True),
    ],
)  # fmt: skip
def test_a_denial_speaks_against_what_is_said_as_far_as_it_goes(
    record: Callable[..., Record], said: str, denied: str, *, against: bool
) -> None:
    texts = {"a": said, "b": denied}
    made = assemble([record(text, id=id) for id, text in texts.items()], ALL)
    assert [one.kind for one in conflicts_of(made)] == (["denied"] if against else [])
    told = [s for s in brief_of(made, texts=texts).sections if s.title == "Contradictions"]
    assert bool(told) == against


def test_what_is_no_plain_triple_is_counted_apart() -> None:
    typed = (
        fact("birthDate", "1852", confidence=0.8),
        fact("birthDate", "1861", datatype="xsd:string"),
        fact("birthDate", "1871", claims=(), confidence=0.6),
    )
    (row,) = typed_relations(replace(build_of((), (), ()), typed=typed))
    assert (row["facts"], row["other"], row["example"]) == (1, 2, "Ann → 1852")


@pytest.mark.parametrize(
    ("fields", "edge"),
    [
        ({}, True),
        ({"claims": (), "confidence": 0.6}, False),
        ({"status": "negative"}, True),
        ({"status": "planned"}, True),
        ({"status": "negative", "claims": (), "confidence": 0.69}, False),
        ({"status": "possible", "claims": (), "confidence": 0.3}, False),
        ({"status": "negative", "claims": (), "confidence": 0.7}, True),
    ],
)
def test_what_is_only_guessed_is_no_edge_be_it_denied_or_not(
    fields: dict[str, Any], edge: bool
) -> None:
    guess = fact("owns", "x:B", **fields)
    assert is_edge(guess, RELATIONS) == edge
    assert len(facts_of_typed([guess], {"d": "0"}, own())) == edge


def test_conflicts_are_the_same_wherever_they_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Emil Karsten was born in 1852 in Graz.", "utf-8")
    made = build([tmp_path / "a.txt"], settings=Settings(min_confidence=0, min_worth=0))
    assert made.ontology is not None
    born = next(one for one in made.typed if one.label == "birth date")
    both = (*made.typed, replace(born, id="0", literal="1861"))
    for ontology in (made.ontology, None):  # None stands for kg's own
        told = replace(made, typed=both, ontology=ontology)
        assert [one.kind for one in conflicts_of(told)] == ["two values"]
        assert [row["kind"] for row in conflict_rows(told)] == ["two values"]
        assert page_data(told).rest["conflicts"]["kind"] == ["two values"]
        assert sum(line.count("kg:conflictsWith") for line in generate_turtle(told)) >= 2


def test_what_follows_from_a_fact() -> None:
    parent = entailed(fact("parent", "x:Bo"), RELATIONS)
    assert set(parent) == {
        ("x:Ann", "https://schema.org/parent", "x:Bo"),
        ("x:Bo", "https://schema.org/children", "x:Ann"),
    }
    written = {relation for _, relation, _ in entailed(fact("author", "x:Bo"), RELATIONS)}
    assert written == {"https://schema.org/author", "https://schema.org/creator"}
    assert not list(entailed(fact("parent", "x:Bo", status="planned"), RELATIONS))


CONFLICTING = (
    "Emil Karsten was born in Graz in 1852. Emil Karsten owns Orbis Bank. He died in 1849. "
    "Emil Karsten does not own Orbis Bank."
)


def test_relations_and_conflicts_are_printed_with_their_words(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CONFLICTING, "utf-8")
    out = tmp_path / "out"
    write_outputs(build([tmp_path / "a.txt"]), out)
    run = CliRunner().invoke
    listed = run(app, ["relations", "-o", str(out)])
    assert listed.exit_code == 0
    assert "birth date" in listed.output
    assert "<https://schema.org/birthPlace>" in listed.output
    assert "1 and 1 not asserted  Emil Karsten → Orbis Bank" in listed.output
    shown = run(app, ["conflicts", "-o", str(out)]).output
    assert "Emil Karsten: denied" in shown
    assert "a.txt: “Emil Karsten does not own Orbis Bank.”" in shown
    rows = json.loads(run(app, ["conflicts", "-o", str(out), "--json"]).output)
    assert {row["kind"] for row in rows} == {"denied", "times"}
    read = json.loads(run(app, ["relations", "-o", str(out), "--json"]).output)
    born = next(row for row in read["open"] if row["lemma"] == "be born")
    assert [below["lemma"] for below in born["below"]] == ["be born in"]
    assert "kg:conflictsWith" in (out / "graph.ttl").read_text("utf-8")


def test_letters_that_grow_in_lower_case_move_no_span(tmp_path: Path) -> None:
    [claim] = [c for c in typed("Ada Lind is an emperor.", tmp_path).claims if c.object]
    assert claim.object is not None
    span = replace(claim.object.span, text="İan emperor", end=claim.object.span.start + 11)
    [found] = _role(replace(claim, object=replace(claim.object, span=span)))
    assert found.span.text == "emperor"
    assert found.span.start == span.start + len("İan ")
    # The word itself: "İmparator" is as long as it is written.
    assert _place_of("İmparator".lower(), "the İmparator") == (4, 13)
