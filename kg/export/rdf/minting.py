"""IRIs of a build: expanding prefixed names, minting documents, claims and spans."""

from __future__ import annotations

from typing import Literal

from kg.english.times import datatype
from kg.english.times.period import period
from kg.export.rdf import terms
from kg.export.rdf.terms import decimal, expand, prefixes_of
from kg.iri import distinct_slugs, slug
from kg.model import Build, Span

#: "facts": plain triples and what they are about; "claims": these and every claim with its proof;
#: "events": these and a node per event.
Profile = Literal["facts", "claims", "events"]
PROFILES: tuple[Profile, ...] = ("facts", "claims", "events")


class Names:
    """Mints the IRIs of one build; `prefixes` are its prefixes in the order of writing."""

    def __init__(self, build: Build) -> None:
        self.prefixes = prefixes_of(build.settings)
        self.base = build.settings.base_iri
        self.only_ontology = build.settings.only_ontology
        self._slugs = distinct_slugs(sorted({document.id for document in build.documents}))

    def expand(self, name: str) -> str:
        return expand(name, self.prefixes)

    def document(self, document: str) -> str:
        return self.prefixes["doc"] + self._slug(document)

    def claim(self, claim: str) -> str:
        name = claim if claim.isascii() and claim.isalnum() else slug(claim)
        return self.prefixes["claim"] + name

    def fact(self, fact: str) -> str:
        name = fact if fact.isascii() and fact.isalnum() else slug(fact)
        return self.prefixes["fact"] + name

    def event(self, event: str) -> str:
        name = event if event.isascii() and event.isalnum() else slug(event)
        return self.prefixes["event"] + name

    def span(self, document: str, span: Span) -> str:
        return f"{self.prefixes['span']}{self._slug(document)}:{span.start}-{span.end}"

    def about(self, name: str) -> str:
        """An IRI for something about the build itself."""
        return self.base + name

    def time(self, value: str) -> terms.Literal:
        """An EDTF value with the narrowest datatype that holds it."""
        kind = datatype(value)
        if kind in ("xsd:date", "xsd:dateTime") and period(value)[0] is None:
            kind = "edtf:EDTF"  # 30 February is a string of the right shape and no date
        return terms.Literal(value, self.expand(kind))

    def decimal(self, value: float) -> terms.Literal:
        return terms.Literal(decimal(value), self.expand("xsd:decimal"))

    def _slug(self, document: str) -> str:
        found = self._slugs.get(document)
        if found is None:  # a document that the build does not hold
            found = self._slugs[document] = slug(document)
        return found
