"""N-Triples and N-Quads: one triple a line, in the order of `describe`.

https://www.w3.org/TR/n-triples/, https://www.w3.org/TR/n-quads/
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.export.files import write_text
from kg.export.rdf.describe import describe
from kg.export.rdf.minting import Names, Profile
from kg.export.rdf.strings import checked, quoted
from kg.export.rdf.terms import Term, Triple
from kg.model import Build

_KEPT = 100_000


def write_ntriples(build: Build, path: Path, profile: Profile = "claims") -> None:
    """Write `build` to `path` as N-Triples."""
    write_text(path, _lines(build, profile, graphs=False))


def write_nquads(build: Build, path: Path, profile: Profile = "claims") -> None:
    """Write N-Quads: a named graph per document, with the document's IRI."""
    write_text(path, _lines(build, profile, graphs=True))


def _lines(build: Build, profile: Profile, *, graphs: bool) -> Iterator[str]:
    iris = _Iris()
    for block in describe(build, Names(build), profile=profile, graphs=graphs):
        subject = iris[block.subject]
        end = f" {iris[block.graph]} .\n" if block.graph else " .\n"
        yield "".join(
            f"{subject} {iris[predicate]} {_term(term, iris)}{end}"
            for predicate, terms in block.lines
            for term in terms
        )


class _Iris(dict[str, str]):
    """Written IRIs, the latest of them kept."""

    def __missing__(self, iri: str) -> str:
        if len(self) > _KEPT:
            self.clear()
        written = self[iri] = f"<{checked(iri)}>"
        return written


def _term(term: Term, iris: _Iris) -> str:
    if isinstance(term, str):
        return iris[term]
    if isinstance(term, Triple):
        return f"<<( {' '.join(_term(part, iris) for part in term)} )>>"
    value, datatype = term
    return f"{quoted(value)}^^{iris[datatype]}" if datatype else quoted(value)
