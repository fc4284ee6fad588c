"""Ontologies: which classes things have and which relations hold between them.

kg's own (`kg/data/ontology.yaml`) and those of users are the same: a tuple of classes and a tuple
of relations. `kg.ontology.files` reads them, `kg.relate` makes typed facts by them.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["EntityClass", "Ontology", "Relation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityClass:
    """A class of things.

    `types` are the entity types of `kg.model.TYPES` whose things may be of this class: a film is a
    CreativeWork. `parents` are IRIs of classes above this one. Where there are `nouns`, a thing is
    only of this class if its name has one of them for its head ("Nobel Prize in Physics").
    """

    iri: str
    label: str
    description: str = ""
    aliases: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A relation between two things, or between a thing and a value.

    `domain` and `range` are IRIs of classes, one of which must fit; empty for any. `datatype` is a
    prefixed name (`xsd:date`, `xsd:decimal`, `xsd:string`) where the object is a value, and empty
    where it is a thing. `inverse` is the IRI of the relation that says the same the other way
    round. A `functional` relation has at most one object at a time. `matches` are IRIs of
    properties elsewhere that mean the same (Wikidata's, say), `examples` sentences that state it.
    `stated_by` are patterns of claims (`kg.relate.patterns`); without any, label and aliases are
    looked for. `unit` is what a number counts or measures: "person", "currency", "length".
    """

    iri: str
    label: str
    description: str = ""
    aliases: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    datatype: str = ""
    inverse: str = ""
    symmetric: bool = False
    transitive: bool = False
    functional: bool = False
    parents: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    stated_by: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontology:
    """Classes and relations, each sorted by IRI. `iri` may be empty."""

    title: str
    iri: str = ""
    classes: tuple[EntityClass, ...] = ()
    relations: tuple[Relation, ...] = ()
