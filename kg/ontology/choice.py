"""The ontology that a build is made with: kg's own, or the user's with what kg knows of it.

A relation of the user's that is one of kg's own, by its IRI, by what it matches or by its label, is
found by the same patterns; a name alone (`schema:worksFor`) has the domain and range of kg's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kg.model import Build, Settings
from kg.ontology import EntityClass, Ontology, Relation
from kg.ontology.files import read_ontology
from kg.ontology.short import own


def chosen(settings: Settings) -> Ontology:
    """The ontology of the settings. Raises OntologyError as `read_ontology`."""
    ours = own(settings.vocab)
    return ours if settings.ontology is None else informed(read_ontology(settings.ontology), ours)


def ontology_of(build: Build) -> Ontology:
    """The ontology that the typed facts of a build are of."""
    return build.ontology if build.ontology is not None else own(build.settings.vocab)


def relations_of(build: Build) -> dict[str, Relation]:
    """The relations that the typed facts of a build are of, by IRI."""
    return {relation.iri: relation for relation in ontology_of(build).relations}


def informed(given: Ontology, ours: Ontology) -> Ontology:
    """The user's ontology with what kg's own says of the same relations."""
    classes = {c.iri: c for c in given.classes}
    known = _Known(ours, classes)
    relations = tuple(known.told(relation) for relation in given.relations)
    named = {iri for r in relations for iri in (*r.domain, *r.range)} - classes.keys()
    added = [c for c in ours.classes if c.iri in named]
    return replace(
        given,
        classes=tuple(sorted((*given.classes, *added), key=lambda c: c.iri)),
        relations=relations,
    )


class _Known:
    """Finds relations of kg's own."""

    def __init__(self, ours: Ontology, classes: Mapping[str, EntityClass]) -> None:
        self._types = {c.iri: c.types for c in (*ours.classes, *classes.values())}
        self._by_iri = {iri: r for r in ours.relations for iri in (*r.matches, r.iri)}
        self._by_label: dict[str, list[Relation]] = {}
        for relation in ours.relations:
            for label in dict.fromkeys(map(_folded, (relation.label, *relation.aliases))):
                self._by_label.setdefault(label, []).append(relation)

    def told(self, relation: Relation) -> Relation:
        """The relation with the patterns of kg's own that is the same, if there is one."""
        named = [self._by_iri[i] for i in (relation.iri, *relation.matches) if i in self._by_iri]
        if named and _is_bare(relation):
            relation = replace(
                relation,
                domain=named[0].domain,
                range=named[0].range,
                datatype=named[0].datatype,
                symmetric=named[0].symmetric,
                transitive=named[0].transitive,
                functional=named[0].functional,
            )
        same = next((r for r in (*named, *self._alike(relation)) if self._fits(relation, r)), None)
        if same is None or relation.stated_by:
            return relation
        return replace(
            relation,
            description=relation.description or same.description,
            stated_by=same.stated_by,
            unit=relation.unit or same.unit,
            symmetric=relation.symmetric or same.symmetric,
        )

    def _alike(self, relation: Relation) -> list[Relation]:
        """The one relation that has the same label; none where several have it."""
        found = self._by_label.get(_folded(relation.label), [])
        fitting = [r for r in found if self._fits(relation, r)]
        return fitting if len(fitting) == 1 else []

    def _fits(self, relation: Relation, other: Relation) -> bool:
        """Whether both may hold between the same things, in the same direction."""
        if bool(relation.datatype) != bool(other.datatype):
            return False
        sides = ((relation.domain, other.domain), (relation.range, other.range))
        return all(self._overlap(*side) for side in sides)

    def _overlap(self, classes: Iterable[str], others: Iterable[str]) -> bool:
        one, other = self._of(classes), self._of(others)
        return not one or not other or not one.isdisjoint(other)

    def _of(self, classes: Iterable[str]) -> set[str]:
        """The types that things of one of some classes may have; none for any."""
        each = [self._types.get(iri, ()) for iri in classes]
        return {type for types in each for type in types} if all(each) else set()


def _is_bare(relation: Relation) -> bool:
    """Whether nothing is said of what a relation relates."""
    return not (relation.domain or relation.range or relation.datatype)


def _folded(label: str) -> str:
    return " ".join(label.casefold().replace("-", " ").split())
