"""RDF: asserted facts as plain triples, every claim as a statement node with its evidence.

`describe` says which triples a build is, once for all formats; the other files write them down:
`turtle` (Turtle, TriG, Turtle 1.2), `lines` (N-Triples, N-Quads), `jsonld`, `xml`. Text is written
directly, sorted and without blank nodes, because a general serialiser takes many times as long
and its bytes change from run to run; the tests hold every format isomorphic to a graph that
rdflib puts together. Terms: `vocabulary.ttl`; what a graph must look like: `shapes.ttl`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from kg.export.rdf.jsonld import write_jsonld
from kg.export.rdf.lines import write_nquads, write_ntriples
from kg.export.rdf.minting import Profile
from kg.export.rdf.turtle import generate_turtle, write_trig, write_turtle, write_turtle12
from kg.export.rdf.xml import write_rdfxml
from kg.model import Build

__all__ = ["FILE_NAMES", "FORMATS", "generate_turtle", "write_turtle"]

#: What writes each format; all raise ExportError for what RDF cannot hold or a file that cannot
#: be written, and leave an existing file as it was then.
FORMATS: Mapping[str, Callable[[Build, Path, Profile], None]] = {
    "turtle": write_turtle,
    "ntriples": write_ntriples,
    "jsonld": write_jsonld,
    "rdfxml": write_rdfxml,
    "nquads": write_nquads,
    "trig": write_trig,
    "turtle12": write_turtle12,
}

#: The usual name of each format's file in an output folder.
FILE_NAMES: Mapping[str, str] = {
    "turtle": "graph.ttl",
    "ntriples": "graph.nt",
    "jsonld": "graph.jsonld",
    "rdfxml": "graph.rdf",
    "nquads": "graph.nq",
    "trig": "graph.trig",
    "turtle12": "graph.rdf12.ttl",
}
