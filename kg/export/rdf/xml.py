"""RDF/XML (https://www.w3.org/TR/rdf-syntax-grammar/), for tools that read nothing else.

XML 1.0 has no place for most control characters; they become U+FFFD, and a warning says so once.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from kg.errors import ExportError
from kg.export.files import Cleaner, write_text
from kg.export.rdf.describe import describe
from kg.export.rdf.minting import Names, Profile
from kg.export.rdf.strings import checked
from kg.export.rdf.terms import Block, Term, Triple
from kg.iri import split_xml_name
from kg.model import Build

_FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
_ENTITIES = {"\r": "&#13;", "\x85": "&#133;", "\u2028": "&#8232;", "\u2029": "&#8233;"}


def write_rdfxml(build: Build, path: Path, profile: Profile = "claims") -> None:
    """Write `build` to `path` as RDF/XML.

    Raises ExportError if a relation's IRI does not end in an XML name.
    """
    write_text(path, generate_rdfxml(build, profile))


def generate_rdfxml(build: Build, profile: Profile = "claims") -> Iterator[str]:
    """Yield `build` as RDF/XML, one `rdf:Description` a block."""
    names = Names(build)
    writer = _Writer(names)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF'
    for prefix, space in names.prefixes.items():
        yield f"\n    xmlns:{prefix}={quoteattr(checked(space))}"
    yield ">\n"
    for block in describe(build, names, profile=profile):
        yield writer.block(block)
    yield "</rdf:RDF>\n"
    writer.clean.warn()


class _Writer:
    def __init__(self, names: Names) -> None:
        self.clean = Cleaner("RDF/XML", _FORBIDDEN)
        self._prefix_of = {space: prefix for prefix, space in names.prefixes.items()}
        self._elements: dict[str, tuple[str, str]] = {}

    def block(self, block: Block) -> str:
        lines = [
            self._property(predicate, term) for predicate, terms in block.lines for term in terms
        ]
        about = quoteattr(checked(block.subject))
        return f"<rdf:Description rdf:about={about}>\n{''.join(lines)}</rdf:Description>\n"

    def _property(self, predicate: str, term: Term) -> str:
        if predicate not in self._elements:
            self._elements[predicate] = self._element(predicate)
        name, space = self._elements[predicate]
        if isinstance(term, str):
            return f"  <{name}{space} rdf:resource={quoteattr(checked(term))}/>\n"
        if isinstance(term, Triple):
            raise ExportError("RDF/XML 1.1 has no triple terms; write turtle12 instead")
        value, datatype = term
        kind = f" rdf:datatype={quoteattr(checked(datatype))}" if datatype else ""
        return f"  <{name}{space}{kind}>{escape(self.clean(value), _ENTITIES)}</{name}>\n"

    def _element(self, predicate: str) -> tuple[str, str]:
        """The element's name, and the declaration of its namespace where it has no prefix."""
        split = split_xml_name(checked(predicate))
        if split is None:
            raise ExportError(
                f"RDF/XML needs properties that end in a letter or word; {predicate!r} does not: "
                "rename the relation or use another RDF format"
            )
        space, local = split
        prefix = self._prefix_of.get(space)
        if prefix is not None and prefix != "xml":
            return f"{prefix}:{local}", ""
        return f"p:{local}", f" xmlns:p={quoteattr(space)}"
