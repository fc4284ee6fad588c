"""Whether a triple may be one that kg wrote: by the IRIs that a build mints, and by exact terms.

A build mints what is below its base (`ent:`, `claim:`, ...). Of all vocabularies only those terms
count that the ontology of the build or kg's own has, as what something is said about, and those
that kg says it with: `schema:Person` may be described by kg, `schema:Hotel` is by somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.export.rdf.terms import expand, own_terms, prefixes_of
from kg.model import Build, Ontology
from kg.ontology.choice import ontology_of
from kg.ontology.short import own

#: What a graph says things with, but for relations and the terms of `vocabulary.ttl`.
PREDICATES = """
dcterms:date dcterms:format dcterms:identifier dcterms:license dcterms:source dcterms:title
oa:end oa:exact oa:hasSource oa:prefix oa:start oa:suffix
owl:inverseOf owl:sameAs
prov:used prov:wasAssociatedWith prov:wasDerivedFrom prov:wasGeneratedBy
rdf:object rdf:predicate rdf:reifies rdf:subject rdf:type rdf:value
rdfs:comment rdfs:domain rdfs:label rdfs:range rdfs:subClassOf rdfs:subPropertyOf
schema:domainIncludes schema:mentions schema:rangeIncludes schema:sha256 schema:softwareVersion
schema:url
skos:altLabel skos:broader skos:closeMatch
void:entities void:uriSpace void:vocabulary
""".split()
#: The prefixes of what a build mints.
_MINTED = ("ent", "rel", "claim", "fact", "event", "doc", "span")


@dataclass(frozen=True, slots=True)
class Written:
    """The IRIs of graphs as a build makes them; every such graph describes its `dataset`."""

    dataset: str
    _minted: tuple[str, ...]
    _relation: str
    _subjects: frozenset[str]
    _predicates: frozenset[str]

    @classmethod
    def of(cls, build: Build) -> Written:
        base, prefixes = build.settings.base_iri, prefixes_of(build.settings)
        known = (ontology_of(build), own(build.settings.vocab))
        relations = {iri for ontology in known for iri in _relations(ontology)}
        classes = {found.iri for ontology in known for found in ontology.classes}
        names = (*PREDICATES, *(f"kg:{name}" for name in own_terms()))
        return cls(
            dataset=f"{base}dataset",
            _minted=(*(prefixes[name] for name in _MINTED), f"{base}software/"),
            _relation=prefixes["rel"],
            _subjects=frozenset({f"{base}dataset", f"{base}build", *relations, *classes}),
            _predicates=frozenset({*(expand(name, prefixes) for name in names), *relations}),
        )

    def has(self, subject: str, predicate: str) -> bool:
        """Whether a triple with such a subject and predicate may be one of ours."""
        about = subject in self._subjects or subject.startswith(self._minted)
        return about and (predicate in self._predicates or predicate.startswith(self._relation))


def _relations(ontology: Ontology) -> Iterator[str]:
    """The relations of an ontology, and those that hold where they do."""
    for relation in ontology.relations:
        yield from filter(None, (relation.iri, relation.inverse, *relation.parents))
