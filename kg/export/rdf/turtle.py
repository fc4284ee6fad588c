"""Turtle, TriG, and Turtle 1.2 with triple terms.

https://www.w3.org/TR/turtle/, https://www.w3.org/TR/trig/, https://www.w3.org/TR/rdf12-turtle/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.export.files import write_text
from kg.export.rdf.describe import describe
from kg.export.rdf.minting import Names, Profile
from kg.export.rdf.strings import checked, escaped, quoted
from kg.export.rdf.terms import PREFIXES, Block, Literal, Term, Triple
from kg.iri import is_local_name, split_iri
from kg.model import Build

_HEADER = """\
# A fact is a plain triple: an entity (ent:), a relation (rel:), another entity or a literal. Every
# claim behind it, and every claim that is denied, planned, possible, asked or not shown, is a
# statement (claim:) that says who says so, when and where, and whose spans (span:) quote its
# document.
"""

#: Short names are kept for this many IRIs; spans of large builds would fill the memory.
_KEPT = 100_000
_RDF, _XSD = PREFIXES["rdf"], PREFIXES["xsd"]
_BARE = {
    f"{_XSD}integer": re.compile("[+-]?[0-9]+"),
    f"{_XSD}decimal": re.compile("[0-9]+[.][0-9]+"),
    f"{_XSD}boolean": re.compile("true|false"),
}
_WIDTH = 100


def write_turtle(build: Build, path: Path, profile: Profile = "claims") -> None:
    """Write `build` to `path` as Turtle. Raises ExportError as `generate_turtle` does."""
    write_text(path, generate_turtle(build, profile=profile))


def write_turtle12(build: Build, path: Path, profile: Profile = "claims") -> None:
    """Write RDF 1.2 Turtle, in which claims also `rdf:reifies` what they say."""
    write_text(path, generate_turtle(build, triple_terms=True, profile=profile))


def write_trig(build: Build, path: Path, profile: Profile = "claims") -> None:
    """Write TriG: a named graph per document, with the document's IRI."""
    write_text(path, generate_trig(build, profile=profile))


def generate_turtle(
    build: Build, *, triple_terms: bool = False, profile: Profile = "claims"
) -> Iterator[str]:
    """Yield `build` as Turtle, block by block, in the order of `describe`.

    Raises ExportError if an IRI, a datatype or an entity type is not one that RDF can hold.
    """
    names = Names(build)
    writer = _Writer(names.prefixes)
    yield from writer.header(version="1.2" if triple_terms else None)
    yield from writer.sections(describe(build, names, profile=profile, triple_terms=triple_terms))


def generate_trig(build: Build, *, profile: Profile = "claims") -> Iterator[str]:
    """Yield `build` as TriG; see `describe` for what is in which graph."""
    names = Names(build)
    writer = _Writer(names.prefixes)
    yield from writer.header()
    opened = None
    for block in describe(build, names, profile=profile, graphs=True):
        if block.graph != opened:
            yield "}\n\n" if opened else ""
            opened, writer.section = block.graph, None
            yield f"{writer.iri(opened)} {{\n\n" if opened else ""
        yield from writer.block(block)
    yield "}\n" if opened else ""


class _Writer:
    """Writes blocks, IRIs the short way where Turtle can; remembers the section it is in."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        self.prefixes = prefixes
        self.section: str | None = None
        self._prefix_of = {space: prefix for prefix, space in prefixes.items()}
        self._written: dict[str, str] = {f"{_RDF}type": "a"}

    def header(self, *, version: str | None = None) -> Iterator[str]:
        if version:
            yield f'VERSION "{version}"\n'
        for prefix, space in self.prefixes.items():
            yield f"@prefix {prefix}: <{checked(space)}> .\n"
        yield f"\n{_HEADER}\n"

    def sections(self, blocks: Iterable[Block]) -> Iterator[str]:
        for block in blocks:
            yield from self.block(block)

    def block(self, block: Block) -> Iterator[str]:
        if block.section != self.section:
            self.section = block.section
            yield f"# {escaped(block.section)}\n\n"
        if block.note is not None:
            yield f"# {escaped(block.note)}\n"
        lines = [f"{self.iri(name)} {self._listed(name, terms)}" for name, terms in block.lines]
        yield f"{self.iri(block.subject)} " + " ;\n    ".join(lines) + " .\n\n"

    def _listed(self, predicate: str, terms: Iterable[Term]) -> str:
        written = [self._term(term) for term in terms]
        if len(written) == 1:
            return written[0]
        line = ", ".join(written)
        return line if len(line) <= _WIDTH - 20 else ",\n        ".join(written)

    def _term(self, term: Term) -> str:
        if isinstance(term, str):
            return self.iri(term)
        if isinstance(term, Triple):
            return f"<<( {' '.join(self._term(part) for part in term)} )>>"
        return self._literal(term)

    def _literal(self, literal: Literal) -> str:
        value, datatype = literal
        if datatype is None:
            return quoted(value)
        bare = _BARE.get(datatype)
        if bare and bare.fullmatch(value):
            return value
        return f"{quoted(value)}^^{self.iri(datatype)}"

    def iri(self, value: str) -> str:
        written = self._written.get(value)
        if written is None:
            if len(self._written) > _KEPT:
                self._written = {f"{_RDF}type": "a"}
            written = self._written[value] = self._write(value)
        return written

    def _write(self, value: str) -> str:
        space, local = split_iri(value)
        prefix = self._prefix_of.get(space)
        if prefix is not None and is_local_name(local):
            return f"{prefix}:{local}"
        return f"<{checked(value)}>"
