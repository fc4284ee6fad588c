"""An RDF file → an rdflib graph, sure to be read without any other file and without the network.

The parsers of rdflib fetch a context of JSON-LD wherever it is, and may expand what a document type
of XML says; `owl:imports` is never followed by them. What leads elsewhere is refused.
"""

from __future__ import annotations

import json
import logging
import warnings
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from rdflib import Graph

#: What relative IRIs of a file are relative to: never the place of the file on this machine.
BASE = "https://kg.example/ontology/"

#: rdflib's name of the format of a file, by the ending of its name.
FORMATS = {
    ".ttl": "turtle", ".turtle": "turtle", ".n3": "turtle", ".nt": "nt", ".jsonld": "json-ld",
    ".rdf": "xml", ".xml": "xml", ".owl": "xml", ".nq": "nquads", ".trig": "trig",
}  # fmt: skip

#: Abbreviations of IRIs in a document type: so many, each at most so long.
ENTITIES, LONGEST_ENTITY = 500, 500


def graph_of(data: bytes, format: str, *, base: str = BASE, entities: bool = False) -> Graph:
    """The triples of a file, of all its graphs.

    `entities` allows a document type of XML that only abbreviates IRIs, as ontology editors write.

    Raises ValueError where the file leads elsewhere, and whatever a parser stumbles over.
    """
    from rdflib import Dataset, Graph

    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)  # it logs what literals hold
    graph = Graph(bind_namespaces="none")
    data = alone(data, format, entities=entities)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib warns of its own parsers
        if format not in ("nquads", "trig"):
            return graph.parse(data=data, format=format, publicID=base)
        for subject, predicate, object_, _ in (
            Dataset().parse(data=data, format=format, publicID=base).quads()
        ):
            graph.add((subject, predicate, object_))
    return graph


def alone(data: bytes, format: str, *, entities: bool = False) -> bytes:
    """The same data, sure to be read without any other file. Raises ValueError."""
    if format == "xml":
        _check_doctype(data, entities=entities)
    if format != "json-ld":
        return data
    read = json.loads(data)
    _refuse_contexts(read)
    return json.dumps(read).encode("ascii")  # what was looked at, and nothing else


def _check_doctype(data: bytes, *, entities: bool) -> None:
    found: list[str] = []

    def doctype(name: str, system: str | None, public: str | None, internal: bool) -> None:
        if not entities or system or public:
            raise ValueError(
                "it has a document type, which could lead elsewhere; write it without one"
            )

    def entity(
        name: str,
        parameter: bool,
        value: str | None,
        base: str | None,
        system: str | None,
        public: str | None,
        notation: str | None,
    ) -> None:
        found.append(name)
        plain = value is not None and not parameter and "&" not in value and "<" not in value
        if not plain or len(value or "") > LONGEST_ENTITY or len(found) > ENTITIES:
            raise ValueError(
                f"its document type declares {name[:50]!r}, which is more than an abbreviation of "
                "an IRI; write it without one"
            )

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = entity
    parser.Parse(data, True)


def _refuse_contexts(part: object) -> None:
    """Contexts that stand in the file are fine; so are those inside of contexts."""
    if isinstance(part, list):
        for item in part:
            _refuse_contexts(item)
    elif isinstance(part, dict):
        for context in _listed(part.get("@context")):
            named = context.get("@import") if isinstance(context, dict) else context
            if named is not None:
                raise ValueError(f"its context is elsewhere ({named}); write it into the file")
        for item in part.values():
            _refuse_contexts(item)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
