"""What triples are made of: IRIs are plain `str`, literals and triple terms tuples. Prefixes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from kg.model import Settings

#: Prefixes that do not depend on the build, in the order in which they are written.
PREFIXES: Mapping[str, str] = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "schema": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}

#: The class of each entity type.
CLASSES: Mapping[str, str] = {
    "Person": "schema:Person",
    "Organization": "schema:Organization",
    "Country": "schema:Country",
    "Place": "schema:Place",
    "Event": "schema:Event",
    "CreativeWork": "schema:CreativeWork",
    "Product": "schema:Product",
    "Law": "schema:Legislation",
    "Language": "schema:Language",
    "Group": "kg:Group",
    "Concept": "skos:Concept",
}


class Literal(NamedTuple):
    """A literal: its lexical form and the IRI of its datatype, None for xsd:string."""

    value: str
    datatype: str | None = None


class Triple(NamedTuple):
    """A triple term of RDF 1.2: what a statement says, without saying that it is so."""

    subject: str
    predicate: str
    object: str | Literal


Term = str | Literal | Triple

#: Predicates, each with its objects, in the order in which they are written.
Lines = list[tuple[str, Sequence[Term]]]


class Block(NamedTuple):
    """All that one part of the output says about one subject.

    `section` heads the part of the file that the block is in, `note` is a remark above the block;
    `graph` is the IRI of the named graph, None for the default graph. Lines have objects.
    """

    section: str
    subject: str
    lines: Lines
    graph: str | None = None
    note: str | None = None


def prefixes_of(settings: Settings) -> dict[str, str]:
    """All prefixes of a build with these settings, in the order in which they are written."""
    base = settings.base_iri
    kinds = {
        "ent": "entity", "rel": "relation", "claim": "claim", "fact": "fact", "event": "event",
        "doc": "document", "span": "span",
    }  # fmt: skip
    own = {prefix: f"{base}{kind}/" for prefix, kind in kinds.items()}
    return {**PREFIXES, "kg": settings.vocab, **own}


def expand(name: str, prefixes: Mapping[str, str]) -> str:
    """Write out a prefixed name; what has no known prefix stays.

    >>> expand("skos:Concept", PREFIXES)
    'http://www.w3.org/2004/02/skos/core#Concept'
    """
    prefix, _, local = name.partition(":")
    return prefixes[prefix] + local if prefix in prefixes else name


def decimal(value: float) -> str:
    """Write a number as xsd:decimal: no exponent, always a point.

    >>> decimal(1.0), decimal(1e-7)
    ('1.0', '0.0000001')
    """
    text = format(Decimal(repr(float(value))), "f")
    return text if "." in text else f"{text}.0"


@lru_cache(maxsize=1)
def own_terms() -> frozenset[str]:
    """The names of kg's own vocabulary, `vocabulary.ttl`, without its prefix."""
    text = resources.files("kg.export.rdf").joinpath("vocabulary.ttl").read_text("utf-8")
    return frozenset(re.findall(r"^kg:(\w+) a ", text, re.MULTILINE))
