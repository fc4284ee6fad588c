"""Ontologies: which classes things have and which relations hold between them.

kg's own (`kg/data/ontology.yaml`) and those of users are the same: a tuple of classes and a tuple
of relations. `kg.ontology.files` reads them, `kg.relate` makes typed facts by them.
"""

from __future__ import annotations

from kg.model import EntityClass, Ontology, Relation

__all__ = ["EntityClass", "Ontology", "Relation"]
