"""Ontologies of users: the same from every format, and one clear line for those that are none."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import commands
import pytest
from rdflib import Graph, URIRef

from kg import upkeep as update
from kg.errors import DamageError, OntologyError
from kg.model import TYPES, Settings
from kg.ontology import EntityClass, Ontology, Relation
from kg.ontology.choice import chosen, informed
from kg.ontology.datatypes import datatype_of_label, datatype_of_range
from kg.ontology.files import read_ontology, read_shapes
from kg.ontology.kinds import known_types, types_of, types_of_label
from kg.ontology.labels import best_first, head_noun, label_of_iri, readable, words_of
from kg.ontology.short import own
from kg.restore import kept_ontology, restore

EX = "https://bakery.example/terms#"

TURTLE = """
@prefix ex: <https://bakery.example/terms#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<https://bakery.example/terms> a owl:Ontology ; rdfs:label "Bakeries"@en .

ex:Person a owl:Class ; rdfs:label "Mensch"@de, "person"@en .
ex:Firm a owl:Class ; rdfs:label "firm" ; rdfs:comment "Sells something." .
ex:Bakery a owl:Class ; rdfs:label "bakery" ; rdfs:subClassOf ex:Firm .

ex:worksFor a owl:ObjectProperty ; rdfs:label "works for"@en, "arbeitet bei"@de ;
    rdfs:comment "Where somebody earns a living." ; skos:altLabel "employed by" ;
    rdfs:domain ex:Person ; rdfs:range ex:Firm ; owl:inverseOf ex:employs .
ex:employs a owl:ObjectProperty ; rdfs:label "employs" ; rdfs:domain ex:Firm ;
    rdfs:range ex:Person .
ex:foundingDate a owl:DatatypeProperty, owl:FunctionalProperty ; rdfs:label "founding date" ;
    rdfs:domain ex:Firm ; rdfs:range xsd:date .
"""

BAKERIES = Ontology(
    title="Bakeries",
    iri="https://bakery.example/terms",
    classes=(
        EntityClass(
            iri=f"{EX}Bakery",
            label="bakery",
            parents=(f"{EX}Firm",),
            types=("Organization",),
        ),
        EntityClass(
            iri=f"{EX}Firm",
            label="firm",
            description="Sells something.",
            types=("Organization",),
        ),
        EntityClass(iri=f"{EX}Person", label="person", types=("Person",)),
    ),
    relations=(
        Relation(
            iri=f"{EX}employs",
            label="employs",
            domain=(f"{EX}Firm",),
            range=(f"{EX}Person",),
            inverse=f"{EX}worksFor",
        ),
        Relation(
            iri=f"{EX}foundingDate",
            label="founding date",
            domain=(f"{EX}Firm",),
            datatype="xsd:date",
            functional=True,
        ),
        Relation(
            iri=f"{EX}worksFor",
            label="works for",
            description="Where somebody earns a living.",
            aliases=("employed by",),
            domain=(f"{EX}Person",),
            range=(f"{EX}Firm",),
            inverse=f"{EX}employs",
        ),
    ),
)

LINKML = """
id: https://bakery.example/terms
name: bakeries
title: Bakeries
prefixes:
  ex: https://bakery.example/terms#
  linkml: https://w3id.org/linkml/
imports: [linkml:types]
default_prefix: ex
classes:
  Person:
    slots: [works_for]
  Firm:
    description: Sells something.
    slots: [employs]
    attributes:
      founding_date: {range: date, slot_uri: "ex:foundingDate"}
      id: {identifier: true}
  Bakery: {is_a: Firm}
  Collection:
    tree_root: true
    attributes:
      firms: {range: Firm, multivalued: true}
slots:
  works_for:
    slot_uri: ex:worksFor
    description: Where somebody earns a living.
    aliases: [employed by]
    range: Firm
    inverse: employs
    multivalued: true
  employs: {range: Person, multivalued: true}
"""

SHORT = """
title: Bakeries
iri: https://bakery.example/terms
prefixes: {ex: https://bakery.example/terms#}
classes:
  ex:Person:
  ex:Firm: {description: Sells something.}
  ex:Bakery: {parents: ex:Firm}
relations:
  ex:worksFor:
    description: Where somebody earns a living.
    aliases: [employed by]
    domain: ex:Person
    range: ex:Firm
    inverse: ex:employs
  ex:employs: {domain: ex:Firm, range: ex:Person}
  ex:foundingDate: {domain: ex:Firm, datatype: "xsd:date", functional: true}
"""

SHAPES = """
@prefix ex: <https://bakery.example/terms#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<https://bakery.example/terms> a owl:Ontology ; rdfs:label "Bakeries" .
ex:PersonShape a sh:NodeShape ; sh:targetClass ex:Person ; rdfs:label "person" ; sh:property
    [ sh:path ex:worksFor ; sh:class ex:Firm ; sh:name "works for" ;
      sh:description "Where somebody earns a living." ] .
ex:worksFor skos:altLabel "employed by" ; owl:inverseOf ex:employs .
ex:FirmShape a sh:NodeShape ; sh:targetClass ex:Firm ; rdfs:label "firm" ;
    rdfs:comment "Sells something." ; sh:property
    [ sh:path ex:employs ; sh:node ex:PersonShape ],
    [ sh:path ex:foundingDate ; sh:datatype xsd:date ; sh:maxCount 1 ] .
ex:Bakery rdfs:subClassOf ex:Firm .
"""

TEXT2KGBENCH = {
    "title": "Bakeries",
    "id": "bakeries",
    "concepts": [
        {"qid": f"{EX}Person", "label": "person"},
        {"qid": f"{EX}Firm", "label": "firm", "description": "Sells something."},
        {"qid": f"{EX}Bakery", "label": "bakery"},
    ],
    "relations": [
        {"pid": f"{EX}worksFor", "label": "worksFor", "domain": "person", "range": f"{EX}Firm",
         "description": "Where somebody earns a living."},
        {"pid": f"{EX}employs", "label": "employs", "domain": "firm", "range": "person"},
        {"pid": f"{EX}foundingDate", "label": "foundingDate", "domain": "firm", "range": ""},
    ],
}  # fmt: skip


def read(folder: Path, text: str | bytes, name: str = "bakeries.ttl") -> Ontology:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    found = read_ontology(file)
    assert found.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    return replace(found, sha256="")


def said(folder: Path, text: str | bytes, name: str = "bakeries.ttl") -> str:
    """The one line that an ontology is refused with, without the name of the file."""
    with pytest.raises(OntologyError) as caught:
        read(folder, text, name)
    line = str(caught.value)
    assert "\n" not in line
    assert len(line) < 600
    assert name in line
    return line


# Every format


@pytest.mark.parametrize(
    ("format", "name"),
    [
        ("turtle", "b.ttl"), ("turtle", "b.owl"), ("turtle", "b.txt"), ("xml", "b.rdf"),
        ("xml", "b.owl"), ("pretty-xml", "b"), ("json-ld", "b.jsonld"), ("json-ld", "b.json"),
        ("nt", "b.nt"), ("nt", "b"),
    ],
)  # fmt: skip
def test_every_format_of_rdf_gives_the_same_ontology(
    tmp_path: Path, format: str, name: str
) -> None:
    graph = Graph().parse(data=TURTLE, format="turtle")
    assert read(tmp_path, graph.serialize(format=format), name) == BAKERIES


def test_graphs_with_names_are_read_together(tmp_path: Path) -> None:
    triples = Graph().parse(data=TURTLE, format="turtle").serialize(format="nt")
    quads = triples.replace(" .\n", " <https://bakery.example/graph> .\n")
    assert read(tmp_path, quads, "b.nq") == BAKERIES
    assert read(tmp_path, f"<https://bakery.example/graph> {{ {triples} }}", "b.trig") == BAKERIES


def test_a_schema_of_linkml_gives_the_same_ontology(tmp_path: Path) -> None:
    assert read(tmp_path, LINKML, "bakeries.yaml") == BAKERIES


def test_a_short_file_gives_the_same_ontology(tmp_path: Path) -> None:
    assert read(tmp_path, SHORT, "bakeries.yaml") == BAKERIES


def test_shapes_give_the_same_ontology(tmp_path: Path) -> None:
    assert read(tmp_path, SHAPES) == BAKERIES


def test_text2kgbench_gives_the_same_but_for_what_it_cannot_say(tmp_path: Path) -> None:
    plain = replace(
        BAKERIES,
        iri="",
        classes=tuple(replace(c, parents=()) for c in BAKERIES.classes),
        relations=tuple(
            replace(r, aliases=(), inverse="", functional=False) for r in BAKERIES.relations
        ),
    )
    # Nothing says that a bakery is a firm, and the word alone does not.
    plain = replace(plain, classes=(replace(plain.classes[0], types=()), *plain.classes[1:]))
    assert read(tmp_path, json.dumps(TEXT2KGBENCH), "bakeries.json") == plain


def test_a_byte_order_mark_is_no_part_of_an_ontology(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbf" + TURTLE.encode()) == BAKERIES
    assert read(tmp_path, TURTLE.encode("utf-16")) == BAKERIES


def test_a_document_type_that_only_abbreviates_is_read(tmp_path: Path) -> None:
    text = (
        '<?xml version="1.0"?><!DOCTYPE rdf:RDF [<!ENTITY ex "https://bakery.example/terms#">]>'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns:owl="http://www.w3.org/2002/07/owl#">'
        '<owl:ObjectProperty rdf:about="&ex;bakes"/></rdf:RDF>'
    )
    found = read(tmp_path, text, "bakeries.owl")
    assert [(r.iri, r.label) for r in found.relations] == [(f"{EX}bakes", "bakes")]


# What is read of a class and of a relation


def relation(folder: Path, body: str) -> Relation:
    prefixes = "".join(line + "\n" for line in SHAPES.splitlines() if line.startswith("@prefix"))
    schema = "@prefix schema: <https://schema.org/> .\n"
    rdf = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
    found = {r.iri: r for r in read(folder, prefixes + schema + rdf + body).relations}
    return found[f"{EX}it"]


@pytest.mark.parametrize(
    ("range", "datatype"),
    [
        ("xsd:dateTime", "xsd:date"), ("xsd:gYear", "xsd:gYear"), ("xsd:int", "xsd:integer"),
        ("xsd:float", "xsd:decimal"), ("rdfs:Literal", "xsd:string"), ("xsd:base64Binary",
        "xsd:string"), ("schema:Number", "xsd:decimal"), ("schema:URL", "xsd:anyURI"),
        ("ex:Firm", ""), ("owl:Thing", ""),
    ],
)  # fmt: skip
def test_a_range_is_a_class_or_a_datatype(tmp_path: Path, range: str, datatype: str) -> None:
    found = relation(tmp_path, f"ex:it a rdf:Property ; rdfs:range {range} .")
    assert found.datatype == datatype
    assert found.range == ((f"{EX}Firm",) if range == "ex:Firm" else ())


def test_a_relation_without_a_range_is_one_of_values_only_where_its_label_says_so(
    tmp_path: Path,
) -> None:
    dated = relation(tmp_path, 'ex:it a owl:DatatypeProperty ; rdfs:label "date of opening" .')
    plain = relation(tmp_path, 'ex:it a owl:DatatypeProperty ; rdfs:label "smell" .')
    thing = relation(tmp_path, 'ex:it a owl:ObjectProperty ; rdfs:label "baker" .')
    assert [r.datatype for r in (dated, plain, thing)] == ["xsd:date", "xsd:string", ""]


def test_includes_and_unions_name_several_classes(tmp_path: Path) -> None:
    found = relation(
        tmp_path,
        "ex:it a rdf:Property ; schema:domainIncludes ex:A, ex:B ; rdfs:range "
        "[ a owl:Class ; owl:unionOf (ex:C ex:D) ] .",
    )
    assert found.domain == (f"{EX}A", f"{EX}B")
    assert found.range == (f"{EX}C", f"{EX}D")


def test_things_go_before_values_where_a_range_allows_both(tmp_path: Path) -> None:
    found = relation(tmp_path, "ex:it schema:rangeIncludes schema:Text, schema:Person .")
    assert found.range == ("https://schema.org/Person",)
    assert found.datatype == ""


def test_kinds_of_properties_matches_and_parents_are_kept(tmp_path: Path) -> None:
    found = relation(
        tmp_path,
        'ex:it a owl:SymmetricProperty, owl:TransitiveProperty ; rdfs:label "kin" ;'
        " rdfs:subPropertyOf ex:knows ; owl:equivalentProperty schema:relatedTo ;"
        ' skos:example "Ann is kin to Bo." . ex:knows a owl:ObjectProperty .',
    )
    assert found.symmetric
    assert found.transitive
    assert found.parents == (f"{EX}knows",)
    assert found.matches == ("https://schema.org/relatedTo",)
    assert found.examples == ("Ann is kin to Bo.",)


def test_what_is_deprecated_or_only_annotates_is_left_out(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        TURTLE + "ex:old a owl:ObjectProperty ; owl:deprecated true ; rdfs:label 'old' .\n"
        "ex:note a owl:AnnotationProperty ; rdfs:label 'note' .",
    )
    assert found == BAKERIES


def test_a_path_backwards_turns_domain_and_range(tmp_path: Path) -> None:
    found = relation(
        tmp_path,
        "ex:S a sh:NodeShape ; sh:targetClass ex:Firm ; sh:property"
        " [ sh:path [ sh:inversePath ex:it ] ; sh:class ex:Person ; sh:maxCount 1 ] .",
    )
    assert (found.domain, found.range) == ((f"{EX}Person",), (f"{EX}Firm",))
    assert not found.functional


def test_a_relation_is_functional_only_where_every_shape_says_so(tmp_path: Path) -> None:
    body = "ex:S{0} a sh:NodeShape ; sh:targetClass ex:C{0} ; sh:property [ sh:path ex:it{1} ] .\n"
    one = " ; sh:maxCount 1"
    assert relation(tmp_path, body.format(1, one) + body.format(2, one)).functional
    assert not relation(tmp_path, body.format(1, one) + body.format(2, "")).functional


def test_a_choice_of_classes_in_a_shape_names_them_all(tmp_path: Path) -> None:
    found = relation(
        tmp_path,
        "ex:S a sh:NodeShape ; sh:targetClass ex:Firm ; sh:property"
        " [ sh:path ex:it ; sh:or ( [ sh:class ex:A ] [ sh:class ex:B ] ) ] .",
    )
    assert found.range == (f"{EX}A", f"{EX}B")


def test_numbers_of_wikidata_become_its_addresses_and_known_classes_have_labels(
    tmp_path: Path,
) -> None:
    text = {
        "title": "Films",
        "concepts": [{"qid": "Q11424", "label": "film"}],
        "relations": [
            {"pid": "P57", "label": "director", "domain": "Q11424", "range": "Q5"},
            {"pid": "P2047", "label": "duration", "domain": "Q11424", "range": ""},
            {"pid": "P162", "label": "producer", "domain": "Q11424", "range": ""},
            {"pid": "P9", "label": "oddity", "domain": "Q99999999", "range": "Q99999998"},
        ],
    }
    found = read(tmp_path, json.dumps(text), "films.json")
    relations = {r.label: r for r in found.relations}
    assert relations["director"].iri == "http://www.wikidata.org/prop/direct/P57"
    assert relations["director"].range == ("http://www.wikidata.org/entity/Q5",)
    assert relations["duration"].datatype == "xsd:decimal"
    assert relations["producer"].datatype == ""
    assert relations["oddity"].domain == relations["oddity"].range == ()  # nothing says what it is
    human = next(c for c in found.classes if c.iri.endswith("Q5"))
    assert (human.label, human.types) == ("human", ("Person",))


def test_the_same_relation_twice_holds_for_the_classes_of_both(tmp_path: Path) -> None:
    text = {
        "title": "Rulers",
        "concepts": [{"qid": name, "label": name} for name in ("City", "Country", "Person")],
        "relations": [
            {"pid": "ruler", "label": "ruler", "domain": "City", "range": "Person"},
            {"pid": "ruler", "label": "ruler", "domain": "Country", "range": "Person"},
        ],
    }
    (found,) = read(tmp_path, json.dumps(text), "rulers.json").relations
    assert [iri.rpartition("#")[2] for iri in found.domain] == ["City", "Country"]


def test_a_name_of_schema_org_alone_is_a_relation(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "relations:\n  schema:worksFor:\n", "jobs.yaml").relations
    assert (found.iri, found.label) == ("https://schema.org/worksFor", "works for")


# Labels, datatypes, types


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("birthPlace", "birth place"), ("icaoLocationIdentifier", "icao location identifier"),
        ("LCCN_number", "LCCN number"), ("is-part-of", "is part of"), ("ISBNCode", "ISBN code"),
        ("Person", "person"), ("numberOfPages", "number of pages"),
    ],
)  # fmt: skip
def test_names_are_split_into_words(name: str, words: str) -> None:
    assert words_of(name) == words


def test_labels_that_are_words_stay_as_written() -> None:
    assert readable("languages spoken, written or signed") == "languages spoken, written or signed"
    assert readable("DNA") == "DNA"
    assert readable("a\u202eb\x07\n c") == "a b c"


def test_identifiers_are_no_words() -> None:
    assert label_of_iri("http://purl.obolibrary.org/obo/GO_0008150") == ""
    assert label_of_iri("https://schema.org/Person") == "person"
    assert label_of_iri("https://a.example/Stra%C3%9Fe") == "straße"


def test_english_goes_before_no_language_and_that_before_others() -> None:
    assert best_first([("Ort", "de"), ("lieu", "fr"), ("place", "")]) == ["place"]
    assert best_first([("Ort", "de"), ("lieu", "fr")]) == ["Ort", "lieu"]


def test_the_noun_of_a_label_is_what_it_is_about() -> None:
    assert head_noun("season of a sports club") == "season"
    assert head_noun("film production companies") == "company"


@pytest.mark.parametrize(
    ("label", "datatype"),
    [
        ("publication date", "xsd:date"), ("start time", "xsd:date"), ("inception", "xsd:date"),
        ("founding year", "xsd:gYear"), ("number of students", "xsd:decimal"),
        ("population", "xsd:integer"), ("surface area", "xsd:decimal"), ("height", "xsd:decimal"),
        ("postal code", "xsd:string"), ("telephone number", "xsd:string"), ("performer", ""),
        ("main subject", ""), ("record label", ""), ("indigenous to", ""), ("place of birth", ""),
    ],
)  # fmt: skip
def test_a_label_promises_a_value_or_a_thing(label: str, datatype: str) -> None:
    assert datatype_of_label(label) == datatype


def test_a_range_of_another_kind_of_ontology_may_name_a_datatype() -> None:
    found = [datatype_of_range(name) for name in ("number", "Date", "string", "Year", "Company")]
    assert found == ["xsd:decimal", "xsd:date", "xsd:string", "xsd:gYear", ""]


@pytest.mark.parametrize(
    ("label", "types"),
    [
        ("human", "Person"), ("software engineer", "Person"), ("sports club", "Organization"),
        ("political party", "Organization"), ("city", "Place"), ("sovereign country", "Country"),
        ("film", "CreativeWork"), ("international treaty", "Law"), ("ethnic group", "Group"),
        ("spoken language", "Language"), ("Public election", "Event"), ("ship", "Product"),
        ("music genre", "Concept"), ("universities", "Organization"),
    ],
)  # fmt: skip
def test_the_noun_of_a_class_says_which_types_its_things_have(label: str, types: str) -> None:
    assert types in types_of_label(label)
    assert set(types_of_label(label)) <= set(TYPES)


@pytest.mark.parametrize(
    "label",
    [
        "thing", "computer network", "receptor inhibitor", "star", "product line", "blood group",
        "field", "programming language", "chemical element", "ingredient", "car model", "award",
    ],
)  # fmt: skip
def test_a_noun_that_may_mean_anything_keeps_nothing_out(label: str) -> None:
    assert types_of_label(label) == ()


def test_a_well_known_class_goes_before_its_label_and_that_of_a_class_above() -> None:
    assert known_types("https://schema.org/MusicGroup") == ("Organization", "Person")
    assert known_types("http://dbpedia.org/ontology/Settlement") == ("Place", "Country")
    assert known_types("http://www.wikidata.org/entity/Q5") == ("Person",)
    assert known_types("https://schema.org/Intangible") == ()
    above = EntityClass(iri=f"{EX}A", label="river")
    below = EntityClass(iri=f"{EX}B", label="widget", parents=(f"{EX}A",))
    known = EntityClass(iri=f"{EX}C", label="river", parents=("https://schema.org/Person",))
    assert types_of(below, {above.iri: above}) == types_of(above, {})
    assert types_of(known, {}) == ("Person",)


# What is no ontology


@pytest.mark.parametrize(
    ("text", "name", "line"),
    [
        ("", "a.ttl", "it is empty"),
        (b"\x00\x01\x02" * 99, "a.ttl", "is a binary file"),
        ("@prefix ex: <http://a/> . ex:a ex:b 'Gr\xf6\xdfe' .".encode("latin-1"), "a.ttl",
         "is no UTF-8 text"),
        ("Once upon a time there was a baker.", "a.txt", "is no ontology that kg knows"),
        ("Once upon a time there was a baker.", "a.ttl", "cannot be read as Turtle"),
        ("ex:a a ex:b .", "a.ttl", 'Prefix "ex:" not bound'),
        ("<http://a/b> <http://a/c> <http://a/d> .", "a.nt", "no classes and no relations"),
        ("<a><b></a>", "a.rdf", "cannot be read as RDF/XML"),
        ('<?xml version="1.0"?><Ontology xmlns="http://www.w3.org/2002/07/owl#"/>', "a.owl",
         "is OWL/XML, not RDF"),
        ("Prefix(:=<http://a/>)\nOntology(<http://a>)", "a.owl", "in a syntax of its own"),
        ("{", "a.json", "cannot be read as JSON"),
        ('{"@context": "https://schema.org", "@id": "a"}', "a.jsonld", "its context is elsewhere"),
        ('{"@context": "file:///etc/passwd", "@id": "a"}', "a.json", "its context is elsewhere"),
        ('{"relations": [1]}', "a.json", "'relations' must be a list of objects"),
        ('{"relations": [{"pid": "P1", "label": 7}]}', "a.json", "'label' must be a text"),
        ('{"relations": [{"pid": "P1", "domain": ""}]}', "a.json", "P1 has no label"),
        ('{"relations": [], "concepts": [{"qid": "Q5", "label": "human"}]}', "a.json",
         "no relations"),
        ("title: a\nclasses: {}\n", "a.yaml", "no relations"),
        ("relations: {zz:bakes: }", "a.yaml", "'zz:bakes' has no prefix"),
        ("relations: {schema:knows: {colour: red}}", "a.yaml", "'colour' is no field"),
        ("id: https://a.example/\nname: a\nclasses: {A: {slots: [b]}}\nslots: {b: {slot_uri:"
         " 'zz:b'}}", "a.yaml", "the prefix of 'zz:b' is not known"),
        ("id: https://a.example/\nname: a\nclasses: [A]", "a.yaml", "'classes' must be a mapping"),
        ("a: &a [1]\nrelations: *a", "a.yaml", "an anchor or alias"),
        ("a: " + "[" * 200 + "]" * 200, "a.yaml", "nests more than"),
        ("a: 'b", "a.yaml", "cannot be read as YAML"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_in_one_line(
    tmp_path: Path, text: str | bytes, name: str, line: str
) -> None:
    assert line in said(tmp_path, text, name)


def test_parents_in_a_circle_are_named(tmp_path: Path) -> None:
    circle = "ex:Firm rdfs:subClassOf ex:Shop . ex:Shop rdfs:subClassOf ex:Bakery ."
    line = said(tmp_path, TURTLE + circle)
    assert f"{EX}Bakery < {EX}Firm < {EX}Shop < {EX}Bakery" in line


@pytest.mark.parametrize(
    ("turtle", "line"),
    [
        ("ex:bakes rdfs:domain [ owl:unionOf _:a ] . _:a rdf:first ex:Firm ; rdf:rest _:a .",
         "a list in it goes round in a circle"),
        ("[] a sh:NodeShape ; sh:property _:b . _:b sh:path ex:bakes ; sh:or ( _:b ) .",
         "is within itself"),
        ("[] a sh:NodeShape ; sh:property [ sh:path ex:bakes ; sh:xone ( _:c ) ] ."
         " _:c sh:or ( [ sh:xone ( _:c ) ] ) .", "is within itself"),
        ("[] a sh:NodeShape ; sh:property [ sh:path ex:bakes ; " + "sh:or ( [ " * 60
         + "sh:class ex:Firm" + " ] )" * 60 + " ] .", "is within itself, or within too many"),
    ],
)  # fmt: skip
def test_what_goes_round_in_a_circle_is_refused_in_one_line(
    tmp_path: Path, turtle: str, line: str
) -> None:
    spaces = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> ."
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> ."
    )
    assert line in said(tmp_path, f"{spaces}{TURTLE}{turtle}")


def test_blank_nodes_have_no_order(tmp_path: Path) -> None:
    """Their names are others each time, and what is first of them must not depend on that."""
    names = ("bakes", "rolls", "kneads", "fires", "proves")
    shapes = "".join(
        f'[] a sh:NodeShape ; rdfs:label "{name}r" ; rdfs:comment "{name}" ; '
        f'sh:targetClass ex:Baker ; sh:property [ sh:path ex:does ; sh:name "{name}" ] .\n'
        for name in names
    )
    text = f"@prefix sh: <http://www.w3.org/ns/shacl#> . {PREFIXED}\n{shapes}"
    found = {read(tmp_path, f"{text}# {n}\n", "shapes.ttl") for n in range(6)}
    made = {(o.classes, o.relations) for o in found}
    assert len(made) == 1
    (relation,) = next(iter(found)).relations
    assert (relation.label, relation.aliases) == ("bakes", ("fires", "kneads", "proves", "rolls"))


PREFIXED = """\
@prefix ex: <https://bakery.example/terms#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."""


def test_a_relation_that_only_has_a_number_is_named(tmp_path: Path) -> None:
    assert f"{EX}R0042 has no label" in said(tmp_path, TURTLE + "ex:R0042 a owl:ObjectProperty .")


def test_a_label_that_is_a_book_is_refused(tmp_path: Path) -> None:
    line = said(tmp_path, TURTLE + f'ex:a a owl:ObjectProperty ; rdfs:label "{"ab " * 9_000}" .')
    assert "27,000 characters; 300 are allowed" in line


def test_a_file_that_is_missing_a_folder_or_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"cannot read ontology .*No such file"):
        read_ontology(tmp_path / "none.ttl")
    with pytest.raises(OntologyError, match="is a folder, not a file"):
        read_ontology(tmp_path)
    large = tmp_path / "large.ttl"
    with large.open("wb") as file:
        file.truncate(300_000_000)
    with pytest.raises(OntologyError, match="is larger than 64 MB; make it smaller"):
        read_ontology(large)


def test_imports_and_documents_elsewhere_are_never_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text(TURTLE.replace("works for", "secret"), "utf-8")
    text = TURTLE + f"<https://bakery.example/terms> owl:imports <{secret.as_uri()}> ."
    assert read(tmp_path, text) == BAKERIES


@pytest.mark.parametrize(
    "entity",
    [
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY % a "b">',
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">',
        '<!ENTITY a "<b/>">',
    ],
)
def test_a_document_type_that_does_more_is_refused(tmp_path: Path, entity: str) -> None:
    text = (
        f'<?xml version="1.0"?><!DOCTYPE rdf:RDF [{entity}]>'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
    )
    assert "more than an abbreviation" in said(tmp_path, text, "a.rdf")


def test_labels_hold_nothing_that_controls_a_terminal_or_hides(tmp_path: Path) -> None:
    label = '\\u001b[31m<script>alert("1")</script>\\u202e'.replace('"', '\\"')
    found = relation(tmp_path, f'ex:it a owl:ObjectProperty ; rdfs:label "{label}" .')
    assert found.label == '[31m<script>alert("1")</script>'


def test_nothing_of_where_a_file_lies_gets_into_its_addresses(tmp_path: Path) -> None:
    text = "<bakes> a <http://www.w3.org/2002/07/owl#ObjectProperty> ."
    (found,) = read(tmp_path, text).relations
    assert found.iri == "https://kg.example/ontology/bakes"


def test_an_ontology_does_not_depend_on_the_order_of_its_lines(tmp_path: Path) -> None:
    graph = Graph().parse(data=TURTLE, format="turtle")
    lines = sorted(re.findall(r"[^\n]+", graph.serialize(format="nt")))
    forwards = read(tmp_path, "\n".join(lines), "f.nt")
    assert forwards == read(tmp_path, "\n".join(lines[::-1]), "b.nt") == BAKERIES


# What kg knows of a relation of the user's


def test_a_name_alone_has_the_domain_range_and_patterns_of_kgs_own(tmp_path: Path) -> None:
    given = read(tmp_path, "relations:\n  schema:worksFor:\n", "jobs.yaml")
    found = informed(given, own())
    ours = next(r for r in own().relations if r.iri == "https://schema.org/worksFor")
    (relation,) = found.relations
    assert relation.stated_by == ours.stated_by
    assert (relation.domain, relation.range) == (ours.domain, ours.range)
    assert {*relation.domain, *relation.range} <= {c.iri for c in found.classes}


def test_a_relation_is_known_by_its_label_only_in_its_direction(tmp_path: Path) -> None:
    classes = "classes: {ex:P: {types: [Person]}, ex:B: {types: [CreativeWork]}}\n"
    start = "prefixes: {ex: https://a.example/}\n" + classes
    towards = "relations: {ex:a: {label: author, domain: ex:B, range: ex:P}}"
    backwards = "relations: {ex:a: {label: author, domain: ex:P, range: ex:B}}"
    ours = next(r for r in own().relations if r.label == "author")
    found = [
        informed(read(tmp_path, start + end, f"{n}.yaml"), own()).relations[0].stated_by
        for n, end in enumerate((towards, backwards))
    ]
    assert found == [ours.stated_by, ()]


def test_what_the_user_says_of_a_relation_stays() -> None:
    mine = Relation(iri="https://schema.org/worksFor", label="toils for", stated_by=("toil for",))
    found = informed(Ontology(title="mine", relations=(mine,)), own()).relations[0]
    assert (found.label, found.stated_by) == ("toils for", ("toil for",))


# A build with an ontology

TEXT = (
    "Mara Lindt founded Lindt Tools in 1999. Mara Lindt was born in 1961 in Graz. "
    "Mara Lindt visited Oslo. Mara Lindt visited Berlin.\n"
)
FOUNDERS = """
@prefix ex: <https://bakery.example/terms#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:Founder a owl:Class ; rdfs:label "founder" ; rdfs:subClassOf <https://schema.org/Person> .
ex:founded a owl:ObjectProperty ; rdfs:label "founded" ; rdfs:domain ex:Founder .
ex:sold a owl:ObjectProperty ; rdfs:label "sold" ; rdfs:domain ex:Founder .
ex:S a sh:NodeShape ; sh:targetClass ex:Founder ; sh:property
    [ sh:path ex:founded ; sh:maxCount 3 ] , [ sh:path ex:sold ; sh:minCount 1 ] .
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A text and an ontology, built with that ontology alone into `out`."""
    folder = tmp_path_factory.mktemp("founders")
    (folder / "text.txt").write_text(TEXT, "utf-8")
    (folder / "founders.ttl").write_text(FOUNDERS, "utf-8")
    kg(folder, "build", "text.txt", "-o", "out", "--ontology", "founders.ttl", "--only-ontology")
    return folder


def kg(folder: Path, *arguments: str, code: int = 0, text: str = "") -> str:
    """What kg prints, on both its outputs."""
    done = commands.kg(*arguments, folder=folder, stdin=text.encode())
    assert done.returncode == code, done.stderr + done.stdout
    return done.stdout + done.stderr


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_only_facts_of_the_ontology_make_the_graph_and_the_claims_stay(folder: Path) -> None:
    build = restore(folder / "out")
    assert {fact.predicate for fact in build.facts} == {f"{EX}founded"}
    labels = {build.graph.nodes[node]["label"] for node in build.graph}
    assert labels == {"Mara Lindt", "Lindt Tools"}
    visits = [c for c in build.claims if c.predicate.lemma == "visit"]
    assert len(visits) == 2
    triples = Graph().parse(folder / "out" / "graph.ttl")
    assert not [p for p in triples.predicates() if str(p).endswith("relation/visit")]
    assert len(list(triples.triples((None, URIRef(f"{EX}founded"), None)))) == 1


def test_the_rdf_of_an_ontology_alone_is_valid(folder: Path) -> None:
    assert "no problem" in kg(folder, "validate", "out")


def test_the_folder_remembers_the_ontology_and_its_hash(folder: Path) -> None:
    manifest = json.loads((folder / "out" / "manifest.json").read_text("utf-8"))
    digest = hashlib.sha256(FOUNDERS.encode()).hexdigest()
    assert manifest["settings"]["ontology"] == "founders.ttl"
    assert manifest["settings"]["ontology_sha256"] == digest
    kept = restore(folder / "out").ontology
    assert kept == chosen(Settings(ontology=str(folder / "founders.ttl")))


def test_the_report_says_what_found_nothing_and_what_fits_no_relation(folder: Path) -> None:
    found = json.loads(kg(folder, "stats", "out", "--json"))
    assert found["relations"] == {"founded": 1}
    assert found["without facts"] == ["sold"]
    assert found["of no relation"]["visit"] == 2


def test_shapes_of_the_user_are_checked(folder: Path) -> None:
    line = kg(folder, "validate", "out", "--shapes", "founders.ttl", code=1)
    assert "1 problem with the shapes of founders.ttl: 1 things checked" in line
    assert re.search(r"Mara_Lindt.*sold.*is missing", line)


def test_a_changed_ontology_is_another_build_and_one_that_is_gone_is_remembered(
    folder: Path,
) -> None:
    out = folder / "again"
    shutil.copytree(folder / "out", out)
    file = folder / "founders.ttl"
    try:
        file.write_text(FOUNDERS.replace("ex:founded", "ex:set_up"), "utf-8")
        assert "changed   the file of the ontology" in kg(folder, "status", "again")
        decided = "rename:\n  - {entity: Lindt Tools, to: Tools of Lindt}\n"
        (out / "decisions.yaml").write_text(decided, "utf-8")
        update.decide(out)
        assert {f.predicate for f in restore(out).typed} == {f"{EX}set_up"}
        file.unlink()
        (out / "decisions.yaml").write_text("", "utf-8")
        update.decide(out)
        assert {f.predicate for f in restore(out).typed} == {f"{EX}set_up"}
    finally:
        file.write_text(FOUNDERS, "utf-8")


def test_a_bad_ontology_stops_before_anything_is_lost(folder: Path) -> None:
    (folder / "bad.ttl").write_text("ex:a a ex:b .", "utf-8")
    before = (folder / "out" / "manifest.json").read_bytes()
    said = kg(folder, "build", "text.txt", "-o", "out", "--ontology", "bad.ttl", code=1)
    assert len(said.splitlines()) == 1
    assert said.startswith("kg: ontology bad.ttl: cannot be read as Turtle")
    assert (folder / "out" / "manifest.json").read_bytes() == before


def test_a_file_without_shapes_is_no_file_of_shapes(folder: Path) -> None:
    (folder / "none.ttl").write_text(TURTLE, "utf-8")
    said = kg(folder, "validate", "out", "--shapes", "none.ttl", code=1)
    assert said == "kg: none.ttl has no SHACL shapes; check --shapes\n"


@pytest.mark.parametrize(
    "constraint",
    [
        'sh:select "SELECT $this WHERE { SERVICE <http://a.example/> { $this ?p ?o } }"',
        r'sh:select "SELECT $this WHERE { SERVIC\\u0045 <http://a.example/> { $this ?p ?o } }"',
        r'sh:ask "ASK { \\u005cu0053ERVICE <http://a.example/> { $this ?p ?o } }"',
        'sh:select "SELECT $this fro\u006d <file:///etc/hosts> { $this ?p ?o }"',
        'sh:select "SELECT $this { SERV\u0131CE <http://a.example/> { $this ?p ?o } }"',
        r'sh:select "SELECT $this { ?s ?p \\u0045000000 }"',
        """sh:select "SELECT $this { $this a:b ?c }" ; sh:prefixes [ sh:declare [ sh:prefix "a" ;
           sh:namespace "x:> SELECT ?this { SERVICE <http://a.example/> { ?this ?p ?o } } #" ] ]""",
        """sh:select "SELECT $this { $this b:b ?c }" ; sh:prefixes [ sh:declare [
           sh:prefix "a: <x:> SELECT * FROM <file:///etc/hosts> {} #" ; sh:namespace "x:" ] ]""",
        """sh:select "SELECT $this { $this $PATH ?c }" ;
           sh:path [ sh:inversePath <x:a\\u003Ec> ]""",
    ],
)
def test_shapes_that_ask_elsewhere_are_refused(tmp_path: Path, constraint: str) -> None:
    file = tmp_path / "shapes.ttl"
    file.write_text(SHAPES + f"ex:FirmShape sh:sparql [ {constraint} ] .", "utf-8")
    with pytest.raises(OntologyError, match="its shapes ask another place"):
        read_shapes(file)


def test_a_variable_or_a_term_may_be_called_as_what_leads_elsewhere_is(tmp_path: Path) -> None:
    file = tmp_path / "shapes.ttl"
    query = 'sh:select "SELECT $this { $this ex:from ?from ; ex:service ?service }"'
    file.write_text(SHAPES + f"ex:FirmShape sh:sparql [ {query} ] .", "utf-8")
    assert read_shapes(file) is not None


SHAPED = """\
@prefix ex: <https://bakery.example/terms#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
ex:T a sh:NodeShape ; sh:targetClass ex:Founder ; """


@pytest.mark.parametrize(
    ("shape", "line"),
    [
        ("sh:property [ sh:minCount 1 ] .", "[] exists but is not a well-formed"),
        ("sh:property [ sh:path ex:founded ; sh:pattern '(' ] .", "missing ), unterminated"),
        ("sh:sparql [ sh:select 'SELECT nonsense' ] .", "Expected SelectQuery"),
        ("sh:sparql [ sh:select 'SELECT $this { $this no:a ?b }' ] .", "Unknown namespace prefix"),
        ("sh:property [ sh:path ex:founded ; sh:or _:a ] ."
         " _:a <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:a .", "recursive rdf:rest"),
    ],
)  # fmt: skip
def test_shapes_that_cannot_be_checked_are_one_line(folder: Path, shape: str, line: str) -> None:
    (folder / "shaped.ttl").write_text(SHAPED + shape, "utf-8")
    said = kg(folder, "validate", "out", "--shapes", "shaped.ttl", code=1)
    assert said.startswith("kg: the shapes cannot be checked: ")
    assert line in said and said.endswith("; mend them\n") and said.count("\n") == 1


def test_shapes_that_are_not_there_name_the_option(folder: Path) -> None:
    said = kg(folder, "validate", "out", "--shapes", "gone.ttl", code=1)
    assert said == "kg: cannot read shapes gone.ttl: No such file or directory; check --shapes\n"


def test_shapes_see_what_follows_from_a_fact(tmp_path: Path) -> None:
    (tmp_path / "family.yaml").write_text(
        "prefixes: {ex: https://bakery.example/terms#}\n"
        "classes: {ex:Child: {parents: ex:Human}, ex:Human: , ex:Parent: }\n"
        "relations:\n"
        "  ex:sonOf: {domain: ex:Child, range: ex:Parent, inverse: ex:hasSon, parents: ex:kinOf,"
        " stated_by: [be son of]}\n  ex:kinOf: {stated_by: [be kin of]}\n"
        "  ex:hasSon: {stated_by: [have son]}\n", "utf-8"
    )  # fmt: skip
    (tmp_path / "text.txt").write_text("Otto Falk is the son of Mara Lindt.\n", "utf-8")
    (tmp_path / "shapes.ttl").write_text(
        SHAPED.replace("ex:Founder", "ex:Human") + "sh:property"
        " [ sh:path ex:kinOf ; sh:maxCount 0 ; sh:message 'No kin, please.' ] ."
        " ex:U a sh:NodeShape ; sh:targetClass ex:Parent ;"
        " sh:property [ sh:path ex:hasSon ; sh:maxCount 0 ] .", "utf-8"
    )  # fmt: skip
    kg(tmp_path, "build", "text.txt", "-o", "out", "--ontology", "family.yaml")
    said = kg(tmp_path, "validate", "out", "--shapes", "shapes.ttl", code=1)
    assert "kinOf>: No kin, please.\n" in said, said
    assert "hasSon>: is there more than 0 times\n" in said
    assert "with the shapes of shapes.ttl: 2 things checked" in said


@pytest.mark.parametrize("change", [lambda line: b"", lambda line: line * 2, lambda line: b"{}\n"])
def test_a_kept_ontology_that_was_changed_is_damage(
    folder: Path, tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    out = tmp_path / "out"
    shutil.copytree(folder / "out", out)
    file = out / "ontology.json"
    file.write_bytes(change(file.read_bytes()))
    with pytest.raises(DamageError, match=r"ontology\.json"):
        kept_ontology(out)


def test_adding_goes_on_with_the_ontology_from_anywhere(folder: Path, tmp_path: Path) -> None:
    out = folder / "more"
    shutil.copytree(folder / "out", out)
    (tmp_path / "more.txt").write_text("Otto Falk founded Falk Tools in 2001.\n", "utf-8")
    kg(tmp_path, "build", "more.txt", "-o", str(out), "--add")
    build = restore(out)
    assert {fact.subject_label for fact in build.typed} == {"Mara Lindt", "Otto Falk"}
    assert (tmp_path / (build.settings.ontology or "")).resolve() == folder / "founders.ttl"


def test_adding_with_another_file_of_the_same_name_takes_that_file(
    folder: Path, tmp_path: Path
) -> None:
    out = folder / "other"
    shutil.copytree(folder / "out", out)
    (tmp_path / "founders.ttl").write_text(FOUNDERS.replace('"founded"', '"began"'), "utf-8")
    (tmp_path / "more.txt").write_text("Otto Falk founded Falk Tools in 2001.\n", "utf-8")
    kg(tmp_path, "build", "more.txt", "-o", str(out), "--add", "--ontology", "founders.ttl")
    build = restore(out)
    assert build.ontology is not None
    assert "began" in {relation.label for relation in build.ontology.relations}
    assert (tmp_path / (build.settings.ontology or "")).resolve() == tmp_path / "founders.ttl"


def test_a_text_from_standard_input_is_read_for_an_ontology_that_is_added(tmp_path: Path) -> None:
    (tmp_path / "lives.yaml").write_text(
        "prefixes: {ex: https://a.example/}\nrelations: {ex:born: {label: birthPlace}}\n", "utf-8"
    )
    (tmp_path / "more.txt").write_text("Per Berg was born in Rome.\n", "utf-8")
    given, text = ("--ontology", "lives.yaml"), "Ada Lund was born in Oslo.\n"
    kg(tmp_path, "build", "-", "-o", "grown", text=text)
    kg(tmp_path, "build", "more.txt", "-o", "grown", "--add", *given)
    kg(tmp_path, "build", "more.txt", "-", "-o", "clean", *given, text=text)
    facts = [(tmp_path / name / "facts.jsonl").read_bytes() for name in ("grown", "clean")]
    assert facts[0] == facts[1]
    assert {fact.object_label for fact in restore(tmp_path / "grown").typed} == {"Oslo", "Rome"}
