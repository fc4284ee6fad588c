"""What the graph is, and how it was made: VoID and DCAT for the dataset, PROV-O for the build.

No time of day and nothing of the machine: the same build gives the same triples.
https://www.w3.org/TR/void/, https://www.w3.org/TR/vocab-dcat-3/, https://www.w3.org/TR/prov-o/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.export.rdf.minting import Names
from kg.export.rdf.terms import Block, Lines, Literal
from kg.iri import slug
from kg.model import Build, Software

_SECTION = "This graph: what it is and how it was made"
_VOCABULARIES = ("skos", "prov", "dcterms", "schema", "oa", "kg")


def describe_dataset(build: Build, names: Names) -> Iterator[Block]:
    """Yield the dataset, the activity that made it, and the software that took part."""
    term = names.expand
    documents = sorted({names.document(document.id) for document in build.documents})
    dataset, activity = names.about("dataset"), names.about("build")
    count = len(documents)
    lines: Lines = [
        (term("rdf:type"), [term("dcat:Dataset"), term("prov:Entity"), term("void:Dataset")]),
        (
            term("dcterms:title"),
            [Literal(f"Knowledge graph of {count} document{'s'[: count != 1]}")],
        ),
        (term("dcterms:license"), _license(build)),
        (term("dcterms:source"), documents),
        (term("prov:wasGeneratedBy"), [activity]),
        (term("void:entities"), [Literal(str(len(build.entities)), term("xsd:integer"))]),
        (term("void:uriSpace"), [Literal(names.base)]),
        (term("void:vocabulary"), sorted(_vocabulary(names, name) for name in _VOCABULARIES)),
    ]
    yield Block(_SECTION, dataset, [line for line in lines if line[1]])
    yield from _activity(build, names, documents)


def _vocabulary(names: Names, prefix: str) -> str:
    return names.prefixes[prefix].removesuffix("#")


def _license(build: Build) -> list[str]:
    """An SPDX identifier stands for its page there; anything else is an IRI already."""
    license = build.settings.license
    if not license:
        return []
    known = re.fullmatch(r"[A-Za-z0-9.+-]+", license)
    return [f"http://spdx.org/licenses/{license}" if known else license]


def _activity(build: Build, names: Names, documents: list[str]) -> Iterator[Block]:
    term, settings, software = names.expand, build.settings, build.software
    used, agents = list(documents), []
    blocks = []
    if software is not None:
        agent = _software_iri(names, "kg", software.kg)
        agents = [agent, _software_iri(names, "spacy", software.spacy)]
        used.append(_software_iri(names, software.model, software.model_version))
        blocks = list(_software(software, names))
    lines: Lines = [
        (term("rdf:type"), [term("prov:Activity")]),
        (term("kg:assumedDate"), [names.time(settings.date)] if settings.date else []),
        (term("kg:minConfidence"), [names.decimal(settings.min_confidence)]),
        (term("kg:minWorth"), [names.decimal(settings.min_worth)]),
        (term("prov:used"), sorted(used)),
        (term("prov:wasAssociatedWith"), agents),
    ]
    yield Block(_SECTION, names.about("build"), [line for line in lines if line[1]])
    yield from blocks


def _software_iri(names: Names, name: str, version: str) -> str:
    return names.about(f"software/{slug(name)}-{slug(version)}")


def _software(software: Software, names: Names) -> Iterator[Block]:
    term = names.expand
    agent = [term("prov:SoftwareAgent"), term("schema:SoftwareApplication")]
    model = [term("prov:Entity"), term("schema:SoftwareApplication")]
    for name, version, types in (
        ("kg", software.kg, agent),
        ("spacy", software.spacy, agent),
        (software.model, software.model_version, model),
    ):
        lines: Lines = [
            (term("rdf:type"), types),
            (term("rdfs:label"), [Literal(f"{name} {version}")]),
            (term("schema:softwareVersion"), [Literal(version)]),
        ]
        yield Block(_SECTION, _software_iri(names, name, version), lines)
