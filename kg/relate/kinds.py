"""Whether a thing or a value fits one end of a relation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.model import Entity
from kg.ontology import EntityClass, Ontology, Relation
from kg.relate.patterns import head

#: Datatypes that are points in time.
DATES = frozenset(("xsd:date", "xsd:gYear", "xsd:gYearMonth", "xsd:dateTime", "edtf:EDTF"))
NUMBERS = frozenset(("xsd:integer", "xsd:decimal", "xsd:double", "xsd:float", "xsd:int"))
_CAPITAL = re.compile(r"[^\W\d_a-z]")


@dataclass(frozen=True, slots=True)
class Kinds:
    """The classes of an ontology by IRI."""

    classes: Mapping[str, EntityClass]

    @classmethod
    def of(cls, ontology: Ontology) -> Kinds:
        return cls({found.iri: found for found in ontology.classes})

    def begins(self, relation: Relation, entity: Entity) -> bool:
        """Whether an entity may be the subject."""
        return self._fits(entity, relation.domain)

    def ends(self, relation: Relation, entity: Entity) -> bool:
        """Whether an entity may be the object."""
        return not relation.datatype and self._fits(entity, relation.range)

    def _fits(self, entity: Entity, classes: Iterable[str]) -> bool:
        known = [self.classes[iri] for iri in classes if iri in self.classes]
        return not known or any(is_a(entity, found) for found in known)


def is_a(entity: Entity, found: EntityClass) -> bool:
    """Whether an entity may be of a class: by its type, and by the noun of its name.

    What is known by its noun alone has a name of its own: "Nobel Prize", no "first prize".
    """
    if found.types and entity.type not in found.types:
        return False
    if not found.nouns:
        return True
    named = entity.kind == "named" or _CAPITAL.search(entity.label) is not None
    return named and any(_has_noun(name, found.nouns) for name in (entity.label, *entity.aliases))


def _has_noun(name: str, nouns: Iterable[str]) -> bool:
    """ "Nobel Prize in Physics", "Treaty of Graz", "Graz University"; "University of Graz"."""
    words = head(name).split()
    return bool(words) and any(words[-1] == noun or words[0] == noun for noun in nouns)
