"""A file of the user → an `Ontology`.

    OWL, RDF Schema, SHACL   Turtle, RDF/XML, JSON-LD, N-Triples, N-Quads, TriG
    LinkML                   YAML
    Text2KGBench             JSON
    short                    YAML with names and labels, see `docs/ontology.md`

The content says which it is, and the ending of the name where the content does not. Nothing but the
file is read: no import, no context, no document type that leads elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import OntologyError
from kg.files import read_bytes
from kg.ontology import Ontology
from kg.ontology.labels import one_line

if TYPE_CHECKING:
    from rdflib import Graph

#: The largest file, in bytes: all of schema.org has two millions.
LONGEST = 64_000_000

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_XML = re.compile(rb"\s*<(?:\?xml|!DOCTYPE|!--|rdf:RDF|RDF[\s>]|Ontology[\s>])")
_TURTLE = re.compile(r"(?im)^[ \t]?(?:@prefix|@base|prefix[ \t][\w.-]*:[ \t]?<|base[ \t]<)")
_FUNCTIONAL = re.compile(r"(?:Prefix|Ontology)\s*\(|Prefix:|Ontology:|format-version:")
_YAML = re.compile(r"(?m)^(?:---|[A-Za-z_][\w .:-]*:(?:\s|$))")
#: How much of a file is looked at to tell what it is.
_START = 4_000


def read_ontology(path: str | Path) -> Ontology:
    """The ontology of a file.

    Raises OntologyError, in one line, if the file cannot be read, is of no known kind, or has
    nothing that facts could be made of.

    Example::

        ontology = read_ontology("people.ttl")
        [relation.label for relation in ontology.relations]  # ["employer", "works in"]
    """
    file = Path(path)
    data = read_file(file)
    try:
        found = _parsed(data, file.suffix.lower(), file.stem)
        return replace(found, sha256=hashlib.sha256(data).hexdigest())
    except OntologyError as error:
        raise OntologyError(f"ontology {file}: {error}") from error


def read_file(file: Path, what: str = "ontology") -> bytes:
    """The content of a file of an ontology, or of shapes. Raises OntologyError."""
    try:
        return read_bytes(file, LONGEST)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OntologyError(f"cannot read {what} {file}: {reason}; check --{what}") from error


def hash_of(file: Path) -> str:
    """What identifies the content of an ontology file. Raises OntologyError."""
    return hashlib.sha256(read_file(file)).hexdigest()


@dataclass(frozen=True, slots=True)
class Shapes:
    """SHACL shapes: the triples of a file that has some."""

    file: Path
    graph: Graph


def read_shapes(file: Path) -> Shapes | None:
    """The SHACL shapes of a file; None where it has none or is no RDF.

    Raises OntologyError as `read_ontology`, and for shapes that would ask somewhere else.
    """
    from kg.ontology.rdf import asks_elsewhere, has_shapes

    data = read_file(file, "shapes")
    try:
        kind, _ = _kind(data, file.suffix.lower())
        if kind in ("yaml", "text2kgbench"):
            return None
        graph = _graph(data, kind)
        if not has_shapes(graph):
            return None
        if asks_elsewhere(graph):
            raise OntologyError("its shapes ask another place (SERVICE or FROM); take that out")
    except OntologyError as error:
        raise OntologyError(f"shapes {file}: {error}") from error
    return Shapes(file, graph)


@lru_cache(maxsize=4)
def _parsed(data: bytes, suffix: str, stem: str) -> Ontology:
    title = one_line(stem) or "ontology"
    kind, value = _kind(data, suffix)
    if kind == "text2kgbench":
        from kg.ontology.text2kgbench import ontology_of_json

        return ontology_of_json(value, title=title)
    if kind == "yaml":
        return _of_yaml(value, title, data)
    return _of_rdf(data, kind, title)


def _of_rdf(data: bytes, format: str, title: str) -> Ontology:
    from kg.ontology.rdf import ontology_of_graph

    return ontology_of_graph(_graph(data, format), title=title)


def _graph(data: bytes, format: str) -> Graph:
    from kg.ontology.triples import graph_of

    try:
        plain = data if format == "xml" else _text(data).encode("utf-8")
        graph = graph_of(plain, format, entities=True)
    except Exception as error:  # every parser of rdflib raises something else
        raise OntologyError(f"cannot be read as {_NAMES[format]}: {_said(error)}") from error
    if not graph:
        raise OntologyError("it is empty")
    return graph


_NAMES = {
    "turtle": "Turtle", "nt": "N-Triples", "json-ld": "JSON-LD", "xml": "RDF/XML",
    "nquads": "N-Quads", "trig": "TriG",
}  # fmt: skip


def _of_yaml(value: Any, title: str, data: bytes) -> Ontology:
    from kg.ontology.linkml import is_linkml, ontology_of_schema
    from kg.ontology.made import ontology_of
    from kg.ontology.short import read_short

    if is_linkml(value):
        return ontology_of_schema(value, title=title)
    read = read_short(_text(data), name="it")
    for iri in (*(c.iri for c in read.classes), *(r.iri for r in read.relations)):
        if "://" not in iri and not iri.startswith(("urn:", "tag:")):
            raise OntologyError(
                f"{iri[:80]!r} has no prefix that is known; declare it below prefixes"
            )
    return ontology_of(
        read.classes,
        read.relations,
        title=title if read.title == "it" else read.title,
        iri=read.iri,
    )


def _kind(data: bytes, suffix: str) -> tuple[str, Any]:
    """Which kind of file it is, and what is read of it already. Raises OntologyError."""
    if not data.strip():
        raise OntologyError("it is empty")
    if _XML.match(data.removeprefix(_BOMS[0])[:_START]) or suffix in (".rdf", ".xml"):
        _refuse_other_xml(data)
        return "xml", None
    text = _text(data)
    start = text[:_START].lstrip()
    if _FUNCTIONAL.match(start):
        raise OntologyError(
            "is OWL in a syntax of its own, not RDF; save it as Turtle or RDF/XML with the program "
            "that wrote it"
        )
    if suffix in (".ttl", ".turtle", ".n3", ".nt", ".nq", ".trig"):
        from kg.ontology.triples import FORMATS

        return FORMATS[suffix], None
    if start[:1] in ("{", "[") and suffix not in (".yaml", ".yml"):
        return _kind_of_json(text)
    if suffix not in (".yaml", ".yml") and (_TURTLE.search(start) or start.startswith("<")):
        return "turtle", None
    if suffix in (".yaml", ".yml") or _YAML.search(start):
        from kg.ontology.yaml import read_yaml

        return "yaml", read_yaml(text)
    raise OntologyError(
        "is no ontology that kg knows; give OWL, RDFS or SHACL in Turtle, RDF/XML, JSON-LD or "
        "N-Triples, LinkML or a short YAML, or the JSON of Text2KGBench"
    )


def _refuse_other_xml(data: bytes) -> None:
    if re.search(rb"<Ontology[\s>]", data[:_START]) and b"rdf:RDF" not in data[:_START]:
        raise OntologyError(
            "is OWL/XML, not RDF; save it as Turtle or RDF/XML with the program that wrote it"
        )


def _kind_of_json(text: str) -> tuple[str, Any]:
    from kg.ontology.linkml import is_linkml
    from kg.ontology.text2kgbench import is_text2kgbench

    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise OntologyError(f"cannot be read as JSON: {_said(error)}") from error
    if is_text2kgbench(value):
        return "text2kgbench", value
    if is_linkml(value):
        return "yaml", value
    return "json-ld", None


def _text(data: bytes) -> str:
    if b"\0" in data[:_START] and not data.startswith(_BOMS[1:]):
        raise OntologyError("is a binary file; give a text file")
    encoding = "utf-16" if data.startswith(_BOMS[1:]) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise OntologyError(
            f"is no UTF-8 text (byte {error.start}); save it as UTF-8, or give another file"
        ) from error


def _said(error: Exception) -> str:
    """What a library says, short and on one line."""
    line = one_line(str(error)) or type(error).__name__
    return line if len(line) <= 200 else f"{line[:200]}…"
